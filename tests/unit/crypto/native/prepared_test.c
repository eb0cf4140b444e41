/* prepared_test.c - prepared EC keys: their sizes, and that they verify what the keys themselves do. */
#include <bearssl.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/native/curve.h"
#include "crypto/native/invert.h"
#include "crypto/native/limbs.h"
#include "unit/crypto/jobs.h"

#define DER_SIZE_MAX 160

typedef struct subject {
    int id;
    kedge_key_type type;
    uint16_t bits;
} subject;

static const subject subjects[] = {
    { BR_EC_secp256r1, KEDGE_KEY_P256, 256 },
    { BR_EC_secp384r1, KEDGE_KEY_P384, 384 },
};
static const char *const kernels[] = { "portable", "sha", "ifma" };
#define KERNELS (sizeof kernels / sizeof kernels[0])

static kedge_span point_of(const subject *on, const uint8_t *secret, size_t size)
{
    uint8_t point[BR_EC_KBUF_PUB_MAX_SIZE];

    return test_copy(point, br_ec_all_m31.mulgen(point, secret, size, on->id));
}

static kedge_span sign(const subject *on, const uint8_t *secret, size_t size, kedge_span message)
{
    const br_ec_private_key key = { on->id, (unsigned char *)secret, size };
    uint8_t digest[KEDGE_HASH_SIZE_MAX], signature[DER_SIZE_MAX];

    kedge_crypto_bearssl()->digest(kedge_crypto_bearssl(), KEDGE_HASH_SHA256, message, digest);
    return test_copy(signature, br_ecdsa_i31_sign_asn1(&br_ec_all_m31, &br_sha256_vtable, digest, &key, signature));
}

static kedge_signature_job job_of(const kedge_public_key *key, kedge_span message, kedge_span signature)
{
    return (kedge_signature_job){ .algorithm = { KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA256, 0, 0 },
                                  .key = key, .message = message, .signature = signature };
}

/* Keys with the secrets 1, 2, ... and those below the order, which make tables of small multiples of G. */
static void make_secret(uint8_t secret[66], const subject *on, unsigned choice)
{
    const kedge_curve *curve = on->type == KEDGE_KEY_P256 ? &kedge_p256 : &kedge_p384;
    uint64_t k[KEDGE_CURVE_LIMBS] = { choice / 2 + 1 };

    if (choice % 2 == 1)
        kedge_limbs_subtract(k, curve->order, k, curve->limbs);
    kedge_limbs_write_big(secret, curve->size, k);
}

static void agree_under(const kedge_crypto *crypto, const subject *on, const uint8_t *secret, size_t limit)
{
    kedge_span point = point_of(on, secret, on->bits / 8);
    const kedge_public_key key = test_point_key(on->type, on->bits, point);
    const size_t size = kedge_key_prepared_size(crypto, &key, limit);
    void *memory = aligned_alloc(KEDGE_PREPARED_ALIGN, size);

    cr_assert(size > 0 && size <= limit);
    cr_assert_eq(kedge_key_prepare(crypto, &key, memory, size), KEDGE_OK);
    for (uint8_t i = 0; i < 12; i++) {
        kedge_span message = { &i, 1 }, signature = sign(on, secret, on->bits / 8, message);
        kedge_signature_job job = job_of(&key, message, signature);

        job.prepared = memory;
        cr_assert_eq(crypto->verify(crypto, &job), KEDGE_OK);
        ((uint8_t *)signature.data)[signature.size - 1] ^= 1;
        cr_assert_eq(crypto->verify(crypto, &job), KEDGE_SIGNATURE_INVALID);
        job.message.size = 0;
        cr_assert_eq(crypto->verify(crypto, &job), KEDGE_SIGNATURE_INVALID);
        test_free(signature);
    }
    free(memory);
    test_free(point);
}

Test(prepared, signatures_verify_under_prepared_keys_of_every_size)
{
    for (size_t set = 0; set < KERNELS; set++) {
        const kedge_crypto *crypto = kedge_crypto_native_named(kernels[set]);

        for (size_t i = 0; i < 2 && crypto != NULL; i++) {
            for (unsigned choice = 0; choice < 12; choice++) {
                uint8_t secret[66];

                make_secret(secret, &subjects[i], choice);
                agree_under(crypto, &subjects[i], secret, (size_t)3500 << choice % 3);
            }
        }
    }
}

