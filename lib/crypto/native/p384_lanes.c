/* p384_lanes.c - sums of points of P-384, eight at a time (AVX-512 IFMA). */
#include "crypto/native/p384_lanes.h"

#ifdef KEDGE_CPU_X86
#include <string.h>

#include "crypto/native/p384.h"

#define LIMBS 8
#define WORDS 6
#define DELAY 4
#define FE(name) fe384_##name
#define FE_TYPE fe384
#define AFFINE_TYPE p384_affine
#define CURVE(name) kedge_p384_##name

/* p, and 2^14 p in limbs of at least 2^61. */
static const uint64_t multiple_of_p[LIMBS] = {
    0x10000ffffffff, 0xffffffffffff, 0xfffefffffffe, 0xffffffffffff,
    0xffffffffffff, 0xffffffffffff, 0xffffffffffff, 0xffffffffffff
};
static const uint64_t raise[LIMBS] = {
    0x20003fffffffc000, 0x2000ffffffffe000, 0x2000bfffffff9fff, 0x2000ffffffffdfff,
    0x2000ffffffffdfff, 0x2000ffffffffdfff, 0x2000ffffffffdfff, 0x3fffffffffffdfff
};

#include "crypto/native/lanes_field.h"

/* p = 2^384 - 2^128 - 2^96 + 2^32 - 1.  With l = 2^32 c[i] mod 2^48, m = c[i] + l makes m 2^32 = l + e 2^48 for
 * e the part of m above 16 bits, so that c[i] + m (2^32 - 1) = e 2^48; and m (2^96 + 2^128) is m + l two columns
 * further and e in the next.
 *
 * Columns are below 2^59; m is below 2^60 in magnitude, m + l in columns i + 2 alternating in sign, so that no
 * column loses or gains more than 2^61. */
LANES void reduce_column(__m512i c[2 * LIMBS], int i)
{
    const __m512i l = shifted_up(c[i], 32), m = plus(c[i], l), e = shifted_down(m, 16);

    c[i + 1] = plus(c[i + 1], e);
    c[i + 2] = minus(c[i + 2], plus(m, l));
    c[i + 3] = minus(c[i + 3], e);
    c[i + 8] = plus(c[i + 8], m);
}

/* 2^384 = 2^128 + 2^96 - 2^32 + 1. */
LANES void fold(__m512i c[2 * LIMBS])
{
    const __m512i top = shifted_down(c[15], 48), top_32 = _mm512_slli_epi64(top, 32);

    c[15] = _mm512_and_si512(c[15], all(LIMB_MASK));
    c[8] = plus(c[8], minus(top, top_32));
    c[10] = plus(c[10], plus(top, top_32));
}

#include "crypto/native/lanes_curve.h"
#include "crypto/native/lanes_batch.h"
#include "crypto/native/lanes_single.h"
#include "crypto/native/lanes_comb.h"

kedge_status kedge_p384_lanes_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                              const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    return compare_in_parts(curve, comb, teeth, u1, u2, r);
}

void kedge_p384_lanes_compare(const kedge_curve *curve, kedge_ecdsa_sum *sum, size_t count,
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
