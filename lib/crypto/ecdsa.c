/* ecdsa.c - ECDSA before any point is computed: forms and ranges (SEC 1, 2.3.4, 3.2.2.1 and 4.1.4, step 1). */
#include "crypto/ecdsa.h"

#include <bearssl.h>
#include <string.h>

/* What has to be known of a curve (SEC 2, 2.4.2, 2.5.1 and 2.6.1).  Its order is BearSSL's to say; of its
 * field only the prime is needed, to refuse coordinates that are not reduced. */
typedef struct curve {
    int id;
    uint8_t size;
    uint8_t prime[KEDGE_ECDSA_ORDER_SIZE_MAX];
} curve;

#define FF8 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff

static const curve curves[KEDGE_KEY_TYPE_COUNT] = {
    [KEDGE_KEY_P256] = { BR_EC_secp256r1, 32,
      { 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, FF8 } },
    [KEDGE_KEY_P384] = { BR_EC_secp384r1, 48,
      { FF8, FF8, FF8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff } },
    [KEDGE_KEY_P521] = { BR_EC_secp521r1, 66,
      { 0x01, 0xff, FF8, FF8, FF8, FF8, FF8, FF8, FF8, FF8 } },
};

static bool is_point(const curve *c, kedge_span point)
{
    return point.size == 1 + 2 * (size_t)c->size && point.data[0] == 0x04
        && memcmp(point.data + 1, c->prime, c->size) < 0
        && memcmp(point.data + 1 + c->size, c->prime, c->size) < 0;
}

/* Write `scalar` right-aligned into `size` octets and say whether it is below the order. */
static bool place_scalar(uint8_t *out, const curve *c, kedge_span scalar)
{
    size_t order_size;
    const unsigned char *order = br_ec_get_default()->order(c->id, &order_size);

    memset(out, 0, c->size);
    memcpy(out + c->size - scalar.size, scalar.data, scalar.size);
    return memcmp(out, order, c->size) < 0;
}

kedge_status kedge_ecdsa_check(const kedge_signature_job *job, uint8_t *raw, size_t *size)
{
    const curve *c = &curves[job->key->type];
    kedge_span r, s;
    kedge_status status;

    if (!is_point(c, kedge_span_of(job->key->der, job->key->point)))
        return KEDGE_KEY_MALFORMED;
    status = kedge_ecdsa_signature_read(job->signature, c->size, &r, &s);
    if (status != KEDGE_OK)
        return status;
    if (!place_scalar(raw, c, r) || !place_scalar(raw + c->size, c, s))
        return KEDGE_SIGNATURE_INVALID;
    *size = 2 * (size_t)c->size;
    return KEDGE_OK;
}

int kedge_ecdsa_curve_id(kedge_key_type type)
{
    return curves[type].id;
}
