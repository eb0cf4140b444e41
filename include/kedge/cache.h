/* kedge/cache.h - what verifications may remember: prepared keys and verified links.
 *
 * Both caches are the caller's: memory given once, named in the requests that may use it, shared by threads.
 * They never change a verdict, only what it costs.  An entry is copied in, published once and never
 * overwritten; when a cache is full it stays as it is until it is reset, which needs that nobody is
 * using it.  Only paths that were accepted leave anything behind, so that a stranger cannot fill a
 * cache with what he made himself.
 *
 * Thread safety: everything but the two _init and _reset functions may be called at any time from any thread,
 * unless the library was built without KEDGE_ATOMICS: then a cache belongs to one thread.
 */
#ifndef KEDGE_CACHE_H
#define KEDGE_CACHE_H

#include <kedge/crypto.h>

/** Memory for a cache must be aligned to this. */
#define KEDGE_CACHE_ALIGN 64

/** Keys of intermediates that were met again, prepared (kedge_key_prepare()).  To be handled by the functions
 *  below only. */
typedef struct kedge_key_cache {
    const kedge_crypto *crypto;
    struct kedge_key_slot *slot;
    size_t slot_count;          /**< a power of two */
    uint8_t *room;              /**< entries */
    size_t room_size;
    struct kedge_key_cache_state *state;
    size_t limit;               /**< bytes for one prepared key at most */
} kedge_key_cache;

/** @return bytes of memory that hold `keys` keys of `limit` bytes each, once prepared. */
size_t kedge_key_cache_size(size_t keys, size_t limit);

/**
 * Begin an empty cache.
 *
 * @param memory  `size` bytes aligned to KEDGE_CACHE_ALIGN, used as long as the cache.
 * @param crypto  the provider that prepares keys: that of the trusts which the cache is used with.
 * @param limit   as in kedge_key_prepared_size().
 * @return KEDGE_OK, KEDGE_MEMORY_TOO_SMALL, KEDGE_BAD_ARGUMENT (a NULL, or misaligned memory).
 */
kedge_status kedge_key_cache_init(kedge_key_cache *cache, void *memory, size_t size, const kedge_crypto *crypto,
                                  size_t limit);

/** Forget everything.  No verification may be using the cache. */
void kedge_key_cache_reset(kedge_key_cache *cache);

/** @return the prepared form of `key`, NULL where there is none.  Valid until the cache is reset. */
const void *kedge_key_cache_find(const kedge_key_cache *cache, const kedge_public_key *key);

/** Tell the cache that `key` was relied on.  It prepares a key that it is told of for the second time. */
void kedge_key_cache_offer(kedge_key_cache *cache, const kedge_public_key *key);

/** Links that verified: "this signature over these bytes verifies under this key", and nothing else.  Each is
 *  held as a keyed digest of 256 bits over algorithm, parameters, key, message and signature, whole.  Whether
 *  the algorithm is allowed, whether a certificate is in time, what its names are and whether it is revoked is
 *  judged anew each time.  To be handled by the functions below only. */
typedef struct kedge_link_cache {
    const kedge_crypto *crypto;
    struct kedge_link_slot *slot;
    size_t slot_count;          /**< a power of two */
    uint8_t key[KEDGE_SHA256_SIZE];
} kedge_link_cache;

/** @return bytes of memory that hold `links` links. */
size_t kedge_link_cache_size(size_t links);

/**
 * Begin an empty cache.
 *
 * @param memory  `size` bytes aligned to KEDGE_CACHE_ALIGN, used as long as the cache.
 * @param key     random bytes that nobody else knows, copied: without them nobody can look for two links with
 *                one digest.
 * @return KEDGE_OK, KEDGE_MEMORY_TOO_SMALL, KEDGE_BAD_ARGUMENT (a NULL, or misaligned memory).
 */
kedge_status kedge_link_cache_init(kedge_link_cache *cache, void *memory, size_t size, const kedge_crypto *crypto,
                                   const uint8_t key[KEDGE_SHA256_SIZE]);

/** Forget everything.  No verification may be using the cache. */
void kedge_link_cache_reset(kedge_link_cache *cache);

/** @return whether the signature of `job` is known to verify. */
bool kedge_link_cache_knows(const kedge_link_cache *cache, const kedge_signature_job *job);

/** Remember that the signature of `job` has verified. */
void kedge_link_cache_add(kedge_link_cache *cache, const kedge_signature_job *job);

#endif
