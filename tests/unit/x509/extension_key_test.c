/* extension_key_test.c - key identifiers, keyUsage and extKeyUsage. */
#include "unit/x509/sample.h"

#include <string.h>

Test(authority_key_identifier, every_combination_of_fields_that_means_something_is_read)
{
    static const value_case cases[] = {
        { "nothing", "3000", KEDGE_OK, 0 },
        { "a key identifier", "3004 80020102", KEDGE_OK, 0 },
        { "an empty key identifier", "3002 8000", KEDGE_OK, 0 },
        { "issuer and serial number", "3008 a1038201 61 820107", KEDGE_OK, 0 },
        { "all three", "300c 80020102 a1038201 61 820107", KEDGE_OK, 0 },
        { "a negative serial number", "3008 a1038201 61 8201ff", KEDGE_OK, 0 }
    };

    sample_judge(KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, cases);
}

Test(authority_key_identifier, faults_are_refused_at_their_place)
{
    static const value_case cases[] = {
        { "no value", "", KEDGE_DER_TRUNCATED, 0 },
        { "another type", "0400", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "bytes after it", "3000 00", KEDGE_DER_TRAILING_DATA, 2 },
        { "an issuer alone", "3005 a1038201 61", KEDGE_EXTENSION_MALFORMED, 7 },
        { "a serial number alone", "3003 820107", KEDGE_EXTENSION_MALFORMED, 2 },
        { "no issuer among the names", "3005 a100 820107", KEDGE_EXTENSION_MALFORMED, 4 },
        { "an address of five octets", "300c a1078705 0102030405 820107", KEDGE_GENERAL_NAME_MALFORMED, 6 },
        { "an empty serial number", "3007 a1038201 61 8200", KEDGE_DER_BAD_INTEGER, 8 },
        { "a padded serial number", "3009 a1038201 61 82020007", KEDGE_DER_BAD_INTEGER, 9 },
        { "fields in another order", "300a 820107 a1038201 61 8000", KEDGE_EXTENSION_MALFORMED, 2 },
        { "a field that it does not have", "3002 8300", KEDGE_DER_TRAILING_DATA, 2 },
        { "a key identifier cut off", "3003 800201", KEDGE_DER_TRUNCATED, 5 }
    };

    sample_judge(KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, cases);
}

Test(authority_key_identifier, the_key_identifier_is_kept)
{
    kedge_certificate found = sample_value(KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, "3004 80020102");
    kedge_certificate without = sample_value(KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, "3008 a1038201 61 820107");
    kedge_span identifier = kedge_certificate_span(&found, found.authority_key_identifier);

    cr_assert(identifier.size == 2 && memcmp(identifier.data, "\x01\x02", 2) == 0);
    cr_assert(without.authority_key_identifier.offset == 0 && without.authority_key_identifier.size == 0);
}

Test(subject_key_identifier, an_octet_string_is_kept_and_nothing_else_is_read)
{
    static const value_case cases[] = {
        { "octets", "0402 0102", KEDGE_OK, 0 },
        { "no value", "", KEDGE_DER_TRUNCATED, 0 },
        { "no OCTET STRING", "0102", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "bytes after it", "0401 0102", KEDGE_DER_TRAILING_DATA, 3 },
        { "cut off", "0402 01", KEDGE_DER_TRUNCATED, 3 }
    };
    kedge_certificate found = sample_value(KEDGE_EXT_SUBJECT_KEY_IDENTIFIER, "0402 0102");
    kedge_span identifier = kedge_certificate_span(&found, found.subject_key_identifier);

    sample_judge(KEDGE_EXT_SUBJECT_KEY_IDENTIFIER, cases);
    cr_assert(identifier.size == 2 && memcmp(identifier.data, "\x01\x02", 2) == 0);
}

Test(key_usage, each_of_the_nine_bits_has_its_place)
{
    static const struct {
        const char *value;
        unsigned usage;
    } cases[] = {
        { "0302 0780", KEDGE_KU_DIGITAL_SIGNATURE },
        { "0302 0640", KEDGE_KU_CONTENT_COMMITMENT },
        { "0302 0520", KEDGE_KU_KEY_ENCIPHERMENT },
        { "0302 0410", KEDGE_KU_DATA_ENCIPHERMENT },
        { "0302 0308", KEDGE_KU_KEY_AGREEMENT },
        { "0302 0204", KEDGE_KU_KEY_CERT_SIGN },
        { "0302 0102", KEDGE_KU_CRL_SIGN },
        { "0302 0001", KEDGE_KU_ENCIPHER_ONLY },
        { "0303 070080", KEDGE_KU_DECIPHER_ONLY },
        { "0302 0106", KEDGE_KU_KEY_CERT_SIGN | KEDGE_KU_CRL_SIGN },
        { "0303 07ff80", 0x1ff }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kedge_certificate found = sample_value(KEDGE_EXT_KEY_USAGE, cases[i].value);

        cr_assert_eq(found.key_usage, cases[i].usage, "%s", cases[i].value);
        cr_assert_eq(found.deviations, 0u, "%s", cases[i].value);
    }
}

