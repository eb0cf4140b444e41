/* field521_test.c - arithmetic modulo the prime of P-521, beside slow arithmetic. */
#include "crypto/native/field521.h"

#include <criterion/criterion.h>

#include "unit/crypto/native/numbers.h"

#define LIMBS 9
#define ROUNDS 1000

static const uint64_t prime[LIMBS] = { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX,
                                       UINT64_MAX, UINT64_MAX, UINT64_MAX, 0x1ff };

/* Limbs at the ends of the tight range, or anywhere in it. */
static fe521 any(random_state *random)
{
    const uint64_t top = FE521_MASK + (1 << 9), choice = next_random(random) % 8;
    fe521 a;

    for (int i = 0; i < LIMBS; i++)
        a.limb[i] = choice == 0 ? top : choice == 1 ? FE521_MASK : next_limb(random) % (top + 1);
    return a;
}

/* The number of a, in a limb more, by adding up what its limbs stand for. */
static void number_of(uint64_t n[LIMBS + 1], const fe521 *a)
{
    memset(n, 0, (LIMBS + 1) * sizeof n[0]);
    for (size_t i = 0; i < LIMBS; i++)
        number_add_at(n, LIMBS + 1, a->limb[i], 58 * i);
}

static void expect(const fe521 *r, const uint64_t *wide, size_t count)
{
    uint64_t is[LIMBS + 1], one[LIMBS], other[LIMBS];

    for (int i = 0; i < LIMBS; i++)
        cr_assert_lt(r->limb[i], FE521_MASK + 1 + (1 << 9)); /* tight */
    number_of(is, r);
    number_reduce(one, is, LIMBS + 1, prime, LIMBS);
    number_reduce(other, wide, count, prime, LIMBS);
    cr_assert_arr_eq(one, other, sizeof one);
    fe521_to_limbs(is, r);
    cr_assert_arr_eq(is, other, sizeof other);
}

static void add_product(uint64_t wide[2 * LIMBS + 3], const uint64_t *a, const uint64_t *b)
{
    uint64_t product[2 * LIMBS + 2];

    number_multiply(product, a, b, LIMBS + 1);
    for (size_t i = 0; i < 2 * LIMBS + 2; i++)
        number_add_at(wide, 2 * LIMBS + 3, product[i], 64 * i);
}

/* 16 p - a */
static void negate(uint64_t r[LIMBS + 1], const fe521 *a)
{
    uint64_t from[LIMBS + 1] = { 0 }, n[LIMBS + 1];

    for (size_t i = 0; i < LIMBS; i++)
        number_add_at(from, LIMBS + 1, prime[i], 64 * i + 4);
    number_of(n, a);
    kedge_limbs_subtract(r, from, n, LIMBS + 1);
}

Test(field521, products_and_their_differences_are_those_of_slow_arithmetic)
{
    random_state random = { 1 };

    for (int i = 0; i < ROUNDS; i++) {
        const fe521 a = any(&random), b = any(&random), c = any(&random), d = any(&random);
        uint64_t na[LIMBS + 1], nb[LIMBS + 1], nc[LIMBS + 1], nd[LIMBS + 1], minus[LIMBS + 1];
        uint64_t wide[2 * LIMBS + 3] = { 0 }, square[2 * LIMBS + 3] = { 0 }, both[2 * LIMBS + 3];
        fe521 r;

        number_of(na, &a);
        number_of(nb, &b);
        number_of(nc, &c);
        number_of(nd, &d);
        negate(minus, &c);
        add_product(wide, na, nb);
        fe521_multiply(&r, &a, &b);
        expect(&r, wide, 2 * LIMBS + 3);
        add_product(square, na, na);
        fe521_square(&r, &a);
        expect(&r, square, 2 * LIMBS + 3);
        memcpy(both, wide, sizeof both);
        add_product(both, minus, nd);
        fe521_multiply_subtract(&r, &a, &b, &c, &d);
        expect(&r, both, 2 * LIMBS + 3);
        memcpy(both, wide, sizeof both);
        add_product(both, minus, nc);
        fe521_multiply_subtract_square(&r, &a, &b, &c);
        expect(&r, both, 2 * LIMBS + 3);
    }
}

