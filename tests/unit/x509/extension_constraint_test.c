/* extension_constraint_test.c - basicConstraints and nameConstraints. */
#include "unit/x509/sample.h"

#define TREE_A "30038201 61" /* a GeneralSubtree with the dNSName "a" */

Test(basic_constraints, ca_and_path_length_are_read)
{
    static const struct {
        const char *value;
        bool is_ca;
        bool has_path_length;
        uint32_t path_length;
        uint32_t deviations;
    } cases[] = { { "3000", false, false, 0, 0 },
                  { "3003 0101ff", true, false, 0, 0 },
                  { "3003 010100", false, false, 0, KEDGE_DEVIATION_DEFAULT_ENCODED },
                  { "3006 0101ff 020100", true, true, 0, 0 },
                  { "3006 0101ff 02017f", true, true, 127, 0 },
                  { "3009 0101ff 02047fffffff", true, true, 0x7fffffff, 0 },
                  { "300a 0101ff 02050080000000", true, true, 0x7fffffff, 0 },
                  { "300a 0101ff 0205 00ffffffff", true, true, 0x7fffffff, 0 },
                  { "3010 0101ff 020b 7fffffffffffffffffffff", true, true, 0x7fffffff, 0 },
                  { "3010 0101ff 020b 0100000000000000000000", true, true, 0x7fffffff, 0 },
                  { "3003 020103", false, true, 3, KEDGE_DEVIATION_PATH_LENGTH },
                  { "3006 010100 020103", false, true, 3,
                    KEDGE_DEVIATION_PATH_LENGTH | KEDGE_DEVIATION_DEFAULT_ENCODED } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kedge_certificate found = sample_value(KEDGE_EXT_BASIC_CONSTRAINTS, cases[i].value);

        cr_assert_eq(found.is_ca, cases[i].is_ca, "%s", cases[i].value);
        cr_assert_eq(found.has_path_length, cases[i].has_path_length, "%s", cases[i].value);
        cr_assert_eq(found.path_length, cases[i].path_length, "%s", cases[i].value);
        cr_assert_eq(found.deviations, cases[i].deviations, "%s", cases[i].value);
    }
}

Test(basic_constraints, faults_are_refused_at_their_place)
{
    static const value_case cases[] = {
        { "no value", "", KEDGE_DER_TRUNCATED, 0 },
        { "no SEQUENCE", "0101ff", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "a BOOLEAN that is neither", "3003 010101", KEDGE_DER_BAD_BOOLEAN, 4 },
        { "a negative path length", "3006 0101ff 0201ff", KEDGE_EXTENSION_MALFORMED, 7 },
        { "a padded path length", "3007 0101ff 02020001", KEDGE_DER_BAD_INTEGER, 7 },
        { "another order", "3006 020100 0101ff", KEDGE_DER_TRAILING_DATA, 5 },
        { "something else", "3002 0500", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "a third field", "3009 0101ff 020100 020100", KEDGE_DER_TRAILING_DATA, 8 },
        { "bytes after it", "3000 0500", KEDGE_DER_TRAILING_DATA, 2 }
    };

    sample_judge(KEDGE_EXT_BASIC_CONSTRAINTS, cases);
}

Test(name_constraints, subtrees_of_every_form_are_read)
{
    static const value_case cases[] = {
        { "permitted", "3007 a005 " TREE_A, KEDGE_OK, 0 },
        { "excluded", "3007 a105 " TREE_A, KEDGE_OK, 0 },
        { "both", "300e a005 " TREE_A " a105 " TREE_A, KEDGE_OK, 0 },
        { "several", "300c a00a " TREE_A TREE_A, KEDGE_OK, 0 },
        { "an empty dNSName, which is all of them", "3006 a004 30028200", KEDGE_OK, 0 },
        { "a mailbox", "3007 a005 30038101 40", KEDGE_OK, 0 },
        { "a URI", "3007 a005 30038601 2e", KEDGE_OK, 0 },
        { "a directory name", "3008 a006 3004 a402 3000", KEDGE_OK, 0 },
        { "IPv4", "300e a00c 300a 8708 c0000200 ffffff00", KEDGE_OK, 0 },
        { "all of IPv4", "300e a00c 300a 8708 00000000 00000000", KEDGE_OK, 0 },
        { "one address", "300e a00c 300a 8708 c0000201 ffffffff", KEDGE_OK, 0 },
        { "a mask that ends within an octet", "300e a00c 300a 8708 c0000200 fffffe00", KEDGE_OK, 0 },
        { "IPv6", "3026 a024 3022 8720 20010db8000000000000000000000000 ffffffff000000000000000000000000",
          KEDGE_OK, 0 },
        { "a registered identifier", "3008 a006 3004 88022a03", KEDGE_OK, 0 },
        { "an other name", "300d a00b 3009 a007 06012a a0020500", KEDGE_OK, 0 }
    };

    sample_judge(KEDGE_EXT_NAME_CONSTRAINTS, cases);
}

