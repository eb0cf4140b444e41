/* algorithm.c - signature algorithms (RFC 3279, 2.2; RFC 4055; RFC 5758; RFC 8410). */
#include <kedge/crypto.h>

#include "x509/oid.h"

#define PKCS1 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01 /* 1.2.840.113549.1.1 */
#define ANSI_X962_SIGNATURES 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04 /* 1.2.840.10045.4 */
#define NIST_HASHES 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02 /* 2.16.840.1.101.3.4.2 */

typedef struct algorithm_row {
    kedge_oid oid;
    uint8_t scheme;
    uint8_t hash;
} algorithm_row;

static const algorithm_row algorithms[] = {
    { { 9, { PKCS1, 11 } }, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256 },
    { { 9, { PKCS1, 12 } }, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA384 },
    { { 9, { PKCS1, 13 } }, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA512 },
    { { 9, { PKCS1, 14 } }, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA224 },
    { { 9, { PKCS1, 5 } }, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA1 },
    { { 9, { PKCS1, 4 } }, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_MD5 },
    { { 9, { PKCS1, 10 } }, KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_NONE },
    { { 8, { ANSI_X962_SIGNATURES, 3, 2 } }, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA256 },
    { { 8, { ANSI_X962_SIGNATURES, 3, 3 } }, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384 },
    { { 8, { ANSI_X962_SIGNATURES, 3, 4 } }, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA512 },
    { { 8, { ANSI_X962_SIGNATURES, 3, 1 } }, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA224 },
    { { 7, { ANSI_X962_SIGNATURES, 1 } }, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA1 },
    { { 3, { 0x2b, 101, 112 } }, KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE },
    { { 3, { 0x2b, 101, 113 } }, KEDGE_SCHEME_ED448, KEDGE_HASH_NONE }
};

/* The hashes of RSASSA-PSS (RFC 4055, 2.1). */
static const algorithm_row hashes[] = {
    { { 9, { NIST_HASHES, 1 } }, KEDGE_SCHEME_UNKNOWN, KEDGE_HASH_SHA256 },
    { { 9, { NIST_HASHES, 2 } }, KEDGE_SCHEME_UNKNOWN, KEDGE_HASH_SHA384 },
    { { 9, { NIST_HASHES, 3 } }, KEDGE_SCHEME_UNKNOWN, KEDGE_HASH_SHA512 },
    { { 9, { NIST_HASHES, 4 } }, KEDGE_SCHEME_UNKNOWN, KEDGE_HASH_SHA224 },
    { { 5, { 0x2b, 0x0e, 0x03, 0x02, 0x1a } }, KEDGE_SCHEME_UNKNOWN, KEDGE_HASH_SHA1 }
};

static const kedge_oid mgf1 = { 9, { PKCS1, 8 } };

/* What the parameters of RSASSA-PSS are where they are not spelt out (RFC 4055, 3.1). */
#define PSS_HASH_DEFAULT KEDGE_HASH_SHA1
#define PSS_SALT_DEFAULT 20

#define ROWS(table) (table), sizeof(table) / sizeof((table)[0])

static const algorithm_row *find_row(const kedge_der *der, kedge_range oid, const algorithm_row *rows,
                                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (kedge_oid_is(der, oid, &rows[i].oid))
            return &rows[i];
    return NULL;
}

/* Parameters of which nothing is known but that they are one element, or none. */
static kedge_status skip_parameters(kedge_der *der)
{
    const kedge_status status = kedge_der_at_end(der) ? KEDGE_OK : kedge_der_skip(der);

    return status == KEDGE_OK ? kedge_der_finish(der) : status;
}

static kedge_status fail(const kedge_der *der)
{
    return kedge_der_fail(der, KEDGE_ALGORITHM_MALFORMED, der->position);
}

static kedge_status demand_no_parameters(const kedge_der *der)
{
    return kedge_der_at_end(der) ? KEDGE_OK : fail(der);
}

static kedge_status demand_null_parameters(kedge_der *der)
{
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_NULL))
        return fail(der);
    status = kedge_der_read_null(der);
    return status == KEDGE_OK ? kedge_der_finish(der) : status;
}

/* A hash whose parameters are absent or NULL: both mean the same (RFC 4055, 2.1).  One that is not known is
 * KEDGE_HASH_NONE. */
static kedge_status read_hash(kedge_der *der, uint8_t *hash)
{
    kedge_der inner;
    kedge_range oid;
    const algorithm_row *row;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &oid)) != KEDGE_OK)
        return status;
    row = find_row(der, oid, ROWS(hashes));
    *hash = row != NULL ? row->hash : KEDGE_HASH_NONE;
    if (row == NULL)
        return skip_parameters(&inner);
    return kedge_der_at_end(&inner) ? KEDGE_OK : demand_null_parameters(&inner);
}

/* A mask generation function: MGF1 with a hash; another is KEDGE_HASH_NONE. */
static kedge_status read_mask(kedge_der *der, uint8_t *hash)
{
    kedge_der inner;
    kedge_range oid;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &oid)) != KEDGE_OK)
        return status;
    if (!kedge_oid_is(der, oid, &mgf1)) {
        *hash = KEDGE_HASH_NONE;
        return skip_parameters(&inner);
    }
    status = read_hash(&inner, hash);
    return status == KEDGE_OK ? kedge_der_finish(&inner) : status;
}

