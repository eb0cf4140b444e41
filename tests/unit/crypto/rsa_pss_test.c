/* rsa_pss_test.c - RSASSA-PSS: what is refused.
 *
 * An encoder that can be told to go wrong makes the blocks; the test's own key signs them.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/rsa.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/rsa_keys.h"

#define SIZE_MAX_OCTETS 256
#define SALT_SIZE 32

static const kedge_algorithm pss_sha256 = {
    KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, SALT_SIZE
};

/* How to encode: all zeros is right. */
typedef struct encoding {
    size_t salt_size;
    uint8_t trailer;        /* instead of bc */
    uint8_t separator;      /* instead of 01 */
    size_t padding_at;      /* an octet of the padding, counted from 1, to be set to 1 */
    unsigned flip_h;        /* a bit of H to change */
} encoding;

static void digest_of(kedge_hash hash, const uint8_t *data, size_t size, uint8_t *digest)
{
    const kedge_crypto *crypto = kedge_crypto_default();

    cr_assert_eq(crypto->digest(crypto, hash, (kedge_span){ data, size }, digest), KEDGE_OK);
}

static void mask(kedge_hash hash, const uint8_t *h, size_t h_size, uint8_t *db, size_t db_size)
{
    uint8_t seed[KEDGE_HASH_SIZE_MAX + 4] = { 0 }, block[KEDGE_HASH_SIZE_MAX];

    memcpy(seed, h, h_size);
    for (size_t i = 0; i < db_size; i++) {
        seed[h_size + 3] = (uint8_t)(i / kedge_hash_size(hash));
        digest_of(hash, seed, h_size + 4, block);
        db[i] ^= block[i % kedge_hash_size(hash)];
    }
}

/* EMSA-PSS-ENCODE (RFC 8017, 9.1.1) of the test's message with SHA-256, into `size` octets. */
static void encode(const encoding *how, uint8_t *em, size_t size, unsigned unused_bits)
{
    const size_t h_size = KEDGE_SHA256_SIZE, db_size = size - h_size - 1;
    uint8_t m[8 + KEDGE_SHA256_SIZE + SIZE_MAX_OCTETS] = { 0 };

    digest_of(KEDGE_HASH_SHA256, TEST_MESSAGE.data, TEST_MESSAGE.size, m + 8);
    memset(m + 8 + h_size, 0xa5, how->salt_size);
    digest_of(KEDGE_HASH_SHA256, m, 8 + h_size + how->salt_size, em + db_size);
    em[db_size] ^= (uint8_t)how->flip_h;
    memset(em, 0, db_size);
    memset(em + db_size - how->salt_size, 0xa5, how->salt_size);
    em[db_size - how->salt_size - 1] = how->separator != 0 ? how->separator : 0x01;
    if (how->padding_at != 0)
        em[how->padding_at - 1] = 0x01;
    mask(KEDGE_HASH_SHA256, em + db_size, h_size, em, db_size);
    em[0] &= (uint8_t)(0xff >> unused_bits);
    em[size - 1] = how->trailer != 0 ? how->trailer : 0xbc;
}

static kedge_status verify_with(const test_rsa_key *key, const encoding *how, kedge_algorithm algorithm)
{
    const size_t modulus_size = key->public_key.modulus.size, bits = key->public_key.bits - 1u;
    const size_t size = (bits + 7) / 8;
    uint8_t block[SIZE_MAX_OCTETS] = { 0 };
    kedge_span signature;
    kedge_status status;

    encode(how, block + modulus_size - size, size, (unsigned)(8 * size - bits));
    cr_assert_eq(br_rsa_private_get_default()(block, &key->private_key), 1);
    signature = test_copy(block, modulus_size);
    status = test_verify(algorithm, &key->public_key, TEST_MESSAGE, signature);
    test_free(signature);
    return status;
}

static kedge_status verify_encoded(const test_rsa_key *key, encoding how)
{
    return verify_with(key, &how, pss_sha256);
}

Test(rsa_pss, the_right_encoding_verifies_for_each_size)
{
    const encoding how = { .salt_size = SALT_SIZE };

    cr_assert_eq(verify_encoded(&test_rsa_1024, how), KEDGE_OK);
    cr_assert_eq(verify_encoded(&test_rsa_1025, how), KEDGE_OK);
    cr_assert_eq(verify_encoded(&test_rsa_2048, how), KEDGE_OK);
}

Test(rsa_pss, salt_of_another_size_than_the_algorithm_states_is_refused)
{
    /* 94: all the room there is, no padding before the separator. */
    static const size_t sizes[] = { 0, SALT_SIZE - 1, SALT_SIZE + 1, 94 };

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        cr_assert_eq(verify_encoded(&test_rsa_1024, (encoding){ .salt_size = sizes[i] }),
                     KEDGE_SIGNATURE_INVALID, "%zu", sizes[i]);
}

