/* name.c - distinguished names and general names. */
#include "forge/name.h"

kedge_span forge_attribute(const char *oid, unsigned tag, const char *text)
{
    return forge_sequence(forge_oid(oid), forge_text(tag, text));
}

kedge_span forge_rdn_utf8(const char *oid, const char *text)
{
    return forge_rdn(forge_attribute(oid, KEDGE_TAG_UTF8_STRING, text));
}

kedge_span forge_cn(const char *text)
{
    return forge_rdn_utf8(FORGE_OID_COMMON_NAME, text);
}

kedge_span forge_common_name(const char *text)
{
    return forge_name(forge_cn(text));
}

kedge_span forge_general_name(kedge_general_name_kind kind, kedge_span content)
{
    bool is_constructed = kind == KEDGE_OTHER_NAME || kind == KEDGE_X400_ADDRESS
                          || kind == KEDGE_DIRECTORY_NAME || kind == KEDGE_EDI_PARTY_NAME;

    return forge_tlv((is_constructed ? 0xa0u : 0x80u) | (unsigned)kind, content);
}

kedge_span forge_dns(const char *name)
{
    return forge_general_name(KEDGE_DNS_NAME, forge_chars(name));
}

kedge_span forge_email(const char *mailbox)
{
    return forge_general_name(KEDGE_RFC822_NAME, forge_chars(mailbox));
}

kedge_span forge_uri(const char *uri)
{
    return forge_general_name(KEDGE_URI_NAME, forge_chars(uri));
}

kedge_span forge_ip(const char *digits)
{
    return forge_general_name(KEDGE_IP_ADDRESS, forge_hex(digits));
}

kedge_span forge_directory(kedge_span name)
{
    return forge_general_name(KEDGE_DIRECTORY_NAME, name);
}

kedge_span forge_other_name(const char *oid, kedge_span value)
{
    return forge_general_name(KEDGE_OTHER_NAME, forge_join(forge_oid(oid), forge_explicit(0, value)));
}

kedge_span forge_registered_id(const char *oid)
{
    return forge_general_name(KEDGE_REGISTERED_ID, forge_oid_content(oid));
}
