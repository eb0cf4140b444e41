/* unset_request_test.c - what nobody has said is refused, never waived. */
#include <criterion/criterion.h>
#include <string.h>
#include "suites/trial.h"

static trial good;
static kedge_policy policy;
static kedge_request request;
static kedge_verdict verdict;

/* A request that is accepted, to be spoilt, with a policy of its own. */
static void begin(void)
{
    trial_begin(&good, TRIAL_P256);
    policy = kedge_policy_webpki;
    request = (kedge_request)KEDGE_REQUEST(&policy, kedge_usage_server_auth());
    request.identity = kedge_identity_dns("host.example");
    request.time = kedge_time_at(FORGE_NOW);
    request.chain = good.chain;
    request.chain_count = 2;
}

static kedge_status judge(void)
{
    memset(&verdict, 0, sizeof verdict);
    cr_assert_eq(kedge_verify(&good.trust, &request, good.workspace, good.workspace_size, &verdict),
                 verdict.status);
    return verdict.status;
}

TestSuite(unset_request, .init = begin, .fini = forge_forget);

Test(unset_request, the_request_itself_is_accepted)
{
    cr_assert_eq(judge(), KEDGE_OK);
}

Test(unset_request, a_zeroed_one_accepts_nothing)
{
    memset(&request, 0, sizeof request);
    cr_assert_eq(judge(), KEDGE_POLICY_NOT_GIVEN);
    request.chain = good.chain;
    request.chain_count = 2;
    cr_assert_eq(judge(), KEDGE_POLICY_NOT_GIVEN);
    request.size = sizeof request;
    cr_assert_eq(judge(), KEDGE_POLICY_NOT_GIVEN);
}

Test(unset_request, each_field_that_is_unset_refuses)
{
    request.identity = (kedge_identity){ KEDGE_IDENTITY_UNSET, { NULL, 0 } };
    cr_assert_eq(judge(), KEDGE_IDENTITY_NOT_GIVEN);
    begin();
    request.time = (kedge_time){ KEDGE_TIME_UNSET, FORGE_NOW };
    cr_assert_eq(judge(), KEDGE_TIME_NOT_GIVEN);
    begin();
    request.usage = (kedge_usage){ KEDGE_USAGE_UNSET, kedge_usage_server_auth().oid };
    cr_assert_eq(judge(), KEDGE_USAGE_NOT_GIVEN);
    begin();
    request.policy = NULL;
    cr_assert_eq(judge(), KEDGE_POLICY_NOT_GIVEN);
    begin();
    request.chain_count = 0;
    cr_assert_eq(judge(), KEDGE_CHAIN_EMPTY);
    begin();
    request.chain = NULL;
    cr_assert_eq(judge(), KEDGE_CHAIN_EMPTY);
    begin();
    request.size = 0;
    cr_assert_eq(judge(), KEDGE_BAD_ARGUMENT);
}

Test(unset_request, a_kind_without_its_value_refuses)
{
    request.identity.value = (kedge_span){ NULL, 0 };
    cr_assert_eq(judge(), KEDGE_IDENTITY_MALFORMED);
    begin();
    request.usage.oid = (kedge_span){ NULL, 0 };
    cr_assert_eq(judge(), KEDGE_USAGE_NOT_GIVEN);
}

/* A kind that does not exist, as stray memory might hold. */
Test(unset_request, a_kind_out_of_range_refuses)
{
    const unsigned stray = 77;

    memcpy(&request.identity.kind, &stray, sizeof request.identity.kind);
    cr_assert_neq(judge(), KEDGE_OK);
    begin();
    memcpy(&request.time.kind, &stray, sizeof request.time.kind);
    cr_assert_neq(judge(), KEDGE_OK);
    begin();
    memcpy(&request.usage.kind, &stray, sizeof request.usage.kind);
    cr_assert_neq(judge(), KEDGE_OK);
}

Test(unset_request, a_zeroed_policy_accepts_nothing)
{
    memset(&policy, 0, sizeof policy);
    cr_assert_eq(judge(), KEDGE_POLICY_NOT_GIVEN);
    policy.size = sizeof policy;
    cr_assert_eq(judge(), KEDGE_POLICY_NOT_GIVEN);
}

Test(unset_request, a_policy_with_any_limit_or_permission_at_zero_accepts_nothing)
{
    policy.signatures = 0;
    cr_assert_eq(judge(), KEDGE_POLICY_NOT_GIVEN);
    begin();
    policy.key_types = 0;
    cr_assert_eq(judge(), KEDGE_POLICY_NOT_GIVEN);
    begin();
    policy.size = 0;
    cr_assert_eq(judge(), KEDGE_BAD_ARGUMENT);
    begin();
    policy.anchor_terms = 0;
    cr_assert_eq(judge(), KEDGE_ANCHOR_NOT_ISSUER);
    begin();
    policy.certificates_max = 0;
    cr_assert_eq(judge(), KEDGE_TOO_MANY_CERTIFICATES);
    begin();
    policy.depth_max = 0;
    cr_assert_eq(judge(), KEDGE_PATH_TOO_DEEP);
    begin();
    policy.budget.signatures = 0;
    cr_assert_eq(judge(), KEDGE_BUDGET_SPENT);
    begin();
    policy.budget.candidates = 0;
    cr_assert_eq(judge(), KEDGE_BUDGET_SPENT);
    begin();
    policy.budget.paths = 0;
    cr_assert_eq(judge(), KEDGE_BUDGET_SPENT);
}

Test(unset_request, rsa_keys_of_any_size_are_refused_where_no_size_is_set)
{
    trial_begin(&good, TRIAL_RSA);
    cr_assert_eq(judge(), KEDGE_OK);
    policy.rsa_bits_max = 0;
    cr_assert_neq(judge(), KEDGE_OK);
    policy.rsa_bits_max = kedge_policy_webpki.rsa_bits_max;
    policy.rsa_exponent_max = 0;
    cr_assert_neq(judge(), KEDGE_OK);
}

Test(unset_request, an_empty_or_zeroed_trust_accepts_nothing)
{
    const size_t size = kedge_trust_size(1, 0);

    cr_assert_eq(kedge_trust_init(&good.trust, forge_allocate(size), size, trial_crypto()), KEDGE_OK);
    cr_assert_eq(judge(), KEDGE_NOT_AUTHENTICATED);
    memset(&good.trust, 0, sizeof good.trust);
    cr_assert_eq(judge(), KEDGE_BAD_ARGUMENT);
}

Test(unset_request, arguments_that_are_missing_are_refused)
{
    cr_assert_eq(kedge_verify(NULL, &request, good.workspace, good.workspace_size, &verdict),
                 KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_verify(&good.trust, NULL, good.workspace, good.workspace_size, &verdict),
                 KEDGE_BAD_ARGUMENT);
    cr_assert_neq(kedge_verify(&good.trust, &request, NULL, good.workspace_size, &verdict), KEDGE_OK);
    cr_assert_eq(kedge_verify(&good.trust, &request, good.workspace, good.workspace_size, NULL),
                 KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_verify(&good.trust, &request, good.workspace, kedge_workspace_size(&request) - 1,
                              &verdict),
                 KEDGE_WORKSPACE_TOO_SMALL);
    cr_assert_eq(kedge_verify(&good.trust, &request, good.workspace, 0, &verdict), KEDGE_WORKSPACE_TOO_SMALL);
}
