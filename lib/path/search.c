/* search.c - from the target to an anchor, depth first, over edges whose signatures verify.
 *
 * A step is only made to a certificate from which, as far as is known by then, an anchor can still be
 * reached without meeting the path again.  So each step ends in a whole path or in a signature that
 * is found wrong, and each (certificate, issuer key) is verified once at most: that no path exists
 * costs edges.  Candidates are tried in an order that depends on what they are, never on the order in
 * which they were sent.
 */
#include "path/engine.h"

#include <string.h>

/* --- the current path --- */

/* What was found to lead nowhere stays so while the path grows and steps turn out to be closed. */
static void forget_walks(kedge_graph *graph)
{
    graph->walk++;
}

static bool leads_nowhere(const kedge_graph *graph, uint16_t node)
{
    return graph->node[node].seen == graph->walk;
}

static bool is_same_entity(const kedge_node *one, const kedge_node *other)
{
    return one->subject == other->subject && one->key == other->key;
}

/* A name and key may stand in a path once (RFC 5280, 6.1: no certificate twice; here also none of its
 * re-issues, which could only lead in circles). */
static void mark_entity(kedge_graph *graph, uint16_t entity, int change)
{
    for (uint16_t i = graph->bearer[graph->node[entity].subject]; i != KEDGE_NO_NODE; i = graph->node[i].next)
        if (is_same_entity(&graph->node[i], &graph->node[entity]))
            graph->node[i].on_path = (uint8_t)(graph->node[i].on_path + change);
}

static void push(kedge_engine *engine, uint16_t node)
{
    kedge_path *path = &engine->path;

    path->certificate[path->length] = engine->graph.node[node].certificate;
    path->index[path->length] = engine->graph.node[node].index;
    engine->path_node[path->length] = node;
    engine->tried[path->length] = 0;
    path->length++;
    mark_entity(&engine->graph, node, 1);
}

static void pop(kedge_engine *engine)
{
    forget_walks(&engine->graph);
    engine->path.length--;
    mark_entity(&engine->graph, engine->path_node[engine->path.length], -1);
}

static uint16_t last_of_path(const kedge_engine *engine)
{
    return engine->path_node[engine->path.length - 1];
}

/* --- which candidates, in which order --- */

static kedge_severity severity_of(kedge_engine *engine, uint16_t ordinal)
{
    const kedge_node *node = &engine->graph.node[ordinal];

    kedge_rulebook_judge_node(engine, ordinal, node->anchor != NULL ? KEDGE_ROLE_ANCHOR : KEDGE_ROLE_ISSUER);
    return kedge_node_severity(node);
}

/* The place of a candidate in the order in which they are tried: sound certificates first, then by key
 * identifier, anchors before others, and last as they stand in the graph.  It is never 0. */
static uint32_t place_of(kedge_engine *engine, uint16_t child, uint16_t candidate)
{
    const kedge_node *node = &engine->graph.node[candidate];
    const uint32_t fit = kedge_graph_key_fit(engine->graph.node[child].certificate, node->certificate);
    const uint32_t rank = (uint32_t)severity_of(engine, candidate) * 6 + fit * 2 + (node->anchor == NULL);

    return rank << 16 | candidate;
}

/* Whether a step from `child` to `candidate`, which bears the name of its issuer, can be made, as far as is
 * known. */
static bool is_open(kedge_engine *engine, uint16_t child, uint16_t candidate)
{
    const kedge_graph *graph = &engine->graph;
    const uint8_t edge = *kedge_graph_edge(graph, child, candidate);

    return candidate != 0 && graph->node[candidate].on_path == 0 && (edge == KEDGE_OK || edge == KEDGE_PENDING)
           && severity_of(engine, candidate) <= engine->admitted;
}

static uint16_t first_candidate(const kedge_graph *graph, uint16_t child)
{
    return graph->bearer[graph->node[child].issuer];
}

