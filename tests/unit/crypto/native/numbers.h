/* unit/crypto/native/numbers.h - slow arithmetic that kernels are compared with, and numbers to compare. */
#ifndef UNIT_CRYPTO_NATIVE_NUMBERS_H
#define UNIT_CRYPTO_NATIVE_NUMBERS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** A generator of numbers that are the same in every run (xorshift). */
typedef struct random_state {
    uint64_t state;
} random_state;

static inline uint64_t next_random(random_state *random)
{
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return random->state;
}

/** A limb: every other one is an edge value. */
static inline uint64_t next_limb(random_state *random)
{
    static const uint64_t edges[] = { 0,         1, 2, 0x7fffffffffffffff, 0x8000000000000000, UINT64_MAX - 1,
                                      UINT64_MAX };
    const uint64_t choice = next_random(random);

    return choice % 2 == 0 ? edges[choice / 2 % 7] : next_random(random);
}

/** r = wide mod n, one bit at a time; r has `count` limbs, at most 160. */
static inline void number_reduce(uint64_t *r, const uint64_t *wide, size_t wide_count, const uint64_t *n,
                                 size_t count)
{
    memset(r, 0, count * sizeof r[0]);
    for (size_t bit = 64 * wide_count; bit-- > 0;) {
        uint64_t in = wide[bit / 64] >> bit % 64 & 1, is_less = 0, borrow = 0;

        for (size_t i = 0; i < count; i++) {
            const uint64_t out = r[i] >> 63;

            r[i] = r[i] << 1 | in;
            in = out;
        }
        for (size_t i = 0; i < count; i++)
            is_less = r[i] < n[i] || (r[i] == n[i] && is_less);
        if (in == 0 && is_less)
            continue;
        for (size_t i = 0; i < count; i++) {
            const uint64_t difference = r[i] - n[i] - borrow;

            borrow = r[i] < n[i] || (r[i] == n[i] && borrow);
            r[i] = difference;
        }
    }
}

/** r = r + limb 2^bit, in `count` limbs. */
static inline void number_add_at(uint64_t *r, size_t count, uint64_t limb, size_t bit)
{
    const size_t i = bit / 64, shift = bit % 64;
    uint64_t add[2] = { limb << shift, shift == 0 ? 0 : limb >> (64 - shift) };

    for (size_t j = i, carry = 0; j < count && (j < i + 2 || carry != 0); j++) {
        const uint64_t term = j < i + 2 ? add[j - i] : 0;
        const uint64_t sum = r[j] + term;
        const uint64_t total = sum + carry;

        carry = (sum < term) | (total < sum);
        r[j] = total;
    }
}

/** r = a b, by halves of limbs; r has 2 * count limbs. */
static inline void number_multiply(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t count)
{
    memset(r, 0, 2 * count * sizeof r[0]);
    for (size_t i = 0; i < 2 * count; i++)
        for (size_t j = 0; j < 2 * count; j++)
            number_add_at(r, 2 * count,
                          (a[i / 2] >> 32 * (i % 2) & 0xffffffff) * (b[j / 2] >> 32 * (j % 2) & 0xffffffff),
                          32 * (i + j));
}

#endif
