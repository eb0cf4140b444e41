/* lanes_test.c - sums of points eight at a time, beside those one at a time, and what lanes cannot add. */
#include "crypto/native/lanes.h"

#include <bearssl.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/native/invert.h"
#include "crypto/native/kernels.h"
#include "crypto/native/limbs.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/native/numbers.h"

typedef uint64_t number[KEDGE_CURVE_LIMBS];

/* The kernels of the two curves; none where the CPU has no lanes. */
static const kedge_curve_lanes *kernels_at(size_t i)
{
    const kedge_crypto *crypto = kedge_crypto_native_named("ifma");

    if (crypto == NULL || i >= 2)
        return NULL;
    return i == 0 ? &kedge_native_kernels_of(crypto)->lanes->p256 : &kedge_native_kernels_of(crypto)->lanes->p384;
}

static int id_of(const kedge_curve *curve)
{
    return curve->bits == 256 ? BR_EC_secp256r1 : BR_EC_secp384r1;
}

/* The coordinates of k G. */
static void multiple(uint64_t q[2][KEDGE_CURVE_LIMBS], const kedge_curve *curve, const number k)
{
    uint8_t point[BR_EC_KBUF_PUB_MAX_SIZE], scalar[8 * KEDGE_CURVE_LIMBS];

    kedge_limbs_write_big(scalar, curve->size, k);
    br_ec_all_m31.mulgen(point, scalar, curve->size, id_of(curve));
    for (size_t i = 0; i < 2; i++)
        kedge_limbs_read_big(q[i], curve->limbs, point + 1 + i * curve->size, curve->size);
}

static void random_scalar(number r, const kedge_curve *curve, random_state *random)
{
    number wide;

    for (size_t i = 0; i < curve->limbs; i++)
        wide[i] = next_limb(random);
    number_reduce(r, wide, curve->limbs, curve->order, curve->limbs);
}

static void multiply(number r, const kedge_curve *curve, const number a, const number b)
{
    uint64_t wide[2 * KEDGE_CURVE_LIMBS];

    number_multiply(wide, a, b, curve->limbs);
    number_reduce(r, wide, 2 * curve->limbs, curve->order, curve->limbs);
}

/* The x of (u1 + u2 k) G modulo the order. */
static void expect_x(number r, const kedge_curve *curve, const number u1, const number u2, const number k)
{
    uint64_t q[2][KEDGE_CURVE_LIMBS], sum[2 * KEDGE_CURVE_LIMBS];
    number total;

    number_multiply(sum, u2, k, curve->limbs);
    for (size_t i = 0; i < curve->limbs; i++)
        number_add_at(sum, 2 * curve->limbs, u1[i], 64 * i);
    number_reduce(total, sum, 2 * curve->limbs, curve->order, curve->limbs);
    multiple(q, curve, total);
    number_reduce(r, q[0], curve->limbs, curve->order, curve->limbs);
}

static void make_sum(kedge_ecdsa_sum *sum, const kedge_curve *curve, const number u1, const number u2,
                     const number k)
{
    memset(sum, 0, sizeof *sum);
    multiple(sum->q, curve, k);
    memcpy(sum->u1, u1, sizeof sum->u1);
    memcpy(sum->u2, u2, sizeof sum->u2);
    expect_x(sum->r, curve, u1, u2, k);
}

Test(lanes, every_lane_has_its_own_answer)
{
    const kedge_curve_lanes *kernels;

    for (size_t i = 0; (kernels = kernels_at(i)) != NULL; i++) {
        random_state random = { 5 + i };

        for (size_t count = 1; count <= KEDGE_LANES; count++) {
            kedge_ecdsa_sum sum[KEDGE_LANES];
            kedge_status answers[KEDGE_LANES];

            for (size_t lane = 0; lane < count; lane++) {
                number u1 = { 0 }, u2 = { 0 }, k = { 0 };

                random_scalar(u1, kernels->curve, &random);
                random_scalar(u2, kernels->curve, &random);
                random_scalar(k, kernels->curve, &random);
                k[0] |= 1;
                u2[0] |= 2;
                make_sum(&sum[lane], kernels->curve, u1, u2, k);
                if (lane % 3 == 1)
                    sum[lane].r[1] ^= 1;
                if (lane % 5 == 3)
                    sum[lane].q[1][0] ^= 1;
            }
            kernels->compare(kernels->curve, sum, count, answers);
            for (size_t lane = 0; lane < count; lane++)
                cr_assert_eq(answers[lane], lane % 5 == 3   ? KEDGE_KEY_MALFORMED
                                            : lane % 3 == 1 ? KEDGE_SIGNATURE_INVALID
                                                            : KEDGE_OK, "%zu %zu", count, lane);
        }
    }
}

/* A curve that counts who asks it instead of the lanes. */
static unsigned asked;

static kedge_status count_compare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                  const uint64_t *u2, const uint64_t *r)
{
    asked++;
    return (curve->bits == 256 ? &kedge_p256 : &kedge_p384)->compare(curve, q, u1, u2, r);
}

