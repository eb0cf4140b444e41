/* crypto/native/sha2_compress.h - the compression of SHA-256 and SHA-512 (FIPS 180-4, 6.2.2 and 6.4.2), which differ in
 * their words, rotations and number of rounds alone.
 *
 * Before it is included, once in a file, these say which of the two it is:
 *   SHA2_WORD             the type of a word
 *   SHA2_SWAP(word)       its octets in reverse order
 *   SHA2_ROUNDS           64 or 80
 *   SHA2_CONSTANTS        K
 *   SHA2_SUM0(x), SHA2_SUM1(x), SHA2_SIGMA0(x), SHA2_SIGMA1(x)
 */
#ifndef KEDGE_CRYPTO_NATIVE_SHA2_COMPRESS_H
#define KEDGE_CRYPTO_NATIVE_SHA2_COMPRESS_H

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

INLINE SHA2_WORD rotate(SHA2_WORD x, unsigned bits)
{
    return x >> bits | x << (8 * sizeof x - bits);
}

INLINE SHA2_WORD read_word(const uint8_t *octets)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    SHA2_WORD word;

    memcpy(&word, octets, sizeof word);
    return SHA2_SWAP(word);
#else
    SHA2_WORD word = 0;

    for (size_t i = 0; i < sizeof word; i++)
        word = word << 8 | octets[i];
    return word;
#endif
}

/* W[t] in the place of W[t - 16], of the last sixteen words. */
#define SCHEDULE(i) \
    (w[(i) % 16] += SHA2_SIGMA1(w[((i) + 14) % 16]) + w[((i) + 9) % 16] + SHA2_SIGMA0(w[((i) + 1) % 16]))

/* One round.  Rather than moving the eight variables on, the next round names them differently.
 * Maj(a, b, c) = ((a ^ b) & (b ^ c)) ^ b, of which a ^ b is the next round's b ^ c. */
#define ROUND(a, b, c, d, e, f, g, h, word, k) \
    do { \
        const SHA2_WORD ab = (a) ^ (b); \
        \
        h += (word) + (k) + SHA2_SUM1(e) + ((((f) ^ (g)) & (e)) ^ (g)); \
        d += h; \
        h += SHA2_SUM0(a) + ((ab & bc) ^ (b)); \
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

#define READ(i) (w[i] = read_word(blocks + sizeof(SHA2_WORD) * (i)))

INLINE void compress(SHA2_WORD state[8], const uint8_t *blocks, size_t count)
{
    for (; count > 0; count--, blocks += 16 * sizeof(SHA2_WORD)) {
        const SHA2_WORD *k = SHA2_CONSTANTS;
        SHA2_WORD a = state[0], b = state[1], c = state[2], d = state[3];
        SHA2_WORD e = state[4], f = state[5], g = state[6], h = state[7], bc = b ^ c, w[16];

        EIGHT_ROUNDS(READ, 0);
        EIGHT_ROUNDS(READ, 8);
        for (int t = 16; t < SHA2_ROUNDS; t += 16) {
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

#endif
