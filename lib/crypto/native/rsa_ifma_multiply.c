/* rsa_ifma_multiply.c - modular products of RSA with AVX-512 IFMA (crypto/native/rsa_ifma.h). */
#include "crypto/native/cpu.h"

#ifdef KEDGE_CPU_X86
#include "crypto/native/ifma52.h"
#include "crypto/native/rsa_ifma.h"

#include <string.h>

#define TILE_MAX 5

/* As in ifma52.h: what is inlined here for three sizes of tiles.  LCOV_EXCL_BR_START */

IFMA_INLINE void multiply_turn(block *t, block *high, const uint64_t *a, const uint64_t *b, int turn, int s)
{
    IFMA_UNROLL
    for (int k = 0; k < s; k++)
        block_accumulate(t + k, high + k, b, a + BLOCK_LIMBS * k, turn, s);
}

/* t = a b, for tiles of s blocks; t has 2s.  In each lane's turn a sum gets at most s products, so that in
 * the end its limbs are below 2 * 8s * 2^52. */
IFMA_INLINE void multiply_tile(block *t, const uint64_t *a, const uint64_t *b, int s)
{
    block high[2 * TILE_MAX];

    block_clear(t, 2 * s);
    block_clear(high, 2 * s - 1);
    multiply_turn(t, high, a, b, TURN_FIRST, s);
    for (int turn = TURN_FIRST - 1; turn > TURN_LAST; turn--) {
        block_step(t, high, 2 * s, 2 * s - 1);
        multiply_turn(t, high, a, b, turn, s);
    }
    block_step(t, high, 2 * s, 2 * s - 1);
    multiply_turn(t, high, a, b, TURN_LAST, s);
}

/* d = 2a without its highest bit, whole, but for the last block, which is not needed. */
IFMA_INLINE void double_tile(uint64_t *d, const uint64_t *a, int s)
{
    block before = _mm512_setzero_si512();

    IFMA_UNROLL
    for (int i = 0; i < s - 1; i++) {
        const block x = block_load(a + BLOCK_LIMBS * i);
        const block in = _mm512_srli_epi64(block_up(x, before), 51);

        block_store(d + BLOCK_LIMBS * i, block_masked(_mm512_or_si512(_mm512_slli_epi64(x, 1), in)));
        before = x;
    }
}

/* Of a[k] a[i] and a[i] a[k], k < i, only one is taken, with d = 2a for a[k]. */
IFMA_INLINE void square_turn(block *t, block *high, const uint64_t *a, const uint64_t *d, int turn, int s)
{
    IFMA_UNROLL
    for (int k = 0; k < s; k++) {
        const uint64_t *x = a + BLOCK_LIMBS * k;

        block_accumulate(t + 2 * k, high + 2 * k, x, x, turn, 1);
        if (k < s - 1)
            block_accumulate(t + 2 * k + 1, high + 2 * k + 1, x + BLOCK_LIMBS, d + BLOCK_LIMBS * k, turn,
                             s - 1 - k);
    }
}

/* t = a^2 for a tile of s blocks; limbs of t are as of a product.
 *
 * The bit that doubling carries from a[k] into block k + 1 of d meets there a[i] for i > k + 1 only: what it
 * makes with a[k + 1] is added afterwards. */
IFMA_INLINE void square_tile(block *t, const uint64_t *a, int s)
{
    alignas(64) uint64_t d[BLOCK_LIMBS * TILE_MAX];
    block high[2 * TILE_MAX];

    double_tile(d, a, s);
    block_clear(t, 2 * s);
    block_clear(high, 2 * s - 1);
    square_turn(t, high, a, d, TURN_FIRST, s);
    for (int turn = TURN_FIRST - 1; turn > TURN_LAST; turn--) {
        block_step(t, high, 2 * s, 2 * s - 1);
        square_turn(t, high, a, d, turn, s);
    }
    block_step(t, high, 2 * s, 2 * s - 1);
    square_turn(t, high, a, d, TURN_LAST, s);
    IFMA_UNROLL
    for (int k = 0; k < s - 1; k++) {
        const block is_carried = _mm512_set1_epi64(-(long long)(a[BLOCK_LIMBS * k + 7] >> 51));

        t[2 * k + 2] = block_add(t[2 * k + 2], _mm512_and_si512(is_carried, block_load(a + BLOCK_LIMBS * (k + 1))));
    }
}

