/* field448_test.c - the field of edwards448 against slow arithmetic, at the ends of its ranges. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/native/field448.h"
#include "crypto/native/limbs.h"
#include "unit/crypto/native/numbers.h"

#define LOOSE_MAX (((uint64_t)1 << 59) - 1)
#define TIGHT_MAX (((uint64_t)1 << 56) + ((uint64_t)1 << 12) - 1)

static const uint64_t p[7] = {
    UINT64_MAX, UINT64_MAX, UINT64_MAX, 0xfffffffeffffffff, UINT64_MAX, UINT64_MAX, UINT64_MAX
};

static void value_of(uint64_t n[9], const fe448 *a)
{
    memset(n, 0, 9 * sizeof n[0]);
    for (int i = 0; i < 8; i++)
        number_add_at(n, 9, a->limb[i], 56 * (size_t)i);
}

/* Whether `a` is wide mod p, and tight. */
static void check(const fe448 *a, const uint64_t *wide, size_t count)
{
    uint64_t n[9], expected[7], actual[7];

    for (int i = 0; i < 8; i++)
        cr_assert(a->limb[i] <= TIGHT_MAX);
    value_of(n, a);
    number_reduce(expected, wide, count, p, 7);
    number_reduce(actual, n, 9, p, 7);
    cr_assert_arr_eq(actual, expected, sizeof actual);
}

static void check_product(const fe448 *a, const fe448 *b)
{
    uint64_t x[9], y[9], wide[18];
    fe448 r;

    value_of(x, a);
    value_of(y, b);
    number_multiply(wide, x, y, 9);
    kedge_fe448_multiply(&r, a, b);
    check(&r, wide, 18);
    number_multiply(wide, x, x, 9);
    kedge_fe448_square(&r, a);
    check(&r, wide, 18);
}

static fe448 random_element(random_state *random)
{
    fe448 a;

    for (int i = 0; i < 8; i++) {
        const uint64_t choice = next_random(random);

        a.limb[i] = choice % 4 == 0 ? LOOSE_MAX : choice % 4 == 1 ? 0 : next_random(random) & LOOSE_MAX;
    }
    return a;
}

Test(field448, products_and_squares_are_right_for_all_loose_limbs)
{
    random_state random = { 9 };
    fe448 largest, zero = { { 0 } };

    for (int i = 0; i < 8; i++)
        largest.limb[i] = LOOSE_MAX;
    check_product(&largest, &largest);
    check_product(&zero, &largest);
    check_product(&kedge_fe448_one, &largest);
    for (int round = 0; round < 1000; round++) {
        const fe448 a = random_element(&random), b = random_element(&random);

        check_product(&a, &b);
    }
}

Test(field448, a_scaled_number_is_a_product)
{
    random_state random = { 10 };
    static const uint32_t factors[] = { 0, 1, 39081, UINT32_MAX };

    for (int round = 0; round < 100; round++) {
        const fe448 a = random_element(&random), factor = { { factors[round % 4] } };
        uint64_t x[9], y[9], wide[18];
        fe448 r;

        value_of(x, &a);
        value_of(y, &factor);
        number_multiply(wide, x, y, 9);
        kedge_fe448_scale(&r, &a, factors[round % 4]);
        check(&r, wide, 18);
    }
}

Test(field448, the_result_may_be_an_operand)
{
    random_state random = { 11 };
    const fe448 a = random_element(&random), b = random_element(&random);
    fe448 expected, r = a;

    kedge_fe448_multiply(&expected, &a, &b);
    kedge_fe448_multiply(&r, &r, &b);
    cr_assert(kedge_fe448_is_equal(&r, &expected));
    r = b;
    kedge_fe448_multiply(&r, &a, &r);
    cr_assert(kedge_fe448_is_equal(&r, &expected));
}

Test(field448, differences_are_right_up_to_three_tight_numbers)
{
    random_state random = { 12 };

    for (int round = 0; round < 500; round++) {
        fe448 a, b, difference, sum;

        for (int i = 0; i < 8; i++) {
            a.limb[i] = round == 0 ? 0 : next_random(&random) % TIGHT_MAX;
            b.limb[i] = round == 0 ? 3 * TIGHT_MAX : next_random(&random) % (3 * TIGHT_MAX);
        }
        fe448_subtract(&difference, &a, &b);
        fe448_add(&sum, &difference, &b);
        for (int i = 0; i < 8; i++)
            cr_assert(difference.limb[i] <= LOOSE_MAX && sum.limb[i] <= LOOSE_MAX);
        cr_assert(kedge_fe448_is_equal(&sum, &a));
    }
}

Test(field448, octets_from_p_on_are_not_reduced)
{
    uint8_t octets[FE448_SIZE], back[FE448_SIZE];
    fe448 a;

    /* p is all ones but for bit 224, the lowest of octet 28. */
    memset(octets, 0xff, sizeof octets);
    octets[28] = 0xfe;
    octets[0] = 0xfe;
    cr_assert(kedge_fe448_read(&a, octets));            /* p - 1 */
    kedge_fe448_write(back, &a);
    cr_assert_arr_eq(back, octets, sizeof back);
    octets[0] = 0xff;
    cr_assert_not(kedge_fe448_read(&a, octets));        /* p */
    kedge_fe448_write(back, &a);
    for (int i = 0; i < FE448_SIZE; i++)
        cr_assert_eq(back[i], 0);
    octets[28] = 0xff;
    cr_assert_not(kedge_fe448_read(&a, octets));        /* 2^448 - 1 = p + 2^224 */
    kedge_fe448_write(back, &a);
    for (int i = 0; i < FE448_SIZE; i++)
        cr_assert_eq(back[i], i == 28 ? 1 : 0);
}

Test(field448, writing_takes_any_loose_limbs)
{
    random_state random = { 13 };

    for (int round = 0; round < 1000; round++) {
        const fe448 a = random_element(&random);
        uint64_t n[9], expected[7], actual[7];
        uint8_t octets[FE448_SIZE];

        value_of(n, &a);
        number_reduce(expected, n, 9, p, 7);
        kedge_fe448_write(octets, &a);
        kedge_limbs_read_little(actual, 7, octets, sizeof octets);
        cr_assert_arr_eq(actual, expected, sizeof actual);
    }
}

Test(field448, an_inverse_times_its_number_is_one_and_zero_has_zero)
{
    random_state random = { 14 };
    fe448 zero = { { 0 } }, r;

    for (int round = 0; round < 20; round++) {
        const fe448 a = random_element(&random);

        kedge_fe448_invert(&r, &a);
        kedge_fe448_multiply(&r, &r, &a);
        cr_assert(kedge_fe448_is_equal(&r, &kedge_fe448_one));
    }
    kedge_fe448_invert(&r, &zero);
    cr_assert(kedge_fe448_is_equal(&r, &zero));
}
