/* extended_key_usage.c - the wanted purpose, nested through CAs (RFC 5280, 4.2.1.12; CA/B BR, 7.1.2). */
#include "vector.h"

#define WEB_OF_THINGS "1.3.6.1.4.1.55738.1"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

static void emit(const char *name, const char *expect, const char *policy, const char *usage, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .policy = policy,
                           .usage = usage,
                           .clause = "RFC 5280, 4.2.1.12",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_leaves(void)
{
    const char *refused = "reject USAGE_REFUSED certificate=0";

    begin();
    emit("server", "accept", NULL, NULL, "the purpose is listed");
    emit("server-as-client", refused, NULL, "client", "the purpose is not listed");
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    emit("client-as-server", refused, NULL, NULL, "the purpose is not listed");
    emit("client", "accept", NULL, "client", "the purpose is listed");
    forge_put(&leaf,
              forge_extended_key_usage(FORGE_EKU_CODE_SIGNING, FORGE_EKU_CLIENT_AUTH, FORGE_EKU_SERVER_AUTH));
    emit("server-listed-last", "accept", NULL, NULL, "every purpose of the list is read");
    emit("waived", "accept", NULL, "waived", "the caller said in as many words that any use will do");
    forge_put(&leaf, forge_critical(forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH)));
    emit("critical-client-as-server", refused, NULL, NULL, "critical or not, the list binds");
    forge_drop(&leaf, KEDGE_EXT_EXTENDED_KEY_USAGE);
    emit("absent", "accept", NULL, NULL, "without the extension the key may be used for anything");
    emit("absent-strict", "reject LEAF_EKU_MISSING certificate=0", "webpki_strict", NULL,
         "the Baseline Requirements ask servers for it");

    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_ANY));
    emit("any", refused, NULL, NULL, "on the Web a leaf must name its purpose");
    emit("any-rfc5280", "accept", "rfc5280", NULL, "RFC 5280 lets any be any");
    emit("any-device", "accept", "device", NULL, "device lets any be any");
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_CODE_SIGNING, WEB_OF_THINGS));
    emit("any-identifier", "accept", NULL, "oid=" WEB_OF_THINGS, "a purpose is any object identifier");
    emit("another-identifier", refused, NULL, "oid=" WEB_OF_THINGS ".1",
         "a longer identifier is another purpose");
}

static void emit_issuers(void)
{
    const char *refused = "reject USAGE_REFUSED certificate=1";

    begin();
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH));
    emit("ca-server", "accept", NULL, NULL, "the CA is restricted to what is wanted");
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_EMAIL_PROTECTION));
    emit("ca-email", refused, NULL, NULL, "a CA for mail cannot make servers");
    emit("ca-email-device", refused, "device", NULL, "purposes nest under every policy");
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_ANY));
    emit("ca-any", "accept", NULL, NULL, "a CA may be for any purpose");
    forge_put(&ca, forge_extended_key_usage(WEB_OF_THINGS));
    emit("ca-other-as-server", refused, NULL, NULL, "a CA for another purpose");
    begin();
    forge_put(&root, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    emit("anchor-client", "reject USAGE_REFUSED certificate=anchor", NULL, NULL,
         "by default an anchor's purposes bind");
}

void emit_extended_key_usage(void)
{
    vector_rule("extended-key-usage");
    emit_leaves();
    emit_issuers();
}
