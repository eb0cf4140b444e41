/* crypto/native/rsa_lanes.h - the public operations of up to eight RSA keys at once, one in each lane of
 * AVX-512 IFMA. */
#ifndef KEDGE_CRYPTO_NATIVE_RSA_LANES_H
#define KEDGE_CRYPTO_NATIVE_RSA_LANES_H

#include "crypto/native/rsa.h"

#define KEDGE_RSA_LANES 8

/** Keys whose operations go together have the same number of blocks (kedge_rsa52_blocks()), at most this. */
#define KEDGE_RSA_LANES_BLOCKS_MAX 10

/** The public exponent of keys that can go together. */
#define KEDGE_RSA_LANES_EXPONENT 65537

/** Replace each x, below its key's modulus and as long, by x^65537 mod n.  count is 1 to KEDGE_RSA_LANES. */
typedef void kedge_rsa_raise_lanes(const kedge_public_key *const *keys, uint8_t *const *x, size_t count);

extern kedge_rsa_raise_lanes kedge_native_rsa_raise_lanes; /* needs KEDGE_CPU_IFMA */

/** How many blocks an RSA key takes if it can go together with others, 0 if it cannot. */
uint32_t kedge_native_rsa_lane_blocks(const kedge_public_key *key);

#endif
