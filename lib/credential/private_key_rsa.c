/* private_key_rsa.c - RSAPrivateKey (RFC 8017, 3.2 and A.1.2). */
#include "credential/private_key.h"

#include <string.h>

#include "credential/rsa_private.h"
#include "credential/secret.h"
#include "credential/secret_der.h"

#define BITS_MIN 1024
#define BITS_MAX 4096 /* BearSSL's BR_MAX_RSA_SIZE */
#define SIZE_MAX_RSA (BITS_MAX / 8)
#define EXPONENT_SIZE_MAX 4

static kedge_status fail(const kedge_der *der, kedge_status status, kedge_range where)
{
    return kedge_der_fail(der, status, where.offset);
}

/* A positive INTEGER that is public, without the zero octet that may lead it. */
static kedge_status read_public(kedge_der *der, kedge_range *magnitude)
{
    kedge_status status;

    kedge_publish_element(der);
    status = kedge_secret_der_read_positive(der, magnitude);
    if (status != KEDGE_OK || der->data[magnitude->offset] != 0)
        return status;
    magnitude->offset++;
    magnitude->size--;
    return KEDGE_OK;
}

/* A prime, without the zero octet that leads it: that there is one shows in its length, since the first bit of primes
 * as they are made is set. */
static kedge_status read_prime(kedge_der *der, kedge_range *prime)
{
    kedge_status status = kedge_secret_der_read_positive(der, prime);
    const uint8_t *octets = der->data + prime->offset;

    if (status != KEDGE_OK || kedge_published(kedge_mask_zero(octets[0])) == 0)
        return status;
    prime->offset++;
    prime->size--;
    return KEDGE_OK;
}

static uint16_t count_bits(const uint8_t *octets, uint32_t size)
{
    uint16_t bits = (uint16_t)(size * 8);

    for (uint32_t mask = 0x80; (octets[0] & mask) == 0; mask >>= 1)
        bits--;
    return bits;
}

/* Sizes that BearSSL has room for, told by the lengths alone. */
static kedge_status check_sizes(const kedge_der *der, kedge_private_key *key)
{
    const uint32_t p = key->prime[0].size, q = key->prime[1].size;
    const uint8_t *n = der->data + key->modulus.offset;

    if (key->modulus.size > SIZE_MAX_RSA || key->exponent.size > EXPONENT_SIZE_MAX)
        return fail(der, KEDGE_PRIVATE_KEY_UNSUPPORTED, key->modulus);
    key->bits = count_bits(n, key->modulus.size);
    if (key->bits < BITS_MIN)
        return fail(der, KEDGE_PRIVATE_KEY_UNSUPPORTED, key->modulus);
    if ((p > q ? p - q : q - p) > 1 || p + q < key->modulus.size || p + q > key->modulus.size + 1
        || p > SIZE_MAX_RSA / 2 || q > SIZE_MAX_RSA / 2)
        return fail(der, KEDGE_PRIVATE_KEY_UNSUPPORTED, key->prime[0]);
    if (key->remainder[0].size > p + 1 || key->remainder[1].size > q + 1 || key->coefficient.size > p + 1)
        return fail(der, KEDGE_PRIVATE_KEY_INCONSISTENT, key->remainder[0]);
    return KEDGE_OK;
}

/* RFC 8017, 3.1: n is odd, e is odd and at least 3. */
static bool is_public_key(const kedge_der *der, const kedge_private_key *key)
{
    const uint8_t *e = der->data + key->exponent.offset;

    return der->data[key->modulus.offset + key->modulus.size - 1] % 2 == 1 && e[key->exponent.size - 1] % 2 == 1
        && (key->exponent.size > 1 || e[0] >= 3);
}

/* The primes and exponents fit the modulus if what they sign verifies under it: s^e = x modulo n is found from s^e = x
 * modulo p q alone, so another n would have to divide what is left over. */
static bool does_sign(const kedge_private_key *key)
{
    uint8_t x[SIZE_MAX_RSA];

    memset(x, 0x5a, key->modulus.size);
    x[0] = 0;
    return kedge_rsa_private_raise(key, x);
}

static kedge_status read_parts(kedge_der *der, kedge_private_key *key)
{
    kedge_range private_exponent; /* not used: the primes are */
    kedge_status status;

    if ((status = read_public(der, &key->modulus)) != KEDGE_OK
        || (status = read_public(der, &key->exponent)) != KEDGE_OK
        || (status = kedge_secret_der_read_positive(der, &private_exponent)) != KEDGE_OK
        || (status = read_prime(der, &key->prime[0])) != KEDGE_OK
        || (status = read_prime(der, &key->prime[1])) != KEDGE_OK
        || (status = kedge_secret_der_read_positive(der, &key->remainder[0])) != KEDGE_OK
        || (status = kedge_secret_der_read_positive(der, &key->remainder[1])) != KEDGE_OK
        || (status = kedge_secret_der_read_positive(der, &key->coefficient)) != KEDGE_OK)
        return status;
    return kedge_der_finish(der);
}

kedge_status kedge_rsa_private_read(kedge_der *der, kedge_private_key *key)
{
    kedge_der inner;
    uint32_t version;
    kedge_status status;

    if ((status = kedge_secret_der_enter_versioned(der, &inner, &version)) != KEDGE_OK)
        return status;
    if (version != 0) /* 1 is a key of more than two primes */
        return kedge_der_fail(der, version == 1 ? KEDGE_PRIVATE_KEY_UNSUPPORTED : KEDGE_PRIVATE_KEY_MALFORMED,
                              inner.position - 1);
    if ((status = read_parts(&inner, key)) != KEDGE_OK || (status = check_sizes(der, key)) != KEDGE_OK)
        return status;
    key->type = KEDGE_KEY_RSA;
    if (!is_public_key(der, key))
        return fail(der, KEDGE_PRIVATE_KEY_MALFORMED, key->modulus);
    return does_sign(key) ? KEDGE_OK : fail(der, KEDGE_PRIVATE_KEY_INCONSISTENT, key->prime[0]);
}
