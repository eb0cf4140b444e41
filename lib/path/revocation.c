/* revocation.c - one certificate of a path after the other: is it revoked? (RFC 5280, 6.3) */
#include "path/engine.h"

#include <string.h>

static bool is_off(const kedge_request *request)
{
    return request->revocation.mode == KEDGE_REVOCATION_OFF;
}

size_t kedge_revocation_rows(const kedge_request *request)
{
    return request->revocation.crl_count + request->revocation.ocsp_count * KEDGE_OCSP_ROWS;
}

/* --- memory --- */

static size_t tables_size(const kedge_request *request)
{
    const size_t capacity = kedge_graph_capacity(request->chain_count);

    return kedge_aligned(kedge_revocation_rows(request) * capacity)
           + kedge_aligned(request->revocation.ocsp_count * KEDGE_OCSP_CERTIFICATES)
           + kedge_aligned(request->revocation.crl_count * sizeof(uint16_t))
           + kedge_aligned(sizeof(kedge_certificate)) + kedge_aligned(capacity)
           + kedge_aligned(capacity * sizeof(int64_t));
}

static size_t bounded(size_t count, size_t limit)
{
    return count < limit ? count : limit;
}

size_t kedge_revocation_size(const kedge_request *request, bool is_nested)
{
    kedge_request sane = *request;

    sane.chain_count = bounded(request->chain_count, KEDGE_CERTIFICATES_LIMIT);
    sane.revocation.crl_count = bounded(request->revocation.crl_count, KEDGE_CRLS_MAX);
    sane.revocation.ocsp_count = bounded(request->revocation.ocsp_count, KEDGE_OCSP_RESPONSES_MAX);
    if (is_off(&sane) || kedge_revocation_rows(&sane) == 0)
        return 0;
    return tables_size(&sane) + (is_nested ? 0 : kedge_signer_path_size(&sane));
}

static void *take(uint8_t **memory, size_t size)
{
    void *part = *memory;

    *memory += kedge_aligned(size);
    return part;
}

void kedge_revocation_lay_out(kedge_engine *engine, uint8_t *memory, bool is_nested)
{
    const size_t capacity = engine->graph.node_capacity;
    const size_t count = kedge_revocation_rows(engine->request);
    const size_t delegates = engine->request->revocation.ocsp_count * KEDGE_OCSP_CERTIFICATES;
    kedge_revocation *revocation = &engine->revocation;

    revocation->is_nested = is_nested;
    if (is_off(engine->request) || count == 0)
        return;
    revocation->edge = (uint8_t *)take(&memory, count * capacity);
    revocation->delegate = (uint8_t *)take(&memory, delegates);
    revocation->delta = (uint16_t *)take(&memory, engine->request->revocation.crl_count * sizeof(uint16_t));
    revocation->responder = (kedge_certificate *)take(&memory, sizeof(kedge_certificate));
    revocation->signer = (uint8_t *)take(&memory, capacity);
    revocation->signer_until = (int64_t *)take(&memory, capacity * sizeof(int64_t));
    memset(revocation->edge, KEDGE_PENDING, count * capacity);
    memset(revocation->delegate, KEDGE_PENDING, delegates);
    if (!is_nested)
        kedge_signer_path_lay_out(engine, memory);
}

/* --- the budget --- */

bool kedge_revocation_pay(kedge_engine *engine, uint64_t comparisons)
{
    const uint32_t limit = engine->request->policy->budget.comparisons;
    uint32_t *spent = &engine->verdict->spent.comparisons;

    if (comparisons > limit || *spent > limit - comparisons) {
        *spent = limit;
        return false;
    }
    *spent += (uint32_t)comparisons;
    return true;
}

/* --- what is known of one certificate --- */

void kedge_list_walk_begin(kedge_list_walk *walk)
{
    *walk = (kedge_list_walk){ .found = { .why = KEDGE_REVOCATION_UNKNOWN, .until = INT64_MAX } };
}

/* Reasons why a status is not known, the more telling the later. */
static const kedge_status telling[] = { KEDGE_REVOCATION_UNKNOWN, KEDGE_REVOCATION_OUTDATED,
                                        KEDGE_REVOCATION_NOT_AUTHENTIC, KEDGE_REVOCATION_MALFORMED };

