/* crypto/native/invert.h - inverses modulo odd numbers. */
#ifndef KEDGE_CRYPTO_NATIVE_INVERT_H
#define KEDGE_CRYPTO_NATIVE_INVERT_H

#include <stddef.h>
#include <stdint.h>

/** The largest modulus: 9 limbs, and not more than 556 bits. */
#define INVERT_LIMBS_MAX 9

/** r = 1 / a mod n, for an a below the odd n that has no factor in common with it; r = 0 for a = 0.  The
 *  three have `count` limbs, at most INVERT_LIMBS_MAX.  The time depends on the values. */
void kedge_limbs_invert(uint64_t *r, const uint64_t *a, const uint64_t *n, size_t count);

#endif
