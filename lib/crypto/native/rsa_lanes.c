/* rsa_lanes.c - the public operations of eight RSA keys at once with AVX-512 IFMA.
 *
 * Vector i of a number holds the limbs i of eight numbers.  There are L = 8V limbs of 52 bits, V as for a
 * single signature (crypto/native/rsa_ifma.h), and at least 8 bits less in the moduli.  With R = 2^(52 L), a
 * product is a b / R mod n by Montgomery's reduction limb by limb.  For a, b < 2n it is below
 * (4 n^2 + R n) / R < 2n.
 *
 * Bounds: limbs are whole (below 2^52) where they are multiplied.  A place of a product gets at most 2L
 * halves of products, as many in the reduction, and a carry below 2^11: it stays below 2^61, L <= 80.
 */
#include "crypto/native/cpu.h"

#ifdef KEDGE_CPU_X86
#include "crypto/native/ifma52.h"
#include "crypto/native/rsa_ifma.h"
#include "crypto/native/rsa_lanes.h"

#include <string.h>

#define BLOCKS_MAX KEDGE_RSA_LANES_BLOCKS_MAX
#define LANE_LIMBS_MAX (BLOCK_LIMBS * BLOCKS_MAX)
#define LANES KEDGE_RSA_LANES
#define ROWS 8 /* limbs of a multiplier that are kept in registers */

/* Eight numbers: limb i of number k at [LANES * i + k]. */
typedef uint64_t numbers[LANES * LANE_LIMBS_MAX];

typedef struct moduli {
    alignas(64) numbers n;
    alignas(64) uint64_t negated_inverse[LANES]; /* -1/n modulo 2^52 */
    int limbs;
} moduli;

/* t[0 ... 7] += the columns of x y that need no more than y[0 ... 7]; x has ROWS limbs. */
IFMA_INLINE void add_head(block *t, const block *x, const uint64_t *y)
{
    IFMA_UNROLL
    for (int c = 0; c < ROWS; c++) {
        block low = t[c], high = _mm512_setzero_si512();

        IFMA_UNROLL
        for (int i = 0; i <= c; i++)
            low = _mm512_madd52lo_epu64(low, x[i], block_load(y + LANES * (c - i)));
        IFMA_UNROLL
        for (int i = 0; i < c; i++)
            high = _mm512_madd52hi_epu64(high, x[i], block_load(y + LANES * (c - 1 - i)));
        t[c] = block_add(low, high);
    }
}

/* t[8 ... count + 7] += the other columns of x y; y has `count` limbs. */
IFMA_INLINE void add_rest(block *t, const block *x, const uint64_t *y, int count)
{
    for (int c = ROWS; c < count; c++) {
        const uint64_t *place = y + LANES * c;
        block low = t[c], high = _mm512_setzero_si512();

        IFMA_UNROLL
        for (int i = 0; i < ROWS; i++) {
            low = _mm512_madd52lo_epu64(low, x[i], block_load(place - LANES * i));
            high = _mm512_madd52hi_epu64(high, x[i], block_load(place - LANES * (i + 1)));
        }
        t[c] = block_add(low, high);
    }
    t += count;
    y += LANES * count;
    IFMA_UNROLL
    for (int c = 0; c < ROWS; c++) {
        block low = t[c], high = _mm512_setzero_si512();

        IFMA_UNROLL
        for (int i = c + 1; i < ROWS; i++)
            low = _mm512_madd52lo_epu64(low, x[i], block_load(y - LANES * (i - c)));
        IFMA_UNROLL
        for (int i = c; i < ROWS; i++)
            high = _mm512_madd52hi_epu64(high, x[i], block_load(y - LANES * (i + 1 - c)));
        t[c] = block_add(low, high);
    }
}

IFMA_INLINE void load_rows(block *x, const uint64_t *limbs)
{
    IFMA_UNROLL
    for (int i = 0; i < ROWS; i++)
        x[i] = block_load(limbs + LANES * i);
}

/* t += x y, where x has ROWS limbs and y `count`, a multiple of 8. */
IFMA_TARGET static void add_product(block *t, const uint64_t *x, const uint64_t *y, int count)
{
    block rows[ROWS];

    load_rows(rows, x);
    add_head(t, rows, y);
    add_rest(t, rows, y, count);
}

