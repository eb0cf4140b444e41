/* field25519_test.c - the field of edwards25519 against slow arithmetic, at the ends of its ranges. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/native/field25519.h"
#include "crypto/native/limbs.h"
#include "unit/crypto/native/numbers.h"

#define LOOSE_MAX (((uint64_t)1 << 54) - 1)
#define TIGHT_MAX (((uint64_t)1 << 51) + ((uint64_t)1 << 15) - 1)

static const uint64_t p[6] = { UINT64_MAX - 18, UINT64_MAX, UINT64_MAX, UINT64_MAX >> 1 };

/* The integer that limbs stand for. */
static void value_of(uint64_t n[6], const fe25519 *a)
{
    memset(n, 0, 6 * sizeof n[0]);
    for (int i = 0; i < 5; i++)
        number_add_at(n, 6, a->limb[i], 51 * (size_t)i);
}

/* Whether `a` is wide mod p, and tight. */
static void check(const fe25519 *a, const uint64_t *wide, size_t count)
{
    uint64_t n[6], expected[4], actual[4];

    for (int i = 0; i < 5; i++)
        cr_assert(a->limb[i] <= TIGHT_MAX);
    value_of(n, a);
    number_reduce(expected, wide, count, p, 4);
    number_reduce(actual, n, 6, p, 4);
    cr_assert_arr_eq(actual, expected, sizeof actual);
}

static void check_product(const fe25519 *a, const fe25519 *b)
{
    uint64_t x[6], y[6], wide[12];
    fe25519 r;

    value_of(x, a);
    value_of(y, b);
    number_multiply(wide, x, y, 6);
    fe25519_multiply(&r, a, b);
    check(&r, wide, 12);
    number_multiply(wide, x, x, 6);
    fe25519_square(&r, a);
    check(&r, wide, 12);
}

static fe25519 random_element(random_state *random)
{
    fe25519 a;

    for (int i = 0; i < 5; i++) {
        const uint64_t choice = next_random(random);

        a.limb[i] = choice % 4 == 0 ? LOOSE_MAX : choice % 4 == 1 ? 0 : next_random(random) & LOOSE_MAX;
    }
    return a;
}

Test(field25519, products_and_squares_are_right_for_all_loose_limbs)
{
    random_state random = { 3 };
    const fe25519 largest = { { LOOSE_MAX, LOOSE_MAX, LOOSE_MAX, LOOSE_MAX, LOOSE_MAX } }, zero = { { 0 } };

    check_product(&largest, &largest);
    check_product(&zero, &largest);
    check_product(&kedge_fe25519_one, &largest);
    for (int round = 0; round < 2000; round++) {
        const fe25519 a = random_element(&random), b = random_element(&random);

        check_product(&a, &b);
    }
}

Test(field25519, the_result_may_be_an_operand)
{
    random_state random = { 4 };
    const fe25519 a = random_element(&random), b = random_element(&random);
    fe25519 expected, r = a;

    fe25519_multiply(&expected, &a, &b);
    fe25519_multiply(&r, &r, &b);
    cr_assert(kedge_fe25519_is_equal(&r, &expected));
    r = b;
    fe25519_multiply(&r, &a, &r);
    cr_assert(kedge_fe25519_is_equal(&r, &expected));
}

Test(field25519, differences_are_right_up_to_three_tight_numbers)
{
    random_state random = { 5 };

    for (int round = 0; round < 500; round++) {
        fe25519 a, b, difference, sum;

        for (int i = 0; i < 5; i++) {
            a.limb[i] = round == 0 ? 0 : next_random(&random) % TIGHT_MAX;
            b.limb[i] = round == 0 ? 3 * TIGHT_MAX : next_random(&random) % (3 * TIGHT_MAX);
        }
        fe25519_subtract(&difference, &a, &b);
        fe25519_add(&sum, &difference, &b);
        for (int i = 0; i < 5; i++)
            cr_assert(difference.limb[i] <= LOOSE_MAX && sum.limb[i] <= LOOSE_MAX);
        cr_assert(kedge_fe25519_is_equal(&sum, &a));
    }
}

