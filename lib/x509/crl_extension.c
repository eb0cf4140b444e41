/* crl_extension.c - extensions of lists and of their entries (RFC 5280, 5.2 and 5.3). */
#include "x509/crl_extension.h"

#include "x509/extension.h"
#include "x509/extension_walk.h"
#include "x509/name.h"
#include "x509/oid.h"

/* --- of a list --- */

typedef kedge_status crl_extension_parser(kedge_der *value, kedge_crl *crl);

/* The forms of these are a certificate's, whose parsers are asked. */
static kedge_status parse_authority_key_identifier(kedge_der *value, kedge_crl *crl)
{
    kedge_certificate certificate = { .der = crl->der };
    const kedge_status status = kedge_extension_parse_authority_key_identifier(value, &certificate);

    crl->authority_key_identifier = certificate.authority_key_identifier;
    return status;
}

static kedge_status parse_issuer_alt_name(kedge_der *value, kedge_crl *crl)
{
    kedge_certificate unused = { .der = crl->der };

    return kedge_extension_parse_general_names(value, &unused);
}

static kedge_status parse_freshest_crl(kedge_der *value, kedge_crl *crl)
{
    kedge_certificate unused = { .der = crl->der };

    return kedge_extension_parse_distribution_points(value, &unused);
}

static kedge_status parse_info_access(kedge_der *value, kedge_crl *crl)
{
    kedge_certificate unused = { .der = crl->der };

    return kedge_extension_parse_info_access(value, &unused);
}

/* CRLNumber ::= INTEGER (0..MAX), of at most 20 octets (RFC 5280, 5.2.3). */
#define NUMBER_OCTETS_MAX 20

static kedge_status parse_number(kedge_der *value, kedge_range *number)
{
    const kedge_status status = kedge_extension_read_natural(value, KEDGE_TAG_INTEGER, number);

    if (status == KEDGE_OK && number->size > NUMBER_OCTETS_MAX)
        return kedge_extension_fail(value, number->offset);
    return status;
}

static kedge_status parse_crl_number(kedge_der *value, kedge_crl *crl)
{
    return parse_number(value, &crl->crl_number);
}

static kedge_status parse_delta_crl_indicator(kedge_der *value, kedge_crl *crl)
{
    return parse_number(value, &crl->base_crl_number);
}

kedge_status kedge_reason_flags_read(kedge_der *der, uint8_t tag, uint16_t *reasons)
{
    kedge_range bits;
    uint8_t unused;
    unsigned flags = 0;
    kedge_status status = kedge_der_read_bit_string_as(der, tag, &bits, &unused);

    if (status != KEDGE_OK)
        return status;
    for (uint32_t i = 0; i < bits.size && i < 2; i++)
        for (uint32_t bit = 0; bit < 8; bit++)
            flags |= (unsigned)(der->data[bits.offset + i] >> (7 - bit) & 1) << (8 * i + bit);
    *reasons = (uint16_t)(flags & KEDGE_REASONS_ALL);
    return KEDGE_OK;
}

/* BOOLEAN DEFAULT FALSE under an IMPLICIT tag. */
static kedge_status read_flag(kedge_der *der, uint8_t number, bool *flag)
{
    kedge_range content;
    uint8_t octet;
    kedge_status status;

    *flag = false;
    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT(number)))
        return KEDGE_OK;
    status = kedge_der_read(der, KEDGE_TAG_CONTEXT(number), &content);
    if (status != KEDGE_OK)
        return status;
    octet = content.size == 1 ? der->data[content.offset] : 1;
    if (octet == 0x00)
        return kedge_der_fail(der, KEDGE_DER_DEFAULT_ENCODED, content.offset);
    if (octet != 0xff)
        return kedge_der_fail(der, KEDGE_DER_BAD_BOOLEAN, content.offset);
    *flag = true;
    return KEDGE_OK;
}

static kedge_status read_point_name(kedge_der *der, kedge_crl_scope *scope)
{
    kedge_der outer;
    kedge_der name;
    uint32_t deviations = 0;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return KEDGE_OK;
    status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &outer);
    if (status != KEDGE_OK)
        return status;
    scope->distribution_point = (kedge_range){ outer.position, outer.end - outer.position };
    if (kedge_der_next_is(&outer, KEDGE_TAG_CONTEXT_CONSTRUCTED(1))) {
        if ((status = kedge_der_enter(&outer, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &name)) == KEDGE_OK)
            status = kedge_rdn_check(&name, &deviations);
    } else if ((status = kedge_der_enter(&outer, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &name)) == KEDGE_OK) {
        status = kedge_general_names_check(&name, &deviations);
    }
    return status == KEDGE_OK ? kedge_der_finish(&outer) : status;
}

/* IssuingDistributionPoint: not empty, and limited to one sort of certificates at most (RFC 5280, 5.2.5). */
static kedge_status parse_issuing_distribution_point(kedge_der *value, kedge_crl *crl)
{
    kedge_crl_scope *scope = &crl->scope;
    kedge_der inner;
    kedge_status status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &inner);
    const uint32_t start = status == KEDGE_OK ? inner.position : 0;

    if (status != KEDGE_OK)
        return status;
    if (kedge_der_at_end(&inner))
        return kedge_extension_fail(value, start);
    if ((status = read_point_name(&inner, scope)) != KEDGE_OK
        || (status = read_flag(&inner, 1, &scope->only_user_certificates)) != KEDGE_OK
        || (status = read_flag(&inner, 2, &scope->only_ca_certificates)) != KEDGE_OK)
        return status;
    if (kedge_der_next_is(&inner, KEDGE_TAG_CONTEXT(3))
        && (status = kedge_reason_flags_read(&inner, KEDGE_TAG_CONTEXT(3), &scope->reasons)) != KEDGE_OK)
        return status;
    if ((status = read_flag(&inner, 4, &scope->is_indirect)) != KEDGE_OK
        || (status = read_flag(&inner, 5, &scope->only_attribute_certificates)) != KEDGE_OK)
        return status;
    if (scope->only_user_certificates + scope->only_ca_certificates + scope->only_attribute_certificates > 1)
        return kedge_extension_fail(value, start);
    return kedge_der_finish(&inner);
}

