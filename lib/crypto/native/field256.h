/* crypto/native/field256.h - integers modulo p = 2^256 - 2^224 + 2^192 + 2^96 - 1, the prime of P-256.
 *
 * A number a is held as a 2^256 mod p (Montgomery), in four limbs of 64 bits, the least first.  Limbs hold
 * any value below 2^256, of the two that some numbers have either: every function takes and yields that
 * range, and only kedge_fe256_is_zero() and reading and writing look for the one below p.  The few values
 * between p and 2^256 are met once in 2^32: where a second step is needed only for them, it stands behind a
 * branch.  All values are public.
 */
#ifndef KEDGE_CRYPTO_NATIVE_FIELD256_H
#define KEDGE_CRYPTO_NATIVE_FIELD256_H

#include <string.h>

#include "crypto/native/word.h"

typedef struct fe256 {
    uint64_t limb[4];
} fe256;

static const uint64_t fe256_prime[4] = { UINT64_MAX, 0xffffffff, 0, 0xffffffff00000001 };

/* 2^256 mod p: one; and 2^512 mod p. */
static const fe256 fe256_one = { { 1, 0xffffffff00000000, UINT64_MAX, 0xfffffffe } };
static const fe256 fe256_square_of_radix = {
    { 3, 0xfffffffbffffffff, 0xfffffffffffffffe, 0x4fffffffd }
};

/* r = r + p and r = r - p where the mask is all ones, r where it is 0; return the carry or the borrow. */
KERNEL unsigned char fe256_add_prime(uint64_t r[4], uint64_t mask)
{
    unsigned char carry = add_carry(0, r[0], mask, &r[0]);

    carry = add_carry(carry, r[1], mask & fe256_prime[1], &r[1]);
    carry = add_carry(carry, r[2], 0, &r[2]);
    return add_carry(carry, r[3], mask & fe256_prime[3], &r[3]);
}

KERNEL unsigned char fe256_subtract_prime(uint64_t r[4], uint64_t mask)
{
    unsigned char borrow = subtract_borrow(0, r[0], mask, &r[0]);

    borrow = subtract_borrow(borrow, r[1], mask & fe256_prime[1], &r[1]);
    borrow = subtract_borrow(borrow, r[2], 0, &r[2]);
    return subtract_borrow(borrow, r[3], mask & fe256_prime[3], &r[3]);
}

/** r = a + b.  The sum is below 2^257; less p it is below 2^256 + 2^224, less p once more below 2^256. */
KERNEL void fe256_add(fe256 *r, const fe256 *a, const fe256 *b)
{
    unsigned char carry = 0;

    UNROLL
    for (int i = 0; i < 4; i++)
        carry = add_carry(carry, a->limb[i], b->limb[i], &r->limb[i]);
    if (UNLIKELY(fe256_subtract_prime(r->limb, -(uint64_t)carry) != carry))
        fe256_subtract_prime(r->limb, UINT64_MAX);
}

/** r = a - b.  The difference is above -2^256; with p it is above -2^224, with p once more above 0. */
KERNEL void fe256_subtract(fe256 *r, const fe256 *a, const fe256 *b)
{
    unsigned char borrow = 0;

    UNROLL
    for (int i = 0; i < 4; i++)
        borrow = subtract_borrow(borrow, a->limb[i], b->limb[i], &r->limb[i]);
    if (UNLIKELY(fe256_add_prime(r->limb, -(uint64_t)borrow) != borrow))
        fe256_add_prime(r->limb, UINT64_MAX);
}

/** r = 3 a / 2.  a, made even by p where it is odd, is below 2^257; half of it is below 2^256. */
KERNEL void fe256_three_halves(fe256 *r, const fe256 *a)
{
    fe256 half = *a;
    const uint64_t carry = fe256_add_prime(half.limb, -(a->limb[0] & 1));

    UNROLL
    for (int i = 0; i < 3; i++)
        half.limb[i] = half.limb[i] >> 1 | half.limb[i + 1] << 63;
    half.limb[3] = half.limb[3] >> 1 | carry << 63;
    fe256_add(r, &half, a);
}

