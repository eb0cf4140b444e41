/* evidence.c - who signed a statement about revocation, and whether he may have (RFC 5280, 6.3.3 (f) and (g)). */
#include "path/engine.h"

kedge_status kedge_evidence_verify_under(kedge_engine *engine, const kedge_evidence *evidence,
                                         const kedge_public_key *key, const void *prepared, uint8_t *edge)
{
    const kedge_status known = (kedge_status)*edge;
    kedge_status status;

    if (known != KEDGE_PENDING)
        return known;
    status = kedge_job_judge(engine, evidence->algorithm, key);
    if (status != KEDGE_OK) {
        *edge = (uint8_t)status;
        return status;
    }
    if (engine->verdict->spent.signatures >= engine->request->policy->budget.signatures)
        return KEDGE_BUDGET_SPENT;
    engine->verdict->spent.signatures++;
    kedge_job_put(engine, &(kedge_signature_job){ *evidence->algorithm, key, prepared, evidence->message,
                                                  evidence->signature });
    engine->revocation.awaited = edge;
    return KEDGE_PENDING;
}

kedge_status kedge_evidence_verify(kedge_engine *engine, const kedge_evidence *evidence, uint16_t ordinal)
{
    const kedge_node *node = &engine->graph.node[ordinal];
    uint8_t *edge = &engine->revocation.edge[evidence->row * engine->graph.node_capacity + node->key];

    return kedge_evidence_verify_under(engine, evidence, &node->certificate->key,
                                       node->anchor != NULL ? node->anchor->prepared : NULL, edge);
}

static bool is_signer_by_name(const kedge_node *node, const kedge_evidence *evidence)
{
    const kedge_certificate *certificate = node->certificate;

    return certificate->subject_hash == evidence->issuer_hash
           && kedge_name_equal(kedge_certificate_span(certificate, certificate->subject), evidence->issuer);
}

/* A key that is restricted must be there for lists; of an anchor that holds as far as it is bound at all. */
static bool may_sign_lists(const kedge_node *node)
{
    const kedge_certificate *certificate = node->certificate;

    if (certificate->version == 0 || !kedge_certificate_has(certificate, KEDGE_EXT_KEY_USAGE))
        return true;
    if (node->anchor != NULL && (node->anchor_terms & KEDGE_ANCHOR_CONSTRAINTS) == 0)
        return true;
    return (certificate->key_usage & KEDGE_KU_CRL_SIGN) != 0;
}

static bool is_above(const kedge_engine *engine, size_t position, uint16_t node)
{
    for (size_t i = position + 1; i < engine->path.length; i++)
        if (engine->path_node[i] == node)
            return true;
    return false;
}

static bool is_verdict(kedge_status status)
{
    return status == KEDGE_OK || status == KEDGE_PENDING || status == KEDGE_BUDGET_SPENT;
}

/* Certificates above on the path are valid already. */
static kedge_status find_above(kedge_engine *engine, const kedge_evidence *evidence, size_t position, uint16_t *node)
{
    for (size_t i = position + 1; i < engine->path.length; i++) {
        const kedge_node *candidate = &engine->graph.node[engine->path_node[i]];
        kedge_status status;

        if (!is_signer_by_name(candidate, evidence) || !may_sign_lists(candidate))
            continue;
        *node = engine->path_node[i];
        status = kedge_evidence_verify(engine, evidence, *node);
        if (is_verdict(status))
            return status;
    }
    return KEDGE_REVOCATION_NOT_AUTHENTIC;
}

/* Any other needs a path of its own, to the anchor of this one (RFC 5280, 6.3.3 (f)). */
static kedge_status judge_separate(kedge_engine *engine, const kedge_evidence *evidence, uint16_t node)
{
    kedge_revocation *revocation = &engine->revocation;
    const kedge_status status = kedge_evidence_verify(engine, evidence, node);

    if (status != KEDGE_OK || revocation->signer[node] != KEDGE_PENDING)
        return status != KEDGE_OK ? status : (kedge_status)revocation->signer[node];
    /* What is known of every list and response is carried over. */
    if (!kedge_revocation_pay(engine, kedge_revocation_rows(engine->request)))
        return KEDGE_BUDGET_SPENT;
    revocation->signer_node = node;
    revocation->is_path_wanted = true;
    return KEDGE_PENDING;
}

static kedge_status find_separate(kedge_engine *engine, const kedge_evidence *evidence, size_t position,
                                  uint16_t *node)
{
    for (uint16_t i = 0; i < engine->graph.certificate_count; i++) {
        const kedge_node *candidate = &engine->graph.node[i];
        kedge_status status;

        if (i == engine->path_node[position] || is_above(engine, position, i))
            continue;
        if (!is_signer_by_name(candidate, evidence) || !may_sign_lists(candidate))
            continue;
        *node = i;
        status = judge_separate(engine, evidence, i);
        if (is_verdict(status))
            return status;
    }
    return KEDGE_REVOCATION_NOT_AUTHENTIC;
}

kedge_status kedge_evidence_find_signer(kedge_engine *engine, const kedge_evidence *evidence, size_t position,
                                        uint16_t *node, int64_t *until)
{
    kedge_status status = find_above(engine, evidence, position, node);

    *until = INT64_MAX;
    if (is_verdict(status) || engine->revocation.is_nested)
        return status;
    status = find_separate(engine, evidence, position, node);
    if (status == KEDGE_OK)
        *until = engine->revocation.signer_until[*node];
    return status;
}
