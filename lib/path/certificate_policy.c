/* certificate_policy.c - is the path valid under a policy that will do? (RFC 5280, 6.1.3 (d) to (f), 6.1.4
 * (a), (b) and (h) to (j), 6.1.5; with the graph of RFC 9618, 5 in the place of the tree.)
 *
 * Policies matter only where an explicit one is required, and whether that is so depends on counters alone.
 * So these are run first; in the common case no graph is built.  It takes about 60 bytes of scratch memory
 * for each policy of each certificate, mappings included, and what anyPolicy carries over; too little is
 * KEDGE_BUDGET_SPENT.
 *
 * An anchor's certificate is no part of the path.  Where its constraints bind (RFC 5937, 3.2) its policies,
 * mappings and counters are the first to be processed; it does not count as a certificate, and it restricts
 * nothing where it lists no policies.  What its terms say is in anchor_policy.c.
 */
#include "path/certificate_policy.h"

#include "path/anchor_policy.h"
#include "path/policy_graph.h"

/* The state variables of RFC 5280, 6.1.2 (d) to (f): how many certificates may still do without. */
typedef struct policy_counters {
    uint32_t explicit_policy;
    uint32_t policy_mapping;
    uint32_t inhibit_any;
} policy_counters;

static policy_counters counters_at_start(const kedge_path *path)
{
    const kedge_policy_flags flags = kedge_anchor_policy_flags(path);
    const uint32_t all = (uint32_t)path->length + 1;

    return (policy_counters){ .explicit_policy = flags.require_explicit ? 0 : all,
                              .policy_mapping = flags.inhibit_mapping ? 0 : all,
                              .inhibit_any = flags.inhibit_any ? 0 : all };
}

/* Contents octets of a non-negative INTEGER, values beyond any path's length cut to 255. */
static uint32_t small_value(const kedge_der *der, kedge_range content)
{
    if (content.size != 1)
        return UINT8_MAX;
    return der->data[content.offset];
}

/* policyConstraints: [0] requireExplicitPolicy, [1] inhibitPolicyMapping, both optional.  What cannot be read
 * demands the most. */
static void read_policy_constraints(const kedge_certificate *certificate, uint32_t *require_explicit,
                                    uint32_t *inhibit_mapping)
{
    uint32_t fault;
    kedge_der value;
    kedge_der fields;
    kedge_range content;

    *require_explicit = UINT8_MAX;
    *inhibit_mapping = UINT8_MAX;
    if (!kedge_certificate_has(certificate, KEDGE_EXT_POLICY_CONSTRAINTS))
        return;
    value = kedge_certificate_extension(certificate, KEDGE_EXT_POLICY_CONSTRAINTS, &fault);
    if (kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &fields) != KEDGE_OK) {
        *require_explicit = 0;
        *inhibit_mapping = 0;
        return;
    }
    if (kedge_der_read(&fields, KEDGE_TAG_CONTEXT(0), &content) == KEDGE_OK)
        *require_explicit = small_value(&fields, content);
    if (kedge_der_read(&fields, KEDGE_TAG_CONTEXT(1), &content) == KEDGE_OK)
        *inhibit_mapping = small_value(&fields, content);
}

static uint32_t read_inhibit_any(const kedge_certificate *certificate)
{
    uint32_t fault;
    kedge_der value;
    kedge_range content;

    if (!kedge_certificate_has(certificate, KEDGE_EXT_INHIBIT_ANY_POLICY))
        return UINT8_MAX;
    value = kedge_certificate_extension(certificate, KEDGE_EXT_INHIBIT_ANY_POLICY, &fault);
    return kedge_der_read_integer(&value, &content) == KEDGE_OK ? small_value(&value, content) : 0;
}

static void decrement(uint32_t *counter)
{
    if (*counter > 0)
        --*counter;
}

static void lower(uint32_t *counter, uint32_t limit)
{
    if (limit < *counter)
        *counter = limit;
}

