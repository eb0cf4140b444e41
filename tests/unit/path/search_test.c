/* search_test.c - which path is found, and what is said where there is none. */
#include "unit/path/scene.h"

static scene s;

static void begin(void)
{
    scene_begin(&s);
}

static void end(void)
{
    scene_end(&s);
}

TestSuite(search, .init = begin, .fini = end);

Test(search, a_chain_in_order_is_accepted_and_the_verdict_names_its_path)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    const forge_certificate leaf = forge_leaf("host.example", &ca);

    scene_chain(&s, &root, &leaf, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.reason, KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 3);
    cr_assert_eq(s.verdict.path[0], 0);
    cr_assert_eq(s.verdict.path[1], 1);
    cr_assert_eq(s.verdict.path[2], KEDGE_INDEX_ANCHOR);
    cr_assert_eq(s.verdict.anchor, 0);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_NONE);
    cr_assert_eq(s.verdict.spent.signatures, 2);
    cr_assert_eq(s.verdict.key_type, KEDGE_KEY_P256);
    cr_assert_eq(s.verdict.key_bits, 256);
    cr_assert_neq(s.verdict.extended_key_usage & KEDGE_EKU_SERVER_AUTH, 0);
    cr_assert_eq(s.verdict.matched_kind, KEDGE_DNS_NAME);
    cr_assert_eq(s.verdict.matched_name.size, strlen("host.example"));
    cr_assert(memcmp(s.chain[0].data + s.verdict.matched_name.offset, "host.example", 12) == 0);
}

Test(search, valid_until_is_the_earliest_end_of_what_was_relied_on)
{
    forge_certificate root = forge_root("Root");
    root.not_after = FORGE_NOW + 5 * FORGE_DAY;
    forge_certificate ca = forge_ca("CA", &root);
    ca.not_after = FORGE_NOW + 3 * FORGE_DAY;
    forge_certificate leaf = forge_leaf("host.example", &ca);
    leaf.not_after = FORGE_NOW + 9 * FORGE_DAY;

    scene_chain(&s, &root, &leaf, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.valid_until, FORGE_NOW + 3 * FORGE_DAY);
}

Test(search, an_anchor_whose_expiry_counts_bounds_valid_until_and_one_whose_does_not_does_not)
{
    forge_certificate root = forge_root("Root");
    root.not_after = FORGE_NOW + 5 * FORGE_DAY;
    forge_certificate leaf = forge_leaf("host.example", &root);
    leaf.not_after = FORGE_NOW + 9 * FORGE_DAY;

    scene_chain(&s, &root, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.valid_until, FORGE_NOW + 5 * FORGE_DAY);
    s.policy.anchor_terms &= ~(uint32_t)KEDGE_ANCHOR_EXPIRY;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.valid_until, FORGE_NOW + 9 * FORGE_DAY);
}

Test(search, the_order_of_the_extras_does_not_matter)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate upper = forge_ca("Upper", &root);
    const forge_certificate lower = forge_ca("Lower", &upper);
    const forge_certificate leaf = forge_leaf("host.example", &lower);

    scene_chain(&s, &root, &leaf, &root, &upper, &lower);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 4);
    cr_assert_eq(s.verdict.path[1], 3);
    cr_assert_eq(s.verdict.path[2], 2);
}

Test(search, a_missing_intermediate_is_an_issuer_not_found)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate upper = forge_ca("Upper", &root);
    const forge_certificate lower = forge_ca("Lower", &upper);
    const forge_certificate leaf = forge_leaf("host.example", &lower);

    scene_chain(&s, &root, &leaf, &lower);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_ISSUER_NOT_FOUND);
    cr_assert_eq(s.verdict.certificate, 1);
    cr_assert_eq(s.verdict.path_length, 0);
    cr_assert_eq(s.verdict.spent.signatures, 0, "names show that no anchor can be reached");
}

Test(search, a_chain_to_a_root_that_is_not_trusted_says_so)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate other = forge_root("Other");
    const forge_certificate leaf = forge_leaf("host.example", &root);

    scene_chain(&s, &other, &leaf, &root);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_SELF_SIGNED_UNTRUSTED);
    cr_assert_eq(s.verdict.certificate, 1);
}

Test(search, a_self_signed_leaf_that_nobody_trusts_says_so)
{
    const forge_certificate leaf = forge_root("host.example");

    scene_send(&s, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_SELF_SIGNED_UNTRUSTED);
    cr_assert_eq(s.verdict.certificate, 0);
}

