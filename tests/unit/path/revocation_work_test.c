/* revocation_work_test.c - what judging by hundreds of lists costs, counted. */
#include "unit/path/revocation.h"

#include "path/revocation.h"

#include <stdio.h>

#define MANY 512

/* Lists beyond the few of a scene. */
static kedge_crl many[MANY];
static const kedge_crl *many_pointers[MANY];

static void begin_many(void)
{
    begin();
    r.inputs->crls = many_pointers;
}

TestSuite(revocation_work, .init = begin_many, .fini = end);

static void give_one(const forge_crl *crl)
{
    const size_t i = r.inputs->crl_count++;
    const kedge_span der = forge_sign_crl(crl);
    uint32_t fault;

    cr_assert_lt(i, MANY);
    cr_assert_eq(kedge_crl_parse(&many[i], der.data, der.size, &fault), KEDGE_OK);
    many_pointers[i] = &many[i];
}

/* Signed by whom nobody knows: it says "revoked", and nothing comes of it. */
static forge_crl strange_list(void)
{
    forge_crl crl = ca_list();

    forge_revoke(&crl, &r.leaf);
    crl.key = forge_p256("nobody");
    return crl;
}

static void give_many(forge_crl crl, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        crl.this_update++;
        give_one(&crl);
    }
}

static uint32_t comparisons_for(size_t count)
{
    const forge_crl good = ca_list();

    r.inputs->crl_count = 0;
    give_many(strange_list(), count);
    give_one(&good);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.spent.signatures, 2 + count + 1);
    return r.s.verdict.spent.comparisons;
}

/* Each list is looked at once for each certificate, however many signatures are verified in between. */
Test(revocation_work, grows_with_the_number_of_lists)
{
    uint32_t one;
    uint32_t growth;

    r.s.policy.budget.signatures = 1000;
    one = comparisons_for(1);
    growth = comparisons_for(2) - one;
    cr_assert_leq(growth, 8, "%u for one more list", growth);
    cr_assert_eq(comparisons_for(101), one + 100 * growth);
    cr_assert_eq(comparisons_for(401), one + 400 * growth);
}

Test(revocation_work, of_lists_ends_with_the_budget)
{
    const uint32_t whole = comparisons_for(20);

    r.s.policy.budget.comparisons = whole;
    cr_assert_revocation(&r, KEDGE_OK);
    r.s.policy.budget.comparisons = whole - 1;
    cr_assert_revocation(&r, KEDGE_BUDGET_SPENT);
    cr_assert_eq(r.s.verdict.spent.comparisons, whole - 1);
    r.s.policy.budget.comparisons = 0;
    cr_assert_revocation(&r, KEDGE_BUDGET_SPENT);
}

/* Every smaller budget is spent, wherever it ends; none is overdrawn. */
Test(revocation_work, ends_at_every_place)
{
    kedge_verdict *verdict = &r.s.verdict;
    forge_crl delta = ca_list();

    with_points(forge_sequence(forge_point_full_name(forge_uri(URI))));
    forge_crl_put(&delta, forge_crl_number(2));
    forge_crl_put(&delta, forge_delta_crl_indicator(1));
    comparisons_for(3);
    give_one(&delta);
    cr_assert_revocation(&r, KEDGE_OK);
    for (uint32_t budget = verdict->spent.comparisons; budget-- > 0;) {
        r.s.policy.budget.comparisons = budget;
        cr_assert_revocation(&r, KEDGE_BUDGET_SPENT);
        cr_assert_eq(verdict->spent.comparisons, budget);
    }
}

static uint32_t comparisons_for_deltas(size_t count)
{
    const forge_crl complete = ca_list();
    forge_crl delta = strange_list();

    r.inputs->crl_count = 0;
    forge_crl_put(&delta, forge_delta_crl_indicator(1));
    for (size_t i = 0; i < count; i++) {
        forge_crl_put(&delta, forge_crl_number((int64_t)(2 + i)));
        give_one(&delta);
    }
    give_one(&complete);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.spent.signatures, 2 + 1 + count);
    return r.s.verdict.spent.comparisons;
}

/* The deltas for a list are tried one after the other, each once more after its signature at most. */
Test(revocation_work, grows_with_the_number_of_deltas)
{
    uint32_t one;
    uint32_t growth;

    r.s.policy.budget.signatures = 1000;
    one = comparisons_for_deltas(1);
    growth = comparisons_for_deltas(2) - one;
    cr_assert_leq(growth, 8, "%u for one more delta", growth);
    cr_assert_eq(comparisons_for_deltas(101), one + 100 * growth);
    cr_assert_eq(comparisons_for_deltas(401), one + 400 * growth);
}

