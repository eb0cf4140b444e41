/* identity.c - does a certificate bear the name looked for? (RFC 9525, 6.)
 *
 * Names are compared with names of their own kind only.  What is presented and is not well-formed never
 * matches.  Choices where the clauses leave one:
 * - A wildcard is the whole left-most label of a dNSName, stands for exactly one label, and has two labels
 *   after it at least: what lies directly below a top-level domain belongs to many.
 * - A URI is matched by scheme and host (RFC 9525, 6.5.2 and 6.3), never by wildcard: "*" is an ordinary
 *   character of URIs.  A URI that has user information names a user, not a host, and does not match; one
 *   whose host is an address is to be looked for as an address.
 * - A service is matched by its name and its domain (RFC 9525, 6.5.1), never by wildcard.
 * - Of a mailbox the domain is compared without case, the local part to the letter (RFC 5280, 7.5).
 */
#include "path/rule.h"

#include "path/text_name.h"

#include <string.h>

#define WILDCARD_BASE_LABELS_MIN 2
#define SERVICE_NAME_MAX 15

/* The host looked for: the dot at its end says only that the name is complete (RFC 1034, 3.1). */
static kedge_span without_final_dot(kedge_span host)
{
    if (host.size > 1 && host.data[host.size - 1] == '.')
        host.size--;
    return host;
}

static bool is_same_host(kedge_span presented, kedge_span wanted)
{
    kedge_span base;

    wanted = without_final_dot(wanted);
    if (!kedge_host_is_wildcard(presented, &base))
        return kedge_host_is_valid(presented) && kedge_text_name_equal(presented, wanted);
    return kedge_host_label_count(base) >= WILDCARD_BASE_LABELS_MIN
           && kedge_text_name_equal(kedge_host_parent(wanted), base);
}

static bool is_same_address(kedge_span presented, kedge_span wanted)
{
    return presented.size == wanted.size && memcmp(presented.data, wanted.data, wanted.size) == 0;
}

static bool is_same_mailbox(kedge_span presented, kedge_span wanted)
{
    kedge_mailbox one;
    kedge_mailbox other;

    if (!kedge_mailbox_read(presented, &one) || !kedge_mailbox_read(wanted, &other))
        return false;
    return one.local.size == other.local.size && memcmp(one.local.data, other.local.data, one.local.size) == 0
           && kedge_text_name_equal(one.domain, other.domain);
}

static bool is_same_service(kedge_span presented, kedge_span wanted)
{
    kedge_uri one;
    kedge_uri other;

    if (!kedge_uri_read(presented, &one) || !kedge_uri_read(wanted, &other) || one.has_user)
        return false;
    return kedge_text_name_equal(one.scheme, other.scheme) && kedge_text_name_equal(one.host, other.host);
}

/* Service names: letters, digits and single hyphens between them, one letter at least (RFC 6335, 5.1). */
static bool is_service_name(kedge_span text)
{
    bool has_letter = false;
    uint8_t previous = '-';

    if (text.size == 0 || text.size > SERVICE_NAME_MAX)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        const uint8_t c = text.data[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!is_letter && !(c >= '0' && c <= '9') && (c != '-' || previous == '-'))
            return false;
        has_letter = has_letter || is_letter;
        previous = c;
    }
    return has_letter && previous != '-';
}

/* SRVName ::= IA5String: "_Service.Name" (RFC 4985, 2). */
static bool read_srv_name(kedge_span text, kedge_span *service, kedge_span *domain)
{
    const uint8_t *dot = text.size > 0 ? memchr(text.data, '.', text.size) : NULL;

    if (dot == NULL || text.data[0] != '_')
        return false;
    *service = (kedge_span){ text.data + 1, (size_t)(dot - text.data) - 1 };
    *domain = (kedge_span){ dot + 1, text.size - service->size - 2 };
    return is_service_name(*service);
}

/* The SRVName in an OtherName ::= SEQUENCE { type-id id-on-dnsSRV, value [0] EXPLICIT }, whose contents octets
 * `presented` is. */
