/* conformance.h - a rule of kedge/conformance.h, as the tables of conformance_*.c hold it. */
#ifndef KEDGE_PATH_CONFORMANCE_H
#define KEDGE_PATH_CONFORMANCE_H

#include "path/rule.h"

typedef struct kedge_conformance_row {
    uint64_t bit;         /* its KEDGE_CONFORM bit */
    kedge_status status;
    uint8_t roles;        /* KEDGE_ROLE_ bits of the certificates that it is about */
    /* Whether the certificate breaks it.  `offset` is that of the TBSCertificate and may be set to a place
     * that says more; 0 says that something is missing. */
    bool (*is_broken)(const kedge_case *subject, uint32_t *offset);
} kedge_conformance_row;

#define KEDGE_CONFORMANCE_ROW(name, roles, is_broken) { KEDGE_CONFORM(name), KEDGE_##name, roles, is_broken }

enum {
    KEDGE_ROLES_CA = KEDGE_ROLE_ISSUER | KEDGE_ROLE_ANCHOR,
    KEDGE_ROLES_BELOW = KEDGE_ROLE_TARGET | KEDGE_ROLE_ISSUER,
    KEDGE_ROLES_ALL = KEDGE_ROLE_TARGET | KEDGE_ROLE_ISSUER | KEDGE_ROLE_ANCHOR
};

extern const kedge_conformance_row kedge_conformance_rfc5280[];
extern const size_t kedge_conformance_rfc5280_count;
extern const kedge_conformance_row kedge_conformance_web[];
extern const size_t kedge_conformance_web_count;
extern const kedge_conformance_row kedge_conformance_profile[];
extern const size_t kedge_conformance_profile_count;

/* Whether a CA is meant: by its role, or because it says so. */
static inline bool kedge_case_is_ca(const kedge_case *subject)
{
    return (subject->role & KEDGE_ROLES_CA) != 0 || subject->certificate->is_ca;
}

/* Whether the certificate has the extension; then `offset` is its place, else 0. */
static inline bool kedge_case_has(const kedge_case *subject, kedge_extension extension, uint32_t *offset)
{
    const bool has = kedge_certificate_has(subject->certificate, extension);

    *offset = has ? subject->certificate->extension[extension].offset : 0;
    return has;
}

static inline bool kedge_case_is_critical(const kedge_case *subject, kedge_extension extension)
{
    return (subject->certificate->extensions_critical & KEDGE_EXT_BIT(extension)) != 0;
}

/* Whether an alternative name is right. */
typedef bool kedge_alt_name_judge(const kedge_general_name *name, kedge_span value);

/* Whether one of the subject's alternative names is not; then `offset` is its place. */
bool kedge_case_has_alt_name_not(const kedge_case *subject, kedge_alt_name_judge *is_right, uint32_t *offset);

/* Whether the subject is the empty name. */
static inline bool kedge_case_is_nameless(const kedge_case *subject)
{
    return kedge_name_is_empty(kedge_certificate_span(subject->certificate, subject->certificate->subject));
}

#endif
