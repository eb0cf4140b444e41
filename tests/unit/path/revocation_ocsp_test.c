/* revocation_ocsp_test.c - certificates judged by OCSP responses (RFC 6960, 3.2), and must-staple (RFC 7633). */
#include "unit/path/revocation.h"

static kedge_span responses[8];

static void begin_ocsp(void)
{
    begin();
    r.inputs->ocsp_responses = responses;
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
}

TestSuite(revocation_ocsp, .init = begin_ocsp, .fini = end);

static forge_ocsp leaf_response(void)
{
    return forge_ocsp_of(&r.leaf, &r.ca);
}

static void staple_der(kedge_span der)
{
    cr_assert_lt(r.inputs->ocsp_count, 8);
    responses[r.inputs->ocsp_count++] = der;
}

static void staple(const forge_ocsp *ocsp)
{
    staple_der(forge_sign_ocsp(ocsp));
}

/* With this response alone. */
static void assert_stapled(const forge_ocsp *ocsp, kedge_status expected)
{
    r.inputs->ocsp_count = 0;
    r.s.request.chain_count = 0;
    staple(ocsp);
    cr_assert_revocation(&r, expected);
    cr_assert_eq(r.s.verdict.revocation_known, expected == KEDGE_OK ? 1 : 0);
}

Test(revocation_ocsp, good_by_the_issuer_itself)
{
    forge_ocsp ocsp = leaf_response();

    ocsp.next_update = FORGE_NOW + 5;
    assert_stapled(&ocsp, KEDGE_OK);
    cr_assert_eq(r.s.verdict.valid_until, FORGE_NOW + 5);
    cr_assert_eq(r.s.verdict.spent.signatures, 3);
    ocsp.responder_name = FORGE_ABSENT;
    assert_stapled(&ocsp, KEDGE_OK);
}

Test(revocation_ocsp, revoked_with_time_and_reason)
{
    forge_ocsp ocsp = leaf_response();

    ocsp.status = KEDGE_OCSP_REVOKED;
    ocsp.reason = KEDGE_REASON_CESSATION_OF_OPERATION;
    r.inputs->is_soft = true;
    assert_stapled(&ocsp, KEDGE_REVOKED);
    cr_assert_eq(r.s.verdict.revocation_time, FORGE_NOW - 2 * FORGE_DAY);
    cr_assert_eq(r.s.verdict.revocation_reason, KEDGE_REASON_CESSATION_OF_OPERATION);
}

Test(revocation_ocsp, unknown_is_not_good)
{
    forge_ocsp ocsp = leaf_response();

    ocsp.status = KEDGE_OCSP_UNKNOWN;
    assert_stapled(&ocsp, KEDGE_REVOCATION_UNKNOWN);
}

Test(revocation_ocsp, every_hash_binds_issuer_and_key)
{
    forge_ocsp ocsp = leaf_response();

    for (int hash = KEDGE_HASH_SHA1; hash <= KEDGE_HASH_SHA512; hash++) {
        ocsp = leaf_response();
        ocsp.id_hash = (kedge_hash)hash;
        assert_stapled(&ocsp, KEDGE_OK);
        ocsp.issuer_name = r.root.subject;
        assert_stapled(&ocsp, KEDGE_REVOCATION_UNKNOWN);
        ocsp.issuer_name = r.ca.subject;
        ocsp.issuer_key = r.root.key->public_key;
        assert_stapled(&ocsp, KEDGE_REVOCATION_UNKNOWN);
    }
    ocsp = leaf_response();
    ocsp.id_hash = KEDGE_HASH_MD5;
    assert_stapled(&ocsp, KEDGE_REVOCATION_UNKNOWN);
}

Test(revocation_ocsp, another_serial_number_is_another_certificate)
{
    forge_ocsp ocsp = leaf_response();

    ocsp.serial_number = forge_hex("05");
    assert_stapled(&ocsp, KEDGE_REVOCATION_UNKNOWN);
    ocsp.more_responses = forge_ocsp_single(&(forge_ocsp[]){ leaf_response() }[0]);
    assert_stapled(&ocsp, KEDGE_OK);
}

