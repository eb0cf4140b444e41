/* key_identifiers.c - key identifiers: a hint, and for linters a rule (RFC 5280, 4.2.1.1 and 4.2.1.2). */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

static void emit(const char *name, const char *expect, const char *policy, const char *clause,
                 const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .policy = policy,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

void emit_key_identifiers(void)
{
    const char *authority = "RFC 5280, 4.2.1.1", *subject = "RFC 5280, 4.2.1.2";
    kedge_span elsewhere = forge_sequence(forge_directory(forge_common_name("Elsewhere")));

    vector_rule("key-identifiers");
    begin();
    emit("agree", "accept", "rfc5280", subject, "the authority's identifier is the issuer's");
    emit("agree-strict", "accept", "webpki_strict", subject, "the authority's identifier is the issuer's");
    forge_put(&leaf, forge_authority_key_identifier(forge_hex("0123456789")));
    emit("differ", "accept", NULL, authority,
         "identifiers help to find an issuer and prove nothing: the signature does");
    emit("differ-strict", "reject KEY_ID_INCONSISTENT certificate=0", "webpki_strict", subject,
         "a linter says that they differ");
    begin();
    forge_put(&leaf,
              forge_authority_key_identifier_full(forge_key_identifier(ca.key), elsewhere, forge_hex("07")));
    emit("issuer-and-serial-point-elsewhere", "accept", NULL, authority,
         "issuer and serial in it are a hint as well");
    begin();
    forge_drop(&leaf, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    emit("authority-missing", "accept", NULL, authority, "who does not say which key costs a search");
    emit("authority-missing-rfc5280", "reject AKI_MISSING certificate=0", "rfc5280", authority,
         "every certificate but a self-signed one must have it");
    begin();
    forge_drop(&ca, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    emit("subject-missing", "accept", NULL, subject, "an issuer without identifier is found by its name");
    emit("subject-missing-rfc5280", "reject SKI_MISSING certificate=1", "rfc5280", subject,
         "every CA must have it");
    begin();
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    emit("leaf-without", "accept", "rfc5280", subject, "leaves should have it and need not");
}
