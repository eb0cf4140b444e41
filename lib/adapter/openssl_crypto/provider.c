/* provider.c - the provider built on OpenSSL's libcrypto. */
#include <kedge/adapter/openssl_crypto.h>

#include <openssl/err.h>
#include <openssl/rsa.h>

#include "crypto/capability.h"
#include "crypto/ecdsa.h"
#include "crypto/rsa.h"
#include "key.h"

#define RSA_BITS_MAX 16384 /* OPENSSL_RSA_MAX_MODULUS_BITS */
#define ED25519_SIZE 32

static const kedge_capability capabilities[] = {
    KEDGE_CAPABILITIES(RSA_BITS_MAX),
    { KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_ED25519, 255, 255 },
};

static const EVP_MD *hash_of(unsigned hash)
{
    switch ((kedge_hash)hash) {
    case KEDGE_HASH_MD5:
        return EVP_md5();
    case KEDGE_HASH_SHA1:
        return EVP_sha1();
    case KEDGE_HASH_SHA224:
        return EVP_sha224();
    case KEDGE_HASH_SHA256:
        return EVP_sha256();
    case KEDGE_HASH_SHA384:
        return EVP_sha384();
    case KEDGE_HASH_SHA512:
        return EVP_sha512();
    case KEDGE_HASH_NONE:
    case KEDGE_HASH_COUNT:
        break;
    }
    return NULL;
}

static kedge_status digest(const kedge_crypto *crypto, kedge_hash hash, kedge_span message, uint8_t *out)
{
    const EVP_MD *md = hash_of(hash);
    bool is_done;

    (void)crypto;
    ERR_set_mark();
    is_done = md != NULL && EVP_Digest(message.data, message.size, out, NULL, md, NULL) == 1;
    ERR_pop_to_mark();
    return is_done ? KEDGE_OK : KEDGE_UNSUPPORTED_ALGORITHM;
}

/* The size of the salt is given, so that another is refused. */
static bool set_pss(EVP_PKEY_CTX *ctx, const kedge_algorithm *algorithm)
{
    return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, hash_of(algorithm->mask_hash)) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, algorithm->salt_size) == 1;
}

static kedge_status verify_under(EVP_PKEY *key, EVP_MD_CTX *ctx, const kedge_signature_job *job)
{
    const kedge_algorithm *algorithm = &job->algorithm;
    EVP_PKEY_CTX *key_ctx;

    if (EVP_DigestVerifyInit(ctx, &key_ctx, hash_of(algorithm->hash), NULL, key) != 1)
        return KEDGE_UNSUPPORTED_ALGORITHM;
    if (algorithm->scheme == KEDGE_SCHEME_RSA_PSS && !set_pss(key_ctx, algorithm))
        return KEDGE_UNSUPPORTED_ALGORITHM;
    return EVP_DigestVerify(ctx, job->signature.data, job->signature.size, job->message.data, job->message.size) == 1
               ? KEDGE_OK
               : KEDGE_SIGNATURE_INVALID;
}

static kedge_status check_ed25519(const kedge_signature_job *job)
{
    const kedge_span point = kedge_span_of(job->key->der, job->key->point);

    if (point.size != ED25519_SIZE || !kedge_openssl_is_edwards25519(point.data))
        return KEDGE_KEY_MALFORMED;
    return job->signature.size == 2 * ED25519_SIZE ? KEDGE_OK : KEDGE_SIGNATURE_MALFORMED;
}

/* What is refused before OpenSSL computes. */
static kedge_status check(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    const kedge_status status = kedge_crypto_supports(crypto, &job->algorithm, job->key);
    uint8_t raw[2 * KEDGE_ECDSA_ORDER_SIZE_MAX];
    size_t size;

    if (status != KEDGE_OK)
        return status;
    switch ((kedge_scheme)job->algorithm.scheme) {
    case KEDGE_SCHEME_RSA_PKCS1:
    case KEDGE_SCHEME_RSA_PSS:
        return kedge_rsa_check(job);
    case KEDGE_SCHEME_ECDSA:
        return kedge_ecdsa_check(job, raw, &size);
    case KEDGE_SCHEME_ED25519:
        return check_ed25519(job);
    case KEDGE_SCHEME_ED448:
    case KEDGE_SCHEME_UNKNOWN:
        break;
    }
    return KEDGE_UNSUPPORTED_ALGORITHM;
}

static kedge_status verify(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    kedge_status status = check(crypto, job);
    EVP_MD_CTX *ctx;
    EVP_PKEY *key;

    if (status != KEDGE_OK)
        return status;
    /* What OpenSSL says of signatures that do not verify is not to be found by others in its queue of errors. */
    ERR_set_mark();
    ctx = EVP_MD_CTX_new();
    key = kedge_openssl_key_new(job->key);
    if (ctx == NULL)
        status = KEDGE_UNSUPPORTED_ALGORITHM;
    else
        status = key != NULL ? verify_under(key, ctx, job) : KEDGE_KEY_MALFORMED;
    EVP_PKEY_free(key);
    EVP_MD_CTX_free(ctx);
    ERR_pop_to_mark();
    return status;
}

const kedge_crypto *kedge_crypto_openssl(void)
{
    static const kedge_crypto provider = {
        .name = "OpenSSL",
        .capabilities = capabilities,
        .capability_count = sizeof capabilities / sizeof capabilities[0],
        .verify = verify,
        .digest = digest,
    };

    return &provider;
}
