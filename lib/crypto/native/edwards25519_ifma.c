/* edwards25519_ifma.c - the four coordinates of a point of edwards25519 side by side, in the lanes of AVX-512
 * IFMA (Hisil, Wong, Carter and Dawson, "Twisted Edwards curves revisited", 2008, section 4).
 *
 * A vector has five limbs of 51 bits, of four numbers each.  Two ranges are told apart:
 *
 *     tight    limbs below 2^51 + 2^16, what carry() yields: below 2^51 + 2^14 for products; multiply() takes
 *              all below 2^52
 *     columns  below 2^60.1: products before their carries, which sums of a few are made of first
 *
 * A point's lanes are Z, Y, T and X: where F, G, H and E are those before the last products of the formulas
 * (edwards25519.c), these are (F, G, H, E) times (G, H, E, F).  All values are public.
 */
#include "crypto/native/edwards25519.h"

#include "crypto/native/cpu.h"
#include "crypto/native/curve.h"

#ifdef KEDGE_CPU_X86

#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512ifma,bmi2")))
#define LANES static inline __attribute__((always_inline)) TARGET

#define LIMBS 5

typedef struct lanes {
    __m256i limb[LIMBS];
} lanes;

/* Lanes 2 z, y - x, 2 d t and y + x. */
typedef lanes addend;

/* The lanes of the masks. */
#define LANE_Z 1
#define LANE_Y 2
#define LANE_T 4
#define LANE_X 8

/* For _mm256_permutex_epi64() and its like: from where the lanes are. */
#define FROM(z, y, t, x) ((z) | (y) << 2 | (t) << 4 | (x) << 6)
enum { Z, Y, T, X };

LANES __m256i plus(__m256i a, __m256i b)
{
    return _mm256_add_epi64(a, b);
}

LANES __m256i all(uint64_t value)
{
    return _mm256_set1_epi64x((long long)value);
}

/* `times` p in limbs, a power of 2 below 2^13. */
LANES __m256i primes(int limb, uint64_t times)
{
    return all(times * (FE25519_MASK - (limb == 0 ? 18 : 0)));
}

/* All carries are passed on at once: from limbs below 2^62.6 they are below 2^11.6, and 19 times the last
 * below 2^16. */
LANES void carry(lanes *r, const lanes *c)
{
    const __m256i mask = all(FE25519_MASK);
    __m256i over[LIMBS];

    UNROLL
    for (int i = 0; i < LIMBS; i++)
        over[i] = _mm256_srli_epi64(c->limb[i], 51);
    UNROLL
    for (int i = LIMBS - 1; i > 0; i--)
        r->limb[i] = plus(_mm256_and_si256(c->limb[i], mask), over[i - 1]);
    r->limb[0] = _mm256_madd52lo_epu64(_mm256_and_si256(c->limb[0], mask), over[LIMBS - 1], all(19));
}

/* r = a b, in columns.  Limbs below 2^52.
 *
 * Lower halves of products belong to column i + j, upper ones, which count twice as limbs have 51 bits, to
 * the next.  2^255 = 19.  Column 0 gets most: 1 lower half, and 19-fold 4 lower ones and 5 upper ones twice, 267
 * times 2^52, which is below 2^60.1. */
LANES void multiply(lanes *r, const lanes *a, const lanes *b)
{
    __m256i low[2 * LIMBS], high[2 * LIMBS];

    UNROLL
    for (int i = 0; i < 2 * LIMBS; i++) {
        low[i] = _mm256_setzero_si256();
        high[i] = _mm256_setzero_si256();
    }
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        UNROLL
        for (int j = 0; j < LIMBS; j++) {
            low[i + j] = _mm256_madd52lo_epu64(low[i + j], a->limb[i], b->limb[j]);
            high[i + j + 1] = _mm256_madd52hi_epu64(high[i + j + 1], a->limb[i], b->limb[j]);
        }
    }
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const __m256i upper = plus(low[i + LIMBS], plus(high[i + LIMBS], high[i + LIMBS]));
        const __m256i lower = plus(low[i], plus(high[i], high[i]));

        r->limb[i] = plus(plus(lower, upper), plus(_mm256_slli_epi64(upper, 1), _mm256_slli_epi64(upper, 4)));
    }
}

