/* conformance_web.c - what the CA/Browser Forum's Baseline Requirements demand beyond RFC 5280. */
#include "path/conformance.h"

#include "path/text_name.h"

#include <string.h>

static bool is_older_version(const kedge_case *subject, uint32_t *offset)
{
    (void)offset;
    return subject->certificate->version != 3;
}

static bool has_odd_key_size(const kedge_case *subject, uint32_t *offset)
{
    const kedge_public_key *key = &subject->certificate->key;

    *offset = key->subject_public_key_info.offset;
    return key->type == KEDGE_KEY_RSA && (key->bits < 2048 || key->bits % 8 != 0);
}

static bool has_other_key(const kedge_case *subject, uint32_t *offset)
{
    *offset = subject->certificate->key.subject_public_key_info.offset;
    switch ((kedge_key_type)subject->certificate->key.type) {
    case KEDGE_KEY_RSA:
    case KEDGE_KEY_P256:
    case KEDGE_KEY_P384:
    case KEDGE_KEY_P521: return false;
    case KEDGE_KEY_UNKNOWN:
    case KEDGE_KEY_ED25519:
    case KEDGE_KEY_ED448:
    case KEDGE_KEY_EC_UNKNOWN:
    case KEDGE_KEY_TYPE_COUNT: return true;
    }
    return true;
}

/* Whether authorityKeyIdentifier, which is there, has its [0] keyIdentifier and nothing else. */
static bool is_key_id_alone(const kedge_case *subject)
{
    uint32_t fault;
    kedge_der value = kedge_certificate_extension(subject->certificate, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER,
                                                  &fault);
    kedge_der fields;
    kedge_range key_id;

    return kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &fields) == KEDGE_OK
           && kedge_der_read(&fields, KEDGE_TAG_CONTEXT(0), &key_id) == KEDGE_OK && kedge_der_at_end(&fields);
}

static bool has_more_than_key_id(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, offset) && !is_key_id_alone(subject);
}

static bool is_root(const kedge_case *subject)
{
    return subject->role == KEDGE_ROLE_ANCHOR && subject->certificate->is_self_issued;
}

static bool is_root_with_odd_key_id(const kedge_case *subject, uint32_t *offset)
{
    const kedge_certificate *certificate = subject->certificate;
    const kedge_span authority = kedge_certificate_span(certificate, certificate->authority_key_identifier);
    const kedge_span own = kedge_certificate_span(certificate, certificate->subject_key_identifier);

    if (!is_root(subject) || !kedge_case_has(subject, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, offset))
        return false;
    return !is_key_id_alone(subject) || authority.size != own.size
           || memcmp(authority.data, own.data, own.size) != 0;
}

static bool is_root_with_usage(const kedge_case *subject, uint32_t *offset)
{
    return is_root(subject) && kedge_case_has(subject, KEDGE_EXT_EXTENDED_KEY_USAGE, offset);
}

static bool has_critical_usage(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_EXTENDED_KEY_USAGE, offset)
           && kedge_case_is_critical(subject, KEDGE_EXT_EXTENDED_KEY_USAGE);
}

static bool lacks_key_usage(const kedge_case *subject, uint32_t *offset)
{
    return !kedge_case_has(subject, KEDGE_EXT_KEY_USAGE, offset);
}

static bool is_leaf_and_ca(const kedge_case *subject, uint32_t *offset)
{
    (void)kedge_case_has(subject, KEDGE_EXT_BASIC_CONSTRAINTS, offset);
    return subject->certificate->is_ca;
}

static bool has_other_key_usage(const kedge_case *subject, uint32_t *offset)
{
    const uint16_t usage = subject->certificate->key_usage;
    uint16_t allowed = KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_AGREEMENT;

    if (!kedge_case_has(subject, KEDGE_EXT_KEY_USAGE, offset))
        return false;
    if (subject->certificate->key.type == KEDGE_KEY_RSA)
        allowed = KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_ENCIPHERMENT | KEDGE_KU_DATA_ENCIPHERMENT;
    return (usage & ~allowed) != 0;
}

