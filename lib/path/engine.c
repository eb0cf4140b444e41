/* engine.c - one verification from request to verdict, stopping wherever a signature is needed. */
#include "path/engine.h"

#include <string.h>

_Static_assert(KEDGE_LINKS_MAX == KEDGE_JOBS_MAX, "links are handed out as jobs");
_Static_assert(KEDGE_STATUS_COUNT <= UINT8_MAX, "the graph keeps a status in one octet");

/* Room for the path rules' own work: the policy graph of RFC 9618 above all. */
#define SCRATCH_SIZE 4096

size_t kedge_workspace_size(const kedge_request *request)
{
    const size_t certificates
        = request->chain_count < KEDGE_CERTIFICATES_LIMIT ? request->chain_count : KEDGE_CERTIFICATES_LIMIT;

    return kedge_aligned(sizeof(kedge_engine)) + kedge_graph_size(certificates)
           + kedge_revocation_size(request, false) + SCRATCH_SIZE;
}

/* What the TLS stack wants to know of the first certificate, whatever becomes of it. */
static void describe_target(kedge_verdict *verdict, const kedge_certificate *target)
{
    verdict->subject_public_key_info = target->key.subject_public_key_info;
    verdict->key_type = target->key.type;
    verdict->key_bits = target->key.bits;
    verdict->key_usage = kedge_certificate_has(target, KEDGE_EXT_KEY_USAGE) ? target->key_usage : UINT16_MAX;
    verdict->extended_key_usage = kedge_certificate_has(target, KEDGE_EXT_EXTENDED_KEY_USAGE)
                                      ? target->extended_key_usage
                                      : KEDGE_EKU_ANY;
}

static void describe_match(kedge_engine *engine)
{
    const kedge_request *request = engine->request;
    kedge_verdict *verdict = engine->verdict;
    kedge_identity_match_place place;
    uint32_t offset = 0;

    if (request->identity.kind == KEDGE_IDENTITY_WAIVED)
        return;
    if (kedge_identity_match(&request->identity, engine->graph.node[0].certificate, request->policy->flags, &place,
                             &offset) != KEDGE_OK)
        return;
    verdict->matched_name = place.name;
    verdict->matched_kind = place.kind;
    verdict->matched_common_name = place.common_name;
}

/* Until when this verdict may be relied on: the earliest end among what it relied on. */
static void describe_validity(kedge_engine *engine)
{
    const kedge_verdict *verdict = engine->verdict;
    int64_t until = engine->evidence_until;

    for (size_t i = 0; i < verdict->path_length; i++) {
        if (verdict->path[i] == KEDGE_INDEX_ANCHOR)
            continue;
        if (engine->certificate[verdict->path[i]].not_after < until)
            until = engine->certificate[verdict->path[i]].not_after;
    }
    if (verdict->path[verdict->path_length - 1] == KEDGE_INDEX_ANCHOR) {
        const kedge_anchor *anchor = kedge_trust_at(engine->trust, verdict->anchor);
        const uint32_t terms = kedge_anchor_terms_under(anchor, engine->request->policy);

        if (anchor->certificate.version != 0 && (terms & KEDGE_ANCHOR_EXPIRY) != 0
            && anchor->certificate.not_after < until)
            until = anchor->certificate.not_after;
    }
    engine->verdict->valid_until = until;
}

static kedge_status finish(kedge_engine *engine, kedge_status status)
{
    kedge_verdict *verdict = engine->verdict;
    kedge_event event = { .kind = KEDGE_EVENT_VERDICT, .issuer = KEDGE_INDEX_NONE };
    const bool is_accepted = engine->has_path && engine->best == KEDGE_SEVERITY_NONE;

    engine->is_done = true;
    if (is_accepted) {
        describe_match(engine);
        describe_validity(engine);
        kedge_link_remember(engine);
    } else if (status != KEDGE_OK) {
        verdict->status = status;
        verdict->reason = status;
        verdict->faults = 0;
        if (status == KEDGE_BUDGET_SPENT) {
            verdict->certificate = KEDGE_INDEX_NONE;
            verdict->offset = 0;
        }
    } else if (!engine->has_path) {
        kedge_search_explain(engine);
        verdict->status = KEDGE_NOT_AUTHENTICATED;
    }
    event.status = verdict->status;
    event.certificate = verdict->certificate;
    event.offset = verdict->offset;
    kedge_engine_trace(engine, &event);
    return verdict->status;
}

