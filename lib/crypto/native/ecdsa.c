/* ecdsa.c - ECDSA verification (SEC 1, 4.1.4), up to the sum of points. */
#include "crypto/native/ecdsa.h"

#include <string.h>

#include "crypto/native/curve.h"
#include "crypto/native/invert.h"
#include "crypto/native/limbs.h"

static const kedge_curve *const curves[KEDGE_KEY_TYPE_COUNT] = {
    [KEDGE_KEY_P256] = &kedge_p256,
    [KEDGE_KEY_P384] = &kedge_p384,
    [KEDGE_KEY_P521] = &kedge_p521,
};

#define COMB_TEETH_MIN 3

/* What stands before a prepared key's comb. */
typedef struct prepared_key {
    const kedge_curve *curve;
    size_t teeth;
    uint64_t q[]; /* x and y */
} prepared_key;

static size_t head_size(const kedge_curve *curve)
{
    const size_t size = sizeof(prepared_key) + 2 * curve->limbs * sizeof(uint64_t);

    return (size + KEDGE_PREPARED_ALIGN - 1) / KEDGE_PREPARED_ALIGN * KEDGE_PREPARED_ALIGN;
}

static const void *comb_of(const prepared_key *prepared)
{
    return (const uint8_t *)prepared + head_size(prepared->curve);
}

/* r = a b / 2^(64 limbs) mod n (Montgomery), for a below 2^(64 limbs) and b below n; r may be either.
 *
 * After each step t is below 2 n + 1, and so t[limbs] at most 1: (t + x b + m n) / 2^64 is at most
 * (2 n + (2^64 - 1) (b + n)) / 2^64. */
static inline void multiply_limbs(uint64_t *r, const uint64_t *a, const uint64_t *b, const kedge_curve *curve,
                                  size_t limbs)
{
    const uint64_t *n = curve->order;
    uint64_t t[KEDGE_CURVE_LIMBS + 1] = { 0 };

    for (size_t i = 0; i < limbs; i++) {
        const limb2 first = (limb2)a[i] * b[0] + t[0];
        const uint64_t m = (uint64_t)first * curve->order_inverse;
        uint64_t carry_b = (uint64_t)(first >> 64);
        uint64_t carry_n = (uint64_t)(((limb2)m * n[0] + (uint64_t)first) >> 64);
        limb2 sum;

        for (size_t j = 1; j < limbs; j++) {
            sum = (limb2)a[i] * b[j] + t[j] + carry_b;
            carry_b = (uint64_t)(sum >> 64);
            sum = (limb2)m * n[j] + (uint64_t)sum + carry_n;
            carry_n = (uint64_t)(sum >> 64);
            t[j - 1] = (uint64_t)sum;
        }
        sum = (limb2)carry_b + carry_n + t[limbs];
        t[limbs - 1] = (uint64_t)sum;
        t[limbs] = (uint64_t)(sum >> 64);
    }
    if (t[limbs] != 0 || !kedge_limbs_is_less(t, n, limbs))
        kedge_limbs_subtract(t, t, n, limbs);
    memcpy(r, t, limbs * sizeof t[0]);
}

/* The loops are unrolled where the number of limbs is a constant. */
static void multiply_scalars(uint64_t *r, const uint64_t *a, const uint64_t *b, const kedge_curve *curve)
{
    if (curve->limbs == 4)
        multiply_limbs(r, a, b, curve, 4);
    else if (curve->limbs == 6)
        multiply_limbs(r, a, b, curve, 6);
    else
        multiply_limbs(r, a, b, curve, curve->limbs);
}

/* The number of the leftmost bits of a digest, as many as the order has (SEC 1, 4.1.4, step 3).  It may be
 * the order or more. */
static void read_digest(uint64_t *e, const kedge_curve *curve, const uint8_t *hashed, size_t size)
{
    kedge_limbs_read_big(e, curve->limbs, hashed, size < curve->size ? size : curve->size);
}

static bool read_point(uint64_t q[2][KEDGE_CURVE_LIMBS], const kedge_curve *curve, kedge_span point)
{
    if (point.size != 1 + 2 * curve->size || point.data[0] != 0x04)
        return false;
    for (size_t i = 0; i < 2; i++) {
        kedge_limbs_read_big(q[i], curve->limbs, point.data + 1 + i * curve->size, curve->size);
        if (!kedge_limbs_is_less(q[i], curve->prime, curve->limbs))
            return false;
    }
    return true;
}

