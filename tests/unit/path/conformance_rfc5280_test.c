/* conformance_rfc5280_test.c - each rule of RFC 5280 on how certificates are made: what breaks it, and what
 * does not. */
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

TestSuite(conformance_rfc5280, .init = begin, .fini = forge_forget);

Test(conformance_rfc5280, serial_numbers_are_positive)
{
    leaf.serial_number = forge_hex("00");
    cr_assert_breaks(SERIAL_NOT_POSITIVE, &leaf, TARGET);
    cr_assert_eq(s.offset, rules_parse(&leaf).serial_number.offset);
    leaf.serial_number = forge_hex("80");
    cr_assert_breaks(SERIAL_NOT_POSITIVE, &leaf, TARGET);
    ca.serial_number = forge_hex("00");
    cr_assert_breaks(SERIAL_NOT_POSITIVE, &ca, ISSUER);
    root.serial_number = forge_hex("00");
    cr_assert_keeps(SERIAL_NOT_POSITIVE, &root, ANCHOR);
}

Test(conformance_rfc5280, serial_numbers_have_20_octets_at_most)
{
    leaf.serial_number = forge_hex("0102030405060708090a0b0c0d0e0f1011121314");
    cr_assert_keeps(SERIAL_TOO_LONG, &leaf, TARGET);
    leaf.serial_number = forge_hex("0102030405060708090a0b0c0d0e0f101112131415");
    cr_assert_breaks(SERIAL_TOO_LONG, &leaf, TARGET);
    cr_assert_eq(s.offset, rules_parse(&leaf).serial_number.offset);
}

Test(conformance_rfc5280, dates_before_2050_are_utc_times)
{
    leaf.raw.validity = forge_sequence(forge_utc_time(FORGE_NOW), forge_generalized_time(FORGE_NOW + 1));
    cr_assert_breaks(TIME_FORM, &leaf, TARGET);
    cr_assert_eq(s.offset, rules_parse(&leaf).validity.offset);
    leaf.raw.validity = forge_sequence(forge_utc_time(FORGE_NOW),
                                       forge_time(forge_seconds(2050, 1, 1, 0, 0, 0)));
    cr_assert_keeps(TIME_FORM, &leaf, TARGET);
}

Test(conformance_rfc5280, there_are_no_unique_identifiers)
{
    const kedge_span issuer = forge_tlv(KEDGE_TAG_CONTEXT(1), forge_hex("0001"));
    const kedge_span subject = forge_tlv(KEDGE_TAG_CONTEXT(2), forge_hex("0001"));

    cr_assert_keeps(UNIQUE_IDENTIFIER, &leaf, TARGET);
    leaf.raw.subject_unique_id = subject;
    cr_assert_breaks(UNIQUE_IDENTIFIER, &leaf, TARGET);
    const kedge_certificate certificate = rules_parse(&leaf);
    cr_assert(rules_is_at(&certificate, s.offset, subject));
    ca.raw.issuer_unique_id = issuer;
    cr_assert_breaks(UNIQUE_IDENTIFIER, &ca, ISSUER);
}

Test(conformance_rfc5280, defaults_are_left_out)
{
    forge_put(&leaf, forge_with_value(forge_basic_constraints(false, FORGE_NONE),
                                      forge_sequence(forge_boolean(false))));
    cr_assert_breaks(DEFAULT_SPELT_OUT, &leaf, TARGET);
    forge_put(&leaf, forge_basic_constraints(false, FORGE_NONE));
    cr_assert_keeps(DEFAULT_SPELT_OUT, &leaf, TARGET);
}

Test(conformance_rfc5280, printable_strings_hold_printable_characters)
{
    leaf.subject = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, "a@b.example")));
    cr_assert_breaks(NAME_STRING_FORM, &leaf, TARGET);
    leaf.subject = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_UTF8_STRING, "a@b.example")));
    cr_assert_keeps(NAME_STRING_FORM, &leaf, TARGET);
}

