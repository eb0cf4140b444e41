/* caches.c - one cache of keys and one of links, both too small for what is met, shared by verifications in many
 * threads (kedge/cache.h), while the trust is exchanged for another.
 *
 * Whatever a cache holds at the moment, and whoever is writing to it: a chain whose root either trust holds must
 * verify every time, and one with a signature that is wrong never.
 */
#include <kedge/kedge.h>
#include "forge/forge.h"
#include "threads.h"

#include <stdatomic.h>
#include <stdio.h>

enum {
    THREADS = 4,
    ROUNDS = 12,
    CHAINS = 6,
    CHAIN = 3,
    PREPARED_LIMIT = 8192
};

typedef struct scene {
    _Atomic(const kedge_trust *) current;
    atomic_size_t running;
    kedge_span good[CHAINS][CHAIN];
    kedge_span bad[CHAINS][CHAIN];
    kedge_key_cache keys;
    kedge_link_cache links;
} scene;

static kedge_status judge(scene *shared, const kedge_span chain[CHAIN])
{
    _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(CHAIN)];
    const kedge_trust *trust = atomic_load_explicit(&shared->current, memory_order_acquire);
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());
    kedge_verdict verdict;

    request.identity = kedge_identity_dns("host.example");
    request.time = kedge_time_at(FORGE_NOW);
    request.chain = chain;
    request.chain_count = CHAIN;
    request.key_cache = &shared->keys;
    request.link_cache = &shared->links;
    return kedge_verify(trust, &request, workspace, sizeof workspace, &verdict);
}

static void *verify(void *context)
{
    scene *shared = context;
    size_t wrong = 0;

    for (size_t i = 0; i < ROUNDS * CHAINS; i++) {
        wrong += judge(shared, shared->good[i % CHAINS]) != KEDGE_OK;
        wrong += judge(shared, shared->bad[i % CHAINS]) != KEDGE_NOT_AUTHENTICATED;
    }
    atomic_fetch_sub(&shared->running, 1);
    return (void *)(uintptr_t)wrong;
}

/* Two CAs that no other chain has.  In the bad twin of a chain the upper one is signed by somebody else. */
static void forge_chains(scene *shared, const forge_certificate *root)
{
    for (size_t i = 0; i < CHAINS; i++) {
        char label[2][16];

        snprintf(label[0], sizeof label[0], "upper %zu", i);
        snprintf(label[1], sizeof label[1], "lower %zu", i);
        forge_certificate upper = forge_ca_with_key("Upper", root, forge_p256(label[0]));
        const forge_certificate lower = forge_ca_with_key("Lower", &upper, forge_p256(label[1]));
        const forge_certificate leaf = forge_leaf("host.example", &lower);

        shared->good[i][0] = shared->bad[i][0] = forge_sign(&leaf);
        shared->good[i][1] = shared->bad[i][1] = forge_sign(&lower);
        shared->good[i][2] = forge_sign(&upper);
        upper.signer = forge_p256("somebody else");
        shared->bad[i][2] = forge_sign(&upper);
    }
}

static void begin_caches(scene *shared)
{
    static const uint8_t secret[KEDGE_SHA256_SIZE] = { 3 };
    const size_t keys_size = kedge_key_cache_size(2, PREPARED_LIMIT);
    const size_t links_size = kedge_link_cache_size(1);
    static _Alignas(KEDGE_CACHE_ALIGN) uint8_t memory[2][1 << 16];

    demand(keys_size <= sizeof memory[0] && links_size <= sizeof memory[1], "too little memory");
    demand(kedge_key_cache_init(&shared->keys, memory[0], keys_size, kedge_crypto_default(), PREPARED_LIMIT)
               == KEDGE_OK,
           "no cache of keys");
    demand(kedge_link_cache_init(&shared->links, memory[1], links_size, kedge_crypto_default(), secret) == KEDGE_OK,
           "no cache of links");
}

static kedge_trust trust_with(const forge_certificate *root, bool is_prepared)
{
    const size_t size = kedge_trust_size(1, 1024 + PREPARED_LIMIT);
    const kedge_span der = forge_sign(root);
    kedge_trust trust;
    uint32_t fault;

    demand(kedge_trust_init(&trust, forge_allocate(size), size, kedge_crypto_default()) == KEDGE_OK, "no trust");
    demand(kedge_trust_add_der(&trust, der.data, der.size, NULL, &fault) == KEDGE_OK, "an anchor was refused");
    if (is_prepared)
        demand(kedge_trust_prepare(&trust, PREPARED_LIMIT) == KEDGE_OK, "an anchor was not prepared");
    return trust;
}

int main(void)
{
    static scene shared;
    const forge_certificate root = forge_root("Root");
    const kedge_trust one = trust_with(&root, false);
    const kedge_trust other = trust_with(&root, true);
    pthread_t thread[THREADS];

    forge_chains(&shared, &root);
    begin_caches(&shared);
    atomic_init(&shared.current, &one);
    atomic_init(&shared.running, THREADS);
    threads_begin(thread, THREADS, verify, &shared);
    for (size_t i = 0; atomic_load(&shared.running) > 0; i++)
        atomic_store_explicit(&shared.current, i % 2 == 0 ? &other : &one, memory_order_release);
    return threads_end(thread, THREADS);
}
