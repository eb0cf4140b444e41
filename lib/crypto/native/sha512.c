/* sha512.c - SHA-512's compression (FIPS 180-4, 6.4.2), for any CPU, and compiled again for those that
 * rotate without overwriting (BMI2). */
#include "crypto/native/cpu.h"
#include "crypto/native/sha2.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t rotate(uint64_t x, unsigned bits)
{
    return x >> bits | x << (64 - bits);
}

INLINE uint64_t read_word(const uint8_t *octets)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;

    memcpy(&word, octets, sizeof word);
    return __builtin_bswap64(word);
#else
    uint64_t word = 0;

    for (int i = 0; i < 8; i++)
        word = word << 8 | octets[i];
    return word;
#endif
}

/* W[t] in the place of W[t - 16], of the last sixteen words. */
#define SCHEDULE(i) \
    (w[(i) % 16] += (rotate(w[((i) + 14) % 16], 19) ^ rotate(w[((i) + 14) % 16], 61) ^ w[((i) + 14) % 16] >> 6) \
        + w[((i) + 9) % 16] \
        + (rotate(w[((i) + 1) % 16], 1) ^ rotate(w[((i) + 1) % 16], 8) ^ w[((i) + 1) % 16] >> 7))

/* One round.  Rather than moving the eight variables on, the next round names them differently.
 * Maj(a, b, c) = ((a ^ b) & (b ^ c)) ^ b, of which a ^ b is the next round's b ^ c. */
#define ROUND(a, b, c, d, e, f, g, h, word, k) \
    do { \
        const uint64_t ab = (a) ^ (b); \
        \
        h += (word) + (k) + (rotate(e, 14) ^ rotate(e, 18) ^ rotate(e, 41)) + ((((f) ^ (g)) & (e)) ^ (g)); \
        d += h; \
        h += (rotate(a, 28) ^ rotate(a, 34) ^ rotate(a, 39)) + ((ab & bc) ^ (b)); \
        bc = ab; \
    } while (0)

#define EIGHT_ROUNDS(word, i) \
    ROUND(a, b, c, d, e, f, g, h, word(i), k[i]); \
    ROUND(h, a, b, c, d, e, f, g, word((i) + 1), k[(i) + 1]); \
    ROUND(g, h, a, b, c, d, e, f, word((i) + 2), k[(i) + 2]); \
    ROUND(f, g, h, a, b, c, d, e, word((i) + 3), k[(i) + 3]); \
    ROUND(e, f, g, h, a, b, c, d, word((i) + 4), k[(i) + 4]); \
    ROUND(d, e, f, g, h, a, b, c, word((i) + 5), k[(i) + 5]); \
    ROUND(c, d, e, f, g, h, a, b, word((i) + 6), k[(i) + 6]); \
    ROUND(b, c, d, e, f, g, h, a, word((i) + 7), k[(i) + 7])

#define READ(i) (w[i] = read_word(blocks + 8 * (i)))

INLINE void compress(uint64_t state[8], const uint8_t *blocks, size_t count)
{
    for (; count > 0; count--, blocks += 128) {
        const uint64_t *k = kedge_sha512_constants;
        uint64_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint64_t e = state[4], f = state[5], g = state[6], h = state[7], bc = b ^ c, w[16];

        EIGHT_ROUNDS(READ, 0);
        EIGHT_ROUNDS(READ, 8);
        for (int t = 16; t < 80; t += 16) {
            k += 16;
            EIGHT_ROUNDS(SCHEDULE, 0);
            EIGHT_ROUNDS(SCHEDULE, 8);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}

void kedge_sha512_blocks_portable(uint64_t state[8], const uint8_t *blocks, size_t count)
{
    compress(state, blocks, count);
}

#ifdef KEDGE_CPU_X86
__attribute__((target("bmi,bmi2"))) void kedge_sha512_blocks_x86(uint64_t state[8], const uint8_t *blocks,
                                                                 size_t count)
{
    compress(state, blocks, count);
}
#endif
