/* public_suffix.c - public suffixes by libpsl. */
#include <kedge/adapter/psl.h>

#include <libpsl.h>
#include <string.h>

/* Names in text form are no longer (RFC 1035, 2.3.4). */
#define DOMAIN_MAX 253

bool kedge_psl_is_there(void)
{
    return psl_builtin() != NULL;
}

static bool is_plain(kedge_span domain)
{
    for (size_t i = 0; i < domain.size; i++)
        if (domain.data[i] == '\0' || domain.data[i] > 0x7f)
            return false;
    return domain.size > 0 && domain.size <= DOMAIN_MAX;
}

static bool is_listed(kedge_span domain, int section)
{
    char text[DOMAIN_MAX + 1];

    if (!kedge_psl_is_there() || !is_plain(domain))
        return false;
    memcpy(text, domain.data, domain.size);
    text[domain.size] = '\0';
    return psl_is_public_suffix2(psl_builtin(), text, section) != 0;
}

bool kedge_psl_is_public_suffix(void *context, kedge_span domain)
{
    (void)context;
    return is_listed(domain, PSL_TYPE_ICANN);
}

bool kedge_psl_is_any_suffix(void *context, kedge_span domain)
{
    (void)context;
    return is_listed(domain, PSL_TYPE_ANY);
}
