/* extension_name_test.c - alternative names, distribution points and access descriptions. */
#include "unit/x509/sample.h"

#define RDN_A "3008 0603550403 0c0161" /* an AttributeTypeAndValue: CN=a */

static const value_case general_names[] = {
    { "a dNSName", "3003 820161", KEDGE_OK, 0 },
    { "several", "3009 820161 810162 860163", KEDGE_OK, 0 },
    { "IPv4", "3006 8704 c0000201", KEDGE_OK, 0 },
    { "IPv6", "3012 8710 20010db8000000000000000000000001", KEDGE_OK, 0 },
    { "no value", "", KEDGE_DER_TRUNCATED, 0 },
    { "no SEQUENCE", "820161", KEDGE_DER_UNEXPECTED_TAG, 0 },
    { "no name", "3000", KEDGE_EXTENSION_MALFORMED, 2 },
    { "an address of three octets", "3005 8703 c00002", KEDGE_GENERAL_NAME_MALFORMED, 4 },
    { "an address with a mask", "300a 8708 c0000201 ffffff00", KEDGE_GENERAL_NAME_MALFORMED, 4 },
    { "an address of no octets", "3002 8700", KEDGE_GENERAL_NAME_MALFORMED, 4 },
    { "the second is damaged", "3006 820161 820180", KEDGE_DER_BAD_STRING, 7 },
    { "bytes after it", "3003 820161 00", KEDGE_DER_TRAILING_DATA, 5 }
};

Test(alternative_names, both_extensions_read_the_same_names)
{
    sample_judge(KEDGE_EXT_SUBJECT_ALT_NAME, general_names);
    sample_judge(KEDGE_EXT_ISSUER_ALT_NAME, general_names);
}

Test(alternative_names, the_names_of_the_subject_are_walked_over)
{
    kedge_certificate found = sample_value(KEDGE_EXT_SUBJECT_ALT_NAME, "300c 820161 8704c0000201 810162");
    static const struct {
        kedge_general_name_kind kind;
        uint32_t size;
    } wanted[] = { { KEDGE_DNS_NAME, 1 }, { KEDGE_IP_ADDRESS, 4 }, { KEDGE_RFC822_NAME, 1 } };
    uint32_t fault;
    kedge_der names = kedge_certificate_subject_alt_names(&found, &fault);

    for (size_t i = 0; i < 3; i++) {
        kedge_general_name name;

        cr_assert_eq(kedge_general_name_read(&names, &name), KEDGE_OK);
        cr_assert_eq(name.kind, wanted[i].kind);
        cr_assert_eq(name.value.size, wanted[i].size);
    }
    cr_assert(kedge_der_at_end(&names));
}

Test(alternative_names, a_certificate_without_any_has_none_to_walk_over)
{
    forge_certificate bare = sample_bare();
    kedge_certificate found = sample_accept(&bare);
    uint32_t fault;
    kedge_der names = kedge_certificate_subject_alt_names(&found, &fault);

    cr_assert(kedge_der_at_end(&names));
}

