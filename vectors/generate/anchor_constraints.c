/* anchor_constraints.c - what binds the paths below an anchor, beside its certificate (RFC 5937). */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

/* Given beside the anchor. */
static void emit_terms(const char *name, const char *expect, const char *trust, const char *policies,
                       const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .trust = trust,
                           .policies = policies,
                           .clause = "RFC 5937, 3.2",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

/* Read with the anchor from a block of another form. */
static void emit_block(const char *name, const char *expect, const char *label, const char *clause, kedge_span block,
                       const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .label = label,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { block } });
}

static void emit_names(void)
{
    begin();
    emit_terms("names-permitted", "accept", "permitted-dns=example", NULL, "the host lies within");
    emit_terms("names-not-permitted", "reject NAME_NOT_PERMITTED certificate=0", "permitted-dns=other.example", NULL,
               "the anchor is believed for another domain alone");
    emit_terms("names-excluded", "reject NAME_EXCLUDED certificate=0", "excluded-dns=host.example", NULL,
               "the anchor is not believed for this domain");
    emit_terms("names-not-excluded", "accept", "excluded-dns=other.example", NULL,
               "the anchor is believed for all other domains");
    emit_terms("names-hold-though-its-certificate-does-not", "reject NAME_EXCLUDED certificate=0",
               "excluded-dns=host.example constraints=no", NULL,
               "whether the anchor's certificate is enforced does not matter to what is said beside it");
}

static void emit_policies(void)
{
    begin();
    forge_put(&ca, forge_certificate_policies("1.2.3.1", "1.2.3.2"));
    forge_put(&leaf, forge_certificate_policies("1.2.3.1"));
    emit_terms("policy-of-the-anchor", "accept", "only-policies=1.2.3.1 require-explicit", NULL,
               "the path has the one policy that will do");
    emit_terms("policy-of-another", "reject POLICY_NOT_VALID certificate=0", "only-policies=1.2.3.2 require-explicit",
               NULL, "the path has a policy for which the anchor is not believed");
    emit_terms("policy-not-required", "accept", "only-policies=1.2.3.2", NULL,
               "where no policy is required, having none of them is no fault");
    emit_terms("policy-wanted-by-both", "accept", "only-policies=1.2.3.1", "policies=1.2.3.1 require-explicit",
               "what the request and the anchor allow meets in one policy");
    emit_terms("policy-wanted-by-one", "reject POLICY_NOT_VALID certificate=0", "only-policies=1.2.3.2",
               "policies=1.2.3.1 require-explicit", "what the request and the anchor allow does not meet");
    forge_put(&ca, forge_certificate_policies(FORGE_ANY_POLICY));
    emit_terms("any-policy", "accept", "require-explicit", NULL, "anyPolicy in the CA allows the leaf's");
    emit_terms("any-policy-inhibited", "reject POLICY_NOT_VALID certificate=1", "require-explicit inhibit-any", NULL,
               "the anchor lets anyPolicy stand for nothing");
    forge_put(&ca, forge_certificate_policies("1.2.3.2"));
    forge_put(&ca, forge_policy_mappings("1.2.3.2", "1.2.3.1"));
    emit_terms("mapping", "accept", "require-explicit", NULL, "the CA maps its policy to the leaf's");
    emit_terms("mapping-inhibited", "reject POLICY_NOT_VALID certificate=0", "require-explicit inhibit-mapping", NULL,
               "the anchor lets nobody map policies");
}

static void emit_limits(void)
{
    begin();
    emit_terms("path-length-one", "accept", "path-length=1", NULL, "one intermediate follows");
    emit_terms("path-length-zero", "reject PATH_TOO_LONG certificate=anchor", "path-length=0", NULL,
               "no intermediate may follow the anchor");
    emit_terms("purpose", "accept", "purposes=1.3.6.1.5.5.7.3.1", NULL, "it is trusted for servers");
    emit_terms("purpose-of-clients", "reject ANCHOR_USAGE_REFUSED certificate=anchor", "purposes=1.3.6.1.5.5.7.3.2",
               NULL, "it is trusted for clients alone");
    emit_terms("purpose-any", "accept", "purposes=2.5.29.37.0", NULL, "anyExtendedKeyUsage stands for all");
    emit_terms("purpose-refused", "reject ANCHOR_USAGE_REFUSED certificate=anchor",
               "purposes=1.3.6.1.5.5.7.3.1 refused-purposes=1.3.6.1.5.5.7.3.1", NULL,
               "what is refused is refused even where it is allowed as well");
    emit_terms("purpose-of-clients-refused", "accept", "refused-purposes=1.3.6.1.5.5.7.3.2", NULL,
               "it is not trusted for clients, and so for servers");
    emit_terms("distrusted-after-issue", "reject DISTRUSTED_AFTER certificate=0",
               "distrusted-after=2025-12-01T23:59:59Z path-length=1", NULL, "the leaf was issued a second after");
    emit_terms("distrusted-later", "accept", "distrusted-after=2026-06-01T00:00:00Z path-length=1", NULL,
               "the leaf was issued before");
}