Test(rsa_pss, a_trailer_other_than_bc_is_refused)
{
    for (unsigned trailer = 1; trailer < 256; trailer++)
        cr_assert_eq(verify_encoded(&test_rsa_1024,
                                    (encoding){ .salt_size = SALT_SIZE, .trailer = (uint8_t)trailer }),
                     trailer == 0xbc ? KEDGE_OK : KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pss, an_octet_set_in_the_padding_is_refused)
{
    /* 1024 bits: 61 zeros and 01 before 32 octets of salt. */
    for (size_t at = 1; at <= 61; at++)
        cr_assert_eq(verify_encoded(&test_rsa_1024, (encoding){ .salt_size = SALT_SIZE, .padding_at = at }),
                     KEDGE_SIGNATURE_INVALID, "%zu", at);
}

Test(rsa_pss, a_separator_other_than_01_is_refused)
{
    cr_assert_eq(verify_encoded(&test_rsa_1024, (encoding){ .salt_size = SALT_SIZE, .separator = 0x02 }),
                 KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(verify_encoded(&test_rsa_1024, (encoding){ .salt_size = SALT_SIZE, .separator = 0x81 }),
                 KEDGE_SIGNATURE_INVALID);
}

static bool is_encoding(kedge_algorithm algorithm, const uint8_t *block, size_t modulus_bits)
{
    uint8_t work[KEDGE_RSA_WORK_SIZE(1032)], digest[KEDGE_SHA256_SIZE];

    digest_of(KEDGE_HASH_SHA256, TEST_MESSAGE.data, TEST_MESSAGE.size, digest);
    memcpy(work + KEDGE_RSA_PSS_HEADROOM, block, (modulus_bits + 7) / 8);
    return kedge_rsa_pss_is_encoding(kedge_crypto_default(), &algorithm, digest,
                                     work + KEDGE_RSA_PSS_HEADROOM, modulus_bits);
}

Test(rsa_pss, a_bit_above_those_that_the_encoding_has_is_refused)
{
    const encoding how = { .salt_size = SALT_SIZE };

    for (size_t modulus_bits = 1018; modulus_bits <= 1025; modulus_bits++) {
        const size_t bits = modulus_bits - 1, size = (bits + 7) / 8, modulus_size = (modulus_bits + 7) / 8;
        uint8_t block[129] = { 0 };

        encode(&how, block + modulus_size - size, size, (unsigned)(8 * size - bits));
        cr_assert(is_encoding(pss_sha256, block, modulus_bits));
        for (size_t bit = bits; bit < 8 * modulus_size; bit++) {
            block[modulus_size - 1 - bit / 8] |= (uint8_t)(1 << bit % 8);
            cr_assert_not(is_encoding(pss_sha256, block, modulus_bits), "%zu of %zu", bit, modulus_bits);
            block[modulus_size - 1 - bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
    }
}

Test(rsa_pss, another_hash_value_is_refused)
{
    cr_assert_eq(verify_encoded(&test_rsa_1024, (encoding){ .salt_size = SALT_SIZE, .flip_h = 0x10 }),
                 KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pss, another_mask_hash_is_refused)
{
    const encoding how = { .salt_size = SALT_SIZE };
    kedge_algorithm algorithm = pss_sha256;

    algorithm.mask_hash = KEDGE_HASH_SHA1;
    cr_assert_eq(verify_with(&test_rsa_1024, &how, algorithm), KEDGE_SIGNATURE_INVALID);
    algorithm.mask_hash = KEDGE_HASH_MD5;
    cr_assert_eq(verify_with(&test_rsa_1024, &how, algorithm), KEDGE_UNSUPPORTED_ALGORITHM);
}

Test(rsa_pss, a_modulus_too_small_for_hash_and_salt_is_refused)
{
    const encoding how = { .salt_size = SALT_SIZE };
    kedge_algorithm algorithm = { KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA512, KEDGE_HASH_SHA512, 63 };

    /* 128 octets hold 64 of hash, 62 of salt and 2 more. */
    cr_assert_eq(verify_with(&test_rsa_1024, &how, algorithm), KEDGE_SIGNATURE_INVALID);
    algorithm.salt_size = UINT16_MAX;
    cr_assert_eq(verify_with(&test_rsa_1024, &how, algorithm), KEDGE_SIGNATURE_INVALID);
}

Test(rsa_pss, an_encoding_of_no_hash_is_refused)
{
    const encoding how = { .salt_size = SALT_SIZE };
    kedge_algorithm algorithm = pss_sha256;
    uint8_t block[128];

    encode(&how, block, sizeof block, 1);
    cr_assert(is_encoding(algorithm, block, 1024));
    algorithm.mask_hash = KEDGE_HASH_COUNT;
    cr_assert_not(is_encoding(algorithm, block, 1024));
    algorithm = pss_sha256;
    algorithm.hash = KEDGE_HASH_NONE;
    cr_assert_not(is_encoding(algorithm, block, 1024));
}

static kedge_status refuse_digest(const kedge_crypto *crypto, kedge_hash hash, kedge_span message,
                                  uint8_t *digest)
{
    (void)crypto, (void)hash, (void)message, (void)digest;
    return KEDGE_UNSUPPORTED_ALGORITHM;
}

Test(rsa_pss, a_provider_that_does_not_hash_accepts_nothing)
{
    static const kedge_crypto crypto = { .name = "none", .digest = refuse_digest };
    const encoding how = { .salt_size = SALT_SIZE };
    uint8_t work[KEDGE_RSA_WORK_SIZE(1024)], digest[KEDGE_SHA256_SIZE] = { 0 };

    encode(&how, work + KEDGE_RSA_PSS_HEADROOM, 128, 1);
    cr_assert_not(kedge_rsa_pss_is_encoding(&crypto, &pss_sha256, digest, work + KEDGE_RSA_PSS_HEADROOM,
                                            1024));
}

Test(rsa_pss, a_pkcs1_encoding_is_no_pss_encoding_and_the_other_way_round)
{
    const encoding how = { .salt_size = SALT_SIZE };
    const kedge_algorithm pkcs1 = { .scheme = KEDGE_SCHEME_RSA_PKCS1, .hash = KEDGE_HASH_SHA256 };

    cr_assert_eq(verify_with(&test_rsa_1024, &how, pkcs1), KEDGE_SIGNATURE_INVALID);
}
