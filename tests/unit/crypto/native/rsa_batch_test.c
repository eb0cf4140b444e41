/* rsa_batch_test.c - RSA signatures verified together get the answers that they get alone. */
#include <bearssl.h>
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/native/kernels.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/native/kernel_sets.h"
#include "unit/crypto/native/numbers.h"
#include "unit/crypto/rsa_keys.h"

#define JOBS_MAX 40

/* A job over a modulus and a signature of any octets, or of a real key. */
typedef struct sample {
    uint8_t octets[512 + 3];
    uint8_t signature[512];
    kedge_public_key key;
    kedge_signature_job job;
} sample;

static const kedge_algorithm pkcs1 = { KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, 0, 0 };

static void sign(sample *s, const test_rsa_key *key)
{
    br_sha256_context context;
    uint8_t digest[32];

    br_sha256_init(&context);
    br_sha256_update(&context, TEST_MESSAGE.data, TEST_MESSAGE.size);
    br_sha256_out(&context, digest);
    cr_assert(br_rsa_i31_pkcs1_sign(BR_HASH_OID_SHA256, digest, 32, &key->private_key, s->signature));
    s->key = key->public_key;
    s->job = (kedge_signature_job){ .algorithm = pkcs1, .key = &s->key, .message = TEST_MESSAGE,
                                    .signature = { s->signature, s->key.modulus.size } };
}

static void check(const kedge_crypto *crypto, sample *samples, size_t count)
{
    const kedge_signature_job *jobs[JOBS_MAX];
    kedge_status answers[JOBS_MAX];

    for (size_t i = 0; i < count; i++) {
        jobs[i] = &samples[i].job;
        answers[i] = KEDGE_BAD_ARGUMENT;
    }
    kedge_crypto_verify_batch(crypto, jobs, answers, count);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(answers[i], crypto->verify(crypto, jobs[i]), "%zu of %zu", i, count);
}

Test(rsa_batch, every_number_of_signatures_gets_its_own_answers)
{
    static const test_rsa_key *const keys[] = { &test_rsa_2048, &test_rsa_1024, &test_rsa_2048, &test_rsa_1025,
                                                &test_rsa_1024_e3 };
    static sample samples[JOBS_MAX];
    const kedge_crypto *crypto;

    for (size_t i = 0; i < JOBS_MAX; i++) {
        sign(&samples[i], keys[i % 5]);
        if (i % 7 == 3)
            samples[i].signature[100] ^= 1;
        if (i % 11 == 5)
            samples[i].job.signature.size--;
        if (i % 13 == 6)
            samples[i].job.algorithm.hash = KEDGE_HASH_NONE;
    }
    for (size_t set = 0; (crypto = test_kernels(set)) != NULL; set++) {
        cr_assert_eq(crypto->verify(crypto, &samples[0].job), KEDGE_OK);
        cr_assert_eq(crypto->verify(crypto, &samples[3].job), KEDGE_SIGNATURE_INVALID);
        cr_assert_eq(crypto->verify(crypto, &samples[5].job), KEDGE_SIGNATURE_MALFORMED);
        for (size_t count = 0; count <= JOBS_MAX; count++)
            check(crypto, samples, count);
    }
}

Test(rsa_batch, keys_that_cannot_be_used_leave_the_others_alone)
{
    static sample samples[9];
    const kedge_crypto *crypto;

    for (size_t i = 0; i < 9; i++)
        sign(&samples[i], &test_rsa_2048);
    samples[2].key.bits--;              /* not the modulus's */
    samples[4].key.exponent.size = 0;
    samples[6].key.modulus.size = 0;
    for (size_t set = 0; (crypto = test_kernels(set)) != NULL; set++) {
        cr_assert_eq(crypto->verify(crypto, &samples[2].job), KEDGE_KEY_MALFORMED);
        check(crypto, samples, 9);
    }
}

