/* conformance_web_test.c - each rule of the Baseline Requirements: what breaks it, and what does not. */
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

TestSuite(conformance_web, .init = begin, .fini = forge_forget);

static void use_alt_name(kedge_span general_name)
{
    forge_put(&leaf, forge_subject_alt_name(forge_dns("a.example"), general_name));
}

Test(conformance_web, certificates_are_of_version_3)
{
    cr_assert_keeps(VERSION_NOT_3, &leaf, TARGET);
    leaf.version = 1;
    cr_assert_breaks(VERSION_NOT_3, &leaf, TARGET);
    leaf.version = 2;
    cr_assert_breaks(VERSION_NOT_3, &leaf, TARGET);
    root.version = 1;
    cr_assert_breaks(VERSION_NOT_3, &root, ANCHOR);
}

/* A key of `bits` bits that nobody has. */
static kedge_span rsa_key_info(size_t bits)
{
    const size_t size = (bits + 7) / 8;
    uint8_t modulus[512];

    cr_assert_leq(size, sizeof modulus);
    memset(modulus, 0x5a, sizeof modulus);
    modulus[0] = (uint8_t)(1U << (bits - 1) % 8);
    modulus[size - 1] |= 1;
    return forge_sequence(forge_sequence(forge_oid("1.2.840.113549.1.1.1"), forge_null()),
                          forge_bit_string(forge_sequence(forge_unsigned(forge_copy(modulus, size)),
                                                          forge_integer(65537)),
                                           0));
}

Test(conformance_web, rsa_keys_have_2048_bits_and_whole_octets)
{
    const forge_certificate right = forge_leaf_with_key("host.example", &ca, forge_rsa(2048, 0));

    cr_assert_keeps(KEY_SIZE_FORM, &right, TARGET);
    leaf.raw.subject_public_key_info = rsa_key_info(2047);
    cr_assert_breaks(KEY_SIZE_FORM, &leaf, TARGET);
    cr_assert_eq(s.offset, rules_parse(&leaf).key.subject_public_key_info.offset);
    leaf.raw.subject_public_key_info = rsa_key_info(1024);
    cr_assert_breaks(KEY_SIZE_FORM, &leaf, TARGET);
    leaf.raw.subject_public_key_info = rsa_key_info(3076);
    cr_assert_breaks(KEY_SIZE_FORM, &leaf, TARGET);
    leaf.raw.subject_public_key_info = rsa_key_info(3072);
    cr_assert_keeps(KEY_SIZE_FORM, &leaf, TARGET);
    root.raw.subject_public_key_info = rsa_key_info(2044);
    cr_assert_breaks(KEY_SIZE_FORM, &root, ANCHOR);
}

Test(conformance_web, keys_are_of_four_kinds)
{
    const forge_certificate rsa = forge_leaf_with_key("host.example", &ca, forge_rsa(2048, 0));
    const forge_certificate p521 = forge_leaf_with_key("host.example", &ca, forge_ec(KEDGE_KEY_P521, "a"));
    const kedge_span ed25519 = forge_sequence(forge_sequence(forge_oid("1.3.101.112")),
                                              forge_bit_string(forge_copy(forge_allocate(32), 32), 0));

    cr_assert_keeps(KEY_NOT_ALLOWED, &rsa, TARGET);
    cr_assert_keeps(KEY_NOT_ALLOWED, &p521, TARGET);
    leaf.raw.subject_public_key_info = ed25519;
    cr_assert_breaks(KEY_NOT_ALLOWED, &leaf, TARGET);
    leaf.raw.subject_public_key_info = forge_sequence(forge_sequence(forge_oid("1.2.840.10040.4.1")),
                                                      forge_bit_string(forge_hex("020101"), 0));
    cr_assert_breaks(KEY_NOT_ALLOWED, &leaf, TARGET);
}

