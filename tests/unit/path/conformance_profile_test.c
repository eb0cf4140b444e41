/* conformance_profile_test.c - what each sort of certificate must have: what breaks a rule, and what does not. */
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

TestSuite(conformance_profile, .init = begin, .fini = forge_forget);

static void valid_for(int64_t from, int64_t days, int64_t more_seconds)
{
    leaf.not_before = from;
    leaf.not_after = from + days * FORGE_DAY - 1 + more_seconds;
}

Test(conformance_profile, validity_is_limited_by_the_date_of_issue)
{
    static const struct {
        int year;
        unsigned month, day;
        int64_t days;
    } limits[] = { { 2018, 3, 1, 825 }, { 2020, 9, 1, 398 }, { 2026, 3, 15, 200 }, { 2027, 3, 15, 100 },
                   { 2029, 3, 15, 47 } };

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const int64_t from = forge_seconds(limits[i].year, limits[i].month, limits[i].day, 0, 0, 0);

        valid_for(from, limits[i].days, 0);
        cr_assert_keeps(VALIDITY_TOO_LONG, &leaf, TARGET);
        valid_for(from, limits[i].days, 1);
        cr_assert_breaks(VALIDITY_TOO_LONG, &leaf, TARGET);
        valid_for(from - 1, limits[i].days, 1);
        cr_assert_keeps(VALIDITY_TOO_LONG, &leaf, TARGET);
    }
    cr_assert_neq(s.offset, 1);
    cr_assert_keeps(VALIDITY_TOO_LONG, &ca, ISSUER);
}

Test(conformance_profile, certificates_below_the_root_have_policies)
{
    cr_assert_breaks(POLICIES_MISSING, &leaf, TARGET);
    cr_assert_eq(s.offset, 0);
    cr_assert_breaks(POLICIES_MISSING, &ca, ISSUER);
    cr_assert_keeps(POLICIES_MISSING, &root, ANCHOR);
    forge_put(&leaf, forge_certificate_policies("2.23.140.1.2.1"));
    cr_assert_keeps(POLICIES_MISSING, &leaf, TARGET);
}

Test(conformance_profile, a_server_has_one_reserved_policy)
{
    static const char *const reserved[]
        = { "2.23.140.1.1", "2.23.140.1.2.1", "2.23.140.1.2.2", "2.23.140.1.2.3" };
    static const char *const others[] = { "2.23.140.1.2", "2.23.140.1.2.4", "2.23.140.1.2.0", "2.23.140.1.3",
                                          "1.2.3.4.5" };

    cr_assert_keeps(POLICIES_FORM, &leaf, TARGET);
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        forge_put(&leaf, forge_certificate_policies(reserved[i], "1.2.3"));
        cr_assert_keeps(POLICIES_FORM, &leaf, TARGET);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        forge_put(&leaf, forge_certificate_policies(others[i]));
        cr_assert_breaks(POLICIES_FORM, &leaf, TARGET);
    }
    forge_put(&leaf, forge_certificate_policies(reserved[0], reserved[1]));
    cr_assert_breaks(POLICIES_FORM, &leaf, TARGET);
    forge_put(&leaf, forge_certificate_policies(reserved[0], FORGE_ANY_POLICY));
    cr_assert_breaks(POLICIES_FORM, &leaf, TARGET);
}

static void put_qualifiers(const char *oid, kedge_span qualifier)
{
    forge_put(&leaf, forge_with_value(forge_certificate_policies("1.2.3"),
                                      forge_sequence(forge_sequence(
                                          forge_oid("2.23.140.1.2.1"),
                                          forge_sequence(forge_sequence(forge_oid(oid), qualifier))))));
}

Test(conformance_profile, a_policy_of_a_server_points_to_a_statement_at_most)
{
    put_qualifiers("1.3.6.1.5.5.7.2.1", forge_text(KEDGE_TAG_IA5_STRING, "http://ca.example/cps"));
    cr_assert_keeps(POLICIES_FORM, &leaf, TARGET);
    put_qualifiers("1.3.6.1.5.5.7.2.2", forge_sequence(FORGE_ABSENT));
    cr_assert_breaks(POLICIES_FORM, &leaf, TARGET);
}

