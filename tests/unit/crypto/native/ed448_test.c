/* ed448_test.c - Ed448: the vectors of RFC 8032, 7.4, and what is refused. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/native/edwards448.h"
#include "crypto/native/limbs.h"
#include "crypto/native/shake256.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/native/numbers.h"

typedef struct answer {
    const char *key;
    const char *message;
    const char *signature;
} answer;

static const answer answers[] = {
    { "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e5"
      "0f6cd1fa1abeafe8256180",
      "",
      "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd4"
      "7d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a1"
      "13a0f4dbb61149f05a7363268c71d95808ff2e652600" },
    { "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82"
      "169c235160627b4c3a9480",
      "03",
      "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccd"
      "f633fc1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1"
      "953d2a0ff3348ab21aa4adafd1d234441cf807c03a00" },
    { "dcea9e78f35a1bf3499a831b10b86c90aac01cd84b67a0109b55a36e9328b1e365fce161d71ce7131a543ea4cb5f"
      "7e9f1d8b00696447001400",
      "0c3e544074ec63b0265e0c",
      "1f0a8888ce25e8d458a21130879b840a9089d999aaba039eaf3e3afa090a09d389dba82c4ff2ae8ac5cdfb7c55e9"
      "4d5d961a29fe0109941e00b8dbdeea6d3b051068df7254c0cdc129cbe62db2dc957dbb47b51fd3f213fb8698f064"
      "774250a5028961c9bf8ffd973fe5d5c206492b140e00" },
    { "3ba16da0c6f2cc1f30187740756f5e798d6bc5fc015d7c63cc9510ee3fd44adc24d8e968b6e46e6f94d19b945361"
      "726bd75e149ef09817f580",
      "64a65f3cdedcdd66811e2915",
      "7eeeab7c4e50fb799b418ee5e3197ff6bf15d43a14c34389b59dd1a7b1b85b4ae90438aca634bea45e3a2695f127"
      "0f07fdcdf7c62b8efeaf00b45c2c96ba457eb1a8bf075a3db28e5c24f6b923ed4ad747c3c9e03c7079efb87cb110"
      "d3a99861e72003cbae6d6b8b827e4e6c143064ff3c00" },
    { "b3da079b0aa493a5772029f0467baebee5a8112d9d3a22532361da294f7bb3815c5dc59e176b4d9f381ca0938e13"
      "c6c07b174be65dfa578e80",
      "64a65f3cdedcdd66811e2915e7",
      "6a12066f55331b6c22acd5d5bfc5d71228fbda80ae8dec26bdd306743c5027cb4890810c162c027468675ecf645a"
      "83176c0d7323a2ccde2d80efe5a1268e8aca1d6fbc194d3f77c44986eb4ab4177919ad8bec33eb47bbb5fc6e2819"
      "6fd1caf56b4e7e0ba5519234d047155ac727a1053100" },
    { "df9705f58edbab802c7f8363cfe5560ab1c6132c20a9f1dd163483a26f8ac53a39d6808bf4a1dfbd261b099bb03b"
      "3fb50906cb28bd8a081f00",
      "bd0f6a3747cd561bdddf4640a332461a4a30a12a434cd0bf40d766d9c6d458e5512204a30c17d1f50b5079631f64"
      "eb3112182da3005835461113718d1a5ef944",
      "554bc2480860b49eab8532d2a533b7d578ef473eeb58c98bb2d0e1ce488a98b18dfde9b9b90775e67f47d4a1c348"
      "2058efc9f40d2ca033a0801b63d45b3b722ef552bad3b4ccb667da350192b61c508cf7b6b5adadc2c8d9a446ef00"
      "3fb05cba5f30e88e36ec2703b349ca229c2670833900" },
};

static const kedge_algorithm ed448 = { .scheme = KEDGE_SCHEME_ED448 };
static const uint64_t order[8] = {
    0x2378c292ab5844f3, 0x216cc2728dc58f55, 0xc44edb49aed63690, 0xffffffff7cca23e9,
    0xffffffffffffffff, 0xffffffffffffffff, 0x3fffffffffffffff, 0
};

static kedge_status verify(kedge_span key, kedge_span message, kedge_span signature)
{
    const kedge_public_key public_key = test_point_key(KEDGE_KEY_ED448, 448, key);

    return test_verify(ed448, &public_key, message, signature);
}

Test(ed448, the_vectors_of_rfc_8032_verify)
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

Test(ed448, a_change_of_any_bit_is_refused)
{
    kedge_span key = test_hex(answers[1].key), message = test_hex(answers[1].message);
    kedge_span signature = test_hex(answers[1].signature);
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

Test(ed448, lengths_other_than_those_of_rfc_8032_are_malformed)
{
    kedge_span key = test_hex(answers[0].key), message = test_hex(answers[0].message);
    kedge_span signature = test_hex(answers[0].signature), longer;
    uint8_t octets[115] = { 0 };

    memcpy(octets, signature.data, 114);
    longer = test_copy(octets, 115);
    for (size_t size = 0; size < 114; size++) {
        kedge_span part = test_copy(octets, size);

        cr_assert_eq(verify(key, message, part), KEDGE_SIGNATURE_MALFORMED);
        test_free(part);
    }
    cr_assert_eq(verify(key, message, longer), KEDGE_SIGNATURE_MALFORMED);
    key.size = 56;
    cr_assert_eq(verify(key, message, signature), KEDGE_KEY_MALFORMED);
    test_free(longer);
    test_free(signature);
    test_free(message);
    test_free(key);
}

Test(ed448, s_with_the_order_added_is_refused)
{
    kedge_span key = test_hex(answers[0].key), message = test_hex(answers[0].message);
    kedge_span signature = test_hex(answers[0].signature);
    uint64_t s[8];

    for (unsigned times = 1; times <= 8; times++) {
        kedge_limbs_read_little(s, 8, signature.data + 57, 57);
        for (size_t i = 0; i < 8; i++)
            number_add_at(s, 8, order[i], 64 * i);
        kedge_limbs_write_little((uint8_t *)signature.data + 57, 57, s);
        cr_assert_eq(verify(key, message, signature), KEDGE_SIGNATURE_INVALID);
    }
    kedge_limbs_write_little((uint8_t *)signature.data + 57, 57, order);
    cr_assert_eq(verify(key, message, signature), KEDGE_SIGNATURE_INVALID);
    test_free(signature);
    test_free(message);
    test_free(key);
}

/* y, little-endian, from its lowest octet, a fill, and its two highest octets. */
static kedge_span encode(uint8_t low, uint8_t fill, uint8_t octet_28, uint8_t high)
{
    uint8_t octets[POINT448_SIZE];

    memset(octets, fill, sizeof octets);
    octets[0] = low;
    octets[28] = octet_28;
    octets[56] = high;
    return test_copy(octets, sizeof octets);
}

