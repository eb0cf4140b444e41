/* sha256_x86.c - SHA-256's compression with SHA-NI (FIPS 180-4, 6.2.2).
 *
 * The instruction sha256rnds2 does two rounds on a state that is split into {a, b, e, f} and
 * {c, d, g, h}, the first named in the highest place; sha256msg1 and sha256msg2 compute the schedule
 * W[t] = s1(W[t - 2]) + W[t - 7] + s0(W[t - 15]) + W[t - 16] four words at a time.
 */
#include "crypto/native/cpu.h"
#include "crypto/native/sha2.h"

#ifdef KEDGE_CPU_X86
#include <immintrin.h>

#define TARGET __attribute__((target("sha,sse4.1,ssse3,avx")))

/* Four rounds with the words w, from which k is the place of their constants. */
#define ROUNDS(w, k) \
    do { \
        const __m128i sum = _mm_add_epi32(w, _mm_loadu_si128((const __m128i *)(kedge_sha256_constants + (k)))); \
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum); \
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e)); \
    } while (0)

/* w0 = the four words after w0, w1, w2, w3. */
#define SCHEDULE(w0, w1, w2, w3) \
    (w0) = _mm_sha256msg2_epu32( \
        _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4)), w3)

TARGET static inline __m128i read_words(const uint8_t *octets)
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);

    return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)octets), big_endian);
}

TARGET void kedge_sha256_blocks_x86(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    const __m128i dcba = _mm_loadu_si128((const __m128i *)state);
    const __m128i hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
    const __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1), efgh = _mm_shuffle_epi32(hgfe, 0x1b);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
    __m128i feba, dchg;

    for (; count > 0; count--, blocks += 64) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i w0 = read_words(blocks), w1 = read_words(blocks + 16);
        __m128i w2 = read_words(blocks + 32), w3 = read_words(blocks + 48);

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
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    feba = _mm_shuffle_epi32(abef, 0x1b);
    dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#endif
