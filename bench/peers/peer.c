/* peer.c - PROGRAM FOLDER [MICROSECONDS [WORD]]: every row of one library, once; PROGRAM version: its version;
 * PROGRAM clock: nanoseconds of a cycle. */
#include "peer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCHES 5
#define GIVE_UP_LAYERS 6

static const char *folder;
static const char *wanted_word;
static double batch_ns = 2e6;

static double clock_ns(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static bool read_file(const char *name, peer_bytes *bytes)
{
    char path[1024];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL)
        return false;
    bytes->data = malloc(1 << 16);
    bytes->size = bytes->data == NULL ? 0 : fread(bytes->data, 1, 1 << 16, file);
    fclose(file);
    return bytes->size > 0;
}

static void need(const char *name, peer_bytes *bytes)
{
    if (read_file(name, bytes))
        return;
    fprintf(stderr, "%s: %s/%s cannot be read\n", peer_measured.name, folder, name);
    exit(1);
}

static bool is_wanted(const char *row)
{
    return wanted_word == NULL || strstr(row, wanted_word) != NULL;
}

static int compare(const void *one, const void *other)
{
    const double a = *(const double *)one;
    const double b = *(const double *)other;

    return (a > b) - (a < b);
}

typedef bool operation(void *state);

static double time_batch(operation *run, void *state, size_t times)
{
    const double start = clock_ns(CLOCK_THREAD_CPUTIME_ID);

    for (size_t i = 0; i < times; i++)
        (void)run(state);
    return clock_ns(CLOCK_THREAD_CPUTIME_ID) - start;
}

/* `pieces`: what is done at a time counts as so many. */
static void measure(const char *row, operation *run, void *state, bool is_right, size_t pieces)
{
    double times[BATCHES];
    size_t operations = 1;

    for (int i = 0; i < 3; i++) /* a cache may remember what it meets again */
        if (run(state) != is_right) {
            printf("%s\t-\tanswers wrongly\n", row);
            return;
        }
    while (time_batch(run, state, operations) < batch_ns / 2)
        operations *= 2;
    for (size_t i = 0; i < BATCHES; i++)
        times[i] = time_batch(run, state, operations) / (double)(operations * pieces);
    qsort(times, BATCHES, sizeof *times, compare);
    printf("%s\t%.1f\t%.1f\n", row, times[BATCHES / 2], times[0]);
    fflush(stdout);
}

static const char *const algorithm_names[PEER_ALGORITHMS] = { "rsa2048", "rsa3072", "rsa4096", "p256",
                                                              "p384",    "p521",    "ed25519" };

/* Whether the signature is there. */
static bool load_signature(peer_algorithm algorithm, size_t number, peer_signature *signature)
{
    char name[64];

    signature->algorithm = algorithm;
    snprintf(name, sizeof name, "%s-%zu.key", algorithm_names[algorithm], number);
    if (!read_file(name, &signature->key))
        return false;
    snprintf(name, sizeof name, "%s-%zu.msg", algorithm_names[algorithm], number);
    need(name, &signature->message);
    snprintf(name, sizeof name, "%s-%zu.sig", algorithm_names[algorithm], number);
    need(name, &signature->signature);
    return true;
}

/* Signatures with keys of their own, in turn: a library that remembers keys has none of them at hand. */
typedef struct cycle {
    void *state[PEER_BATCH_MAX];
    size_t count;
    size_t next;
} cycle;

static bool verify_next(void *data)
{
    cycle *c = data;
    void *state = c->state[c->next];

    c->next = c->next + 1 < c->count ? c->next + 1 : 0;
    return peer_measured.verify(state);
}

static void measure_cold(const char *row, const peer_signature *signatures, size_t count)
{
    static cycle c;

    if (!is_wanted(row))
        return;
    c = (cycle){ .count = count };
    for (size_t i = 0; i < count; i++) {
        c.state[i] = peer_measured.open_signatures(&signatures[i], 1, false);
        if (c.state[i] == NULL)
            return;
    }
    measure(row, verify_next, &c, true, 1);
}

static void measure_signatures(const char *row, const peer_signature *signatures, size_t count,
                               bool is_prepared)
{
    void *state;

    if (!is_wanted(row))
        return;
    state = peer_measured.open_signatures(signatures, count, is_prepared);
    if (state != NULL)
        measure(row, peer_measured.verify, state, true, count);
}

