/* ed25519_test.c - Ed25519: the vectors of RFC 8032, 7.1, and what is refused. */
#include <bearssl.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/native/edwards25519.h"
#include "crypto/native/kernels.h"
#include "crypto/native/limbs.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/native/kernel_sets.h"
#include "unit/crypto/native/numbers.h"

typedef struct answer {
    const char *key;
    const char *message;
    const char *signature;
} answer;

static const answer answers[] = {
    { "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
      "b46bd25bf5f0595bbe24655141438e7a100b" },
    { "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
      "1d8c387b2eaeb4302aeeb00d291612bb0c00" },
    { "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
      "c6594a7c15e9716ed28dc027beceea1ec40a" },
};

static const kedge_algorithm ed25519 = { .scheme = KEDGE_SCHEME_ED25519 };
static const uint64_t order[4] = { 0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000 };

static kedge_status verify(kedge_span key, kedge_span message, kedge_span signature)
{
    const kedge_public_key public_key = test_point_key(KEDGE_KEY_ED25519, 255, key);

    return test_verify(ed25519, &public_key, message, signature);
}

Test(ed25519, the_vectors_of_rfc_8032_verify)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        kedge_span key = test_hex(answers[i].key), message = test_hex(answers[i].message);
        kedge_span signature = test_hex(answers[i].signature);

        cr_assert_eq(verify(key, message, signature), KEDGE_OK, "%zu", i);
        test_free(signature);
        test_free(message);
        test_free(key);
    }
}

Test(ed25519, a_change_of_any_bit_is_refused)
{
    kedge_span key = test_hex(answers[2].key), message = test_hex(answers[2].message);
    kedge_span signature = test_hex(answers[2].signature);
    const kedge_span *parts[] = { &message, &signature, &key };

    for (size_t part = 0; part < 3; part++) {
        for (size_t bit = 0; bit < 8 * parts[part]->size; bit++) {
            uint8_t *octet = (uint8_t *)parts[part]->data + bit / 8;

            *octet ^= (uint8_t)(1 << bit % 8);
            cr_assert_neq(verify(key, message, signature), KEDGE_OK, "bit %zu of part %zu", bit, part);
            *octet ^= (uint8_t)(1 << bit % 8);
        }
    }
    test_free(signature);
    test_free(message);
    test_free(key);
}

Test(ed25519, lengths_other_than_those_of_rfc_8032_are_malformed)
{
    kedge_span key = test_hex(answers[0].key), message = test_hex(answers[0].message);
    kedge_span signature = test_hex(answers[0].signature), longer;
    uint8_t octets[65] = { 0 };

    memcpy(octets, signature.data, 64);
    longer = test_copy(octets, 65);
    for (size_t size = 0; size < 64; size++) {
        kedge_span part = test_copy(octets, size);

        cr_assert_eq(verify(key, message, part), KEDGE_SIGNATURE_MALFORMED);
        test_free(part);
    }
    cr_assert_eq(verify(key, message, longer), KEDGE_SIGNATURE_MALFORMED);
    key.size = 31;
    cr_assert_eq(verify(key, message, signature), KEDGE_KEY_MALFORMED);
    test_free(longer);
    test_free(signature);
    test_free(message);
    test_free(key);
}

Test(ed25519, s_with_the_order_added_is_refused)
{
    kedge_span key = test_hex(answers[0].key), message = test_hex(answers[0].message);
    kedge_span signature = test_hex(answers[0].signature);
    uint64_t s[4];

    for (unsigned times = 1; times <= 8; times++) { /* S stays below 2^256 */
        kedge_limbs_read_little(s, 4, signature.data + 32, 32);
        for (size_t i = 0; i < 4; i++)
            number_add_at(s, 4, order[i], 64 * i);
        kedge_limbs_write_little((uint8_t *)signature.data + 32, 32, s);
        cr_assert_eq(verify(key, message, signature), KEDGE_SIGNATURE_INVALID);
    }
    kedge_limbs_write_little((uint8_t *)signature.data + 32, 32, order);
    cr_assert_eq(verify(key, message, signature), KEDGE_SIGNATURE_INVALID);
    test_free(signature);
    test_free(message);
    test_free(key);
}

