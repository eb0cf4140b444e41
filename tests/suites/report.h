/* suites/report.h - what the runners of public suites have in common: cases, differences, score.
 *
 *     NAME FILE >RESULTS
 *
 * Results go to standard output as one JSON object in the form that x509-limbo's harnesses write.  Every
 * disagreement, every decision of a case that may go either way and every kind of skip go to standard
 * error, the score last.  The end is a success only where the disagreements are exactly those that the
 * runner lists as deliberate.
 */
#ifndef SUITES_REPORT_H
#define SUITES_REPORT_H

#include <stdbool.h>
#include <jansson.h>

typedef enum suite_result {
    SUITE_SUCCESS,
    SUITE_FAILURE,
    SUITE_SKIPPED
} suite_result;

typedef enum suite_expectation {
    SUITE_EXPECTS_SUCCESS,
    SUITE_EXPECTS_FAILURE,
    SUITE_EXPECTS_EITHER
} suite_expectation;

/** A case and how it went. */
typedef struct suite_case {
    const char *id;
    suite_expectation expected;
    suite_result result;
    bool is_contradictory; /**< it was answered in two ways: a disagreement whatever is expected */
    char context[256];     /**< the status and its place, or why it was skipped */
    const char *note;      /**< for a person, where the case is told of; may be NULL */
} suite_case;

/** Set the result of a case and, as printf does, its context. */
void suite_answer(suite_case *answered, suite_result result, const char *format, ...);

/** A case that kedge answers otherwise than expected, and why it means to.  The last row of a table has
 *  no identifier. */
typedef struct suite_difference {
    const char *id;
    const char *clause;
    const char *reason;
} suite_difference;

#define SUITE_SKIPS_MAX 64

/** How many cases were skipped for one reason. */
typedef struct suite_skip {
    char reason[256];
    unsigned count;
} suite_skip;

typedef struct suite_report {
    const char *suite;
    const suite_difference *differences;
    json_t *results;
    unsigned agree;
    unsigned decided;    /**< may go either way */
    unsigned deliberate;
    unsigned disagree;
    unsigned accepted;   /**< disagreements that accept what should be refused */
    unsigned skipped;
    unsigned unneeded;   /**< differences listed that are none */
    suite_skip skips[SUITE_SKIPS_MAX];
} suite_report;

void suite_report_begin(suite_report *report, const char *suite, const suite_difference *differences);

/** Count a case, and tell a person of it where it is not simply as expected. */
void suite_report_add(suite_report *report, const suite_case *done);

/** Write results and score.  @return what the program ends with. */
int suite_report_end(suite_report *report);

/** Run one case of a suite, the whole of which is `suite`: fill in all of `run` but `id`. */
typedef void suite_runner(const json_t *suite, const json_t *testcase, suite_case *run);

/** The whole of a runner for a suite that is one file with an array `testcases`. */
int suite_main(int argc, char **argv, const suite_difference *differences, suite_runner *run);

#endif
