/* conformance_profile.c - the certificate profiles of the Baseline Requirements, 7.1.2: what each sort of
 * certificate must have, and the form of it.
 *
 * Rules whose breach everybody accepts stand here too; no ready policy sets those (kedge/conformance.h).
 */
#include "path/conformance.h"

#include <string.h>

#define DAY INT64_C(86400)

/* The profiles are those of version 2.0.0, which holds for what was issued since 2023-09-15. */
static bool is_older(const kedge_certificate *certificate)
{
    return certificate->not_before < INT64_C(1694736000);
}

static bool is_oid(kedge_span oid, const uint8_t *wanted, size_t size)
{
    return oid.size == size && memcmp(oid.data, wanted, size) == 0;
}

/* How long a certificate may be valid, by when it was issued; the last row that applies counts. */
static bool is_valid_too_long(const kedge_case *subject, uint32_t *offset)
{
    static const struct {
        int64_t issued_from;
        int64_t days;
    } limits[] = {
        { INT64_C(1519862400), 825 }, /* 2018-03-01 */
        { INT64_C(1598918400), 398 }, /* 2020-09-01 */
        { INT64_C(1773532800), 200 }, /* 2026-03-15 */
        { INT64_C(1805068800), 100 }, /* 2027-03-15 */
        { INT64_C(1868227200), 47 },  /* 2029-03-15 */
    };
    const kedge_certificate *certificate = subject->certificate;
    int64_t days_max = INT64_MAX / DAY;

    *offset = certificate->validity.offset;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        if (certificate->not_before >= limits[i].issued_from)
            days_max = limits[i].days;
    /* Both ends belong to it (RFC 5280, 4.1.2.5). */
    return certificate->not_after - certificate->not_before >= days_max * DAY;
}

static bool lacks_policies(const kedge_case *subject, uint32_t *offset)
{
    return !kedge_case_has(subject, KEDGE_EXT_CERTIFICATE_POLICIES, offset);
}

/* Domain, organization, individual or extended validation: 2.23.140.1.2.1 to 3, and 2.23.140.1.1. */
static bool is_reserved_policy(kedge_span policy)
{
    static const uint8_t validated[] = { 0x67, 0x81, 0x0c, 0x01, 0x02 };
    static const uint8_t extended[] = { 0x67, 0x81, 0x0c, 0x01, 0x01 };

    if (policy.size == sizeof validated + 1 && memcmp(policy.data, validated, sizeof validated) == 0)
        return policy.data[sizeof validated] >= 1 && policy.data[sizeof validated] <= 3;
    return is_oid(policy, extended, sizeof extended);
}

/* policyQualifiers, where they are there: pointers to the CA's statement only. */
static bool has_other_qualifier(kedge_der *information)
{
    static const uint8_t statement[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x02, 0x01 };
    kedge_der qualifiers;
    kedge_der qualifier;
    kedge_range oid;

    if (kedge_der_at_end(information))
        return false;
    if (kedge_der_enter(information, KEDGE_TAG_SEQUENCE, &qualifiers) != KEDGE_OK)
        return true;
    while (!kedge_der_at_end(&qualifiers))
        if (kedge_der_enter(&qualifiers, KEDGE_TAG_SEQUENCE, &qualifier) != KEDGE_OK
            || kedge_der_read_oid(&qualifier, &oid) != KEDGE_OK
            || !is_oid(kedge_span_of(qualifier.data, oid), statement, sizeof statement))
            return true;
    return false;
}

