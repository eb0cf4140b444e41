/* basic_constraints.c - who may issue (RFC 5280, 4.2.1.9 and 6.1.4 (k)). */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

static void emit(const char *name, const char *expect, const char *policy, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .policy = policy,
                           .clause = "RFC 5280, 6.1.4 (k)",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

void emit_basic_constraints(void)
{
    const char *not_a_ca = "reject NOT_A_CA certificate=1";

    vector_rule("basic-constraints");
    begin();
    emit("ca", "accept", NULL, "the intermediate says that it is a CA");
    forge_put(&ca, forge_basic_constraints(false, FORGE_NONE));
    emit("not-a-ca", not_a_ca, NULL, "the intermediate says that it is none");
    forge_drop(&ca, KEDGE_EXT_BASIC_CONSTRAINTS);
    emit("absent", not_a_ca, NULL, "the intermediate does not say that it is a CA");
    emit("absent-device", not_a_ca, "device", "no policy takes it for one");
    begin();
    forge_put(&ca, forge_not_critical(forge_basic_constraints(true, FORGE_NONE)));
    emit("not-critical", "accept", NULL, "whether the extension is critical does not change what it says");
    emit("not-critical-rfc5280", "reject CRITICALITY certificate=1", "rfc5280",
         "RFC 5280 asks CAs to make it critical");
    begin();
    forge_put(&leaf, forge_basic_constraints(false, FORGE_NONE));
    emit("leaf-says-no", "accept", NULL, "a leaf may say that it is no CA");
    begin();
    forge_put(&leaf, forge_basic_constraints(true, FORGE_NONE));
    emit("leaf-is-ca", "accept", NULL, "the rule is for issuers");
    emit("leaf-is-ca-strict", "reject LEAF_IS_CA certificate=0", "webpki_strict",
         "the Baseline Requirements want no CA to be a server");

    begin();
    ca = forge_leaf("issuer.example", &root);
    leaf = forge_leaf("host.example", &ca);
    emit("leaf-as-issuer", not_a_ca, NULL,
         "everybody who has a certificate could issue others (CVE-2002-0862)");
    forge_put(&ca, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_CERT_SIGN));
    emit("cert-sign-is-not-enough", not_a_ca, NULL, "keyCertSign alone makes no CA");
}
