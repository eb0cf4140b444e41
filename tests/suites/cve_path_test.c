/* cve_path_test.c - flaws of others: who may issue, which path is taken, and what looking for it costs. */
#include "suites/cve.h"

/* --- CAs and paths --- */

FLAW(path, a_server_does_not_issue, "CVE-2002-0862 (Windows), CVE-2011-0228 (iOS)",
     "basicConstraints was not looked at, so every server could issue")
{
    forge_certificate server = forge_leaf("server.example", &ca);

    leaf = forge_leaf("host.example", &server);
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &server);
    scene_send(&s, &ca);
    expect_status(scene_verify(&s), KEDGE_NOT_A_CA);
    cr_assert_eq(s.verdict.certificate, 1);
}

FLAW(path, every_path_that_is_tried_passes_every_rule, "CVE-2015-1793 (OpenSSL)",
     "the rules had been applied to the first path that was tried, and not to the one that was taken")
{
    forge_certificate stranger = forge_root("Stranger");
    forge_certificate elsewhere = forge_cross_sign(&ca, &stranger);

    forge_put(&ca, forge_basic_constraints(false, FORGE_NONE));
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &elsewhere);
    scene_send(&s, &ca);
    scene_send(&s, &stranger);
    expect_status(scene_verify(&s), KEDGE_NOT_A_CA);
}

FLAW(path, a_later_rule_does_not_undo_a_refusal, "CVE-2021-3450 (OpenSSL)",
     "a strict check that passed overwrote that the issuer was no CA")
{
    s.request.policy = &kedge_policy_webpki_strict;
    expect_status(judge(), KEDGE_OK);
    forge_put(&ca, forge_basic_constraints(false, FORGE_NONE));
    cr_assert_neq(judge(), KEDGE_OK);
    cr_assert_eq(s.verdict.status, KEDGE_NOT_A_CA);
}

static kedge_status answer;

static kedge_status answer_anything(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    (void)crypto;
    (void)job;
    return answer;
}

static void answer_all(const kedge_crypto *crypto, const kedge_signature_job *const *jobs,
                       kedge_status *answers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        answers[i] = answer_anything(crypto, jobs[i]);
}

/* 256 is OK to those who look at one octet of it. */
static void refuse_every_answer_but_ok(const kedge_crypto *crypto)
{
    static const int wrong[] = { KEDGE_PENDING,      KEDGE_BAD_ARGUMENT,    KEDGE_MEMORY_TOO_SMALL,
                                 KEDGE_BUDGET_SPENT, KEDGE_UNSUPPORTED_KEY, 256, 1 << 16, -1 };

    s.trust.crypto = crypto;
    answer = KEDGE_OK;
    expect_status(judge(), KEDGE_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        answer = (kedge_status)wrong[i];
        cr_assert_neq(judge(), KEDGE_OK, "answer %d", wrong[i]);
    }
}

FLAW(path, what_a_provider_answers_other_than_ok_is_no_success, "CVE-2014-0092 (GnuTLS)",
     "an internal error was returned where the caller took every other value for a yes")
{
    kedge_crypto one_by_one = *kedge_crypto_default(), together = *kedge_crypto_default();

    one_by_one.verify = answer_anything;
    one_by_one.verify_batch = NULL;
    refuse_every_answer_but_ok(&one_by_one);
    together.verify = answer_anything;
    together.verify_batch = answer_all;
    refuse_every_answer_but_ok(&together);
}

FLAW(path, an_appended_certificate_lends_no_trust, "CVE-2008-4989 (GnuTLS)",
     "a trusted certificate at the end of any chain made it trusted")
{
    forge_certificate stranger = forge_root("Stranger");

    leaf = forge_leaf("host.example", &stranger);
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &stranger);
    scene_send(&s, &root);
    expect_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
}

FLAW(path, version_1_issues_only_as_an_anchor, "CVE-2014-1959 (GnuTLS)",
     "an intermediate of version 1, which cannot say that it is no CA, was taken as one")
{
    root.version = 1;
    expect_status(judge(), KEDGE_OK);
    ca.version = 1;
    expect_status(judge(), KEDGE_VERSION_NOT_CA);
}

FLAW(path, one_wrong_bit_anywhere_in_a_signed_part_is_found, "CVE-2014-1266 (Apple, goto fail)",
     "a line written twice jumped over the verification of the signature")
{
    const kedge_span good = forge_sign(&leaf);
    kedge_certificate view;
    uint32_t fault;

    expect_status(judge_der(good), KEDGE_OK);
    expect_status(kedge_certificate_parse(&view, good.data, good.size, &fault), KEDGE_OK);
    for (uint32_t i = 0; i < view.tbs_certificate.size; i += 16)
        cr_assert_neq(judge_der(forge_flip(good, 8 * (view.tbs_certificate.offset + i) + 7)), KEDGE_OK,
                      "byte %lu", (unsigned long)i);
}

