/* pool_test.c - pools of certificates that share names: what makes greedy searches miss a path and thorough ones
 * burn time.  What a search may cost is told by what it counts. */
#include "unit/path/scene.h"

static scene s;

static void begin(void)
{
    scene_begin(&s);
    s.request.chain_count = 1; /* the leaf, which is signed last */
}

static void end(void)
{
    scene_end(&s);
}

TestSuite(pool, .init = begin, .fini = end);

/* Key identifiers that tell nothing. */
static void blur(forge_certificate *certificate)
{
    const kedge_span identifier = forge_chars("the same for all");

    forge_put(certificate, forge_subject_key_identifier(identifier));
    forge_put(certificate, forge_authority_key_identifier(identifier));
}

static forge_certificate member_of(int layer, int member, bool is_twin, const forge_certificate *issuer)
{
    char name[] = "Layer a";
    char label[] = "layer a member a";
    forge_certificate ca;

    name[6] = (char)('a' + layer);
    label[6] = (char)('a' + layer);
    if (!is_twin)
        label[15] = (char)('a' + member);
    ca = forge_ca_with_key(name, issuer, forge_p256(label));
    ca.not_after += member;
    blur(&ca);
    return ca;
}

/* Layers of CAs alike in name and key identifier; twins share their key as well.  Each is signed by the last of the
 * layer above, the highest by `top`.  Answers the last of the lowest. */
static forge_certificate send_layers(const forge_certificate *top, int layers, int width, bool are_twins)
{
    forge_certificate issuer = *top;

    for (int layer = 0; layer < layers; layer++) {
        forge_certificate last = issuer;

        for (int member = 0; member < width; member++) {
            last = member_of(layer, member, are_twins, &issuer);
            scene_send(&s, &last);
        }
        issuer = last;
    }
    return issuer;
}

static void send_leaf(const forge_certificate *issuer)
{
    forge_certificate leaf = forge_leaf("host.example", issuer);

    blur(&leaf);
    s.chain[0] = forge_sign(&leaf);
}

static void exchange(size_t one, size_t other)
{
    const kedge_span moved = s.chain[one];

    s.chain[one] = s.chain[other];
    s.chain[other] = moved;
}

/* Put the certificates after the leaf into another order. */
static void shuffle(uint32_t seed)
{
    for (size_t i = s.request.chain_count - 1; i > 1; i--) {
        seed = seed * 1664525 + 1013904223;
        exchange(i, 1 + (seed >> 8) % i);
    }
}

Test(pool, layers_whose_names_lead_nowhere_cost_no_signature)
{
    const forge_certificate untrusted = forge_root("Top");
    const forge_certificate root = forge_root("Root");
    const forge_certificate issuer = send_layers(&untrusted, 6, 12, false);

    scene_trust(&s, &root);
    send_leaf(&issuer);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_ISSUER_NOT_FOUND);
    cr_assert_eq(s.verdict.spent.signatures, 0);
    cr_assert_leq(s.verdict.spent.candidates, 6 * 12, "each is looked at once");
}

Test(pool, layers_cost_each_signature_once_and_hide_no_path)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate issuer = send_layers(&root, 4, 6, false);

    scene_trust(&s, &root);
    send_leaf(&issuer);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 6);
    cr_assert_leq(s.verdict.spent.signatures, 1 + 4 * 6);
}

Test(pool, layers_below_a_root_that_did_not_sign_them_cost_each_signature_once)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate stranger = forge_root_with_key("Root", forge_p256("stranger"));
    const forge_certificate issuer = send_layers(&stranger, 6, 12, false);

    scene_trust(&s, &root);
    send_leaf(&issuer);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_SIGNATURE_INVALID);
    cr_assert_leq(s.verdict.spent.signatures, 6 * 12 + 1);
    cr_assert_leq(s.verdict.spent.candidates, 6 * 6 * 12);
}