static bool lacks_usage(const kedge_case *subject, uint32_t *offset)
{
    return !kedge_case_has(subject, KEDGE_EXT_EXTENDED_KEY_USAGE, offset);
}

static bool has_any_usage(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_EXTENDED_KEY_USAGE, offset)
           && (subject->certificate->extended_key_usage & KEDGE_EKU_ANY) != 0;
}

/* Purposes that kedge does not know are merely not recommended, but for the one that marks who may sign
 * precertificates. */
static bool has_other_usage(const kedge_case *subject, uint32_t *offset)
{
    static const uint8_t precertificate_signing[] = { 0x2b, 0x06, 0x01, 0x04, 0x01,
                                                      0xd6, 0x79, 0x02, 0x04, 0x04 };
    const kedge_span forbidden = { precertificate_signing, sizeof precertificate_signing };
    const uint16_t usage = subject->certificate->extended_key_usage;
    const uint16_t others = KEDGE_EKU_CODE_SIGNING | KEDGE_EKU_EMAIL_PROTECTION | KEDGE_EKU_TIME_STAMPING
                            | KEDGE_EKU_OCSP_SIGNING;

    if (!kedge_case_has(subject, KEDGE_EXT_EXTENDED_KEY_USAGE, offset))
        return false;
    return (usage & KEDGE_EKU_SERVER_AUTH) == 0 || (usage & others) != 0
           || kedge_certificate_names_usage(subject->certificate, forbidden);
}

static bool lacks_alt_name(const kedge_case *subject, uint32_t *offset)
{
    return !kedge_case_has(subject, KEDGE_EXT_SUBJECT_ALT_NAME, offset);
}

static bool has_critical_alt_name(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_SUBJECT_ALT_NAME, offset) && !kedge_case_is_nameless(subject)
           && kedge_case_is_critical(subject, KEDGE_EXT_SUBJECT_ALT_NAME);
}

/* A P-Label or a Non-Reserved LDH Label (RFC 5890, 2.3.1): "--" in the third place only after "xn". */
static bool is_ldh_label(kedge_span label)
{
    static const uint8_t prefix[] = { 'x', 'n' };
    const kedge_span start = { label.data, sizeof prefix };
    const kedge_span xn = { prefix, sizeof prefix };

    for (size_t i = 0; i < label.size; i++)
        if (label.data[i] == '_')
            return false;
    if (label.size < 4 || label.data[2] != '-' || label.data[3] != '-')
        return true;
    return label.size > 4 && kedge_text_name_equal(start, xn);
}

/* A fully qualified domain name, wildcard or not.  A single label is no name of the public DNS. */
static bool is_domain_name(kedge_span text)
{
    kedge_span host = text;

    if (!kedge_host_is_wildcard(text, &host) && !kedge_host_is_valid(text))
        return false;
    if (kedge_host_label_count(text) < 2)
        return false;
    for (kedge_span rest = host; rest.size > 0; rest = kedge_host_parent(rest)) {
        const kedge_span parent = kedge_host_parent(rest);
        const kedge_span label = { rest.data, rest.size - parent.size - (parent.size > 0) };

        if (!is_ldh_label(label))
            return false;
    }
    return true;
}

static bool is_server_name(const kedge_general_name *name, kedge_span value)
{
    if (name->kind == KEDGE_DNS_NAME)
        return is_domain_name(value);
    return name->kind == KEDGE_IP_ADDRESS;
}

static bool has_other_alt_name(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has_alt_name_not(subject, is_server_name, offset);
}

