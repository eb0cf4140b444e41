/* critical_extensions.c - a critical extension that nobody processes refuses the certificate
 * (RFC 5280, 4.2, 6.1.4 (o) and 6.1.5 (f)). */
#include "path/rule.h"

kedge_status kedge_rule_critical_extensions(const kedge_case *subject, uint32_t *offset)
{
    const kedge_certificate *certificate = subject->certificate;
    const kedge_request *request = subject->request;
    kedge_der extensions;
    kedge_extension_view view;
    uint32_t fault = 0;
    bool found = false;

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
