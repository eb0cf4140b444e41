/* crypto/native/p521.h - the curve P-521 (SEC 2, 2.6.1). */
#ifndef KEDGE_CRYPTO_NATIVE_P521_H
#define KEDGE_CRYPTO_NATIVE_P521_H

#include "crypto/native/curve.h"
#include "crypto/native/field521.h"

/** Of the digits that multiply the base point. */
#define KEDGE_P521_BASE_WIDTH 8

typedef struct p521_affine {
    fe521 x, y;
} p521_affine;

extern const fe521 kedge_p521_b;
extern const p521_affine kedge_p521_base[1 << (KEDGE_P521_BASE_WIDTH - 2)]; /* G, 3 G, 5 G ... */

/** As kedge_curve.compare. */
kedge_status kedge_p521_compare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                const uint64_t *u2, const uint64_t *r);

#endif
