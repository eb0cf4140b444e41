/* kedge.c - kedge, with what it can remember: prepared anchors, prepared intermediates, verified links.
 * KEDGE_KERNELS in the environment forces a set of kernels. */
#include <kedge/kedge.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "peer.h"

#define PREPARED_LIMIT 16384 /* bytes a key */
#define CACHED_KEYS 8
#define CACHED_LINKS 64

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

static const kedge_crypto *provider(void)
{
    const char *kernels = getenv("KEDGE_KERNELS");
    const kedge_crypto *crypto = kernels != NULL ? kedge_crypto_native_named(kernels)
                                                 : kedge_crypto_default();

    if (crypto == NULL) {
        fprintf(stderr, "kedge: there are no such kernels: %s\n", kernels);
        exit(1);
    }
    return crypto;
}

static const char *version(void)
{
    static char text[256];
    const char *kernels = getenv("KEDGE_KERNELS");

    snprintf(text, sizeof text, "%s, crypto: %s, kernels: %s, %s", kedge_version(), provider()->name,
             kernels != NULL ? kernels : "best", COMPILER);
    return text;
}

static void *allocate(size_t size)
{
    void *memory = aligned_alloc(64, (size + 63) / 64 * 64);

    if (memory == NULL)
        exit(1);
    memset(memory, 0, size);
    return memory;
}

static kedge_span span_of(peer_bytes bytes)
{
    return (kedge_span){ bytes.data, bytes.size };
}

static kedge_algorithm algorithm_of(peer_algorithm algorithm)
{
    switch (algorithm) {
    case PEER_RSA_2048:
    case PEER_RSA_3072:
    case PEER_RSA_4096:
        return (kedge_algorithm){ .scheme = KEDGE_SCHEME_RSA_PKCS1, .hash = KEDGE_HASH_SHA256 };
    case PEER_P256: return (kedge_algorithm){ .scheme = KEDGE_SCHEME_ECDSA, .hash = KEDGE_HASH_SHA256 };
    case PEER_P384: return (kedge_algorithm){ .scheme = KEDGE_SCHEME_ECDSA, .hash = KEDGE_HASH_SHA384 };
    case PEER_P521: return (kedge_algorithm){ .scheme = KEDGE_SCHEME_ECDSA, .hash = KEDGE_HASH_SHA512 };
    case PEER_ED25519: return (kedge_algorithm){ .scheme = KEDGE_SCHEME_ED25519 };
    case PEER_ALGORITHMS: break;
    }
    exit(1);
}

typedef struct signatures {
    const kedge_crypto *crypto;
    const peer_signature *signature;
    size_t count;
    bool is_prepared;
    kedge_public_key key[PEER_BATCH_MAX];
    kedge_signature_job job[PEER_BATCH_MAX];
    const kedge_signature_job *jobs[PEER_BATCH_MAX];
} signatures;

static bool read_key(const peer_signature *signature, kedge_public_key *key)
{
    kedge_der der;
    uint32_t fault;

    return kedge_der_begin(&der, signature->key.data, signature->key.size, &fault) == KEDGE_OK
           && kedge_public_key_read(&der, key) == KEDGE_OK;
}

static void *open_signatures(const peer_signature *signature, size_t count, bool is_prepared)
{
    signatures *s = allocate(sizeof *s);

    s->crypto = provider();
    s->signature = signature;
    s->count = count;
    s->is_prepared = is_prepared;
    for (size_t i = 0; i < count; i++) {
        s->job[i] = (kedge_signature_job){ .algorithm = algorithm_of(signature[i].algorithm),
                                           .key = &s->key[i],
                                           .message = span_of(signature[i].message),
                                           .signature = span_of(signature[i].signature) };
        s->jobs[i] = &s->job[i];
        if (!read_key(&signature[i], &s->key[i])
            || kedge_crypto_supports(s->crypto, &s->job[i].algorithm, &s->key[i]) != KEDGE_OK)
            return NULL;
        if (is_prepared) {
            const size_t size = kedge_key_prepared_size(s->crypto, &s->key[i], PREPARED_LIMIT);
            void *memory = size > 0 ? allocate(size) : NULL;

            if (memory != NULL && kedge_key_prepare(s->crypto, &s->key[i], memory, size) == KEDGE_OK)
                s->job[i].prepared = memory;
        }
    }
    return s;
}

static bool verify(void *state)
{
    signatures *s = state;
    kedge_status answers[PEER_BATCH_MAX];
    bool is_good = true;

    for (size_t i = 0; !s->is_prepared && i < s->count; i++)
        is_good = read_key(&s->signature[i], &s->key[i]) && is_good;
    if (s->count == 1)
        return is_good && s->crypto->verify(s->crypto, &s->job[0]) == KEDGE_OK;
    kedge_crypto_verify_batch(s->crypto, s->jobs, answers, s->count);
    for (size_t i = 0; i < s->count; i++)
        is_good = is_good && answers[i] == KEDGE_OK;
    return is_good;
}

