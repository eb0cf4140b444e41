/* crl.c - fields to TBSCertList to CertificateList (RFC 5280, 5.1). */
#include "forge/crl.h"

#include <string.h>

static kedge_span either(kedge_span raw, kedge_span normal)
{
    if (raw.data == forge_nothing.data)
        return FORGE_ABSENT;
    return raw.size > 0 ? raw : normal;
}

forge_crl forge_crl_of(const forge_certificate *issuer)
{
    forge_crl crl = {
        .key = issuer->key,
        .version = 2,
        .issuer = either(issuer->raw.subject, issuer->subject),
        .this_update = FORGE_NOW - FORGE_DAY,
        .next_update = FORGE_NOW + 9 * FORGE_DAY,
        .hash = KEDGE_HASH_SHA256,
    };

    forge_crl_put(&crl, forge_authority_key_identifier(forge_key_identifier(issuer->key)));
    forge_crl_put(&crl, forge_crl_number(1));
    return crl;
}

kedge_span forge_serial_of(const forge_certificate *certificate)
{
    kedge_certificate parsed;
    uint32_t fault;
    const kedge_span der = forge_sign(certificate);

    if (kedge_certificate_parse(&parsed, der.data, der.size, &fault) != KEDGE_OK)
        forge_fail("the certificate to be revoked does not parse");
    return kedge_certificate_span(&parsed, parsed.serial_number);
}

forge_crl_entry *forge_revoke_serial(forge_crl *crl, kedge_span serial_number)
{
    forge_crl_entry *entry = &crl->entry[crl->entry_count];

    if (crl->entry_count == FORGE_CRL_ENTRIES_MAX)
        forge_fail("too many entries");
    crl->entry_count++;
    *entry = (forge_crl_entry){ .serial_number = serial_number, .revocation_date = FORGE_NOW - 2 * FORGE_DAY };
    return entry;
}

forge_crl_entry *forge_revoke(forge_crl *crl, const forge_certificate *certificate)
{
    return forge_revoke_serial(crl, forge_serial_of(certificate));
}

void forge_crl_put_again(forge_crl *crl, forge_extension extension)
{
    if (crl->extension_count == FORGE_CRL_EXTENSIONS_MAX)
        forge_fail("too many extensions");
    crl->extension[crl->extension_count++] = extension;
}

void forge_crl_put(forge_crl *crl, forge_extension extension)
{
    for (size_t i = 0; i < crl->extension_count; i++) {
        const kedge_span oid = crl->extension[i].oid;

        if (oid.size == extension.oid.size && memcmp(oid.data, extension.oid.data, oid.size) == 0) {
            crl->extension[i] = extension;
            return;
        }
    }
    forge_crl_put_again(crl, extension);
}

forge_extension forge_crl_number(int64_t number)
{
    return forge_any_extension(FORGE_CRL_NUMBER, false, forge_integer(number));
}

forge_extension forge_delta_crl_indicator(int64_t base)
{
    return forge_any_extension(FORGE_DELTA_CRL_INDICATOR, true, forge_integer(base));
}

forge_extension forge_issuing_distribution_point(kedge_span fields)
{
    return forge_any_extension(FORGE_ISSUING_DISTRIBUTION_POINT, true, forge_sequence(fields));
}

forge_extension forge_crl_reason(unsigned reason)
{
    const uint8_t octet = (uint8_t)reason;

    return forge_any_extension(FORGE_CRL_REASON, false, forge_tlv(KEDGE_TAG_ENUMERATED, forge_copy(&octet, 1)));
}

forge_extension forge_certificate_issuer(kedge_span name)
{
    return forge_any_extension(FORGE_CERTIFICATE_ISSUER, true, forge_sequence(forge_directory(name)));
}

kedge_span forge_point_full_name(kedge_span general_names)
{
    return forge_explicit(0, forge_explicit(0, general_names));
}

kedge_span forge_point_relative_name(kedge_span attributes)
{
    return forge_explicit(0, forge_explicit(1, attributes));
}

kedge_span forge_reason_flags(unsigned tag, unsigned reasons)
{
    uint8_t octets[3] = { 7, 0, 0 };

    for (unsigned bit = 0; bit <= 8; bit++)
        if ((reasons >> bit & 1) != 0)
            octets[1 + bit / 8] = (uint8_t)(octets[1 + bit / 8] | 0x80 >> bit % 8);
    return forge_tlv(KEDGE_TAG_CONTEXT(tag), forge_copy(octets, sizeof octets));
}

kedge_span forge_flag(unsigned tag)
{
    return forge_tlv(KEDGE_TAG_CONTEXT(tag), forge_hex("ff"));
}

static kedge_span entries_of(const forge_crl *crl)
{
    kedge_span content = FORGE_ABSENT;

    if (crl->entry_count == 0)
        return FORGE_ABSENT;
    for (size_t i = 0; i < crl->entry_count; i++) {
        const forge_crl_entry *entry = &crl->entry[i];
        const kedge_span extensions
            = entry->extensions.size > 0 ? forge_sequence(entry->extensions) : FORGE_ABSENT;
        const kedge_span whole = forge_sequence(forge_tlv(KEDGE_TAG_INTEGER, entry->serial_number),
                                                forge_time(entry->revocation_date), extensions);

        content = forge_join(content, entry->raw.size > 0 ? entry->raw : whole);
    }
    return forge_sequence(content);
}

static kedge_span extensions_of(const forge_crl *crl)
{
    kedge_span content = FORGE_ABSENT;

    if (crl->version < 2 || crl->extension_count == 0)
        return FORGE_ABSENT;
    for (size_t i = 0; i < crl->extension_count; i++)
        content = forge_join(content, forge_extension_der(&crl->extension[i]));
    return forge_explicit(0, forge_sequence(content));
}

kedge_span forge_sign_crl(const forge_crl *crl)
{
    const kedge_span algorithm = forge_algorithm(crl->key, crl->hash);
    const kedge_span tbs = forge_sequence(
        either(crl->raw_version, crl->version == 1 ? FORGE_ABSENT : forge_integer((int64_t)crl->version - 1)),
        either(crl->raw_inner_algorithm, algorithm), crl->issuer, forge_time(crl->this_update),
        crl->next_update != 0 ? forge_time(crl->next_update) : FORGE_ABSENT,
        either(crl->raw_revoked, entries_of(crl)), either(crl->raw_extensions, extensions_of(crl)));
    kedge_span signature = crl->raw_signature;

    if (signature.size == 0)
        signature = forge_bit_string(forge_signature(crl->key, crl->hash, tbs), 0);
    return forge_sequence(tbs, either(crl->raw_outer_algorithm, algorithm), signature);
}
