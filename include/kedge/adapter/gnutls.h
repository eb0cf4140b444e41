/* kedge/adapter/gnutls.h - kedge in the place of GnuTLS's certificate verification (GnuTLS 3.6 and later).
 *
 *     static kedge_gnutls verifier;                       // outlives the sessions
 *     kedge_connection connection = { 0 };                // lives as long as the session
 *     ...
 *     kedge_gnutls_guard(credentials);                    // no session goes without
 *     connection.identity = kedge_identity_dns("host.example");
 *     kedge_gnutls_use(session, GNUTLS_CLIENT, &verifier, &connection);
 *     ...
 *     if (gnutls_handshake(session) < 0 && kedge_gnutls_verdict(session, &verdict)) ...
 *
 * GnuTLS verifies nothing by itself where a verify function is set, and hands over the certificates as the
 * peer sent them; the one of the session is kedge's.  GnuTLS would leave the alert to its caller: the adapter
 * sends the one that kedge_status_alert() names before gnutls_handshake() fails with GNUTLS_E_CERTIFICATE_ERROR,
 * so that the caller need not send any.
 *
 * A client asks for stapled OCSP responses, unless it was made with GNUTLS_NO_EXTENSIONS: they are judged,
 * in TLS 1.3 those of every certificate, and one that is missing counts as missing.
 *
 * The slot of the application's data, gnutls_session_set_ptr(), holds the kedge_connection, whose `application`
 * is the application's in exchange: while something else stands there, every peer is refused.  A verdict is about this handshake; a session resumed in TLS 1.3 is not
 * verified again, one in TLS 1.2 is.
 *
 * Memory and threads: see kedge/adapter/verifier.h.
 */
#ifndef KEDGE_ADAPTER_GNUTLS_H
#define KEDGE_ADAPTER_GNUTLS_H

#include <kedge/adapter/verifier.h>
#include <gnutls/gnutls.h>

/** What sessions are verified with.  Where neither the connection nor the request has an identity, the
 *  verification fails with KEDGE_IDENTITY_NOT_GIVEN: GnuTLS does not tell what a client has asked for by name.
 *  A server that lets clients in by their chain alone waives it in the verifier's request, in as many words. */
typedef kedge_verifier kedge_gnutls;

/**
 * Have kedge verify the peer's certificates on one session, on the client's or on the server's side.  A server
 * demands a certificate then (GNUTLS_CERT_REQUIRE); one that can do without may take that back by
 * gnutls_certificate_server_set_request().
 *
 * @param end         GNUTLS_CLIENT or GNUTLS_SERVER, as for gnutls_init(), and nothing else.
 * @param connection  zeroed but for its identity; it lives as long as the session.
 * @return whether it was done: a NULL, a missing trust or policy is false.
 */
bool kedge_gnutls_use(gnutls_session_t session, unsigned end, const kedge_gnutls *verifier,
                      kedge_connection *connection);

/** Have sessions with these credentials, for which kedge_gnutls_use() was forgotten, fail: GnuTLS would let any
 *  peer in. */
void kedge_gnutls_guard(gnutls_certificate_credentials_t credentials);

/**
 * Read what was decided about the peer's certificates.  Places in the chain are those in which the peer
 * sent them.
 *
 * @return false where kedge has verified nothing on this session: the handshake did not come as far, there
 *         was no certificate, or the session was resumed.
 */
bool kedge_gnutls_verdict(gnutls_session_t session, kedge_verdict *verdict);

#endif