static bool has_odd_policies(const kedge_case *subject, uint32_t *offset)
{
    static const uint8_t any[] = { 0x55, 0x1d, 0x20, 0x00 };
    size_t reserved = 0;
    uint32_t fault;
    kedge_der value;
    kedge_der list;
    kedge_der information;
    kedge_range oid;

    if (is_older(subject->certificate) || !kedge_case_has(subject, KEDGE_EXT_CERTIFICATE_POLICIES, offset))
        return false;
    value = kedge_certificate_extension(subject->certificate, KEDGE_EXT_CERTIFICATE_POLICIES, &fault);
    if (kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &list) != KEDGE_OK)
        return true;
    while (!kedge_der_at_end(&list)) {
        if (kedge_der_enter(&list, KEDGE_TAG_SEQUENCE, &information) != KEDGE_OK
            || kedge_der_read_oid(&information, &oid) != KEDGE_OK)
            return true;
        if (is_oid(kedge_span_of(list.data, oid), any, sizeof any) || has_other_qualifier(&information)) {
            *offset = oid.offset;
            return true;
        }
        reserved += is_reserved_policy(kedge_span_of(list.data, oid));
    }
    return reserved != 1;
}

static bool lacks_access(const kedge_case *subject, uint32_t *offset)
{
    return !kedge_case_has(subject, KEDGE_EXT_AUTHORITY_INFO_ACCESS, offset);
}

static bool lacks_crl_points(const kedge_case *subject, uint32_t *offset)
{
    return !kedge_case_has(subject, KEDGE_EXT_CRL_DISTRIBUTION_POINTS, offset);
}

static bool is_http(kedge_span uri)
{
    static const char scheme[] = "http://";

    return uri.size >= sizeof scheme - 1 && memcmp(uri.data, scheme, sizeof scheme - 1) == 0;
}

/* DistributionPoint ::= SEQUENCE { distributionPoint [0] { fullName [0] GeneralNames } } and no more. */
static bool is_plain_point(kedge_der *points)
{
    kedge_der point;
    kedge_der name;
    kedge_der full_name;
    kedge_general_name location;

    if (kedge_der_enter(points, KEDGE_TAG_SEQUENCE, &point) != KEDGE_OK
        || kedge_der_enter(&point, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &name) != KEDGE_OK
        || kedge_der_enter(&name, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &full_name) != KEDGE_OK
        || !kedge_der_at_end(&point))
        return false;
    while (!kedge_der_at_end(&full_name))
        if (kedge_general_name_read(&full_name, &location) != KEDGE_OK || location.kind != KEDGE_URI_NAME
            || !is_http(kedge_span_of(full_name.data, location.value)))
            return false;
    return true;
}

static bool has_odd_crl_points(const kedge_case *subject, uint32_t *offset)
{
    uint32_t fault;
    kedge_der value;
    kedge_der points;

    if (is_older(subject->certificate) || !kedge_case_has(subject, KEDGE_EXT_CRL_DISTRIBUTION_POINTS, offset))
        return false;
    value = kedge_certificate_extension(subject->certificate, KEDGE_EXT_CRL_DISTRIBUTION_POINTS, &fault);
    if (kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &points) != KEDGE_OK)
        return true;
    while (!kedge_der_at_end(&points)) {
        *offset = points.position;
        if (!is_plain_point(&points))
            return true;
    }
    return false;
}

static bool lacks_usage(const kedge_case *subject, uint32_t *offset)
{
    return !kedge_case_has(subject, KEDGE_EXT_EXTENDED_KEY_USAGE, offset);
}

/* A CA for servers certifies them, clients and what kedge does not know; or, cross-certified, any purpose. */
static bool has_other_ca_usage(const kedge_case *subject, uint32_t *offset)
{
    const uint16_t usage = subject->certificate->extended_key_usage;
    const uint16_t allowed = KEDGE_EKU_SERVER_AUTH | KEDGE_EKU_CLIENT_AUTH | KEDGE_EKU_OTHER;

    if (is_older(subject->certificate) || !kedge_case_has(subject, KEDGE_EXT_EXTENDED_KEY_USAGE, offset)
        || usage == KEDGE_EKU_ANY)
        return false;
    return (usage & KEDGE_EKU_SERVER_AUTH) == 0 || (usage & ~allowed) != 0;
}

