/* crypto/native/word.h - carries between 64-bit words, in a form that compilers turn into carry chains. */
#ifndef KEDGE_CRYPTO_NATIVE_WORD_H
#define KEDGE_CRYPTO_NATIVE_WORD_H

#include "crypto/native/limbs.h"

/** Kernels are inlined into each other at every level of optimisation that inlines at all, so that their
 *  arrays become registers. */
#ifdef __OPTIMIZE__
#define KERNEL static inline __attribute__((always_inline))
#else
#define KERNEL static inline
#endif

/** Before a loop of at most 12 rounds, the counts of which decide about arrays' places: at -O2 gcc leaves it a loop,
 *  and arrays in memory. */
#define UNROLL _Pragma("GCC unroll 12")

#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

#ifdef __x86_64__
#include <immintrin.h>

/** r = a + b + carry; returns the carry out.  gcc 12 makes adc of the intrinsic, but not of wider sums. */
KERNEL unsigned char add_carry(unsigned char carry, uint64_t a, uint64_t b, uint64_t *r)
{
    unsigned long long sum;

    carry = _addcarry_u64(carry, a, b, &sum);
    *r = sum;
    return carry;
}

/** r = a - b - borrow; returns the borrow out. */
KERNEL unsigned char subtract_borrow(unsigned char borrow, uint64_t a, uint64_t b, uint64_t *r)
{
    unsigned long long difference;

    borrow = _subborrow_u64(borrow, a, b, &difference);
    *r = difference;
    return borrow;
}
#else
KERNEL unsigned char add_carry(unsigned char carry, uint64_t a, uint64_t b, uint64_t *r)
{
    const limb2 sum = (limb2)a + b + carry;

    *r = (uint64_t)sum;
    return (unsigned char)(sum >> 64);
}

KERNEL unsigned char subtract_borrow(unsigned char borrow, uint64_t a, uint64_t b, uint64_t *r)
{
    const limb2 difference = (limb2)a - b - borrow;

    *r = (uint64_t)difference;
    return (unsigned char)(difference >> 64 & 1);
}
#endif

/** high:low = a b */
KERNEL void multiply_words(uint64_t *high, uint64_t *low, uint64_t a, uint64_t b)
{
    const limb2 product = (limb2)a * b;

    *high = (uint64_t)(product >> 64);
    *low = (uint64_t)product;
}

#endif
