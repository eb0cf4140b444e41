/* ocsp.c - certificates judged by OCSP responses (RFC 6960), and those that demand one (RFC 7633). */
#include "vector.h"

static forge_certificate root, ca, leaf;
static forge_ocsp response;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    response = forge_ocsp_of(&leaf, &ca);
}

static void emit_bytes(const char *name, const char *expect, const char *revocation, kedge_span one, const char *clause,
                     const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .revocation = revocation,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) },
                           .responses = { one } });
}

static void emit(const char *name, const char *expect, const char *clause, const char *why)
{
    emit_bytes(name, expect, "leaf", forge_sign_ocsp(&response), clause, why);
}

static void emit_answers(void)
{
    static const char clause[] = "RFC 6960, 2.2";
    static const char unknown[] = "reject REVOCATION_UNKNOWN certificate=0 unknown=0";
    forge_ocsp other;

    begin();
    emit("good", "accept known=0", clause, "its issuer says that it is not revoked");
    response.responder_name = FORGE_ABSENT;
    emit("good-by-key", "accept known=0", "RFC 6960, 4.2.2.3", "the responder is known by its key's hash");
    response.id_hash = KEDGE_HASH_SHA256;
    emit("good-with-sha256", "accept known=0", "RFC 6960, 4.1.1", "the issuer is known by SHA-256");
    begin();
    response.status = KEDGE_OCSP_REVOKED;
    emit("revoked", "reject REVOKED certificate=0", clause, "its issuer says that it is");
    emit_bytes("revoked-off", "accept known= unknown=", "off", forge_sign_ocsp(&response), clause,
             "nothing is asked, in as many words");
    emit_bytes("revoked-softly", "reject REVOKED certificate=0", "given soft", forge_sign_ocsp(&response), clause,
             "softness is about what is not known, and this is known");
    other = forge_ocsp_of(&leaf, &ca);
    other.more_responses = forge_ocsp_single(&response);
    emit_bytes("good-and-revoked", "reject REVOKED certificate=0", "leaf", forge_sign_ocsp(&other), clause,
             "of two answers the worse counts");
    response.status = KEDGE_OCSP_UNKNOWN;
    emit("unknown", unknown, clause, "its issuer does not know it");
    emit_bytes("unknown-softly", "accept unknown=0", "leaf soft", forge_sign_ocsp(&response), clause,
             "the caller lets pass what is not known, and is told of it");
    begin();
    response.serial_number = forge_hex("71");
    emit("another-serial-number", unknown, "RFC 6960, 3.2 (1)", "it is about another certificate");
    begin();
    response.issuer_name = root.subject;
    emit("another-issuer-name", unknown, "RFC 6960, 3.2 (1)", "it is about a certificate of another CA");
    begin();
    response.issuer_key = root.key->public_key;
    emit("another-issuer-key", unknown, "RFC 6960, 3.2 (1)", "it is about a certificate of another CA");
    begin();
    emit_bytes("none", "reject REVOCATION_UNKNOWN certificate=0 unknown=0,1", "leaf", forge_ocsp_error(KEDGE_OCSP_TRY_LATER), "RFC 6960, 2.3",
             "the responder had no answer, about whichever certificate");
    emit_bytes("cut-off", "reject REVOCATION_MALFORMED certificate=0", "leaf",
             forge_cut(forge_sign_ocsp(&response), 200), "X.690, 10.1", "what nobody can read is no good news");
}

