/* field256.c - the field of P-256, portable. */
#include "crypto/native/field256.h"

#define PROOF2(name) \
    void proof_##name(fe256 *r, const fe256 *a, const fe256 *b); \
    void proof_##name(fe256 *r, const fe256 *a, const fe256 *b) { fe256_##name(r, a, b); }
#define PROOF1(name) \
    void proof_##name(fe256 *r, const fe256 *a); \
    void proof_##name(fe256 *r, const fe256 *a) { fe256_##name(r, a); }

PROOF2(multiply)
PROOF2(add)
PROOF2(subtract)
PROOF1(square)
PROOF1(three_halves)

void proof_multiply_subtract(fe256 *r, const fe256 *a, const fe256 *b, const fe256 *c, const fe256 *d);
void proof_multiply_subtract_square(fe256 *r, const fe256 *a, const fe256 *b, const fe256 *c);

void proof_multiply_subtract(fe256 *r, const fe256 *a, const fe256 *b, const fe256 *c, const fe256 *d)
{
    fe256_multiply_subtract(r, a, b, c, d);
}

void proof_multiply_subtract_square(fe256 *r, const fe256 *a, const fe256 *b, const fe256 *c)
{
    fe256_multiply_subtract_square(r, a, b, c);
}
