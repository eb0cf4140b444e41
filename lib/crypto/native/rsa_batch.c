/* rsa_batch.c - RSA signatures of a batch, gathered into lanes. */
#include "crypto/native/rsa_batch.h"

#include "crypto/native/kernels.h"

/* All lanes take as long as one: fewer signatures than this are faster one by one. */
#define TOGETHER_MIN 5

#define WORK_SIZE KEDGE_RSA_WORK_SIZE(416 * KEDGE_RSA_LANES_BLOCKS_MAX)

static kedge_status end(const kedge_crypto *crypto, const kedge_signature_job *job, uint8_t *work)
{
    uint8_t digest[KEDGE_HASH_SIZE_MAX];
    const kedge_status status = crypto->digest(crypto, (kedge_hash)job->algorithm.hash, job->message, digest);

    return status == KEDGE_OK ? kedge_rsa_end(crypto, job, digest, work) : status;
}

static void verify_together(const kedge_crypto *crypto, const kedge_signature_job *const *jobs,
                            kedge_status *answers, const size_t *place, size_t count)
{
    uint8_t work[KEDGE_RSA_LANES][WORK_SIZE], *x[KEDGE_RSA_LANES];
    const kedge_public_key *keys[KEDGE_RSA_LANES];
    size_t lane_of[KEDGE_RSA_LANES], used = 0;

    for (size_t i = 0; i < count; i++) {
        answers[place[i]] = kedge_rsa_begin(jobs[place[i]], work[used]);
        if (answers[place[i]] != KEDGE_OK)
            continue;
        x[used] = work[used] + KEDGE_RSA_PSS_HEADROOM;
        keys[used] = jobs[place[i]]->key;
        lane_of[used++] = place[i];
    }
    if (used == 0)
        return;
    kedge_native_kernels_of(crypto)->rsa_raise_lanes(keys, x, used);
    for (size_t i = 0; i < used; i++)
        answers[lane_of[i]] = end(crypto, jobs[lane_of[i]], work[i]);
}

bool kedge_rsa_batch_add(kedge_rsa_batch *batch, const kedge_crypto *crypto,
                         const kedge_signature_job *const *jobs, kedge_status *answers, size_t place)
{
    const uint32_t blocks = kedge_native_kernels_of(crypto)->rsa_lane_blocks(jobs[place]->key);

    if (blocks == 0)
        return false;
    batch->place[blocks][batch->count[blocks]++] = place;
    if (batch->count[blocks] == KEDGE_RSA_LANES) {
        verify_together(crypto, jobs, answers, batch->place[blocks], KEDGE_RSA_LANES);
        batch->count[blocks] = 0;
    }
    return true;
}

void kedge_rsa_batch_end(kedge_rsa_batch *batch, const kedge_crypto *crypto,
                         const kedge_signature_job *const *jobs, kedge_status *answers)
{
    for (size_t blocks = 0; blocks <= KEDGE_RSA_LANES_BLOCKS_MAX; blocks++) {
        const size_t *place = batch->place[blocks], count = batch->count[blocks];

        if (count >= TOGETHER_MIN)
            verify_together(crypto, jobs, answers, place, count);
        for (size_t i = 0; i < count && count < TOGETHER_MIN; i++)
            answers[place[i]] = crypto->verify(crypto, jobs[place[i]]);
        batch->count[blocks] = 0;
    }
}