Test(key_usage, trailing_zero_bits_and_no_bit_at_all_are_recorded)
{
    static const struct {
        const char *value;
        unsigned usage;
    } cases[] = {
        { "0301 00", 0 },
        { "0302 0700", 0 },
        { "0302 0080", KEDGE_KU_DIGITAL_SIGNATURE },
        { "0303 070600", KEDGE_KU_KEY_CERT_SIGN | KEDGE_KU_CRL_SIGN },
        { "0304 00010000", KEDGE_KU_ENCIPHER_ONLY }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kedge_certificate found = sample_value(KEDGE_EXT_KEY_USAGE, cases[i].value);

        cr_assert_eq(found.key_usage, cases[i].usage, "%s", cases[i].value);
        cr_assert_eq(found.deviations, KEDGE_DEVIATION_KEY_USAGE_FORM, "%s", cases[i].value);
    }
}

Test(key_usage, bits_that_have_no_name_are_refused)
{
    static const value_case cases[] = {
        { "the tenth bit", "0303 060040", KEDGE_EXTENSION_MALFORMED, 4 },
        { "the seventeenth bit", "0304 07008080", KEDGE_EXTENSION_MALFORMED, 5 },
        { "an unused bit that is set", "0302 0781", KEDGE_DER_BAD_BIT_STRING, 3 },
        { "eight unused bits", "0302 0800", KEDGE_DER_BAD_BIT_STRING, 2 },
        { "no count of unused bits", "0300", KEDGE_DER_BAD_BIT_STRING, 1 },
        { "no BIT STRING", "0201 06", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "bytes after it", "0302 0106 00", KEDGE_DER_TRAILING_DATA, 4 },
        { "no value", "", KEDGE_DER_TRUNCATED, 0 }
    };

    sample_judge(KEDGE_EXT_KEY_USAGE, cases);
}

Test(extended_key_usage, well_known_purposes_are_bits_and_others_are_one_bit)
{
    static const struct {
        const char *oid;
        unsigned bit;
    } cases[] = {
        { FORGE_EKU_ANY, KEDGE_EKU_ANY },
        { FORGE_EKU_SERVER_AUTH, KEDGE_EKU_SERVER_AUTH },
        { FORGE_EKU_CLIENT_AUTH, KEDGE_EKU_CLIENT_AUTH },
        { FORGE_EKU_CODE_SIGNING, KEDGE_EKU_CODE_SIGNING },
        { FORGE_EKU_EMAIL_PROTECTION, KEDGE_EKU_EMAIL_PROTECTION },
        { FORGE_EKU_TIME_STAMPING, KEDGE_EKU_TIME_STAMPING },
        { FORGE_EKU_OCSP_SIGNING, KEDGE_EKU_OCSP_SIGNING },
        { "1.3.6.1.5.5.7.3.5", KEDGE_EKU_OTHER },
        { "2.5.29.37", KEDGE_EKU_OTHER },
        { "1.3.6.1.5.5.7.3.1.1", KEDGE_EKU_OTHER }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forge_certificate certificate = sample_with(forge_extended_key_usage(cases[i].oid));

        cr_assert_eq(sample_accept(&certificate).extended_key_usage, cases[i].bit, "%s", cases[i].oid);
    }
}

Test(extended_key_usage, a_purpose_is_found_by_its_identifier)
{
    forge_certificate made = sample_with(
        forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_ANY, "1.2.3.4"));
    kedge_certificate found = sample_accept(&made);
    forge_certificate bare = sample_bare();
    kedge_certificate without = sample_accept(&bare);

    cr_assert_eq(found.extended_key_usage, KEDGE_EKU_SERVER_AUTH | KEDGE_EKU_ANY | KEDGE_EKU_OTHER);
    cr_assert(kedge_certificate_names_usage(&found, forge_oid_content("1.2.3.4")));
    cr_assert(kedge_certificate_names_usage(&found, forge_oid_content(FORGE_EKU_SERVER_AUTH)));
    cr_assert_not(kedge_certificate_names_usage(&found, forge_oid_content(FORGE_EKU_CLIENT_AUTH)),
                  "anyExtendedKeyUsage is not counted in");
    cr_assert_not(kedge_certificate_names_usage(&found, forge_oid_content("1.2.3")));
    cr_assert_not(kedge_certificate_names_usage(&without, forge_oid_content("1.2.3.4")));
}

Test(extended_key_usage, faults_are_refused_at_their_place)
{
    static const value_case cases[] = {
        { "no purpose", "3000", KEDGE_EXTENSION_MALFORMED, 2 },
        { "no SEQUENCE", "0603 2a0304", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "no identifier in it", "3002 0500", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "a padded identifier", "3005 06032a8004", KEDGE_DER_BAD_OID, 5 },
        { "the second ends within a number", "3006 06012a 060181", KEDGE_DER_BAD_OID, 7 },
        { "bytes after it", "3003 06012a 0500", KEDGE_DER_TRAILING_DATA, 5 },
        { "an empty identifier", "3002 0600", KEDGE_DER_BAD_OID, 3 },
        { "no value", "", KEDGE_DER_TRUNCATED, 0 }
    };

    sample_judge(KEDGE_EXT_EXTENDED_KEY_USAGE, cases);
}
