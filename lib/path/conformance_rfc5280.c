/* conformance_rfc5280.c - what RFC 5280 demands of those who make certificates. */
#include "path/conformance.h"

#include "path/text_name.h"

static bool has_deviation(const kedge_case *subject, uint32_t deviations)
{
    return (subject->certificate->deviations & deviations) != 0;
}

static bool has_serial_not_positive(const kedge_case *subject, uint32_t *offset)
{
    *offset = subject->certificate->serial_number.offset;
    return has_deviation(subject, KEDGE_DEVIATION_SERIAL_ZERO | KEDGE_DEVIATION_SERIAL_NEGATIVE);
}

static bool has_long_serial(const kedge_case *subject, uint32_t *offset)
{
    *offset = subject->certificate->serial_number.offset;
    return has_deviation(subject, KEDGE_DEVIATION_SERIAL_LONG);
}

static bool has_time_form(const kedge_case *subject, uint32_t *offset)
{
    *offset = subject->certificate->validity.offset;
    return has_deviation(subject, KEDGE_DEVIATION_TIME_FORM);
}

/* issuerUniqueID [1] and subjectUniqueID [2], the only fields of the TBSCertificate with these tags; the view
 * does not keep them. */
static bool has_unique_identifier(const kedge_case *subject, uint32_t *offset)
{
    uint32_t fault;
    const kedge_der whole = { subject->certificate->der, 0, subject->certificate->size, &fault };
    kedge_der element = kedge_der_within(&whole, subject->certificate->tbs_certificate);
    kedge_der fields;
    kedge_range content;
    uint8_t tag;

    if (kedge_der_enter(&element, KEDGE_TAG_SEQUENCE, &fields) != KEDGE_OK)
        return true;
    while (!kedge_der_at_end(&fields)) {
        const uint32_t start = fields.position;

        if (kedge_der_read_any(&fields, &tag, &content) != KEDGE_OK)
            return true;
        if (tag != KEDGE_TAG_CONTEXT(1) && tag != KEDGE_TAG_CONTEXT(2))
            continue;
        *offset = start;
        return true;
    }
    return false;
}

static bool has_default_spelt_out(const kedge_case *subject, uint32_t *offset)
{
    (void)offset;
    return has_deviation(subject, KEDGE_DEVIATION_DEFAULT_ENCODED);
}

static bool has_name_string_form(const kedge_case *subject, uint32_t *offset)
{
    (void)offset;
    return has_deviation(subject, KEDGE_DEVIATION_NAME_STRING);
}

/* Only what is a MUST: the SHOULDs of keyUsage, certificatePolicies and others are not judged.
 * nameConstraints and subjectAltName have rules of their own. */
static const struct {
    uint8_t extension;
    bool critical;
} criticalities[] = {
    { KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, false }, /* 4.2.1.1 */
    { KEDGE_EXT_SUBJECT_KEY_IDENTIFIER, false },   /* 4.2.1.2 */
    { KEDGE_EXT_POLICY_CONSTRAINTS, true },        /* 4.2.1.11 */
    { KEDGE_EXT_INHIBIT_ANY_POLICY, true },        /* 4.2.1.14 */
    { KEDGE_EXT_FRESHEST_CRL, false },             /* 4.2.1.15 */
    { KEDGE_EXT_AUTHORITY_INFO_ACCESS, false },    /* 4.2.2.1 */
    { KEDGE_EXT_SUBJECT_INFO_ACCESS, false },      /* 4.2.2.2 */
};

static bool has_wrong_criticality(const kedge_case *subject, uint32_t *offset)
{
    for (size_t i = 0; i < sizeof criticalities / sizeof criticalities[0]; i++) {
        const kedge_extension extension = (kedge_extension)criticalities[i].extension;

        if (kedge_case_has(subject, extension, offset)
            && kedge_case_is_critical(subject, extension) != criticalities[i].critical)
            return true;
    }
    /* 4.2.1.9: critical in every CA's certificate, may be either in others */
    return kedge_case_has(subject, KEDGE_EXT_BASIC_CONSTRAINTS, offset) && kedge_case_is_ca(subject)
           && !kedge_case_is_critical(subject, KEDGE_EXT_BASIC_CONSTRAINTS);
}

