/* rsa_pkcs1_test.c - RSASSA-PKCS1-v1_5: what is refused.
 *
 * The forgeries are what a careless verifier would accept: blocks of the attacker's choice, raised to
 * the private exponent by the test's own key.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/rsa.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/rsa_keys.h"

#define SIZE_MAX_OCTETS 256

static const kedge_algorithm sha256 = { .scheme = KEDGE_SCHEME_RSA_PKCS1, .hash = KEDGE_HASH_SHA256 };
static const uint8_t sha256_info[] = {
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    0x04, 0x20
};
static const uint8_t sha256_info_without_null[] = {
    0x30, 0x2f, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20
};

/* An encoded message in the making. */
typedef struct block {
    uint8_t octets[SIZE_MAX_OCTETS];
    size_t size;
} block;

static void hash_message(uint8_t *digest)
{
    const kedge_crypto *crypto = kedge_crypto_default();

    cr_assert_eq(crypto->digest(crypto, KEDGE_HASH_SHA256, TEST_MESSAGE, digest), KEDGE_OK);
}

/* 00 01 FF.. 00, `info`, the digest of the message, and `after` octets of zeros. */
static block encode(size_t size, const uint8_t *info, size_t info_size, size_t after)
{
    const size_t tail = info_size + KEDGE_SHA256_SIZE + after;
    block made = { .size = size };

    made.octets[1] = 0x01;
    memset(made.octets + 2, 0xff, size - 3 - tail);
    memcpy(made.octets + size - tail, info, info_size);
    hash_message(made.octets + size - tail + info_size);
    return made;
}

static block right(const test_rsa_key *key)
{
    return encode(key->public_key.modulus.size, sha256_info, sizeof sha256_info, 0);
}

static kedge_status verify_signed(const test_rsa_key *key, block made)
{
    kedge_span signature;
    kedge_status status;

    cr_assert_eq(br_rsa_private_get_default()(made.octets, &key->private_key), 1);
    signature = test_copy(made.octets, made.size);
    status = test_verify(sha256, &key->public_key, TEST_MESSAGE, signature);
    test_free(signature);
    return status;
}

Test(rsa_pkcs1, the_right_block_verifies_for_each_size_and_exponent)
{
    cr_assert_eq(verify_signed(&test_rsa_1024, right(&test_rsa_1024)), KEDGE_OK);
    cr_assert_eq(verify_signed(&test_rsa_1025, right(&test_rsa_1025)), KEDGE_OK);
    cr_assert_eq(verify_signed(&test_rsa_2048, right(&test_rsa_2048)), KEDGE_OK);
    cr_assert_eq(verify_signed(&test_rsa_1024_e3, right(&test_rsa_1024_e3)), KEDGE_OK);
}

Test(rsa_pkcs1, a_change_of_any_octet_of_the_block_is_refused)
{
    for (size_t i = 0; i < test_rsa_1024.public_key.modulus.size; i++) {
        block made = right(&test_rsa_1024);

        made.octets[i] ^= 0x01;
        cr_assert_eq(verify_signed(&test_rsa_1024, made), KEDGE_SIGNATURE_INVALID, "octet %zu", i);
    }
}

