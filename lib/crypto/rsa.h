/* crypto/rsa.h - RSA signatures around the modular exponentiation (RFC 8017).
 *
 * The exponentiation is a provider's; what goes into it and what must come out of it is the same for
 * all of them.
 */
#ifndef KEDGE_CRYPTO_RSA_H
#define KEDGE_CRYPTO_RSA_H

#include <kedge/crypto.h>

/** Exponents of at most this many octets are computed with: e is at most 2^32 - 1, so that the work
 *  is bounded by the size of the modulus. */
#define KEDGE_RSA_EXPONENT_SIZE_MAX 4

/** Writable octets that kedge_rsa_pss_is_encoding() needs before the encoded message. */
#define KEDGE_RSA_PSS_HEADROOM (8 + KEDGE_HASH_SIZE_MAX)

/** The memory that verifying takes for moduli of `bits` bits, a multiple of 8. */
#define KEDGE_RSA_WORK_SIZE(bits) (KEDGE_RSA_PSS_HEADROOM + (bits) / 8)

/** RSAVP1 (RFC 8017, 5.2.2): replace `x`, below the modulus of the job's key and as long, by x^e mod n.
 *  @return false where the key does not allow it. */
typedef bool kedge_rsa_raise(const kedge_signature_job *job, uint8_t *x);

/** Check what can be checked of a key before it is used.
 *  @return KEDGE_OK, KEDGE_KEY_MALFORMED, KEDGE_UNSUPPORTED_KEY (its exponent is too large). */
kedge_status kedge_rsa_check_key(const kedge_public_key *key);

/** Check a key, and that the signature is as long as the modulus and below it.
 *  @return as kedge_rsa_check_key(), KEDGE_SIGNATURE_MALFORMED, KEDGE_SIGNATURE_INVALID. */
kedge_status kedge_rsa_check(const kedge_signature_job *job);

/**
 * Verify a signature of either RSA scheme.
 *
 * @param digest  the message's, of the job's hash.
 * @param raise   the provider's exponentiation.
 * @param work    KEDGE_RSA_WORK_SIZE(bits) octets, where `bits` is no less than the key's.
 * @return KEDGE_OK, KEDGE_KEY_MALFORMED, KEDGE_UNSUPPORTED_KEY, KEDGE_SIGNATURE_MALFORMED,
 *         KEDGE_SIGNATURE_INVALID.
 */
kedge_status kedge_rsa_verify(const kedge_crypto *crypto, const kedge_signature_job *job,
                              const uint8_t *digest, kedge_rsa_raise *raise, uint8_t *work);

/** The two halves of kedge_rsa_verify(), before the exponentiation and after it, for what does many at once.
 *  The number to raise is at `work` + KEDGE_RSA_PSS_HEADROOM. */
kedge_status kedge_rsa_begin(const kedge_signature_job *job, uint8_t *work);
kedge_status kedge_rsa_end(const kedge_crypto *crypto, const kedge_signature_job *job, const uint8_t *digest,
                           uint8_t *work);

/** Whether `encoded`, as long as the modulus, is the one EMSA-PKCS1-v1_5 encoding of `digest`
 *  (RFC 8017, 9.2): every octet is compared with the octet that it must be; nothing is parsed. */
bool kedge_rsa_pkcs1_is_encoding(kedge_span encoded, kedge_hash hash, const uint8_t *digest);

/**
 * Whether `encoded` is an EMSA-PSS encoding of `digest` (RFC 8017, 9.1.2) with the algorithm's
 * hashes and exactly its size of salt.
 *
 * @param crypto        hashes.
 * @param encoded       as long as the modulus, with KEDGE_RSA_PSS_HEADROOM octets before it; all of
 *                      this is overwritten.
 * @param modulus_bits  bits of the modulus.
 */
bool kedge_rsa_pss_is_encoding(const kedge_crypto *crypto, const kedge_algorithm *algorithm,
                               const uint8_t *digest, uint8_t *encoded, size_t modulus_bits);

#endif