Test(conformance_profile, servers_say_where_their_issuer_is_and_cas_where_their_crl_is)
{
    forge_drop(&leaf, KEDGE_EXT_AUTHORITY_INFO_ACCESS);
    cr_assert_breaks(AIA_MISSING, &leaf, TARGET);
    forge_put(&leaf, forge_authority_info_access("http://ocsp.example", NULL));
    cr_assert_keeps(AIA_MISSING, &leaf, TARGET);
    forge_drop(&ca, KEDGE_EXT_CRL_DISTRIBUTION_POINTS);
    cr_assert_breaks(CRL_POINTS_MISSING, &ca, ISSUER);
    forge_put(&ca, forge_crl_distribution_points("http://crl.example/1"));
    cr_assert_keeps(CRL_POINTS_MISSING, &ca, ISSUER);
}

static void put_points(kedge_span points)
{
    forge_put(&leaf, forge_with_value(forge_crl_distribution_points("http://crl.example/1"), points));
}

static kedge_span full_name(kedge_span names)
{
    return forge_explicit(0, forge_explicit(0, names));
}

Test(conformance_profile, distribution_points_are_lists_of_http_uris)
{
    const kedge_span right = full_name(forge_join(forge_uri("http://a.example"), forge_uri("http://b.example")));
    const kedge_span wrong[] = {
        full_name(forge_uri("https://a.example")),
        full_name(forge_uri("http:/")),
        full_name(forge_dns("a.example")),
        forge_join(right, forge_tlv(KEDGE_TAG_CONTEXT(1), forge_hex("0780"))),
        forge_join(right, forge_explicit(2, forge_dns("a.example"))),
        forge_explicit(2, forge_dns("a.example")),
    };

    cr_assert_keeps(CRL_POINTS_FORM, &leaf, TARGET);
    put_points(forge_sequence(forge_sequence(right), forge_sequence(right)));
    cr_assert_keeps(CRL_POINTS_FORM, &leaf, TARGET);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        put_points(forge_sequence(forge_sequence(right), forge_sequence(wrong[i])));
        cr_assert_breaks(CRL_POINTS_FORM, &leaf, TARGET);
    }
}

Test(conformance_profile, intermediate_cas_have_purposes_that_go_together)
{
    forge_drop(&ca, KEDGE_EXT_EXTENDED_KEY_USAGE);
    cr_assert_breaks(CA_EKU_MISSING, &ca, ISSUER);
    cr_assert_keeps(CA_EKU_FORM, &ca, ISSUER);
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_CLIENT_AUTH, "1.2.3"));
    cr_assert_keeps(CA_EKU_MISSING, &ca, ISSUER);
    cr_assert_keeps(CA_EKU_FORM, &ca, ISSUER);
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_ANY));
    cr_assert_keeps(CA_EKU_FORM, &ca, ISSUER);
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_ANY));
    cr_assert_breaks(CA_EKU_FORM, &ca, ISSUER);
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_CODE_SIGNING));
    cr_assert_breaks(CA_EKU_FORM, &ca, ISSUER);
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    cr_assert_breaks(CA_EKU_FORM, &ca, ISSUER);
}

Test(conformance_profile, the_key_of_a_ca_signs_certificates_and_crls)
{
    const unsigned both = KEDGE_KU_KEY_CERT_SIGN | KEDGE_KU_CRL_SIGN;

    forge_put(&ca, forge_key_usage(both));
    cr_assert_keeps(CA_KEY_USAGE_FORM, &ca, ISSUER);
    forge_put(&ca, forge_key_usage(both | KEDGE_KU_DIGITAL_SIGNATURE));
    cr_assert_keeps(CA_KEY_USAGE_FORM, &ca, ISSUER);
    forge_put(&ca, forge_not_critical(forge_key_usage(both)));
    cr_assert_breaks(CA_KEY_USAGE_FORM, &ca, ISSUER);
    forge_put(&ca, forge_key_usage(KEDGE_KU_KEY_CERT_SIGN));
    cr_assert_breaks(CA_KEY_USAGE_FORM, &ca, ISSUER);
    forge_put(&ca, forge_key_usage(both | KEDGE_KU_KEY_ENCIPHERMENT));
    cr_assert_breaks(CA_KEY_USAGE_FORM, &ca, ISSUER);
    forge_drop(&ca, KEDGE_EXT_KEY_USAGE);
    cr_assert_keeps(CA_KEY_USAGE_FORM, &ca, ISSUER);
}

