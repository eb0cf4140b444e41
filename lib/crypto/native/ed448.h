/* crypto/native/ed448.h - Ed448 (RFC 8032, 5.2; RFC 8410). */
#ifndef KEDGE_CRYPTO_NATIVE_ED448_H
#define KEDGE_CRYPTO_NATIVE_ED448_H

#include <kedge/crypto.h>

/** Verify a job of KEDGE_SCHEME_ED448. */
kedge_status kedge_ed448_verify(const kedge_signature_job *job);

#endif
