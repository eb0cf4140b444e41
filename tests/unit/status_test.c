/* status_test.c - the status table. */
#include <criterion/criterion.h>
#include <kedge/kedge.h>

#include <ctype.h>
#include <string.h>

Test(status, every_status_but_success_has_a_name_and_a_sentence)
{
    for (int status = KEDGE_OK; status < KEDGE_STATUS_COUNT; status++) {
        const char *name = kedge_status_name((kedge_status)status);
        const char *sentence = kedge_status_sentence((kedge_status)status);

        cr_assert(strlen(name) > 1);
        cr_assert(strlen(sentence) > 4, "%s", name);
        cr_assert(sentence[strlen(sentence) - 1] != '.', "%s", name);
        cr_assert_not_null(kedge_status_clause((kedge_status)status));
    }
}

Test(status, names_are_unique)
{
    for (int one = 0; one < KEDGE_STATUS_COUNT; one++)
        for (int other = 0; other < one; other++)
            cr_assert_str_neq(kedge_status_name((kedge_status)one), kedge_status_name((kedge_status)other));
}

Test(status, a_value_outside_the_table_is_answered_as_a_bad_argument)
{
    cr_assert_str_eq(kedge_status_name((kedge_status)KEDGE_STATUS_COUNT), "BAD_ARGUMENT");
    cr_assert_str_eq(kedge_status_name((kedge_status)-1), "BAD_ARGUMENT");
    cr_assert_eq(kedge_status_classify((kedge_status)9999), KEDGE_CLASS_CALLER);
}

Test(status, every_rule_broken_sends_an_alert)
{
    for (int status = KEDGE_OK; status < KEDGE_STATUS_COUNT; status++)
        if (kedge_status_classify((kedge_status)status) >= KEDGE_CLASS_RULE)
            cr_assert(kedge_status_alert((kedge_status)status) >= 42, "%s", kedge_status_name((kedge_status)status));
}

Test(status, the_version_is_three_numbers)
{
    int dots = 0;

    for (const char *c = kedge_version(); *c != '\0'; c++) {
        cr_assert(isdigit((unsigned char)*c) || *c == '.');
        dots += *c == '.';
    }
    cr_assert_eq(dots, 2);
}
