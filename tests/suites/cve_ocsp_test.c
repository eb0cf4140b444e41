/* cve_ocsp_test.c - flaws of others: OCSP responses (RFC 6960). */
#include "suites/cve.h"
#include "unit/path/revocation.h"

static kedge_span stapled;

static void begin_stapled(void)
{
    begin();
    r.inputs->ocsp_responses = &stapled;
    r.inputs->ocsp_count = 1;
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
}

#define OCSP_FLAW(behaviour, known_as, lesson) FLAW_WITH(ocsp, behaviour, known_as, lesson, begin_stapled, end)

/* What comes of the chain with this response, and whether it is taken as knowledge of the leaf. */
static kedge_status with_response(const forge_ocsp *ocsp)
{
    kedge_status status;

    stapled = forge_sign_ocsp(ocsp);
    status = revocation_verify(&r);
    cr_assert_eq(r.s.verdict.revocation_known, status == KEDGE_OK ? 1 : 0);
    return status;
}

OCSP_FLAW(a_response_about_another_serial_number_tells_nothing, "CVE-2021-37155 (wolfSSL)",
          "the serial number of the answer was not compared with that of the certificate")
{
    const forge_certificate other = forge_leaf("other.example", &r.ca);
    forge_ocsp ocsp = forge_ocsp_of(&other, &r.ca);

    expect_status(with_response(&ocsp), KEDGE_REVOCATION_UNKNOWN);
    ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    expect_status(with_response(&ocsp), KEDGE_OK);
}

OCSP_FLAW(an_unrelated_certificate_signs_nothing, "CVE-2021-38597 (wolfSSL)",
          "a response was believed if the certificate beside it had id-pkix-ocsp-nocheck")
{
    const forge_certificate stranger = forge_root("Stranger");
    const forge_certificate responder = forge_responder("Responder", &stranger);
    const forge_certificate own = forge_responder("Responder", &r.ca);
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);

    forge_ocsp_delegate(&ocsp, &responder);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
    forge_ocsp_delegate(&ocsp, &own);
    expect_status(with_response(&ocsp), KEDGE_OK);
}

OCSP_FLAW(a_responder_is_named_as_one_by_the_issuer, "CVE-2021-38597 (wolfSSL)",
          "any certificate of the issuer would do, with id-kp-OCSPSigning or without")
{
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    forge_certificate responder = forge_responder("Responder", &r.ca);

    forge_drop(&responder, KEDGE_EXT_EXTENDED_KEY_USAGE);
    forge_ocsp_delegate(&ocsp, &responder);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
    forge_put(&responder, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH));
    forge_ocsp_delegate(&ocsp, &responder);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
    responder = forge_responder("Responder", &r.root); /* of another CA of the same path */
    forge_ocsp_delegate(&ocsp, &responder);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
}

OCSP_FLAW(the_certificate_in_question_does_not_vouch_for_itself, "CVE-2021-38597 (wolfSSL)",
          "whoever holds a certificate of the CA could sign that it is good")
{
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);

    forge_ocsp_delegate(&ocsp, &r.leaf);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
}

OCSP_FLAW(a_responder_that_cannot_be_verified_is_a_failure, "CVE-2022-1343 (OpenSSL)",
          "the answer was positive although the responder's certificate did not verify")
{
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    forge_certificate responder = forge_responder("Responder", &r.ca);

    responder.not_after = FORGE_NOW - 1;
    forge_ocsp_delegate(&ocsp, &responder);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
    responder = forge_responder("Responder", &r.ca);
    responder.not_before = FORGE_NOW + 1;
    forge_ocsp_delegate(&ocsp, &responder);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
    responder = forge_responder("Responder", &r.ca);
    responder.signer = forge_p256("somebody");
    forge_ocsp_delegate(&ocsp, &responder);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
}

OCSP_FLAW(the_signature_is_that_of_the_responder, "CVE-2022-1343 (OpenSSL)",
          "a signature that did not verify was taken as one that did")
{
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);

    ocsp.key = forge_p256("somebody");
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
    ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    ocsp.raw_signature = forge_bit_string(FORGE_ABSENT, 0);
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_NOT_AUTHENTIC);
}