Test(ed25519, keys_that_are_no_points_or_not_canonical_are_malformed)
{
    static const char *const keys[] = {
        "0200000000000000000000000000000000000000000000000000000000000000", /* no x for y = 2 */
        "0100000000000000000000000000000000000000000000000000000000000080", /* x = 0 with a sign */
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", /* the same, y = -1 */
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", /* y = p */
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", /* y = p + 1 */
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    };
    kedge_span signature = test_hex(answers[0].signature);

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        kedge_span key = test_hex(keys[i]);

        cr_assert_eq(verify(key, TEST_MESSAGE, signature), KEDGE_KEY_MALFORMED, "%s", keys[i]);
        test_free(key);
    }
    test_free(signature);
}

/* A point of order 8 and the point without effect. */
static const char order_8[] = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a";
static const char neutral[] = "0100000000000000000000000000000000000000000000000000000000000000";

static point25519 point_of(const char *digits)
{
    kedge_span octets = test_hex(digits);
    point25519 p;

    cr_assert(kedge_edwards25519_read(&p, octets.data));
    test_free(octets);
    return p;
}

/* r = s B - k p, by all kernels alike. */
static void multiply(point25519 *r, const uint64_t s[4], const uint64_t k[4], const point25519 *p)
{
    const kedge_crypto *crypto;
    const point25519 point = *p;

    kedge_edwards25519_multiply(r, s, k, &point);
    for (size_t set = 0; (crypto = test_kernels(set)) != NULL; set++) {
        uint8_t expected[32], actual[32];
        point25519 other;

        kedge_native_kernels_of(crypto)->edwards25519->multiply(&other, s, k, &point);
        kedge_edwards25519_write(expected, r);
        kedge_edwards25519_write(actual, &other);
        cr_assert_arr_eq(actual, expected, sizeof actual, "%zu", set);
        fe25519_multiply(&other.t, &other.t, &other.z);
        fe25519_multiply(&other.x, &other.x, &other.y);
        cr_assert(kedge_fe25519_is_equal(&other.t, &other.x));
    }
}

/* Sign with the secret scalar 77 and the nonce 1234567, with `torsion` taken from R. */
static kedge_status verify_with_torsion(const char *torsion)
{
    const uint64_t secret[4] = { 77 }, nonce[4] = { 1234567 }, one[4] = { 1 }, zero[4] = { 0 };
    uint8_t key[32], signature[64], digest[64];
    uint64_t wide[8], k[4], s[4], product[8];
    br_sha512_context hash;
    point25519 point = point_of(torsion), q;
    kedge_span borrowed_key, borrowed_signature;
    kedge_status status;

    multiply(&q, secret, zero, &point);
    kedge_edwards25519_write(key, &q);
    multiply(&q, nonce, one, &point);
    kedge_edwards25519_write(signature, &q);
    br_sha512_init(&hash);
    br_sha512_update(&hash, signature, 32);
    br_sha512_update(&hash, key, 32);
    br_sha512_update(&hash, TEST_MESSAGE.data, TEST_MESSAGE.size);
    br_sha512_out(&hash, digest);
    kedge_limbs_read_little(wide, 8, digest, 64);
    kedge_limbs_reduce(k, wide, 8, order, 4);
    number_multiply(product, k, secret, 4);
    number_add_at(product, 8, nonce[0], 0);
    kedge_limbs_reduce(s, product, 8, order, 4);
    kedge_limbs_write_little(signature + 32, 32, s);
    borrowed_key = test_copy(key, sizeof key);
    borrowed_signature = test_copy(signature, sizeof signature);
    status = verify(borrowed_key, TEST_MESSAGE, borrowed_signature);
    test_free(borrowed_signature);
    test_free(borrowed_key);
    return status;
}

Test(ed25519, what_only_the_equation_with_the_cofactor_accepts_is_refused)
{
    cr_assert_eq(verify_with_torsion(neutral), KEDGE_OK);
    cr_assert_eq(verify_with_torsion(order_8), KEDGE_SIGNATURE_INVALID);
}