/* p += t. */
IFMA_INLINE void add_tile(block *p, const block *t, int count)
{
    IFMA_UNROLL
    for (int i = 0; i < count; i++)
        p[i] = block_add(p[i], t[i]);
}

/* p = a b in v blocks each, tile by tile: limbs of p are below 2 * 8v * 2^52 < 2^61. */
IFMA_INLINE void multiply_wide(block *p, const uint64_t *a, const uint64_t *b, int v, int s)
{
    block t[2 * TILE_MAX];

    memset(p, 0, 2 * (size_t)v * sizeof *p);
    for (int i = 0; i < v; i += s)
        for (int k = 0; k < v; k += s) {
            multiply_tile(t, a + BLOCK_LIMBS * i, b + BLOCK_LIMBS * k, s);
            add_tile(p + i + k, t, 2 * s);
        }
}

IFMA_INLINE void square_wide(block *p, const uint64_t *a, int v, int s)
{
    block t[2 * TILE_MAX];

    if (v == s) {
        square_tile(p, a, s);
        return;
    }
    memset(p, 0, 2 * (size_t)v * sizeof *p);
    for (int i = 0; i < v; i += s) {
        square_tile(t, a + BLOCK_LIMBS * i, s);
        add_tile(p + 2 * i, t, 2 * s);
        for (int k = i + s; k < v; k += s) {
            multiply_tile(t, a + BLOCK_LIMBS * i, a + BLOCK_LIMBS * k, s);
            add_tile(p + i + k, t, 2 * s);
            add_tile(p + i + k, t, 2 * s);
        }
    }
}

/* p[0 ... v] += q n.  Each sum of v + 1 blocks: limbs below 2 * 8 * 2^52. */
IFMA_INLINE void add_multiple(block *p, const uint64_t *q, const uint64_t *n, int v, int s)
{
    block t[TILE_MAX + 1], low[TILE_MAX], high[TILE_MAX];

    for (int i = 0; i < v; i += s, n += BLOCK_LIMBS * s) {
        block_clear(t, s + 1);
        block_clear(high, s);
        block_accumulate(low, high, n, q, TURN_FIRST, s);
        for (int turn = TURN_FIRST - 1; turn > TURN_LAST; turn--) {
            block_step(t, high, s + 1, s);
            block_clear(low, s);
            block_accumulate(low, high, n, q, turn, s);
            add_tile(t, low, s);
        }
        block_step(t, high, s + 1, s);
        block_clear(low, s);
        block_accumulate(low, high, n, q, TURN_LAST, s);
        add_tile(t, low, s);
        add_tile(p + i, t, s + 1);
    }
}

/* q = t, a block below B^2 of which only what is below B is wanted. */
IFMA_INLINE void store_quotient(uint64_t *q, block t)
{
    block_normalise(q, &t, 1);
}

/* q = x y mod B, for blocks x and y. */
IFMA_INLINE void multiply_low(uint64_t *q, const uint64_t *x, const uint64_t *y)
{
    block t = _mm512_setzero_si512(), high = _mm512_setzero_si512();

    block_accumulate(&t, &high, y, x, TURN_FIRST, 1);
    for (int turn = TURN_FIRST - 1; turn > TURN_LAST; turn--) {
        block_step(&t, &high, 1, 1);
        block_accumulate(&t, &high, y, x, turn, 1);
    }
    block_step(&t, &high, 1, 1);
    block_accumulate(&t, &high, y, x, TURN_LAST, 1);
    store_quotient(q, t);
}

/* The sums of step 2 in s columns of blocks, and for q in the column of E. */
typedef struct sums {
    block t[TILE_MAX + 1], low[TILE_MAX], high[TILE_MAX];
} sums;

IFMA_INLINE void sums_begin(sums *sum, int s)
{
    block_clear(sum->t, s + 1);
    block_clear(sum->high, s);
}

