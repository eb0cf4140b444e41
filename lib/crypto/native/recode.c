/* recode.c - scalars in signed digits, few of which are not 0. */
#include <string.h>

#include "crypto/native/curve.h"
#include "crypto/native/limbs.h"

/* The 64 bits from `bit` on. */
static uint64_t bits_from(const uint64_t *scalar, size_t limbs, size_t bit)
{
    const size_t i = bit / 64, shift = bit % 64;
    const uint64_t low = i < limbs ? scalar[i] >> shift : 0;

    return shift == 0 || i + 1 >= limbs ? low : low | scalar[i + 1] << (64 - shift);
}

void kedge_recode(int16_t *digits, const uint64_t *scalar, size_t limbs, size_t bits, unsigned width)
{
    const int window = 1 << width;
    bool has_carry = false; /* the digits so far stand for the scalar's low bits less 2^at */

    memset(digits, 0, (bits + 1) * sizeof digits[0]);
    for (size_t at = 0; at <= bits;) {
        const uint64_t ahead = bits_from(scalar, limbs, at);
        const uint64_t changes = has_carry ? ~ahead : ahead;
        int value;

        if (changes % 2 == 0) { /* zeros, or ones that a carry runs through */
            at += changes == 0 ? 64 : (size_t)__builtin_ctzll(changes);
            continue;
        }
        value = (int)(ahead & (uint64_t)(window - 1)) + has_carry;
        has_carry = value > window / 2;
        digits[at] = (int16_t)(has_carry ? value - window : value);
        at += width;
    }
}

void kedge_odd_halve(uint64_t *half, const kedge_curve *curve, const uint64_t *scalar, size_t last)
{
    const size_t limbs = curve->limbs;
    limb2 sum = 0;

    for (size_t i = 0; i < limbs; i++) { /* n is odd: it makes an even scalar odd */
        sum += scalar[i];
        sum += scalar[0] % 2 == 0 ? curve->order[i] : 0;
        half[i] = (uint64_t)sum;
        sum >>= 64;
    }
    half[limbs] = (uint64_t)sum;
    for (size_t i = 0; i < limbs; i++)
        half[i] = half[i] >> 1 | half[i + 1] << 63;
    half[limbs] >>= 1;
    half[last / 64] |= (uint64_t)1 << last % 64;
}

kedge_comb_digit kedge_comb_digit_at(const uint64_t *half, size_t teeth, size_t spacing, size_t part, size_t column)
{
    const size_t own = kedge_comb_teeth(teeth, part);
    const unsigned mask = (1u << (own - 1)) - 1;
    unsigned bits = 0;

    for (size_t tooth = 0; tooth < own; tooth++) {
        const size_t bit = (part * teeth + tooth) * spacing + column;

        bits |= (unsigned)(half[bit / 64] >> bit % 64 & 1) << tooth;
    }
    if (bits > mask)
        return (kedge_comb_digit){ (uint8_t)(bits & mask), false };
    return (kedge_comb_digit){ (uint8_t)(~bits & mask), true };
}
