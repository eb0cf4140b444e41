/* crypto/native/lanes_field.h - numbers modulo the prime of a NIST curve, eight at a time (AVX-512 IFMA).
 *
 * Included once by the file of each curve, after
 *
 *     LIMBS           limbs of 48 bits
 *     DELAY           columns that a product is ahead of its reduction
 *     multiple_of_p   limbs, about 2^48 each, of a multiple of p (the last may be less); see subtract()
 *     raise           limbs of a multiple of p that keep the columns of a result from being negative
 *     reduce_column(), fold()  see there
 *
 * Numbers are in Montgomery form, a 2^(48 LIMBS) mod p.  A limb weighs 2^48, but multiply-add takes 52 bits of
 * it: limbs may be added and subtracted without carries.  A number of weight w has limbs between 0 and
 * w (2^48 + 2^15) - its last limb at most w multiple_of_p[LIMBS - 1] or, if that is more, w (2^48 + 2^15).
 * Products have weight 1 and may be made of numbers up to weight 15.  Beside each function stand the weights that
 * it takes and yields.  Both primes are -1 or 2^32 - 1 modulo 2^96, so that carries of 48 bits meet few limbs.
 * All values are public.
 */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512ifma,bmi2")))
#define LANES static inline __attribute__((always_inline)) TARGET

/* A loop over registers, which has to be unrolled for them to be registers. */
#ifdef __clang__
#define UNROLL_LANES _Pragma("clang loop unroll(full)")
#else
#define UNROLL_LANES _Pragma("GCC unroll 16")
#endif

/* What stands before is computed before what comes after: columns one after the other need few registers, and
 * compilers that mix them run out of these. */
#define SETTLE(x) __asm__ volatile("" : "+v"(x))

#define LIMB_BITS 48
#define LIMB_MASK (((uint64_t)1 << LIMB_BITS) - 1)

typedef struct lanes {
    __m512i limb[LIMBS];
} lanes;

LANES __m512i all(uint64_t value)
{
    return _mm512_set1_epi64((long long)value);
}

LANES __m512i plus(__m512i a, __m512i b)
{
    return _mm512_add_epi64(a, b);
}

LANES __m512i minus(__m512i a, __m512i b)
{
    return _mm512_sub_epi64(a, b);
}

/* a 2^bits mod 2^48 */
LANES __m512i shifted_up(__m512i a, unsigned bits)
{
    return _mm512_and_si512(_mm512_slli_epi64(a, bits), all(LIMB_MASK));
}

/* The part of a negative or positive a that is above some bits, rounded down. */
LANES __m512i shifted_down(__m512i a, unsigned bits)
{
    return _mm512_srai_epi64(a, bits);
}

/* Limb i, where it is not 0, taken out of columns of any sign: a multiple of p that ends in its negative is added,
 * so that what is left is a multiple of 2^(48 (i + 1)). */
LANES void reduce_column(__m512i c[2 * LIMBS], int i);

/* What a column above the highest would hold, taken off again modulo p; columns stay as positive as they are. */
LANES void fold(__m512i c[2 * LIMBS]);

/* r = c / 2^(48 LIMBS), of weight 1: of columns LIMBS and above, each of 0 to 2^63, carries are moved on once. */
LANES void carry(lanes *r, const __m512i c[2 * LIMBS])
{
    r->limb[0] = _mm512_and_si512(c[LIMBS], all(LIMB_MASK));
    UNROLL_LANES
    for (int i = 1; i + 1 < LIMBS; i++)
        r->limb[i] = plus(_mm512_and_si512(c[LIMBS + i], all(LIMB_MASK)),
                          _mm512_srli_epi64(c[LIMBS + i - 1], LIMB_BITS));
    r->limb[LIMBS - 1] = plus(c[2 * LIMBS - 1], _mm512_srli_epi64(c[2 * LIMBS - 2], LIMB_BITS));
}

/* Column k of a b or, where b is NULL, of a^2 with `doubled` = 2 a.  A product of limbs has its low 52 bits in
 * column k, the others 16 times in column k + 1; of these, `high` hands them on.  Which products there are is known
 * where this is unrolled: counted one by one there, most branches can never be taken.  LCOV_EXCL_BR_START */
