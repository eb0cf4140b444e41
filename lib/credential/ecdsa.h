/* credential/ecdsa.h - ECDSA with the nonces of RFC 6979. */
#ifndef KEDGE_CREDENTIAL_ECDSA_H
#define KEDGE_CREDENTIAL_ECDSA_H

#include <kedge/private_key.h>

/** Sign a digest.
 *
 * @param hash       SHA-1 or SHA-2: what `digest` was made with, and the nonce is.
 * @param signature  receives r and s, each kedge_ec_size() octets.
 * @return false where no signature comes out, which no input is known for. */
bool kedge_ecdsa_sign(const kedge_private_key *key, kedge_hash hash, const uint8_t *digest, uint8_t *signature);

#endif
