/* crypto/native/ed25519.h - Ed25519 (RFC 8032, 5.1; RFC 8410). */
#ifndef KEDGE_CRYPTO_NATIVE_ED25519_H
#define KEDGE_CRYPTO_NATIVE_ED25519_H

#include <kedge/crypto.h>

#include "crypto/native/edwards25519.h"
#include "crypto/native/sha2.h"

/** Verify a job of KEDGE_SCHEME_ED25519. */
kedge_status kedge_ed25519_verify(const kedge_signature_job *job, kedge_sha512_blocks *sha512,
                                  const kedge_edwards25519_kernels *kernels);

/** The memory that a prepared key takes, and preparing it there: KEDGE_OK, or KEDGE_KEY_MALFORMED. */
size_t kedge_ed25519_prepared_size(void);
kedge_status kedge_ed25519_prepare(const kedge_public_key *key, void *memory);

#endif
