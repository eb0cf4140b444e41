/* anchor_constraints_test.c - what whoever trusts an anchor trusts it for (RFC 5937, 3.2). */
#include "unit/path/scene.h"

static scene s;
static forge_certificate root, ca, leaf;
static kedge_anchor_constraints constraints;

static void begin(void)
{
    scene_begin(&s);
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    memset(&constraints, 0, sizeof constraints);
}

static void end(void)
{
    scene_end(&s);
}

TestSuite(anchor_constraints, .init = begin, .fini = end);

static void trust_root(void)
{
    const kedge_anchor_terms terms = { .constraints = &constraints };
    const kedge_span der = forge_sign(&root);
    uint32_t fault = 0;

    cr_assert_status(kedge_trust_add_copy(&s.trust, der.data, der.size, &terms, &fault), KEDGE_OK);
}

static kedge_status judge(void)
{
    trust_root();
    s.request.chain_count = 0;
    scene_send(&s, &leaf);
    scene_send(&s, &ca);
    return scene_verify(&s);
}

/* The same anchor as a bare name and key. */
static kedge_status judge_bare(void)
{
    const kedge_anchor_terms terms = { .constraints = &constraints };
    uint32_t fault = 0;

    cr_assert_status(kedge_trust_add_name_and_key(&s.trust, root.subject, root.key->subject_public_key_info, &terms,
                                                  &fault),
                     KEDGE_OK);
    s.request.chain_count = 0;
    scene_send(&s, &leaf);
    scene_send(&s, &ca);
    return scene_verify(&s);
}

static kedge_span purposes(const char *oid)
{
    return forge_sequence(forge_oid(oid));
}

Test(anchor_constraints, none_bind_nothing)
{
    cr_assert_status(judge(), KEDGE_OK);
}

Test(anchor_constraints, an_anchor_for_the_wanted_usage_is_accepted)
{
    constraints.purposes = purposes(FORGE_EKU_SERVER_AUTH);
    cr_assert_status(judge(), KEDGE_OK);
    constraints.purposes = purposes(FORGE_EKU_ANY);
    cr_assert_status(judge(), KEDGE_OK);
    constraints.purposes = FORGE_ABSENT;
    constraints.refused_purposes = purposes(FORGE_EKU_CLIENT_AUTH);
    cr_assert_status(judge(), KEDGE_OK);
}

Test(anchor_constraints, an_anchor_for_another_usage_is_refused)
{
    constraints.purposes = purposes(FORGE_EKU_CLIENT_AUTH);
    cr_assert_status(judge(), KEDGE_ANCHOR_USAGE_REFUSED);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
    s.request.usage = kedge_usage_waived();
    cr_assert_status(judge(), KEDGE_OK);
}

Test(anchor_constraints, a_usage_that_is_refused_is_refused_even_where_it_is_allowed_too)
{
    constraints.purposes = purposes(FORGE_EKU_SERVER_AUTH);
    constraints.refused_purposes = constraints.purposes;
    cr_assert_status(judge(), KEDGE_ANCHOR_USAGE_REFUSED);
    constraints.purposes = FORGE_ABSENT;
    constraints.refused_purposes = purposes(FORGE_EKU_ANY);
    cr_assert_status(judge(), KEDGE_ANCHOR_USAGE_REFUSED);
}

Test(anchor_constraints, an_anchor_for_no_usage_is_refused_where_the_usage_is_waived_too)
{
    s.request.usage = kedge_usage_waived();
    constraints.purposes = forge_sequence(FORGE_ABSENT);
    cr_assert_status(judge(), KEDGE_ANCHOR_USAGE_REFUSED);
    constraints.purposes = FORGE_ABSENT;
    constraints.refused_purposes = purposes(FORGE_EKU_ANY);
    cr_assert_status(judge(), KEDGE_ANCHOR_USAGE_REFUSED);
    constraints.refused_purposes = purposes(FORGE_EKU_SERVER_AUTH);
    cr_assert_status(judge(), KEDGE_OK);
}

