/* suites/limbo_case.h - one case of x509-limbo, as a verification. */
#ifndef SUITES_LIMBO_CASE_H
#define SUITES_LIMBO_CASE_H

#include <jansson.h>
#include <kedge/kedge.h>

/** The moment at which a case that states none is judged, 2026-01-01T00:00:00Z: the certificates of all
 *  these are valid from 1970 to 2969. */
#define LIMBO_TIME_UNSTATED INT64_C(1767225600)

typedef enum limbo_result {
    LIMBO_SUCCESS,
    LIMBO_FAILURE,
    LIMBO_SKIPPED
} limbo_result;

/** How a case went. */
typedef struct limbo_outcome {
    limbo_result result;
    char context[200]; /**< the status and its place, or why the case was skipped */
} limbo_outcome;

/** Run one case under `policy`, altered only where the case itself says so. */
void limbo_case_run(const json_t *testcase, const kedge_policy *policy, limbo_outcome *outcome);

#endif