Test(search, a_signature_by_another_key_is_named_with_its_place)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    forge_certificate leaf = forge_leaf("host.example", &ca);
    leaf.signer = forge_p256("somebody else");

    scene_chain(&s, &root, &leaf, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(s.verdict.certificate, 0);
    cr_assert_gt(s.verdict.offset, 0);
}

Test(search, the_fault_nearest_to_the_anchor_is_reported)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate ca = forge_ca("CA", &root);
    ca.signer = forge_p256("somebody else");
    const forge_certificate leaf = forge_leaf("host.example", &ca);

    scene_chain(&s, &root, &leaf, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(s.verdict.certificate, 1);
}

Test(search, an_expired_twin_is_passed_over_for_the_valid_one)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    forge_certificate twin = ca;
    twin.not_after = FORGE_NOW - 1;
    const forge_certificate leaf = forge_leaf("host.example", &ca);

    scene_chain(&s, &root, &leaf, &twin, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path[1], 2);
}

Test(search, an_expired_intermediate_alone_is_reported_only_because_all_signatures_verify)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate ca = forge_ca("CA", &root);
    ca.not_after = FORGE_NOW - 1;
    forge_certificate leaf = forge_leaf("host.example", &ca);

    scene_chain(&s, &root, &leaf, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_EXPIRED);
    cr_assert_eq(s.verdict.certificate, 1);
    cr_assert_eq(s.verdict.faults, KEDGE_FAULT_TIME);
    cr_assert_eq(s.verdict.path_length, 3);

    leaf.signer = forge_p256("somebody else");
    s.chain[0] = forge_sign(&leaf);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(s.verdict.faults, 0);
}

Test(search, all_tolerable_faults_are_counted)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);
    leaf.not_after = FORGE_NOW - 1;

    scene_chain(&s, &root, &leaf);
    s.request.identity = kedge_identity_dns("another.example");
    cr_assert_status(scene_verify(&s), KEDGE_EXPIRED);
    cr_assert_eq(s.verdict.faults, KEDGE_FAULT_TIME | KEDGE_FAULT_IDENTITY);
}

Test(search, a_hard_fault_hides_no_tolerable_one_and_is_reported_first)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate ca = forge_ca("CA", &root);
    forge_put(&ca, forge_basic_constraints(false, FORGE_NONE));
    forge_certificate leaf = forge_leaf("host.example", &ca);
    leaf.not_after = FORGE_NOW - 1;

    scene_chain(&s, &root, &leaf, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_A_CA);
    cr_assert_eq(s.verdict.certificate, 1);
    cr_assert_eq(s.verdict.faults, 0, "a refusal that nobody may forgive has no tolerable side");
}

Test(search, a_cross_signed_intermediate_leads_to_the_root_that_is_trusted)
{
    const forge_certificate known = forge_root("Known Root");
    const forge_certificate unknown = forge_root("Unknown Root");
    const forge_certificate ca = forge_ca("CA", &unknown);
    const forge_certificate crossed = forge_cross_sign(&ca, &known);
    const forge_certificate leaf = forge_leaf("host.example", &ca);

    scene_chain(&s, &known, &leaf, &ca, &unknown, &crossed);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path[1], 3);
    cr_assert_eq(s.verdict.spent.signatures, 2, "each signature once: the leaf's serves both certificates");
}

Test(search, a_cross_signed_root_by_an_expired_root_does_not_break_the_direct_path)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate old = forge_root("Old Root");
    old.not_after = FORGE_NOW - 1;
    const forge_certificate crossed = forge_cross_sign(&root, &old);
    const forge_certificate leaf = forge_leaf("host.example", &root);

    scene_trust(&s, &old);
    scene_chain(&s, &root, &leaf, &crossed);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 2);
    cr_assert_eq(s.verdict.anchor, 1);
}

Test(search, several_keys_under_one_name_are_told_apart_by_their_signatures)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate wrong[6];
    const forge_certificate right = forge_ca("CA", &root);
    forge_certificate leaf = forge_leaf("host.example", &right);

    forge_drop(&leaf, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    scene_chain(&s, &root, &leaf);
    for (int i = 0; i < 6; i++) {
        char label[] = "key 0";
        label[4] = (char)('0' + i);
        wrong[i] = forge_ca_with_key("CA", &root, forge_p256(label));
        scene_send(&s, &wrong[i]);
    }
    scene_send(&s, &right);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path[1], 7);
    cr_assert_leq(s.verdict.spent.signatures, 8);
}

