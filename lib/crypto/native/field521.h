/* crypto/native/field521.h - integers modulo p = 2^521 - 1, the prime of P-521.
 *
 * Nine limbs of 58 bits, the least first, that may hold more; 2^522 = 2.  Two ranges are told apart:
 *
 *     tight  limbs below 2^58 + 2^9: what multiplying and squaring yield
 *     loose  limbs below 2^59 + 2^58 + 2^9, a difference before its carries: what the first factor of a product
 *            may be, where all else takes tight numbers
 *
 * All values are public.
 */
#ifndef KEDGE_CRYPTO_NATIVE_FIELD521_H
#define KEDGE_CRYPTO_NATIVE_FIELD521_H

#include <string.h>

#include "crypto/native/word.h"

typedef struct fe521 {
    uint64_t limb[9];
} fe521;

#define FE521_MASK (((uint64_t)1 << 58) - 1)

static const fe521 fe521_one = { { 1 } };

/* Carries are passed on once: limbs below 2^63 become tight.  The carry out of limb 8 has a weight of
 * 2^522 = 2. */
KERNEL void fe521_carry(fe521 *r)
{
    const uint64_t top = r->limb[8] >> 58;

    for (int i = 8; i > 0; i--)
        r->limb[i] = (r->limb[i] & FE521_MASK) + (r->limb[i - 1] >> 58);
    r->limb[0] = (r->limb[0] & FE521_MASK) + 2 * top;
}

/** r = a + b: tight in, tight out. */
KERNEL void fe521_add(fe521 *r, const fe521 *a, const fe521 *b)
{
    for (int i = 0; i < 9; i++)
        r->limb[i] = a->limb[i] + b->limb[i];
    fe521_carry(r);
}

/** r = a - b: tight in, loose out.  4 p is added, whose limbs are 2^59 - 4 and 2^59 - 2 (2^58 - 1 times 2
 *  in each limb is 2 (2^522 - 1) = 4 p + 2). */
KERNEL void fe521_subtract_loose(fe521 *r, const fe521 *a, const fe521 *b)
{
    r->limb[0] = a->limb[0] + (((uint64_t)1 << 59) - 4) - b->limb[0];
    for (int i = 1; i < 9; i++)
        r->limb[i] = a->limb[i] + (((uint64_t)1 << 59) - 2) - b->limb[i];
}

/** r = a - b: tight in, tight out. */
KERNEL void fe521_subtract(fe521 *r, const fe521 *a, const fe521 *b)
{
    fe521_subtract_loose(r, a, b);
    fe521_carry(r);
}

/* What is above bit 58 of a column below 2^122.  gcc and clang make one shift of the other forms, which takes
 * longer than two. */
KERNEL uint64_t fe521_above(limb2 column)
{
    return ((uint64_t)(column >> 64) << 6) + ((uint64_t)column >> 58);
}

/* Column k of a b: the sum of a[i] b[j] over i + j = k, and of a[i] 2 b[j] over i + j = k + 9; `twice` holds the
 * limbs of b doubled. */
KERNEL limb2 fe521_multiply_column(const fe521 *a, const fe521 *b, const fe521 *twice, int k)
{
    limb2 sum = (limb2)a->limb[0] * b->limb[k];

    UNROLL
    for (int i = 1; i < 9; i++)
        sum += (limb2)a->limb[i] * (i <= k ? b->limb[k - i] : twice->limb[k + 9 - i]);
    return sum;
}

/* Column k of a^2, with equal products taken together; `twice` holds the limbs of a doubled, `four` of them
 * doubled again. */
KERNEL limb2 fe521_square_column(const fe521 *a, const fe521 *twice, const fe521 *four, int k)
{
    const int middle = k % 2 == 0 ? k / 2 : (k + 9) / 2;
    limb2 sum = (limb2)a->limb[middle] * (k % 2 == 0 ? a : twice)->limb[middle];

    UNROLL
    for (int i = 0; i < 9; i++) {
        if (2 * i < k)
            sum += (limb2)a->limb[i] * twice->limb[k - i];
        else if (i > k && 2 * i < k + 9)
            sum += (limb2)a->limb[i] * four->limb[k + 9 - i];
    }
    return sum;
}

