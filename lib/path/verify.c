/* verify.c - the front door: every signature is verified at once, through the trust's provider. */
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
