/* limbs.c - natural numbers as arrays of 64-bit limbs. */
#include "crypto/native/limbs.h"

#include <string.h>

static uint64_t read_limb(const uint8_t octets[8])
{
    return (uint64_t)octets[0] << 56 | (uint64_t)octets[1] << 48 | (uint64_t)octets[2] << 40
        | (uint64_t)octets[3] << 32 | (uint64_t)octets[4] << 24 | (uint64_t)octets[5] << 16
        | (uint64_t)octets[6] << 8 | octets[7];
}

void kedge_limbs_read_big(uint64_t *limbs, size_t count, const uint8_t *octets, size_t size)
{
    size_t whole = 0;

    memset(limbs, 0, count * sizeof limbs[0]);
    for (; size >= 8; size -= 8)
        limbs[whole++] = read_limb(octets + size - 8);
    for (size_t i = 0; i < size; i++)
        limbs[whole] |= (uint64_t)octets[size - 1 - i] << 8 * i;
}

void kedge_limbs_read_little(uint64_t *limbs, size_t count, const uint8_t *octets, size_t size)
{
    memset(limbs, 0, count * sizeof limbs[0]);
    for (size_t i = 0; i < size; i++)
        limbs[i / 8] |= (uint64_t)octets[i] << 8 * (i % 8);
}

void kedge_limbs_write_big(uint8_t *octets, size_t size, const uint64_t *limbs)
{
    for (size_t i = 0; i < size; i++)
        octets[size - 1 - i] = (uint8_t)(limbs[i / 8] >> 8 * (i % 8));
}

void kedge_limbs_write_little(uint8_t *octets, size_t size, const uint64_t *limbs)
{
    for (size_t i = 0; i < size; i++)
        octets[i] = (uint8_t)(limbs[i / 8] >> 8 * (i % 8));
}

bool kedge_limbs_is_less(const uint64_t *a, const uint64_t *b, size_t count)
{
    for (size_t i = count; i-- > 0;)
        if (a[i] != b[i])
            return a[i] < b[i];
    return false;
}

uint64_t kedge_limbs_subtract(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t count)
{
    uint64_t borrow = 0;

    for (size_t i = 0; i < count; i++) {
        const limb2 difference = (limb2)a[i] - b[i] - borrow;

        r[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    return borrow;
}

/* r += n; returns the carry. */
static uint64_t add(uint64_t *r, const uint64_t *n, size_t count)
{
    limb2 sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += (limb2)r[i] + n[i];
        r[i] = (uint64_t)sum;
        sum >>= 64;
    }
    return (uint64_t)sum;
}

/* r -= q * n; returns what is to be subtracted from the next limb.  q * n[i] + carry is at most
 * (2^64 - 1) 2^64, whose low limb is 0: the carry and the borrow together stay below 2^64. */
static uint64_t subtract_product(uint64_t *r, const uint64_t *n, size_t count, uint64_t q)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < count; i++) {
        const limb2 product = (limb2)q * n[i] + carry;
        const uint64_t low = (uint64_t)product;

        carry = (uint64_t)(product >> 64) + (r[i] < low);
        r[i] -= low;
    }
    return carry;
}

/* r = r mod n, for a number r of count + 1 limbs below n 2^64 and an n whose top bit is set; the top limb is
 * left as it is.
 *
 * The quotient, a digit, is estimated from the top limb of n and the top two of r.  Since the top bit of n is
 * set, the estimate is at most 2 too large (Knuth, The Art of Computer Programming, volume 2, 4.3.1, theorem
 * B), so that at most two additions of n make up for it. */
static void take_digit(uint64_t *r, const uint64_t *n, size_t count)
{
    const uint64_t top = r[count], divisor = n[count - 1];
    const limb2 dividend = (limb2)top << 64 | r[count - 1];
    const uint64_t q = top >= divisor ? UINT64_MAX : (uint64_t)(dividend / divisor);
    uint64_t over = top - subtract_product(r, n, count, q); /* modulo 2^64: 0, or -1 or -2 where q was too large */

    for (int i = 0; i < 2 && over != 0; i++)
        over += add(r, n, count);
}

/* r = x 2^shift, shift up to 63, r may be x, without what is carried out; returns that. */
static uint64_t shift_up(uint64_t *r, const uint64_t *x, size_t count, unsigned shift)
{
    uint64_t below = 0;

    for (size_t i = 0; i < count; i++) {
        const limb2 both = ((limb2)x[i] << 64 | below) << shift;

        below = x[i];
        r[i] = (uint64_t)(both >> 64);
    }
    return (uint64_t)(((limb2)below << shift) >> 64);
}

void kedge_limbs_reduce(uint64_t *r, const uint64_t *wide, size_t wide_count, const uint64_t *n,
                        size_t count)
{
    uint64_t divisor[LIMBS_MAX], rest[LIMBS_WIDE_MAX + 1];
    unsigned shift = 0;

    /* Both sides are multiplied by 2^shift, and so the remainder is. */
    while (n[count - 1] << shift >> 63 == 0)
        shift++;
    memcpy(divisor, n, count * sizeof n[0]);
    (void)shift_up(divisor, divisor, count, shift);
    rest[wide_count] = shift_up(rest, wide, wide_count, shift);
    for (size_t i = wide_count + 1; i < count; i++)
        rest[i] = 0;
    for (size_t top = wide_count + 1; top-- > count;)
        take_digit(rest + top - count, divisor, count);
    for (size_t i = 0; i < count; i++) {
        const limb2 both = (limb2)(i + 1 < count ? rest[i + 1] : 0) << 64 | rest[i];

        r[i] = (uint64_t)(both >> shift);
    }
}

void kedge_limbs_recode(int8_t *digits, const uint64_t *scalar, size_t bits, unsigned width)
{
    const unsigned window = 1u << width;
    unsigned carry = 0; /* 1 where the digits so far stand for the scalar's low bits less 2^i */

    memset(digits, 0, bits + 1);
    for (size_t i = 0; i <= bits;) {
        unsigned value = carry;

        for (unsigned j = 0; j < width && i + j < bits; j++)
            value += (unsigned)(scalar[(i + j) / 64] >> (i + j) % 64 & 1) << j;
        if (value % 2 == 0) { /* nothing here, or a carry that a one passes on */
            i++;
            continue;
        }
        carry = value > window / 2;
        digits[i] = (int8_t)(carry != 0 ? (int)value - (int)window : (int)value);
        i += width;
    }
}
