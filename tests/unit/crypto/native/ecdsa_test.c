/* ecdsa_test.c - the native ECDSA beside BearSSL's: edge values, and sums of points that need care. */
#include "crypto/native/ecdsa.h"

#include <bearssl.h>
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/native/curve.h"
#include "crypto/native/invert.h"
#include "crypto/native/limbs.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/native/numbers.h"

#define DER_SIZE_MAX 160

/* A digest has all bits of the order, but for P-521. */
typedef struct subject {
    const kedge_curve *curve;
    int id;
    kedge_key_type type;
    kedge_hash hash;
    const char *above_order; /* a point whose x is the order or more */
} subject;

static const subject subjects[] = {
    { &kedge_p256, BR_EC_secp256r1, KEDGE_KEY_P256, KEDGE_HASH_SHA256,
      "04ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632554"
      "484f0c0fda434ef0a808458914f328715d7a545e198ac7eee31dffe861b5d23f" },
    { &kedge_p384, BR_EC_secp384r1, KEDGE_KEY_P384, KEDGE_HASH_SHA384,
      "04ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52975"
      "674db71d55d1948b3c7d4c562474ad137465f9605bc7c67cb9fab6bf9f3ca2ef87d56a8d920568aa26f7eaf13ee70a45" },
    { &kedge_p521, BR_EC_secp521r1, KEDGE_KEY_P521, KEDGE_HASH_SHA512,
      "0401fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5"
      "d03bb5c9b8899c47aebb6fb71e9138640a"
      "015c0208e578fd60af518df71031fbef12ced63df0aebf52d4a67eb460f7907f4e77748ed5dfa44f49035bad05d07d119c"
      "ae1e855c8a9723eaff862aa896fbae2a8d" },
};
#define SUBJECTS (sizeof subjects / sizeof subjects[0])

typedef uint64_t number[KEDGE_CURVE_LIMBS];

static void put_integer(uint8_t *out, size_t *at, const subject *on, const number value)
{
    uint8_t octets[8 * KEDGE_CURVE_LIMBS];
    size_t skip = 0;

    kedge_limbs_write_big(octets, on->curve->size, value);
    while (skip + 1 < on->curve->size && octets[skip] == 0)
        skip++;
    out[(*at)++] = 0x02;
    out[(*at)++] = (uint8_t)(on->curve->size - skip + (octets[skip] >= 0x80));
    if (octets[skip] >= 0x80)
        out[(*at)++] = 0;
    memcpy(out + *at, octets + skip, on->curve->size - skip);
    *at += on->curve->size - skip;
}

static kedge_span encode(const subject *on, const number r, const number s)
{
    uint8_t content[DER_SIZE_MAX], whole[DER_SIZE_MAX];
    size_t size = 0, at = 0;

    put_integer(content, &size, on, r);
    put_integer(content, &size, on, s);
    whole[at++] = 0x30;
    if (size >= 0x80)
        whole[at++] = 0x81;
    whole[at++] = (uint8_t)size;
    memcpy(whole + at, content, size);
    return test_copy(whole, at + size);
}

static kedge_status verify(const subject *on, kedge_span point, const uint8_t *digest, const number r,
                           const number s)
{
    const kedge_public_key key = test_point_key(on->type, (uint16_t)on->curve->bits, point);
    kedge_span signature = encode(on, r, s);
    const kedge_signature_job job = { .algorithm = { KEDGE_SCHEME_ECDSA, (uint8_t)on->hash, 0, 0 },
                                      .key = &key, .message = TEST_MESSAGE, .signature = signature };
    const kedge_status status = kedge_ecdsa_verify(&job, digest, NULL);

    test_free(signature);
    return status;
}

