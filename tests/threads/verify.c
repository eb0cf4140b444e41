/* verify.c - one trust, one request and one policy, shared by verifications in many threads
 * (kedge/verify.h), while the trust is exchanged for another.
 *
 * Each thread has a workspace and a verdict of its own; everything else is shared.  A chain whose root
 * either trust holds must verify every time, one whose root neither holds never.
 */
#include <kedge/kedge.h>
#include "forge/forge.h"
#include "providers/providers.h"
#include "threads.h"

#include <stdatomic.h>

enum {
    THREADS = 4,
    VERIFICATIONS = 20,
    CHAIN = 2
};

typedef struct scene {
    _Atomic(const kedge_trust *) current;
    atomic_size_t running;
    kedge_request good;
    kedge_request bad;
} scene;

static void *verify(void *context)
{
    scene *shared = context;
    _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(CHAIN)];
    kedge_verdict verdict;
    size_t wrong = 0;

    for (size_t i = 0; i < VERIFICATIONS; i++) {
        const kedge_trust *trust = atomic_load_explicit(&shared->current, memory_order_acquire);

        wrong += kedge_verify(trust, &shared->good, workspace, sizeof workspace, &verdict) != KEDGE_OK;
        wrong += verdict.path_length != CHAIN + 1;
        wrong += kedge_verify(trust, &shared->bad, workspace, sizeof workspace, &verdict)
                 != KEDGE_NOT_AUTHENTICATED;
    }
    atomic_fetch_sub(&shared->running, 1);
    return (void *)(uintptr_t)wrong;
}

static kedge_trust trust_with(const forge_certificate *first, const forge_certificate *second)
{
    const size_t size = kedge_trust_size(2, 2048);
    const kedge_span der[] = { forge_sign(first), forge_sign(second) };
    kedge_trust trust;
    uint32_t fault;

    demand(kedge_trust_init(&trust, forge_allocate(size), size, test_provider_chosen()) == KEDGE_OK,
           "no trust");
    for (size_t i = 0; i < 2; i++)
        demand(kedge_trust_add_der(&trust, der[i].data, der[i].size, NULL, &fault) == KEDGE_OK,
               "an anchor was refused");
    return trust;
}

static void send(kedge_span chain[CHAIN], const forge_certificate *root)
{
    const forge_certificate ca = forge_ca("CA", root);
    const forge_certificate leaf = forge_leaf("host.example", &ca);

    chain[0] = forge_sign(&leaf);
    chain[1] = forge_sign(&ca);
}

static kedge_request request_of(const kedge_span chain[CHAIN])
{
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());

    request.identity = kedge_identity_dns("host.example");
    request.time = kedge_time_at(FORGE_NOW);
    request.chain = chain;
    request.chain_count = CHAIN;
    return request;
}

int main(void)
{
    const forge_certificate kept = forge_root("Kept");
    const forge_certificate first = forge_root("First");
    const forge_certificate second = forge_root("Second");
    const forge_certificate stranger = forge_root("Stranger");
    const kedge_trust one = trust_with(&kept, &first);
    const kedge_trust other = trust_with(&second, &kept);
    kedge_span good[CHAIN];
    kedge_span bad[CHAIN];
    scene shared;
    pthread_t thread[THREADS];

    send(good, &kept);
    send(bad, &stranger);
    shared.good = request_of(good);
    shared.bad = request_of(bad);
    atomic_init(&shared.current, &one);
    atomic_init(&shared.running, THREADS);
    threads_begin(thread, THREADS, verify, &shared);
    for (size_t i = 0; atomic_load(&shared.running) > 0; i++)
        atomic_store_explicit(&shared.current, i % 2 == 0 ? &other : &one, memory_order_release);
    return threads_end(thread, THREADS);
}
