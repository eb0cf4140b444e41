/* identity_test.c - the name looked for, found or not (RFC 9525, 6). */
#include "unit/path/rules.h"

static forge_certificate root;
static forge_certificate leaf;

static void begin(void)
{
    root = forge_root("Root");
    leaf = forge_leaf("host.example", &root);
}

TestSuite(identity, .init = begin, .fini = forge_forget);
TestSuite(identity_dns, .init = begin, .fini = forge_forget);
TestSuite(identity_ip, .init = begin, .fini = forge_forget);
TestSuite(identity_email, .init = begin, .fini = forge_forget);
TestSuite(identity_uri, .init = begin, .fini = forge_forget);
TestSuite(identity_srv, .init = begin, .fini = forge_forget);
TestSuite(identity_common_name, .init = begin, .fini = forge_forget);

static kedge_identity_match_place place;
static uint32_t offset;

static kedge_status match_under(const kedge_identity *identity, uint32_t flags)
{
    const kedge_certificate certificate = rules_parse(&leaf);

    return kedge_identity_match(identity, &certificate, flags, &place, &offset);
}

static kedge_status match(kedge_identity identity)
{
    return match_under(&identity, 0);
}

static bool matches(kedge_span general_name, kedge_identity identity)
{
    kedge_status status;

    forge_put(&leaf, forge_subject_alt_name(general_name));
    status = match(identity);
    cr_assert(status == KEDGE_OK || status == KEDGE_IDENTITY_MISMATCH);
    return status == KEDGE_OK;
}

static bool dns_matches(const char *presented, const char *wanted)
{
    return matches(forge_dns(presented), kedge_identity_dns(wanted));
}

static kedge_identity ip(const char *digits)
{
    const kedge_span octets = forge_hex(digits);

    return kedge_identity_ip(octets.data, octets.size);
}

Test(identity, unset_is_refused_and_waived_looks_for_nothing)
{
    const kedge_identity unset = { 0 };
    const kedge_identity waived = kedge_identity_waived();

    cr_assert_status(kedge_identity_check(&unset), KEDGE_IDENTITY_NOT_GIVEN);
    cr_assert_status(kedge_identity_check(&waived), KEDGE_OK);
    cr_assert_status(match(unset), KEDGE_IDENTITY_NOT_GIVEN);
    cr_assert_status(match(waived), KEDGE_OK);
    cr_assert_eq(place.name.size, 0);
}

Test(identity, an_unknown_kind_is_malformed)
{
    kedge_identity identity = kedge_identity_dns("host.example");

    identity.kind = (kedge_identity_kind)99;
    cr_assert_status(kedge_identity_check(&identity), KEDGE_IDENTITY_MALFORMED);
    cr_assert_status(match(identity), KEDGE_IDENTITY_MALFORMED);
}

Test(identity, only_the_target_is_asked)
{
    kedge_policy policy = { 0 };
    kedge_request request = { .policy = &policy, .identity = kedge_identity_dns("other.example") };
    const kedge_certificate certificate = rules_parse(&leaf);
    kedge_case subject = { .request = &request, .certificate = &certificate, .role = KEDGE_ROLE_ISSUER };

    cr_assert_status(kedge_rule_identity(&subject, &offset), KEDGE_OK);
    subject.role = KEDGE_ROLE_TARGET;
    cr_assert_status(kedge_rule_identity(&subject, &offset), KEDGE_IDENTITY_MISMATCH);
    cr_assert_eq(offset, certificate.extension[KEDGE_EXT_SUBJECT_ALT_NAME].offset);
    request.identity = kedge_identity_dns("host.example");
    cr_assert_status(kedge_rule_identity(&subject, &offset), KEDGE_OK);
}

Test(identity_dns, the_place_of_the_match_is_told)
{
    forge_put(&leaf, forge_subject_alt_name(forge_dns("a.example"), forge_dns("host.example")));
    cr_assert_status(match(kedge_identity_dns("HOST.example")), KEDGE_OK);

    const kedge_certificate certificate = rules_parse(&leaf);
    cr_assert(rules_is_at(&certificate, place.name.offset, forge_chars("host.example")));
    cr_assert_eq(place.kind, KEDGE_DNS_NAME);
    cr_assert_not(place.common_name);
}