/* Lanes with moduli and numbers made to be hard, against the portable kernels. */
static void compare(const kedge_native_kernels *kernels, size_t bits, size_t count, random_state *random)
{
    static sample samples[KEDGE_RSA_LANES];
    const kedge_public_key *keys[KEDGE_RSA_LANES];
    uint8_t x[KEDGE_RSA_LANES][512], expected[KEDGE_RSA_LANES][512], *places[KEDGE_RSA_LANES];
    const size_t size = bits / 8;

    for (size_t i = 0; i < count; i++) {
        sample *s = &samples[i];
        const uint64_t kind = next_random(random);

        for (size_t j = 0; j < size; j++) {
            s->octets[j] = (uint8_t)(kind % 3 == 0 ? 0xff : kind % 3 == 1 ? 0x00 : next_random(random) >> 32);
            x[i][j] = (uint8_t)(kind % 5 == 0 ? 0xff : kind % 5 == 1 ? 0x00 : next_random(random) >> 32);
        }
        s->octets[0] |= 0x80;
        s->octets[size - 1] |= 1;
        x[i][0] = 0;
        memcpy(s->octets + size, "\x01\x00\x01", 3);
        if (kind % 7 == 0) { /* n - 1 */
            memcpy(x[i], s->octets, size);
            x[i][size - 1]--;
        }
        s->key = (kedge_public_key){ .der = s->octets, .modulus = { 0, (uint32_t)size },
                                     .exponent = { (uint32_t)size, 3 }, .bits = (uint16_t)bits,
                                     .type = KEDGE_KEY_RSA };
        s->job.key = keys[i] = &s->key;
        memcpy(expected[i], x[i], size);
        places[i] = x[i];
        cr_assert(kedge_native_rsa_raise(&s->job, expected[i]));
    }
    kernels->rsa_raise_lanes(keys, places, count);
    for (size_t i = 0; i < count; i++)
        cr_assert_arr_eq(x[i], expected[i], size, "lane %zu of %zu, %zu bits", i, count, bits);
}

/* 1657 to 2072 bits take five blocks each. */
Test(rsa_batch, lanes_may_have_keys_of_different_bits)
{
    static const uint16_t bits[KEDGE_RSA_LANES] = { 2072, 2048, 1664, 2047, 1657, 2000, 1999, 2049 };
    const kedge_crypto *crypto = kedge_crypto_native_named("ifma");
    static sample samples[KEDGE_RSA_LANES];
    const kedge_public_key *keys[KEDGE_RSA_LANES];
    uint8_t x[KEDGE_RSA_LANES][512] = { { 0 } }, expected[KEDGE_RSA_LANES][512], *places[KEDGE_RSA_LANES];
    random_state random = { 41 };

    if (crypto == NULL)
        cr_skip_test("no AVX-512 IFMA");
    for (size_t i = 0; i < KEDGE_RSA_LANES; i++) {
        sample *s = &samples[i];
        const size_t size = (bits[i] + 7u) / 8;

        for (size_t j = 1; j < size; j++) {
            s->octets[j] = (uint8_t)(next_random(&random) >> 32);
            x[i][j] = (uint8_t)(next_random(&random) >> 32);
        }
        s->octets[0] = (uint8_t)(1u << (bits[i] - 1) % 8);
        s->octets[size - 1] |= 1;
        memcpy(s->octets + size, "\x01\x00\x01", 3);
        s->key = (kedge_public_key){ .der = s->octets, .modulus = { 0, (uint32_t)size },
                                     .exponent = { (uint32_t)size, 3 }, .bits = bits[i], .type = KEDGE_KEY_RSA };
        s->job.key = keys[i] = &s->key;
        memcpy(expected[i], x[i], size);
        places[i] = x[i];
        cr_assert(kedge_native_rsa_raise(&s->job, expected[i]));
        cr_assert_eq(kedge_native_kernels_of(crypto)->rsa_lane_blocks(keys[i]), 5);
    }
    kedge_native_kernels_of(crypto)->rsa_raise_lanes(keys, places, KEDGE_RSA_LANES);
    for (size_t i = 0; i < KEDGE_RSA_LANES; i++)
        cr_assert_arr_eq(x[i], expected[i], keys[i]->modulus.size, "lane %zu", i);
}

Test(rsa_batch, lanes_agree_with_the_portable_kernels)
{
    const kedge_crypto *crypto = kedge_crypto_native_named("ifma");
    random_state random = { 40 };

    if (crypto == NULL)
        cr_skip_test("no AVX-512 IFMA");
    for (size_t round = 0; round < 10; round++)
        for (size_t bits = 1024; bits <= 4096; bits += 512)
            compare(kedge_native_kernels_of(crypto), bits, 1 + next_random(&random) % KEDGE_RSA_LANES, &random);
}
