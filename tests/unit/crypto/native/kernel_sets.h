/* unit/crypto/native/kernel_sets.h - every set of kernels that this CPU can run. */
#ifndef UNIT_CRYPTO_NATIVE_KERNEL_SETS_H
#define UNIT_CRYPTO_NATIVE_KERNEL_SETS_H

#include <kedge/crypto.h>

/** @return the provider with the set at `index`, NULL after the last. */
static inline const kedge_crypto *test_kernels(size_t index)
{
    static const char *const names[] = { "portable", "sha", "ifma", "armv8", "armv8.2" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const kedge_crypto *crypto = kedge_crypto_native_named(names[i]);

        if (crypto != NULL && index-- == 0)
            return crypto;
    }
    return NULL;
}

#endif
