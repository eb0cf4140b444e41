/* report.h - results for a person and for programs. */
#ifndef KEDGE_BENCH_REPORT_H
#define KEDGE_BENCH_REPORT_H

#include <jansson.h>
#include "harness.h"

/** Print what was measured together under `title`, and return it as a JSON object. */
json_t *bench_report(const char *title, size_t bytes, const bench_subject *subject,
                     const bench_result *result, size_t count);

#endif