/* BearSSL's verdict, which takes coordinates and scalars of any value. */
static bool is_valid_to_bearssl(const subject *on, kedge_span point, const uint8_t *digest, const number r,
                                const number s)
{
    const br_ec_public_key key = { on->id, (unsigned char *)point.data, point.size };
    uint8_t raw[16 * KEDGE_CURVE_LIMBS];

    kedge_limbs_write_big(raw, on->curve->size, r);
    kedge_limbs_write_big(raw + on->curve->size, on->curve->size, s);
    return br_ecdsa_i31_vrfy_raw(&br_ec_all_m31, digest, kedge_hash_size(on->hash), &key, raw,
                                 2 * on->curve->size) == 1;
}

/* The point k G, for a k that is not 0. */
static kedge_span multiple(const subject *on, const number k)
{
    uint8_t point[BR_EC_KBUF_PUB_MAX_SIZE], scalar[8 * KEDGE_CURVE_LIMBS];

    kedge_limbs_write_big(scalar, on->curve->size, k);
    return test_copy(point, br_ec_all_m31.mulgen(point, scalar, on->curve->size, on->id));
}

/* The x of k G modulo the order. */
static void x_of_multiple(number r, const subject *on, const number k)
{
    kedge_span point = multiple(on, k);
    number x;

    kedge_limbs_read_big(x, on->curve->limbs, point.data + 1, on->curve->size);
    number_reduce(r, x, on->curve->limbs, on->curve->order, on->curve->limbs);
    test_free(point);
}

static void multiply(number r, const subject *on, const number a, const number b)
{
    uint64_t wide[2 * KEDGE_CURVE_LIMBS];

    number_multiply(wide, a, b, on->curve->limbs);
    number_reduce(r, wide, 2 * on->curve->limbs, on->curve->order, on->curve->limbs);
}

/* Sign a digest e with the secret k and the nonce t: r = x(t G), s = (e + r k) / t. */
static void sign(number r, number s, const subject *on, const number e, const number k, const number t)
{
    const size_t limbs = on->curve->limbs;
    uint64_t sum[2 * KEDGE_CURVE_LIMBS] = { 0 };
    number inverse;

    x_of_multiple(r, on, t);
    number_multiply(sum, r, k, limbs);
    for (size_t i = 0; i < limbs; i++)
        number_add_at(sum, 2 * limbs, e[i], 64 * i);
    number_reduce(s, sum, 2 * limbs, on->curve->order, limbs);
    kedge_limbs_invert(inverse, t, on->curve->order, limbs);
    multiply(s, on, s, inverse);
}

static void write_digest(uint8_t digest[KEDGE_HASH_SIZE_MAX], const subject *on, const number e)
{
    memset(digest, 0, KEDGE_HASH_SIZE_MAX);
    kedge_limbs_write_big(digest, kedge_hash_size(on->hash), e);
}

/* Small numbers, numbers just below the order, its half, and others. */
static void edge(number value, const subject *on, unsigned choice)
{
    const size_t limbs = on->curve->limbs;
    random_state random = { 77 + choice };
    number wide;

    memset(value, 0, sizeof(number));
    value[0] = choice % 8 + 1;
    if (choice >= 8 && choice < 16)
        kedge_limbs_subtract(value, on->curve->order, value, limbs);
    if (choice >= 16 && choice < 24) { /* about n / 2: n - 1 - (2^(bits - 1) - 1 + choice) */
        value[(on->curve->bits - 1) / 64] |= (uint64_t)1 << (on->curve->bits - 1) % 64;
        kedge_limbs_subtract(value, on->curve->order, value, limbs);
    }
    if (choice >= 24) {
        for (size_t i = 0; i < limbs; i++)
            wide[i] = choice % 2 == 0 ? next_limb(&random) : next_random(&random);
        number_reduce(value, wide, limbs, on->curve->order, limbs);
    }
}
#define EDGES 40

/* e as a digest has room for it. */
static void edge_digest(number e, const subject *on, unsigned choice)
{
    const size_t size = kedge_hash_size(on->hash);

    edge(e, on, choice);
    for (size_t i = size / 8; i < KEDGE_CURVE_LIMBS; i++)
        e[i] = 0;
}

