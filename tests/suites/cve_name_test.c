/* cve_name_test.c - flaws of others: names, and what constrains them. */
#include "suites/cve.h"

/* The leaf's names. */
#define NAMES(...) forge_put(&leaf, forge_subject_alt_name(__VA_ARGS__))

static void permit(forge_certificate *issuer, kedge_span subtrees)
{
    forge_put(issuer, forge_name_constraints(subtrees, FORGE_ABSENT));
}

static void exclude(forge_certificate *issuer, kedge_span subtrees)
{
    forge_put(issuer, forge_name_constraints(FORGE_ABSENT, subtrees));
}

static kedge_span dns_of(kedge_span characters)
{
    return forge_general_name(KEDGE_DNS_NAME, characters);
}

/* --- matching --- */

FLAW(name, a_nul_does_not_end_a_name,
     "CVE-2009-2408 (NSS), CVE-2009-2730 (GnuTLS), CVE-2013-4238 (Python)",
     "names were compared as C strings, up to the first NUL")
{
    NAMES(dns_of(forge_join(forge_chars("host.example"), forge_hex("00"), forge_chars(".evil.example"))));
    cr_assert_neq(judge(), KEDGE_OK);
    s.policy.flags |= KEDGE_POLICY_COMMON_NAME;
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    leaf.subject = forge_name(forge_rdn(forge_sequence(
        forge_oid(FORGE_OID_COMMON_NAME),
        forge_tlv(KEDGE_TAG_UTF8_STRING, forge_join(forge_chars("host.example"), forge_hex("00 2e65"))))));
    cr_assert_neq(judge(), KEDGE_OK);
}

FLAW(name, a_wildcard_is_a_whole_label, "CVE-2014-1492 (NSS)",
     "an asterisk within the encoded form of an internationalised label matched")
{
    s.request.identity = kedge_identity_dns("xn--bcher-kva.example");
    NAMES(forge_dns("xn--*.example"));
    expect_status(judge(), KEDGE_IDENTITY_MISMATCH);
    NAMES(forge_dns("*.example"));
    expect_status(judge(), KEDGE_IDENTITY_MISMATCH);
    s.request.identity = kedge_identity_dns("xn--bcher-kva.host.example");
    NAMES(forge_dns("*.host.example"));
    expect_status(judge(), KEDGE_OK);
}

FLAW(name, four_octets_of_a_host_name_are_no_address, "CVE-2020-36477 (Mbed TLS)",
     "names were compared without their types")
{
    const uint8_t address[] = { 'a', '.', 'b', 'c' };

    s.request.identity = kedge_identity_ip(address, sizeof address);
    NAMES(forge_dns("a.bc"));
    expect_status(judge(), KEDGE_IDENTITY_MISMATCH);
    NAMES(forge_ip("612e6263"));
    expect_status(judge(), KEDGE_OK);
}

FLAW(name, a_uri_is_no_host_name, "CVE-2021-44531 to CVE-2021-44533 (Node.js)",
     "hosts were taken from URIs, and names were printed, joined and parsed again")
{
    NAMES(forge_uri("https://host.example/"));
    expect_status(judge(), KEDGE_IDENTITY_MISMATCH);
    NAMES(forge_dns("evil.example, DNS:host.example"));
    cr_assert_neq(judge(), KEDGE_OK);
    leaf.subject = forge_common_name("evil.example/CN=host.example");
    cr_assert_neq(judge(), KEDGE_OK);
}

FLAW(name, forms_that_nobody_asked_for_are_passed_over, "CVE-2024-6119 (OpenSSL)",
     "an otherName that was compared with an address of another type read foreign memory")
{
    const kedge_span value = forge_explicit(0, forge_text(KEDGE_TAG_UTF8_STRING, "me@host.example"));

    s.request.identity = kedge_identity_email("me@host.example");
    NAMES(forge_general_name(KEDGE_OTHER_NAME, forge_join(forge_oid("1.3.6.1.5.5.7.8.9"), value)));
    expect_status(judge(), KEDGE_IDENTITY_MISMATCH);
}

FLAW(name, addresses_of_x400_and_edi_are_opaque, "CVE-2020-1971 and CVE-2023-0286 (OpenSSL)",
     "an ediPartyName or x400Address of one type was read as another")
{
    const kedge_span party = forge_explicit(1, forge_text(KEDGE_TAG_UTF8_STRING, "a"));

    NAMES(forge_dns("host.example"), forge_general_name(KEDGE_X400_ADDRESS, forge_hex("0500")),
          forge_general_name(KEDGE_EDI_PARTY_NAME, party));
    expect_status(judge(), KEDGE_OK);
    exclude(&ca, forge_subtrees(forge_general_name(KEDGE_X400_ADDRESS, forge_hex("0500"))));
    expect_status(judge(), KEDGE_CONSTRAINT_NOT_JUDGED);
}

FLAW(name, any_alternative_name_forbids_the_common_name, "CVE-2026-42012 and CVE-2026-42013 (GnuTLS)",
     "a subjectAltName without host names, or one too large, let the common name count")
{
    s.request.policy = &kedge_policy_device;
    leaf.subject = forge_common_name("host.example");
    NAMES(forge_uri("https://other.example/"));
    expect_status(judge(), KEDGE_IDENTITY_MISMATCH);
    NAMES(forge_other_name("1.3.6.1.5.5.7.8.7", forge_text(KEDGE_TAG_IA5_STRING, "_xmpp.other.example")));
    expect_status(judge(), KEDGE_IDENTITY_MISMATCH);
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    expect_status(judge(), KEDGE_OK);
}

