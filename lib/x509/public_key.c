/* public_key.c - SubjectPublicKeyInfo (RFC 5280, 4.1.2.7; RFC 3279, 2.3; RFC 5480; RFC 8410). */
#include <kedge/crypto.h>

#include "x509/oid.h"

#define POINT_UNCOMPRESSED 0x04 /* SEC 1, 2.3.3 */

/* Reads what follows the algorithm's identifier in `parameters` and the key in `spki`. */
typedef kedge_status key_reader(kedge_der *parameters, kedge_der *spki, kedge_public_key *key);

static kedge_status fail(const kedge_der *der, uint32_t offset)
{
    return kedge_der_fail(der, KEDGE_KEY_MALFORMED, offset);
}

/* A positive INTEGER as unsigned big-endian octets. */
static kedge_status read_positive(kedge_der *der, kedge_range *magnitude)
{
    kedge_range found;
    kedge_status status = kedge_der_read_integer(der, &found);
    uint8_t first;

    if (status != KEDGE_OK)
        return status;
    first = der->data[found.offset];
    if (first >= 0x80 || (first == 0 && found.size == 1))
        return fail(der, found.offset);
    *magnitude = first != 0 ? found : (kedge_range){ found.offset + 1, found.size - 1 };
    return KEDGE_OK;
}

static uint32_t count_bits(const kedge_der *der, kedge_range magnitude)
{
    uint32_t bits = magnitude.size * 8;

    for (uint32_t mask = 0x80; (der->data[magnitude.offset] & mask) == 0; mask >>= 1)
        bits--;
    return bits;
}

/* RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } */
static kedge_status read_rsa(kedge_der *parameters, kedge_der *spki, kedge_public_key *key)
{
    kedge_der bits;
    kedge_der inner;
    kedge_range octets;
    kedge_status status;

    if (!kedge_der_next_is(parameters, KEDGE_TAG_NULL)) /* RFC 3279, 2.3.1 */
        return kedge_der_fail(parameters, KEDGE_ALGORITHM_MALFORMED, parameters->position);
    if ((status = kedge_der_read_null(parameters)) != KEDGE_OK
        || (status = kedge_der_read_bit_octets(spki, &octets)) != KEDGE_OK)
        return status;
    bits = kedge_der_within(spki, octets);
    if ((status = kedge_der_enter(&bits, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_finish(&bits)) != KEDGE_OK
        || (status = read_positive(&inner, &key->modulus)) != KEDGE_OK
        || (status = read_positive(&inner, &key->exponent)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    if (key->modulus.size > UINT16_MAX / 8)
        return fail(spki, key->modulus.offset);
    if ((spki->data[key->modulus.offset + key->modulus.size - 1] & 1) == 0)
        return fail(spki, key->modulus.offset + key->modulus.size - 1);
    key->bits = (uint16_t)count_bits(spki, key->modulus);
    key->type = KEDGE_KEY_RSA;
    return KEDGE_OK;
}

typedef struct curve {
    kedge_oid oid;
    uint8_t type;
    uint16_t bits;
} curve;

/* RFC 5480, 2.1.1.1. */
static const curve curves[] = {
    { { 8, { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 } }, KEDGE_KEY_P256, 256 },
    { { 5, { 0x2b, 0x81, 0x04, 0x00, 0x22 } }, KEDGE_KEY_P384, 384 },
    { { 5, { 0x2b, 0x81, 0x04, 0x00, 0x23 } }, KEDGE_KEY_P521, 521 }
};

static const curve *find_curve(const kedge_der *der, kedge_range oid)
{
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
        if (kedge_oid_is(der, oid, &curves[i].oid))
            return &curves[i];
    return NULL;
}

/* A point on a curve whose field has `bits` bits: 04 || x || y. */
static kedge_status check_point(const kedge_der *der, kedge_range point, uint32_t bits)
{
    uint8_t form = point.size > 0 ? der->data[point.offset] : 0;

    if (form == 0x02 || form == 0x03 || form == 0x06 || form == 0x07)
        return kedge_der_fail(der, KEDGE_KEY_POINT_COMPRESSED, point.offset);
    if (form != POINT_UNCOMPRESSED || point.size != 1 + 2 * ((bits + 7) / 8))
        return fail(der, point.offset);
    return KEDGE_OK;
}

/* ECParameters is a curve's name; one that is spelt out could be any curve through the key of another
 * (RFC 5480, 2.1.1). */
static kedge_status read_ec(kedge_der *parameters, kedge_der *spki, kedge_public_key *key)
{
    kedge_range oid;
    const curve *named;
    kedge_status status;

    if (kedge_der_next_is(parameters, KEDGE_TAG_SEQUENCE))
        return kedge_der_fail(parameters, KEDGE_KEY_CURVE_EXPLICIT, parameters->position);
    if (!kedge_der_next_is(parameters, KEDGE_TAG_OID))
        return kedge_der_fail(parameters, KEDGE_ALGORITHM_MALFORMED, parameters->position);
    if ((status = kedge_der_read_oid(parameters, &oid)) != KEDGE_OK
        || (status = kedge_der_read_bit_octets(spki, &key->point)) != KEDGE_OK)
        return status;
    named = find_curve(parameters, oid);
    if (named == NULL) {
        key->type = KEDGE_KEY_EC_UNKNOWN;
        return KEDGE_OK;
    }
    key->type = named->type;
    key->bits = named->bits;
    return check_point(spki, key->point, named->bits);
}

/* A key of a curve of RFC 8032: no parameters, `size` octets. */
static kedge_status read_edwards(kedge_der *parameters, kedge_der *spki, kedge_range *point, uint32_t size)
{
    kedge_status status;

    if (!kedge_der_at_end(parameters))
        return kedge_der_fail(parameters, KEDGE_ALGORITHM_MALFORMED, parameters->position);
    status = kedge_der_read_bit_octets(spki, point);
    if (status != KEDGE_OK)
        return status;
    return point->size == size ? KEDGE_OK : fail(spki, point->offset);
}

static kedge_status read_ed25519(kedge_der *parameters, kedge_der *spki, kedge_public_key *key)
{
    key->type = KEDGE_KEY_ED25519;
    key->bits = 255;
    return read_edwards(parameters, spki, &key->point, 32);
}

static kedge_status read_ed448(kedge_der *parameters, kedge_der *spki, kedge_public_key *key)
{
    key->type = KEDGE_KEY_ED448;
    key->bits = 448;
    return read_edwards(parameters, spki, &key->point, 57);
}

static kedge_status read_unknown(kedge_der *parameters, kedge_der *spki, kedge_public_key *key)
{
    kedge_range content;
    uint8_t octet;
    kedge_status status;

    key->type = KEDGE_KEY_UNKNOWN;
    if (!kedge_der_at_end(parameters)) {
        status = kedge_der_read_any(parameters, &octet, &content);
        if (status != KEDGE_OK)
            return status;
    }
    return kedge_der_read_bit_string(spki, &content, &octet);
}

typedef struct key_row {
    kedge_oid oid;
    key_reader *read;
} key_row;

static const key_row rows[] = {
    { { 9, { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 } }, read_rsa }, /* rsaEncryption */
    { { 7, { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01 } }, read_ec },              /* id-ecPublicKey */
    { { 3, { 0x2b, 0x65, 0x70 } }, read_ed25519 },                                 /* RFC 8410, 3 */
    { { 3, { 0x2b, 0x65, 0x71 } }, read_ed448 }
};

static key_reader *find_reader(const kedge_der *der, kedge_range oid)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (kedge_oid_is(der, oid, &rows[i].oid))
            return rows[i].read;
    return read_unknown;
}

kedge_status kedge_public_key_read(kedge_der *der, kedge_public_key *key)
{
    kedge_public_key found = { .der = der->data };
    uint32_t start = der->position;
    kedge_der spki;
    kedge_der algorithm;
    kedge_range oid;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &spki)) != KEDGE_OK
        || (status = kedge_der_enter(&spki, KEDGE_TAG_SEQUENCE, &algorithm)) != KEDGE_OK
        || (status = kedge_der_read_oid(&algorithm, &oid)) != KEDGE_OK
        || (status = find_reader(der, oid)(&algorithm, &spki, &found)) != KEDGE_OK
        || (status = kedge_der_finish(&algorithm)) != KEDGE_OK
        || (status = kedge_der_finish(&spki)) != KEDGE_OK)
        return status;
    found.subject_public_key_info = (kedge_range){ start, der->position - start };
    *key = found;
    return KEDGE_OK;
}

bool kedge_public_key_equal(const kedge_public_key *one, const kedge_public_key *other)
{
    kedge_span one_info = kedge_span_of(one->der, one->subject_public_key_info);
    kedge_span other_info = kedge_span_of(other->der, other->subject_public_key_info);

    return one_info.size == other_info.size && memcmp(one_info.data, other_info.data, one_info.size) == 0;
}

const char *kedge_key_type_name(kedge_key_type type)
{
    switch (type) {
    case KEDGE_KEY_UNKNOWN: return "unknown";
    case KEDGE_KEY_RSA: return "RSA";
    case KEDGE_KEY_P256: return "P-256";
    case KEDGE_KEY_P384: return "P-384";
    case KEDGE_KEY_P521: return "P-521";
    case KEDGE_KEY_ED25519: return "Ed25519";
    case KEDGE_KEY_ED448: return "Ed448";
    case KEDGE_KEY_EC_UNKNOWN: return "EC on another curve";
    case KEDGE_KEY_TYPE_COUNT: break;
    }
    return "unknown";
}
