/* crypto/native/field521.h - integers modulo p = 2^521 - 1, the prime of P-521.
 *
 * Nine limbs of 58 bits, the least first, that may hold more; 2^522 = 2.  Two ranges are told apart:
 *
 *     tight  limbs below 2^58 + 2^9: what multiplying and squaring yield
 *     loose  limbs below 2^60.3: what they take, such as a difference or a sum of two tight numbers
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

/** r = a - b: tight in, tight out.  4 p is added, whose limbs are 2^59 - 4 and 2^59 - 2 (2^58 - 1 times 2
 *  in each limb is 2 (2^522 - 1) = 4 p + 2). */
KERNEL void fe521_subtract(fe521 *r, const fe521 *a, const fe521 *b)
{
    r->limb[0] = a->limb[0] + (((uint64_t)1 << 59) - 4) - b->limb[0];
    for (int i = 1; i < 9; i++)
        r->limb[i] = a->limb[i] + (((uint64_t)1 << 59) - 2) - b->limb[i];
    fe521_carry(r);
}

/* Nine columns of products, 58 bits apart, as a tight number.
 *
 * In: columns below 2^125.  Carries are below 2^68 and are passed on twice: once through all columns, the
 * last carry, doubled and below 2^69, into column 0; and from there on, where limbs are below 2^58, but
 * for limb 0 below 2^70: limb 1 gets less than 2^12 and passes on at most 1. */
KERNEL void fe521_carry_columns(fe521 *r, limb2 c[9])
{
    limb2 low;

    for (int i = 0; i < 8; i++) {
        c[i + 1] += c[i] >> 58;
        r->limb[i] = (uint64_t)c[i] & FE521_MASK;
    }
    r->limb[8] = (uint64_t)c[8] & FE521_MASK;
    low = r->limb[0] + 2 * (c[8] >> 58);
    r->limb[0] = (uint64_t)low & FE521_MASK;
    r->limb[1] += (uint64_t)(low >> 58);
    r->limb[2] += r->limb[1] >> 58;
    r->limb[1] &= FE521_MASK;
}

/* c[k] = the sum of a[i] b[j] over i + j = k, and of 2 a[i] b[j] over i + j = k + 9.  With tight limbs no
 * column is above 17 (2^58 + 2^9)^2 < 2^120.1. */
KERNEL void fe521_multiply_columns(limb2 c[9], const fe521 *a, const fe521 *b)
{
    UNROLL
    for (int k = 0; k < 9; k++) {
        limb2 once = (limb2)a->limb[0] * b->limb[k], twice = 0;

        UNROLL
        for (int i = 1; i <= k; i++)
            once += (limb2)a->limb[i] * b->limb[k - i];
        UNROLL
        for (int i = k + 1; i < 9; i++)
            twice += (limb2)a->limb[i] * b->limb[k + 9 - i];
        c[k] = once + 2 * twice;
    }
}

/* The same columns with equal products taken together. */
KERNEL void fe521_square_columns(limb2 c[9], const fe521 *a)
{
    UNROLL
    for (int k = 0; k < 9; k++) {
        limb2 once = 0, twice = 0, four = 0;

        UNROLL
        for (int i = 0; 2 * i < k; i++)
            twice += (limb2)a->limb[i] * a->limb[k - i];
        UNROLL
        for (int i = k + 1; 2 * i < k + 9; i++)
            four += (limb2)a->limb[i] * a->limb[k + 9 - i];
        if (k % 2 == 0)
            once = (limb2)a->limb[k / 2] * a->limb[k / 2];
        else
            twice += (limb2)a->limb[(k + 9) / 2] * a->limb[(k + 9) / 2];
        c[k] = once + 2 * (twice + 2 * four);
    }
}

/** r = a b and r = a^2. */
KERNEL void fe521_multiply(fe521 *r, const fe521 *a, const fe521 *b)
{
    limb2 c[9];

    fe521_multiply_columns(c, a, b);
    fe521_carry_columns(r, c);
}

KERNEL void fe521_square(fe521 *r, const fe521 *a)
{
    limb2 c[9];

    fe521_square_columns(c, a);
    fe521_carry_columns(r, c);
}

/* r = c - d for columns below 2^121: 2^64 times what fe521_subtract() adds keeps differences positive. */
KERNEL void fe521_carry_difference(fe521 *r, limb2 c[9], const limb2 d[9])
{
    c[0] = c[0] + ((limb2)(((uint64_t)1 << 59) - 4) << 64) - d[0];
    for (int i = 1; i < 9; i++)
        c[i] = c[i] + ((limb2)(((uint64_t)1 << 59) - 2) << 64) - d[i];
    fe521_carry_columns(r, c);
}

/** r = a b - c d */
KERNEL void fe521_multiply_subtract(fe521 *r, const fe521 *a, const fe521 *b, const fe521 *c, const fe521 *d)
{
    limb2 one[9], other[9];

    fe521_multiply_columns(one, a, b);
    fe521_multiply_columns(other, c, d);
    fe521_carry_difference(r, one, other);
}

/** r = a b - c^2 */
KERNEL void fe521_multiply_subtract_square(fe521 *r, const fe521 *a, const fe521 *b, const fe521 *c)
{
    limb2 one[9], other[9];

    fe521_multiply_columns(one, a, b);
    fe521_square_columns(other, c);
    fe521_carry_difference(r, one, other);
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
