/* cve_der_test.c - flaws of others: encodings and policies. */
#include "suites/cve.h"
#include "forge/timestamp.h"

/* Flaws without a case here, and why. */
static const struct {
    const char *known_as;
    const char *reason;
} without_a_place[] = {
    { "CVE-2017-15361 (ROCA)", "keys are not searched for weaknesses that only their factors have" },
    { "CVE-2021-3712 (OpenSSL)", "no string of a certificate is copied or ends in NUL: each has its length" },
    { "CVE-2019-15651, CVE-2019-16748 and CVE-2019-18840 (wolfSSL)",
      "every suite keeps its inputs in heap blocks of their exact size and runs under AddressSanitizer" },
};

ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
    (void)tests;
    for (size_t i = 0; i < sizeof without_a_place / sizeof without_a_place[0]; i++)
        printf("not tested: %s: %s\n", without_a_place[i].known_as, without_a_place[i].reason);
    fflush(stdout);
}

/* --- encodings --- */

FLAW(der, a_length_beyond_what_is_there_is_no_length, "CVE-2026-34180 (OpenSSL)",
     "an element of more than 2 GB overflowed a signed number")
{
    const kedge_span good = forge_sign(&leaf);
    const kedge_span contents = { good.data + 4, good.size - 4 };
    const uint32_t claims[] = { 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff };

    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++)
        cr_assert_neq(judge_der(forge_claim(KEDGE_TAG_SEQUENCE, claims[i], contents)), KEDGE_OK);
    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
        leaf.raw.serial_number = forge_claim(KEDGE_TAG_INTEGER, claims[i], forge_hex("01"));
        expect_status(judge(), KEDGE_DER_TRUNCATED);
    }
}

FLAW(der, a_bit_string_may_hold_no_bits, "RUSTSEC-2026-0104 (webpki)",
     "the last octet of an empty list of reasons was looked for before its first")
{
    const kedge_span reasons = forge_tlv(KEDGE_TAG_CONTEXT(1), forge_hex("00"));
    const kedge_span no_octet = forge_tlv(KEDGE_TAG_CONTEXT(1), FORGE_ABSENT);
    const kedge_span issuer = forge_tlv(KEDGE_TAG_CONTEXT_CONSTRUCTED(2), forge_directory(root.subject));
    const forge_extension points = forge_crl_distribution_points("http://crl.example/");

    forge_put(&leaf, forge_with_value(points, forge_sequence(forge_sequence(reasons, issuer))));
    expect_status(judge(), KEDGE_OK);
    forge_put(&leaf, forge_with_value(points, forge_sequence(forge_sequence(no_octet, issuer))));
    cr_assert_neq(judge(), KEDGE_OK);
}

FLAW(der, integers_are_in_their_shortest_form, "CVE-2016-2108 (OpenSSL)",
     "a negative zero was written beyond its buffer")
{
    static const char *const wrong[] = { "", "0001", "ff80", "0000", "ffff" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        leaf.raw.serial_number = forge_tlv(KEDGE_TAG_INTEGER, forge_hex(wrong[i]));
        expect_status(judge(), KEDGE_DER_BAD_INTEGER);
    }
}

FLAW(der, a_time_has_all_its_digits, "CVE-2015-1789 (OpenSSL)",
     "a short time was read beyond its end")
{
    static const char *const wrong[] = { "",           "26",           "2601010000Z",   "2601010000",
                                         "26010100000Z", "260101000000", "260101000000+", "260101000000+00" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        leaf.raw.validity =
            forge_sequence(forge_text(KEDGE_TAG_UTC_TIME, wrong[i]), forge_time(FORGE_NOW + FORGE_DAY));
        expect_status(judge(), KEDGE_DER_BAD_TIME);
        leaf.raw.validity = forge_sequence(forge_time(FORGE_NOW), forge_text(KEDGE_TAG_UTC_TIME, wrong[i]));
        expect_status(judge(), KEDGE_DER_BAD_TIME);
    }
}

/* Reads a list of timestamps to its end. */
static kedge_status read_timestamps(kedge_span bytes)
{
    kedge_sct_list list;
    kedge_sct sct;
    bool is_found = true;
    kedge_status status = kedge_sct_list_begin(&list, bytes);

    while (status == KEDGE_OK && is_found)
        status = kedge_sct_list_next(&list, &sct, &is_found);
    return status;
}

FLAW(der, a_timestamp_that_is_cut_off_anywhere_is_none, "CVE-2025-32989 (GnuTLS)",
     "the timestamp of an SCT was read beyond the end of its extension")
{
    const timestamp t = timestamp_by(forge_p256("log"), timestamp_precertificate_entry(&leaf));
    const kedge_span sct = timestamp_sct(&t);

    expect_status(read_timestamps(timestamp_vector(timestamp_vector(sct))), KEDGE_OK);
    for (size_t size = 0; size < sct.size; size++) {
        const kedge_span cut = timestamp_vector(timestamp_vector(forge_cut(sct, size)));

        cr_assert_neq(read_timestamps(cut), KEDGE_OK, "%zu octets", size);
    }
}

/* --- policies --- */

FLAW(policy, policies_that_cannot_be_read_refuse, "CVE-2023-0465 (OpenSSL)",
     "invalid policies in the leaf silently turned policy validation off")
{
    const forge_extension policies = forge_certificate_policies("1.3.6.1.4.1.32473.1");
    const kedge_span one = forge_sequence(forge_oid("1.3.6.1.4.1.32473.1"));

    forge_put(&leaf, forge_with_value(policies, forge_sequence(one, one)));
    expect_status(judge(), KEDGE_EXTENSION_MALFORMED);
    forge_put(&leaf, forge_with_value(policies, forge_sequence(FORGE_ABSENT)));
    expect_status(judge(), KEDGE_EXTENSION_MALFORMED);
}

FLAW(policy, asking_for_policies_is_checking_them, "CVE-2023-0466 (OpenSSL)",
     "policies that the caller had set were not checked unless a flag was set too")
{
    const kedge_span wanted = forge_oid_content("1.3.6.1.4.1.32473.1");

    s.request.policies.require_explicit = true;
    s.request.policies.initial_set = &wanted;
    s.request.policies.initial_set_count = 1;
    forge_put(&ca, forge_certificate_policies("1.3.6.1.4.1.32473.2"));
    forge_put(&leaf, forge_certificate_policies("1.3.6.1.4.1.32473.2"));
    expect_status(judge(), KEDGE_POLICY_NOT_VALID);
    forge_put(&ca, forge_certificate_policies("1.3.6.1.4.1.32473.1"));
    forge_put(&leaf, forge_certificate_policies("1.3.6.1.4.1.32473.1"));
    expect_status(judge(), KEDGE_OK);
}

FLAW(policy, malformed_policy_constraints_refuse, "CVE-2022-3996 (OpenSSL)",
     "a malformed policyConstraints locked a lock twice")
{
    const forge_extension constraints = forge_policy_constraints(0, FORGE_NONE);

    forge_put(&leaf, forge_with_value(constraints, forge_sequence(forge_integer(0))));
    cr_assert_neq(judge(), KEDGE_OK);
    forge_put(&leaf, forge_with_value(constraints,
                                      forge_sequence(forge_tlv(KEDGE_TAG_CONTEXT(0), forge_hex("ff")))));
    cr_assert_neq(judge(), KEDGE_OK);
}
