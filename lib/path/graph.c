/* graph.c - certificates and anchors as nodes, "might have issued" as edges.
 *
 * Names and keys are numbered, so that the search compares numbers where it would compare encodings.
 * Edges lead to keys rather than to certificates: two certificates for one CA share the signature
 * that is verified under its key.
 */
#include "path/engine.h"

#include <string.h>

size_t kedge_graph_capacity(size_t certificates)
{
    return 2 * certificates + KEDGE_GRAPH_MORE_ANCHORS;
}

size_t kedge_graph_size(size_t certificates)
{
    const size_t capacity = kedge_graph_capacity(certificates);

    return kedge_aligned(certificates * sizeof(kedge_certificate)) + kedge_aligned(capacity * sizeof(kedge_node))
           + kedge_aligned(certificates * capacity) + kedge_aligned(capacity * sizeof(uint16_t));
}

/* Take `size` bytes off the front of the memory. */
static void *take(uint8_t **memory, size_t size)
{
    void *part = *memory;

    *memory += kedge_aligned(size);
    return part;
}

static void lay_out(kedge_engine *engine, uint8_t *memory)
{
    const size_t certificates = engine->request->chain_count;
    const size_t capacity = kedge_graph_capacity(certificates);
    kedge_graph *graph = &engine->graph;

    memset(graph, 0, sizeof *graph);
    engine->certificate = (kedge_certificate *)take(&memory, certificates * sizeof(kedge_certificate));
    graph->node = (kedge_node *)take(&memory, capacity * sizeof(kedge_node));
    graph->edge = (uint8_t *)take(&memory, certificates * capacity);
    graph->queue = (uint16_t *)take(&memory, capacity * sizeof(uint16_t));
    graph->node_capacity = (uint16_t)capacity;
}

static bool is_known(const kedge_graph *graph, const kedge_certificate *certificate)
{
    for (uint16_t i = 0; i < graph->node_count; i++)
        if (kedge_certificate_equal(graph->node[i].certificate, certificate))
            return true;
    return false;
}

static void add_node(kedge_graph *graph, const kedge_certificate *certificate, const kedge_anchor *anchor,
                     int16_t index)
{
    kedge_node *node = &graph->node[graph->node_count++];

    memset(node, 0, sizeof *node);
    node->certificate = certificate;
    node->anchor = anchor;
    node->index = index;
}

static void tell_dead(const kedge_engine *engine, size_t index, kedge_status status, uint32_t offset)
{
    const kedge_event event = { .kind = KEDGE_EVENT_DEAD, .status = status, .certificate = (int16_t)index,
                                .issuer = KEDGE_INDEX_NONE, .offset = offset };

    kedge_engine_trace(engine, &event);
}

/* The target must parse.  What else does not parse is no candidate, and breaks nothing. */
static kedge_status add_certificates(kedge_engine *engine, uint32_t *offset)
{
    const kedge_request *request = engine->request;

    for (size_t i = 0; i < request->chain_count; i++) {
        kedge_certificate *certificate = &engine->certificate[i];
        uint32_t fault = 0;
        const kedge_status status
            = kedge_certificate_parse(certificate, request->chain[i].data, request->chain[i].size, &fault);

        if (status != KEDGE_OK && i == 0) {
            *offset = fault;
            return status;
        }
        if (status != KEDGE_OK)
            tell_dead(engine, i, status, fault);
        else if (!is_known(&engine->graph, certificate))
            add_node(&engine->graph, certificate, NULL, (int16_t)i);
    }
    engine->graph.certificate_count = engine->graph.node_count;
    return KEDGE_OK;
}

static kedge_span subject_of(const kedge_node *node)
{
    return kedge_certificate_span(node->certificate, node->certificate->subject);
}

static kedge_span issuer_of(const kedge_node *node)
{
    return kedge_certificate_span(node->certificate, node->certificate->issuer);
}

/* The number of a name: twice the ordinal of the first node that bears it, plus one where it does so as
 * its issuer's. */
static uint16_t number_of_name(const kedge_graph *graph, uint16_t known, kedge_span name, uint64_t hash)
{
    for (uint16_t i = 0; i < known; i++) {
        const kedge_node *node = &graph->node[i];

        if (node->certificate->subject_hash == hash && kedge_name_equal(subject_of(node), name))
            return node->subject;
        if (node->anchor == NULL && node->certificate->issuer_hash == hash
            && kedge_name_equal(issuer_of(node), name))
            return node->issuer;
    }
    return UINT16_MAX;
}

static uint16_t number_of_key(const kedge_graph *graph, uint16_t known, const kedge_public_key *key)
{
    for (uint16_t i = 0; i < known; i++)
        if (kedge_public_key_equal(&graph->node[i].certificate->key, key))
            return graph->node[i].key;
    return known;
}

