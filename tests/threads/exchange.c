/* exchange.c - a trust that is exchanged while other threads use it (kedge/trust.h).
 *
 * Readers look anchors up in whichever of two trusts is current, while the main thread hands out the
 * other's pointer over and over.  A plain program, as Criterion cannot run under ThreadSanitizer.
 */
#include <kedge/kedge.h>
#include "forge/forge.h"
#include "threads.h"

#include <stdatomic.h>

enum {
    READERS = 4,
    LOOK_UPS = 3000,
    EXCHANGES = 2000
};

typedef struct scene {
    _Atomic(const kedge_trust *) current;
    kedge_span name;
    uint64_t name_hash;
    kedge_span key_id;
    kedge_certificate distrusted;
} scene;

static kedge_span root_der(const char *common_name)
{
    forge_certificate root = forge_root(common_name);

    return forge_sign(&root);
}

/* Both trusts hold the root "Kept" and distrust one certificate: whichever is met, the answers are the same. */
static void *look_up(void *context)
{
    scene *shared = context;
    size_t wrong = 0;

    for (size_t i = 0; i < LOOK_UPS; i++) {
        const kedge_trust *trust = atomic_load_explicit(&shared->current, memory_order_acquire);
        const kedge_anchor *by_name = kedge_trust_find(trust, shared->name, shared->name_hash, NULL);
        const kedge_anchor *by_key_id = kedge_trust_find_key_id(trust, shared->key_id, NULL);

        wrong += by_name == NULL || by_name != by_key_id;
        wrong += by_name != NULL && kedge_trust_at(trust, kedge_trust_ordinal(trust, by_name)) != by_name;
        wrong += !kedge_trust_is_distrusted(trust, &shared->distrusted);
    }
    return (void *)(uintptr_t)wrong;
}

static void add(kedge_trust *trust, const char *common_name)
{
    kedge_span der = root_der(common_name);
    uint32_t fault;

    demand(kedge_trust_add_der(trust, der.data, der.size, NULL, &fault) == KEDGE_OK, "an anchor was refused");
}

static kedge_trust trust_with(const char *first, const char *second, const kedge_certificate *distrusted)
{
    size_t size = kedge_trust_size(2, 1024);
    uint8_t digest[KEDGE_SHA256_SIZE] = { 1 };
    kedge_trust trust;

    demand(kedge_trust_init(&trust, forge_allocate(size), size, kedge_crypto_default()) == KEDGE_OK,
           "no trust");
    add(&trust, first);
    add(&trust, second);
    demand(kedge_trust_distrust_key(&trust, digest) == KEDGE_OK, "a key was not listed");
    demand(kedge_trust_distrust_serial(&trust, kedge_certificate_span(distrusted, distrusted->issuer),
                                       kedge_certificate_span(distrusted, distrusted->serial_number))
               == KEDGE_OK,
           "a certificate was not listed");
    return trust;
}

int main(void)
{
    scene shared = { .name = forge_common_name("Kept"),
                     .name_hash = kedge_name_hash(forge_common_name("Kept")) };
    kedge_span distrusted = root_der("Distrusted");
    pthread_t reader[READERS];
    uint32_t fault;
    kedge_trust one;
    kedge_trust other;

    shared.key_id = forge_key_identifier(forge_root("Kept").key);
    demand(kedge_certificate_parse(&shared.distrusted, distrusted.data, distrusted.size, &fault) == KEDGE_OK,
           "a certificate does not parse");
    one = trust_with("Kept", "One", &shared.distrusted);
    other = trust_with("Other", "Kept", &shared.distrusted);
    atomic_init(&shared.current, &one);
    threads_begin(reader, READERS, look_up, &shared);
    for (size_t i = 0; i < EXCHANGES; i++)
        atomic_store_explicit(&shared.current, i % 2 == 0 ? &other : &one, memory_order_release);
    return threads_end(reader, READERS);
}
