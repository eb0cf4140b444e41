/* extended_key_usage_test.c - the purpose that is wanted, in the target and above (RFC 5280, 4.2.1.12). */
#include "unit/path/rules.h"

static kedge_policy policy;
static kedge_request request;
static forge_certificate forged;
static uint32_t offset;

static void begin(void)
{
    policy = (kedge_policy){ 0 };
    request = (kedge_request){ .policy = &policy, .usage = kedge_usage_server_auth() };
    forged = forge_root("Root");
}

TestSuite(extended_key_usage, .init = begin, .fini = forge_forget);

static kedge_status judge_under(kedge_role role, uint32_t terms)
{
    const kedge_certificate certificate = rules_parse(&forged);
    const kedge_case subject = {
        .request = &request, .certificate = &certificate, .anchor_terms = terms, .role = role
    };

    offset = 0;
    return kedge_rule_extended_key_usage(&subject, &offset);
}

static kedge_status judge(kedge_role role)
{
    return judge_under(role, KEDGE_ANCHOR_CONSTRAINTS);
}

Test(extended_key_usage, without_the_extension_anything_goes)
{
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_OK);
    cr_assert_status(judge(KEDGE_ROLE_ISSUER), KEDGE_OK);
    cr_assert_status(judge(KEDGE_ROLE_ANCHOR), KEDGE_OK);
}

Test(extended_key_usage, the_wanted_purpose_must_be_among_those_listed)
{
    forge_put(&forged, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH, FORGE_EKU_SERVER_AUTH));
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_OK);
    cr_assert_status(judge(KEDGE_ROLE_ISSUER), KEDGE_OK);
    forge_put(&forged, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_USAGE_REFUSED);
    cr_assert_eq(offset, rules_parse(&forged).extension[KEDGE_EXT_EXTENDED_KEY_USAGE].offset);
    cr_assert_status(judge(KEDGE_ROLE_ISSUER), KEDGE_USAGE_REFUSED);
}

Test(extended_key_usage, any_identifier_may_be_wanted)
{
    request.usage = (kedge_usage){ KEDGE_USAGE_PURPOSE, forge_oid_content("1.2.3.4.5") };
    forge_put(&forged, forge_extended_key_usage("1.2.3.4.5"));
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_OK);
    forge_put(&forged, forge_extended_key_usage("1.2.3.4.6", "1.2.3.4"));
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_USAGE_REFUSED);
}

Test(extended_key_usage, any_purpose_counts_in_the_target_only_where_the_policy_says_so)
{
    forge_put(&forged, forge_extended_key_usage(FORGE_EKU_ANY));
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_USAGE_REFUSED);
    policy.flags = KEDGE_POLICY_EKU_ANY_LEAF;
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_OK);
    policy.flags = 0;
    cr_assert_status(judge(KEDGE_ROLE_ISSUER), KEDGE_OK);
    cr_assert_status(judge(KEDGE_ROLE_ANCHOR), KEDGE_OK);
}

Test(extended_key_usage, an_anchor_is_asked_where_its_constraints_bind)
{
    forge_put(&forged, forge_extended_key_usage(FORGE_EKU_EMAIL_PROTECTION));
    cr_assert_status(judge(KEDGE_ROLE_ANCHOR), KEDGE_USAGE_REFUSED);
    cr_assert_status(judge_under(KEDGE_ROLE_ANCHOR, 0), KEDGE_OK);
    cr_assert_status(judge_under(KEDGE_ROLE_TARGET, 0), KEDGE_USAGE_REFUSED);
}

Test(extended_key_usage, waived_judges_nothing_and_unset_refuses)
{
    forge_put(&forged, forge_extended_key_usage(FORGE_EKU_EMAIL_PROTECTION));
    request.usage = kedge_usage_waived();
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_OK);
    request.usage = (kedge_usage){ 0 };
    cr_assert_status(judge(KEDGE_ROLE_TARGET), KEDGE_USAGE_NOT_GIVEN);
}