Test(anchor_constraints, they_bind_an_anchor_that_is_itself_in_question)
{
    root = forge_root("host.example");
    forge_put(&root, forge_subject_alt_name(forge_dns("host.example")));
    s.policy = kedge_policy_device;
    s.request.chain_count = 0;
    scene_send(&s, &root);
    constraints.purposes = purposes(FORGE_EKU_SERVER_AUTH);
    trust_root();
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    constraints.purposes = purposes(FORGE_EKU_CLIENT_AUTH);
    trust_root();
    cr_assert_status(scene_verify(&s), KEDGE_ANCHOR_USAGE_REFUSED);
}

Test(anchor_constraints, a_bare_key_is_bound_too)
{
    constraints.purposes = purposes(FORGE_EKU_CLIENT_AUTH);
    cr_assert_status(judge_bare(), KEDGE_ANCHOR_USAGE_REFUSED);
    constraints.purposes = FORGE_ABSENT;
    constraints.name_constraints = forge_name_constraints(forge_subtrees(forge_dns("other")), FORGE_ABSENT).value;
    cr_assert_status(judge_bare(), KEDGE_NAME_NOT_PERMITTED);
    constraints.name_constraints = FORGE_ABSENT;
    cr_assert_status(judge_bare(), KEDGE_OK);
}

Test(anchor_constraints, a_path_longer_than_allowed_is_refused)
{
    constraints.has_path_length = true;
    constraints.path_length = 1;
    cr_assert_status(judge(), KEDGE_OK);
    constraints.path_length = 0;
    cr_assert_status(judge(), KEDGE_PATH_TOO_LONG);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
}

Test(anchor_constraints, they_hold_where_the_certificate_of_the_anchor_is_not_enforced)
{
    const kedge_span der = forge_sign(&root);
    const kedge_anchor_terms terms = { .given = KEDGE_ANCHOR_CONSTRAINTS, .constraints = &constraints };
    uint32_t fault = 0;

    constraints.has_path_length = true;
    cr_assert_status(kedge_trust_add_copy(&s.trust, der.data, der.size, &terms, &fault), KEDGE_OK);
    scene_send(&s, &leaf);
    scene_send(&s, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_PATH_TOO_LONG);
}

Test(anchor_constraints, names_lie_where_the_terms_allow)
{
    constraints.name_constraints
        = forge_name_constraints(forge_subtrees(forge_dns("example")), forge_subtrees(forge_dns("bad.example"))).value;
    cr_assert_status(judge(), KEDGE_OK);
    leaf = forge_leaf("host.other", &ca);
    s.request.identity = kedge_identity_dns("host.other");
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_eq(s.verdict.certificate, 0);
    leaf = forge_leaf("bad.example", &ca);
    s.request.identity = kedge_identity_dns("bad.example");
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
}

Test(anchor_constraints, terms_and_certificate_bind_together)
{
    forge_put(&root, forge_name_constraints(forge_subtrees(forge_dns("host.example")), FORGE_ABSENT));
    constraints.name_constraints
        = forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT).value;
    cr_assert_status(judge(), KEDGE_OK);
    leaf = forge_leaf("more.example", &ca);
    s.request.identity = kedge_identity_dns("more.example");
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
}

static void issue_under(const char *policy)
{
    forge_put(&ca, forge_certificate_policies(policy));
    forge_put(&leaf, forge_certificate_policies(policy));
}

Test(anchor_constraints, an_explicit_policy_may_be_required)
{
    constraints.require_explicit_policy = true;
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    issue_under("1.2.3");
    cr_assert_status(judge(), KEDGE_OK);
}