static bool is_ca_without_subject(const kedge_case *subject, uint32_t *offset)
{
    *offset = subject->certificate->subject.offset;
    return kedge_case_is_ca(subject) && kedge_case_is_nameless(subject);
}

static bool lacks_critical_alt_name(const kedge_case *subject, uint32_t *offset)
{
    (void)kedge_case_has(subject, KEDGE_EXT_SUBJECT_ALT_NAME, offset);
    return kedge_case_is_nameless(subject) && !kedge_case_is_critical(subject, KEDGE_EXT_SUBJECT_ALT_NAME);
}

/* The "preferred name syntax" knows no underscore.  What a wildcard means is left to others (4.2.1.6). */
static bool is_preferred_name(kedge_span text)
{
    kedge_span host = text;

    if (!kedge_host_is_wildcard(text, &host) && !kedge_host_is_valid(text))
        return false;
    for (size_t i = 0; i < host.size; i++)
        if (host.data[i] == '_')
            return false;
    return true;
}

/* local@domain, nothing before or after it (RFC 5321, 4.1.2).  Both parts may be quoted or literal here, so
 * they are looked at from outside only. */
static bool is_mailbox_form(kedge_span text)
{
    size_t at = text.size;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '@')
            at = i;
        if (text.data[i] < ' ' || text.data[i] >= 0x7f)
            return false;
    }
    if (at == 0 || at + 1 >= text.size)
        return false;
    for (size_t i = at + 1; i < text.size; i++)
        if (text.data[i] == ' ' || text.data[i] == '>')
            return false;
    return text.data[at - 1] != ' ' && text.data[0] != '<';
}

/* A scheme and something after it: not relative (RFC 3986, 4.3). */
static bool is_absolute_uri(kedge_span text)
{
    size_t colon = 0;

    while (colon < text.size && text.data[colon] != ':' && text.data[colon] != '/' && text.data[colon] > ' ')
        colon++;
    return colon > 0 && colon + 1 < text.size && text.data[colon] == ':';
}

static bool is_of_its_form(const kedge_general_name *name, kedge_span value)
{
    switch (name->kind) {
    case KEDGE_DNS_NAME: return is_preferred_name(value);
    case KEDGE_RFC822_NAME: return is_mailbox_form(value);
    case KEDGE_URI_NAME: return is_absolute_uri(value);
    case KEDGE_IP_ADDRESS: /* has the size that parsing demands */
    case KEDGE_OTHER_NAME:
    case KEDGE_X400_ADDRESS:
    case KEDGE_DIRECTORY_NAME:
    case KEDGE_EDI_PARTY_NAME:
    case KEDGE_REGISTERED_ID: return true;
    }
    return false;
}

static bool has_odd_alt_name(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has_alt_name_not(subject, is_of_its_form, offset);
}

/* One exception: a self-signed certificate, which only an anchor can be (4.2.1.1). */
static bool lacks_authority_key_id(const kedge_case *subject, uint32_t *offset)
{
    (void)kedge_case_has(subject, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, offset);
    if (subject->anchor != NULL && subject->certificate->is_self_issued)
        return false;
    return subject->certificate->authority_key_identifier.size == 0;
}

static bool lacks_subject_key_id(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_is_ca(subject) && !kedge_case_has(subject, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER, offset);
}

static bool has_key_usage_form(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_KEY_USAGE, offset)
           && has_deviation(subject, KEDGE_DEVIATION_KEY_USAGE_FORM);
}

static bool signs_without_being_ca(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_KEY_USAGE, offset)
           && (subject->certificate->key_usage & KEDGE_KU_KEY_CERT_SIGN) != 0 && !subject->certificate->is_ca;
}

static bool limits_path_without_being_ca(const kedge_case *subject, uint32_t *offset)
{
    const kedge_certificate *certificate = subject->certificate;
    const bool may_sign = kedge_certificate_has(certificate, KEDGE_EXT_KEY_USAGE)
                          && (certificate->key_usage & KEDGE_KU_KEY_CERT_SIGN) != 0;

    (void)kedge_case_has(subject, KEDGE_EXT_BASIC_CONSTRAINTS, offset);
    return has_deviation(subject, KEDGE_DEVIATION_PATH_LENGTH)
           || (certificate->has_path_length && (!certificate->is_ca || !may_sign));
}