/* `stride` blocks lie between the rows' beginnings. */
IFMA_INLINE void fold_turn(sums *sum, const uint64_t *x, const uint64_t *row, int turn, int rows, int stride, int s)
{
    block_clear(sum->low, s);
    for (int k = 0; k < rows; k++, row += BLOCK_LIMBS * stride, x += BLOCK_LIMBS)
        block_accumulate(sum->low, sum->high, row, x, turn, s);
    add_tile(sum->t, sum->low, s);
}

/* p[0 ... s] += s columns of the sums. */
IFMA_INLINE void fold_columns(block *p, const uint64_t *x, const uint64_t *row, int v, int s)
{
    sums sum;

    sums_begin(&sum, s);
    fold_turn(&sum, x, row, TURN_FIRST, v - 1, v, s);
    for (int turn = TURN_FIRST - 1; turn > TURN_LAST; turn--) {
        block_step(sum.t, sum.high, s + 1, s);
        fold_turn(&sum, x, row, turn, v - 1, v, s);
    }
    block_step(sum.t, sum.high, s + 1, s);
    fold_turn(&sum, x, row, TURN_LAST, v - 1, v, s);
    add_tile(p, sum.t, s + 1);
}

/* p[0 ... v] += all columns of the sums, and q from E beside them. */
IFMA_INLINE void fold_at_once(const kedge_rsa52 *key, block *p, uint64_t *q, const uint64_t *x, int v)
{
    const uint64_t *row = rsa52_rows(key), *e = rsa52_quotients(key);
    sums sum, for_q;

    sums_begin(&sum, v);
    sums_begin(&for_q, 1);
    fold_turn(&sum, x, row, TURN_FIRST, v - 1, v, v);
    fold_turn(&for_q, x, e, TURN_FIRST, v, 1, 1);
    for (int turn = TURN_FIRST - 1; turn > TURN_LAST; turn--) {
        block_step(sum.t, sum.high, v + 1, v);
        block_step(for_q.t, for_q.high, 1, 1);
        fold_turn(&sum, x, row, turn, v - 1, v, v);
        fold_turn(&for_q, x, e, turn, v, 1, 1);
    }
    block_step(sum.t, sum.high, v + 1, v);
    block_step(for_q.t, for_q.high, 1, 1);
    fold_turn(&sum, x, row, TURN_LAST, v - 1, v, v);
    fold_turn(&for_q, x, e, TURN_LAST, v, 1, 1);
    store_quotient(q, for_q.t[0]);
    add_tile(p, sum.t, v + 1);
}

/* The same in tiles.  q is -T / n mod B when the first tile is done: its few products, which wait for each other, are
 * done by the CPU beside those of the other tiles, and cost less than E. */
IFMA_INLINE void fold_in_tiles(const kedge_rsa52 *key, block *p, uint64_t *q, const uint64_t *x, int v, int s)
{
    alignas(64) uint64_t lowest[BLOCK_LIMBS];

    fold_columns(p, x, rsa52_rows(key), v, s);
    store_quotient(lowest, p[0]);
    multiply_low(q, lowest, rsa52_negated_inverse(key));
    for (int column = s; column < v; column += s)
        fold_columns(p + column, x, rsa52_rows(key) + BLOCK_LIMBS * column, v, s);
}

/* Step 2: p[v - 1 ... 2v - 1] += sums of the blocks of x and of the rows, and q of step 3.  x is p, whole,
 * to block v - 1.  Limbs of p stay below (2 * 8v + 2 * 8v) * 2^52 < 2^62. */
IFMA_INLINE void fold(const kedge_rsa52 *key, block *p, uint64_t *q, const uint64_t *x, int v, int s)
{
    if (v == s)
        fold_at_once(key, p + v - 1, q, x, s);
    else
        fold_in_tiles(key, p + v - 1, q, x, v, s);
}

/* r = (p[0 ... v] + q n) / B.
 *
 * The lowest block of the sum s is a multiple of B, s[7] 2^364 + s[6] 2^312 + ... = c B, where the limbs
 * below s[7] make less than 2^62 * 2^313 < B 2^-41.  So c is s[7] / 2^52 rounded up. */
