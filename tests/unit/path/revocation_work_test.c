/* revocation_work_test.c - what judging by hundreds of lists costs, counted. */
#include "unit/path/revocation.h"

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