Test(ed25519, r_must_be_encoded_canonically)
{
    /* Under the neutral key, S = 0 and R neutral verify for every message (the equation says so, and
     * RFC 8032 refuses no such key); R as y = p + 1 is the same point in another encoding. */
    kedge_span key = test_hex(neutral);
    uint8_t octets[64] = { 1 };
    kedge_span signature = test_copy(octets, sizeof octets);

    cr_assert_eq(verify(key, TEST_MESSAGE, signature), KEDGE_OK);
    memset((uint8_t *)signature.data, 0xff, 32);
    ((uint8_t *)signature.data)[0] = 0xee;
    ((uint8_t *)signature.data)[31] = 0x7f;
    cr_assert_eq(verify(key, TEST_MESSAGE, signature), KEDGE_SIGNATURE_INVALID);
    memset((uint8_t *)signature.data, 0, 32);
    ((uint8_t *)signature.data)[0] = 0x01;
    ((uint8_t *)signature.data)[31] = 0x80;
    cr_assert_eq(verify(key, TEST_MESSAGE, signature), KEDGE_SIGNATURE_INVALID);
    test_free(signature);
    test_free(key);
}

Test(ed25519, points_survive_being_written_and_read)
{
    const uint64_t zero[4] = { 0 };
    const point25519 any = point_of(order_8);

    for (uint64_t i = 0; i < 200; i++) {
        const uint64_t scalar[4] = { i, i * i, i << 40, i << 52 };
        uint8_t octets[32], back[32];
        point25519 p;

        multiply(&p, scalar, zero, &any);
        kedge_edwards25519_write(octets, &p);
        cr_assert(kedge_edwards25519_read(&p, octets));
        kedge_edwards25519_write(back, &p);
        cr_assert_arr_eq(back, octets, sizeof back);
    }
}

Test(ed25519, the_table_holds_the_odd_multiples_of_the_base_point)
{
    /* s B by the table against -s (-B) by doubling and adding; the base point is the one with y = 4/5
     * and an even x. */
    const uint64_t zero[4] = { 0 };
    const point25519 minus_base = point_of(
        "58666666666666666666666666666666666666666666666666666666666666e6");

    for (uint64_t i = 1; i < 64; i += 2) {
        const uint64_t scalar[4] = { i };
        uint8_t expected[32], actual[32];
        point25519 p;

        multiply(&p, zero, scalar, &minus_base);
        kedge_edwards25519_write(expected, &p);
        multiply(&p, scalar, zero, &minus_base);
        kedge_edwards25519_write(actual, &p);
        cr_assert_arr_eq(actual, expected, sizeof actual, "%d", (int)i);
    }
}

Test(ed25519, the_order_of_the_base_point_takes_it_to_the_neutral_point)
{
    const uint64_t zero[4] = { 0 };
    const point25519 any = point_of(order_8);
    kedge_span expected = test_hex(neutral);
    uint8_t octets[32];
    point25519 p;

    multiply(&p, order, zero, &any);
    kedge_edwards25519_write(octets, &p);
    cr_assert_arr_eq(octets, expected.data, sizeof octets);
    test_free(expected);
}

Test(ed25519, all_kernels_agree_for_scalars_and_points_of_every_kind)
{
    /* Orders 1, 2, 4 and 8, B, -B, and points of large order with a part of order 8. */
    static const char *const points[] = {
        neutral,
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        order_8,
        "5866666666666666666666666666666666666666666666666666666666666666",
        "58666666666666666666666666666666666666666666666666666666666666e6",
    };
    const uint64_t top = UINT64_MAX >> 11;
    random_state random = { 21 };

    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        point25519 p = point_of(points[i]), r;

        for (int round = 0; round < 60; round++) {
            uint64_t s[4], k[4];

            for (int j = 0; j < 4; j++) {
                s[j] = next_limb(&random) & (j == 3 ? UINT64_MAX >> 3 : UINT64_MAX);
                k[j] = round == 0 ? s[j] : next_limb(&random) & (j == 3 ? top : UINT64_MAX);
            }
            multiply(&r, s, k, &p);
            if (round % 8 == 7)
                p = r;
        }
    }
}

/* Like multiply(), by multiples of the point that are made before. */
static void expect_prepared(const multiples25519 *multiples, const point25519 *p, const uint64_t s[4],
                            const uint64_t k[4])
{
    const kedge_crypto *crypto;
    uint8_t expected[32], actual[32];
    point25519 r;

    kedge_edwards25519_multiply(&r, s, k, p);
    kedge_edwards25519_write(expected, &r);
    for (size_t set = 0; (crypto = test_kernels(set)) != NULL; set++) {
        kedge_native_kernels_of(crypto)->edwards25519->multiply_prepared(&r, s, k, multiples);
        kedge_edwards25519_write(actual, &r);
        cr_assert_arr_eq(actual, expected, sizeof actual, "%zu", set);
    }
}

