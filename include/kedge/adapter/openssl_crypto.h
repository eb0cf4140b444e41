/* kedge/adapter/openssl_crypto.h - OpenSSL's libcrypto as kedge's crypto provider (OpenSSL 3).
 *
 *     kedge_trust_init(&trust, memory, size, kedge_crypto_openssl());
 *
 * For a host that links libcrypto anyway, and wants its kernels, or those of a provider that OpenSSL's
 * configuration names, to verify kedge's signatures too.
 *
 * What it can do: RSA from 1024 to 16384 bits (OpenSSL's limit) with public exponents of at most 32 bits,
 * PKCS#1 v1.5 and PSS with any hashes and any size of salt; ECDSA on P-256, P-384 and P-521; each with SHA-1 and SHA-2,
 * PKCS#1 v1.5 also with MD5; Ed25519.  Not Ed448: OpenSSL's equation has the cofactor, kedge's has not
 * (RFC 8032, 5.2.7), and providers must agree.  What OpenSSL's configuration forbids (MD5 or short keys under
 * FIPS) is KEDGE_UNSUPPORTED_ALGORITHM.  Where OpenSSL has no memory, the answer is that or KEDGE_KEY_MALFORMED, never yes.
 *
 * Forms and ranges are checked before OpenSSL sees a key or a signature, as in all providers: ECDSA-Sig-Value in
 * strict DER, r and s below the order, signatures of RSA below the modulus, odd exponents, points of Ed25519 in
 * their one encoding.
 *
 * Memory and threads: OpenSSL allocates for each signature and frees it again.  The provider is constant and shared
 * by threads.  It prepares no keys.
 *
 * In a library of its own, kedge_openssl_crypto.
 */
#ifndef KEDGE_ADAPTER_OPENSSL_CRYPTO_H
#define KEDGE_ADAPTER_OPENSSL_CRYPTO_H

#include <kedge/crypto.h>

/** The provider built on OpenSSL's libcrypto, with the default library context. */
const kedge_crypto *kedge_crypto_openssl(void);

#endif
