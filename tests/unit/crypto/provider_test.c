/* provider_test.c - hash sizes, and what a provider's table is read as. */
#include <criterion/criterion.h>
#include <kedge/crypto.h>

static const kedge_capability rows[] = {
    { KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 1024, 2048 },
    { KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 1024, 2048 },
    { KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, KEDGE_KEY_P384, 384, 384 },
    { KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_ED25519, 255, 255 },
};
static const kedge_crypto provider = {
    .name = "table", .capabilities = rows, .capability_count = sizeof rows / sizeof rows[0]
};

static kedge_status ask(kedge_scheme scheme, kedge_hash hash, kedge_key_type type, uint16_t bits)
{
    const kedge_algorithm algorithm = { (uint8_t)scheme, (uint8_t)hash, (uint8_t)hash, 0 };
    const kedge_public_key key = { .type = (uint8_t)type, .bits = bits };

    return kedge_crypto_supports(&provider, &algorithm, &key);
}

Test(provider, digests_have_their_sizes_and_nothing_else_has_one)
{
    cr_assert_eq(kedge_hash_size(KEDGE_HASH_NONE), 0);
    cr_assert_eq(kedge_hash_size(KEDGE_HASH_MD5), 16);
    cr_assert_eq(kedge_hash_size(KEDGE_HASH_SHA1), 20);
    cr_assert_eq(kedge_hash_size(KEDGE_HASH_SHA224), 28);
    cr_assert_eq(kedge_hash_size(KEDGE_HASH_SHA256), KEDGE_SHA256_SIZE);
    cr_assert_eq(kedge_hash_size(KEDGE_HASH_SHA384), 48);
    cr_assert_eq(kedge_hash_size(KEDGE_HASH_SHA512), KEDGE_HASH_SIZE_MAX);
    cr_assert_eq(kedge_hash_size(KEDGE_HASH_COUNT), 0);
    cr_assert_eq(kedge_hash_size((kedge_hash)-1), 0);
}

Test(provider, a_row_supports_its_scheme_hash_key_and_both_ends_of_its_bits)
{
    cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 1024), KEDGE_OK);
    cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 2048), KEDGE_OK);
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, KEDGE_KEY_P384, 384), KEDGE_OK);
    cr_assert_eq(ask(KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_ED25519, 255), KEDGE_OK);
}

Test(provider, a_size_beyond_the_row_is_an_unsupported_key)
{
    cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 1023), KEDGE_UNSUPPORTED_KEY);
    cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 2049), KEDGE_UNSUPPORTED_KEY);
}

Test(provider, a_scheme_or_hash_without_a_row_is_an_unsupported_algorithm)
{
    cr_assert_eq(ask(KEDGE_SCHEME_UNKNOWN, KEDGE_HASH_SHA256, KEDGE_KEY_RSA, 2048),
                 KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA1, KEDGE_KEY_RSA, 2048),
                 KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA256, KEDGE_KEY_P256, 256),
                 KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(ask(KEDGE_SCHEME_ED448, KEDGE_HASH_NONE, KEDGE_KEY_ED448, 448), KEDGE_UNSUPPORTED_ALGORITHM);
}

Test(provider, the_hash_of_the_mask_needs_a_row_too)
{
    const kedge_public_key key = { .type = KEDGE_KEY_RSA, .bits = 2048 };
    kedge_algorithm pss = { KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 32 };

    cr_assert_eq(kedge_crypto_supports(&provider, &pss, &key), KEDGE_OK);
    pss.mask_hash = KEDGE_HASH_SHA1;
    cr_assert_eq(kedge_crypto_supports(&provider, &pss, &key), KEDGE_UNSUPPORTED_ALGORITHM);
}

Test(provider, a_key_that_the_scheme_cannot_go_with_is_a_mismatch)
{
    cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_P256, 256),
                 KEDGE_KEY_TYPE_MISMATCH);
    cr_assert_eq(ask(KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, KEDGE_KEY_ED448, 448), KEDGE_KEY_TYPE_MISMATCH);
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, KEDGE_KEY_RSA, 2048), KEDGE_KEY_TYPE_MISMATCH);
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, KEDGE_KEY_ED25519, 255), KEDGE_KEY_TYPE_MISMATCH);
    cr_assert_eq(ask(KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_ED448, 448), KEDGE_KEY_TYPE_MISMATCH);
}

Test(provider, a_key_of_the_right_kind_without_a_row_is_unsupported)
{
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, KEDGE_KEY_P256, 256), KEDGE_UNSUPPORTED_KEY);
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, KEDGE_KEY_P521, 521), KEDGE_UNSUPPORTED_KEY);
    cr_assert_eq(ask(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, KEDGE_KEY_EC_UNKNOWN, 384),
                 KEDGE_UNSUPPORTED_KEY);
    cr_assert_eq(ask(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_UNKNOWN, 0), KEDGE_UNSUPPORTED_KEY);
}