Test(ed448, keys_that_are_no_points_or_not_canonical_are_malformed)
{
    const kedge_span keys[] = {
        encode(0x02, 0x00, 0x00, 0x00), /* no x for y = 2 */
        encode(0x01, 0x00, 0x00, 0x80), /* x = 0 with a sign */
        encode(0xfe, 0xff, 0xfe, 0x80), /* the same, y = -1 */
        encode(0xff, 0xff, 0xfe, 0x00), /* y = p */
        encode(0x00, 0xff, 0xff, 0x00),
        encode(0xff, 0xff, 0xff, 0x00),
        encode(0x01, 0x00, 0x00, 0x01), /* a bit between y and the sign */
        encode(0x01, 0x00, 0x00, 0x40),
    };
    kedge_span signature = test_hex(answers[0].signature);

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        cr_assert_eq(verify(keys[i], TEST_MESSAGE, signature), KEDGE_KEY_MALFORMED, "%zu", i);
        test_free(keys[i]);
    }
    test_free(signature);
}

static point448 read_point(kedge_span octets)
{
    point448 p;

    cr_assert(kedge_edwards448_read(&p, octets.data));
    test_free(octets);
    return p;
}

/* Sign with the secret scalar 77 and the nonce 1234567, with `torsion` taken from R. */
static kedge_status verify_with_torsion(kedge_span torsion)
{
    const uint64_t secret[8] = { 77 }, nonce[8] = { 1234567 }, one[8] = { 1 }, zero[8] = { 0 };
    uint8_t key[57], signature[114], digest[114];
    uint64_t wide[15], k[8] = { 0 }, s[7], product[16];
    shake256 hash;
    point448 point = read_point(torsion), q;
    kedge_span borrowed_key, borrowed_signature;
    kedge_status status;

    kedge_edwards448_multiply(&q, secret, zero, &point);
    kedge_edwards448_write(key, &q);
    kedge_edwards448_multiply(&q, nonce, one, &point);
    kedge_edwards448_write(signature, &q);
    kedge_shake256_begin(&hash);
    kedge_shake256_update(&hash, (const uint8_t *)"SigEd448\0", 10);
    kedge_shake256_update(&hash, signature, 57);
    kedge_shake256_update(&hash, key, 57);
    kedge_shake256_update(&hash, TEST_MESSAGE.data, TEST_MESSAGE.size);
    kedge_shake256_finish(&hash, digest, sizeof digest);
    kedge_limbs_read_little(wide, 15, digest, sizeof digest);
    kedge_limbs_reduce(k, wide, 15, order, 7);
    number_multiply(product, k, secret, 8);
    number_add_at(product, 16, nonce[0], 0);
    kedge_limbs_reduce(s, product, 16, order, 7);
    memset(signature + 57, 0, 57);
    kedge_limbs_write_little(signature + 57, 56, s);
    borrowed_key = test_copy(key, sizeof key);
    borrowed_signature = test_copy(signature, sizeof signature);
    status = verify(borrowed_key, TEST_MESSAGE, borrowed_signature);
    test_free(borrowed_signature);
    test_free(borrowed_key);
    return status;
}

