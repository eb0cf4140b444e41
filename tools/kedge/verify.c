/* verify.c - `kedge verify`: judge a certificate chain. */
#include "cli.h"
#include "explain.h"
#include "text.h"
#include "verdict.h"
#include "verify_options.h"

#include <stdlib.h>

#ifdef KEDGE_HAS_PSL
#include <kedge/adapter/psl.h>
#endif

/* More workspace than is needed goes to the rules' scratch memory, which certificate policies take by the
 * number that the certificates list; here is no shortage. */
#define SCRATCH_MORE ((size_t)1 << 20)

/* Whether the verdict is about the question, not about the answer: a name that is none, for example. */
static bool is_about_the_request(kedge_status status)
{
    return kedge_status_classify(status) == KEDGE_CLASS_CALLER && status != KEDGE_BUDGET_SPENT
        && status != KEDGE_TOO_MANY_CERTIFICATES;
}

static kedge_status judge(const verify_options *options, const kedge_span *chain, explain *to,
                          kedge_verdict *verdict)
{
    kedge_request request = KEDGE_REQUEST(options->policy, options->usage);
    size_t size;
    void *workspace;
    kedge_status status;

    request.identity = options->identity;
    request.time = options->time;
    request.chain = chain;
    request.chain_count = options->chain.count;
    request.revocation.mode = options->revocation;
    request.revocation.is_soft = options->is_soft;
    request.revocation.crls = options->known.crls;
    request.revocation.crl_count = options->known.crl_count;
    request.revocation.ocsp_responses = options->known.responses;
    request.revocation.ocsp_count = options->known.response_count;
    request.context = to;
    if (options->explains)
        request.trace = explain_event;
#ifdef KEDGE_HAS_PSL
    if (kedge_psl_is_there())
        request.is_public_suffix = kedge_psl_is_public_suffix;
#endif

    size = (kedge_workspace_size(&request) / KEDGE_WORKSPACE_ALIGN + 1) * KEDGE_WORKSPACE_ALIGN;
    size += SCRATCH_MORE;
    workspace = or_die(aligned_alloc(KEDGE_WORKSPACE_ALIGN, size));
    status = kedge_verify(&options->trust.trust, &request, workspace, size, verdict);
    free(workspace);
    return status;
}

static int verify(const verify_options *options)
{
    kedge_span *chain = or_die(calloc(options->chain.count, sizeof *chain));
    explain to = { options->json ? stderr : stdout, &options->chain, &options->trust.trust };
    kedge_verdict verdict;
    kedge_status status;

    for (size_t i = 0; i < options->chain.count; i++)
        chain[i] = (kedge_span){ options->chain.items[i].der, options->chain.items[i].size };
    status = judge(options, chain, &to, &verdict);
    free(chain);
    if (status == KEDGE_IDENTITY_MALFORMED) {
        complain("--%s: '%s': %s", options->identity_kind, options->identity_text, kedge_status_sentence(status));
        return CLI_UNUSABLE;
    }
    if (is_about_the_request(status)) {
        complain("%s", kedge_status_sentence(status));
        return CLI_UNUSABLE;
    }
    verdict_print(options, &verdict);
    return status == KEDGE_OK ? CLI_VALID : CLI_NOT_VALID;
}

int command_verify(int argc, char **argv)
{
    verify_options options = { 0 };
    int result = CLI_UNUSABLE;

    if (verify_options_read(&options, argc, argv))
        result = options.is_answered ? CLI_VALID : verify(&options);
    verify_options_free(&options);
    return result;
}
