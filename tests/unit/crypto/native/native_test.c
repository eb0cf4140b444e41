/* native_test.c - the native provider: what it adds to BearSSL's table, and that it is the default. */
#include <criterion/criterion.h>

#include "unit/crypto/jobs.h"

static kedge_status ask(const kedge_crypto *crypto, kedge_scheme scheme, kedge_hash hash, kedge_key_type type,
                        uint16_t bits)
{
    const kedge_algorithm algorithm = { (uint8_t)scheme, (uint8_t)hash, (uint8_t)hash, 0 };
    const kedge_public_key key = { .type = (uint8_t)type, .bits = bits };

    return kedge_crypto_supports(crypto, &algorithm, &key);
}

Test(native, it_is_the_default)
{
    cr_assert_not_null(kedge_crypto_native());
    cr_assert_eq(kedge_crypto_default(), kedge_crypto_native());
}

Test(native, it_has_the_best_kernels_that_the_cpu_can_run)
{
    static const char *const names[] = { "ifma", "sha", "portable" };
    const kedge_crypto *best = NULL;

    for (size_t i = 0; i < sizeof names / sizeof names[0] && best == NULL; i++)
        best = kedge_crypto_native_named(names[i]);
    cr_assert_eq(kedge_crypto_native(), best);
}

Test(native, portable_kernels_are_always_there_and_unknown_ones_never)
{
    cr_assert_not_null(kedge_crypto_native_named("portable"));
    cr_assert_null(kedge_crypto_native_named("alto"));
    cr_assert_null(kedge_crypto_native_named(""));
}

Test(native, it_can_do_all_that_bearssl_can)
{
    const kedge_crypto *bearssl = kedge_crypto_bearssl();

    for (size_t i = 0; i < bearssl->capability_count; i++) {
        const kedge_capability *row = &bearssl->capabilities[i];
        const kedge_scheme scheme = (kedge_scheme)row->scheme;
        const kedge_hash hash = (kedge_hash)row->hash;
        const kedge_key_type type = (kedge_key_type)row->key_type;

        cr_assert_eq(ask(kedge_crypto_native(), scheme, hash, type, row->bits_min), KEDGE_OK);
        cr_assert_eq(ask(kedge_crypto_native(), scheme, hash, type, row->bits_max), KEDGE_OK);
    }
}

Test(native, its_rsa_keys_end_at_8192_bits)
{
    const kedge_crypto *native = kedge_crypto_native();

    cr_assert_eq(ask(native, KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 8192), KEDGE_OK);
    cr_assert_eq(ask(native, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 8192), KEDGE_OK);
    cr_assert_eq(ask(native, KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 8193),
                 KEDGE_UNSUPPORTED_KEY);
    cr_assert_eq(ask(native, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 8193),
                 KEDGE_UNSUPPORTED_KEY);
}

Test(native, ed25519_and_ed448_have_no_hash_of_their_own_choice)
{
    const kedge_crypto *native = kedge_crypto_native();

    cr_assert_eq(ask(native, KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_ED25519, 255), KEDGE_OK);
    cr_assert_eq(ask(native, KEDGE_SCHEME_ED448, KEDGE_HASH_NONE, KEDGE_KEY_ED448, 448), KEDGE_OK);
    cr_assert_eq(ask(native, KEDGE_SCHEME_ED25519, KEDGE_HASH_SHA512, KEDGE_KEY_ED25519, 255),
                 KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(ask(native, KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_ED448, 448),
                 KEDGE_KEY_TYPE_MISMATCH);
}

Test(native, verify_refuses_what_its_table_does_not_have)
{
    const kedge_crypto *native = kedge_crypto_native();
    const kedge_public_key key = { .type = KEDGE_KEY_RSA, .bits = 16384 };
    kedge_signature_job job = { .key = &key, .message = TEST_MESSAGE };

    cr_assert_eq(native->verify(native, &job), KEDGE_UNSUPPORTED_ALGORITHM);
    job.algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_RSA_PKCS1, .hash = KEDGE_HASH_SHA256 };
    cr_assert_eq(native->verify(native, &job), KEDGE_UNSUPPORTED_KEY);
}

Test(native, its_digests_are_those_of_bearssl)
{
    const kedge_crypto *native = kedge_crypto_native(), *bearssl = kedge_crypto_bearssl();
    uint8_t one[KEDGE_HASH_SIZE_MAX], other[KEDGE_HASH_SIZE_MAX];

    cr_assert_eq(native->digest(native, KEDGE_HASH_SHA384, TEST_MESSAGE, one), KEDGE_OK);
    cr_assert_eq(bearssl->digest(bearssl, KEDGE_HASH_SHA384, TEST_MESSAGE, other), KEDGE_OK);
    cr_assert_arr_eq(one, other, 48);
    cr_assert_eq(native->digest(native, KEDGE_HASH_NONE, TEST_MESSAGE, one), KEDGE_UNSUPPORTED_ALGORITHM);
}
