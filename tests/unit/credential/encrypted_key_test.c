/* encrypted_key_test.c - EncryptedPrivateKeyInfo that is not as it should be (RFC 8018, A.2 to A.4). */
#include <criterion/criterion.h>

#include <string.h>

#include "forge/forge.h"
#include "unit/credential/key_files.h"

static kedge_status open_damaged(const uint8_t *find, size_t find_size, const uint8_t *put, size_t put_size)
{
    const kedge_span der = key_der(key_text("pbes2_SHA256.pem"));
    const uint8_t *found = memmem(der.data, der.size, find, find_size);
    uint8_t *bytes = forge_allocate(der.size);
    kedge_private_key key;

    cr_assert(found != NULL && find_size == put_size);
    memcpy(bytes, der.data, der.size);
    memcpy(bytes + (found - der.data), put, put_size);
    return key_open_with(&key, (kedge_span){ bytes, der.size }, PASSWORD);
}

#define BYTES(...) (const uint8_t[]){ __VA_ARGS__ }, sizeof(const uint8_t[]){ __VA_ARGS__ }

Test(encrypted_key, each_identifier_is_looked_at)
{
    cr_expect_eq(open_damaged(BYTES(0x01, 0x05, 0x0d), BYTES(0x01, 0x05, 0x0e)), KEDGE_ENCRYPTION_UNSUPPORTED);
    cr_expect_eq(open_damaged(BYTES(0x01, 0x05, 0x0c), BYTES(0x01, 0x05, 0x0b)), KEDGE_ENCRYPTION_UNSUPPORTED);
    cr_expect_eq(open_damaged(BYTES(0x0d, 0x02, 0x09), BYTES(0x0d, 0x02, 0x0c)), KEDGE_ENCRYPTION_UNSUPPORTED);
    cr_expect_eq(open_damaged(BYTES(0x04, 0x01, 0x2a), BYTES(0x04, 0x01, 0x2b)), KEDGE_ENCRYPTION_UNSUPPORTED);
    forge_forget();
}

Test(encrypted_key, the_default_function_is_not_spelt_out)
{
    cr_expect_eq(open_damaged(BYTES(0x0d, 0x02, 0x09), BYTES(0x0d, 0x02, 0x07)), KEDGE_DER_DEFAULT_ENCODED);
    forge_forget();
}

Test(encrypted_key, the_wrong_function_or_cipher_is_a_wrong_password)
{
    cr_expect_eq(open_damaged(BYTES(0x0d, 0x02, 0x09), BYTES(0x0d, 0x02, 0x0b)), KEDGE_PASSWORD_WRONG);
    cr_expect_eq(open_damaged(BYTES(0x04, 0x01, 0x2a), BYTES(0x04, 0x01, 0x16)), KEDGE_PASSWORD_WRONG);
    forge_forget();
}

Test(encrypted_key, iterations_are_at_least_one)
{
    cr_expect_eq(open_damaged(BYTES(0x02, 0x01, 0x64), BYTES(0x02, 0x01, 0x00)), KEDGE_ITERATIONS_TOO_MANY);
    cr_expect_eq(open_damaged(BYTES(0x02, 0x01, 0x64), BYTES(0x02, 0x01, 0xff)), KEDGE_ITERATIONS_TOO_MANY);
    forge_forget();
}

/* Whatever is wrong with the outer layer is found, and never crashes. */
Test(encrypted_key, every_octet_of_the_outer_layer_counts)
{
    const kedge_span der = key_der(key_text("pbes2_SHA256.pem"));
    uint8_t *bytes = forge_allocate(der.size);

    for (size_t at = 0; at < der.size; at++) {
        kedge_private_key key;

        memcpy(bytes, der.data, der.size);
        bytes[at] ^= 0x02; /* of the IV too: it shows in the first block */
        cr_expect_neq(key_open_with(&key, (kedge_span){ bytes, der.size }, PASSWORD), KEDGE_OK, "octet %zu", at);
    }
    forge_forget();
}