/* Each part of an issuer's lists has its own delta: none is compared with another part. */
static uint32_t comparisons_for_parts(size_t count)
{
    r.inputs->crl_count = 0;
    for (size_t i = 0; i < count; i++) {
        forge_crl crl = ca_list();
        char uri[64];

        snprintf(uri, sizeof uri, "http://crl.example/%04zu", i);
        forge_crl_put(&crl, forge_issuing_distribution_point(forge_point_full_name(forge_uri(uri))));
        give_one(&crl);
        forge_crl_put(&crl, forge_crl_number(2));
        forge_crl_put(&crl, forge_delta_crl_indicator(1));
        give_one(&crl);
    }
    with_points(forge_sequence(forge_point_full_name(forge_uri("http://crl.example/0000"))));
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.spent.signatures, 4);
    return r.s.verdict.spent.comparisons;
}

Test(revocation_work, of_parts_and_their_deltas_is_not_their_product)
{
    const uint32_t one = comparisons_for_parts(1);
    const uint32_t growth = comparisons_for_parts(2) - one;

    cr_assert_leq(growth, 16, "%u for one more part", growth);
    cr_assert_eq(comparisons_for_parts(201), one + 200 * growth);
}

static kedge_span many_names(const char *host, size_t count)
{
    kedge_span names = { NULL, 0 };

    for (size_t i = 0; i < count; i++) {
        char uri[64];

        snprintf(uri, sizeof uri, "http://%s.example/%04zu", host, i);
        names = forge_join(names, forge_uri(uri));
    }
    return names;
}

#define POINTS 64
#define NAMES 32

/* The worst a certificate can do: many points, each of many names, none of which any list has. */
Test(revocation_work, of_points_times_names_is_paid)
{
    const kedge_span point = forge_sequence(forge_point_full_name(many_names("ca", NAMES)));
    kedge_span points = { NULL, 0 };
    forge_crl crl = ca_list();

    for (size_t i = 0; i < POINTS; i++)
        points = forge_join(points, point);
    with_points(points);
    forge_crl_put(&crl, forge_issuing_distribution_point(forge_point_full_name(many_names("cb", NAMES))));
    give_one(&crl);
    r.inputs->is_soft = true;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 0);
    cr_assert_geq(r.s.verdict.spent.comparisons, POINTS * NAMES * NAMES);
    cr_assert_leq(r.s.verdict.spent.comparisons, 2 * POINTS * NAMES * NAMES);
    give_many(crl, 15);
    cr_assert_revocation(&r, KEDGE_BUDGET_SPENT);
}

/* A list without an index is walked over: that is paid by its length. */
Test(revocation_work, of_a_walk_is_paid_by_the_length_of_the_list)
{
    forge_crl crl = ca_list();
    uint32_t empty;

    give_one(&crl);
    cr_assert_revocation(&r, KEDGE_OK);
    empty = r.s.verdict.spent.comparisons;
    while (crl.entry_count < FORGE_CRL_ENTRIES_MAX)
        forge_revoke_serial(&crl, forge_hex("70"));
    r.inputs->crl_count = 0;
    give_one(&crl);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.spent.comparisons, empty + 1);
}

/* One answer for every certificate of a CA, of which one is wanted. */
Test(revocation_work, of_answers_is_paid_by_their_number)
{
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    kedge_span response;
    uint32_t one;

    response = forge_sign_ocsp(&ocsp);
    r.inputs->ocsp_responses = &response;
    r.inputs->ocsp_count = 1;
    cr_assert_revocation(&r, KEDGE_OK);
    one = r.s.verdict.spent.comparisons;
    for (size_t i = 0; i < 100; i++)
        ocsp.more_responses = forge_join(ocsp.more_responses, forge_ocsp_single(&ocsp));
    response = forge_sign_ocsp(&ocsp);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_geq(r.s.verdict.spent.comparisons, one + 100);
    cr_assert_leq(r.s.verdict.spent.comparisons, one + 300);
}

/* --- what else ends with the budget, or is looked at once --- */

static void assert_ends_at_every_place(kedge_status whole)
{
    kedge_verdict *verdict = &r.s.verdict;

    cr_assert_revocation(&r, whole);
    for (uint32_t budget = verdict->spent.comparisons; budget-- > 0;) {
        r.s.policy.budget.comparisons = budget;
        cr_assert_revocation(&r, KEDGE_BUDGET_SPENT);
        cr_assert_eq(verdict->spent.comparisons, budget);
    }
}

