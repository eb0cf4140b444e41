/* kernels.c - kernels [COUNT [SEED]]: COUNT random operations by every set of kernels, compared with BearSSL, with
 * OpenSSL and with what is known of them; ends 1 at the first difference, which the same seed shows again.
 *
 * A signature is verified alone, under the key as it is and in two prepared forms, and later again in a batch of
 * mixed kinds. */
#include "kernel_case.h"
#include "providers/providers.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_MAX 24
#define MESSAGE_MAX 2100

/* The sets of kernels in turn, then the libraries that they are compared with. */
static const kedge_crypto *sets[KERNEL_PROVIDERS_MAX];
static const char *const set_names[] = { "portable", "sha", "ifma", "armv8", "armv8.2" };
static const char *found_names[KERNEL_PROVIDERS_MAX];
static const kedge_crypto *peers[2];
static size_t set_count, peer_count;

static unsigned long long current;

uint64_t kernel_next(kernel_random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

size_t kernel_below(kernel_random *random, size_t limit)
{
    return (size_t)(kernel_next(random) % limit);
}

void kernel_fill(kernel_random *random, uint8_t *octets, size_t size)
{
    for (size_t i = 0; i < size; i++)
        octets[i] = (uint8_t)(kernel_next(random) >> 24);
}

void kernel_fail(const char *why)
{
    fprintf(stderr, "kernels: operation %llu: %s\n", current, why);
    exit(1);
}

void kernel_key_set(kernel_key *key, size_t size)
{
    kedge_der der;
    uint32_t fault;

    for (size_t i = 0; i < KERNEL_PROVIDERS_MAX; i++)
        for (size_t table = 0; table < KERNEL_TABLES; table++) {
            free(key->prepared[i][table]);
            key->prepared[i][table] = NULL;
        }
    key->is_prepared = false;
    if (kedge_der_begin(&der, key->der, size, &fault) != KEDGE_OK || kedge_public_key_read(&der, &key->key) != KEDGE_OK)
        kernel_fail("a key that kedge does not read");
}

size_t kernel_hash(kedge_hash hash, const uint8_t *message, size_t size, uint8_t *digest)
{
    const EVP_MD *kind = hash == KEDGE_HASH_SHA224 ? EVP_sha224() : hash == KEDGE_HASH_SHA256 ? EVP_sha256()
                       : hash == KEDGE_HASH_SHA384 ? EVP_sha384() : EVP_sha512();

    if (EVP_Digest(message, size, digest, NULL, kind, NULL) != 1)
        kernel_fail("OpenSSL does not hash");
    return kedge_hash_size(hash);
}

static void prepare(kernel_key *key)
{
    static const size_t limits[KERNEL_TABLES] = { 3072, 16384 };

    for (size_t i = 0; i < set_count; i++)
        for (size_t table = 0; table < KERNEL_TABLES; table++) {
            const size_t size = kedge_key_prepared_size(sets[i], &key->key, limits[table]);
            void *memory = size == 0 ? NULL : aligned_alloc(KEDGE_PREPARED_ALIGN, (size + 63) / 64 * 64);

            if (memory != NULL && kedge_key_prepare(sets[i], &key->key, memory, size) != KEDGE_OK)
                kernel_fail("a key that is not prepared");
            key->prepared[i][table] = memory;
        }
    key->is_prepared = true;
}

static kedge_signature_job job_of(const kernel_case *one, const void *prepared)
{
    return (kedge_signature_job){ .algorithm = one->algorithm,
                                  .key = &one->key->key,
                                  .prepared = prepared,
                                  .message = { one->message, one->message_size },
                                  .signature = { one->signature, one->signature_size } };
}

static void write_octets(const char *name, const uint8_t *octets, size_t size)
{
    fprintf(stderr, "  %s: ", name);
    for (size_t i = 0; i < size; i++)
        fprintf(stderr, "%02x", octets[i]);
    fprintf(stderr, "\n");
}

static void differ(const kernel_case *one, const char *who, kedge_status status)
{
    const kedge_public_key *key = &one->key->key;

    fprintf(stderr, "kernels: operation %llu: %s, %s of %u bits: %s says %s of a signature that is %s\n", current,
            kedge_algorithm_name(&one->algorithm), kedge_key_type_name((kedge_key_type)key->type), key->bits, who,
            kedge_status_name(status), one->is_valid ? "valid" : "not valid");
    write_octets("key", one->key->der, sizeof one->key->der);
    write_octets("message", one->message, one->message_size);
    write_octets("signature", one->signature, one->signature_size);
    exit(1);
}

static void check_peers(const kernel_case *one)
{
    const kedge_signature_job job = job_of(one, NULL);

    for (size_t i = 0; i < peer_count; i++)
        if (kedge_crypto_supports(peers[i], &one->algorithm, job.key) == KEDGE_OK) {
            const kedge_status status = peers[i]->verify(peers[i], &job);

            if ((status == KEDGE_OK) != one->is_valid)
                differ(one, peers[i]->name, status);
        }
}

/* @return what all sets of kernels say. */
static kedge_status check_alone(const kernel_case *one)
{
    const kedge_signature_job job = job_of(one, NULL);
    const kedge_status answer = sets[0]->verify(sets[0], &job);

    if ((answer == KEDGE_OK) != one->is_valid)
        differ(one, found_names[0], answer);
    for (size_t i = 0; i < set_count; i++) {
        kedge_status status = i == 0 ? answer : sets[i]->verify(sets[i], &job);

        for (size_t table = 0; status == answer && table < KERNEL_TABLES; table++)
            if (one->key->prepared[i][table] != NULL) {
                const kedge_signature_job again = job_of(one, one->key->prepared[i][table]);

                status = sets[i]->verify(sets[i], &again);
            }
        if (status != answer)
            differ(one, found_names[i], status);
    }
    return answer;
}

typedef struct batch {
    kernel_case one[BATCH_MAX];
    kernel_key key[BATCH_MAX]; /* copies: the makers renew theirs */
    kedge_status expected[BATCH_MAX];
    size_t count, limit;
} batch;

static void check_batch(batch *gathered)
{
    for (size_t i = 0; i < set_count; i++) {
        kedge_signature_job job[BATCH_MAX];
        const kedge_signature_job *jobs[BATCH_MAX];
        kedge_status answers[BATCH_MAX];

        for (size_t k = 0; k < gathered->count; k++) {
            job[k] = job_of(&gathered->one[k], NULL);
            jobs[k] = &job[k];
        }
        kedge_crypto_verify_batch(sets[i], jobs, answers, gathered->count);
        for (size_t k = 0; k < gathered->count; k++)
            if (answers[k] != gathered->expected[k])
                differ(&gathered->one[k], "a batch", answers[k]);
    }
    gathered->count = 0;
}

static void gather(kernel_random *random, batch *gathered, const kernel_case *one, kedge_status expected)
{
    const size_t k = gathered->count++;

    if (k == 0)
        gathered->limit = 1 + kernel_below(random, BATCH_MAX);
    gathered->one[k] = *one;
    gathered->key[k] = *one->key;
    gathered->key[k].key.der = gathered->key[k].der;
    gathered->one[k].key = &gathered->key[k];
    gathered->expected[k] = expected;
    if (gathered->count == gathered->limit)
        check_batch(gathered);
}

static void check_hashes(kernel_random *random)
{
    static const kedge_hash hashes[] = { KEDGE_HASH_SHA224, KEDGE_HASH_SHA256, KEDGE_HASH_SHA384, KEDGE_HASH_SHA512 };
    static uint8_t message[MESSAGE_MAX];
    const size_t size = kernel_below(random, MESSAGE_MAX + 1);
    uint8_t expected[64], actual[64];

    kernel_fill(random, message, size < 64 ? size : 64);
    for (size_t i = 64; i < size; i++)
        message[i] = (uint8_t)(message[i - 64] * 5 + i);
    for (size_t h = 0; h < sizeof hashes / sizeof hashes[0]; h++) {
        const size_t digest_size = kernel_hash(hashes[h], message, size, expected);

        for (size_t i = 0; i < set_count; i++)
            if (sets[i]->digest(sets[i], hashes[h], (kedge_span){ message, size }, actual) != KEDGE_OK
                || memcmp(actual, expected, digest_size) != 0)
                kernel_fail("a hash differs");
    }
}

static void renew(kernel_random *random)
{
    if (kernel_below(random, 24) == 0)
        kernel_rsa_renew(random);
    if (kernel_below(random, 24) == 0)
        kernel_ec_renew(random);
    if (kernel_below(random, 48) == 0)
        kernel_edwards_renew(random);
}

static void make(kernel_random *random, kernel_case *one)
{
    static const kedge_key_type curves[] = { KEDGE_KEY_P256, KEDGE_KEY_P256, KEDGE_KEY_P384, KEDGE_KEY_P521 };
    const size_t kind = kernel_below(random, 24);

    one->message_size = 1 + kernel_below(random, KERNEL_MESSAGE_MAX);
    kernel_fill(random, one->message, one->message_size);
    if (kind < 10)
        kernel_rsa_make(random, one);
    else if (kind < 20)
        kernel_ec_make(random, kind < 16 ? curves[0] : curves[kind - 16], one);
    else
        kernel_edwards_make(random, kind == 23, one);
}

static void check(kernel_random *random, batch *gathered)
{
    static kernel_case one;
    const size_t kind = kernel_below(random, 8);

    if (kind == 0) {
        check_hashes(random);
        return;
    }
    if (kind == 1) {
        if (!kernel_rsa_raise(random))
            kernel_fail("a power differs");
        return;
    }
    renew(random);
    make(random, &one);
    if (!one.key->is_prepared)
        prepare(one.key);
    if (kernel_below(random, 4) == 0)
        check_peers(&one);
    gather(random, gathered, &one, check_alone(&one));
}

static void find_providers(void)
{
    static const char *const peer_names[] = { "bearssl", "openssl" };

    for (size_t i = 0; i < sizeof set_names / sizeof set_names[0]; i++)
        if (kedge_crypto_native_named(set_names[i]) != NULL) {
            found_names[set_count] = set_names[i];
            sets[set_count++] = kedge_crypto_native_named(set_names[i]);
        }
    for (size_t i = 0; i < 2; i++)
        if (test_provider_named(peer_names[i]) != NULL)
            peers[peer_count++] = test_provider_named(peer_names[i]);
}

int main(int argc, char **argv)
{
    static batch gathered;
    const unsigned long long count = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000;
    kernel_random random = { argc > 2 ? strtoull(argv[2], NULL, 10) : 1 };

    find_providers();
    if (set_count == 0) {
        printf("skipped: kernels: this build has none of its own\n");
        return 77;
    }
    kernel_rsa_begin(&random);
    kernel_ec_begin(&random);
    kernel_edwards_begin(&random);
    for (current = 0; current < count; current++)
        check(&random, &gathered);
    if (gathered.count > 0)
        check_batch(&gathered);
    printf("%llu operations, the same by %zu sets of kernels and %zu libraries\n", count, set_count, peer_count);
    return 0;
}
