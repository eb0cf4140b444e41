/* suites/limbo_case.h - one case of x509-limbo, as a verification. */
#ifndef SUITES_LIMBO_CASE_H
#define SUITES_LIMBO_CASE_H

#include <kedge/kedge.h>
#include "report.h"

/** The moment at which a case that states none is judged, 2026-01-01T00:00:00Z: the certificates of all
 *  these are valid from 1970 to 2969. */
#define LIMBO_TIME_UNSTATED INT64_C(1767225600)

/** Run one case under `policy`, altered only where the case itself says so. */
void limbo_case_run(const json_t *testcase, const kedge_policy *policy, suite_case *run);

#endif
