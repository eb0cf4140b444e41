/* certificate_policy_test.c - policies along a path (RFC 5280, 6.1; RFC 9618, 5). */
#include "unit/path/rules.h"

#include <stdio.h>
#include <stdlib.h>

#include "path/certificate_policy.h"
#include "path/policy_graph.h"

#define A "1.2.3.1"
#define B "1.2.3.2"
#define C "1.2.3.3"
#define ANY FORGE_ANY_POLICY

#define SCRATCH_SIZE 16384
#define SET_MAX 16

static rules_path chain;
static forge_certificate root;
static forge_certificate upper;
static forge_certificate lower;
static forge_certificate leaf;
static kedge_span wanted[SET_MAX];

static kedge_span authority_policies[SET_MAX];
static kedge_span user_policies[SET_MAX];
static kedge_policy_set authority;
static kedge_policy_set user;

/* All are issued under A, and an explicit policy is required. */
static void begin(void)
{
    rules_path_begin(&chain);
    chain.judgement.scratch = aligned_alloc(16, SCRATCH_SIZE);
    chain.judgement.scratch_size = SCRATCH_SIZE;
    chain.request.policies.require_explicit = true;
    root = forge_root("Root");
    upper = forge_ca("Upper", &root);
    lower = forge_ca("Lower", &upper);
    leaf = forge_leaf("host.example", &lower);
    forge_put(&upper, forge_certificate_policies(A));
    forge_put(&lower, forge_certificate_policies(A));
    forge_put(&leaf, forge_certificate_policies(A));
}

static void end(void)
{
    free(chain.judgement.scratch);
    forge_forget();
}

TestSuite(policies, .init = begin, .fini = end);
TestSuite(any_policy, .init = begin, .fini = end);
TestSuite(policy_mappings, .init = begin, .fini = end);
TestSuite(explicit_policy, .init = begin, .fini = end);
TestSuite(policy_anchor, .init = begin, .fini = end);
TestSuite(policy_sets, .init = begin, .fini = end);
TestSuite(policy_graph, .init = begin, .fini = end);

static void add_all(void)
{
    chain.path.length = 0;
    rules_path_add(&chain, &leaf);
    rules_path_add(&chain, &lower);
    rules_path_add(&chain, &upper);
    rules_path_add(&chain, &root);
}

static kedge_status judge(void)
{
    add_all();
    return kedge_rule_certificate_policy(&chain.path, &chain.judgement);
}

/* The user accepts these policies and no others. */
#define accept(...) accept_list(FORGE_TEXTS_(__VA_ARGS__), FORGE_TEXT_COUNT_(__VA_ARGS__))
static void accept_list(const char *const *oid, size_t count)
{
    cr_assert_leq(count, SET_MAX);
    for (size_t i = 0; i < count; i++)
        wanted[i] = forge_oid_content(oid[i]);
    chain.request.policies.initial_set = wanted;
    chain.request.policies.initial_set_count = count;
}

static bool set_has(const kedge_policy_set *set, const char *oid)
{
    const kedge_span policy = forge_oid_content(oid);

    for (size_t i = 0; i < set->count && i < set->capacity; i++)
        if (kedge_policy_compare(set->policy[i], policy) == 0)
            return true;
    return false;
}

static kedge_status list(void)
{
    authority = (kedge_policy_set){ .policy = authority_policies, .capacity = SET_MAX };
    user = (kedge_policy_set){ .policy = user_policies, .capacity = SET_MAX };
    add_all();
    return kedge_certificate_policy_list(&chain.path, &chain.judgement, &authority, &user);
}

Test(policies, one_policy_all_the_way_is_valid)
{
    cr_assert_status(judge(), KEDGE_OK);
    accept(A);
    cr_assert_status(judge(), KEDGE_OK);
    accept(B, A);
    cr_assert_status(judge(), KEDGE_OK);
    accept(B);
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 0);
}

Test(policies, an_empty_set_of_the_user_accepts_nothing)
{
    chain.request.policies.initial_set = wanted;
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(policies, a_certificate_without_policies_ends_them_all)
{
    forge_drop(&lower, KEDGE_EXT_CERTIFICATE_POLICIES);
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 1);
    cr_assert_eq(chain.judgement.offset, 0);
}

Test(policies, a_policy_that_is_not_passed_on_ends)
{
    forge_put(&lower, forge_certificate_policies(B));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 1);
    cr_assert_eq(chain.judgement.offset,
                 chain.certificate[1].extension[KEDGE_EXT_CERTIFICATE_POLICIES].offset);
    forge_put(&lower, forge_certificate_policies(B, A));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policies, the_target_needs_one_too)
{
    forge_put(&leaf, forge_certificate_policies(B));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    forge_drop(&leaf, KEDGE_EXT_CERTIFICATE_POLICIES);
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 0);
}

