/* name.c - names that chain, and names that only look like it (RFC 5280, 6.1.3 (a)(4) and 7.1). */
#include "vector.h"

/* The root is called `subject`, and the leaf says that `issuer` issued it. */
static void emit(const char *name, bool is_same, kedge_span subject, kedge_span issuer, const char *why)
{
    forge_certificate root = forge_root("Root"), leaf;

    root.subject = subject;
    leaf = forge_leaf("host.example", &root);
    leaf.issuer = issuer;
    vector_emit(&(vector){
        .name = name,
        .clause = "RFC 5280, 7.1",
        .why = why,
        .expect = is_same ? "accept" : "reject NOT_AUTHENTICATED reason=ISSUER_NOT_FOUND certificate=0",
        .chain = { forge_sign(&leaf) },
        .anchors = { forge_sign(&root) } });
}

static kedge_span cn(unsigned tag, const char *text)
{
    return forge_name(forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, tag, text)));
}

static kedge_span cn_utf8(const char *text)
{
    return cn(KEDGE_TAG_UTF8_STRING, text);
}

static kedge_span cn_bytes(unsigned tag, const char *digits)
{
    return forge_name(
        forge_rdn(forge_sequence(forge_oid(FORGE_OID_COMMON_NAME), forge_tlv(tag, forge_hex(digits)))));
}

void emit_name(void)
{
    kedge_span one = forge_cn("Root"), organization = forge_rdn_utf8(FORGE_OID_ORGANIZATION, "Kedge");
    kedge_span two = forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_UTF8_STRING, "Root");
    kedge_span three = forge_attribute(FORGE_OID_ORGANIZATION, KEDGE_TAG_UTF8_STRING, "Kedge");

    vector_rule("name");
    emit("case-differs", true, cn_utf8("Root CA"), cn_utf8("ROOT ca"), "letters are compared without case");
    emit("blanks-differ", true, cn_utf8("Root CA"), cn_utf8("  Root   CA "),
         "blanks at the ends are dropped, others folded into one");
    emit("blank-inside", false, cn_utf8("Root CA"), cn_utf8("RootCA"), "a blank inside is one, not none");
    emit("string-type-differs", true, cn(KEDGE_TAG_PRINTABLE_STRING, "Root CA"), cn_utf8("Root CA"),
         "PrintableString and UTF8String are compared as text");
    emit("bmp-string", true, cn_bytes(KEDGE_TAG_BMP_STRING, "0052006f006f0074"), cn_utf8("Root"),
         "BMPString is compared as text");
    emit("teletex-string", false, cn(KEDGE_TAG_TELETEX_STRING, "Root"), cn_utf8("Root"),
         "TeletexString has no agreed characters: it equals itself only");
    emit("teletex-string-twice", true, cn(KEDGE_TAG_TELETEX_STRING, "Root"),
         cn(KEDGE_TAG_TELETEX_STRING, "Root"), "TeletexString equals itself");
    emit("case-of-other-scripts", false, cn_bytes(KEDGE_TAG_UTF8_STRING, "c389"),
         cn_bytes(KEDGE_TAG_UTF8_STRING, "c3a9"), "case is folded in ASCII only");
    emit("prefix", false, cn_utf8("Root CA"), cn_utf8("Root"), "a name is not the beginning of another");
    emit("attribute-type-differs", false, forge_name(one),
         forge_name(forge_rdn_utf8(FORGE_OID_ORGANIZATION, "Root")),
         "the same text as another attribute is another name");
    emit("order-of-rdns", false, forge_name(one, organization), forge_name(organization, one),
         "the order of relative distinguished names counts");
    emit("more-rdns", false, forge_name(organization, one), forge_name(organization),
         "every relative distinguished name counts");
    emit("several-attributes-in-one-rdn", true, forge_name(forge_rdn(two, three)),
         forge_name(forge_rdn(three, two)), "attributes of one RDN are a set");
    emit("one-rdn-or-two", false, forge_name(forge_rdn(two, three)), forge_name(one, organization),
         "two attributes in one RDN are not two RDNs");
}