static void measure_algorithm(peer_algorithm algorithm)
{
    static const size_t batches[] = { 8, 64 };
    static peer_signature signatures[PEER_BATCH_MAX];
    char row[64];
    size_t count = 0;

    while (count < PEER_BATCH_MAX && load_signature(algorithm, count, &signatures[count]))
        count++;
    if (count == 0)
        return;
    snprintf(row, sizeof row, "verify %s cold", algorithm_names[algorithm]);
    measure_cold(row, signatures, count);
    snprintf(row, sizeof row, "verify %s prepared", algorithm_names[algorithm]);
    measure_signatures(row, signatures, 1, true);
    for (size_t i = 0; i < 2 && count >= batches[i] && peer_measured.has_batches; i++) {
        snprintf(row, sizeof row, "batch of %zu %s cold", batches[i], algorithm_names[algorithm]);
        measure_signatures(row, signatures, batches[i], false);
    }
}

static size_t load_numbered(const char *prefix, peer_bytes *bytes, size_t room)
{
    size_t count = 0;
    char name[64];

    for (; count < room; count++) {
        snprintf(name, sizeof name, "%s-%zu.der", prefix, count);
        if (!read_file(name, &bytes[count]))
            break;
    }
    return count;
}

static peer_chain *load_chain(const char *name, bool is_valid)
{
    static const int64_t now = INT64_C(1767225600); /* 2026-01-01 */
    peer_chain *chain = calloc(1, sizeof *chain);
    char root[64];

    if (chain == NULL)
        exit(1);
    chain->host = "host.example";
    chain->time = now;
    chain->is_valid = is_valid;
    chain->count = load_numbered(name, chain->certificate, PEER_CERTIFICATES_MAX);
    snprintf(root, sizeof root, "%s-root.der", name);
    need(root, &chain->root[0]);
    chain->root_count = 1;
    return chain;
}

/* Two threads, each with a state of its own, by the wall's clock. */
typedef struct worker {
    void *state;
    size_t operations;
} worker;

static void *work(void *data)
{
    const worker *w = data;

    for (size_t i = 0; i < w->operations; i++)
        (void)peer_measured.judge(w->state);
    return NULL;
}

static double time_threads(worker *workers, size_t count)
{
    const double start = clock_ns(CLOCK_MONOTONIC);
    pthread_t threads[2];

    for (size_t i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0)
            exit(1);
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return (clock_ns(CLOCK_MONOTONIC) - start) / (double)(count * workers[0].operations);
}

static void measure_threads(const char *name, const peer_chain *chain)
{
    for (size_t count = 1; count <= 2; count++) {
        worker workers[2];
        double times[BATCHES];
        char row[64];

        snprintf(row, sizeof row, "chain %s, %zu thread%s", name, count, count == 1 ? "" : "s");
        if (!is_wanted(row))
            continue;
        for (size_t i = 0; i < count; i++) {
            workers[i] = (worker){ peer_measured.open_chain(chain, PEER_COLD), 1 };
            if (workers[i].state == NULL || !peer_measured.judge(workers[i].state))
                return;
        }
        workers[0].operations = workers[1].operations = (size_t)(2 * batch_ns
                                                                 / time_batch(peer_measured.judge,
                                                                              workers[0].state, 1))
                                                        + 1;
        for (size_t i = 0; i < BATCHES; i++)
            times[i] = time_threads(workers, count);
        qsort(times, BATCHES, sizeof *times, compare);
        printf("%s\t%.1f\t%.1f\n", row, times[BATCHES / 2], times[0]);
    }
}

static void measure_memory(const char *name, const peer_chain *chain, peer_memory memory)
{
    static const char *const names[] = { "cold", "warm", "link-cached" };
    char row[64];
    void *state;

    snprintf(row, sizeof row, "chain %s, %zu root%s, %s", name, chain->root_count,
             chain->root_count == 1 ? "" : "s", names[memory]);
    if (!is_wanted(row))
        return;
    state = peer_measured.open_chain(chain, memory);
    if (state != NULL)
        measure(row, peer_measured.judge, state, chain->is_valid, 1);
}

static bool parse(void *state)
{
    return peer_measured.parse(state);
}