/* Whether an anchor can be reached from `start`, over open steps that do not meet the current path.  Each node
 * that has to be gone through beyond `start` counts as a candidate. */
static bool reaches_anchor(kedge_engine *engine, uint16_t start)
{
    kedge_graph *graph = &engine->graph;
    uint16_t *waiting = graph->queue;
    uint16_t count = 0;

    if (graph->node[start].anchor != NULL)
        return true;
    graph->node[start].seen = graph->walk;
    waiting[count++] = start;
    while (count > 0) {
        const uint16_t child = waiting[--count];

        engine->verdict->spent.candidates += child != start;
        for (uint16_t i = first_candidate(graph, child); i != KEDGE_NO_NODE; i = graph->node[i].next) {
            if (leads_nowhere(graph, i) || !is_open(engine, child, i))
                continue;
            if (graph->node[i].anchor != NULL) {
                forget_walks(graph);
                return true;
            }
            graph->node[i].seen = graph->walk;
            waiting[count++] = i;
        }
    }
    return false;
}

/* The best candidate issuer of the path's last certificate after the one tried last, or KEDGE_NO_NODE. */
static uint16_t next_candidate(kedge_engine *engine)
{
    const kedge_graph *graph = &engine->graph;
    const uint16_t child = last_of_path(engine);
    const uint32_t tried = engine->tried[engine->path.length - 1];
    uint32_t best = UINT32_MAX;

    for (uint16_t i = first_candidate(graph, child); i != KEDGE_NO_NODE; i = graph->node[i].next) {
        uint32_t place;

        if (leads_nowhere(graph, i) || !is_open(engine, child, i))
            continue;
        place = place_of(engine, child, i);
        if (place > tried && place < best)
            best = place;
    }
    return (uint16_t)best;
}

/* --- signatures --- */

static void tell_edge(const kedge_engine *engine, kedge_event_kind kind, kedge_status status)
{
    const kedge_node *issuer = &engine->graph.node[engine->candidate];
    const kedge_event event = {
        .kind = kind,
        .status = status,
        .certificate = engine->graph.node[last_of_path(engine)].index,
        .issuer = issuer->index,
        .anchor = issuer->anchor != NULL ? (uint32_t)kedge_trust_ordinal(engine->trust, issuer->anchor) : 0,
    };

    kedge_engine_trace(engine, &event);
}

static bool is_signature_budget_spent(const kedge_engine *engine)
{
    return engine->verdict->spent.signatures >= engine->request->policy->budget.signatures;
}

/* Guesses may spend half of the budget: what is left serves what is sure to be needed. */
static bool may_guess(const kedge_engine *engine)
{
    return engine->links.count < KEDGE_LINKS_MAX
           && engine->verdict->spent.signatures < engine->request->policy->budget.signatures / 2;
}

static void guess(kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    engine->verdict->spent.signatures++;
    kedge_link_add(engine, child, issuer);
}

/* The steps above the candidate, were each signature to verify. */
static void look_up(kedge_engine *engine)
{
    const size_t length = engine->path.length;
    uint16_t issuer = engine->candidate;

    while (engine->graph.node[issuer].anchor == NULL && engine->path.length + 1 < KEDGE_PATH_MAX && may_guess(engine)) {
        const uint16_t child = issuer;

        push(engine, child);
        issuer = next_candidate(engine);
        if (issuer == KEDGE_NO_NODE || !reaches_anchor(engine, issuer))
            break;
        if (!kedge_link_is_needed(engine, child, issuer))
            continue;
        if (kedge_link_judge(engine, child, issuer) != KEDGE_OK)
            break;
        guess(engine, child, issuer);
    }
    while (engine->path.length > length)
        pop(engine);
}