Test(prepared, the_size_is_at_most_the_limit_and_nothing_fits_into_too_little)
{
    const kedge_crypto *crypto = kedge_crypto_native();
    kedge_span point = point_of(&subjects[0], (const uint8_t *)"k", 1);
    const kedge_public_key key = test_point_key(KEDGE_KEY_P256, 256, point);
    size_t last = 0;

    for (size_t limit = 0; limit < 20000; limit += 64) {
        const size_t size = kedge_key_prepared_size(crypto, &key, limit);

        cr_assert(size <= limit && size >= last);
        last = size;
    }
    cr_assert_eq(kedge_key_prepared_size(crypto, &key, 1984), 0);
    cr_assert(last > 15360 && last <= 16384);
    test_free(point);
}

Test(prepared, what_cannot_be_prepared_is_refused)
{
    const kedge_crypto *crypto = kedge_crypto_native();
    _Alignas(KEDGE_PREPARED_ALIGN) static uint8_t memory[16384];
    kedge_span point = point_of(&subjects[0], (const uint8_t *)"k", 1);
    kedge_public_key key = test_point_key(KEDGE_KEY_P256, 256, point);

    cr_assert_eq(kedge_key_prepare(crypto, &key, memory, 100), KEDGE_MEMORY_TOO_SMALL);
    ((uint8_t *)point.data)[64] ^= 1;
    cr_assert_eq(kedge_key_prepare(crypto, &key, memory, sizeof memory), KEDGE_KEY_MALFORMED);
    memset((uint8_t *)point.data + 1, 0xff, 64);
    cr_assert_eq(kedge_key_prepare(crypto, &key, memory, sizeof memory), KEDGE_KEY_MALFORMED);
    key.type = KEDGE_KEY_P521;
    cr_assert_eq(kedge_key_prepare(crypto, &key, memory, sizeof memory), KEDGE_UNSUPPORTED_KEY);
    cr_assert_eq(kedge_key_prepared_size(crypto, &key, sizeof memory), 0);
    test_free(point);
}

Test(prepared, a_table_of_another_key_is_not_used)
{
    const kedge_crypto *crypto = kedge_crypto_native();
    _Alignas(KEDGE_PREPARED_ALIGN) static uint8_t memory[16384];
    kedge_span point = point_of(&subjects[0], (const uint8_t *)"k", 1);
    kedge_span other = point_of(&subjects[0], (const uint8_t *)"l", 1);
    const kedge_public_key key = test_point_key(KEDGE_KEY_P256, 256, point);
    const kedge_public_key other_key = test_point_key(KEDGE_KEY_P256, 256, other);
    kedge_span signature = sign(&subjects[0], (const uint8_t *)"k", 1, TEST_MESSAGE);
    kedge_signature_job job = job_of(&key, TEST_MESSAGE, signature);

    cr_assert_eq(kedge_key_prepare(crypto, &other_key, memory, sizeof memory), KEDGE_OK);
    job.prepared = memory;
    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_OK);
    job.key = &other_key;
    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_SIGNATURE_INVALID);
    test_free(signature);
    test_free(other);
    test_free(point);
}

/* All jobs of a batch have answers of their own, whatever stands beside them. */
static void batch_under(const kedge_crypto *crypto, size_t count)
{
    enum { MOST = 40 };
    static const uint8_t secrets[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";
    kedge_span points[MOST], signatures[MOST];
    kedge_public_key keys[MOST];
    kedge_signature_job jobs[MOST];
    const kedge_signature_job *list[MOST];
    kedge_status answers[MOST];

    for (size_t i = 0; i < count; i++) {
        const subject *on = &subjects[i % 3 == 2];

        points[i] = point_of(on, secrets + i, 1);
        keys[i] = test_point_key(on->type, on->bits, points[i]);
        signatures[i] = sign(on, secrets + i, 1, TEST_MESSAGE);
        jobs[i] = job_of(&keys[i], TEST_MESSAGE, signatures[i]);
        if (i % 5 == 1)
            jobs[i].message.size--;
        if (i % 5 == 2)
            ((uint8_t *)points[i].data)[points[i].size - 1] ^= 1;
        if (i % 5 == 3)
            jobs[i].signature.size--;
        if (i % 7 == 6)
            jobs[i].algorithm.scheme = KEDGE_SCHEME_UNKNOWN;
        list[i] = &jobs[i];
    }
    kedge_crypto_verify_batch(crypto, list, answers, count);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(answers[i], crypto->verify(crypto, &jobs[i]), "%zu of %zu", i, count);
    cr_assert_eq(answers[0], KEDGE_OK);
    for (size_t i = 0; i < count; i++) {
        test_free(signatures[i]);
        test_free(points[i]);
    }
}

Test(prepared, signatures_in_a_batch_are_answered_as_one_by_one)
{
    for (size_t set = 0; set < KERNELS; set++) {
        const kedge_crypto *crypto = kedge_crypto_native_named(kernels[set]);

        for (size_t count = 1; count <= 40 && crypto != NULL; count += count < 10 ? 1 : 10)
            batch_under(crypto, count);
    }
}
