/* finding.h - what is found out about a path. */
#ifndef KEDGE_PATH_FINDING_H
#define KEDGE_PATH_FINDING_H

#include "path/rule.h"

/* How bad the faults of a certificate or a path are.  A search admits certificates up to one of these,
 * beginning with none. */
typedef enum kedge_severity {
    KEDGE_SEVERITY_NONE,
    KEDGE_SEVERITY_TOLERABLE,
    KEDGE_SEVERITY_HARD
} kedge_severity;

typedef struct kedge_finding {
    kedge_status status;
    kedge_severity severity;
    size_t position;                /* in the path */
    uint32_t offset;
    uint32_t faults;
    int64_t evidence_until;         /* how long what is known of revocation holds */
    uint32_t revocation_known;      /* the next four as in the verdict */
    uint32_t revocation_unknown;
    int64_t revocation_time;
    uint8_t revocation_reason;
} kedge_finding;

#endif
