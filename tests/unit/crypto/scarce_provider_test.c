/* scarce_provider_test.c - providers of other libraries when these have no memory, or say that they cannot.
 *
 * The linker puts each function below in the place of the library's own (--wrap).
 */
#include <bearssl.h>
#include <criterion/criterion.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <psa/crypto.h>
#include <string.h>

#include "unit/crypto/jobs.h"
#include "unit/crypto/rsa_keys.h"

/* The function that fails, by its name. */
static const char *failing = "";

static bool fails(const char *name)
{
    return strcmp(name, failing) == 0;
}

#define WRAP(type, name, failure, parameters, arguments) \
    type __real_##name parameters; \
    type __wrap_##name parameters; \
    type __wrap_##name parameters \
    { \
        return fails(#name) ? (failure) : __real_##name arguments; \
    }

WRAP(EVP_MD_CTX *, EVP_MD_CTX_new, NULL, (void), ())
WRAP(EVP_PKEY_CTX *, EVP_PKEY_CTX_new_from_name, NULL,
     (OSSL_LIB_CTX * libctx, const char *name, const char *propquery), (libctx, name, propquery))
WRAP(OSSL_PARAM_BLD *, OSSL_PARAM_BLD_new, NULL, (void), ())
WRAP(OSSL_PARAM *, OSSL_PARAM_BLD_to_param, NULL, (OSSL_PARAM_BLD * builder), (builder))
WRAP(int, EVP_DigestVerifyInit, 0,
     (EVP_MD_CTX * ctx, EVP_PKEY_CTX **key_ctx, const EVP_MD *type, ENGINE *engine, EVP_PKEY *key),
     (ctx, key_ctx, type, engine, key))
WRAP(int, EVP_PKEY_CTX_set_rsa_padding, 0, (EVP_PKEY_CTX * ctx, int padding), (ctx, padding))
WRAP(int, EVP_PKEY_CTX_set_rsa_mgf1_md, 0, (EVP_PKEY_CTX * ctx, const EVP_MD *md), (ctx, md))
WRAP(int, EVP_PKEY_CTX_set_rsa_pss_saltlen, 0, (EVP_PKEY_CTX * ctx, int size), (ctx, size))
WRAP(int, EVP_Digest, 0,
     (const void *data, size_t count, unsigned char *md, unsigned int *size, const EVP_MD *type, ENGINE *engine),
     (data, count, md, size, type, engine))
WRAP(BN_CTX *, BN_CTX_new, NULL, (void), ())
WRAP(BIGNUM *, BN_CTX_get, NULL, (BN_CTX * ctx), (ctx))
WRAP(BIGNUM *, BN_lebin2bn, NULL, (const unsigned char *data, int size, BIGNUM *number), (data, size, number))
WRAP(int, BN_mod_sqr, 0, (BIGNUM * r, const BIGNUM *a, const BIGNUM *m, BN_CTX *ctx), (r, a, m, ctx))
WRAP(psa_status_t, psa_crypto_init, PSA_ERROR_INSUFFICIENT_ENTROPY, (void), ())
WRAP(psa_status_t, psa_import_key, PSA_ERROR_INSUFFICIENT_MEMORY,
     (const psa_key_attributes_t *attributes, const uint8_t *data, size_t size, mbedtls_svc_key_id_t *key),
     (attributes, data, size, key))
WRAP(psa_status_t, psa_verify_hash, PSA_ERROR_NOT_SUPPORTED,
     (mbedtls_svc_key_id_t key, psa_algorithm_t algorithm, const uint8_t *hash, size_t hash_size,
      const uint8_t *signature, size_t signature_size),
     (key, algorithm, hash, hash_size, signature, signature_size))
WRAP(psa_status_t, psa_hash_compute, PSA_ERROR_NOT_SUPPORTED,
     (psa_algorithm_t algorithm, const uint8_t *data, size_t size, uint8_t *hash, size_t room, size_t *hash_size),
     (algorithm, data, size, hash, room, hash_size))

/* A signature by the key of 1024 bits, that verifies; `raw` is its memory. */
static kedge_signature_job good_job(uint8_t raw[128])
{
    const kedge_crypto *crypto = kedge_crypto_bearssl();
    uint8_t digest[KEDGE_HASH_SIZE_MAX];

    cr_assert_eq(crypto->digest(crypto, KEDGE_HASH_SHA256, TEST_MESSAGE, digest), KEDGE_OK);
    cr_assert_eq(br_rsa_pkcs1_sign_get_default()(BR_HASH_OID_SHA256, digest, 32, &test_rsa_1024.private_key, raw), 1);
    return (kedge_signature_job){ .algorithm = { .scheme = KEDGE_SCHEME_RSA_PKCS1, .hash = KEDGE_HASH_SHA256 },
                                  .key = &test_rsa_1024.public_key, .message = TEST_MESSAGE, .signature = { raw, 128 } };
}

static kedge_status verify_without(const kedge_crypto *crypto, const kedge_signature_job *job, const char *function)
{
    kedge_status status;

    failing = function;
    status = crypto->verify(crypto, job);
    failing = "";
    return status;
}

Test(scarce_provider, rsa_by_openssl)
{
    const kedge_crypto *crypto = test_provider_named("openssl");
    uint8_t raw[128];
    const kedge_signature_job job = good_job(raw);

    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_OK);
    cr_assert_eq(verify_without(crypto, &job, "EVP_MD_CTX_new"), KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(verify_without(crypto, &job, "EVP_DigestVerifyInit"), KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(verify_without(crypto, &job, "EVP_PKEY_CTX_new_from_name"), KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_without(crypto, &job, "OSSL_PARAM_BLD_new"), KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_without(crypto, &job, "OSSL_PARAM_BLD_to_param"), KEDGE_KEY_MALFORMED);
}

Test(scarce_provider, pss_by_openssl)
{
    static const char *const functions[] = { "EVP_PKEY_CTX_set_rsa_padding", "EVP_PKEY_CTX_set_rsa_mgf1_md",
                                             "EVP_PKEY_CTX_set_rsa_pss_saltlen" };
    const kedge_crypto *crypto = test_provider_named("openssl");
    uint8_t raw[128];
    kedge_signature_job job = good_job(raw);

    job.algorithm = (kedge_algorithm){ KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 32 };
    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_SIGNATURE_INVALID);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(verify_without(crypto, &job, functions[i]), KEDGE_UNSUPPORTED_ALGORITHM, "%s", functions[i]);
}

Test(scarce_provider, ed25519_by_openssl)
{
    static const char *const functions[] = { "BN_CTX_new", "BN_CTX_get", "BN_lebin2bn", "BN_mod_sqr" };
    static const uint8_t neutral[32] = { 1 };
    static const uint8_t signature[64] = { 1 };
    const kedge_crypto *crypto = test_provider_named("openssl");
    const kedge_public_key key = test_point_key(KEDGE_KEY_ED25519, 255, (kedge_span){ neutral, 32 });
    const kedge_signature_job job = { .algorithm = { .scheme = KEDGE_SCHEME_ED25519 }, .key = &key,
                                      .message = TEST_MESSAGE, .signature = { signature, 64 } };

    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_OK);
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(verify_without(crypto, &job, functions[i]), KEDGE_KEY_MALFORMED, "%s", functions[i]);
}

