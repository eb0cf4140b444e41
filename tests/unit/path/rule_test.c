/* rule_test.c - the short rules, each judged in a whole verification. */
#include "unit/path/scene.h"

static scene s;
static forge_certificate root;
static forge_certificate ca;
static forge_certificate leaf;

static void begin(void)
{
    scene_begin(&s);
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

static void end(void)
{
    scene_end(&s);
}

static kedge_status verify(void)
{
    if (kedge_trust_count(&s.trust) == 0)
        scene_trust(&s, &root);
    s.request.chain_count = 0;
    scene_send(&s, &leaf);
    scene_send(&s, &ca);
    return scene_verify(&s);
}

TestSuite(basic_constraints, .init = begin, .fini = end);
TestSuite(path_length, .init = begin, .fini = end);
TestSuite(key_usage, .init = begin, .fini = end);
TestSuite(validity, .init = begin, .fini = end);
TestSuite(critical_extensions, .init = begin, .fini = end);
TestSuite(algorithm_policy, .init = begin, .fini = end);
TestSuite(distrust, .init = begin, .fini = end);
TestSuite(anchor_terms, .init = begin, .fini = end);

Test(basic_constraints, an_issuer_without_the_extension_is_no_ca)
{
    forge_drop(&ca, KEDGE_EXT_BASIC_CONSTRAINTS);
    cr_assert_status(verify(), KEDGE_NOT_A_CA);
    cr_assert_eq(s.verdict.certificate, 1);
}

Test(basic_constraints, an_issuer_that_says_false_is_no_ca_and_the_place_is_told)
{
    forge_put(&ca, forge_basic_constraints(false, FORGE_NONE));
    cr_assert_status(verify(), KEDGE_NOT_A_CA);
    cr_assert_gt(s.verdict.offset, 0);
}

Test(basic_constraints, a_v1_issuer_below_the_anchor_needs_the_policy_to_let_it_through)
{
    ca.version = 1;
    forge_drop(&leaf, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    cr_assert_status(verify(), KEDGE_VERSION_NOT_CA);
    s.policy.flags |= KEDGE_POLICY_V1_ISSUER;
    cr_assert_status(verify(), KEDGE_OK);
}

Test(basic_constraints, a_v1_anchor_is_let_through_unless_its_terms_demand_the_extension)
{
    root.version = 1;
    cr_assert_status(verify(), KEDGE_OK);
    s.policy.anchor_terms |= KEDGE_ANCHOR_BASIC_CONSTRAINTS;
    cr_assert_status(verify(), KEDGE_VERSION_NOT_CA);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
}

Test(basic_constraints, an_anchor_without_the_extension_is_let_through_unless_its_terms_demand_it)
{
    forge_drop(&root, KEDGE_EXT_BASIC_CONSTRAINTS);
    cr_assert_status(verify(), KEDGE_OK);
    s.policy.anchor_terms |= KEDGE_ANCHOR_BASIC_CONSTRAINTS;
    cr_assert_status(verify(), KEDGE_NOT_A_CA);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
}

Test(basic_constraints, an_anchor_that_says_false_issues_only_where_its_constraints_do_not_bind)
{
    forge_put(&root, forge_basic_constraints(false, FORGE_NONE));
    cr_assert_status(verify(), KEDGE_NOT_A_CA);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
    s.policy.anchor_terms &= ~(uint32_t)KEDGE_ANCHOR_CONSTRAINTS;
    cr_assert_status(verify(), KEDGE_OK);
}

Test(path_length, limit_zero_allows_a_target)
{
    forge_put(&ca, forge_basic_constraints(true, 0));
    cr_assert_status(verify(), KEDGE_OK);
}

Test(path_length, limit_zero_refuses_one_intermediate_and_names_the_ca)
{
    const forge_certificate lower = forge_ca("Lower", &ca);

    forge_put(&ca, forge_basic_constraints(true, 0));
    leaf = forge_leaf("host.example", &lower);
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &lower);
    scene_send(&s, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_PATH_TOO_LONG);
    cr_assert_eq(s.verdict.certificate, 2);
}

Test(path_length, self_issued_intermediates_are_not_counted)
{
    const forge_certificate rollover = forge_ca_with_key("CA", &ca, forge_p256("next key"));

    forge_put(&ca, forge_basic_constraints(true, 0));
    leaf = forge_leaf("host.example", &rollover);
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &rollover);
    scene_send(&s, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
}

Test(path_length, an_anchor_is_bound_by_its_own_limit_where_its_terms_say_so)
{
    forge_put(&root, forge_basic_constraints(true, 0));
    cr_assert_status(verify(), KEDGE_PATH_TOO_LONG);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
    s.policy.anchor_terms &= ~(uint32_t)KEDGE_ANCHOR_CONSTRAINTS;
    cr_assert_status(verify(), KEDGE_OK);
}

Test(path_length, the_policy_has_a_depth_of_its_own)
{
    s.policy.depth_max = 0;
    cr_assert_status(verify(), KEDGE_PATH_TOO_DEEP);
    s.policy.depth_max = 1;
    cr_assert_status(verify(), KEDGE_OK);
}

Test(key_usage, an_issuer_must_be_allowed_to_sign_certificates)
{
    forge_put(&ca, forge_key_usage(KEDGE_KU_CRL_SIGN));
    cr_assert_status(verify(), KEDGE_CERT_SIGN_MISSING);
    cr_assert_eq(s.verdict.certificate, 1);
    cr_assert_gt(s.verdict.offset, 0);
}

Test(key_usage, an_issuer_without_the_extension_is_not_restricted)
{
    forge_drop(&ca, KEDGE_EXT_KEY_USAGE);
    cr_assert_status(verify(), KEDGE_OK);
}

Test(key_usage, a_server_needs_a_bit_that_serves_a_handshake)
{
    forge_put(&leaf, forge_key_usage(KEDGE_KU_CONTENT_COMMITMENT));
    cr_assert_status(verify(), KEDGE_KEY_USAGE_REFUSED);
    cr_assert_eq(s.verdict.certificate, 0);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_KEY_ENCIPHERMENT));
    cr_assert_status(verify(), KEDGE_OK);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_CONTENT_COMMITMENT));
    s.policy.flags &= ~(uint32_t)KEDGE_POLICY_LEAF_KEY_USAGE;
    cr_assert_status(verify(), KEDGE_OK);
}

