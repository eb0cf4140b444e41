/* limbo.c - runs the cases of x509-limbo (C2SP) through kedge.
 *
 *     limbo FILE >RESULTS
 *
 * What it writes and how it ends: report.h.
 */
#include "limbo_case.h"

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

static const suite_difference differences[] = {
    { NULL, NULL, NULL },
};

static const kedge_policy *policy_of(const char *id)
{
    const namespace_row *row = namespaces;

    while (strncmp(id, row->prefix, strlen(row->prefix)) != 0)
        row++;
    return row->policy;
}

static void run(const json_t *suite, const json_t *testcase, suite_case *done)
{
    const char *expected = json_string_value(json_object_get(testcase, "expected_result"));

    if (json_integer_value(json_object_get(suite, "version")) != 1 || expected == NULL) {
        suite_answer(done, SUITE_SKIPPED, "not a case of a suite of version 1");
        return;
    }
    done->expected = strcmp(expected, "SUCCESS") == 0 ? SUITE_EXPECTS_SUCCESS : SUITE_EXPECTS_FAILURE;
    limbo_case_run(testcase, policy_of(done->id), done);
}

int main(int argc, char **argv)
{
    return suite_main(argc, argv, differences, run);
}
