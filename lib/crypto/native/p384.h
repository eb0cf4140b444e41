/* crypto/native/p384.h - the curve P-384 (SEC 2, 2.5.1). */
#ifndef KEDGE_CRYPTO_NATIVE_P384_H
#define KEDGE_CRYPTO_NATIVE_P384_H

#include "crypto/native/curve.h"
#include "crypto/native/field384.h"

/** Of the digits that multiply the base point. */
#define KEDGE_P384_BASE_WIDTH 8

typedef struct p384_affine {
    fe384 x, y;
} p384_affine;

extern const fe384 kedge_p384_b;
extern const p384_affine kedge_p384_base[1 << (KEDGE_P384_BASE_WIDTH - 2)]; /* G, 3 G, 5 G ... */

/** As kedge_curve.compare. */
kedge_status kedge_p384_compare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                const uint64_t *u2, const uint64_t *r);

#endif