/* A scalar that kedge_ecdsa_signature_read() has found to be at least 1. */
static bool read_scalar(uint64_t *scalar, const kedge_curve *curve, kedge_span octets)
{
    kedge_limbs_read_big(scalar, curve->limbs, octets.data, octets.size);
    return kedge_limbs_is_less(scalar, curve->order, curve->limbs);
}

/* u1 = e / s and u2 = r / s mod n, from 1 / s: it is brought into Montgomery form, which the products take off.
 * `sum->u1` has e. */
static void multiply_by_inverse(kedge_ecdsa_sum *sum, const kedge_curve *curve, const uint64_t *inverse)
{
    uint64_t factor[KEDGE_CURVE_LIMBS];

    multiply_scalars(factor, inverse, curve->order_radix, curve);
    multiply_scalars(sum->u1, sum->u1, factor, curve);
    multiply_scalars(sum->u2, sum->r, factor, curve);
}

/* What the sum of points is asked, but for the division by s: u1 has e, u2 has s.  Or why there is nothing to
 * ask. */
static kedge_status read_sum(kedge_ecdsa_sum *sum, const kedge_curve *curve, const kedge_signature_job *job,
                             const uint8_t *hashed)
{
    kedge_span r_octets, s_octets;
    kedge_status status;

    if (!read_point(sum->q, curve, kedge_span_of(job->key->der, job->key->point)))
        return KEDGE_KEY_MALFORMED;
    status = kedge_ecdsa_signature_read(job->signature, curve->size, &r_octets, &s_octets);
    if (status != KEDGE_OK)
        return status;
    if (!read_scalar(sum->r, curve, r_octets) || !read_scalar(sum->u2, curve, s_octets))
        return KEDGE_SIGNATURE_INVALID;
    read_digest(sum->u1, curve, hashed, kedge_hash_size((kedge_hash)job->algorithm.hash));
    return KEDGE_OK;
}

/* The divisions, at the price of one inversion (Montgomery): what is left out of the product of all s is their
 * inverse times that of the whole.  Each product has a factor 2^(-64 limbs) that the next one makes up for: with
 * products[i] = products[i - 1] s / R, 1 / s = products[i - 1] (1 / products[i]) / R. */
static void divide(kedge_ecdsa_sum *sum, size_t count, const kedge_curve *curve)
{
    uint64_t products[KEDGE_LANES][KEDGE_CURVE_LIMBS], rest[KEDGE_CURVE_LIMBS], inverse[KEDGE_CURVE_LIMBS];

    memcpy(products[0], sum[0].u2, curve->limbs * sizeof products[0][0]);
    for (size_t i = 1; i < count; i++)
        multiply_scalars(products[i], sum[i].u2, products[i - 1], curve);
    kedge_limbs_invert(rest, products[count - 1], curve->order, curve->limbs);
    for (size_t i = count; i-- > 1;) {
        multiply_scalars(inverse, products[i - 1], rest, curve);
        multiply_scalars(rest, sum[i].u2, rest, curve);
        multiply_by_inverse(&sum[i], curve, inverse);
    }
    multiply_by_inverse(&sum[0], curve, rest);
}

static const kedge_curve_lanes *lanes_of(const kedge_lanes *lanes, const kedge_curve *curve)
{
    if (lanes == NULL)
        return NULL;
    if (curve == lanes->p256.curve)
        return &lanes->p256;
    return curve == lanes->p384.curve ? &lanes->p384 : NULL;
}

/* The comb of a prepared key, if it is this key's. */
static const prepared_key *prepared_of(const kedge_signature_job *job, const kedge_curve *curve,
                                       uint64_t q[2][KEDGE_CURVE_LIMBS])
{
    const prepared_key *prepared = job->prepared;

    if (prepared == NULL || prepared->curve != curve)
        return NULL;
    for (size_t i = 0; i < 2; i++)
        if (memcmp(prepared->q + i * curve->limbs, q[i], curve->limbs * sizeof q[i][0]) != 0)
            return NULL;
    return prepared;
}