/* 6.1.4 (h): one certificate less; self-issued ones do not count. */
static void count_issuer(policy_counters *counters, const kedge_certificate *certificate)
{
    if (certificate->is_self_issued)
        return;
    decrement(&counters->explicit_policy);
    decrement(&counters->policy_mapping);
    decrement(&counters->inhibit_any);
}

/* 6.1.4 (i) and (j). */
static void obey_issuer(policy_counters *counters, const kedge_certificate *certificate)
{
    uint32_t require_explicit;
    uint32_t inhibit_mapping;

    read_policy_constraints(certificate, &require_explicit, &inhibit_mapping);
    lower(&counters->explicit_policy, require_explicit);
    lower(&counters->policy_mapping, inhibit_mapping);
    lower(&counters->inhibit_any, read_inhibit_any(certificate));
}

/* 6.1.5 (a) and (b). */
static void count_target(policy_counters *counters, const kedge_certificate *certificate)
{
    uint32_t require_explicit;
    uint32_t inhibit_mapping;

    decrement(&counters->explicit_policy);
    read_policy_constraints(certificate, &require_explicit, &inhibit_mapping);
    if (require_explicit == 0)
        counters->explicit_policy = 0;
}

/* Whether the last certificate is an anchor's that is not itself the target: no part of the path. */
static bool is_outside(const kedge_path *path, size_t position)
{
    return position > 0 && position + 1 == path->length;
}

static bool is_bound_anchor(const kedge_path *path, size_t position)
{
    return (path->anchor_terms & KEDGE_ANCHOR_CONSTRAINTS) != 0 && path->certificate[position]->version != 0;
}

static void count(policy_counters *counters, const kedge_path *path, size_t position)
{
    const kedge_certificate *certificate = path->certificate[position];

    if (position == 0) {
        count_target(counters, certificate);
        return;
    }
    if (!is_outside(path, position))
        count_issuer(counters, certificate);
    if (!is_outside(path, position) || is_bound_anchor(path, position))
        obey_issuer(counters, certificate);
}

/* Whether an explicit policy turns out to be required: the counter never grows again. */
static bool is_explicit_required(const kedge_path *path)
{
    policy_counters counters = counters_at_start(path);

    for (size_t position = path->length; position-- > 0;)
        count(&counters, path, position);
    return counters.explicit_policy == 0;
}

/* 6.1.4 (a): nothing is mapped to or from anyPolicy. */
static bool has_any_in_mappings(const kedge_certificate *certificate, uint32_t *offset)
{
    uint32_t fault;
    kedge_der value;
    kedge_der mappings;
    kedge_der pair;
    kedge_range oid;

    if (!kedge_certificate_has(certificate, KEDGE_EXT_POLICY_MAPPINGS))
        return false;
    value = kedge_certificate_extension(certificate, KEDGE_EXT_POLICY_MAPPINGS, &fault);
    if (kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &mappings) != KEDGE_OK)
        return true;
    while (kedge_der_enter(&mappings, KEDGE_TAG_SEQUENCE, &pair) == KEDGE_OK) {
        *offset = pair.position;
        while (kedge_der_read_oid(&pair, &oid) == KEDGE_OK)
            if (kedge_policy_is_any(kedge_span_of(pair.data, oid)))
                return true;
    }
    return !kedge_der_at_end(&mappings);
}

static kedge_status judge_mappings(const kedge_path *path, kedge_judgement *judgement)
{
    for (size_t position = path->length; position-- > 1;) {
        if (is_outside(path, position) && !is_bound_anchor(path, position))
            continue;
        if (!has_any_in_mappings(path->certificate[position], &judgement->offset))
            continue;
        judgement->position = position;
        return KEDGE_POLICY_MAPPING_REFUSED;
    }
    judgement->offset = 0;
    return KEDGE_OK;
}

