/* sha2_arm.c - SHA-2's compression with the cryptographic extensions of ARMv8: SHA-256 (FIPS 180-4, 6.2.2) with
 * FEAT_SHA256, SHA-512 (6.4.2) with FEAT_SHA512.
 *
 * SHA256H and SHA256H2 do four rounds on {a, b, c, d} and {e, f, g, h}, the first named in the lowest place.
 * SHA512H and SHA512H2 do two, on pairs of variables; which pair follows which is turned by one every two rounds.
 */
#include "crypto/native/cpu.h"
#include "crypto/native/sha2.h"

#ifdef KEDGE_CPU_ARM
#include <arm_neon.h>

#ifdef __clang__
#define TARGET_SHA256 __attribute__((target("sha2")))
#define TARGET_SHA512 __attribute__((target("sha3")))
#else
#define TARGET_SHA256 __attribute__((target("+crypto")))
#define TARGET_SHA512 __attribute__((target("arch=armv8.2-a+sha3")))
#endif

TARGET_SHA256 static inline uint32x4_t read_words(const uint8_t *octets)
{
    return vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(octets)));
}

/* Four rounds with the words w, of which k is the number of the first. */
#define ROUNDS(w, k) \
    do { \
        const uint32x4_t sum = vaddq_u32(w, vld1q_u32(kedge_sha256_constants + (k))), before = abcd; \
        \
        abcd = vsha256hq_u32(abcd, efgh, sum); \
        efgh = vsha256h2q_u32(efgh, before, sum); \
    } while (0)

/* w0 = the four words after w0, w1, w2, w3. */
#define SCHEDULE(w0, w1, w2, w3) (w0) = vsha256su1q_u32(vsha256su0q_u32(w0, w1), w2, w3)

TARGET_SHA256 void kedge_sha256_blocks_arm(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);

    for (; count > 0; count--, blocks += 64) {
        const uint32x4_t abcd_before = abcd, efgh_before = efgh;
        uint32x4_t w0 = read_words(blocks), w1 = read_words(blocks + 16);
        uint32x4_t w2 = read_words(blocks + 32), w3 = read_words(blocks + 48);

        ROUNDS(w0, 0);
        ROUNDS(w1, 4);
        ROUNDS(w2, 8);
        ROUNDS(w3, 12);
        for (int k = 16; k < 64; k += 16) {
            SCHEDULE(w0, w1, w2, w3);
            ROUNDS(w0, k);
            SCHEDULE(w1, w2, w3, w0);
            ROUNDS(w1, k + 4);
            SCHEDULE(w2, w3, w0, w1);
            ROUNDS(w2, k + 8);
            SCHEDULE(w3, w0, w1, w2);
            ROUNDS(w3, k + 12);
        }
        abcd = vaddq_u32(abcd, abcd_before);
        efgh = vaddq_u32(efgh, efgh_before);
    }
    vst1q_u32(state, abcd);
    vst1q_u32(state + 4, efgh);
}

TARGET_SHA512 static inline uint64x2_t read_pair(const uint8_t *octets)
{
    return vreinterpretq_u64_u8(vrev64q_u8(vld1q_u8(octets)));
}

/* Two rounds with the words w, of which k is the number of the first: gh becomes the new {a, b}, and cd the new
 * {e, f}. */
#define TWO_ROUNDS(ab, cd, ef, gh, w, k) \
    do { \
        const uint64x2_t sum = vaddq_u64(w, vld1q_u64(kedge_sha512_constants + (k))); \
        const uint64x2_t in = vaddq_u64(vextq_u64(sum, sum, 1), gh); \
        const uint64x2_t part = vsha512hq_u64(in, vextq_u64(ef, gh, 1), vextq_u64(cd, ef, 1)); \
        \
        gh = vsha512h2q_u64(part, cd, ab); \
        cd = vaddq_u64(cd, part); \
    } while (0)

/* Eight rounds, after which all variables are at their places again. */
#define EIGHT_ROUNDS(w0, w1, w2, w3, k) \
    TWO_ROUNDS(ab, cd, ef, gh, w0, k); \
    TWO_ROUNDS(gh, ab, cd, ef, w1, (k) + 2); \
    TWO_ROUNDS(ef, gh, ab, cd, w2, (k) + 4); \
    TWO_ROUNDS(cd, ef, gh, ab, w3, (k) + 6)

/* w[i] = the two words that come 16 words later. */
TARGET_SHA512 static inline void schedule(uint64x2_t w[8], int i)
{
    const uint64x2_t *const w0 = w + i % 8, *const w1 = w + (i + 1) % 8, *const w4 = w + (i + 4) % 8;
    const uint64x2_t *const w5 = w + (i + 5) % 8, *const w7 = w + (i + 7) % 8;

    w[i % 8] = vsha512su1q_u64(vsha512su0q_u64(*w0, *w1), *w7, vextq_u64(*w4, *w5, 1));
}

TARGET_SHA512 void kedge_sha512_blocks_arm(uint64_t state[8], const uint8_t *blocks, size_t count)
{
    uint64x2_t ab = vld1q_u64(state), cd = vld1q_u64(state + 2);
    uint64x2_t ef = vld1q_u64(state + 4), gh = vld1q_u64(state + 6);

    for (; count > 0; count--, blocks += 128) {
        const uint64x2_t ab_before = ab, cd_before = cd, ef_before = ef, gh_before = gh;
        uint64x2_t w[8];

        for (int i = 0; i < 8; i++)
            w[i] = read_pair(blocks + 16 * i);
        for (int k = 0; k < 80; k += 16) {
            EIGHT_ROUNDS(w[0], w[1], w[2], w[3], k);
            EIGHT_ROUNDS(w[4], w[5], w[6], w[7], k + 8);
            for (int i = 0; i < 8 && k < 64; i++)
                schedule(w, i);
        }
        ab = vaddq_u64(ab, ab_before);
        cd = vaddq_u64(cd, cd_before);
        ef = vaddq_u64(ef, ef_before);
        gh = vaddq_u64(gh, gh_before);
    }
    vst1q_u64(state, ab);
    vst1q_u64(state + 2, cd);
    vst1q_u64(state + 4, ef);
    vst1q_u64(state + 6, gh);
}
#endif