KERNEL void fe521_double_limbs(fe521 *r, const fe521 *a)
{
    UNROLL
    for (int i = 0; i < 9; i++)
        r->limb[i] = 2 * a->limb[i];
}

/* A tight number from nine limbs below 2^63.9, limb 0 below 2^58, and the carry out of the last column, below
 * 2^62.8: it counts twice, as 2^522 = 2.  What is carried next is below 2^6. */
KERNEL void fe521_carry_limbs(fe521 *r, uint64_t s[9], uint64_t last)
{
    s[0] += 2 * last;
    r->limb[0] = (s[0] & FE521_MASK) + 2 * (s[8] >> 58);
    UNROLL
    for (int i = 1; i < 9; i++)
        r->limb[i] = (s[i] & FE521_MASK) + (s[i - 1] >> 58);
}

/** r = a b, of which a may be loose: column k is at most (17 - k) (2^58 + 2^9) (2^59 + 2^58 + 2^9), which is
 *  below 2^121.7, and column 8 below 2^120.8: all carries are words, and are passed on at once. */
KERNEL void fe521_multiply(fe521 *r, const fe521 *a, const fe521 *b)
{
    fe521 twice;
    uint64_t s[9], above = 0;

    fe521_double_limbs(&twice, b);
    UNROLL
    for (int k = 0; k < 9; k++) {
        const limb2 c = fe521_multiply_column(a, b, &twice, k);

        s[k] = ((uint64_t)c & FE521_MASK) + above;
        above = fe521_above(c);
    }
    fe521_carry_limbs(r, s, above);
}

/** r = a^2 - 2 b.  8 p, whose limbs are 2^60 - 8 and 2^60 - 4, keep columns positive. */
KERNEL void fe521_square_less_twice(fe521 *r, const fe521 *a, const fe521 *b)
{
    fe521 twice, four;
    uint64_t s[9], above = 0;

    fe521_double_limbs(&twice, a);
    fe521_double_limbs(&four, &twice);
    UNROLL
    for (int k = 0; k < 9; k++) {
        const uint64_t more = ((uint64_t)1 << 60) - (k == 0 ? 8 : 4) - 2 * b->limb[k];
        const limb2 c = fe521_square_column(a, &twice, &four, k) + more;

        s[k] = ((uint64_t)c & FE521_MASK) + above;
        above = fe521_above(c);
    }
    fe521_carry_limbs(r, s, above);
}

/** r = a^2 */
KERNEL void fe521_square(fe521 *r, const fe521 *a)
{
    fe521 twice, four;
    uint64_t s[9], above = 0;

    fe521_double_limbs(&twice, a);
    fe521_double_limbs(&four, &twice);
    UNROLL
    for (int k = 0; k < 9; k++) {
        const limb2 c = fe521_square_column(a, &twice, &four, k);

        s[k] = ((uint64_t)c & FE521_MASK) + above;
        above = fe521_above(c);
    }
    fe521_carry_limbs(r, s, above);
}

/* What a column needs so that another, of tight numbers, can be taken from it: 2^63 (2^58 - 1), but
 * 2^62 2^58 - 2^63 in column 8.  All together they are 2^62 (2^522 - 2), a multiple of p.  Columns of tight
 * numbers are below 2^120.1, and column 8 below 2^119.2; with these they are below 2^121.8 and 2^120.7. */
KERNEL limb2 fe521_bias(int k)
{
    return ((limb2)1 << (k < 8 ? 121 : 120)) - ((limb2)1 << 63);
}

