/* crypto/native/field448.h - integers modulo p = 2^448 - 2^224 - 1.
 *
 * Eight limbs of 56 bits, the least first, that may hold more.  Two ranges are told apart:
 *
 *     tight  each limb below 2^56 + 2^12: what multiplying, squaring and reading yield
 *     loose  each limb below 2^59: what multiplying and squaring take
 *
 * All values are public: the time that functions take may depend on them.
 */
#ifndef KEDGE_CRYPTO_NATIVE_FIELD448_H
#define KEDGE_CRYPTO_NATIVE_FIELD448_H

#include <stdbool.h>
#include <stdint.h>

#define FE448_SIZE 56

typedef struct fe448 {
    uint64_t limb[8];
} fe448;

extern const fe448 kedge_fe448_one;

/** r = a + b.  Limbs of r are the sums of those of a and b. */
static inline void fe448_add(fe448 *r, const fe448 *a, const fe448 *b)
{
    for (int i = 0; i < 8; i++)
        r->limb[i] = a->limb[i] + b->limb[i];
}

/** r = a - b + 4p.  Limbs of b are at most 2^58 - 8, such as those of the sum of three tight ones;
 *  limbs of r are below those of a plus 2^58. */
static inline void fe448_subtract(fe448 *r, const fe448 *a, const fe448 *b)
{
    for (int i = 0; i < 8; i++)
        r->limb[i] = a->limb[i] + (((uint64_t)1 << 58) - (i == 4 ? 8 : 4)) - b->limb[i];
}

/** r = a b and r = a^2: loose in, tight out; r may be a or b. */
void kedge_fe448_multiply(fe448 *r, const fe448 *a, const fe448 *b);
void kedge_fe448_square(fe448 *r, const fe448 *a);

/** r = factor a, for a factor below 2^32: loose in, tight out. */
void kedge_fe448_scale(fe448 *r, const fe448 *a, uint32_t factor);

/** r = 1/a, where 1/0 = 0, and r = a^((p - 3) / 4): loose in, tight out. */
void kedge_fe448_invert(fe448 *r, const fe448 *a);
void kedge_fe448_power_p34(fe448 *r, const fe448 *a);

/** Read 448 bits, little-endian.  r is tight.  @return whether they are below p. */
bool kedge_fe448_read(fe448 *r, const uint8_t octets[FE448_SIZE]);

/** Write a, loose, as its one representative below p. */
void kedge_fe448_write(uint8_t octets[FE448_SIZE], const fe448 *a);

/** Whether a and b, both loose, are the same modulo p. */
bool kedge_fe448_is_equal(const fe448 *a, const fe448 *b);

#endif
