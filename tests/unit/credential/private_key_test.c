/* private_key_test.c - opening private keys (RFC 5958, RFC 8017, RFC 5915). */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "forge/forge.h"
#include "unit/credential/key_files.h"

typedef struct opened_case {
    const char *file;
    const char *password;
    const char *public_file;
    kedge_key_type type;
    unsigned bits;
} opened_case;

static const opened_case cases[] = {
    { "rsa1024.pem", NULL, "rsa1024.pub", KEDGE_KEY_RSA, 1024 },
    { "rsa2048.pem", NULL, "rsa2048.pub", KEDGE_KEY_RSA, 2048 },
    { "rsa2048_pkcs1.pem", NULL, "rsa2048.pub", KEDGE_KEY_RSA, 2048 },
    { "rsa4096.pem", NULL, "rsa4096.pub", KEDGE_KEY_RSA, 4096 },
    { "p256.pem", NULL, "p256.pub", KEDGE_KEY_P256, 256 },
    { "p256_sec1.pem", NULL, "p256.pub", KEDGE_KEY_P256, 256 },
    { "p256_bare.pem", NULL, "p256.pub", KEDGE_KEY_P256, 256 },
    { "p384.pem", NULL, "p384.pub", KEDGE_KEY_P384, 384 },
    { "p384_sec1.pem", NULL, "p384.pub", KEDGE_KEY_P384, 384 },
    { "p384_bare.pem", NULL, "p384.pub", KEDGE_KEY_P384, 384 },
    { "p521.pem", NULL, "p521.pub", KEDGE_KEY_P521, 521 },
    { "p521_sec1.pem", NULL, "p521.pub", KEDGE_KEY_P521, 521 },
    { "p521_bare.pem", NULL, "p521.pub", KEDGE_KEY_P521, 521 },
    { "pbes2_SHA1.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "pbes2_SHA224.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "pbes2_SHA256.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "pbes2_SHA384.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "pbes2_SHA512.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "pbes2_aes-128-cbc.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "pbes2_aes-192-cbc.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "pbes2_des3.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "pbes2_rsa.pem", PASSWORD, "rsa2048.pub", KEDGE_KEY_RSA, 2048 },
    { "traditional_aes128.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "traditional_aes192.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "traditional_aes256.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "traditional_des3.pem", PASSWORD, "p256.pub", KEDGE_KEY_P256, 256 },
    { "traditional_rsa.pem", PASSWORD, "rsa2048.pub", KEDGE_KEY_RSA, 2048 },
};
#define CASE_COUNT (sizeof cases / sizeof cases[0])

Test(private_key, every_form_opens_and_matches_its_public_key_alone)
{
    for (size_t i = 0; i < CASE_COUNT; i++) {
        kedge_private_key key = key_opened(cases[i].file, cases[i].password);
        const char *others[] = { "rsa1024.pub", "rsa2048.pub", "p256.pub", "p384.pub", "p521.pub" };

        cr_expect_eq(key.type, cases[i].type, "%s", cases[i].file);
        cr_expect_eq(key.bits, cases[i].bits, "%s", cases[i].file);
        for (size_t j = 0; j < sizeof others / sizeof others[0]; j++) {
            kedge_public_key other = key_public(others[j]);

            cr_expect_eq(kedge_private_key_matches(&key, &other),
                         strcmp(others[j], cases[i].public_file) == 0 ? KEDGE_OK : KEDGE_PRIVATE_KEY_MISMATCH,
                         "%s and %s", cases[i].file, others[j]);
        }
        kedge_private_key_wipe(&key);
    }
    forge_forget();
}

Test(private_key, another_key_of_the_same_type_does_not_match)
{
    kedge_private_key key = key_opened("p256.pem", NULL);
    const kedge_span spki = forge_p256("another")->subject_public_key_info;
    kedge_public_key other;
    kedge_der der;
    uint32_t fault;

    cr_assert_eq(kedge_der_begin(&der, spki.data, spki.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_public_key_read(&der, &other), KEDGE_OK);
    cr_expect_eq(kedge_private_key_matches(&key, &other), KEDGE_PRIVATE_KEY_MISMATCH);
    forge_forget();
}

Test(private_key, the_public_half_is_written_as_openssl_writes_it)
{
    for (size_t i = 0; i < CASE_COUNT; i++) {
        kedge_private_key key = key_opened(cases[i].file, cases[i].password);
        const kedge_span wanted = key_der(key_text(cases[i].public_file));
        uint8_t *written = forge_allocate(wanted.size);
        size_t size = 0;

        cr_expect_eq(kedge_private_key_public(&key, written, wanted.size - 1, &size), KEDGE_MEMORY_TOO_SMALL);
        cr_assert_eq(kedge_private_key_public(&key, written, wanted.size, &size), KEDGE_OK);
        cr_expect_eq(size, wanted.size);
        cr_expect_arr_eq(written, wanted.data, wanted.size, "%s", cases[i].file);
    }
    forge_forget();
}

Test(private_key, der_is_told_by_its_first_elements)
{
    for (size_t i = 0; i < CASE_COUNT; i++) {
        const kedge_span text = key_text(cases[i].file);
        kedge_private_key key;

        if (memmem(text.data, text.size, "Proc-Type", 9) != NULL || memmem(text.data, text.size, "PARAM", 5) != NULL)
            continue; /* what PEM alone has */
        cr_expect_eq(key_open_with(&key, key_der(text), cases[i].password), KEDGE_OK, "%s", cases[i].file);
    }
    forge_forget();
}

Test(private_key, a_password_is_not_needed_and_does_no_harm_where_nothing_is_encrypted)
{
    (void)key_opened("p256.pem", PASSWORD);
    forge_forget();
}

static const char *const encrypted[] = {
    "pbes2_SHA1.pem", "pbes2_SHA512.pem", "pbes2_aes-128-cbc.pem", "pbes2_des3.pem", "pbes2_rsa.pem",
    "traditional_aes128.pem", "traditional_des3.pem", "traditional_rsa.pem",
};

Test(private_key, a_wrong_password_is_one_status)
{
    static const char *const wrong[] = { "", "open sesam", "open sesame ", "Open sesame", "a", "b", "c", "d", "e" };

    for (size_t i = 0; i < sizeof encrypted / sizeof encrypted[0]; i++)
        for (size_t j = 0; j < sizeof wrong / sizeof wrong[0]; j++) {
            kedge_private_key key;

            cr_expect_eq(key_open_with(&key, key_text(encrypted[i]), wrong[j]), KEDGE_PASSWORD_WRONG, "%s with '%s'",
                         encrypted[i], wrong[j]);
        }
    forge_forget();
}

/* 256 passwords: of the wrong ones some happen to leave a padding that is right. */
Test(private_key, a_wrong_password_is_one_status_also_where_the_padding_happens_to_be_right)
{
    const kedge_span text = key_text("traditional_aes128.pem");
    kedge_private_key key;
    char password[8];

    for (unsigned i = 0; i < 1500; i++) {
        snprintf(password, sizeof password, "%u", i);
        cr_expect_eq(key_open_with(&key, text, password), KEDGE_PASSWORD_WRONG);
    }
    forge_forget();
}

Test(private_key, whatever_is_damaged_of_the_ciphertext_the_password_counts_as_wrong)
{
    const kedge_span der = key_der(key_text("pbes2_SHA256.pem"));
    uint8_t *damaged = forge_allocate(der.size);

    for (size_t at = der.size - 144; at < der.size; at++) {
        kedge_private_key key;

        memcpy(damaged, der.data, der.size);
        damaged[at] ^= 0x10;
        cr_expect_eq(key_open_with(&key, (kedge_span){ damaged, der.size }, PASSWORD), KEDGE_PASSWORD_WRONG,
                     "octet %zu", at);
    }
    forge_forget();
}

Test(private_key, an_encrypted_key_without_a_password_says_so)
{
    for (size_t i = 0; i < sizeof encrypted / sizeof encrypted[0]; i++) {
        kedge_private_key key;

        cr_expect_eq(key_open_with(&key, key_text(encrypted[i]), NULL), KEDGE_PRIVATE_KEY_ENCRYPTED);
    }
    forge_forget();
}

Test(private_key, iterations_are_bounded_by_the_caller)
{
    const kedge_span text = key_text("pbes2_SHA256.pem"); /* 100 of them */
    kedge_private_key_options options = { forge_copy(PASSWORD, strlen(PASSWORD)), 99 };
    uint8_t *memory = forge_allocate(text.size);
    kedge_private_key key;
    uint32_t fault;

    cr_expect_eq(kedge_private_key_open(&key, text, &options, memory, text.size, &fault), KEDGE_ITERATIONS_TOO_MANY);
    options.iterations_max = 100;
    cr_expect_eq(kedge_private_key_open(&key, text, &options, memory, text.size, &fault), KEDGE_OK);
    forge_forget();
}

Test(private_key, what_is_not_supported_is_named)
{
    static const struct { const char *file; kedge_status status; } unsupported[] = {
        { "ed25519.pem", KEDGE_PRIVATE_KEY_UNSUPPORTED },     { "secp256k1.pem", KEDGE_PRIVATE_KEY_UNSUPPORTED },
        { "explicit.pem", KEDGE_PRIVATE_KEY_UNSUPPORTED },    { "primes3.pem", KEDGE_PRIVATE_KEY_UNSUPPORTED },
        { "pbes1.pem", KEDGE_ENCRYPTION_UNSUPPORTED },        { "scrypt.pem", KEDGE_ENCRYPTION_UNSUPPORTED },
        { "traditional_camellia.pem", KEDGE_ENCRYPTION_UNSUPPORTED },
    };

    for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++) {
        kedge_private_key key;

        cr_expect_eq(key_open_with(&key, key_text(unsupported[i].file), PASSWORD), unsupported[i].status, "%s",
                     unsupported[i].file);
    }
    forge_forget();
}

Test(private_key, arguments_that_are_missing_are_refused)
{
    const kedge_span text = key_text("p256.pem");
    uint8_t *memory = forge_allocate(text.size);
    kedge_private_key key;
    uint32_t fault;

    cr_expect_eq(kedge_private_key_open(NULL, text, NULL, memory, text.size, &fault), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_private_key_open(&key, text, NULL, memory, text.size, NULL), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_private_key_open(&key, text, NULL, NULL, text.size, &fault), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_private_key_open(&key, (kedge_span){ NULL, 1 }, NULL, memory, text.size, &fault),
                 KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_private_key_open(&key, (kedge_span){ NULL, 0 }, NULL, memory, text.size, &fault),
                 KEDGE_NO_PRIVATE_KEY);
    cr_expect_eq(kedge_private_key_open(&key, (kedge_span){ memory, (size_t)KEDGE_DER_SIZE_MAX + 1 }, NULL, memory,
                                        text.size, &fault), KEDGE_DER_TOO_LARGE);
    forge_forget();
}

Test(private_key, memory_that_is_too_small_is_refused_and_never_written_beyond)
{
    const kedge_span text = key_text("p384_sec1.pem");
    kedge_private_key key;
    kedge_status status = KEDGE_MEMORY_TOO_SMALL;
    size_t size;
    uint32_t fault;

    for (size = 0; size < text.size && status == KEDGE_MEMORY_TOO_SMALL; size++)
        status = kedge_private_key_open(&key, text, NULL, forge_allocate(size), size, &fault);
    cr_expect_eq(status, KEDGE_OK);
    cr_expect_eq(size - 1, 167, "%zu", size); /* what the key has in DER */
    cr_expect_eq(kedge_private_key_open(&key, key_der(key_text("p384.pem")), NULL, forge_allocate(10), 10, &fault),
                 KEDGE_MEMORY_TOO_SMALL);
    forge_forget();
}

static bool is_zero(const uint8_t *octets, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (octets[i] != 0)
            return false;
    return true;
}

Test(private_key, nothing_is_left_of_a_key_that_is_wiped_or_not_opened)
{
    const kedge_span text = key_text("p256.pem");
    uint8_t memory[512];
    kedge_private_key key;
    kedge_private_key_options wrong = { forge_copy("wrong", 5), 0 };
    uint32_t fault;

    memset(memory, 0xaa, sizeof memory);
    cr_assert_eq(kedge_private_key_open(&key, text, NULL, memory, sizeof memory, &fault), KEDGE_OK);
    cr_expect_not(is_zero(memory, sizeof memory));
    kedge_private_key_wipe(&key);
    cr_expect(is_zero(memory, sizeof memory) && is_zero((const uint8_t *)&key, sizeof key));
    memset(memory, 0xaa, sizeof memory);
    cr_assert_eq(kedge_private_key_open(&key, key_text("pbes2_SHA256.pem"), &wrong, memory, sizeof memory, &fault),
                 KEDGE_PASSWORD_WRONG);
    cr_expect(is_zero(memory, sizeof memory) && is_zero((const uint8_t *)&key, sizeof key));
    kedge_private_key_wipe(&key);
    forge_forget();
}