static size_t rank_of(kedge_status why)
{
    size_t rank = sizeof telling / sizeof telling[0];

    while (rank-- > 1)
        if (telling[rank] == why)
            break;
    return rank;
}

void kedge_status_note(kedge_certificate_status *found, kedge_status why)
{
    if (rank_of(why) > rank_of(found->why))
        found->why = why;
}

kedge_status kedge_revocation_judge_time(const kedge_time *time, int64_t this_update, bool has_next_update,
                                         int64_t next_update)
{
    switch (time->kind) {
    case KEDGE_TIME_AT:
        if (time->seconds < this_update || !has_next_update || time->seconds > next_update)
            return KEDGE_REVOCATION_OUTDATED;
        return KEDGE_OK;
    case KEDGE_TIME_AT_LEAST:
        return !has_next_update || time->seconds > next_update ? KEDGE_REVOCATION_OUTDATED : KEDGE_OK;
    case KEDGE_TIME_WAIVED:
        return has_next_update ? KEDGE_OK : KEDGE_REVOCATION_OUTDATED;
    case KEDGE_TIME_UNSET:
        break;
    }
    return KEDGE_REVOCATION_OUTDATED;
}

static bool is_demanded(const kedge_request *request, size_t position, const kedge_certificate_status *found)
{
    switch (request->revocation.mode) {
    case KEDGE_REVOCATION_OFF:
        return false;
    case KEDGE_REVOCATION_GIVEN:
        return found->is_asked;
    case KEDGE_REVOCATION_LEAF:
        return position == 0 || found->is_asked;
    case KEDGE_REVOCATION_CHAIN:
        return true;
    }
    return true;
}

static void tell(const kedge_engine *engine, kedge_status status)
{
    const size_t position = engine->revocation.position;
    const kedge_event event = {
        .kind = KEDGE_EVENT_RULE,
        .status = status,
        .certificate = engine->path.index[position],
        .issuer = KEDGE_INDEX_NONE,
        .rule = "revocation",
        .clause = "RFC 5280, 6.3",
    };

    kedge_engine_trace(engine, &event);
}

/* --- what is found of the path --- */

static void note_revoked(kedge_engine *engine, const kedge_certificate_status *found)
{
    const size_t position = engine->revocation.position;
    kedge_finding *finding = &engine->revocation.finding;

    finding->status = KEDGE_REVOKED;
    finding->severity = KEDGE_SEVERITY_HARD;
    finding->position = position;
    finding->offset = engine->path.certificate[position]->serial_number.offset;
    finding->faults = 0;
    finding->revocation_time = found->time;
    finding->revocation_reason = found->reason;
}

/* A fault that a caller might forgive does not hide one that was found before. */
static void note_unknown(kedge_engine *engine, const kedge_certificate_status *found)
{
    kedge_finding *finding = &engine->revocation.finding;

    finding->revocation_unknown |= (uint32_t)1 << engine->revocation.position;
    if (engine->request->revocation.is_soft)
        return;
    finding->faults |= KEDGE_FAULT_REVOCATION;
    if (finding->status != KEDGE_OK)
        return;
    finding->status = found->why;
    finding->severity = KEDGE_SEVERITY_TOLERABLE;
    finding->position = engine->revocation.position;
    finding->offset = 0;
}

/* TLS extension numbers of status_request (RFC 6066, 8) and of its second version (RFC 6961). */
enum { STATUS_REQUEST = 5, STATUS_REQUEST_V2 = 17 };

static bool has_status_request(const kedge_certificate *certificate)
{
    uint32_t fault;
    kedge_der value = kedge_certificate_extension(certificate, KEDGE_EXT_TLS_FEATURE, &fault);
    kedge_der list;
    uint32_t feature;

    if (kedge_der_at_end(&value) || kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &list) != KEDGE_OK)
        return false;
    while (!kedge_der_at_end(&list) && kedge_der_read_unsigned(&list, UINT16_MAX, &feature) == KEDGE_OK)
        if (feature == STATUS_REQUEST || feature == STATUS_REQUEST_V2)
            return true;
    return false;
}

