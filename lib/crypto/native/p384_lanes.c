/* p384_lanes.c - sums of points of P-384, eight at a time (AVX-512 IFMA). */
#include "crypto/native/p384_lanes.h"

#ifdef KEDGE_CPU_X86
#include <immintrin.h>
#include <string.h>

#include "crypto/native/p384.h"

#define LIMBS 8
#define WORDS 6
#define SHIFT 32
#define BIAS 16
#define ONE fe384_one
#define FE_TYPE fe384
#define AFFINE_TYPE p384_affine
#define MASK (((uint64_t)1 << 52) - 1)

static const uint64_t prime52[LIMBS] = { 0xffffffff, 0xff00000000000, 0xffffffeffffff, 0xfffffffffffff, 0xfffffffffffff,
    0xfffffffffffff, 0xfffffffffffff, 0xfffff };

/* c[LIMBS..] = c / R.  p = 2^384 - s for s = 2^128 + 2^96 - 2^32 + 1, and 1 / s mod 2^52 is 2^32 + 1: with
 * that times c[i], m s clears c[i], and m 2^384 is added.  What m s subtracts is gathered in d. */
static inline __attribute__((always_inline, target("avx512f,avx512dq,avx512ifma"))) void reduce_columns(__m512i c[2 * LIMBS])
{
    const __m512i inverse = _mm512_set1_epi64(((long long)1 << 32) + 1);
    const __m512i s0 = _mm512_set1_epi64(((long long)1 << 52) - ((long long)1 << 32) + 1);
    const __m512i s1 = _mm512_set1_epi64(((long long)1 << 44) - 1), s2 = _mm512_set1_epi64(1 << 24);
    const __m512i top = _mm512_set1_epi64(1 << 20);
    __m512i d[LIMBS + 3];

    UNROLL
    for (int i = 0; i < LIMBS; i++)
        d[i] = _mm512_setzero_si512();
    d[LIMBS] = d[LIMBS + 1] = d[LIMBS + 2] = _mm512_setzero_si512();
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const __m512i x = _mm512_sub_epi64(c[i], d[i]);
        const __m512i m = _mm512_madd52lo_epu64(_mm512_setzero_si512(), x, inverse);

        c[i + 1] = _mm512_add_epi64(c[i + 1], _mm512_srai_epi64(x, 52));
        d[i + 1] = _mm512_madd52hi_epu64(d[i + 1], m, s0);
        d[i + 1] = _mm512_madd52lo_epu64(d[i + 1], m, s1);
        d[i + 2] = _mm512_madd52hi_epu64(d[i + 2], m, s1);
        d[i + 2] = _mm512_madd52lo_epu64(d[i + 2], m, s2);
        d[i + 3] = _mm512_madd52hi_epu64(d[i + 3], m, s2);
        c[i + 7] = _mm512_madd52lo_epu64(c[i + 7], m, top);
        c[i + 8] = _mm512_madd52hi_epu64(c[i + 8], m, top);
    }
    for (int i = LIMBS; i < LIMBS + 3; i++)
        c[i] = _mm512_sub_epi64(c[i], d[i]);
}

/* R is 2^32 p: there is room for everything. */
static inline __attribute__((always_inline, target("avx512f"))) void fold(__m512i c[LIMBS])
{
    (void)c;
}

#include "crypto/native/lanes_curve.h"

/* Whether the sum of a lane has the x of r; where Z = 0, two points were equal or opposite somewhere, and
 * `is_exceptional` is set. */
static kedge_status judge(result *sums, size_t lane, const uint64_t *r, bool *is_exceptional)
{
    fe384 x, z;

    read_lane(&x, sums->x, lane);
    read_lane(&z, sums->z, lane);
    *is_exceptional = fe384_is_zero(&z);
    return !*is_exceptional && kedge_p384_has_x(&x, &z, r) ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}

kedge_status kedge_p384_lanes_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                              const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    result sums;
    kedge_status status;
    bool is_exceptional;

    sum_combs(&sums, curve, kedge_p384_base_comb[0], comb, teeth, u1, u2);
    status = judge(&sums, 0, r, &is_exceptional);
    return is_exceptional ? curve->compare_prepared(curve, comb, teeth, u1, u2, r) : status;
}

void kedge_p384_lanes_compare(const kedge_curve *curve, kedge_ecdsa_sum *sum, size_t count,
                             kedge_status *answers)
{
    const size_t last = curve->bits / KEY_TEETH * KEY_TEETH;
    p384_affine keys[KEDGE_LANES];
    halves scalars = { .u1 = { { 0 } } };
    result sums;

    for (size_t i = 0; i < KEDGE_LANES; i++) { /* lanes that have no sum do the first one's */
        kedge_ecdsa_sum *one = &sum[i < count ? i : 0];
        const kedge_status status = kedge_p384_read_key(&keys[i], one->q);

        if (i < count)
            answers[i] = status;
        if (status != KEDGE_OK)
            keys[i] = kedge_p384_base[0];
        kedge_odd_halve(scalars.u1[i], curve, one->u1, last + BASE_TEETH - 1);
        kedge_odd_halve(scalars.u2[i], curve, one->u2, last + KEY_TEETH - 1);
    }
    sum_windows(&sums, curve, kedge_p384_base, keys, &scalars);
    for (size_t i = 0; i < count; i++) {
        bool is_exceptional;

        if (answers[i] != KEDGE_OK)
            continue;
        answers[i] = judge(&sums, i, sum[i].r, &is_exceptional);
        if (is_exceptional)
            answers[i] = curve->compare(curve, sum[i].q, sum[i].u1, sum[i].u2, sum[i].r);
    }
}
#endif
