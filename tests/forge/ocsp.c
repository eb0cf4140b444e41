/* ocsp.c - fields to BasicOCSPResponse to OCSPResponse (RFC 6960, 4.2.1). */
#include "forge/ocsp.h"

static kedge_span either(kedge_span raw, kedge_span normal)
{
    return raw.size > 0 ? raw : normal;
}

forge_ocsp forge_ocsp_of(const forge_certificate *certificate, const forge_certificate *issuer)
{
    return (forge_ocsp){
        .key = issuer->key,
        .responder_name = issuer->subject,
        .id_hash = KEDGE_HASH_SHA1,
        .issuer_name = issuer->subject,
        .issuer_key = issuer->key->public_key,
        .serial_number = forge_serial_of(certificate),
        .status = KEDGE_OCSP_GOOD,
        .revocation_time = FORGE_NOW - 2 * FORGE_DAY,
        .reason = FORGE_NONE,
        .this_update = FORGE_NOW - FORGE_DAY,
        .next_update = FORGE_NOW + 6 * FORGE_DAY,
    };
}

forge_certificate forge_responder(const char *common_name, const forge_certificate *issuer)
{
    forge_certificate responder = forge_leaf("responder.example", issuer);

    responder.key = forge_p256(common_name);
    responder.subject = forge_common_name(common_name);
    forge_put(&responder, forge_subject_key_identifier(forge_key_identifier(responder.key)));
    forge_put(&responder, forge_extended_key_usage(FORGE_EKU_OCSP_SIGNING));
    forge_put(&responder, forge_ocsp_no_check());
    forge_drop(&responder, KEDGE_EXT_SUBJECT_ALT_NAME);
    return responder;
}

void forge_ocsp_delegate(forge_ocsp *ocsp, const forge_certificate *responder)
{
    ocsp->key = responder->key;
    ocsp->responder_name = responder->subject;
    ocsp->certificates = forge_join(ocsp->certificates, forge_sign(responder));
}

forge_extension forge_ocsp_nonce(kedge_span nonce)
{
    return forge_any_extension("1.3.6.1.5.5.7.48.1.2", false, forge_octet_string(nonce));
}

static const char *oid_of(kedge_hash hash)
{
    switch (hash) {
    case KEDGE_HASH_SHA1:
        return "1.3.14.3.2.26";
    case KEDGE_HASH_SHA224:
        return "2.16.840.1.101.3.4.2.4";
    case KEDGE_HASH_SHA256:
        return "2.16.840.1.101.3.4.2.1";
    case KEDGE_HASH_SHA384:
        return "2.16.840.1.101.3.4.2.2";
    case KEDGE_HASH_SHA512:
        return "2.16.840.1.101.3.4.2.3";
    case KEDGE_HASH_NONE:
    case KEDGE_HASH_MD5:
    case KEDGE_HASH_COUNT:
        break;
    }
    return "1.2.840.113549.2.5";
}

static kedge_span certificate_id(const forge_ocsp *ocsp)
{
    return forge_sequence(forge_sequence(forge_oid(oid_of(ocsp->id_hash)), forge_null()),
                          forge_octet_string(forge_digest(ocsp->id_hash, ocsp->issuer_name)),
                          forge_octet_string(forge_digest(ocsp->id_hash, ocsp->issuer_key)),
                          forge_tlv(KEDGE_TAG_INTEGER, ocsp->serial_number));
}

static kedge_span certificate_status(const forge_ocsp *ocsp)
{
    const uint8_t reason = (uint8_t)ocsp->reason;

    if (ocsp->status != KEDGE_OCSP_REVOKED)
        return forge_tlv(KEDGE_TAG_CONTEXT((unsigned)ocsp->status), FORGE_ABSENT);
    return forge_explicit(1, forge_generalized_time(ocsp->revocation_time),
                          ocsp->reason == FORGE_NONE
                              ? FORGE_ABSENT
                              : forge_explicit(0, forge_tlv(KEDGE_TAG_ENUMERATED, forge_copy(&reason, 1))));
}

static kedge_span extensions_of(kedge_span extensions)
{
    return extensions.size > 0 ? forge_explicit(1, forge_sequence(extensions)) : FORGE_ABSENT;
}

kedge_span forge_ocsp_single(const forge_ocsp *ocsp)
{
    return forge_sequence(
        either(ocsp->raw_certificate_id, certificate_id(ocsp)), either(ocsp->raw_status, certificate_status(ocsp)),
        forge_generalized_time(ocsp->this_update),
        ocsp->next_update != 0 ? forge_explicit(0, forge_generalized_time(ocsp->next_update)) : FORGE_ABSENT,
        extensions_of(ocsp->single_extensions));
}

static kedge_span responder_of(const forge_ocsp *ocsp)
{
    if (ocsp->responder_name.size > 0)
        return forge_explicit(1, ocsp->responder_name);
    return forge_explicit(2, forge_octet_string(forge_digest(KEDGE_HASH_SHA1, ocsp->key->public_key)));
}

kedge_span forge_sign_ocsp(const forge_ocsp *ocsp)
{
    const kedge_span made = forge_sequence(
        either(ocsp->raw_responder, responder_of(ocsp)), forge_generalized_time(ocsp->this_update),
        forge_sequence(forge_ocsp_single(ocsp), ocsp->more_responses), extensions_of(ocsp->response_extensions));
    const kedge_span tbs = either(ocsp->raw_tbs, made);
    const kedge_span signature = forge_bit_string(forge_signature(ocsp->key, KEDGE_HASH_SHA256, tbs), 0);
    const kedge_span basic = forge_sequence(
        tbs, forge_algorithm(ocsp->key, KEDGE_HASH_SHA256), either(ocsp->raw_signature, signature),
        ocsp->certificates.size > 0 ? forge_explicit(0, forge_sequence(ocsp->certificates)) : FORGE_ABSENT);

    return forge_sequence(forge_hex("0a0100"),
                          forge_explicit(0, forge_sequence(forge_oid("1.3.6.1.5.5.7.48.1.1"),
                                                           forge_octet_string(basic))));
}

kedge_span forge_ocsp_error(unsigned response_status)
{
    const uint8_t octet = (uint8_t)response_status;

    return forge_sequence(forge_tlv(KEDGE_TAG_ENUMERATED, forge_copy(&octet, 1)));
}
