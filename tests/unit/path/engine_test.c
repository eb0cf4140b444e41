/* engine_test.c - what a request must say, workspaces, and verification step by step. */
#include "unit/path/scene.h"

static scene s;

static void begin(void)
{
    scene_begin(&s);
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    const forge_certificate leaf = forge_leaf("host.example", &ca);

    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &ca);
}

static void end(void)
{
    scene_end(&s);
}

TestSuite(request, .init = begin, .fini = end);
TestSuite(engine, .init = begin, .fini = end);

Test(request, the_scene_is_accepted_as_it_is)
{
    cr_assert_status(scene_verify(&s), KEDGE_OK);
}

Test(request, a_zeroed_request_accepts_nothing)
{
    memset(&s.request, 0, sizeof s.request);
    cr_assert_status(scene_verify(&s), KEDGE_POLICY_NOT_GIVEN);
}

Test(request, a_zeroed_policy_accepts_nothing)
{
    memset(&s.policy, 0, sizeof s.policy);
    cr_assert_status(scene_verify(&s), KEDGE_POLICY_NOT_GIVEN);
    s.policy.size = sizeof s.policy;
    s.policy.signatures = kedge_policy_webpki.signatures;
    cr_assert_status(scene_verify(&s), KEDGE_POLICY_NOT_GIVEN);
    s.policy.key_types = kedge_policy_webpki.key_types;
    cr_assert_status(scene_verify(&s), KEDGE_TOO_MANY_CERTIFICATES);
    s.policy.certificates_max = 2;
    cr_assert_neq(scene_verify(&s), KEDGE_OK);
}

Test(request, each_input_is_given_or_waived_in_as_many_words)
{
    const kedge_request whole = s.request;

    memset(&s.request.identity, 0, sizeof s.request.identity);
    cr_assert_status(scene_verify(&s), KEDGE_IDENTITY_NOT_GIVEN);
    s.request.identity = kedge_identity_waived();
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    s.request = whole;
    memset(&s.request.usage, 0, sizeof s.request.usage);
    cr_assert_status(scene_verify(&s), KEDGE_USAGE_NOT_GIVEN);
    s.request.usage.kind = KEDGE_USAGE_PURPOSE;
    cr_assert_status(scene_verify(&s), KEDGE_USAGE_NOT_GIVEN);
    s.request.usage = kedge_usage_waived();
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    s.request = whole;
    memset(&s.request.time, 0, sizeof s.request.time);
    cr_assert_status(scene_verify(&s), KEDGE_TIME_NOT_GIVEN);
    s.request.time = kedge_time_waived();
    cr_assert_status(scene_verify(&s), KEDGE_OK);
}

Test(request, kinds_out_of_range_are_bad_arguments)
{
    s.request.usage.kind = (kedge_usage_kind)77;
    cr_assert_status(scene_verify(&s), KEDGE_BAD_ARGUMENT);
    s.request.usage = kedge_usage_waived();
    s.request.time.kind = (kedge_time_kind)77;
    cr_assert_status(scene_verify(&s), KEDGE_BAD_ARGUMENT);
}

Test(request, an_empty_chain_is_refused)
{
    s.request.chain_count = 0;
    cr_assert_status(scene_verify(&s), KEDGE_CHAIN_EMPTY);
    s.request.chain_count = 1;
    s.request.chain = NULL;
    cr_assert_status(scene_verify(&s), KEDGE_CHAIN_EMPTY);
}

Test(request, a_certificate_that_is_null_is_refused)
{
    s.chain[1].data = NULL;
    cr_assert_status(scene_verify(&s), KEDGE_BAD_ARGUMENT);
}

Test(request, more_certificates_than_the_policy_admits_are_refused)
{
    s.policy.certificates_max = 1;
    cr_assert_status(scene_verify(&s), KEDGE_TOO_MANY_CERTIFICATES);
    s.policy.certificates_max = 2;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
}

Test(request, structures_of_another_size_are_refused)
{
    s.request.size++;
    cr_assert_status(scene_verify(&s), KEDGE_BAD_ARGUMENT);
    s.request.size--;
    s.policy.size--;
    cr_assert_status(scene_verify(&s), KEDGE_BAD_ARGUMENT);
}

Test(request, a_policy_set_with_a_count_and_no_list_is_refused)
{
    s.request.policies.initial_set_count = 1;
    cr_assert_status(scene_verify(&s), KEDGE_BAD_ARGUMENT);
}

