/* conformance_test.c - how the rules on the making of certificates are applied, and those about a certificate
 * and its issuer. */
#include "unit/path/conformance.h"

static conformance_scene s;
static forge_certificate root;
static forge_certificate ca;
static forge_certificate leaf;

static void begin(void)
{
    conformance_begin(&s);
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

TestSuite(conformance, .init = begin, .fini = forge_forget);

Test(conformance, what_is_made_right_keeps_all_rules)
{
    const uint64_t rules = KEDGE_CONFORM_RFC5280 | KEDGE_CONFORM_WEB;

    cr_assert_status(conformance_judge(&s, rules, &leaf, KEDGE_ROLE_TARGET), KEDGE_OK);
    cr_assert_status(conformance_judge(&s, rules, &ca, KEDGE_ROLE_ISSUER), KEDGE_OK);
    cr_assert_status(conformance_judge(&s, rules, &root, KEDGE_ROLE_ANCHOR), KEDGE_OK);
}

Test(conformance, only_what_the_policy_demands_is_judged)
{
    leaf.serial_number = forge_hex("00");
    cr_assert_status(conformance_judge(&s, KEDGE_CONFORM_RFC5280 & ~KEDGE_CONFORM(SERIAL_NOT_POSITIVE), &leaf,
                                       KEDGE_ROLE_TARGET),
                     KEDGE_OK);
    cr_assert_status(conformance_judge(&s, KEDGE_CONFORM_RFC5280, &leaf, KEDGE_ROLE_TARGET),
                     KEDGE_SERIAL_NOT_POSITIVE);
}

Test(conformance, the_groups_are_what_they_say)
{
    cr_assert_eq(KEDGE_CONFORM_RFC5280 & KEDGE_CONFORM(POLICY_CONSTRAINTS_EMPTY),
                 KEDGE_CONFORM(POLICY_CONSTRAINTS_EMPTY));
    cr_assert_eq(KEDGE_CONFORM_RFC5280 & KEDGE_CONFORM(VERSION_NOT_3), 0);
    cr_assert_eq(KEDGE_CONFORM_RFC5280 & ~KEDGE_CONFORM_WEB, KEDGE_CONFORM(NAME_CONSTRAINTS_NOT_CRITICAL));
    cr_assert_eq(KEDGE_CONFORM_WEB & KEDGE_CONFORM(AIA_FORM), KEDGE_CONFORM(AIA_FORM));
    cr_assert_eq(KEDGE_CONFORM_WEB & KEDGE_CONFORM_PROFILE, 0);
    cr_assert_eq(KEDGE_CONFORM_PROFILE & KEDGE_CONFORM(CA_SUBJECT_FORM), KEDGE_CONFORM(CA_SUBJECT_FORM));
    cr_assert_eq(KEDGE_CONFORM_RFC5280 | KEDGE_CONFORM_WEB | KEDGE_CONFORM_PROFILE,
                 (UINT64_C(1) << KEDGE_CONFORM_COUNT) - 1);
}

Test(conformance, each_rule_stands_in_one_table_or_is_about_links)
{
    uint64_t rules = KEDGE_CONFORM(KEY_ID_INCONSISTENT) | KEDGE_CONFORM(ECDSA_HASH)
                     | KEDGE_CONFORM(ISSUER_NAME_ENCODING);

    for (size_t i = 0; i < kedge_conformance_rfc5280_count; i++) {
        cr_assert_eq(rules & kedge_conformance_rfc5280[i].bit, 0);
        rules |= kedge_conformance_rfc5280[i].bit;
    }
    cr_assert_eq(rules & KEDGE_CONFORM_RFC5280, KEDGE_CONFORM_RFC5280);
    for (size_t i = 0; i < kedge_conformance_web_count; i++) {
        cr_assert_eq(rules & kedge_conformance_web[i].bit, 0);
        rules |= kedge_conformance_web[i].bit;
    }
    for (size_t i = 0; i < kedge_conformance_profile_count; i++) {
        cr_assert_eq(rules & kedge_conformance_profile[i].bit, 0);
        rules |= kedge_conformance_profile[i].bit;
    }
    cr_assert_eq(rules, (UINT64_C(1) << KEDGE_CONFORM_COUNT) - 1);
}

Test(conformance, a_bare_name_and_key_breaks_nothing)
{
    const kedge_certificate bare = { 0 };
    const kedge_case subject = {
        .request = &s.request, .certificate = &bare, .anchor = &s.anchor, .role = KEDGE_ROLE_ANCHOR
    };

    s.policy.conformance = UINT64_MAX;
    cr_assert_status(kedge_rule_conformance(&subject, &s.offset), KEDGE_OK);
}

/* What is about a certificate and its issuer. */

static rules_path chain;

static void begin_chain(void)
{
    begin();
    rules_path_begin(&chain);
}

TestSuite(conformance_links, .init = begin_chain, .fini = forge_forget);

static void add_chain(void)
{
    rules_path_add(&chain, &leaf);
    rules_path_add(&chain, &ca);
    rules_path_add(&chain, &root);
}

Test(conformance_links, key_identifiers_agree)
{
    add_chain();
    chain.policy.conformance = UINT64_MAX;
    cr_assert_status(kedge_rule_key_identifiers(&chain.path, &chain.judgement), KEDGE_OK);
    cr_assert_status(kedge_rule_link_form(&chain.path, &chain.judgement), KEDGE_OK);
}

Test(conformance_links, a_foreign_key_identifier_is_refused_where_it_is_demanded)
{
    forge_put(&ca, forge_authority_key_identifier(forge_hex("0102")));
    add_chain();
    cr_assert_status(kedge_rule_key_identifiers(&chain.path, &chain.judgement), KEDGE_OK);
    chain.policy.conformance = KEDGE_CONFORM(KEY_ID_INCONSISTENT);
    cr_assert_status(kedge_rule_key_identifiers(&chain.path, &chain.judgement), KEDGE_KEY_ID_INCONSISTENT);
    cr_assert_eq(chain.judgement.position, 1);
    cr_assert(rules_is_at(&chain.certificate[1], chain.judgement.offset, forge_hex("0102")));
}

Test(conformance_links, key_identifiers_that_are_missing_do_not_disagree)
{
    forge_drop(&leaf, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    forge_drop(&root, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    add_chain();
    chain.policy.conformance = KEDGE_CONFORM(KEY_ID_INCONSISTENT);
    cr_assert_status(kedge_rule_key_identifiers(&chain.path, &chain.judgement), KEDGE_OK);
    chain.certificate[2].version = 0;
    cr_assert_status(kedge_rule_key_identifiers(&chain.path, &chain.judgement), KEDGE_OK);
}

Test(conformance_links, the_hash_is_the_one_for_the_curve)
{
    const struct {
        kedge_key_type curve;
        kedge_hash hash;
        kedge_status wanted;
    } cases[] = {
        { KEDGE_KEY_P256, KEDGE_HASH_SHA256, KEDGE_OK },
        { KEDGE_KEY_P256, KEDGE_HASH_SHA384, KEDGE_ECDSA_HASH },
        { KEDGE_KEY_P384, KEDGE_HASH_SHA384, KEDGE_OK },
        { KEDGE_KEY_P384, KEDGE_HASH_SHA256, KEDGE_ECDSA_HASH },
        { KEDGE_KEY_P521, KEDGE_HASH_SHA512, KEDGE_OK },
        { KEDGE_KEY_P521, KEDGE_HASH_SHA256, KEDGE_ECDSA_HASH },
    };

    chain.policy.conformance = KEDGE_CONFORM(ECDSA_HASH);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forge_certificate issuer = forge_root_with_key("Root", forge_ec(cases[i].curve, "a"));
        forge_certificate below = forge_leaf("host.example", &issuer);

        below.hash = cases[i].hash;
        chain.path.length = 0;
        rules_path_add(&chain, &below);
        rules_path_add(&chain, &issuer);
        cr_assert_eq(kedge_rule_link_form(&chain.path, &chain.judgement), cases[i].wanted, "number %zu", i);
    }
}

Test(conformance_links, rsa_signatures_have_no_curve)
{
    forge_certificate issuer = forge_root_with_key("Root", forge_rsa(2048, 0));
    forge_certificate below = forge_leaf("host.example", &issuer);

    below.hash = KEDGE_HASH_SHA512;
    rules_path_add(&chain, &below);
    rules_path_add(&chain, &issuer);
    chain.policy.conformance = KEDGE_CONFORM(ECDSA_HASH);
    cr_assert_status(kedge_rule_link_form(&chain.path, &chain.judgement), KEDGE_OK);
}

Test(conformance_links, names_chain_byte_for_byte)
{
    leaf.issuer = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, "CA")));
    add_chain();
    chain.policy.conformance = KEDGE_CONFORM(ISSUER_NAME_ENCODING);
    cr_assert_status(kedge_rule_link_form(&chain.path, &chain.judgement), KEDGE_ISSUER_NAME_ENCODING);
    cr_assert_eq(chain.judgement.position, 0);
    cr_assert_eq(chain.judgement.offset, chain.certificate[0].issuer.offset);
}
