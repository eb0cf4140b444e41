/* policy_graph.c - the valid policy graph, level by level (RFC 9618, 5). */
#include "path/policy_graph.h"

#include <string.h>

void kedge_policy_graph_begin(kedge_policy_graph *graph, void *memory, size_t size)
{
    memset(graph, 0, sizeof *graph);
    graph->next = memory;
    graph->left = size;
    graph->level[0].has_any = true;
    graph->level_count = 1;
}

void *kedge_policy_graph_take(kedge_policy_graph *graph, size_t count, size_t element)
{
    const size_t alignment = _Alignof(kedge_span);
    const size_t padding = (alignment - (uintptr_t)graph->next % alignment) % alignment;
    uint8_t *taken;

    if (graph->next == NULL || graph->left < padding || count > (graph->left - padding) / element)
        return NULL;
    taken = graph->next + padding;
    graph->next = taken + count * element;
    graph->left -= padding + count * element;
    return taken;
}

static kedge_policy_level *last_level(kedge_policy_graph *graph)
{
    return &graph->level[graph->level_count - 1];
}

bool kedge_policy_graph_is_empty(const kedge_policy_graph *graph)
{
    const kedge_policy_level *level = &graph->level[graph->level_count - 1];

    return level->node_count == 0 && !level->has_any;
}

static size_t find_node(const kedge_policy_level *level, size_t count, kedge_span policy)
{
    const size_t at = kedge_policy_search(level->node, count, sizeof *level->node, policy);

    return at < count && kedge_policy_compare(level->node[at].policy, policy) == 0 ? at : count;
}

/* How many expectations from `first` on are alike. */
static size_t count_alike(const kedge_policy_level *level, size_t first)
{
    size_t end = first;

    while (end < level->expectation_count
           && kedge_policy_compare(level->expectation[end].policy, level->expectation[first].policy) == 0)
        end++;
    return end - first;
}

/* A node directly behind the others; the level's memory is what was taken last, so it grows in place. */
static kedge_status add_node(kedge_policy_graph *graph, kedge_span policy, size_t first_parent,
                             size_t parent_count)
{
    kedge_policy_level *level = last_level(graph);
    kedge_policy_node *node = kedge_policy_graph_take(graph, 1, sizeof *node);

    if (node == NULL)
        return KEDGE_BUDGET_SPENT;
    *node = (kedge_policy_node){ .policy = policy,
                                 .first_parent = (uint32_t)first_parent,
                                 .parent_count = (uint32_t)parent_count };
    if (level->node_count++ == 0)
        level->node = node;
    return KEDGE_OK;
}

static void sort_nodes(kedge_policy_level *level)
{
    kedge_policy_sort(level->node, level->node_count, sizeof *level->node);
}

/* Read PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers OPTIONAL }. */
static kedge_status read_policy(kedge_der *policies, kedge_span *policy)
{
    kedge_der information;
    kedge_range oid;
    kedge_status status = kedge_der_enter(policies, KEDGE_TAG_SEQUENCE, &information);

    if (status == KEDGE_OK)
        status = kedge_der_read_oid(&information, &oid);
    if (status == KEDGE_OK)
        *policy = kedge_span_of(information.data, oid);
    return status;
}

/* 5.3 (d)(1): a policy that the level above expects, or that its anyPolicy allows. */
static kedge_status add_listed(kedge_policy_graph *graph, kedge_der *policies, bool *has_any)
{
    const kedge_policy_level *above = &graph->level[graph->level_count - 2];

    while (!kedge_der_at_end(policies)) {
        kedge_span policy;
        kedge_status status = read_policy(policies, &policy);
        size_t first;

        if (status != KEDGE_OK)
            return status;
        if (kedge_policy_is_any(policy)) {
            *has_any = true;
            continue;
        }
        first = kedge_policy_search(above->expectation, above->expectation_count, sizeof *above->expectation,
                                    policy);
        if (first < above->expectation_count
            && kedge_policy_compare(above->expectation[first].policy, policy) == 0)
            status = add_node(graph, policy, first, count_alike(above, first));
        else if (above->has_any)
            status = add_node(graph, policy, 0, 0);
        if (status != KEDGE_OK)
            return status;
    }
    return KEDGE_OK;
}

