/* sha2_test.c - SHA-2 of every set of kernels against BearSSL. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/native/kernels.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/native/kernel_sets.h"
#include "unit/crypto/native/numbers.h"

static const kedge_hash hashes[] = { KEDGE_HASH_SHA224, KEDGE_HASH_SHA256, KEDGE_HASH_SHA384, KEDGE_HASH_SHA512 };

/* The message lies in a buffer of its exact size, so that reading past its end shows. */
static void compare(const uint8_t *data, size_t size)
{
    const kedge_crypto *bearssl = kedge_crypto_bearssl(), *native;
    const kedge_span message = test_copy(data, size);
    uint8_t expected[KEDGE_HASH_SIZE_MAX], actual[KEDGE_HASH_SIZE_MAX];

    for (size_t set = 0; (native = test_kernels(set)) != NULL; set++) {
        for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
            cr_assert_eq(bearssl->digest(bearssl, hashes[i], message, expected), KEDGE_OK);
            cr_assert_eq(native->digest(native, hashes[i], message, actual), KEDGE_OK);
            cr_assert_arr_eq(actual, expected, kedge_hash_size(hashes[i]), "set %zu, %zu octets", set, size);
        }
    }
    test_free(message);
}

Test(sha2, all_kernels_agree_with_bearssl_for_every_length_around_blocks)
{
    random_state random = { 30 };
    uint8_t data[700];

    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)(next_random(&random) >> 32);
    for (size_t size = 0; size <= 300; size++)
        compare(data, size);
    for (size_t block = 384; block < sizeof data - 20; block += 64)
        for (size_t size = block - 18; size <= block + 1; size++)
            compare(data, size);
}

Test(sha2, all_kernels_agree_with_bearssl_on_octets_of_one_value)
{
    uint8_t data[4096];

    memset(data, 0xff, sizeof data);
    compare(data, sizeof data);
    memset(data, 0x00, sizeof data);
    compare(data, sizeof data);
}

Test(sha2, no_message_at_all_is_the_empty_message)
{
    static const uint8_t empty[] = { 0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4,
                                     0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b,
                                     0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55 };
    const kedge_crypto *native;
    uint8_t digest[KEDGE_SHA256_SIZE];

    for (size_t set = 0; (native = test_kernels(set)) != NULL; set++) {
        cr_assert_eq(native->digest(native, KEDGE_HASH_SHA256, (kedge_span){ NULL, 0 }, digest), KEDGE_OK);
        cr_assert_arr_eq(digest, empty, sizeof empty);
    }
}

Test(sha2, octets_before_a_message_are_hashed_as_its_beginning)
{
    random_state random = { 31 };
    const kedge_crypto *native;
    uint8_t data[64 + 420];

    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)(next_random(&random) >> 32);
    for (size_t set = 0; (native = test_kernels(set)) != NULL; set++) {
        kedge_sha512_blocks *compress = kedge_native_kernels_of(native)->sha512;

        for (size_t size = 0; size <= sizeof data - 64; size++) {
            const kedge_span message = test_copy(data + 64, size);
            uint8_t expected[64], actual[64];

            kedge_sha512(compress, KEDGE_HASH_SHA512, (kedge_span){ data, 64 + size }, expected);
            kedge_sha512_after(compress, data, message, actual);
            cr_assert_arr_eq(actual, expected, sizeof actual, "set %zu, %zu octets", set, size);
            test_free(message);
        }
    }
}