static bool find_srv_name(kedge_span presented, kedge_span *text)
{
    static const uint8_t dns_srv[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x08, 0x07 }; /* 1.3.6.1.5.5.7.8.7 */
    uint32_t fault;
    kedge_der der;
    kedge_der value;
    kedge_range type;
    kedge_range content;

    if (kedge_der_begin(&der, presented.data, presented.size, &fault) != KEDGE_OK
        || kedge_der_read_oid(&der, &type) != KEDGE_OK || type.size != sizeof dns_srv
        || memcmp(presented.data + type.offset, dns_srv, sizeof dns_srv) != 0
        || kedge_der_enter(&der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &value) != KEDGE_OK
        || kedge_der_read(&value, KEDGE_TAG_IA5_STRING, &content) != KEDGE_OK || !kedge_der_at_end(&value))
        return false;
    *text = kedge_span_of(presented.data, content);
    return true;
}

static bool is_same_srv_name(kedge_span presented, kedge_span wanted)
{
    kedge_span text;
    kedge_span service;
    kedge_span domain;
    kedge_span wanted_service;
    kedge_span wanted_domain;

    if (!find_srv_name(presented, &text) || !read_srv_name(text, &service, &domain)
        || !read_srv_name(wanted, &wanted_service, &wanted_domain))
        return false;
    return kedge_text_name_equal(service, wanted_service) && kedge_host_is_valid(domain)
           && kedge_text_name_equal(domain, without_final_dot(wanted_domain));
}

static bool is_host(kedge_span value)
{
    return kedge_host_is_valid(without_final_dot(value));
}

static bool is_address(kedge_span value)
{
    return value.size == 4 || value.size == 16;
}

static bool is_mailbox(kedge_span value)
{
    kedge_mailbox mailbox;

    return kedge_mailbox_read(value, &mailbox);
}

static bool is_service(kedge_span value)
{
    kedge_uri uri;

    return kedge_uri_read(value, &uri);
}

static bool is_srv_name(kedge_span value)
{
    kedge_span service;
    kedge_span domain;

    return read_srv_name(value, &service, &domain) && is_host(domain);
}

/* How an identity of one kind is checked and found. */
typedef struct identity_row {
    kedge_identity_kind kind;
    kedge_general_name_kind presented_as;
    bool (*is_well_formed)(kedge_span value);
    bool (*is_same)(kedge_span presented, kedge_span wanted);
} identity_row;

static const identity_row identities[] = {
    { KEDGE_IDENTITY_DNS, KEDGE_DNS_NAME, is_host, is_same_host },
    { KEDGE_IDENTITY_IP, KEDGE_IP_ADDRESS, is_address, is_same_address },
    { KEDGE_IDENTITY_EMAIL, KEDGE_RFC822_NAME, is_mailbox, is_same_mailbox },
    { KEDGE_IDENTITY_URI, KEDGE_URI_NAME, is_service, is_same_service },
    { KEDGE_IDENTITY_SRV, KEDGE_OTHER_NAME, is_srv_name, is_same_srv_name },
};

static const identity_row *row_of(const kedge_identity *identity)
{
    for (size_t i = 0; i < sizeof identities / sizeof identities[0]; i++)
        if (identities[i].kind == identity->kind)
            return &identities[i];
    return NULL;
}

kedge_status kedge_identity_check(const kedge_identity *identity)
{
    const identity_row *row = row_of(identity);

    if (identity->kind == KEDGE_IDENTITY_UNSET)
        return KEDGE_IDENTITY_NOT_GIVEN;
    if (identity->kind == KEDGE_IDENTITY_WAIVED)
        return KEDGE_OK;
    if (row == NULL || identity->value.data == NULL || !row->is_well_formed(identity->value))
        return KEDGE_IDENTITY_MALFORMED;
    return KEDGE_OK;
}

/* Whether a common name may be an identity at all, and in which form. */
static bool counts_as_identity(kedge_span text)
{
    uint8_t octets[16];
    kedge_span base;

    return kedge_host_is_valid(text) || kedge_host_is_wildcard(text, &base)
           || kedge_address_read(text, octets) != 0;
}

static bool is_common_name(const kedge_certificate *certificate, const kedge_attribute *attribute)
{
    static const uint8_t oid[] = { 0x55, 0x04, 0x03 };

    return attribute->type.size == sizeof oid
           && memcmp(certificate->der + attribute->type.offset, oid, sizeof oid) == 0;
}

/* String types whose octets are ASCII where the text is. */
static bool is_octet_string_type(uint8_t tag)
{
    return tag == KEDGE_TAG_PRINTABLE_STRING || tag == KEDGE_TAG_UTF8_STRING || tag == KEDGE_TAG_IA5_STRING;
}