/* 5.3 (d)(2): anyPolicy takes over what is expected and not listed. */
static kedge_status add_expected(kedge_policy_graph *graph)
{
    const kedge_policy_level *above = &graph->level[graph->level_count - 2];
    kedge_policy_level *level = last_level(graph);
    const size_t listed = level->node_count;
    size_t alike;

    for (size_t first = 0; first < above->expectation_count; first += alike) {
        const kedge_span policy = above->expectation[first].policy;
        kedge_status status;

        alike = count_alike(above, first);
        if (find_node(level, listed, policy) < listed)
            continue;
        status = add_node(graph, policy, first, alike);
        if (status != KEDGE_OK)
            return status;
    }
    level->has_any = above->has_any;
    return KEDGE_OK;
}

kedge_status kedge_policy_graph_add(kedge_policy_graph *graph, const kedge_certificate *certificate,
                                    bool is_any_processed)
{
    uint32_t fault;
    kedge_der value;
    kedge_der policies;
    bool has_any = false;
    kedge_status status;

    if (graph->level_count == KEDGE_POLICY_LEVELS_MAX)
        return KEDGE_BUDGET_SPENT;
    graph->level_count++;
    if (!kedge_certificate_has(certificate, KEDGE_EXT_CERTIFICATE_POLICIES))
        return KEDGE_OK;
    value = kedge_certificate_extension(certificate, KEDGE_EXT_CERTIFICATE_POLICIES, &fault);
    status = kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &policies);
    if (status == KEDGE_OK)
        status = add_listed(graph, &policies, &has_any);
    sort_nodes(last_level(graph));
    if (status == KEDGE_OK && has_any && is_any_processed)
        status = add_expected(graph);
    sort_nodes(last_level(graph));
    return status;
}

/* One pair of policyMappings. */
typedef struct mapping {
    kedge_span issuer;  /* issuerDomainPolicy */
    kedge_span subject; /* subjectDomainPolicy */
} mapping;

static kedge_status read_mapping(kedge_der *mappings, mapping *pair)
{
    kedge_der fields;
    kedge_range issuer;
    kedge_range subject;
    kedge_status status = kedge_der_enter(mappings, KEDGE_TAG_SEQUENCE, &fields);

    if (status == KEDGE_OK)
        status = kedge_der_read_oid(&fields, &issuer);
    if (status == KEDGE_OK)
        status = kedge_der_read_oid(&fields, &subject);
    if (status != KEDGE_OK)
        return status;
    *pair = (mapping){ kedge_span_of(fields.data, issuer), kedge_span_of(fields.data, subject) };
    return KEDGE_OK;
}

/* A cursor over the pairs; at its end where there are none. */
static kedge_status begin_mappings(const kedge_certificate *certificate, uint32_t *fault, kedge_der *mappings)
{
    kedge_der value = { certificate->der, certificate->size, certificate->size, fault };

    *mappings = value;
    if (!kedge_certificate_has(certificate, KEDGE_EXT_POLICY_MAPPINGS))
        return KEDGE_OK;
    value = kedge_certificate_extension(certificate, KEDGE_EXT_POLICY_MAPPINGS, fault);
    return kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, mappings);
}

/* Drop nodes that repeat the one before them; they are sorted. */
static void drop_repeated(kedge_policy_level *level)
{
    size_t kept = 0;

    for (size_t i = 0; i < level->node_count; i++)
        if (kept == 0 || kedge_policy_compare(level->node[i].policy, level->node[kept - 1].policy) != 0)
            level->node[kept++] = level->node[i];
    level->node_count = kept;
}

