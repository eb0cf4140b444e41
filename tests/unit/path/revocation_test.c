/* revocation_test.c - what is asked of revocation, lists that cannot be relied on, and requests. */
#include "unit/path/revocation.h"

TestSuite(revocation, .init = begin, .fini = end);

/* --- what is asked --- */

Test(revocation, nothing_given_and_nothing_asked_is_valid)
{
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 0);
    cr_assert_eq(r.s.verdict.revocation_unknown, 0);
}

Test(revocation, what_is_demanded_must_be_known)
{
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
    cr_assert_eq(r.s.verdict.certificate, 0);
    cr_assert_eq(r.s.verdict.faults, KEDGE_FAULT_REVOCATION);
    cr_assert_eq(r.s.verdict.revocation_unknown, 1);
}

Test(revocation, a_list_of_the_issuer_tells_of_the_leaf_and_not_of_the_chain)
{
    const forge_crl crl = ca_list();

    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 1);
    cr_assert_eq(r.s.verdict.revocation_unknown, 0);
    cr_assert_eq(r.s.verdict.valid_until, crl.next_update, "the list ends before any certificate");
    r.inputs->mode = KEDGE_REVOCATION_CHAIN;
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
    cr_assert_eq(r.s.verdict.certificate, 1);
    cr_assert_eq(r.s.verdict.revocation_unknown, 2);
}

Test(revocation, lists_for_the_whole_chain_satisfy_every_demand)
{
    const forge_crl crl = ca_list();
    const forge_crl above = root_list();

    give(&r, &crl);
    give(&r, &above);
    r.inputs->mode = KEDGE_REVOCATION_CHAIN;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 3);
    cr_assert_eq(r.s.verdict.spent.signatures, 4);
}

Test(revocation, a_soft_failure_is_let_pass_and_told)
{
    r.inputs->mode = KEDGE_REVOCATION_CHAIN;
    r.inputs->is_soft = true;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_unknown, 3);
    cr_assert_eq(r.s.verdict.faults, 0);
}

Test(revocation, a_revoked_certificate_is_refused_softly_or_not)
{
    forge_crl crl = ca_list();

    forge_revoke(&crl, &r.leaf)->extensions = extension(forge_crl_reason(KEDGE_REASON_KEY_COMPROMISE));
    give(&r, &crl);
    r.inputs->is_soft = true;
    cr_assert_revocation(&r, KEDGE_REVOKED);
    cr_assert_eq(r.s.verdict.certificate, 0);
    cr_assert_eq(r.s.verdict.revocation_time, FORGE_NOW - 2 * FORGE_DAY);
    cr_assert_eq(r.s.verdict.revocation_reason, KEDGE_REASON_KEY_COMPROMISE);
    cr_assert_eq(r.s.verdict.faults, 0, "nobody may forgive it");
    r.inputs->mode = KEDGE_REVOCATION_OFF;
    cr_assert_revocation(&r, KEDGE_OK);
}

Test(revocation, a_date_to_come_revokes_all_the_same)
{
    forge_crl crl = ca_list();

    forge_revoke(&crl, &r.leaf)->revocation_date = FORGE_NOW + FORGE_DAY;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
    cr_assert_eq(r.s.verdict.revocation_time, FORGE_NOW + FORGE_DAY);
}

Test(revocation, a_revoked_intermediate_refuses_the_path)
{
    forge_crl crl = root_list();

    forge_revoke(&crl, &r.ca);
    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    r.inputs->is_soft = true;
    cr_assert_revocation(&r, KEDGE_REVOKED);
    cr_assert_eq(r.s.verdict.certificate, 1);
}

Test(revocation, another_certificate_on_the_list_is_nobodys_business)
{
    forge_crl crl = ca_list();

    forge_revoke_serial(&crl, forge_hex("05"));
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK);
}

Test(revocation, a_list_of_somebody_else_is_about_nobody_here)
{
    forge_certificate other = forge_ca("Other CA", &r.root);
    forge_crl crl = forge_crl_of(&other);

    forge_revoke_serial(&crl, forge_serial_of(&r.leaf));
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 0);
}

