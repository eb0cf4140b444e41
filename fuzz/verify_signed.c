/* verify_signed.c - whole verification with real signatures: only what the anchor's owner issued is ever
 * accepted, and the providers agree on every signature that both can verify. */
#include "check.h"
#include "world.h"

static kedge_status verify_twice(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    const kedge_crypto *best = kedge_crypto_default();
    const kedge_crypto *other = kedge_crypto_bearssl();
    kedge_status status = best->verify(best, job);

    (void)crypto;
    if (kedge_crypto_supports(other, &job->algorithm, job->key) == KEDGE_OK)
        CHECK(other->verify(other, job) == status);
    return status;
}

static const kedge_crypto *both_providers(void)
{
    static kedge_crypto both;

    if (both.verify == NULL) {
        both = *kedge_crypto_default();
        both.verify = verify_twice;
        both.prepared_size = NULL;
        both.prepare = NULL;
        both.verify_batch = NULL;
    }
    return &both;
}

static kedge_span signed_part(kedge_span der)
{
    kedge_certificate certificate;
    uint32_t fault;

    CHECK(kedge_certificate_parse(&certificate, der.data, der.size, &fault) == KEDGE_OK);
    return kedge_certificate_span(&certificate, certificate.tbs_certificate);
}

static bool is_equal(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

static bool is_genuine(kedge_span der)
{
    kedge_span part = signed_part(der);

    for (const world_chain *chain = world_chains(); chain->name != NULL; chain++)
        for (size_t i = 0; i < chain->count; i++)
            if (is_equal(part, signed_part(chain->certificate[i])))
                return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world_input input = world_cut(data, size);
    kedge_verdict verdict = world_judge(world_trust(both_providers()), &input);

    if (verdict.status == KEDGE_OK || verdict.faults != 0)
        for (size_t i = 0; i + 1 < verdict.path_length; i++)
            CHECK(is_genuine(input.certificate[verdict.path[i]]));
    world_free(&input);
    return 0;
}
