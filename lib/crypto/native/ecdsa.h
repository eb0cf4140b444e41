/* crypto/native/ecdsa.h - ECDSA verification. */
#ifndef KEDGE_CRYPTO_NATIVE_ECDSA_H
#define KEDGE_CRYPTO_NATIVE_ECDSA_H

#include <kedge/crypto.h>

/** Verify a job of the scheme ECDSA whose message has the digest `hashed`; statuses as
 *  kedge_crypto.verify. */
kedge_status kedge_ecdsa_verify(const kedge_signature_job *job, const uint8_t *hashed);

#endif