Test(revocation_work, of_responses_and_responders_ends_at_every_place)
{
    static kedge_span responses[2];
    forge_certificate responder = forge_responder("Responder", &r.ca);
    const forge_crl crl = ca_list();
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);

    forge_drop(&responder, KEDGE_EXT_OCSP_NO_CHECK);
    forge_ocsp_delegate(&ocsp, &responder);
    responses[0] = forge_sign_ocsp(&ocsp);
    responses[1] = responses[0];
    r.inputs->ocsp_responses = responses;
    r.inputs->ocsp_count = 2;
    give_one(&crl);
    assert_ends_at_every_place(KEDGE_OK);
}

Test(revocation_work, of_a_separate_signer_ends_at_every_place)
{
    const forge_certificate signer = separate_signer(&r.root);
    forge_crl crl = forge_crl_of(&signer);

    give_one(&crl);
    send_all(&signer);
    assert_ends_at_every_place(KEDGE_OK);
}

/* A list that can tell nothing more is looked into all the same, with its deltas: it may revoke. */
Test(revocation_work, a_second_list_and_its_delta_may_still_revoke)
{
    const forge_crl complete = ca_list();
    forge_crl delta = ca_list();
    forge_crl users = ca_list();

    give_one(&complete);
    forge_crl_put(&users, forge_issuing_distribution_point(forge_flag(1)));
    give_one(&users);
    forge_crl_put(&delta, forge_issuing_distribution_point(forge_flag(1)));
    forge_crl_put(&delta, forge_crl_number(3));
    forge_crl_put(&delta, forge_delta_crl_indicator(1));
    give_one(&delta);
    cr_assert_revocation(&r, KEDGE_OK);
    forge_crl_put(&delta, forge_crl_number(2));
    forge_revoke(&delta, &r.leaf);
    give_one(&delta);
    assert_ends_at_every_place(KEDGE_OK); /* the newer delta counts */
    r.s.policy.budget.comparisons = 1 << 20;
    forge_crl_put(&delta, forge_crl_number(4));
    give_one(&delta);
    assert_ends_at_every_place(KEDGE_REVOKED);
}

/* Of a delta with another number, scope or key than the list's nothing is taken, and none is tried without a number. */
Test(revocation_work, deltas_that_differ_in_one_thing_do_not_fit)
{
    const forge_crl complete = ca_list();
    forge_crl delta;

    give_one(&complete);
    for (unsigned flag = 1; flag <= 5; flag++) {
        if (flag == 3)
            continue;
        delta = ca_list();
        forge_crl_put(&delta, forge_issuing_distribution_point(forge_flag(flag)));
        forge_crl_put(&delta, forge_crl_number(2));
        forge_crl_put(&delta, forge_delta_crl_indicator(1));
        forge_revoke(&delta, &r.leaf);
        give_one(&delta);
    }
    delta = ca_list();
    forge_crl_put(&delta, forge_crl_number(70000));
    forge_crl_put(&delta, forge_delta_crl_indicator(300));
    forge_revoke(&delta, &r.leaf);
    give_one(&delta);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 1);
}

/* --- times --- */

Test(revocation_work, of_time_it_counts_what_is_known)
{
    forge_crl crl = ca_list();

    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    r.s.request.time = kedge_time_at_least(FORGE_NOW);
    give_one(&crl);
    cr_assert_revocation(&r, KEDGE_OK);
    r.s.request.time = kedge_time_waived();
    cr_assert_revocation(&r, KEDGE_OK);
    crl.next_update = 0;
    r.inputs->crl_count = 0;
    give_one(&crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_OUTDATED);
    r.s.request.time = kedge_time_at_least(FORGE_NOW);
    cr_assert_revocation(&r, KEDGE_REVOCATION_OUTDATED);
    crl.next_update = FORGE_NOW - 1;
    r.inputs->crl_count = 0;
    give_one(&crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_OUTDATED);
    r.s.request.time = kedge_time_waived();
    cr_assert_revocation(&r, KEDGE_OK);
}

Test(revocation_work, without_a_time_nothing_is_current)
{
    const kedge_time unset = { .kind = KEDGE_TIME_UNSET };

    cr_assert_eq(kedge_revocation_judge_time(&unset, 0, true, INT64_MAX), KEDGE_REVOCATION_OUTDATED);
}
