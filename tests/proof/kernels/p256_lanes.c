/* p256_lanes.c - the field of P-256 in the lanes of AVX-512 IFMA. */
#include "crypto/native/p256_lanes.c"

void proof_multiply(lanes *r, const lanes *a, const lanes *b);
TARGET void proof_multiply(lanes *r, const lanes *a, const lanes *b)
{
    multiply(r, a, b);
}

void proof_square(lanes *r, const lanes *a);
TARGET void proof_square(lanes *r, const lanes *a)
{
    square(r, a);
}
