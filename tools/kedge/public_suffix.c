/* public_suffix.c - which domains are public suffixes, by libpsl where the build has it. */
#include "public_suffix.h"

#ifdef KEDGE_HAS_LIBPSL

#include <libpsl.h>
#include <string.h>

bool public_suffix_is_known(void)
{
    return psl_builtin() != NULL;
}

static bool is_listed(kedge_span domain, int section)
{
    char text[256];

    if (domain.size >= sizeof text)
        return false; /* longer than any domain (RFC 1035, 2.3.4) */
    memcpy(text, domain.data, domain.size);
    text[domain.size] = '\0';
    return psl_is_public_suffix2(psl_builtin(), text, section) != 0;
}

bool public_suffix_is(void *context, kedge_span domain)
{
    (void)context;
    return is_listed(domain, PSL_TYPE_ICANN);
}

bool public_suffix_is_any(void *context, kedge_span domain)
{
    (void)context;
    return is_listed(domain, PSL_TYPE_ANY);
}

#else

bool public_suffix_is_known(void)
{
    return false;
}

bool public_suffix_is(void *context, kedge_span domain)
{
    (void)context;
    (void)domain;
    return false;
}

bool public_suffix_is_any(void *context, kedge_span domain)
{
    return public_suffix_is(context, domain);
}

#endif