Test(search, two_cas_that_certify_each_other_lead_nowhere)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate one = forge_root("One");
    const forge_certificate other = forge_ca("Other", &one);
    const forge_certificate back = forge_cross_sign(&one, &other);
    const forge_certificate leaf = forge_leaf("host.example", &other);

    scene_chain(&s, &root, &leaf, &other, &back);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_ISSUER_NOT_FOUND);
}

Test(search, a_loop_beside_the_path_does_not_hide_it)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate one = forge_ca("One", &root);
    const forge_certificate other = forge_ca("Other", &one);
    const forge_certificate back = forge_cross_sign(&one, &other);
    const forge_certificate leaf = forge_leaf("host.example", &other);

    scene_chain(&s, &root, &leaf, &other, &back, &one);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 4);
}

Test(search, unused_extras_and_a_second_leaf_are_no_harm)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate stranger = forge_root("Stranger");
    const forge_certificate second = forge_leaf("other.example", &stranger);
    const forge_certificate leaf = forge_leaf("host.example", &root);

    scene_chain(&s, &root, &leaf, &stranger, &second);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.spent.signatures, 1);
}

typedef struct seen_events {
    int dead;
    int16_t dead_certificate;
    kedge_status dead_status;
    int candidates;
    int signatures;
    int rules;
    int paths;
    int verdicts;
    kedge_status verdict;
} seen_events;

static void count_events(void *context, const kedge_event *event)
{
    seen_events *seen = context;

    switch (event->kind) {
    case KEDGE_EVENT_DEAD:
        seen->dead++;
        seen->dead_certificate = event->certificate;
        seen->dead_status = event->status;
        break;
    case KEDGE_EVENT_CANDIDATE:
        seen->candidates++;
        break;
    case KEDGE_EVENT_SIGNATURE:
        seen->signatures++;
        break;
    case KEDGE_EVENT_RULE:
        cr_assert_not_null(event->rule);
        cr_assert_not_null(event->clause);
        seen->rules++;
        break;
    case KEDGE_EVENT_PATH:
        cr_assert_not_null(event->path);
        seen->paths++;
        break;
    case KEDGE_EVENT_VERDICT:
        seen->verdicts++;
        seen->verdict = event->status;
        break;
    case KEDGE_EVENT_REFUSED:
    case KEDGE_EVENT_DEAD_END:
        break;
    }
}

Test(search, an_extra_that_does_not_parse_is_a_reported_dead_candidate)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate leaf = forge_leaf("host.example", &root);
    static const uint8_t noise[] = { 0x30, 0x03, 0x02, 0x01 };
    seen_events seen = { 0 };

    scene_chain(&s, &root, &leaf);
    scene_send_der(&s, (kedge_span){ noise, sizeof noise });
    s.request.trace = count_events;
    s.request.context = &seen;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(seen.dead, 1);
    cr_assert_eq(seen.dead_certificate, 1);
    cr_assert_status(seen.dead_status, KEDGE_DER_TRUNCATED);
    cr_assert_eq(seen.candidates, 1);
    cr_assert_eq(seen.signatures, 1);
    cr_assert_eq(seen.paths, 1);
    cr_assert_gt(seen.rules, 10);
    cr_assert_eq(seen.verdicts, 1);
    cr_assert_eq(seen.verdict, KEDGE_OK);
}

Test(search, a_leaf_that_does_not_parse_is_the_verdict_with_its_offset)
{
    static const uint8_t noise[] = { 0x30, 0x03, 0x02, 0x01 };

    scene_send_der(&s, (kedge_span){ noise, sizeof noise });
    cr_assert_status(scene_verify(&s), KEDGE_DER_TRUNCATED);
    cr_assert_eq(s.verdict.certificate, 0);
}

Test(search, a_duplicate_of_a_certificate_costs_no_signature)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    const forge_certificate leaf = forge_leaf("host.example", &ca);

    scene_chain(&s, &root, &leaf);
    for (int i = 0; i < 5; i++)
        scene_send(&s, &ca);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path[1], 1);
    cr_assert_eq(s.verdict.spent.signatures, 2);
}

Test(search, an_anchor_may_be_the_leaf_only_by_its_leaf_bit)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate leaf = forge_leaf("host.example", &root);

    scene_trust_with(&s, &leaf, KEDGE_ANCHOR_LEAF, 0);
    scene_send(&s, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_ANCHOR_NOT_LEAF);
    cr_assert_eq(s.verdict.certificate, 0);

    scene_trust_with(&s, &leaf, KEDGE_ANCHOR_LEAF, KEDGE_ANCHOR_LEAF);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 1);
    cr_assert_eq(s.verdict.path[0], 0);
    cr_assert_eq(s.verdict.spent.signatures, 0);
}

