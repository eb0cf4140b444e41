/* critical_extensions.c - a critical extension that nobody processes refuses the certificate
 * (RFC 5280, 4.2, 4.2.1.4, 6.1.4 (o) and 6.1.5 (f)). */
#include "path/rule.h"

#include <string.h>

/* 1.3.6.1.5.5.7.2.1 and .2: a CPS pointer and a user notice, which ask nothing of path validation. */
static bool is_known_qualifier(const kedge_der *der, kedge_range oid)
{
    static const uint8_t qualifiers[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x02 };
    const uint8_t *octets = der->data + oid.offset;

    return oid.size == sizeof qualifiers + 1 && memcmp(octets, qualifiers, sizeof qualifiers) == 0
           && (octets[sizeof qualifiers] == 1 || octets[sizeof qualifiers] == 2);
}

/* PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE OF PolicyQualifierInfo OPTIONAL } */
static bool has_only_known_qualifiers(kedge_der *policies, uint32_t *offset)
{
    kedge_der information;
    kedge_der qualifiers;
    kedge_der qualifier;
    kedge_range oid;

    if (kedge_der_enter(policies, KEDGE_TAG_SEQUENCE, &information) != KEDGE_OK
        || kedge_der_read_oid(&information, &oid) != KEDGE_OK)
        return false;
    if (kedge_der_at_end(&information))
        return true;
    if (kedge_der_enter(&information, KEDGE_TAG_SEQUENCE, &qualifiers) != KEDGE_OK)
        return false;
    while (!kedge_der_at_end(&qualifiers)) {
        if (kedge_der_enter(&qualifiers, KEDGE_TAG_SEQUENCE, &qualifier) != KEDGE_OK
            || kedge_der_read_oid(&qualifier, &oid) != KEDGE_OK)
            return false;
        *offset = oid.offset;
        if (!is_known_qualifier(&qualifier, oid))
            return false;
    }
    return true;
}

/* Where certificatePolicies is critical, its qualifiers must be understood too (RFC 5280, 4.2.1.4). */
static bool has_unknown_qualifier(const kedge_certificate *certificate, uint32_t *offset)
{
    uint32_t fault;
    kedge_der value;
    kedge_der policies;

    if (!kedge_certificate_has(certificate, KEDGE_EXT_CERTIFICATE_POLICIES)
        || (certificate->extensions_critical & KEDGE_EXT_BIT(KEDGE_EXT_CERTIFICATE_POLICIES)) == 0)
        return false;
    value = kedge_certificate_extension(certificate, KEDGE_EXT_CERTIFICATE_POLICIES, &fault);
    if (kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &policies) != KEDGE_OK)
        return true;
    while (!kedge_der_at_end(&policies))
        if (!has_only_known_qualifiers(&policies, offset))
            return true;
    return false;
}

kedge_status kedge_rule_critical_extensions(const kedge_case *subject, uint32_t *offset)
{
    const kedge_certificate *certificate = subject->certificate;
    const kedge_request *request = subject->request;
    kedge_der extensions;
    kedge_extension_view view;
    uint32_t fault = 0;
    bool found = false;

    if (has_unknown_qualifier(certificate, offset))
        return KEDGE_UNKNOWN_CRITICAL_EXTENSION;
    if (certificate->unknown_critical == 0)
        return KEDGE_OK;
    extensions = kedge_certificate_extensions(certificate, &fault);
    for (;;) {
        *offset = extensions.position;
        if (kedge_extension_next(&extensions, &view, &found) != KEDGE_OK)
            return KEDGE_UNKNOWN_CRITICAL_EXTENSION;
        if (!found)
            return KEDGE_OK;
        if (!view.critical || view.known)
            continue;
        if (request->claim != NULL && request->claim(request->context, certificate, &view))
            continue;
        *offset = view.oid.offset;
        return KEDGE_UNKNOWN_CRITICAL_EXTENSION;
    }
}
