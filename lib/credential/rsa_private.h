/* credential/rsa_private.h - the private operation of RSA (RFC 8017, 5.2.1). */
#ifndef KEDGE_CREDENTIAL_RSA_PRIVATE_H
#define KEDGE_CREDENTIAL_RSA_PRIVATE_H

#include <bearssl.h>
#include <kedge/private_key.h>

/** A key as BearSSL takes it. */
br_rsa_private_key kedge_rsa_private(const kedge_private_key *key);

/** RSASP1: replace `x`, below the modulus and as long, by its signature, which is checked with the public exponent
 *  before it leaves.  @return whether it was done; else `x` holds nothing. */
bool kedge_rsa_private_raise(const kedge_private_key *key, uint8_t *x);

#endif