Test(ed448, what_only_the_equation_with_the_cofactor_accepts_is_refused)
{
    cr_assert_eq(verify_with_torsion(encode(0x01, 0x00, 0x00, 0x00)), KEDGE_OK);                /* neutral */
    cr_assert_eq(verify_with_torsion(encode(0xfe, 0xff, 0xfe, 0x00)), KEDGE_SIGNATURE_INVALID); /* order 2 */
    cr_assert_eq(verify_with_torsion(encode(0x00, 0x00, 0x00, 0x00)), KEDGE_SIGNATURE_INVALID); /* order 4 */
}

Test(ed448, the_table_holds_the_odd_multiples_of_the_base_point)
{
    const uint64_t zero[7] = { 0 }, one[7] = { 1 };
    point448 minus_base = read_point(encode(0x01, 0x00, 0x00, 0x00));
    uint8_t octets[POINT448_SIZE], actual[POINT448_SIZE];

    /* RFC 8032, 5.2: the base point. */
    kedge_span base = test_hex(
        "14fa30f25b790898adc8d74e2c13bdfdc4397ce61cffd33ad7c2a0051e9c78874098a36c7373ea4b62c7"
        "c9563720768824bcb66e71463f6900");

    kedge_edwards448_multiply(&minus_base, one, zero, &minus_base);
    kedge_edwards448_write(octets, &minus_base);
    cr_assert_arr_eq(octets, base.data, sizeof octets);
    test_free(base);
    octets[56] ^= 0x80;
    cr_assert(kedge_edwards448_read(&minus_base, octets));
    for (uint64_t i = 1; i < 64; i += 2) {
        const uint64_t scalar[7] = { i };
        point448 p;

        kedge_edwards448_multiply(&p, zero, scalar, &minus_base);
        kedge_edwards448_write(octets, &p);
        kedge_edwards448_multiply(&p, scalar, zero, &minus_base);
        kedge_edwards448_write(actual, &p);
        cr_assert_arr_eq(actual, octets, sizeof actual, "%d", (int)i);
    }
}

Test(ed448, the_order_of_the_base_point_takes_it_to_the_neutral_point)
{
    const uint64_t zero[7] = { 0 };
    kedge_span expected = encode(0x01, 0x00, 0x00, 0x00);
    uint8_t octets[POINT448_SIZE];
    point448 p = read_point(encode(0x01, 0x00, 0x00, 0x00));

    kedge_edwards448_multiply(&p, order, zero, &p);
    kedge_edwards448_write(octets, &p);
    cr_assert_arr_eq(octets, expected.data, sizeof octets);
    test_free(expected);
}
