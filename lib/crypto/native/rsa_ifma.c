/* rsa_ifma.c - the public operation of RSA with AVX-512 IFMA: keys and powers. */
#include "crypto/native/cpu.h"

#ifdef KEDGE_CPU_X86
#include "crypto/native/ifma52.h"
#include "crypto/native/limbs.h"
#include "crypto/native/rsa_ifma.h"

#include <string.h>

/* Keys of more blocks than this are not prepared on the stack. */
#define BLOCKS_ON_STACK 10

/* Eight bits are left over (crypto/native/rsa_ifma.h), and the blocks make whole tiles. */
uint32_t kedge_rsa52_blocks(uint32_t bits)
{
    static const uint8_t counts[] = { 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, RSA52_BLOCKS_MAX };
    size_t i = 0;

    while (counts[i] < RSA52_BLOCKS_MAX && counts[i] * 416u < bits + 8)
        i++;
    return counts[i];
}

/* inverse = -1/n mod B.  Limb by limb a multiple of n is added to 1 that makes the limb zero; the
 * multiples' factors are the inverse's limbs.  n itself is its inverse modulo 8, and Newton's step doubles
 * the bits: 3, 6, 12, 24, 48, 96. */
static void negate_inverse(uint64_t *inverse, const uint64_t *n)
{
    uint64_t sum[BLOCK_LIMBS] = { 1 }, first = n[0];

    for (int i = 0; i < 5; i++)
        first *= 2 - n[0] * first;
    for (int i = 0; i < BLOCK_LIMBS; i++) {
        limb2 carry = 0;

        inverse[i] = (0 - sum[i] * first) & LIMB52_MASK;
        for (int j = i; j < BLOCK_LIMBS; j++) {
            carry += (limb2)inverse[i] * n[j - i] + sum[j];
            sum[j] = (uint64_t)carry & LIMB52_MASK;
            carry >>= 52;
        }
    }
}

/* The rows from the last up: B^-k = (B^-(k-1) + q n) / B with q = -B^-(k-1) / n mod B, which is E[k-1]. */
static void make_rows(const kedge_rsa52 *key)
{
    const size_t v = key->blocks, row_limbs = BLOCK_LIMBS * v;
    alignas(64) static const uint64_t one[RSA52_LIMBS_MAX] = { 1 };
    const uint64_t *power = one, *q = rsa52_negated_inverse(key);

    for (size_t i = v - 1; i-- > 0;) {
        uint64_t *row = rsa52_rows(key) + row_limbs * i;

        kedge_rsa52_divide(key, row, power, q);
        kedge_rsa52_multiply_low(rsa52_quotients(key) + BLOCK_LIMBS * i, row, rsa52_negated_inverse(key));
        power = row;
        q = rsa52_quotients(key) + BLOCK_LIMBS * i;
    }
}

void kedge_rsa52_make_root(uint64_t *root, size_t blocks, kedge_span modulus)
{
    const size_t power = 520 * blocks, count = (modulus.size + 7) / 8;
    uint64_t wide[520 * RSA52_BLOCKS_MAX / 64 + 1] = { 0 }, n[LIMBS_MAX], remainder[LIMBS_MAX + 1] = { 0 };

    kedge_limbs_read_big(n, count, modulus.data, modulus.size);
    wide[power / 64] = (uint64_t)1 << power % 64;
    kedge_limbs_reduce(remainder, wide, power / 64 + 1, n, count);
    for (size_t i = 0; i < BLOCK_LIMBS * blocks; i++) {
        const size_t limb = 52 * i / 64, shift = 52 * i % 64;
        const limb2 both = limb >= count ? 0 : (limb2)remainder[limb + 1] << 64 | remainder[limb];

        root[i] = (uint64_t)(both >> shift) & LIMB52_MASK;
    }
}

void kedge_rsa52_prepare(kedge_rsa52 *prepared, const kedge_public_key *key)
{
    const kedge_span modulus = kedge_span_of(key->der, key->modulus);
    uint64_t *r_squared;

    prepared->exponent = kedge_native_rsa_exponent(key);
    prepared->bits = key->bits;
    prepared->blocks = kedge_rsa52_blocks(key->bits);
    prepared->tile = prepared->blocks % 5 == 0 ? 5 : prepared->blocks % 4 == 0 ? 4 : 3;
    kedge_rsa52_read(rsa52_n(prepared), prepared->blocks, modulus.data, modulus.size);
    negate_inverse(rsa52_negated_inverse(prepared), rsa52_n(prepared));
    make_rows(prepared);
    r_squared = rsa52_r_squared(prepared);
    kedge_rsa52_make_root(r_squared, prepared->blocks, modulus);
    kedge_rsa52_square(prepared, r_squared, r_squared);
    kedge_rsa52_square(prepared, r_squared, r_squared);
}

/* x = x^e mod n.  As in crypto/native/rsa.c, the last multiplication is by x itself. */
static void power(const kedge_rsa52 *key, uint8_t *x, size_t size)
{
    alignas(64) uint64_t limbs[RSA52_LIMBS_MAX], base[RSA52_LIMBS_MAX], y[RSA52_LIMBS_MAX];
    unsigned bit = 31;

    kedge_rsa52_read(limbs, key->blocks, x, size);
    kedge_rsa52_multiply(key, base, limbs, rsa52_r_squared(key));
    while (key->exponent >> bit == 0)
        bit--;
    for (const uint64_t *from = base; bit-- > 0; from = y) {
        kedge_rsa52_square(key, y, from);
        if (bit > 0 && (key->exponent >> bit & 1) != 0)
            kedge_rsa52_multiply(key, y, y, base);
    }
    kedge_rsa52_multiply(key, y, y, limbs);
    kedge_rsa52_reduce(key, y);
    kedge_rsa52_write(x, size, y);
}

size_t kedge_native_rsa_prepared_size(const kedge_public_key *key)
{
    return RSA52_SIZE((size_t)kedge_rsa52_blocks(key->bits));
}

void kedge_native_rsa_prepare(const kedge_public_key *key, void *memory)
{
    kedge_rsa52_prepare(memory, key);
}

/* Whether the prepared key is this one.  If a caller has mixed up his keys, a signature is verified under the
 * key that the job names, or not at all. */
static bool is_prepared(const kedge_rsa52 *prepared, const kedge_public_key *key)
{
    const kedge_span modulus = kedge_span_of(key->der, key->modulus);
    alignas(64) uint64_t n[RSA52_LIMBS_MAX];

    if (prepared == NULL || prepared->bits != key->bits || prepared->exponent != kedge_native_rsa_exponent(key))
        return false;
    kedge_rsa52_read(n, prepared->blocks, modulus.data, modulus.size);
    return memcmp(n, rsa52_n(prepared), prepared->blocks * (size_t)64) == 0;
}

/* Prepare the key for this once. */
static void raise_cold(const kedge_public_key *key, uint8_t *x)
{
    alignas(64) uint8_t memory[RSA52_SIZE(BLOCKS_ON_STACK)];
    kedge_rsa52 *prepared = (kedge_rsa52 *)(void *)memory;

    kedge_rsa52_prepare(prepared, key);
    power(prepared, x, key->modulus.size);
}

bool kedge_native_rsa_raise_ifma(const kedge_signature_job *job, uint8_t *x)
{
    if (is_prepared(job->prepared, job->key))
        power(job->prepared, x, job->key->modulus.size);
    else if (kedge_rsa52_blocks(job->key->bits) <= BLOCKS_ON_STACK)
        raise_cold(job->key, x);
    else
        return kedge_native_rsa_raise(job, x);
    return true;
}
#endif
