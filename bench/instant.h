/* instant.h - a crypto provider that answers at once, to measure all that is not cryptography. */
#ifndef KEDGE_BENCH_INSTANT_H
#define KEDGE_BENCH_INSTANT_H

#include <kedge/crypto.h>

/** A provider with the capabilities and hashes of `crypto`, to which every signature is good. */
kedge_crypto bench_instant(const kedge_crypto *crypto);

/** The native provider with its portable kernels, or BearSSL's where the build has no native one. */
const kedge_crypto *bench_portable(void);

#endif
