/* unit/crypto/native/montgomery_field.h - tests of a field whose numbers are in Montgomery form, beside slow
 * arithmetic.  Included once by the tests of each such field, after
 *
 *     SUITE          the name of the tests
 *     FE(name)       fe256_name or the like
 *     FE_TYPE        its type
 *     LIMBS          its limbs
 */
#include <criterion/criterion.h>

#include "unit/crypto/native/numbers.h"

#define ROUNDS 3000

static FE_TYPE any(random_state *random)
{
    FE_TYPE a;
    const uint64_t choice = next_random(random) % 16;

    for (size_t i = 0; i < LIMBS; i++)
        a.limb[i] = next_limb(random);
    if (choice >= 3)
        return a;
    memcpy(a.limb, FE(prime), sizeof a.limb); /* p - 1, p, p + 1 */
    a.limb[0] += choice - 1;
    if (choice == 2 && a.limb[0] == 0)
        a.limb[1]++;
    return a;
}

static void reduce(uint64_t r[LIMBS], const uint64_t *wide, size_t count)
{
    number_reduce(r, wide, count, FE(prime), LIMBS);
}

/* wide = wide + a b, in 2 LIMBS + 1 limbs */
static void add_product(uint64_t *wide, const uint64_t *a, const uint64_t *b)
{
    uint64_t product[2 * LIMBS];

    number_multiply(product, a, b, LIMBS);
    for (size_t i = 0; i < 2 * LIMBS; i++)
        number_add_at(wide, 2 * LIMBS + 1, product[i], 64 * i);
}

/* Whether r 2^(64 LIMBS) is the number `wide` modulo p. */
static void expect_montgomery(const FE_TYPE *r, const uint64_t wide[2 * LIMBS + 1])
{
    uint64_t up[2 * LIMBS] = { 0 }, one[LIMBS], other[LIMBS];

    memcpy(up + LIMBS, r->limb, sizeof r->limb);
    reduce(one, up, 2 * LIMBS);
    reduce(other, wide, 2 * LIMBS + 1);
    cr_assert_arr_eq(one, other, sizeof one);
}

/* Whether r is the number `sum` modulo p. */
static void expect(const FE_TYPE *r, const uint64_t sum[LIMBS + 1])
{
    uint64_t one[LIMBS], other[LIMBS];

    reduce(one, r->limb, LIMBS);
    reduce(other, sum, LIMBS + 1);
    cr_assert_arr_eq(one, other, sizeof one);
}

static void add_to(uint64_t sum[LIMBS + 1], const uint64_t *a)
{
    for (size_t i = 0; i < LIMBS; i++)
        number_add_at(sum, LIMBS + 1, a[i], 64 * i);
}

/* 2 p - a, which is positive for any limbs, in LIMBS + 1 limbs. */
static void negate(uint64_t r[LIMBS + 1], const uint64_t *a)
{
    uint64_t from[LIMBS + 1] = { 0 }, whole[LIMBS + 1] = { 0 };

    add_to(from, FE(prime));
    add_to(from, FE(prime));
    memcpy(whole, a, 8 * LIMBS);
    kedge_limbs_subtract(r, from, whole, LIMBS + 1);
}

Test(SUITE, products_are_those_of_slow_arithmetic)
{
    random_state random = { 1 };

    for (int i = 0; i < ROUNDS; i++) {
        FE_TYPE a = any(&random), b = any(&random), r;
        uint64_t wide[2 * LIMBS + 1] = { 0 }, square[2 * LIMBS + 1] = { 0 };

        add_product(wide, a.limb, b.limb);
        FE(multiply)(&r, &a, &b);
        expect_montgomery(&r, wide);
        add_product(square, a.limb, a.limb);
        FE(square)(&r, &a);
        expect_montgomery(&r, square);
        FE(multiply)(&a, &a, &b);
        expect_montgomery(&a, wide);
    }
}

Test(SUITE, differences_of_products_are_those_of_slow_arithmetic)
{
    random_state random = { 2 };

    for (int i = 0; i < ROUNDS; i++) {
        const FE_TYPE a = any(&random), b = any(&random), c = any(&random), d = any(&random);
        uint64_t wide[2 * LIMBS + 1] = { 0 }, square[2 * LIMBS + 1], minus[LIMBS + 1], reduced[LIMBS];
        FE_TYPE r;

        add_product(wide, a.limb, b.limb);
        memcpy(square, wide, sizeof wide);
        negate(minus, c.limb);
        reduce(reduced, minus, LIMBS + 1);
        add_product(wide, reduced, d.limb);
        add_product(square, reduced, c.limb);
        FE(multiply_subtract)(&r, &a, &b, &c, &d);
        expect_montgomery(&r, wide);
        FE(multiply_subtract_square)(&r, &a, &b, &c);
        expect_montgomery(&r, square);
    }
}

Test(SUITE, sums_and_differences_are_those_of_slow_arithmetic)
{
    random_state random = { 3 };

    for (int i = 0; i < ROUNDS; i++) {
        const FE_TYPE a = any(&random), b = any(&random);
        uint64_t sum[LIMBS + 1] = { 0 }, difference[LIMBS + 1], threefold[LIMBS + 1] = { 0 };
        uint64_t twice[LIMBS + 1] = { 0 };
        FE_TYPE r;

        add_to(sum, a.limb);
        add_to(sum, b.limb);
        FE(add)(&r, &a, &b);
        expect(&r, sum);
        negate(difference, b.limb);
        add_to(difference, a.limb);
        FE(subtract)(&r, &a, &b);
        expect(&r, difference);
        for (int times = 0; times < 3; times++)
            add_to(threefold, a.limb);
        FE(three_halves)(&r, &a);
        add_to(twice, r.limb);
        add_to(twice, r.limb);
        reduce(r.limb, twice, LIMBS + 1);
        expect(&r, threefold);
    }
}

Test(SUITE, zero_is_zero_in_both_of_its_forms)
{
    FE_TYPE a = { { 0 } };

    cr_assert(FE(is_zero)(&a));
    for (size_t i = 0; i < LIMBS; i++) {
        a.limb[i] = 1;
        cr_assert_not(FE(is_zero)(&a));
        a.limb[i] = 0;
    }
    memcpy(a.limb, FE(prime), sizeof a.limb);
    cr_assert(FE(is_zero)(&a));
    for (size_t i = 0; i < LIMBS; i++) {
        a.limb[i] ^= (uint64_t)1 << 63;
        cr_assert_not(FE(is_zero)(&a));
        a.limb[i] ^= (uint64_t)1 << 63;
    }
}

Test(SUITE, one_is_one)
{
    const uint64_t one[LIMBS] = { 1 };
    FE_TYPE r, difference;

    FE(from_limbs)(&r, one);
    FE(subtract)(&difference, &r, &FE(one));
    cr_assert(FE(is_zero)(&difference));
    FE(multiply)(&r, &FE(one), &FE(one));
    FE(subtract)(&difference, &r, &FE(one));
    cr_assert(FE(is_zero)(&difference));
}
