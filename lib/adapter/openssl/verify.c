/* verify.c - the callback that judges a peer's certificates in the place of X509_verify_cert(). */
#include "connection.h"

#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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
static bool read_chain(X509_STORE_CTX *store, peer_chain *chain)
{
    size_t sent;

    memset(chain, 0, sizeof *chain);
    chain->first = X509_STORE_CTX_get0_cert(store);
    chain->sent = X509_STORE_CTX_get0_untrusted(store);
    sent = chain->sent != NULL ? (size_t)sk_X509_num(chain->sent) : 0;
    if (chain->first == NULL)
        return false;
    if (sent == 0)
        sent = 1;
    chain->der = OPENSSL_zalloc(sent * sizeof *chain->der);
    if (chain->der == NULL)
        return false;
    for (; chain->count < sent; chain->count++) {
        unsigned char *encoding = NULL;
        int size = i2d_X509(certificate_at(chain, chain->count), &encoding);

        if (size <= 0)
            return false;
        chain->der[chain->count].data = encoding;
        chain->der[chain->count].size = (size_t)size;
    }
    return true;
}

/* The names that OpenSSL was told to look for. */
typedef struct parameter_name {
    kedge_identity identity;
    char *address_text;         /* owned */
    ASN1_OCTET_STRING *address; /* owned */
    unsigned count;
} parameter_name;

static void read_parameters(SSL *ssl, parameter_name *name)
{
    X509_VERIFY_PARAM *parameters = SSL_get0_param(ssl);
    const char *host = X509_VERIFY_PARAM_get0_host(parameters, 0);
    const char *email = X509_VERIFY_PARAM_get0_email(parameters);

    memset(name, 0, sizeof *name);
    if (host != NULL) {
        name->identity = kedge_identity_dns(host);
        name->count += X509_VERIFY_PARAM_get0_host(parameters, 1) == NULL ? 1 : 2;
    }
    if (email != NULL) {
        name->identity = kedge_identity_email(email);
        name->count++;
    }
    name->address_text = X509_VERIFY_PARAM_get1_ip_asc(parameters);
    if (name->address_text != NULL) {
        name->address = a2i_IPADDRESS(name->address_text);
        name->identity = kedge_identity_ip(ASN1_STRING_get0_data(name->address),
                                           (size_t)ASN1_STRING_length(name->address));
        name->count++;
    }
}

static void free_parameters(parameter_name *name)
{
    OPENSSL_free(name->address_text);
    ASN1_OCTET_STRING_free(name->address);
}

static kedge_identity choose_identity(SSL *ssl, const kedge_openssl_connection *connection,
                                      const kedge_openssl *verifier, const parameter_name *name)
{
    if (connection->identity.kind != KEDGE_IDENTITY_UNSET)
        return connection->identity;
    if (name->count != 0)
        return name->identity;
    if (verifier->request.identity.kind == KEDGE_IDENTITY_UNSET && !SSL_is_server(ssl)
        && SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) != NULL)
        return kedge_identity_dns(SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name));
    return verifier->request.identity;
}

static kedge_request complete_request(SSL *ssl, const kedge_openssl *verifier, const peer_chain *chain)
{
    kedge_request request = verifier->request;

    request.chain = chain->der;
    request.chain_count = chain->count;
    if (request.usage.kind == KEDGE_USAGE_UNSET)
        request.usage = SSL_is_server(ssl) ? kedge_usage_client_auth() : kedge_usage_server_auth();
    if (request.time.kind == KEDGE_TIME_UNSET)
        request.time = kedge_time_at((int64_t)time(NULL));
    return request;
}

/* A verdict about nothing but the caller's or the machine's state. */
static void refuse(kedge_verdict *verdict, kedge_status status)
{
    memset(verdict, 0, sizeof *verdict);
    verdict->status = status;
    verdict->reason = status;
    verdict->certificate = KEDGE_INDEX_NONE;
}