Test(engine, null_arguments_are_refused_and_the_verdict_is_filled_in)
{
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(2)];
    const kedge_trust zeroed = { 0 };
    kedge_verdict verdict = { 0 };

    cr_assert_status(kedge_verify(NULL, &s.request, workspace, sizeof workspace, &verdict), KEDGE_BAD_ARGUMENT);
    cr_assert_status(kedge_verify(&zeroed, &s.request, workspace, sizeof workspace, &verdict), KEDGE_BAD_ARGUMENT);
    cr_assert_status(kedge_verify(&s.trust, NULL, workspace, sizeof workspace, &verdict), KEDGE_BAD_ARGUMENT);
    cr_assert_status(kedge_verify(&s.trust, &s.request, NULL, sizeof workspace, &verdict), KEDGE_BAD_ARGUMENT);
    cr_assert_status(verdict.status, KEDGE_BAD_ARGUMENT);
    cr_assert_eq(verdict.certificate, KEDGE_INDEX_NONE);
    cr_assert_status(kedge_verify(&s.trust, &s.request, workspace, sizeof workspace, NULL), KEDGE_BAD_ARGUMENT);
    cr_assert_status(kedge_verify(&s.trust, &s.request, workspace + 1, sizeof workspace - 1, &verdict),
                     KEDGE_BAD_ARGUMENT);
}

Test(engine, a_workspace_too_small_is_refused_untouched)
{
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(2)];
    kedge_verdict verdict;

    memset(workspace, 0x5a, sizeof workspace);
    cr_assert_status(kedge_verify(&s.trust, &s.request, workspace, kedge_workspace_size(&s.request) - 1, &verdict),
                     KEDGE_WORKSPACE_TOO_SMALL);
    for (size_t i = 0; i < sizeof workspace; i++)
        cr_assert_eq(workspace[i], 0x5a);
    cr_assert_status(kedge_verify(&s.trust, &s.request, workspace, kedge_workspace_size(&s.request), &verdict),
                     KEDGE_OK);
}

Test(engine, the_constant_size_is_enough_for_every_count)
{
    kedge_request request = s.request;

    for (size_t count = 1; count <= 300; count++) {
        request.chain_count = count;
        cr_assert_geq(KEDGE_WORKSPACE_SIZE(count), kedge_workspace_size(&request), "%zu", count);
    }
}

Test(engine, step_by_step_it_asks_for_each_signature_and_ends_in_the_same_verdict)
{
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(2)];
    const kedge_crypto *crypto = kedge_crypto_bearssl();
    kedge_verdict verdict;
    kedge_status status = kedge_verify_begin(&s.trust, &s.request, workspace, sizeof workspace, &verdict);
    int jobs = 0;

    while (status == KEDGE_PENDING) {
        const kedge_signature_job *job = kedge_verify_job(workspace);

        jobs++;
        cr_assert_eq(job->algorithm.scheme, KEDGE_SCHEME_ECDSA);
        cr_assert_gt(job->message.size, 100);
        status = kedge_verify_resume(workspace, crypto->verify(crypto, job));
    }
    cr_assert_status(status, KEDGE_OK);
    cr_assert_eq(jobs, 2);
    cr_assert_eq(verdict.spent.signatures, 2);
    cr_assert_eq(verdict.path_length, 3);
    cr_assert_status(kedge_verify_resume(workspace, KEDGE_SIGNATURE_INVALID), KEDGE_OK);
}

Test(engine, an_answer_that_is_no_answer_counts_as_no)
{
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(2)];
    kedge_verdict verdict;

    cr_assert_status(kedge_verify_begin(&s.trust, &s.request, workspace, sizeof workspace, &verdict), KEDGE_PENDING);
    cr_assert_status(kedge_verify_resume(workspace, KEDGE_PENDING), KEDGE_NOT_AUTHENTICATED);
}

/* -0x4e00 is Mbed TLS's "verification failed": its last octet is that of KEDGE_OK. */
Test(engine, an_error_code_of_another_library_counts_as_no)
{
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(2)];
    const int codes[] = { -0x4e00, 0x100, -1, KEDGE_STATUS_COUNT };
    kedge_verdict verdict;
    size_t count;

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        const kedge_status answers[] = { KEDGE_OK, (kedge_status)codes[i] };

        cr_assert_status(kedge_verify_begin(&s.trust, &s.request, workspace, sizeof workspace, &verdict),
                         KEDGE_PENDING);
        cr_assert_status(kedge_verify_resume(workspace, (kedge_status)codes[i]), KEDGE_NOT_AUTHENTICATED);
        cr_assert_status(kedge_verify_begin(&s.trust, &s.request, workspace, sizeof workspace, &verdict),
                         KEDGE_PENDING);
        kedge_verify_jobs(workspace, &count);
        cr_assert_eq(count, 2);
        cr_assert_status(kedge_verify_resume_all(workspace, answers), KEDGE_NOT_AUTHENTICATED);
    }
}

static kedge_status refuse_every_path(void *context, const kedge_path *path)
{
    int *calls = context;

    cr_assert_eq(path->length, 3);
    cr_assert_not_null(path->anchor);
    (*calls)++;
    return KEDGE_HOOK_REFUSED;
}

static kedge_status allow_every_path(void *context, const kedge_path *path)
{
    (void)path;
    (*(int *)context)++;
    return KEDGE_OK;
}

