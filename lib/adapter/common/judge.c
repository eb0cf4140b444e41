/* judge.c - one verification for one connection of a TLS stack. */
#include "judge.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

bool kedge_adapter_is_ready(const kedge_verifier *verifier)
{
    return verifier != NULL && verifier->trust != NULL && verifier->request.policy != NULL;
}

uint8_t kedge_adapter_alert(kedge_status status)
{
    const uint8_t alert = kedge_status_alert(status);

    return alert != KEDGE_ALERT_NONE ? alert : KEDGE_ALERT_INTERNAL_ERROR;
}

kedge_status kedge_adapter_refuse(kedge_connection *connection, kedge_status status)
{
    memset(&connection->verdict, 0, sizeof connection->verdict);
    connection->verdict.status = status;
    connection->verdict.reason = status;
    connection->verdict.certificate = KEDGE_INDEX_NONE;
    connection->is_judged = true;
    connection->is_provisional = false;
    connection->judged_kind = KEDGE_IDENTITY_UNSET;
    return status;
}

static kedge_identity choose_identity(const kedge_verifier *verifier, const kedge_connection *connection,
                                      const kedge_adapter_peer *peer)
{
    if (connection->identity.kind != KEDGE_IDENTITY_UNSET)
        return connection->identity;
    if (peer->identity.kind != KEDGE_IDENTITY_UNSET)
        return peer->identity;
    if (verifier->request.identity.kind == KEDGE_IDENTITY_UNSET && !peer->is_client && peer->server_name != NULL)
        return kedge_identity_dns(peer->server_name);
    return verifier->request.identity;
}

static kedge_request complete_request(const kedge_verifier *verifier, const kedge_connection *connection,
                                      const kedge_adapter_peer *peer)
{
    kedge_request request = verifier->request;

    request.chain = peer->chain;
    request.chain_count = peer->chain_count;
    request.identity = choose_identity(verifier, connection, peer);
    if (request.usage.kind == KEDGE_USAGE_UNSET)
        request.usage = peer->is_client ? kedge_usage_client_auth() : kedge_usage_server_auth();
    if (request.time.kind == KEDGE_TIME_UNSET)
        request.time = kedge_time_at((int64_t)time(NULL));
    if (peer->is_stapling_asked)
        request.revocation.is_stapling_asked = true;
    if (peer->is_staple_to_come)
        request.revocation.is_soft = true;
    return request;
}

/* The responses of the verifier and those of the peer, in one list that the caller frees; whether there was
 * memory for it.  The nonce is one of the verifier's own questions, so that nothing stapled can repeat it. */
static bool add_staples(kedge_revocation_inputs *revocation, const kedge_adapter_peer *peer, kedge_span **list)
{
    const size_t own = revocation->ocsp_count;

    *list = NULL;
    if (peer->staple_count == 0 || revocation->mode == KEDGE_REVOCATION_OFF)
        return true;
    if (own > KEDGE_OCSP_RESPONSES_MAX || peer->staple_count > KEDGE_OCSP_RESPONSES_MAX)
        return false;
    *list = malloc((own + peer->staple_count) * sizeof **list);
    if (*list == NULL)
        return false;
    if (own != 0)
        memcpy(*list, revocation->ocsp_responses, own * sizeof **list);
    memcpy(*list + own, peer->staples, peer->staple_count * sizeof **list);
    revocation->ocsp_responses = *list;
    revocation->ocsp_count = own + peer->staple_count;
    return true;
}

static kedge_status verify(const kedge_verifier *verifier, const kedge_request *request,
                           kedge_connection *connection)
{
    const size_t needed = kedge_workspace_size(request);
    const size_t size = (needed / KEDGE_WORKSPACE_ALIGN + 1) * KEDGE_WORKSPACE_ALIGN;
    void *workspace = needed < size ? aligned_alloc(KEDGE_WORKSPACE_ALIGN, size) : NULL;

    if (workspace == NULL)
        return kedge_adapter_refuse(connection, KEDGE_WORKSPACE_TOO_SMALL);
    kedge_verify(verifier->trust, request, workspace, size, &connection->verdict);
    free(workspace);
    connection->is_judged = true;
    connection->judged_kind = request->identity.kind;
    return connection->verdict.status;
}

kedge_status kedge_adapter_judge(const kedge_verifier *verifier, kedge_connection *connection,
                                 const kedge_adapter_peer *peer)
{
    kedge_request request = complete_request(verifier, connection, peer);
    kedge_span *responses;
    kedge_status status;

    connection->is_judged = false;
    connection->is_provisional = false;
    if (!add_staples(&request.revocation, peer, &responses))
        return kedge_adapter_refuse(connection, KEDGE_WORKSPACE_TOO_SMALL);
    status = verify(verifier, &request, connection);
    free(responses);
    connection->is_provisional = status == KEDGE_OK && peer->is_staple_to_come;
    return status;
}