/* The certificate in question may demand of its holder that he staples (RFC 7633, 4.2.3). */
static bool is_staple_missing(const kedge_engine *engine, const kedge_certificate_status *found)
{
    return engine->revocation.position == 0 && engine->request->revocation.is_stapling_asked && !found->is_stapled
           && has_status_request(engine->path.certificate[0]);
}

static void note_staple_missing(kedge_engine *engine)
{
    kedge_finding *finding = &engine->revocation.finding;

    finding->status = KEDGE_OCSP_STAPLE_MISSING;
    finding->severity = KEDGE_SEVERITY_HARD;
    finding->position = 0;
    finding->offset = engine->path.certificate[0]->extension[KEDGE_EXT_TLS_FEATURE].offset;
    finding->faults = 0;
}

static void note(kedge_engine *engine, const kedge_certificate_status *found)
{
    kedge_finding *finding = &engine->revocation.finding;

    if (found->is_revoked) {
        note_revoked(engine, found);
        tell(engine, KEDGE_REVOKED);
    } else if (is_staple_missing(engine, found)) {
        note_staple_missing(engine);
        tell(engine, KEDGE_OCSP_STAPLE_MISSING);
    } else if (found->is_known) {
        finding->revocation_known |= (uint32_t)1 << engine->revocation.position;
        if (found->until < finding->evidence_until)
            finding->evidence_until = found->until;
        tell(engine, KEDGE_OK);
    } else if (is_demanded(engine->request, engine->revocation.position, found)) {
        note_unknown(engine, found);
        tell(engine, found->why);
    }
}

/* --- the stage --- */

/* What was found about the paths of signers holds for the anchor that they were to lead to. */
static void forget_other_anchor(kedge_engine *engine)
{
    kedge_revocation *revocation = &engine->revocation;

    if (revocation->signer == NULL || revocation->anchor == engine->path.anchor)
        return;
    memset(revocation->signer, KEDGE_PENDING, engine->graph.node_capacity);
    revocation->anchor = engine->path.anchor;
}

static void begin_certificate(kedge_revocation *revocation, size_t position)
{
    revocation->position = position;
    revocation->response = 0;
    revocation->responder_ordinal = 0;
    kedge_list_walk_begin(&revocation->lists);
    kedge_list_walk_begin(&revocation->responder_lists);
}

bool kedge_revocation_begin(kedge_engine *engine, const kedge_finding *finding)
{
    kedge_revocation *revocation = &engine->revocation;
    const kedge_revocation_inputs *inputs = &engine->request->revocation;

    if (is_off(engine->request) || engine->path.length < 2)
        return false;
    if (inputs->mode == KEDGE_REVOCATION_GIVEN && kedge_revocation_rows(engine->request) == 0
        && !inputs->is_stapling_asked)
        return false;
    forget_other_anchor(engine);
    if (!revocation->is_sorted)
        kedge_deltas_sort(engine);
    revocation->is_sorted = true;
    revocation->is_running = true;
    revocation->finding = *finding;
    begin_certificate(revocation, 0);
    return true;
}

static kedge_status judge_certificate(kedge_engine *engine)
{
    kedge_revocation *revocation = &engine->revocation;
    const kedge_status status = kedge_revocation_judge_by_ocsp(engine, revocation->position);

    if (status != KEDGE_OK || revocation->lists.found.is_revoked)
        return status;
    return kedge_revocation_judge_by_crls(engine, engine->path.certificate[revocation->position],
                                          revocation->position, &revocation->lists);
}

kedge_status kedge_revocation_run(kedge_engine *engine)
{
    kedge_revocation *revocation = &engine->revocation;

    while (revocation->position + 1 < engine->path.length && revocation->finding.severity != KEDGE_SEVERITY_HARD) {
        const kedge_status status = judge_certificate(engine);

        if (status != KEDGE_OK)
            return status;
        note(engine, &revocation->lists.found);
        begin_certificate(revocation, revocation->position + 1);
    }
    revocation->is_running = false;
    return KEDGE_OK;
}

void kedge_revocation_resume(kedge_engine *engine, kedge_status signature)
{
    *engine->revocation.awaited = (uint8_t)kedge_signature_answer(signature);
}
