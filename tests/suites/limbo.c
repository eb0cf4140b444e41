/* limbo.c - runs the cases of x509-limbo (C2SP) through kedge.
 *
 *     limbo FILE >RESULTS
 *
 * Results go to standard output as one JSON object, every disagreement with the case's expectation to
 * standard error, the score last.  The end is a success only where the disagreements are exactly those
 * listed here as deliberate.
 */
#include "limbo_case.h"

#include <stdio.h>
#include <string.h>

/* Which policy judges a case: by the first part of its identifier, the last row all others. */
typedef struct namespace_row {
    const char *prefix;
    const kedge_policy *policy;
} namespace_row;

static const namespace_row namespaces[] = {
    { "webpki::", &kedge_policy_webpki_strict },
    { "online::", &kedge_policy_webpki_strict },
    { "", &kedge_policy_rfc5280 },
};

/* Cases that kedge answers otherwise than expected, and why it means to. */
typedef struct difference {
    const char *id;
    const char *clause;
    const char *reason;
} difference;

static const difference differences[] = {
    { "webpki::san::exact-localhost-ip-san", "CA/B BR, 7.1.4.3",
      "its common name is a host name that its subjectAltName, one iPAddress, does not repeat" },
    { NULL, NULL, NULL },
};

static const char *const result_names[] = {
    [LIMBO_SUCCESS] = "SUCCESS",
    [LIMBO_FAILURE] = "FAILURE",
    [LIMBO_SKIPPED] = "SKIPPED",
};

typedef struct score {
    unsigned agree;
    unsigned deliberate;
    unsigned disagree;
    unsigned skipped;
    unsigned unneeded;  /* differences listed that are none */
    unsigned accepted;  /* disagreements that accept what should be refused */
} score;

static const kedge_policy *policy_of(const char *id)
{
    const namespace_row *row = namespaces;

    while (strncmp(id, row->prefix, strlen(row->prefix)) != 0)
        row++;
    return row->policy;
}

static const difference *difference_of(const char *id)
{
    const difference *row = differences;

    while (row->id != NULL && strcmp(row->id, id) != 0)
        row++;
    return row->id != NULL ? row : NULL;
}

/* Count an outcome, and tell a person of it where it is not as expected. */
static void judge(score *total, const char *id, const char *expected, const limbo_outcome *outcome)
{
    const difference *deliberate = difference_of(id);
    const char *actual = result_names[outcome->result];

    if (outcome->result == LIMBO_SKIPPED) {
        total->skipped++;
        fprintf(stderr, "%s: skipped: %s\n", id, outcome->context);
        return;
    }
    if (strcmp(actual, expected) == 0) {
        total->agree++;
        if (deliberate == NULL)
            return;
        total->unneeded++;
        fprintf(stderr, "%s: listed as a difference, but agrees: %s\n", id, outcome->context);
        return;
    }
    fprintf(stderr, "%s: expected %s, is %s: %s\n", id, expected, actual, outcome->context);
    if (deliberate != NULL) {
        total->deliberate++;
        fprintf(stderr, "    deliberate: %s: %s\n", deliberate->clause, deliberate->reason);
        return;
    }
    total->disagree++;
    total->accepted += outcome->result == LIMBO_SUCCESS;
}

static json_t *result_of(const char *id, const limbo_outcome *outcome)
{
    return json_pack("{s:s, s:s, s:s}", "id", id, "actual_result", result_names[outcome->result], "context",
                     outcome->context);
}

static json_t *run_all(const json_t *cases, score *total)
{
    json_t *results = json_array();

    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *testcase = json_array_get(cases, i);
        const char *id = json_string_value(json_object_get(testcase, "id"));
        limbo_outcome outcome;

        limbo_case_run(testcase, policy_of(id), &outcome);
        judge(total, id, json_string_value(json_object_get(testcase, "expected_result")), &outcome);
        json_array_append_new(results, result_of(id, &outcome));
    }
    return results;
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

int main(int argc, char **argv)
{
    score total = { 0 };
    const json_t *cases;
    json_error_t error;
    json_t *suite;

    if (argc != 2) {
        fputs("usage: limbo FILE\n", stderr);
        return 2;
    }
    suite = json_load_file(argv[1], 0, &error);
    cases = json_object_get(suite, "testcases");
    if (json_integer_value(json_object_get(suite, "version")) != 1 || json_array_size(cases) == 0) {
        fprintf(stderr, "limbo: %s: not a suite of version 1: %s\n", argv[1], error.text);
        json_decref(suite);
        return 2;
    }
    if (!write_results(run_all(cases, &total))) {
        fputs("limbo: cannot write the results\n", stderr);
        return 2;
    }
    json_decref(suite);
    fprintf(stderr, "limbo: %u agree, %u differ deliberately, %u disagree (%u of them accept), %u skipped\n",
            total.agree, total.deliberate, total.disagree, total.accepted, total.skipped);
    return total.disagree == 0 && total.unneeded == 0 ? 0 : 1;
}
