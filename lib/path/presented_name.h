/* presented_name.h - the names that a certificate claims for its subject, wherever they stand
 * (RFC 5280, 4.1.2.6 and 4.2.1.6). */
#ifndef KEDGE_PATH_PRESENTED_NAME_H
#define KEDGE_PATH_PRESENTED_NAME_H

#include "path/rule.h"

typedef struct kedge_presented_name {
    kedge_general_name_kind kind; /* the form whose constraints bind it */
    bool is_readable;             /* else only its kind is known: the value is in no form to compare */
    kedge_span value;             /* as in a GeneralName: contents octets, for directoryName the whole Name */
    uint32_t offset;              /* its place in the certificate */
} kedge_presented_name;

/* What is done with a name; any answer but KEDGE_OK ends the visit. */
typedef kedge_status kedge_name_visitor(void *context, const kedge_presented_name *name);

/* Visit all names that name constraints bind (RFC 5280, 4.2.1.10): the subject where it is not empty, every
 * name of subjectAltName, the subject's emailAddress attributes where subjectAltName has no rfc822Name, and,
 * under the KEDGE_POLICY_ bits `flags`, the common name that counts as a host name or address. Answers what
 * the visitor did, or as kedge_general_name_read(). */
kedge_status kedge_presented_names_visit(const kedge_certificate *certificate, uint32_t flags,
                                         kedge_name_visitor *visit, void *context);

#endif
