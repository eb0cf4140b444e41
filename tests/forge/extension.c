/* extension.c - values of the standard extensions (RFC 5280, 4.2; RFC 6962, 3.3; RFC 7633; RFC 6960). */
#include "forge/extension.h"

static const char *const oids[KEDGE_EXT_COUNT] = {
    [KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER] = "2.5.29.35",
    [KEDGE_EXT_SUBJECT_KEY_IDENTIFIER] = "2.5.29.14",
    [KEDGE_EXT_KEY_USAGE] = "2.5.29.15",
    [KEDGE_EXT_CERTIFICATE_POLICIES] = "2.5.29.32",
    [KEDGE_EXT_POLICY_MAPPINGS] = "2.5.29.33",
    [KEDGE_EXT_SUBJECT_ALT_NAME] = "2.5.29.17",
    [KEDGE_EXT_ISSUER_ALT_NAME] = "2.5.29.18",
    [KEDGE_EXT_BASIC_CONSTRAINTS] = "2.5.29.19",
    [KEDGE_EXT_NAME_CONSTRAINTS] = "2.5.29.30",
    [KEDGE_EXT_POLICY_CONSTRAINTS] = "2.5.29.36",
    [KEDGE_EXT_EXTENDED_KEY_USAGE] = "2.5.29.37",
    [KEDGE_EXT_CRL_DISTRIBUTION_POINTS] = "2.5.29.31",
    [KEDGE_EXT_INHIBIT_ANY_POLICY] = "2.5.29.54",
    [KEDGE_EXT_FRESHEST_CRL] = "2.5.29.46",
    [KEDGE_EXT_AUTHORITY_INFO_ACCESS] = "1.3.6.1.5.5.7.1.1",
    [KEDGE_EXT_SUBJECT_INFO_ACCESS] = "1.3.6.1.5.5.7.1.11",
    [KEDGE_EXT_SCT_LIST] = "1.3.6.1.4.1.11129.2.4.2",
    [KEDGE_EXT_TLS_FEATURE] = "1.3.6.1.5.5.7.1.24",
    [KEDGE_EXT_OCSP_NO_CHECK] = "1.3.6.1.5.5.7.48.1.5",
};

const char *forge_extension_oid(kedge_extension extension)
{
    return oids[extension];
}

forge_extension forge_any_extension(const char *oid, bool critical, kedge_span value)
{
    return (forge_extension){ .oid = forge_oid(oid), .critical = critical, .value = value };
}

forge_extension forge_raw_extension(const char *oid, kedge_span extension)
{
    return (forge_extension){ .oid = forge_oid(oid), .raw = extension };
}

forge_extension forge_unknown_extension(bool critical)
{
    return forge_any_extension("1.3.6.1.4.1.55738.666.1", critical, forge_null());
}

forge_extension forge_critical(forge_extension extension)
{
    extension.critical = true;
    return extension;
}

forge_extension forge_not_critical(forge_extension extension)
{
    extension.critical = false;
    return extension;
}

forge_extension forge_with_value(forge_extension extension, kedge_span value)
{
    extension.value = value;
    return extension;
}

static forge_extension critical(kedge_extension extension, kedge_span value)
{
    return forge_any_extension(oids[extension], true, value);
}

static forge_extension not_critical(kedge_extension extension, kedge_span value)
{
    return forge_any_extension(oids[extension], false, value);
}

static kedge_span oid_sequence(const char *const *oid, size_t count)
{
    kedge_span content = FORGE_ABSENT;

    for (size_t i = 0; i < count; i++)
        content = forge_join(content, forge_oid(oid[i]));
    return forge_sequence(content);
}

/* IMPLICIT [n] of what was a universal type: the identifier octet is exchanged. */
static kedge_span retag(unsigned tag, kedge_span element)
{
    uint8_t octet = (uint8_t)tag;

    if (element.size == 0)
        return FORGE_ABSENT;
    return forge_join(forge_copy(&octet, 1), (kedge_span){ element.data + 1, element.size - 1 });
}

static kedge_span implicit_integer(unsigned n, int value)
{
    return value == FORGE_NONE ? FORGE_ABSENT : retag(KEDGE_TAG_CONTEXT(n), forge_integer(value));
}

forge_extension forge_subject_alt_names(kedge_span general_names)
{
    return not_critical(KEDGE_EXT_SUBJECT_ALT_NAME, general_names);
}

forge_extension forge_issuer_alt_names(kedge_span general_names)
{
    return not_critical(KEDGE_EXT_ISSUER_ALT_NAME, general_names);
}

forge_extension forge_basic_constraints(bool ca, int path_length)
{
    kedge_span limit = path_length == FORGE_NONE ? FORGE_ABSENT : forge_integer(path_length);

    return critical(KEDGE_EXT_BASIC_CONSTRAINTS,
                    forge_sequence(ca ? forge_boolean(true) : FORGE_ABSENT, limit));
}

