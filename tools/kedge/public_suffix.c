/* public_suffix.c - which domains are public suffixes, by libpsl where the build has it. */
#include "public_suffix.h"

#ifdef KEDGE_HAS_LIBPSL

#include <libpsl.h>
#include <string.h>

bool public_suffix_is_known(void)
{
    return psl_builtin() != NULL;
}

bool public_suffix_is(void *context, kedge_span domain)
{
    char text[256];

    (void)context;
    if (domain.size >= sizeof text)
        return false; /* longer than any domain (RFC 1035, 2.3.4) */
    memcpy(text, domain.data, domain.size);
    text[domain.size] = '\0';
    /* The Baseline Requirements, 3.2.2.6, look at the part of the list that registries keep. */
    return psl_is_public_suffix2(psl_builtin(), text, PSL_TYPE_ICANN) != 0;
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

#endif
