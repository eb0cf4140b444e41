/* rsa.c - RSA signatures around the exponentiation (RFC 8017, 3.1, 5.2.2, 8.1.2 and 8.2.2). */
#include "crypto/rsa.h"

#include <string.h>

/* The key says its size twice; buffers are sized by the one, computations by the other. */
static bool has_stated_size(kedge_span modulus, unsigned bits)
{
    return modulus.size == (bits + 7) / 8 && modulus.data[0] >> ((bits - 1) % 8) == 1;
}

/* What can be checked before the exponentiation.  RFC 8017, 3.1: n is a product of odd primes, e is
 * odd and at least 3. */
kedge_status kedge_rsa_check_key(const kedge_public_key *key)
{
    const kedge_span modulus = kedge_span_of(key->der, key->modulus);
    const kedge_span exponent = kedge_span_of(key->der, key->exponent);

    if (modulus.size == 0 || exponent.size == 0)
        return KEDGE_KEY_MALFORMED;
    if (!has_stated_size(modulus, key->bits) || modulus.data[modulus.size - 1] % 2 == 0)
        return KEDGE_KEY_MALFORMED;
    if (exponent.data[exponent.size - 1] % 2 == 0 || (exponent.size == 1 && exponent.data[0] < 3))
        return KEDGE_KEY_MALFORMED;
    return exponent.size > KEDGE_RSA_EXPONENT_SIZE_MAX ? KEDGE_UNSUPPORTED_KEY : KEDGE_OK;
}

kedge_status kedge_rsa_check(const kedge_signature_job *job)
{
    const kedge_span modulus = kedge_span_of(job->key->der, job->key->modulus);
    const kedge_status status = kedge_rsa_check_key(job->key);

    if (status != KEDGE_OK)
        return status;
    if (job->signature.size != modulus.size)                        /* 8.1.2 and 8.2.2, step 1 */
        return KEDGE_SIGNATURE_MALFORMED;
    if (memcmp(job->signature.data, modulus.data, modulus.size) >= 0)    /* 5.2.2, step 1 */
        return KEDGE_SIGNATURE_INVALID;
    return KEDGE_OK;
}

kedge_status kedge_rsa_begin(const kedge_signature_job *job, uint8_t *work)
{
    const kedge_status status = kedge_rsa_check(job);

    if (status == KEDGE_OK)
        memcpy(work + KEDGE_RSA_PSS_HEADROOM, job->signature.data, job->signature.size);
    return status;
}

kedge_status kedge_rsa_end(const kedge_crypto *crypto, const kedge_signature_job *job, const uint8_t *digest,
                           uint8_t *work)
{
    const kedge_public_key *key = job->key;
    uint8_t *encoded = work + KEDGE_RSA_PSS_HEADROOM;
    bool is_encoding;

    if (job->algorithm.scheme == KEDGE_SCHEME_RSA_PSS) {
        is_encoding = kedge_rsa_pss_is_encoding(crypto, &job->algorithm, digest, encoded, key->bits);
    } else {
        const kedge_span message = { encoded, key->modulus.size };

        is_encoding = kedge_rsa_pkcs1_is_encoding(message, (kedge_hash)job->algorithm.hash, digest);
    }
    return is_encoding ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}

kedge_status kedge_rsa_verify(const kedge_crypto *crypto, const kedge_signature_job *job,
                              const uint8_t *digest, kedge_rsa_raise *raise, uint8_t *work)
{
    const kedge_status status = kedge_rsa_begin(job, work);

    if (status != KEDGE_OK)
        return status;
    if (!raise(job, work + KEDGE_RSA_PSS_HEADROOM))
        return KEDGE_KEY_MALFORMED;
    return kedge_rsa_end(crypto, job, digest, work);
}
