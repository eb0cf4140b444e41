/* ocsp_test.c - OCSP responses from their bytes (RFC 6960, 4.2.1). */
#include "unit/x509/sample.h"

static forge_certificate ca;
static forge_certificate leaf;

static forge_ocsp begin(void)
{
    const forge_certificate root = forge_root("Root");

    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    return forge_ocsp_of(&leaf, &ca);
}

static kedge_status parse(kedge_span der, kedge_ocsp *ocsp)
{
    uint32_t fault = 0;
    const kedge_status status = kedge_ocsp_parse(ocsp, der.data, der.size, &fault);

    cr_assert_leq(fault, der.size);
    return status;
}

static kedge_ocsp accept(const forge_ocsp *forged)
{
    kedge_ocsp ocsp;
    const kedge_status status = parse(forge_sign_ocsp(forged), &ocsp);

    cr_assert_eq(status, KEDGE_OK, "%s", kedge_status_name(status));
    return ocsp;
}

static kedge_ocsp_single first(const kedge_ocsp *ocsp)
{
    uint32_t fault;
    kedge_der responses = kedge_ocsp_responses(ocsp, &fault);
    kedge_ocsp_single single;

    cr_assert_eq(kedge_ocsp_single_read(&responses, &single), KEDGE_OK);
    return single;
}

#define cr_assert_refused(forged, expected) \
    do { \
        kedge_ocsp ocsp_; \
        const kedge_status status_ = parse(forge_sign_ocsp(forged), &ocsp_); \
        cr_assert_eq(status_, (expected), "%s", kedge_status_name(status_)); \
        cr_assert_eq(ocsp_.size, 0); \
    } while (0)

static kedge_span extension(forge_extension one)
{
    return forge_extension_der(&one);
}

Test(ocsp, fields_are_where_they_are)
{
    forge_ocsp forged = begin();
    kedge_ocsp ocsp;
    kedge_ocsp_single single;

    forged.response_extensions = extension(forge_ocsp_nonce(forge_hex("0102")));
    ocsp = accept(&forged);
    single = first(&ocsp);
    cr_assert_eq(ocsp.response_status, KEDGE_OCSP_SUCCESSFUL);
    cr_assert(kedge_name_equal(kedge_span_of(ocsp.der, ocsp.responder_name), ca.subject));
    cr_assert_eq(ocsp.responder_key_hash.size, 0);
    cr_assert_eq(ocsp.nonce.size, 2);
    cr_assert_eq(ocsp.unknown_critical, 0);
    cr_assert_eq(ocsp.algorithm.scheme, KEDGE_SCHEME_ECDSA);
    cr_assert_eq(single.hash, KEDGE_HASH_SHA1);
    cr_assert_eq(single.status, KEDGE_OCSP_GOOD);
    cr_assert_eq(single.this_update, FORGE_NOW - FORGE_DAY);
    cr_assert(single.has_next_update);
    cr_assert_eq(single.next_update, FORGE_NOW + 6 * FORGE_DAY);
    cr_assert_eq(single.serial_number.size, forge_serial_of(&leaf).size);
}

Test(ocsp, a_responder_may_be_known_by_its_key)
{
    forge_ocsp forged = begin();
    kedge_ocsp ocsp;

    forged.responder_name = FORGE_ABSENT;
    ocsp = accept(&forged);
    cr_assert_eq(ocsp.responder_key_hash.size, 20);
    cr_assert_eq(ocsp.responder_name.size, 0);
    forged.raw_responder = forge_explicit(2, forge_octet_string(forge_hex("0102")));
    cr_assert_refused(&forged, KEDGE_OCSP_MALFORMED);
    forged.raw_responder = forge_explicit(3, forge_octet_string(forge_hex("0102")));
    cr_assert_refused(&forged, KEDGE_DER_UNEXPECTED_TAG);
}

Test(ocsp, revoked_has_a_time_and_may_have_a_reason)
{
    forge_ocsp forged = begin();
    kedge_ocsp ocsp;

    forged.status = KEDGE_OCSP_REVOKED;
    ocsp = accept(&forged);
    cr_assert_eq(first(&ocsp).status, KEDGE_OCSP_REVOKED);
    cr_assert_eq(first(&ocsp).revocation_time, FORGE_NOW - 2 * FORGE_DAY);
    cr_assert_eq(first(&ocsp).reason, KEDGE_REASON_UNSPECIFIED);
    forged.reason = KEDGE_REASON_SUPERSEDED;
    ocsp = accept(&forged);
    cr_assert_eq(first(&ocsp).reason, KEDGE_REASON_SUPERSEDED);
    forged.reason = 7;
    cr_assert_refused(&forged, KEDGE_EXTENSION_MALFORMED);
    forged.status = KEDGE_OCSP_UNKNOWN;
    ocsp = accept(&forged);
    cr_assert_eq(first(&ocsp).status, KEDGE_OCSP_UNKNOWN);
    forged.raw_status = forge_hex("800100");
    cr_assert_refused(&forged, KEDGE_OCSP_MALFORMED);
    forged.raw_status = forge_hex("8300");
    cr_assert_refused(&forged, KEDGE_DER_UNEXPECTED_TAG);
    forged.raw_status = forge_explicit(1, forge_utc_time(FORGE_NOW));
    cr_assert_refused(&forged, KEDGE_OCSP_MALFORMED);
}