static kedge_status count_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                           const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    asked++;
    return (curve->bits == 256 ? &kedge_p256 : &kedge_p384)->compare_prepared(curve, comb, teeth, u1, u2, r);
}

static kedge_curve counting(const kedge_curve *curve)
{
    kedge_curve copy = *curve;

    copy.compare = count_compare;
    copy.compare_prepared = count_compare_prepared;
    asked = 0;
    return copy;
}

/* The last addition is of d G, d the lowest digit of u1, to d G: (u1 - d) + u2 k = d.  Lanes find no sum
 * there. */
Test(lanes, equal_points_in_a_lane_are_added_without_lanes)
{
    const kedge_curve_lanes *kernels;

    for (size_t i = 0; (kernels = kernels_at(i)) != NULL; i++) {
        const kedge_curve *curve = kernels->curve;
        random_state random = { 9 };
        kedge_ecdsa_sum sum[KEDGE_LANES];
        kedge_status answers[KEDGE_LANES];
        kedge_curve copy;

        for (size_t lane = 0; lane < KEDGE_LANES; lane++) {
            number u1 = { 0 }, u2 = { 0 }, k = { 0 }, inverse, minus = { 0 }, twice = { 0 };
            uint64_t wide[KEDGE_CURVE_LIMBS + 1] = { 0 };
            int digit;

            random_scalar(u1, curve, &random);
            random_scalar(u2, curve, &random);
            u1[0] |= 1;
            u2[0] |= 2;
            digit = 2 * (int)(u1[0] >> 1 & 255) - 255;
            twice[0] = (uint64_t)(2 * (digit < 0 ? -digit : digit));
            if (digit < 0)
                kedge_limbs_subtract(twice, curve->order, twice, curve->limbs);
            kedge_limbs_invert(inverse, u2, curve->order, curve->limbs);
            kedge_limbs_subtract(minus, curve->order, u1, curve->limbs);
            for (size_t j = 0; j < 2 * curve->limbs; j++)
                number_add_at(wide, curve->limbs + 1, j % 2 == 0 ? minus[j / 2] : twice[j / 2], 64 * (j / 2));
            number_reduce(k, wide, curve->limbs + 1, curve->order, curve->limbs);
            multiply(k, curve, k, inverse); /* (2 d - u1) / u2 */
            make_sum(&sum[lane], curve, u1, u2, k);
        }
        copy = counting(curve);
        kernels->compare(&copy, sum, KEDGE_LANES, answers);
        for (size_t lane = 0; lane < KEDGE_LANES; lane++)
            cr_assert_eq(answers[lane], KEDGE_OK, "%zu", lane);
        cr_assert_eq(asked, KEDGE_LANES);
    }
}

/* Q = G: the sums for the key and for G are equal or opposite, and their sum is not found in steps.  All other
 * sums are. */
Test(lanes, equal_and_opposite_sums_are_added_without_lanes)
{
    const kedge_curve_lanes *kernels;

    for (size_t i = 0; (kernels = kernels_at(i)) != NULL; i++) {
        const kedge_curve *curve = kernels->curve;
        kedge_curve copy = counting(curve);
        random_state random = { 4 };
        const number one = { 1 };
        number u1 = { 0 }, minus = { 0 };
        kedge_ecdsa_sum sum;
        kedge_status answer;

        random_scalar(u1, curve, &random);
        u1[0] |= 2;
        make_sum(&sum, curve, u1, u1, one);
        kernels->compare(&copy, &sum, 1, &answer);
        cr_assert_eq(answer, KEDGE_OK);
        cr_assert_eq(asked, 1);
        kedge_limbs_subtract(minus, curve->order, u1, curve->limbs);
        memcpy(sum.u2, minus, sizeof sum.u2);
        kernels->compare(&copy, &sum, 1, &answer);
        cr_assert_eq(answer, KEDGE_SIGNATURE_INVALID);
        cr_assert_eq(asked, 2);
        minus[0] ^= 6;
        make_sum(&sum, curve, u1, minus, one);
        kernels->compare(&copy, &sum, 1, &answer);
        cr_assert_eq(answer, KEDGE_OK);
        cr_assert_eq(asked, 2);
    }
}

/* Small numbers, numbers just below the order, and about half of it. */
static void edge_scalar(number r, const kedge_curve *curve, unsigned choice)
{
    memset(r, 0, sizeof(number));
    r[0] = choice % 4 + (choice >= 4);
    if (choice >= 4)
        kedge_limbs_subtract(r, curve->order, r, curve->limbs);
    if (choice >= 8) {
        for (size_t i = 0; i < curve->limbs; i++)
            r[i] = r[i] >> 1 | (i + 1 < curve->limbs ? r[i + 1] << 63 : 0);
    }
}
#define EDGES 12

