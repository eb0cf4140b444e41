/* certificate.c - fields to TBSCertificate to certificate (RFC 5280, 4.1). */
#include "forge/certificate.h"

#include <string.h>

static const uint8_t nothing;
const kedge_span forge_nothing = { &nothing, 0 };

/* An override: what was given, what is written otherwise, or nothing. */
static kedge_span either(kedge_span raw, kedge_span normal)
{
    if (raw.data == &nothing)
        return FORGE_ABSENT;
    return raw.size > 0 ? raw : normal;
}

kedge_span forge_key_identifier(const forge_key *key)
{
    return forge_digest(KEDGE_HASH_SHA1, key->public_key);
}

static bool is_same(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

static size_t find_extension(const forge_certificate *certificate, kedge_span oid)
{
    size_t i = 0;

    while (i < certificate->extension_count && !is_same(certificate->extension[i].oid, oid))
        i++;
    return i;
}

void forge_put_again(forge_certificate *certificate, forge_extension extension)
{
    if (certificate->extension_count == FORGE_EXTENSIONS_MAX)
        forge_fail("too many extensions");
    certificate->extension[certificate->extension_count++] = extension;
}

void forge_put(forge_certificate *certificate, forge_extension extension)
{
    size_t place = find_extension(certificate, extension.oid);

    if (place < certificate->extension_count)
        certificate->extension[place] = extension;
    else
        forge_put_again(certificate, extension);
}

void forge_drop(forge_certificate *certificate, kedge_extension extension)
{
    kedge_span oid = forge_oid(forge_extension_oid(extension));
    size_t kept = 0;

    for (size_t i = 0; i < certificate->extension_count; i++)
        if (!is_same(certificate->extension[i].oid, oid))
            certificate->extension[kept++] = certificate->extension[i];
    certificate->extension_count = kept;
}

void forge_drop_all(forge_certificate *certificate)
{
    certificate->extension_count = 0;
}

static void put_key_identifiers(forge_certificate *certificate)
{
    if (certificate->issuer_key != NULL)
        forge_put(certificate, forge_authority_key_identifier(forge_key_identifier(certificate->issuer_key)));
    forge_put(certificate, forge_subject_key_identifier(forge_key_identifier(certificate->key)));
}

static forge_certificate begin(const char *common_name, const forge_key *key, const forge_certificate *issuer)
{
    forge_certificate certificate = {
        .key = key,
        .version = 3,
        .subject = forge_common_name(common_name),
        .hash = KEDGE_HASH_SHA256,
    };

    if (issuer != NULL) {
        certificate.issuer_key = issuer->key;
        certificate.issuer = either(issuer->raw.subject, issuer->subject);
    }
    return certificate;
}

static void put_ca_extensions(forge_certificate *certificate)
{
    put_key_identifiers(certificate);
    forge_put(certificate, forge_basic_constraints(true, FORGE_NONE));
    forge_put(certificate, forge_key_usage(KEDGE_KU_KEY_CERT_SIGN | KEDGE_KU_CRL_SIGN));
}

forge_certificate forge_root_with_key(const char *common_name, const forge_key *key)
{
    forge_certificate root = begin(common_name, key, NULL);

    root.not_before = forge_seconds(2020, 1, 1, 0, 0, 0);
    root.not_after = forge_seconds(2040, 1, 1, 0, 0, 0);
    put_ca_extensions(&root);
    return root;
}

forge_certificate forge_ca_with_key(const char *common_name, const forge_certificate *issuer,
                                    const forge_key *key)
{
    forge_certificate ca = begin(common_name, key, issuer);

    ca.not_before = forge_seconds(2025, 1, 1, 0, 0, 0);
    ca.not_after = forge_seconds(2030, 1, 1, 0, 0, 0);
    put_ca_extensions(&ca);
    return ca;
}

forge_certificate forge_leaf_with_key(const char *host, const forge_certificate *issuer, const forge_key *key)
{
    forge_certificate leaf = begin(host, key, issuer);

    leaf.not_before = FORGE_NOW - 30 * FORGE_DAY;
    leaf.not_after = FORGE_NOW + 60 * FORGE_DAY;
    put_key_identifiers(&leaf);
    forge_put(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH));
    forge_put(&leaf, forge_subject_alt_name(forge_dns(host)));
    return leaf;
}