Test(key_usage, a_client_needs_to_sign_or_agree)
{
    s.request.usage = kedge_usage_client_auth();
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    forge_put(&leaf, forge_key_usage(KEDGE_KU_KEY_ENCIPHERMENT));
    cr_assert_status(verify(), KEDGE_KEY_USAGE_REFUSED);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    cr_assert_status(verify(), KEDGE_OK);
}

Test(key_usage, a_purpose_of_which_nothing_is_known_needs_no_bit)
{
    static const uint8_t other[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x63 };

    s.request.usage = (kedge_usage){ KEDGE_USAGE_PURPOSE, { other, sizeof other } };
    forge_put(&leaf, forge_extended_key_usage("1.3.6.1.5.5.7.3.99"));
    forge_put(&leaf, forge_key_usage(KEDGE_KU_CONTENT_COMMITMENT));
    cr_assert_status(verify(), KEDGE_OK);
    s.request.usage = kedge_usage_waived();
    cr_assert_status(verify(), KEDGE_OK);
}

Test(key_usage, where_usages_must_agree_both_extensions_must_be_there)
{
    s.policy.flags = KEDGE_POLICY_LEAF_USAGES_AGREE;
    forge_put(&leaf, forge_key_usage(KEDGE_KU_CRL_SIGN));
    cr_assert_status(verify(), KEDGE_KEY_USAGE_REFUSED);
    forge_drop(&leaf, KEDGE_EXT_EXTENDED_KEY_USAGE);
    cr_assert_status(verify(), KEDGE_OK);
    s.policy.flags = KEDGE_POLICY_LEAF_KEY_USAGE;
    cr_assert_status(verify(), KEDGE_KEY_USAGE_REFUSED);
}

Test(validity, both_ends_are_inclusive_to_the_second)
{
    leaf.not_before = FORGE_NOW;
    leaf.not_after = FORGE_NOW + 10;
    s.request.time = kedge_time_at(FORGE_NOW - 1);
    cr_assert_status(verify(), KEDGE_NOT_YET_VALID);
    s.request.time = kedge_time_at(FORGE_NOW);
    cr_assert_status(verify(), KEDGE_OK);
    s.request.time = kedge_time_at(FORGE_NOW + 10);
    cr_assert_status(verify(), KEDGE_OK);
    s.request.time = kedge_time_at(FORGE_NOW + 11);
    cr_assert_status(verify(), KEDGE_EXPIRED);
    cr_assert_eq(s.verdict.certificate, 0);
    cr_assert_gt(s.verdict.offset, 0);
}

