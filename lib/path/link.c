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

/* An answer is about a certificate and a key, whichever of the certificates with that key was asked for. */
kedge_status kedge_link_recall(const kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    for (uint16_t i = 0; i < engine->links.count; i++) {
        const kedge_link *link = &engine->links.link[i];

        if (link->child == child && engine->graph.node[link->issuer].key == engine->graph.node[issuer].key)
            return (kedge_status)link->answer;
    }
    return KEDGE_PENDING;
}

void kedge_link_begin(kedge_engine *engine)
{
    engine->links.count = 0;
}

/* The message is the exact bytes of the TBSCertificate (RFC 5280, 4.1.1.3). */
void kedge_link_add(kedge_engine *engine, uint16_t child, uint16_t issuer)
{
    const kedge_certificate *certificate = engine->graph.node[child].certificate;
    const kedge_node *node = &engine->graph.node[issuer];
    kedge_link *link;

    if (engine->links.count == KEDGE_LINKS_MAX)
        return;
    link = &engine->links.link[engine->links.count];
    link->child = child;
    link->issuer = issuer;
    link->answer = KEDGE_PENDING;
    link->job.algorithm = certificate->algorithm;
    link->job.key = &node->certificate->key;
    link->job.prepared = node->anchor != NULL ? node->anchor->prepared : NULL;
    link->job.message = kedge_certificate_span(certificate, certificate->tbs_certificate);
    link->job.signature = kedge_certificate_span(certificate, certificate->signature);
    engine->links.job[engine->links.count++] = &link->job;
}

/* It is of no certificate, so that nothing is recalled from it. */
void kedge_job_put(kedge_engine *engine, const kedge_signature_job *job)
{
    engine->links.link[0] = (kedge_link){ *job, KEDGE_NO_NODE, KEDGE_NO_NODE, KEDGE_PENDING };
    engine->links.job[0] = &engine->links.link[0].job;
    engine->links.count = 1;
}