OCSP_FLAW(what_is_no_success_holds_nothing_good, "CVE-2022-1343 (OpenSSL)",
          "the status of the response itself has to be looked at before what it holds")
{
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    const kedge_span good = forge_sign_ocsp(&ocsp);
    const kedge_span success = forge_tlv(KEDGE_TAG_ENUMERATED, forge_hex("00"));

    for (unsigned status = 1; status <= 7; status++) {
        const uint8_t octet = (uint8_t)status;

        stapled = forge_replace(good, success, forge_tlv(KEDGE_TAG_ENUMERATED, forge_copy(&octet, 1)));
        cr_assert_neq(revocation_verify(&r), KEDGE_OK, "%u with an answer", status);
        stapled = forge_ocsp_error(status);
        cr_assert_neq(revocation_verify(&r), KEDGE_OK, "%u", status);
        cr_assert_eq(r.s.verdict.revocation_known, 0);
    }
}

OCSP_FLAW(an_answer_belongs_to_the_issuer_whose_hashes_it_has, "CVE-2021-37155 (wolfSSL)",
          "serial numbers are one CA's, and two may give the same: by SHA-1 and by SHA-256, name and key count")
{
    const kedge_hash hashes[] = { KEDGE_HASH_SHA1, KEDGE_HASH_SHA256 };

    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);

        ocsp.id_hash = hashes[i];
        expect_status(with_response(&ocsp), KEDGE_OK);
        ocsp.issuer_name = r.root.subject;
        expect_status(with_response(&ocsp), KEDGE_REVOCATION_UNKNOWN);
        ocsp = forge_ocsp_of(&r.leaf, &r.ca);
        ocsp.id_hash = hashes[i];
        ocsp.issuer_key = r.root.key->public_key;
        expect_status(with_response(&ocsp), KEDGE_REVOCATION_UNKNOWN);
    }
}

OCSP_FLAW(yesterdays_answer_is_no_answer, "RFC 6960, 4.4.1 and 4.2.2.1 (replay)",
          "a response from before the revocation was played back: nonce and nextUpdate end that")
{
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    const forge_extension nonce = forge_ocsp_nonce(forge_hex("0102030405060708"));

    ocsp.response_extensions = forge_extension_der(&nonce);
    r.inputs->ocsp_nonce = forge_hex("0102030405060709");
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_OUTDATED);
    r.inputs->ocsp_nonce = forge_hex("0102030405060708");
    expect_status(with_response(&ocsp), KEDGE_OK);
    ocsp.next_update = FORGE_NOW - 1;
    expect_status(with_response(&ocsp), KEDGE_REVOCATION_OUTDATED);
}

OCSP_FLAW(revocation_is_not_talked_away, "CVE-2022-1343 (OpenSSL)",
          "a good answer beside one that revokes must not win, in whatever order they come")
{
    forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    forge_ocsp revoked = forge_ocsp_of(&r.leaf, &r.ca);

    revoked.status = KEDGE_OCSP_REVOKED;
    ocsp.more_responses = forge_ocsp_single(&revoked);
    expect_status(with_response(&ocsp), KEDGE_REVOKED);
    revoked.more_responses = forge_ocsp_single(&(forge_ocsp[]){ forge_ocsp_of(&r.leaf, &r.ca) }[0]);
    expect_status(with_response(&revoked), KEDGE_REVOKED);
}

OCSP_FLAW(a_response_that_is_cut_off_anywhere_is_no_answer, "CVE-2020-36426 (Mbed TLS)",
          "what holds for lists holds for responses: no octet beyond the end is read, and none that is missing is good")
{
    const forge_ocsp ocsp = forge_ocsp_of(&r.leaf, &r.ca);
    const kedge_span good = forge_sign_ocsp(&ocsp);

    for (size_t size = 1; size < good.size; size++) {
        stapled = forge_cut(good, size);
        expect_status(revocation_verify(&r), KEDGE_REVOCATION_MALFORMED);
    }
}
