/* extension_other.c - extensions that are no part of RFC 5280: RFC 6962, RFC 7633 and RFC 6960. */
#include "x509/extension.h"

/* SignedCertificateTimestampList ::= OCTET STRING (RFC 6962, 3.3): kept as it is. */
kedge_status kedge_extension_parse_sct_list(kedge_der *value, kedge_certificate *certificate)
{
    kedge_range content;

    (void)certificate;
    return kedge_der_read(value, KEDGE_TAG_OCTET_STRING, &content);
}

/* Features ::= SEQUENCE OF INTEGER (RFC 7633, 6): numbers of TLS extensions, which have 16 bits. */
kedge_status kedge_extension_parse_tls_feature(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der list;
    kedge_status status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &list);

    (void)certificate;
    while (status == KEDGE_OK && !kedge_der_at_end(&list)) {
        uint32_t feature;

        status = kedge_der_read_unsigned(&list, UINT16_MAX, &feature);
    }
    return status;
}

/* id-pkix-ocsp-nocheck is NULL (RFC 6960, 4.2.2.2.1). */
kedge_status kedge_extension_parse_ocsp_no_check(kedge_der *value, kedge_certificate *certificate)
{
    (void)certificate;
    return kedge_der_read_null(value);
}
