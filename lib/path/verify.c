/* verify.c - the front door: every signature is verified at once, through the trust's provider. */
#include "path/engine.h"

kedge_status kedge_verify(const kedge_trust *trust, const kedge_request *request,
                          void *workspace, size_t size, kedge_verdict *verdict)
{
    kedge_status status = kedge_verify_begin(trust, request, workspace, size, verdict);

    while (status == KEDGE_PENDING)
        status = kedge_verify_resume(workspace, trust->crypto->verify(trust->crypto, kedge_verify_job(workspace)));
    return status;
}
