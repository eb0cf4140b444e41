/* report.c - what the runners of public suites have in common: cases, differences, score. */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <kedge/kedge.h>

static const char *const result_names[] = {
    [SUITE_SUCCESS] = "SUCCESS",
    [SUITE_FAILURE] = "FAILURE",
    [SUITE_SKIPPED] = "SKIPPED",
};

void suite_answer(suite_case *answered, suite_result result, const char *format, ...)
{
    va_list arguments;

    answered->result = result;
    va_start(arguments, format);
    vsnprintf(answered->context, sizeof answered->context, format, arguments);
    va_end(arguments);
}

void suite_report_begin(suite_report *report, const char *suite, const suite_difference *differences)
{
    memset(report, 0, sizeof *report);
    report->suite = suite;
    report->differences = differences;
    report->results = json_array();
}

static const suite_difference *difference_of(const suite_report *report, const char *id)
{
    const suite_difference *row = report->differences;

    while (row->id != NULL && strcmp(row->id, id) != 0)
        row++;
    return row->id != NULL ? row : NULL;
}

static void count_skip(suite_report *report, const char *reason)
{
    report->skipped++;
    for (size_t i = 0; i < SUITE_SKIPS_MAX; i++) {
        suite_skip *skip = &report->skips[i];

        if (skip->count == 0)
            snprintf(skip->reason, sizeof skip->reason, "%s", reason);
        if (strcmp(skip->reason, reason) == 0) {
            skip->count++;
            return;
        }
    }
}

static bool is_as_expected(const suite_case *done)
{
    switch (done->expected) {
    case SUITE_EXPECTS_SUCCESS:
        return done->result == SUITE_SUCCESS;
    case SUITE_EXPECTS_FAILURE:
        return done->result == SUITE_FAILURE;
    case SUITE_EXPECTS_EITHER:
        break;
    }
    return true;
}

static void tell(const suite_case *done, const char *what)
{
    fprintf(stderr, "%s: %s (%s), %s%s%s\n", done->id, result_names[done->result], done->context, what,
            done->note != NULL ? ": " : "", done->note != NULL ? done->note : "");
}

static void count_disagreement(suite_report *report, const suite_case *done, const char *what)
{
    report->disagree++;
    report->accepted += done->result == SUITE_SUCCESS && done->expected == SUITE_EXPECTS_FAILURE;
    tell(done, what);
}

static void count(suite_report *report, const suite_case *done)
{
    const suite_difference *deliberate = difference_of(report, done->id);

    if (done->result == SUITE_SKIPPED) {
        count_skip(report, done->context);
    } else if (done->is_contradictory) {
        count_disagreement(report, done, "but answered in two ways");
    } else if (!is_as_expected(done) && deliberate == NULL) {
        count_disagreement(report, done, "not as expected");
    } else if (!is_as_expected(done)) {
        report->deliberate++;
        tell(done, "not as expected");
        fprintf(stderr, "    deliberately: %s: %s\n", deliberate->clause, deliberate->reason);
    } else if (deliberate != NULL) {
        report->unneeded++;
        tell(done, "as expected, but listed as a difference");
    } else if (done->expected == SUITE_EXPECTS_EITHER) {
        report->decided++;
        tell(done, "may go either way");
    } else {
        report->agree++;
    }
}

void suite_report_add(suite_report *report, const suite_case *done)
{
    count(report, done);
    json_array_append_new(report->results,
                          json_pack("{s:s, s:s, s:s}", "id", done->id, "actual_result",
                                    result_names[done->result], "context", done->context));
}

static bool write_results(json_t *results)
{
    char harness[64];
    json_t *report;
    bool written;

    snprintf(harness, sizeof harness, "kedge/%s", kedge_version());
    report = json_pack("{s:i, s:s, s:o}", "version", 1, "harness", harness, "results", results);
    written = json_dumpf(report, stdout, JSON_COMPACT) == 0;
    putchar('\n');
    json_decref(report);
    return fflush(stdout) == 0 && written;
}

int suite_report_end(suite_report *report)
{
    if (!write_results(report->results)) {
        fprintf(stderr, "%s: cannot write the results\n", report->suite);
        return 2;
    }
    for (size_t i = 0; i < SUITE_SKIPS_MAX && report->skips[i].count > 0; i++)
        fprintf(stderr, "skipped %u: %s\n", report->skips[i].count, report->skips[i].reason);
    fprintf(stderr,
            "%s: %u agree, %u may go either way, %u differ deliberately, %u disagree (%u of them accept), "
            "%u skipped\n",
            report->suite, report->agree, report->decided, report->deliberate, report->disagree,
            report->accepted, report->skipped);
    return report->disagree == 0 && report->unneeded == 0 && report->agree > 0 ? 0 : 1;
}

static int run_all(const json_t *suite, const char *name, const suite_difference *differences,
                   suite_runner *run)
{
    const json_t *cases = json_object_get(suite, "testcases");
    suite_report report;

    suite_report_begin(&report, name, differences);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *testcase = json_array_get(cases, i);
        suite_case done = { .id = json_string_value(json_object_get(testcase, "id")) };

        if (done.id == NULL)
            done.id = "without an identifier";
        suite_answer(&done, SUITE_SKIPPED, "not run");
        run(suite, testcase, &done);
        suite_report_add(&report, &done);
    }
    return suite_report_end(&report);
}

int suite_main(int argc, char **argv, const suite_difference *differences, suite_runner *run)
{
    const char *slash = strrchr(argv[0], '/');
    const char *name = slash != NULL ? slash + 1 : argv[0];
    json_error_t error;
    json_t *suite;
    int ending;

    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE\n", name);
        return 2;
    }
    suite = json_load_file(argv[1], 0, &error);
    if (json_array_size(json_object_get(suite, "testcases")) == 0) {
        fprintf(stderr, "%s: %s: no suite with cases: %s\n", name, argv[1], error.text);
        json_decref(suite);
        return 2;
    }
    ending = run_all(suite, name, differences, run);
    json_decref(suite);
    return ending;
}
