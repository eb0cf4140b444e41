/* signer_path.c - from a certificate that signs lists to the anchor of the path that is being judged.
 *
 * RFC 5280, 6.3.3 (f) asks for a valid path to the same anchor.  It is found by an engine of the same kind over the
 * same certificates, the signer first.  Its certificates must not be revoked by what is given, as far as that is
 * signed by certificates of this path; that more is known of them is not asked, for it could lead in circles.
 */
#include "path/engine.h"

#include <string.h>

struct kedge_signer_path {
    const kedge_engine *outer;
    kedge_policy policy;
    kedge_request request;
    kedge_verdict verdict;
    kedge_engine engine;
    kedge_span *chain;   /* the request's, with the signer first */
    uint8_t *memory;     /* for the graph and the tables */
};

size_t kedge_signer_path_size(const kedge_request *request)
{
    return kedge_aligned(sizeof(struct kedge_signer_path)) + kedge_aligned(request->chain_count * sizeof(kedge_span))
           + kedge_graph_size(request->chain_count) + kedge_revocation_size(request, true);
}

void kedge_signer_path_lay_out(kedge_engine *engine, uint8_t *memory)
{
    struct kedge_signer_path *path = (struct kedge_signer_path *)(void *)memory;

    memory += kedge_aligned(sizeof *path);
    path->outer = engine;
    path->chain = (kedge_span *)(void *)memory;
    path->memory = memory + kedge_aligned(engine->request->chain_count * sizeof(kedge_span));
    engine->revocation.path = path;
}

/* The paths of signers must lead to the anchor of the path that the list is about. */
static kedge_status accept_same_anchor(void *context, const kedge_path *path)
{
    const struct kedge_signer_path *own = context;

    return path->anchor == own->outer->revocation.anchor ? KEDGE_OK : KEDGE_HOOK_REFUSED;
}

/* Critical extensions that the caller processes, he processes here too. */
static bool claim_as_caller(void *context, const kedge_certificate *certificate,
                            const kedge_extension_view *extension)
{
    const struct kedge_signer_path *own = context;
    const kedge_request *request = own->outer->request;

    return request->claim != NULL && request->claim(request->context, certificate, extension);
}

static uint32_t left(uint32_t budget, uint32_t spent)
{
    return budget > spent ? budget - spent : 0;
}

/* The caller's policy without its demands on the certificates of servers, and with what is left of its budget. */
static void make_policy(struct kedge_signer_path *path)
{
    const kedge_policy *policy = path->outer->request->policy;
    const kedge_budget *spent = &path->outer->verdict->spent;

    path->policy = *policy;
    path->policy.conformance &= KEDGE_CONFORM_RFC5280;
    path->policy.budget.signatures = left(policy->budget.signatures, spent->signatures);
    path->policy.budget.candidates = left(policy->budget.candidates, spent->candidates);
    path->policy.budget.paths = left(policy->budget.paths, spent->paths);
    path->policy.budget.comparisons = left(policy->budget.comparisons, spent->comparisons);
}

static void make_chain(struct kedge_signer_path *path, size_t signer)
{
    const kedge_request *request = path->outer->request;
    size_t count = 0;

    path->chain[count++] = request->chain[signer];
    for (size_t i = 0; i < request->chain_count; i++)
        if (i != signer)
            path->chain[count++] = request->chain[i];
}

static void make_request(struct kedge_signer_path *path)
{
    const kedge_request *request = path->outer->request;

    path->request = (kedge_request){
        .size = sizeof path->request,
        .policy = &path->policy,
        .chain = path->chain,
        .chain_count = request->chain_count,
        .identity = kedge_identity_waived(),
        .usage = kedge_usage_waived(),
        .time = request->time,
        .revocation = request->revocation,
        .accept = accept_same_anchor,
        .claim = claim_as_caller,
        .context = path,
    };
    path->request.revocation.mode = KEDGE_REVOCATION_GIVEN;
    path->request.revocation.is_soft = true;
    path->request.revocation.is_stapling_asked = false;
}