/* PBES2 with given parameters around blocks of zeros; lengths are below 128. */
static kedge_status open_parameters(const uint8_t *derivation, size_t derivation_size, const uint8_t *scheme,
                                    size_t scheme_size, size_t encrypted_size)
{
    static const uint8_t pbes2[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d };
    static const uint8_t pbkdf2[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c };
    const size_t kdf = sizeof pbkdf2 + 2 + derivation_size;
    const size_t parameters = 2 + kdf + scheme_size;
    const size_t algorithm = sizeof pbes2 + 2 + parameters;
    const size_t whole = 2 + algorithm + 2 + encrypted_size;
    uint8_t *bytes = forge_allocate(2 + whole + 1);
    uint8_t *to = bytes;
    kedge_private_key key;

    *to++ = 0x30; *to++ = (uint8_t)whole;
    *to++ = 0x30; *to++ = (uint8_t)algorithm;
    memcpy(to, pbes2, sizeof pbes2); to += sizeof pbes2;
    *to++ = 0x30; *to++ = (uint8_t)parameters;
    *to++ = 0x30; *to++ = (uint8_t)kdf;
    memcpy(to, pbkdf2, sizeof pbkdf2); to += sizeof pbkdf2;
    *to++ = 0x30; *to++ = (uint8_t)derivation_size;
    memcpy(to, derivation, derivation_size); to += derivation_size;
    memcpy(to, scheme, scheme_size); to += scheme_size;
    *to++ = 0x04; *to++ = (uint8_t)encrypted_size;
    return key_open_with(&key, (kedge_span){ bytes, 2 + whole }, PASSWORD);
}

#define SALT 0x04, 0x01, 0x73
#define ONCE 0x02, 0x01, 0x01
#define DES3 0x30, 0x14, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x07, 0x04, 0x08, \
             1, 2, 3, 4, 5, 6, 7, 8

Test(encrypted_key, parameters_are_read_strictly)
{
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE), BYTES(DES3), 8), KEDGE_PASSWORD_WRONG);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE, 0x02, 0x01, 0x18), BYTES(DES3), 8), KEDGE_PASSWORD_WRONG);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE, 0x02, 0x01, 0x10), BYTES(DES3), 8), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE), BYTES(DES3), 0), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE), BYTES(DES3), 9), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_parameters(BYTES(0x30, 0x00, ONCE), BYTES(DES3), 8), KEDGE_DER_UNEXPECTED_TAG);
    cr_expect_eq(open_parameters(BYTES(SALT), BYTES(DES3), 8), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_parameters(BYTES(SALT, 0x02, 0x05, 0x01, 0x00, 0x00, 0x00, 0x00), BYTES(DES3), 8),
                 KEDGE_ITERATIONS_TOO_MANY);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE, 0x05, 0x00), BYTES(DES3), 8), KEDGE_DER_UNEXPECTED_TAG);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE), BYTES(DES3, 0x05, 0x00), 8), KEDGE_DER_TRAILING_DATA);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE),
                                 BYTES(0x30, 0x13, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x07, 0x04,
                                       0x07, 1, 2, 3, 4, 5, 6, 7), 8), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE, 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02,
                                       0x09, 0x05, 0x00), BYTES(DES3), 8), KEDGE_PASSWORD_WRONG);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE, 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02,
                                       0x09), BYTES(DES3), 8), KEDGE_PASSWORD_WRONG); /* no NULL: GnuTLS's */
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE, 0x30, 0x0d, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02,
                                       0x09, 0x02, 0x01, 0x00), BYTES(DES3), 8), KEDGE_DER_UNEXPECTED_TAG);
    cr_expect_eq(open_parameters(BYTES(SALT, ONCE, 0x30, 0x0e, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02,
                                       0x09, 0x05, 0x00, 0x05, 0x00), BYTES(DES3), 8), KEDGE_DER_TRAILING_DATA);
    forge_forget();
}
