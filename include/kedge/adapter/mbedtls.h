/* kedge/adapter/mbedtls.h - kedge in the place of mbedTLS's certificate verification (mbedTLS 2.28).
 *
 *     static kedge_mbedtls verifier;                      // outlives the configuration
 *     kedge_connection connection = { 0 };                // lives as long as the context
 *     ...
 *     kedge_mbedtls_use(&config, &verifier);              // every context of config is now judged by kedge
 *     kedge_mbedtls_attach(&ssl, &connection);            // after mbedtls_ssl_setup()
 *     mbedtls_ssl_set_hostname(&ssl, "host.example");
 *     ...
 *     if (mbedtls_ssl_handshake(&ssl) != 0 && kedge_mbedtls_verdict(&connection, &verdict)) ...
 *
 * mbedTLS has no place for another verification: its own runs first, without any trust, and its callback then
 * has the last word on what it found.  So kedge sees every chain that mbedTLS comes to the end of, and decides on
 * it.  These never get there, and are refused by mbedTLS alone:
 *  - certificates that it does not parse: a critical extension that it does not know, nameConstraints and
 *    certificatePolicies with a qualifier among them, and keys other than RSA and EC on its curves; one whose
 *    signature algorithm alone is unknown is left out of the chain;
 *  - chains in which it counts more than 8 intermediates (MBEDTLS_X509_MAX_INTERMEDIATE_CA);
 *  - a message that is longer than its buffer (MBEDTLS_SSL_MAX_CONTENT_LEN).
 * After kedge has accepted, mbedTLS may still refuse the first certificate for its keyUsage, its extKeyUsage, or
 * a curve that the configuration does not list.
 *
 * The alert is what mbedTLS sends for the flag that a status is told as; it can neither send decrypt_error nor
 * internal_error.  mbedTLS 2.28 cannot ask for a stapled OCSP response, and has no TLS 1.3.
 *
 * A resumed session is not verified again.  Memory and threads: see kedge/adapter/verifier.h.
 */
#ifndef KEDGE_ADAPTER_MBEDTLS_H
#define KEDGE_ADAPTER_MBEDTLS_H

#include <kedge/adapter/verifier.h>
#include <mbedtls/ssl.h>

/** What connections are verified with.  Where the connection has no identity, the name set by
 *  mbedtls_ssl_set_hostname() is looked for on a client of which a connection is attached; then that of the request;
 *  where there is none, the verification fails with KEDGE_IDENTITY_NOT_GIVEN: a server that lets clients in by their
 *  chain alone waives it in the verifier's request, in as many words. */
typedef kedge_verifier kedge_mbedtls;

/**
 * Have kedge verify the peer's certificates on all connections with `config`, on the client's and on the
 * server's side.  Sets MBEDTLS_SSL_VERIFY_REQUIRED, which must stay, a verify callback and, since that mode demands
 * one, a list of CAs that holds none.
 *
 * @return whether it was done: a NULL, a missing trust or policy is false.
 */
bool kedge_mbedtls_use(mbedtls_ssl_config *config, const kedge_mbedtls *verifier);

/**
 * Have a connection keep its verdict, and look for its own name.  Without this call a connection is judged all the
 * same, with the identity of the verifier's request.
 *
 * @param ssl         set up with a configuration that kedge_mbedtls_use() was called for.
 * @param connection  zeroed but for its identity; it lives as long as `ssl`.
 * @return whether it was done: false where the configuration has no verifier.
 */
bool kedge_mbedtls_attach(mbedtls_ssl_context *ssl, kedge_connection *connection);

/**
 * Read what was decided about the peer's certificates.  Places in the chain are those in which the peer
 * sent them, but for those that mbedTLS has left out.
 *
 * @return false where kedge has verified nothing on this connection: the handshake did not come as far, there
 *         was no certificate, the session was resumed, or mbedTLS has refused by itself.
 */
bool kedge_mbedtls_verdict(const kedge_connection *connection, kedge_verdict *verdict);

/** @return the MBEDTLS_X509_BADCERT_ flag that stands for a status: mbedTLS sends for it the alert that
 *          kedge_status_alert() names, or bad_certificate for one that it cannot send.  0 for KEDGE_OK alone. */
uint32_t kedge_mbedtls_flag(kedge_status status);

#endif
