/* provider.c - what a provider can do, read from its table, and what needs no provider at all. */
#include <kedge/crypto.h>

#ifdef KEDGE_NATIVE
#include "crypto/native/native.h"
#endif

size_t kedge_hash_size(kedge_hash hash)
{
    static const uint8_t sizes[KEDGE_HASH_COUNT] = {
        [KEDGE_HASH_MD5] = 16,    [KEDGE_HASH_SHA1] = 20,   [KEDGE_HASH_SHA224] = 28,
        [KEDGE_HASH_SHA256] = 32, [KEDGE_HASH_SHA384] = 48, [KEDGE_HASH_SHA512] = 64,
    };

    return (unsigned)hash < KEDGE_HASH_COUNT ? sizes[hash] : 0;
}

/* Whether the key's type settles that the scheme cannot be meant for it.  A key of an unknown
 * algorithm settles nothing: it is unsupported, not contradictory. */
static bool is_mismatch(kedge_scheme scheme, kedge_key_type type)
{
    if (type == KEDGE_KEY_UNKNOWN)
        return false;
    switch (scheme) {
    case KEDGE_SCHEME_RSA_PKCS1:
    case KEDGE_SCHEME_RSA_PSS:
        return type != KEDGE_KEY_RSA;
    case KEDGE_SCHEME_ECDSA:
        return type != KEDGE_KEY_P256 && type != KEDGE_KEY_P384 && type != KEDGE_KEY_P521
            && type != KEDGE_KEY_EC_UNKNOWN;
    case KEDGE_SCHEME_ED25519:
        return type != KEDGE_KEY_ED25519;
    case KEDGE_SCHEME_ED448:
        return type != KEDGE_KEY_ED448;
    case KEDGE_SCHEME_UNKNOWN:
        break;
    }
    return false;
}

static bool has_hash(const kedge_crypto *crypto, uint8_t scheme, uint8_t hash)
{
    for (size_t i = 0; i < crypto->capability_count; i++)
        if (crypto->capabilities[i].scheme == scheme && crypto->capabilities[i].hash == hash)
            return true;
    return false;
}

static bool has_key(const kedge_crypto *crypto, const kedge_algorithm *algorithm, const kedge_public_key *key)
{
    for (size_t i = 0; i < crypto->capability_count; i++) {
        const kedge_capability *row = &crypto->capabilities[i];

        if (row->scheme == algorithm->scheme && row->hash == algorithm->hash && row->key_type == key->type
            && key->bits >= row->bits_min && key->bits <= row->bits_max)
            return true;
    }
    return false;
}

kedge_status kedge_crypto_supports(const kedge_crypto *crypto, const kedge_algorithm *algorithm,
                                   const kedge_public_key *key)
{
    if (algorithm->scheme == KEDGE_SCHEME_UNKNOWN || !has_hash(crypto, algorithm->scheme, algorithm->hash))
        return KEDGE_UNSUPPORTED_ALGORITHM;
    /* The mask's hash runs through the same code as the message's: a row for the one is a row for
     * the other. */
    if (algorithm->scheme == KEDGE_SCHEME_RSA_PSS
        && !has_hash(crypto, algorithm->scheme, algorithm->mask_hash))
        return KEDGE_UNSUPPORTED_ALGORITHM;
    if (is_mismatch((kedge_scheme)algorithm->scheme, (kedge_key_type)key->type))
        return KEDGE_KEY_TYPE_MISMATCH;
    return has_key(crypto, algorithm, key) ? KEDGE_OK : KEDGE_UNSUPPORTED_KEY;
}

const kedge_crypto *kedge_crypto_native(void)
{
#ifdef KEDGE_NATIVE
    return kedge_native_best();
#else
    return NULL;
#endif
}

const kedge_crypto *kedge_crypto_native_named(const char *kernels)
{
#ifdef KEDGE_NATIVE
    return kedge_native_named(kernels);
#else
    (void)kernels;
    return NULL;
#endif
}

const kedge_crypto *kedge_crypto_default(void)
{
    const kedge_crypto *native = kedge_crypto_native();

    return native != NULL ? native : kedge_crypto_bearssl();
}

size_t kedge_key_prepared_size(const kedge_crypto *crypto, const kedge_public_key *key, size_t limit)
{
    return crypto->prepared_size != NULL ? crypto->prepared_size(crypto, key, limit) : 0;
}

kedge_status kedge_key_prepare(const kedge_crypto *crypto, const kedge_public_key *key, void *memory, size_t size)
{
    if (crypto->prepare == NULL)
        return KEDGE_UNSUPPORTED_KEY;
    if (memory == NULL || (uintptr_t)memory % KEDGE_PREPARED_ALIGN != 0)
        return KEDGE_BAD_ARGUMENT;
    return crypto->prepare(crypto, key, memory, size);
}

void kedge_crypto_verify_batch(const kedge_crypto *crypto, const kedge_signature_job *const *jobs,
                               kedge_status *answers, size_t count)
{
    if (crypto->verify_batch != NULL) {
        crypto->verify_batch(crypto, jobs, answers, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        answers[i] = crypto->verify(crypto, jobs[i]);
}
