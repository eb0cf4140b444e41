/* revocation.c - certificates judged by revocation lists (RFC 5280, 6.3). */
#include "vector.h"

#define URI "http://crl.example/ca"

static forge_certificate root, ca, leaf;
static forge_crl of_ca, of_root;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    forge_put(&leaf, forge_crl_distribution_points(URI));
    of_ca = forge_crl_of(&ca);
    of_root = forge_crl_of(&root);
}

static const kedge_span none = { NULL, 0 };

static void emit(const char *name, const char *expect, const char *revocation, kedge_span one, kedge_span other,
                 const char *clause, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .revocation = revocation,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) },
                           .lists = { one, other } });
}

/* With the CA's list alone, the leaf's status being demanded. */
static void emit_list(const char *name, const char *expect, const char *clause, const char *why)
{
    emit(name, expect, "leaf", forge_sign_crl(&of_ca), none, clause, why);
}

static kedge_span entry_extension(forge_extension one)
{
    return forge_extension_der(&one);
}

static void emit_modes(void)
{
    static const char clause[] = "RFC 5280, 6.3";
    kedge_span list;

    begin();
    list = forge_sign_crl(&of_ca);
    emit("leaf-not-listed", "accept known=0", "leaf", list, none, clause, "the CA's list does not have it");
    emit("leaf-without-a-list", "reject REVOCATION_UNKNOWN certificate=0 faults=revocation unknown=0", "leaf", none,
         none, clause, "what is demanded must be known");
    emit("leaf-without-a-list-softly", "accept unknown=0", "leaf soft", none, none, clause,
         "the caller lets pass what is not known, and is told of it");
    emit("leaf-without-a-list-not-asked", "accept known= unknown=", "given", none, none, clause,
         "nothing is given and nothing demanded");
    emit("chain-without-the-roots-list", "reject REVOCATION_UNKNOWN certificate=1 known=0 unknown=1", "chain", list,
         none, clause, "of the intermediate nothing is known");
    emit("chain-without-the-roots-list-softly", "accept known=0 unknown=1", "chain soft", list, none, clause,
         "the caller lets pass what is not known, and is told of it");
    emit("chain-not-listed", "accept known=0,1", "chain", list, forge_sign_crl(&of_root), clause,
         "neither list has any certificate of the path");
    forge_revoke(&of_ca, &leaf)->extensions = entry_extension(forge_crl_reason(KEDGE_REASON_KEY_COMPROMISE));
    list = forge_sign_crl(&of_ca);
    emit("leaf-listed", "reject REVOKED certificate=0", "leaf", list, none, clause, "the CA's list has it");
    emit("leaf-listed-given", "reject REVOKED certificate=0", "given", list, none, clause,
         "what is given is used, demanded or not");
    emit("leaf-listed-softly", "reject REVOKED certificate=0", "chain soft", list, none, clause,
         "softness is about what is not known, and this is known");
    emit("leaf-listed-off", "accept known= unknown=", "off", list, none, clause, "nothing is asked, in as many words");
    forge_revoke(&of_root, &ca);
    emit("intermediate-listed", "reject REVOKED certificate=1", "given", forge_sign_crl(&of_root), none, clause,
         "no path may lead through it");
}