Test(revocation, any_list_that_says_revoked_counts)
{
    forge_crl older = ca_list();
    forge_crl newer = ca_list();

    forge_crl_put(&newer, forge_crl_number(2));
    forge_revoke(&older, &r.leaf);
    give(&r, &newer);
    give(&r, &older);
    cr_assert_revocation(&r, KEDGE_REVOKED);
    r.crls[0] = &r.crl[1];
    r.crls[1] = &r.crl[0];
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

Test(revocation, an_expired_and_revoked_certificate_is_revoked)
{
    forge_crl crl = ca_list();

    r.leaf.not_after = FORGE_NOW - 1;
    cr_assert_revocation(&r, KEDGE_EXPIRED);
    forge_revoke(&crl, &r.leaf);
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

Test(revocation, an_expired_certificate_of_unknown_status_has_both_faults)
{
    r.leaf.not_after = FORGE_NOW - 1;
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_EXPIRED);
    cr_assert_eq(r.s.verdict.faults, KEDGE_FAULT_TIME | KEDGE_FAULT_REVOCATION);
}

/* --- lists that cannot be relied on --- */

static void assert_unusable(const forge_crl *crl, kedge_status why)
{
    r.inputs->crl_count = 0;
    give(&r, crl);
    for (int mode = KEDGE_REVOCATION_GIVEN; mode <= KEDGE_REVOCATION_LEAF; mode++) {
        r.inputs->mode = (kedge_revocation_mode)mode;
        r.inputs->is_soft = false;
        cr_assert_revocation(&r, mode == KEDGE_REVOCATION_OFF ? KEDGE_OK : why);
        r.inputs->is_soft = true;
        cr_assert_revocation(&r, KEDGE_OK);
        cr_assert_eq(r.s.verdict.revocation_known, 0);
        cr_assert_eq(r.s.verdict.revocation_unknown, mode == KEDGE_REVOCATION_OFF ? 0 : 1);
    }
}

Test(revocation, a_list_holds_from_this_update_to_next_update)
{
    forge_crl crl = ca_list();

    crl.next_update = FORGE_NOW;
    crl.this_update = FORGE_NOW;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK);
    crl.this_update = FORGE_NOW + 1;
    assert_unusable(&crl, KEDGE_REVOCATION_OUTDATED);
    crl.this_update = FORGE_NOW - 10;
    crl.next_update = FORGE_NOW - 1;
    assert_unusable(&crl, KEDGE_REVOCATION_OUTDATED);
    crl.next_update = 0;
    assert_unusable(&crl, KEDGE_REVOCATION_OUTDATED);
}

Test(revocation, an_outdated_list_does_not_even_revoke)
{
    forge_crl crl = ca_list();

    crl.next_update = FORGE_NOW - 1;
    forge_revoke(&crl, &r.leaf);
    assert_unusable(&crl, KEDGE_REVOCATION_OUTDATED);
}

Test(revocation, with_a_floor_for_the_time_only_the_end_is_judged)
{
    forge_crl crl = ca_list();

    r.s.request.time = kedge_time_at_least(FORGE_NOW);
    crl.this_update = FORGE_NOW + 1;
    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_OK);
    crl.next_update = FORGE_NOW - 1;
    assert_unusable(&crl, KEDGE_REVOCATION_OUTDATED);
    r.s.request.time = kedge_time_waived();
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 1);
}

Test(revocation, bytes_that_are_no_list_are_no_good_news)
{
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    give_der(&r, forge_hex("3000"));
    cr_assert_revocation(&r, KEDGE_REVOCATION_MALFORMED);
    r.inputs->mode = KEDGE_REVOCATION_GIVEN;
    cr_assert_revocation(&r, KEDGE_REVOCATION_MALFORMED);
    r.inputs->is_soft = true;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_unknown, 3);
}

Test(revocation, a_list_that_nobody_can_read_does_not_spoil_one_that_suffices)
{
    const forge_crl crl = ca_list();
    const forge_crl above = root_list();

    give_der(&r, forge_hex("3000"));
    give(&r, &crl);
    give(&r, &above);
    r.inputs->mode = KEDGE_REVOCATION_CHAIN;
    cr_assert_revocation(&r, KEDGE_OK);
}