static bool is_same(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

/* A dNSName is repeated as it stands, an address in its canonical text. */
static bool is_repeated_by(kedge_span text, const kedge_general_name *name, kedge_span value)
{
    char address[KEDGE_ADDRESS_TEXT_MAX];
    kedge_span written;

    if (name->kind == KEDGE_DNS_NAME)
        return is_same(text, value);
    if (name->kind != KEDGE_IP_ADDRESS)
        return false;
    written = (kedge_span){ (const uint8_t *)address, kedge_address_write(value, address) };
    return is_same(text, written);
}

/* A certificate for addresses alone may keep a domain name, which it has no dNSName to repeat and which
 * nobody asks for.  To the letter BR 7.1.4.3 has no such room; x509-limbo leaves it.  An address, in any
 * spelling, is no domain name. */
static bool is_alt_name(const kedge_certificate *certificate, kedge_span text)
{
    uint32_t fault;
    kedge_der names = kedge_certificate_subject_alt_names(certificate, &fault);
    kedge_general_name name;
    bool has_address = false;
    bool has_other = false;

    while (!kedge_der_at_end(&names)) {
        if (kedge_general_name_read(&names, &name) != KEDGE_OK)
            return false;
        if (is_repeated_by(text, &name, kedge_certificate_span(certificate, name.value)))
            return true;
        has_address |= name.kind == KEDGE_IP_ADDRESS;
        has_other |= name.kind != KEDGE_IP_ADDRESS;
    }
    return has_address && !has_other && is_domain_name(text);
}

/* There may be one common name, in one of two string types (BR 7.1.4.2). */
static bool has_other_common_name(const kedge_case *subject, uint32_t *offset)
{
    static const uint8_t oid[] = { 0x55, 0x04, 0x03 };
    const kedge_span common_name = { oid, sizeof oid };
    const kedge_certificate *certificate = subject->certificate;
    uint32_t fault;
    const kedge_der der = { certificate->der, 0, certificate->size, &fault };
    kedge_name_reader reader;
    kedge_attribute attribute;
    size_t count = 0;
    bool found = false;

    if (kedge_name_begin(&reader, &der, certificate->subject) != KEDGE_OK)
        return true;
    while (kedge_name_next(&reader, &attribute, &found) == KEDGE_OK && found) {
        if (!is_same(kedge_certificate_span(certificate, attribute.type), common_name))
            continue;
        *offset = attribute.value.offset;
        if (++count > 1
            || (attribute.tag != KEDGE_TAG_UTF8_STRING && attribute.tag != KEDGE_TAG_PRINTABLE_STRING)
            || !is_alt_name(certificate, kedge_certificate_span(certificate, attribute.value)))
            return true;
    }
    return false;
}

/* Every top-level domain is a public suffix, listed or not, and so is the root. */
static bool is_public_suffix(const kedge_request *request, kedge_span domain)
{
    uint8_t folded[KEDGE_HOST_MAX];

    if (kedge_host_label_count(domain) == 1)
        return true;
    if (request->is_public_suffix == NULL)
        return false;
    for (size_t i = 0; i < domain.size; i++) {
        const uint8_t c = domain.data[i];

        folded[i] = c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
    }
    return request->is_public_suffix(request->context, (kedge_span){ folded, domain.size });
}

static bool has_public_wildcard(const kedge_case *subject, uint32_t *offset)
{
    uint32_t fault;
    kedge_der names = kedge_certificate_subject_alt_names(subject->certificate, &fault);
    kedge_general_name name;
    kedge_span domain;

    while (!kedge_der_at_end(&names) && kedge_general_name_read(&names, &name) == KEDGE_OK) {
        const kedge_span value = kedge_certificate_span(subject->certificate, name.value);

        *offset = name.value.offset;
        if (name.kind != KEDGE_DNS_NAME)
            continue;
        if (value.size == 1 && value.data[0] == '*')
            return true;
        if (kedge_host_is_wildcard(value, &domain) && is_public_suffix(subject->request, domain))
            return true;
    }
    return false;
}

/* AccessDescription ::= SEQUENCE { accessMethod, accessLocation GeneralName } */
static bool is_access_to_uri(kedge_der *descriptions)
{
    static const uint8_t methods[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30 }; /* 1.3.6.1.5.5.7.48 */
    kedge_der description;
    kedge_range method;
    kedge_general_name location;
    const uint8_t *octets;

    if (kedge_der_enter(descriptions, KEDGE_TAG_SEQUENCE, &description) != KEDGE_OK
        || kedge_der_read_oid(&description, &method) != KEDGE_OK
        || kedge_general_name_read(&description, &location) != KEDGE_OK)
        return false;
    octets = description.data + method.offset;
    if (method.size != sizeof methods + 1 || memcmp(octets, methods, sizeof methods) != 0)
        return false;
    return (octets[sizeof methods] == 1 || octets[sizeof methods] == 2) && location.kind == KEDGE_URI_NAME
           && kedge_der_at_end(&description);
}

static bool has_odd_access(const kedge_case *subject, uint32_t *offset)
{
    uint32_t fault;
    kedge_der value;
    kedge_der descriptions;

    if (!kedge_case_has(subject, KEDGE_EXT_AUTHORITY_INFO_ACCESS, offset))
        return false;
    value = kedge_certificate_extension(subject->certificate, KEDGE_EXT_AUTHORITY_INFO_ACCESS, &fault);
    if (kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &descriptions) != KEDGE_OK
        || kedge_der_at_end(&descriptions))
        return true;
    while (!kedge_der_at_end(&descriptions)) {
        *offset = descriptions.position;
        if (!is_access_to_uri(&descriptions))
            return true;
    }
    return false;
}

