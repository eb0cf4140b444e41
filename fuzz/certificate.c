/* certificate.c - parse anything as a certificate, and use every view of one that parsed. */
#include <kedge/certificate.h>

#include "check.h"

static void check_range(const kedge_certificate *certificate, kedge_range range)
{
    CHECK(range.offset <= certificate->size && range.size <= certificate->size - range.offset);
}

static void check_name(const kedge_certificate *certificate, kedge_range range, uint64_t hash)
{
    kedge_span name = kedge_certificate_span(certificate, range);
    uint32_t fault;
    kedge_der der;
    char text[64];

    CHECK(kedge_der_begin(&der, certificate->der, certificate->size, &fault) == KEDGE_OK);
    CHECK(kedge_name_check(&der, range) == KEDGE_OK);
    CHECK(kedge_name_hash(name) == hash && kedge_name_equal(name, name) && kedge_name_within(name, name));
    CHECK(kedge_name_format(name, text, sizeof text) == strlen(text) && strlen(text) < sizeof text);
    CHECK(kedge_name_format(name, text, 1) == 0 && text[0] == '\0');
}

static void check_extensions(const kedge_certificate *certificate)
{
    uint32_t fault;
    kedge_der list = kedge_certificate_extensions(certificate, &fault);
    kedge_der names = kedge_certificate_subject_alt_names(certificate, &fault);
    uint32_t present = 0;
    bool found = true;

    while (found) {
        kedge_extension_view view;

        CHECK(kedge_extension_next(&list, &view, &found) == KEDGE_OK);
        if (!found)
            break;
        check_range(certificate, view.oid);
        check_range(certificate, view.value);
        if (view.known)
            present |= KEDGE_EXT_BIT(view.extension);
    }
    CHECK(present == certificate->extensions_present);
    CHECK((certificate->extensions_critical & ~present) == 0);
    while (!kedge_der_at_end(&names)) {
        kedge_general_name name;

        CHECK(kedge_general_name_read(&names, &name) == KEDGE_OK);
        check_range(certificate, name.value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kedge_certificate certificate;
    uint32_t fault = UINT32_MAX;
    kedge_status status = kedge_certificate_parse(&certificate, data, size, &fault);

    if (status != KEDGE_OK) {
        CHECK(kedge_status_classify(status) == KEDGE_CLASS_INPUT && fault <= size);
        return 0;
    }
    CHECK(certificate.version >= 1 && certificate.version <= 3 && certificate.size == size);
    check_range(&certificate, certificate.tbs_certificate);
    check_range(&certificate, certificate.serial_number);
    check_range(&certificate, certificate.validity);
    check_range(&certificate, certificate.signature);
    check_range(&certificate, certificate.algorithm_identifier);
    check_range(&certificate, certificate.key.subject_public_key_info);
    check_range(&certificate, certificate.subject_key_identifier);
    check_range(&certificate, certificate.authority_key_identifier);
    check_name(&certificate, certificate.issuer, certificate.issuer_hash);
    check_name(&certificate, certificate.subject, certificate.subject_hash);
    check_extensions(&certificate);
    CHECK(kedge_certificate_equal(&certificate, &certificate));
    CHECK(kedge_public_key_equal(&certificate.key, &certificate.key));
    return 0;
}