Test(conformance_rfc5280, key_identifiers_are_not_critical)
{
    forge_put(&root, forge_critical(forge_authority_key_identifier(forge_key_identifier(root.key))));
    cr_assert_breaks(CRITICALITY, &root, ANCHOR);
    cr_assert_eq(s.offset, conformance_place_of(&root, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER));
    forge_put(&ca, forge_critical(forge_subject_key_identifier(forge_key_identifier(ca.key))));
    cr_assert_breaks(CRITICALITY, &ca, ISSUER);
}

Test(conformance_rfc5280, where_to_find_things_is_not_critical)
{
    forge_put(&leaf, forge_critical(forge_authority_info_access("http://a.example/", NULL)));
    cr_assert_breaks(CRITICALITY, &leaf, TARGET);
    forge_put(&leaf, forge_authority_info_access("http://a.example/", NULL));
    cr_assert_keeps(CRITICALITY, &leaf, TARGET);
    forge_put(&leaf, forge_critical(forge_freshest_crl("http://a.example/")));
    cr_assert_breaks(CRITICALITY, &leaf, TARGET);
    forge_put(&leaf, forge_not_critical(forge_freshest_crl("http://a.example/")));
    forge_put(&leaf, forge_critical(forge_subject_info_access("http://a.example/")));
    cr_assert_breaks(CRITICALITY, &leaf, TARGET);
}

Test(conformance_rfc5280, what_restricts_policies_is_critical)
{
    forge_put(&ca, forge_not_critical(forge_policy_constraints(0, FORGE_NONE)));
    cr_assert_breaks(CRITICALITY, &ca, ISSUER);
    forge_put(&ca, forge_critical(forge_policy_constraints(0, FORGE_NONE)));
    cr_assert_keeps(CRITICALITY, &ca, ISSUER);
    forge_put(&ca, forge_not_critical(forge_inhibit_any_policy(0)));
    cr_assert_breaks(CRITICALITY, &ca, ISSUER);
}

Test(conformance_rfc5280, basic_constraints_of_a_ca_are_critical)
{
    forge_put(&ca, forge_not_critical(forge_basic_constraints(true, FORGE_NONE)));
    cr_assert_breaks(CRITICALITY, &ca, ISSUER);
    cr_assert_eq(s.offset, conformance_place_of(&ca, KEDGE_EXT_BASIC_CONSTRAINTS));
    cr_assert_breaks(CRITICALITY, &ca, TARGET);
    forge_put(&root, forge_not_critical(forge_basic_constraints(true, FORGE_NONE)));
    cr_assert_breaks(CRITICALITY, &root, ANCHOR);
    forge_put(&leaf, forge_not_critical(forge_basic_constraints(false, FORGE_NONE)));
    cr_assert_keeps(CRITICALITY, &leaf, TARGET);
}

Test(conformance_rfc5280, a_ca_has_a_name)
{
    ca.subject = forge_name(FORGE_ABSENT);
    cr_assert_breaks(CA_SUBJECT_EMPTY, &ca, ISSUER);
    cr_assert_breaks(CA_SUBJECT_EMPTY, &ca, TARGET);
    leaf.subject = forge_name(FORGE_ABSENT);
    cr_assert_keeps(CA_SUBJECT_EMPTY, &leaf, TARGET);
    cr_assert_breaks(CA_SUBJECT_EMPTY, &leaf, ISSUER);
}

Test(conformance_rfc5280, without_a_subject_subject_alt_name_is_critical)
{
    cr_assert_keeps(SAN_NOT_CRITICAL, &leaf, TARGET);
    leaf.subject = forge_name(FORGE_ABSENT);
    cr_assert_breaks(SAN_NOT_CRITICAL, &leaf, TARGET);
    cr_assert_eq(s.offset, conformance_place_of(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME));
    forge_put(&leaf, forge_critical(forge_subject_alt_name(forge_dns("host.example"))));
    cr_assert_keeps(SAN_NOT_CRITICAL, &leaf, TARGET);
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    cr_assert_breaks(SAN_NOT_CRITICAL, &leaf, TARGET);
    cr_assert_eq(s.offset, 0);
}

