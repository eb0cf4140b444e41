/* client.c - who a client is, by its certificate (RFC 5280, 4.1.2.2, 4.1.2.6 and 4.2.1.6). */
#include <kedge/client.h>

#include <string.h>

static const uint8_t common_name[] = { 0x55, 0x04, 0x03 };
static const uint8_t serial_number[] = { 0x55, 0x04, 0x05 };

/* One more of the kind wanted: the first is found, a second makes it ambiguous. */
static kedge_status count_in(kedge_status so_far, const kedge_certificate *certificate, kedge_range value,
                             kedge_client_name *name)
{
    if (so_far != KEDGE_CLIENT_NAME_MISSING)
        return KEDGE_CLIENT_NAME_AMBIGUOUS;
    name->value = kedge_certificate_span(certificate, value);
    return KEDGE_OK;
}

static kedge_status find_alternative(const kedge_certificate *certificate, kedge_general_name_kind kind,
                                     kedge_client_name *name)
{
    uint32_t fault;
    kedge_der names = kedge_certificate_subject_alt_names(certificate, &fault);
    kedge_status status = KEDGE_CLIENT_NAME_MISSING;
    kedge_general_name one;

    while (!kedge_der_at_end(&names)) {
        if (kedge_general_name_read(&names, &one) != KEDGE_OK)
            return KEDGE_CLIENT_NAME_MISSING; /* a certificate that parses has none such */
        if (one.kind != kind || one.value.size == 0
            || (kind == KEDGE_DNS_NAME && memchr(certificate->der + one.value.offset, '*', one.value.size) != NULL))
            continue;
        status = count_in(status, certificate, one.value, name);
    }
    return status;
}

/* Types whose octets are UTF-8; that they are, and hold no NUL, was checked when the certificate was parsed. */
static bool is_text(const kedge_attribute *attribute)
{
    return (attribute->tag == KEDGE_TAG_UTF8_STRING || attribute->tag == KEDGE_TAG_PRINTABLE_STRING
            || attribute->tag == KEDGE_TAG_IA5_STRING) && attribute->value.size > 0;
}

static kedge_status find_attribute(const kedge_certificate *certificate, const uint8_t oid[3], kedge_client_name *name)
{
    uint32_t fault;
    kedge_der der = { certificate->der, 0, certificate->size, &fault };
    kedge_status status = KEDGE_CLIENT_NAME_MISSING;
    kedge_name_reader reader;
    kedge_attribute attribute;
    bool found = true;

    if (kedge_name_begin(&reader, &der, certificate->subject) != KEDGE_OK)
        return KEDGE_CLIENT_NAME_MISSING;
    while (kedge_name_next(&reader, &attribute, &found) == KEDGE_OK && found) {
        if (attribute.type.size != 3 || memcmp(certificate->der + attribute.type.offset, oid, 3) != 0)
            continue;
        /* One of another type counts as one more: it must not be passed over for its neighbour. */
        status = is_text(&attribute) ? count_in(status, certificate, attribute.value, name)
                                     : KEDGE_CLIENT_NAME_AMBIGUOUS;
    }
    return status;
}

static kedge_status find_subject(const kedge_certificate *certificate, kedge_client_name *name)
{
    name->value = kedge_certificate_span(certificate, certificate->subject);
    return kedge_name_is_empty(name->value) ? KEDGE_CLIENT_NAME_MISSING : KEDGE_OK;
}

static kedge_status find(const kedge_certificate *certificate, kedge_client_name_kind kind, kedge_client_name *name)
{
    name->kind = kind;
    switch (kind) {
    case KEDGE_CLIENT_DNS:
        return find_alternative(certificate, KEDGE_DNS_NAME, name);
    case KEDGE_CLIENT_EMAIL:
        return find_alternative(certificate, KEDGE_RFC822_NAME, name);
    case KEDGE_CLIENT_URI:
        return find_alternative(certificate, KEDGE_URI_NAME, name);
    case KEDGE_CLIENT_COMMON_NAME:
        return find_attribute(certificate, common_name, name);
    case KEDGE_CLIENT_SUBJECT_SERIAL:
        return find_attribute(certificate, serial_number, name);
    case KEDGE_CLIENT_SERIAL_NUMBER:
        name->value = kedge_certificate_span(certificate, certificate->serial_number);
        return KEDGE_OK;
    case KEDGE_CLIENT_SUBJECT:
        return find_subject(certificate, name);
    case KEDGE_CLIENT_NAME_KIND_COUNT:
        break;
    }
    return KEDGE_BAD_ARGUMENT;
}

kedge_status kedge_client_name_find(const kedge_certificate *certificate, const kedge_client_name_kind *kinds,
                                    size_t count, kedge_client_name *name)
{
    kedge_status status = KEDGE_CLIENT_NAME_MISSING;

    *name = (kedge_client_name){ .kind = KEDGE_CLIENT_NAME_KIND_COUNT };
    for (size_t i = 0; i < count && status == KEDGE_CLIENT_NAME_MISSING; i++)
        status = find(certificate, kinds[i], name);
    if (status != KEDGE_OK)
        *name = (kedge_client_name){ .kind = KEDGE_CLIENT_NAME_KIND_COUNT };
    return status;
}