Test(ecdsa_native, signatures_with_edge_values_verify_and_their_changes_do_not)
{
    for (size_t i = 0; i < SUBJECTS; i++) {
        for (unsigned choice = 0; choice < EDGES; choice++) {
            const subject *on = &subjects[i];
            uint8_t digest[KEDGE_HASH_SIZE_MAX];
            number e, k, t, r, s;
            kedge_span point;

            edge_digest(e, on, choice);
            edge(k, on, choice * 7 % EDGES);
            edge(t, on, choice * 11 % EDGES);
            sign(r, s, on, e, k, t);
            write_digest(digest, on, e);
            point = multiple(on, k);
            cr_assert_eq(verify(on, point, digest, r, s), KEDGE_OK, "%zu %u", i, choice);
            kedge_limbs_subtract(s, on->curve->order, s, on->curve->limbs);
            cr_assert_eq(verify(on, point, digest, r, s), KEDGE_OK); /* -s is as good */
            digest[choice % kedge_hash_size(on->hash)] ^= 0x10;
            cr_assert_eq(verify(on, point, digest, r, s), KEDGE_SIGNATURE_INVALID);
            digest[choice % kedge_hash_size(on->hash)] ^= 0x10;
            r[choice % on->curve->limbs] ^= 1;
            cr_assert_eq(verify(on, point, digest, r, s), KEDGE_SIGNATURE_INVALID);
            test_free(point);
        }
    }
}

Test(ecdsa_native, verdicts_over_edge_values_are_those_of_bearssl)
{
    static const uint8_t digest[KEDGE_HASH_SIZE_MAX] = { 0 };

    for (size_t i = 0; i < SUBJECTS; i++) {
        const subject *on = &subjects[i];
        number two = { 2 };
        kedge_span point = multiple(on, two);

        for (unsigned choice = 0; choice < EDGES; choice++) {
            number r, s;

            edge(r, on, choice);
            edge(s, on, choice * 13 % EDGES);
            cr_assert_eq(verify(on, point, digest, r, s) == KEDGE_OK,
                         is_valid_to_bearssl(on, point, digest, r, s));
            cr_assert_eq(verify(on, point, digest, r, on->curve->order), KEDGE_SIGNATURE_INVALID);
            cr_assert_eq(verify(on, point, digest, on->curve->order, s), KEDGE_SIGNATURE_INVALID);
        }
        test_free(point);
    }
}

/* With s = r, u2 = 1; with e = u1 r, u1 is what is asked for. */
static kedge_status verify_sum(const subject *on, const number k, const number u1, const number r)
{
    uint8_t digest[KEDGE_HASH_SIZE_MAX];
    kedge_span point = multiple(on, k);
    kedge_status status;
    number e;

    multiply(e, on, u1, r);
    write_digest(digest, on, e);
    status = verify(on, point, digest, r, r);
    cr_assert_eq(status == KEDGE_OK, is_valid_to_bearssl(on, point, digest, r, r));
    test_free(point);
    return status;
}

Test(ecdsa_native, equal_points_are_doubled)
{
    for (size_t i = 0; i < SUBJECTS; i++) {
        const subject *on = &subjects[i];

        if (on->curve->bits > 8 * kedge_hash_size(on->hash))
            continue; /* e would have to be longer than digests are */
        for (uint64_t k = 1; k < 20; k++) { /* k G + (k G) */
            number secret = { k }, sum = { 2 * k }, r;

            x_of_multiple(r, on, sum);
            cr_assert_eq(verify_sum(on, secret, secret, r), KEDGE_OK);
        }
    }
}

Test(ecdsa_native, opposite_points_add_up_to_infinity_which_has_no_x)
{
    for (size_t i = 0; i < SUBJECTS; i++) {
        const subject *on = &subjects[i];

        if (on->curve->bits > 8 * kedge_hash_size(on->hash))
            continue;
        for (uint64_t k = 1; k < 20; k++) { /* k G + (-k G) */
            number secret = { k }, minus, r;

            kedge_limbs_subtract(minus, on->curve->order, secret, on->curve->limbs);
            x_of_multiple(r, on, secret);
            cr_assert_eq(verify_sum(on, minus, secret, r), KEDGE_SIGNATURE_INVALID);
        }
    }
}

