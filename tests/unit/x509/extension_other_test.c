/* extension_other_test.c - the SCT list, TLS features and OCSP's nocheck. */
#include "unit/x509/sample.h"

Test(sct_list, its_octet_string_is_checked_and_its_contents_are_not)
{
    static const value_case cases[] = {
        { "anything", "0402 0102", KEDGE_OK, 0 },
        { "nothing", "0400", KEDGE_OK, 0 },
        { "no value", "", KEDGE_DER_TRUNCATED, 0 },
        { "no OCTET STRING", "0102", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "bytes after it", "0401 0102", KEDGE_DER_TRAILING_DATA, 3 }
    };

    sample_judge(KEDGE_EXT_SCT_LIST, cases);
}

Test(tls_feature, numbers_of_tls_extensions_are_read)
{
    static const value_case cases[] = {
        { "status_request", "3003 020105", KEDGE_OK, 0 },
        { "two", "3006 020105 020111", KEDGE_OK, 0 },
        { "none", "3000", KEDGE_OK, 0 },
        { "the largest", "3005 0203 00ffff", KEDGE_OK, 0 },
        { "larger", "3005 0203 010000", KEDGE_DER_INTEGER_RANGE, 4 },
        { "negative", "3003 0201ff", KEDGE_DER_INTEGER_RANGE, 4 },
        { "no INTEGER", "3002 0500", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "no SEQUENCE", "020105", KEDGE_DER_UNEXPECTED_TAG, 0 }
    };

    sample_judge(KEDGE_EXT_TLS_FEATURE, cases);
}

Test(ocsp_no_check, it_is_null)
{
    static const value_case cases[] = {
        { "NULL", "0500", KEDGE_OK, 0 },
        { "no value", "", KEDGE_DER_TRUNCATED, 0 },
        { "a NULL with contents", "050100", KEDGE_DER_BAD_NULL, 1 },
        { "another type", "0101ff", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "bytes after it", "0500 00", KEDGE_DER_TRAILING_DATA, 2 }
    };

    sample_judge(KEDGE_EXT_OCSP_NO_CHECK, cases);
}
