/* general_name_test.c - the nine forms of GeneralName. */
#include "unit/x509/sample.h"

static kedge_status read(kedge_span bytes, kedge_general_name *name, uint32_t *fault)
{
    kedge_span exact = forge_copy(bytes.data, bytes.size);
    kedge_der der;

    cr_assert_eq(kedge_der_begin(&der, exact.data, exact.size, fault), KEDGE_OK);
    return kedge_general_name_read(&der, name);
}

Test(general_name, every_form_is_read)
{
    static const struct {
        const char *name;
        kedge_general_name_kind kind;
        uint32_t offset;
        uint32_t size;
    } cases[] = {
        { "a007 06012a a0020500", KEDGE_OTHER_NAME, 2, 7 },
        { "8103 614062", KEDGE_RFC822_NAME, 2, 3 },
        { "8100", KEDGE_RFC822_NAME, 2, 0 },
        { "8209 61626364 65666768 69", KEDGE_DNS_NAME, 2, 9 },
        { "a304 3002 0500", KEDGE_X400_ADDRESS, 2, 4 },
        { "a306 3000 3000 3100", KEDGE_X400_ADDRESS, 2, 6 },
        { "a402 3000", KEDGE_DIRECTORY_NAME, 2, 2 },
        { "a40e 300c 310a 3008 0603550403 0c0161", KEDGE_DIRECTORY_NAME, 2, 14 },
        { "a505 a103 0c0161", KEDGE_EDI_PARTY_NAME, 2, 5 },
        { "a50a a003 130162 a103 140161", KEDGE_EDI_PARTY_NAME, 2, 10 },
        { "8601 61", KEDGE_URI_NAME, 2, 1 },
        { "8704 c0000201", KEDGE_IP_ADDRESS, 2, 4 },
        { "8703 c00002", KEDGE_IP_ADDRESS, 2, 3 },
        { "8802 2a03", KEDGE_REGISTERED_ID, 2, 2 }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kedge_general_name name;
        uint32_t fault;

        cr_assert_eq(read(forge_hex(cases[i].name), &name, &fault), KEDGE_OK, "%s", cases[i].name);
        cr_assert_eq(name.kind, cases[i].kind, "%s", cases[i].name);
        cr_assert_eq(name.value.offset, cases[i].offset, "%s", cases[i].name);
        cr_assert_eq(name.value.size, cases[i].size, "%s", cases[i].name);
    }
}

Test(general_name, faults_are_refused_at_their_place)
{
    static const struct {
        const char *what;
        const char *name;
        kedge_status status;
        uint32_t offset;
    } cases[] = {
        { "nothing", "", KEDGE_DER_TRUNCATED, 0 },
        { "a tenth form", "8900", KEDGE_GENERAL_NAME_MALFORMED, 0 },
        { "the last tag number", "9e00", KEDGE_GENERAL_NAME_MALFORMED, 0 },
        { "a universal type", "1601 61", KEDGE_GENERAL_NAME_MALFORMED, 0 },
        { "a SEQUENCE", "3000", KEDGE_GENERAL_NAME_MALFORMED, 0 },
        { "an application type", "4201 61", KEDGE_GENERAL_NAME_MALFORMED, 0 },
        { "a constructed string", "a203 160161", KEDGE_GENERAL_NAME_MALFORMED, 0 },
        { "a primitive directory name", "8402 3000", KEDGE_GENERAL_NAME_MALFORMED, 0 },
        { "a primitive other name", "8000", KEDGE_GENERAL_NAME_MALFORMED, 0 },
        { "a tag of more octets", "9f1f00", KEDGE_DER_BAD_TAG, 0 },
        { "a tenth form cut off", "8905 00", KEDGE_DER_TRUNCATED, 3 },
        { "a dNSName cut off", "8202 61", KEDGE_DER_TRUNCATED, 3 },
        { "a mailbox with NUL", "8103 614000", KEDGE_DER_BAD_STRING, 4 },
        { "a dNSName with NUL", "8203 610062", KEDGE_DER_BAD_STRING, 3 },
        { "a URI with a high octet", "8602 61e4", KEDGE_DER_BAD_STRING, 3 },
        { "an other name of nothing", "a000", KEDGE_DER_TRUNCATED, 2 },
        { "an other name without a value", "a003 06012a", KEDGE_DER_TRUNCATED, 5 },
        { "an other name whose value has no tag", "a005 06012a 0500", KEDGE_DER_UNEXPECTED_TAG, 5 },
        { "an other name whose value is empty", "a005 06012a a000", KEDGE_DER_TRUNCATED, 7 },
        { "an other name with two values", "a009 06012a a0040500 0500", KEDGE_DER_TRAILING_DATA, 9 },
        { "an other name with more", "a009 06012a a0020500 0500", KEDGE_DER_TRAILING_DATA, 9 },
        { "an other name cut off", "a006 06012a", KEDGE_DER_TRUNCATED, 5 },
        { "an X.400 address that claims more", "a305 3000", KEDGE_DER_TRUNCATED, 4 },
        { "an EDI party that claims more", "a506 a103 0c0161", KEDGE_DER_TRUNCATED, 7 },
        { "an empty X.400 address", "a300", KEDGE_DER_TRUNCATED, 2 },
        { "an X.400 address cut off", "a303 300200", KEDGE_DER_TRUNCATED, 5 },
        { "a directory name of nothing", "a400", KEDGE_DER_TRUNCATED, 2 },
        { "a directory name of another type", "a402 3100", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "two directory names", "a404 3000 3000", KEDGE_DER_TRAILING_DATA, 4 },
        { "a damaged directory name", "a404 3002 3100", KEDGE_NAME_MALFORMED, 6 },
        { "an EDI party of nothing", "a500", KEDGE_DER_TRUNCATED, 2 },
        { "an EDI party without a name", "a505 a003 130162", KEDGE_DER_TRUNCATED, 7 },
        { "an EDI party whose name is no string", "a504 a102 0500", KEDGE_GENERAL_NAME_MALFORMED, 4 },
        { "an EDI party whose name is an IA5String", "a505 a103 160161", KEDGE_GENERAL_NAME_MALFORMED, 4 },
        { "an EDI party whose name is damaged", "a505 a103 0c0180", KEDGE_DER_BAD_STRING, 6 },
        { "an EDI party whose assigner is no string", "a509 a002 0500 a103 0c0161",
          KEDGE_GENERAL_NAME_MALFORMED, 4 },
        { "an EDI party with two names in one", "a508 a106 0c0161 0c0162", KEDGE_DER_TRAILING_DATA, 7 },
        { "an EDI party with an empty name", "a502 a100", KEDGE_DER_TRUNCATED, 4 },
        { "an EDI party with more", "a507 a103 0c0161 0500", KEDGE_DER_TRAILING_DATA, 7 },
        { "an empty registered identifier", "8800", KEDGE_DER_BAD_OID, 1 },
        { "a padded registered identifier", "8802 802a", KEDGE_DER_BAD_OID, 2 }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kedge_general_name name;
        uint32_t fault = 77;
        kedge_status status = read(forge_hex(cases[i].name), &name, &fault);

        cr_assert_eq(status, cases[i].status, "%s: %s", cases[i].what, kedge_status_name(status));
        cr_assert_eq(fault, cases[i].offset, "%s: at %u", cases[i].what, (unsigned)fault);
    }
}