/* A chain of `count` intermediates below the root; the leaf is below the last. */
static void send_long_chain(size_t count)
{
    forge_certificate *link = forge_allocate(count * sizeof *link);
    char name[32];

    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "CA %zu", i);
        link[i] = forge_ca(name, i == 0 ? &root : &link[i - 1]);
        forge_put(&link[i], forge_basic_constraints(true, FORGE_NONE));
    }
    leaf = forge_leaf("host.example", &link[count - 1]);
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    for (size_t i = count; i-- > 0;)
        scene_send(&s, &link[i]);
}

FLAW(path, a_path_that_is_too_long_is_refused_and_not_only_remarked_on, "CVE-2017-14032 (Mbed TLS)",
     "a chain beyond the limit ended with no error where verification was optional")
{
    send_long_chain((size_t)s.policy.depth_max + 1);
    cr_assert_neq(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.status == KEDGE_NOT_AUTHENTICATED ? s.verdict.reason : s.verdict.status,
                 KEDGE_PATH_TOO_DEEP);
}

FLAW(path, more_certificates_than_any_table_holds_are_no_harm, "CVE-2024-28835 (GnuTLS)",
     "a list of more than 16 certificates ended the program")
{
    send_long_chain(60);
    cr_assert_neq(scene_verify(&s), KEDGE_OK);
    s.policy.certificates_max = 60;
    expect_status(scene_verify(&s), KEDGE_TOO_MANY_CERTIFICATES);
}

FLAW(path, cas_that_certify_each_other_end_the_search, "CVE-2024-0567 (GnuTLS)",
     "a cycle of cross-signed certificates ended the program")
{
    forge_certificate one = forge_root("One"), other = forge_root("Other");
    forge_certificate one_by_other = forge_cross_sign(&one, &other);
    forge_certificate other_by_one = forge_cross_sign(&other, &one);

    leaf = forge_leaf("host.example", &one);
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &one_by_other);
    scene_send(&s, &other_by_one);
    expect_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    scene_trust(&s, &other);
    expect_status(scene_verify(&s), KEDGE_OK);
}

FLAW(path, a_name_that_was_not_given_refuses, "CVE-2025-27809 (Mbed TLS)",
     "a client that had not set the host's name verified none")
{
    memset(&s.request.identity, 0, sizeof s.request.identity);
    expect_status(judge(), KEDGE_IDENTITY_NOT_GIVEN);
}

FLAW(path, a_fault_that_may_be_forgiven_hides_none_that_may_not, "CVE-2024-45159 (Mbed TLS)",
     "where verification was optional, that the key was for another use was not told")
{
    leaf.not_after = FORGE_NOW - 1;
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_CODE_SIGNING));
    expect_status(judge(), KEDGE_USAGE_REFUSED);
}

FLAW(path, waiving_the_usage_waives_nothing_else, "CVE-2025-22874 (Go)",
     "asking for any extended key usage silently turned policy validation off")
{
    s.request.usage = kedge_usage_waived();
    expect_status(judge(), KEDGE_OK);
    s.request.policies.require_explicit = true;
    expect_status(judge(), KEDGE_POLICY_NOT_VALID);
}

FLAW(path, zeroes_verify_nothing, "CVE-2020-13777 (GnuTLS)",
     "a key that had never been set, all zero, was used")
{
    const kedge_policy no_policy = { .size = sizeof no_policy };
    kedge_request request = { 0 };

    s.request.policy = &no_policy;
    cr_assert_neq(judge(), KEDGE_OK);
    request.size = sizeof request;
    request.chain = s.chain;
    request.chain_count = s.request.chain_count;
    s.request = request;
    cr_assert_neq(scene_verify(&s), KEDGE_OK);
    s.request.policy = &s.policy;
    cr_assert_neq(scene_verify(&s), KEDGE_OK);
}

/* --- cost --- */

