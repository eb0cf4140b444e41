/* verify.c - the function that judges a peer's certificates on a GnuTLS session. */
#include <kedge/adapter/gnutls.h>
#include "common/judge.h"

#include <stdlib.h>

/* In TLS 1.3 each certificate may have a response stapled to it (RFC 8446, 4.4.2.1); the first is the one asked for
 * most. */
enum {
    STAPLES_MAX = 16
};

/* The certificates, in memory that the caller frees; NULL for want of it. */
static kedge_span *copy_chain(const gnutls_datum_t *sent, unsigned count)
{
    kedge_span *chain = calloc(count, sizeof *chain);

    for (unsigned i = 0; chain != NULL && i < count; i++) {
        chain[i].data = sent[i].data;
        chain[i].size = sent[i].size;
    }
    return chain;
}

static size_t read_staples(gnutls_session_t session, unsigned certificates, kedge_span *staple)
{
    size_t count = 0;

    for (unsigned i = 0; i < certificates && count < STAPLES_MAX; i++) {
        gnutls_datum_t response;

        if (gnutls_ocsp_status_request_get2(session, i, &response) != GNUTLS_E_SUCCESS)
            continue;
        staple[count].data = response.data;
        staple[count].size = response.size;
        count++;
    }
    return count;
}

static kedge_status judge(gnutls_session_t session, kedge_connection *connection, const gnutls_datum_t *sent,
                          unsigned count)
{
    kedge_span staples[STAPLES_MAX];
    kedge_span *chain = copy_chain(sent, count);
    kedge_adapter_peer peer = { .is_client = connection->is_server, .chain = chain, .chain_count = count,
                                .staples = staples };
    kedge_status status;

    if (chain == NULL)
        return kedge_adapter_refuse(connection, KEDGE_WORKSPACE_TOO_SMALL);
    if (!peer.is_client) {
        peer.staple_count = read_staples(session, count, staples);
        peer.is_stapling_asked = true;
    }
    status = kedge_adapter_judge(connection->verifier, connection, &peer);
    free(chain);
    return status;
}

/* The connection in the application's slot, unless something else has taken its place there. */
static kedge_connection *connection_of(gnutls_session_t session)
{
    kedge_connection *connection = gnutls_session_get_ptr(session);

    return connection != NULL && connection->stack == session && connection->verifier != NULL ? connection : NULL;
}

static int verify(gnutls_session_t session)
{
    kedge_connection *connection = connection_of(session);
    unsigned count = 0;
    const gnutls_datum_t *sent = gnutls_certificate_get_peers(session, &count);
    kedge_status status;

    if (connection == NULL)
        return GNUTLS_E_CERTIFICATE_ERROR;
    connection->is_judged = false;
    /* A server that took its demand back, and a client that made use of it. */
    if (count == 0 && connection->is_server)
        return 0;
    if (sent == NULL)
        return GNUTLS_E_CERTIFICATE_ERROR;
    status = judge(session, connection, sent, count);
    if (status == KEDGE_OK)
        return 0;
    gnutls_alert_send(session, GNUTLS_AL_FATAL, (gnutls_alert_description_t)kedge_adapter_alert(status));
    return GNUTLS_E_CERTIFICATE_ERROR;
}

static int refuse_all(gnutls_session_t session)
{
    (void)session;
    return GNUTLS_E_CERTIFICATE_ERROR;
}

void kedge_gnutls_guard(gnutls_certificate_credentials_t credentials)
{
    gnutls_certificate_set_verify_function(credentials, refuse_all);
}

bool kedge_gnutls_use(gnutls_session_t session, unsigned end, const kedge_gnutls *verifier,
                      kedge_connection *connection)
{
    if (session == NULL || connection == NULL || !kedge_adapter_is_ready(verifier))
        return false;
    if (end != GNUTLS_CLIENT && end != GNUTLS_SERVER)
        return false;
    connection->verifier = verifier;
    connection->stack = session;
    connection->is_server = end == GNUTLS_SERVER;
    connection->is_judged = false;
    gnutls_session_set_ptr(session, connection);
    gnutls_session_set_verify_function(session, verify);
    if (end == GNUTLS_SERVER)
        gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    return true;
}

bool kedge_gnutls_verdict(gnutls_session_t session, kedge_verdict *verdict)
{
    return kedge_adapter_verdict(connection_of(session), verdict);
}
