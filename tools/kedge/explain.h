/* explain.h - the trace of a verification, in lines for a person. */
#ifndef KEDGE_EXPLAIN_H
#define KEDGE_EXPLAIN_H

#include "certificates.h"

#include <kedge/verify.h>

#include <stdio.h>

typedef struct explain {
    FILE *out;
    const certificates *chain;
    const kedge_trust *trust;
} explain;

/* For kedge_request.trace; `context` is an explain. */
void explain_event(void *context, const kedge_event *event);

/* "[0] CN=..." or "anchor CN=...". */
void explain_write_certificate(FILE *out, const certificates *chain, const kedge_trust *trust,
                               int16_t certificate, uint32_t anchor);

#endif