static const value_case distribution_points[] = {
    { "a full name", "3009 3007 a005 a003 860161", KEDGE_OK, 0 },
    { "a name relative to the issuer", "3010 300e a00c a10a " RDN_A, KEDGE_OK, 0 },
    { "a CRL issuer alone", "3007 3005 a203 860161", KEDGE_OK, 0 },
    { "with reasons", "300d 300b a005 a003 860161 81020780", KEDGE_OK, 0 },
    { "with no reason", "300c 300a a005 a003 860161 810100", KEDGE_OK, 0 },
    { "with all", "3012 3010 a005 a003 860161 81020780 a203 860162", KEDGE_OK, 0 },
    { "several", "3012 3007 a005 a003 860161 3007 a005 a003 860161", KEDGE_OK, 0 },
    { "several names", "300c 300a a008 a006 860161 860162", KEDGE_OK, 0 },
    { "no value", "", KEDGE_DER_TRUNCATED, 0 },
    { "none", "3000", KEDGE_EXTENSION_MALFORMED, 2 },
    { "no SEQUENCE", "3002 0500", KEDGE_DER_UNEXPECTED_TAG, 2 },
    { "an empty one", "3002 3000", KEDGE_EXTENSION_MALFORMED, 4 },
    { "reasons alone", "3006 3004 81020780", KEDGE_EXTENSION_MALFORMED, 8 },
    { "an empty name", "3004 3002 a000", KEDGE_DER_TRUNCATED, 6 },
    { "no full name", "3006 3004 a002 a000", KEDGE_EXTENSION_MALFORMED, 8 },
    { "no relative name", "3006 3004 a002 a100", KEDGE_NAME_MALFORMED, 8 },
    { "a relative name that is none", "3008 3006 a004 a102 0500", KEDGE_DER_UNEXPECTED_TAG, 8 },
    { "a name of a third kind", "3006 3004 a002 a200", KEDGE_DER_UNEXPECTED_TAG, 6 },
    { "two names", "300e 300c a00a a003 860161 a003 860161", KEDGE_DER_TRAILING_DATA, 11 },
    { "no CRL issuer", "3004 3002 a200", KEDGE_EXTENSION_MALFORMED, 6 },
    { "a damaged CRL issuer", "3007 3005 a203 860180", KEDGE_DER_BAD_STRING, 8 },
    { "reasons cut off", "300b 3009 a005 a003 860161 8100", KEDGE_DER_BAD_BIT_STRING, 12 },
    { "reasons with an unused bit that is set", "300d 300b a005 a003 860161 81020781",
      KEDGE_DER_BAD_BIT_STRING, 14 },
    { "another order", "300d 300b 81020780 a005 a003 860161", KEDGE_DER_TRAILING_DATA, 8 },
    { "another field", "300b 3009 a005 a003 860161 8300", KEDGE_DER_TRAILING_DATA, 11 },
    { "an address of five octets", "300d 300b a009 a007 87050102030405", KEDGE_GENERAL_NAME_MALFORMED, 10 }
};

Test(distribution_points, both_extensions_read_the_same_points)
{
    sample_judge(KEDGE_EXT_CRL_DISTRIBUTION_POINTS, distribution_points);
    sample_judge(KEDGE_EXT_FRESHEST_CRL, distribution_points);
}

Test(distribution_points, a_deviation_of_a_relative_name_is_recorded)
{
    kedge_certificate found = sample_value(KEDGE_EXT_CRL_DISTRIBUTION_POINTS,
                                           "3010 300e a00c a10a 3008 0603550403 130140");

    cr_assert_eq(found.deviations, KEDGE_DEVIATION_NAME_STRING);
}

static const value_case access_descriptions[] = {
    { "one", "3008 3006 06012a 860161", KEDGE_OK, 0 },
    { "two", "3010 3006 06012a 860161 3006 06012a 860161", KEDGE_OK, 0 },
    { "a name that is no URI", "3008 3006 06012a 820161", KEDGE_OK, 0 },
    { "no value", "", KEDGE_DER_TRUNCATED, 0 },
    { "none", "3000", KEDGE_EXTENSION_MALFORMED, 2 },
    { "no SEQUENCE", "3002 0500", KEDGE_DER_UNEXPECTED_TAG, 2 },
    { "no method", "3007 3005 860161 0500", KEDGE_DER_UNEXPECTED_TAG, 4 },
    { "no location", "3005 3003 06012a", KEDGE_DER_TRUNCATED, 7 },
    { "a location of no form", "3007 3005 06012a 8900", KEDGE_GENERAL_NAME_MALFORMED, 7 },
    { "a URI that is not ASCII", "3008 3006 06012a 8601ff", KEDGE_DER_BAD_STRING, 9 },
    { "an address of one octet", "3008 3006 06012a 870101", KEDGE_GENERAL_NAME_MALFORMED, 9 },
    { "two locations", "300b 3009 06012a 860161 860161", KEDGE_DER_TRAILING_DATA, 10 },
    { "the second is damaged", "300a 3006 06012a 860161 3000", KEDGE_DER_TRUNCATED, 12 }
};

Test(information_access, both_extensions_read_the_same_descriptions)
{
    sample_judge(KEDGE_EXT_AUTHORITY_INFO_ACCESS, access_descriptions);
    sample_judge(KEDGE_EXT_SUBJECT_INFO_ACCESS, access_descriptions);
}