Test(conformance_web, the_authority_key_identifier_is_a_key_identifier_alone)
{
    const kedge_span key_id = forge_key_identifier(ca.key);
    const kedge_span names = forge_sequence(forge_directory(root.subject));

    cr_assert_keeps(AKI_FORM, &leaf, TARGET);
    forge_put(&leaf, forge_authority_key_identifier_full(key_id, names, forge_hex("01")));
    cr_assert_breaks(AKI_FORM, &leaf, TARGET);
    forge_put(&leaf, forge_authority_key_identifier_full(FORGE_ABSENT, names, forge_hex("01")));
    cr_assert_breaks(AKI_FORM, &leaf, TARGET);
    forge_drop(&leaf, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    cr_assert_keeps(AKI_FORM, &leaf, TARGET);
}

Test(conformance_web, a_root_names_its_own_key_alone)
{
    const kedge_span own = forge_key_identifier(root.key);
    const kedge_span names = forge_sequence(forge_directory(root.subject));

    forge_put(&root, forge_authority_key_identifier(own));
    cr_assert_keeps(ROOT_AKI_FORM, &root, ANCHOR);
    forge_put(&root, forge_authority_key_identifier(forge_key_identifier(ca.key)));
    cr_assert_breaks(ROOT_AKI_FORM, &root, ANCHOR);
    forge_put(&root, forge_authority_key_identifier(forge_cut(own, 10)));
    cr_assert_breaks(ROOT_AKI_FORM, &root, ANCHOR);
    forge_put(&root, forge_authority_key_identifier_full(own, names, forge_hex("01")));
    cr_assert_breaks(ROOT_AKI_FORM, &root, ANCHOR);
    forge_put(&root, forge_authority_key_identifier_full(FORGE_ABSENT, names, forge_hex("01")));
    cr_assert_breaks(ROOT_AKI_FORM, &root, ANCHOR);
    forge_put(&root, forge_with_value(forge_authority_key_identifier(own), forge_sequence(FORGE_ABSENT)));
    cr_assert_breaks(ROOT_AKI_FORM, &root, ANCHOR);
    forge_drop(&root, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    cr_assert_keeps(ROOT_AKI_FORM, &root, ANCHOR);
    cr_assert_keeps(ROOT_AKI_FORM, &ca, ANCHOR);
}

Test(conformance_web, a_root_has_no_purposes_and_nobody_has_critical_ones)
{
    const forge_extension usage = forge_extended_key_usage(FORGE_EKU_SERVER_AUTH);

    forge_put(&root, usage);
    cr_assert_breaks(ROOT_EKU, &root, ANCHOR);
    forge_put(&ca, usage);
    cr_assert_keeps(ROOT_EKU, &ca, ANCHOR);
    cr_assert_keeps(EKU_CRITICAL, &ca, ISSUER);
    forge_put(&ca, forge_critical(usage));
    cr_assert_breaks(EKU_CRITICAL, &ca, ISSUER);
    forge_put(&leaf, forge_critical(usage));
    cr_assert_breaks(EKU_CRITICAL, &leaf, TARGET);
}

Test(conformance_web, a_ca_has_key_usage)
{
    forge_drop(&ca, KEDGE_EXT_KEY_USAGE);
    cr_assert_breaks(CA_KEY_USAGE_MISSING, &ca, ISSUER);
    forge_drop(&leaf, KEDGE_EXT_KEY_USAGE);
    cr_assert_keeps(CA_KEY_USAGE_MISSING, &leaf, TARGET);
}

Test(conformance_web, the_target_is_no_ca)
{
    cr_assert_breaks(LEAF_IS_CA, &ca, TARGET);
    cr_assert_keeps(LEAF_IS_CA, &ca, ISSUER);
    forge_drop(&leaf, KEDGE_EXT_BASIC_CONSTRAINTS);
    cr_assert_keeps(LEAF_IS_CA, &leaf, TARGET);
}

Test(conformance_web, the_key_of_a_server_is_used_as_servers_do)
{
    forge_certificate rsa = forge_leaf_with_key("host.example", &ca, forge_rsa(2048, 0));

    forge_put(&rsa, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_ENCIPHERMENT));
    cr_assert_keeps(LEAF_KEY_USAGE, &rsa, TARGET);
    forge_put(&rsa, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_AGREEMENT));
    cr_assert_breaks(LEAF_KEY_USAGE, &rsa, TARGET);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_AGREEMENT));
    cr_assert_keeps(LEAF_KEY_USAGE, &leaf, TARGET);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_ENCIPHERMENT));
    cr_assert_breaks(LEAF_KEY_USAGE, &leaf, TARGET);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_CONTENT_COMMITMENT));
    cr_assert_breaks(LEAF_KEY_USAGE, &leaf, TARGET);
    forge_drop(&leaf, KEDGE_EXT_KEY_USAGE);
    cr_assert_keeps(LEAF_KEY_USAGE, &leaf, TARGET);
}

Test(conformance_web, the_purposes_of_a_server_are_listed)
{
    static const char *const forbidden[] = { FORGE_EKU_CODE_SIGNING, FORGE_EKU_EMAIL_PROTECTION,
                                             FORGE_EKU_TIME_STAMPING, FORGE_EKU_OCSP_SIGNING,
                                             "1.3.6.1.4.1.11129.2.4.4" };

    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH, FORGE_EKU_SERVER_AUTH, "1.2.3"));
    cr_assert_keeps(LEAF_EKU_FORM, &leaf, TARGET);
    cr_assert_keeps(LEAF_EKU_ANY, &leaf, TARGET);
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, forbidden[i]));
        cr_assert_breaks(LEAF_EKU_FORM, &leaf, TARGET);
    }
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    cr_assert_breaks(LEAF_EKU_FORM, &leaf, TARGET);
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_ANY));
    cr_assert_breaks(LEAF_EKU_ANY, &leaf, TARGET);
    forge_drop(&leaf, KEDGE_EXT_EXTENDED_KEY_USAGE);
    cr_assert_breaks(LEAF_EKU_MISSING, &leaf, TARGET);
    cr_assert_keeps(LEAF_EKU_ANY, &leaf, TARGET);
    cr_assert_keeps(LEAF_EKU_FORM, &leaf, TARGET);
}

