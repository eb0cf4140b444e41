/* crypto/native/rsa_ifma.h - the public operation of RSA with AVX-512 IFMA.
 *
 * A modulus of V blocks (crypto/native/ifma52.h) has at least 8 bits less than B^V, B = 2^416.  With
 * R = B^V, the product of a and b is a b / R mod n, not fully reduced.  It is computed in three steps:
 *
 *  1. P = a b, of 2V blocks.
 *  2. All but one of the lower blocks are folded at once, by what B^-k is modulo n:
 *     T = P[V-1] + P[V] B + P[V+1] B^2 + ... + sum over k = 1 to V - 1 of P[V-1-k] (B^-k mod n)
 *     is P / B^(V-1) mod n, of V + 1 blocks.
 *  3. One step of Montgomery's reduction by a whole block: (T + q n) / B with q = -T / n mod B.  As T mod B
 *     is a sum of products, so is q: of P[V-1-k] and E[k] = -(B^-k mod n) / n mod B.  Where all of step 2 is
 *     done at once, q is computed beside it and does not wait for it.
 *
 * Bounds: let a and b be below 2V n.  T < a b / B^(V-1) + (V - 1) B n, and the result is below
 * a b / B^V + (V - 1) n + n <= 4 V^2 n 2^-8 + V n <= 2V n, since V <= 20.
 */
#ifndef KEDGE_CRYPTO_NATIVE_RSA_IFMA_H
#define KEDGE_CRYPTO_NATIVE_RSA_IFMA_H

#include <stdalign.h>

#include "crypto/native/rsa.h"

#define RSA52_BLOCKS_MAX 20
#define RSA52_LIMBS_MAX (8 * RSA52_BLOCKS_MAX)

/** What depends on the key alone.  It is followed by blocks of 64 octets, all whole:
 *     n       V blocks
 *     R^2     V blocks, below 2V n
 *     V - 1 rows of V blocks: row i is B^-k mod n, k = V - 1 - i
 *     E[k] of each row, and E[0] = -1/n mod B: V blocks */
typedef struct kedge_rsa52 {
    alignas(64) uint32_t exponent;
    uint32_t bits;
    uint32_t blocks; /**< V */
    uint32_t tile;   /**< blocks that are multiplied at a time: 3, 4 or 5, a divisor of V */
} kedge_rsa52;

/** Octets of a kedge_rsa52 with its blocks. */
#define RSA52_SIZE(blocks) (sizeof(kedge_rsa52) + 64 * (2 * (blocks) + (blocks) * (blocks)))

static inline uint64_t *rsa52_block(const kedge_rsa52 *key, size_t index)
{
    return (uint64_t *)(uintptr_t)(key + 1) + 8 * index;
}

static inline uint64_t *rsa52_n(const kedge_rsa52 *key)
{
    return rsa52_block(key, 0);
}

static inline uint64_t *rsa52_r_squared(const kedge_rsa52 *key)
{
    return rsa52_block(key, key->blocks);
}

static inline uint64_t *rsa52_rows(const kedge_rsa52 *key)
{
    return rsa52_block(key, 2 * (size_t)key->blocks);
}

/** E of the first row. */
static inline uint64_t *rsa52_quotients(const kedge_rsa52 *key)
{
    return rsa52_block(key, (size_t)key->blocks * (1 + key->blocks));
}

static inline uint64_t *rsa52_negated_inverse(const kedge_rsa52 *key)
{
    return rsa52_quotients(key) + 8 * ((size_t)key->blocks - 1);
}

/** How many blocks moduli of `bits` bits take, at most KEDGE_NATIVE_RSA_BITS_MAX. */
uint32_t kedge_rsa52_blocks(uint32_t bits);

/** Compute what depends on the key alone, into RSA52_SIZE(kedge_rsa52_blocks(bits)) octets. */
void kedge_rsa52_prepare(kedge_rsa52 *prepared, const kedge_public_key *key);

/** root = 2^(104 V) R mod n.  Two squares make R^2 of it, for the square of 2^m R is 2^(2m) R, and
 *  R = 2^(416 V). */
void kedge_rsa52_make_root(uint64_t *root, size_t blocks, kedge_span modulus);

/** r = a b / R mod n; all are whole, of V blocks and below 2V n; r may be a or b. */
void kedge_rsa52_multiply(const kedge_rsa52 *key, uint64_t *r, const uint64_t *a, const uint64_t *b);
void kedge_rsa52_square(const kedge_rsa52 *key, uint64_t *r, const uint64_t *a);

/** r = (x + q n) / B, for x + q n that B divides; x is whole and below n. */
void kedge_rsa52_divide(const kedge_rsa52 *key, uint64_t *r, const uint64_t *x, const uint64_t *q);

/** q = x y mod B, of one block each. */
void kedge_rsa52_multiply_low(uint64_t *q, const uint64_t *x, const uint64_t *y);

/** Read big-endian octets into whole blocks. */
void kedge_rsa52_read(uint64_t *limbs, size_t blocks, const uint8_t *octets, size_t size);

/** r = r mod n for r below 2V n, whole. */
void kedge_rsa52_reduce(const kedge_rsa52 *key, uint64_t *r);

/** Write the low octets of whole blocks. */
void kedge_rsa52_write(uint8_t *octets, size_t size, const uint64_t *limbs);

#endif