/* An anchor's level.  One that lists no policies, or is not bound, is issued for any. */
static kedge_status add_anchor(kedge_policy_graph *graph, const kedge_path *path, size_t position,
                               const policy_counters *counters)
{
    const kedge_certificate *anchor = path->certificate[position];
    kedge_status status;

    if (!is_bound_anchor(path, position) || !kedge_certificate_has(anchor, KEDGE_EXT_CERTIFICATE_POLICIES))
        return KEDGE_OK;
    status = kedge_policy_graph_add(graph, anchor, true);
    return status == KEDGE_OK ? kedge_policy_graph_map(graph, anchor, counters->policy_mapping == 0) : status;
}

static kedge_status add_certificate(kedge_policy_graph *graph, const kedge_path *path, size_t position,
                                    const policy_counters *counters)
{
    const kedge_certificate *certificate = path->certificate[position];
    const bool is_any_processed = counters->inhibit_any > 0 || (position > 0 && certificate->is_self_issued);
    kedge_status status;

    if (is_outside(path, position))
        return add_anchor(graph, path, position, counters);
    status = kedge_policy_graph_add(graph, certificate, is_any_processed);
    if (status != KEDGE_OK || position == 0)
        return status;
    return kedge_policy_graph_map(graph, certificate, counters->policy_mapping == 0);
}

/* Build the graph down to the target, or until it is empty; then `position` is where it became so. */
static kedge_status build(kedge_policy_graph *graph, const kedge_path *path, size_t *position)
{
    policy_counters counters = counters_at_start(path);

    for (*position = path->length; (*position)-- > 0;) {
        const kedge_status status = add_certificate(graph, path, *position, &counters);

        if (status != KEDGE_OK || kedge_policy_graph_is_empty(graph))
            return status;
        count(&counters, path, *position);
    }
    *position = 0;
    return KEDGE_OK;
}

static bool is_any_acceptable(const kedge_policy_inputs *inputs)
{
    for (size_t i = 0; inputs->initial_set != NULL && i < inputs->initial_set_count; i++)
        if (kedge_policy_is_any(inputs->initial_set[i]))
            return true;
    return inputs->initial_set == NULL;
}

/* The policies of the path in the terms of its anchor, sorted: of all nodes below an anyPolicy from which the
 * last level descends (RFC 9618, 5.6). */
static kedge_status collect(kedge_policy_graph *graph, kedge_span **policies, size_t *policy_count)
{
    size_t total = 0;

    for (size_t depth = 1; depth < graph->level_count; depth++)
        total += graph->level[depth].node_count;
    if (total == 0)
        return KEDGE_OK;
    *policies = kedge_policy_graph_take(graph, total, sizeof **policies);
    if (*policies == NULL)
        return KEDGE_BUDGET_SPENT;
    kedge_policy_graph_reach(graph);
    for (size_t depth = 1; depth < graph->level_count; depth++) {
        const kedge_policy_level *level = &graph->level[depth];

        for (size_t i = 0; i < level->node_count; i++)
            if (level->node[i].is_reached && level->node[i].parent_count == 0)
                (*policies)[(*policy_count)++] = level->node[i].policy;
    }
    kedge_policy_sort(*policies, *policy_count, sizeof **policies);
    return KEDGE_OK;
}

static void put(kedge_policy_set *set, kedge_span policy)
{
    if (set->count < set->capacity)
        set->policy[set->count] = policy;
    set->count++;
}

/* Add sorted policies, each once. */
static void put_all(kedge_policy_set *set, const kedge_span *policies, size_t policy_count)
{
    for (size_t i = 0; i < policy_count; i++)
        if (i == 0 || kedge_policy_compare(policies[i], policies[i - 1]) != 0)
            put(set, policies[i]);
}

/* What a graph that is built says of the path: sorted policies, and whether any other is valid too. */
typedef struct validity {
    const kedge_span *policies;
    size_t count;
    bool has_any;
} validity;

static bool is_valid(const validity *found, kedge_span wanted)
{
    const size_t at = kedge_policy_search(found->policies, found->count, sizeof *found->policies, wanted);

    return found->has_any || (at < found->count && kedge_policy_compare(found->policies[at], wanted) == 0);
}

