/* limbs_test.c - reading, comparing, reducing and recoding numbers of 64-bit limbs. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/native/limbs.h"
#include "unit/crypto/native/numbers.h"

#define WIDE_MAX 24

Test(limbs, octets_are_read_and_written_in_either_order)
{
    static const uint8_t octets[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
    uint64_t limbs[3];
    uint8_t back[sizeof octets];

    kedge_limbs_read_big(limbs, 3, octets, sizeof octets);
    cr_assert_eq(limbs[0], 0x0405060708090a0b);
    cr_assert_eq(limbs[1], 0x010203);
    cr_assert_eq(limbs[2], 0);
    kedge_limbs_write_big(back, sizeof back, limbs);
    cr_assert_arr_eq(back, octets, sizeof octets);
    kedge_limbs_read_little(limbs, 3, octets, sizeof octets);
    cr_assert_eq(limbs[0], 0x0807060504030201);
    cr_assert_eq(limbs[1], 0x0b0a09);
    cr_assert_eq(limbs[2], 0);
    kedge_limbs_write_little(back, sizeof back, limbs);
    cr_assert_arr_eq(back, octets, sizeof octets);
}

Test(limbs, less_looks_at_the_highest_limb_that_differs)
{
    static const uint64_t a[] = { 5, 1 }, b[] = { 4, 2 }, c[] = { 6, 1 };

    cr_assert(kedge_limbs_is_less(a, b, 2));
    cr_assert_not(kedge_limbs_is_less(b, a, 2));
    cr_assert(kedge_limbs_is_less(a, c, 2));
    cr_assert_not(kedge_limbs_is_less(a, a, 2));
}

Test(limbs, subtraction_returns_the_borrow)
{
    static const uint64_t one[] = { 1, 0 }, large[] = { 0, 1 };
    uint64_t r[2];

    cr_assert_eq(kedge_limbs_subtract(r, large, one, 2), 0);
    cr_assert_eq(r[0], UINT64_MAX);
    cr_assert_eq(r[1], 0);
    cr_assert_eq(kedge_limbs_subtract(r, one, large, 2), 1);
    cr_assert_eq(r[0], 1);
    cr_assert_eq(r[1], UINT64_MAX);
}

static void check_reduce(const uint64_t *wide, size_t wide_count, const uint64_t *n, size_t count)
{
    uint64_t expected[WIDE_MAX], r[WIDE_MAX];

    number_reduce(expected, wide, wide_count, n, count);
    kedge_limbs_reduce(r, wide, wide_count, n, count);
    cr_assert_arr_eq(r, expected, count * sizeof r[0]);
}

Test(limbs, reducing_agrees_with_long_division_bit_by_bit)
{
    random_state random = { 1 };

    for (int round = 0; round < 400; round++) {
        const size_t count = 2 + next_random(&random) % 6,
                     wide_count = 1 + next_random(&random) % (2 * count);
        uint64_t n[8], wide[16];

        for (size_t i = 0; i < count; i++)
            n[i] = next_limb(&random);
        for (size_t i = 0; i < wide_count; i++)
            wide[i] = next_limb(&random);
        n[count - 1] |= n[count - 1] == 0;
        check_reduce(wide, wide_count, n, count);
    }
}

Test(limbs, reducing_survives_estimates_that_are_too_large)
{
    /* The quotient's digit is guessed from two limbs; these dividends make the guess 0, 1 and 2 too
     * large, and the top limb equal to the divisor's. */
    static const uint64_t n[][3] = {
        { UINT64_MAX, UINT64_MAX, 0x8000000000000000 },
        { UINT64_MAX, 0, 0x8000000000000000 },
        { 0, 0, 0x8000000000000000 },
        { UINT64_MAX, UINT64_MAX, UINT64_MAX },
        { 1, 0, 1 },
    };
    static const uint64_t limbs[] = {
        0, 1, 0x7fffffffffffffff, 0x8000000000000000, UINT64_MAX - 1, UINT64_MAX
    };
    uint64_t wide[6];

    for (size_t i = 0; i < sizeof n / sizeof n[0]; i++) {
        for (unsigned choice = 0; choice < 6 * 6 * 6 * 6 * 6 * 6; choice++) {
            for (unsigned j = 0, rest = choice; j < 6; j++, rest /= 6)
                wide[j] = limbs[rest % 6];
            if (choice % 31 == 0)
                check_reduce(wide, 6, n[i], 3);
        }
    }
}

Test(limbs, reducing_around_the_modulus)
{
    static const uint64_t n[] = { 5, 0, 3 };
    uint64_t wide[3], r[3];

    for (uint64_t delta = 0; delta < 3; delta++) {
        memcpy(wide, n, sizeof wide);
        wide[0] += delta;
        kedge_limbs_reduce(r, wide, 3, n, 3);
        cr_assert_eq(r[0], delta);
        cr_assert_eq(r[1] | r[2], 0);
    }
    memcpy(wide, n, sizeof wide);
    wide[0]--;
    kedge_limbs_reduce(r, wide, 3, n, 3);
    cr_assert_arr_eq(r, wide, sizeof r);
}

/* Digits are zero or odd, small, apart, and sum up to the scalar. */
static void check_recode(const uint64_t *scalar, size_t bits, unsigned width)
{
    int8_t digits[512 + 1];
    int64_t sum[512 + 1 + 64] = { 0 };
    int64_t carry = 0;
    size_t last = SIZE_MAX;

    kedge_limbs_recode(digits, scalar, bits, width);
    for (size_t i = 0; i <= bits; i++) {
        sum[i] = digits[i];
        if (digits[i] == 0)
            continue;
        cr_assert(digits[i] % 2 != 0);
        cr_assert(digits[i] < 1 << (width - 1) && digits[i] > -(1 << (width - 1)));
        cr_assert(last == SIZE_MAX || i - last >= width);
        last = i;
    }
    for (size_t i = 0; i <= bits; i++) { /* back to bits: divide exactly by 2, floored */
        const int64_t value = sum[i] + carry;
        const int64_t bit = value & 1;

        cr_assert_eq((uint64_t)bit, i < bits ? scalar[i / 64] >> i % 64 & 1 : 0);
        carry = (value - bit) / 2;
    }
    cr_assert_eq(carry, 0);
}

Test(limbs, recoded_digits_are_odd_and_sparse_and_sum_up_to_the_scalar)
{
    random_state random = { 2 };

    for (unsigned width = 2; width <= 8; width++) {
        for (int round = 0; round < 200; round++) {
            uint64_t scalar[4];

            for (int i = 0; i < 4; i++)
                scalar[i] = next_limb(&random);
            scalar[3] &= UINT64_MAX >> 3;
            check_recode(scalar, 253, width);
            check_recode(scalar, 64, width);
        }
    }
}

Test(limbs, recoding_knows_zero_one_and_all_ones)
{
    static const uint64_t scalars[][4] = { { 0 }, { 1 }, { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX } };

    for (unsigned width = 2; width <= 8; width++)
        for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++)
            check_recode(scalars[i], 256, width);
}
