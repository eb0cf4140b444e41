/* kedge.c - kedge, as it is measured. */
#include "subjects.h"

#include <kedge/kedge.h>
#include <stdlib.h>

typedef struct state {
    const bench_chain *chain;
    kedge_trust trust;
    kedge_request request;
    _Alignas(KEDGE_TRUST_ALIGN) uint8_t memory[1 << 14];
    _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(8)];
} state;

static bool parse(void *data)
{
    const bench_chain *chain = data;
    kedge_certificate certificate;
    uint32_t fault;

    return kedge_certificate_parse(&certificate, chain->certificate[0].data, chain->certificate[0].size,
                                   &fault) == KEDGE_OK;
}

bench_subject kedge_parsing(const bench_chain *chain)
{
    return (bench_subject){ "kedge_certificate_parse", parse, (void *)(uintptr_t)chain };
}

static bool verify(void *data)
{
    state *s = data;
    kedge_verdict verdict;

    return kedge_verify(&s->trust, &s->request, s->workspace, sizeof s->workspace, &verdict) == KEDGE_OK;
}

bench_subject kedge_verification(const bench_chain *chain)
{
    state *s = aligned_alloc(64, (sizeof *s + 63) / 64 * 64);
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());
    uint32_t fault;

    request.chain = chain->certificate;
    request.chain_count = chain->count;
    request.identity = kedge_identity_dns(chain->host);
    request.time = kedge_time_at(chain->time);
    s->request = request;
    if (kedge_trust_init(&s->trust, s->memory, sizeof s->memory, kedge_crypto_default()) != KEDGE_OK
        || kedge_trust_add_copy(&s->trust, chain->root.data, chain->root.size, NULL, &fault) != KEDGE_OK)
        abort();
    return (bench_subject){ "kedge_verify", verify, s };
}
