/* rsa_ifma_octets.c - octets to limbs of 52 bits and back, and the last reduction. */
#include "crypto/native/cpu.h"

#ifdef KEDGE_CPU_X86
#include "crypto/native/ifma52.h"
#include "crypto/native/limbs.h"
#include "crypto/native/rsa_ifma.h"

#include <string.h>

/* Limb l of a block begins in octet 13 l / 2 of its 52, at bit 0 or 4.  For each lane, from its lowest octet:
 * which octet of the big-endian block goes there (the eighth is masked out). */
alignas(64) static const uint8_t octets_to_lanes[64] = {
    51, 50, 49, 48, 47, 46, 45, 44, 45, 44, 43, 42, 41, 40, 39, 38,
    38, 37, 36, 35, 34, 33, 32, 31, 32, 31, 30, 29, 28, 27, 26, 25,
    25, 24, 23, 22, 21, 20, 19, 18, 19, 18, 17, 16, 15, 14, 13, 12,
    12, 11, 10, 9, 8, 7, 6, 5, 6, 5, 4, 3, 2, 1, 0, 63
};

/* For each octet of the big-endian block: which octet of the lanes goes there, odd lanes having been moved up
 * by 4 bits.  Four of them have bits of an even and of an odd lane. */
alignas(64) static const uint8_t even_lanes_to_octets[64] = {
    0, 0, 0, 0, 0, 0, 54, 53, 52, 51, 50, 49, 48, 0, 0, 0,
    0, 0, 0, 38, 37, 36, 35, 34, 33, 32, 0, 0, 0, 0, 0, 0,
    22, 21, 20, 19, 18, 17, 16, 0, 0, 0, 0, 0, 0, 6, 5, 4,
    3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
};
alignas(64) static const uint8_t odd_lanes_to_octets[64] = {
    62, 61, 60, 59, 58, 57, 56, 0, 0, 0, 0, 0, 0, 46, 45, 44,
    43, 42, 41, 40, 0, 0, 0, 0, 0, 0, 30, 29, 28, 27, 26, 25,
    24, 0, 0, 0, 0, 0, 0, 14, 13, 12, 11, 10, 9, 8, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
};
#define EVEN_OCTETS 0xfe07f03f81fc0
#define ODD_OCTETS 0x03f81fc0fe07f
#define ALL_OCTETS (((uint64_t)1 << BLOCK_OCTETS) - 1)

IFMA_INLINE block half_octets(void)
{
    return _mm512_set_epi64(4, 0, 4, 0, 4, 0, 4, 0);
}

IFMA_INLINE block read_block(const uint8_t *octets)
{
    const block raw = _mm512_maskz_loadu_epi8(ALL_OCTETS, octets);
    const block lanes = _mm512_permutexvar_epi8(_mm512_load_si512(octets_to_lanes), raw);

    return block_masked(_mm512_srlv_epi64(lanes, half_octets()));
}

IFMA_INLINE void write_block(uint8_t *octets, block x)
{
    const block lanes = _mm512_sllv_epi64(x, half_octets());
    const block even = _mm512_maskz_permutexvar_epi8(EVEN_OCTETS, _mm512_load_si512(even_lanes_to_octets), lanes);
    const block odd = _mm512_maskz_permutexvar_epi8(ODD_OCTETS, _mm512_load_si512(odd_lanes_to_octets), lanes);

    _mm512_mask_storeu_epi8(octets, ALL_OCTETS, _mm512_or_si512(even, odd));
}

IFMA_TARGET void kedge_rsa52_read(uint64_t *limbs, size_t blocks, const uint8_t *octets, size_t size)
{
    for (size_t i = 0; i < blocks; i++, limbs += BLOCK_LIMBS) {
        const size_t here = size < BLOCK_OCTETS ? size : BLOCK_OCTETS;

        size -= here;
        if (here == BLOCK_OCTETS) {
            block_store(limbs, read_block(octets + size));
        } else {
            uint8_t whole[BLOCK_OCTETS] = { 0 };

            memcpy(whole + BLOCK_OCTETS - here, octets, here);
            block_store(limbs, read_block(whole));
        }
    }
}

