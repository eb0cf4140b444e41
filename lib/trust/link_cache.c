/* link_cache.c - signatures that are known to verify.
 *
 * The digest is SHA-256 over a secret key, the algorithm with its parameters, and the whole SubjectPublicKeyInfo,
 * the message and the signature: each with its size before it, and where it is long its SHA-256 in its place.  So
 * no two links share what is digested, and the one or the other hash would have to collide for two to be taken for
 * one, whatever hash the signature itself uses.
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

/* What is not longer than this stands for itself: the key and the signature of an elliptic curve. */
#define PART_MAX 128

/* The secret key, five octets of the algorithm, and three parts. */
#define DIGESTED_MAX (KEDGE_SHA256_SIZE + 5 + 3 * (4 + PART_MAX))

typedef struct digested {
    uint8_t octets[DIGESTED_MAX];
    size_t size;
} digested;

static void put_octet(digested *all, size_t octet)
{
    all->octets[all->size++] = (uint8_t)octet;
}

/* Answers false where it cannot be digested. */
static bool put_part(const kedge_crypto *crypto, digested *all, kedge_span part)
{
    uint8_t *place = all->octets + all->size + 4;
    const size_t size = part.size < UINT32_MAX ? part.size : UINT32_MAX;

    for (int shift = 24; shift >= 0; shift -= 8)
        put_octet(all, size >> shift);
    if (part.size > PART_MAX) {
        all->size += KEDGE_SHA256_SIZE;
        return crypto->digest(crypto, KEDGE_HASH_SHA256, part, place) == KEDGE_OK;
    }
    if (part.size != 0)
        memcpy(place, part.data, part.size);
    all->size += part.size;
    return true;
}

static bool digest_link(const kedge_link_cache *cache, const kedge_signature_job *job,
                        uint8_t digest[KEDGE_SHA256_SIZE])
{
    const kedge_crypto *crypto = cache->crypto;
    digested all;

    memcpy(all.octets, cache->key, sizeof cache->key);
    all.size = sizeof cache->key;
    put_octet(&all, job->algorithm.scheme);
    put_octet(&all, job->algorithm.hash);
    put_octet(&all, job->algorithm.mask_hash);
    put_octet(&all, job->algorithm.salt_size >> 8);
    put_octet(&all, job->algorithm.salt_size);
    return put_part(crypto, &all, kedge_span_of(job->key->der, job->key->subject_public_key_info))
           && put_part(crypto, &all, job->message) && put_part(crypto, &all, job->signature)
           && crypto->digest(crypto, KEDGE_HASH_SHA256, (kedge_span){ all.octets, all.size }, digest) == KEDGE_OK;
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