Test(name_constraints, faults_are_refused_at_their_place)
{
    static const value_case cases[] = {
        { "no value", "", KEDGE_DER_TRUNCATED, 0 },
        { "no SEQUENCE", "0500", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "no subtree among the permitted", "3002 a000", KEDGE_EXTENSION_MALFORMED, 4 },
        { "no subtree among the excluded", "3009 a005 " TREE_A " a100", KEDGE_EXTENSION_MALFORMED, 11 },
        { "another order", "300e a105 " TREE_A " a005 " TREE_A, KEDGE_DER_TRAILING_DATA, 9 },
        { "another field", "3007 a205 " TREE_A, KEDGE_DER_TRAILING_DATA, 2 },
        { "a minimum", "300a a008 3006 820161 800101", KEDGE_EXTENSION_MALFORMED, 11 },
        { "a large minimum", "300b a009 3007 820161 80020100", KEDGE_EXTENSION_MALFORMED, 11 },
        { "a negative minimum", "300a a008 3006 820161 8001ff", KEDGE_EXTENSION_MALFORMED, 11 },
        { "a padded minimum", "300b a009 3007 820161 80020000", KEDGE_DER_BAD_INTEGER, 11 },
        { "a maximum", "300a a008 3006 820161 810101", KEDGE_EXTENSION_MALFORMED, 9 },
        { "a maximum after a minimum", "300d a00b 3009 820161 800100 810101", KEDGE_EXTENSION_MALFORMED, 12 },
        { "another field of a subtree", "3009 a007 3005 820161 8200", KEDGE_DER_TRAILING_DATA, 9 },
        { "no base", "3004 a002 3000", KEDGE_DER_TRUNCATED, 6 },
        { "a name of no kind", "3006 a004 3002 8900", KEDGE_GENERAL_NAME_MALFORMED, 6 },
        { "a dNSName that is not ASCII", "3007 a005 3003 820180", KEDGE_DER_BAD_STRING, 8 },
        { "a NUL", "3008 a006 3004 82026100", KEDGE_DER_BAD_STRING, 9 },
        { "an address without a mask", "300a a008 3006 8704 c0000200", KEDGE_GENERAL_NAME_MALFORMED, 8 },
        { "IPv6 without a mask", "3016 a014 3012 8710 20010db8000000000000000000000000",
          KEDGE_GENERAL_NAME_MALFORMED, 8 },
        { "an address and half a mask", "300c a00a 3008 8706 c0000200 ffff",
          KEDGE_GENERAL_NAME_MALFORMED, 8 },
        { "no octet of an address", "3006 a004 3002 8700", KEDGE_GENERAL_NAME_MALFORMED, 8 },
        { "a hole between octets of the mask", "300e a00c 300a 8708 c0000200 ff00ff00",
          KEDGE_GENERAL_NAME_MALFORMED, 12 },
        { "a hole within an octet", "300e a00c 300a 8708 c0000200 ffffff05",
          KEDGE_GENERAL_NAME_MALFORMED, 12 },
        { "a mask that begins with zeros", "300e a00c 300a 8708 c0000200 00ffffff",
          KEDGE_GENERAL_NAME_MALFORMED, 12 },
        { "zeros, then a one", "300e a00c 300a 8708 c0000200 ffffff01", KEDGE_GENERAL_NAME_MALFORMED, 12 }
    };

    sample_judge(KEDGE_EXT_NAME_CONSTRAINTS, cases);
}

Test(name_constraints, no_subtree_at_all_and_a_spelt_out_minimum_are_recorded)
{
    cr_assert_eq(sample_value(KEDGE_EXT_NAME_CONSTRAINTS, "3000").deviations,
                 KEDGE_DEVIATION_NAME_CONSTRAINTS_EMPTY);
    cr_assert_eq(sample_value(KEDGE_EXT_NAME_CONSTRAINTS, "300a a008 3006 820161 800100").deviations,
                 KEDGE_DEVIATION_DEFAULT_ENCODED);
    cr_assert_eq(sample_value(KEDGE_EXT_NAME_CONSTRAINTS, "3007 a005 " TREE_A).deviations, 0u);
}

Test(name_constraints, a_deviation_of_a_directory_name_is_recorded)
{
    const char *value = "3014 a012 3010 a40e 300c 310a 3008 0603550403 130140";

    cr_assert_eq(sample_value(KEDGE_EXT_NAME_CONSTRAINTS, value).deviations, KEDGE_DEVIATION_NAME_STRING);
}
