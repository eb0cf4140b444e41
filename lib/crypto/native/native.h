/* crypto/native/native.h - the native provider, for provider.c. */
#ifndef KEDGE_CRYPTO_NATIVE_NATIVE_H
#define KEDGE_CRYPTO_NATIVE_NATIVE_H

#include <kedge/crypto.h>

/** @return the provider with the best kernels that this CPU has. */
const kedge_crypto *kedge_native_best(void);

/** As kedge_crypto_native_named(). */
const kedge_crypto *kedge_native_named(const char *kernels);

#endif
