/* rsa.c - RSA public keys and signatures before the exponentiation (RFC 8017, 3.1, 5.2.2, 8.1.2, 8.2.2). */
#include "crypto/rsa.h"

#include <string.h>

/* The key says its size twice; buffers are sized by the one, computations by the other. */
static bool has_stated_size(kedge_span modulus, unsigned bits)
{
    return modulus.size == (bits + 7) / 8 && modulus.data[0] >> ((bits - 1) % 8) == 1;
}

kedge_status kedge_rsa_check_input(const kedge_public_key *key, kedge_span signature)
{
    const kedge_span modulus = kedge_span_of(key->der, key->modulus);
    const kedge_span exponent = kedge_span_of(key->der, key->exponent);

    if (modulus.size == 0 || exponent.size == 0)
        return KEDGE_KEY_MALFORMED;
    if (!has_stated_size(modulus, key->bits) || modulus.data[modulus.size - 1] % 2 == 0)
        return KEDGE_KEY_MALFORMED;
    if (exponent.data[exponent.size - 1] % 2 == 0 || (exponent.size == 1 && exponent.data[0] < 3))
        return KEDGE_KEY_MALFORMED;
    if (exponent.size > KEDGE_RSA_EXPONENT_SIZE_MAX)
        return KEDGE_UNSUPPORTED_KEY;
    if (signature.size != modulus.size)
        return KEDGE_SIGNATURE_MALFORMED;
    if (memcmp(signature.data, modulus.data, modulus.size) >= 0)
        return KEDGE_SIGNATURE_INVALID;
    return KEDGE_OK;
}
