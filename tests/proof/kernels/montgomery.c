/* montgomery.c - RSA's products, portable, for numbers of as many words as are asked for. */
#include "crypto/native/montgomery.c"

#define WORDS 4

void proof_multiply(uint64_t *r, const uint64_t *a, const uint64_t *b);
void proof_square(uint64_t *r, const uint64_t *a);
void proof_divide(uint64_t *r, const uint64_t *t, const uint64_t *n, const uint64_t *inverse);

void proof_multiply(uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    multiply_wide(r, a, b, WORDS);
}

void proof_square(uint64_t *r, const uint64_t *a)
{
    square_wide(r, a, WORDS);
}

void proof_divide(uint64_t *r, const uint64_t *t, const uint64_t *n, const uint64_t *inverse)
{
    kedge_montgomery m;

    m.count = WORDS;
    m.negated_inverse = *inverse;
    for (int i = 0; i < WORDS; i++)
        m.n[i] = n[i];
    r[WORDS] = divide(&m, r, t);
}
