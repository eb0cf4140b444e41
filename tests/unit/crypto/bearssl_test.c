/* bearssl_test.c - the provider built on BearSSL: its table, its digests, what it does not have. */
#include <criterion/criterion.h>

#include "unit/crypto/jobs.h"
#include "unit/crypto/rsa_keys.h"

Test(bearssl, digests_of_abc_are_those_of_fips_180_4)
{
    static const char *const digests[KEDGE_HASH_COUNT] = {
        [KEDGE_HASH_MD5] = "900150983cd24fb0d6963f7d28e17f72",
        [KEDGE_HASH_SHA1] = "a9993e364706816aba3e25717850c26c9cd0d89d",
        [KEDGE_HASH_SHA224] = "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
        [KEDGE_HASH_SHA256] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        [KEDGE_HASH_SHA384] = "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                              "8086072ba1e7cc2358baeca134c825a7",
        [KEDGE_HASH_SHA512] = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    };
    const kedge_crypto *crypto = kedge_crypto_bearssl();
    const kedge_span abc = { (const uint8_t *)"abc", 3 };

    for (int hash = KEDGE_HASH_MD5; hash < KEDGE_HASH_COUNT; hash++) {
        kedge_span expected = test_hex(digests[hash]);
        uint8_t digest[KEDGE_HASH_SIZE_MAX];

        cr_assert_eq(expected.size, kedge_hash_size((kedge_hash)hash));
        cr_assert_eq(crypto->digest(crypto, (kedge_hash)hash, abc, digest), KEDGE_OK);
        cr_assert_arr_eq(digest, expected.data, expected.size);
        test_free(expected);
    }
}

Test(bearssl, the_digest_of_no_octets_needs_no_memory)
{
    const kedge_crypto *crypto = kedge_crypto_bearssl();
    uint8_t digest[KEDGE_SHA256_SIZE];

    cr_assert_eq(crypto->digest(crypto, KEDGE_HASH_SHA256, (kedge_span){ NULL, 0 }, digest), KEDGE_OK);
    cr_assert_arr_eq(digest, "\xe3\xb0\xc4\x42\x98\xfc\x1c\x14", 8);
}

Test(bearssl, a_hash_that_is_none_has_no_digest)
{
    const kedge_crypto *crypto = kedge_crypto_bearssl();
    uint8_t digest[KEDGE_HASH_SIZE_MAX];

    cr_assert_eq(crypto->digest(crypto, KEDGE_HASH_NONE, TEST_MESSAGE, digest), KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(crypto->digest(crypto, KEDGE_HASH_COUNT, TEST_MESSAGE, digest), KEDGE_UNSUPPORTED_ALGORITHM);
}

static kedge_status ask(kedge_scheme scheme, kedge_hash hash, kedge_key_type type, uint16_t bits)
{
    const kedge_algorithm algorithm = { (uint8_t)scheme, (uint8_t)hash, (uint8_t)hash, 0 };
    const kedge_public_key key = { .type = (uint8_t)type, .bits = bits };

    return kedge_crypto_supports(kedge_crypto_bearssl(), &algorithm, &key);
}

Test(bearssl, its_rsa_keys_have_1024_to_4096_bits)
{
    for (int hash = KEDGE_HASH_MD5; hash < KEDGE_HASH_COUNT; hash++) {
        cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, (kedge_hash)hash, KEDGE_KEY_RSA, 1023),
                     KEDGE_UNSUPPORTED_KEY);
        cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, (kedge_hash)hash, KEDGE_KEY_RSA, 1024), KEDGE_OK);
        cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, (kedge_hash)hash, KEDGE_KEY_RSA, 4096), KEDGE_OK);
        cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, (kedge_hash)hash, KEDGE_KEY_RSA, 4097),
                     KEDGE_UNSUPPORTED_KEY);
    }
}

Test(bearssl, ecdsa_with_md5_does_not_exist)
{
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_MD5, KEDGE_KEY_P256, 256), KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_NONE, KEDGE_KEY_P256, 256), KEDGE_UNSUPPORTED_ALGORITHM);
}

Test(bearssl, verify_refuses_what_its_table_does_not_have)
{
    const kedge_crypto *crypto = kedge_crypto_bearssl();
    kedge_public_key key = test_rsa_1024.public_key;
    kedge_signature_job job = { .key = &key, .message = TEST_MESSAGE };

    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_UNSUPPORTED_ALGORITHM);
    job.algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_ED25519 };
    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_UNSUPPORTED_ALGORITHM);
    job.algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_ECDSA, .hash = KEDGE_HASH_SHA256 };
    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_KEY_TYPE_MISMATCH);
    job.algorithm.scheme = KEDGE_SCHEME_RSA_PKCS1;
    key.bits = 8192;
    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_UNSUPPORTED_KEY);
}
