/* extension_policy_test.c - certificatePolicies, policyMappings, policyConstraints, inhibitAnyPolicy. */
#include "unit/x509/sample.h"

#define CPS "06082b06010505070201"    /* id-qt-cps */
#define NOTICE "06082b06010505070202" /* id-qt-unotice */

Test(certificate_policies, policies_with_and_without_qualifiers_are_read)
{
    static const value_case cases[] = {
        { "one", "3005 3003 06012a", KEDGE_OK, 0 },
        { "two", "300a 3003 06012a 3003 06012b", KEDGE_OK, 0 },
        { "one a prefix of the other", "300b 3003 06012a 3004 06022a03", KEDGE_OK, 0 },
        { "a URI", "3016 3014 06012a 300f 300d " CPS "160161", KEDGE_OK, 0 },
        { "an empty notice", "3015 3013 06012a 300e 300c " NOTICE "3000", KEDGE_OK, 0 },
        { "a notice with UTF-8", "301a 3018 06012a 3013 3011 " NOTICE "3005 0c03e282ac", KEDGE_OK, 0 },
        { "a notice with BMPString", "3019 3017 06012a 3012 3010 " NOTICE "3004 1e0220ac", KEDGE_OK, 0 },
        { "a notice with VisibleString", "3018 3016 06012a 3011 300f " NOTICE "3003 1a0161", KEDGE_OK, 0 },
        { "a reference without numbers", "301c 301a 06012a 3015 3013 " NOTICE "3007 3005 160161 3000",
          KEDGE_OK, 0 },
        { "a reference and a text",
          "3022 3020 06012a 301b 3019 " NOTICE "300d 3008 160161 3003 020101 0c0162", KEDGE_OK, 0 },
        { "a qualifier that nobody knows", "3011 300f 06012a 300a 3008 06022a03 30020500", KEDGE_OK, 0 }
    };

    sample_judge(KEDGE_EXT_CERTIFICATE_POLICIES, cases);
}

Test(certificate_policies, faults_are_refused_at_their_place)
{
    static const value_case cases[] = {
        { "none", "3000", KEDGE_EXTENSION_MALFORMED, 2 },
        { "no value", "", KEDGE_DER_TRUNCATED, 0 },
        { "no SEQUENCE in it", "3003 06012a", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "no identifier", "3002 3000", KEDGE_DER_TRUNCATED, 4 },
        { "the same twice", "300a 3003 06012a 3003 06012a", KEDGE_EXTENSION_MALFORMED, 11 },
        { "qualifiers that are none", "3007 3005 06012a 3000", KEDGE_EXTENSION_MALFORMED, 9 },
        { "qualifiers of another type", "3007 3005 06012a 0500", KEDGE_DER_UNEXPECTED_TAG, 7 },
        { "bytes after the qualifiers", "3018 3016 06012a 300f 300d " CPS "160161 0500",
          KEDGE_DER_TRAILING_DATA, 24 },
        { "a qualifier without a value", "3013 3011 06012a 300c 300a " CPS, KEDGE_DER_TRUNCATED, 21 },
        { "an unknown qualifier without a value", "300d 300b 06012a 3006 3004 06022a03", KEDGE_DER_TRUNCATED,
          15 },
        { "an unknown qualifier with two", "3011 300f 06012a 300a 3008 06022a03 05000500",
          KEDGE_DER_TRAILING_DATA, 17 },
        { "a URI of another type", "3016 3014 06012a 300f 300d " CPS "0c0161", KEDGE_DER_UNEXPECTED_TAG, 21 },
        { "a URI that is not ASCII", "3016 3014 06012a 300f 300d " CPS "160180", KEDGE_DER_BAD_STRING, 23 },
        { "two URIs", "3019 3017 06012a 3012 3010 " CPS "160161160162", KEDGE_DER_TRAILING_DATA, 24 },
        { "a notice of another type", "3016 3014 06012a 300f 300d " NOTICE "160161", KEDGE_DER_UNEXPECTED_TAG,
          21 },
        { "a notice with PrintableString", "3018 3016 06012a 3011 300f " NOTICE "3003 130161",
          KEDGE_EXTENSION_MALFORMED, 23 },
        { "a notice that is not UTF-8", "3018 3016 06012a 3011 300f " NOTICE "3003 0c0180",
          KEDGE_DER_BAD_STRING, 25 },
        { "a notice with two texts", "301b 3019 06012a 3014 3012 " NOTICE "3006 0c0161 0c0162",
          KEDGE_DER_TRAILING_DATA, 26 },
        { "a reference without an organization", "3019 3017 06012a 3012 3010 " NOTICE "3004 3002 3000",
          KEDGE_EXTENSION_MALFORMED, 25 },
        { "a reference to what is no number",
          "301e 301c 06012a 3017 3015 " NOTICE "3009 3007 160161 3002 0500", KEDGE_DER_UNEXPECTED_TAG, 30 },
        { "a reference with more", "301e 301c 06012a 3017 3015 " NOTICE "3009 3007 160161 3000 0500",
          KEDGE_DER_TRAILING_DATA, 30 },
        { "a text cut off", "3017 3015 06012a 3010 300e " NOTICE "3002 0c01", KEDGE_DER_TRUNCATED, 25 }
    };

    sample_judge(KEDGE_EXT_CERTIFICATE_POLICIES, cases);
}

