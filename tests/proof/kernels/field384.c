/* field384.c - the field of P-384, portable. */
#include "crypto/native/field384.h"

#define PROOF2(name) \
    void proof_##name(fe384 *r, const fe384 *a, const fe384 *b); \
    void proof_##name(fe384 *r, const fe384 *a, const fe384 *b) { fe384_##name(r, a, b); }
#define PROOF1(name) \
    void proof_##name(fe384 *r, const fe384 *a); \
    void proof_##name(fe384 *r, const fe384 *a) { fe384_##name(r, a); }

PROOF2(multiply)
PROOF2(add)
PROOF2(subtract)
PROOF1(square)
PROOF1(three_halves)

void proof_multiply_subtract(fe384 *r, const fe384 *a, const fe384 *b, const fe384 *c, const fe384 *d);
void proof_multiply_subtract_square(fe384 *r, const fe384 *a, const fe384 *b, const fe384 *c);

void proof_multiply_subtract(fe384 *r, const fe384 *a, const fe384 *b, const fe384 *c, const fe384 *d)
{
    fe384_multiply_subtract(r, a, b, c, d);
}

void proof_multiply_subtract_square(fe384 *r, const fe384 *a, const fe384 *b, const fe384 *c)
{
    fe384_multiply_subtract_square(r, a, b, c);
}