typedef struct crl_extension_row {
    kedge_oid oid;
    crl_extension_parser *parse;
} crl_extension_row;

#define CE(n) { 3, { KEDGE_OID_CE, n } }

static const crl_extension_row crl_rows[KEDGE_CRL_EXT_COUNT] = {
    [KEDGE_CRL_EXT_AUTHORITY_KEY_IDENTIFIER] = { CE(35), parse_authority_key_identifier },
    [KEDGE_CRL_EXT_ISSUER_ALT_NAME] = { CE(18), parse_issuer_alt_name },
    [KEDGE_CRL_EXT_CRL_NUMBER] = { CE(20), parse_crl_number },
    [KEDGE_CRL_EXT_DELTA_CRL_INDICATOR] = { CE(27), parse_delta_crl_indicator },
    [KEDGE_CRL_EXT_ISSUING_DISTRIBUTION_POINT] = { CE(28), parse_issuing_distribution_point },
    [KEDGE_CRL_EXT_FRESHEST_CRL] = { CE(46), parse_freshest_crl },
    [KEDGE_CRL_EXT_AUTHORITY_INFO_ACCESS] = { { 8, { KEDGE_OID_PKIX, 1, 1 } }, parse_info_access },
};

static kedge_status take_crl_extension(void *context, const kedge_extension_walk *found, kedge_der *value)
{
    kedge_crl *crl = context;
    uint32_t i = 0;
    kedge_status status;

    while (i < KEDGE_CRL_EXT_COUNT && !kedge_oid_is(&found->list, found->oid, &crl_rows[i].oid))
        i++;
    if (i == KEDGE_CRL_EXT_COUNT) {
        crl->unknown_critical = (uint16_t)(crl->unknown_critical + found->critical);
        return KEDGE_OK;
    }
    crl->extensions_present |= (uint32_t)1 << i;
    if (found->critical)
        crl->extensions_critical |= (uint32_t)1 << i;
    status = crl_rows[i].parse(value, crl);
    return status == KEDGE_OK ? kedge_der_finish(value) : status;
}

kedge_status kedge_crl_extensions_parse(kedge_der *list, kedge_crl *crl)
{
    kedge_extension_walk walk;
    const kedge_status status = kedge_extension_walk_over(&walk, list);

    return status == KEDGE_OK ? kedge_extension_walk_all(&walk, take_crl_extension, crl) : status;
}

/* --- of an entry --- */

static const kedge_oid reason_code = CE(21);
static const kedge_oid invalidity_date = CE(24);
static const kedge_oid certificate_issuer = CE(29);

/* CRLReason ::= ENUMERATED, 0 to 10 without 7. */
kedge_status kedge_crl_reason_read(kedge_der *der, kedge_reason *reason)
{
    kedge_range content;
    uint8_t octet;
    const kedge_status status = kedge_der_read(der, KEDGE_TAG_ENUMERATED, &content);

    if (status != KEDGE_OK)
        return status;
    octet = content.size == 1 ? der->data[content.offset] : UINT8_MAX;
    if (octet > KEDGE_REASON_AA_COMPROMISE || octet == 7)
        return kedge_extension_fail(der, content.offset);
    *reason = (kedge_reason)octet;
    return KEDGE_OK;
}

static kedge_status parse_invalidity_date(kedge_der *value)
{
    int64_t seconds;
    bool generalized;

    return kedge_der_read_time(value, &seconds, &generalized);
}

static kedge_status parse_certificate_issuer(kedge_der *value, kedge_crl_entry_extensions *extensions)
{
    const uint32_t start = value->position;
    kedge_der names;
    uint32_t deviations = 0;
    const kedge_status status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &names);

    if (status != KEDGE_OK)
        return status;
    extensions->certificate_issuer = (kedge_range){ start, value->position - start };
    return kedge_general_names_check(&names, &deviations);
}

static kedge_status take_entry_extension(void *context, const kedge_extension_walk *found, kedge_der *value)
{
    kedge_crl_entry_extensions *extensions = context;
    const kedge_der *list = &found->list;
    kedge_status status;

    if (kedge_oid_is(list, found->oid, &reason_code)) {
        status = kedge_crl_reason_read(value, &extensions->reason);
    } else if (kedge_oid_is(list, found->oid, &invalidity_date)) {
        status = parse_invalidity_date(value);
    } else if (kedge_oid_is(list, found->oid, &certificate_issuer)) {
        status = parse_certificate_issuer(value, extensions);
    } else {
        extensions->unknown_critical = (uint16_t)(extensions->unknown_critical + found->critical);
        return KEDGE_OK;
    }
    return status == KEDGE_OK ? kedge_der_finish(value) : status;
}

kedge_status kedge_crl_entry_extensions_parse(kedge_der *list, kedge_crl_entry_extensions *extensions)
{
    kedge_extension_walk walk;
    const kedge_status status = kedge_extension_walk_over(&walk, list);

    *extensions = (kedge_crl_entry_extensions){ KEDGE_REASON_UNSPECIFIED, { 0, 0 }, 0 };
    return status == KEDGE_OK ? kedge_extension_walk_all(&walk, take_entry_extension, extensions) : status;
}
