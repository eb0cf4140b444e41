/* crypto/native/edwards25519.h - points of the curve -x^2 + y^2 = 1 + d x^2 y^2 modulo 2^255 - 19.
 *
 * The formulas (Hisil, Wong, Carter and Dawson, Twisted Edwards curves revisited) hold for all pairs of
 * points, since -1 is a square and d is none: there are no special cases.
 */
#ifndef KEDGE_CRYPTO_NATIVE_EDWARDS25519_H
#define KEDGE_CRYPTO_NATIVE_EDWARDS25519_H

#include "crypto/native/field25519.h"

/** x = X/Z, y = Y/Z, and T = XY/Z, all tight. */
typedef struct point25519 {
    fe25519 x, y, z, t;
} point25519;

/** A point to be added: y + x and y - x (loose), 2d x y (tight). */
typedef struct addend25519 {
    fe25519 sum, difference, product;
} addend25519;

/** 1, 3, 5 .. 255 times the base point of RFC 8032, 5.1, with z = 1 (edwards25519_table.c). */
#define EDWARDS25519_BASE_WIDTH 9
extern const addend25519 kedge_edwards25519_base[1 << (EDWARDS25519_BASE_WIDTH - 2)];

/** Decode a point (RFC 8032, 5.1.3).  @return false where it is none, y is not reduced, or x is 0 and
 *  its sign is set. */
bool kedge_edwards25519_read(point25519 *p, const uint8_t octets[FE25519_SIZE]);

/** Encode a point (RFC 8032, 5.1.2). */
void kedge_edwards25519_write(uint8_t octets[FE25519_SIZE], const point25519 *p);

#define EDWARDS25519_SCALAR_BITS 253

/** Odd multiples 1, 3, 5 .. 63 of 2^(64 i) times a point, i = 0 to 3, with z = 1; limbs are below 2^51. */
#define EDWARDS25519_PARTS 4
#define EDWARDS25519_PART_WIDTH 7
typedef struct multiples25519 {
    addend25519 odd[EDWARDS25519_PARTS][1 << (EDWARDS25519_PART_WIDTH - 2)];
} multiples25519;

/** The same of the base point for i = 1 to 3 (edwards25519_parts.c). */
extern const addend25519 kedge_edwards25519_base_parts[EDWARDS25519_PARTS - 1][1 << (EDWARDS25519_PART_WIDTH - 2)];

/** All of them: those for i = 0 are the first of kedge_edwards25519_base. */
static inline const addend25519 *kedge_edwards25519_base_part(int i)
{
    return i == 0 ? kedge_edwards25519_base : kedge_edwards25519_base_parts[i - 1];
}

void kedge_edwards25519_prepare(multiples25519 *multiples, const point25519 *p);

/** r = s B - k p, where B is the base point, and s and k are below 2^253.  r may be p. */
typedef void kedge_edwards25519_combine(point25519 *r, const uint64_t s[4], const uint64_t k[4],
                                        const point25519 *p);
typedef void kedge_edwards25519_combine_prepared(point25519 *r, const uint64_t s[4], const uint64_t k[4],
                                                 const multiples25519 *p);

typedef struct kedge_edwards25519_kernels {
    kedge_edwards25519_combine *multiply;
    kedge_edwards25519_combine_prepared *multiply_prepared;
} kedge_edwards25519_kernels;

extern kedge_edwards25519_combine kedge_edwards25519_multiply;
extern const kedge_edwards25519_kernels kedge_edwards25519_portable;
extern const kedge_edwards25519_kernels kedge_edwards25519_ifma; /* needs KEDGE_CPU_IFMA */

#endif