/* The candidates beside the one that is tried, were none to verify. */
static void look_aside(kedge_engine *engine)
{
    const uint16_t child = last_of_path(engine);
    uint32_t *tried = &engine->tried[engine->path.length - 1];
    const uint32_t before = *tried;

    while (may_guess(engine)) {
        const uint16_t issuer = next_candidate(engine);

        if (issuer == KEDGE_NO_NODE)
            break;
        *tried = place_of(engine, child, issuer);
        if (reaches_anchor(engine, issuer) && kedge_link_is_needed(engine, child, issuer)
            && kedge_link_judge(engine, child, issuer) == KEDGE_OK)
            guess(engine, child, issuer);
    }
    *tried = before;
}

void kedge_search_look_ahead(kedge_engine *engine)
{
    if (engine->is_leaf_anchor)
        return;
    if (engine->has_failed)
        look_aside(engine);
    else
        look_up(engine);
}

/* --- faults of paths that are not authenticated --- */

/* The fault reported is the one nearest to an anchor: one on the last step before the longest one, and
 * that before a missing issuer. */
static void note_fault(kedge_engine *engine, kedge_status status)
{
    const kedge_node *child = &engine->graph.node[last_of_path(engine)];
    const bool is_last_step = engine->graph.node[engine->candidate].anchor != NULL;
    const uint32_t promise = (is_last_step ? KEDGE_PATH_MAX : 0) + (uint32_t)engine->path.length;

    /* Once there is a path, its own fault is what the verdict tells. */
    if (engine->has_path || promise <= engine->promise)
        return;
    engine->promise = promise;
    engine->verdict->reason = status;
    engine->verdict->certificate = child->index;
    engine->verdict->offset = child->certificate->algorithm_identifier.offset;
    if (status == KEDGE_SIGNATURE_INVALID || status == KEDGE_SIGNATURE_MALFORMED)
        engine->verdict->offset = child->certificate->signature.offset;
    if (status == KEDGE_KEY_REFUSED || status == KEDGE_UNSUPPORTED_KEY || status == KEDGE_KEY_MALFORMED) {
        engine->verdict->certificate = engine->graph.node[engine->candidate].index;
        engine->verdict->offset
            = engine->graph.node[engine->candidate].certificate->key.subject_public_key_info.offset;
        if (engine->graph.node[engine->candidate].anchor != NULL)
            engine->verdict->anchor = (uint32_t)kedge_trust_ordinal(
                engine->trust, engine->graph.node[engine->candidate].anchor);
    }
}

/* Follow the names as far as they lead, the best candidate each time. */
void kedge_search_explain(kedge_engine *engine)
{
    const kedge_node *top;
    uint16_t step;

    if (engine->promise != 0)
        return;
    kedge_search_begin(engine, KEDGE_SEVERITY_HARD);
    while (engine->path.length < KEDGE_PATH_MAX) {
        step = next_candidate(engine);
        if (step == KEDGE_NO_NODE || engine->graph.node[step].anchor != NULL)
            break;
        push(engine, step);
    }
    top = &engine->graph.node[last_of_path(engine)];
    engine->verdict->certificate = top->index;
    engine->verdict->offset = top->certificate->issuer.offset;
    engine->verdict->reason = KEDGE_ISSUER_NOT_FOUND;
    if (top->certificate->is_self_issued)
        engine->verdict->reason = KEDGE_SELF_SIGNED_UNTRUSTED;
    /* An anchor that is no leaf by its terms: else the search would not have come here. */
    if (engine->path.length == 1 && kedge_graph_find_target(engine, NULL) != NULL)
        engine->verdict->reason = KEDGE_ANCHOR_NOT_LEAF;
}

/* --- whole paths --- */

