/* key.h - public keys as PSA imports them. */
#ifndef KEDGE_PSA_CRYPTO_KEY_H
#define KEDGE_PSA_CRYPTO_KEY_H

#include <kedge/crypto.h>
#include <psa/crypto.h>

/* PSA_VENDOR_RSA_MAX_KEY_BITS of Mbed TLS. */
#define KEDGE_PSA_RSA_BITS_MAX 4096

/* Import a key, to verify hashes by `algorithm` under it; the caller destroys it.  Fails where PSA does not take
 * it: a point that is not on its curve is PSA_ERROR_INVALID_ARGUMENT. */
psa_status_t kedge_psa_key_import(const kedge_public_key *key, psa_algorithm_t algorithm, psa_key_id_t *id);

#endif
