/* holes.c - tests that Criterion passes and that must not pass: tests/self/check runs each alone. */
#include <criterion/criterion.h>
#include <stdlib.h>

static void *volatile lost;

static void leak(void)
{
    lost = malloc(77);
    lost = NULL;
}

static void overflow(void)
{
    unsigned char *volatile block = malloc(7);
    int sum = block[7];

    free(block);
    exit(sum & 0);
}

static void failing_assertion(void)
{
    cr_assert(false, "an assertion in a teardown");
}

static void crash(void)
{
    abort();
}

Test(holes, nothing_wrong)
{
    cr_assert(true);
}

Test(holes, leak)
{
    leak();
    cr_assert(true);
}

Test(holes, report_in_teardown, .fini = overflow)
{
    cr_assert(true);
}

Test(holes, assertion_in_teardown, .fini = failing_assertion)
{
    cr_assert(true);
}

Test(holes, crash_in_teardown, .fini = crash)
{
    cr_assert(true);
}

Test(holes, skipped_with_a_reason)
{
    cr_skip_test("the reason");
}
