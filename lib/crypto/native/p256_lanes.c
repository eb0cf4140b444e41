/* p256_lanes.c - sums of points of P-256, eight at a time (AVX-512 IFMA). */
#include "crypto/native/p256_lanes.h"

#ifdef KEDGE_CPU_X86
#include <string.h>

#include "crypto/native/p256.h"

#define LIMBS 6
#define WORDS 4
#define DELAY 2
#define FE(name) fe256_##name
#define FE_TYPE fe256
#define AFFINE_TYPE p256_affine
#define CURVE(name) kedge_p256_##name

/* 2^16 p, and 2^4 p in limbs of at least 2^51. */
static const uint64_t multiple_of_p[LIMBS] = {
    0xffffffff0000, 0xffffffffffff, 0x100000000ffff, 0xffffffffffff, 0x100000000ffff, 0xfffffffe
};
static const uint64_t raise[LIMBS] = {
    0x8fffffffffff0, 0x8fffffffffff7, 0x8000000000007, 0x8fffffffffff8, 0x8fff000000007, 0xffff7
};

#include "crypto/native/lanes_field.h"

/* p = -1 mod 2^96: c[i] p leaves 0 in column i, whatever c[i] is, and adds c[i] (2^96 + 2^192 - 2^224 + 2^256);
 * 2^96 is two limbs.
 *
 * Columns are below 2^59, and what is taken from one at most 2^48 + 2^45: with what is added, up to four of the
 * columns before, c[i] lies between -2^49 and 2^61, and what columns from LIMBS on lose is below 2^51. */
LANES void reduce_column(__m512i c[2 * LIMBS], int i)
{
    const __m512i m = c[i];

    c[i + 2] = plus(c[i + 2], m);
    c[i + 4] = plus(c[i + 4], minus(m, shifted_up(m, 32)));
    c[i + 5] = plus(c[i + 5], minus(shifted_up(m, 16), shifted_down(m, 16)));
    c[i + 6] = plus(c[i + 6], shifted_down(m, 32));
}

/* 2^(48 LIMBS) is 2^32 p: results are below (15^2 2^544 + 2^61 2^240 2^256) / 2^288 and 2^4 p, their last limbs
 * below 2^30. */
LANES void fold(__m512i c[2 * LIMBS])
{
    (void)c;
}

#include "crypto/native/lanes_curve.h"
#include "crypto/native/lanes_batch.h"
#include "crypto/native/lanes_single.h"
#include "crypto/native/lanes_comb.h"

kedge_status kedge_p256_lanes_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                              const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    return compare_in_parts(curve, comb, teeth, u1, u2, r);
}

void kedge_p256_lanes_compare(const kedge_curve *curve, kedge_ecdsa_sum *sum, size_t count,
                             kedge_status *answers)
{
    if (count >= LANES_WORTH) {
        compare_in_lanes(curve, sum, count, answers);
        return;
    }
    for (size_t i = 0; i < count; i++)
        answers[i] = compare_alone(curve, &sum[i]);
}
#endif
