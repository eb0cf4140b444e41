/* crypto/native/edwards448.h - points of the curve x^2 + y^2 = 1 + d x^2 y^2 modulo 2^448 - 2^224 - 1.
 *
 * d = -39081 is no square, so the formulas (RFC 8032, 5.2.4) hold for all pairs of points: there are no
 * special cases.
 */
#ifndef KEDGE_CRYPTO_NATIVE_EDWARDS448_H
#define KEDGE_CRYPTO_NATIVE_EDWARDS448_H

#include "crypto/native/field448.h"

/** The size of an encoded point: y, and an octet for the sign of x. */
#define POINT448_SIZE (FE448_SIZE + 1)

/** x = X/Z and y = Y/Z, all tight. */
typedef struct point448 {
    fe448 x, y, z;
} point448;

/** A point with z = 1. */
typedef struct addend448 {
    fe448 x, y;
} addend448;

/** 1, 3, 5 .. 63 times the base point of RFC 8032, 5.2 (edwards448_table.c). */
#define EDWARDS448_BASE_WIDTH 7
extern const addend448 kedge_edwards448_base[1 << (EDWARDS448_BASE_WIDTH - 2)];

/** Decode a point (RFC 8032, 5.2.3).  @return false where it is none, y is not reduced, or x is 0 and
 *  its sign is set. */
bool kedge_edwards448_read(point448 *p, const uint8_t octets[POINT448_SIZE]);

/** Encode a point (RFC 8032, 5.2.2). */
void kedge_edwards448_write(uint8_t octets[POINT448_SIZE], const point448 *p);

/** r = s B - k p, where B is the base point, and s and k are below 2^446.  r may be p. */
void kedge_edwards448_multiply(point448 *r, const uint64_t s[7], const uint64_t k[7], const point448 *p);

#endif
