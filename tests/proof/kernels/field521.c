/* field521.c - the field of P-521, portable. */
#include "crypto/native/field521.h"

#define PROOF2(name) \
    void proof_##name(fe521 *r, const fe521 *a, const fe521 *b); \
    void proof_##name(fe521 *r, const fe521 *a, const fe521 *b) { fe521_##name(r, a, b); }
#define PROOF1(name) \
    void proof_##name(fe521 *r, const fe521 *a); \
    void proof_##name(fe521 *r, const fe521 *a) { fe521_##name(r, a); }

PROOF2(multiply)
PROOF2(add)
PROOF2(subtract)
PROOF2(subtract_loose)
PROOF2(square_less_twice)
PROOF1(square)
PROOF1(three_halves)

void proof_multiply_subtract(fe521 *r, const fe521 *a, const fe521 *b, const fe521 *c, const fe521 *d);
void proof_multiply_subtract_square(fe521 *r, const fe521 *a, const fe521 *b, const fe521 *c);

void proof_multiply_subtract(fe521 *r, const fe521 *a, const fe521 *b, const fe521 *c, const fe521 *d)
{
    fe521_multiply_subtract(r, a, b, c, d);
}

void proof_multiply_subtract_square(fe521 *r, const fe521 *a, const fe521 *b, const fe521 *c)
{
    fe521_multiply_subtract_square(r, a, b, c);
}
