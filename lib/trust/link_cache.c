/* link_cache.c - signatures that are known to verify.
 *
 * The digest is SHA-256 over a secret key, the algorithm with its parameters, and the digests of the whole
 * SubjectPublicKeyInfo, the message and the signature, each of a fixed size: no two links share what is
 * digested.
 */
#include <kedge/cache.h>

#include "trust/published.h"

#include <string.h>

struct kedge_link_slot {
    kedge_slot_state state;
    uint8_t digest[KEDGE_SHA256_SIZE];
};

size_t kedge_link_cache_size(size_t links)
{
    /* Half of the slots stay empty, so that each is found within a few. */
    return 2 * 2 * (links != 0 ? links : 1) * sizeof(struct kedge_link_slot);
}

kedge_status kedge_link_cache_init(kedge_link_cache *cache, void *memory, size_t size, const kedge_crypto *crypto,
                                   const uint8_t key[KEDGE_SHA256_SIZE])
{
    if (cache == NULL || memory == NULL || crypto == NULL || key == NULL
        || (uintptr_t)memory % KEDGE_CACHE_ALIGN != 0)
        return KEDGE_BAD_ARGUMENT;
    if (size < sizeof(struct kedge_link_slot))
        return KEDGE_MEMORY_TOO_SMALL;
    cache->crypto = crypto;
    cache->slot = memory;
    cache->slot_count = kedge_slot_power_of_two(size / sizeof(struct kedge_link_slot));
    memcpy(cache->key, key, sizeof cache->key);
    kedge_link_cache_reset(cache);
    return KEDGE_OK;
}

void kedge_link_cache_reset(kedge_link_cache *cache)
{
    for (size_t i = 0; i < cache->slot_count; i++)
        kedge_slot_write(&cache->slot[i].state, KEDGE_SLOT_EMPTY);
}

static bool digest_part(const kedge_link_cache *cache, kedge_span part, uint8_t *digest)
{
    return cache->crypto->digest(cache->crypto, KEDGE_HASH_SHA256, part, digest) == KEDGE_OK;
}

static bool digest_link(const kedge_link_cache *cache, const kedge_signature_job *job,
                        uint8_t digest[KEDGE_SHA256_SIZE])
{
    enum { KEY = 0, ALGORITHM = 32, PARTS = ALGORITHM + 8, SIZE = PARTS + 3 * KEDGE_SHA256_SIZE };
    uint8_t whole[SIZE] = { 0 };

    memcpy(whole + KEY, cache->key, sizeof cache->key);
    whole[ALGORITHM] = job->algorithm.scheme;
    whole[ALGORITHM + 1] = job->algorithm.hash;
    whole[ALGORITHM + 2] = job->algorithm.mask_hash;
    whole[ALGORITHM + 3] = (uint8_t)(job->algorithm.salt_size >> 8);
    whole[ALGORITHM + 4] = (uint8_t)job->algorithm.salt_size;
    return digest_part(cache, kedge_span_of(job->key->der, job->key->subject_public_key_info), whole + PARTS)
           && digest_part(cache, job->message, whole + PARTS + KEDGE_SHA256_SIZE)
           && digest_part(cache, job->signature, whole + PARTS + 2 * KEDGE_SHA256_SIZE)
           && digest_part(cache, (kedge_span){ whole, sizeof whole }, digest);
}

static size_t first_slot(const kedge_link_cache *cache, const uint8_t digest[KEDGE_SHA256_SIZE])
{
    size_t number = 0;

    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | digest[i];
    return number & (cache->slot_count - 1);
}

static bool is_in(const kedge_link_cache *cache, const uint8_t digest[KEDGE_SHA256_SIZE])
{
    const size_t first = first_slot(cache, digest);

    for (size_t i = 0; i < KEDGE_SLOT_PROBES; i++) {
        const struct kedge_link_slot *slot = &cache->slot[(first + i) & (cache->slot_count - 1)];
        const unsigned state = kedge_slot_read(&slot->state);

        if (state == KEDGE_SLOT_EMPTY)
            return false;
        if (state == KEDGE_SLOT_READY && memcmp(slot->digest, digest, KEDGE_SHA256_SIZE) == 0)
            return true;
    }
    return false;
}

bool kedge_link_cache_knows(const kedge_link_cache *cache, const kedge_signature_job *job)
{
    uint8_t digest[KEDGE_SHA256_SIZE];

    return digest_link(cache, job, digest) && is_in(cache, digest);
}

void kedge_link_cache_add(kedge_link_cache *cache, const kedge_signature_job *job)
{
    uint8_t digest[KEDGE_SHA256_SIZE];
    size_t first;

    if (!digest_link(cache, job, digest) || is_in(cache, digest))
        return;
    first = first_slot(cache, digest);
    for (size_t i = 0; i < KEDGE_SLOT_PROBES; i++) {
        struct kedge_link_slot *slot = &cache->slot[(first + i) & (cache->slot_count - 1)];

        if (!kedge_slot_claim(&slot->state))
            continue;
        memcpy(slot->digest, digest, sizeof digest);
        kedge_slot_write(&slot->state, KEDGE_SLOT_READY);
        return;
    }
}
