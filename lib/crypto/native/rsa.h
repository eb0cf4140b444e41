/* crypto/native/rsa.h - the public operation of RSA. */
#ifndef KEDGE_CRYPTO_NATIVE_RSA_H
#define KEDGE_CRYPTO_NATIVE_RSA_H

#include "crypto/rsa.h"

#define KEDGE_NATIVE_RSA_BITS_MAX 8192

/** For moduli of at most KEDGE_NATIVE_RSA_BITS_MAX bits; the latter needs KEDGE_CPU_IFMA. */
extern kedge_rsa_raise kedge_native_rsa_raise;
extern kedge_rsa_raise kedge_native_rsa_raise_ifma;

/** The public exponent, of at most 32 bits. */
uint32_t kedge_native_rsa_exponent(const kedge_public_key *key);

#endif
