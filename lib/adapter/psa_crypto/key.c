/* key.c - public keys as PSA imports them: points as they are, RSA as RSAPublicKey (RFC 8017, A.1.1). */
#include "key.h"

#include <string.h>

#define NUMBER_SIZE_MAX (KEDGE_PSA_RSA_BITS_MAX / 8)
#define HEADER_SIZE_MAX 4 /* tag, and a length below 65536 */
#define RSA_KEY_SIZE_MAX (HEADER_SIZE_MAX + 2 * (HEADER_SIZE_MAX + 1 + NUMBER_SIZE_MAX))

/* Octets of a header for `size` octets of contents. */
static size_t header_size(size_t size)
{
    if (size < 0x80)
        return 2;
    return size < 0x100 ? 3 : HEADER_SIZE_MAX;
}

static size_t write_header(uint8_t *out, uint8_t tag, size_t size)
{
    size_t at = 0;

    out[at++] = tag;
    if (size >= 0x80)
        out[at++] = size < 0x100 ? 0x81 : 0x82;
    if (size >= 0x100)
        out[at++] = (uint8_t)(size >> 8);
    out[at++] = (uint8_t)size;
    return at;
}

/* Contents octets of an INTEGER: one more where the first bit would be a sign. */
static size_t integer_size(kedge_span number)
{
    return number.size + (number.data[0] >= 0x80);
}

static size_t write_integer(uint8_t *out, kedge_span number)
{
    size_t at = write_header(out, KEDGE_TAG_INTEGER, integer_size(number));

    if (number.data[0] >= 0x80)
        out[at++] = 0x00;
    memcpy(out + at, number.data, number.size);
    return at + number.size;
}

/* Both numbers have at most NUMBER_SIZE_MAX octets, and at least one. */
static size_t write_rsa_key(uint8_t out[RSA_KEY_SIZE_MAX], kedge_span modulus, kedge_span exponent)
{
    const size_t n = integer_size(modulus), e = integer_size(exponent);
    size_t at = write_header(out, KEDGE_TAG_SEQUENCE, header_size(n) + n + header_size(e) + e);

    at += write_integer(out + at, modulus);
    return at + write_integer(out + at, exponent);
}

psa_status_t kedge_psa_key_import(const kedge_public_key *key, psa_algorithm_t algorithm, psa_key_id_t *id)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    kedge_span encoding = kedge_span_of(key->der, key->point);
    uint8_t rsa_key[RSA_KEY_SIZE_MAX];

    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_VERIFY_HASH);
    psa_set_key_algorithm(&attributes, algorithm);
    if (key->type == KEDGE_KEY_RSA) {
        encoding.data = rsa_key;
        encoding.size = write_rsa_key(rsa_key, kedge_span_of(key->der, key->modulus),
                                      kedge_span_of(key->der, key->exponent));
        psa_set_key_type(&attributes, PSA_KEY_TYPE_RSA_PUBLIC_KEY);
    } else {
        psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1));
        psa_set_key_bits(&attributes, key->bits);
    }
    return psa_import_key(&attributes, encoding.data, encoding.size, id);
}