/* t[0..4] = t[0..3] + x b: at most (2^64 - 1) 2^256 + 2^256 - 1, which five limbs hold. */
KERNEL void fe256_add_row(uint64_t *t, uint64_t x, const uint64_t b[4])
{
    uint64_t low[4], high[4];
    unsigned char carry;

    UNROLL
    for (int i = 0; i < 4; i++)
        multiply_words(&high[i], &low[i], x, b[i]);
    carry = add_carry(0, t[0], low[0], &t[0]);
    carry = add_carry(carry, t[1], low[1], &t[1]);
    carry = add_carry(carry, t[2], low[2], &t[2]);
    carry = add_carry(carry, t[3], low[3], &t[3]);
    add_carry(carry, high[3], 0, &t[4]);
    carry = add_carry(0, t[1], high[0], &t[1]);
    carry = add_carry(carry, t[2], high[1], &t[2]);
    carry = add_carry(carry, t[3], high[2], &t[3]);
    add_carry(carry, t[4], 0, &t[4]);
}

/* t = a b, below 2^512. */
KERNEL void fe256_multiply_wide(uint64_t t[8], const fe256 *a, const fe256 *b)
{
    uint64_t low[4], high[4];
    unsigned char carry;

    UNROLL
    for (int i = 0; i < 4; i++)
        multiply_words(&high[i], &low[i], a->limb[0], b->limb[i]);
    t[0] = low[0];
    carry = add_carry(0, low[1], high[0], &t[1]);
    carry = add_carry(carry, low[2], high[1], &t[2]);
    carry = add_carry(carry, low[3], high[2], &t[3]);
    add_carry(carry, high[3], 0, &t[4]);
    UNROLL
    for (int i = 1; i < 4; i++)
        fe256_add_row(t + i, a->limb[i], b->limb);
}

/* t = a^2: the products of different limbs, below 2^511, doubled, and the squares of limbs. */
KERNEL void fe256_square_wide(uint64_t t[8], const fe256 *a)
{
    const uint64_t a0 = a->limb[0], a1 = a->limb[1], a2 = a->limb[2], a3 = a->limb[3];
    uint64_t h01, h02, h03, h12, h13, h23, l01, l02, l03, l12, l13, l23, high, low;
    unsigned char carry;

    multiply_words(&h01, &l01, a0, a1);
    multiply_words(&h02, &l02, a0, a2);
    multiply_words(&h03, &l03, a0, a3);
    multiply_words(&h12, &l12, a1, a2);
    multiply_words(&h13, &l13, a1, a3);
    multiply_words(&h23, &l23, a2, a3);
    carry = add_carry(0, l02, h01, &t[2]);
    carry = add_carry(carry, l03, h02, &t[3]);
    carry = add_carry(carry, l13, h03, &t[4]);
    carry = add_carry(carry, l23, h13, &t[5]);
    add_carry(carry, h23, 0, &t[6]);
    carry = add_carry(0, t[3], l12, &t[3]);
    carry = add_carry(carry, t[4], h12, &t[4]);
    carry = add_carry(carry, t[5], 0, &t[5]);
    add_carry(carry, t[6], 0, &t[6]);
    carry = add_carry(0, l01, l01, &t[1]);
    UNROLL
    for (int i = 2; i < 7; i++)
        carry = add_carry(carry, t[i], t[i], &t[i]);
    t[7] = carry;
    multiply_words(&high, &t[0], a0, a0);
    carry = add_carry(0, t[1], high, &t[1]);
    multiply_words(&high, &low, a1, a1);
    carry = add_carry(carry, t[2], low, &t[2]);
    carry = add_carry(carry, t[3], high, &t[3]);
    multiply_words(&high, &low, a2, a2);
    carry = add_carry(carry, t[4], low, &t[4]);
    carry = add_carry(carry, t[5], high, &t[5]);
    multiply_words(&high, &low, a3, a3);
    carry = add_carry(carry, t[6], low, &t[6]);
    add_carry(carry, t[7], high, &t[7]);
}

