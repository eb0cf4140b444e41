/* possession_test.c - CertificateVerify, signed and checked (RFC 8446, 4.4.3; RFC 5246, 7.4.8). */
#include <criterion/criterion.h>
#include <kedge/possession.h>

#include <string.h>

#include "forge/forge.h"
#include "unit/credential/key_files.h"

static bool count_up(void *context, uint8_t *octets, size_t size)
{
    uint8_t *next = context;

    for (size_t i = 0; i < size; i++)
        octets[i] = (*next)++;
    return true;
}

static bool fail(void *context, uint8_t *octets, size_t size)
{
    (void)context;
    (void)octets;
    (void)size;
    return false;
}

static uint8_t next_octet;
static const kedge_random counting = { count_up, &next_octet };

static const uint8_t transcript[48] = "a transcript's hash, of 48 octets or only of 32";

static kedge_possession about(kedge_tls_version version, uint16_t scheme)
{
    return (kedge_possession){ version, KEDGE_TLS_CLIENT, scheme, { transcript, 32 } };
}

static const struct { const char *file, *public_file; } keys[] = {
    { "rsa1024.pem", "rsa1024.pub" }, { "rsa2048.pem", "rsa2048.pub" }, { "rsa4096.pem", "rsa4096.pub" },
    { "p256.pem", "p256.pub" },       { "p384.pem", "p384.pub" },       { "p521.pem", "p521.pub" },
};
enum { RSA1024, RSA2048, RSA4096, P256, P384, P521, KEYS_COUNT };

#define ALL_RSA (1 << RSA1024 | 1 << RSA2048 | 1 << RSA4096)
#define ALL_EC (1 << P256 | 1 << P384 | 1 << P521)

/* Which keys a scheme is for, in each version. */
static const struct { uint16_t scheme; unsigned in_1_2, in_1_3; } schemes[] = {
    { 0x0101, 0, 0 }, { 0x0201, 0, 0 }, { 0x0203, 0, 0 }, /* MD5, SHA-1 */
    { KEDGE_TLS_RSA_PKCS1_SHA224, ALL_RSA, 0 },
    { KEDGE_TLS_ECDSA_SHA224, ALL_EC, 0 },
    { KEDGE_TLS_RSA_PKCS1_SHA256, ALL_RSA, 0 },
    { KEDGE_TLS_RSA_PKCS1_SHA384, ALL_RSA, 0 },
    { KEDGE_TLS_RSA_PKCS1_SHA512, ALL_RSA, 0 },
    { KEDGE_TLS_ECDSA_SECP256R1_SHA256, ALL_EC, 1 << P256 },
    { KEDGE_TLS_ECDSA_SECP384R1_SHA384, ALL_EC, 1 << P384 },
    { KEDGE_TLS_ECDSA_SECP521R1_SHA512, ALL_EC, 1 << P521 },
    { KEDGE_TLS_RSA_PSS_RSAE_SHA256, ALL_RSA, ALL_RSA },
    { KEDGE_TLS_RSA_PSS_RSAE_SHA384, ALL_RSA, ALL_RSA },
    { KEDGE_TLS_RSA_PSS_RSAE_SHA512, ALL_RSA & ~(1 << RSA1024), ALL_RSA & ~(1 << RSA1024) }, /* 1024 bits lack room */
    { KEDGE_TLS_ED25519, 0, 0 }, { KEDGE_TLS_ED448, 0, 0 },
    { 0x0809, 0, 0 }, { 0x0000, 0, 0 }, { 0xffff, 0, 0 },
};
#define SCHEME_COUNT (sizeof schemes / sizeof schemes[0])