Test(policies, nothing_is_asked_where_no_explicit_policy_is_required)
{
    chain.request.policies.require_explicit = false;
    forge_drop(&upper, KEDGE_EXT_CERTIFICATE_POLICIES);
    forge_put(&leaf, forge_certificate_policies(B));
    accept(C);
    chain.judgement.scratch_size = 0;
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policies, a_target_that_is_its_own_anchor_is_asked_for_its_own)
{
    forge_certificate self = forge_leaf("host.example", &root);

    rules_path_add(&chain, &self);
    cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_POLICY_NOT_VALID);
    forge_put(&self, forge_certificate_policies(A));
    chain.path.length = 0;
    rules_path_add(&chain, &self);
    cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK);
}

Test(any_policy, it_passes_all_policies_on)
{
    forge_put(&upper, forge_certificate_policies(ANY));
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&lower, forge_certificate_policies(ANY));
    cr_assert_status(judge(), KEDGE_OK);
    accept(B);
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    forge_put(&leaf, forge_certificate_policies(ANY));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(any_policy, below_a_named_policy_it_passes_only_that_on)
{
    forge_put(&lower, forge_certificate_policies(ANY));
    accept(A);
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&leaf, forge_certificate_policies(B));
    accept(B);
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(any_policy, as_an_initial_policy_it_stands_for_all)
{
    accept(B, ANY);
    cr_assert_status(judge(), KEDGE_OK);
}

Test(any_policy, the_user_may_inhibit_it)
{
    chain.request.policies.inhibit_any = true;
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&lower, forge_certificate_policies(ANY));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 1);
}

Test(any_policy, a_ca_may_inhibit_it_after_some_certificates)
{
    forge_put(&lower, forge_certificate_policies(ANY));
    forge_put(&leaf, forge_certificate_policies(ANY));
    forge_put(&upper, forge_inhibit_any_policy(2));
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&upper, forge_inhibit_any_policy(1));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 0);
    forge_put(&upper, forge_inhibit_any_policy(0));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 1);
}