static void emit_forms(void)
{
    static const char malformed[] = "reject REVOCATION_MALFORMED certificate=0 unknown=0";
    kedge_span list;

    begin();
    list = forge_sign_crl(&of_ca);
    emit("cut-off", "reject REVOCATION_MALFORMED certificate=0", "leaf", forge_cut(list, list.size - 1), none,
         "X.690, 10.1", "what nobody can read may have been about it, and is not taken for good news");
    emit("cut-off-softly", "accept unknown=0,1", "leaf soft", forge_cut(list, list.size - 1), none, "X.690, 10.1",
         "the caller lets pass what is not known, of all that the list may have been about");
    forge_crl_put(&of_ca, forge_unknown_extension(true));
    emit_list("unknown-critical-extension", malformed, "RFC 5280, 5.2",
              "such a list must not be used to say what is not revoked");
    begin();
    forge_revoke_serial(&of_ca, forge_hex("71"))->extensions = entry_extension(forge_unknown_extension(true));
    emit_list("unknown-critical-entry-extension", malformed, "RFC 5280, 5.3", "and neither one with such an entry");
    begin();
    forge_revoke_serial(&of_ca, forge_hex("71"))->extensions =
        entry_extension(forge_certificate_issuer(root.subject));
    emit_list("other-issuers-in-a-direct-list", malformed, "RFC 5280, 5.3.3",
              "entries of other issuers stand in indirect lists alone");
    begin();
    of_ca.next_update = FORGE_NOW - 1;
    emit_list("out-of-date", "reject REVOCATION_OUTDATED certificate=0 unknown=0", "RFC 5280, 6.3.3 (a)",
              "the next list was due a second ago");
    of_ca.next_update = FORGE_NOW;
    emit_list("last-second", "accept known=0", "RFC 5280, 5.1.2.5", "until nextUpdate it is good");
    begin();
    of_ca.this_update = FORGE_NOW + 1;
    emit_list("from-tomorrow", "reject REVOCATION_OUTDATED certificate=0 unknown=0", "RFC 5280, 5.1.2.4",
              "it was not yet made");
    begin();
    of_ca.next_update = 0;
    emit_list("without-next-update", "reject REVOCATION_OUTDATED certificate=0 unknown=0", "RFC 5280, 5.1.2.5",
              "a list must say until when it is good");
}

static void emit_signers(void)
{
    static const char clause[] = "RFC 5280, 6.3.3 (f)";
    static const char not_authentic[] = "reject REVOCATION_NOT_AUTHENTIC certificate=0 unknown=0";

    begin();
    of_ca.key = forge_p256("somebody");
    emit_list("another-signer", not_authentic, clause, "it is not signed with the CA's key");
    begin();
    of_ca.hash = KEDGE_HASH_SHA1;
    emit_list("sha1", not_authentic, "CA/B BR, 7.1.3.2", "lists are held to the same algorithms as certificates");
    begin();
    forge_put(&ca, forge_key_usage(KEDGE_KU_KEY_CERT_SIGN));
    emit_list("without-crl-sign", not_authentic, clause, "the CA's key usage does not have cRLSign");
    begin();
    of_ca.issuer = root.subject;
    emit_list("another-issuer", "reject REVOCATION_UNKNOWN certificate=0 unknown=0,1", "RFC 5280, 6.3.3 (b)(1)",
              "it says that it is the root's, and so is about the intermediate, and is not signed by the root");
}

static void scope(kedge_span fields)
{
    forge_crl_put(&of_ca, forge_issuing_distribution_point(fields));
}

static void emit_scopes(void)
{
    static const char clause[] = "RFC 5280, 6.3.3 (b)(2)";
    static const char unknown[] = "reject REVOCATION_UNKNOWN certificate=0 unknown=0";
    kedge_span list;

    begin();
    scope(forge_flag(1));
    emit_list("users-only", "accept known=0", clause, "the leaf is no CA");
    scope(forge_flag(2));
    emit_list("cas-only", unknown, clause, "the leaf is no CA");
    scope(forge_flag(5));
    emit_list("attribute-certificates-only", unknown, clause, "the leaf is no attribute certificate");
    scope(forge_point_full_name(forge_uri(URI)));
    emit_list("point-of-the-leaf", "accept known=0", clause, "the leaf names the list's distribution point");
    scope(forge_point_full_name(forge_uri("http://crl.example/other")));
    emit_list("another-point", unknown, clause, "the leaf does not name the list's distribution point");
    scope(forge_point_full_name(forge_directory(ca.subject)));
    emit_list("point-named-as-the-issuer", "accept known=0", "RFC 5280, 6.3.3, last paragraph",
              "every certificate has a point that goes by its issuer's name");
    scope(forge_reason_flags(3, KEDGE_REASONS_ALL & ~(1u << KEDGE_REASON_KEY_COMPROMISE)));
    emit_list("some-reasons", unknown, "RFC 5280, 6.3.3 (d)", "whether its key is compromised nobody says");
    list = forge_sign_crl(&of_ca);
    scope(forge_reason_flags(3, 1u << KEDGE_REASON_KEY_COMPROMISE));
    emit("all-reasons-from-two", "accept known=0", "leaf", list, forge_sign_crl(&of_ca), "RFC 5280, 6.3.3 (l)",
         "the two cover all reasons");
    scope(forge_flag(4));
    forge_revoke(&of_ca, &leaf)->extensions = entry_extension(forge_certificate_issuer(root.subject));
    emit_list("entry-of-another-issuer", "accept known=0", "RFC 5280, 5.3.3",
              "the same serial number, given by another CA");
    forge_revoke(&of_ca, &leaf)->extensions = entry_extension(forge_certificate_issuer(ca.subject));
    emit_list("entry-of-the-issuer", "reject REVOKED certificate=0", "RFC 5280, 5.3.3",
              "the entry says that it is about this CA's");
}