Test(identity_dns, references_that_are_no_host_names_are_malformed)
{
    static const char *const wrong[] = {
        "",
        ".",
        "..",
        "host.example..",
        ".host.example",
        "*.example.com",
        "192.0.2.1",
        "192.0.2.1.",
        "::1",
        "[::1]",
        "1",
        "host example",
        "host:443",
        "http://host",
        "a..b",
        ("b\xc3\xbc"
         "cher.example"),
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const kedge_identity identity = kedge_identity_dns(wrong[i]);

        cr_assert_status(kedge_identity_check(&identity), KEDGE_IDENTITY_MALFORMED);
    }
    const kedge_identity null = kedge_identity_dns(NULL);
    cr_assert_status(kedge_identity_check(&null), KEDGE_IDENTITY_MALFORMED);
}

Test(identity_dns, case_and_the_final_dot_of_the_reference_do_not_matter)
{
    cr_assert(dns_matches("host.example", "host.example"));
    cr_assert(dns_matches("HOST.example", "host.EXAMPLE."));
    cr_assert(dns_matches("localhost", "localhost"));
    cr_assert(dns_matches("a_b.example", "a_b.example"));
    cr_assert_not(dns_matches("host.example", "host.example.org"));
    cr_assert_not(dns_matches("host.example", "a.host.example"));
    cr_assert_not(dns_matches("a.host.example", "host.example"));
    cr_assert_not(dns_matches("hostXexample", "host.example"));
}

Test(identity_dns, presented_names_that_are_malformed_never_match)
{
    cr_assert_not(dns_matches("host.example.", "host.example"));
    cr_assert_not(dns_matches(".host.example", "host.example"));
    cr_assert_not(dns_matches(" host.example", "host.example"));
    cr_assert_not(dns_matches("host.example ", "host.example"));
    cr_assert_not(dns_matches("", "host.example"));
}

Test(identity_dns, a_wildcard_stands_for_exactly_one_label)
{
    cr_assert(dns_matches("*.host.example", "a.host.example"));
    cr_assert(dns_matches("*.HOST.example", "A.host.EXAMPLE."));
    cr_assert(dns_matches("*.host.example", "xn--bcher-kva.host.example"));
    cr_assert_not(dns_matches("*.host.example", "host.example"));
    cr_assert_not(dns_matches("*.host.example", "a.b.host.example"));
    cr_assert_not(dns_matches("*.host.example", "a.xhost.example"));
}

Test(identity_dns, a_wildcard_has_two_labels_after_it)
{
    cr_assert_not(dns_matches("*.example", "host.example"));
    cr_assert_not(dns_matches("*", "example"));
    cr_assert_not(dns_matches("*.", "example"));
    cr_assert(dns_matches("*.co.uk", "example.co.uk"));
}

Test(identity_dns, a_wildcard_elsewhere_is_no_wildcard)
{
    cr_assert_not(dns_matches("a*.host.example", "ab.host.example"));
    cr_assert_not(dns_matches("*a.host.example", "ba.host.example"));
    cr_assert_not(dns_matches("a.*.example", "a.host.example"));
    cr_assert_not(dns_matches("*.*.example", "a.host.example"));
    cr_assert_not(dns_matches("xn--*.host.example", "xn--bcher-kva.host.example"));
    cr_assert_not(dns_matches("**.host.example", "a.host.example"));
}

Test(identity_dns, other_kinds_of_names_do_not_count)
{
    cr_assert_not(matches(forge_email("host.example"), kedge_identity_dns("host.example")));
    cr_assert_not(matches(forge_uri("https://host.example/"), kedge_identity_dns("host.example")));
    cr_assert_not(
        matches(forge_directory(forge_common_name("host.example")), kedge_identity_dns("host.example")));
}