/* Among these are sums of equal and of opposite points, and infinity; one sum alone goes another way than three. */
Test(lanes, edge_values_have_the_answers_of_one_at_a_time)
{
    static const size_t counts[] = { 1, 2, 3, KEDGE_LANES };
    const kedge_curve_lanes *kernels;

    for (size_t i = 0; (kernels = kernels_at(i)) != NULL; i++) {
        const kedge_curve *curve = kernels->curve;

        for (unsigned choice = 0; choice < EDGES * EDGES; choice++) {
            kedge_ecdsa_sum sum[KEDGE_LANES];
            number u1, u2, k = { choice % 3 + 1 };

            edge_scalar(u1, curve, choice % EDGES);
            edge_scalar(u2, curve, choice / EDGES);
            if (choice / EDGES == 0)
                u2[0] = 5;
            if (choice % 7 == 0)
                kedge_limbs_subtract(k, curve->order, k, curve->limbs);
            make_sum(&sum[0], curve, u1, u2, k);
            if (choice % 5 == 4)
                sum[0].r[0] ^= 1;
            for (size_t lane = 1; lane < KEDGE_LANES; lane++)
                sum[lane] = sum[0];
            for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++) {
                kedge_status answers[KEDGE_LANES];
                const kedge_status expected = curve->compare(curve, sum[0].q, sum[0].u1, sum[0].u2, sum[0].r);

                kernels->compare(curve, sum, counts[j], answers);
                for (size_t lane = 0; lane < counts[j]; lane++)
                    cr_assert_eq(answers[lane], expected, "%zu %u %zu", i, choice, counts[j]);
            }
        }
    }
}

static void set_signed(number r, const kedge_curve *curve, int64_t value)
{
    memset(r, 0, sizeof(number));
    r[0] = (uint64_t)(value < 0 ? -value : value);
    if (value < 0)
        kedge_limbs_subtract(r, curve->order, r, curve->limbs);
}

/* The lowest bits of a scalar's half, as ones and minus ones every `step` bits. */
static int64_t lowest(const uint64_t *half, size_t bits, size_t step)
{
    int64_t value = 0;

    for (size_t i = 0; i < bits; i += step)
        value += half[0] >> i & 1 ? (int64_t)1 << i : -((int64_t)1 << i);
    return value;
}

/* The first part has a scalar's lowest bits.  What its lane adds last is d G, the sum of G's first column: to d G
 * where Q = k G for a k of (2 d - l1) / l2, to -d G where k = -l1 / l2, l1 and l2 being what the bits make. */
static void meet(const kedge_curve_lanes *kernels, bool is_equal)
{
    const kedge_curve *curve = kernels->curve;
    const size_t teeth = KEDGE_COMB_TEETH_MAX, base_spacing = kedge_comb_spacing(curve, KEDGE_BASE_TEETH);
    void *comb = aligned_alloc(64, kedge_comb_entries(teeth) * curve->entry_size);
    kedge_curve copy = counting(curve);
    random_state random = { 3 };
    uint64_t half[KEDGE_CURVE_LIMBS + 1];
    number u1 = { 0 }, u2 = { 0 }, k, inverse;
    kedge_ecdsa_sum sum;
    int64_t l1, d;

    random_scalar(u1, curve, &random);
    random_scalar(u2, curve, &random);
    kedge_odd_halve(half, curve, u1, kedge_comb_bits(curve, KEDGE_BASE_TEETH) - 1);
    l1 = lowest(half, KEDGE_BASE_TEETH * base_spacing, 1);
    d = lowest(half, KEDGE_BASE_TEETH * base_spacing, base_spacing);
    kedge_odd_halve(half, curve, u2, kedge_comb_bits(curve, teeth) - 1);
    set_signed(k, curve, lowest(half, teeth * kedge_comb_spacing(curve, teeth), 1));
    kedge_limbs_invert(inverse, k, curve->order, curve->limbs);
    set_signed(k, curve, is_equal ? 2 * d - l1 : -l1);
    multiply(k, curve, k, inverse);
    make_sum(&sum, curve, u1, u2, k);
    cr_assert_eq(curve->prepare(curve, sum.q, teeth, comb), KEDGE_OK);
    cr_assert_eq(kernels->compare_prepared(&copy, comb, teeth, u1, u2, sum.r), KEDGE_OK);
    cr_assert_eq(asked, 1);
    sum.r[0] ^= 1;
    cr_assert_eq(kernels->compare_prepared(&copy, comb, teeth, u1, u2, sum.r), KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(asked, 2);
    u1[0] ^= 4;
    (void)kernels->compare_prepared(&copy, comb, teeth, u1, u2, sum.r);
    cr_assert_eq(asked, 2);
    free(comb);
}

Test(lanes, equal_and_opposite_points_of_combs_are_added_without_lanes)
{
    const kedge_curve_lanes *kernels;

    for (size_t i = 0; (kernels = kernels_at(i)) != NULL; i++) {
        meet(kernels, true);
        meet(kernels, false);
    }
}
