/* kedge/adapter/psa_crypto.h - the PSA Cryptography API as kedge's crypto provider.
 *
 *     const kedge_crypto *crypto = kedge_crypto_psa();    // NULL where PSA does not begin
 *     kedge_trust_init(&trust, memory, size, crypto);
 *
 * For a device whose accelerator or secure element is reached through PSA, and for a host that has Mbed TLS
 * anyway: keys are imported for each signature as volatile ones, signatures are verified by
 * psa_verify_hash(), hashes computed by psa_hash_compute().
 *
 * What it can do, as Mbed TLS 2.28 does: RSA from 1024 to 4096 bits, a multiple of 8, with public exponents of at
 * most 32 bits, PKCS#1 v1.5 and PSS; ECDSA on P-256, P-384 and P-521; each with SHA-1 and SHA-2, PKCS#1 v1.5 also
 * with MD5.  Beyond it, and what the implementation below says that it does not support, is
 * KEDGE_UNSUPPORTED_ALGORITHM or KEDGE_UNSUPPORTED_KEY.  PSA's RSA-PSS has one hash for message and mask, and a salt
 * as long as the hash or, where that does not fit, as long as fits: every other size of salt and every other hash of
 * the mask is KEDGE_UNSUPPORTED_ALGORITHM.
 *
 * Forms and ranges are checked before PSA sees a key or a signature, as in all providers.
 *
 * Memory: PSA's own, one key slot at a time.  Threads: PSA of Mbed TLS before 3.6 may not be called by two threads at
 * once.  kedge's own calls wait for each other where the library was built with KEDGE_PSA_THREADS (the build
 * sets it where there are POSIX threads); a host that calls PSA elsewhere, too, has to keep its calls apart from
 * verifications.  The provider is constant.  It prepares no keys.
 *
 * In a library of its own, kedge_psa_crypto.
 */
#ifndef KEDGE_ADAPTER_PSA_CRYPTO_H
#define KEDGE_ADAPTER_PSA_CRYPTO_H

#include <kedge/crypto.h>

/** The provider built on PSA.  Calls psa_crypto_init(), which does nothing where it was called before.
 *
 * @return NULL where that fails. */
const kedge_crypto *kedge_crypto_psa(void);

#endif
