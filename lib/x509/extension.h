/* extension.h - extensions as rows of one table, and the parsers that its rows name (RFC 5280, 4.2). */
#ifndef KEDGE_X509_EXTENSION_H
#define KEDGE_X509_EXTENSION_H

#include <kedge/certificate.h>

/* Parse the DER inside extnValue and record in `certificate` what it says.  The caller checks that nothing
 * follows. */
typedef kedge_status kedge_extension_parser(kedge_der *value, kedge_certificate *certificate);

/* extension_key.c */
kedge_extension_parser kedge_extension_parse_authority_key_identifier;
kedge_extension_parser kedge_extension_parse_subject_key_identifier;
kedge_extension_parser kedge_extension_parse_key_usage;
kedge_extension_parser kedge_extension_parse_extended_key_usage;

/* extension_policy.c */
kedge_extension_parser kedge_extension_parse_certificate_policies;
kedge_extension_parser kedge_extension_parse_policy_mappings;
kedge_extension_parser kedge_extension_parse_policy_constraints;
kedge_extension_parser kedge_extension_parse_inhibit_any_policy;

/* extension_constraint.c */
kedge_extension_parser kedge_extension_parse_basic_constraints;
kedge_extension_parser kedge_extension_parse_name_constraints;

/* extension_name.c */
kedge_extension_parser kedge_extension_parse_general_names;       /* subjectAltName, issuerAltName */
kedge_extension_parser kedge_extension_parse_distribution_points; /* cRLDistributionPoints, freshestCRL */
kedge_extension_parser kedge_extension_parse_info_access;         /* authorityInfoAccess, subjectInfoAccess */

/* extension_other.c */
kedge_extension_parser kedge_extension_parse_sct_list;
kedge_extension_parser kedge_extension_parse_tls_feature;
kedge_extension_parser kedge_extension_parse_ocsp_no_check;

/* Parse the Extensions at `list`, a cursor over the contents of the SEQUENCE OF, into `certificate`.
 * Answers KEDGE_OK, KEDGE_EXTENSIONS_EMPTY, KEDGE_EXTENSIONS_TOO_MANY, KEDGE_EXTENSION_DUPLICATED, or as the
 * parser of the extension that is at fault. */
kedge_status kedge_extensions_parse(kedge_der *list, kedge_certificate *certificate);

/* A value that is DER but not of its extension's form. */
static inline kedge_status kedge_extension_fail(const kedge_der *der, uint32_t offset)
{
    return kedge_der_fail(der, KEDGE_EXTENSION_MALFORMED, offset);
}

/* Enter a SEQUENCE OF that holds one element at least. */
static inline kedge_status kedge_extension_enter_list(kedge_der *der, uint8_t tag, kedge_der *list)
{
    kedge_status status = kedge_der_enter(der, tag, list);

    if (status == KEDGE_OK && kedge_der_at_end(list))
        return kedge_extension_fail(list, list->position);
    return status;
}

/* An INTEGER (0..MAX) under `tag`, however large; one that is negative is malformed. */
static inline kedge_status kedge_extension_read_natural(kedge_der *der, uint8_t tag, kedge_range *content)
{
    kedge_status status = kedge_der_read_integer_as(der, tag, content);

    if (status == KEDGE_OK && der->data[content->offset] >= 0x80)
        return kedge_extension_fail(der, content->offset);
    return status;
}

#endif
