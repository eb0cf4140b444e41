/* sha256.c - SHA-256's compression (FIPS 180-4, 6.2.2), for any CPU. */
#include "crypto/native/sha2.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

INLINE uint32_t rotate(uint32_t x, unsigned bits)
{
    return x >> bits | x << (32 - bits);
}

INLINE uint32_t read_word(const uint8_t *octets)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint32_t word;

    memcpy(&word, octets, sizeof word);
    return __builtin_bswap32(word);
#else
    return (uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 | (uint32_t)octets[2] << 8 | octets[3];
#endif
}

/* W[t] in the place of W[t - 16], of the last sixteen words. */
#define SCHEDULE(i) \
    (w[(i) % 16] += (rotate(w[((i) + 14) % 16], 17) ^ rotate(w[((i) + 14) % 16], 19) ^ w[((i) + 14) % 16] >> 10) \
        + w[((i) + 9) % 16] \
        + (rotate(w[((i) + 1) % 16], 7) ^ rotate(w[((i) + 1) % 16], 18) ^ w[((i) + 1) % 16] >> 3))

/* One round, as in sha512.c. */
#define ROUND(a, b, c, d, e, f, g, h, word, k) \
    do { \
        const uint32_t ab = (a) ^ (b); \
        \
        h += (word) + (k) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((((f) ^ (g)) & (e)) ^ (g)); \
        d += h; \
        h += (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((ab & bc) ^ (b)); \
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

#define READ(i) (w[i] = read_word(blocks + 4 * (i)))

void kedge_sha256_blocks_portable(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    for (; count > 0; count--, blocks += 64) {
        const uint32_t *k = kedge_sha256_constants;
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7], bc = b ^ c, w[16];

        EIGHT_ROUNDS(READ, 0);
        EIGHT_ROUNDS(READ, 8);
        for (int t = 16; t < 64; t += 16) {
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