FLAW(cost, many_issuers_of_one_name_cost_no_more_signatures_than_the_budget, "CVE-2018-16875 (Go)",
     "every certificate with the issuer's name was tried")
{
    scene_trust(&s, &root);
    leaf.signer = forge_p256("nobody");
    scene_send(&s, &leaf);
    for (int i = 0; i < 100; i++) {
        char label[16];
        forge_certificate twin;

        snprintf(label, sizeof label, "twin %d", i);
        twin = forge_ca_with_key("CA", &root, forge_p256(label));
        forge_drop(&twin, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
        scene_send(&s, &twin);
    }
    s.policy.budget.signatures = 40;
    expect_status(scene_verify(&s), KEDGE_BUDGET_SPENT);
    cr_assert_leq(s.verdict.spent.signatures, 40);
}

FLAW(cost, paths_that_multiply_are_not_walked_one_by_one, "RUSTSEC-2023-0053 (webpki)",
     "among certificates that issue each other the number of paths is exponential")
{
    static const char *const label[] = { "CA", "1", "2", "3", "4", "5", "6", "7", "8", "9" };

    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    for (size_t i = 0; i < 10; i++)
        for (size_t j = 0; j < 10; j++) {
            forge_certificate one = forge_root_with_key("CA", forge_p256(label[i]));

            one.issuer_key = forge_p256(label[j]);
            scene_send(&s, &one);
        }
    expect_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_leq(s.verdict.spent.signatures, 100 + 10, "each link is verified once");
}

#define POLICIES_MAX 12

/* Policies 1 to `count`; and each mapped to all of them. */
static void put_policies(forge_certificate *certificate, size_t count, bool is_mapped)
{
    static char text[POLICIES_MAX][48];
    const char *policy[POLICIES_MAX], *pair[2 * POLICIES_MAX * POLICIES_MAX];

    for (size_t i = 0; i < count; i++) {
        snprintf(text[i], sizeof text[i], "1.3.6.1.4.1.32473.%zu", i + 1);
        policy[i] = text[i];
    }
    for (size_t i = 0; i < count * count; i++) {
        pair[2 * i] = policy[i / count];
        pair[2 * i + 1] = policy[i % count];
    }
    forge_put(certificate, forge_certificate_policy_list(policy, count));
    if (is_mapped)
        forge_put(certificate, forge_policy_mapping_list(pair, 2 * count * count));
}

/* Eight CAs, each of which maps every policy to every policy. */
static kedge_status judge_mesh_of_policies(size_t count)
{
    forge_certificate link[8];

    for (size_t i = 0; i < 8; i++) {
        char name[32];

        snprintf(name, sizeof name, "CA %zu", i);
        link[i] = forge_ca(name, i == 0 ? &root : &link[i - 1]);
        forge_put(&link[i], forge_basic_constraints(true, FORGE_NONE));
        put_policies(&link[i], count, true);
    }
    leaf = forge_leaf("host.example", &link[7]);
    put_policies(&leaf, count, false);
    s.request.chain_count = 0;
    scene_send(&s, &leaf);
    for (size_t i = 8; i-- > 0;)
        scene_send(&s, &link[i]);
    s.request.policies.require_explicit = true;
    return scene_verify(&s);
}

FLAW(cost, policies_that_multiply_make_a_graph_of_limited_size,
     "CVE-2023-0464 (OpenSSL), CVE-2026-32281 (Go)",
     "the policy tree of RFC 5280 grows exponentially with the length of the path")
{
    scene_trust(&s, &root);
    expect_status(judge_mesh_of_policies(3), KEDGE_OK);
    expect_status(judge_mesh_of_policies(POLICIES_MAX), KEDGE_BUDGET_SPENT);
}

FLAW(cost, too_many_certificates_are_refused_before_any_is_read, "CVE-2026-32280 (Go)",
     "a pool of very many intermediates was searched")
{
    scene_trust(&s, &root);
    for (int i = 0; i < 100; i++)
        scene_send_der(&s, forge_hex("00"));
    s.policy.certificates_max = 99;
    expect_status(scene_verify(&s), KEDGE_TOO_MANY_CERTIFICATES);
}

/* `count` dNSNames: NUMBER.`domain`. */
static kedge_span many_names(size_t count, const char *domain)
{
    kedge_span *name = forge_allocate(count * sizeof *name);
    char text[64];

    for (size_t i = 0; i < count; i++) {
        snprintf(text, sizeof text, "%zu.%s", i, domain);
        name[i] = forge_dns(text);
    }
    return forge_join_list(name, count);
}

FLAW(cost, names_times_constraints_are_paid_for,
     "CVE-2025-58187 (Go), CVE-2025-14831 (GnuTLS)",
     "every name of the leaf was compared with every constraint of every CA")
{
    kedge_span *subtree = forge_allocate(1100 * sizeof *subtree);

    for (size_t i = 0; i < 1100; i++)
        subtree[i] = forge_dns("bad.example");
    forge_put(&ca, forge_name_constraints(FORGE_ABSENT, forge_subtree_list(subtree, 1100)));
    forge_put(&leaf, forge_subject_alt_name(forge_dns("host.example"), many_names(1000, "example")));
    expect_status(judge(), KEDGE_BUDGET_SPENT);
    forge_put(&leaf, forge_subject_alt_name(forge_dns("host.example")));
    expect_status(judge(), KEDGE_OK);
}

FLAW(cost, many_names_are_each_looked_at_once, "CVE-2026-27145 and CVE-2025-61729 (Go)",
     "the message that none of many names fits was written in quadratic time")
{
    forge_put(&leaf, forge_subject_alt_name(many_names(20000, "other.example")));
    expect_status(judge(), KEDGE_IDENTITY_MISMATCH);
    forge_put(&leaf, forge_subject_alt_name(many_names(20000, "other.example"), forge_dns("host.example")));
    expect_status(judge(), KEDGE_OK);
}

FLAW(cost, object_identifiers_are_bytes_and_not_numbers, "CVE-2023-2650 (OpenSSL)",
     "an arc of very many octets was converted to decimal in quadratic time")
{
    uint8_t *arc = forge_allocate(100000);
    kedge_span oid;

    memset(arc, 0xff, 99999);
    arc[99999] = 0x7f;
    oid = forge_tlv(KEDGE_TAG_OID, forge_join(forge_hex("2b"), (kedge_span){ arc, 100000 }));
    forge_put(&leaf, forge_with_value(forge_certificate_policies(FORGE_ANY_POLICY),
                                      forge_sequence(forge_sequence(oid))));
    expect_status(judge(), KEDGE_OK);
}