forge_extension forge_key_usage(unsigned bits)
{
    uint8_t octet[2] = { 0, 0 };
    unsigned last = 0;

    for (unsigned bit = 0; bit < 9; bit++)
        if ((bits >> bit & 1) != 0) {
            octet[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
            last = bit;
        }
    if (bits == 0)
        return critical(KEDGE_EXT_KEY_USAGE, forge_bit_string(FORGE_ABSENT, 0));
    return critical(KEDGE_EXT_KEY_USAGE, forge_bit_string(forge_copy(octet, last / 8 + 1), 7 - last % 8));
}

forge_extension forge_extended_key_usages(const char *const *oid, size_t count)
{
    return not_critical(KEDGE_EXT_EXTENDED_KEY_USAGE, oid_sequence(oid, count));
}

forge_extension forge_subject_key_identifier(kedge_span key_identifier)
{
    return not_critical(KEDGE_EXT_SUBJECT_KEY_IDENTIFIER, forge_octet_string(key_identifier));
}

forge_extension forge_authority_key_identifier(kedge_span key_identifier)
{
    return forge_authority_key_identifier_full(key_identifier, FORGE_ABSENT, FORGE_ABSENT);
}

forge_extension forge_authority_key_identifier_full(kedge_span key_identifier, kedge_span general_names,
                                                    kedge_span serial_number)
{
    kedge_span key = key_identifier.size > 0 ? forge_tlv(KEDGE_TAG_CONTEXT(0), key_identifier) : FORGE_ABSENT;
    kedge_span serial = serial_number.size > 0 ? forge_tlv(KEDGE_TAG_CONTEXT(2), serial_number)
                                               : FORGE_ABSENT;
    kedge_span issuer = retag(KEDGE_TAG_CONTEXT_CONSTRUCTED(1), general_names);

    return not_critical(KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, forge_sequence(key, issuer, serial));
}

kedge_span forge_subtree_list(const kedge_span *general_name, size_t count)
{
    kedge_span content = FORGE_ABSENT;

    for (size_t i = 0; i < count; i++)
        content = forge_join(content, forge_sequence(general_name[i]));
    return content;
}

forge_extension forge_name_constraints(kedge_span permitted, kedge_span excluded)
{
    kedge_span in = permitted.size > 0 ? forge_explicit(0, permitted) : FORGE_ABSENT;
    kedge_span out = excluded.size > 0 ? forge_explicit(1, excluded) : FORGE_ABSENT;

    return critical(KEDGE_EXT_NAME_CONSTRAINTS, forge_sequence(in, out));
}

forge_extension forge_certificate_policy_list(const char *const *oid, size_t count)
{
    kedge_span content = FORGE_ABSENT;

    for (size_t i = 0; i < count; i++)
        content = forge_join(content, forge_sequence(forge_oid(oid[i])));
    return not_critical(KEDGE_EXT_CERTIFICATE_POLICIES, forge_sequence(content));
}

forge_extension forge_policy_mapping_list(const char *const *oid, size_t count)
{
    kedge_span content = FORGE_ABSENT;

    if (count % 2 != 0)
        forge_fail("policy mappings come in pairs");
    for (size_t i = 0; i < count; i += 2)
        content = forge_join(content, oid_sequence(oid + i, 2));
    return critical(KEDGE_EXT_POLICY_MAPPINGS, forge_sequence(content));
}

forge_extension forge_policy_constraints(int require_explicit, int inhibit_mapping)
{
    return critical(KEDGE_EXT_POLICY_CONSTRAINTS, forge_sequence(implicit_integer(0, require_explicit),
                                                                 implicit_integer(1, inhibit_mapping)));
}

forge_extension forge_inhibit_any_policy(int skip)
{
    return critical(KEDGE_EXT_INHIBIT_ANY_POLICY, forge_integer(skip));
}

static kedge_span distribution_points(const char *uri)
{
    return forge_sequence(forge_sequence(forge_explicit(0, forge_explicit(0, forge_uri(uri)))));
}

forge_extension forge_crl_distribution_points(const char *uri)
{
    return not_critical(KEDGE_EXT_CRL_DISTRIBUTION_POINTS, distribution_points(uri));
}

forge_extension forge_freshest_crl(const char *uri)
{
    return not_critical(KEDGE_EXT_FRESHEST_CRL, distribution_points(uri));
}

static kedge_span access(const char *method, const char *uri)
{
    return uri == NULL ? FORGE_ABSENT : forge_sequence(forge_oid(method), forge_uri(uri));
}

forge_extension forge_authority_info_access(const char *ocsp_uri, const char *issuer_uri)
{
    return not_critical(KEDGE_EXT_AUTHORITY_INFO_ACCESS,
                        forge_sequence(access("1.3.6.1.5.5.7.48.1", ocsp_uri),
                                       access("1.3.6.1.5.5.7.48.2", issuer_uri)));
}

forge_extension forge_subject_info_access(const char *repository_uri)
{
    return not_critical(KEDGE_EXT_SUBJECT_INFO_ACCESS,
                        forge_sequence(access("1.3.6.1.5.5.7.48.5", repository_uri)));
}

forge_extension forge_sct_list(void)
{
    /* version 1, log id, timestamp, no extensions, SHA-256 with ECDSA, eight octets of signature */
    kedge_span sct = forge_hex("00"
                               "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
                               "0000019b76daa800"
                               "0000"
                               "0403"
                               "0008"
                               "3006020101020101");
    uint8_t sizes[4] = { 0, (uint8_t)(sct.size + 2), 0, (uint8_t)sct.size };

    return not_critical(KEDGE_EXT_SCT_LIST,
                        forge_octet_string(forge_join(forge_copy(sizes, sizeof sizes), sct)));
}

forge_extension forge_tls_feature(void)
{
    return not_critical(KEDGE_EXT_TLS_FEATURE, forge_sequence(forge_integer(5)));
}

forge_extension forge_ocsp_no_check(void)
{
    return not_critical(KEDGE_EXT_OCSP_NO_CHECK, forge_null());
}

kedge_span forge_extension_der(const forge_extension *extension)
{
    if (extension->raw.size > 0)
        return extension->raw;
    return forge_sequence(extension->oid, extension->critical ? forge_boolean(true) : FORGE_ABSENT,
                          forge_octet_string(extension->value));
}