static void verify(const kedge_openssl *verifier, const kedge_request *request, kedge_verdict *verdict)
{
    const size_t needed = kedge_workspace_size(request);
    const size_t size = (needed / KEDGE_WORKSPACE_ALIGN + 1) * KEDGE_WORKSPACE_ALIGN;
    void *workspace = needed < size ? aligned_alloc(KEDGE_WORKSPACE_ALIGN, size) : NULL;

    if (workspace == NULL) {
        refuse(verdict, KEDGE_WORKSPACE_TOO_SMALL);
        return;
    }
    kedge_verify(verifier->trust, request, workspace, size, verdict);
    free(workspace);
}

static void judge(SSL *ssl, const kedge_openssl *verifier, kedge_openssl_connection *connection,
                  const peer_chain *chain)
{
    kedge_request request = complete_request(ssl, verifier, chain);
    parameter_name name;

    read_parameters(ssl, &name);
    request.identity = choose_identity(ssl, connection, verifier, &name);
    if (connection->identity.kind == KEDGE_IDENTITY_UNSET && name.count > 1)
        refuse(&connection->verdict, KEDGE_BAD_ARGUMENT);
    else
        verify(verifier, &request, &connection->verdict);
    connection->is_judged = true;
    connection->judged_kind = request.identity.kind;
    free_parameters(&name);
}

/* A certificate of the path, to be owned by a stack; NULL where there is none (an anchor that is a bare
 * name and key) or no memory. */
static X509 *path_certificate(const kedge_openssl *verifier, const kedge_verdict *verdict,
                              const peer_chain *chain, size_t position)
{
    const int16_t index = verdict->path[position];
    const kedge_anchor *anchor;
    const unsigned char *der;
    X509 *certificate;

    if (index >= 0) {
        certificate = certificate_at(chain, (size_t)index);
        X509_up_ref(certificate);
        return certificate;
    }
    anchor = kedge_trust_at(verifier->trust, verdict->anchor);
    if (anchor == NULL || anchor->certificate.version == 0)
        return NULL;
    der = anchor->certificate.der;
    return d2i_X509(NULL, &der, (long)anchor->certificate.size);
}

/* For SSL_get0_verified_chain(): the path that kedge found. */
static void publish_path(X509_STORE_CTX *store, const kedge_openssl *verifier, const kedge_verdict *verdict,
                         const peer_chain *chain)
{
    STACK_OF(X509) *path = sk_X509_new_null();

    for (size_t i = 0; path != NULL && i < verdict->path_length; i++) {
        X509 *certificate = path_certificate(verifier, verdict, chain, i);

        if (certificate != NULL && sk_X509_push(path, certificate) == 0)
            X509_free(certificate);
    }
    X509_STORE_CTX_set0_verified_chain(store, path);
}

/* An error for a name says which kind of name it was. */
static int error_of(const kedge_openssl_connection *connection)
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
    const kedge_openssl *verifier = context;
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    kedge_openssl_connection *connection = ssl != NULL ? kedge_openssl_connection_of(ssl) : NULL;
    int error = X509_V_ERR_OUT_OF_MEM;
    peer_chain chain;

    if (connection == NULL) {
        X509_STORE_CTX_set_error(store, error);
        return 0;
    }
    connection->is_judged = false;
    if (read_chain(store, &chain)) {
        judge(ssl, verifier, connection, &chain);
        error = error_of(connection);
        publish_path(store, verifier, &connection->verdict, &chain);
        publish_place(store, &connection->verdict, &chain);
    }
    free_chain(&chain);
    X509_STORE_CTX_set_error(store, error);
    return error == X509_V_OK;
}

bool kedge_openssl_use(SSL_CTX *ctx, const kedge_openssl *verifier)
{
    if (ctx == NULL || verifier == NULL || verifier->trust == NULL || verifier->request.policy == NULL)
        return false;
    if (!kedge_openssl_connection_prepare())
        return false;
    SSL_CTX_set_cert_verify_callback(ctx, verify_callback, (void *)(uintptr_t)verifier);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    return true;
}
