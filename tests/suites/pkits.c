/* pkits.c - runs the tests of NIST's PKITS (Public Key Interoperability Test Suite) through kedge.
 *
 * The policy is rfc5280, the revocation status of the whole chain is demanded, and certificates may be wanted for
 * anything.  Of the policy's conformance rules those are lifted that the suite's own certificates break.
 */
#include "pkits_case.h"
#include "rfc3339.h"

static const suite_difference differences[] = {
    { "pkits::4.1.4::Section1ValidDSASignaturesTest4", "RFC 5280, 6.1.3 (a)(1)",
      "DSA is none of kedge's algorithms" },
    { "pkits::4.1.5::Section1ValidDSAParameterInheritanceTest5", "RFC 5280, 6.1.3 (a)(1)",
      "DSA is none of kedge's algorithms" },
    { NULL, NULL, NULL },
};

/* What the suite's certificates break although it calls them valid: GeneralizedTime before 2050 (4.2.4),
 * basicConstraints that are not critical (4.6.4), policyMappings and inhibitAnyPolicy the same (4.8, 4.10, 4.12). */
static const uint64_t lifted = KEDGE_CONFORM(TIME_FORM) | KEDGE_CONFORM(CRITICALITY);

static void run_case(const json_t *suite, const json_t *testcase, suite_case *run)
{
    const char *time = json_string_value(json_object_get(suite, "validation_time"));
    kedge_policy policy = kedge_policy_rfc5280;
    int64_t seconds;

    policy.conformance &= ~lifted;
    run->expected
        = json_is_true(json_object_get(testcase, "expected")) ? SUITE_EXPECTS_SUCCESS : SUITE_EXPECTS_FAILURE;
    if (time == NULL || !rfc3339_read(time, &seconds))
        suite_answer(run, SUITE_SKIPPED, "the suite has no readable validation_time");
    else
        pkits_case_run(suite, testcase, &policy, seconds, run);
}

int main(int argc, char **argv)
{
    return suite_main(argc, argv, differences, run_case);
}