/* Keep what is found if it is better than what is kept. */
static void keep_finding(kedge_engine *engine, const kedge_finding *finding)
{
    kedge_verdict *verdict = engine->verdict;
    const kedge_path *path = &engine->path;

    if (engine->has_path && finding->severity >= engine->best)
        return;
    engine->has_path = true;
    engine->best = finding->severity;
    verdict->status = finding->status;
    verdict->reason = finding->status;
    verdict->certificate = finding->status == KEDGE_OK ? KEDGE_INDEX_NONE : path->index[finding->position];
    verdict->offset = finding->offset;
    verdict->faults = finding->faults;
    verdict->path_length = (uint16_t)path->length;
    memcpy(verdict->path, path->index, path->length * sizeof path->index[0]);
    verdict->anchor = (uint32_t)kedge_trust_ordinal(engine->trust, path->anchor);
    verdict->revocation_known = finding->revocation_known;
    verdict->revocation_unknown = finding->revocation_unknown;
    verdict->revocation_time = finding->revocation_time;
    verdict->revocation_reason = finding->revocation_reason;
    engine->evidence_until = finding->evidence_until;
    if (finding->severity != KEDGE_SEVERITY_NONE)
        return;
    engine->accepted_length = (uint16_t)path->length;
    memcpy(engine->accepted_node, engine->path_node, path->length * sizeof engine->path_node[0]);
}

static kedge_event event_of_path(const kedge_engine *engine, kedge_event_kind kind)
{
    return (kedge_event){
        .kind = kind,
        .certificate = engine->path.index[0],
        .issuer = KEDGE_INDEX_NONE,
        .anchor = (uint32_t)kedge_trust_ordinal(engine->trust, engine->path.anchor),
        .path = &engine->path,
    };
}

/* Everything is known of the current path but what the application thinks of it. */
static void conclude_path(kedge_engine *engine, kedge_finding *finding)
{
    if (finding->status == KEDGE_OK)
        kedge_rulebook_ask_application(engine, finding);
    if (finding->status != KEDGE_OK) {
        kedge_event event = event_of_path(engine, KEDGE_EVENT_REFUSED);

        event.status = finding->status;
        event.certificate = engine->path.index[finding->position];
        event.offset = finding->offset;
        kedge_engine_trace(engine, &event);
    }
    keep_finding(engine, finding);
    if (!engine->is_leaf_anchor)
        pop(engine);
}

/* Whether certificates are revoked is asked only where nothing else refuses the path for good, and may take
 * signatures, so that the search is broken off. */
static void judge_path(kedge_engine *engine)
{
    const kedge_node *end = &engine->graph.node[last_of_path(engine)];
    kedge_finding finding;
    kedge_event event;

    engine->path.anchor = end->anchor;
    engine->path.anchor_terms = end->anchor_terms;
    event = event_of_path(engine, KEDGE_EVENT_PATH);
    engine->verdict->spent.paths++;
    kedge_engine_trace(engine, &event);
    kedge_rulebook_judge_path(engine, &finding);
    if (finding.severity == KEDGE_SEVERITY_HARD || !kedge_revocation_begin(engine, &finding))
        conclude_path(engine, &finding);
}

/* --- the search --- */

void kedge_search_begin(kedge_engine *engine, kedge_severity admitted)
{
    engine->admitted = admitted;
    engine->candidate = KEDGE_NO_NODE;
    engine->is_leaf_anchor = false;
    forget_walks(&engine->graph);
    while (engine->path.length > 0)
        pop(engine);
    push(engine, 0);
}

void kedge_search_begin_leaf(kedge_engine *engine)
{
    kedge_search_begin(engine, KEDGE_SEVERITY_HARD);
    engine->is_leaf_anchor = true;
    if ((engine->graph.node[0].anchor_terms & KEDGE_ANCHOR_LEAF_SELF_SIGNED) != 0)
        engine->candidate = 0;
    else
        judge_path(engine);
}

/* What the target itself breaks, every path breaks. */
bool kedge_search_is_settled(const kedge_engine *engine)
{
    kedge_severity floor = kedge_node_severity(&engine->graph.node[0]);

    if (floor < engine->admitted)
        floor = engine->admitted;
    return engine->has_path && engine->best <= floor;
}

