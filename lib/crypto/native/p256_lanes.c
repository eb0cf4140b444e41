/* p256_lanes.c - sums of points of P-256, eight at a time (AVX-512 IFMA). */
#include "crypto/native/p256_lanes.h"

#ifdef KEDGE_CPU_X86
#include <immintrin.h>
#include <string.h>

#include "crypto/native/p256.h"

#define LIMBS 5
#define WORDS 4
#define SHIFT 4
#define BIAS 3
#define ONE fe256_one
#define FE_TYPE fe256
#define AFFINE_TYPE p256_affine
#define MASK (((uint64_t)1 << 52) - 1)

static const uint64_t prime52[LIMBS] = { 0xfffffffffffff, 0xfffffffffff, 0x0, 0x1000000000, 0xffffffff0000 };

/* c[LIMBS..] = c / R.  p = -1 mod 2^52, so that c[i] mod 2^52 times p clears it; p + 1 is
 * 2^96 + 2^192 + (2^48 - 2^16) 2^208. */
static inline __attribute__((always_inline, target("avx512f,avx512ifma"))) void reduce_columns(__m512i c[2 * LIMBS])
{
    const __m512i one = _mm512_set1_epi64((long long)1 << 44), three = _mm512_set1_epi64((long long)1 << 36);
    const __m512i four = _mm512_set1_epi64(((long long)1 << 48) - (1 << 16));

    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const __m512i m = c[i]; /* multiply-add takes the low 52 bits */

        c[i + 1] = _mm512_add_epi64(c[i + 1], _mm512_srli_epi64(m, 52));
        c[i + 1] = _mm512_madd52lo_epu64(c[i + 1], m, one);
        c[i + 2] = _mm512_madd52hi_epu64(c[i + 2], m, one);
        c[i + 3] = _mm512_madd52lo_epu64(c[i + 3], m, three);
        c[i + 4] = _mm512_madd52hi_epu64(c[i + 4], m, three);
        c[i + 4] = _mm512_madd52lo_epu64(c[i + 4], m, four);
        c[i + 5] = _mm512_madd52hi_epu64(c[i + 5], m, four);
    }
}

/* Subtract as many p as leave about 1 to 2: one less than c / 2^256, as its last limb says it without the
 * carries that it has still to get.  Less than 2.01 p remain. */
static inline __attribute__((always_inline, target("avx512f"))) void fold(__m512i c[LIMBS])
{
    const __m512i q = _mm512_sub_epi64(_mm512_srai_epi64(c[4], 48), _mm512_set1_epi64(1));

    c[0] = _mm512_add_epi64(c[0], q);
    c[1] = _mm512_sub_epi64(c[1], _mm512_slli_epi64(q, 44));
    c[3] = _mm512_sub_epi64(c[3], _mm512_slli_epi64(q, 36));
    c[4] = _mm512_sub_epi64(c[4], _mm512_slli_epi64(q, 48));
    c[4] = _mm512_add_epi64(c[4], _mm512_slli_epi64(q, 16));
}

#include "crypto/native/lanes_curve.h"

/* Whether the sum of a lane has the x of r; where Z = 0, two points were equal or opposite somewhere, and
 * `is_exceptional` is set. */
static kedge_status judge(result *sums, size_t lane, const uint64_t *r, bool *is_exceptional)
{
    fe256 x, z;

    read_lane(&x, sums->x, lane);
    read_lane(&z, sums->z, lane);
    *is_exceptional = fe256_is_zero(&z);
    return !*is_exceptional && kedge_p256_has_x(&x, &z, r) ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}

kedge_status kedge_p256_lanes_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                              const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    result sums;
    kedge_status status;
    bool is_exceptional;

    sum_combs(&sums, curve, kedge_p256_base_comb[0], comb, teeth, u1, u2);
    status = judge(&sums, 0, r, &is_exceptional);
    return is_exceptional ? curve->compare_prepared(curve, comb, teeth, u1, u2, r) : status;
}

void kedge_p256_lanes_compare(const kedge_curve *curve, kedge_ecdsa_sum *sum, size_t count,
                             kedge_status *answers)
{
    const size_t last = curve->bits / KEY_TEETH * KEY_TEETH;
    p256_affine keys[KEDGE_LANES];
    halves scalars = { .u1 = { { 0 } } };
    result sums;

    for (size_t i = 0; i < KEDGE_LANES; i++) { /* lanes that have no sum do the first one's */
        kedge_ecdsa_sum *one = &sum[i < count ? i : 0];
        const kedge_status status = kedge_p256_read_key(&keys[i], one->q);

        if (i < count)
            answers[i] = status;
        if (status != KEDGE_OK)
            keys[i] = kedge_p256_base[0];
        kedge_odd_halve(scalars.u1[i], curve, one->u1, last + BASE_TEETH - 1);
        kedge_odd_halve(scalars.u2[i], curve, one->u2, last + KEY_TEETH - 1);
    }
    sum_windows(&sums, curve, kedge_p256_base, keys, &scalars);
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
