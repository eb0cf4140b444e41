/* kedge/adapter/bearssl.h - kedge in the place of BearSSL's certificate verification (BearSSL 0.6).
 *
 *     static unsigned char memory[KEDGE_BEARSSL_MEMORY(5, 8192)];     // for chains of 5 certificates, 8 KiB in all
 *     kedge_bearssl x509;
 *
 *     br_ssl_client_init_full(&client, &minimal, NULL, 0);            // BearSSL's own engine, which trusts nobody
 *     kedge_bearssl_use_client(&client, &x509, &verifier, memory, sizeof memory);
 *     kedge_bearssl_set_time(&x509, kedge_time_at(now));              // BearSSL has no clock, nor has this
 *     br_ssl_client_reset(&client, "host.example", 0);
 *
 * kedge is an X.509 engine of BearSSL, a br_x509_class: it gathers the chain that the peer sends, piece by
 * piece, in memory of the caller, judges it whole, and hands the key of the first certificate to BearSSL, with what
 * its keyUsage allows.  The verdict stays readable as a whole, kedge_bearssl_verdict().
 *
 * The name looked for is, first come: that of kedge_bearssl_set_identity(); on a client, the one given to
 * br_ssl_client_reset(), as a host name; that of the verifier's request.  Where BearSSL's own engine looks for none,
 * without a server name, this refuses with KEDGE_IDENTITY_NOT_GIVEN: whoever wants no name looked for waives it in
 * the verifier's request, in as many words.
 *
 * BearSSL sends no alert for a certificate that is refused: it closes, and br_ssl_engine_last_error() is
 * kedge_bearssl_error() of the status.  kedge_bearssl_alert() is the record that the peer should be sent then.
 *
 * BearSSL has no TLS 1.3, and asks for no stapled OCSP response.  A resumed session is not verified again: the verdict
 * is the one of the handshake before.
 *
 * Memory: the caller's; nothing is allocated.  Threads: one verifier may be shared by all of them; a kedge_bearssl
 * and its memory belong to one connection.
 */
#ifndef KEDGE_ADAPTER_BEARSSL_H
#define KEDGE_ADAPTER_BEARSSL_H

#include <bearssl.h>
#include <kedge/adapter/verifier.h>

/** The most certificates of a chain; what a verifier's policy admits may be less. */
#define KEDGE_BEARSSL_CERTIFICATES_MAX 16

/** Bytes of memory for chains of up to `certificates` certificates and `octets` octets in all, for requests without
 *  revocation lists; for those with them put KEDGE_WORKSPACE_SIZE_REVOCATION() in the place of KEDGE_WORKSPACE_SIZE(). */
#define KEDGE_BEARSSL_MEMORY(certificates, octets) \
    (KEDGE_WORKSPACE_SIZE(certificates) + KEDGE_WORKSPACE_ALIGN + (octets))

/** The X.509 engine of one connection.  To be handled by the functions below only. */
typedef struct kedge_bearssl {
    const br_x509_class *vtable;   /**< BearSSL finds it first */
    const br_ssl_engine_context *engine;
    const kedge_verifier *verifier;
    kedge_identity identity;       /**< as set; unset for none */
    kedge_time time;               /**< as set; unset for none */
    bool is_client;                /**< the peer is a client */

    uint8_t *memory;               /**< chain from the start, workspace behind it */
    size_t size;
    size_t used;                   /**< octets of the chain */
    kedge_span chain[KEDGE_BEARSSL_CERTIFICATES_MAX];
    size_t chain_count;            /**< also counts the certificate that is being received */
    const char *server_name;       /**< BearSSL's, during a handshake */
    kedge_status fault;            /**< of gathering the chain */

    bool is_judged;
    bool is_in_clear;              /**< when it was judged, nothing was encrypted yet */
    kedge_verdict verdict;
    br_x509_pkey key;              /**< of the first certificate, in `memory` */
} kedge_bearssl;

/**
 * Have kedge verify the server's certificates on a client; to be called after br_ssl_client_init_full() or its like,
 * and before br_ssl_client_reset().
 *
 * @param verifier  as described at its type, but that `time` has no default here, and must be given, here or by
 *                  kedge_bearssl_set_time().
 * @param memory    `size` bytes, see KEDGE_BEARSSL_MEMORY(); of any alignment.  What does not fit is refused as
 *                  KEDGE_MEMORY_TOO_SMALL.  Borrowed, as x509 and verifier are, as long as the connection lives.
 * @return whether it was done: false where something is NULL, or the verifier lacks trust or policy.
 */
bool kedge_bearssl_use_client(br_ssl_client_context *client, kedge_bearssl *x509, const kedge_verifier *verifier,
                              void *memory, size_t size);

/**
 * Have kedge verify the clients' certificates on a server; to be called after br_ssl_server_init_full_ec() or its like,
 * and before br_ssl_server_reset().  Clients are asked for a certificate, which BearSSL does only where it has names of
 * CAs to send: `names`, which kedge_bearssl_names() fills.  One that has none is refused by BearSSL itself
 * (BR_ERR_NO_CLIENT_AUTH, without a verdict), unless the server sets BR_OPT_TOLERATE_NO_CLIENT_AUTH.  The functions
 * that verify the signatures of clients, which BearSSL's initialisers leave out, are set to BearSSL's defaults where
 * they are unset.
 *
 * @param names  `name_count` names, borrowed; none is refused.
 * @return as kedge_bearssl_use_client().
 */
bool kedge_bearssl_use_server(br_ssl_server_context *server, kedge_bearssl *x509, const kedge_verifier *verifier,
                              const br_x500_name *names, size_t name_count, void *memory, size_t size);

/**
 * List the names of a trust's anchors, which point into it.
 *
 * @param names  room for `capacity` of them.
 * @return how many there are; those beyond the capacity are counted and not stored.
 */
size_t kedge_bearssl_names(const kedge_trust *trust, br_x500_name *names, size_t capacity);

/** Set the name that the peer must bear, for all handshakes from now on; its value is borrowed. */
void kedge_bearssl_set_identity(kedge_bearssl *x509, const kedge_identity *identity);

/** Set the time of the handshakes from now on, in the place of that of the verifier's request. */
void kedge_bearssl_set_time(kedge_bearssl *x509, kedge_time time);

/**
 * Read what was decided about the peer's certificates.  A chain that was judged well, but whose key BearSSL has no use
 * for (Ed25519, RSA beyond 4096 bits), is KEDGE_UNSUPPORTED_KEY.
 *
 * @return false where kedge has verified nothing on this connection.
 */
bool kedge_bearssl_verdict(const kedge_bearssl *x509, kedge_verdict *verdict);

/** @return the BR_ERR_X509_ code nearest to a status; 0 for KEDGE_OK alone. */
unsigned kedge_bearssl_error(kedge_status status);

/** Octets of an alert's record. */
#define KEDGE_BEARSSL_ALERT_SIZE 7

/**
 * Make the fatal alert for the verdict, as a record to write to the transport when BearSSL has closed: close
 * the transport's sending side after it, and its receiving side when the peer has closed.
 *
 * @return bytes of the record; 0 where no certificate was refused, and in a renegotiation, where records are encrypted
 *         and BearSSL's keys are out of reach.
 */
size_t kedge_bearssl_alert(const kedge_bearssl *x509, uint8_t record[KEDGE_BEARSSL_ALERT_SIZE]);

#endif