Test(revocation, criticality_is_as_the_profile_has_it)
{
    forge_crl crl = ca_list();

    forge_crl_put(&crl, forge_critical(forge_crl_number(1)));
    assert_unusable(&crl, KEDGE_REVOCATION_MALFORMED);
    crl = ca_list();
    forge_crl_put(&crl, forge_critical(forge_freshest_crl(URI)));
    assert_unusable(&crl, KEDGE_REVOCATION_MALFORMED);
    crl = ca_list();
    forge_crl_put(&crl, forge_not_critical(forge_issuing_distribution_point(forge_flag(1))));
    assert_unusable(&crl, KEDGE_REVOCATION_MALFORMED);
    crl = ca_list();
    forge_crl_put(&crl, forge_unknown_extension(true));
    assert_unusable(&crl, KEDGE_REVOCATION_MALFORMED);
    crl = ca_list();
    forge_revoke_serial(&crl, forge_hex("05"))->extensions = extension(forge_unknown_extension(true));
    assert_unusable(&crl, KEDGE_REVOCATION_MALFORMED);
}

Test(revocation, a_signature_that_does_not_verify_says_nothing)
{
    forge_crl crl = ca_list();

    crl.key = forge_p256("somebody");
    forge_revoke(&crl, &r.leaf);
    assert_unusable(&crl, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation, algorithms_of_lists_are_those_that_the_policy_allows)
{
    forge_crl crl = ca_list();

    crl.hash = KEDGE_HASH_SHA1;
    assert_unusable(&crl, KEDGE_REVOCATION_NOT_AUTHENTIC);
    r.s.policy.signatures |= KEDGE_ALLOW(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA1);
    r.inputs->is_soft = false;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 1);
}

Test(revocation, signatures_of_lists_count_against_the_budget)
{
    const forge_crl crl = ca_list();

    give(&r, &crl);
    r.s.policy.budget.signatures = 3;
    cr_assert_revocation(&r, KEDGE_OK);
    r.s.policy.budget.signatures = 2;
    cr_assert_revocation(&r, KEDGE_BUDGET_SPENT);
}

/* --- the request, and step by step --- */

Test(revocation, requests_that_contradict_themselves_are_refused)
{
    const kedge_crl *none = NULL;

    r.inputs->mode = (kedge_revocation_mode)4;
    cr_assert_revocation(&r, KEDGE_BAD_ARGUMENT);
    r.inputs->mode = KEDGE_REVOCATION_GIVEN;
    r.inputs->crl_count = 1;
    r.inputs->crls = NULL;
    cr_assert_status(scene_verify(&r.s), KEDGE_BAD_ARGUMENT);
    r.inputs->crls = &none;
    cr_assert_status(scene_verify(&r.s), KEDGE_BAD_ARGUMENT);
    r.inputs->crl_count = KEDGE_CRLS_MAX + 1;
    cr_assert_status(scene_verify(&r.s), KEDGE_BAD_ARGUMENT);
}

Test(revocation, the_constant_for_static_memory_is_large_enough)
{
    for (size_t certificates = 1; certificates <= 40; certificates += 13)
        for (size_t lists = 0; lists <= 30; lists += 5) {
            r.s.request.chain_count = certificates;
            r.inputs->crl_count = lists;
            cr_assert_leq(kedge_workspace_size(&r.s.request), KEDGE_WORKSPACE_SIZE_REVOCATION(certificates, lists));
        }
}

static size_t accept_calls;

static kedge_status count_accept(void *context, const kedge_path *path)
{
    (void)context;
    (void)path;
    accept_calls++;
    return KEDGE_OK;
}

Test(revocation, the_application_is_asked_last)
{
    forge_crl crl = ca_list();

    accept_calls = 0;
    r.s.request.accept = count_accept;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(accept_calls, 1);
    forge_revoke(&crl, &r.leaf);
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
    cr_assert_eq(accept_calls, 1);
}

