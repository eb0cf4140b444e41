/* credential/i31.h - BearSSL's integers of 31-bit words, in constant time.
 *
 * What BearSSL signs with is made of these; they are of the library but not of its installed headers.  Its own
 * br_rsa_i31_private() and br_ecdsa_i31_sign_raw() are not used because they take the sizes of secrets from their
 * values: br_i31_decode() counts the bits of a nonce, and the loop of br_i31_rshift() after it runs over as many words
 * as these take, one less for one P-256 nonce in 256.  That is the leak that lattices make a key of (Moghimi, Sunar,
 * Eisenbarth and Heninger 2020: TPM-FAIL).
 *
 * An integer is an array: element 0 says its bits, 32 for each whole word of 31, and the others are its words from the
 * lowest on.
 */
#ifndef KEDGE_CREDENTIAL_I31_H
#define KEDGE_CREDENTIAL_I31_H

#include <stddef.h>
#include <stdint.h>

/** Elements of an integer of `bits` bits. */
#define KEDGE_I31_SIZE(bits) (2 + (bits) / 31)

/** Elements of `x` that are words. */
static inline size_t kedge_i31_words(const uint32_t *x)
{
    return (x[0] + 31) >> 5;
}

/* Read `size` octets; their bits are counted. */
void br_i31_decode(uint32_t *x, const void *octets, size_t size);
/* Read with the size of `m`.  @return 1 where the value is below m, else 0 (and x is 0). */
uint32_t br_i31_decode_mod(uint32_t *x, const void *octets, size_t size, const uint32_t *m);
/* Read any value modulo m. */
void br_i31_decode_reduce(uint32_t *x, const void *octets, size_t size, const uint32_t *m);
/* x = a modulo m. */
void br_i31_reduce(uint32_t *x, const uint32_t *a, const uint32_t *m);
void br_i31_encode(void *octets, size_t size, const uint32_t *x);
/* @return 1 where x is 0. */
uint32_t br_i31_iszero(const uint32_t *x);
/* Where `control` is 1, a = a + b or a - b; where it is 0, a stays.  @return the carry in both cases. */
uint32_t br_i31_add(uint32_t *a, const uint32_t *b, uint32_t control);
uint32_t br_i31_sub(uint32_t *a, const uint32_t *b, uint32_t control);
/* -1 / x modulo 2^31; 0 where x is even. */
uint32_t br_i31_ninv31(uint32_t x);
/* d = x y / R modulo m; R is 2^31 for each word of m.  d is neither x nor y. */
void br_i31_montymul(uint32_t *d, const uint32_t *x, const uint32_t *y, const uint32_t *m, uint32_t m0i);
/* x = x R modulo m. */
void br_i31_to_monty(uint32_t *x, const uint32_t *m);
/* x = x^e modulo an odd m.  @return 0 where `room` elements at `tmp` do not suffice. */
uint32_t br_i31_modpow_opt(uint32_t *x, const unsigned char *e, size_t e_size, const uint32_t *m, uint32_t m0i,
                           uint32_t *tmp, size_t room);
/* d = d + a b; d begins with the size of a, and ends with that of both together. */
void br_i31_mulacc(uint32_t *d, const uint32_t *a, const uint32_t *b);

#endif
