/* crypto/rsa.h - RSA signatures after the modular exponentiation (RFC 8017).
 *
 * The exponentiation is a provider's; what must come out of it is the same for all of them.
 */
#ifndef KEDGE_CRYPTO_RSA_H
#define KEDGE_CRYPTO_RSA_H

#include <kedge/crypto.h>

/** Exponents of at most this many octets are computed with: e is at most 2^32 - 1, so that the work
 *  is bounded by the size of the modulus. */
#define KEDGE_RSA_EXPONENT_SIZE_MAX 4

/**
 * Check what can be checked before the exponentiation.
 *
 * @return KEDGE_OK; KEDGE_KEY_MALFORMED (RFC 8017, 3.1: n is a product of odd primes, e is odd
 *         and at least 3); KEDGE_UNSUPPORTED_KEY (e is too large); KEDGE_SIGNATURE_MALFORMED (not
 *         as long as the modulus, 8.1.2 and 8.2.2, step 1); KEDGE_SIGNATURE_INVALID (not less than
 *         the modulus, 5.2.2, step 1).
 */
kedge_status kedge_rsa_check_input(const kedge_public_key *key, kedge_span signature);

/** Whether `encoded`, as long as the modulus, is the one EMSA-PKCS1-v1_5 encoding of `digest`
 *  (RFC 8017, 9.2): every octet is compared with the octet that it must be; nothing is parsed. */
bool kedge_rsa_pkcs1_is_encoding(kedge_span encoded, kedge_hash hash, const uint8_t *digest);

#endif
