/* key_cache.c - prepared keys of intermediates that are met again and again. */
#include <kedge/cache.h>

#include "trust/align.h"
#include "trust/published.h"
#include "trust/store.h"

#include <string.h>

/* What a key is looked up by: its SubjectPublicKeyInfo, which stands in front of its prepared form. */
struct kedge_key_slot {
    kedge_slot_state state;
    uint32_t size;          /* of the SubjectPublicKeyInfo */
    uint8_t *entry;
    uint64_t hash;
};

/* How many keys met once are remembered, so that the second meeting is noticed. */
#define MET_COUNT 64

struct kedge_key_cache_state {
    kedge_slot_counter used; /* bytes of the room; more than there are once it is full */
    kedge_slot_state met[MET_COUNT];
};

/* How many octets of a key's encoding are hashed. */
#define HASHED_SIZE 32

/* The largest SubjectPublicKeyInfo that is cached: RSA of 8192 bits. */
#define KEY_SIZE_MAX 1088

static size_t aligned(size_t size)
{
    return kedge_align(size, KEDGE_CACHE_ALIGN);
}

static size_t slots_size(size_t slots)
{
    return aligned(slots * sizeof(struct kedge_key_slot));
}

size_t kedge_key_cache_size(size_t keys, size_t limit)
{
    const size_t count = keys != 0 ? keys : 1;

    /* Twice as many slots as keys, rounded up to a power of two. */
    return aligned(sizeof(struct kedge_key_cache_state)) + slots_size(4 * count)
           + count * (aligned(KEY_SIZE_MAX) + aligned(limit));
}

/* As many slots as go with entries of full size in what is left, and as there may be of smaller ones. */
static size_t slots_for(size_t size, size_t limit)
{
    const size_t entries = size / (4 * sizeof(struct kedge_key_slot) + aligned(KEY_SIZE_MAX) + aligned(limit));

    return kedge_slot_power_of_two(entries != 0 ? 4 * entries : 1);
}

kedge_status kedge_key_cache_init(kedge_key_cache *cache, void *memory, size_t size, const kedge_crypto *crypto,
                                  size_t limit)
{
    const size_t state_size = aligned(sizeof(struct kedge_key_cache_state));
    size_t taken;

    if (cache == NULL || memory == NULL || crypto == NULL || limit > SIZE_MAX / 4
        || (uintptr_t)memory % KEDGE_CACHE_ALIGN != 0)
        return KEDGE_BAD_ARGUMENT;
    if (size < state_size + slots_size(1))
        return KEDGE_MEMORY_TOO_SMALL;
    cache->crypto = crypto;
    cache->limit = limit;
    cache->state = memory;
    cache->slot = (struct kedge_key_slot *)(void *)((uint8_t *)memory + state_size);
    cache->slot_count = slots_for(size - state_size, limit);
    taken = state_size + slots_size(cache->slot_count);
    cache->room = (uint8_t *)memory + taken;
    cache->room_size = size - taken;
    kedge_key_cache_reset(cache);
    return KEDGE_OK;
}

void kedge_key_cache_reset(kedge_key_cache *cache)
{
    memset(cache->state, 0, sizeof *cache->state);
    for (size_t i = 0; i < cache->slot_count; i++)
        kedge_slot_write(&cache->slot[i].state, KEDGE_SLOT_EMPTY);
}

static kedge_span encoding_of(const kedge_public_key *key)
{
    return kedge_span_of(key->der, key->subject_public_key_info);
}

/* The end of an encoding, of the modulus or the point, tells keys apart as well as all of it does. */
static uint64_t hash_of(kedge_span encoding)
{
    const size_t size = encoding.size < HASHED_SIZE ? encoding.size : HASHED_SIZE;

    return kedge_fnv(KEDGE_FNV_BASIS, (kedge_span){ encoding.data + (encoding.size - size), size });
}

static size_t slot_at(const kedge_key_cache *cache, uint64_t hash, size_t probe)
{
    return (size_t)((hash ^ hash >> 32) + probe) & (cache->slot_count - 1);
}

static const struct kedge_key_slot *find_slot(const kedge_key_cache *cache, kedge_span encoding, uint64_t hash)
{
    for (size_t i = 0; i < KEDGE_SLOT_PROBES; i++) {
        const struct kedge_key_slot *slot = &cache->slot[slot_at(cache, hash, i)];
        const unsigned state = kedge_slot_read(&slot->state);

        if (state == KEDGE_SLOT_EMPTY)
            return NULL;
        if (state == KEDGE_SLOT_READY && slot->hash == hash && slot->size == encoding.size
            && memcmp(slot->entry, encoding.data, encoding.size) == 0)
            return slot;
    }
    return NULL;
}

const void *kedge_key_cache_find(const kedge_key_cache *cache, const kedge_public_key *key)
{
    const kedge_span encoding = encoding_of(key);
    const struct kedge_key_slot *slot = find_slot(cache, encoding, hash_of(encoding));

    return slot != NULL ? slot->entry + aligned(slot->size) : NULL;
}

/* Fill a slot that is claimed.  Answers whether there was room, and a key that can be prepared. */
static bool fill_slot(kedge_key_cache *cache, struct kedge_key_slot *slot, const kedge_public_key *key,
                      size_t prepared_size)
{
    const kedge_span encoding = encoding_of(key);
    const size_t size = aligned(encoding.size) + aligned(prepared_size);
    const size_t at = kedge_slot_count(&cache->state->used, size);

    if (at > cache->room_size || size > cache->room_size - at)
        return false;
    slot->entry = cache->room + at;
    slot->size = (uint32_t)encoding.size;
    slot->hash = hash_of(encoding);
    memcpy(slot->entry, encoding.data, encoding.size);
    return kedge_key_prepare(cache->crypto, key, slot->entry + aligned(slot->size), prepared_size) == KEDGE_OK;
}

/* Whether this key was met before; if not, it is from now on. */
static bool is_met_again(kedge_key_cache *cache, uint64_t hash)
{
    kedge_slot_state *met = &cache->state->met[(hash >> 32) % MET_COUNT];
    const unsigned mark = (unsigned)hash | 1u;

    if (kedge_slot_read(met) == mark)
        return true;
    kedge_slot_write(met, mark);
    return false;
}

static bool is_full(kedge_key_cache *cache)
{
    return kedge_slot_count(&cache->state->used, 0) >= cache->room_size;
}

void kedge_key_cache_offer(kedge_key_cache *cache, const kedge_public_key *key)
{
    const kedge_span encoding = encoding_of(key);
    const uint64_t hash = hash_of(encoding);
    size_t prepared_size;

    if (encoding.size > KEY_SIZE_MAX || find_slot(cache, encoding, hash) != NULL || !is_met_again(cache, hash)
        || is_full(cache))
        return;
    prepared_size = kedge_key_prepared_size(cache->crypto, key, cache->limit);
    if (prepared_size == 0)
        return;
    for (size_t i = 0; i < KEDGE_SLOT_PROBES; i++) {
        struct kedge_key_slot *slot = &cache->slot[slot_at(cache, hash, i)];

        if (kedge_slot_claim(&slot->state)) {
            const bool is_filled = fill_slot(cache, slot, key, prepared_size);

            kedge_slot_write(&slot->state, is_filled ? KEDGE_SLOT_READY : KEDGE_SLOT_SPOILT);
            return;
        }
        /* Somebody is filling it, perhaps with this very key. */
        if (kedge_slot_read(&slot->state) == KEDGE_SLOT_BUSY)
            return;
    }
}
