/* crl_extension.h - extensions of lists and of their entries (RFC 5280, 5.2 and 5.3). */
#ifndef KEDGE_X509_CRL_EXTENSION_H
#define KEDGE_X509_CRL_EXTENSION_H

#include <kedge/crl.h>

/* Parse the Extensions at `list`, a cursor over the contents of the SEQUENCE OF, into `crl`. */
kedge_status kedge_crl_extensions_parse(kedge_der *list, kedge_crl *crl);

/* What the extensions of one entry say. */
typedef struct kedge_crl_entry_extensions {
    kedge_reason reason;
    kedge_range certificate_issuer; /* its GeneralNames, the whole element; {0, 0} for none */
    uint16_t unknown_critical;
} kedge_crl_entry_extensions;

/* Parse the Extensions of an entry, as above. */
kedge_status kedge_crl_entry_extensions_parse(kedge_der *list, kedge_crl_entry_extensions *extensions);

/* Read a CRLReason. */
kedge_status kedge_crl_reason_read(kedge_der *der, kedge_reason *reason);

/* ReasonFlags under `tag`: bit n of the BIT STRING becomes bit n of `*reasons`. */
kedge_status kedge_reason_flags_read(kedge_der *der, uint8_t tag, uint16_t *reasons);

#endif
