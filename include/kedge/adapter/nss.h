/* kedge/adapter/nss.h - kedge in the place of NSS's certificate verification (NSS 3.87 and later).
 *
 *     static kedge_nss verifier;                          // outlives the sockets
 *     kedge_connection connection = { 0 };                // lives as long as the socket
 *     ...
 *     fd = SSL_ImportFD(NULL, fd);
 *     SSL_SetURL(fd, "host.example");
 *     kedge_nss_use(fd, &verifier, &connection);
 *     ...
 *     if (SSL_ForceHandshake(fd) != SECSuccess && kedge_nss_verdict(&connection, &verdict)) ...
 *
 * NSS calls one function to authenticate a peer's certificate, SSL_AuthCertificateHook(); without it, its own
 * judges by the certificates of its database.  kedge takes its place, is handed the certificates as the peer
 * sent them, and nothing else of them is verified.  The verdict becomes an error, kedge_nss_error(), from which NSS
 * makes the alert: the one that kedge_status_alert() names, but that internal_error and
 * bad_certificate_status_response become bad_certificate, which NSS has no error for.
 *
 * What remains NSS's: it parses the certificates before kedge sees them, and refuses what it cannot parse, keys that are
 * too short for its own policy, and a certificate that has the issuer and serial number of another that the
 * process has in use (SEC_ERROR_REUSED_ISSUER_AND_SERIAL); there is no verdict then.  A resumed session is not
 * verified again.
 *
 * A client that has SSL_ENABLE_OCSP_STAPLING set has the stapled responses judged, and one that is missing counts as
 * missing.  SSL_BadCertHook() would let a peer in that kedge refuses: the call takes out the one that is set, and
 * none may be set after it.
 *
 * A socket made by SSL_ImportFD() from a model, or accepted on one that is imported, has the model's hook and its
 * connection: call kedge_nss_use() for each socket.
 *
 * Memory and threads: see kedge/adapter/verifier.h.
 */
#ifndef KEDGE_ADAPTER_NSS_H
#define KEDGE_ADAPTER_NSS_H

#include <kedge/adapter/verifier.h>
#include <prerror.h>
#include <prio.h>

/** What sockets are verified with.  The name looked for is, first come: the connection's; on a client, that of
 *  SSL_SetURL(), a host name or the text of an address; that of the request.  Where there is none, the verification
 *  fails with KEDGE_IDENTITY_NOT_GIVEN: a server that lets clients in by their chain alone waives it in the verifier's
 *  request, in as many words. */
typedef kedge_verifier kedge_nss;

/**
 * Have kedge verify the peer's certificates on one socket, on the client's or on the server's side.  A server demands a
 * certificate then (SSL_REQUIRE_ALWAYS); one that can do without may take that back by SSL_OptionSet().
 *
 * @param fd          an SSL socket, see SSL_ImportFD().
 * @param connection  zeroed but for its identity; it lives as long as the socket.
 * @return whether it was done: a NULL, a socket that is none of SSL, a missing trust or policy is false.
 */
bool kedge_nss_use(PRFileDesc *fd, const kedge_nss *verifier, kedge_connection *connection);

/**
 * Read what was decided about the peer's certificates.  Places in the chain are those in which the peer sent them.
 *
 * @return false where kedge has verified nothing on this socket: the handshake did not come as far, there was no
 *         certificate, or the session was resumed.
 */
bool kedge_nss_verdict(const kedge_connection *connection, kedge_verdict *verdict);

/** @return the error code (secerr.h, sslerr.h) that stands for a status; 0 for KEDGE_OK alone. */
PRErrorCode kedge_nss_error(kedge_status status);

#endif
