/* crypto/native/curve.h - the curves of ECDSA: P-256, P-384 and P-521 (SEC 2, 2.4.2, 2.5.1, 2.6.1).
 *
 * All values are public: the time that functions take depends on them.
 */
#ifndef KEDGE_CRYPTO_NATIVE_CURVE_H
#define KEDGE_CRYPTO_NATIVE_CURVE_H

#include <kedge/crypto.h>

/** Limbs and bits of the largest curve's numbers. */
#define KEDGE_CURVE_LIMBS 9
#define KEDGE_CURVE_BITS 521

typedef struct kedge_curve {
    size_t limbs;                              /**< of a coordinate or scalar */
    size_t size;                               /**< octets of one */
    size_t bits;                               /**< of the order, and of the prime */
    uint64_t prime[KEDGE_CURVE_LIMBS];
    uint64_t order[KEDGE_CURVE_LIMBS];         /**< n, a prime */
    uint64_t order_inverse;                    /**< -1 / n mod 2^64 */
    uint64_t order_radix[KEDGE_CURVE_LIMBS];   /**< 2^(128 limbs) mod n */
    /**
     * The last steps of verification (SEC 1, 4.1.4, steps 5 to 8).
     *
     * @param q   x and y, both below the prime.
     * @param u1  below n, and so are u2 and r.
     * @return KEDGE_OK where u1 G + u2 Q has an x of r modulo n; KEDGE_SIGNATURE_INVALID where it has
     *         another or is infinity; KEDGE_KEY_MALFORMED where Q is not on the curve.
     */
    kedge_status (*compare)(const struct kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS],
                            const uint64_t *u1, const uint64_t *u2, const uint64_t *r);
} kedge_curve;

extern const kedge_curve kedge_p256, kedge_p384, kedge_p521;

/** Digits of a scalar of `bits` bits: the sum of digit[i] 2^i, where digits are 0 or odd and less than
 *  2^(width - 1) in magnitude, and of `width` neighbours at most one is not 0.
 *
 * @param digits  receives bits + 1 of them.
 * @param width   2 to 15. */
void kedge_recode(int16_t *digits, const uint64_t *scalar, size_t limbs, size_t bits, unsigned width);

#endif