static void emit_freshness(void)
{
    static const char outdated[] = "reject REVOCATION_OUTDATED certificate=0 unknown=0";
    const forge_extension nonce = forge_ocsp_nonce(forge_hex("0102030405060708"));

    begin();
    response.next_update = FORGE_NOW - 1;
    emit("out-of-date", outdated, "RFC 6960, 4.2.2.1", "the next answer was due a second ago");
    begin();
    response.this_update = FORGE_NOW + 1;
    emit("from-tomorrow", outdated, "RFC 6960, 4.2.2.1", "it was not yet made");
    begin();
    response.next_update = 0;
    emit("without-next-update", outdated, "RFC 6960, 3.2 (6)", "nobody knows how long it is good");
    begin();
    emit_bytes("without-the-nonce", outdated, "leaf nonce=0102030405060708", forge_sign_ocsp(&response),
             "RFC 9654, 2.1", "it may have been played back");
    response.response_extensions = forge_extension_der(&nonce);
    emit_bytes("with-the-nonce", "accept known=0", "leaf nonce=0102030405060708", forge_sign_ocsp(&response),
             "RFC 9654, 2.1", "it answers this very request");
    emit_bytes("with-another-nonce", outdated, "leaf nonce=0102030405060709", forge_sign_ocsp(&response),
             "RFC 9654, 2.1", "it answers another request");
}

static void emit_by(const char *name, const char *expect, const forge_certificate *responder, const char *why)
{
    response = forge_ocsp_of(&leaf, &ca);
    forge_ocsp_delegate(&response, responder);
    emit(name, expect, "RFC 6960, 4.2.2.2", why);
}

static void emit_responders(void)
{
    static const char not_authentic[] = "reject REVOCATION_NOT_AUTHENTIC certificate=0 unknown=0";
    forge_certificate responder;

    begin();
    response.key = forge_p256("somebody");
    emit("another-signer", not_authentic, "RFC 6960, 3.2 (2)", "it is not signed with the issuer's key");
    responder = forge_responder("Responder", &ca);
    emit_by("responder", "accept known=0", &responder, "the issuer names it as its responder");
    forge_put(&responder, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH));
    emit_by("responder-without-the-purpose", not_authentic, &responder, "its certificate is not one of a responder");
    responder = forge_responder("Responder", &ca);
    responder.not_after = FORGE_NOW - 1;
    emit_by("responder-expired", not_authentic, &responder, "its certificate expired a second ago");
    responder = forge_responder("Responder", &root);
    emit_by("responder-of-another-ca", not_authentic, &responder, "another CA named it as its responder");
    responder = forge_responder("Responder", &ca);
    responder.signer = forge_p256("somebody");
    emit_by("responder-of-nobody", not_authentic, &responder, "its certificate is signed by nobody who may");
    emit_by("responder-is-the-leaf", not_authentic, &leaf, "nobody vouches for himself");
}

static void emit_stapling(void)
{
    static const char clause[] = "RFC 7633, 4.2.3";
    static const char missing[] = "reject OCSP_STAPLE_MISSING certificate=0";

    begin();
    forge_put(&leaf, forge_tls_feature());
    response = forge_ocsp_of(&leaf, &ca);
    emit_bytes("staple", "accept known=0", "given stapling-asked", forge_sign_ocsp(&response), clause,
             "the certificate demands a staple, and there is one");
    emit_bytes("staple-missing", missing, "given stapling-asked", (kedge_span){ NULL, 0 }, clause,
             "the certificate demands a staple, and there is none");
    emit_bytes("staple-missing-softly", missing, "given soft stapling-asked", (kedge_span){ NULL, 0 }, clause,
             "softness is about what is not known; the holder promised to staple");
    emit_bytes("staple-not-asked", "accept", "given", (kedge_span){ NULL, 0 }, clause,
             "who did not ask for a staple cannot miss it");
    response.status = KEDGE_OCSP_UNKNOWN;
    emit_bytes("staple-unknown", missing, "given stapling-asked", forge_sign_ocsp(&response), clause,
             "only one that says good will do");
    begin();
    emit_bytes("staple-not-demanded", "accept", "given stapling-asked", (kedge_span){ NULL, 0 }, clause,
             "other certificates may come without");
}

void emit_ocsp(void)
{
    vector_rule("ocsp");
    emit_answers();
    emit_freshness();
    emit_responders();
    emit_stapling();
}