Test(conformance_web, subject_alt_name_is_there_and_critical_only_without_a_subject)
{
    forge_put(&leaf, forge_critical(forge_subject_alt_name(forge_dns("host.example"))));
    cr_assert_breaks(SAN_CRITICAL, &leaf, TARGET);
    leaf.subject = forge_name(FORGE_ABSENT);
    cr_assert_keeps(SAN_CRITICAL, &leaf, TARGET);
    cr_assert_keeps(SAN_MISSING, &leaf, TARGET);
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    cr_assert_breaks(SAN_MISSING, &leaf, TARGET);
    cr_assert_keeps(SAN_CRITICAL, &leaf, TARGET);
}

Test(conformance_web, servers_are_named_by_domain_names_and_addresses)
{
    const kedge_span right[] = {
        forge_dns("host.example"),
        forge_dns("*.host.example"),
        forge_dns("xn--bcher-kva.example"),
        forge_dns("a--b.example"),
        forge_dns("*.example"),
        forge_ip("7f000001"),
        forge_ip("20010db8000000000000000000000001"),
        forge_dns("abc.d-e.example"),
    };
    const kedge_span wrong[] = {
        forge_dns("localhost"),
        forge_dns("*"),
        forge_dns("a_b.example"),
        forge_dns("ab--c.example"),
        forge_dns("xn--.example"),
        forge_dns("host.example."),
        forge_dns("a*.host.example"),
        forge_dns("a.*.example"),
        forge_dns("192.0.2.1"),
        forge_dns("*.ab--c.example"),
        forge_email("a@host.example"),
        forge_uri("https://host.example/"),
        forge_directory(forge_common_name("a")),
        forge_registered_id("1.2.3"),
        forge_other_name("1.2.3", forge_null()),
    };

    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        use_alt_name(right[i]);
        cr_assert_eq(conformance_judge(&s, KEDGE_CONFORM(SAN_FORM), &leaf, KEDGE_ROLE_TARGET), KEDGE_OK,
                     "number %zu", i);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        use_alt_name(wrong[i]);
        cr_assert_eq(conformance_judge(&s, KEDGE_CONFORM(SAN_FORM), &leaf, KEDGE_ROLE_TARGET), KEDGE_SAN_FORM,
                     "number %zu", i);
    }
}

static kedge_status judge_common_name(const char *common_name, kedge_span general_name)
{
    leaf.subject = forge_common_name(common_name);
    use_alt_name(general_name);
    return conformance_judge(&s, KEDGE_CONFORM(CN_NOT_IN_SAN), &leaf, KEDGE_ROLE_TARGET);
}

static kedge_status judge_beside_an_address(const char *common_name)
{
    leaf.subject = forge_common_name(common_name);
    forge_put(&leaf, forge_subject_alt_name(forge_ip("c0000201")));
    return conformance_judge(&s, KEDGE_CONFORM(CN_NOT_IN_SAN), &leaf, KEDGE_ROLE_TARGET);
}

Test(conformance_web, a_domain_name_is_not_repeated_where_all_alternative_names_are_addresses)
{
    cr_assert_status(judge_beside_an_address("host.example"), KEDGE_OK);
    cr_assert_status(judge_beside_an_address("192.0.2.1"), KEDGE_OK);
    cr_assert_status(judge_beside_an_address("host"), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_beside_an_address("0xC0000201"), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_beside_an_address("192.000.002.001"), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_beside_an_address("192.0.2.2"), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_common_name("host.example", forge_ip("c0000201")), KEDGE_CN_NOT_IN_SAN);
}

Test(conformance_web, the_common_name_repeats_an_alternative_name_to_the_letter)
{
    cr_assert_status(judge_common_name("host.example", forge_dns("host.example")), KEDGE_OK);
    cr_assert_status(judge_common_name("*.host.example", forge_dns("*.host.example")), KEDGE_OK);
    cr_assert_status(judge_common_name("Host.example", forge_dns("host.example")), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_common_name("host.example", forge_dns("*.example")), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_common_name("host.example", forge_email("host.example")), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_common_name("bücher.example", forge_dns("xn--bcher-kva.example")),
                     KEDGE_CN_NOT_IN_SAN);
}