Test(revocation_ocsp, of_several_answers_the_worst_counts)
{
    forge_ocsp ocsp = leaf_response();
    forge_ocsp revoked = leaf_response();

    revoked.status = KEDGE_OCSP_REVOKED;
    ocsp.more_responses = forge_ocsp_single(&revoked);
    assert_stapled(&ocsp, KEDGE_REVOKED);
    r.inputs->ocsp_count = 0;
    ocsp = leaf_response();
    staple(&ocsp);
    staple(&revoked);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

Test(revocation_ocsp, it_holds_from_this_update_to_next_update)
{
    forge_ocsp ocsp = leaf_response();

    ocsp.this_update = FORGE_NOW + 1;
    assert_stapled(&ocsp, KEDGE_REVOCATION_OUTDATED);
    ocsp = leaf_response();
    ocsp.next_update = FORGE_NOW - 1;
    assert_stapled(&ocsp, KEDGE_REVOCATION_OUTDATED);
    ocsp.next_update = 0;
    assert_stapled(&ocsp, KEDGE_REVOCATION_OUTDATED);
}

Test(revocation_ocsp, a_nonce_must_be_repeated_where_there_was_one)
{
    forge_ocsp ocsp = leaf_response();

    r.inputs->ocsp_nonce = forge_hex("01020304");
    assert_stapled(&ocsp, KEDGE_REVOCATION_OUTDATED);
    ocsp.response_extensions = forge_extension_der(&(forge_extension[]){ forge_ocsp_nonce(forge_hex("01020305")) }[0]);
    assert_stapled(&ocsp, KEDGE_REVOCATION_OUTDATED);
    ocsp.response_extensions = forge_extension_der(&(forge_extension[]){ forge_ocsp_nonce(forge_hex("01020304")) }[0]);
    assert_stapled(&ocsp, KEDGE_OK);
}

Test(revocation_ocsp, unknown_critical_extensions_refuse_it)
{
    const forge_extension unknown = forge_unknown_extension(true);
    forge_ocsp ocsp = leaf_response();

    ocsp.response_extensions = forge_extension_der(&unknown);
    assert_stapled(&ocsp, KEDGE_REVOCATION_MALFORMED);
    ocsp = leaf_response();
    ocsp.single_extensions = forge_extension_der(&unknown);
    assert_stapled(&ocsp, KEDGE_REVOCATION_MALFORMED);
}

Test(revocation_ocsp, errors_and_rubbish_are_no_good_news)
{
    staple_der(forge_ocsp_error(KEDGE_OCSP_TRY_LATER));
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
    r.inputs->ocsp_count = 0;
    staple_der(forge_hex("3000"));
    cr_assert_revocation(&r, KEDGE_REVOCATION_MALFORMED);
    r.inputs->mode = KEDGE_REVOCATION_GIVEN;
    cr_assert_revocation(&r, KEDGE_REVOCATION_MALFORMED);
}

/* --- who may sign --- */

Test(revocation_ocsp, a_delegate_of_the_issuer)
{
    const forge_certificate responder = forge_responder("Responder", &r.ca);
    forge_ocsp ocsp = leaf_response();

    forge_ocsp_delegate(&ocsp, &responder);
    assert_stapled(&ocsp, KEDGE_OK);
    cr_assert_eq(r.s.verdict.spent.signatures, 4);
    ocsp.responder_name = FORGE_ABSENT;
    assert_stapled(&ocsp, KEDGE_OK);
    ocsp.certificates = forge_join(forge_sign(&r.leaf), ocsp.certificates);
    assert_stapled(&ocsp, KEDGE_OK);
}

static void assert_responder(const forge_certificate *responder, kedge_status expected)
{
    forge_ocsp ocsp = leaf_response();

    forge_ocsp_delegate(&ocsp, responder);
    assert_stapled(&ocsp, expected);
}

Test(revocation_ocsp, a_delegate_needs_everything_that_makes_one)
{
    forge_certificate responder = forge_responder("Responder", &r.ca);

    forge_put(&responder, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH));
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
    forge_put(&responder, forge_extended_key_usage(FORGE_EKU_ANY));
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
    forge_drop(&responder, KEDGE_EXT_EXTENDED_KEY_USAGE);
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
    responder = forge_responder("Responder", &r.ca);
    responder.not_after = FORGE_NOW - 1;
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
    responder = forge_responder("Responder", &r.ca);
    forge_put(&responder, forge_key_usage(KEDGE_KU_KEY_ENCIPHERMENT));
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
    responder = forge_responder("Responder", &r.ca);
    forge_put(&responder, forge_unknown_extension(true));
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
    responder = forge_responder("Responder", &r.ca);
    responder.signer = forge_p256("somebody");
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
    responder = forge_responder("Responder", &r.root);
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation_ocsp, a_certificate_beside_the_response_is_not_its_signer)
{
    const forge_certificate responder = forge_responder("Responder", &r.ca);
    forge_ocsp ocsp = leaf_response();

    forge_ocsp_delegate(&ocsp, &responder);
    ocsp.key = forge_p256("somebody");
    assert_stapled(&ocsp, KEDGE_REVOCATION_NOT_AUTHENTIC);
    ocsp.responder_name = FORGE_ABSENT;
    assert_stapled(&ocsp, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation_ocsp, a_delegate_without_no_check_must_not_be_on_a_list)
{
    forge_certificate responder = forge_responder("Responder", &r.ca);
    forge_crl crl = forge_crl_of(&r.ca);

    forge_drop(&responder, KEDGE_EXT_OCSP_NO_CHECK);
    assert_responder(&responder, KEDGE_OK);
    forge_crl_put(&crl, forge_issuing_distribution_point(forge_reason_flags(3, 2)));
    forge_revoke(&crl, &responder);
    give(&r, &crl);
    assert_responder(&responder, KEDGE_REVOCATION_NOT_AUTHENTIC);
    forge_put(&responder, forge_ocsp_no_check());
    assert_responder(&responder, KEDGE_OK);
}

Test(revocation_ocsp, the_wrong_key_and_the_wrong_algorithm)
{
    forge_ocsp ocsp = leaf_response();

    ocsp.key = forge_p256("somebody");
    assert_stapled(&ocsp, KEDGE_REVOCATION_NOT_AUTHENTIC);
    ocsp = leaf_response();
    r.s.policy.signatures &= ~KEDGE_ALLOW(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA256);
    r.s.policy.signatures |= KEDGE_ALLOW(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384);
    r.ca.hash = KEDGE_HASH_SHA384;
    r.leaf.hash = KEDGE_HASH_SHA384;
    assert_stapled(&ocsp, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation_ocsp, a_list_that_revokes_outweighs_a_good_response)
{
    const forge_ocsp ocsp = leaf_response();
    forge_crl crl = forge_crl_of(&r.ca);

    forge_revoke(&crl, &r.leaf);
    give(&r, &crl);
    assert_stapled(&ocsp, KEDGE_REVOKED);
}

/* --- must-staple --- */

Test(revocation_ocsp, a_certificate_may_demand_a_staple)
{
    forge_ocsp ocsp;

    forge_put(&r.leaf, forge_tls_feature());
    r.inputs->mode = KEDGE_REVOCATION_GIVEN;
    cr_assert_revocation(&r, KEDGE_OK);
    r.inputs->is_stapling_asked = true;
    r.inputs->is_soft = true;
    cr_assert_revocation(&r, KEDGE_OCSP_STAPLE_MISSING);
    cr_assert_eq(r.s.verdict.certificate, 0);
    cr_assert_eq(r.s.verdict.faults, 0);
    ocsp = leaf_response();
    ocsp.status = KEDGE_OCSP_UNKNOWN;
    assert_stapled(&ocsp, KEDGE_OCSP_STAPLE_MISSING);
    ocsp.status = KEDGE_OCSP_REVOKED;
    assert_stapled(&ocsp, KEDGE_REVOKED);
    ocsp.status = KEDGE_OCSP_GOOD;
    assert_stapled(&ocsp, KEDGE_OK);
    r.inputs->ocsp_count = 0;
    r.inputs->mode = KEDGE_REVOCATION_OFF;
    cr_assert_revocation(&r, KEDGE_OK);
}

Test(revocation_ocsp, others_may_come_without)
{
    r.inputs->mode = KEDGE_REVOCATION_GIVEN;
    r.inputs->is_stapling_asked = true;
    cr_assert_revocation(&r, KEDGE_OK);
}

Test(revocation_ocsp, requests_that_contradict_themselves_are_refused)
{
    r.inputs->ocsp_count = 1;
    responses[0] = FORGE_ABSENT;
    cr_assert_revocation(&r, KEDGE_BAD_ARGUMENT);
    r.inputs->ocsp_responses = NULL;
    cr_assert_status(scene_verify(&r.s), KEDGE_BAD_ARGUMENT);
    r.inputs->ocsp_count = KEDGE_OCSP_RESPONSES_MAX + 1;
    cr_assert_status(scene_verify(&r.s), KEDGE_BAD_ARGUMENT);
}

Test(revocation_ocsp, the_constant_for_static_memory_is_large_enough)
{
    for (size_t certificates = 1; certificates <= 40; certificates += 13)
        for (size_t count = 0; count <= 4; count++) {
            r.s.request.chain_count = certificates;
            r.inputs->ocsp_count = count;
            r.inputs->crl_count = count;
            cr_assert_leq(kedge_workspace_size(&r.s.request),
                          KEDGE_WORKSPACE_SIZE_REVOCATION(certificates, 7 * count));
        }
}

/* --- what comes with a response --- */

Test(revocation_ocsp, certificates_beside_a_response_may_be_rubbish_and_four_are_looked_at)
{
    const forge_certificate responder = forge_responder("Responder", &r.ca);
    const kedge_span rubbish = forge_sequence(forge_null());
    forge_ocsp ocsp = leaf_response();
    kedge_span own;

    forge_ocsp_delegate(&ocsp, &responder);
    own = ocsp.certificates;
    ocsp.certificates = forge_join(rubbish, rubbish, rubbish, own);
    assert_stapled(&ocsp, KEDGE_OK);
    ocsp.certificates = forge_join(rubbish, rubbish, rubbish, rubbish, own);
    assert_stapled(&ocsp, KEDGE_REVOCATION_NOT_AUTHENTIC);
    ocsp.certificates = FORGE_ABSENT;
    assert_stapled(&ocsp, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

Test(revocation_ocsp, a_responder_may_be_there_to_commit)
{
    forge_certificate responder = forge_responder("Responder", &r.ca);

    forge_put(&responder, forge_key_usage(KEDGE_KU_CONTENT_COMMITMENT));
    assert_responder(&responder, KEDGE_OK);
    forge_put(&responder, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    assert_responder(&responder, KEDGE_OK);
    forge_drop(&responder, KEDGE_EXT_KEY_USAGE);
    assert_responder(&responder, KEDGE_OK);
}

Test(revocation_ocsp, of_two_answers_the_one_that_ends_first_limits)
{
    forge_ocsp ocsp = leaf_response();

    ocsp.next_update = FORGE_NOW + 7;
    staple(&ocsp);
    ocsp.next_update = FORGE_NOW + 9;
    staple(&ocsp);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.valid_until, FORGE_NOW + 7);
}

/* --- other features --- */

Test(revocation_ocsp, only_features_about_status_demand_a_staple)
{
    const forge_extension feature = forge_tls_feature();

    r.inputs->mode = KEDGE_REVOCATION_GIVEN;
    r.inputs->is_stapling_asked = true;
    forge_put(&r.leaf, forge_with_value(feature, forge_sequence(forge_integer(23))));
    cr_assert_revocation(&r, KEDGE_OK);
    r.s.request.chain_count = 0;
    forge_put(&r.leaf, forge_with_value(feature, forge_sequence(forge_integer(17))));
    cr_assert_revocation(&r, KEDGE_OCSP_STAPLE_MISSING);
    r.s.request.chain_count = 0;
    forge_put(&r.leaf, forge_with_value(feature, forge_sequence(forge_integer(23), forge_integer(5))));
    cr_assert_revocation(&r, KEDGE_OCSP_STAPLE_MISSING);
}
