/* trial.c - chains of several kinds, and judging what has been done to them. */
#include "suites/trial.h"

#include <string.h>

/* --- a provider with a memory --- */

#define REMEMBERED_MAX 64

static uint8_t remembered[REMEMBERED_MAX][KEDGE_SHA256_SIZE];
static size_t remembered_count;

static void add_span(br_sha256_context *context, kedge_span bytes)
{
    const uint64_t size = bytes.size;

    br_sha256_update(context, &size, sizeof size);
    br_sha256_update(context, bytes.data, bytes.size);
}

static void digest_job(const kedge_signature_job *job, uint8_t digest[KEDGE_SHA256_SIZE])
{
    br_sha256_context context;

    br_sha256_init(&context);
    add_span(&context, (kedge_span){ &job->algorithm.scheme, 1 });
    add_span(&context, (kedge_span){ &job->algorithm.hash, 1 });
    add_span(&context, kedge_span_of(job->key->der, job->key->subject_public_key_info));
    add_span(&context, job->message);
    add_span(&context, job->signature);
    br_sha256_out(&context, digest);
}

static kedge_status verify_once(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    uint8_t digest[KEDGE_SHA256_SIZE];
    kedge_status status;

    (void)crypto;
    digest_job(job, digest);
    for (size_t i = 0; i < remembered_count; i++)
        if (memcmp(remembered[i], digest, sizeof digest) == 0)
            return KEDGE_OK;
    status = kedge_crypto_default()->verify(kedge_crypto_default(), job);
    if (status == KEDGE_OK && remembered_count < REMEMBERED_MAX)
        memcpy(remembered[remembered_count++], digest, sizeof digest);
    return status;
}

const kedge_crypto *trial_crypto(void)
{
    static kedge_crypto crypto;

    crypto = *kedge_crypto_default();
    crypto.verify = verify_once;
    crypto.verify_batch = NULL;
    return &crypto;
}

/* --- chains --- */

static const forge_key *key_of(trial_kind kind, size_t level)
{
    static const char *const labels[TRIAL_LENGTH] = { "host.example", "CA", "Root" };
    static const kedge_key_type mixed[TRIAL_LENGTH - 1] = { KEDGE_KEY_P256, KEDGE_KEY_P384 };

    if (kind == TRIAL_RSA)
        return level == 1 ? forge_rsa_exponent_3() : forge_rsa(2048, level == 2);
    if (kind == TRIAL_P256)
        return forge_p256(labels[level]);
    return level == 2 ? forge_rsa(2048, 0) : forge_ec(mixed[level], labels[level]);
}

static void make_chain(trial *made, trial_kind kind)
{
    forge_certificate root = forge_root_with_key("Root", key_of(kind, 2));
    forge_certificate ca = forge_ca_with_key("CA", &root, key_of(kind, 1));
    forge_certificate leaf = forge_leaf_with_key("host.example", &ca, key_of(kind, 0));

    if (kind == TRIAL_MIXED)
        leaf.hash = KEDGE_HASH_SHA384;
    made->chain[0] = forge_sign(&leaf);
    made->chain[1] = forge_sign(&ca);
    made->chain[2] = forge_sign(&root);
}

static kedge_request make_request(const kedge_span *chain, size_t count)
{
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());

    request.identity = kedge_identity_dns("host.example");
    request.time = kedge_time_at(FORGE_NOW);
    request.chain = chain;
    request.chain_count = count;
    return request;
}

void trial_begin(trial *made, trial_kind kind)
{
    const size_t size = kedge_trust_size(1, 0);
    const kedge_request largest = make_request(made->chain, TRIAL_ROOM);
    uint32_t fault;

    make_chain(made, kind);
    if (kedge_trust_init(&made->trust, forge_allocate(size), size, trial_crypto()) != KEDGE_OK
        || kedge_trust_add_der(&made->trust, made->chain[2].data, made->chain[2].size, NULL, &fault)
               != KEDGE_OK)
        forge_fail("the root is not taken as an anchor");
    made->workspace_size = kedge_workspace_size(&largest);
    made->workspace = forge_allocate(made->workspace_size);
}

kedge_verdict trial_verify(const trial *made, const kedge_span *chain, size_t count)
{
    const kedge_request request = make_request(chain, count);
    kedge_verdict verdict;

    if (kedge_verify(&made->trust, &request, made->workspace, made->workspace_size, &verdict)
        != verdict.status)
        forge_fail("the answer is not the verdict's status");
    return verdict;
}