Test(conformance_profile, the_key_of_a_server_can_do_what_servers_do)
{
    forge_put(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    cr_assert_keeps(LEAF_KEY_USAGE_NONE, &leaf, TARGET);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_KEY_AGREEMENT));
    cr_assert_breaks(LEAF_KEY_USAGE_NONE, &leaf, TARGET);
    forge_drop(&leaf, KEDGE_EXT_KEY_USAGE);
    cr_assert_keeps(LEAF_KEY_USAGE_NONE, &leaf, TARGET);
    leaf = forge_leaf_with_key("host.example", &ca, forge_rsa(2048, 0));
    forge_put(&leaf, forge_key_usage(KEDGE_KU_KEY_ENCIPHERMENT));
    cr_assert_keeps(LEAF_KEY_USAGE_NONE, &leaf, TARGET);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_DATA_ENCIPHERMENT));
    cr_assert_breaks(LEAF_KEY_USAGE_NONE, &leaf, TARGET);
}

/* id-RSASSA-PSS with SHA-256 and a mask made with `mask`. */
static kedge_span pss(const char *mask, int salt)
{
    const kedge_span sha256 = forge_sequence(forge_oid("2.16.840.1.101.3.4.2.1"));

    return forge_sequence(
        forge_oid("1.2.840.113549.1.1.10"),
        forge_sequence(forge_explicit(0, sha256),
                       forge_explicit(1, forge_sequence(forge_oid("1.2.840.113549.1.1.8"),
                                                        forge_sequence(forge_oid(mask)))),
                       forge_explicit(2, forge_integer(salt))));
}

static void sign_with(kedge_span algorithm)
{
    leaf.raw.inner_algorithm = algorithm;
    leaf.raw.outer_algorithm = algorithm;
}

Test(conformance_profile, pss_is_used_with_one_hash)
{
    cr_assert_keeps(RSA_PSS_FORM, &leaf, TARGET);
    sign_with(pss("2.16.840.1.101.3.4.2.1", 32));
    cr_assert_keeps(RSA_PSS_FORM, &leaf, TARGET);
    sign_with(pss("2.16.840.1.101.3.4.2.1", 31));
    cr_assert_breaks(RSA_PSS_FORM, &leaf, TARGET);
    sign_with(pss("2.16.840.1.101.3.4.2.2", 32));
    cr_assert_breaks(RSA_PSS_FORM, &leaf, TARGET);
}

Test(conformance_profile, basic_constraints_of_a_server_are_critical)
{
    forge_drop(&leaf, KEDGE_EXT_BASIC_CONSTRAINTS);
    cr_assert_keeps(LEAF_BASIC_CONSTRAINTS, &leaf, TARGET);
    forge_put(&leaf, forge_critical(forge_basic_constraints(false, FORGE_NONE)));
    cr_assert_keeps(LEAF_BASIC_CONSTRAINTS, &leaf, TARGET);
    forge_put(&leaf, forge_not_critical(forge_basic_constraints(false, FORGE_NONE)));
    cr_assert_breaks(LEAF_BASIC_CONSTRAINTS, &leaf, TARGET);
}

