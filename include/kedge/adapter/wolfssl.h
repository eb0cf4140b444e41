/* kedge/adapter/wolfssl.h - kedge in the place of wolfSSL's certificate verification (wolfSSL 5.5).
 *
 *     static kedge_wolfssl verifier;                      // outlives the context
 *     kedge_connection connection = { 0 };                // lives as long as the WOLFSSL
 *     ...
 *     kedge_wolfssl_use(ctx, &verifier);                  // every connection of ctx is now judged by kedge
 *     connection.identity = kedge_identity_dns("host.example");
 *     kedge_wolfssl_attach(ssl, &verifier, &connection);
 *     ...
 *     if (wolfSSL_connect(ssl) != WOLFSSL_SUCCESS && kedge_wolfssl_verdict(&connection, &verdict)) ...
 *
 * The hook is the callback of wolfSSL_CTX_set_verify() with WOLFSSL_VERIFY_PEER, so that a connection for which
 * it is not set is refused, not let in.  wolfSSL's own verification runs first and finds nothing to trust, as long
 * as no CA is loaded into the context: load none, they count for nothing but its time.  The callback then has the last
 * word on what it found.  The library must call it for every certificate and keep no CA that it could not verify:
 * built with WOLFSSL_ALWAYS_VERIFY_CB, WOLFSSL_VERIFY_CB_ALL_CERTS, WOLFSSL_ALT_CERT_CHAINS and OPENSSL_EXTRA, as
 * Debian's is; the adapter does not compile against another.
 *
 * What never gets to kedge, and is refused by wolfSSL alone: certificates that it cannot parse, and keys that it
 * cannot read.  Of a chain of more than 9 certificates (MAX_CHAIN_DEPTH) kedge sees the first 9.
 *
 * wolfSSL chooses the alert by its own finding and lets nobody else send one.  It is unknown_ca where
 * kedge_status_alert() names that, and bad_certificate elsewhere; but for a peer that sent a single certificate, and
 * for a connection without kedge_wolfssl_attach(), it is always unknown_ca; and certificate_expired for what is
 * expired by the system's clock, or bad_certificate for what is self-signed, if wolfSSL finds that first.
 *
 * Stapled OCSP responses are judged by wolfSSL itself, by its own store, and not handed out: do not ask for them
 * (wolfSSL_UseOCSPStapling()).  A resumed session is not verified again.
 *
 * Memory and threads: see kedge/adapter/verifier.h.
 */
#ifndef KEDGE_ADAPTER_WOLFSSL_H
#define KEDGE_ADAPTER_WOLFSSL_H

#include <kedge/adapter/verifier.h>
#include <wolfssl/options.h>
#include <wolfssl/ssl.h>

/** What connections are verified with.  Where neither the connection nor the request has an identity, the
 *  verification fails with KEDGE_IDENTITY_NOT_GIVEN: wolfSSL does not tell what a client has asked for by name, and
 *  wolfSSL_check_domain_name() does not count.  A server that lets clients in by their chain alone waives it in the
 *  verifier's request, in as many words. */
typedef kedge_verifier kedge_wolfssl;

/**
 * Have kedge verify the peer's certificates on all connections of `ctx`, on the client's and on the server's side.
 * Sets WOLFSSL_VERIFY_PEER and WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT, the callback and its argument
 * (wolfSSL_CTX_SetCertCbCtx()).
 *
 * @return whether it was done: a NULL, a missing trust or policy is false.
 */
bool kedge_wolfssl_use(WOLFSSL_CTX *ctx, const kedge_wolfssl *verifier);

/**
 * Have a connection keep its verdict, look for its own name, and send the better alert.  Without this call a
 * connection is judged all the same, with the identity of the verifier's request.  Sets the connection's callback and
 * its argument (wolfSSL_SetCertCbCtx()).
 *
 * @param verifier    that of the context, or another for this connection alone.
 * @param connection  zeroed but for its identity; it lives as long as `ssl`.
 * @return whether it was done: a NULL, a missing trust or policy is false.
 */
bool kedge_wolfssl_attach(WOLFSSL *ssl, const kedge_wolfssl *verifier, kedge_connection *connection);

/**
 * Read what was decided about the peer's certificates.  Places in the chain are those in which the peer
 * sent them.
 *
 * @return false where kedge has verified nothing on this connection: the handshake did not come as far, there
 *         was no certificate, the session was resumed, or wolfSSL has refused by itself.
 */
bool kedge_wolfssl_verdict(const kedge_connection *connection, kedge_verdict *verdict);

#endif
