/* crypto/native/ecdsa.h - ECDSA verification. */
#ifndef KEDGE_CRYPTO_NATIVE_ECDSA_H
#define KEDGE_CRYPTO_NATIVE_ECDSA_H

#include "crypto/native/lanes.h"

/** Verify a job of the scheme ECDSA whose message has the digest `hashed`; statuses as
 *  kedge_crypto.verify.
 *
 * @param lanes  the kernels for eight at a time, or NULL. */
kedge_status kedge_ecdsa_verify(const kedge_signature_job *job, const uint8_t *hashed, const kedge_lanes *lanes);

/** As kedge_key_prepared_size() and kedge_key_prepare(), for EC keys. */
size_t kedge_ecdsa_prepared_size(const kedge_public_key *key, size_t limit);
kedge_status kedge_ecdsa_prepare(const kedge_public_key *key, void *memory, size_t size);

/** Signatures that wait to be verified together. */
typedef struct kedge_ecdsa_batch {
    const kedge_lanes *lanes;
    const kedge_curve *curve;
    kedge_ecdsa_sum sum[KEDGE_LANES];
    kedge_status *answer[KEDGE_LANES];
    size_t count;
} kedge_ecdsa_batch;

/** Begin a batch of signatures under keys of one type, for which `lanes` has kernels. */
void kedge_ecdsa_batch_begin(kedge_ecdsa_batch *batch, const kedge_lanes *lanes, kedge_key_type type);

/** Add a job; its answer may be written at once or with that of a later one, kedge_ecdsa_batch_finish() at
 *  the latest. */
void kedge_ecdsa_batch_add(kedge_ecdsa_batch *batch, const kedge_signature_job *job, const uint8_t *hashed,
                           kedge_status *answer);
void kedge_ecdsa_batch_finish(kedge_ecdsa_batch *batch);

#endif