static void use_alt_name(kedge_span general_name)
{
    forge_put(&leaf, forge_subject_alt_name(forge_dns("a.example"), general_name));
}

Test(conformance_rfc5280, alternative_names_are_of_their_form)
{
    const kedge_span right[] = {
        forge_dns("localhost"),
        forge_dns("*.host.example"),
        forge_ip("c0000201"),
        forge_email("a.b@host.example"),
        forge_email("\"a b\"@[192.0.2.1]"),
        forge_uri("http://host.example/"),
        forge_uri("urn:a:b"),
        forge_directory(forge_common_name("a")),
        forge_registered_id("1.2.3"),
        forge_other_name("1.2.3", forge_null()),
    };

    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        use_alt_name(right[i]);
        cr_assert_keeps(SAN_NAME_FORM, &leaf, TARGET);
    }
}

Test(conformance_rfc5280, alternative_names_of_no_form_are_refused)
{
    const kedge_span wrong[] = {
        forge_dns("a_b.example"),
        forge_dns(""),
        forge_dns(" "),
        forge_dns(".host.example"),
        forge_dns("host.example."),
        forge_dns("*.a_b.example"),
        forge_dns("a*.example"),
        forge_dns("192.0.2.1"),
        forge_email("host.example"),
        forge_email("@host.example"),
        forge_email("a@"),
        forge_email("A <a@host.example>"),
        forge_email("<a@host.example"),
        forge_email("a @host.example"),
        forge_email("a@host.example (a)"),
        forge_email("a\t@host.example"),
        forge_uri("/path"),
        forge_uri("host.example"),
        forge_uri("http:"),
        forge_uri(":a"),
        forge_uri("a b:c"),
        forge_uri(""),
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        use_alt_name(wrong[i]);
        cr_assert_eq(conformance_judge(&s, KEDGE_CONFORM(SAN_NAME_FORM), &leaf, KEDGE_ROLE_TARGET),
                     KEDGE_SAN_NAME_FORM, "number %zu", i);
    }
}

