/* key.h - public keys as OpenSSL has them. */
#ifndef KEDGE_OPENSSL_CRYPTO_KEY_H
#define KEDGE_OPENSSL_CRYPTO_KEY_H

#include <kedge/crypto.h>
#include <openssl/evp.h>

/* Make an EVP_PKEY, which the caller frees; NULL where OpenSSL does not take the key: a point that is not on
 * its curve, or want of memory. */
EVP_PKEY *kedge_openssl_key_new(const kedge_public_key *key);

/* Whether 32 octets are the encoding of a point of edwards25519 (RFC 8032, 5.1.3), which OpenSSL does not say. */
bool kedge_openssl_is_edwards25519(const uint8_t *octets);

#endif
