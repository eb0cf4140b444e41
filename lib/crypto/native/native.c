/* native.c - the provider of this folder: its own rows, and BearSSL's for everything else. */
#include "crypto/native/native.h"

#include "crypto/native/ed25519.h"
#include "crypto/native/ed448.h"
#include "crypto/native/rsa.h"

#define RSA_ROW(scheme, hash) { scheme, hash, KEDGE_KEY_RSA, 1024, KEDGE_NATIVE_RSA_BITS_MAX }
#define EC_ROW(hash, key_type, bits) { KEDGE_SCHEME_ECDSA, hash, key_type, bits, bits }
#define ROWS(hash) \
    RSA_ROW(KEDGE_SCHEME_RSA_PKCS1, hash), RSA_ROW(KEDGE_SCHEME_RSA_PSS, hash), \
    EC_ROW(hash, KEDGE_KEY_P256, 256), EC_ROW(hash, KEDGE_KEY_P384, 384), EC_ROW(hash, KEDGE_KEY_P521, 521)

static const kedge_capability capabilities[] = {
    RSA_ROW(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_MD5),
    ROWS(KEDGE_HASH_SHA1),   ROWS(KEDGE_HASH_SHA224), ROWS(KEDGE_HASH_SHA256),
    ROWS(KEDGE_HASH_SHA384), ROWS(KEDGE_HASH_SHA512),
    { KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_ED25519, 255, 255 },
    { KEDGE_SCHEME_ED448, KEDGE_HASH_NONE, KEDGE_KEY_ED448, 448, 448 },
};

static kedge_status digest(const kedge_crypto *crypto, kedge_hash hash, kedge_span message, uint8_t *out)
{
    const kedge_crypto *bearssl = kedge_crypto_bearssl();

    (void)crypto;
    return bearssl->digest(bearssl, hash, message, out);
}

static kedge_status verify_rsa(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    uint8_t work[KEDGE_RSA_WORK_SIZE(KEDGE_NATIVE_RSA_BITS_MAX)], hashed[KEDGE_HASH_SIZE_MAX];
    const kedge_status status = digest(crypto, (kedge_hash)job->algorithm.hash, job->message, hashed);

    return status == KEDGE_OK ? kedge_rsa_verify(crypto, job, hashed, kedge_native_rsa_raise, work) : status;
}

static kedge_status verify(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    const kedge_crypto *bearssl = kedge_crypto_bearssl();
    const kedge_status status = kedge_crypto_supports(crypto, &job->algorithm, job->key);

    if (status != KEDGE_OK)
        return status;
    switch ((kedge_scheme)job->algorithm.scheme) {
    case KEDGE_SCHEME_RSA_PKCS1:
    case KEDGE_SCHEME_RSA_PSS:
        return verify_rsa(crypto, job);
    case KEDGE_SCHEME_ED25519:
        return kedge_ed25519_verify(job);
    case KEDGE_SCHEME_ED448:
        return kedge_ed448_verify(job);
    case KEDGE_SCHEME_ECDSA:
        return bearssl->verify(bearssl, job);
    case KEDGE_SCHEME_UNKNOWN:
        break;
    }
    return KEDGE_UNSUPPORTED_ALGORITHM;
}

const kedge_crypto kedge_crypto_native_provider = {
    .name = "native",
    .capabilities = capabilities,
    .capability_count = sizeof capabilities / sizeof capabilities[0],
    .verify = verify,
    .digest = digest,
};