/* What all ends with: c is F, G, H and E, below 2^62.6. */
LANES void finish(lanes *r, const lanes *c)
{
    lanes factors, turned;

    carry(&factors, c);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        turned.limb[i] = _mm256_permutex_epi64(factors.limb[i], FROM(Y, T, X, Z));
    multiply(r, &factors, &turned);
    carry(r, r);
}

/* r = 2 r, without r's T: F = 2 Z^2 + X^2 - Y^2, G = Y^2 - X^2, H = X^2 + Y^2, E = 2 X Y.  1024 p, limbs near
 * 2^61, are more than what is subtracted; sums are below 3 2^60.1 + 2^61. */
LANES void twice(lanes *r)
{
    lanes a, b;

    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        a.limb[i] = _mm256_permutex_epi64(r->limb[i], FROM(Z, Y, Y, X));
        b.limb[i] = _mm256_permutex_epi64(r->limb[i], FROM(Z, Y, X, X));
    }
    multiply(&a, &a, &b); /* Z^2, Y^2, X Y, X^2 */
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const __m256i c = _mm256_mask_add_epi64(a.limb[i], LANE_Z | LANE_T, a.limb[i], a.limb[i]);
        const __m256i added = _mm256_maskz_permutex_epi64(LANE_Z | LANE_T, c, FROM(X, 0, X, 0));
        const __m256i subtracted = _mm256_maskz_permutex_epi64(LANE_Z | LANE_Y, c, FROM(Y, X, 0, 0));

        b.limb[i] = plus(_mm256_permutex_epi64(c, FROM(Z, Y, Y, T)), added);
        b.limb[i] = plus(b.limb[i], _mm256_sub_epi64(primes(i, 1024), subtracted));
    }
    finish(r, &b);
}

/* Z, Y - X, T and Y + X, tight; 2 p is more than X. */
LANES void spread(lanes *r, const lanes *p)
{
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const __m256i x = _mm256_permutex_epi64(p->limb[i], FROM(X, X, X, X));
        const __m256i y = _mm256_permutex_epi64(p->limb[i], FROM(Z, Y, T, Y));
        const __m256i biased = _mm256_mask_add_epi64(y, LANE_Y, y, primes(i, 2));

        r->limb[i] = _mm256_mask_sub_epi64(_mm256_mask_add_epi64(biased, LANE_X, y, x), LANE_Y, biased, x);
    }
    carry(r, r);
}

/* r = r + q or r - q, where sums are below 2 2^60.1 + 2^61: with D = 2 Z z, A = (Y - X) (y - x),
 * C = 2 d T t, B = (Y + X) (y + x), F = D - C, G = D + C, H = B + A, E = B - A.  The negative of a point has y - x for y + x, and -t. */
LANES void add(lanes *r, const addend *q, bool is_negative)
{
    const __m256i order = is_negative ? _mm256_setr_epi64x(Z, X, T, Y) : _mm256_setr_epi64x(Z, Y, T, X);
    const __mmask8 minus = is_negative ? LANE_Y | LANE_X : LANE_Z | LANE_X;
    lanes a, b;

    spread(&a, r);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        b.limb[i] = _mm256_permutexvar_epi64(order, q->limb[i]);
    multiply(&a, &a, &b); /* D, A, C, B */
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const __m256i one = plus(_mm256_permutex_epi64(a.limb[i], FROM(Z, Z, X, X)), primes(i, 1024));
        const __m256i other = _mm256_permutex_epi64(a.limb[i], FROM(T, T, Y, Y));

        b.limb[i] = _mm256_mask_sub_epi64(plus(one, other), minus, one, other);
    }
    finish(r, &b);
}

LANES void cache(addend *r, const lanes *p)
{
    lanes factor;

    factor.limb[0] = _mm256_setr_epi64x(2, 1, (long long)kedge_fe25519_2d.limb[0], 1);
    UNROLL
    for (int i = 1; i < LIMBS; i++)
        factor.limb[i] = _mm256_setr_epi64x(0, 0, (long long)kedge_fe25519_2d.limb[i], 0);
    spread(r, p);
    multiply(r, r, &factor);
    carry(r, r);
}

LANES void read_affine(addend *r, const addend25519 *q)
{
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        r->limb[i] = _mm256_setr_epi64x(i == 0 ? 2 : 0, (long long)q->difference.limb[i],
                                        (long long)q->product.limb[i], (long long)q->sum.limb[i]);
}

