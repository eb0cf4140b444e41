/* p256.c - the curve P-256 (SEC 2, 2.4.2). */
#include "crypto/native/p256.h"

#include <string.h>

#define FE(name) fe256_##name
#define FE_TYPE fe256
#define AFFINE_TYPE p256_affine
#include "crypto/native/jacobian.h"

#define WIDTH 5 /* of the digits that multiply the key */

kedge_status kedge_p256_compare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                const uint64_t *u2, const uint64_t *r)
{
    addend table[1 << (WIDTH - 2)];
    int16_t digits1[256 + 1], digits2[256 + 1];
    p256_affine key;
    point sum;

    fe256_from_limbs(&key.x, q[0]);
    fe256_from_limbs(&key.y, q[1]);
    if (!is_on_curve(&key, &kedge_p256_b))
        return KEDGE_KEY_MALFORMED;
    make_odd_multiples(table, 1 << (WIDTH - 2), &key);
    kedge_recode(digits1, u1, 4, 256, KEDGE_P256_BASE_WIDTH);
    kedge_recode(digits2, u2, 4, 256, WIDTH);
    multiply_jointly(&sum, digits1, kedge_p256_base, digits2, table, 257);
    return has_x_modulo_order(&sum, r, curve) ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}
