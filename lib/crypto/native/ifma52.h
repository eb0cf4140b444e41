/* crypto/native/ifma52.h - natural numbers as blocks of eight 52-bit limbs, for AVX-512 IFMA.
 *
 * A block is a vector whose lowest lane is the least limb; block i of a number weighs B^i, B = 2^416.
 * vpmadd52luq and vpmadd52huq multiply the low 52 bits of lanes and add the lower or the upper half of the
 * product to a lane of 64 bits, so that many products can be added up before carries are moved on.  Two
 * ranges are told apart:
 *
 *     whole  each limb below 2^52: what multiplying takes
 *     loose  each limb below 2^63: sums of products
 *
 * Products are built by Horner's rule over the lanes of the multipliers, from the highest down: sums are
 * moved up one lane, then vectors times the broadcast lane are added.
 */
#ifndef KEDGE_CRYPTO_NATIVE_IFMA52_H
#define KEDGE_CRYPTO_NATIVE_IFMA52_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define IFMA_TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512ifma,avx512vbmi,bmi2,adx")))
#define IFMA_INLINE IFMA_TARGET static inline __attribute__((always_inline))

/* A loop over registers, which has to be unrolled for them to be registers. */
#ifdef __clang__
#define IFMA_UNROLL _Pragma("clang loop unroll(full)")
#else
#define IFMA_UNROLL _Pragma("GCC unroll 16")
#endif

/* Constants decide the loops and conditions from here on, in each place that they are inlined into; counted
 * one by one there, most of their branches can never be taken.  LCOV_EXCL_BR_START */

#define LIMB52_MASK (((uint64_t)1 << 52) - 1)
#define BLOCK_LIMBS 8
#define BLOCK_OCTETS 52

typedef __m512i block;

IFMA_INLINE block block_load(const uint64_t *limbs)
{
    return _mm512_load_si512(limbs);
}

IFMA_INLINE void block_store(uint64_t *limbs, block x)
{
    _mm512_store_si512(limbs, x);
}

IFMA_INLINE block block_broadcast(const uint64_t *limb)
{
    return _mm512_set1_epi64((long long)*limb);
}

IFMA_INLINE block block_add(block x, block y)
{
    return _mm512_add_epi64(x, y);
}

/* x, each lane moved up by one, after the highest lane of the block below. */
IFMA_INLINE block block_up(block x, block below)
{
    return _mm512_alignr_epi64(x, below, 7);
}

/* The carries out of a block's limbs. */
IFMA_INLINE block block_carries(block x)
{
    return _mm512_srli_epi64(x, 52);
}

IFMA_INLINE block block_masked(block x)
{
    return _mm512_and_si512(x, _mm512_set1_epi64((long long)LIMB52_MASK));
}

/* A turn of Horner's rule takes the lower halves of the products with lane j and the upper halves of those
 * with lane j - 1, whose place is the same after the next move.  The first turn, 8, has only upper halves,
 * the last, 0, only lower ones. */
#define TURN_FIRST BLOCK_LIMBS
#define TURN_LAST 0

/* low and high += the halves of this turn of x y, in `count` blocks of x, which lie one after the other; y
 * is a block. */
IFMA_INLINE void block_accumulate(block *low, block *high, const uint64_t *x, const uint64_t *y, int turn,
                                  int count)
{
    const block y_low = turn == TURN_FIRST ? _mm512_setzero_si512() : block_broadcast(y + turn);
    const block y_high = turn == TURN_LAST ? _mm512_setzero_si512() : block_broadcast(y + turn - 1);

    IFMA_UNROLL
    for (int i = 0; i < count; i++) {
        const block vector = block_load(x + BLOCK_LIMBS * i);

        if (turn != TURN_FIRST)
            low[i] = _mm512_madd52lo_epu64(low[i], vector, y_low);
        if (turn != TURN_LAST)
            high[i] = _mm512_madd52hi_epu64(high[i], vector, y_high);
    }
}

/* low = (low + high) 2^52, high = 0: between two turns. */
IFMA_INLINE void block_step(block *low, block *high, int low_count, int high_count)
{
    IFMA_UNROLL
    for (int i = 0; i < high_count; i++) {
        low[i] = block_add(low[i], high[i]);
        high[i] = _mm512_setzero_si512();
    }
    IFMA_UNROLL
    for (int i = low_count - 1; i > 0; i--)
        low[i] = block_up(low[i], low[i - 1]);
    low[0] = block_up(low[0], _mm512_setzero_si512());
}

IFMA_INLINE void block_clear(block *x, int count)
{
    IFMA_UNROLL
    for (int i = 0; i < count; i++)
        x[i] = _mm512_setzero_si512();
}

/** Move carries on through `count` limbs, one after the other; returns the last. */
static inline uint64_t limbs52_ripple(uint64_t *limbs, size_t count)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < count; i++) {
        carry += limbs[i];
        limbs[i] = carry & LIMB52_MASK;
        carry >>= 52;
    }
    return carry;
}

/* limbs = x, whole; x is loose.  Returns what is carried out, in lane 0.
 *
 * All carries are moved on by one limb at once.  They are below 2^11, so that what gets them is a limb below
 * 2^52 + 2^11.  That is nearly always a limb below 2^52; where it is not, which a branch finds out, carries
 * go on limb by limb. */
IFMA_INLINE block block_normalise(uint64_t *limbs, const block *x, int count)
{
    block before = _mm512_setzero_si512(), all = _mm512_setzero_si512();

    for (int i = 0; i < count; i++) {
        const block carries = block_carries(x[i]);
        const block limb = block_add(block_masked(x[i]), block_up(carries, before));

        all = _mm512_or_si512(all, limb);
        before = carries;
        block_store(limbs + BLOCK_LIMBS * i, limb);
    }
    before = block_up(_mm512_setzero_si512(), before);
    if (__builtin_expect(_mm512_cmpgt_epu64_mask(all, _mm512_set1_epi64((long long)LIMB52_MASK)) != 0, 0))
        before = block_add(before, _mm512_maskz_set1_epi64(
                               1, (long long)limbs52_ripple(limbs, BLOCK_LIMBS * (size_t)count)));
    return before;
}

/* LCOV_EXCL_BR_STOP */

#endif