Test(identity_ip, octets_are_compared_and_only_with_addresses)
{
    cr_assert(matches(forge_ip("c0000201"), ip("c0000201")));
    cr_assert_eq(place.kind, KEDGE_IP_ADDRESS);
    cr_assert(matches(forge_ip("20010db8000000000000000000000001"), ip("20010db8000000000000000000000001")));
    cr_assert_not(matches(forge_ip("c0000202"), ip("c0000201")));
    cr_assert_not(matches(forge_ip("00000000000000000000ffffc0000201"), ip("c0000201")));
    cr_assert_not(matches(forge_dns("192.0.2.1"), ip("c0000201")));
    cr_assert_not(matches(forge_dns("abcd"), ip("61626364")));
}

Test(identity_ip, other_sizes_are_malformed)
{
    const kedge_identity empty = kedge_identity_ip(NULL, 4);
    const kedge_identity odd = ip("c00002");

    cr_assert_status(kedge_identity_check(&empty), KEDGE_IDENTITY_MALFORMED);
    cr_assert_status(kedge_identity_check(&odd), KEDGE_IDENTITY_MALFORMED);
}

Test(identity_email, the_local_part_is_compared_to_the_letter)
{
    cr_assert(matches(forge_email("a.b@host.example"), kedge_identity_email("a.b@HOST.example")));
    cr_assert(matches(forge_email("*@host.example"), kedge_identity_email("*@host.example")));
    cr_assert_not(matches(forge_email("*@host.example"), kedge_identity_email("a@host.example")));
    cr_assert_not(matches(forge_email("A@host.example"), kedge_identity_email("a@host.example")));
    cr_assert_not(matches(forge_email("ab@host.example"), kedge_identity_email("a@host.example")));
    cr_assert_not(matches(forge_email("a@host.example"), kedge_identity_email("a@b.host.example")));
    cr_assert_not(matches(forge_email("a@host.example x"), kedge_identity_email("a@host.example")));
    cr_assert_not(matches(forge_dns("host.example"), kedge_identity_email("a@host.example")));
}

Test(identity_email, what_is_no_mailbox_is_malformed)
{
    const kedge_identity host = kedge_identity_email("host.example");
    const kedge_identity quoted = kedge_identity_email("\"a\"@host.example");

    cr_assert_status(kedge_identity_check(&host), KEDGE_IDENTITY_MALFORMED);
    cr_assert_status(kedge_identity_check(&quoted), KEDGE_IDENTITY_MALFORMED);
}

Test(identity_uri, scheme_and_host_are_compared)
{
    cr_assert(matches(forge_uri("spiffe://trust.example/a"), kedge_identity_uri("SPIFFE://Trust.example/b")));
    cr_assert(
        matches(forge_uri("https://host.example"), kedge_identity_uri("https://u@host.example:8443/x?y#z")));
    cr_assert(matches(forge_uri("sip:host.example"), kedge_identity_uri("sip:alice@host.example")));
    cr_assert_not(matches(forge_uri("http://host.example"), kedge_identity_uri("https://host.example")));
    cr_assert_not(matches(forge_uri("https://a.host.example"), kedge_identity_uri("https://host.example")));
    cr_assert_not(matches(forge_uri("https://*.host.example"), kedge_identity_uri("https://a.host.example")));
    cr_assert_not(matches(forge_uri("sip:alice@host.example"), kedge_identity_uri("sip:alice@host.example")));
    cr_assert_not(matches(forge_uri("https://192.0.2.1"), kedge_identity_uri("https://host.example")));
    cr_assert_not(matches(forge_dns("host.example"), kedge_identity_uri("https://host.example")));
}

Test(identity_uri, a_host_that_is_an_address_is_to_be_looked_for_as_one)
{
    static const char *const wrong[] = { "https://192.0.2.1/", "https://[::1]/", "urn:a", "host.example",
                                         "https:///" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const kedge_identity identity = kedge_identity_uri(wrong[i]);

        cr_assert_status(kedge_identity_check(&identity), KEDGE_IDENTITY_MALFORMED);
    }
}

/* The subject is `name`, and there is no subjectAltName. */
static void use_subject(kedge_span name)
{
    leaf.subject = name;
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
}

static bool common_name_matches(const char *common_name, kedge_identity identity)
{
    use_subject(forge_common_name(common_name));
    return match_under(&identity, KEDGE_POLICY_COMMON_NAME) == KEDGE_OK;
}