/* Look for the next candidate, going back where there is none.  Answers whether there is one. */
static bool find_candidate(kedge_engine *engine)
{
    while (engine->path.length > 0) {
        uint16_t candidate = KEDGE_NO_NODE;

        if (engine->path.length < KEDGE_PATH_MAX)
            candidate = next_candidate(engine);
        if (candidate != KEDGE_NO_NODE) {
            engine->tried[engine->path.length - 1] = place_of(engine, last_of_path(engine), candidate);
            engine->candidate = candidate;
            return true;
        }
        const kedge_event event = { .kind = KEDGE_EVENT_DEAD_END, .issuer = KEDGE_INDEX_NONE,
                                    .certificate = engine->graph.node[last_of_path(engine)].index };
        kedge_engine_trace(engine, &event);
        pop(engine);
    }
    return false;
}

/* Take the step to the candidate, whose signature has verified. */
static void take_step(kedge_engine *engine)
{
    if (!engine->is_leaf_anchor)
        push(engine, engine->candidate);
    engine->candidate = KEDGE_NO_NODE;
    if (engine->graph.node[last_of_path(engine)].anchor == NULL)
        return;
    judge_path(engine);
}

/* Deal with the candidate.  Answers KEDGE_PENDING where its signature is to be verified. */
static kedge_status try_candidate(kedge_engine *engine)
{
    const uint16_t child = last_of_path(engine);
    const uint16_t issuer = engine->candidate;
    const uint8_t *edge = kedge_graph_edge(&engine->graph, child, issuer);

    if (*edge == KEDGE_PENDING) {
        kedge_status status = kedge_link_judge(engine, child, issuer);

        if (status == KEDGE_OK)
            status = kedge_link_recall(engine, child, issuer);
        if (status == KEDGE_PENDING) {
            if (is_signature_budget_spent(engine))
                return KEDGE_BUDGET_SPENT;
            engine->verdict->spent.signatures++;
            kedge_link_begin(engine);
            kedge_link_add(engine, child, issuer);
            return KEDGE_PENDING;
        }
        kedge_search_resume(engine, status);
    }
    if (*edge == KEDGE_OK)
        take_step(engine);
    else
        engine->candidate = KEDGE_NO_NODE;
    return KEDGE_OK;
}

void kedge_search_resume(kedge_engine *engine, kedge_status signature)
{
    const kedge_status answer = kedge_signature_answer(signature);

    *kedge_graph_edge(&engine->graph, last_of_path(engine), engine->candidate) = (uint8_t)answer;
    tell_edge(engine, KEDGE_EVENT_SIGNATURE, answer);
    if (answer == KEDGE_OK)
        return;
    engine->has_failed = true;
    note_fault(engine, answer);
}

kedge_status kedge_search_run(kedge_engine *engine)
{
    const kedge_budget *budget = &engine->request->policy->budget;
    kedge_budget *spent = &engine->verdict->spent;

    while (engine->revocation.is_running || !kedge_search_is_settled(engine)) {
        if (engine->revocation.is_running) {
            const kedge_status answer = kedge_revocation_run(engine);

            if (answer != KEDGE_OK)
                return answer;
            conclude_path(engine, &engine->revocation.finding);
            continue;
        }
        if (engine->candidate == KEDGE_NO_NODE) {
            if (engine->is_leaf_anchor || !find_candidate(engine))
                return KEDGE_OK;
            if (spent->candidates >= budget->candidates || spent->paths >= budget->paths)
                return KEDGE_BUDGET_SPENT;
            spent->candidates++;
            tell_edge(engine, KEDGE_EVENT_CANDIDATE, KEDGE_OK);
            if (!reaches_anchor(engine, engine->candidate)) {
                engine->candidate = KEDGE_NO_NODE;
                continue;
            }
        }
        const kedge_status status = try_candidate(engine);
        if (status != KEDGE_OK)
            return status;
    }
    return KEDGE_OK;
}