Test(pool, of_layers_of_twins_that_the_root_did_not_sign_each_is_tried_once)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate stranger = forge_root_with_key("Root", forge_p256("stranger"));
    const forge_certificate issuer = send_layers(&stranger, 9, 14, true);

    scene_trust(&s, &root);
    send_leaf(&issuer);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(s.verdict.spent.signatures, 9 + 14, "one on each step, and of the highest layer all");
    cr_assert_leq(s.verdict.spent.candidates, 9 * 9 * 14);
}

Test(pool, the_one_twin_that_the_root_signed_is_found_wherever_it_stands)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate stranger = forge_root_with_key("Root", forge_p256("stranger"));
    const forge_certificate issuer = send_layers(&stranger, 8, 14, true);
    const forge_certificate hidden = member_of(0, 20, true, &root);

    scene_trust(&s, &root);
    scene_send(&s, &hidden);
    send_leaf(&issuer);
    for (uint32_t seed = 1; seed <= 6; seed++) {
        shuffle(seed);
        cr_assert_status(scene_verify(&s), KEDGE_OK);
        cr_assert_eq(s.verdict.path_length, 10);
        cr_assert_leq(s.verdict.spent.candidates, 8 * 14);
    }
}

/* All paths are genuine, and are refused because of what only a whole path shows. */
Test(pool, twins_whose_paths_are_all_refused_end_with_the_budget_of_paths)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate issuer = send_layers(&root, 9, 14, true);

    scene_trust(&s, &root);
    send_leaf(&issuer);
    s.policy.budget.paths = 100;
    cr_assert_status(scene_verify(&s), KEDGE_BUDGET_SPENT);
    cr_assert_eq(s.verdict.spent.paths, 100);
    cr_assert_leq(s.verdict.spent.signatures, 127);
    cr_assert_leq(s.verdict.spent.candidates, 100 * 10);
}

/* Beside each genuine step there are many into a thicket, whose signatures nobody has refuted and which leads
 * nowhere. */
Test(pool, a_thicket_beside_the_path_is_walked_once_for_each_step_at_most)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate nobody = forge_root("Thicket");
    forge_certificate issuer = root;

    scene_trust(&s, &root);
    for (int layer = 0; layer < 7; layer++) {
        forge_certificate twin = member_of(layer, 0, true, &nobody);

        for (int member = 1; member < 5; member++) {
            twin = member_of(layer, member, true, &nobody);
            scene_send(&s, &twin);
        }
        issuer = member_of(layer, 6, true, &issuer);
        scene_send(&s, &issuer);
    }
    for (int member = 0; member < 40; member++) {
        char label[] = "thicket a";
        label[8] = (char)('A' + member);
        const forge_certificate thorn = forge_root_with_key("Thicket", forge_p256(label));
        scene_send(&s, &thorn);
    }
    send_leaf(&issuer);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.path_length, 9);
    cr_assert_leq(s.verdict.spent.signatures, 8);
    cr_assert_leq(s.verdict.spent.candidates, 8 * (40 + 5));
}

/* --- more anchors of one name than there is room for --- */

static void trust_many(const char *name, int count)
{
    for (int i = 0; i < count; i++) {
        char label[] = "anchor a";
        label[7] = (char)('A' + i);
        const forge_certificate anchor = forge_root_with_key(name, forge_p256(label));
        scene_trust(&s, &anchor);
    }
}