Test(ecdsa_native, an_x_of_r_plus_the_order_is_right_too)
{
    static const uint8_t digest[KEDGE_HASH_SIZE_MAX] = { 0 }; /* u1 = 0, and with s = r u2 = 1 */

    for (size_t i = 0; i < SUBJECTS; i++) {
        const subject *on = &subjects[i];
        kedge_span point = test_hex(on->above_order);
        number r;

        kedge_limbs_read_big(r, on->curve->limbs, point.data + 1, on->curve->size);
        kedge_limbs_subtract(r, r, on->curve->order, on->curve->limbs);
        cr_assert_eq(verify(on, point, digest, r, r), KEDGE_OK);
        r[0] += 1; /* BearSSL takes no digest of 0, and is not asked */
        cr_assert_eq(verify(on, point, digest, r, r), KEDGE_SIGNATURE_INVALID);
        test_free(point);
    }
}

Test(ecdsa_native, digests_of_the_order_and_more_are_reduced)
{
    for (size_t i = 0; i < SUBJECTS; i++) {
        const subject *on = &subjects[i];
        uint8_t digest[KEDGE_HASH_SIZE_MAX];
        const number k = { 12345 }, t = { 54321 };
        number e, r, s;
        kedge_span point = multiple(on, k);

        memset(digest, 0xff, sizeof digest);
        kedge_limbs_read_big(e, KEDGE_CURVE_LIMBS, digest, kedge_hash_size(on->hash));
        sign(r, s, on, e, k, t);
        cr_assert_eq(verify(on, point, digest, r, s), KEDGE_OK);
        test_free(point);
    }
}

Test(ecdsa_native, inverses_times_their_numbers_are_one)
{
    for (size_t i = 0; i < SUBJECTS; i++) {
        const subject *on = &subjects[i];

        for (unsigned choice = 0; choice < 400; choice++) {
            const number one = { 1 };
            number value, inverse;

            edge(value, on, choice);
            kedge_limbs_invert(inverse, value, on->curve->order, on->curve->limbs);
            cr_assert(kedge_limbs_is_less(inverse, on->curve->order, on->curve->limbs));
            multiply(value, on, value, inverse);
            cr_assert_arr_eq(value, one, 8 * on->curve->limbs);
        }
    }
}

Test(ecdsa_native, zero_has_the_inverse_zero)
{
    const number zero = { 0 };
    number inverse;

    kedge_limbs_invert(inverse, zero, kedge_p256.order, 4);
    cr_assert_arr_eq(inverse, zero, 32);
}

Test(ecdsa_native, digits_add_up_to_their_scalar)
{
    for (unsigned width = 2; width <= 9; width++) {
        for (unsigned choice = 0; choice < 100; choice++) {
            int16_t digits[257];
            number scalar;
            uint64_t plus[5] = { 0 }, minus[5] = { 0 };
            size_t last = 0;

            edge(scalar, &subjects[0], choice);
            kedge_recode(digits, scalar, 4, 256, width);
            for (size_t i = 0; i < 257; i++) {
                if (digits[i] == 0)
                    continue;
                cr_assert(digits[i] % 2 != 0 && digits[i] < 1 << (width - 1) && -digits[i] < 1 << (width - 1));
                cr_assert(last == 0 || i + 1 - last >= width);
                last = i + 1;
                number_add_at(digits[i] > 0 ? plus : minus, 5, (uint64_t)(digits[i] < 0 ? -digits[i] : digits[i]), i);
            }
            kedge_limbs_subtract(plus, plus, minus, 5);
            cr_assert_arr_eq(plus, scalar, 32);
            cr_assert_eq(plus[4], 0);
        }
    }
}