/* A bare name and key says nothing of the rest of a certificate, which nobody need have signed: that it pins
 * leaves is for the caller to say of that very anchor. */
static bool may_be_leaf(const kedge_anchor *anchor, uint32_t terms)
{
    if (anchor->certificate.version == 0 && (anchor->terms.given & KEDGE_ANCHOR_LEAF) == 0)
        return false;
    return (terms & KEDGE_ANCHOR_LEAF) != 0;
}

/* The target's own anchor, where the trust holds it and its terms let it be the leaf. */
static const kedge_anchor *find_leaf_anchor(const kedge_engine *engine, uint32_t *terms)
{
    const kedge_anchor *anchor = NULL;

    while ((anchor = kedge_graph_find_target(engine, anchor)) != NULL) {
        *terms = kedge_anchor_terms_under(anchor, engine->request->policy);
        if (may_be_leaf(anchor, *terms))
            return anchor;
    }
    return NULL;
}

static void judge_target_as(kedge_engine *engine, const kedge_anchor *anchor, uint32_t terms)
{
    kedge_node *target = &engine->graph.node[0];

    target->anchor = anchor;
    target->anchor_terms = terms;
    target->is_judged = false;
    kedge_rulebook_judge_node(engine, 0, KEDGE_ROLE_TARGET);
}

/* A path of one certificate is tried first where there is one; then searches follow that admit
 * certificates with ever worse faults, until one finds a path whose signatures verify. */
static void begin_search(kedge_engine *engine)
{
    uint32_t terms = 0;
    const kedge_anchor *anchor = find_leaf_anchor(engine, &terms);

    if (anchor != NULL) {
        judge_target_as(engine, anchor, terms);
        kedge_search_begin_leaf(engine);
        return;
    }
    judge_target_as(engine, NULL, 0);
    kedge_search_begin(engine, KEDGE_SEVERITY_NONE);
}

/* Whether a certificate that was looked at has faults of just this severity: else admitting it changes
 * nothing. */
static bool has_faults_of(const kedge_engine *engine, kedge_severity severity)
{
    for (uint16_t i = 1; i < engine->graph.node_count; i++) {
        const kedge_node *node = &engine->graph.node[i];

        if (node->is_judged && kedge_node_severity(node) == severity)
            return true;
    }
    return false;
}

/* Go over to the next search.  Answers whether there is one.  Where a path was found that nobody may
 * forgive, one is still looked for that somebody might. */
static bool begin_next_search(kedge_engine *engine)
{
    if (kedge_search_is_settled(engine) && (!engine->is_leaf_anchor || engine->best == KEDGE_SEVERITY_NONE))
        return false;
    if (engine->is_leaf_anchor) {
        judge_target_as(engine, NULL, 0);
        kedge_search_begin(engine, KEDGE_SEVERITY_NONE);
        return true;
    }
    if (engine->admitted == KEDGE_SEVERITY_NONE && has_faults_of(engine, KEDGE_SEVERITY_TOLERABLE)) {
        kedge_search_begin(engine, KEDGE_SEVERITY_TOLERABLE);
        return true;
    }
    if (engine->has_path || engine->admitted == KEDGE_SEVERITY_HARD || !has_faults_of(engine, KEDGE_SEVERITY_HARD))
        return false;
    kedge_search_begin(engine, KEDGE_SEVERITY_HARD);
    return true;
}

kedge_status kedge_engine_run(kedge_engine *engine)
{
    do {
        const kedge_status status = kedge_search_run(engine);

        if (status == KEDGE_PENDING)
            return status;
        if (status != KEDGE_OK)
            return finish(engine, status);
    } while (begin_next_search(engine));
    /* Where anchors were left out for want of room, "there is no path" would be more than is known. */
    return finish(engine, engine->graph.is_cut_off ? KEDGE_BUDGET_SPENT : KEDGE_OK);
}

/* A signer's path is found by an engine of its own, between two steps of this one. */
static kedge_status drive(kedge_engine *engine)
{
    for (;;) {
        const kedge_status status = kedge_engine_run(engine);

        if (status != KEDGE_PENDING || !engine->revocation.is_path_wanted)
            return status;
        if (kedge_signer_path_begin(engine) == KEDGE_PENDING)
            return KEDGE_PENDING;
    }
}