Test(scarce_provider, psa)
{
    const kedge_crypto *crypto = test_provider_named("psa");
    uint8_t raw[128];
    const kedge_signature_job job = good_job(raw);

    cr_assert_eq(crypto->verify(crypto, &job), KEDGE_OK);
    cr_assert_eq(verify_without(crypto, &job, "psa_import_key"), KEDGE_UNSUPPORTED_KEY);
    cr_assert_eq(verify_without(crypto, &job, "psa_verify_hash"), KEDGE_UNSUPPORTED_ALGORITHM);
    cr_assert_eq(verify_without(crypto, &job, "psa_hash_compute"), KEDGE_UNSUPPORTED_ALGORITHM);
    failing = "psa_crypto_init";
    cr_assert_null(test_provider_named("psa"));
}

Test(scarce_provider, digests)
{
    const kedge_crypto *openssl = test_provider_named("openssl"), *psa = test_provider_named("psa");
    uint8_t digest[KEDGE_HASH_SIZE_MAX];

    failing = "EVP_Digest";
    cr_assert_eq(openssl->digest(openssl, KEDGE_HASH_SHA256, TEST_MESSAGE, digest), KEDGE_UNSUPPORTED_ALGORITHM);
    failing = "psa_hash_compute";
    cr_assert_eq(psa->digest(psa, KEDGE_HASH_SHA256, TEST_MESSAGE, digest), KEDGE_UNSUPPORTED_ALGORITHM);
}
