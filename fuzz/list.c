/* list.c - provision anything as a list of trust anchors: wholly or not at all, and what is stated of an anchor is
 * well-formed. */
#include <kedge/trust.h>

#include "check.h"

static void check_element(kedge_span element)
{
    uint32_t fault = 0;
    kedge_der der;
    kedge_der inner;

    if (element.size == 0)
        return;
    CHECK(kedge_der_begin(&der, element.data, element.size, &fault) == KEDGE_OK);
    CHECK(kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, &inner) == KEDGE_OK);
    CHECK(kedge_der_at_end(&der));
}

static void check_anchors(const kedge_trust *trust)
{
    for (size_t i = 0; i < kedge_trust_count(trust); i++) {
        const kedge_anchor *anchor = kedge_trust_at(trust, i);

        CHECK(anchor->pending == NULL && anchor->terms.given == 0);
        CHECK(anchor->certificate.subject.size != 0);
        if (anchor->stated == NULL)
            continue;
        check_element(anchor->stated->name_constraints);
        check_element(anchor->stated->policies);
        check_element(anchor->stated->purposes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const size_t memory_size = kedge_trust_size(16, 4 * size);
    void *memory = aligned_alloc(64, (memory_size + 63) / 64 * 64);

    for (int damage = KEDGE_BUNDLE_STOP; damage <= KEDGE_BUNDLE_SKIP; damage++) {
        kedge_trust trust;
        kedge_bundle_report report;
        const uint8_t *top;
        kedge_status status;

        CHECK(kedge_trust_init(&trust, memory, memory_size, kedge_crypto_default()) == KEDGE_OK);
        top = trust.top;
        status = kedge_trust_add_list(&trust, data, size, NULL, (kedge_bundle_damage)damage, &report);
        CHECK(report.offset <= size);
        CHECK(kedge_trust_count(&trust) == report.added);
        CHECK(status == KEDGE_OK || (report.added == 0 && trust.top == top));
        check_anchors(&trust);
    }
    free(memory);
    return 0;
}