Test(rsa_pkcs1, octets_after_the_digest_info_are_refused)
{
    /* CVE-2006-4339: a short padding leaves room for octets that make the block a cube. */
    const size_t size = test_rsa_1024_e3.public_key.modulus.size;

    cr_assert_eq(verify_signed(&test_rsa_1024_e3, encode(size, sha256_info, sizeof sha256_info, 1)),
                 KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(verify_signed(&test_rsa_1024_e3,
                               encode(size, sha256_info, sizeof sha256_info,
                                      size - 11 - sizeof sha256_info - KEDGE_SHA256_SIZE)),
                 KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pkcs1, lengths_in_long_form_are_refused)
{
    /* CVE-2014-1568: the long form hides octets from a reader that skips lengths. */
    static const uint8_t info[] = {
        0x30, 0x81, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
        0x00, 0x04, 0x20
    };

    cr_assert_eq(verify_signed(&test_rsa_1024, encode(128, info, sizeof info, 0)), KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pkcs1, absent_hash_parameters_are_refused)
{
    cr_assert_eq(verify_signed(&test_rsa_1024, encode(128, sha256_info_without_null,
                                                      sizeof sha256_info_without_null, 0)),
                 KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pkcs1, a_bare_digest_without_its_algorithm_is_refused)
{
    cr_assert_eq(verify_signed(&test_rsa_1024, encode(128, sha256_info, 0, 0)), KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pkcs1, the_digest_info_of_another_hash_is_refused)
{
    block made = right(&test_rsa_1024);

    made.octets[128 - KEDGE_SHA256_SIZE - 5] = 0x02; /* SHA-384's identifier before a digest of SHA-256 */
    cr_assert_eq(verify_signed(&test_rsa_1024, made), KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pkcs1, block_types_of_encryption_are_refused)
{
    block made = right(&test_rsa_1024);

    made.octets[1] = 0x02;
    cr_assert_eq(verify_signed(&test_rsa_1024, made), KEDGE_SIGNATURE_INVALID);
    made = right(&test_rsa_1024);
    made.octets[1] = 0x00;
    memset(made.octets + 2, 0x00, 74);
    cr_assert_eq(verify_signed(&test_rsa_1024, made), KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pkcs1, an_encoding_needs_eight_octets_of_padding)
{
    uint8_t digest[KEDGE_SHA256_SIZE];
    block made;

    hash_message(digest);
    made = encode(11 + sizeof sha256_info + sizeof digest, sha256_info, sizeof sha256_info, 0);
    cr_assert(kedge_rsa_pkcs1_is_encoding((kedge_span){ made.octets, made.size }, KEDGE_HASH_SHA256, digest));
    made = encode(10 + sizeof sha256_info + sizeof digest, sha256_info, sizeof sha256_info, 0);
    cr_assert_not(kedge_rsa_pkcs1_is_encoding((kedge_span){ made.octets, made.size }, KEDGE_HASH_SHA256,
                  digest));
}

Test(rsa_pkcs1, an_unknown_hash_has_no_encoding)
{
    const block made = right(&test_rsa_1024);
    const kedge_span encoded = { made.octets, made.size };

    cr_assert_not(kedge_rsa_pkcs1_is_encoding(encoded, KEDGE_HASH_NONE, made.octets));
    cr_assert_not(kedge_rsa_pkcs1_is_encoding(encoded, KEDGE_HASH_COUNT, made.octets));
}

/* The right signature of the 1024-bit key. */
static kedge_span sign(void)
{
    block made = right(&test_rsa_1024);

    br_rsa_private_get_default()(made.octets, &test_rsa_1024.private_key);
    return test_copy(made.octets, made.size);
}

Test(rsa_pkcs1, a_signature_must_be_exactly_as_long_as_the_modulus)
{
    kedge_span whole = sign(), other;
    uint8_t longer[SIZE_MAX_OCTETS] = { 0 };

    memcpy(longer + 1, whole.data, whole.size);
    for (size_t size = 0; size < whole.size; size++) {
        other = test_copy(whole.data, size);
        cr_assert_eq(test_verify(sha256, &test_rsa_1024.public_key, TEST_MESSAGE, other),
                     KEDGE_SIGNATURE_MALFORMED);
        test_free(other);
    }
    other = test_copy(longer, whole.size + 1);          /* a zero octet before */
    cr_assert_eq(test_verify(sha256, &test_rsa_1024.public_key, TEST_MESSAGE, other),
                 KEDGE_SIGNATURE_MALFORMED);
    test_free(other);
    other = test_copy(longer + 1, whole.size + 1);      /* a zero octet after */
    cr_assert_eq(test_verify(sha256, &test_rsa_1024.public_key, TEST_MESSAGE, other),
                 KEDGE_SIGNATURE_MALFORMED);
    test_free(other);
    test_free(whole);
}

Test(rsa_pkcs1, a_signature_that_is_not_less_than_the_modulus_is_refused)
{
    const kedge_public_key *key = &test_rsa_1025.public_key;
    block made = right(&test_rsa_1025);
    kedge_span signature;
    unsigned carry = 0;

    /* s + n has the same residue as s and, here, the same length. */
    br_rsa_private_get_default()(made.octets, &test_rsa_1025.private_key);
    for (size_t i = made.size; i-- > 0;) {
        carry += (unsigned)made.octets[i] + key->der[key->modulus.offset + i];
        made.octets[i] = (uint8_t)carry;
        carry >>= 8;
    }
    cr_assert_eq(carry, 0);
    signature = test_copy(made.octets, made.size);
    cr_assert_eq(test_verify(sha256, key, TEST_MESSAGE, signature), KEDGE_SIGNATURE_INVALID);
    test_free(signature);

    signature = test_copy(key->der, key->modulus.size); /* n itself */
    cr_assert_eq(test_verify(sha256, key, TEST_MESSAGE, signature), KEDGE_SIGNATURE_INVALID);
    test_free(signature);
}

/* Verify a right signature under a key made of the 1024-bit modulus, changed, and another exponent. */
static kedge_status verify_under(kedge_public_key key, uint8_t last, const char *exponent)
{
    kedge_span signature = sign(), octets = test_hex(exponent), encoding;
    uint8_t joined[SIZE_MAX_OCTETS];
    kedge_status status;

    memcpy(joined, test_rsa_1024.public_key.der, 128);
    joined[127] = last == 0 ? joined[127] : last;
    memcpy(joined + 128, octets.data, octets.size);
    encoding = test_copy(joined, 128 + octets.size);
    key.der = encoding.data;
    key.exponent = (kedge_range){ 128, (uint32_t)octets.size };
    status = test_verify(sha256, &key, TEST_MESSAGE, signature);
    test_free(encoding);
    test_free(octets);
    test_free(signature);
    return status;
}

Test(rsa_pkcs1, exponents_that_no_key_has_are_refused)
{
    const kedge_public_key key = test_rsa_1024.public_key;

    cr_assert_eq(verify_under(key, 0, "010001"), KEDGE_OK);
    cr_assert_eq(verify_under(key, 0, ""), KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_under(key, 0, "01"), KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_under(key, 0, "02"), KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_under(key, 0, "010000"), KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_under(key, 0, "03"), KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(verify_under(key, 0, "ffffffff"), KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pkcs1, an_exponent_above_32_bits_is_unsupported)
{
    cr_assert_eq(verify_under(test_rsa_1024.public_key, 0, "0100000001"), KEDGE_UNSUPPORTED_KEY);
}

Test(rsa_pkcs1, an_even_or_empty_modulus_is_a_malformed_key)
{
    kedge_public_key key = test_rsa_1024.public_key;

    cr_assert_eq(verify_under(key, 0x02, "010001"), KEDGE_KEY_MALFORMED);
    key.modulus.size = 0;
    cr_assert_eq(verify_under(key, 0, "010001"), KEDGE_KEY_MALFORMED);
}

Test(rsa_pkcs1, a_modulus_of_another_size_than_stated_is_a_malformed_key)
{
    kedge_public_key key = test_rsa_1024.public_key;

    key.bits = 1025;
    cr_assert_eq(verify_under(key, 0, "010001"), KEDGE_KEY_MALFORMED);
    key.bits = 1032;
    cr_assert_eq(verify_under(key, 0, "010001"), KEDGE_KEY_MALFORMED);
    key.bits = 1024;
    key.modulus = (kedge_range){ 0, 127 };
    cr_assert_eq(verify_under(key, 0, "010001"), KEDGE_KEY_MALFORMED);
}