IFMA_INLINE void divide(const kedge_rsa52 *key, uint64_t *r, block *p, const uint64_t *q, int v, int s)
{
    block carries;

    add_multiple(p, q, rsa52_n(key), v, s);
    carries = block_carries(block_add(p[0], _mm512_set1_epi64((long long)LIMB52_MASK)));
    p[1] = block_add(p[1], block_up(_mm512_setzero_si512(), carries));
    block_normalise(r, p + 1, v);
}

/* Steps 2 and 3. */
IFMA_INLINE void reduce_wide(const kedge_rsa52 *key, uint64_t *r, block *p, int v, int s)
{
    alignas(64) uint64_t x[RSA52_LIMBS_MAX], q[BLOCK_LIMBS];

    p[v] = block_add(p[v], block_normalise(x, p, v));
    p[v - 1] = block_load(x + BLOCK_LIMBS * (v - 1));
    fold(key, p, q, x, v, s);
    divide(key, r, p + v - 1, q, v, s);
}

/* Five blocks are the commonest, RSA with 2048 bits: all of its p can be in registers. */
IFMA_TARGET static void multiply_5(const kedge_rsa52 *key, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    block p[2 * 5];

    multiply_tile(p, a, b, 5);
    reduce_wide(key, r, p, 5, 5);
}

IFMA_TARGET static void square_5(const kedge_rsa52 *key, uint64_t *r, const uint64_t *a)
{
    block p[2 * 5];

    square_wide(p, a, 5, 5);
    reduce_wide(key, r, p, 5, 5);
}

#define IN_TILES(s) \
    IFMA_TARGET static void multiply_tiles_##s(const kedge_rsa52 *key, uint64_t *r, const uint64_t *a, \
                                               const uint64_t *b) \
    { \
        block p[2 * RSA52_BLOCKS_MAX]; \
    \
        multiply_wide(p, a, b, (int)key->blocks, s); \
        reduce_wide(key, r, p, (int)key->blocks, s); \
    } \
    IFMA_TARGET static void square_tiles_##s(const kedge_rsa52 *key, uint64_t *r, const uint64_t *a) \
    { \
        block p[2 * RSA52_BLOCKS_MAX]; \
    \
        square_wide(p, a, (int)key->blocks, s); \
        reduce_wide(key, r, p, (int)key->blocks, s); \
    } \
    IFMA_TARGET static void divide_tiles_##s(const kedge_rsa52 *key, uint64_t *r, block *p, const uint64_t *q) \
    { \
        divide(key, r, p, q, (int)key->blocks, s); \
    }

IN_TILES(3)
IN_TILES(4)
IN_TILES(5)

/* LCOV_EXCL_BR_STOP */

void kedge_rsa52_multiply(const kedge_rsa52 *key, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    if (key->blocks == 5)
        multiply_5(key, r, a, b);
    else if (key->tile == 5)
        multiply_tiles_5(key, r, a, b);
    else if (key->tile == 4)
        multiply_tiles_4(key, r, a, b);
    else
        multiply_tiles_3(key, r, a, b);
}

void kedge_rsa52_square(const kedge_rsa52 *key, uint64_t *r, const uint64_t *a)
{
    if (key->blocks == 5)
        square_5(key, r, a);
    else if (key->tile == 5)
        square_tiles_5(key, r, a);
    else if (key->tile == 4)
        square_tiles_4(key, r, a);
    else
        square_tiles_3(key, r, a);
}

IFMA_TARGET void kedge_rsa52_divide(const kedge_rsa52 *key, uint64_t *r, const uint64_t *x, const uint64_t *q)
{
    block p[RSA52_BLOCKS_MAX + 1];

    for (uint32_t i = 0; i < key->blocks; i++)
        p[i] = block_load(x + BLOCK_LIMBS * i);
    p[key->blocks] = _mm512_setzero_si512();
    if (key->tile == 5)
        divide_tiles_5(key, r, p, q);
    else if (key->tile == 4)
        divide_tiles_4(key, r, p, q);
    else
        divide_tiles_3(key, r, p, q);
}

IFMA_TARGET void kedge_rsa52_multiply_low(uint64_t *q, const uint64_t *x, const uint64_t *y)
{
    multiply_low(q, x, y);
}
#endif