static void emit_deltas(void)
{
    static const char clause[] = "RFC 5280, 5.2.4";
    kedge_span complete;
    forge_crl delta;

    begin();
    delta = forge_crl_of(&ca);
    forge_crl_put(&delta, forge_crl_number(2));
    forge_crl_put(&delta, forge_delta_crl_indicator(1));
    emit("delta-alone", "reject REVOCATION_UNKNOWN certificate=0 unknown=0", "leaf", forge_sign_crl(&delta), none,
         clause, "a delta says nothing without the list that it is based on");
    complete = forge_sign_crl(&of_ca);
    emit("delta-without-the-leaf", "accept known=0", "leaf", complete, forge_sign_crl(&delta), clause,
         "neither has it");
    forge_revoke(&delta, &leaf);
    emit("delta-adds", "reject REVOKED certificate=0", "leaf", complete, forge_sign_crl(&delta), clause,
         "the delta has it");
    forge_revoke(&of_ca, &leaf)->extensions = entry_extension(forge_crl_reason(KEDGE_REASON_CERTIFICATE_HOLD));
    delta.entry[0].extensions = entry_extension(forge_crl_reason(KEDGE_REASON_REMOVE_FROM_CRL));
    emit("delta-takes-off", "accept known=0", "leaf", forge_sign_crl(&of_ca), forge_sign_crl(&delta), clause,
         "it was on hold, and the delta takes it off");
    forge_crl_put(&delta, forge_delta_crl_indicator(2));
    forge_crl_put(&delta, forge_crl_number(3));
    emit("delta-of-a-later-list", "reject REVOKED certificate=0", "leaf", forge_sign_crl(&of_ca),
         forge_sign_crl(&delta), "RFC 5280, 6.3.3 (c)", "it is based on a list that is not there");
}

/* The key that signs the lists has a certificate of its own. */
static void emit_separate_signer(void)
{
    forge_certificate signer;

    begin();
    signer = forge_ca_with_key("CA", &root, forge_p256("list key"));
    forge_put(&signer, forge_key_usage(KEDGE_KU_CRL_SIGN));
    forge_drop(&signer, KEDGE_EXT_BASIC_CONSTRAINTS);
    of_ca = forge_crl_of(&signer);
    vector_emit(&(vector){ .name = "separate-signer",
                           .expect = "accept known=0",
                           .revocation = "leaf",
                           .clause = "RFC 5280, 6.3.3 (f)",
                           .why = "from the key that signs the CA's lists a path leads to the same anchor",
                           .chain = { forge_sign(&leaf), forge_sign(&ca), forge_sign(&signer) },
                           .anchors = { forge_sign(&root) },
                           .lists = { forge_sign_crl(&of_ca) } });
    signer.signer = forge_p256("somebody");
    vector_emit(&(vector){ .name = "separate-signer-of-nobody",
                           .expect = "reject REVOCATION_NOT_AUTHENTIC certificate=0 unknown=0",
                           .revocation = "leaf",
                           .clause = "RFC 5280, 6.3.3 (f)",
                           .why = "the certificate of that key is signed by nobody who may",
                           .chain = { forge_sign(&leaf), forge_sign(&ca), forge_sign(&signer) },
                           .anchors = { forge_sign(&root) },
                           .lists = { forge_sign_crl(&of_ca) } });
}

void emit_revocation(void)
{
    vector_rule("revocation");
    emit_modes();
    emit_forms();
    emit_signers();
    emit_scopes();
    emit_deltas();
    emit_separate_signer();
}