typedef struct judging {
    kedge_trust trust;
    kedge_request request;
    kedge_span chain[PEER_CERTIFICATES_MAX];
    kedge_key_cache keys;
    kedge_link_cache links;
    void *workspace;
    size_t workspace_size;
} judging;

static bool open_trust(judging *s, const peer_chain *chain, peer_memory memory, const kedge_crypto *crypto)
{
    size_t size;
    uint32_t fault;
    size_t bytes = memory == PEER_COLD ? 0 : chain->root_count * (PREPARED_LIMIT + 64);

    for (size_t i = 0; i < chain->root_count; i++)
        bytes += chain->root[i].size;
    size = kedge_trust_size(chain->root_count, bytes);
    if (kedge_trust_init(&s->trust, allocate(size), size, crypto) != KEDGE_OK)
        return false;
    for (size_t i = 0; i < chain->root_count; i++)
        if (kedge_trust_add_der(&s->trust, chain->root[i].data, chain->root[i].size, NULL, &fault)
            != KEDGE_OK)
            return false;
    return memory == PEER_COLD || kedge_trust_prepare(&s->trust, PREPARED_LIMIT) == KEDGE_OK;
}

static bool open_caches(judging *s, peer_memory memory)
{
    static const uint8_t secret[KEDGE_SHA256_SIZE] = { 1 };
    const size_t keys_size = kedge_key_cache_size(CACHED_KEYS, PREPARED_LIMIT);
    const size_t links_size = kedge_link_cache_size(CACHED_LINKS);

    if (memory == PEER_COLD)
        return true;
    if (kedge_key_cache_init(&s->keys, allocate(keys_size), keys_size, provider(), PREPARED_LIMIT)
        != KEDGE_OK)
        return false;
    s->request.key_cache = &s->keys;
    if (memory == PEER_WARM)
        return true;
    if (kedge_link_cache_init(&s->links, allocate(links_size), links_size, provider(), secret) != KEDGE_OK)
        return false;
    s->request.link_cache = &s->links;
    return true;
}

static judging *open_judging(const peer_chain *chain, peer_memory memory, const kedge_crypto *crypto)
{
    const kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());
    judging *s = allocate(sizeof *s);

    for (size_t i = 0; i < chain->count; i++)
        s->chain[i] = span_of(chain->certificate[i]);
    s->request = request;
    s->request.chain = s->chain;
    s->request.chain_count = chain->count;
    s->request.identity = kedge_identity_dns(chain->host);
    s->request.time = kedge_time_at(chain->time);
    s->workspace_size = kedge_workspace_size(&s->request);
    s->workspace = allocate(s->workspace_size);
    return open_trust(s, chain, memory, crypto) && open_caches(s, memory) ? s : NULL;
}

static void *open_chain(const peer_chain *chain, peer_memory memory)
{
    return open_judging(chain, memory, provider());
}

static kedge_status accept(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    (void)crypto;
    (void)job;
    return KEDGE_OK;
}

static kedge_status hash_nothing(const kedge_crypto *crypto, kedge_hash hash, kedge_span message, uint8_t *out)
{
    (void)crypto;
    (void)message;
    memset(out, 0, kedge_hash_size(hash));
    return KEDGE_OK;
}

static void *open_overhead(const peer_chain *chain)
{
    static kedge_crypto free_of_cost;

    free_of_cost = (kedge_crypto){ .name = "free of cost",
                                   .capabilities = provider()->capabilities,
                                   .capability_count = provider()->capability_count,
                                   .verify = accept,
                                   .digest = hash_nothing };
    return open_judging(chain, PEER_COLD, &free_of_cost);
}

static bool judge(void *state)
{
    judging *s = state;
    kedge_verdict verdict;

    return kedge_verify(&s->trust, &s->request, s->workspace, s->workspace_size, &verdict) == KEDGE_OK;
}

static bool parse(const peer_chain *chain)
{
    kedge_certificate certificate;
    uint32_t fault;

    return kedge_certificate_parse(&certificate, chain->certificate[0].data, chain->certificate[0].size,
                                   &fault)
           == KEDGE_OK;
}

static void digest(peer_hash hash, const unsigned char *data, size_t size, unsigned char result[PEER_DIGEST_MAX])
{
    static const kedge_hash hashes[PEER_HASHES] = { KEDGE_HASH_SHA256, KEDGE_HASH_SHA384, KEDGE_HASH_SHA512 };
    static const kedge_crypto *crypto;

    if (crypto == NULL)
        crypto = provider();
    (void)crypto->digest(crypto, hashes[hash], (kedge_span){ data, size }, result);
}

const peer peer_measured = { "kedge", version, open_signatures, verify, true, open_chain,
                             judge,   parse,   digest,          open_overhead };
