/* rsa_lanes.c - RSA's products in the lanes of AVX-512 IFMA, for moduli of one block of limbs. */
#include "crypto/native/rsa_lanes.c"

void proof_multiply(uint64_t *r, const uint64_t *a, const uint64_t *b, const uint64_t *n,
                    const uint64_t *inverse);

void proof_multiply(uint64_t *r, const uint64_t *a, const uint64_t *b, const uint64_t *n,
                    const uint64_t *inverse)
{
    moduli m;

    m.limbs = BLOCK_LIMBS;
    for (int i = 0; i < LANES * BLOCK_LIMBS; i++)
        m.n[i] = n[i];
    for (int i = 0; i < LANES; i++)
        m.negated_inverse[i] = inverse[i];
    multiply(&m, r, a, b);
}