typedef kedge_status hash_reader(kedge_der *der, uint8_t *hash);

/* Field `n` of the parameters of RSASSA-PSS, which holds a hash.  DER leaves it out where it is SHA-1
 * (X.690, 11.5). */
static kedge_status read_pss_hash(kedge_der *der, unsigned n, hash_reader *read, uint8_t *hash)
{
    uint8_t tag = (uint8_t)KEDGE_TAG_CONTEXT_CONSTRUCTED(n);
    kedge_der inner;
    uint32_t start = der->position;
    kedge_status status;

    *hash = PSS_HASH_DEFAULT;
    if (!kedge_der_next_is(der, tag))
        return KEDGE_OK;
    if ((status = kedge_der_enter(der, tag, &inner)) != KEDGE_OK
        || (status = read(&inner, hash)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    return *hash != PSS_HASH_DEFAULT ? KEDGE_OK : kedge_der_fail(der, KEDGE_ALGORITHM_MALFORMED, start);
}

static kedge_status read_pss_salt(kedge_der *der, uint16_t *size)
{
    kedge_der inner;
    uint32_t start = der->position;
    uint32_t value;
    kedge_status status;

    *size = PSS_SALT_DEFAULT;
    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(2)))
        return KEDGE_OK;
    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(2), &inner)) != KEDGE_OK
        || (status = kedge_der_read_unsigned(&inner, UINT16_MAX, &value)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    *size = (uint16_t)value;
    return value != PSS_SALT_DEFAULT ? KEDGE_OK : kedge_der_fail(der, KEDGE_ALGORITHM_MALFORMED, start);
}

/* RSASSA-PSS-params (RFC 4055, 3.1).  The trailer field can only be 1, its default, so DER never has it. */
static kedge_status read_pss_parameters(kedge_der *der, kedge_algorithm *algorithm)
{
    kedge_der inner;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_SEQUENCE))
        return fail(der);
    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = read_pss_hash(&inner, 0, read_hash, &algorithm->hash)) != KEDGE_OK
        || (status = read_pss_hash(&inner, 1, read_mask, &algorithm->mask_hash)) != KEDGE_OK
        || (status = read_pss_salt(&inner, &algorithm->salt_size)) != KEDGE_OK)
        return status;
    if (!kedge_der_at_end(&inner))
        return fail(&inner);
    if (algorithm->hash == KEDGE_HASH_NONE || algorithm->mask_hash == KEDGE_HASH_NONE)
        *algorithm = (kedge_algorithm){ KEDGE_SCHEME_UNKNOWN, KEDGE_HASH_NONE, KEDGE_HASH_NONE, 0 };
    return kedge_der_finish(der);
}

static kedge_status read_parameters(kedge_der *der, kedge_algorithm *algorithm)
{
    switch ((kedge_scheme)algorithm->scheme) {
    case KEDGE_SCHEME_UNKNOWN: return skip_parameters(der);
    case KEDGE_SCHEME_RSA_PKCS1: return demand_null_parameters(der);
    case KEDGE_SCHEME_RSA_PSS: return read_pss_parameters(der, algorithm);
    case KEDGE_SCHEME_ECDSA:
    case KEDGE_SCHEME_ED25519:
    case KEDGE_SCHEME_ED448: return demand_no_parameters(der);
    }
    return fail(der);
}

kedge_status kedge_algorithm_read(kedge_der *der, kedge_algorithm *algorithm, kedge_range *identifier)
{
    uint32_t start = der->position;
    kedge_algorithm found = { KEDGE_SCHEME_UNKNOWN, KEDGE_HASH_NONE, KEDGE_HASH_NONE, 0 };
    const algorithm_row *row;
    kedge_der inner;
    kedge_range oid;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &oid)) != KEDGE_OK)
        return status;
    row = find_row(der, oid, ROWS(algorithms));
    if (row != NULL) {
        found.scheme = row->scheme;
        found.hash = row->hash;
    }
    status = read_parameters(&inner, &found);
    if (status != KEDGE_OK)
        return status;
    *algorithm = found;
    *identifier = (kedge_range){ start, der->position - start };
    return KEDGE_OK;
}

typedef const char *const hash_names[KEDGE_HASH_COUNT];

#define NAMES(scheme) { "unknown", scheme " with MD5", scheme " with SHA-1", scheme " with SHA-224", \
                        scheme " with SHA-256", scheme " with SHA-384", scheme " with SHA-512" }

static const hash_names pkcs1_names = NAMES("RSA");
static const hash_names pss_names = NAMES("RSA-PSS");
static const hash_names ecdsa_names = NAMES("ECDSA");

const char *kedge_algorithm_name(const kedge_algorithm *algorithm)
{
    if (algorithm->hash >= KEDGE_HASH_COUNT)
        return "unknown";
    switch ((kedge_scheme)algorithm->scheme) {
    case KEDGE_SCHEME_UNKNOWN: return "unknown";
    case KEDGE_SCHEME_RSA_PKCS1: return pkcs1_names[algorithm->hash];
    case KEDGE_SCHEME_RSA_PSS: return pss_names[algorithm->hash];
    case KEDGE_SCHEME_ECDSA: return ecdsa_names[algorithm->hash];
    case KEDGE_SCHEME_ED25519: return "Ed25519";
    case KEDGE_SCHEME_ED448: return "Ed448";
    }
    return "unknown";
}
