/* verify.c - the front door: every signature is verified at once, through the trust's provider; and what may be
 * asked afterwards. */
#include "path/certificate_policy.h"
#include "path/engine.h"

/* Through a provider that works on several signatures at once, those of a chain are handed over together. */
static kedge_status verify_together(const kedge_crypto *crypto, void *workspace)
{
    kedge_status answers[KEDGE_LINKS_MAX];
    size_t count;
    const kedge_signature_job *const *jobs = kedge_verify_jobs(workspace, &count);

    crypto->verify_batch(crypto, jobs, answers, count);
    return kedge_verify_resume_all(workspace, answers);
}

static kedge_status verify_one(const kedge_crypto *crypto, void *workspace)
{
    return kedge_verify_resume(workspace, crypto->verify(crypto, kedge_verify_job(workspace)));
}

kedge_status kedge_verify(const kedge_trust *trust, const kedge_request *request,
                          void *workspace, size_t size, kedge_verdict *verdict)
{
    kedge_status status = kedge_verify_begin(trust, request, workspace, size, verdict);

    while (status == KEDGE_PENDING)
        status = trust->crypto->verify_batch != NULL ? verify_together(trust->crypto, workspace)
                                                     : verify_one(trust->crypto, workspace);
    return status;
}

/* The accepted path once more: the search has gone back from its end. */
static void restore_path(kedge_engine *engine)
{
    kedge_path *path = &engine->path;

    path->length = engine->accepted_length;
    for (size_t i = 0; i < path->length; i++) {
        const kedge_node *node = &engine->graph.node[engine->accepted_node[i]];

        path->certificate[i] = node->certificate;
        path->index[i] = node->index;
        path->anchor = node->anchor;
        path->anchor_terms = node->anchor_terms;
    }
}

kedge_status kedge_verify_policies(void *workspace, kedge_policy_set *authority_constrained,
                                   kedge_policy_set *user_constrained)
{
    kedge_engine *engine = workspace;
    kedge_budget spent = { 0 };
    kedge_judgement judgement = { .spent = &spent };

    if (workspace == NULL || !engine->is_done || engine->accepted_length == 0)
        return KEDGE_BAD_ARGUMENT;
    restore_path(engine);
    judgement.scratch = engine->scratch;
    judgement.scratch_size = engine->scratch_size;
    return kedge_certificate_policy_list(&engine->path, &judgement, authority_constrained, user_constrained);
}
