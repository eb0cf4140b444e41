/* key_usage.c - what a key may be used for (RFC 5280, 4.2.1.3 and 6.1.4 (n)). */
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

static void emit_issuers(void)
{
    const char *clause = "RFC 5280, 6.1.4 (n)";

    begin();
    forge_put(&ca, forge_key_usage(KEDGE_KU_KEY_CERT_SIGN));
    emit("cert-sign", "accept", NULL, clause, "the CA's key may sign certificates");
    forge_put(&ca, forge_key_usage(KEDGE_KU_CRL_SIGN | KEDGE_KU_DIGITAL_SIGNATURE));
    emit("cert-sign-missing", "reject CERT_SIGN_MISSING certificate=1", NULL, clause,
         "the CA's key may sign other things, but not certificates");
    forge_put(&ca, forge_not_critical(forge_key_usage(KEDGE_KU_CRL_SIGN)));
    emit("cert-sign-missing-not-critical", "reject CERT_SIGN_MISSING certificate=1", NULL, clause,
         "what is processed counts, critical or not");
    forge_drop(&ca, KEDGE_EXT_KEY_USAGE);
    emit("ca-without-key-usage", "accept", NULL, clause, "without keyUsage the key may be used for anything");
    emit("ca-without-key-usage-strict", "reject CA_KEY_USAGE_MISSING certificate=1", "webpki_strict",
         "RFC 5280, 4.2.1.3", "CAs must have one");
}

static void emit_leaf(const char *name, const char *expect, const char *policy, unsigned bits,
                      const char *why)
{
    forge_put(&leaf, forge_key_usage(bits));
    emit(name, expect, policy, "RFC 5280, 4.2.1.12", why);
}

static void emit_leaves(void)
{
    const char *refused = "reject KEY_USAGE_REFUSED certificate=0";

    begin();
    emit_leaf("leaf-digital-signature", "accept", NULL, KEDGE_KU_DIGITAL_SIGNATURE,
              "what a TLS server needs");
    emit_leaf("leaf-key-agreement", "accept", NULL, KEDGE_KU_KEY_AGREEMENT, "consistent with a TLS server");
    emit_leaf("leaf-key-encipherment", "accept", NULL, KEDGE_KU_KEY_ENCIPHERMENT,
              "consistent with a TLS server");
    emit_leaf("leaf-cert-sign-only", refused, NULL, KEDGE_KU_KEY_CERT_SIGN,
              "a key for certificates alone is no server's");
    emit_leaf("leaf-content-commitment-only", refused, NULL, KEDGE_KU_CONTENT_COMMITMENT,
              "a key for contracts is no server's");
    emit_leaf("leaf-not-asked-device", "accept", "device", KEDGE_KU_CONTENT_COMMITMENT,
              "device does not ask");
    emit_leaf("leaf-decipher-only", refused, NULL, KEDGE_KU_DECIPHER_ONLY,
              "the ninth bit, in a second octet, is read too");
    forge_drop(&leaf, KEDGE_EXT_KEY_USAGE);
    emit("leaf-without-key-usage", "accept", NULL, "RFC 5280, 4.2.1.12",
         "without keyUsage the key may be used for anything");
}

void emit_key_usage(void)
{
    vector_rule("key-usage");
    emit_issuers();
    emit_leaves();
}
