/* extension_name.c - extensions made of general names (RFC 5280, 4.2.1.6, 4.2.1.7, 4.2.1.13, 4.2.1.15 and
 * 4.2.2). */
#include "x509/extension.h"

#include "x509/name.h"

kedge_status kedge_extension_parse_general_names(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der names;
    kedge_status status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &names);

    return status == KEDGE_OK ? kedge_general_names_check(&names, &certificate->deviations) : status;
}

/* DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RDN } */
static kedge_status check_point_name(kedge_der *der, uint32_t *deviations)
{
    kedge_der name;
    kedge_der inner;
    kedge_status status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &name);

    if (status != KEDGE_OK)
        return status;
    if (kedge_der_next_is(&name, KEDGE_TAG_CONTEXT_CONSTRUCTED(1))) {
        status = kedge_der_enter(&name, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &inner);
        if (status == KEDGE_OK)
            status = kedge_rdn_check(&inner, deviations);
    } else {
        status = kedge_der_enter(&name, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &inner);
        if (status == KEDGE_OK)
            status = kedge_general_names_check(&inner, deviations);
    }
    return status == KEDGE_OK ? kedge_der_finish(&name) : status;
}

/* ReasonFlags, where they are there. */
static kedge_status check_reasons(kedge_der *der)
{
    kedge_range bits;
    uint8_t unused;

    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT(1)))
        return KEDGE_OK;
    return kedge_der_read_bit_string_as(der, KEDGE_TAG_CONTEXT(1), &bits, &unused);
}

/* DistributionPoint: a name or an issuer at least, reasons alone say nothing (RFC 5280, 4.2.1.13). */
static kedge_status check_distribution_point(kedge_der *der, uint32_t *deviations)
{
    kedge_der inner;
    kedge_der issuer;
    bool is_named;
    kedge_status status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner);

    if (status != KEDGE_OK)
        return status;
    is_named = kedge_der_next_is(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0));
    if ((is_named && (status = check_point_name(&inner, deviations)) != KEDGE_OK)
        || (status = check_reasons(&inner)) != KEDGE_OK)
        return status;
    if (kedge_der_next_is(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(2))) {
        is_named = true;
        if ((status = kedge_der_enter(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(2), &issuer)) != KEDGE_OK
            || (status = kedge_general_names_check(&issuer, deviations)) != KEDGE_OK)
            return status;
    }
    if ((status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    return is_named ? KEDGE_OK : kedge_extension_fail(der, inner.position);
}

kedge_status kedge_extension_parse_distribution_points(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der list;
    kedge_status status = kedge_extension_enter_list(value, KEDGE_TAG_SEQUENCE, &list);

    while (status == KEDGE_OK && !kedge_der_at_end(&list))
        status = check_distribution_point(&list, &certificate->deviations);
    return status;
}

/* AccessDescription ::= SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName } */
static kedge_status check_access_description(kedge_der *der, uint32_t *deviations)
{
    kedge_der inner;
    kedge_range method;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &method)) != KEDGE_OK
        || (status = kedge_general_name_check(&inner, deviations)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

kedge_status kedge_extension_parse_info_access(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der list;
    kedge_status status = kedge_extension_enter_list(value, KEDGE_TAG_SEQUENCE, &list);

    while (status == KEDGE_OK && !kedge_der_at_end(&list))
        status = check_access_description(&list, &certificate->deviations);
    return status;
}
