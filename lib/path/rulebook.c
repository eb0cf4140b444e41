/* rulebook.c - the rules, as two tables, and how they are applied.
 *
 * The order is part of the meaning.  What nobody may forgive comes first, what a caller might forgive
 * last: so a status of class TOLERABLE says that everything else holds.
 */
#include "path/engine.h"

typedef struct certificate_row {
    kedge_certificate_rule *judge;
    const char *name;
    const char *clause;
    uint32_t anchor_term; /* KEDGE_ANCHOR_ bits, any of which makes it hold for an anchor; 0: always */
    uint8_t roles;        /* KEDGE_ROLE_ bits */
    uint8_t fault;        /* KEDGE_FAULT_ bit of a tolerable rule, else 0 */
} certificate_row;

enum {
    TARGET = KEDGE_ROLE_TARGET,
    ISSUERS = KEDGE_ROLE_ISSUER | KEDGE_ROLE_ANCHOR,
    EVERYBODY = KEDGE_ROLE_TARGET | KEDGE_ROLE_ISSUER | KEDGE_ROLE_ANCHOR
};

static const certificate_row certificate_rules[] = {
    { kedge_rule_distrust, "distrust list", "", 0, EVERYBODY, 0 },
    { kedge_rule_anchor_usage, "usage of anchor", "RFC 5914, 2.6", 0, TARGET | KEDGE_ROLE_ANCHOR, 0 },
    { kedge_rule_key_strength, "key strength", "RFC 5280, 6.1.3 (a)(1)", 0, EVERYBODY, 0 },
    { kedge_rule_critical_extensions, "critical extensions", "RFC 5280, 6.1.4 (o)", KEDGE_ANCHOR_CONSTRAINTS,
      EVERYBODY, 0 },
    { kedge_rule_basic_constraints, "basic constraints", "RFC 5280, 6.1.4 (k)",
      KEDGE_ANCHOR_CONSTRAINTS | KEDGE_ANCHOR_BASIC_CONSTRAINTS, ISSUERS, 0 },
    { kedge_rule_key_usage, "key usage", "RFC 5280, 6.1.4 (n)", KEDGE_ANCHOR_CONSTRAINTS, EVERYBODY, 0 },
    { kedge_rule_extended_key_usage, "extended key usage", "RFC 5280, 4.2.1.12", KEDGE_ANCHOR_CONSTRAINTS,
      EVERYBODY, 0 },
    { kedge_rule_conformance, "conformance", "RFC 5280, 4", 0, EVERYBODY, 0 },
    { kedge_rule_validity, "validity", "RFC 5280, 6.1.3 (a)(2)", KEDGE_ANCHOR_EXPIRY, EVERYBODY,
      KEDGE_FAULT_TIME },
    { kedge_rule_identity, "identity", "RFC 9525, 6", 0, TARGET, KEDGE_FAULT_IDENTITY },
};

typedef struct path_row {
    kedge_path_rule *judge;
    const char *name;
    const char *clause;
} path_row;

static const path_row path_rules[] = {
    { kedge_rule_distrusted_after, "distrusted after", "" },
    { kedge_rule_depth, "depth", "" },
    { kedge_rule_path_length, "path length", "RFC 5280, 4.2.1.9" },
    { kedge_rule_key_identifiers, "key identifiers", "RFC 5280, 4.2.1.2" },
    { kedge_rule_link_form, "form of links", "CA/B BR, 7.1" },
    { kedge_rule_name_constraints, "name constraints", "RFC 5280, 4.2.1.10" },
    { kedge_rule_certificate_policy, "certificate policy", "RFC 9618, 5" },
};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

uint32_t kedge_anchor_terms_under(const kedge_anchor *anchor, const kedge_policy *policy)
{
    const uint32_t given = anchor->terms.given;

    return (anchor->terms.value & given) | (policy->anchor_terms & ~given);
}

static bool is_about_key_alone(const certificate_row *row)
{
    return row->judge == kedge_rule_distrust || row->judge == kedge_rule_anchor_usage
           || row->judge == kedge_rule_key_strength;
}

/* A bare name and key has nothing else to be judged; an anchor is bound by what its terms say. */
static bool is_applicable(const certificate_row *row, const kedge_case *subject)
{
    if ((row->roles & subject->role) == 0)
        return false;
    if (subject->certificate->version == 0)
        return is_about_key_alone(row);
    return subject->anchor == NULL || row->anchor_term == 0 || (subject->anchor_terms & row->anchor_term) != 0
           || (subject->role == KEDGE_ROLE_TARGET && row->anchor_term != KEDGE_ANCHOR_EXPIRY);
}

static uint32_t anchor_ordinal(const kedge_engine *engine, const kedge_node *node)
{
    return node->anchor != NULL ? (uint32_t)kedge_trust_ordinal(engine->trust, node->anchor) : 0;
}

static bool is_traced(const kedge_engine *engine)
{
    return engine->request->trace != NULL;
}

static void tell_certificate_rule(const kedge_engine *engine, const kedge_node *node, const certificate_row *row,
                                  kedge_status status, uint32_t offset)
{
    const kedge_event event = {
        .kind = KEDGE_EVENT_RULE,
        .status = status,
        .certificate = node->index,
        .issuer = KEDGE_INDEX_NONE,
        .anchor = anchor_ordinal(engine, node),
        .offset = status != KEDGE_OK ? offset : 0,
        .rule = row->name,
        .clause = row->clause,
    };

    kedge_engine_trace(engine, &event);
}