static void begin_verdict(kedge_verdict *verdict)
{
    memset(verdict, 0, sizeof *verdict);
    verdict->status = KEDGE_BAD_ARGUMENT;
    verdict->reason = KEDGE_BAD_ARGUMENT;
    verdict->certificate = KEDGE_INDEX_NONE;
}

static kedge_status refuse(kedge_verdict *verdict, kedge_status status)
{
    verdict->status = status;
    verdict->reason = status;
    return status;
}

static bool is_usable(const void *workspace)
{
    return workspace != NULL && (uintptr_t)workspace % KEDGE_WORKSPACE_ALIGN == 0;
}

kedge_status kedge_engine_begin(kedge_engine *engine, const kedge_trust *trust, const kedge_request *request,
                                kedge_verdict *verdict, uint8_t *memory, bool is_nested)
{
    void *scratch = engine->scratch;
    const size_t scratch_size = engine->scratch_size;
    kedge_status status;

    begin_verdict(verdict);
    memset(engine, 0, sizeof *engine);
    engine->trust = trust;
    engine->request = request;
    engine->verdict = verdict;
    engine->path.trust = trust;
    engine->path.request = request;
    engine->scratch = scratch;
    engine->scratch_size = scratch_size;
    verdict->certificate = 0;
    status = kedge_graph_build(engine, memory, &verdict->offset);
    if (status != KEDGE_OK)
        return finish(engine, status);
    kedge_revocation_lay_out(engine, memory + kedge_graph_size(request->chain_count), is_nested);
    verdict->certificate = KEDGE_INDEX_NONE;
    describe_target(verdict, engine->graph.node[0].certificate);
    begin_search(engine);
    return KEDGE_OK;
}

kedge_status kedge_verify_begin(const kedge_trust *trust, const kedge_request *request,
                                void *workspace, size_t size, kedge_verdict *verdict)
{
    kedge_engine *engine = workspace;
    uint8_t *memory = workspace;
    kedge_status status;
    size_t needed;

    if (verdict == NULL)
        return KEDGE_BAD_ARGUMENT;
    begin_verdict(verdict);
    if (trust == NULL || trust->crypto == NULL || request == NULL)
        return verdict->status;
    status = kedge_request_check(request);
    if (status != KEDGE_OK)
        return refuse(verdict, status);
    if (!is_usable(workspace))
        return verdict->status;
    needed = kedge_workspace_size(request);
    if (size < needed)
        return refuse(verdict, KEDGE_WORKSPACE_TOO_SMALL);

    engine->scratch_size = size - needed + SCRATCH_SIZE;
    engine->scratch = memory + (needed - SCRATCH_SIZE);
    status = kedge_engine_begin(engine, trust, request, verdict, memory + kedge_aligned(sizeof *engine), false);
    return status == KEDGE_OK ? drive(engine) : status;
}

const kedge_signature_job *kedge_verify_job(const void *workspace)
{
    return &((const kedge_engine *)workspace)->links.link[0].job;
}

kedge_status kedge_verify_resume(void *workspace, kedge_status signature)
{
    kedge_engine *engine = workspace;

    if (engine->is_done)
        return engine->verdict->status;
    if (engine->revocation.is_path_wanted) {
        if (kedge_signer_path_resume(engine, signature) == KEDGE_PENDING)
            return KEDGE_PENDING;
    } else if (engine->revocation.is_running) {
        kedge_revocation_resume(engine, signature);
    } else {
        kedge_search_resume(engine, signature);
    }
    return drive(engine);
}

const kedge_signature_job *const *kedge_verify_jobs(void *workspace, size_t *count)
{
    kedge_engine *engine = workspace;

    if (!engine->is_done && !engine->revocation.is_running && engine->links.count == 1)
        kedge_search_look_ahead(engine);
    *count = engine->is_done ? 0 : engine->links.count;
    return engine->links.job;
}

kedge_status kedge_verify_resume_all(void *workspace, const kedge_status *signatures)
{
    kedge_engine *engine = workspace;

    for (uint16_t i = 1; i < engine->links.count; i++)
        engine->links.link[i].answer = (uint8_t)kedge_signature_answer(signatures[i]);
    return kedge_verify_resume(workspace, signatures[0]);
}