Test(provider, every_scheme_of_the_default_provider_refuses_every_other_kind_of_key)
{
    const kedge_crypto *crypto = kedge_crypto_default();

    for (size_t i = 0; i < crypto->capability_count; i++) {
        const kedge_capability *row = &crypto->capabilities[i];
        const kedge_algorithm algorithm = { row->scheme, row->hash, row->hash, 0 };
        const kedge_public_key key = { .type = row->key_type, .bits = row->bits_max };
        const kedge_public_key larger = { .type = row->key_type, .bits = (uint16_t)(row->bits_max + 1) };

        cr_assert_eq(kedge_crypto_supports(crypto, &algorithm, &key), KEDGE_OK);
        cr_assert_eq(kedge_crypto_supports(crypto, &algorithm, &larger), KEDGE_UNSUPPORTED_KEY);
        cr_assert(row->bits_min <= row->bits_max);
    }
}

/* A provider that prepares what it is asked to, and says no to every other signature of a batch. */

static size_t size_of_everything(const kedge_crypto *crypto, const kedge_public_key *key, size_t limit)
{
    (void)crypto;
    (void)key;
    return limit < 64 ? 0 : 64;
}

static kedge_status write_one(const kedge_crypto *crypto, const kedge_public_key *key, void *memory, size_t size)
{
    (void)crypto;
    (void)key;
    if (size < 64)
        return KEDGE_MEMORY_TOO_SMALL;
    *(uint8_t *)memory = 1;
    return KEDGE_OK;
}

static kedge_status verify_by_size(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    (void)crypto;
    return job->signature.size == 1 ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}

static void refuse_all(const kedge_crypto *crypto, const kedge_signature_job *const *jobs, kedge_status *answers,
                       size_t count)
{
    (void)crypto;
    (void)jobs;
    for (size_t i = 0; i < count; i++)
        answers[i] = KEDGE_SIGNATURE_INVALID;
}

Test(provider, one_that_prepares_nothing_says_so)
{
    static _Alignas(KEDGE_PREPARED_ALIGN) uint8_t memory[64];
    const kedge_public_key key = { .type = KEDGE_KEY_P256, .bits = 256 };

    cr_assert_eq(kedge_key_prepared_size(&provider, &key, SIZE_MAX), 0);
    cr_assert_eq(kedge_key_prepare(&provider, &key, memory, sizeof memory), KEDGE_UNSUPPORTED_KEY);
}

Test(provider, keys_are_prepared_in_aligned_memory_of_the_size_that_was_told)
{
    static _Alignas(KEDGE_PREPARED_ALIGN) uint8_t memory[65];
    const kedge_crypto preparing = { .name = "preparing", .prepared_size = size_of_everything, .prepare = write_one };
    const kedge_public_key key = { .type = KEDGE_KEY_P256, .bits = 256 };

    cr_assert_eq(kedge_key_prepared_size(&preparing, &key, 63), 0);
    cr_assert_eq(kedge_key_prepared_size(&preparing, &key, 4096), 64);
    cr_assert_eq(kedge_key_prepare(&preparing, &key, NULL, 64), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_key_prepare(&preparing, &key, memory + 1, 64), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_key_prepare(&preparing, &key, memory, 63), KEDGE_MEMORY_TOO_SMALL);
    cr_assert_eq(memory[0], 0);
    cr_assert_eq(kedge_key_prepare(&preparing, &key, memory, 64), KEDGE_OK);
    cr_assert_eq(memory[0], 1);
}

Test(provider, a_batch_has_an_answer_for_each_signature)
{
    const kedge_crypto single = { .name = "single", .verify = verify_by_size };
    const kedge_crypto gathering = { .name = "gathering", .verify = verify_by_size, .verify_batch = refuse_all };
    const kedge_signature_job good = { .signature = { (const uint8_t *)"a", 1 } };
    const kedge_signature_job bad = { .signature = { (const uint8_t *)"ab", 2 } };
    const kedge_signature_job *const jobs[] = { &good, &bad, &good };
    kedge_status answers[3];

    kedge_crypto_verify_batch(&single, jobs, answers, 3);
    cr_assert_eq(answers[0], KEDGE_OK);
    cr_assert_eq(answers[1], KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(answers[2], KEDGE_OK);
    kedge_crypto_verify_batch(&gathering, jobs, answers, 3);
    cr_assert_eq(answers[0], KEDGE_SIGNATURE_INVALID);
}
