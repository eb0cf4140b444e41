/* private_key_ec.c - ECPrivateKey (RFC 5915, 3; SEC 1, C.4). */
#include "credential/private_key.h"

#include <string.h>

#include "credential/secret.h"
#include "credential/secret_der.h"

#define POINT_SIZE_MAX (1 + 2 * 66)

typedef struct curve {
    uint8_t id;       /* BearSSL's */
    uint8_t size;
    uint16_t bits;
    uint8_t oid_size; /* RFC 5480, 2.1.1.1 */
    uint8_t oid[10];  /* the whole element */
} curve;

static const curve curves[KEDGE_KEY_TYPE_COUNT] = {
    [KEDGE_KEY_P256] = { BR_EC_secp256r1, 32, 256, 10,
                         { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 } },
    [KEDGE_KEY_P384] = { BR_EC_secp384r1, 48, 384, 7, { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22 } },
    [KEDGE_KEY_P521] = { BR_EC_secp521r1, 66, 521, 7, { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23 } },
};

size_t kedge_ec_size(kedge_key_type type)
{
    return curves[type].size;
}

size_t kedge_ec_curve_write(kedge_key_type type, uint8_t *output)
{
    memcpy(output, curves[type].oid, curves[type].oid_size);
    return curves[type].oid_size;
}

kedge_status kedge_ec_curve_read(kedge_der *der, kedge_key_type *type)
{
    const uint32_t at = der->position;
    kedge_range oid;
    kedge_status status;

    kedge_publish_element(der);
    if (kedge_der_next_is(der, KEDGE_TAG_SEQUENCE)) /* a curve that is spelt out */
        return kedge_der_fail(der, KEDGE_PRIVATE_KEY_UNSUPPORTED, at);
    if ((status = kedge_der_read_oid(der, &oid)) != KEDGE_OK)
        return status;
    for (int i = 0; i < KEDGE_KEY_TYPE_COUNT; i++)
        if (curves[i].oid_size == oid.size + 2
            && memcmp(der->data + oid.offset, curves[i].oid + 2, oid.size) == 0) {
            *type = (kedge_key_type)i;
            return KEDGE_OK;
        }
    return kedge_der_fail(der, KEDGE_PRIVATE_KEY_UNSUPPORTED, at);
}

/* A mask: whether a scalar is from 1 to the order less 1, seen without a branch on it. */
static uint32_t is_in_range(const uint8_t *scalar, const uint8_t *order, size_t size)
{
    uint32_t any = 0;
    uint32_t borrow = 0;

    for (size_t i = size; i-- > 0;) {
        any |= scalar[i];
        borrow = ((uint32_t)scalar[i] - order[i] - borrow) >> 31;
    }
    return ~kedge_mask_zero(any) & ~kedge_mask_zero(borrow);
}

static bool is_scalar(const curve *c, const uint8_t *scalar)
{
    size_t order_size;
    const unsigned char *order = br_ec_all_m31.order(c->id, &order_size);

    /* A key that is none is no secret. */
    return order_size == c->size && kedge_published(is_in_range(scalar, order, c->size)) != 0;
}

br_ec_private_key kedge_ec_private(const kedge_private_key *key)
{
    unsigned char *der = (unsigned char *)(uintptr_t)key->der; /* BearSSL does not write through it */

    return (br_ec_private_key){ curves[key->type].id, der + key->scalar.offset, key->scalar.size };
}

size_t kedge_ec_private_point(const kedge_private_key *key, uint8_t *point)
{
    const br_ec_private_key secret = kedge_ec_private(key);
    const size_t size = br_ec_compute_pub(&br_ec_all_m31, NULL, point, &secret);

    kedge_publish(point, size);
    return size;
}

kedge_status kedge_ec_private_check_point(const kedge_der *der, const kedge_private_key *key, kedge_range point)
{
    uint8_t computed[POINT_SIZE_MAX];
    const size_t size = kedge_ec_private_point(key, computed);

    kedge_publish(der->data + point.offset, point.size);
    if (point.size != size || memcmp(computed, der->data + point.offset, size) != 0)
        return kedge_der_fail(der, KEDGE_PRIVATE_KEY_INCONSISTENT, point.offset);
    return KEDGE_OK;
}

/* parameters [0] ECParameters OPTIONAL: they may be left out where the curve is known from outside, and must agree. */
static kedge_status read_parameters(kedge_der *der, kedge_key_type *type)
{
    const uint32_t at = der->position;
    kedge_key_type inner_type = KEDGE_KEY_UNKNOWN;
    kedge_der inner;
    kedge_status status;

    if (!kedge_secret_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return *type != KEDGE_KEY_UNKNOWN ? KEDGE_OK : kedge_der_fail(der, KEDGE_PRIVATE_KEY_MALFORMED, at);
    if ((status = kedge_secret_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &inner)) != KEDGE_OK
        || (status = kedge_ec_curve_read(&inner, &inner_type)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    if (*type != KEDGE_KEY_UNKNOWN && *type != inner_type)
        return kedge_der_fail(der, KEDGE_PRIVATE_KEY_INCONSISTENT, at);
    *type = inner_type;
    return KEDGE_OK;
}

/* publicKey [1] BIT STRING OPTIONAL */
static kedge_status read_point(kedge_der *der, kedge_range *point)
{
    kedge_der inner;
    kedge_status status;

    *point = (kedge_range){ 0, 0 };
    if (!kedge_secret_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1)))
        return KEDGE_OK;
    kedge_publish_element(der);
    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &inner)) != KEDGE_OK
        || (status = kedge_der_read_bit_octets(&inner, point)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

kedge_status kedge_ec_private_read(kedge_der *der, kedge_key_type type, kedge_private_key *key)
{
    kedge_der inner;
    kedge_range point;
    uint32_t version;
    const curve *c;
    kedge_status status;

    if ((status = kedge_secret_der_enter_versioned(der, &inner, &version)) != KEDGE_OK)
        return status;
    if (version != 1)
        return kedge_der_fail(der, KEDGE_PRIVATE_KEY_MALFORMED, inner.position - 1);
    if ((status = kedge_secret_der_read(&inner, KEDGE_TAG_OCTET_STRING, &key->scalar)) != KEDGE_OK
        || (status = read_parameters(&inner, &type)) != KEDGE_OK
        || (status = read_point(&inner, &point)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    c = &curves[type];
    if (key->scalar.size != c->size || !is_scalar(c, key->der + key->scalar.offset))
        return kedge_der_fail(der, KEDGE_PRIVATE_KEY_MALFORMED, key->scalar.offset);
    key->type = (uint8_t)type;
    key->bits = c->bits;
    return point.size != 0 ? kedge_ec_private_check_point(der, key, point) : KEDGE_OK;
}
