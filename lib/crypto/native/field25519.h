/* crypto/native/field25519.h - integers modulo p = 2^255 - 19.
 *
 * Five limbs of 51 bits, the least first, that may hold a little more.  Two ranges are told apart:
 *
 *     tight  each limb below 2^51 + 2^15: what multiplying, squaring and reading yield
 *     loose  each limb below 2^54: what multiplying and squaring take
 *
 * All values are public: the time that functions take may depend on them.
 */
#ifndef KEDGE_CRYPTO_NATIVE_FIELD25519_H
#define KEDGE_CRYPTO_NATIVE_FIELD25519_H

#include "crypto/native/word.h"

#define FE25519_SIZE 32
#define FE25519_MASK (((uint64_t)1 << 51) - 1)

typedef struct fe25519 {
    uint64_t limb[5];
} fe25519;

extern const fe25519 kedge_fe25519_d;           /* of the curve -x^2 + y^2 = 1 + d x^2 y^2 */
extern const fe25519 kedge_fe25519_2d;
extern const fe25519 kedge_fe25519_root_of_minus_one;
extern const fe25519 kedge_fe25519_one;

/** r = a + b.  Limbs of r are the sums of those of a and b. */
KERNEL void fe25519_add(fe25519 *r, const fe25519 *a, const fe25519 *b)
{
    for (int i = 0; i < 5; i++)
        r->limb[i] = a->limb[i] + b->limb[i];
}

/** r = a - b + 4p.  Limbs of b are at most 2^53 - 76, such as those of the sum of three tight ones;
 *  limbs of r are below those of a plus 2^53. */
KERNEL void fe25519_subtract(fe25519 *r, const fe25519 *a, const fe25519 *b)
{
    r->limb[0] = a->limb[0] + (((uint64_t)1 << 53) - 76) - b->limb[0];
    for (int i = 1; i < 5; i++)
        r->limb[i] = a->limb[i] + (((uint64_t)1 << 53) - 4) - b->limb[i];
}

/* What is above bit 51 of a column below 2^115.  gcc and clang make one shift of the other forms, which takes
 * longer than two. */
KERNEL uint64_t fe25519_above(limb2 column)
{
    return ((uint64_t)(column >> 64) << 13) + ((uint64_t)column >> 51);
}

/* Five columns, 51 bits apart, as a tight number.
 *
 * In: columns 0 to 3 below 2^114.3, column 4 below 2^110.4.  All carries are passed on at once, and once
 * more: the first are below 2^63.3, that out of column 4, 19-fold, below 2^63.7; with 51 bits they are limbs
 * below 2^63.8.  The second are below 2^12.8, and that out of limb 4, which is below 2^62, 19-fold below
 * 2^15.3 - 2^12 as column 3 is below 2^112.6. */
KERNEL void fe25519_carry(fe25519 *r, limb2 c0, limb2 c1, limb2 c2, limb2 c3, limb2 c4)
{
    const uint64_t s0 = ((uint64_t)c0 & FE25519_MASK) + 19 * fe25519_above(c4);
    const uint64_t s1 = ((uint64_t)c1 & FE25519_MASK) + fe25519_above(c0);
    const uint64_t s2 = ((uint64_t)c2 & FE25519_MASK) + fe25519_above(c1);
    const uint64_t s3 = ((uint64_t)c3 & FE25519_MASK) + fe25519_above(c2);
    const uint64_t s4 = ((uint64_t)c4 & FE25519_MASK) + fe25519_above(c3);

    r->limb[0] = (s0 & FE25519_MASK) + 19 * (s4 >> 51);
    r->limb[1] = (s1 & FE25519_MASK) + (s0 >> 51);
    r->limb[2] = (s2 & FE25519_MASK) + (s1 >> 51);
    r->limb[3] = (s3 & FE25519_MASK) + (s2 >> 51);
    r->limb[4] = (s4 & FE25519_MASK) + (s3 >> 51);
}