LANES void accumulate_column(__m512i c[2 * LIMBS], __m512i *high, int k, const lanes *a, const lanes *b,
                             const lanes *doubled)
{
    __m512i low = _mm512_setzero_si512(), up = _mm512_setzero_si512();

    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const int j = k - i;

        if (j < 0 || j >= LIMBS || (b == NULL && j < i))
            continue;
        if (b != NULL) {
            low = _mm512_madd52lo_epu64(low, a->limb[i], b->limb[j]);
            up = _mm512_madd52hi_epu64(up, a->limb[i], b->limb[j]);
        } else {
            low = _mm512_madd52lo_epu64(low, i == j ? a->limb[i] : doubled->limb[i], a->limb[j]);
            up = _mm512_madd52hi_epu64(up, i == j ? a->limb[i] : doubled->limb[i], a->limb[j]);
        }
    }
    c[k] = plus(c[k], plus(low, _mm512_slli_epi64(*high, 4)));
    SETTLE(c[k]);
    SETTLE(up);
    *high = up;
}
/* LCOV_EXCL_BR_STOP */

/* A column gets at most LIMBS low parts below 2^52 and LIMBS 15^2 2^48 (1 + 2^-32) of high parts, which is below
 * 2^59. */
LANES void multiply_columns(lanes *r, const lanes *a, const lanes *b, const lanes *doubled)
{
    __m512i c[2 * LIMBS], high = _mm512_setzero_si512();

    UNROLL_LANES
    for (int k = 0; k < LIMBS; k++) {
        c[k] = _mm512_setzero_si512();
        c[LIMBS + k] = all(raise[k]);
    }
    UNROLL_LANES
    for (int k = 0; k < 2 * LIMBS; k++) {
        accumulate_column(c, &high, k, a, b, doubled);
        if (k >= DELAY && k - DELAY < LIMBS)
            reduce_column(c, k - DELAY);
    }
    fold(c);
    carry(r, c);
}

/* r = a b: weights up to 15. */
LANES void multiply_inline(lanes *r, const lanes *a, const lanes *b)
{
    multiply_columns(r, a, b, NULL);
}

/* r = a^2: a weight up to 7. */
LANES void square_inline(lanes *r, const lanes *a)
{
    lanes doubled;

    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        doubled.limb[i] = plus(a->limb[i], a->limb[i]);
    multiply_columns(r, a, NULL, &doubled);
}

/* The same where they are many: outside loops, code in cache is worth more than numbers in registers. */
TARGET __attribute__((noinline)) static void multiply(lanes *r, const lanes *a, const lanes *b)
{
    multiply_inline(r, a, b);
}

TARGET __attribute__((noinline)) static void square(lanes *r, const lanes *a)
{
    square_inline(r, a);
}

LANES void add(lanes *r, const lanes *a, const lanes *b)
{
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        r->limb[i] = plus(a->limb[i], b->limb[i]);
}

/* What a number of this weight can be subtracted from. */
LANES __m512i above(int weight, int limb)
{
    return all((uint64_t)(weight + 1) * multiple_of_p[limb]);
}

/* r = a - b for a b of this weight, at most 14: the weights of both and 1. */
LANES void subtract(lanes *r, const lanes *a, const lanes *b, int weight)
{
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        r->limb[i] = plus(minus(a->limb[i], b->limb[i]), above(weight, i));
}

/* As subtract(), or r = -a - b, in the lanes of the mask, where a has weight 1: two more. */
LANES void subtract_signed(lanes *r, const lanes *a, __mmask8 is_negative, const lanes *b, int weight)
{
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const __m512i signed_limb = _mm512_mask_sub_epi64(a->limb[i], is_negative, above(1, i), a->limb[i]);

        r->limb[i] = plus(minus(signed_limb, b->limb[i]), above(weight, i));
    }
}

/* r = a 2^bits: that many times the weight. */
LANES void shift_up(lanes *r, const lanes *a, unsigned bits)
{
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        r->limb[i] = _mm512_slli_epi64(a->limb[i], bits);
}
