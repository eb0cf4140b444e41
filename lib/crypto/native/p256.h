/* crypto/native/p256.h - the curve P-256 (SEC 2, 2.4.2). */
#ifndef KEDGE_CRYPTO_NATIVE_P256_H
#define KEDGE_CRYPTO_NATIVE_P256_H

#include "crypto/native/curve.h"
#include "crypto/native/field256.h"

/** Of the digits that multiply the base point. */
#define KEDGE_P256_BASE_WIDTH 9

typedef struct p256_affine {
    fe256 x, y;
} p256_affine;

extern const fe256 kedge_p256_b;
extern const p256_affine kedge_p256_base[1 << (KEDGE_P256_BASE_WIDTH - 2)]; /* G, 3 G, 5 G ... */

/** G's comb: its parts, from several files. */
extern const p256_affine kedge_p256_base_part_0[], kedge_p256_base_part_1[], kedge_p256_base_part_2[],
    kedge_p256_base_part_3[], kedge_p256_base_part_4[], kedge_p256_base_part_5[], kedge_p256_base_part_6[],
    kedge_p256_base_part_7[];
extern const p256_affine *const kedge_p256_base_comb[KEDGE_COMB_PARTS];

/** As in kedge_curve. */
kedge_status kedge_p256_compare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                const uint64_t *u2, const uint64_t *r);
kedge_status kedge_p256_prepare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], size_t teeth,
                               void *comb);
kedge_status kedge_p256_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                        const uint64_t *u1, const uint64_t *u2, const uint64_t *r);

/** Read x and y, both below the prime.  @return KEDGE_OK, or KEDGE_KEY_MALFORMED off the curve. */
kedge_status kedge_p256_read_key(p256_affine *key, uint64_t q[2][KEDGE_CURVE_LIMBS]);

/** Whether the point with these X and Z, not infinity, has an x of r modulo n. */
bool kedge_p256_has_x(const fe256 *x, const fe256 *z, const uint64_t *r);

/** numbers[i] = 1 / numbers[i] for at most 32 of them, none of which is 0. */
void kedge_p256_invert_all(fe256 *numbers, size_t count);

#endif