Test(validity, a_floor_refuses_what_has_expired_by_then_and_cannot_judge_the_beginning)
{
    leaf.not_before = FORGE_NOW;
    leaf.not_after = FORGE_NOW + 10;
    s.request.time = kedge_time_at_least(FORGE_NOW - 1);
    cr_assert_status(verify(), KEDGE_OK);
    s.request.time = kedge_time_at_least(FORGE_NOW + 11);
    cr_assert_status(verify(), KEDGE_EXPIRED);
}

Test(validity, the_year_9999_does_not_expire_before_it_ends)
{
    leaf.not_after = INT64_C(253402300799);
    s.request.time = kedge_time_at(leaf.not_after);
    root.not_after = ca.not_after = leaf.not_after;
    cr_assert_status(verify(), KEDGE_OK);
    s.request.time = kedge_time_at(leaf.not_after + 1);
    cr_assert_status(verify(), KEDGE_EXPIRED);
}

Test(validity, an_expired_anchor_counts_by_its_terms)
{
    root.not_after = FORGE_NOW - 1;
    cr_assert_status(verify(), KEDGE_EXPIRED);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
    s.policy.anchor_terms &= ~(uint32_t)KEDGE_ANCHOR_EXPIRY;
    cr_assert_status(verify(), KEDGE_OK);
}

Test(critical_extensions, one_that_nobody_knows_refuses_wherever_it_stands)
{
    forge_put(&leaf, forge_unknown_extension(true));
    cr_assert_status(verify(), KEDGE_UNKNOWN_CRITICAL_EXTENSION);
    cr_assert_eq(s.verdict.certificate, 0);
    cr_assert_gt(s.verdict.offset, 0);
    leaf = forge_leaf("host.example", &ca);
    forge_put(&ca, forge_unknown_extension(true));
    cr_assert_status(verify(), KEDGE_UNKNOWN_CRITICAL_EXTENSION);
    cr_assert_eq(s.verdict.certificate, 1);
}

Test(critical_extensions, one_that_is_not_critical_is_ignored)
{
    forge_put(&leaf, forge_unknown_extension(false));
    forge_put(&ca, forge_unknown_extension(false));
    cr_assert_status(verify(), KEDGE_OK);
}

static bool claim_all(void *context, const kedge_certificate *certificate, const kedge_extension_view *extension)
{
    (void)certificate;
    cr_assert(extension->critical);
    cr_assert_not(extension->known);
    return *(const bool *)context;
}

Test(critical_extensions, the_caller_can_claim_one_as_processed)
{
    bool answer = true;

    forge_put(&leaf, forge_unknown_extension(true));
    s.request.claim = claim_all;
    s.request.context = &answer;
    cr_assert_status(verify(), KEDGE_OK);
    answer = false;
    cr_assert_status(verify(), KEDGE_UNKNOWN_CRITICAL_EXTENSION);
}

Test(algorithm_policy, a_small_rsa_key_of_the_target_is_refused_and_its_place_told)
{
    leaf = forge_leaf_with_key("host.example", &ca, forge_rsa(1024, 0));
    cr_assert_status(verify(), KEDGE_KEY_REFUSED);
    cr_assert_eq(s.verdict.certificate, 0);
    cr_assert_gt(s.verdict.offset, 0);
    s.policy.rsa_bits_min = 1024;
    cr_assert_status(verify(), KEDGE_OK);
}

Test(algorithm_policy, rsa_of_2048_bits_is_allowed_and_larger_than_the_maximum_is_not)
{
    leaf = forge_leaf_with_key("host.example", &ca, forge_rsa(2048, 0));
    cr_assert_status(verify(), KEDGE_OK);
    s.policy.rsa_bits_max = 2047;
    cr_assert_status(verify(), KEDGE_KEY_REFUSED);
}