static void expect_proof(const kedge_private_key *key, const kedge_public_key *public_key,
                         const kedge_possession *what, bool is_right)
{
    uint8_t signature[KEDGE_SIGNATURE_SIZE_MAX];
    size_t size = 0;
    kedge_status status = kedge_possession_sign(key, what, &counting, signature, sizeof signature, &size);

    cr_assert_eq(status, is_right ? KEDGE_OK : KEDGE_TLS_SCHEME_REFUSED, "%04x: %s", what->scheme,
                 kedge_status_name(status));
    status = kedge_possession_check(kedge_crypto_default(), public_key, what, (kedge_span){ signature, size });
    cr_expect_eq(status, is_right ? KEDGE_OK : KEDGE_TLS_SCHEME_REFUSED, "%04x: %s", what->scheme,
                 kedge_status_name(status));
    if (!is_right)
        return;
    cr_expect_eq(kedge_possession_check(kedge_crypto_bearssl(), public_key, what, (kedge_span){ signature, size }),
                 KEDGE_OK);
    signature[size / 2] ^= 1;
    cr_expect_neq(kedge_possession_check(kedge_crypto_default(), public_key, what, (kedge_span){ signature, size }),
                  KEDGE_OK);
}

Test(possession, each_scheme_fits_its_keys_and_versions_alone)
{
    for (size_t i = 0; i < KEYS_COUNT; i++) {
        kedge_private_key key = key_opened(keys[i].file, NULL);
        kedge_public_key public_key = key_public(keys[i].public_file);

        for (size_t j = 0; j < SCHEME_COUNT; j++) {
            kedge_possession what = about(KEDGE_TLS_1_2, schemes[j].scheme);

            expect_proof(&key, &public_key, &what, schemes[j].in_1_2 >> i & 1);
            what.version = KEDGE_TLS_1_3;
            expect_proof(&key, &public_key, &what, schemes[j].in_1_3 >> i & 1);
            what.end = KEDGE_TLS_SERVER;
            what.transcript.size = 48;
            expect_proof(&key, &public_key, &what, schemes[j].in_1_3 >> i & 1);
        }
    }
    forge_forget();
}

