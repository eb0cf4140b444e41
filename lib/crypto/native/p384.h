/* crypto/native/p384.h - the curve P-384 (SEC 2, 2.5.1). */
#ifndef KEDGE_CRYPTO_NATIVE_P384_H
#define KEDGE_CRYPTO_NATIVE_P384_H

#include "crypto/native/curve.h"
#include "crypto/native/field384.h"

/** Of the digits that multiply the base point. */
#define KEDGE_P384_BASE_WIDTH 9

typedef struct p384_affine {
    fe384 x, y;
} p384_affine;

extern const fe384 kedge_p384_b;
extern const p384_affine kedge_p384_base[1 << (KEDGE_P384_BASE_WIDTH - 2)]; /* G, 3 G, 5 G ... */

/** G's comb: its parts, from several files. */
extern const p384_affine kedge_p384_base_part_0[], kedge_p384_base_part_1[], kedge_p384_base_part_2[],
    kedge_p384_base_part_3[], kedge_p384_base_part_4[], kedge_p384_base_part_5[], kedge_p384_base_part_6[],
    kedge_p384_base_part_7[];
extern const p384_affine *const kedge_p384_base_comb[KEDGE_COMB_PARTS];

/** As in kedge_curve. */
kedge_status kedge_p384_compare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                const uint64_t *u2, const uint64_t *r);
kedge_status kedge_p384_prepare(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], size_t teeth,
                               void *comb);
kedge_status kedge_p384_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                        const uint64_t *u1, const uint64_t *u2, const uint64_t *r);

/** Read x and y, both below the prime.  @return KEDGE_OK, or KEDGE_KEY_MALFORMED off the curve. */
kedge_status kedge_p384_read_key(p384_affine *key, uint64_t q[2][KEDGE_CURVE_LIMBS]);

/** Whether the point with these X and Z, not infinity, has an x of r modulo n. */
bool kedge_p384_has_x(const fe384 *x, const fe384 *z, const uint64_t *r);

/** numbers[i] = 1 / numbers[i] for at most 32 of them, none of which is 0. */
void kedge_p384_invert_all(fe384 *numbers, size_t count);

#endif
