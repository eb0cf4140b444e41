/* link.c - the signature of one certificate under the key of another (RFC 5280, 6.1.3 (a)(1)): first what can
 * be said without arithmetic, then a job: hash, then signature. */
#include "path/engine.h"

kedge_status kedge_job_judge(const kedge_engine *engine, const kedge_algorithm *algorithm,
                             const kedge_public_key *key)
{
    const kedge_policy *policy = engine->request->policy;
    kedge_status status = kedge_policy_judge_algorithm(policy, algorithm);

    if (status == KEDGE_OK)
        status = kedge_policy_judge_key(policy, key);
    if (status == KEDGE_OK)
        status = kedge_crypto_supports(engine->trust->crypto, algorithm, key);
    return status;
}

kedge_status kedge_link_judge(const kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    return kedge_job_judge(engine, &engine->graph.node[child].certificate->algorithm,
                           &engine->graph.node[issuer].certificate->key);
}

/* The message is the exact bytes of the TBSCertificate (RFC 5280, 4.1.1.3). */
static kedge_signature_job job_of(const kedge_certificate *child, const kedge_public_key *key)
{
    const kedge_signature_job job = {
        .algorithm = child->algorithm,
        .key = key,
        .message = kedge_certificate_span(child, child->tbs_certificate),
        .signature = kedge_certificate_span(child, child->signature),
    };

    return job;
}

/* Links from CA to CA are worth remembering, since they come again; the target's own is not.  What was found in
 * the cache is not digested again. */
static bool is_in_cache(kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    const kedge_link_cache *cache = engine->request->link_cache;
    const kedge_node *by = &engine->graph.node[issuer];
    kedge_node *node = &engine->graph.node[child];
    kedge_signature_job job;

    if (cache == NULL || child == 0)
        return false;
    if (node->cached_key == by->key)
        return true;
    job = job_of(node->certificate, &by->certificate->key);
    if (!kedge_link_cache_knows(cache, &job))
        return false;
    node->cached_key = by->key;
    return true;
}

/* A link is about a certificate and a key, whichever of the certificates with that key was asked for. */
static const kedge_link *find_link(const kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    for (uint16_t i = 0; i < engine->links.count; i++) {
        const kedge_link *link = &engine->links.link[i];

        if (link->child == child && engine->graph.node[link->issuer].key == engine->graph.node[issuer].key)
            return link;
    }
    return NULL;
}

kedge_status kedge_link_recall(kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    const kedge_link *link = find_link(engine, child, issuer);

    if (link != NULL)
        return (kedge_status)link->answer;
    return is_in_cache(engine, child, issuer) ? KEDGE_OK : KEDGE_PENDING;
}

bool kedge_link_is_needed(kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    return *kedge_graph_edge(&engine->graph, child, issuer) == KEDGE_PENDING
           && find_link(engine, child, issuer) == NULL && !is_in_cache(engine, child, issuer);
}

void kedge_link_begin(kedge_engine *engine)
{
    engine->links.count = 0;
}

static const void *prepared_key(const kedge_engine *engine, const kedge_node *issuer)
{
    if (issuer->anchor != NULL && issuer->anchor->prepared != NULL)
        return issuer->anchor->prepared;
    if (engine->request->key_cache == NULL)
        return NULL;
    return kedge_key_cache_find(engine->request->key_cache, &issuer->certificate->key);
}

void kedge_link_add(kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    const kedge_node *node = &engine->graph.node[issuer];
    kedge_link *link;

    if (engine->links.count == KEDGE_LINKS_MAX)
        return;
    link = &engine->links.link[engine->links.count];
    link->child = child;
    link->issuer = issuer;
    link->answer = KEDGE_PENDING;
    link->job = job_of(engine->graph.node[child].certificate, &node->certificate->key);
    link->job.prepared = prepared_key(engine, node);
    engine->links.job[engine->links.count++] = &link->job;
}

/* It is of no certificate, so that nothing is recalled from it. */
void kedge_job_put(kedge_engine *engine, const kedge_signature_job *job)
{
    engine->links.link[0] = (kedge_link){ *job, KEDGE_NO_NODE, KEDGE_NO_NODE, KEDGE_PENDING };
    engine->links.job[0] = &engine->links.link[0].job;
    engine->links.count = 1;
}

void kedge_link_remember(const kedge_engine *engine)
{
    const kedge_request *request = engine->request;

    for (uint16_t i = 1; i + 1 < engine->accepted_length; i++) {
        const kedge_node *issued = &engine->graph.node[engine->accepted_node[i]];
        const kedge_node *issuer = &engine->graph.node[engine->accepted_node[i + 1]];
        const kedge_signature_job job = job_of(issued->certificate, &issuer->certificate->key);

        if (request->link_cache != NULL && issued->cached_key != issuer->key)
            kedge_link_cache_add(request->link_cache, &job);
        if (request->key_cache != NULL)
            kedge_key_cache_offer(request->key_cache, &issued->certificate->key);
    }
}