Test(identity_common_name, it_counts_only_under_a_policy_that_says_so)
{
    const kedge_identity identity = kedge_identity_dns("host.example");

    use_subject(forge_common_name("host.example"));
    cr_assert_status(match_under(&identity, 0), KEDGE_IDENTITY_MISMATCH);
    cr_assert_status(match_under(&identity, KEDGE_POLICY_COMMON_NAME), KEDGE_OK);
    cr_assert(place.common_name);
    cr_assert_eq(place.name.size, strlen("host.example"));
}

Test(identity_common_name, any_subject_alt_name_rules_it_out)
{
    const kedge_identity identity = kedge_identity_dns("host.example");

    leaf.subject = forge_common_name("host.example");
    forge_put(&leaf, forge_subject_alt_name(forge_uri("https://a.example/")));
    cr_assert_status(match_under(&identity, KEDGE_POLICY_COMMON_NAME), KEDGE_IDENTITY_MISMATCH);
}

Test(identity_common_name, the_last_one_counts_and_no_other)
{
    const kedge_identity first = kedge_identity_dns("first.example");
    const kedge_identity last = kedge_identity_dns("last.example");

    use_subject(forge_name(forge_cn("first.example"), forge_cn("last.example"),
                           forge_rdn_utf8("2.5.4.10", "x.example")));
    cr_assert_status(match_under(&last, KEDGE_POLICY_COMMON_NAME), KEDGE_OK);
    cr_assert_status(match_under(&first, KEDGE_POLICY_COMMON_NAME), KEDGE_IDENTITY_MISMATCH);
    use_subject(forge_name(forge_cn("first.example"), forge_cn("A person")));
    cr_assert_status(match_under(&first, KEDGE_POLICY_COMMON_NAME), KEDGE_IDENTITY_MISMATCH);
}

Test(identity_common_name, it_is_a_host_name_a_wildcard_or_an_address)
{
    cr_assert(common_name_matches("HOST.example", kedge_identity_dns("host.example")));
    cr_assert(common_name_matches("*.host.example", kedge_identity_dns("a.host.example")));
    cr_assert(common_name_matches("192.0.2.1", ip("c0000201")));
    cr_assert(common_name_matches("2001:db8::1", ip("20010db8000000000000000000000001")));
    cr_assert_not(common_name_matches("*.example", kedge_identity_dns("host.example")));
    cr_assert_not(common_name_matches("host.example.", kedge_identity_dns("host.example")));
    cr_assert_not(common_name_matches("192.0.2.2", ip("c0000201")));
    cr_assert_not(common_name_matches("host.example", ip("c0000201")));
    cr_assert_not(common_name_matches("192.168.001.001", ip("c0a80101")));
}

Test(identity_common_name, it_is_never_a_mailbox_or_a_uri)
{
    cr_assert_not(common_name_matches("a@host.example", kedge_identity_email("a@host.example")));
    cr_assert_not(common_name_matches("host.example", kedge_identity_email("a@host.example")));
    cr_assert_not(common_name_matches("host.example", kedge_identity_uri("https://host.example")));
}

Test(identity_common_name, other_string_types_do_not_count)
{
    const kedge_identity identity = kedge_identity_dns("host.example");

    use_subject(forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_TELETEX_STRING, "host.example"))));
    cr_assert_status(match_under(&identity, KEDGE_POLICY_COMMON_NAME), KEDGE_IDENTITY_MISMATCH);
    use_subject(forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, "host.example"))));
    cr_assert_status(match_under(&identity, KEDGE_POLICY_COMMON_NAME), KEDGE_OK);
    use_subject(
        forge_name(forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_IA5_STRING, "host.example"))));
    cr_assert_status(match_under(&identity, KEDGE_POLICY_COMMON_NAME), KEDGE_OK);
    use_subject(forge_name(forge_rdn_utf8("2.5.4.5", "host.example")));
    cr_assert_status(match_under(&identity, KEDGE_POLICY_COMMON_NAME), KEDGE_IDENTITY_MISMATCH);
}

