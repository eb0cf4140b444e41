/* credential/rsa_private.h - the private operation of RSA (RFC 8017, 5.2.1). */
#ifndef KEDGE_CREDENTIAL_RSA_PRIVATE_H
#define KEDGE_CREDENTIAL_RSA_PRIVATE_H

#include <kedge/private_key.h>

/** RSASP1: replace `x`, below the modulus and as long, by its signature, which is checked with the public exponent
 *  before it leaves.  @return whether it was done; else `x` holds nothing. */
bool kedge_rsa_private_raise(const kedge_private_key *key, uint8_t *x);

#endif