/* What was issued before 2023-09-15 was not made by these profiles. */
Test(conformance_profile, older_certificates_are_left_alone)
{
    for (int64_t before = 0; before < 2; before++) {
        leaf.not_before = forge_seconds(2023, 9, 15, 0, 0, 0) - before;
        ca.not_before = leaf.not_before;
        forge_put(&leaf, forge_not_critical(forge_basic_constraints(false, FORGE_NONE)));
        forge_put(&leaf, forge_certificate_policies("1.2.3"));
        forge_put(&leaf, forge_crl_distribution_points("ldap://crl.example"));
        forge_put(&ca, forge_extended_key_usage(FORGE_EKU_CODE_SIGNING));
        cr_assert_eq(conformance_judge(&s, KEDGE_CONFORM(LEAF_BASIC_CONSTRAINTS), &leaf, KEDGE_ROLE_TARGET)
                         == KEDGE_OK,
                     before);
        cr_assert_eq(conformance_judge(&s, KEDGE_CONFORM(POLICIES_FORM), &leaf, KEDGE_ROLE_TARGET) == KEDGE_OK,
                     before);
        cr_assert_eq(conformance_judge(&s, KEDGE_CONFORM(CRL_POINTS_FORM), &leaf, KEDGE_ROLE_TARGET) == KEDGE_OK,
                     before);
        cr_assert_eq(conformance_judge(&s, KEDGE_CONFORM(CA_EKU_FORM), &ca, KEDGE_ROLE_ISSUER) == KEDGE_OK, before);
        leaf.subject = forge_name(forge_rdn(forge_attribute("2.5.4.10", KEDGE_TAG_UTF8_STRING, "One")),
                                  forge_rdn(forge_attribute("2.5.4.10", KEDGE_TAG_UTF8_STRING, "Two")));
        cr_assert_eq(conformance_judge(&s, KEDGE_CONFORM(SUBJECT_REPEATS), &leaf, KEDGE_ROLE_TARGET) == KEDGE_OK,
                     before);
    }
}

static kedge_span rdn(const char *type, const char *text)
{
    return forge_rdn(forge_attribute(type, KEDGE_TAG_UTF8_STRING, text));
}

Test(conformance_profile, a_server_belongs_to_no_unit_since_september_2022)
{
    leaf.not_before = forge_seconds(2022, 9, 1, 0, 0, 0);
    cr_assert_keeps(LEAF_UNIT, &leaf, TARGET);
    leaf.subject = forge_name(rdn("2.5.4.10", "Org"), rdn("2.5.4.11", "Unit"));
    cr_assert_breaks(LEAF_UNIT, &leaf, TARGET);
    leaf.not_before--;
    cr_assert_keeps(LEAF_UNIT, &leaf, TARGET);
}

Test(conformance_profile, a_ca_has_country_organization_and_common_name)
{
    const kedge_span country = forge_rdn(forge_attribute("2.5.4.6", KEDGE_TAG_PRINTABLE_STRING, "XX"));

    ca.subject = forge_name(country, rdn("2.5.4.10", "Org"), rdn("2.5.4.3", "CA"));
    cr_assert_keeps(CA_SUBJECT_FORM, &ca, ISSUER);
    ca.subject = forge_name(country, rdn("2.5.4.3", "CA"));
    cr_assert_breaks(CA_SUBJECT_FORM, &ca, ISSUER);
    ca.subject = forge_name(country, rdn("2.5.4.10", "Org"));
    cr_assert_breaks(CA_SUBJECT_FORM, &ca, ISSUER);
    root.subject = forge_name(rdn("2.5.4.10", "Org"), rdn("2.5.4.3", "CA"));
    cr_assert_breaks(CA_SUBJECT_FORM, &root, ANCHOR);
}

Test(conformance_profile, attributes_stand_once_but_for_streets_and_components)
{
    const kedge_span component = forge_rdn(forge_attribute("0.9.2342.19200300.100.1.25", KEDGE_TAG_IA5_STRING, "a"));
    const kedge_span street = rdn("2.5.4.9", "1 Street");

    leaf.subject = forge_name(component, component, street, street, rdn("2.5.4.10", "Org"), rdn("2.5.4.3", "x"));
    cr_assert_keeps(SUBJECT_REPEATS, &leaf, TARGET);
    leaf.subject = forge_name(rdn("2.5.4.10", "Org"), rdn("2.5.4.3", "x"), rdn("2.5.4.10", "Other"));
    cr_assert_breaks(SUBJECT_REPEATS, &leaf, TARGET);
}

/* So many that nobody compares them all. */
Test(conformance_profile, more_attributes_than_anybody_needs_are_refused)
{
    const kedge_span street = rdn("2.5.4.9", "1 Street");
    kedge_span many = street;

    for (size_t i = 0; i < 5; i++)
        many = forge_join(many, many);
    leaf.subject = forge_sequence(many);
    cr_assert_keeps(SUBJECT_REPEATS, &leaf, TARGET);
    leaf.subject = forge_sequence(many, street);
    cr_assert_breaks(SUBJECT_REPEATS, &leaf, TARGET);
}
