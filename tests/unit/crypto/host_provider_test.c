/* host_provider_test.c - the providers that other libraries lend: what they say they can, and where they end. */
#include <criterion/criterion.h>
#include <string.h>

#include "unit/crypto/jobs.h"
#include "unit/crypto/rsa_keys.h"

#ifdef KEDGE_HAS_OPENSSL_CRYPTO
#include <openssl/err.h>
#endif

static const char *const names[] = { "openssl", "psa" };

/* NULL where the build does not have it. */
static const kedge_crypto *host_provider(size_t index)
{
    return test_provider_named(names[index]);
}

#define HOST_PROVIDERS (sizeof names / sizeof names[0])

Test(host_provider, digests_are_those_of_the_provider_built_on_bearssl)
{
    const kedge_crypto *bearssl = kedge_crypto_bearssl();
    static const uint8_t message[200] = { 1, 2, 3 };
    static const size_t sizes[] = { 0, 1, 55, 56, 64, 111, 112, 128, 200 };

    for (size_t i = 0; i < HOST_PROVIDERS * (KEDGE_HASH_COUNT - 1); i++) {
        const kedge_crypto *crypto = host_provider(i % HOST_PROVIDERS);
        const kedge_hash hash = (kedge_hash)(1 + i / HOST_PROVIDERS);

        for (size_t j = 0; crypto != NULL && j < sizeof sizes / sizeof sizes[0]; j++) {
            kedge_span input = test_copy(message, sizes[j]);
            uint8_t one[KEDGE_HASH_SIZE_MAX], other[KEDGE_HASH_SIZE_MAX];

            cr_assert_eq(bearssl->digest(bearssl, hash, input, one), KEDGE_OK);
            cr_assert_eq(crypto->digest(crypto, hash, input, other), KEDGE_OK, "%s, hash %d", crypto->name, (int)hash);
            cr_assert_arr_eq(one, other, kedge_hash_size(hash));
            test_free(input);
        }
    }
}

Test(host_provider, a_hash_that_is_none_has_no_digest)
{
    for (size_t i = 0; i < HOST_PROVIDERS; i++) {
        const kedge_crypto *crypto = host_provider(i);
        uint8_t digest[KEDGE_HASH_SIZE_MAX];

        if (crypto == NULL)
            continue;
        cr_assert_eq(crypto->digest(crypto, KEDGE_HASH_NONE, TEST_MESSAGE, digest), KEDGE_UNSUPPORTED_ALGORITHM);
        cr_assert_eq(crypto->digest(crypto, KEDGE_HASH_COUNT, TEST_MESSAGE, digest), KEDGE_UNSUPPORTED_ALGORITHM);
        cr_assert_eq(crypto->digest(crypto, (kedge_hash)-1, TEST_MESSAGE, digest), KEDGE_UNSUPPORTED_ALGORITHM);
    }
}

Test(host_provider, every_row_of_its_table_ends_where_it_says)
{
    for (size_t i = 0; i < HOST_PROVIDERS; i++) {
        const kedge_crypto *crypto = host_provider(i);

        for (size_t j = 0; crypto != NULL && j < crypto->capability_count; j++) {
            const kedge_capability *row = &crypto->capabilities[j];
            const kedge_signature_job job = {
                .algorithm = { row->scheme, row->hash, row->hash, 0 },
                .key = &(const kedge_public_key){ .type = row->key_type, .bits = (uint16_t)(row->bits_max + 1) },
                .message = TEST_MESSAGE
            };

            cr_assert_eq(crypto->verify(crypto, &job), KEDGE_UNSUPPORTED_KEY, "%s, row %zu", crypto->name, j);
        }
    }
}

Test(host_provider, what_its_table_does_not_have_is_unsupported)
{
    for (size_t i = 0; i < HOST_PROVIDERS; i++) {
        const kedge_crypto *crypto = host_provider(i);
        kedge_signature_job job = { .key = &test_rsa_1024.public_key, .message = TEST_MESSAGE };
        const kedge_public_key ed448 = { .type = KEDGE_KEY_ED448, .bits = 448 };

        if (crypto == NULL)
            continue;
        cr_assert_eq(crypto->verify(crypto, &job), KEDGE_UNSUPPORTED_ALGORITHM);
        job.algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_ECDSA, .hash = KEDGE_HASH_SHA256 };
        cr_assert_eq(crypto->verify(crypto, &job), KEDGE_KEY_TYPE_MISMATCH);
        job.algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_ED448 };
        job.key = &ed448;
        cr_assert_eq(crypto->verify(crypto, &job), KEDGE_UNSUPPORTED_ALGORITHM);
        job.algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_RSA_PSS, .hash = KEDGE_HASH_MD5 };
        cr_assert_eq(crypto->verify(crypto, &job), KEDGE_UNSUPPORTED_ALGORITHM);
    }
}

#ifdef KEDGE_HAS_PSA_CRYPTO
Test(psa_crypto, beginning_again_does_nothing)
{
    cr_assert_not_null(test_provider_named("psa"));
    cr_assert_eq(test_provider_named("psa"), test_provider_named("psa"));
}