/* A PolicyInformation of 7 octets, different for each number. */
static kedge_span policy(unsigned number)
{
    const uint8_t octets[] = { 0x2a, (uint8_t)(0x81 + number / 100), (uint8_t)(number % 100) };

    return forge_sequence(forge_tlv(KEDGE_TAG_OID, forge_copy(octets, sizeof octets)));
}

/* certificatePolicies with `count` policies, all different but the one at `twin`, which repeats the one at
 * `first`. */
static forge_certificate with_twins(unsigned count, unsigned first, unsigned twin)
{
    kedge_span *list = forge_allocate(count * sizeof *list);

    for (unsigned i = 0; i < count; i++) /* in no order */
        list[i] = policy((i == twin ? first : i) * 7 % count);
    return sample_with(forge_any_extension(forge_extension_oid(KEDGE_EXT_CERTIFICATE_POLICIES), false,
                                           forge_sequence(forge_join_list(list, count))));
}

static forge_certificate with_policies(unsigned count)
{
    return with_twins(count, 0, 0);
}

Test(certificate_policies, more_than_are_compared_are_refused)
{
    forge_certificate most = with_policies(KEDGE_POLICIES_MAX);
    forge_certificate more = with_policies(KEDGE_POLICIES_MAX + 1);
    const kedge_span last = policy(KEDGE_POLICIES_MAX * 7 % (KEDGE_POLICIES_MAX + 1));

    sample_accept(&most);
    sample_refuse(&more, KEDGE_POLICIES_TOO_MANY, last, 4);
    forge_forget();
}

Test(certificate_policies, a_policy_is_found_again_wherever_it_stands)
{
    static const unsigned places[] = { 0, 1, 127, 128, 129, 254, 255, 256, 257, 511, 512, 1022, 1023 };
    const size_t count = sizeof places / sizeof places[0];

    for (size_t later = 1; later < count; later++)
        for (size_t earlier = 0; earlier < later; earlier++) {
            const unsigned length = later % 2 == 0 ? places[later] + 1 : KEDGE_POLICIES_MAX;
            forge_certificate twins = with_twins(length, places[earlier], places[later]);
            const kedge_span der = forge_sign(&twins);
            const kedge_span value = twins.extension[0].value;
            const size_t list = sample_find(der, value) + value.size - 7 * length;
            const parsed result = sample_parse(der);

            cr_assert_eq(result.status, KEDGE_EXTENSION_MALFORMED, "%u and %u", places[earlier], places[later]);
            cr_assert_eq(result.fault, list + 7 * places[later] + 4, "%u and %u", places[earlier], places[later]);
            forge_forget();
        }
}

