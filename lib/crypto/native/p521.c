/* p521.c - the curve P-521 (SEC 2, 2.6.1). */
#include "crypto/native/p521.h"

#include <string.h>

#define FE(name) fe521_##name
#define FE_TYPE fe521
#define AFFINE_TYPE p521_affine
#define KEY_WIDTH 5
#define FE_SUBTRACT_LOOSE fe521_subtract_loose
#define FE_SQUARE_LESS_TWICE fe521_square_less_twice
#include "crypto/native/jacobian.h"

kedge_status kedge_p521_compare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                const uint64_t *u2, const uint64_t *r)
{
    return compare_sum(curve, q, u1, u2, r, &kedge_p521_b, kedge_p521_base, KEDGE_P521_BASE_WIDTH);
}
