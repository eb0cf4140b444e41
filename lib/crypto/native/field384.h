/* crypto/native/field384.h - integers modulo p = 2^384 - 2^128 - 2^96 + 2^32 - 1, the prime of P-384.
 *
 * As crypto/native/field256.h: Montgomery form, a 2^384 mod p, in six limbs of 64 bits that may hold any
 * value below 2^384; what only the values between p and 2^384 need stands behind a branch.
 */
#ifndef KEDGE_CRYPTO_NATIVE_FIELD384_H
#define KEDGE_CRYPTO_NATIVE_FIELD384_H

#include <string.h>

#include "crypto/native/word.h"

typedef struct fe384 {
    uint64_t limb[6];
} fe384;

static const uint64_t fe384_prime[6] = {
    0xffffffff, 0xffffffff00000000, 0xfffffffffffffffe, UINT64_MAX, UINT64_MAX, UINT64_MAX
};

/* 2^384 mod p: one; and 2^768 mod p. */
static const fe384 fe384_one = { { 0xffffffff00000001, 0xffffffff, 1, 0, 0, 0 } };
static const fe384 fe384_square_of_radix = {
    { 0xfffffffe00000001, 0x200000000, 0xfffffffe00000000, 0x200000000, 1, 0 }
};

/* r = r + p and r = r - p where the mask is all ones, r where it is 0; return the carry or the borrow. */
KERNEL unsigned char fe384_add_prime(uint64_t r[6], uint64_t mask)
{
    unsigned char carry = add_carry(0, r[0], mask & fe384_prime[0], &r[0]);

    carry = add_carry(carry, r[1], mask & fe384_prime[1], &r[1]);
    carry = add_carry(carry, r[2], mask & fe384_prime[2], &r[2]);
    UNROLL
    for (int i = 3; i < 6; i++)
        carry = add_carry(carry, r[i], mask, &r[i]);
    return carry;
}

KERNEL unsigned char fe384_subtract_prime(uint64_t r[6], uint64_t mask)
{
    unsigned char borrow = subtract_borrow(0, r[0], mask & fe384_prime[0], &r[0]);

    borrow = subtract_borrow(borrow, r[1], mask & fe384_prime[1], &r[1]);
    borrow = subtract_borrow(borrow, r[2], mask & fe384_prime[2], &r[2]);
    UNROLL
    for (int i = 3; i < 6; i++)
        borrow = subtract_borrow(borrow, r[i], mask, &r[i]);
    return borrow;
}

/** r = a + b.  The sum is below 2^385; less p it is below 2^384 + 2^129, less p once more below 2^384. */
KERNEL void fe384_add(fe384 *r, const fe384 *a, const fe384 *b)
{
    unsigned char carry = 0;

    UNROLL
    for (int i = 0; i < 6; i++)
        carry = add_carry(carry, a->limb[i], b->limb[i], &r->limb[i]);
    if (UNLIKELY(fe384_subtract_prime(r->limb, -(uint64_t)carry) != carry))
        fe384_subtract_prime(r->limb, UINT64_MAX);
}

/** r = a - b.  The difference is above -2^384; with p it is above -2^129, with p once more above 0. */
KERNEL void fe384_subtract(fe384 *r, const fe384 *a, const fe384 *b)
{
    unsigned char borrow = 0;

    UNROLL
    for (int i = 0; i < 6; i++)
        borrow = subtract_borrow(borrow, a->limb[i], b->limb[i], &r->limb[i]);
    if (UNLIKELY(fe384_add_prime(r->limb, -(uint64_t)borrow) != borrow))
        fe384_add_prime(r->limb, UINT64_MAX);
}

/** r = 3 a / 2.  a, made even by p where it is odd, is below 2^385; half of it is below 2^384. */
KERNEL void fe384_three_halves(fe384 *r, const fe384 *a)
{
    fe384 half = *a;
    const uint64_t carry = fe384_add_prime(half.limb, -(a->limb[0] & 1));

    UNROLL
    for (int i = 0; i < 5; i++)
        half.limb[i] = half.limb[i] >> 1 | half.limb[i + 1] << 63;
    half.limb[5] = half.limb[5] >> 1 | carry << 63;
    fe384_add(r, &half, a);
}

