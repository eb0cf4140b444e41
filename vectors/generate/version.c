/* version.c - versions of certificates (RFC 5280, 4.1.2.1, 4.1.2.8 and 6.1.4 (k)). */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

static void emit(const char *name, const char *expect, const char *policy, const char *identity,
                 const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .policy = policy,
                           .identity = identity,
                           .why = why,
                           .clause = "RFC 5280, 4.1.2.1",
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

void emit_version(void)
{
    kedge_span bits = forge_bit_string(forge_hex("55"), 0);

    vector_rule("version");
    begin();
    leaf.version = 1;
    emit("v1-leaf", "accept", "device", NULL, "a v1 leaf has a common name only, which counts under device");
    emit("v1-leaf-webpki", "reject IDENTITY_MISMATCH certificate=0 faults=identity", NULL, NULL,
         "a v1 leaf has no subjectAltName, and a common name never counts on the Web");
    emit("v1-leaf-strict", "reject AKI_MISSING certificate=0", "webpki_strict", "waived",
         "a v1 leaf cannot have what the Baseline Requirements demand");
    begin();
    ca.version = 1;
    emit("v1-intermediate", "reject VERSION_NOT_CA certificate=1", NULL, NULL,
         "a v1 certificate cannot say that it is a CA (CVE-2014-1959)");
    emit("v1-intermediate-device", "reject VERSION_NOT_CA certificate=1", "device", NULL,
         "no ready policy takes a v1 intermediate");
    ca.version = 2;
    emit("v2-intermediate", "reject VERSION_NOT_CA certificate=1", NULL, NULL, "nor can a v2 certificate");
    begin();
    root.version = 1;
    emit("v1-anchor", "accept", NULL, NULL,
         "an anchor is trusted because it was provisioned, whatever its version");
    emit("v1-anchor-rfc5280", "reject VERSION_NOT_CA certificate=anchor", "rfc5280", NULL,
         "rfc5280 asks anchors for basicConstraints too, which v1 does not have");
    begin();
    leaf.raw.version = forge_explicit(0, forge_integer(3));
    emit("v4", "reject BAD_VERSION certificate=0", NULL, NULL, "there is no v4");
    leaf.raw.version = forge_explicit(0, forge_integer(-1));
    emit("v0", "reject BAD_VERSION certificate=0", NULL, NULL, "there is no v0");
    leaf.raw.version = forge_explicit(0, forge_integer(1));
    emit("v2-with-extensions", "reject FIELD_NOT_IN_VERSION certificate=0", NULL, NULL,
         "extensions came with v3");
    leaf.raw.version = FORGE_NOTHING;
    emit("v1-with-extensions", "reject FIELD_NOT_IN_VERSION certificate=0", NULL, NULL,
         "extensions came with v3");
    begin();
    leaf.raw.subject_unique_id = forge_tlv(0x82, (kedge_span){ bits.data + 2, bits.size - 2 });
    emit("v3-with-unique-identifier", "accept", NULL, NULL,
         "unique identifiers came with v2; nobody uses them");
    leaf.version = 1;
    emit("v1-with-unique-identifier", "reject FIELD_NOT_IN_VERSION certificate=0", NULL, "waived",
         "unique identifiers came with v2");
}
