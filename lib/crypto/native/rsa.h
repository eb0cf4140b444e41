/* crypto/native/rsa.h - the public operation of RSA. */
#ifndef KEDGE_CRYPTO_NATIVE_RSA_H
#define KEDGE_CRYPTO_NATIVE_RSA_H

#include "crypto/rsa.h"

#define KEDGE_NATIVE_RSA_BITS_MAX 8192

/** A kedge_rsa_raise for moduli of at most KEDGE_NATIVE_RSA_BITS_MAX bits. */
bool kedge_native_rsa_raise(const kedge_public_key *key, uint8_t *x);

#endif