Test(algorithm_policy, exponents_are_odd_and_within_the_policys_range)
{
    const forge_key *key = forge_rsa(2048, 0);

    leaf = forge_leaf_with_key("host.example", &ca, forge_rsa_with_exponent(key, 1));
    cr_assert_status(verify(), KEDGE_KEY_REFUSED);
    leaf = forge_leaf_with_key("host.example", &ca, forge_rsa_with_exponent(key, 65536));
    cr_assert_status(verify(), KEDGE_KEY_REFUSED);
    leaf = forge_leaf_with_key("host.example", &ca, forge_rsa_with_exponent(key, 3));
    cr_assert_status(verify(), KEDGE_OK);
    s.policy.rsa_exponent_min = 65537;
    cr_assert_status(verify(), KEDGE_KEY_REFUSED);
    leaf = forge_leaf_with_key("host.example", &ca, forge_rsa_with_exponent(key, UINT32_MAX));
    cr_assert_status(verify(), KEDGE_OK);
    s.policy.rsa_exponent_max = 65537;
    cr_assert_status(verify(), KEDGE_KEY_REFUSED);
}

Test(algorithm_policy, an_exponent_of_more_than_32_bits_is_refused)
{
    static const uint8_t exponent[] = { 0x02, 0x05, 0x01, 0x00, 0x00, 0x00, 0x01 };
    const forge_key *key = forge_rsa(2048, 0);
    const kedge_span content = { exponent + 2, 5 };

    leaf = forge_leaf_with_key("host.example", &ca, forge_public(forge_rsa_public_key(key->modulus, content)));
    cr_assert_status(verify(), KEDGE_KEY_REFUSED);
}

Test(algorithm_policy, a_key_type_that_is_not_allowed_is_refused)
{
    s.policy.key_types &= ~KEDGE_ALLOW_KEY(KEDGE_KEY_P384);
    leaf = forge_leaf_with_key("host.example", &ca, forge_ec(KEDGE_KEY_P384, "leaf"));
    cr_assert_status(verify(), KEDGE_KEY_REFUSED);
    s.policy.key_types |= KEDGE_ALLOW_KEY(KEDGE_KEY_P384);
    cr_assert_status(verify(), KEDGE_OK);
}

Test(distrust, an_intermediate_by_its_serial_number)
{
    const kedge_span der = forge_sign(&ca);
    kedge_certificate view;
    uint32_t fault;

    scene_trust(&s, &root);
    cr_assert_eq(kedge_certificate_parse(&view, der.data, der.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_distrust_serial(&s.trust, kedge_certificate_span(&view, view.issuer),
                                             kedge_certificate_span(&view, view.serial_number)), KEDGE_OK);
    cr_assert_status(verify(), KEDGE_DISTRUSTED);
    cr_assert_eq(s.verdict.certificate, 1);
}

Test(distrust, an_anchor_is_believed_for_what_was_issued_up_to_a_date)
{
    const kedge_span der = forge_sign(&root);
    kedge_anchor_terms terms = { .has_distrusted_after = true, .distrusted_after = leaf.not_before };
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_copy(&s.trust, der.data, der.size, &terms, &fault), KEDGE_OK);
    cr_assert_status(verify(), KEDGE_OK);
    terms.distrusted_after = leaf.not_before - 1;
    cr_assert_eq(kedge_trust_add_copy(&s.trust, der.data, der.size, &terms, &fault), KEDGE_OK);
    cr_assert_status(verify(), KEDGE_DISTRUSTED_AFTER);
    cr_assert_eq(s.verdict.certificate, 0);
}

Test(anchor_terms, what_is_given_for_an_anchor_counts_before_the_policys_default)
{
    root.not_after = FORGE_NOW - 1;
    scene_trust_with(&s, &root, KEDGE_ANCHOR_EXPIRY, 0);
    cr_assert_status(verify(), KEDGE_OK);
    scene_trust_with(&s, &root, KEDGE_ANCHOR_EXPIRY, KEDGE_ANCHOR_EXPIRY);
    s.policy.anchor_terms = KEDGE_ANCHOR_ISSUER;
    cr_assert_status(verify(), KEDGE_EXPIRED);
}

Test(anchor_terms, an_anchors_key_usage_and_critical_extensions_count_with_its_constraints)
{
    forge_put(&root, forge_key_usage(KEDGE_KU_CRL_SIGN));
    scene_trust(&s, &root);
    cr_assert_status(verify(), KEDGE_CERT_SIGN_MISSING);
    s.policy.anchor_terms &= ~(uint32_t)KEDGE_ANCHOR_CONSTRAINTS;
    cr_assert_status(verify(), KEDGE_OK);
}
