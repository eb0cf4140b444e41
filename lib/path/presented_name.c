/* presented_name.c - the names that a certificate claims for its subject (RFC 5280, 4.1.2.6 and 4.2.1.6). */
#include "path/presented_name.h"

#include "path/text_name.h"

#include <string.h>

/* id-on-SmtpUTF8Mailbox (RFC 9598, 3): a mailbox that is no rfc822Name, and yet is bound by its constraints
 * (RFC 9598, 6).  It is not compared, so constraints on mailboxes refuse it. */
static bool is_other_mailbox(const kedge_certificate *certificate, const kedge_general_name *name)
{
    static const uint8_t oid[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x08, 0x09 };
    uint32_t fault;
    const kedge_der whole = { certificate->der, 0, certificate->size, &fault };
    kedge_der fields = kedge_der_within(&whole, name->value);
    kedge_range type;

    return name->kind == KEDGE_OTHER_NAME && kedge_der_read_oid(&fields, &type) == KEDGE_OK
           && type.size == sizeof oid && memcmp(certificate->der + type.offset, oid, sizeof oid) == 0;
}

static kedge_status visit_alt_names(const kedge_certificate *certificate, kedge_name_visitor *visit,
                                    void *context, bool *has_mailbox)
{
    uint32_t fault;
    kedge_der names = kedge_certificate_subject_alt_names(certificate, &fault);

    while (!kedge_der_at_end(&names)) {
        kedge_general_name name;
        kedge_presented_name presented;
        kedge_status status = kedge_general_name_read(&names, &name);

        if (status != KEDGE_OK)
            return status;
        *has_mailbox = *has_mailbox || name.kind == KEDGE_RFC822_NAME;
        presented = (kedge_presented_name){ name.kind, true, kedge_certificate_span(certificate, name.value),
                                            name.value.offset };
        status = visit(context, &presented);
        if (status == KEDGE_OK && is_other_mailbox(certificate, &name)) {
            presented.kind = KEDGE_RFC822_NAME;
            presented.is_readable = false;
            status = visit(context, &presented);
        }
        if (status != KEDGE_OK)
            return status;
    }
    return KEDGE_OK;
}

/* emailAddress is an IA5String (RFC 2985, 5.2.1); in two other types its octets are the same where it is
 * ASCII. */
static bool is_mailbox_attribute(const kedge_certificate *certificate, const kedge_attribute *attribute,
                                 kedge_presented_name *name)
{
    static const uint8_t oid[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01 };

    if (attribute->type.size != sizeof oid
        || memcmp(certificate->der + attribute->type.offset, oid, sizeof oid) != 0)
        return false;
    name->kind = KEDGE_RFC822_NAME;
    name->is_readable = attribute->tag == KEDGE_TAG_IA5_STRING || attribute->tag == KEDGE_TAG_UTF8_STRING
                        || attribute->tag == KEDGE_TAG_PRINTABLE_STRING;
    name->value = kedge_certificate_span(certificate, attribute->value);
    name->offset = attribute->value.offset;
    return true;
}

static kedge_status visit_mailbox_attributes(const kedge_certificate *certificate, kedge_name_visitor *visit,
                                             void *context)
{
    uint32_t fault;
    const kedge_der der = { certificate->der, 0, certificate->size, &fault };
    kedge_name_reader reader;
    kedge_attribute attribute;
    kedge_presented_name name;
    bool found = false;
    kedge_status status = kedge_name_begin(&reader, &der, certificate->subject);

    while (status == KEDGE_OK) {
        status = kedge_name_next(&reader, &attribute, &found);
        if (status != KEDGE_OK || !found)
            break;
        if (is_mailbox_attribute(certificate, &attribute, &name))
            status = visit(context, &name);
    }
    return status;
}

static kedge_status visit_subject(const kedge_certificate *certificate, kedge_name_visitor *visit,
                                  void *context)
{
    const kedge_presented_name name = { KEDGE_DIRECTORY_NAME, true,
                                        kedge_certificate_span(certificate, certificate->subject),
                                        certificate->subject.offset };

    return kedge_name_is_empty(name.value) ? KEDGE_OK : visit(context, &name);
}

static kedge_status visit_common_name(const kedge_certificate *certificate, uint32_t flags,
                                      kedge_name_visitor *visit, void *context)
{
    const kedge_range common_name = kedge_identity_common_name(certificate, flags);
    const kedge_span text = kedge_certificate_span(certificate, common_name);
    uint8_t octets[16];
    kedge_presented_name name = { KEDGE_DNS_NAME, true, text, common_name.offset };
    size_t size;

    if (common_name.size == 0)
        return KEDGE_OK;
    size = kedge_address_read(text, octets);
    if (size != 0) {
        name.kind = KEDGE_IP_ADDRESS;
        name.value = (kedge_span){ octets, size };
    }
    return visit(context, &name);
}

kedge_status kedge_presented_names_visit(const kedge_certificate *certificate, uint32_t flags,
                                         kedge_name_visitor *visit, void *context)
{
    bool has_mailbox = false;
    kedge_status status = visit_subject(certificate, visit, context);

    if (status == KEDGE_OK)
        status = visit_alt_names(certificate, visit, context, &has_mailbox);
    if (status == KEDGE_OK && !has_mailbox)
        status = visit_mailbox_attributes(certificate, visit, context);
    if (status == KEDGE_OK)
        status = visit_common_name(certificate, flags, visit, context);
    return status;
}
