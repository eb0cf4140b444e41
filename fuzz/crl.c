/* crl.c - parse anything as a revocation list, and look entries up in one that parsed, with an index and without. */
#include <kedge/crl.h>

#include "check.h"

static void check_range(const kedge_crl *crl, kedge_range range)
{
    CHECK(range.offset <= crl->size && range.size <= crl->size - range.offset);
}

/* Both ways must find the same entry, or none. */
static void check_entry(const kedge_crl *plain, const kedge_crl *indexed, kedge_span serial)
{
    const kedge_span issuer = kedge_span_of(plain->der, plain->issuer);
    kedge_crl_entry one;
    kedge_crl_entry other;
    const bool is_found = kedge_crl_find(plain, issuer, serial, &one);

    CHECK(kedge_crl_find(indexed, issuer, serial, &other) == is_found);
    if (!is_found)
        return;
    CHECK(one.serial_number.offset == other.serial_number.offset && one.reason == other.reason);
    CHECK(one.certificate_issuer.offset == other.certificate_issuer.offset);
    check_range(plain, one.serial_number);
    check_range(plain, one.certificate_issuer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint32_t memory[1 << 16];
    kedge_crl crl;
    kedge_crl indexed;
    uint32_t fault = UINT32_MAX;
    const kedge_status status = kedge_crl_parse(&crl, data, size, &fault);

    if (status != KEDGE_OK) {
        CHECK(kedge_status_classify(status) == KEDGE_CLASS_INPUT && fault <= size && crl.version == 0);
        return 0;
    }
    CHECK(crl.version >= 1 && crl.version <= 2 && crl.size == size);
    check_range(&crl, crl.tbs_cert_list);
    check_range(&crl, crl.issuer);
    check_range(&crl, crl.signature);
    check_range(&crl, crl.revoked);
    check_range(&crl, crl.crl_number);
    check_range(&crl, crl.base_crl_number);
    check_range(&crl, crl.scope.distribution_point);
    indexed = crl;
    if (kedge_crl_index(&indexed, memory, sizeof memory) != KEDGE_OK)
        return 0;
    kedge_der list = { crl.der, crl.revoked.offset, crl.revoked.offset + crl.revoked.size, &fault };
    for (uint32_t i = 0; i < crl.revoked_count && i < 64; i++) {
        kedge_der inner;
        kedge_range serial;

        CHECK(kedge_der_enter(&list, KEDGE_TAG_SEQUENCE, &inner) == KEDGE_OK);
        CHECK(kedge_der_read_integer(&inner, &serial) == KEDGE_OK);
        check_entry(&crl, &indexed, kedge_span_of(crl.der, serial));
    }
    check_entry(&crl, &indexed, (kedge_span){ (const uint8_t *)"\x05", 1 });
    return 0;
}
