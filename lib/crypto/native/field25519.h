/* crypto/native/field25519.h - integers modulo p = 2^255 - 19.
 *
 * Five limbs of 51 bits, the least first, that may hold a little more.  Two ranges are told apart:
 *
 *     tight  each limb below 2^51 + 2^13: what multiplying, squaring and reading yield
 *     loose  each limb below 2^54: what multiplying and squaring take
 *
 * All values are public: the time that functions take may depend on them.
 */
#ifndef KEDGE_CRYPTO_NATIVE_FIELD25519_H
#define KEDGE_CRYPTO_NATIVE_FIELD25519_H

#include <stdbool.h>
#include <stdint.h>

#define FE25519_SIZE 32

typedef struct fe25519 {
    uint64_t limb[5];
} fe25519;

extern const fe25519 kedge_fe25519_d;           /* of the curve -x^2 + y^2 = 1 + d x^2 y^2 */
extern const fe25519 kedge_fe25519_2d;
extern const fe25519 kedge_fe25519_root_of_minus_one;
extern const fe25519 kedge_fe25519_one;

/** r = a + b.  Limbs of r are the sums of those of a and b. */
static inline void fe25519_add(fe25519 *r, const fe25519 *a, const fe25519 *b)
{
    for (int i = 0; i < 5; i++)
        r->limb[i] = a->limb[i] + b->limb[i];
}

/** r = a - b + 4p.  Limbs of b are at most 2^53 - 76, such as those of the sum of three tight ones;
 *  limbs of r are below those of a plus 2^53. */
static inline void fe25519_subtract(fe25519 *r, const fe25519 *a, const fe25519 *b)
{
    r->limb[0] = a->limb[0] + (((uint64_t)1 << 53) - 76) - b->limb[0];
    for (int i = 1; i < 5; i++)
        r->limb[i] = a->limb[i] + (((uint64_t)1 << 53) - 4) - b->limb[i];
}

/** r = a b and r = a^2: loose in, tight out; r may be a or b. */
void kedge_fe25519_multiply(fe25519 *r, const fe25519 *a, const fe25519 *b);
void kedge_fe25519_square(fe25519 *r, const fe25519 *a);

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