/** r = a b - c d */
KERNEL void fe521_multiply_subtract(fe521 *r, const fe521 *a, const fe521 *b, const fe521 *c, const fe521 *d)
{
    fe521 twice_b, twice_d;
    uint64_t s[9], above = 0;

    fe521_double_limbs(&twice_b, b);
    fe521_double_limbs(&twice_d, d);
    UNROLL
    for (int k = 0; k < 9; k++) {
        const limb2 column = fe521_multiply_column(a, b, &twice_b, k) + fe521_bias(k)
            - fe521_multiply_column(c, d, &twice_d, k);

        s[k] = ((uint64_t)column & FE521_MASK) + above;
        above = fe521_above(column);
    }
    fe521_carry_limbs(r, s, above);
}

/** r = a b - c^2 */
KERNEL void fe521_multiply_subtract_square(fe521 *r, const fe521 *a, const fe521 *b, const fe521 *c)
{
    fe521 twice_b, twice_c, four_c;
    uint64_t s[9], above = 0;

    fe521_double_limbs(&twice_b, b);
    fe521_double_limbs(&twice_c, c);
    fe521_double_limbs(&four_c, &twice_c);
    UNROLL
    for (int k = 0; k < 9; k++) {
        const limb2 column = fe521_multiply_column(a, b, &twice_b, k) + fe521_bias(k)
            - fe521_square_column(c, &twice_c, &four_c, k);

        s[k] = ((uint64_t)column & FE521_MASK) + above;
        above = fe521_above(column);
    }
    fe521_carry_limbs(r, s, above);
}

/** r = 3 a / 2: 2^521 = 1, so that half of a is the number turned by a bit.  Tight in, tight out: a limb's
 *  half and the bit from above are below 2^59. */
KERNEL void fe521_three_halves(fe521 *r, const fe521 *a)
{
    fe521 half;

    for (int i = 0; i < 8; i++)
        half.limb[i] = (a->limb[i] >> 1) + ((a->limb[i + 1] & 1) << 57);
    half.limb[8] = (a->limb[8] >> 1) + ((a->limb[0] & 1) << 56);
    fe521_add(r, &half, a);
}

/** Write a, tight, as its one representative below p, in limbs of 64 bits. */
KERNEL void fe521_to_limbs(uint64_t n[9], const fe521 *a)
{
    fe521 r = *a;
    uint64_t carry = 0;

    /* Limb 8 of the representative has 57 bits: what is above has a weight of 2^521 = 1.  After two rounds
     * the number is below 2^521; then it is p, or below it. */
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 9; i++) {
            carry += r.limb[i];
            r.limb[i] = carry & (i < 8 ? FE521_MASK : FE521_MASK >> 1);
            carry >>= i < 8 ? 58 : 57;
        }
    }
    carry = 1;
    for (int i = 0; i < 9; i++)
        carry = (carry + r.limb[i]) >> (i < 8 ? 58 : 57);
    if (carry != 0)
        memset(&r, 0, sizeof r);
    memset(n, 0, 9 * sizeof n[0]);
    for (size_t i = 0; i < 9; i++) {
        n[58 * i / 64] |= r.limb[i] << 58 * i % 64;
        if (58 * i % 64 > 6)
            n[58 * i / 64 + 1] |= r.limb[i] >> (64 - 58 * i % 64);
    }
}

/** r = n, from a number of at most 522 bits. */
KERNEL void fe521_from_limbs(fe521 *r, const uint64_t n[9])
{
    for (size_t i = 0; i < 9; i++) {
        r->limb[i] = n[58 * i / 64] >> 58 * i % 64;
        if (58 * i % 64 > 6)
            r->limb[i] |= n[58 * i / 64 + 1] << (64 - 58 * i % 64);
        r->limb[i] &= FE521_MASK;
    }
}

/** Whether a, tight, is 0: it is below 4 p, and so one of k 2^521 - k, k below 4. */
KERNEL bool fe521_is_zero(const fe521 *a)
{
    uint64_t n[9], any = 0;

    if (((a->limb[0] + 3) & FE521_MASK) > 3)
        return false;
    fe521_to_limbs(n, a);
    for (int i = 0; i < 9; i++)
        any |= n[i];
    return any == 0;
}

#endif