static void measure_chain(const char *name)
{
    peer_chain *chain = load_chain(name, true);
    char row[64];

    snprintf(row, sizeof row, "parse leaf %s", name);
    if (peer_measured.parse != NULL && is_wanted(row))
        measure(row, parse, chain, true, 1);
    if (peer_measured.open_chain == NULL)
        return;
    for (peer_memory memory = PEER_COLD; memory <= PEER_LINKED; memory++)
        measure_memory(name, chain, memory);
    measure_threads(name, chain);
    chain->root_count = 1 + load_numbered("roots", chain->root + 1, PEER_ROOTS_MAX - 1);
    for (peer_memory memory = PEER_COLD; memory <= PEER_LINKED; memory++)
        measure_memory(name, chain, memory);
}

static void give_up(const char *row, const char *prefix, size_t layers)
{
    char name[32];
    peer_chain *chain;
    void *state;

    if (!is_wanted(row))
        return;
    snprintf(name, sizeof name, "%s%zu", prefix, layers);
    chain = load_chain(name, false);
    state = peer_measured.open_chain(chain, PEER_COLD);
    if (state != NULL)
        measure(row, peer_measured.judge, state, false, 1);
}

/* Below a root whose name nobody bears, and below one whose name is borne by a trusted one with another key. */
static void measure_giving_up(void)
{
    for (size_t layers = 2; layers <= GIVE_UP_LAYERS; layers += 2) {
        char row[64];

        snprintf(row, sizeof row, "give up on %zu layers of 12", layers);
        give_up(row, "layers", layers);
        snprintf(row, sizeof row, "give up, anchor reachable, %zu layers", layers);
        give_up(row, "namesake", layers);
    }
}

/* What is left of judging a chain of four certificates. */
static void measure_overhead(void)
{
    const char *row = "chain overhead, 4 certificates";
    peer_chain *chain;
    void *state;

    if (peer_measured.open_overhead == NULL || !is_wanted(row))
        return;
    chain = load_chain("p256", true);
    chain->root_count = 1 + load_numbered("roots", chain->root + 1, PEER_ROOTS_MAX - 1);
    state = peer_measured.open_overhead(chain);
    if (state != NULL)
        measure(row, peer_measured.judge, state, true, 1);
}

static bool digest(void *state)
{
    static unsigned char kibibyte[1024];
    unsigned char result[PEER_DIGEST_MAX];

    peer_measured.digest(*(const peer_hash *)state, kibibyte, sizeof kibibyte, result);
    return true;
}

static void measure_hashes(void)
{
    static const char *const names[PEER_HASHES] = { "sha256", "sha384", "sha512" };

    for (peer_hash hash = PEER_SHA256; hash < PEER_HASHES; hash++) {
        char row[64];

        snprintf(row, sizeof row, "%s of 1 KiB", names[hash]);
        if (is_wanted(row))
            measure(row, digest, &hash, true, 1);
    }
}

/* Nanoseconds of a cycle: a step of this chain takes 4 on every x86-64 of today (a multiplication's latency of 3, and
 * an addition). */
static double measure_cycle(void)
{
    const size_t steps = 20000000;
    double best = 1e9;

    for (int i = 0; i < BATCHES; i++) {
        const double start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
        uint64_t x = (uint64_t)start;
        double time;

        for (size_t step = 0; step < steps; step++)
            x = x * UINT64_C(6364136223846793005) + 1;
        time = clock_ns(CLOCK_THREAD_CPUTIME_ID) - start + (double)(x & 1) * 1e-9;
        best = time < best ? time : best;
    }
    return best / (4.0 * (double)steps);
}

int main(int argc, char **argv)
{
    static const char *const chains[] = { "rsa2048", "p256", "mix" };

    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER [MICROSECONDS [WORD]] | version | clock\n", argv[0]);
        return 2;
    }
    if (strcmp(argv[1], "version") == 0) {
        printf("%s\t%s\n", peer_measured.name, peer_measured.version());
        return 0;
    }
    if (strcmp(argv[1], "clock") == 0) {
        printf("%.5f\n", measure_cycle());
        return 0;
    }
    folder = argv[1];
    batch_ns = argc > 2 ? 1e3 * strtod(argv[2], NULL) : batch_ns;
    wanted_word = argc > 3 ? argv[3] : NULL;
    for (int algorithm = 0; algorithm < PEER_ALGORITHMS && peer_measured.open_signatures != NULL; algorithm++)
        measure_algorithm((peer_algorithm)algorithm);
    if (peer_measured.digest != NULL)
        measure_hashes();
    for (size_t i = 0; i < 3 && (peer_measured.parse != NULL || peer_measured.open_chain != NULL); i++)
        measure_chain(chains[i]);
    measure_overhead();
    if (peer_measured.open_chain != NULL)
        measure_giving_up();
    return 0;
}
