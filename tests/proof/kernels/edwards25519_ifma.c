/* edwards25519_ifma.c - the field of edwards25519 in the lanes of AVX-512 IFMA. */
#include "crypto/native/edwards25519_ifma.c"

void proof_multiply(lanes *r, const lanes *a, const lanes *b);
TARGET void proof_multiply(lanes *r, const lanes *a, const lanes *b)
{
    multiply(r, a, b);
}

void proof_carry(lanes *r, const lanes *a);
TARGET void proof_carry(lanes *r, const lanes *a)
{
    carry(r, a);
}