/* Make t[0 ... 7] zero modulo 2^(52 * 8) by adding multiples q of n to t; what they carry goes into t[8]. */
IFMA_INLINE void find_quotients(block *q, block *t, const moduli *m)
{
    const block inverse = block_load(m->negated_inverse), zero = _mm512_setzero_si512();
    block carry = zero;

    IFMA_UNROLL
    for (int k = 0; k < ROWS; k++) {
        block low = t[k], high = carry;

        IFMA_UNROLL
        for (int i = 0; i < k; i++) {
            low = _mm512_madd52lo_epu64(low, q[i], block_load(m->n + LANES * (k - i)));
            high = _mm512_madd52hi_epu64(high, q[i], block_load(m->n + LANES * (k - 1 - i)));
        }
        low = block_add(low, high);
        q[k] = _mm512_madd52lo_epu64(zero, low, inverse);
        carry = block_carries(_mm512_madd52lo_epu64(low, q[k], block_load(m->n)));
    }
    t[ROWS] = block_add(t[ROWS], carry);
}

/* r = t / R mod n; t has 2L limbs. */
IFMA_TARGET static void reduce(const moduli *m, uint64_t *r, block *t)
{
    block q[ROWS], carry = _mm512_setzero_si512();

    for (int i = 0; i < m->limbs; i += ROWS, t += ROWS) {
        find_quotients(q, t, m);
        add_rest(t, q, m->n, m->limbs);
    }
    for (int i = 0; i < m->limbs; i++) {
        carry = block_add(carry, t[i]);
        block_store(r + LANES * i, block_masked(carry));
        carry = block_carries(carry);
    }
}

IFMA_TARGET static void multiply(const moduli *m, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    block t[2 * LANE_LIMBS_MAX];

    memset(t, 0, 2 * (size_t)m->limbs * sizeof t[0]);
    for (int i = 0; i < m->limbs; i += ROWS)
        add_product(t + i, a + LANES * i, b, m->limbs);
    reduce(m, r, t);
}

/* Products of different eights of limbs are computed once and doubled. */
IFMA_TARGET static void square(const moduli *m, uint64_t *r, const uint64_t *a)
{
    block t[2 * LANE_LIMBS_MAX];

    memset(t, 0, 2 * (size_t)m->limbs * sizeof t[0]);
    for (int i = 0; i < m->limbs - ROWS; i += ROWS)
        add_product(t + 2 * i + ROWS, a + LANES * i, a + LANES * (i + ROWS), m->limbs - ROWS - i);
    for (int i = 0; i < 2 * m->limbs; i++)
        t[i] = block_add(t[i], t[i]);
    for (int i = 0; i < m->limbs; i += ROWS)
        add_product(t + 2 * i, a + LANES * i, a + LANES * i, ROWS);
    reduce(m, r, t);
}

static void place(uint64_t *all, size_t lane, const uint64_t *one, size_t limbs)
{
    for (size_t i = 0; i < limbs; i++)
        all[LANES * i + lane] = one[i];
}

/* -1/n modulo 2^52, from the inverse modulo 8, which is n itself, by Newton's steps. */
static uint64_t negate_inverse(uint64_t n)
{
    uint64_t inverse = n;

    for (int i = 0; i < 5; i++)
        inverse *= 2 - n * inverse;
    return (0 - inverse) & LIMB52_MASK;
}

/* x from limb `low` up as a fraction of its highest limb's unit. */
IFMA_INLINE __m512d head(const uint64_t *x, int low, int limbs)
{
    __m512d value = _mm512_setzero_pd();

    for (int i = low; i < limbs; i++)
        value = _mm512_fmadd_pd(value, _mm512_set1_pd(0x1p-52), _mm512_cvtepu64_pd(block_load(x + LANES * i)));
    return value;
}

#define SHIFT_MAX 40

/* r = r 2^shift - q n, where shift is at most SHIFT_MAX and `inverse` 2^shift / head(n).
 *
 * r and the result are below (1 + 2^-7) n.  Three limbs or more make the heads, of which the highest is not
 * zero in n: quotients are below 2^41 and right to 2^-9.  Less 2^-8, rounded down, they are not too large, and
 * what is left is below (1 + 2^-8 + 2^-9) n. */
IFMA_INLINE void shift_up(const moduli *m, uint64_t *r, block shift, __m512d inverse, int low)
{
    const block zero = _mm512_setzero_si512(), unshift = _mm512_sub_epi64(_mm512_set1_epi64(52), shift);
    const __m512d estimate = _mm512_fmsub_pd(head(r, low, m->limbs), inverse, _mm512_set1_pd(0x1p-8));
    const block q = _mm512_cvttpd_epu64(_mm512_max_pd(estimate, _mm512_setzero_pd()));
    block carry = zero, below = zero, high = zero;

    for (int i = 0; i < m->limbs; i++) {
        const block x = block_load(r + LANES * i), n = block_load(m->n + LANES * i);
        const block shifted = _mm512_or_si512(block_masked(_mm512_sllv_epi64(x, shift)),
                                              _mm512_srlv_epi64(below, unshift));
        const block multiple = block_add(high, _mm512_madd52lo_epu64(zero, q, n));

        carry = block_add(carry, _mm512_sub_epi64(shifted, multiple));
        block_store(r + LANES * i, block_masked(carry));
        carry = _mm512_srai_epi64(carry, 52);
        high = _mm512_madd52hi_epu64(zero, q, n);
        below = x;
    }
}

