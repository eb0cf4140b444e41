/* crypto/native/montgomery.h - products modulo an odd number, by Montgomery's reduction.
 *
 * With R = 2^(64 count), a product of a and b is a b / R mod n.
 */
#ifndef KEDGE_CRYPTO_NATIVE_MONTGOMERY_H
#define KEDGE_CRYPTO_NATIVE_MONTGOMERY_H

#include <kedge/der.h>

#include "crypto/native/limbs.h"

typedef struct kedge_montgomery {
    uint64_t n[LIMBS_MAX];
    size_t count;             /**< limbs of all numbers, even; the highest of n may be zero */
    size_t used;              /**< limbs of n to the highest that is not zero, at least 2 */
    uint64_t negated_inverse; /**< -1/n modulo 2^64 */
} kedge_montgomery;

/** Take a modulus of big-endian octets, odd, at most LIMBS_MAX limbs, of which the first octet is not zero. */
void kedge_montgomery_begin(kedge_montgomery *m, kedge_span modulus);

/** r = a b / R mod n, for a and b below n; r may be either. */
void kedge_montgomery_multiply(const kedge_montgomery *m, uint64_t *r, const uint64_t *a, const uint64_t *b);
void kedge_montgomery_square(const kedge_montgomery *m, uint64_t *r, const uint64_t *a);

/** r = a R mod n, for a below n. */
void kedge_montgomery_enter(const kedge_montgomery *m, uint64_t *r, const uint64_t *a);

#endif
