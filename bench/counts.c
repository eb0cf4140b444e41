/* counts.c - each operation once, between two marks for callgrind.  bench/counts runs it and reads what
 * callgrind wrote; without valgrind it only shows that every operation ends as it should. */
#include <kedge/kedge.h>

#include <stdio.h>
#include <stdlib.h>
#include <valgrind/callgrind.h>
#include "instant.h"
#include "signatures.h"
#include "sized.h"

#define PREPARED_LIMIT 16384

/* The name of what is counted goes into callgrind's output. */
static void count(const char *name, const bench_subject *subject)
{
    bool is_good = subject->run(subject->state); /* what is bound or set up on first use is not counted */

    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
    is_good = subject->run(subject->state) && is_good;
    CALLGRIND_DUMP_STATS_AT(name);
    CALLGRIND_STOP_INSTRUMENTATION;
    if (!is_good) {
        fprintf(stderr, "kedge_counts: %s: did not end as it should\n", name);
        exit(1);
    }
}

static void count_sized(const char *what, size_t size, bench_subject subject)
{
    char name[96];

    snprintf(name, sizeof name, "%s, %zu", what, size);
    count(name, &subject);
}

static void count_chains(void)
{
    bench_chain chains[4] = { bench_chain_real("letsencrypt.org", BENCH_VECTORS "/letsencrypt.org",
                                               "letsencrypt.org", INT64_C(1783610674)),
                              bench_chain_real("www.google.com", BENCH_VECTORS "/www.google.com",
                                               "www.google.com", INT64_C(1677615892)),
                              bench_chain_rsa(), bench_chain_p256() };

    for (size_t i = 0; i < 4; i++) {
        bench_subject subject = bench_parsing(&chains[i]);
        char name[96];

        snprintf(name, sizeof name, "parse the leaf of %s", chains[i].name);
        count(name, &subject);
        subject = bench_instant_verification(&chains[i]);
        snprintf(name, sizeof name, "judge %s", chains[i].name);
        count(name, &subject);
    }
}

static void count_sizes(void)
{
    static const size_t anchors[] = { 10, 140, 10000 };
    static const size_t sizes[] = { 10, 100, 1000 };

    for (size_t i = 0; i < 3; i++)
        count_sized("find an anchor", anchors[i], bench_trust_lookup(anchors[i]));
    for (bench_form form = 0; form < BENCH_FORMS; form++)
        for (size_t i = 0; i < 3; i++) {
            char what[64];

            snprintf(what, sizeof what, "name constraints, %s", bench_form_name(form));
            count_sized(what, sizes[i], bench_name_constraints(form, sizes[i]));
        }
    for (size_t i = 0; i < 3; i++)
        count_sized("policy graph", sizes[i], bench_policy_graph(sizes[i]));
}

typedef struct verification {
    kedge_signature_job job;
    kedge_public_key key;
} verification;

static bool verify(void *state)
{
    const verification *s = state;
    const kedge_crypto *crypto = bench_portable();

    return crypto->verify(crypto, &s->job) == KEDGE_OK;
}

/* The key prepared in as much as a caller would spend on it; a batch is not counted, for the portable kernels
 * have none, and valgrind does not know the instructions of the others. */
static void count_prepared(const bench_signature *signature, verification *state)
{
    const size_t size = kedge_key_prepared_size(bench_portable(), &state->key, PREPARED_LIMIT);
    const bench_subject subject = { signature->name, verify, state };
    char name[96];
    void *memory;

    if (size == 0)
        return;
    memory = aligned_alloc(KEDGE_PREPARED_ALIGN, (size + KEDGE_PREPARED_ALIGN - 1) / KEDGE_PREPARED_ALIGN
                                                     * KEDGE_PREPARED_ALIGN);
    if (memory == NULL || kedge_key_prepare(bench_portable(), &state->key, memory, size) != KEDGE_OK)
        exit(1);
    state->job.prepared = memory;
    snprintf(name, sizeof name, "verify %s, prepared, portable", signature->name);
    count(name, &subject);
    free(memory);
}

static bool hash_kibibyte(void *state)
{
    static const uint8_t message[1024];
    const kedge_crypto *crypto = bench_portable();
    uint8_t digest[KEDGE_HASH_SIZE_MAX];

    return crypto->digest(crypto, *(const kedge_hash *)state, (kedge_span){ message, sizeof message }, digest)
           == KEDGE_OK;
}

static void count_hashes(void)
{
    static const char *const names[] = { "SHA-256 of 1 KiB, portable", "SHA-384 of 1 KiB, portable",
                                         "SHA-512 of 1 KiB, portable" };
    kedge_hash hashes[] = { KEDGE_HASH_SHA256, KEDGE_HASH_SHA384, KEDGE_HASH_SHA512 };

    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++)
        count(names[i], &(bench_subject){ names[i], hash_kibibyte, &hashes[i] });
}

static void count_signatures(void)
{
    for (unsigned algorithm = 0; algorithm < BENCH_SIGNATURES; algorithm++) {
        const bench_signature signature = bench_signature_of(algorithm, 0);
        verification state = { .key = bench_key_of(&signature) };
        const bench_subject subject = { signature.name, verify, &state };
        char name[96];

        state.job = (kedge_signature_job){ .algorithm = signature.algorithm,
                                           .key = &state.key,
                                           .message = signature.message,
                                           .signature = signature.signature };
        if (kedge_crypto_supports(bench_portable(), &signature.algorithm, &state.key) != KEDGE_OK)
            continue;
        snprintf(name, sizeof name, "verify %s, portable", signature.name);
        count(name, &subject);
        count_prepared(&signature, &state);
    }
}

int main(void)
{
    count_chains();
    count_sizes();
    count_signatures();
    count_hashes();
    return 0;
}