/* ECDSA_HASH and ISSUER_NAME_ENCODING, which are missing here, are about two certificates: conformance.c. */
const kedge_conformance_row kedge_conformance_web[] = {
    KEDGE_CONFORMANCE_ROW(VERSION_NOT_3, KEDGE_ROLES_ALL, is_older_version),
    KEDGE_CONFORMANCE_ROW(KEY_SIZE_FORM, KEDGE_ROLES_ALL, has_odd_key_size),
    KEDGE_CONFORMANCE_ROW(KEY_NOT_ALLOWED, KEDGE_ROLES_ALL, has_other_key),
    KEDGE_CONFORMANCE_ROW(AKI_FORM, KEDGE_ROLES_BELOW, has_more_than_key_id),
    KEDGE_CONFORMANCE_ROW(ROOT_AKI_FORM, KEDGE_ROLE_ANCHOR, is_root_with_odd_key_id),
    KEDGE_CONFORMANCE_ROW(ROOT_EKU, KEDGE_ROLE_ANCHOR, is_root_with_usage),
    KEDGE_CONFORMANCE_ROW(EKU_CRITICAL, KEDGE_ROLES_ALL, has_critical_usage),
    KEDGE_CONFORMANCE_ROW(CA_KEY_USAGE_MISSING, KEDGE_ROLES_CA, lacks_key_usage),
    KEDGE_CONFORMANCE_ROW(LEAF_IS_CA, KEDGE_ROLE_TARGET, is_leaf_and_ca),
    KEDGE_CONFORMANCE_ROW(LEAF_KEY_USAGE, KEDGE_ROLE_TARGET, has_other_key_usage),
    KEDGE_CONFORMANCE_ROW(LEAF_EKU_MISSING, KEDGE_ROLE_TARGET, lacks_usage),
    KEDGE_CONFORMANCE_ROW(LEAF_EKU_ANY, KEDGE_ROLE_TARGET, has_any_usage),
    KEDGE_CONFORMANCE_ROW(LEAF_EKU_FORM, KEDGE_ROLE_TARGET, has_other_usage),
    KEDGE_CONFORMANCE_ROW(SAN_MISSING, KEDGE_ROLE_TARGET, lacks_alt_name),
    KEDGE_CONFORMANCE_ROW(SAN_CRITICAL, KEDGE_ROLE_TARGET, has_critical_alt_name),
    KEDGE_CONFORMANCE_ROW(SAN_FORM, KEDGE_ROLE_TARGET, has_other_alt_name),
    KEDGE_CONFORMANCE_ROW(WILDCARD_PUBLIC_SUFFIX, KEDGE_ROLE_TARGET, has_public_wildcard),
    KEDGE_CONFORMANCE_ROW(AIA_FORM, KEDGE_ROLES_BELOW, has_odd_access),
    KEDGE_CONFORMANCE_ROW(CN_NOT_IN_SAN, KEDGE_ROLE_TARGET, has_other_common_name),
};

const size_t kedge_conformance_web_count = sizeof kedge_conformance_web / sizeof kedge_conformance_web[0];