forge_certificate forge_root(const char *common_name)
{
    return forge_root_with_key(common_name, forge_p256(common_name));
}

forge_certificate forge_ca(const char *common_name, const forge_certificate *issuer)
{
    return forge_ca_with_key(common_name, issuer, forge_p256(common_name));
}

forge_certificate forge_leaf(const char *host, const forge_certificate *issuer)
{
    return forge_leaf_with_key(host, issuer, forge_p256(host));
}

forge_certificate forge_cross_sign(const forge_certificate *certificate, const forge_certificate *issuer)
{
    forge_certificate cross = *certificate;

    cross.issuer = either(issuer->raw.subject, issuer->subject);
    cross.issuer_key = issuer->key;
    cross.signer = NULL;
    put_key_identifiers(&cross);
    return cross;
}

static const forge_key *issuer_key_of(const forge_certificate *certificate)
{
    return certificate->issuer_key != NULL ? certificate->issuer_key : certificate->key;
}

static const forge_key *signer_of(const forge_certificate *certificate)
{
    return certificate->signer != NULL ? certificate->signer : issuer_key_of(certificate);
}

/* Eight octets that differ where anything else does: positive, and never shorter. */
static kedge_span make_serial(const forge_certificate *certificate, kedge_span rest)
{
    kedge_span digest = forge_digest(KEDGE_HASH_SHA256, forge_join(rest, signer_of(certificate)->public_key));
    uint8_t serial[8];

    memcpy(serial, digest.data, sizeof serial);
    serial[0] = (uint8_t)((serial[0] & 0x3f) | 0x40);
    return forge_copy(serial, sizeof serial);
}

static kedge_span version_of(const forge_certificate *certificate)
{
    if (certificate->version == 1)
        return FORGE_ABSENT;
    return forge_explicit(0, forge_integer((int64_t)certificate->version - 1));
}

static kedge_span extensions_of(const forge_certificate *certificate)
{
    kedge_span content = FORGE_ABSENT;

    if (certificate->version < 3 || certificate->extension_count == 0)
        return FORGE_ABSENT;
    for (size_t i = 0; i < certificate->extension_count; i++)
        content = forge_join(content, forge_extension_der(&certificate->extension[i]));
    return forge_explicit(3, forge_sequence(content));
}

/* An override is looked at first: the key may have no algorithm with this hash. */
static kedge_span algorithm_of(const forge_certificate *certificate, kedge_span raw)
{
    if (raw.size > 0 || raw.data == &nothing)
        return raw;
    return forge_algorithm(signer_of(certificate), certificate->hash);
}

kedge_span forge_tbs_certificate(const forge_certificate *certificate)
{
    const forge_raw *raw = &certificate->raw;
    kedge_span issuer = certificate->issuer.size > 0 ? certificate->issuer
                                                     : either(raw->subject, certificate->subject);
    kedge_span validity = forge_sequence(forge_time(certificate->not_before),
                                         forge_time(certificate->not_after));
    kedge_span serial = certificate->serial_number;
    kedge_span rest = forge_join(either(raw->issuer, issuer), either(raw->validity, validity),
                                 either(raw->subject, certificate->subject),
                                 either(raw->subject_public_key_info,
                                        certificate->key->subject_public_key_info),
                                 raw->issuer_unique_id, raw->subject_unique_id,
                                 either(raw->extensions, extensions_of(certificate)));

    if (raw->tbs_certificate.size > 0)
        return raw->tbs_certificate;
    if (serial.size == 0)
        serial = make_serial(certificate, rest);
    return forge_sequence(either(raw->version, version_of(certificate)),
                          either(raw->serial_number, forge_tlv(KEDGE_TAG_INTEGER, serial)),
                          algorithm_of(certificate, raw->inner_algorithm), rest);
}

kedge_span forge_sign(const forge_certificate *certificate)
{
    const forge_raw *raw = &certificate->raw;
    kedge_span tbs = forge_tbs_certificate(certificate);
    kedge_span algorithm = algorithm_of(certificate, raw->outer_algorithm);
    kedge_span signature = raw->signature;

    if (signature.size == 0 && signature.data != &nothing)
        signature = forge_bit_string(forge_signature(signer_of(certificate), certificate->hash, tbs), 0);
    return forge_sequence(tbs, algorithm, signature);
}
