/* crypto/native/rsa_batch.h - RSA signatures of a batch, gathered into lanes. */
#ifndef KEDGE_CRYPTO_NATIVE_RSA_BATCH_H
#define KEDGE_CRYPTO_NATIVE_RSA_BATCH_H

#include "crypto/native/rsa_lanes.h"

/** Places in the batch whose signatures go together, by the blocks of their keys. */
typedef struct kedge_rsa_batch {
    size_t place[KEDGE_RSA_LANES_BLOCKS_MAX + 1][KEDGE_RSA_LANES];
    size_t count[KEDGE_RSA_LANES_BLOCKS_MAX + 1];
} kedge_rsa_batch;

/** Take in the job at `place`, of an RSA scheme and supported, if it can go together with others.  It is
 *  answered by this or a later call. */
bool kedge_rsa_batch_add(kedge_rsa_batch *batch, const kedge_crypto *crypto,
                         const kedge_signature_job *const *jobs, kedge_status *answers, size_t place);

/** Answer what has been taken in and not been answered. */
void kedge_rsa_batch_end(kedge_rsa_batch *batch, const kedge_crypto *crypto,
                         const kedge_signature_job *const *jobs, kedge_status *answers);

#endif