/* keyCertSign and cRLSign, perhaps digitalSignature for OCSP, and nothing else; critical. */
static bool has_odd_ca_key_usage(const kedge_case *subject, uint32_t *offset)
{
    const uint16_t needed = KEDGE_KU_KEY_CERT_SIGN | KEDGE_KU_CRL_SIGN;
    const uint16_t usage = subject->certificate->key_usage;

    if (!kedge_case_has(subject, KEDGE_EXT_KEY_USAGE, offset))
        return false;
    return (usage & ~KEDGE_KU_DIGITAL_SIGNATURE) != needed || !kedge_case_is_critical(subject, KEDGE_EXT_KEY_USAGE);
}

/* keyUsage, where it is there, lets the key do what a server's key does. */
static bool lacks_key_usage_bits(const kedge_case *subject, uint32_t *offset)
{
    uint16_t needed = KEDGE_KU_DIGITAL_SIGNATURE;

    if (subject->certificate->key.type == KEDGE_KEY_RSA)
        needed = KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_ENCIPHERMENT;
    return kedge_case_has(subject, KEDGE_EXT_KEY_USAGE, offset)
           && (subject->certificate->key_usage & needed) == 0;
}

/* The mask is made with the same hash, and the salt is as long as its digest. */
static bool has_odd_pss(const kedge_case *subject, uint32_t *offset)
{
    const kedge_algorithm *algorithm = &subject->certificate->algorithm;

    *offset = subject->certificate->algorithm_identifier.offset;
    return algorithm->scheme == KEDGE_SCHEME_RSA_PSS
           && (algorithm->mask_hash != algorithm->hash
               || algorithm->salt_size != kedge_hash_size((kedge_hash)algorithm->hash));
}

static bool has_odd_basic_constraints(const kedge_case *subject, uint32_t *offset)
{
    return !is_older(subject->certificate) && kedge_case_has(subject, KEDGE_EXT_BASIC_CONSTRAINTS, offset)
           && !kedge_case_is_critical(subject, KEDGE_EXT_BASIC_CONSTRAINTS);
}

/* The attributes of a subject, as far as anybody has a reason for so many. */
#define ATTRIBUTES_MAX 32

typedef struct attributes {
    kedge_attribute attribute[ATTRIBUTES_MAX];
    size_t count;
    bool has_more;
} attributes;

static void read_subject(const kedge_certificate *certificate, attributes *found)
{
    uint32_t fault;
    const kedge_der der = { certificate->der, 0, certificate->size, &fault };
    kedge_name_reader reader;
    kedge_attribute attribute;
    bool is_there = true;

    found->count = 0;
    found->has_more = kedge_name_begin(&reader, &der, certificate->subject) != KEDGE_OK;
    while (!found->has_more && kedge_name_next(&reader, &attribute, &is_there) == KEDGE_OK && is_there) {
        found->has_more = found->count == ATTRIBUTES_MAX;
        if (!found->has_more)
            found->attribute[found->count++] = attribute;
    }
}

static kedge_span type_of(const kedge_certificate *certificate, const attributes *found, size_t i)
{
    return kedge_certificate_span(certificate, found->attribute[i].type);
}

/* Whether there is an attribute of type 2.5.4.`number`. */
static bool has_attribute(const kedge_certificate *certificate, const attributes *found, uint8_t number,
                          uint32_t *offset)
{
    const uint8_t oid[] = { 0x55, 0x04, number };

    for (size_t i = 0; i < found->count; i++) {
        if (!is_oid(type_of(certificate, found, i), oid, sizeof oid))
            continue;
        *offset = found->attribute[i].type.offset;
        return true;
    }
    return false;
}

enum { COMMON_NAME = 3, COUNTRY = 6, STREET = 9, ORGANIZATION = 10, ORGANIZATIONAL_UNIT = 11 };

static bool lacks_ca_attribute(const kedge_case *subject, uint32_t *offset)
{
    attributes found;
    uint32_t place;

    read_subject(subject->certificate, &found);
    *offset = subject->certificate->subject.offset;
    return found.has_more || !has_attribute(subject->certificate, &found, COUNTRY, &place)
           || !has_attribute(subject->certificate, &found, ORGANIZATION, &place)
           || !has_attribute(subject->certificate, &found, COMMON_NAME, &place);
}

