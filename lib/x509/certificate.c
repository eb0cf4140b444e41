/* certificate.c - a certificate from its bytes, and views of it (RFC 5280, 4.1). */
#include <kedge/certificate.h>

#include "x509/extension.h"
#include "x509/name.h"
#include "x509/oid.h"

#define SERIAL_OCTETS_MAX 20
#define YEAR_2050 INT64_C(2524608000) /* 2050-01-01T00:00:00Z */

/* Version ::= INTEGER { v1(0), v2(1), v3(2) }, [0] EXPLICIT, DEFAULT v1 */
static kedge_status read_version(kedge_der *tbs, kedge_certificate *certificate)
{
    uint32_t start = tbs->position;
    kedge_der inner;
    kedge_range content;
    uint8_t value;
    kedge_status status;

    certificate->version = 1;
    if (!kedge_der_next_is(tbs, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return KEDGE_OK;
    if ((status = kedge_der_enter(tbs, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &inner)) != KEDGE_OK
        || (status = kedge_der_read_integer(&inner, &content)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    value = tbs->data[content.offset];
    if (content.size != 1 || value > 2)
        return kedge_der_fail(tbs, KEDGE_BAD_VERSION, content.offset);
    if (value == 0)
        return kedge_der_fail(tbs, KEDGE_DER_DEFAULT_ENCODED, start);
    certificate->version = (uint8_t)(value + 1);
    return KEDGE_OK;
}

static kedge_status read_serial_number(kedge_der *tbs, kedge_certificate *certificate)
{
    kedge_range *serial = &certificate->serial_number;
    kedge_status status = kedge_der_read_integer(tbs, serial);
    uint8_t first;

    if (status != KEDGE_OK)
        return status;
    first = tbs->data[serial->offset];
    if (first == 0 && serial->size == 1)
        certificate->deviations |= KEDGE_DEVIATION_SERIAL_ZERO;
    if (first >= 0x80)
        certificate->deviations |= KEDGE_DEVIATION_SERIAL_NEGATIVE;
    if (serial->size > SERIAL_OCTETS_MAX)
        certificate->deviations |= KEDGE_DEVIATION_SERIAL_LONG;
    return KEDGE_OK;
}

static kedge_status read_issuer(kedge_der *tbs, kedge_certificate *certificate)
{
    kedge_name_facts facts;
    kedge_status status;

    if ((status = kedge_der_read_element(tbs, KEDGE_TAG_SEQUENCE, &certificate->issuer)) != KEDGE_OK
        || (status = kedge_name_scan(tbs, certificate->issuer, &facts)) != KEDGE_OK)
        return status;
    if (facts.is_empty)
        return kedge_der_fail(tbs, KEDGE_ISSUER_EMPTY, certificate->issuer.offset);
    certificate->issuer_hash = facts.hash;
    certificate->deviations |= facts.deviations;
    return KEDGE_OK;
}

static bool are_names_equal(const kedge_certificate *certificate)
{
    kedge_span subject = kedge_certificate_span(certificate, certificate->subject);
    kedge_span issuer = kedge_certificate_span(certificate, certificate->issuer);

    return certificate->subject_hash == certificate->issuer_hash && kedge_name_equal(subject, issuer);
}

static kedge_status read_subject(kedge_der *tbs, kedge_certificate *certificate)
{
    kedge_name_facts facts;
    kedge_status status = kedge_der_read_element(tbs, KEDGE_TAG_SEQUENCE, &certificate->subject);

    if (status != KEDGE_OK)
        return status;
    if (kedge_range_equal(tbs, certificate->subject, certificate->issuer)) { /* checked already */
        certificate->subject_hash = certificate->issuer_hash;
        certificate->is_self_issued = true;
        return KEDGE_OK;
    }
    status = kedge_name_scan(tbs, certificate->subject, &facts);
    if (status != KEDGE_OK)
        return status;
    certificate->subject_hash = facts.hash;
    certificate->deviations |= facts.deviations;
    certificate->is_self_issued = are_names_equal(certificate);
    return KEDGE_OK;
}

static kedge_status read_time(kedge_der *der, int64_t *seconds, uint32_t *deviations)
{
    bool generalized;
    kedge_status status = kedge_der_read_time(der, seconds, &generalized);

    if (status == KEDGE_OK && generalized && *seconds < YEAR_2050)
        *deviations |= KEDGE_DEVIATION_TIME_FORM;
    return status;
}

static kedge_status read_validity(kedge_der *tbs, kedge_certificate *certificate)
{
    uint32_t start = tbs->position;
    kedge_der inner;
    kedge_status status;

    if ((status = kedge_der_enter(tbs, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = read_time(&inner, &certificate->not_before, &certificate->deviations)) != KEDGE_OK
        || (status = read_time(&inner, &certificate->not_after, &certificate->deviations)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    certificate->validity = (kedge_range){ start, tbs->position - start };
    return KEDGE_OK;
}

/* issuerUniqueID [1] and subjectUniqueID [2], IMPLICIT BIT STRINGs of v2 and v3 that nothing uses. */
static kedge_status skip_unique_id(kedge_der *tbs, uint8_t tag, uint8_t version)
{
    kedge_range bits;
    uint8_t unused;

    if (!kedge_der_next_is(tbs, tag))
        return KEDGE_OK;
    if (version < 2)
        return kedge_der_fail(tbs, KEDGE_FIELD_NOT_IN_VERSION, tbs->position);
    return kedge_der_read_bit_string_as(tbs, tag, &bits, &unused);
}

/* extensions [3] EXPLICIT, of v3 alone */
static kedge_status read_extensions(kedge_der *tbs, kedge_certificate *certificate)
{
    kedge_der inner;
    kedge_der list;
    kedge_status status;

    if (!kedge_der_next_is(tbs, KEDGE_TAG_CONTEXT_CONSTRUCTED(3)))
        return KEDGE_OK;
    if (certificate->version < 3)
        return kedge_der_fail(tbs, KEDGE_FIELD_NOT_IN_VERSION, tbs->position);
    if ((status = kedge_der_enter(tbs, KEDGE_TAG_CONTEXT_CONSTRUCTED(3), &inner)) != KEDGE_OK
        || (status = kedge_der_enter(&inner, KEDGE_TAG_SEQUENCE, &list)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    certificate->extensions = (kedge_range){ list.position, list.end - list.position };
    return kedge_extensions_parse(&list, certificate);
}

/* TBSCertificate; `algorithm` receives the place of its signature field. */
static kedge_status read_tbs(kedge_der *outer, kedge_certificate *certificate, kedge_range *algorithm)
{
    uint32_t start = outer->position;
    kedge_der tbs;
    kedge_status status;

    if ((status = kedge_der_enter(outer, KEDGE_TAG_SEQUENCE, &tbs)) != KEDGE_OK
        || (status = read_version(&tbs, certificate)) != KEDGE_OK
        || (status = read_serial_number(&tbs, certificate)) != KEDGE_OK
        || (status = kedge_algorithm_read(&tbs, &certificate->algorithm, algorithm)) != KEDGE_OK
        || (status = read_issuer(&tbs, certificate)) != KEDGE_OK
        || (status = read_validity(&tbs, certificate)) != KEDGE_OK
        || (status = read_subject(&tbs, certificate)) != KEDGE_OK
        || (status = kedge_public_key_read(&tbs, &certificate->key)) != KEDGE_OK
        || (status = skip_unique_id(&tbs, KEDGE_TAG_CONTEXT(1), certificate->version)) != KEDGE_OK
        || (status = skip_unique_id(&tbs, KEDGE_TAG_CONTEXT(2), certificate->version)) != KEDGE_OK
        || (status = read_extensions(&tbs, certificate)) != KEDGE_OK
        || (status = kedge_der_finish(&tbs)) != KEDGE_OK)
        return status;
    certificate->tbs_certificate = (kedge_range){ start, outer->position - start };
    return KEDGE_OK;
}

/* signatureAlgorithm is the signed field once more, byte for byte (RFC 5280, 4.1.1.2): two forms of one
 * algorithm would let the unsigned one vary. */
static kedge_status read_signature(kedge_der *outer, kedge_certificate *certificate, kedge_range algorithm)
{
    kedge_range *identifier = &certificate->algorithm_identifier;
    kedge_status status = kedge_der_read_element(outer, KEDGE_TAG_SEQUENCE, identifier);

    if (status != KEDGE_OK)
        return status;
    if (!kedge_range_equal(outer, *identifier, algorithm))
        return kedge_der_fail(outer, KEDGE_ALGORITHM_MISMATCH, identifier->offset);
    return kedge_der_read_bit_octets(outer, &certificate->signature);
}

kedge_status kedge_certificate_parse(kedge_certificate *certificate, const uint8_t *der, size_t size,
                                     uint32_t *fault)
{
    kedge_der whole;
    kedge_der outer;
    kedge_range algorithm;
    kedge_status status;

    if ((status = kedge_der_begin(&whole, der, size, fault)) != KEDGE_OK)
        return status;
    if (size > KEDGE_CERTIFICATE_SIZE_MAX)
        return kedge_der_fail(&whole, KEDGE_DER_TOO_LARGE, (uint32_t)KEDGE_CERTIFICATE_SIZE_MAX);
    memset(certificate, 0, sizeof *certificate);
    certificate->der = der;
    certificate->size = (uint32_t)size;
    if ((status = kedge_der_enter(&whole, KEDGE_TAG_SEQUENCE, &outer)) != KEDGE_OK
        || (status = kedge_der_finish(&whole)) != KEDGE_OK
        || (status = read_tbs(&outer, certificate, &algorithm)) != KEDGE_OK
        || (status = read_signature(&outer, certificate, algorithm)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&outer);
}

/* A cursor over a place of a certificate. */
static kedge_der cursor_at(const kedge_certificate *certificate, kedge_range range, uint32_t *fault)
{
    return (kedge_der){ certificate->der, range.offset, range.offset + range.size, fault };
}

kedge_der kedge_certificate_extension(const kedge_certificate *certificate, kedge_extension extension,
                                      uint32_t *fault)
{
    return cursor_at(certificate, certificate->extension[extension], fault);
}

kedge_der kedge_certificate_extensions(const kedge_certificate *certificate, uint32_t *fault)
{
    return cursor_at(certificate, certificate->extensions, fault);
}

/* A cursor within the SEQUENCE that is the extension's value; at its end where it is not there. */
static kedge_der list_of(const kedge_certificate *certificate, kedge_extension extension, uint32_t *fault)
{
    kedge_der value = kedge_certificate_extension(certificate, extension, fault);
    kedge_der list;

    if (kedge_der_at_end(&value) || kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &list) != KEDGE_OK)
        return cursor_at(certificate, (kedge_range){ 0, 0 }, fault);
    return list;
}

kedge_der kedge_certificate_subject_alt_names(const kedge_certificate *certificate, uint32_t *fault)
{
    return list_of(certificate, KEDGE_EXT_SUBJECT_ALT_NAME, fault);
}

bool kedge_certificate_names_usage(const kedge_certificate *certificate, kedge_span oid)
{
    uint32_t fault;
    kedge_der list = list_of(certificate, KEDGE_EXT_EXTENDED_KEY_USAGE, &fault);
    kedge_range found;

    while (!kedge_der_at_end(&list) && kedge_der_read_oid(&list, &found) == KEDGE_OK)
        if (found.size == oid.size && memcmp(certificate->der + found.offset, oid.data, oid.size) == 0)
            return true;
    return false;
}

bool kedge_certificate_equal(const kedge_certificate *one, const kedge_certificate *other)
{
    return one->size == other->size && memcmp(one->der, other->der, one->size) == 0;
}
