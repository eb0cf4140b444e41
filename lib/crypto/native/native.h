/* crypto/native/native.h - the native provider, for provider.c. */
#ifndef KEDGE_CRYPTO_NATIVE_NATIVE_H
#define KEDGE_CRYPTO_NATIVE_NATIVE_H

#include <kedge/crypto.h>

extern const kedge_crypto kedge_crypto_native_provider;

#endif