/* t[0..6] = t[0..5] + x b: at most (2^64 - 1) 2^384 + 2^384 - 1, which seven limbs hold. */
KERNEL void fe384_add_row(uint64_t *t, uint64_t x, const uint64_t b[6])
{
    uint64_t low[6], high[6];
    unsigned char carry = 0;

    UNROLL
    for (int i = 0; i < 6; i++)
        multiply_words(&high[i], &low[i], x, b[i]);
    UNROLL
    for (int i = 0; i < 6; i++)
        carry = add_carry(carry, t[i], low[i], &t[i]);
    add_carry(carry, high[5], 0, &t[6]);
    carry = 0;
    UNROLL
    for (int i = 1; i < 6; i++)
        carry = add_carry(carry, t[i], high[i - 1], &t[i]);
    add_carry(carry, t[6], 0, &t[6]);
}

/* t = a b, below 2^768. */
KERNEL void fe384_multiply_wide(uint64_t t[12], const fe384 *a, const fe384 *b)
{
    uint64_t low[6], high[6];
    unsigned char carry = 0;

    UNROLL
    for (int i = 0; i < 6; i++)
        multiply_words(&high[i], &low[i], a->limb[0], b->limb[i]);
    t[0] = low[0];
    UNROLL
    for (int i = 1; i < 6; i++)
        carry = add_carry(carry, low[i], high[i - 1], &t[i]);
    add_carry(carry, high[5], 0, &t[6]);
    UNROLL
    for (int i = 1; i < 6; i++)
        fe384_add_row(t + i, a->limb[i], b->limb);
}

/* t = a^2: the products of different limbs, below 2^767, doubled, and the squares of limbs.
 *
 * Row i adds a[i] a[j], j > i, at 2^(64 (i + j)): its low halves from limb 2 i + 1 on, which row i - 1 has
 * filled to limb i + 5, and so on to a new limb i + 6 at most. */
KERNEL void fe384_square_wide(uint64_t t[12], const fe384 *a)
{
    uint64_t low[6], high[6];
    unsigned char carry = 0;

    UNROLL
    for (int j = 1; j < 6; j++)
        multiply_words(&high[j], &low[j], a->limb[0], a->limb[j]);
    t[1] = low[1];
    UNROLL
    for (int j = 2; j < 6; j++)
        carry = add_carry(carry, low[j], high[j - 1], &t[j]);
    add_carry(carry, high[5], 0, &t[6]);
    UNROLL
    for (int i = 1; i < 5; i++) {
        UNROLL
        for (int j = i + 1; j < 6; j++)
            multiply_words(&high[j], &low[j], a->limb[i], a->limb[j]);
        carry = 0;
        UNROLL
        for (int j = i + 1; j < 6; j++)
            carry = add_carry(carry, t[i + j], low[j], &t[i + j]);
        add_carry(carry, high[5], 0, &t[i + 6]);
        carry = 0;
        UNROLL
        for (int j = i + 2; j < 6; j++)
            carry = add_carry(carry, t[i + j], high[j - 1], &t[i + j]);
        add_carry(carry, t[i + 6], 0, &t[i + 6]);
    }
    carry = 0;
    UNROLL
    for (int i = 1; i < 11; i++)
        carry = add_carry(carry, t[i], t[i], &t[i]);
    t[11] = carry;
    multiply_words(&high[0], &t[0], a->limb[0], a->limb[0]);
    carry = add_carry(0, t[1], high[0], &t[1]);
    UNROLL
    for (int i = 1; i < 6; i++) {
        multiply_words(&high[i], &low[i], a->limb[i], a->limb[i]);
        carry = add_carry(carry, t[2 * i], low[i], &t[2 * i]);
        carry = add_carry(carry, t[2 * i + 1], high[i], &t[2 * i + 1]);
    }
}

/* u[1..6] = (u[0..5] + m p) / 2^64, but for what is still to be taken from u[4], which is returned; `from_third`
 * is to be taken from u[3].
 *
 * With l = 2^32 u[0] mod 2^64 and m = u[0] + l mod 2^64, u[0] + m (2^32 - 1) is a multiple of 2^64: of the part
 * of m above 32 bits and the carry of the sum.  m (2^96 + 2^128) is to be subtracted: l from u[1], m and its part
 * above 32 bits from u[2].  m 2^384 is added.  The whole is at most 2^384 - 1 + (2^64 - 1) p, below 2^448. */
