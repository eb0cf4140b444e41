/* providers.c - every crypto provider that the build has, by name. */
#include "providers/providers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef KEDGE_HAS_OPENSSL_CRYPTO
#include <kedge/adapter/openssl_crypto.h>
#endif
#ifdef KEDGE_HAS_PSA_CRYPTO
#include <kedge/adapter/psa_crypto.h>
#endif

static const char *const names[] = { "bearssl", "portable", "sha", "ifma", "armv8", "armv8.2", "openssl", "psa" };

const kedge_crypto *test_provider_named(const char *name)
{
    if (strcmp(name, "bearssl") == 0)
        return kedge_crypto_bearssl();
#ifdef KEDGE_HAS_OPENSSL_CRYPTO
    if (strcmp(name, "openssl") == 0)
        return kedge_crypto_openssl();
#endif
#ifdef KEDGE_HAS_PSA_CRYPTO
    if (strcmp(name, "psa") == 0)
        return kedge_crypto_psa();
#endif
    return kedge_crypto_native_named(name);
}

const kedge_crypto *test_provider(size_t index)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const kedge_crypto *provider = test_provider_named(names[i]);

        if (provider != NULL && index-- == 0)
            return provider;
    }
    return NULL;
}

const kedge_crypto *test_provider_chosen(void)
{
    const char *name = getenv("KEDGE_TEST_PROVIDER");
    const kedge_crypto *provider = name != NULL ? test_provider_named(name) : kedge_crypto_default();

    if (provider == NULL) {
        fprintf(stderr, "KEDGE_TEST_PROVIDER: no provider %s\n", name);
        exit(2);
    }
    return provider;
}