Test(conformance_web, an_address_in_the_common_name_is_in_its_canonical_form)
{
    const kedge_span v4 = forge_ip("c0a80101");
    const kedge_span v6 = forge_ip("20010db80000000000008a2e03707334");

    cr_assert_status(judge_common_name("192.168.1.1", v4), KEDGE_OK);
    cr_assert_status(judge_common_name("192.168.001.001", v4), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_common_name("0xC0A80101", v4), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_common_name("192.168.1.2", v4), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_common_name("2001:db8::8a2e:370:7334", v6), KEDGE_OK);
    cr_assert_status(judge_common_name("2001:DB8::8A2E:370:7334", v6), KEDGE_CN_NOT_IN_SAN);
    cr_assert_status(judge_common_name("2001:db8:0:0:0:8a2e:370:7334", v6), KEDGE_CN_NOT_IN_SAN);
}

Test(conformance_web, there_is_one_common_name_at_most_and_in_a_plain_type)
{
    leaf.subject = forge_name(forge_rdn_utf8("2.5.4.10", "Organization"));
    cr_assert_keeps(CN_NOT_IN_SAN, &leaf, TARGET);
    leaf.subject = forge_name(forge_cn("host.example"), forge_cn("host.example"));
    cr_assert_breaks(CN_NOT_IN_SAN, &leaf, TARGET);
    leaf.subject = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, "host.example")));
    cr_assert_keeps(CN_NOT_IN_SAN, &leaf, TARGET);
    leaf.subject = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_IA5_STRING, "host.example")));
    cr_assert_breaks(CN_NOT_IN_SAN, &leaf, TARGET);
    leaf.subject = forge_common_name("host.example");
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    cr_assert_breaks(CN_NOT_IN_SAN, &leaf, TARGET);
}

static const char *asked_for;

static bool is_suffix(void *context, kedge_span domain)
{
    const char *suffix = context;

    asked_for = suffix;
    return domain.size == strlen(suffix) && memcmp(domain.data, suffix, domain.size) == 0;
}

Test(conformance_web, a_wildcard_below_a_public_suffix_is_refused)
{
    static char suffix[] = "co.example";

    use_alt_name(forge_dns("*.CO.example"));
    cr_assert_keeps(WILDCARD_PUBLIC_SUFFIX, &leaf, TARGET);
    s.request.is_public_suffix = is_suffix;
    s.request.context = suffix;
    cr_assert_breaks(WILDCARD_PUBLIC_SUFFIX, &leaf, TARGET);
    use_alt_name(forge_dns("*.a.co.example"));
    cr_assert_keeps(WILDCARD_PUBLIC_SUFFIX, &leaf, TARGET);
    asked_for = NULL;
    forge_put(&leaf, forge_subject_alt_name(forge_dns("co.example"), forge_email("*.co.example"),
                                            forge_ip("c0000201")));
    cr_assert_keeps(WILDCARD_PUBLIC_SUFFIX, &leaf, TARGET);
    cr_assert_null(asked_for);
}

Test(conformance_web, top_level_domains_and_the_root_are_public_suffixes_without_a_list)
{
    use_alt_name(forge_dns("*.example"));
    cr_assert_breaks(WILDCARD_PUBLIC_SUFFIX, &leaf, TARGET);
    use_alt_name(forge_dns("*"));
    cr_assert_breaks(WILDCARD_PUBLIC_SUFFIX, &leaf, TARGET);
}

static kedge_span access(const char *method, kedge_span location)
{
    return forge_sequence(forge_oid(method), location);
}

Test(conformance_web, access_to_the_issuer_is_by_uri)
{
    const kedge_span ocsp = access("1.3.6.1.5.5.7.48.1", forge_uri("http://a.example/"));
    const kedge_span issuer = access("1.3.6.1.5.5.7.48.2", forge_uri("http://a.example/"));
    const forge_extension extension = forge_authority_info_access("http://a.example/", NULL);

    cr_assert_keeps(AIA_FORM, &leaf, TARGET);
    forge_put(&leaf, forge_with_value(extension, forge_sequence(ocsp, issuer)));
    cr_assert_keeps(AIA_FORM, &leaf, TARGET);
    forge_put(&leaf, forge_with_value(extension, forge_sequence(ocsp, access("1.3.6.1.5.5.7.48.2",
                                                                             forge_dns("a.example")))));
    cr_assert_breaks(AIA_FORM, &leaf, TARGET);
    forge_put(&ca, forge_with_value(extension, forge_sequence(access("1.3.6.1.5.5.7.48.3",
                                                                     forge_uri("http://a.example/")))));
    cr_assert_breaks(AIA_FORM, &ca, ISSUER);
    forge_put(&ca,
              forge_with_value(extension, forge_sequence(access("1.2.3", forge_uri("http://a.example/")))));
    cr_assert_breaks(AIA_FORM, &ca, ISSUER);
}