Test(possession, a_proof_is_for_one_end_one_version_one_transcript_and_one_key)
{
    kedge_private_key key = key_opened("p256.pem", NULL);
    kedge_public_key public_key = key_public("p256.pub");
    kedge_public_key another;
    const kedge_possession right = about(KEDGE_TLS_1_3, KEDGE_TLS_ECDSA_SECP256R1_SHA256);
    kedge_possession wrong = right;
    const kedge_crypto *crypto = kedge_crypto_default();
    uint8_t bytes[KEDGE_SIGNATURE_SIZE_MAX];
    kedge_span signature = { bytes, 0 };
    const kedge_span spki = forge_p256("another")->subject_public_key_info;
    kedge_der der;
    uint32_t fault;

    cr_assert_eq(kedge_possession_sign(&key, &right, NULL, bytes, sizeof bytes, &signature.size), KEDGE_OK);
    wrong.end = KEDGE_TLS_SERVER;
    cr_expect_eq(kedge_possession_check(crypto, &public_key, &wrong, signature), KEDGE_SIGNATURE_INVALID);
    wrong = right;
    wrong.version = KEDGE_TLS_1_2;
    cr_expect_eq(kedge_possession_check(crypto, &public_key, &wrong, signature), KEDGE_SIGNATURE_INVALID);
    wrong = right;
    wrong.transcript.data++;
    cr_expect_eq(kedge_possession_check(crypto, &public_key, &wrong, signature), KEDGE_SIGNATURE_INVALID);
    wrong = right;
    wrong.transcript.size = 48;
    cr_expect_eq(kedge_possession_check(crypto, &public_key, &wrong, signature), KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(kedge_der_begin(&der, spki.data, spki.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_public_key_read(&der, &another), KEDGE_OK);
    cr_expect_eq(kedge_possession_check(crypto, &another, &right, signature), KEDGE_SIGNATURE_INVALID);
    cr_expect_eq(kedge_possession_check(crypto, &public_key, &right, signature), KEDGE_OK);
    forge_forget();
}

/* What is signed, spelt out once more: the content is hashed and verified by other hands (RFC 8446, 4.4.3). */
Test(possession, the_content_of_tls_1_3_is_blanks_context_zero_and_hash)
{
    kedge_private_key key = key_opened("p384.pem", NULL);
    kedge_public_key public_key = key_public("p384.pub");
    kedge_possession what = { KEDGE_TLS_1_3, KEDGE_TLS_SERVER, KEDGE_TLS_ECDSA_SECP384R1_SHA384, { transcript, 32 } };
    uint8_t content[64 + 33 + 1 + 32];
    uint8_t bytes[KEDGE_SIGNATURE_SIZE_MAX];
    size_t size;
    kedge_signature_job job = { .algorithm = { KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, 0, 0 }, .key = &public_key,
                                .message = { content, sizeof content } };

    memset(content, ' ', 64);
    memcpy(content + 64, "TLS 1.3, server CertificateVerify", 34); /* and the zero octet */
    memcpy(content + 98, transcript, 32);
    cr_assert_eq(kedge_possession_sign(&key, &what, NULL, bytes, sizeof bytes, &size), KEDGE_OK);
    job.signature = (kedge_span){ bytes, size };
    cr_expect_eq(kedge_crypto_bearssl()->verify(kedge_crypto_bearssl(), &job), KEDGE_OK);
    forge_forget();
}

Test(possession, pss_needs_random_octets_and_uses_them)
{
    kedge_private_key key = key_opened("rsa2048.pem", NULL);
    const kedge_possession what = about(KEDGE_TLS_1_3, KEDGE_TLS_RSA_PSS_RSAE_SHA256);
    const kedge_random failing = { fail, NULL };
    const kedge_random empty = { NULL, NULL };
    uint8_t one[256], other[256];
    size_t size;

    cr_expect_eq(kedge_possession_sign(&key, &what, NULL, one, sizeof one, &size), KEDGE_RANDOM_MISSING);
    cr_expect_eq(kedge_possession_sign(&key, &what, &failing, one, sizeof one, &size), KEDGE_RANDOM_MISSING);
    cr_expect_eq(kedge_possession_sign(&key, &what, &empty, one, sizeof one, &size), KEDGE_RANDOM_MISSING);
    cr_expect_eq(kedge_possession_sign(&key, &what, &counting, one, sizeof one, &size), KEDGE_OK);
    cr_expect_eq(kedge_possession_sign(&key, &what, &counting, other, sizeof other, &size), KEDGE_OK);
    cr_expect_eq(size, 256);
    cr_expect_arr_neq(one, other, 256);
    forge_forget();
}

Test(possession, ecdsa_and_pkcs1_need_none_and_are_the_same_each_time)
{
    static const struct { const char *file; uint16_t scheme; } cases[] = {
        { "p256.pem", KEDGE_TLS_ECDSA_SECP256R1_SHA256 }, { "rsa1024.pem", KEDGE_TLS_RSA_PKCS1_SHA512 },
    };

    for (size_t i = 0; i < 2; i++) {
        kedge_private_key key = key_opened(cases[i].file, NULL);
        const kedge_possession what = about(KEDGE_TLS_1_2, cases[i].scheme);
        uint8_t one[128], other[128];
        size_t one_size, other_size;

        cr_expect_eq(kedge_possession_sign(&key, &what, NULL, one, sizeof one, &one_size), KEDGE_OK);
        cr_expect_eq(kedge_possession_sign(&key, &what, NULL, other, sizeof other, &other_size), KEDGE_OK);
        cr_assert_eq(one_size, other_size);
        cr_expect_arr_eq(one, other, one_size);
    }
    forge_forget();
}

Test(possession, what_is_unset_or_contradicts_itself_is_refused)
{
    kedge_private_key key = key_opened("p256.pem", NULL);
    kedge_public_key public_key = key_public("p256.pub");
    const kedge_possession right = about(KEDGE_TLS_1_3, KEDGE_TLS_ECDSA_SECP256R1_SHA256);
    kedge_possession wrong[8];
    uint8_t bytes[KEDGE_SIGNATURE_SIZE_MAX];
    size_t size;

    for (size_t i = 0; i < 8; i++)
        wrong[i] = right;
    wrong[0].version = KEDGE_TLS_VERSION_UNSET;
    wrong[1].end = KEDGE_TLS_END_UNSET;
    wrong[2].transcript.data = NULL;
    wrong[3].transcript.size = 31;
    wrong[4].transcript.size = 64;
    wrong[5].version = KEDGE_TLS_1_2;
    wrong[5].end = KEDGE_TLS_SERVER; /* proves it by ServerKeyExchange */
    wrong[6].version = KEDGE_TLS_1_2;
    wrong[6].transcript.size = 0;
    wrong[7] = (kedge_possession){ .scheme = 0 };
    for (size_t i = 0; i < 8; i++) {
        cr_expect_eq(kedge_possession_sign(&key, &wrong[i], NULL, bytes, sizeof bytes, &size), KEDGE_BAD_ARGUMENT,
                     "%zu", i);
        cr_expect_eq(kedge_possession_check(kedge_crypto_default(), &public_key, &wrong[i],
                                            (kedge_span){ bytes, 70 }), KEDGE_BAD_ARGUMENT, "%zu", i);
    }
    forge_forget();
}

Test(possession, the_peers_first_scheme_that_fits_is_chosen)
{
    static const uint16_t offered[] = { 0x0a0a, KEDGE_TLS_ED25519, KEDGE_TLS_ECDSA_SECP384R1_SHA384,
                                        KEDGE_TLS_ECDSA_SECP256R1_SHA256, KEDGE_TLS_RSA_PSS_RSAE_SHA256,
                                        KEDGE_TLS_RSA_PKCS1_SHA256 };
    kedge_private_key p256 = key_opened("p256.pem", NULL);
    kedge_private_key rsa = key_opened("rsa2048.pem", NULL);
    uint16_t scheme = 0;

    cr_expect_eq(kedge_possession_choose(&p256, KEDGE_TLS_1_3, offered, 6, &scheme), KEDGE_OK);
    cr_expect_eq(scheme, KEDGE_TLS_ECDSA_SECP256R1_SHA256);
    cr_expect_eq(kedge_possession_choose(&p256, KEDGE_TLS_1_2, offered, 6, &scheme), KEDGE_OK);
    cr_expect_eq(scheme, KEDGE_TLS_ECDSA_SECP384R1_SHA384);
    cr_expect_eq(kedge_possession_choose(&rsa, KEDGE_TLS_1_3, offered, 6, &scheme), KEDGE_OK);
    cr_expect_eq(scheme, KEDGE_TLS_RSA_PSS_RSAE_SHA256);
    cr_expect_eq(kedge_possession_choose(&rsa, KEDGE_TLS_1_3, offered, 4, &scheme), KEDGE_TLS_SCHEME_REFUSED);
    cr_expect_eq(kedge_possession_choose(&rsa, KEDGE_TLS_VERSION_UNSET, offered, 6, &scheme), KEDGE_BAD_ARGUMENT);
    forge_forget();
}

Test(possession, ed25519_is_checked_and_its_curve_is_not_ours_to_sign)
{
    /* RFC 8032, 7.1, test 1's key. */
    static const uint8_t spki[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
        0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
        0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a };
    const kedge_possession what = about(KEDGE_TLS_1_3, KEDGE_TLS_ED25519);
    uint8_t signature[64] = { 0 };
    kedge_public_key key;
    kedge_der der;
    uint32_t fault;

    cr_assert_eq(kedge_der_begin(&der, spki, sizeof spki, &fault), KEDGE_OK);
    cr_assert_eq(kedge_public_key_read(&der, &key), KEDGE_OK);
    cr_expect_eq(kedge_possession_check(kedge_crypto_bearssl(), &key, &what, (kedge_span){ signature, 64 }),
                 KEDGE_UNSUPPORTED_ALGORITHM);
    if (kedge_crypto_native() != NULL)
        cr_expect_eq(kedge_possession_check(kedge_crypto_native(), &key, &what, (kedge_span){ signature, 64 }),
                     KEDGE_SIGNATURE_INVALID);
}

Test(possession, digests_are_signed_by_the_algorithms_that_there_are)
{
    kedge_private_key rsa = key_opened("rsa1024.pem", NULL);
    kedge_private_key ec = key_opened("p521.pem", NULL);
    kedge_algorithm algorithm = { KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA1, KEDGE_HASH_SHA1, 20 };
    uint8_t digest[64] = { 1 };
    uint8_t bytes[KEDGE_SIGNATURE_SIZE_MAX];
    size_t size;

    cr_expect_eq(kedge_private_key_sign(&rsa, &algorithm, digest, &counting, bytes, 128, &size), KEDGE_OK);
    cr_expect_eq(kedge_private_key_sign(&rsa, &algorithm, digest, &counting, bytes, 127, &size),
                 KEDGE_MEMORY_TOO_SMALL);
    cr_expect_eq(kedge_private_key_sign(&ec, &algorithm, digest, &counting, bytes, 512, &size),
                 KEDGE_KEY_TYPE_MISMATCH);
    algorithm.mask_hash = KEDGE_HASH_SHA256;
    cr_expect_eq(kedge_private_key_sign(&rsa, &algorithm, digest, &counting, bytes, 512, &size),
                 KEDGE_UNSUPPORTED_ALGORITHM);
    algorithm.mask_hash = KEDGE_HASH_SHA1;
    algorithm.salt_size = 107;
    cr_expect_eq(kedge_private_key_sign(&rsa, &algorithm, digest, &counting, bytes, 512, &size), KEDGE_UNSUPPORTED_KEY);
    algorithm.salt_size = 106;
    cr_expect_eq(kedge_private_key_sign(&rsa, &algorithm, digest, &counting, bytes, 512, &size), KEDGE_OK);
    algorithm = (kedge_algorithm){ KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_MD5, 0, 0 };
    cr_expect_eq(kedge_private_key_sign(&rsa, &algorithm, digest, NULL, bytes, 512, &size),
                 KEDGE_UNSUPPORTED_ALGORITHM);
    algorithm = (kedge_algorithm){ KEDGE_SCHEME_ED25519, KEDGE_HASH_SHA512, 0, 0 };
    cr_expect_eq(kedge_private_key_sign(&ec, &algorithm, digest, NULL, bytes, 512, &size),
                 KEDGE_UNSUPPORTED_ALGORITHM);
    algorithm = (kedge_algorithm){ KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA1, 0, 0 };
    cr_expect_eq(kedge_private_key_sign(&rsa, &algorithm, digest, NULL, bytes, 512, &size), KEDGE_KEY_TYPE_MISMATCH);
    cr_expect_eq(kedge_private_key_sign(&ec, &algorithm, digest, NULL, bytes, 140, &size), KEDGE_MEMORY_TOO_SMALL);
    cr_expect_eq(kedge_private_key_sign(&ec, &algorithm, digest, NULL, bytes, 141, &size), KEDGE_OK);
    forge_forget();
}

Test(possession, sha1_signatures_of_pkcs1_verify_too)
{
    kedge_private_key key = key_opened("rsa1024.pem", NULL);
    kedge_public_key public_key = key_public("rsa1024.pub");
    const kedge_span message = forge_copy("message", 7);
    kedge_signature_job job = { .algorithm = { KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA1, 0, 0 }, .key = &public_key,
                                .message = message };
    uint8_t bytes[128];
    size_t size;

    cr_assert_eq(kedge_private_key_sign(&key, &job.algorithm, forge_digest(KEDGE_HASH_SHA1, message).data, NULL, bytes,
                                        sizeof bytes, &size), KEDGE_OK);
    job.signature = (kedge_span){ bytes, size };
    cr_expect_eq(kedge_crypto_bearssl()->verify(kedge_crypto_bearssl(), &job), KEDGE_OK);
    forge_forget();
}

/* A fault of the machine in one half of the computation: what comes out does not verify, and stays inside. */
Test(possession, a_signature_that_does_not_verify_is_not_handed_out)
{
    kedge_private_key key = key_opened("rsa1024.pem", NULL);
    const kedge_possession what = about(KEDGE_TLS_1_2, KEDGE_TLS_RSA_PKCS1_SHA256);
    uint8_t bytes[128] = { 0 }, zeros[128] = { 0 };
    size_t size = 0;

    key.memory[key.remainder[1].offset + 5] ^= 0x10;
    cr_expect_eq(kedge_possession_sign(&key, &what, NULL, bytes, sizeof bytes, &size), KEDGE_SIGNING_FAILED);
    cr_expect_arr_eq(bytes, zeros, sizeof bytes);
    key.memory[key.remainder[1].offset + 5] ^= 0x10;
    key.memory[key.prime[0].offset + key.prime[0].size - 1] ^= 1; /* an even prime is refused by BearSSL */
    cr_expect_eq(kedge_possession_sign(&key, &what, NULL, bytes, sizeof bytes, &size), KEDGE_SIGNING_FAILED);
    forge_forget();
}
