/* batch.c - many chains at once: their signatures meet in the provider. */
#include "path/engine.h"

#define ROUND_MAX 64

/* The signatures of one round, and the verifications that wait for them: each may wait for several. */
typedef struct batch_round {
    const kedge_signature_job *job[ROUND_MAX];
    kedge_status answer[ROUND_MAX];
    size_t job_count;
    kedge_verification *waiting[ROUND_MAX];
    size_t first_job[ROUND_MAX];
    size_t waiting_count;
} batch_round;

static bool has_room(const batch_round *round)
{
    return round->job_count + KEDGE_JOBS_MAX <= ROUND_MAX;
}

static void add(batch_round *round, kedge_verification *verification)
{
    size_t count;
    const kedge_signature_job *const *jobs = kedge_verify_jobs(verification->workspace, &count);

    round->waiting[round->waiting_count] = verification;
    round->first_job[round->waiting_count++] = round->job_count;
    for (size_t i = 0; i < count; i++)
        round->job[round->job_count++] = jobs[i];
}

static void run(batch_round *round, const kedge_crypto *crypto)
{
    kedge_crypto_verify_batch(crypto, round->job, round->answer, round->job_count);
    for (size_t i = 0; i < round->waiting_count; i++)
        round->waiting[i]->status
            = kedge_verify_resume_all(round->waiting[i]->workspace, round->answer + round->first_job[i]);
    round->job_count = 0;
    round->waiting_count = 0;
}

/* Let every verification that waits go one step on.  Answers whether there was one. */
static bool step(const kedge_trust *trust, kedge_verification *verification, size_t count)
{
    batch_round round;
    bool is_any = false;

    round.job_count = 0;
    round.waiting_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (verification[i].status != KEDGE_PENDING)
            continue;
        is_any = true;
        if (!has_room(&round))
            run(&round, trust->crypto);
        add(&round, &verification[i]);
    }
    if (round.waiting_count != 0)
        run(&round, trust->crypto);
    return is_any;
}

void kedge_verify_batch(const kedge_trust *trust, kedge_verification *verification, size_t count)
{
    for (size_t i = 0; i < count; i++)
        verification[i].status
            = kedge_verify_begin(trust, verification[i].request, verification[i].workspace, verification[i].size,
                                 &verification[i].verdict);
    while (step(trust, verification, count))
        continue;
}
