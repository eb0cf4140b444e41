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

/** Octets of a prepared key, whose size is one that kedge_native_rsa_raise_ifma knows. */
size_t kedge_native_rsa_prepared_size(const kedge_public_key *key);

/** Prepare a key that kedge_rsa_check_key() accepts, for kedge_native_rsa_raise_ifma. */
void kedge_native_rsa_prepare(const kedge_public_key *key, void *memory);

#endif
