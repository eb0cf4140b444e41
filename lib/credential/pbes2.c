/* pbes2.c - EncryptedPrivateKeyInfo with PBES2 (RFC 5958, 3; RFC 8018, 6.2 and A.2 to A.4).  All of it is public. */
#include "credential/private_key.h"

#include <string.h>

/* Contents octets of object identifiers. */
#define PKCS5(last) { 9, { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, last } }
#define DIGEST(last) { 8, { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, last } }
#define AES(last) { 9, { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, last } }

typedef struct identifier {
    uint8_t size;
    uint8_t octets[9];
} identifier;

static const identifier pbes2 = PKCS5(0x0d);
static const identifier pbkdf2 = PKCS5(0x0c);

static const struct { identifier oid; kedge_hash hash; } functions[] = {
    { DIGEST(0x07), KEDGE_HASH_SHA1 },   { DIGEST(0x08), KEDGE_HASH_SHA224 }, { DIGEST(0x09), KEDGE_HASH_SHA256 },
    { DIGEST(0x0a), KEDGE_HASH_SHA384 }, { DIGEST(0x0b), KEDGE_HASH_SHA512 },
};

static const struct { identifier oid; kedge_cipher cipher; } ciphers[] = {
    { AES(0x02), KEDGE_CIPHER_AES_128 },
    { AES(0x16), KEDGE_CIPHER_AES_192 },
    { AES(0x2a), KEDGE_CIPHER_AES_256 },
    { { 8, { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x07 } }, KEDGE_CIPHER_DES_EDE3 },
};

static bool is(const kedge_der *der, kedge_range oid, const identifier *wanted)
{
    return oid.size == wanted->size && memcmp(der->data + oid.offset, wanted->octets, oid.size) == 0;
}

static kedge_status fail(const kedge_der *der, kedge_status status, kedge_range where)
{
    return kedge_der_fail(der, status, where.offset);
}

/* Enter an AlgorithmIdentifier and read its OID. */
static kedge_status enter_algorithm(kedge_der *der, kedge_der *parameters, kedge_range *oid)
{
    kedge_status status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, parameters);

    return status == KEDGE_OK ? kedge_der_read_oid(parameters, oid) : status;
}

/* prf AlgorithmIdentifier DEFAULT algid-hmacWithSHA1; its parameters are NULL (RFC 8018, B.1), which GnuTLS leaves
 * out. */
static kedge_status read_function(kedge_der *der, kedge_encryption *how)
{
    kedge_der parameters;
    kedge_range oid;
    kedge_status status;

    how->hash = KEDGE_HASH_SHA1;
    if (kedge_der_at_end(der))
        return KEDGE_OK;
    if ((status = enter_algorithm(der, &parameters, &oid)) != KEDGE_OK)
        return status;
    how->hash = KEDGE_HASH_NONE;
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (is(der, oid, &functions[i].oid))
            how->hash = functions[i].hash;
    if (how->hash == KEDGE_HASH_NONE)
        return fail(der, KEDGE_ENCRYPTION_UNSUPPORTED, oid);
    if (how->hash == KEDGE_HASH_SHA1)
        return fail(der, KEDGE_DER_DEFAULT_ENCODED, oid);
    if (kedge_der_at_end(&parameters))
        return KEDGE_OK;
    status = kedge_der_read_null(&parameters);
    return status == KEDGE_OK ? kedge_der_finish(&parameters) : status;
}

