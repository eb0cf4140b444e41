/* anchor.c - the terms of anchors (RFC 5280, 6.1.1 (d); RFC 5937). */
#include "vector.h"

static forge_certificate root, leaf;

static void begin(void)
{
    root = forge_root("Root");
    leaf = forge_leaf("host.example", &root);
}

static void emit(const char *name, const char *expect, const char *trust, const char *clause, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .trust = trust,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_issuer_terms(void)
{
    begin();
    root.not_after = FORGE_NOW - FORGE_DAY;
    leaf = forge_leaf("host.example", &root);
    emit("expired", "reject EXPIRED certificate=anchor faults=time", NULL, "RFC 5937, 3.1",
         "by default an anchor is bound by its own validity");
    emit("expired-not-enforced", "accept", "expiry=no", "RFC 5280, 6.1.1 (d)",
         "an anchor is a name and a key; its terms may leave its validity out");
    begin();
    root.not_before = FORGE_NOW + FORGE_DAY;
    emit("not-yet-valid", "reject NOT_YET_VALID certificate=anchor faults=time", NULL, "RFC 5937, 3.1",
         "by default an anchor is bound by its own validity");
    begin();
    emit("not-an-issuer", "reject ANCHOR_NOT_ISSUER certificate=anchor", "issuer=no", "RFC 5937, 3.1",
         "this anchor is trusted for itself alone");
    forge_put(&root, forge_key_usage(KEDGE_KU_CRL_SIGN));
    emit("key-usage", "reject CERT_SIGN_MISSING certificate=anchor", NULL, "RFC 5937, 3.1",
         "by default an anchor is bound by its own keyUsage");
    emit("key-usage-not-enforced", "accept", "constraints=no", "RFC 5280, 6.1.1 (d)",
         "its terms may leave its constraints out");
    begin();
    forge_drop(&root, KEDGE_EXT_BASIC_CONSTRAINTS);
    emit("no-basic-constraints", "accept", NULL, "RFC 5280, 6.1.1 (d)",
         "old roots lack basicConstraints, and webpki does not ask anchors for them");
    emit("no-basic-constraints-enforced", "reject NOT_A_CA certificate=anchor", "basic-constraints=yes",
         "RFC 5937, 3.1", "its terms may ask for basicConstraints");
    begin();
    forge_put(&root, forge_unknown_extension(true));
    emit("unknown-critical-extension", "reject UNKNOWN_CRITICAL_EXTENSION certificate=anchor", NULL,
         "RFC 5937, 3.1", "what an anchor says of itself and cannot be understood may be a constraint");
    emit("unknown-critical-extension-not-enforced", "accept", "constraints=no", "RFC 5280, 6.1.1 (d)",
         "its terms may leave its constraints out");
}

/* The certificate in question is itself an anchor. */
static void emit_as_leaf(const char *name, const char *expect, const char *policy, const char *trust,
                         const forge_certificate *certificate, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .policy = policy,
                           .trust = trust,
                           .clause = "RFC 5937, 3.1",
                           .why = why,
                           .chain = { forge_sign(certificate) },
                           .anchors = { forge_sign(certificate) } });
}

static void emit_leaf_terms(void)
{
    const char *not_a_leaf = "reject NOT_AUTHENTICATED reason=ANCHOR_NOT_LEAF certificate=0";
    forge_certificate own = forge_root("host.example"), expired;

    begin();
    forge_put(&own, forge_subject_alt_name(forge_dns("host.example")));
    forge_put(&own, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    forge_drop(&own, KEDGE_EXT_BASIC_CONSTRAINTS);
    emit_as_leaf("leaf-is-anchor", not_a_leaf, NULL, NULL, &own, "on the Web a root is no server");
    emit_as_leaf("leaf-is-anchor-with-leaf-bit", "accept path=0", NULL, "leaf=yes", &own,
                 "its terms say that it may be the leaf");
    emit_as_leaf("leaf-is-anchor-device", "accept path=0", "device", NULL, &own,
                 "a device may be given its peer's own certificate");
    emit_as_leaf("leaf-is-anchor-device-refused", not_a_leaf, "device", "leaf=no", &own,
                 "terms of an anchor stand before the policy's defaults");
    emit_as_leaf("leaf-is-anchor-not-self-signed", "accept path=0", NULL, "leaf=yes", &leaf,
                 "a pinned certificate need not be self-signed");
    emit_as_leaf("leaf-is-anchor-must-be-self-signed",
                 "reject NOT_AUTHENTICATED reason=SIGNATURE_INVALID certificate=0", NULL,
                 "leaf=yes leaf-self-signed=yes", &leaf,
                 "its terms say that it must be signed with its own key");
    emit_as_leaf("leaf-is-anchor-self-signed", "accept path=0", NULL, "leaf=yes leaf-self-signed=yes", &own,
                 "it is signed with its own key");
    expired = own;
    expired.not_after = FORGE_NOW - 1;
    emit_as_leaf("leaf-is-anchor-expired", "reject EXPIRED certificate=0 faults=time", "device", NULL,
                 &expired, "being an anchor does not make a leaf valid");
    emit_as_leaf("leaf-is-anchor-expiry-not-enforced", "accept path=0", "device", "expiry=no", &expired,
                 "its terms leave its validity out");
    vector_emit(&(vector){ .name = "leaf-is-anchor-of-another-name",
                           .expect = "reject IDENTITY_MISMATCH certificate=0 faults=identity",
                           .policy = "device",
                           .identity = "dns=other.example",
                           .clause = "RFC 9525, 6.1",
                           .why = "being an anchor does not make a leaf bear every name",
                           .chain = { forge_sign(&own) },
                           .anchors = { forge_sign(&own) } });
}

void emit_anchor(void)
{
    vector_rule("anchor");
    emit_issuer_terms();
    emit_leaf_terms();
}
