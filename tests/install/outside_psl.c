/* outside_psl.c - a program that knows kedge's public suffixes only as they were installed. */
#include <kedge/adapter/psl.h>
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    const kedge_span suffix = { (const uint8_t *)"co.uk", 5 };
    const kedge_span domain = { (const uint8_t *)"example.co.uk", 13 };

    puts(kedge_version());
    if (!kedge_psl_is_there())
        return 0;
    return !kedge_psl_is_public_suffix(NULL, suffix) || kedge_psl_is_public_suffix(NULL, domain);
}