Test(any_policy, a_large_skip_inhibits_nothing)
{
    forge_put(&lower, forge_certificate_policies(ANY));
    forge_put(&upper, forge_inhibit_any_policy(1000));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(any_policy, in_a_self_issued_intermediate_it_counts_even_where_inhibited)
{
    forge_put(&upper, forge_inhibit_any_policy(0));
    lower.subject = leaf.issuer = lower.issuer;
    forge_put(&lower, forge_certificate_policies(ANY));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(any_policy, listed_beside_a_policy_it_adds_what_else_is_expected)
{
    forge_put(&upper, forge_certificate_policies(A, B));
    forge_put(&lower, forge_certificate_policies(A, ANY));
    forge_put(&leaf, forge_certificate_policies(B));
    accept(B);
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policy_mappings, a_policy_may_have_another_name_below)
{
    forge_put(&upper, forge_policy_mappings(A, B));
    forge_put(&lower, forge_certificate_policies(B));
    forge_put(&leaf, forge_certificate_policies(B));
    accept(A);
    cr_assert_status(judge(), KEDGE_OK);
    accept(B);
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(policy_mappings, what_is_mapped_is_expected_under_its_new_name_alone)
{
    forge_put(&upper, forge_policy_mappings(A, B));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 1);
}

Test(policy_mappings, they_chain)
{
    forge_put(&upper, forge_policy_mappings(A, B));
    forge_put(&lower, forge_certificate_policies(B));
    forge_put(&lower, forge_policy_mappings(B, C));
    forge_put(&leaf, forge_certificate_policies(C));
    accept(A);
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policy_mappings, one_policy_may_become_two_and_two_become_one)
{
    forge_put(&upper, forge_certificate_policies(A, B));
    forge_put(&upper, forge_policy_mappings(A, C, B, C, A, B));
    forge_put(&lower, forge_certificate_policies(C));
    forge_put(&leaf, forge_certificate_policies(C));
    cr_assert_status(list(), KEDGE_OK);
    cr_assert_eq(authority.count, 2);
    cr_assert(set_has(&authority, A) && set_has(&authority, B));
}

Test(policy_mappings, under_any_policy_what_is_mapped_is_valid)
{
    forge_put(&upper, forge_certificate_policies(ANY));
    forge_put(&upper, forge_policy_mappings(A, B, A, C));
    forge_put(&lower, forge_certificate_policies(B));
    forge_put(&leaf, forge_certificate_policies(B));
    accept(A);
    cr_assert_status(judge(), KEDGE_OK);
    accept(B);
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(policy_mappings, of_a_policy_that_is_not_valid_they_say_nothing)
{
    forge_put(&upper, forge_policy_mappings(C, B));
    forge_put(&lower, forge_certificate_policies(B));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(policy_mappings, the_user_may_inhibit_them)
{
    chain.request.policies.inhibit_mapping = true;
    forge_put(&upper, forge_policy_mappings(A, B));
    forge_put(&lower, forge_certificate_policies(B));
    forge_put(&leaf, forge_certificate_policies(B));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    cr_assert_eq(chain.judgement.position, 1);
}

Test(policy_mappings, where_inhibited_a_mapped_policy_is_struck_out_and_others_stay)
{
    chain.request.policies.inhibit_mapping = true;
    forge_put(&upper, forge_certificate_policies(A, B));
    forge_put(&upper, forge_policy_mappings(A, C));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    forge_put(&lower, forge_certificate_policies(B));
    forge_put(&leaf, forge_certificate_policies(B));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policy_mappings, a_ca_may_inhibit_them_after_some_certificates)
{
    forge_put(&lower, forge_policy_mappings(A, B));
    forge_put(&leaf, forge_certificate_policies(B));
    forge_put(&upper, forge_policy_constraints(FORGE_NONE, 0));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    forge_put(&upper, forge_policy_constraints(FORGE_NONE, 1));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policy_mappings, nothing_is_mapped_to_or_from_any_policy)
{
    chain.request.policies.require_explicit = false;
    forge_put(&lower, forge_policy_mappings(A, B, B, ANY));
    cr_assert_status(judge(), KEDGE_POLICY_MAPPING_REFUSED);
    cr_assert_eq(chain.judgement.position, 1);
    cr_assert_gt(chain.judgement.offset, chain.certificate[1].extension[KEDGE_EXT_POLICY_MAPPINGS].offset);
    forge_put(&lower, forge_policy_mappings(ANY, A));
    cr_assert_status(judge(), KEDGE_POLICY_MAPPING_REFUSED);
    forge_drop(&lower, KEDGE_EXT_POLICY_MAPPINGS);
    forge_put(&leaf, forge_policy_mappings(ANY, A));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(explicit_policy, a_ca_may_require_it_after_some_certificates)
{
    chain.request.policies.require_explicit = false;
    forge_drop(&leaf, KEDGE_EXT_CERTIFICATE_POLICIES);
    forge_put(&upper, forge_policy_constraints(3, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&upper, forge_policy_constraints(2, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    forge_put(&upper, forge_policy_constraints(0, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(explicit_policy, self_issued_intermediates_are_not_counted)
{
    chain.request.policies.require_explicit = false;
    forge_drop(&leaf, KEDGE_EXT_CERTIFICATE_POLICIES);
    forge_put(&upper, forge_policy_constraints(2, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    lower.subject = leaf.issuer = lower.issuer;
    cr_assert_status(judge(), KEDGE_OK);
}

Test(explicit_policy, the_target_may_require_it_for_itself_at_once_or_not)
{
    chain.request.policies.require_explicit = false;
    forge_drop(&leaf, KEDGE_EXT_CERTIFICATE_POLICIES);
    forge_put(&leaf, forge_policy_constraints(1, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&leaf, forge_policy_constraints(0, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(explicit_policy, a_later_ca_cannot_lift_it)
{
    chain.request.policies.require_explicit = false;
    forge_drop(&leaf, KEDGE_EXT_CERTIFICATE_POLICIES);
    forge_put(&upper, forge_policy_constraints(0, FORGE_NONE));
    forge_put(&lower, forge_policy_constraints(200, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
}

Test(policy_anchor, its_policies_bind_where_it_is_bound)
{
    forge_put(&root, forge_certificate_policies(B));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    chain.path.anchor_terms = 0;
    cr_assert_status(judge(), KEDGE_OK);
    chain.path.anchor_terms = KEDGE_ANCHOR_CONSTRAINTS;
    forge_put(&root, forge_certificate_policies(B, A));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policy_anchor, one_that_lists_any_policy_restricts_nothing)
{
    chain.request.policies.inhibit_any = true;
    forge_put(&root, forge_certificate_policies(ANY));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policy_anchor, its_mappings_and_counters_bind_too)
{
    forge_put(&root, forge_certificate_policies(B));
    forge_put(&root, forge_policy_mappings(B, A));
    accept(B);
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&root, forge_policy_mappings(B, ANY));
    cr_assert_status(judge(), KEDGE_POLICY_MAPPING_REFUSED);
    cr_assert_eq(chain.judgement.position, 3);
    chain.path.anchor_terms = 0;
    accept(A);
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policy_anchor, it_may_require_an_explicit_policy)
{
    chain.request.policies.require_explicit = false;
    forge_drop(&leaf, KEDGE_EXT_CERTIFICATE_POLICIES);
    forge_put(&root, forge_policy_constraints(0, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    forge_put(&root, forge_policy_constraints(3, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_POLICY_NOT_VALID);
    forge_put(&root, forge_policy_constraints(4, FORGE_NONE));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(policy_anchor, a_bare_name_and_key_has_no_policies)
{
    forge_put(&root, forge_certificate_policies(B));
    add_all();
    chain.certificate[3].version = 0;
    cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK);
}

Test(policy_sets, what_the_cas_granted_and_what_the_user_accepts)
{
    forge_put(&upper, forge_certificate_policies(A, B));
    forge_put(&lower, forge_certificate_policies(B, A));
    forge_put(&leaf, forge_certificate_policies(A, B, C));
    accept(C, B);
    cr_assert_status(list(), KEDGE_OK);
    cr_assert_eq(authority.count, 2);
    cr_assert(set_has(&authority, A) && set_has(&authority, B));
    cr_assert_not(authority.has_any);
    cr_assert_eq(user.count, 1);
    cr_assert(set_has(&user, B));
}

Test(policy_sets, a_user_who_accepts_any_gets_what_the_cas_granted)
{
    cr_assert_status(list(), KEDGE_OK);
    cr_assert_eq(user.count, 1);
    cr_assert(set_has(&user, A));
    accept(ANY, B);
    cr_assert_status(list(), KEDGE_OK);
    cr_assert_eq(user.count, 1);
    cr_assert(set_has(&user, A));
}

Test(policy_sets, any_policy_all_the_way_grants_what_the_user_names)
{
    forge_put(&upper, forge_certificate_policies(ANY));
    forge_put(&lower, forge_certificate_policies(ANY));
    forge_put(&leaf, forge_certificate_policies(ANY, C));
    cr_assert_status(list(), KEDGE_OK);
    cr_assert(authority.has_any && user.has_any);
    cr_assert_eq(authority.count, 1);
    accept(A, B);
    cr_assert_status(list(), KEDGE_OK);
    cr_assert_eq(user.count, 2);
    cr_assert_not(user.has_any);
}

Test(policy_sets, a_policy_from_which_nothing_descends_is_not_granted)
{
    forge_put(&upper, forge_certificate_policies(A, B));
    forge_put(&lower, forge_certificate_policies(A, B));
    cr_assert_status(list(), KEDGE_OK);
    cr_assert_eq(authority.count, 1);
    cr_assert(set_has(&authority, A));
}

Test(policy_sets, they_are_empty_where_no_policy_is_valid)
{
    forge_drop(&leaf, KEDGE_EXT_CERTIFICATE_POLICIES);
    chain.request.policies.require_explicit = false;
    cr_assert_status(list(), KEDGE_OK);
    cr_assert_eq(authority.count, 0);
    cr_assert_eq(user.count, 0);
    cr_assert_not(authority.has_any || user.has_any);
}

Test(policy_sets, more_than_there_is_room_for_are_counted)
{
    forge_put(&upper, forge_certificate_policies(A, B));
    forge_put(&lower, forge_certificate_policies(A, B));
    forge_put(&leaf, forge_certificate_policies(A, B));
    add_all();
    authority = (kedge_policy_set){ .policy = authority_policies, .capacity = 1 };
    user = (kedge_policy_set){ .capacity = 0 };
    cr_assert_status(kedge_certificate_policy_list(&chain.path, &chain.judgement, &authority, &user),
                     KEDGE_OK);
    cr_assert_eq(authority.count, 2);
    cr_assert_eq(user.count, 2);
}

Test(policy_sets, a_policy_is_listed_once_however_often_it_begins)
{
    forge_put(&upper, forge_certificate_policies(ANY));
    forge_put(&upper, forge_policy_mappings(A, B));
    forge_put(&lower, forge_certificate_policies(A, B));
    forge_put(&leaf, forge_certificate_policies(A, B));
    cr_assert_status(list(), KEDGE_OK);
    cr_assert_eq(authority.count, 1);
    cr_assert(set_has(&authority, A));
}

/* Every size of scratch memory, until one suffices: never anything but a refusal that says so. */
Test(policy_graph, too_little_memory_is_told)
{
    void *const whole = chain.judgement.scratch;
    size_t size = 0;
    kedge_status status;

    forge_put(&upper, forge_certificate_policies(ANY, B));
    forge_put(&upper, forge_policy_mappings(A, C));
    forge_put(&lower, forge_certificate_policies(ANY, C));
    accept(A);
    forge_put(&leaf, forge_certificate_policies(C));
    for (status = KEDGE_BUDGET_SPENT; status == KEDGE_BUDGET_SPENT && size < SCRATCH_SIZE; size++) {
        chain.judgement.scratch = malloc(size);
        chain.judgement.scratch_size = size;
        status = judge();
        free(chain.judgement.scratch);
    }
    chain.judgement.scratch = whole;
    cr_assert_status(status, KEDGE_OK);
    cr_assert_gt(size, 100);
    cr_assert_lt(size, 1000);
}

Test(policy_graph, memory_that_is_not_aligned_will_do)
{
    chain.judgement.scratch = (uint8_t *)chain.judgement.scratch + 1;
    chain.judgement.scratch_size--;
    cr_assert_status(judge(), KEDGE_OK);
    chain.judgement.scratch = (uint8_t *)chain.judgement.scratch - 1;
}

Test(policy_graph, without_memory_it_is_told)
{
    void *const whole = chain.judgement.scratch;

    chain.judgement.scratch = NULL;
    cr_assert_status(judge(), KEDGE_BUDGET_SPENT);
    chain.judgement.scratch = whole;
}

Test(policy_graph, it_has_no_more_levels_than_a_path_has_certificates)
{
    const kedge_certificate certificate = rules_parse(&leaf);
    kedge_policy_graph graph;

    kedge_policy_graph_begin(&graph, chain.judgement.scratch, SCRATCH_SIZE);
    for (size_t i = 0; i < KEDGE_PATH_MAX; i++)
        cr_assert_status(kedge_policy_graph_add(&graph, &certificate, true), KEDGE_OK);
    cr_assert_status(kedge_policy_graph_add(&graph, &certificate, true), KEDGE_BUDGET_SPENT);
}

Test(policy_graph, only_any_policy_is_any)
{
    cr_assert(kedge_policy_is_any(forge_oid_content(ANY)));
    cr_assert_not(kedge_policy_is_any(forge_oid_content("2.5.29.32.1")));
    cr_assert_not(kedge_policy_is_any(forge_oid_content("2.5.29.32")));
}

/* Two policies, each mapped to both: a tree would have 2 to the power of the depth. */
Test(policy_graph, what_made_a_tree_grow_exponentially_stays_small)
{
    forge_certificate issuer = forge_root("Root");
    forge_certificate authorities[20];

    for (size_t i = 0; i < 20; i++) {
        char name[16];

        snprintf(name, sizeof name, "CA %zu", i);
        authorities[i] = forge_ca(name, &issuer);
        forge_put(&authorities[i], forge_certificate_policies(A, B));
        forge_put(&authorities[i], forge_policy_mappings(A, A, A, B, B, A, B, B));
        issuer = authorities[i];
    }
    leaf = forge_leaf("host.example", &issuer);
    forge_put(&leaf, forge_certificate_policies(A));
    rules_path_add(&chain, &leaf);
    for (size_t i = 20; i-- > 0;)
        rules_path_add(&chain, &authorities[i]);
    rules_path_add(&chain, &root);
    chain.judgement.scratch_size = 20 * 2 * 128;
    accept(B);
    cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK);
}

Test(policy_graph, policies_are_sorted)
{
    kedge_span policies[40];
    char oid[32];

    for (unsigned i = 0; i < 40; i++) {
        snprintf(oid, sizeof oid, "1.2.%u", i * 7919 % 40 * 37);
        policies[i] = forge_oid_content(oid);
    }
    for (size_t count = 0; count <= 40; count++) {
        kedge_span some[40];

        memcpy(some, policies, sizeof some);
        kedge_policy_sort(some, count, sizeof some[0]);
        for (size_t i = 1; i < count; i++)
            cr_assert_leq(kedge_policy_compare(some[i - 1], some[i]), 0);
        for (size_t i = 0; i < count; i++)
            cr_assert_eq(
                kedge_policy_compare(some[kedge_policy_search(some, count, sizeof some[0], policies[i])],
                                     policies[i]),
                0);
    }
}