/* Certificates issued since 2022-09-01 have none. */
static bool has_organizational_unit(const kedge_case *subject, uint32_t *offset)
{
    attributes found;

    if (subject->certificate->not_before < INT64_C(1661990400))
        return false;
    read_subject(subject->certificate, &found);
    return has_attribute(subject->certificate, &found, ORGANIZATIONAL_UNIT, offset);
}

/* streetAddress and domainComponent are lists. */
static bool may_repeat(kedge_span type)
{
    static const uint8_t street[] = { 0x55, 0x04, STREET };
    static const uint8_t component[] = { 0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19 };

    return is_oid(type, street, sizeof street) || is_oid(type, component, sizeof component);
}

static bool repeats_attribute(const kedge_case *subject, uint32_t *offset)
{
    attributes found;

    if (is_older(subject->certificate))
        return false;
    read_subject(subject->certificate, &found);
    *offset = subject->certificate->subject.offset;
    for (size_t i = 1; i < found.count; i++) {
        const kedge_span type = type_of(subject->certificate, &found, i);

        *offset = found.attribute[i].type.offset;
        for (size_t j = 0; j < i; j++)
            if (is_oid(type, type_of(subject->certificate, &found, j).data,
                       type_of(subject->certificate, &found, j).size)
                && !may_repeat(type))
                return true;
    }
    return found.has_more;
}

const kedge_conformance_row kedge_conformance_profile[] = {
    KEDGE_CONFORMANCE_ROW(RSA_PSS_FORM, KEDGE_ROLES_BELOW, has_odd_pss),
    KEDGE_CONFORMANCE_ROW(SUBJECT_REPEATS, KEDGE_ROLES_BELOW, repeats_attribute),
    KEDGE_CONFORMANCE_ROW(CA_KEY_USAGE_FORM, KEDGE_ROLES_CA, has_odd_ca_key_usage),
    KEDGE_CONFORMANCE_ROW(CA_EKU_FORM, KEDGE_ROLE_ISSUER, has_other_ca_usage),
    KEDGE_CONFORMANCE_ROW(LEAF_KEY_USAGE_NONE, KEDGE_ROLE_TARGET, lacks_key_usage_bits),
    KEDGE_CONFORMANCE_ROW(LEAF_BASIC_CONSTRAINTS, KEDGE_ROLE_TARGET, has_odd_basic_constraints),
    KEDGE_CONFORMANCE_ROW(LEAF_UNIT, KEDGE_ROLE_TARGET, has_organizational_unit),
    KEDGE_CONFORMANCE_ROW(CRL_POINTS_FORM, KEDGE_ROLES_BELOW, has_odd_crl_points),
    KEDGE_CONFORMANCE_ROW(VALIDITY_TOO_LONG, KEDGE_ROLE_TARGET, is_valid_too_long),
    KEDGE_CONFORMANCE_ROW(POLICIES_MISSING, KEDGE_ROLES_BELOW, lacks_policies),
    KEDGE_CONFORMANCE_ROW(POLICIES_FORM, KEDGE_ROLE_TARGET, has_odd_policies),
    KEDGE_CONFORMANCE_ROW(AIA_MISSING, KEDGE_ROLE_TARGET, lacks_access),
    KEDGE_CONFORMANCE_ROW(CRL_POINTS_MISSING, KEDGE_ROLE_ISSUER, lacks_crl_points),
    KEDGE_CONFORMANCE_ROW(CA_EKU_MISSING, KEDGE_ROLE_ISSUER, lacks_usage),
    KEDGE_CONFORMANCE_ROW(CA_SUBJECT_FORM, KEDGE_ROLES_CA, lacks_ca_attribute),
};

const size_t kedge_conformance_profile_count
    = sizeof kedge_conformance_profile / sizeof kedge_conformance_profile[0];
