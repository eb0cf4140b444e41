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
    size_t entry_size;                         /**< of a comb's entry; 0 where keys are not prepared */
    /** Make the comb of Q, of kedge_comb_entries().  @return KEDGE_OK or KEDGE_KEY_MALFORMED. */
    kedge_status (*prepare)(const struct kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], size_t teeth,
                            void *comb);
    /** As `compare`, by the comb of Q. */
    kedge_status (*compare_prepared)(const struct kedge_curve *curve, const void *comb, size_t teeth,
                                     const uint64_t *u1, const uint64_t *u2, const uint64_t *r);
} kedge_curve;

/* Tables for fixed points are combs (Lim and Lee, "More flexible exponentiation with precomputation",
 * 1994): the bits of a scalar, 1 or -1 each, are dealt out to eight parts, each with `teeth` teeth that are
 * `spacing` bits apart - the last part has a tooth fewer, so that tables of a key and what stands before them fit
 * into a power of two - and a part's table holds the sums of its teeth's multiples of the point: entry b that of
 * the highest tooth, of those whose bit in b is set, and of the negatives of the others. */
#define KEDGE_COMB_PARTS 8
#define KEDGE_COMB_TEETH_MAX 6 /* of keys */
#define KEDGE_BASE_TEETH 7     /* of G */

static inline size_t kedge_comb_teeth(size_t teeth, size_t part)
{
    return part + 1 < KEDGE_COMB_PARTS ? teeth : teeth - 1;
}

/** Entries of all parts' tables, one after the other, and those before the table of a part. */
static inline size_t kedge_comb_entries(size_t teeth)
{
    return ((size_t)(2 * KEDGE_COMB_PARTS - 1) << teeth) / 4;
}

static inline size_t kedge_comb_part(size_t teeth, size_t part)
{
    return (part << teeth) / 2;
}

/** All parts together have at least a bit more than a scalar. */
static inline size_t kedge_comb_spacing(const kedge_curve *curve, size_t teeth)
{
    return curve->bits / (KEDGE_COMB_PARTS * teeth - 1) + 1;
}

static inline size_t kedge_comb_bits(const kedge_curve *curve, size_t teeth)
{
    return (KEDGE_COMB_PARTS * teeth - 1) * kedge_comb_spacing(curve, teeth);
}

/** A place in a part's table and whether its point is to be subtracted. */
typedef struct kedge_comb_digit {
    uint8_t entry;
    bool is_negative;
} kedge_comb_digit;

/**
 * The bits of an odd number that is the scalar or the scalar and n, as ones and minus ones: bit i of
 * `half` says which i has, where half = (odd - 1) / 2 + 2^(last); see kedge_comb_digit_at().
 *
 * @param half  receives limbs + 1 limbs.
 * @param last  the place of the last bit, at least that of the order's last and below 64 (limbs + 1).
 */
void kedge_odd_halve(uint64_t *half, const kedge_curve *curve, const uint64_t *scalar, size_t last);

kedge_comb_digit kedge_comb_digit_at(const uint64_t *half, size_t teeth, size_t spacing, size_t part,
                                     size_t column);

extern const kedge_curve kedge_p256, kedge_p384, kedge_p521;

/** Digits of a scalar of `bits` bits: the sum of digit[i] 2^i, where digits are 0 or odd and less than
 *  2^(width - 1) in magnitude, and of `width` neighbours at most one is not 0.
 *
 * @param digits  receives bits + 1 of them.
 * @param width   2 to 15. */
void kedge_recode(int16_t *digits, const uint64_t *scalar, size_t limbs, size_t bits, unsigned width);

#endif