Test(identity_common_name, an_empty_subject_has_none)
{
    const kedge_identity identity = kedge_identity_dns("host.example");

    use_subject(forge_name(FORGE_ABSENT));
    cr_assert_status(match_under(&identity, KEDGE_POLICY_COMMON_NAME), KEDGE_IDENTITY_MISMATCH);
}

#define DNS_SRV "1.3.6.1.5.5.7.8.7"

/* otherName [0] IMPLICIT SEQUENCE { type-id, value [0] EXPLICIT } */
static kedge_span other_name(const char *type, kedge_span value)
{
    return forge_explicit(0, forge_oid(type), value);
}

static kedge_span srv_name(const char *text)
{
    return other_name(DNS_SRV, forge_explicit(0, forge_text(KEDGE_TAG_IA5_STRING, text)));
}

Test(identity_srv, service_and_domain_are_compared_without_case)
{
    cr_assert(matches(srv_name("_imaps.host.example"), kedge_identity_srv("_imaps.host.example")));
    cr_assert(matches(srv_name("_IMAPS.Host.example"), kedge_identity_srv("_imaps.hosT.example.")));
    cr_assert_eq(place.kind, KEDGE_OTHER_NAME);
    cr_assert_not(matches(srv_name("_imap.host.example"), kedge_identity_srv("_imaps.host.example")));
    cr_assert_not(matches(srv_name("_imaps.a.host.example"), kedge_identity_srv("_imaps.host.example")));
    cr_assert_not(matches(srv_name("_imaps.host.example."), kedge_identity_srv("_imaps.host.example")));
    cr_assert_not(matches(srv_name("_imaps.*.example"), kedge_identity_srv("_imaps.host.example")));
    cr_assert_not(matches(srv_name("imaps.host.example"), kedge_identity_srv("_imaps.host.example")));
    cr_assert_not(matches(srv_name("_imaps"), kedge_identity_srv("_imaps.host.example")));
    cr_assert_not(matches(srv_name(""), kedge_identity_srv("_imaps.host.example")));
}

Test(identity_srv, only_srv_names_are_looked_at)
{
    const kedge_identity wanted = kedge_identity_srv("_imaps.host.example");
    const kedge_span text = forge_text(KEDGE_TAG_IA5_STRING, "_imaps.host.example");

    cr_assert_not(matches(forge_dns("host.example"), wanted));
    cr_assert_not(matches(other_name("1.3.6.1.5.5.7.8.8", forge_explicit(0, text)), wanted));
    cr_assert_not(matches(other_name("1.3.6.1.5.5.7.8", forge_explicit(0, text)), wanted));
    cr_assert_not(matches(other_name(DNS_SRV, forge_explicit(0, forge_text(KEDGE_TAG_UTF8_STRING,
                                                                           "_imaps.host.example"))),
                          wanted));
    cr_assert_not(matches(srv_name("_imaps.host.example"), kedge_identity_dns("host.example")));
}

Test(identity_srv, a_value_of_another_shape_never_matches)
{
    const kedge_span wrong[] = { forge_explicit(0, forge_null()),
                                 forge_explicit(0, forge_text(KEDGE_TAG_IA5_STRING, "_.host.example")) };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_assert_not(matches(other_name(DNS_SRV, wrong[i]), kedge_identity_srv("_imaps.host.example")), "%zu", i);
}

Test(identity_srv, what_is_no_service_at_a_domain_is_malformed)
{
    static const char *const wrong[] = { "",           "_",          "_imaps",       "imaps.host.example",
                                         "_.host",     "_a--b.host", "_-a.host",     "_a-.host",
                                         "_123.host",  "_a b.host",  "_imaps.",      "_imaps.*.example",
                                         "_imaps.1.2", "__a.host",   "_abcdefghijklmnop.host" };
    static const char *const right[] = { "_a.host", "_a-b1.host.example", "_abcdefghijklmno.host", "_1a.host" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const kedge_identity identity = kedge_identity_srv(wrong[i]);

        cr_assert_status(kedge_identity_check(&identity), KEDGE_IDENTITY_MALFORMED);
    }
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        const kedge_identity identity = kedge_identity_srv(right[i]);

        cr_assert_status(kedge_identity_check(&identity), KEDGE_OK);
    }
}
