/* revocation_signer_test.c - who may sign lists (RFC 5280, 6.3.3 (f)). */
#include "unit/path/revocation.h"

TestSuite(revocation_signer, .init = begin, .fini = end);

Test(revocation_signer, a_key_usage_must_allow_it)
{
    const forge_crl crl = ca_list();

    give(&r, &crl);
    forge_put(&r.ca, forge_key_usage(KEDGE_KU_KEY_CERT_SIGN));
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
    r.s.request.chain_count = 0;
    forge_drop(&r.ca, KEDGE_EXT_KEY_USAGE);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 1);
}

Test(revocation_signer, another_key_of_the_issuer_has_a_path_of_its_own)
{
    const forge_certificate signer = separate_signer(&r.root);
    forge_crl crl = forge_crl_of(&signer);

    give(&r, &crl);
    send_all(&signer);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 1);
    cr_assert_eq(r.s.verdict.spent.signatures, 5, "the CA's own key is tried first");
    forge_revoke(&crl, &r.leaf);
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

Test(revocation_signer, its_path_ends_how_long_the_verdict_holds)
{
    forge_certificate signer = separate_signer(&r.root);
    const forge_crl crl = forge_crl_of(&signer);

    signer.not_after = FORGE_NOW + 100;
    give(&r, &crl);
    send_all(&signer);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.valid_until, FORGE_NOW + 100);
}

Test(revocation_signer, its_path_must_be_valid)
{
    forge_certificate signer = separate_signer(&r.root);
    const forge_crl crl = forge_crl_of(&signer);

    signer.not_after = FORGE_NOW - 1;
    give(&r, &crl);
    send_all(&signer);
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation_signer, it_must_be_allowed_to_sign_lists)
{
    forge_certificate signer = separate_signer(&r.root);
    const forge_crl crl = forge_crl_of(&signer);

    forge_put(&signer, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    give(&r, &crl);
    send_all(&signer);
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation_signer, its_path_leads_to_the_same_anchor)
{
    const forge_certificate other_root = forge_root("Other Root");
    const forge_certificate signer = separate_signer(&other_root);
    const forge_crl crl = forge_crl_of(&signer);

    scene_trust(&r.s, &r.root);
    scene_trust(&r.s, &other_root);
    give(&r, &crl);
    send_all(&signer);
    cr_assert_status(scene_verify(&r.s), KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation_signer, it_must_not_be_revoked)
{
    const forge_certificate signer = separate_signer(&r.root);
    const forge_crl crl = forge_crl_of(&signer);
    forge_crl above = root_list();

    give(&r, &crl);
    give(&r, &above);
    send_all(&signer);
    cr_assert_revocation(&r, KEDGE_OK);
    forge_revoke(&above, &signer);
    give(&r, &above);
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation_signer, the_certificate_itself_cannot_clear_itself)
{
    forge_certificate own = separate_signer(&r.root);
    const forge_crl crl = forge_crl_of(&own);

    /* a leaf of the CA that bears the CA's own name, and signs lists */
    own.issuer = r.ca.subject;
    own.issuer_key = r.ca.key;
    forge_put(&own, forge_subject_alt_name(forge_dns("host.example")));
    r.leaf = own;
    give(&r, &crl);
    r.s.policy.flags = 0;
    send_all(NULL);
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

/* A list of another CA's, which the leaf names as the issuer of lists about it. */
static forge_certificate with_indirect(kedge_span point_name)
{
    const forge_certificate other = forge_ca("List CA", &r.root);

    with_points(forge_sequence(point_name, forge_element(KEDGE_TAG_CONTEXT_CONSTRUCTED(2), forge_directory(other.subject))));
    return other;
}

Test(revocation_signer, a_point_may_name_who_issues_its_lists)
{
    const forge_certificate other = with_indirect(FORGE_ABSENT);
    forge_crl crl = forge_crl_of(&other);

    forge_crl_put(&crl, forge_issuing_distribution_point(forge_flag(4)));
    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    send_all(&other);
    cr_assert_revocation(&r, KEDGE_OK);
    forge_revoke(&crl, &r.leaf);
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK); /* the entry is about a certificate of the list's issuer */
    crl.entry[0].extensions = extension(forge_certificate_issuer(r.ca.subject));
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

Test(revocation_signer, such_a_list_must_be_indirect)
{
    const forge_certificate other = with_indirect(FORGE_ABSENT);
    const forge_crl crl = forge_crl_of(&other);

    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    send_all(&other);
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
}

Test(revocation_signer, an_indirect_list_may_go_by_the_name_of_its_issuer)
{
    const forge_certificate other = with_indirect(FORGE_ABSENT);
    forge_crl crl = forge_crl_of(&other);

    forge_crl_put(&crl, forge_issuing_distribution_point(
        forge_join(forge_point_full_name(forge_directory(other.subject)), forge_flag(4))));
    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    send_all(&other);
    cr_assert_revocation(&r, KEDGE_OK);
    forge_crl_put(&crl, forge_issuing_distribution_point(
        forge_join(forge_point_full_name(forge_directory(r.ca.subject)), forge_flag(4))));
    r.inputs->crl_count = 0;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
}

/* Whose certificates such an entry is about nobody can say (RFC 5280, 5.3.3). */
Test(revocation_signer, only_indirect_lists_have_entries_of_other_issuers)
{
    forge_crl crl = ca_list();

    forge_revoke_serial(&crl, forge_hex("71"))->extensions = extension(forge_certificate_issuer(r.root.subject));
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_MALFORMED);
    forge_crl_put(&crl, forge_issuing_distribution_point(forge_flag(4)));
    r.inputs->crl_count = 0;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK);
}

static bool claims;

static bool claim_some(void *context, const kedge_certificate *certificate, const kedge_extension_view *view)
{
    (void)context;
    (void)certificate;
    (void)view;
    return claims;
}

/* Critical extensions that the caller processes, he processes in the certificates of signers too. */
Test(revocation_signer, the_caller_may_claim_what_a_signer_has)
{
    forge_certificate signer = separate_signer(&r.root);
    const forge_crl crl = forge_crl_of(&signer);

    forge_put(&signer, forge_unknown_extension(true));
    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    send_all(&signer);
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
    r.s.request.claim = claim_some;
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
    claims = true;
    cr_assert_revocation(&r, KEDGE_OK);
}

/* What is known of signatures is carried over to the signer's path and back: each is verified once. */
Test(revocation_signer, duplicates_and_certificates_of_one_key_are_verified_once)
{
    const forge_certificate signer = separate_signer(&r.root);
    const forge_crl crl = forge_crl_of(&signer);
    forge_certificate twin = r.ca;
    uint32_t needed;

    twin.not_after -= FORGE_DAY;
    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    send_all(&signer);
    cr_assert_revocation(&r, KEDGE_OK);
    needed = r.s.verdict.spent.signatures;
    scene_send(&r.s, &signer);
    scene_send(&r.s, &twin);
    scene_send_der(&r.s, forge_hex("3000"));
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.spent.signatures, needed);
}