static void number_node(kedge_graph *graph, uint16_t ordinal)
{
    kedge_node *node = &graph->node[ordinal];
    const kedge_certificate *certificate = node->certificate;

    node->key = number_of_key(graph, ordinal, &certificate->key);
    node->subject = number_of_name(graph, ordinal, subject_of(node), certificate->subject_hash);
    if (node->subject == UINT16_MAX)
        node->subject = (uint16_t)(2 * ordinal);
    /* Nothing above an anchor is ever looked for. */
    node->issuer = UINT16_MAX;
    if (node->anchor != NULL)
        return;
    if (certificate->is_self_issued)
        node->issuer = node->subject;
    else
        node->issuer = number_of_name(graph, ordinal, issuer_of(node), certificate->issuer_hash);
    if (node->issuer == UINT16_MAX)
        node->issuer = (uint16_t)(2 * ordinal + 1);
}

/* Whether the child's authority key identifier names this anchor's key. */
static bool is_named_by_key(const kedge_certificate *child, const kedge_certificate *anchor)
{
    const kedge_range wanted = child->authority_key_identifier;
    const kedge_range found = anchor->subject_key_identifier;

    return wanted.size != 0 && wanted.size == found.size
           && memcmp(child->der + wanted.offset, anchor->der + found.offset, found.size) == 0;
}

static void add_anchor(kedge_engine *engine, const kedge_anchor *anchor)
{
    kedge_graph *graph = &engine->graph;
    const uint16_t ordinal = graph->node_count;

    if (ordinal == graph->node_capacity) {
        graph->is_cut_off = true;
        return;
    }
    add_node(graph, &anchor->certificate, anchor, KEDGE_INDEX_ANCHOR);
    number_node(graph, ordinal);
    graph->node[ordinal].anchor_terms = kedge_anchor_terms_under(anchor, engine->request->policy);
}

/* Add the anchors that bear the name of `child`'s issuer and whose key identifier fits, or does not: many
 * keys may share a name, and room is first for those that are meant. */
static void add_anchors_named(kedge_engine *engine, uint16_t child, bool by_key)
{
    const kedge_node *node = &engine->graph.node[child];
    const kedge_anchor *anchor = NULL;

    while ((anchor = kedge_trust_find(engine->trust, issuer_of(node), node->certificate->issuer_hash, anchor)) != NULL)
        if (is_named_by_key(node->certificate, &anchor->certificate) == by_key)
            add_anchor(engine, anchor);
}

static void add_anchors_above(kedge_engine *engine, uint16_t child)
{
    const kedge_graph *graph = &engine->graph;

    for (uint16_t i = graph->certificate_count; i < graph->node_count; i++)
        if (graph->node[i].subject == graph->node[child].issuer)
            return;
    add_anchors_named(engine, child, true);
    add_anchors_named(engine, child, false);
}

/* Walk from the target upwards by names and add the anchors met, the nearest first. */
static void add_anchors(kedge_engine *engine)
{
    kedge_graph *graph = &engine->graph;
    uint16_t head = 0;
    uint16_t tail = 0;

    graph->walk++;
    graph->node[0].seen = graph->walk;
    graph->queue[tail++] = 0;
    while (head < tail) {
        const uint16_t child = graph->queue[head++];

        add_anchors_above(engine, child);
        for (uint16_t i = 1; i < graph->certificate_count; i++) {
            kedge_node *node = &graph->node[i];

            if (node->seen == graph->walk || node->subject != graph->node[child].issuer)
                continue;
            node->seen = graph->walk;
            graph->queue[tail++] = i;
        }
    }
}

kedge_status kedge_graph_build(kedge_engine *engine, uint8_t *memory, uint32_t *offset)
{
    kedge_graph *graph = &engine->graph;
    kedge_status status;

    lay_out(engine, memory);
    status = add_certificates(engine, offset);
    if (status != KEDGE_OK)
        return status;
    memset(graph->edge, KEDGE_PENDING, (size_t)graph->certificate_count * graph->node_capacity);
    for (uint16_t i = 0; i < graph->certificate_count; i++)
        number_node(graph, i);
    add_anchors(engine);
    return KEDGE_OK;
}

uint8_t *kedge_graph_edge(const kedge_graph *graph, uint16_t child, uint16_t issuer)
{
    return &graph->edge[(size_t)child * graph->node_capacity + graph->node[issuer].key];
}

bool kedge_graph_is_named(const kedge_graph *graph, uint16_t child, uint16_t issuer)
{
    return graph->node[issuer].subject == graph->node[child].issuer;
}