Test(field25519, octets_from_p_on_are_not_reduced)
{
    uint8_t octets[FE25519_SIZE], back[FE25519_SIZE];
    fe25519 a;

    for (unsigned low = 0; low < 256; low++) {
        memset(octets, 0xff, sizeof octets);
        octets[0] = (uint8_t)low;
        octets[31] = 0x7f;
        cr_assert_eq(kedge_fe25519_read(&a, octets), low < 0xed, "%x", low);
        kedge_fe25519_write(back, &a);
        if (low < 0xed) {
            cr_assert_arr_eq(back, octets, sizeof back);
        } else {
            cr_assert_eq(back[0], low - 0xed);
            for (int i = 1; i < 32; i++)
                cr_assert_eq(back[i], 0);
        }
    }
}

Test(field25519, the_highest_bit_is_left_out)
{
    uint8_t octets[FE25519_SIZE] = { 9 };
    fe25519 a, b;

    cr_assert(kedge_fe25519_read(&a, octets));
    octets[31] = 0x80;
    cr_assert(kedge_fe25519_read(&b, octets));
    cr_assert_arr_eq(&a, &b, sizeof a);
}

Test(field25519, writing_takes_any_loose_limbs)
{
    random_state random = { 6 };

    for (int round = 0; round < 2000; round++) {
        const fe25519 a = random_element(&random);
        uint64_t n[6], expected[4], actual[4];
        uint8_t octets[FE25519_SIZE];

        value_of(n, &a);
        number_reduce(expected, n, 6, p, 4);
        kedge_fe25519_write(octets, &a);
        kedge_limbs_read_little(actual, 4, octets, sizeof octets);
        cr_assert_arr_eq(actual, expected, sizeof actual);
    }
}

Test(field25519, an_inverse_times_its_number_is_one_and_zero_has_zero)
{
    random_state random = { 7 };
    fe25519 zero = { { 0 } }, r;

    for (int round = 0; round < 20; round++) {
        const fe25519 a = random_element(&random);

        kedge_fe25519_invert(&r, &a);
        fe25519_multiply(&r, &r, &a);
        cr_assert(kedge_fe25519_is_equal(&r, &kedge_fe25519_one) || kedge_fe25519_is_equal(&a, &zero));
    }
    kedge_fe25519_invert(&r, &zero);
    cr_assert(kedge_fe25519_is_equal(&r, &zero));
}

Test(field25519, the_power_is_that_of_its_name)
{
    /* a^(8 (p - 5) / 8) a^4 = a^(p - 1) = 1 */
    random_state random = { 8 };
    const fe25519 a = random_element(&random);
    fe25519 r, a4;

    kedge_fe25519_power_p58(&r, &a);
    for (int i = 0; i < 3; i++)
        fe25519_square(&r, &r);
    fe25519_square(&a4, &a);
    fe25519_square(&a4, &a4);
    fe25519_multiply(&r, &r, &a4);
    cr_assert(kedge_fe25519_is_equal(&r, &kedge_fe25519_one));
}

Test(field25519, constants_are_what_they_are_called)
{
    const fe25519 zero = { { 0 } }, n121665 = { { 121665 } }, n121666 = { { 121666 } };
    fe25519 r, s;

    fe25519_square(&r, &kedge_fe25519_root_of_minus_one);
    fe25519_add(&r, &r, &kedge_fe25519_one);
    cr_assert(kedge_fe25519_is_equal(&r, &zero));
    fe25519_multiply(&r, &kedge_fe25519_d, &n121666);
    fe25519_add(&r, &r, &n121665);
    cr_assert(kedge_fe25519_is_equal(&r, &zero));
    fe25519_add(&s, &kedge_fe25519_d, &kedge_fe25519_d);
    cr_assert(kedge_fe25519_is_equal(&s, &kedge_fe25519_2d));
}
