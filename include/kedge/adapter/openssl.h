/* kedge/adapter/openssl.h - kedge in the place of OpenSSL's certificate verification (OpenSSL 3).
 *
 *     static kedge_openssl verifier;              // outlives the context
 *     verifier.trust = trust;                     // a kedge_trust, ready
 *     verifier.request = (kedge_request)KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());
 *     kedge_openssl_use(ctx, &verifier);          // every connection of ctx is now judged by kedge
 *     ...
 *     SSL_set1_host(ssl, "host.example");         // or kedge_openssl_set_identity()
 *
 * The verdict becomes an X509_V_ERR_ code, and so the TLS alert that kedge_status_alert() names; it stays
 * readable as a whole, kedge_openssl_verdict(), as long as the connection.
 *
 * What remains OpenSSL's: it has parsed the certificates, leniently, before kedge sees them, and hands
 * on its own encoding of a certificate's outermost layer; the bytes that were signed are the peer's own.
 * A resumed session is not verified again.  The purpose, names' flags, store, CRLs and DANE of OpenSSL's own
 * verification do not count.  OpenSSL takes the callback from the SSL_CTX that a connection has at that moment: a server
 * that changes it for a name, by SSL_set_SSL_CTX(), calls kedge_openssl_use() for each of them.
 *
 * A client that asks for a stapled OCSP response, by SSL_set_tlsext_status_type(), has it judged.  Before
 * TLS 1.3 it comes after the chain: then the chain is judged a second time, in the place that OpenSSL has for
 * that, SSL_CTX_set_tlsext_status_cb().  A client must leave that to the adapter: one with a callback of its own
 * there counts, before TLS 1.3, as one that did not ask.  What is refused in that place is told to the peer as
 * bad_certificate_status_response.
 *
 * Memory and threads: see kedge/adapter/verifier.h.
 */
#ifndef KEDGE_ADAPTER_OPENSSL_H
#define KEDGE_ADAPTER_OPENSSL_H

#include <kedge/adapter/verifier.h>
#include <openssl/ssl.h>

/** What connections are verified with; `identity` of its request is described at kedge_openssl_set_identity(). */
typedef kedge_verifier kedge_openssl;

/**
 * Have kedge verify the peer's certificates on all connections of `ctx`, on the client's and on the
 * server's side.  Sets SSL_VERIFY_PEER and SSL_VERIFY_FAIL_IF_NO_PEER_CERT; a server that can do without
 * a client's certificate may then take the latter back by SSL_CTX_set_verify().  With SSL_VERIFY_NONE
 * OpenSSL ignores on a client what kedge says.
 *
 * @return whether it was done: a NULL, a missing trust or policy, or want of memory is false.
 */
bool kedge_openssl_use(SSL_CTX *ctx, const kedge_openssl *verifier);

/**
 * Set the name that the peer of one connection must bear; the value is copied.  Without this call it is,
 * first come:
 *  - the one name that OpenSSL was told to look for: SSL_set1_host(), X509_VERIFY_PARAM_set1_ip(), ..._email();
 *    more than one are refused as KEDGE_BAD_ARGUMENT, as kedge looks for one name;
 *  - the identity of the verifier's request;
 *  - on a client, the name sent by SSL_set_tlsext_host_name().
 * Where there is none, the verification fails with KEDGE_IDENTITY_NOT_GIVEN: a server that lets clients
 * in by their chain alone waives it in the verifier's request, in as many words.
 *
 * @return whether it was done: false for want of memory.
 */
bool kedge_openssl_set_identity(SSL *ssl, const kedge_identity *identity);

/**
 * Read what was decided about the peer's certificates.  Places in the chain are those in which the peer
 * sent them.
 *
 * @return false where kedge has verified nothing on this connection: the handshake did not come as far,
 *         there was no certificate, or the session was resumed.
 */
bool kedge_openssl_verdict(const SSL *ssl, kedge_verdict *verdict);

/** Told of each verdict, where connections come and go out of the application's sight: in the thread that runs the
 *  handshake, during it.  Where a stapled response comes late, the second verdict of a connection counts. */
typedef struct kedge_openssl_listener {
    void (*judged)(void *context, SSL *ssl, const kedge_verdict *verdict);
    void *context;
} kedge_openssl_listener;

/**
 * Have a listener told of the verdicts on all connections of `ctx`; NULL for none.
 *
 * @param listener  borrowed as long as the SSL_CTX and its connections live.
 * @return whether it was done: false for want of memory.
 */
bool kedge_openssl_listen(SSL_CTX *ctx, const kedge_openssl_listener *listener);

/** An error that is none of OpenSSL's own, which it calls "unknown certificate verification error" and
 *  sends as certificate_unknown. */
#define KEDGE_OPENSSL_ERROR_OTHER 1000

/** @return the X509_V_ERR_ code that stands for a status: OpenSSL sends for it the alert that
 *          kedge_status_alert() names.  X509_V_OK for KEDGE_OK alone. */
int kedge_openssl_error(kedge_status status);

#endif