static bool constrains_names_without_being_ca(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_NAME_CONSTRAINTS, offset) && !subject->certificate->is_ca;
}

static bool has_empty_name_constraints(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_NAME_CONSTRAINTS, offset)
           && has_deviation(subject, KEDGE_DEVIATION_NAME_CONSTRAINTS_EMPTY);
}

static bool has_lax_name_constraints(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_NAME_CONSTRAINTS, offset)
           && !kedge_case_is_critical(subject, KEDGE_EXT_NAME_CONSTRAINTS);
}

static bool has_empty_policy_constraints(const kedge_case *subject, uint32_t *offset)
{
    return kedge_case_has(subject, KEDGE_EXT_POLICY_CONSTRAINTS, offset)
           && has_deviation(subject, KEDGE_DEVIATION_POLICY_CONSTRAINTS_EMPTY);
}

/* KEY_ID_INCONSISTENT, the rule that is missing here, is about two certificates: conformance.c.  A serial
 * number tells apart what one CA has issued; an anchor was given by hand, and roots in wide use (Go Daddy G2,
 * Starfield G2) have the number 0. */
const kedge_conformance_row kedge_conformance_rfc5280[] = {
    KEDGE_CONFORMANCE_ROW(SERIAL_NOT_POSITIVE, KEDGE_ROLES_BELOW, has_serial_not_positive),
    KEDGE_CONFORMANCE_ROW(SERIAL_TOO_LONG, KEDGE_ROLES_BELOW, has_long_serial),
    KEDGE_CONFORMANCE_ROW(TIME_FORM, KEDGE_ROLES_ALL, has_time_form),
    KEDGE_CONFORMANCE_ROW(UNIQUE_IDENTIFIER, KEDGE_ROLES_ALL, has_unique_identifier),
    KEDGE_CONFORMANCE_ROW(DEFAULT_SPELT_OUT, KEDGE_ROLES_ALL, has_default_spelt_out),
    KEDGE_CONFORMANCE_ROW(NAME_STRING_FORM, KEDGE_ROLES_ALL, has_name_string_form),
    KEDGE_CONFORMANCE_ROW(CRITICALITY, KEDGE_ROLES_ALL, has_wrong_criticality),
    KEDGE_CONFORMANCE_ROW(CA_SUBJECT_EMPTY, KEDGE_ROLES_ALL, is_ca_without_subject),
    KEDGE_CONFORMANCE_ROW(SAN_NOT_CRITICAL, KEDGE_ROLES_ALL, lacks_critical_alt_name),
    KEDGE_CONFORMANCE_ROW(SAN_NAME_FORM, KEDGE_ROLES_ALL, has_odd_alt_name),
    KEDGE_CONFORMANCE_ROW(AKI_MISSING, KEDGE_ROLES_ALL, lacks_authority_key_id),
    KEDGE_CONFORMANCE_ROW(SKI_MISSING, KEDGE_ROLES_ALL, lacks_subject_key_id),
    KEDGE_CONFORMANCE_ROW(KEY_USAGE_FORM, KEDGE_ROLES_ALL, has_key_usage_form),
    KEDGE_CONFORMANCE_ROW(CERT_SIGN_NOT_CA, KEDGE_ROLES_ALL, signs_without_being_ca),
    KEDGE_CONFORMANCE_ROW(PATH_LENGTH_NOT_CA, KEDGE_ROLES_ALL, limits_path_without_being_ca),
    KEDGE_CONFORMANCE_ROW(NAME_CONSTRAINTS_NOT_CA, KEDGE_ROLES_ALL, constrains_names_without_being_ca),
    KEDGE_CONFORMANCE_ROW(NAME_CONSTRAINTS_EMPTY, KEDGE_ROLES_ALL, has_empty_name_constraints),
    KEDGE_CONFORMANCE_ROW(NAME_CONSTRAINTS_NOT_CRITICAL, KEDGE_ROLES_ALL, has_lax_name_constraints),
    KEDGE_CONFORMANCE_ROW(POLICY_CONSTRAINTS_EMPTY, KEDGE_ROLES_ALL, has_empty_policy_constraints),
};

const size_t kedge_conformance_rfc5280_count = sizeof kedge_conformance_rfc5280
                                               / sizeof kedge_conformance_rfc5280[0];