/* root = 2^(26 L) R mod n, or that plus a little of n: 2^(78 L) from the highest power of two below n, which it
 * is in the beginning. */
IFMA_TARGET static void make_root(const moduli *m, uint64_t *root, const uint64_t *bits)
{
    const block goal = _mm512_set1_epi64(78 * m->limbs + 1);
    block left = _mm512_sub_epi64(goal, block_load(bits));
    const int low = (int)_mm512_reduce_min_epu64(block_load(bits)) / 52 - 2;
    const __m512d inverse = _mm512_div_pd(_mm512_set1_pd(1), head(m->n, low, m->limbs));

    while (_mm512_test_epi64_mask(left, left) != 0) {
        const block shift = _mm512_min_epu64(left, _mm512_set1_epi64(SHIFT_MAX));

        shift_up(m, root, shift, _mm512_scalef_pd(inverse, _mm512_cvtepu64_pd(shift)), low);
        left = _mm512_sub_epi64(left, shift);
    }
}

/* x = x^65537 mod n; root is as of make_root(), whose square is R^2. */
static void power(const moduli *m, uint64_t *x, uint64_t *root)
{
    alignas(64) numbers y;

    square(m, root, root);
    multiply(m, y, x, root);
    for (int i = 0; i < 16; i++)
        square(m, y, y);
    multiply(m, x, y, x);
}

/* A modulus, as kedge_rsa52_reduce() takes it. */
typedef struct reducer {
    kedge_rsa52 key;
    uint64_t n[LANE_LIMBS_MAX];
} reducer;

static void finish(const kedge_public_key *key, uint8_t *out, const uint64_t *all, size_t lane, uint32_t blocks)
{
    const kedge_span modulus = kedge_span_of(key->der, key->modulus);
    alignas(64) uint64_t limbs[LANE_LIMBS_MAX];
    reducer one = { .key = { .bits = key->bits, .blocks = blocks } };

    kedge_rsa52_read(one.n, blocks, modulus.data, modulus.size);
    for (size_t i = 0; i < BLOCK_LIMBS * (size_t)blocks; i++)
        limbs[i] = all[LANES * i + lane];
    kedge_rsa52_reduce(&one.key, limbs);
    kedge_rsa52_write(out, modulus.size, limbs);
}

uint32_t kedge_native_rsa_lane_blocks(const kedge_public_key *key)
{
    const uint32_t blocks = kedge_rsa52_blocks(key->bits);

    return blocks <= BLOCKS_MAX && kedge_native_rsa_exponent(key) == KEDGE_RSA_LANES_EXPONENT ? blocks : 0;
}

/* Lanes that are not needed repeat the first. */
void kedge_native_rsa_raise_lanes(const kedge_public_key *const *keys, uint8_t *const *x, size_t count)
{
    const uint32_t blocks = kedge_rsa52_blocks(keys[0]->bits);
    const size_t limbs = BLOCK_LIMBS * (size_t)blocks;
    alignas(64) numbers base, root = { 0 };
    alignas(64) uint64_t row[LANE_LIMBS_MAX], bits[LANES];
    moduli m = { .limbs = (int)limbs };

    for (size_t lane = 0; lane < LANES; lane++) {
        const size_t from = lane < count ? lane : 0;
        const kedge_span modulus = kedge_span_of(keys[from]->der, keys[from]->modulus);

        kedge_rsa52_read(row, blocks, modulus.data, modulus.size);
        place(m.n, lane, row, limbs);
        m.negated_inverse[lane] = negate_inverse(row[0]);
        kedge_rsa52_read(row, blocks, x[from], modulus.size);
        place(base, lane, row, limbs);
        bits[lane] = keys[from]->bits;
        root[LANES * ((bits[lane] - 1) / 52) + lane] = (uint64_t)1 << (bits[lane] - 1) % 52;
    }
    make_root(&m, root, bits);
    power(&m, base, root);
    for (size_t lane = 0; lane < count; lane++)
        finish(keys[lane], x[lane], base, lane, blocks);
}
#endif
