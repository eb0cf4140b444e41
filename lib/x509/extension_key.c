/* extension_key.c - key identifiers and what the key may be used for (RFC 5280, 4.2.1.1 to 4.2.1.3 and
 * 4.2.1.12). */
#include "x509/extension.h"

#include "x509/name.h"
#include "x509/oid.h"

/* keyIdentifier [0], where it is there. */
static kedge_status read_key_identifier(kedge_der *der, kedge_range *identifier)
{
    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT(0)))
        return KEDGE_OK;
    return kedge_der_read(der, KEDGE_TAG_CONTEXT(0), identifier);
}

/* authorityCertIssuer [1] and authorityCertSerialNumber [2]: both or neither. */
static kedge_status read_issuer_and_serial(kedge_der *der, uint32_t *deviations)
{
    kedge_der names;
    kedge_range serial;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1))) {
        if (kedge_der_next_is(der, KEDGE_TAG_CONTEXT(2)))
            return kedge_extension_fail(der, der->position);
        return KEDGE_OK;
    }
    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &names)) != KEDGE_OK
        || (status = kedge_general_names_check(&names, deviations)) != KEDGE_OK)
        return status;
    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT(2)))
        return kedge_extension_fail(der, der->position);
    return kedge_der_read_integer_as(der, KEDGE_TAG_CONTEXT(2), &serial);
}

kedge_status kedge_extension_parse_authority_key_identifier(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der inner;
    kedge_status status;

    if ((status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = read_key_identifier(&inner, &certificate->authority_key_identifier)) != KEDGE_OK
        || (status = read_issuer_and_serial(&inner, &certificate->deviations)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

kedge_status kedge_extension_parse_subject_key_identifier(kedge_der *value, kedge_certificate *certificate)
{
    return kedge_der_read(value, KEDGE_TAG_OCTET_STRING, &certificate->subject_key_identifier);
}

/* A named bit list has no trailing zero bits (X.690, 11.2.2). */
static bool has_trailing_zeros(const uint8_t *octets, uint32_t size, uint8_t unused)
{
    return size == 0 || (octets[size - 1] >> unused & 1) == 0;
}

/* KeyUsage names nine bits: more may only be zeros. */
kedge_status kedge_extension_parse_key_usage(kedge_der *value, kedge_certificate *certificate)
{
    kedge_range bits;
    uint8_t unused;
    const uint8_t *octets;
    unsigned usage = 0;
    kedge_status status = kedge_der_read_bit_string(value, &bits, &unused);

    if (status != KEDGE_OK)
        return status;
    octets = value->data + bits.offset;
    for (uint32_t i = 0; i < bits.size; i++) {
        if ((i == 1 && (octets[i] & 0x7f) != 0) || (i > 1 && octets[i] != 0))
            return kedge_extension_fail(value, bits.offset + i);
        for (uint32_t bit = 0; bit < 8 && i < 2; bit++)
            usage |= (unsigned)(octets[i] >> (7 - bit) & 1) << (8 * i + bit);
    }
    if (has_trailing_zeros(octets, bits.size, unused))
        certificate->deviations |= KEDGE_DEVIATION_KEY_USAGE_FORM;
    certificate->key_usage = (uint16_t)usage;
    return KEDGE_OK;
}

typedef struct purpose {
    kedge_oid oid;
    uint16_t bit; /* a KEDGE_EKU_ bit */
} purpose;

static const purpose purposes[] = {
    { { 8, { KEDGE_OID_PKIX, 3, 1 } }, KEDGE_EKU_SERVER_AUTH },
    { { 8, { KEDGE_OID_PKIX, 3, 2 } }, KEDGE_EKU_CLIENT_AUTH },
    { { 8, { KEDGE_OID_PKIX, 3, 3 } }, KEDGE_EKU_CODE_SIGNING },
    { { 8, { KEDGE_OID_PKIX, 3, 4 } }, KEDGE_EKU_EMAIL_PROTECTION },
    { { 8, { KEDGE_OID_PKIX, 3, 8 } }, KEDGE_EKU_TIME_STAMPING },
    { { 8, { KEDGE_OID_PKIX, 3, 9 } }, KEDGE_EKU_OCSP_SIGNING },
    { { 4, { KEDGE_OID_CE, 37, 0 } }, KEDGE_EKU_ANY }
};

static uint16_t purpose_bit(const kedge_der *der, kedge_range oid)
{
    for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++)
        if (kedge_oid_is(der, oid, &purposes[i].oid))
            return purposes[i].bit;
    return KEDGE_EKU_OTHER;
}

kedge_status kedge_extension_parse_extended_key_usage(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der list;
    kedge_status status = kedge_extension_enter_list(value, KEDGE_TAG_SEQUENCE, &list);

    while (status == KEDGE_OK && !kedge_der_at_end(&list)) {
        kedge_range oid;

        status = kedge_der_read_oid(&list, &oid);
        if (status == KEDGE_OK)
            certificate->extended_key_usage |= purpose_bit(&list, oid);
    }
    return status;
}