Test(field521, loose_differences_can_be_multiplied_and_squares_lessened)
{
    random_state random = { 3 };

    for (int i = 0; i < ROUNDS; i++) {
        const fe521 zero = { { 0 } }, a = any(&random), b = i % 2 == 0 ? any(&random) : zero, c = any(&random);
        uint64_t na[LIMBS + 1], nc[LIMBS + 1], minus[LIMBS + 1];
        uint64_t wide[2 * LIMBS + 3] = { 0 }, square[2 * LIMBS + 3] = { 0 };
        fe521 r;

        number_of(na, &a);
        number_of(nc, &c);
        negate(minus, &b);
        add_product(wide, na, nc);
        add_product(wide, minus, nc);
        fe521_subtract_loose(&r, &a, &b);
        fe521_multiply(&r, &r, &c);
        expect(&r, wide, 2 * LIMBS + 3);
        add_product(square, nc, nc);
        for (size_t j = 0; j <= LIMBS; j++)
            number_add_at(square, 2 * LIMBS + 3, minus[j], 64 * j + 1);
        fe521_square_less_twice(&r, &c, &b);
        expect(&r, square, 2 * LIMBS + 3);
    }
}

Test(field521, sums_and_differences_are_those_of_slow_arithmetic)
{
    random_state random = { 2 };

    for (int i = 0; i < ROUNDS; i++) {
        const fe521 a = any(&random), b = any(&random);
        uint64_t sum[LIMBS + 1], difference[LIMBS + 1], n[LIMBS + 1], twice[LIMBS + 1] = { 0 };
        fe521 r;

        number_of(n, &b);
        number_of(sum, &a);
        negate(difference, &b);
        for (size_t j = 0; j <= LIMBS; j++)
            number_add_at(difference, LIMBS + 1, sum[j], 64 * j);
        for (size_t j = 0; j <= LIMBS; j++)
            number_add_at(sum, LIMBS + 1, n[j], 64 * j);
        fe521_add(&r, &a, &b);
        expect(&r, sum, LIMBS + 1);
        fe521_subtract(&r, &a, &b);
        expect(&r, difference, LIMBS + 1);
        fe521_three_halves(&r, &a);
        number_of(n, &r);
        for (size_t j = 0; j <= LIMBS; j++)
            number_add_at(twice, LIMBS + 1, n[j], 64 * j + 1);
        number_of(n, &a);
        fe521_add(&r, &a, &a);
        fe521_add(&r, &r, &a);
        expect(&r, twice, LIMBS + 1);
    }
}

Test(field521, zero_is_zero_in_all_of_its_forms)
{
    fe521 zero = { { 0 } }, form;

    cr_assert(fe521_is_zero(&zero));
    for (int i = 0; i < LIMBS; i++) {
        for (int j = 0; j < LIMBS; j++) /* p, and another number */
            form.limb[j] = j < LIMBS - 1 ? FE521_MASK : FE521_MASK >> 1;
        cr_assert(fe521_is_zero(&form));
        form.limb[i] -= 1;
        cr_assert_not(fe521_is_zero(&form));
        for (int j = 0; j < LIMBS; j++) /* 2 p, and another number */
            form.limb[j] = j > 0 ? FE521_MASK : FE521_MASK - 1;
        cr_assert(fe521_is_zero(&form));
        form.limb[i] -= 1;
        cr_assert_not(fe521_is_zero(&form));
    }
    fe521_subtract(&form, &zero, &zero);
    cr_assert(fe521_is_zero(&form));
    fe521_subtract(&form, &fe521_one, &zero);
    cr_assert_not(fe521_is_zero(&form));
}