/* OpenSSL's settings after the certificate: what it is trusted for, what it is rejected for. */
static kedge_span with_settings(kedge_span trusted, kedge_span rejected)
{
    return forge_join(forge_sign(&root), forge_sequence(trusted, rejected));
}

static void emit_trusted_certificates(void)
{
    static const char label[] = "TRUSTED CERTIFICATE";
    static const char clause[] = "openssl-x509(1), TRUST SETTINGS";
    const kedge_span server = forge_oid(FORGE_EKU_SERVER_AUTH);
    const kedge_span client = forge_oid(FORGE_EKU_CLIENT_AUTH);

    begin();
    emit_block("openssl-without-settings", "accept", label, clause, forge_sign(&root), "there is nothing that limits it");
    emit_block("openssl-trusted-for-servers", "accept", label, clause,
               with_settings(forge_sequence(server), FORGE_ABSENT), "it is trusted for servers");
    emit_block("openssl-trusted-for-clients", "reject ANCHOR_USAGE_REFUSED certificate=anchor", label, clause,
               with_settings(forge_sequence(client), FORGE_ABSENT), "it is trusted for clients alone");
    emit_block("openssl-rejected-for-servers", "reject ANCHOR_USAGE_REFUSED certificate=anchor", label, clause,
               with_settings(FORGE_ABSENT, forge_element(KEDGE_TAG_CONTEXT_CONSTRUCTED(0), server)),
               "it is rejected for servers");
    emit_block("openssl-rejected-for-clients", "accept", label, clause,
               with_settings(FORGE_ABSENT, forge_element(KEDGE_TAG_CONTEXT_CONSTRUCTED(0), client)),
               "it is rejected for clients alone");
}

/* TrustAnchorInfo with a CertPathControls of the root's name and more, and with extensions. */
static kedge_span info(kedge_span controls, kedge_span extensions)
{
    const kedge_span fields = forge_sequence(root.key->subject_public_key_info,
                                             forge_octet_string(forge_key_identifier(root.key)),
                                             forge_sequence(root.subject, controls), extensions);

    return forge_sequence(forge_element(KEDGE_TAG_CONTEXT_CONSTRUCTED(2), fields));
}

static kedge_span names_in_info(kedge_span subtrees)
{
    const kedge_span value = forge_name_constraints(subtrees, FORGE_ABSENT).value;

    return forge_join(forge_hex("a3"), (kedge_span){ value.data + 1, value.size - 1 }); /* nameConstr [3] */
}

static void emit_lists(void)
{
    static const char label[] = "TRUST ANCHOR LIST";
    static const char clause[] = "RFC 5914, 2";
    const forge_extension clients = forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH);
    const kedge_span none = FORGE_ABSENT;

    begin();
    emit_block("list-certificate", "accept", label, "RFC 5914, 3", forge_sequence(forge_sign(&root)),
               "an entry may be a certificate");
    emit_block("list-tbs-certificate", "accept", label, "RFC 5914, 3",
               forge_sequence(forge_element(KEDGE_TAG_CONTEXT_CONSTRUCTED(1), forge_tbs_certificate(&root))),
               "an entry may be a certificate that nobody signed");
    emit_block("list-name-and-key", "accept", label, clause, info(none, none), "an entry may be a name and a key");
    emit_block("list-names-permitted", "accept", label, clause,
               info(names_in_info(forge_subtrees(forge_dns("host.example"))), none), "the host lies within");
    emit_block("list-names-not-permitted", "reject NAME_NOT_PERMITTED certificate=0", label, clause,
               info(names_in_info(forge_subtrees(forge_dns("other.example"))), none),
               "certPath limits the names of the path");
    emit_block("list-path-length", "reject PATH_TOO_LONG certificate=anchor", label, clause,
               info(forge_tlv(KEDGE_TAG_CONTEXT(4), forge_hex("00")), none),
               "certPath lets no intermediate follow");
    emit_block("list-usage", "reject ANCHOR_USAGE_REFUSED certificate=anchor", label, clause,
               info(none, forge_element(KEDGE_TAG_CONTEXT_CONSTRUCTED(1),
                                        forge_sequence(forge_extension_der(&clients)))),
               "its extensions let it stand for clients alone");
}

void emit_anchor_constraints(void)
{
    vector_rule("anchor-constraints");
    emit_names();
    emit_policies();
    emit_limits();
    emit_trusted_certificates();
    emit_lists();
}
