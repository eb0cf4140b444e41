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
           + kedge_aligned(certificates * capacity) + kedge_aligned(2 * certificates * sizeof(uint16_t))
           + kedge_aligned(capacity * sizeof(uint16_t));
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
    graph->bearer = (uint16_t *)take(&memory, 2 * certificates * sizeof(uint16_t));
    graph->queue = (uint16_t *)take(&memory, capacity * sizeof(uint16_t));
    graph->node_capacity = (uint16_t)capacity;
}

static void set_node(kedge_graph *graph, uint16_t ordinal, const kedge_certificate *certificate,
                     const kedge_anchor *anchor, int16_t index)
{
    kedge_node *node = &graph->node[ordinal];

    memset(node, 0, sizeof *node);
    node->certificate = certificate;
    node->anchor = anchor;
    node->index = index;
    node->cached_key = KEDGE_NO_NODE;
    graph->node_count++;
}

static int compare_bytes(const kedge_certificate *one, const kedge_certificate *other)
{
    if (one->size != other->size)
        return one->size < other->size ? -1 : 1;
    return memcmp(one->der, other->der, one->size);
}

/* The target stays first.  The others stand in the order of their bytes, each once, so that nothing depends on
 * the order in which they were sent. */
static void add_extra(kedge_graph *graph, const kedge_certificate *certificate, int16_t index)
{
    uint16_t low = 1;
    uint16_t high = graph->node_count;

    if (kedge_certificate_equal(graph->node[0].certificate, certificate))
        return;
    while (low < high) {
        const uint16_t middle = (uint16_t)((low + high) / 2);
        const int order = compare_bytes(graph->node[middle].certificate, certificate);

        if (order == 0)
            return;
        if (order < 0)
            low = (uint16_t)(middle + 1);
        else
            high = middle;
    }
    memmove(&graph->node[low + 1], &graph->node[low], (size_t)(graph->node_count - low) * sizeof *graph->node);
    set_node(graph, low, certificate, NULL, index);
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
        else if (i == 0)
            set_node(&engine->graph, 0, certificate, NULL, 0);
        else
            add_extra(&engine->graph, certificate, (int16_t)i);
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
        if (node->certificate->issuer_hash == hash && kedge_name_equal(issuer_of(node), name))
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

kedge_key_fit kedge_graph_key_fit(const kedge_certificate *child, const kedge_certificate *issuer)
{
    const kedge_range wanted = child->authority_key_identifier;
    const kedge_range found = issuer->subject_key_identifier;

    if (wanted.size == 0 || found.size == 0)
        return KEDGE_KEY_UNTOLD;
    if (wanted.size != found.size
        || memcmp(child->der + wanted.offset, issuer->der + found.offset, found.size) != 0)
        return KEDGE_KEY_OTHER;
    return KEDGE_KEY_NAMED;
}

/* Put a numbered node in front of those that bear its name: anchors, which come last, are met first. */
static void link_node(kedge_graph *graph, uint16_t ordinal)
{
    kedge_node *node = &graph->node[ordinal];

    node->next = graph->bearer[node->subject];
    graph->bearer[node->subject] = ordinal;
}

static void number_certificate(kedge_graph *graph, uint16_t ordinal)
{
    kedge_node *node = &graph->node[ordinal];
    const kedge_certificate *certificate = node->certificate;

    node->key = number_of_key(graph, ordinal, &certificate->key);
    node->subject = number_of_name(graph, ordinal, subject_of(node), certificate->subject_hash);
    if (node->subject == UINT16_MAX)
        node->subject = (uint16_t)(2 * ordinal);
    node->issuer = UINT16_MAX;
    if (certificate->is_self_issued)
        node->issuer = node->subject;
    else
        node->issuer = number_of_name(graph, ordinal, issuer_of(node), certificate->issuer_hash);
    if (node->issuer == UINT16_MAX)
        node->issuer = (uint16_t)(2 * ordinal + 1);
    link_node(graph, ordinal);
}

static bool has_anchor(const kedge_graph *graph, uint16_t name, const kedge_anchor *anchor)
{
    for (uint16_t i = graph->bearer[name]; i != KEDGE_NO_NODE; i = graph->node[i].next)
        if (graph->node[i].anchor == anchor)
            return true;
    return false;
}

/* Add an anchor that bears the name of that number.  Nothing above an anchor is ever looked for. */
static void add_anchor(kedge_engine *engine, uint16_t name, const kedge_anchor *anchor)
{
    kedge_graph *graph = &engine->graph;
    const uint16_t ordinal = graph->node_count;
    kedge_node *node = &graph->node[ordinal];

    if (has_anchor(graph, name, anchor))
        return;
    if (ordinal == graph->node_capacity) {
        graph->is_cut_off = true;
        return;
    }
    set_node(graph, ordinal, &anchor->certificate, anchor, KEDGE_INDEX_ANCHOR);
    node->anchor_terms = kedge_anchor_terms_under(anchor, engine->request->policy);
    node->key = number_of_key(graph, ordinal, &anchor->certificate.key);
    node->subject = name;
    node->issuer = UINT16_MAX;
    link_node(graph, ordinal);
}

/* Add the anchors that bear the name of `child`'s issuer: those whose key the child names, or the rest as well.
 * Answers whether one was left out. */
static bool add_anchors_above(kedge_engine *engine, uint16_t child, bool is_key_named)
{
    const kedge_node *node = &engine->graph.node[child];
    const kedge_anchor *anchor = NULL;
    bool is_left_out = false;

    while ((anchor = kedge_trust_find(engine->trust, issuer_of(node), node->certificate->issuer_hash, anchor)) != NULL)
        if (!is_key_named || kedge_graph_key_fit(node->certificate, &anchor->certificate) == KEDGE_KEY_NAMED)
            add_anchor(engine, node->issuer, anchor);
        else
            is_left_out = true;
    return is_left_out;
}

/* Walk from the target upwards by names, the nearest first.  Answers how many nodes the queue holds then. */
static uint16_t queue_upwards(kedge_graph *graph)
{
    uint16_t head = 0;
    uint16_t tail = 0;

    graph->walk++;
    graph->node[0].seen = graph->walk;
    graph->queue[tail++] = 0;
    while (head < tail) {
        const uint16_t child = graph->queue[head++];

        for (uint16_t i = graph->bearer[graph->node[child].issuer]; i != KEDGE_NO_NODE; i = graph->node[i].next) {
            if (graph->node[i].seen == graph->walk)
                continue;
            graph->node[i].seen = graph->walk;
            graph->queue[tail++] = i;
        }
    }
    return tail;
}

static bool is_first_of_issuer(const kedge_graph *graph, uint16_t place)
{
    for (uint16_t i = 0; i < place; i++)
        if (graph->node[graph->queue[i]].issuer == graph->node[graph->queue[place]].issuer)
            return false;
    return true;
}

/* Many anchors may share a name, and there need not be room for all: those that are named by their keys are
 * put in first, whatever they are named by, and then the rest. */
static void add_anchors(kedge_engine *engine)
{
    const kedge_graph *graph = &engine->graph;
    const uint16_t count = queue_upwards(&engine->graph);
    bool is_left_out = false;

    for (uint16_t i = 0; i < count; i++)
        is_left_out = add_anchors_above(engine, graph->queue[i], true) || is_left_out;
    for (uint16_t i = 0; i < count && is_left_out; i++)
        if (is_first_of_issuer(graph, i))
            (void)add_anchors_above(engine, graph->queue[i], false);
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
    for (size_t i = 0; i < 2 * (size_t)graph->certificate_count; i++)
        graph->bearer[i] = KEDGE_NO_NODE;
    for (uint16_t i = 0; i < graph->certificate_count; i++)
        number_certificate(graph, i);
    add_anchors(engine);
    return KEDGE_OK;
}

const kedge_anchor *kedge_graph_find_target(const kedge_engine *engine, const kedge_anchor *previous)
{
    const kedge_node *node = &engine->graph.node[0];
    const kedge_certificate *target = node->certificate;
    const kedge_anchor *anchor = previous;

    while ((anchor = kedge_trust_find(engine->trust, subject_of(node), target->subject_hash, anchor)) != NULL)
        if (anchor->certificate.version == 0 ? kedge_public_key_equal(&anchor->certificate.key, &target->key)
                                             : kedge_certificate_equal(&anchor->certificate, target))
            return anchor;
    return NULL;
}

uint8_t *kedge_graph_edge(const kedge_graph *graph, uint16_t child, uint16_t issuer)
{
    return &graph->edge[(size_t)child * graph->node_capacity + graph->node[issuer].key];
}