LANES void read(lanes *r, const point25519 *p)
{
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        r->limb[i] = _mm256_setr_epi64x((long long)p->z.limb[i], (long long)p->y.limb[i],
                                        (long long)p->t.limb[i], (long long)p->x.limb[i]);
}

LANES void write(point25519 *r, const lanes *p)
{
    for (int i = 0; i < LIMBS; i++) {
        uint64_t words[4];

        _mm256_storeu_si256((__m256i *)(void *)words, p->limb[i]);
        r->z.limb[i] = words[Z];
        r->y.limb[i] = words[Y];
        r->t.limb[i] = words[T];
        r->x.limb[i] = words[X];
    }
}

#define POINT_WIDTH 5
#define POINT_ODDS (1 << (POINT_WIDTH - 2))

TARGET static void cache_odds(addend odds[POINT_ODDS], const point25519 *p)
{
    lanes sum, doubled;
    addend step;

    read(&sum, p);
    doubled = sum;
    twice(&doubled);
    cache(&step, &doubled);
    cache(&odds[0], &sum);
    for (int i = 1; i < POINT_ODDS; i++) {
        add(&sum, &step, false);
        cache(&odds[i], &sum);
    }
}

TARGET static void add_digit(lanes *r, const addend *odds, int digit)
{
    add(r, &odds[(digit < 0 ? -digit : digit) / 2], digit < 0);
}

TARGET static void add_affine_digit(lanes *r, const addend25519 *odds, int digit)
{
    addend q;

    read_affine(&q, &odds[(digit < 0 ? -digit : digit) / 2]);
    add(r, &q, digit < 0);
}

TARGET static void multiply_alone(point25519 *r, const uint64_t s[4], const uint64_t k[4],
                                  const point25519 *p)
{
    int16_t base_digits[EDWARDS25519_SCALAR_BITS + 1], digits[EDWARDS25519_SCALAR_BITS + 1];
    addend odds[POINT_ODDS];
    lanes sum;

    kedge_recode(base_digits, s, 4, EDWARDS25519_SCALAR_BITS, EDWARDS25519_BASE_WIDTH);
    kedge_recode(digits, k, 4, EDWARDS25519_SCALAR_BITS, POINT_WIDTH);
    cache_odds(odds, p);
    read(&sum, &(point25519){ .y = kedge_fe25519_one, .z = kedge_fe25519_one });
    for (int i = EDWARDS25519_SCALAR_BITS; i >= 0; i--) {
        twice(&sum);
        if (digits[i] != 0)
            add_digit(&sum, odds, -digits[i]);
        if (base_digits[i] != 0)
            add_affine_digit(&sum, kedge_edwards25519_base, base_digits[i]);
    }
    write(r, &sum);
}

TARGET static void multiply_prepared(point25519 *r, const uint64_t s[4], const uint64_t k[4],
                                     const multiples25519 *p)
{
    int16_t base_digits[EDWARDS25519_PARTS][64 + 1], digits[EDWARDS25519_PARTS][64 + 1];
    lanes sum;

    for (int j = 0; j < EDWARDS25519_PARTS; j++) {
        kedge_recode(base_digits[j], &s[j], 1, 64, EDWARDS25519_PART_WIDTH);
        kedge_recode(digits[j], &k[j], 1, 64, EDWARDS25519_PART_WIDTH);
    }
    read(&sum, &(point25519){ .y = kedge_fe25519_one, .z = kedge_fe25519_one });
    for (int i = 64; i >= 0; i--) {
        twice(&sum);
        for (int j = 0; j < EDWARDS25519_PARTS; j++) {
            if (digits[j][i] != 0)
                add_affine_digit(&sum, p->odd[j], -digits[j][i]);
            if (base_digits[j][i] != 0)
                add_affine_digit(&sum, kedge_edwards25519_base_part(j), base_digits[j][i]);
        }
    }
    write(r, &sum);
}

const kedge_edwards25519_kernels kedge_edwards25519_ifma = { multiply_alone, multiply_prepared };

#else

/* A translation unit must not be empty (C11, 6.9). */
typedef int edwards25519_ifma_is_for_x86;

#endif
