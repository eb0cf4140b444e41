/* p256.c - the curve P-256 (SEC 2, 2.4.2). */
#include "crypto/native/p256.h"

#include <string.h>

#include "crypto/native/invert.h"

#define FE(name) fe256_##name
#define FE_TYPE fe256
#define AFFINE_TYPE p256_affine
#define KEY_WIDTH 5
#include "crypto/native/jacobian.h"
#include "crypto/native/comb.h"

const p256_affine *const kedge_p256_base_comb[KEDGE_COMB_PARTS] = {
    kedge_p256_base_part_0, kedge_p256_base_part_1, kedge_p256_base_part_2, kedge_p256_base_part_3,
    kedge_p256_base_part_4, kedge_p256_base_part_5, kedge_p256_base_part_6, kedge_p256_base_part_7,
};

kedge_status kedge_p256_compare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                const uint64_t *u2, const uint64_t *r)
{
    return compare_sum(curve, q, u1, u2, r, &kedge_p256_b, kedge_p256_base, KEDGE_P256_BASE_WIDTH);
}

kedge_status kedge_p256_prepare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], size_t teeth,
                               void *comb)
{
    return make_comb(curve, q, teeth, comb, &kedge_p256_b);
}

kedge_status kedge_p256_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                        const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    return compare_combs(curve, kedge_p256_base_comb, comb, teeth, u1, u2, r);
}

kedge_status kedge_p256_read_key(p256_affine *key, uint64_t q[2][KEDGE_CURVE_LIMBS])
{
    fe256_from_limbs(&key->x, q[0]);
    fe256_from_limbs(&key->y, q[1]);
    return is_on_curve(key, &kedge_p256_b) ? KEDGE_OK : KEDGE_KEY_MALFORMED;
}

bool kedge_p256_has_x(const fe256 *x, const fe256 *z, const uint64_t *r)
{
    const point p = { .x = *x, .z = *z };

    return has_x_modulo_order(&p, r, &kedge_p256);
}

void kedge_p256_invert_all(fe256 *numbers, size_t count)
{
    invert_all(numbers, count, &kedge_p256);
}