kedge_status kedge_ecdsa_verify(const kedge_signature_job *job, const uint8_t *hashed, const kedge_lanes *lanes)
{
    const kedge_curve *curve = curves[job->key->type];
    const kedge_curve_lanes *kernels = lanes_of(lanes, curve);
    const prepared_key *prepared;
    kedge_ecdsa_sum sum;
    const kedge_status status = read_sum(&sum, curve, job, hashed);
    kedge_status answer;

    if (status != KEDGE_OK)
        return status;
    divide(&sum, 1, curve);
    prepared = prepared_of(job, curve, sum.q);
    if (kernels == NULL)
        return prepared == NULL ? curve->compare(curve, sum.q, sum.u1, sum.u2, sum.r)
                                : curve->compare_prepared(curve, comb_of(prepared), prepared->teeth, sum.u1, sum.u2,
                                                          sum.r);
    if (prepared != NULL)
        return kernels->compare_prepared(curve, comb_of(prepared), prepared->teeth, sum.u1, sum.u2, sum.r);
    kernels->compare(curve, &sum, 1, &answer);
    return answer;
}

static size_t prepared_size(const kedge_curve *curve, size_t teeth)
{
    return head_size(curve) + kedge_comb_entries(teeth) * curve->entry_size;
}

size_t kedge_ecdsa_prepared_size(const kedge_public_key *key, size_t limit)
{
    const kedge_curve *curve = curves[key->type];

    if (curve == NULL || curve->entry_size == 0)
        return 0;
    for (size_t teeth = KEDGE_COMB_TEETH_MAX; teeth >= COMB_TEETH_MIN; teeth--)
        if (prepared_size(curve, teeth) <= limit)
            return prepared_size(curve, teeth);
    return 0;
}

kedge_status kedge_ecdsa_prepare(const kedge_public_key *key, void *memory, size_t size)
{
    const kedge_curve *curve = curves[key->type];
    prepared_key *prepared = memory;
    const size_t fitting = kedge_ecdsa_prepared_size(key, size);
    uint64_t q[2][KEDGE_CURVE_LIMBS];

    if (curve == NULL || curve->entry_size == 0)
        return KEDGE_UNSUPPORTED_KEY;
    if (fitting == 0)
        return KEDGE_MEMORY_TOO_SMALL;
    if (!read_point(q, curve, kedge_span_of(key->der, key->point)))
        return KEDGE_KEY_MALFORMED;
    memset(prepared, 0, head_size(curve));
    prepared->curve = curve;
    prepared->teeth = COMB_TEETH_MIN;
    while (prepared_size(curve, prepared->teeth) < fitting)
        prepared->teeth++;
    for (size_t i = 0; i < 2; i++)
        memcpy(prepared->q + i * curve->limbs, q[i], curve->limbs * sizeof q[i][0]);
    return curve->prepare(curve, q, prepared->teeth, (uint8_t *)memory + head_size(curve));
}

void kedge_ecdsa_batch_begin(kedge_ecdsa_batch *batch, const kedge_lanes *lanes, kedge_key_type type)
{
    batch->lanes = lanes;
    batch->curve = curves[type];
    batch->count = 0;
}

void kedge_ecdsa_batch_add(kedge_ecdsa_batch *batch, const kedge_signature_job *job, const uint8_t *hashed,
                           kedge_status *answer)
{
    kedge_ecdsa_sum *sum = &batch->sum[batch->count];

    *answer = read_sum(sum, batch->curve, job, hashed);
    if (*answer != KEDGE_OK)
        return;
    batch->answer[batch->count++] = answer;
    if (batch->count == KEDGE_LANES)
        kedge_ecdsa_batch_finish(batch);
}

void kedge_ecdsa_batch_finish(kedge_ecdsa_batch *batch)
{
    kedge_status answers[KEDGE_LANES] = { KEDGE_OK };

    if (batch->count == 0)
        return;
    divide(batch->sum, batch->count, batch->curve);
    lanes_of(batch->lanes, batch->curve)->compare(batch->curve, batch->sum, batch->count, answers);
    for (size_t i = 0; i < batch->count; i++)
        *batch->answer[i] = answers[i];
    batch->count = 0;
}