/* --- signatures that one engine knows and the other does not --- */

/* The key in `graph` of a node of another, KEDGE_NO_NODE where it has none. */
static uint16_t key_in(const kedge_graph *graph, const kedge_node *node)
{
    for (uint16_t i = 0; i < graph->node_count; i++)
        if (kedge_public_key_equal(&graph->node[i].certificate->key, &node->certificate->key))
            return graph->node[i].key;
    return KEDGE_NO_NODE;
}

static uint16_t certificate_in(const kedge_graph *graph, const kedge_node *node)
{
    for (uint16_t i = 0; i < graph->certificate_count; i++)
        if (graph->node[i].certificate->der == node->certificate->der)
            return i;
    return KEDGE_NO_NODE;
}

/* Copy what is known of signatures under `count` keys, the numbers of which in the copy are `key`. */
static void copy_row(const uint8_t *from, uint8_t *to, const uint16_t *key, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (key[i] != KEDGE_NO_NODE && to[key[i]] == KEDGE_PENDING)
            to[key[i]] = from[i];
}

static void share(const kedge_engine *from, kedge_engine *to)
{
    const kedge_graph *source = &from->graph;
    kedge_graph *target = &to->graph;
    uint16_t *key = target->queue; /* which nothing uses between two walks */

    for (uint16_t i = 0; i < source->node_count; i++)
        key[i] = source->node[i].key == i ? key_in(target, &source->node[i]) : KEDGE_NO_NODE;
    for (uint16_t i = 0; i < source->certificate_count; i++) {
        const uint16_t row = certificate_in(target, &source->node[i]);

        if (row != KEDGE_NO_NODE)
            copy_row(&source->edge[(size_t)i * source->node_capacity],
                     &target->edge[(size_t)row * target->node_capacity], key, source->node_count);
    }
    for (size_t row = 0; row < kedge_revocation_rows(from->request); row++)
        copy_row(&from->revocation.edge[row * source->node_capacity],
                 &to->revocation.edge[row * target->node_capacity], key, source->node_count);
}

/* --- the search --- */

static void add_spent(kedge_budget *total, const kedge_budget *spent)
{
    total->signatures += spent->signatures;
    total->candidates += spent->candidates;
    total->paths += spent->paths;
    total->comparisons += spent->comparisons;
}

static kedge_status conclude(kedge_engine *engine, kedge_status status)
{
    kedge_revocation *revocation = &engine->revocation;
    struct kedge_signer_path *path = revocation->path;

    if (status == KEDGE_PENDING) {
        kedge_job_put(engine, &path->engine.links.link[0].job);
        return status;
    }
    share(&path->engine, engine);
    add_spent(&engine->verdict->spent, &path->verdict.spent);
    revocation->signer[revocation->signer_node] = (uint8_t)status;
    revocation->signer_until[revocation->signer_node] = path->verdict.valid_until;
    revocation->is_path_wanted = false;
    return KEDGE_OK;
}

kedge_status kedge_signer_path_begin(kedge_engine *engine)
{
    struct kedge_signer_path *path = engine->revocation.path;
    const kedge_node *signer = &engine->graph.node[engine->revocation.signer_node];
    kedge_status status;

    make_policy(path);
    make_chain(path, (size_t)signer->index);
    make_request(path);
    path->engine.scratch = engine->scratch;
    path->engine.scratch_size = engine->scratch_size;
    status = kedge_engine_begin(&path->engine, engine->trust, &path->request, &path->verdict, path->memory, true);
    if (status != KEDGE_OK)
        return conclude(engine, status);
    share(engine, &path->engine);
    return conclude(engine, kedge_engine_run(&path->engine));
}

kedge_status kedge_signer_path_resume(kedge_engine *engine, kedge_status signature)
{
    kedge_engine *own = &engine->revocation.path->engine;

    if (own->revocation.is_running)
        kedge_revocation_resume(own, signature);
    else
        kedge_search_resume(own, signature);
    return conclude(engine, kedge_engine_run(own));
}
