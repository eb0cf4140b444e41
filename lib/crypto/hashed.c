/* hashed.c - verification by a provider that has RSA and ECDSA, and is given digests. */
#include "crypto/hashed.h"

kedge_status kedge_verify_hashed(const kedge_crypto *crypto, const kedge_signature_job *job,
                                 kedge_verify_digest *rsa, kedge_verify_digest *ecdsa)
{
    uint8_t hashed[KEDGE_HASH_SIZE_MAX];
    kedge_status status = kedge_crypto_supports(crypto, &job->algorithm, job->key);

    if (status == KEDGE_OK)
        status = crypto->digest(crypto, (kedge_hash)job->algorithm.hash, job->message, hashed);
    if (status != KEDGE_OK)
        return status;
    switch ((kedge_scheme)job->algorithm.scheme) {
    case KEDGE_SCHEME_RSA_PKCS1:
    case KEDGE_SCHEME_RSA_PSS:
        return rsa(crypto, job, hashed);
    case KEDGE_SCHEME_ECDSA:
        return ecdsa(crypto, job, hashed);
    case KEDGE_SCHEME_ED25519:
    case KEDGE_SCHEME_ED448:
    case KEDGE_SCHEME_UNKNOWN:
        break;
    }
    return KEDGE_UNSUPPORTED_ALGORITHM;
}