FLAW(name, texts_that_look_like_addresses_are_no_host_names, "CVE-2026-25833 (Mbed TLS)",
     "the parser of addresses in text ran below its buffer")
{
    static const char *const wrong[] = { "", ":", "::", "[", "1.2.3.", "1.2.3.4", "::ffff:1.2.3", "%", "." };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        s.request.identity = kedge_identity_dns(wrong[i]);
        expect_status(judge(), KEDGE_IDENTITY_MALFORMED);
    }
}

/* --- constraints --- */

FLAW(constraint, a_wildcard_stands_for_all_that_it_can_be,
     "CVE-2025-61727 (Go), RUSTSEC-2026-0099 (webpki)",
     "the asterisk was compared as a letter, and so lay in no excluded subtree")
{
    s.request.identity = kedge_identity_dns("a.host.example");
    NAMES(forge_dns("*.host.example"));
    exclude(&ca, forge_subtrees(forge_dns("evil.host.example")));
    expect_status(judge(), KEDGE_NAME_EXCLUDED);
    permit(&ca, forge_subtrees(forge_dns("a.host.example")));
    expect_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    permit(&ca, forge_subtrees(forge_dns("host.example")));
    expect_status(judge(), KEDGE_OK);
}

FLAW(constraint, a_wildcard_is_not_excluded_by_what_it_cannot_be, "go issue 76935",
     "the remedy for the above refused wildcards wherever a single label was excluded")
{
    s.request.identity = kedge_identity_dns("a.host.example");
    NAMES(forge_dns("*.host.example"));
    exclude(&ca, forge_subtrees(forge_dns("local"), forge_dns("evil"), forge_dns("b.a.host.example.net")));
    expect_status(judge(), KEDGE_OK);
}

FLAW(constraint, letters_are_compared_without_their_case, "CVE-2026-33810 (Go), CVE-2026-3833 (GnuTLS)",
     "another case slipped past an exclusion")
{
    exclude(&ca, forge_subtrees(forge_dns("EVIL.example")));
    NAMES(forge_dns("host.example"), forge_dns("a.evil.EXAMPLE"));
    expect_status(judge(), KEDGE_NAME_EXCLUDED);
    exclude(&ca, forge_subtrees(forge_email("Evil.Example")));
    NAMES(forge_dns("host.example"), forge_email("me@eVIL.example"));
    expect_status(judge(), KEDGE_NAME_EXCLUDED);
}

FLAW(constraint, what_one_ca_excludes_does_not_lift_what_another_permits, "CVE-2026-42011 (GnuTLS)",
     "below a CA that excluded something, what a later one permitted was ignored")
{
    exclude(&root, forge_subtrees(forge_dns("evil.example")));
    permit(&ca, forge_subtrees(forge_dns("other.example")));
    expect_status(judge(), KEDGE_NAME_NOT_PERMITTED);
}

FLAW(constraint, every_mailbox_counts, "CVE-2026-27137 (Go)",
     "of several mailboxes with the same local part only the last was kept")
{
    const kedge_span excluded[] = { forge_email("me@a.example"), forge_email("me@b.example"),
                                    forge_email("me@c.example") };

    exclude(&ca, forge_subtree_list(excluded, 3));
    for (size_t i = 0; i < 3; i++) {
        NAMES(forge_dns("host.example"), excluded[i]);
        expect_status(judge(), KEDGE_NAME_EXCLUDED);
    }
}

FLAW(constraint, an_empty_host_name_is_refused, "CVE-2026-27138 (Go)",
     "an empty name under a constraint made the verifier panic")
{
    NAMES(forge_dns("host.example"), forge_dns(""));
    exclude(&ca, forge_subtrees(forge_dns("evil.example")));
    cr_assert_neq(judge(), KEDGE_OK);
}

FLAW(constraint, a_host_in_a_uri_that_cannot_be_read_is_not_let_through, "CVE-2024-45341 (Go)",
     "an IPv6 address with a zone in a URI slipped past a constraint")
{
    exclude(&ca, forge_subtrees(forge_uri("evil.example")));
    NAMES(forge_dns("host.example"), forge_uri("https://[fe80::1%25x.evil.example]/"));
    expect_status(judge(), KEDGE_CONSTRAINT_NOT_JUDGED);
}

FLAW(constraint, constraints_on_uris_are_enforced, "RUSTSEC-2026-0098 (webpki)",
     "constraints on URIs were passed over")
{
    NAMES(forge_dns("host.example"), forge_uri("https://evil.example/"));
    exclude(&ca, forge_subtrees(forge_uri("evil.example")));
    expect_status(judge(), KEDGE_NAME_EXCLUDED);
    permit(&ca, forge_subtrees(forge_uri("good.example")));
    expect_status(judge(), KEDGE_NAME_NOT_PERMITTED);
}

FLAW(constraint, every_name_meets_every_ca_above_it, "wolfSSL 5.1 and issue 10687 (wolfSSL)",
     "only the first name was compared, or only with the constraints of the direct issuer")
{
    permit(&root, forge_subtrees(forge_dns("host.example")));
    expect_status(judge(), KEDGE_OK);
    NAMES(forge_dns("host.example"), forge_dns("evil.example"));
    expect_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_eq(s.verdict.certificate, 0);
}

FLAW(constraint, no_punycode_is_decoded, "CVE-2022-3602 and CVE-2022-3786 (OpenSSL)",
     "decoding the domain of a mailbox for a constraint wrote beyond a buffer")
{
    char domain[1200] = "xn--";

    memset(domain + 4, 'a', sizeof domain - 5);
    permit(&ca, forge_subtrees(forge_email(domain)));
    NAMES(forge_dns("host.example"), forge_email("me@xn--bcher-kva.example"));
    cr_assert_neq(judge(), KEDGE_OK);
}
