/* provider.c - the provider built on the PSA Cryptography API. */
#include <kedge/adapter/psa_crypto.h>

#include "crypto/capability.h"
#include "crypto/ecdsa.h"
#include "crypto/hashed.h"
#include "crypto/rsa.h"
#include "key.h"

#ifdef KEDGE_PSA_THREADS
#include <pthread.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
#endif

static const kedge_capability capabilities[] = {
    KEDGE_CAPABILITIES(KEDGE_PSA_RSA_BITS_MAX),
};

/* PSA's slots of keys belong to all threads. */
static void take_turn(void)
{
#ifdef KEDGE_PSA_THREADS
    pthread_mutex_lock(&turn);
#endif
}

static void end_turn(void)
{
#ifdef KEDGE_PSA_THREADS
    pthread_mutex_unlock(&turn);
#endif
}

/* PSA_ALG_NONE for what is no hash. */
static psa_algorithm_t hash_of(unsigned hash)
{
    switch ((kedge_hash)hash) {
    case KEDGE_HASH_MD5:
        return PSA_ALG_MD5;
    case KEDGE_HASH_SHA1:
        return PSA_ALG_SHA_1;
    case KEDGE_HASH_SHA224:
        return PSA_ALG_SHA_224;
    case KEDGE_HASH_SHA256:
        return PSA_ALG_SHA_256;
    case KEDGE_HASH_SHA384:
        return PSA_ALG_SHA_384;
    case KEDGE_HASH_SHA512:
        return PSA_ALG_SHA_512;
    case KEDGE_HASH_NONE:
    case KEDGE_HASH_COUNT:
        break;
    }
    return PSA_ALG_NONE;
}

static kedge_status digest(const kedge_crypto *crypto, kedge_hash hash, kedge_span message, uint8_t *out)
{
    const psa_algorithm_t algorithm = hash_of(hash);
    size_t size;

    (void)crypto;
    if (algorithm == PSA_ALG_NONE
        || psa_hash_compute(algorithm, message.data, message.size, out, kedge_hash_size(hash), &size) != PSA_SUCCESS)
        return KEDGE_UNSUPPORTED_ALGORITHM;
    return KEDGE_OK;
}

/* PSA_ALG_RSA_PSS has but one hash and one size of salt: the hash's, or the largest that fits. */
static bool is_pss_of_psa(const kedge_signature_job *job)
{
    const kedge_algorithm *algorithm = &job->algorithm;
    const size_t hash_size = kedge_hash_size((kedge_hash)algorithm->hash);
    const size_t room = job->key->modulus.size - hash_size - 2; /* at least 128 octets, less 66 */

    return algorithm->mask_hash == algorithm->hash && algorithm->salt_size == (room < hash_size ? room : hash_size);
}

static kedge_status verify_hash(const kedge_signature_job *job, psa_algorithm_t algorithm, const uint8_t *hashed,
                                kedge_span signature)
{
    const size_t hashed_size = kedge_hash_size((kedge_hash)job->algorithm.hash);
    psa_key_id_t id;
    psa_status_t status;

    take_turn();
    status = kedge_psa_key_import(job->key, algorithm, &id);
    if (status == PSA_SUCCESS) {
        const psa_status_t verified = psa_verify_hash(id, algorithm, hashed, hashed_size, signature.data,
                                                      signature.size);
        psa_destroy_key(id);
        end_turn();
        if (verified == PSA_ERROR_NOT_SUPPORTED)
            return KEDGE_UNSUPPORTED_ALGORITHM;
        return verified == PSA_SUCCESS ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
    }
    end_turn();
    return status == PSA_ERROR_INVALID_ARGUMENT ? KEDGE_KEY_MALFORMED : KEDGE_UNSUPPORTED_KEY;
}

static kedge_status verify_rsa(const kedge_crypto *crypto, const kedge_signature_job *job,
                               const uint8_t *hashed)
{
    const psa_algorithm_t hash = hash_of(job->algorithm.hash);
    const kedge_status status = kedge_rsa_check(job);

    (void)crypto;
    if (status != KEDGE_OK)
        return status;
    if (job->algorithm.scheme == KEDGE_SCHEME_RSA_PKCS1)
        return verify_hash(job, PSA_ALG_RSA_PKCS1V15_SIGN(hash), hashed, job->signature);
    if (!is_pss_of_psa(job))
        return KEDGE_UNSUPPORTED_ALGORITHM;
    return verify_hash(job, PSA_ALG_RSA_PSS(hash), hashed, job->signature);
}

static kedge_status verify_ecdsa(const kedge_crypto *crypto, const kedge_signature_job *job,
                                 const uint8_t *hashed)
{
    uint8_t raw[2 * KEDGE_ECDSA_ORDER_SIZE_MAX];
    kedge_span signature = { raw, 0 };
    const kedge_status status = kedge_ecdsa_check(job, raw, &signature.size);

    (void)crypto;
    return status == KEDGE_OK ? verify_hash(job, PSA_ALG_ECDSA(hash_of(job->algorithm.hash)), hashed, signature)
                              : status;
}

static kedge_status verify(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    return kedge_verify_hashed(crypto, job, verify_rsa, verify_ecdsa);
}

const kedge_crypto *kedge_crypto_psa(void)
{
    static const kedge_crypto provider = {
        .name = "PSA",
        .capabilities = capabilities,
        .capability_count = sizeof capabilities / sizeof capabilities[0],
        .verify = verify,
        .digest = digest,
    };
    psa_status_t status;

    take_turn();
    status = psa_crypto_init();
    end_turn();
    return status == PSA_SUCCESS ? &provider : NULL;
}
