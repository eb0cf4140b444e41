/* crypto/native/limbs.h - natural numbers as arrays of 64-bit limbs, the least first.
 *
 * All values are public: the time that functions take depends on them.
 */
#ifndef KEDGE_CRYPTO_NATIVE_LIMBS_H
#define KEDGE_CRYPTO_NATIVE_LIMBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The product of two limbs and two more limbs fit: (2^64 - 1)^2 + 2 (2^64 - 1) = 2^128 - 1. */
__extension__ typedef unsigned __int128 limb2;

/** The largest modulus, in limbs: RSA with 8192 bits. */
#define LIMBS_MAX 128

/** The widest number that kedge_limbs_reduce() takes. */
#define LIMBS_WIDE_MAX (2 * LIMBS_MAX)

/** `count` limbs from `size` octets, size <= 8 * count; the missing ones are zero. */
void kedge_limbs_read_big(uint64_t *limbs, size_t count, const uint8_t *octets, size_t size);
void kedge_limbs_read_little(uint64_t *limbs, size_t count, const uint8_t *octets, size_t size);

/** The low `size` octets of limbs that are at least as many. */
void kedge_limbs_write_big(uint8_t *octets, size_t size, const uint64_t *limbs);
void kedge_limbs_write_little(uint8_t *octets, size_t size, const uint64_t *limbs);

/** Whether a < b. */
bool kedge_limbs_is_less(const uint64_t *a, const uint64_t *b, size_t count);

/** r = a - b; returns the borrow, 0 or 1.  r may be a or b. */
uint64_t kedge_limbs_subtract(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t count);

/** r = wide mod n.  wide has at most LIMBS_WIDE_MAX limbs; n has `count`, 2 to LIMBS_MAX, the last of them
 *  not zero; r has as many. */
void kedge_limbs_reduce(uint64_t *r, const uint64_t *wide, size_t wide_count, const uint64_t *n,
                        size_t count);

/**
 * Write a number below 2^bits as the sum of digit[i] * 2^i, with digits that are zero or odd and
 * less than 2^(width - 1) in magnitude, of which at most one in `width` neighbours is not zero.
 *
 * @param digits  receives bits + 1 digits.
 * @param scalar  has limbs for all its bits.
 * @param width   2 to 8.
 */
void kedge_limbs_recode(int8_t *digits, const uint64_t *scalar, size_t bits, unsigned width);

#endif