Test(revocation, goes_step_by_step_and_asks_for_nothing_twice)
{
    const forge_certificate signer = separate_signer(&r.root);
    const forge_crl crl = forge_crl_of(&signer);
    const forge_crl above = root_list();
    kedge_signature_job seen[16];
    size_t count = 0;
    kedge_status status;
    void *workspace;

    scene_trust(&r.s, &r.root);
    send_all(&signer);
    give(&r, &crl);
    give(&r, &above);
    r.inputs->mode = KEDGE_REVOCATION_CHAIN;
    workspace = malloc(kedge_workspace_size(&r.s.request));
    status = kedge_verify_begin(&r.s.trust, &r.s.request, workspace, kedge_workspace_size(&r.s.request), &r.s.verdict);
    while (status == KEDGE_PENDING) {
        size_t jobs;
        const kedge_signature_job *job = kedge_verify_job(workspace);

        cr_assert_lt(count, 16);
        for (size_t i = 0; i < count; i++)
            cr_assert(seen[i].message.data != job->message.data || !kedge_public_key_equal(seen[i].key, job->key),
                      "a signature is asked for twice");
        seen[count++] = *job;
        (void)kedge_verify_jobs(workspace, &jobs);
        cr_assert_geq(jobs, 1);
        if (jobs > 1) {
            kedge_status answers[KEDGE_JOBS_MAX];
            const kedge_signature_job *const *all = kedge_verify_jobs(workspace, &jobs);

            for (size_t i = 0; i < jobs; i++)
                answers[i] = r.s.trust.crypto->verify(r.s.trust.crypto, all[i]);
            status = kedge_verify_resume_all(workspace, answers);
        } else {
            status = kedge_verify_resume(workspace, r.s.trust.crypto->verify(r.s.trust.crypto, job));
        }
    }
    cr_assert_status(status, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 3);
    cr_assert_eq(r.s.verdict.spent.signatures, 6);
    free(workspace);
}

Test(revocation, an_answer_of_pending_is_no_answer)
{
    const forge_crl crl = ca_list();
    kedge_status status;
    void *workspace;

    scene_trust(&r.s, &r.root);
    send_all(NULL);
    give(&r, &crl);
    workspace = malloc(kedge_workspace_size(&r.s.request));
    status = kedge_verify_begin(&r.s.trust, &r.s.request, workspace, kedge_workspace_size(&r.s.request), &r.s.verdict);
    for (int i = 0; i < 2 && status == KEDGE_PENDING; i++)
        status = kedge_verify_resume(workspace, KEDGE_OK);
    cr_assert_status(status, KEDGE_PENDING);
    cr_assert_status(kedge_verify_resume(workspace, KEDGE_PENDING), KEDGE_REVOCATION_NOT_AUTHENTIC);
    free(workspace);
}

/* --- the policies of an accepted path --- */

Test(revocation, policies_are_told_of_accepted_paths_only)
{
    kedge_span policy[4];
    kedge_policy_set authority = { .policy = policy, .capacity = 2 };
    kedge_policy_set user = { .policy = policy + 2, .capacity = 2 };
    void *workspace = malloc(65536);

    cr_assert_status(kedge_verify_policies(NULL, &authority, &user), KEDGE_BAD_ARGUMENT);
    forge_put(&r.ca, forge_certificate_policies("1.2.3", "1.2.4"));
    forge_put(&r.leaf, forge_certificate_policies("1.2.3"));
    scene_trust(&r.s, &r.root);
    send_all(NULL);
    cr_assert_status(kedge_verify(&r.s.trust, &r.s.request, workspace, 65536, &r.s.verdict), KEDGE_OK);
    cr_assert_status(kedge_verify_policies(workspace, &authority, &user), KEDGE_OK);
    cr_assert_eq(authority.count, 1);
    cr_assert_eq(user.count, 1);
    cr_assert_eq(memcmp(user.policy[0].data, forge_oid_content("1.2.3").data, user.policy[0].size), 0);
    r.s.request.identity = kedge_identity_dns("other.example");
    cr_assert_status(kedge_verify(&r.s.trust, &r.s.request, workspace, 65536, &r.s.verdict), KEDGE_IDENTITY_MISMATCH);
    cr_assert_status(kedge_verify_policies(workspace, &authority, &user), KEDGE_BAD_ARGUMENT);
    free(workspace);
}