/* u[1..4] = (u[0..3] + u[0] p) / 2^64, written as u[1..3] and u[4].
 *
 * p = -1 mod 2^64, so that u[0] p clears u[0]: p + 1 = 2^96 + (2^64 - 2^32 + 1) 2^192.  The sum is at
 * most 2^256 - 1 + (2^64 - 1) p, which is below 2^320. */
KERNEL void fe256_reduce_word(uint64_t *u)
{
    uint64_t high, low;
    unsigned char carry;

    multiply_words(&high, &low, u[0], fe256_prime[3]);
    carry = add_carry(0, u[1], u[0] << 32, &u[1]);
    carry = add_carry(carry, u[2], u[0] >> 32, &u[2]);
    carry = add_carry(carry, u[3], low, &u[3]);
    add_carry(carry, high, 0, &u[4]);
}

/* r = t / 2^256 for any t below 2^512.  The low half becomes a number of at most p + 2^256 / 2^256, that is
 * below p + 1; the sum with the high half is below 2^256 + p, less p where it carries below 2^256. */
KERNEL void fe256_reduce(fe256 *r, const uint64_t t[8])
{
    uint64_t u[8];
    unsigned char carry = 0;

    UNROLL
    for (int i = 0; i < 4; i++)
        u[i] = t[i];
    UNROLL
    for (int i = 0; i < 4; i++)
        fe256_reduce_word(u + i);
    UNROLL
    for (int i = 0; i < 4; i++)
        carry = add_carry(carry, u[4 + i], t[4 + i], &r->limb[i]);
    fe256_subtract_prime(r->limb, -(uint64_t)carry);
}

/** r = a b and r = a^2. */
KERNEL void fe256_multiply(fe256 *r, const fe256 *a, const fe256 *b)
{
    uint64_t t[8];

    fe256_multiply_wide(t, a, b);
    fe256_reduce(r, t);
}

KERNEL void fe256_square(fe256 *r, const fe256 *a)
{
    uint64_t t[8];

    fe256_square_wide(t, a);
    fe256_reduce(r, t);
}

/* r = (t - u) / 2^256.  The difference is above -2^512; p 2^256 and, seldom, p 2^256 once more make it
 * positive. */
KERNEL void fe256_reduce_difference(fe256 *r, uint64_t t[8], const uint64_t u[8])
{
    unsigned char borrow = 0;

    UNROLL
    for (int i = 0; i < 8; i++)
        borrow = subtract_borrow(borrow, t[i], u[i], &t[i]);
    if (UNLIKELY(fe256_add_prime(t + 4, -(uint64_t)borrow) != borrow))
        fe256_add_prime(t + 4, UINT64_MAX);
    fe256_reduce(r, t);
}

/** r = a b - c d */
KERNEL void fe256_multiply_subtract(fe256 *r, const fe256 *a, const fe256 *b, const fe256 *c, const fe256 *d)
{
    uint64_t t[8], u[8];

    fe256_multiply_wide(t, a, b);
    fe256_multiply_wide(u, c, d);
    fe256_reduce_difference(r, t, u);
}

/** r = a b - c^2 */
KERNEL void fe256_multiply_subtract_square(fe256 *r, const fe256 *a, const fe256 *b, const fe256 *c)
{
    uint64_t t[8], u[8];

    fe256_multiply_wide(t, a, b);
    fe256_square_wide(u, c);
    fe256_reduce_difference(r, t, u);
}

/** Whether a = 0: its limbs are 0 or p. */
KERNEL bool fe256_is_zero(const fe256 *a)
{
    static const uint64_t zero[4];

    if (a->limb[0] + 1 > 1)
        return false;
    return memcmp(a->limb, zero, sizeof zero) == 0 || memcmp(a->limb, fe256_prime, sizeof fe256_prime) == 0;
}

/** r = n 2^256 mod p, from a number n below 2^256. */
KERNEL void fe256_from_limbs(fe256 *r, const uint64_t n[4])
{
    fe256 number;

    memcpy(number.limb, n, sizeof number.limb);
    fe256_multiply(r, &number, &fe256_square_of_radix);
}

#endif
