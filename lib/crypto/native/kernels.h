/* crypto/native/kernels.h - the sets of kernels that the native provider comes in.
 *
 * A set needs units of the CPU (crypto/native/cpu.h); each set is a provider of its own, whose context it
 * is.  All give the same answers.
 */
#ifndef KEDGE_CRYPTO_NATIVE_KERNELS_H
#define KEDGE_CRYPTO_NATIVE_KERNELS_H

#include <kedge/crypto.h>

#include "crypto/native/edwards25519.h"
#include "crypto/native/lanes.h"
#include "crypto/native/rsa.h"
#include "crypto/native/rsa_lanes.h"
#include "crypto/native/sha2.h"

typedef struct kedge_native_kernels {
    const char *name;
    unsigned units; /**< what of kedge_cpu_units() it needs */
    kedge_sha256_blocks *sha256;
    kedge_sha512_blocks *sha512;
    kedge_rsa_raise *rsa_raise;
    size_t (*rsa_prepared_size)(const kedge_public_key *key); /**< these two NULL: prepares no RSA keys */
    void (*rsa_prepare)(const kedge_public_key *key, void *memory);
    uint32_t (*rsa_lane_blocks)(const kedge_public_key *key); /**< these two NULL: no RSA keys go together */
    kedge_rsa_raise_lanes *rsa_raise_lanes;
    const kedge_edwards25519_kernels *edwards25519;
    const kedge_lanes *lanes; /**< NULL: EC signatures one at a time */
} kedge_native_kernels;

static inline const kedge_native_kernels *kedge_native_kernels_of(const kedge_crypto *crypto)
{
    return crypto->context;
}

#endif