IFMA_TARGET void kedge_rsa52_write(uint8_t *octets, size_t size, const uint64_t *limbs)
{
    for (; size >= BLOCK_OCTETS; limbs += BLOCK_LIMBS) {
        size -= BLOCK_OCTETS;
        write_block(octets + size, block_load(limbs));
    }
    if (size > 0) {
        uint8_t whole[BLOCK_OCTETS];

        write_block(whole, block_load(limbs));
        memcpy(octets, whole + BLOCK_OCTETS - size, size);
    }
}

/* x / 2^shift from limb `limb`, for x of `count` limbs below 2^(52 limb + shift + 64). */
static uint64_t head(const uint64_t *x, size_t count, size_t limb, unsigned shift)
{
    limb2 value = x[limb] >> shift;

    for (size_t i = 1; i <= 2 && limb + i < count; i++)
        value |= (limb2)x[limb + i] << (52 * i - shift);
    return (uint64_t)value;
}

static bool is_less(const uint64_t *a, const uint64_t *b, size_t count)
{
    for (size_t i = count; i-- > 0;)
        if (a[i] != b[i])
            return a[i] < b[i];
    return false;
}

/* r -= q n, for q below 2^8 and q n <= r, limb by limb. */
static void subtract_multiple_slowly(uint64_t *r, uint64_t q, const uint64_t *n, size_t count)
{
    int64_t carry = 0;

    for (size_t i = 0; i < count; i++) {
        carry += (int64_t)(r[i] - q * n[i]);
        r[i] = (uint64_t)carry & LIMB52_MASK;
        carry = (carry - (int64_t)r[i]) / ((int64_t)1 << 52);
    }
}

/* The same.  Lanes are signed; carries are between -2^8 and 0, moved on by one limb at once.  What gets them
 * is nearly always a limb that is not negative; else the slow way is taken. */
IFMA_INLINE void subtract_multiple(uint64_t *r, uint64_t q, const uint64_t *n, size_t blocks)
{
    alignas(64) uint64_t result[RSA52_LIMBS_MAX];
    const block factor = _mm512_set1_epi64((long long)q);
    block before = _mm512_setzero_si512(), all = _mm512_setzero_si512();

    for (size_t i = 0; i < blocks; i++) {
        const block multiple = _mm512_mullo_epi64(factor, block_load(n + BLOCK_LIMBS * i));
        const block difference = _mm512_sub_epi64(block_load(r + BLOCK_LIMBS * i), multiple);
        const block carries = _mm512_srai_epi64(difference, 52);
        const block limb = block_add(block_masked(difference), block_up(carries, before));

        all = _mm512_or_si512(all, limb);
        before = carries;
        block_store(result + BLOCK_LIMBS * i, limb);
    }
    if (__builtin_expect(_mm512_movepi64_mask(all) != 0, 0))
        subtract_multiple_slowly(r, q, n, BLOCK_LIMBS * blocks);
    else
        memcpy(r, result, blocks * sizeof(block));
}

/* The quotient r / n is below 2^6.  It is estimated from what is above all but the highest 52 bits of n:
 * h = r / 2^k rounded down by g + 1, where g = n / 2^k, both rounded down, g >= 2^51.  The estimate is not
 * above r / n and, as r / n - h / (g + 1) < (h + g + 1) / (g (g + 1)) < 2^-44, at most 1 below. */
IFMA_TARGET void kedge_rsa52_reduce(const kedge_rsa52 *key, uint64_t *r)
{
    const size_t count = BLOCK_LIMBS * (size_t)key->blocks, limb = (key->bits - 52) / 52;
    const unsigned shift = (key->bits - 52) % 52;
    const uint64_t *n = rsa52_n(key);
    const uint64_t q = head(r, count, limb, shift) / (head(n, count, limb, shift) + 1);

    if (q != 0)
        subtract_multiple(r, q, n, key->blocks);
    if (!is_less(r, n, count))
        subtract_multiple(r, 1, n, key->blocks);
}
#endif
