/* verify.c - the callback that has the last word on what wolfSSL's own verification found. */
#include <kedge/adapter/wolfssl.h>
#include "common/judge.h"
#include "error.h"

#include <string.h>

#if !defined(WOLFSSL_ALWAYS_VERIFY_CB) || !defined(WOLFSSL_VERIFY_CB_ALL_CERTS) \
    || !defined(WOLFSSL_ALT_CERT_CHAINS) || !defined(OPENSSL_EXTRA)
#error "this wolfSSL does not ask for every certificate: its verification cannot be replaced"
#endif

/* More than wolfSSL's MAX_CHAIN_DEPTH. */
enum {
    CHAIN_MAX = 32
};

static WOLFSSL *ssl_of(WOLFSSL_X509_STORE_CTX *store)
{
    return wolfSSL_X509_STORE_CTX_get_ex_data(store, wolfSSL_get_ex_data_X509_STORE_CTX_idx());
}

/* wolfSSL asks even where there is no certificate at all, which only a server that took its demand back can do
 * without. */
static bool may_do_without(WOLFSSL *ssl)
{
    return wolfSSL_is_server(ssl) && (wolfSSL_get_verify_mode(ssl) & WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT) == 0;
}

static kedge_status judge(kedge_connection *connection, WOLFSSL *ssl, const WOLFSSL_X509_STORE_CTX *store)
{
    kedge_span chain[CHAIN_MAX];
    kedge_adapter_peer peer = { .is_client = wolfSSL_is_server(ssl) != 0, .chain = chain };

    if (store->totalCerts > CHAIN_MAX)
        return kedge_adapter_refuse(connection, KEDGE_TOO_MANY_CERTIFICATES);
    for (; peer.chain_count < (size_t)store->totalCerts; peer.chain_count++) {
        chain[peer.chain_count].data = store->certs[peer.chain_count].buffer;
        chain[peer.chain_count].size = store->certs[peer.chain_count].length;
    }
    return kedge_adapter_judge(connection->verifier, connection, &peer);
}

/* What this end has drawn for this handshake alone; whether it is there. */
static bool read_own_random(WOLFSSL *ssl, uint8_t *random)
{
    const size_t size = sizeof((kedge_connection *)NULL)->handshake;

    if (wolfSSL_is_server(ssl))
        return wolfSSL_get_server_random(ssl, random, size) == size;
    return wolfSSL_get_client_random(ssl, random, size) == size;
}

/* Whether the chain of this very handshake has been judged. */
static bool is_judged_here(const kedge_connection *connection, WOLFSSL *ssl)
{
    uint8_t random[sizeof connection->handshake];

    return connection->is_provisional && read_own_random(ssl, random)
        && memcmp(random, connection->handshake, sizeof random) == 0;
}

/* The callback is called for each certificate that was sent, the last one first.  All of them are there from the
 * beginning, so that a chain is judged then; an answer of no for the first that wolfSSL has found nothing wrong with
 * makes it send bad_certificate, one for the first certificate (RFC 8446, 4.4.2) what it found by itself, which without
 * CAs is unknown_ca. */
static int verify_attached(int is_verified, WOLFSSL_X509_STORE_CTX *store)
{
    kedge_connection *connection = store->userCtx;
    WOLFSSL *ssl = ssl_of(store);
    kedge_status status;

    if (connection == NULL || ssl == NULL || !kedge_wolfssl_is_judgement(store->error))
        return 0;
    if (store->totalCerts < 1)
        return may_do_without(ssl);
    if (store->error_depth == store->totalCerts - 1 || !is_judged_here(connection, ssl)) {
        judge(connection, ssl, store);
        connection->is_provisional = read_own_random(ssl, connection->handshake);
    }
    status = connection->verdict.status;
    if (store->error_depth == 0) {
        connection->is_provisional = false;
        return status == KEDGE_OK;
    }
    return status == KEDGE_OK || is_verified != 1 || kedge_adapter_alert(status) == KEDGE_ALERT_UNKNOWN_CA;
}

/* Nothing keeps what was decided, so that it is decided at the end, where it counts. */
static int verify_alone(int is_verified, WOLFSSL_X509_STORE_CTX *store)
{
    kedge_connection connection = { .verifier = store->userCtx };
    WOLFSSL *ssl = ssl_of(store);

    (void)is_verified;
    if (connection.verifier == NULL || ssl == NULL || !kedge_wolfssl_is_judgement(store->error))
        return 0;
    if (store->totalCerts < 1)
        return may_do_without(ssl);
    return store->error_depth > 0 || judge(&connection, ssl, store) == KEDGE_OK;
}

bool kedge_wolfssl_use(WOLFSSL_CTX *ctx, const kedge_wolfssl *verifier)
{
    if (ctx == NULL || !kedge_adapter_is_ready(verifier))
        return false;
    wolfSSL_CTX_set_verify(ctx, WOLFSSL_VERIFY_PEER | WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT, verify_alone);
    wolfSSL_CTX_SetCertCbCtx(ctx, (void *)(uintptr_t)verifier);
    return true;
}

bool kedge_wolfssl_attach(WOLFSSL *ssl, const kedge_wolfssl *verifier, kedge_connection *connection)
{
    if (ssl == NULL || connection == NULL || !kedge_adapter_is_ready(verifier))
        return false;
    connection->verifier = verifier;
    connection->is_judged = false;
    connection->is_provisional = false;
    wolfSSL_SetCertCbCtx(ssl, connection);
    wolfSSL_set_verify(ssl, WOLFSSL_VERIFY_PEER | WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT, verify_attached);
    return true;
}

bool kedge_wolfssl_verdict(const kedge_connection *connection, kedge_verdict *verdict)
{
    return kedge_adapter_verdict(connection, verdict);
}