/* The most specific one, which is the last, whatever it is: an earlier one never takes its place. */
kedge_range kedge_identity_common_name(const kedge_certificate *certificate, uint32_t flags)
{
    const kedge_range none = { 0, 0 };
    uint32_t fault;
    kedge_der der = { certificate->der, 0, certificate->size, &fault };
    kedge_name_reader reader;
    kedge_attribute attribute;
    kedge_attribute last = { 0 };
    bool found = true;

    if ((flags & KEDGE_POLICY_COMMON_NAME) == 0
        || kedge_certificate_has(certificate, KEDGE_EXT_SUBJECT_ALT_NAME))
        return none;
    if (kedge_name_begin(&reader, &der, certificate->subject) != KEDGE_OK)
        return none;
    while (kedge_name_next(&reader, &attribute, &found) == KEDGE_OK && found)
        if (is_common_name(certificate, &attribute))
            last = attribute;
    if (!is_octet_string_type(last.tag)
        || !counts_as_identity(kedge_certificate_span(certificate, last.value)))
        return none;
    return last.value;
}

/* A common name is text, so an address in it is read before it is compared. */
static bool is_in_common_name(kedge_span common_name, const kedge_identity *identity)
{
    if (identity->kind == KEDGE_IDENTITY_DNS)
        return is_same_host(common_name, identity->value);
    if (identity->kind == KEDGE_IDENTITY_IP) {
        uint8_t octets[16];
        size_t size = kedge_address_read(common_name, octets);

        return is_same_address((kedge_span){ octets, size }, identity->value);
    }
    return false; /* RFC 9525, 2: neither mailboxes nor URIs stand there */
}

static kedge_status match_common_name(const kedge_identity *identity, const kedge_certificate *certificate,
                                      uint32_t flags, kedge_identity_match_place *place, uint32_t *offset)
{
    const kedge_range common_name = kedge_identity_common_name(certificate, flags);

    if (common_name.size == 0
        || !is_in_common_name(kedge_certificate_span(certificate, common_name), identity)) {
        *offset = certificate->subject.offset;
        return KEDGE_IDENTITY_MISMATCH;
    }
    *place = (kedge_identity_match_place){ .name = common_name, .common_name = true };
    return KEDGE_OK;
}

static kedge_status match_alt_names(const identity_row *row, kedge_span wanted,
                                    const kedge_certificate *certificate, kedge_identity_match_place *place,
                                    uint32_t *offset)
{
    kedge_der names = kedge_certificate_subject_alt_names(certificate, offset);
    kedge_general_name name;

    while (!kedge_der_at_end(&names)) {
        const kedge_status status = kedge_general_name_read(&names, &name);

        if (status != KEDGE_OK)
            return status;
        if (name.kind != row->presented_as
            || !row->is_same(kedge_certificate_span(certificate, name.value), wanted))
            continue;
        *place = (kedge_identity_match_place){ .name = name.value, .kind = (uint8_t)name.kind };
        return KEDGE_OK;
    }
    *offset = certificate->extension[KEDGE_EXT_SUBJECT_ALT_NAME].offset;
    return KEDGE_IDENTITY_MISMATCH;
}

kedge_status kedge_identity_match(const kedge_identity *identity, const kedge_certificate *certificate,
                                  uint32_t flags, kedge_identity_match_place *place, uint32_t *offset)
{
    const identity_row *row = row_of(identity);
    const kedge_status status = kedge_identity_check(identity);

    *place = (kedge_identity_match_place){ 0 };
    *offset = 0;
    if (status != KEDGE_OK || row == NULL)
        return status;
    if (!kedge_certificate_has(certificate, KEDGE_EXT_SUBJECT_ALT_NAME))
        return match_common_name(identity, certificate, flags, place, offset);
    return match_alt_names(row, identity->value, certificate, place, offset);
}

kedge_status kedge_rule_identity(const kedge_case *subject, uint32_t *offset)
{
    kedge_identity_match_place place;

    if (subject->role != KEDGE_ROLE_TARGET)
        return KEDGE_OK;
    return kedge_identity_match(&subject->request->identity, subject->certificate,
                                subject->request->policy->flags, &place, offset);
}
