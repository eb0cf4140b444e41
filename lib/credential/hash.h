/* credential/hash.h - BearSSL's hash functions, which have no tables and no branches on what they hash. */
#ifndef KEDGE_CREDENTIAL_HASH_H
#define KEDGE_CREDENTIAL_HASH_H

#include <bearssl.h>
#include <kedge/crypto.h>

/** @return the class of SHA-1 or SHA-2; NULL for others. */
const br_hash_class *kedge_hash_class(kedge_hash hash);

/** Hash up to three pieces, one after the other. */
void kedge_hash_pieces(const br_hash_class *hash, kedge_span one, kedge_span two, kedge_span three, uint8_t *digest);

#endif