/* PBKDF2-params: salt, iterationCount, keyLength OPTIONAL, prf.  The salt's other source was never defined. */
static kedge_status read_derivation(kedge_der *der, kedge_encryption *how, uint32_t *key_size)
{
    kedge_der outer, inner;
    kedge_range oid, salt;
    kedge_status status;

    if ((status = enter_algorithm(der, &outer, &oid)) != KEDGE_OK)
        return status;
    if (!is(der, oid, &pbkdf2))
        return fail(der, KEDGE_ENCRYPTION_UNSUPPORTED, oid);
    if ((status = kedge_der_enter(&outer, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_finish(&outer)) != KEDGE_OK
        || (status = kedge_der_read(&inner, KEDGE_TAG_OCTET_STRING, &salt)) != KEDGE_OK)
        return status;
    how->salt = kedge_span_of(der->data, salt);
    status = kedge_der_read_unsigned(&inner, UINT32_MAX, &how->iterations);
    if (status == KEDGE_DER_INTEGER_RANGE)
        return KEDGE_ITERATIONS_TOO_MANY;
    if (status != KEDGE_OK)
        return status;
    *key_size = 0;
    if (kedge_der_next_is(&inner, KEDGE_TAG_INTEGER)
        && (status = kedge_der_read_unsigned(&inner, UINT32_MAX, key_size)) != KEDGE_OK)
        return status;
    status = read_function(&inner, how);
    return status == KEDGE_OK ? kedge_der_finish(&inner) : status;
}

/* encryptionScheme: all four take their IV for parameters (RFC 3565, 4.1; RFC 8018, B.2.2). */
static kedge_status read_scheme(kedge_der *der, kedge_encryption *how)
{
    kedge_der parameters;
    kedge_range oid, iv;
    size_t i = 0;
    kedge_status status;

    if ((status = enter_algorithm(der, &parameters, &oid)) != KEDGE_OK)
        return status;
    while (i < sizeof ciphers / sizeof ciphers[0] && !is(der, oid, &ciphers[i].oid))
        i++;
    if (i == sizeof ciphers / sizeof ciphers[0])
        return fail(der, KEDGE_ENCRYPTION_UNSUPPORTED, oid);
    how->cipher = ciphers[i].cipher;
    if ((status = kedge_der_read(&parameters, KEDGE_TAG_OCTET_STRING, &iv)) != KEDGE_OK
        || (status = kedge_der_finish(&parameters)) != KEDGE_OK)
        return status;
    if (iv.size != kedge_cipher_block_size(how->cipher))
        return fail(der, KEDGE_PRIVATE_KEY_MALFORMED, iv);
    memcpy(how->iv, der->data + iv.offset, iv.size);
    return KEDGE_OK;
}

static kedge_status read_parameters(kedge_der *der, kedge_encryption *how)
{
    kedge_der outer, inner;
    kedge_range oid;
    uint32_t key_size = 0;
    kedge_status status;

    if ((status = enter_algorithm(der, &outer, &oid)) != KEDGE_OK)
        return status;
    if (!is(der, oid, &pbes2))
        return fail(der, KEDGE_ENCRYPTION_UNSUPPORTED, oid);
    if ((status = kedge_der_enter(&outer, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_finish(&outer)) != KEDGE_OK
        || (status = read_derivation(&inner, how, &key_size)) != KEDGE_OK
        || (status = read_scheme(&inner, how)) != KEDGE_OK)
        return status;
    if (key_size != 0 && key_size != kedge_cipher_key_size(how->cipher))
        return fail(der, KEDGE_PRIVATE_KEY_MALFORMED, oid);
    return kedge_der_finish(&inner);
}

kedge_status kedge_pbes2_read(kedge_der *der, kedge_encryption *how, kedge_range *encrypted)
{
    kedge_der inner;
    kedge_status status;

    *how = (kedge_encryption){ .is_traditional = false };
    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_finish(der)) != KEDGE_OK
        || (status = read_parameters(&inner, how)) != KEDGE_OK
        || (status = kedge_der_read(&inner, KEDGE_TAG_OCTET_STRING, encrypted)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    if (encrypted->size == 0 || encrypted->size % kedge_cipher_block_size(how->cipher) != 0)
        return fail(der, KEDGE_PRIVATE_KEY_MALFORMED, *encrypted);
    return KEDGE_OK;
}