/* 5.4 (b)(1): where anyPolicy is valid, a policy that is mapped is valid too. */
static kedge_status add_mapped(kedge_policy_graph *graph, kedge_der mappings)
{
    kedge_policy_level *level = last_level(graph);
    const size_t listed = level->node_count;

    if (!level->has_any)
        return KEDGE_OK;
    while (!kedge_der_at_end(&mappings)) {
        mapping pair;
        kedge_status status = read_mapping(&mappings, &pair);

        if (status == KEDGE_OK && find_node(level, listed, pair.issuer) == listed)
            status = add_node(graph, pair.issuer, 0, 0);
        if (status != KEDGE_OK)
            return status;
    }
    sort_nodes(level);
    drop_repeated(level);
    return KEDGE_OK;
}

static kedge_status add_expectation(kedge_policy_graph *graph, kedge_span policy, size_t node)
{
    kedge_policy_level *level = last_level(graph);
    kedge_policy_expectation *expectation = kedge_policy_graph_take(graph, 1, sizeof *expectation);

    if (expectation == NULL)
        return KEDGE_BUDGET_SPENT;
    *expectation = (kedge_policy_expectation){ policy, (uint32_t)node };
    if (level->expectation_count++ == 0)
        level->expectation = expectation;
    return KEDGE_OK;
}

/* What mapped nodes expect: all that their policies are mapped to, or nothing where mapping is inhibited. */
static kedge_status expect_mapped(kedge_policy_graph *graph, kedge_der mappings, bool is_mapping_inhibited)
{
    kedge_policy_level *level = last_level(graph);

    while (!kedge_der_at_end(&mappings)) {
        mapping pair;
        size_t node;
        kedge_status status = read_mapping(&mappings, &pair);

        if (status != KEDGE_OK)
            return status;
        node = find_node(level, level->node_count, pair.issuer);
        if (node == level->node_count)
            continue;
        level->node[node].is_mapped = true;
        if (!is_mapping_inhibited)
            status = add_expectation(graph, pair.subject, node);
        if (status != KEDGE_OK)
            return status;
    }
    return KEDGE_OK;
}

/* All other nodes expect themselves. */
static kedge_status expect_same(kedge_policy_graph *graph)
{
    const kedge_policy_level *level = last_level(graph);

    for (size_t node = 0; node < level->node_count; node++) {
        if (level->node[node].is_mapped)
            continue;
        if (add_expectation(graph, level->node[node].policy, node) != KEDGE_OK)
            return KEDGE_BUDGET_SPENT;
    }
    return KEDGE_OK;
}

kedge_status kedge_policy_graph_map(kedge_policy_graph *graph, const kedge_certificate *certificate,
                                    bool is_mapping_inhibited)
{
    kedge_policy_level *level = last_level(graph);
    uint32_t fault;
    kedge_der mappings;
    kedge_status status = begin_mappings(certificate, &fault, &mappings);

    if (status == KEDGE_OK && !is_mapping_inhibited)
        status = add_mapped(graph, mappings);
    if (status == KEDGE_OK)
        status = expect_mapped(graph, mappings, is_mapping_inhibited);
    if (status == KEDGE_OK)
        status = expect_same(graph);
    kedge_policy_sort(level->expectation, level->expectation_count, sizeof *level->expectation);
    return status;
}

void kedge_policy_graph_reach(kedge_policy_graph *graph)
{
    kedge_policy_level *last = last_level(graph);

    for (size_t i = 0; i < last->node_count; i++)
        last->node[i].is_reached = true;
    for (size_t depth = graph->level_count; depth-- > 1;) {
        const kedge_policy_level *level = &graph->level[depth];
        const kedge_policy_level *above = &graph->level[depth - 1];

        for (size_t i = 0; i < level->node_count; i++) {
            const kedge_policy_node *node = &level->node[i];

            for (size_t parent = 0; node->is_reached && parent < node->parent_count; parent++)
                above->node[above->expectation[node->first_parent + parent].node].is_reached = true;
        }
    }
}
