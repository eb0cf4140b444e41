/* disabled.c - a test that somebody has switched off without a word. */
#include <criterion/criterion.h>

Test(disabled, on)
{
    cr_assert(true);
}

Test(disabled, off, .disabled = true)
{
    cr_assert(true);
}