/* PSA verifies with the largest salt that fits under a short key: one of the hash's size is another signature. */
Test(psa_crypto, pss_has_one_hash_and_the_size_of_salt_that_psa_has)
{
    const kedge_crypto *crypto = test_provider_named("psa");
    const uint8_t zeros[256] = { 0 };
    static const struct {
        uint8_t hash, mask_hash;
        uint16_t salt_size;
        kedge_status status;
    } cases[] = {
        { KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 32, KEDGE_SIGNATURE_INVALID },
        { KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 31, KEDGE_UNSUPPORTED_ALGORITHM },
        { KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 0, KEDGE_UNSUPPORTED_ALGORITHM },
        { KEDGE_HASH_SHA256, KEDGE_HASH_SHA1, 32, KEDGE_UNSUPPORTED_ALGORITHM },
        { KEDGE_HASH_SHA512, KEDGE_HASH_SHA512, 64, KEDGE_UNSUPPORTED_ALGORITHM },
        { KEDGE_HASH_SHA512, KEDGE_HASH_SHA512, 62, KEDGE_SIGNATURE_INVALID },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const kedge_signature_job job = {
            .algorithm = { KEDGE_SCHEME_RSA_PSS, cases[i].hash, cases[i].mask_hash, cases[i].salt_size },
            .key = &test_rsa_1024.public_key, .message = TEST_MESSAGE, .signature = { zeros, 128 }
        };

        cr_assert_eq(crypto->verify(crypto, &job), cases[i].status, "case %zu", i);
    }
}

Test(psa_crypto, a_modulus_whose_bits_are_no_multiple_of_eight_is_unsupported)
{
    const kedge_crypto *crypto = test_provider_named("psa");
    const uint8_t zeros[129] = { 0 };
    const kedge_signature_job job = {
        .algorithm = { .scheme = KEDGE_SCHEME_RSA_PKCS1, .hash = KEDGE_HASH_SHA256 },
        .key = &test_rsa_1025.public_key, .message = TEST_MESSAGE, .signature = { zeros, sizeof zeros }
    };

    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_UNSUPPORTED_KEY);
}
#endif

#ifdef KEDGE_HAS_OPENSSL_CRYPTO
static kedge_status verify_ed25519(const char *key, const char *signature)
{
    const kedge_crypto *crypto = test_provider_named("openssl");
    kedge_span point = test_hex(key), octets = test_hex(signature);
    const kedge_public_key public_key = test_point_key(KEDGE_KEY_ED25519, 255, point);
    const kedge_signature_job job = {
        .algorithm = { .scheme = KEDGE_SCHEME_ED25519 }, .key = &public_key, .message = { NULL, 0 }, .signature = octets
    };
    const kedge_status status = crypto->verify(crypto, &job);

    test_free(octets);
    test_free(point);
    return status;
}

/* With A the neutral element, [S]B - [k]A is [S]B, whatever the message: S = 0 and R the neutral element verify. */
#define ZERO_SIGNATURE \
    "0100000000000000000000000000000000000000000000000000000000000000" \
    "0000000000000000000000000000000000000000000000000000000000000000"

Test(openssl_crypto, a_point_of_ed25519_has_one_encoding)
{
    static const char *const others[] = {
        "0100000000000000000000000000000000000000000000000000000000000080", /* x = 0 with a sign */
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", /* y = p + 1 */
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", /* both */
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", /* y = p */
        "0200000000000000000000000000000000000000000000000000000000000000", /* no point */
    };

    cr_assert_eq(verify_ed25519("0100000000000000000000000000000000000000000000000000000000000000", ZERO_SIGNATURE),
                 KEDGE_OK);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        cr_assert_eq(verify_ed25519(others[i], ZERO_SIGNATURE), KEDGE_KEY_MALFORMED, "%zu", i);
    cr_assert_eq(verify_ed25519("01", ZERO_SIGNATURE), KEDGE_KEY_MALFORMED);
}

Test(openssl_crypto, its_points_of_ed25519_are_those_of_the_native_provider)
{
    const kedge_crypto *native = kedge_crypto_native(), *openssl = test_provider_named("openssl");
    static const uint8_t signature[64] = { 1 };
    uint8_t octets[32] = { 0 };

    for (unsigned i = 0; native != NULL && i < 512; i++) {
        const kedge_public_key key = test_point_key(KEDGE_KEY_ED25519, 255, (kedge_span){ octets, sizeof octets });
        const kedge_signature_job job = {
            .algorithm = { .scheme = KEDGE_SCHEME_ED25519 }, .key = &key, .message = TEST_MESSAGE,
            .signature = { signature, sizeof signature }
        };

        octets[0] = (uint8_t)i;
        octets[31] = i < 256 ? 0x00 : 0x80;
        cr_assert_eq(openssl->verify(openssl, &job), native->verify(native, &job), "%u", i);
    }
}

Test(openssl_crypto, what_fails_leaves_nothing_in_the_queue_of_errors)
{
    const kedge_crypto *crypto = test_provider_named("openssl");
    const uint8_t zeros[128] = { 0 };
    kedge_signature_job job = {
        .algorithm = { .scheme = KEDGE_SCHEME_RSA_PKCS1, .hash = KEDGE_HASH_SHA256 },
        .key = &test_rsa_1024.public_key, .message = TEST_MESSAGE, .signature = { zeros, sizeof zeros }
    };

    ERR_clear_error();
    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(ERR_peek_error(), 0);
    ERR_raise(ERR_LIB_USER, 1);
    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(ERR_GET_REASON(ERR_peek_last_error()), 1);
    ERR_clear_error();
}
#endif