/* Add those of the request's policies that are valid, and that the anchor is trusted for. */
static void put_wanted(kedge_policy_set *set, const kedge_path *path, const validity *found)
{
    const kedge_policy_inputs *inputs = &path->request->policies;

    for (size_t i = 0; i < inputs->initial_set_count; i++)
        if (is_valid(found, inputs->initial_set[i])
            && kedge_anchor_policy_allows(path->anchor, inputs->initial_set[i]))
            put(set, inputs->initial_set[i]);
}

/* Add those of the policies that the anchor is trusted for that are valid. */
static void put_trusted(kedge_policy_set *set, const kedge_path *path, const validity *found, kedge_der *list)
{
    kedge_span policy;

    while (kedge_anchor_policy_next(list, &policy))
        if (is_valid(found, policy) && kedge_anchor_policy_allows(path->anchor, policy))
            put(set, policy);
}

/* List what a graph that is built says. */
static kedge_status list(kedge_policy_graph *graph, const kedge_path *path,
                         kedge_policy_set *authority_constrained, kedge_policy_set *user_constrained)
{
    kedge_span *policies = NULL;
    validity found = { .has_any = graph->level[graph->level_count - 1].has_any };
    const kedge_status status = collect(graph, &policies, &found.count);
    kedge_der trusted;
    uint32_t fault;

    if (status != KEDGE_OK)
        return status;
    found.policies = policies;
    put_all(authority_constrained, policies, found.count);
    authority_constrained->has_any = found.has_any;
    if (!is_any_acceptable(&path->request->policies)) {
        put_wanted(user_constrained, path, &found);
        return KEDGE_OK;
    }
    if (kedge_anchor_policy_is_limited(path->anchor, &trusted, &fault)) {
        put_trusted(user_constrained, path, &found, &trusted);
        return KEDGE_OK;
    }
    put_all(user_constrained, policies, found.count);
    user_constrained->has_any = found.has_any;
    return KEDGE_OK;
}

kedge_status kedge_certificate_policy_list(const kedge_path *path, kedge_judgement *judgement,
                                           kedge_policy_set *authority_constrained,
                                           kedge_policy_set *user_constrained)
{
    kedge_policy_graph graph;
    size_t position;
    kedge_status status;

    authority_constrained->count = 0;
    authority_constrained->has_any = false;
    user_constrained->count = 0;
    user_constrained->has_any = false;
    kedge_policy_graph_begin(&graph, judgement->scratch, judgement->scratch_size);
    status = build(&graph, path, &position);
    if (status != KEDGE_OK || kedge_policy_graph_is_empty(&graph))
        return status;
    return list(&graph, path, authority_constrained, user_constrained);
}

static kedge_status refuse(const kedge_path *path, size_t position, kedge_judgement *judgement)
{
    judgement->position = position;
    judgement->offset = path->certificate[position]->extension[KEDGE_EXT_CERTIFICATE_POLICIES].offset;
    return KEDGE_POLICY_NOT_VALID;
}

kedge_status kedge_rule_certificate_policy(const kedge_path *path, kedge_judgement *judgement)
{
    kedge_policy_set authority_constrained = { 0 };
    kedge_policy_set user_constrained = { 0 };
    kedge_policy_graph graph;
    size_t position;
    kedge_status status = judge_mappings(path, judgement);

    if (status != KEDGE_OK || !is_explicit_required(path))
        return status;
    kedge_policy_graph_begin(&graph, judgement->scratch, judgement->scratch_size);
    status = build(&graph, path, &position);
    if (status != KEDGE_OK)
        return status;
    if (kedge_policy_graph_is_empty(&graph))
        return refuse(path, position, judgement);
    status = list(&graph, path, &authority_constrained, &user_constrained);
    if (status == KEDGE_OK && user_constrained.count == 0 && !user_constrained.has_any)
        return refuse(path, 0, judgement);
    return status;
}