Test(search, a_leaf_anchor_is_still_judged_as_a_leaf)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);
    leaf.not_after = FORGE_NOW - 1;

    scene_trust_with(&s, &leaf, KEDGE_ANCHOR_LEAF, KEDGE_ANCHOR_LEAF);
    scene_send(&s, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_EXPIRED);
    s.policy.anchor_terms &= ~(uint32_t)KEDGE_ANCHOR_EXPIRY;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    s.request.identity = kedge_identity_dns("another.example");
    cr_assert_status(scene_verify(&s), KEDGE_IDENTITY_MISMATCH);
}

Test(search, a_leaf_anchor_that_must_be_self_signed_is_checked_to_be)
{
    const uint32_t terms = KEDGE_ANCHOR_LEAF | KEDGE_ANCHOR_LEAF_SELF_SIGNED;
    forge_certificate self = forge_root("host.example");
    forge_put(&self, forge_subject_alt_name(forge_dns("host.example")));
    const forge_certificate root = forge_root("Root");
    const forge_certificate issued = forge_leaf("host.example", &root);

    scene_trust_with(&s, &self, terms, terms);
    scene_trust_with(&s, &issued, terms, terms);
    scene_send(&s, &self);
    s.policy.flags &= ~(uint32_t)KEDGE_POLICY_LEAF_KEY_USAGE;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.spent.signatures, 1);
    s.chain[0] = forge_sign(&issued);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
}

Test(search, a_self_signed_leaf_is_not_issued_by_its_own_anchor)
{
    const forge_certificate self = forge_root("host.example");

    scene_chain(&s, &self, &self);
    s.request.identity = kedge_identity_waived();
    s.policy.flags &= ~(uint32_t)KEDGE_POLICY_LEAF_KEY_USAGE;
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_ANCHOR_NOT_LEAF);
}

Test(search, an_anchor_without_the_issuer_bit_issues_nothing)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate leaf = forge_leaf("host.example", &root);

    scene_trust_with(&s, &root, KEDGE_ANCHOR_ISSUER, 0);
    scene_send(&s, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_ANCHOR_NOT_ISSUER);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
}

Test(search, a_bare_name_and_key_is_an_anchor)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate leaf = forge_leaf("host.example", &root);
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_name_and_key(&s.trust, root.subject, root.key->subject_public_key_info, NULL,
                                              &fault), KEDGE_OK);
    scene_send(&s, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 2);
}

Test(search, a_bare_name_and_key_may_pin_a_leaf)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate leaf = forge_leaf("host.example", &root);
    const kedge_anchor_terms terms = { .given = KEDGE_ANCHOR_LEAF, .value = KEDGE_ANCHOR_LEAF };
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_name_and_key(&s.trust, leaf.subject, leaf.key->subject_public_key_info, &terms,
                                              &fault), KEDGE_OK);
    scene_send(&s, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 1);
}

Test(search, more_anchors_of_one_name_than_there_is_room_for_end_in_a_spent_budget_not_in_a_wrong_no)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);

    forge_drop(&leaf, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    for (int i = 0; i < 24; i++) {
        char label[] = "key a";
        label[4] = (char)('a' + i);
        const forge_certificate other = forge_root_with_key("Root", forge_p256(label));
        scene_trust(&s, &other);
    }
    scene_send(&s, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_BUDGET_SPENT);
}

Test(search, the_anchor_that_the_key_identifier_names_is_found_among_many_of_one_name)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate leaf = forge_leaf("host.example", &root);

    for (int i = 0; i < 24; i++) {
        char label[] = "key a";
        label[4] = (char)('a' + i);
        const forge_certificate other = forge_root_with_key("Root", forge_p256(label));
        scene_trust(&s, &other);
    }
    scene_chain(&s, &root, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.spent.signatures, 1);
    cr_assert_eq(s.verdict.anchor, 24);
}

Test(search, a_signature_budget_that_runs_out_has_its_own_status)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    const forge_certificate leaf = forge_leaf("host.example", &ca);

    scene_chain(&s, &root, &leaf, &ca);
    s.policy.budget.signatures = 1;
    cr_assert_status(scene_verify(&s), KEDGE_BUDGET_SPENT);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_NONE);
    s.policy.budget.signatures = 2;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
}