Test(conformance_rfc5280, the_authority_key_identifier_is_there_but_in_self_signed_anchors)
{
    cr_assert_keeps(AKI_MISSING, &leaf, TARGET);
    cr_assert_keeps(AKI_MISSING, &ca, ISSUER);
    forge_drop(&leaf, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    cr_assert_breaks(AKI_MISSING, &leaf, TARGET);
    cr_assert_eq(s.offset, 0);
    forge_drop(&ca, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    cr_assert_breaks(AKI_MISSING, &ca, ISSUER);
    cr_assert_breaks(AKI_MISSING, &ca, ANCHOR);
    forge_drop(&root, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    cr_assert_keeps(AKI_MISSING, &root, ANCHOR);
    cr_assert_breaks(AKI_MISSING, &root, ISSUER);
}

Test(conformance_rfc5280, an_authority_key_identifier_without_the_key_identifier_is_none)
{
    forge_put(&leaf,
              forge_authority_key_identifier_full(FORGE_ABSENT, forge_sequence(forge_directory(ca.subject)),
                                                  forge_hex("01")));
    cr_assert_breaks(AKI_MISSING, &leaf, TARGET);
    cr_assert_eq(s.offset, conformance_place_of(&leaf, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER));
}

Test(conformance_rfc5280, a_ca_has_a_subject_key_identifier)
{
    cr_assert_keeps(SKI_MISSING, &ca, ISSUER);
    forge_drop(&ca, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    cr_assert_breaks(SKI_MISSING, &ca, ISSUER);
    cr_assert_breaks(SKI_MISSING, &ca, TARGET);
    forge_drop(&root, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    cr_assert_breaks(SKI_MISSING, &root, ANCHOR);
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    cr_assert_keeps(SKI_MISSING, &leaf, TARGET);
}

Test(conformance_rfc5280, key_usage_sets_a_bit_and_has_no_trailing_zeros)
{
    forge_put(&leaf, forge_with_value(forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE),
                                      forge_bit_string(forge_hex("80"), 0)));
    cr_assert_breaks(KEY_USAGE_FORM, &leaf, TARGET);
    cr_assert_eq(s.offset, conformance_place_of(&leaf, KEDGE_EXT_KEY_USAGE));
    forge_put(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    cr_assert_keeps(KEY_USAGE_FORM, &leaf, TARGET);
    forge_drop(&leaf, KEDGE_EXT_KEY_USAGE);
    cr_assert_keeps(KEY_USAGE_FORM, &leaf, TARGET);
}

Test(conformance_rfc5280, only_a_ca_signs_certificates)
{
    forge_put(&leaf, forge_key_usage(KEDGE_KU_KEY_CERT_SIGN));
    cr_assert_breaks(CERT_SIGN_NOT_CA, &leaf, TARGET);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_CRL_SIGN));
    cr_assert_keeps(CERT_SIGN_NOT_CA, &leaf, TARGET);
    cr_assert_keeps(CERT_SIGN_NOT_CA, &ca, ISSUER);
}

Test(conformance_rfc5280, only_a_ca_that_signs_has_a_path_length)
{
    forge_put(&ca, forge_basic_constraints(true, 0));
    cr_assert_keeps(PATH_LENGTH_NOT_CA, &ca, ISSUER);
    forge_put(&ca, forge_key_usage(KEDGE_KU_CRL_SIGN));
    cr_assert_breaks(PATH_LENGTH_NOT_CA, &ca, ISSUER);
    forge_drop(&ca, KEDGE_EXT_KEY_USAGE);
    cr_assert_breaks(PATH_LENGTH_NOT_CA, &ca, ISSUER);
    forge_put(&leaf, forge_basic_constraints(false, 0));
    cr_assert_breaks(PATH_LENGTH_NOT_CA, &leaf, TARGET);
    cr_assert_eq(s.offset, conformance_place_of(&leaf, KEDGE_EXT_BASIC_CONSTRAINTS));
}

Test(conformance_rfc5280, only_a_ca_constrains_names)
{
    forge_put(&leaf, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    cr_assert_breaks(NAME_CONSTRAINTS_NOT_CA, &leaf, TARGET);
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    cr_assert_keeps(NAME_CONSTRAINTS_NOT_CA, &ca, ISSUER);
}

Test(conformance_rfc5280, name_constraints_are_critical_and_not_empty)
{
    const forge_extension constraints = forge_name_constraints(forge_subtrees(forge_dns("example")),
                                                               FORGE_ABSENT);

    forge_put(&ca, forge_critical(constraints));
    cr_assert_keeps(NAME_CONSTRAINTS_NOT_CRITICAL, &ca, ISSUER);
    cr_assert_keeps(NAME_CONSTRAINTS_EMPTY, &ca, ISSUER);
    forge_put(&ca, forge_not_critical(constraints));
    cr_assert_breaks(NAME_CONSTRAINTS_NOT_CRITICAL, &ca, ISSUER);
    forge_put(&ca, forge_with_value(constraints, forge_sequence(FORGE_ABSENT)));
    cr_assert_breaks(NAME_CONSTRAINTS_EMPTY, &ca, ISSUER);
}

Test(conformance_rfc5280, policy_constraints_are_not_empty)
{
    forge_put(&ca, forge_policy_constraints(FORGE_NONE, 1));
    cr_assert_keeps(POLICY_CONSTRAINTS_EMPTY, &ca, ISSUER);
    forge_put(&ca, forge_policy_constraints(FORGE_NONE, FORGE_NONE));
    cr_assert_breaks(POLICY_CONSTRAINTS_EMPTY, &ca, ISSUER);
}