/* Two CAs that certified a third, each below a root whose name many anchors bear. */
static void send_crossing(bool has_key_identifiers)
{
    const forge_certificate one = forge_root("One");
    const forge_certificate other = forge_root("Other");
    forge_certificate middle = forge_ca("Middle", &one);
    forge_certificate crossed = forge_cross_sign(&middle, &other);
    const forge_certificate leaf = forge_leaf("host.example", &middle);

    if (!has_key_identifiers) {
        forge_drop(&middle, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
        forge_drop(&crossed, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    }
    trust_many("One", 20);
    trust_many("Other", 20);
    scene_trust(&s, &other);
    s.chain[0] = forge_sign(&leaf);
    scene_send(&s, &middle);
    scene_send(&s, &crossed);
}

Test(pool, anchors_named_by_their_keys_come_first_whatever_certificate_names_them)
{
    send_crossing(true);
    for (int turn = 0; turn < 2; turn++) {
        cr_assert_status(scene_verify(&s), KEDGE_OK);
        cr_assert_eq(s.verdict.anchor, 40);
        cr_assert_eq(s.verdict.path[1], 2 - turn);
        exchange(1, 2);
    }
}

Test(pool, which_anchors_there_is_room_for_does_not_depend_on_the_order_of_the_chain)
{
    kedge_verdict first;

    send_crossing(false);
    s.policy.budget.signatures = 1000;
    scene_verify(&s);
    first = s.verdict;
    exchange(1, 2);
    scene_verify(&s);
    cr_assert_status(s.verdict.status, first.status);
    cr_assert_eq(s.verdict.spent.signatures, first.spent.signatures);
    cr_assert_eq(s.verdict.spent.candidates, first.spent.candidates);
}

/* --- signatures that are asked for on a guess --- */

Test(pool, guesses_lose_no_path_and_leave_half_of_the_budget)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate issuer = send_layers(&root, 8, 12, false);

    s.trust.crypto = kedge_crypto_default();
    scene_trust(&s, &root);
    send_leaf(&issuer);
    for (uint32_t seed = 1; seed <= 3; seed++) {
        shuffle(seed);
        cr_assert_status(scene_verify(&s), KEDGE_OK);
        cr_assert_eq(s.verdict.path_length, 10);
        cr_assert_leq(s.verdict.spent.signatures, s.policy.budget.signatures / 2 + 8 * 12 + 1);
    }
}

typedef struct asked {
    size_t at_first;
    size_t after_a_failure;
} asked;

/* How many signatures are asked for at first, and when all of these are found wrong. */
static asked ask_twice(void)
{
    const size_t size = kedge_workspace_size(&s.request);
    void *workspace = malloc(size);
    kedge_status answers[KEDGE_JOBS_MAX];
    asked counts;

    cr_assert_status(kedge_verify_begin(&s.trust, &s.request, workspace, size, &s.verdict), KEDGE_PENDING);
    (void)kedge_verify_jobs(workspace, &counts.at_first);
    for (size_t i = 0; i < counts.at_first; i++)
        answers[i] = KEDGE_SIGNATURE_INVALID;
    cr_assert_status(kedge_verify_resume_all(workspace, answers), KEDGE_PENDING);
    (void)kedge_verify_jobs(workspace, &counts.after_a_failure);
    free(workspace);
    return counts;
}

Test(pool, after_a_failure_the_candidates_beside_are_asked_for_together)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate issuer = send_layers(&root, 2, 6, false);
    asked counts;

    scene_trust(&s, &root);
    send_leaf(&issuer);
    counts = ask_twice();
    cr_assert_eq(counts.at_first, 3, "the leaf's, and one on each step above");
    cr_assert_eq(counts.after_a_failure, 5, "the leaf's under each of the keys that are left");
}

Test(pool, where_half_of_the_budget_is_spent_nothing_is_guessed)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate issuer = send_layers(&root, 2, 6, false);
    asked counts;

    scene_trust(&s, &root);
    send_leaf(&issuer);
    s.policy.budget.signatures = 6;
    counts = ask_twice();
    cr_assert_eq(counts.at_first, 3);
    cr_assert_eq(counts.after_a_failure, 1);
}

Test(pool, each_key_beside_is_asked_for_once_however_many_certificates_have_it)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate issuer = root;
    asked counts;

    scene_trust(&s, &root);
    for (int key = 0; key < 3; key++)
        for (int twin = 0; twin < 3; twin++) {
            issuer = member_of(0, key, false, &root);
            issuer.not_after += 10 * twin;
            scene_send(&s, &issuer);
        }
    send_leaf(&issuer);
    counts = ask_twice();
    cr_assert_eq(counts.at_first, 2);
    cr_assert_eq(counts.after_a_failure, 2, "the two keys that are left");
}