Test(search, a_budget_that_runs_out_is_about_no_place_in_any_certificate)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    forge_certificate twin = ca;
    forge_certificate leaf = forge_leaf("host.example", &ca);
    twin.key = forge_p256("twin");
    leaf.signer = forge_p256("somebody else");

    scene_chain(&s, &root, &leaf, &ca, &twin);
    s.policy.budget.signatures = 1;
    cr_assert_status(scene_verify(&s), KEDGE_BUDGET_SPENT);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_NONE);
    cr_assert_eq(s.verdict.offset, 0);
}

Test(search, a_candidate_budget_that_runs_out_has_its_own_status)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate leaf = forge_leaf("host.example", &root);

    scene_chain(&s, &root, &leaf);
    s.policy.budget.candidates = 0;
    cr_assert_status(scene_verify(&s), KEDGE_BUDGET_SPENT);
}

Test(search, a_path_budget_ends_the_enumeration_of_refused_paths)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate upper = forge_ca("Upper", &root);
    forge_put(&upper, forge_basic_constraints(true, 0));

    scene_trust(&s, &root);
    s.request.chain_count = 1;
    const forge_certificate lower = forge_ca("Lower", &upper);
    scene_send(&s, &lower);
    for (int i = 0; i < 8; i++) {
        forge_certificate twin = upper;
        twin.not_after += i;
        scene_send(&s, &twin);
    }
    const forge_certificate leaf = forge_leaf("host.example", &lower);
    s.chain[0] = forge_sign(&leaf);
    cr_assert_status(scene_verify(&s), KEDGE_PATH_TOO_LONG);
    cr_assert_eq(s.verdict.spent.paths, 8);
    s.policy.budget.paths = 3;
    cr_assert_status(scene_verify(&s), KEDGE_BUDGET_SPENT);
    cr_assert_eq(s.verdict.spent.paths, 3);
}

Test(search, a_path_that_one_rule_refuses_gives_way_to_another)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate upper = forge_ca("Upper", &root);
    forge_certificate narrow = upper;
    forge_put(&narrow, forge_basic_constraints(true, 0));
    const forge_certificate lower = forge_ca("Lower", &upper);
    const forge_certificate leaf = forge_leaf("host.example", &lower);

    scene_chain(&s, &root, &leaf, &lower, &narrow, &upper);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path[2], 3);
}

Test(search, a_weak_issuer_key_is_refused_before_its_signature)
{
    const forge_certificate root = forge_root_with_key("Root", forge_rsa(1024, 0));
    const forge_certificate leaf = forge_leaf("host.example", &root);

    scene_chain(&s, &root, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_KEY_REFUSED);
    cr_assert_eq(s.verdict.certificate, KEDGE_INDEX_ANCHOR);
    cr_assert_eq(s.verdict.spent.signatures, 0);
}

Test(search, sha1_is_refused_before_its_signature_and_allowed_by_its_bit)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);
    leaf.hash = KEDGE_HASH_SHA1;

    scene_chain(&s, &root, &leaf);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_ALGORITHM_REFUSED);
    cr_assert_eq(s.verdict.certificate, 0);
    cr_assert_eq(s.verdict.spent.signatures, 0);
    s.policy.signatures |= KEDGE_ALLOW(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA1);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
}

Test(search, a_path_that_nobody_may_forgive_gives_way_to_one_that_is_merely_expired)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate upper = forge_ca("Upper", &root);
    forge_certificate narrow = upper;
    forge_put(&narrow, forge_basic_constraints(true, 0));
    forge_certificate expired = upper;
    expired.not_after = FORGE_NOW - 1;
    const forge_certificate lower = forge_ca("Lower", &upper);
    const forge_certificate leaf = forge_leaf("host.example", &lower);

    scene_chain(&s, &root, &leaf, &lower, &narrow);
    cr_assert_status(scene_verify(&s), KEDGE_PATH_TOO_LONG);
    scene_send(&s, &expired);
    cr_assert_status(scene_verify(&s), KEDGE_EXPIRED);
    cr_assert_eq(s.verdict.certificate, 3);
    cr_assert_eq(s.verdict.faults, KEDGE_FAULT_TIME);
}

Test(search, a_bare_name_and_key_pins_no_leaf_by_a_policys_default)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);
    uint32_t fault = 0;

    leaf.subject = root.subject;
    leaf.key = root.key;
    leaf.signer = forge_p256("nobody");
    cr_assert_eq(kedge_trust_add_name_and_key(&s.trust, root.subject, root.key->subject_public_key_info, NULL, &fault),
                 KEDGE_OK);
    scene_send(&s, &leaf);
    s.policy.anchor_terms |= KEDGE_ANCHOR_LEAF;
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_ANCHOR_NOT_LEAF);
}