/* A path rule that holds does so for the path, not for any one certificate of it. */
static void tell_path_rule(const kedge_engine *engine, const path_row *row, kedge_status status,
                           const kedge_judgement *judgement)
{
    const kedge_node *node = &engine->graph.node[engine->path_node[judgement->position]];
    const kedge_event event = {
        .kind = KEDGE_EVENT_RULE,
        .status = status,
        .certificate = status != KEDGE_OK ? node->index : KEDGE_INDEX_NONE,
        .issuer = KEDGE_INDEX_NONE,
        .anchor = anchor_ordinal(engine, node),
        .offset = status != KEDGE_OK ? judgement->offset : 0,
        .rule = row->name,
        .clause = row->clause,
        .path = &engine->path,
    };

    kedge_engine_trace(engine, &event);
}

static void note_fault(kedge_node *node, const certificate_row *row, kedge_status status, uint32_t offset)
{
    if (row->fault == 0 && node->hard == KEDGE_OK) {
        node->hard = (uint8_t)status;
        node->hard_offset = offset;
    }
    if (row->fault != 0 && node->tolerable == KEDGE_OK) {
        node->tolerable = (uint8_t)status;
        node->tolerable_offset = offset;
    }
    node->faults = (uint8_t)(node->faults | row->fault);
}

void kedge_rulebook_judge_node(kedge_engine *engine, uint16_t ordinal, kedge_role role)
{
    kedge_node *node = &engine->graph.node[ordinal];
    const kedge_case subject = {
        .request = engine->request,
        .trust = engine->trust,
        .certificate = node->certificate,
        .anchor = node->anchor,
        .anchor_terms = node->anchor_terms,
        .role = role,
    };

    if (node->is_judged)
        return;
    node->is_judged = true;
    node->hard = KEDGE_OK;
    node->tolerable = KEDGE_OK;
    node->faults = 0;
    if (role == KEDGE_ROLE_ANCHOR && (node->anchor_terms & KEDGE_ANCHOR_ISSUER) == 0)
        node->hard = KEDGE_ANCHOR_NOT_ISSUER;
    for (size_t i = 0; i < COUNT_OF(certificate_rules); i++) {
        const certificate_row *row = &certificate_rules[i];
        kedge_status status;
        uint32_t offset = 0;

        if (!is_applicable(row, &subject))
            continue;
        status = row->judge(&subject, &offset);
        if (is_traced(engine))
            tell_certificate_rule(engine, node, row, status, offset);
        if (status != KEDGE_OK)
            note_fault(node, row, status, offset);
    }
}

/* The first certificate with a fault that is not tolerable, from the target on. */
static bool find_hard_fault(const kedge_engine *engine, kedge_finding *finding)
{
    for (size_t i = 0; i < engine->path.length; i++) {
        const kedge_node *node = &engine->graph.node[engine->path_node[i]];

        if (node->hard == KEDGE_OK)
            continue;
        finding->status = (kedge_status)node->hard;
        finding->position = i;
        finding->offset = node->hard_offset;
        return true;
    }
    return false;
}

static bool find_path_fault(kedge_engine *engine, kedge_finding *finding)
{
    for (size_t i = 0; i < COUNT_OF(path_rules); i++) {
        const path_row *row = &path_rules[i];
        kedge_judgement judgement = {
            .spent = &engine->verdict->spent,
            .scratch = engine->scratch,
            .scratch_size = engine->scratch_size,
        };
        const kedge_status status = row->judge(&engine->path, &judgement);

        if (is_traced(engine))
            tell_path_rule(engine, row, status, &judgement);
        if (status == KEDGE_OK)
            continue;
        finding->status = status;
        finding->position = judgement.position;
        finding->offset = judgement.offset;
        return true;
    }
    return false;
}

/* Tolerable faults: the first is reported, all are counted. */
static bool find_tolerable_fault(const kedge_engine *engine, kedge_finding *finding)
{
    for (size_t i = engine->path.length; i-- > 0;) {
        const kedge_node *node = &engine->graph.node[engine->path_node[i]];

        finding->faults |= node->faults;
        if (node->tolerable == KEDGE_OK)
            continue;
        finding->status = (kedge_status)node->tolerable;
        finding->position = i;
        finding->offset = node->tolerable_offset;
    }
    return finding->faults != 0;
}

void kedge_rulebook_ask_application(const kedge_engine *engine, kedge_finding *finding)
{
    const kedge_request *request = engine->request;

    if (request->accept == NULL || request->accept(request->context, &engine->path) == KEDGE_OK)
        return;
    finding->status = KEDGE_HOOK_REFUSED;
    finding->severity = KEDGE_SEVERITY_HARD;
}

void kedge_rulebook_judge_path(kedge_engine *engine, kedge_finding *finding)
{
    const kedge_finding sound = { .status = KEDGE_OK, .severity = KEDGE_SEVERITY_NONE, .evidence_until = INT64_MAX };

    *finding = sound;
    if (find_hard_fault(engine, finding) || find_path_fault(engine, finding))
        finding->severity = KEDGE_SEVERITY_HARD;
    else if (find_tolerable_fault(engine, finding))
        finding->severity = KEDGE_SEVERITY_TOLERABLE;
}
