/* suites/pkits_case.h - one test of NIST's PKITS, as a verification. */
#ifndef SUITES_PKITS_CASE_H
#define SUITES_PKITS_CASE_H

#include <kedge/kedge.h>
#include "report.h"

/** Run one test of `suite` under `policy` at `seconds`.  A policy set that is not as expected is a disagreement. */
void pkits_case_run(const json_t *suite, const json_t *testcase, const kedge_policy *policy, int64_t seconds,
                    suite_case *run);

#endif