Test(policy_mappings, pairs_are_read_and_nothing_else)
{
    static const value_case cases[] = {
        { "one", "3008 3006 06012a 06012b", KEDGE_OK, 0 },
        { "two", "3010 3006 06012a 06012b 3006 06012a 06012b", KEDGE_OK, 0 },
        { "none", "3000", KEDGE_EXTENSION_MALFORMED, 2 },
        { "half a pair", "3005 3003 06012a", KEDGE_DER_TRUNCATED, 7 },
        { "three", "300b 3009 06012a 06012b 06012c", KEDGE_DER_TRAILING_DATA, 10 },
        { "no identifier", "3007 3005 0500 06012b", KEDGE_DER_UNEXPECTED_TAG, 4 },
        { "no second identifier", "3007 3005 06012b 0500", KEDGE_DER_UNEXPECTED_TAG, 7 },
        { "no pair", "3003 06012b", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "no value", "", KEDGE_DER_TRUNCATED, 0 }
    };

    sample_judge(KEDGE_EXT_POLICY_MAPPINGS, cases);
}

Test(policy_constraints, numbers_are_natural)
{
    static const value_case cases[] = {
        { "requireExplicitPolicy", "3003 800100", KEDGE_OK, 0 },
        { "inhibitPolicyMapping", "3003 810105", KEDGE_OK, 0 },
        { "both", "3006 800100 810105", KEDGE_OK, 0 },
        { "larger than any path", "300b 8009 00ffffffffffffffff", KEDGE_OK, 0 },
        { "a negative number", "3003 8001ff", KEDGE_EXTENSION_MALFORMED, 4 },
        { "a negative second number", "3006 800100 810180", KEDGE_EXTENSION_MALFORMED, 7 },
        { "an empty number", "3002 8000", KEDGE_DER_BAD_INTEGER, 3 },
        { "a padded number", "3004 80020001", KEDGE_DER_BAD_INTEGER, 4 },
        { "in another order", "3006 810105 800100", KEDGE_DER_TRAILING_DATA, 5 },
        { "a field that it does not have", "3003 820100", KEDGE_DER_TRAILING_DATA, 2 },
        { "EXPLICIT tags", "3005 a003020100", KEDGE_DER_TRAILING_DATA, 2 },
        { "no SEQUENCE", "020100", KEDGE_DER_UNEXPECTED_TAG, 0 }
    };

    sample_judge(KEDGE_EXT_POLICY_CONSTRAINTS, cases);
}

Test(policy_constraints, an_empty_sequence_is_recorded)
{
    cr_assert_eq(sample_value(KEDGE_EXT_POLICY_CONSTRAINTS, "3000").deviations,
                 KEDGE_DEVIATION_POLICY_CONSTRAINTS_EMPTY);
    cr_assert_eq(sample_value(KEDGE_EXT_POLICY_CONSTRAINTS, "3003 800100").deviations, 0u);
}

Test(inhibit_any_policy, a_natural_number_is_read_and_nothing_else)
{
    static const value_case cases[] = {
        { "zero", "020100", KEDGE_OK, 0 },
        { "larger than any path", "0209 00ffffffffffffffff", KEDGE_OK, 0 },
        { "a negative number", "0201ff", KEDGE_EXTENSION_MALFORMED, 2 },
        { "a padded number", "02020001", KEDGE_DER_BAD_INTEGER, 2 },
        { "no INTEGER", "0a0100", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "bytes after it", "02010000", KEDGE_DER_TRAILING_DATA, 3 },
        { "no value", "", KEDGE_DER_TRUNCATED, 0 }
    };

    sample_judge(KEDGE_EXT_INHIBIT_ANY_POLICY, cases);
}