Test(engine, the_application_can_refuse_a_path_and_cannot_save_one)
{
    int calls = 0;

    s.request.context = &calls;
    s.request.accept = refuse_every_path;
    cr_assert_status(scene_verify(&s), KEDGE_HOOK_REFUSED);
    cr_assert_eq(calls, 1);
    s.request.accept = allow_every_path;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(calls, 2);
    s.request.time = kedge_time_at(FORGE_NOW + 20000 * FORGE_DAY);
    cr_assert_status(scene_verify(&s), KEDGE_EXPIRED);
    cr_assert_eq(calls, 2, "a path that breaks a rule is never shown");
}

Test(engine, a_target_that_is_distrusted_is_refused)
{
    kedge_certificate leaf;
    uint8_t digest[KEDGE_SHA256_SIZE];
    uint32_t fault;

    cr_assert_eq(kedge_certificate_parse(&leaf, s.chain[0].data, s.chain[0].size, &fault), KEDGE_OK);
    cr_assert_eq(s.trust.crypto->digest(s.trust.crypto, KEDGE_HASH_SHA256,
                                        kedge_certificate_span(&leaf, leaf.key.subject_public_key_info), digest),
                 KEDGE_OK);
    cr_assert_eq(kedge_trust_distrust_key(&s.trust, digest), KEDGE_OK);
    cr_assert_status(scene_verify(&s), KEDGE_DISTRUSTED);
    cr_assert_eq(s.verdict.certificate, 0);
}

/* A provider that takes signatures many at a time, and remembers how many came at once. */

static size_t most_at_once;

static kedge_status verify_singly(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    const kedge_crypto *bearssl = kedge_crypto_bearssl();

    (void)crypto;
    return bearssl->verify(bearssl, job);
}

static void verify_many(const kedge_crypto *crypto, const kedge_signature_job *const *jobs, kedge_status *answers,
                        size_t count)
{
    if (count > most_at_once)
        most_at_once = count;
    for (size_t i = 0; i < count; i++)
        answers[i] = verify_singly(crypto, jobs[i]);
}

static kedge_crypto batching_provider(void)
{
    kedge_crypto provider = *kedge_crypto_bearssl();

    provider.name = "batching";
    provider.verify = verify_singly;
    provider.verify_batch = verify_many;
    return provider;
}

Test(engine, a_provider_of_batches_gets_the_signatures_of_a_chain_together)
{
    const kedge_crypto provider = batching_provider();

    most_at_once = 0;
    s.trust.crypto = &provider;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(most_at_once, 2);
    cr_assert_eq(s.verdict.spent.signatures, 2);
}

Test(engine, together_or_one_by_one_the_fault_reported_is_the_same)
{
    const kedge_crypto provider = batching_provider();
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    forge_certificate bad = ca;
    forge_certificate leaf = forge_leaf("host.example", &ca);

    bad.signer = forge_p256("somebody else");
    for (int round = 0; round < 4; round++) {
        leaf.signer = (round & 1) != 0 ? forge_p256("somebody else") : NULL;
        s.chain[0] = forge_sign(&leaf);
        s.chain[1] = (round & 2) != 0 ? forge_sign(&bad) : forge_sign(&ca);
        s.trust.crypto = kedge_crypto_bearssl();
        scene_verify(&s);
        const kedge_verdict singly = s.verdict;
        s.trust.crypto = &provider;
        scene_verify(&s);
        cr_assert_status(s.verdict.status, singly.status);
        cr_assert_status(s.verdict.reason, singly.reason);
        cr_assert_eq(s.verdict.certificate, singly.certificate);
        cr_assert_eq(s.verdict.offset, singly.offset);
        cr_assert_eq(s.verdict.path_length, singly.path_length);
    }
}

Test(engine, looking_ahead_spends_half_of_the_budget_and_no_more)
{
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(2)];
    kedge_verdict verdict;
    size_t count;

    s.policy.budget.signatures = 3;
    cr_assert_status(kedge_verify_begin(&s.trust, &s.request, workspace, sizeof workspace, &verdict), KEDGE_PENDING);
    kedge_verify_jobs(workspace, &count);
    cr_assert_eq(count, 1);
    s.policy.budget.signatures = 4;
    cr_assert_status(kedge_verify_begin(&s.trust, &s.request, workspace, sizeof workspace, &verdict), KEDGE_PENDING);
    const kedge_signature_job *const *jobs = kedge_verify_jobs(workspace, &count);
    cr_assert_eq(count, 2);
    cr_assert_eq(jobs[0], kedge_verify_job(workspace));
    kedge_verify_jobs(workspace, &count);
    cr_assert_eq(count, 2, "asking again asks for nothing more");
    const kedge_status answers[] = { KEDGE_OK, KEDGE_PENDING };
    cr_assert_status(kedge_verify_resume_all(workspace, answers), KEDGE_NOT_AUTHENTICATED);
    kedge_verify_jobs(workspace, &count);
    cr_assert_eq(count, 0);
}
