/* crypto/hashed.h - verification by a provider that has RSA and ECDSA, and is given digests. */
#ifndef KEDGE_CRYPTO_HASHED_H
#define KEDGE_CRYPTO_HASHED_H

#include <kedge/crypto.h>

/** Verify a signature over a digest, of the job's hash.  @return as kedge_crypto.verify. */
typedef kedge_status kedge_verify_digest(const kedge_crypto *crypto, const kedge_signature_job *job,
                                         const uint8_t *hashed);

/** Verify a job: whether the provider's table has it, the digest of its message, then that of its scheme.
 *  @return as kedge_crypto.verify. */
kedge_status kedge_verify_hashed(const kedge_crypto *crypto, const kedge_signature_job *job,
                                 kedge_verify_digest *rsa, kedge_verify_digest *ecdsa);

#endif
