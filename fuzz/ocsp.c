/* ocsp.c - parse anything as an OCSP response, and read every answer of one that parsed. */
#include <kedge/ocsp.h>

#include "check.h"

static void check_range(const kedge_ocsp *ocsp, kedge_range range)
{
    CHECK(range.offset <= ocsp->size && range.size <= ocsp->size - range.offset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kedge_ocsp ocsp;
    uint32_t fault = UINT32_MAX;
    const kedge_status status = kedge_ocsp_parse(&ocsp, data, size, &fault);
    kedge_der list;

    if (status != KEDGE_OK) {
        CHECK(kedge_status_classify(status) == KEDGE_CLASS_INPUT && fault <= size && ocsp.size == 0);
        return 0;
    }
    CHECK(ocsp.size == size);
    check_range(&ocsp, ocsp.tbs_response_data);
    check_range(&ocsp, ocsp.signature);
    check_range(&ocsp, ocsp.responder_name);
    check_range(&ocsp, ocsp.responder_key_hash);
    check_range(&ocsp, ocsp.nonce);
    list = kedge_ocsp_responses(&ocsp, &fault);
    while (!kedge_der_at_end(&list)) {
        kedge_ocsp_single single;

        CHECK(kedge_ocsp_single_read(&list, &single) == KEDGE_OK);
        CHECK(single.status <= KEDGE_OCSP_UNKNOWN);
        check_range(&ocsp, single.serial_number);
        check_range(&ocsp, single.issuer_name_hash);
        check_range(&ocsp, single.issuer_key_hash);
    }
    list = kedge_ocsp_certificates(&ocsp, &fault);
    while (!kedge_der_at_end(&list)) {
        kedge_range element;

        CHECK(kedge_der_read_element(&list, KEDGE_TAG_SEQUENCE, &element) == KEDGE_OK);
    }
    return 0;
}
