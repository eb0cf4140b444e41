/* crypto/ecdsa.h - ECDSA before any point is computed (SEC 1, 4.1.4).
 *
 * For providers whose arithmetic is another library's, so that what they refuse, and why, is the same.
 */
#ifndef KEDGE_CRYPTO_ECDSA_H
#define KEDGE_CRYPTO_ECDSA_H

#include <kedge/crypto.h>

/** Octets of the order of P-521, the largest. */
#define KEDGE_ECDSA_ORDER_SIZE_MAX 66

/**
 * Check the form of the key's point, whose coordinates must be reduced, that of the signature, and that r and
 * s are in range.  Whether the point is on its curve is for the caller to find out.
 *
 * @param job  of an EC key on one of the three curves.
 * @param raw  receives r || s, each as long as the order of the curve; 2 * KEDGE_ECDSA_ORDER_SIZE_MAX octets.
 * @param size receives how many octets of `raw` these are.
 * @return KEDGE_OK, KEDGE_KEY_MALFORMED, KEDGE_SIGNATURE_MALFORMED, KEDGE_SIGNATURE_INVALID.
 */
kedge_status kedge_ecdsa_check(const kedge_signature_job *job, uint8_t *raw, size_t *size);

/** BearSSL's number of an EC key's curve. */
int kedge_ecdsa_curve_id(kedge_key_type type);

#endif