KERNEL uint64_t fe384_reduce_word(uint64_t *u, uint64_t from_third)
{
    const uint64_t l = u[0] << 32;
    uint64_t m, high, first, second;
    const unsigned char above = add_carry(0, u[0], l, &m);
    unsigned char borrow;

    high = m >> 32;
    borrow = subtract_borrow(0, l, high + above, &first);
    high -= borrow; /* l is not below a high part of 0: its carry would be one of 0 */
    from_third += add_carry(0, m, high, &second);
    borrow = subtract_borrow(0, u[1], first, &u[1]);
    borrow = subtract_borrow(borrow, u[2], second, &u[2]);
    borrow = subtract_borrow(borrow, u[3], from_third, &u[3]);
    u[6] = m;
    return borrow;
}

/* r = t / 2^384 for any t below 2^768.  The low half becomes a number of at most p; the sum with the high
 * half is below 2^384 + p, less p where it carries below 2^384. */
KERNEL void fe384_reduce(fe384 *r, const uint64_t t[12])
{
    uint64_t u[12], from_next = 0;
    unsigned char carry = 0, borrow;

    UNROLL
    for (int i = 0; i < 6; i++)
        u[i] = t[i];
    UNROLL
    for (int i = 0; i < 6; i++)
        from_next = fe384_reduce_word(u + i, from_next);
    borrow = subtract_borrow(0, u[9], from_next, &u[9]);
    borrow = subtract_borrow(borrow, u[10], 0, &u[10]);
    subtract_borrow(borrow, u[11], 0, &u[11]);
    UNROLL
    for (int i = 0; i < 6; i++)
        carry = add_carry(carry, u[6 + i], t[6 + i], &r->limb[i]);
    fe384_subtract_prime(r->limb, -(uint64_t)carry);
}

/** r = a b and r = a^2. */
KERNEL void fe384_multiply(fe384 *r, const fe384 *a, const fe384 *b)
{
    uint64_t t[12];

    fe384_multiply_wide(t, a, b);
    fe384_reduce(r, t);
}

KERNEL void fe384_square(fe384 *r, const fe384 *a)
{
    uint64_t t[12];

    fe384_square_wide(t, a);
    fe384_reduce(r, t);
}

/* r = (t - u) / 2^384.  The difference is above -2^768; p 2^384 and, seldom, p 2^384 once more make it
 * positive. */
KERNEL void fe384_reduce_difference(fe384 *r, uint64_t t[12], const uint64_t u[12])
{
    unsigned char borrow = 0;

    UNROLL
    for (int i = 0; i < 12; i++)
        borrow = subtract_borrow(borrow, t[i], u[i], &t[i]);
    if (UNLIKELY(fe384_add_prime(t + 6, -(uint64_t)borrow) != borrow))
        fe384_add_prime(t + 6, UINT64_MAX);
    fe384_reduce(r, t);
}

/** r = a b - c d */
KERNEL void fe384_multiply_subtract(fe384 *r, const fe384 *a, const fe384 *b, const fe384 *c, const fe384 *d)
{
    uint64_t t[12], u[12];

    fe384_multiply_wide(t, a, b);
    fe384_multiply_wide(u, c, d);
    fe384_reduce_difference(r, t, u);
}

/** r = a b - c^2 */
KERNEL void fe384_multiply_subtract_square(fe384 *r, const fe384 *a, const fe384 *b, const fe384 *c)
{
    uint64_t t[12], u[12];

    fe384_multiply_wide(t, a, b);
    fe384_square_wide(u, c);
    fe384_reduce_difference(r, t, u);
}

/** Whether a = 0: its limbs are 0 or p. */
KERNEL bool fe384_is_zero(const fe384 *a)
{
    static const uint64_t zero[6];

    if (a->limb[5] + 1 > 1)
        return false;
    return memcmp(a->limb, zero, sizeof zero) == 0 || memcmp(a->limb, fe384_prime, sizeof fe384_prime) == 0;
}

/** r = n 2^384 mod p, from a number n below 2^384. */
KERNEL void fe384_from_limbs(fe384 *r, const uint64_t n[6])
{
    fe384 number;

    memcpy(number.limb, n, sizeof number.limb);
    fe384_multiply(r, &number, &fe384_square_of_radix);
}

#endif
