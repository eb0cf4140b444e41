/* providers/providers.h - every crypto provider that the build has. */
#ifndef PROVIDERS_PROVIDERS_H
#define PROVIDERS_PROVIDERS_H

#include <kedge/crypto.h>

/** BearSSL's, the native one with each set of kernels that the CPU has, and those of other libraries.
 *  @return NULL after the last. */
const kedge_crypto *test_provider(size_t index);

/** The provider of this name: "bearssl", "portable", "sha", "ifma", "openssl", "psa"; NULL where the build or the
 *  CPU has none. */
const kedge_crypto *test_provider_named(const char *name);

/** What a suite is judged with: the provider that the environment names, KEDGE_TEST_PROVIDER, or the default.  Ends
 *  the program where there is none of that name. */
const kedge_crypto *test_provider_chosen(void);

#endif