/** r = a b: loose in, tight out; r may be a or b.
 *
 * 2^255 = 19: what would stand in columns 5 to 8 is added 19-fold to columns 0 to 3.  With limbs below
 * 2^54, 19 times one is below 2^58.3; column 0 is at most (1 + 4 * 19) 2^108 < 2^114.3, the others less,
 * column 4 is at most 5 * 2^108 < 2^110.4. */
KERNEL void fe25519_multiply(fe25519 *r, const fe25519 *a, const fe25519 *b)
{
    const uint64_t a0 = a->limb[0], a1 = a->limb[1], a2 = a->limb[2], a3 = a->limb[3], a4 = a->limb[4];
    const uint64_t b0 = b->limb[0], b1 = b->limb[1], b2 = b->limb[2], b3 = b->limb[3], b4 = b->limb[4];
    const uint64_t b1_19 = 19 * b1, b2_19 = 19 * b2, b3_19 = 19 * b3, b4_19 = 19 * b4;
    const limb2 c0 = (limb2)a0 * b0 + (limb2)a1 * b4_19 + (limb2)a2 * b3_19 + (limb2)a3 * b2_19
        + (limb2)a4 * b1_19;
    const limb2 c1 = (limb2)a0 * b1 + (limb2)a1 * b0 + (limb2)a2 * b4_19 + (limb2)a3 * b3_19
        + (limb2)a4 * b2_19;
    const limb2 c2 = (limb2)a0 * b2 + (limb2)a1 * b1 + (limb2)a2 * b0 + (limb2)a3 * b4_19
        + (limb2)a4 * b3_19;
    const limb2 c3 = (limb2)a0 * b3 + (limb2)a1 * b2 + (limb2)a2 * b1 + (limb2)a3 * b0
        + (limb2)a4 * b4_19;
    const limb2 c4 = (limb2)a0 * b4 + (limb2)a1 * b3 + (limb2)a2 * b2 + (limb2)a3 * b1
        + (limb2)a4 * b0;

    fe25519_carry(r, c0, c1, c2, c3, c4);
}

/** r = a^2: loose in, tight out; r may be a.
 *
 * The columns of fe25519_multiply() with equal products taken together.  Twice a limb is below
 * 2^55, 19 times it below 2^58.3, 38 times below 2^59.3. */
KERNEL void fe25519_square(fe25519 *r, const fe25519 *a)
{
    const uint64_t a0 = a->limb[0], a1 = a->limb[1], a2 = a->limb[2], a3 = a->limb[3], a4 = a->limb[4];
    const uint64_t a0_2 = 2 * a0, a1_2 = 2 * a1, a3_19 = 19 * a3, a4_19 = 19 * a4, a4_38 = 38 * a4;
    const limb2 c0 = (limb2)a0 * a0 + (limb2)a1 * a4_38 + (limb2)(2 * a2) * a3_19;
    const limb2 c1 = (limb2)a0_2 * a1 + (limb2)a2 * a4_38 + (limb2)a3 * a3_19;
    const limb2 c2 = (limb2)a0_2 * a2 + (limb2)a1 * a1 + (limb2)a3 * a4_38;
    const limb2 c3 = (limb2)a0_2 * a3 + (limb2)a1_2 * a2 + (limb2)a4 * a4_19;
    const limb2 c4 = (limb2)a0_2 * a4 + (limb2)a1_2 * a3 + (limb2)a2 * a2;

    fe25519_carry(r, c0, c1, c2, c3, c4);
}

/** r = 1/a, where 1/0 = 0, and r = a^((p - 5) / 8): loose in, tight out. */
void kedge_fe25519_invert(fe25519 *r, const fe25519 *a);
void kedge_fe25519_power_p58(fe25519 *r, const fe25519 *a);

/** Read 255 bits, little-endian; the highest bit is left out.  r is tight.
 *  @return whether they are below p. */
bool kedge_fe25519_read(fe25519 *r, const uint8_t octets[FE25519_SIZE]);

/** Write a, loose, as its one representative below p. */
void kedge_fe25519_write(uint8_t octets[FE25519_SIZE], const fe25519 *a);

/** Whether a and b, both loose, are the same modulo p. */
bool kedge_fe25519_is_equal(const fe25519 *a, const fe25519 *b);

#endif