Test(anchor_constraints, only_policies_that_the_anchor_is_trusted_for_will_do)
{
    const kedge_span other = forge_oid_content("1.2.4");

    issue_under("1.2.3");
    constraints.require_explicit_policy = true;
    constraints.policies = forge_certificate_policies("1.2.9", "1.2.3").value;
    cr_assert_status(judge(), KEDGE_OK);
    constraints.policies = forge_certificate_policies("1.2.4").value;
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    constraints.policies = forge_certificate_policies("1.2.4", FORGE_ANY_POLICY).value;
    cr_assert_status(judge(), KEDGE_OK);
    s.request.policies.initial_set = &other;
    s.request.policies.initial_set_count = 1;
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(anchor_constraints, policies_of_anchor_and_request_meet)
{
    const kedge_span both[] = { forge_oid_content("1.2.3"), forge_oid_content("1.2.4") };

    s.request.policies.initial_set = both;
    s.request.policies.initial_set_count = 2;
    s.request.policies.require_explicit = true;
    issue_under(FORGE_ANY_POLICY);
    constraints.policies = forge_certificate_policies("1.2.4").value;
    cr_assert_status(judge(), KEDGE_OK);
    constraints.policies = forge_certificate_policies("1.2.5").value;
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    s.request.policies.initial_set = NULL;
    s.request.policies.initial_set_count = 0;
    cr_assert_status(judge(), KEDGE_OK);
}

Test(anchor_constraints, any_policy_may_be_inhibited)
{
    issue_under(FORGE_ANY_POLICY);
    constraints.require_explicit_policy = true;
    cr_assert_status(judge(), KEDGE_OK);
    constraints.inhibit_any_policy = true;
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(anchor_constraints, policy_mappings_may_be_inhibited)
{
    const kedge_span wanted = forge_oid_content("1.2.3");

    forge_put(&ca, forge_certificate_policies("1.2.3"));
    forge_put(&ca, forge_policy_mappings("1.2.3", "1.2.4"));
    forge_put(&leaf, forge_certificate_policies("1.2.4"));
    constraints.require_explicit_policy = true;
    s.request.policies.initial_set = &wanted;
    s.request.policies.initial_set_count = 1;
    cr_assert_status(judge(), KEDGE_OK);
    constraints.inhibit_policy_mapping = true;
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

/* OpenSSL's settings beside a certificate. */
static kedge_status judge_trusted(kedge_span settings)
{
    const kedge_span text = forge_pem("TRUSTED CERTIFICATE", forge_join(forge_sign(&root), settings));
    const kedge_anchor_terms terms = { .constraints = &constraints };

    cr_assert_status(kedge_trust_add_pem(&s.trust, text.data, text.size, &terms, KEDGE_BUNDLE_STOP, NULL), KEDGE_OK);
    s.request.chain_count = 0;
    scene_send(&s, &leaf);
    scene_send(&s, &ca);
    return scene_verify(&s);
}

Test(anchor_constraints, settings_of_a_trusted_certificate_are_judged)
{
    const kedge_span server = forge_oid(FORGE_EKU_SERVER_AUTH), client = forge_oid(FORGE_EKU_CLIENT_AUTH);

    cr_assert_status(judge_trusted(forge_sequence(forge_sequence(server))), KEDGE_OK);
    cr_assert_status(judge_trusted(forge_sequence(forge_sequence(client))), KEDGE_ANCHOR_USAGE_REFUSED);
    cr_assert_status(judge_trusted(forge_sequence(forge_explicit(0, client))), KEDGE_OK);
    cr_assert_status(judge_trusted(forge_sequence(forge_explicit(0, server))), KEDGE_ANCHOR_USAGE_REFUSED);
    cr_assert_status(judge_trusted(forge_sequence(forge_sequence(client, server), forge_explicit(0, client),
                                                  forge_text(KEDGE_TAG_UTF8_STRING, "alias"),
                                                  forge_octet_string(forge_hex("00")))),
                     KEDGE_OK);
    constraints.purposes = forge_sequence(client);
    cr_assert_status(judge_trusted(forge_sequence(forge_sequence(server))), KEDGE_ANCHOR_USAGE_REFUSED);
}
