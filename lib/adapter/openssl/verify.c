/* verify.c - the callback that judges a peer's certificates in the place of X509_verify_cert(). */
#include "anchors.h"
#include "slot.h"

#include <string.h>

/* What the peer sent. */
typedef struct peer_chain {
    kedge_span *der;   /* each is owned */
    size_t count;
    STACK_OF(X509) *sent; /* OpenSSL's; borrowed, NULL where there is but the first */
    X509 *first;          /* borrowed */
} peer_chain;

static X509 *certificate_at(const peer_chain *chain, size_t index)
{
    return index == 0 ? chain->first : sk_X509_value(chain->sent, (int)index);
}

static void free_chain(peer_chain *chain)
{
    for (size_t i = 0; i < chain->count; i++)
        OPENSSL_free((void *)(uintptr_t)chain->der[i].data);
    OPENSSL_free(chain->der);
}

/* In TLS the certificates to build with are all that were sent, the one in question first among them. */
static bool read_chain(X509 *first, STACK_OF(X509) *sent, peer_chain *chain)
{
    size_t count = sent != NULL ? (size_t)sk_X509_num(sent) : 0;

    memset(chain, 0, sizeof *chain);
    chain->first = first;
    chain->sent = sent;
    if (chain->first == NULL)
        return false;
    if (count == 0)
        count = 1;
    chain->der = OPENSSL_zalloc(count * sizeof *chain->der);
    if (chain->der == NULL)
        return false;
    for (; chain->count < count; chain->count++) {
        unsigned char *encoding = NULL;
        int size = i2d_X509(certificate_at(chain, chain->count), &encoding);

        if (size <= 0)
            return false;
        chain->der[chain->count].data = encoding;
        chain->der[chain->count].size = (size_t)size;
    }
    return true;
}

static int status_callback(SSL *ssl, void *context);

/* Before TLS 1.3 a stapled response comes after the chain is verified, so that a client has to judge again then. */
static void read_staple(SSL *ssl, kedge_adapter_peer *peer, kedge_span *response, bool has_ended)
{
    int (*callback)(SSL *ssl, void *context) = NULL;
    const unsigned char *data = NULL;
    long size;

    if (peer->is_client || SSL_get_tlsext_status_type(ssl) != TLSEXT_STATUSTYPE_ocsp)
        return;
    if (SSL_version(ssl) < TLS1_3_VERSION && !has_ended) {
        SSL_CTX_get_tlsext_status_cb(SSL_get_SSL_CTX(ssl), &callback);
        peer->is_staple_to_come = callback == status_callback;
        return;
    }
    size = SSL_get_tlsext_status_ocsp_resp(ssl, &data);
    peer->is_stapling_asked = true;
    if (data == NULL || size <= 0)
        return;
    response->data = data;
    response->size = (size_t)size;
    peer->staples = response;
    peer->staple_count = 1;
}

static void judge(SSL *ssl, const kedge_openssl *verifier, kedge_adapter_connection *connection,
                  const peer_chain *chain, bool has_ended)
{
    kedge_adapter_peer peer = { .is_client = SSL_is_server(ssl) == 1, .chain = chain->der,
                                .chain_count = chain->count };
    kedge_openssl_name name;
    kedge_span response;

    kedge_openssl_name_read(ssl, &name);
    peer.identity = name.identity;
    if (!peer.is_client)
        peer.server_name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    read_staple(ssl, &peer, &response, has_ended);
    if (connection->identity.kind == KEDGE_IDENTITY_UNSET && name.count > 1)
        kedge_adapter_refuse(connection, KEDGE_BAD_ARGUMENT);
    else
        kedge_adapter_judge(verifier, connection, &peer);
    kedge_openssl_name_free(&name);
    kedge_openssl_tell(ssl, &connection->verdict);
}

/* A certificate of the path, to be owned by a stack; NULL where there is none (an anchor that is a bare
 * name and key) or no memory. */
static X509 *path_certificate(kedge_openssl_judge *by, const kedge_verdict *verdict, const peer_chain *chain,
                              size_t position)
{
    const int16_t index = verdict->path[position];
    X509 *certificate;

    if (index < 0)
        return kedge_openssl_anchor(by, verdict->anchor);
    certificate = certificate_at(chain, (size_t)index);
    X509_up_ref(certificate);
    return certificate;
}