Test(ocsp, every_hash_of_the_identifier_is_known)
{
    static const kedge_hash hashes[] = { KEDGE_HASH_SHA1, KEDGE_HASH_SHA224, KEDGE_HASH_SHA256, KEDGE_HASH_SHA384,
                                         KEDGE_HASH_SHA512 };
    forge_ocsp forged = begin();
    kedge_ocsp ocsp;

    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        forged.id_hash = hashes[i];
        ocsp = accept(&forged);
        cr_assert_eq(first(&ocsp).hash, hashes[i]);
    }
    forged.id_hash = KEDGE_HASH_MD5;
    ocsp = accept(&forged);
    cr_assert_eq(first(&ocsp).hash, KEDGE_HASH_NONE);
    forged.raw_certificate_id = forge_sequence(forge_sequence(forge_oid("1.3.14.3.2.26"), forge_null()),
                                               forge_octet_string(forge_hex("01")), forge_octet_string(forge_hex("01")),
                                               forge_integer(5));
    cr_assert_refused(&forged, KEDGE_OCSP_MALFORMED);
}

Test(ocsp, extensions_have_their_form)
{
    forge_ocsp forged = begin();

    forged.response_extensions = extension(forge_unknown_extension(true));
    cr_assert_eq(accept(&forged).unknown_critical, 1);
    forged.response_extensions = extension(forge_ocsp_nonce(FORGE_ABSENT));
    cr_assert_refused(&forged, KEDGE_OCSP_MALFORMED);
    forged.response_extensions = forge_join(extension(forge_ocsp_nonce(forge_hex("01"))),
                                            extension(forge_ocsp_nonce(forge_hex("01"))));
    cr_assert_refused(&forged, KEDGE_EXTENSION_DUPLICATED);
    forged.response_extensions = FORGE_ABSENT;
    forged.single_extensions = extension(forge_unknown_extension(true));
    {
        const kedge_ocsp ocsp = accept(&forged);

        cr_assert_eq(first(&ocsp).unknown_critical, 1);
        cr_assert_eq(ocsp.unknown_critical, 0);
    }
}

Test(ocsp, an_error_holds_nothing_else)
{
    kedge_ocsp ocsp;

    cr_assert_eq(parse(forge_ocsp_error(3), &ocsp), KEDGE_OK);
    cr_assert_eq(ocsp.response_status, KEDGE_OCSP_TRY_LATER);
    cr_assert_eq(parse(forge_ocsp_error(4), &ocsp), KEDGE_OCSP_MALFORMED);
    cr_assert_eq(parse(forge_ocsp_error(7), &ocsp), KEDGE_OCSP_MALFORMED);
    cr_assert_eq(parse(forge_ocsp_error(0), &ocsp), KEDGE_DER_TRUNCATED);
    cr_assert_eq(parse(forge_sequence(forge_hex("0a0103"), forge_null()), &ocsp), KEDGE_DER_TRAILING_DATA);
}

Test(ocsp, another_type_of_response_is_told_apart)
{
    kedge_ocsp ocsp;

    cr_assert_eq(parse(forge_sequence(forge_hex("0a0100"),
                                      forge_explicit(0, forge_sequence(forge_oid("1.2.3"), forge_octet_string(forge_null())))),
                       &ocsp),
                 KEDGE_OCSP_TYPE_UNKNOWN);
}

Test(ocsp, every_truncation_and_no_flipped_bit_leads_astray)
{
    forge_ocsp forged = begin();
    const forge_certificate responder = forge_responder("Responder", &ca);
    kedge_span der;
    kedge_ocsp ocsp;

    forged.status = KEDGE_OCSP_REVOKED;
    forged.reason = 1;
    forged.response_extensions = extension(forge_ocsp_nonce(forge_hex("0102")));
    forge_ocsp_delegate(&forged, &responder);
    der = forge_sign_ocsp(&forged);
    for (size_t size = 0; size < der.size; size++)
        cr_assert_neq(parse(forge_cut(der, size), &ocsp), KEDGE_OK, "%zu of %zu bytes", size, der.size);
    for (size_t bit = 0; bit < 8 * der.size; bit++)
        if (parse(forge_flip(der, bit), &ocsp) == KEDGE_OK && ocsp.responses.size != 0)
            (void)first(&ocsp);
    cr_assert_eq(parse(forge_join(der, forge_null()), &ocsp), KEDGE_DER_TRAILING_DATA);
}
