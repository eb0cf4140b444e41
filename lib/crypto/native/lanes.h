/* crypto/native/lanes.h - sums of points eight at a time, in the lanes of wide registers. */
#ifndef KEDGE_CRYPTO_NATIVE_LANES_H
#define KEDGE_CRYPTO_NATIVE_LANES_H

#include "crypto/native/curve.h"

#define KEDGE_LANES 8

/** What kedge_curve.compare is asked. */
typedef struct kedge_ecdsa_sum {
    uint64_t q[2][KEDGE_CURVE_LIMBS];
    uint64_t u1[KEDGE_CURVE_LIMBS], u2[KEDGE_CURVE_LIMBS], r[KEDGE_CURVE_LIMBS];
} kedge_ecdsa_sum;

/** The kernels of one curve.  Their additions do not know equal or opposite points; where they meet some,
 *  they find out in the end and ask kedge_curve.compare, or compare_prepared. */
typedef struct kedge_curve_lanes {
    const kedge_curve *curve;
    /** As kedge_curve.compare, for 1 to KEDGE_LANES sums. */
    void (*compare)(const kedge_curve *curve, kedge_ecdsa_sum *sum, size_t count, kedge_status *answers);
    /** As kedge_curve.compare_prepared: one sum, each of whose parts has a lane. */
    kedge_status (*compare_prepared)(const kedge_curve *curve, const void *comb, size_t teeth,
                                     const uint64_t *u1, const uint64_t *u2, const uint64_t *r);
} kedge_curve_lanes;

typedef struct kedge_lanes {
    kedge_curve_lanes p256, p384;
} kedge_lanes;

#endif