/* For SSL_get0_verified_chain(): the path that kedge found. */
static void publish_path(X509_STORE_CTX *store, kedge_openssl_judge *by, const kedge_verdict *verdict,
                         const peer_chain *chain)
{
    STACK_OF(X509) *path = sk_X509_new_null();

    for (size_t i = 0; path != NULL && i < verdict->path_length; i++) {
        X509 *certificate = path_certificate(by, verdict, chain, i);

        if (certificate != NULL && sk_X509_push(path, certificate) == 0)
            X509_free(certificate);
    }
    X509_STORE_CTX_set0_verified_chain(store, path);
}

/* An error for a name says which kind of name it was. */
static int error_of(const kedge_adapter_connection *connection)
{
    const kedge_status status = connection->verdict.status;

    if (status == KEDGE_IDENTITY_MISMATCH && connection->judged_kind == KEDGE_IDENTITY_IP)
        return X509_V_ERR_IP_ADDRESS_MISMATCH;
    if (status == KEDGE_IDENTITY_MISMATCH && connection->judged_kind == KEDGE_IDENTITY_EMAIL)
        return X509_V_ERR_EMAIL_MISMATCH;
    return kedge_openssl_error(status);
}

/* Tell OpenSSL which certificate it is about: the one in the chain, or the path's end for an anchor. */
static void publish_place(X509_STORE_CTX *store, const kedge_verdict *verdict, const peer_chain *chain)
{
    if (verdict->certificate >= 0 && (size_t)verdict->certificate < chain->count) {
        X509_STORE_CTX_set_error_depth(store, verdict->certificate);
        X509_STORE_CTX_set_current_cert(store, certificate_at(chain, (size_t)verdict->certificate));
        return;
    }
    X509_STORE_CTX_set_error_depth(store, verdict->path_length != 0 ? verdict->path_length - 1 : 0);
}

static int verify_callback(X509_STORE_CTX *store, void *context)
{
    kedge_openssl_judge *by = context;
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    kedge_adapter_connection *connection = ssl != NULL ? kedge_openssl_connection_of(ssl) : NULL;
    int error = X509_V_ERR_OUT_OF_MEM;
    peer_chain chain;

    if (connection == NULL) {
        X509_STORE_CTX_set_error(store, error);
        return 0;
    }
    connection->is_judged = false;
    if (read_chain(X509_STORE_CTX_get0_cert(store), X509_STORE_CTX_get0_untrusted(store), &chain)) {
        judge(ssl, kedge_openssl_judge_verifier(by), connection, &chain, false);
        error = error_of(connection);
        publish_path(store, by, &connection->verdict, &chain);
        publish_place(store, &connection->verdict, &chain);
    }
    free_chain(&chain);
    X509_STORE_CTX_set_error(store, error);
    return error == X509_V_OK;
}

/* On a client, when the server's flight is over (RFC 6066, 8): 1 to go on, 0 for the alert
 * bad_certificate_status_response, below 0 for an internal error.  On a server it is asked for a response to
 * staple, and has none. */
static int status_callback(SSL *ssl, void *context)
{
    const kedge_openssl_judge *by = context;
    kedge_adapter_connection *connection = kedge_openssl_connection_of(ssl);
    STACK_OF(X509) *sent = SSL_get_peer_cert_chain(ssl);
    peer_chain chain;
    bool is_read;

    if (SSL_is_server(ssl))
        return SSL_TLSEXT_ERR_NOACK;
    if (connection == NULL)
        return -1;
    if (!connection->is_provisional)
        return 1;
    is_read = read_chain(SSL_get0_peer_certificate(ssl), sent, &chain);
    if (is_read)
        judge(ssl, kedge_openssl_judge_verifier(by), connection, &chain, true);
    free_chain(&chain);
    if (!is_read)
        return -1;
    SSL_set_verify_result(ssl, error_of(connection));
    return connection->verdict.status == KEDGE_OK;
}

/* A server that staples has a callback of its own, which is left alone. */
static void listen_for_staples(SSL_CTX *ctx, kedge_openssl_judge *by)
{
    int (*present)(SSL *ssl, void *context) = NULL;

    SSL_CTX_get_tlsext_status_cb(ctx, &present);
    if (present != NULL && present != status_callback)
        return;
    SSL_CTX_set_tlsext_status_cb(ctx, status_callback);
    SSL_CTX_set_tlsext_status_arg(ctx, by);
}

bool kedge_openssl_use(SSL_CTX *ctx, const kedge_openssl *verifier)
{
    kedge_openssl_judge *by;

    if (ctx == NULL || !kedge_adapter_is_ready(verifier) || !kedge_openssl_slot_prepare())
        return false;
    by = kedge_openssl_judge_of(ctx, verifier);
    if (by == NULL)
        return false;
    listen_for_staples(ctx, by);
    SSL_CTX_set_cert_verify_callback(ctx, verify_callback, by);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    return true;
}