Test(ed25519, prepared_multiples_make_the_same_sums)
{
    static const char *const points[] = {
        neutral, order_8, "5866666666666666666666666666666666666666666666666666666666666666",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    };
    static multiples25519 multiples;
    const uint64_t zero[4] = { 0 }, top[4] = { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX >> 3 };
    random_state random = { 22 };

    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        const point25519 p = point_of(points[i]);

        kedge_edwards25519_prepare(&multiples, &p);
        expect_prepared(&multiples, &p, zero, zero);
        expect_prepared(&multiples, &p, zero, top);
        expect_prepared(&multiples, &p, top, top);
        expect_prepared(&multiples, &p, order, order);
        for (int round = 0; round < 40; round++) {
            uint64_t s[4], k[4];

            for (int j = 0; j < 4; j++) {
                s[j] = next_limb(&random) & (j == 3 ? UINT64_MAX >> 3 : UINT64_MAX);
                k[j] = round == 0 ? s[j] : next_limb(&random) & (j == 3 ? UINT64_MAX >> 3 : UINT64_MAX);
            }
            expect_prepared(&multiples, &p, s, k);
        }
    }
}

Test(ed25519, prepared_keys_verify_what_the_keys_do)
{
    const kedge_crypto *crypto;

    for (size_t set = 0; (crypto = test_kernels(set)) != NULL; set++) {
        for (size_t i = 0; i < 2; i++) {
            kedge_span key = test_hex(answers[i].key), other_key = test_hex(answers[2].key);
            kedge_span message = test_hex(answers[i].message), signature = test_hex(answers[i].signature);
            const kedge_public_key public_key = test_point_key(KEDGE_KEY_ED25519, 255, key);
            const kedge_public_key another = test_point_key(KEDGE_KEY_ED25519, 255, other_key);
            const size_t size = kedge_key_prepared_size(crypto, &public_key, SIZE_MAX);
            void *memory = aligned_alloc(KEDGE_PREPARED_ALIGN, (size / 64 + 1) * 64);
            kedge_signature_job job = { .algorithm = ed25519, .key = &public_key, .message = message,
                                        .signature = signature, .prepared = memory };

            cr_assert_leq(size, 16384);
            cr_assert_eq(kedge_key_prepared_size(crypto, &public_key, size - 1), 0);
            cr_assert_eq(kedge_key_prepare(crypto, &public_key, memory, size - 1), KEDGE_MEMORY_TOO_SMALL);
            cr_assert_eq(kedge_key_prepare(crypto, &public_key, memory, size), KEDGE_OK);
            cr_assert_eq(crypto->verify(crypto, &job), KEDGE_OK);
            for (size_t octet = 0; octet < 64; octet++) {
                ((uint8_t *)signature.data)[octet] ^= 1;
                cr_assert_eq(crypto->verify(crypto, &job), KEDGE_SIGNATURE_INVALID);
                ((uint8_t *)signature.data)[octet] ^= 1;
            }
            job.signature.size = 63;
            cr_assert_eq(crypto->verify(crypto, &job), KEDGE_SIGNATURE_MALFORMED);
            job.signature.size = 64;
            /* Another key's is no help. */
            cr_assert_eq(kedge_key_prepare(crypto, &another, memory, size), KEDGE_OK);
            cr_assert_eq(crypto->verify(crypto, &job), KEDGE_OK);
            free(memory);
            test_free(signature);
            test_free(message);
            test_free(other_key);
            test_free(key);
        }
    }
}

Test(ed25519, keys_that_are_no_points_cannot_be_prepared)
{
    const kedge_crypto *native = kedge_crypto_native();
    kedge_span key = test_hex("0200000000000000000000000000000000000000000000000000000000000000");
    kedge_public_key public_key = test_point_key(KEDGE_KEY_ED25519, 255, key);
    static _Alignas(KEDGE_PREPARED_ALIGN) uint8_t memory[16384];

    cr_assert_eq(kedge_key_prepare(native, &public_key, memory, sizeof memory), KEDGE_KEY_MALFORMED);
    public_key.point.size = 31;
    cr_assert_eq(kedge_key_prepare(native, &public_key, memory, sizeof memory), KEDGE_KEY_MALFORMED);
    test_free(key);
}
