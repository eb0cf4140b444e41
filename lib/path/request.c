/* request.c - whether a request says all that it has to: nothing is waived by silence. */
#include "path/engine.h"

static const uint8_t server_auth[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01 };
static const uint8_t client_auth[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02 };

kedge_usage kedge_usage_server_auth(void)
{
    kedge_usage usage = { KEDGE_USAGE_PURPOSE, { server_auth, sizeof server_auth } };
    return usage;
}

kedge_usage kedge_usage_client_auth(void)
{
    kedge_usage usage = { KEDGE_USAGE_PURPOSE, { client_auth, sizeof client_auth } };
    return usage;
}

kedge_usage kedge_usage_waived(void)
{
    kedge_usage usage = { KEDGE_USAGE_WAIVED, { NULL, 0 } };
    return usage;
}

static kedge_status check_usage(const kedge_usage *usage)
{
    switch (usage->kind) {
    case KEDGE_USAGE_UNSET:
        return KEDGE_USAGE_NOT_GIVEN;
    case KEDGE_USAGE_WAIVED:
        return KEDGE_OK;
    case KEDGE_USAGE_PURPOSE:
        return usage->oid.data != NULL && usage->oid.size != 0 ? KEDGE_OK : KEDGE_USAGE_NOT_GIVEN;
    }
    return KEDGE_BAD_ARGUMENT;
}

static kedge_status check_time(const kedge_time *time)
{
    switch (time->kind) {
    case KEDGE_TIME_UNSET:
        return KEDGE_TIME_NOT_GIVEN;
    case KEDGE_TIME_AT:
    case KEDGE_TIME_AT_LEAST:
    case KEDGE_TIME_WAIVED:
        return KEDGE_OK;
    }
    return KEDGE_BAD_ARGUMENT;
}

static kedge_status check_policy(const kedge_policy *policy)
{
    if (policy == NULL || policy->signatures == 0 || policy->key_types == 0)
        return KEDGE_POLICY_NOT_GIVEN;
    return policy->size == sizeof(kedge_policy) ? KEDGE_OK : KEDGE_BAD_ARGUMENT;
}

static kedge_status check_chain(const kedge_request *request)
{
    if (request->chain_count == 0 || request->chain == NULL)
        return KEDGE_CHAIN_EMPTY;
    if (request->chain_count > request->policy->certificates_max
        || request->chain_count > KEDGE_CERTIFICATES_LIMIT)
        return KEDGE_TOO_MANY_CERTIFICATES;
    for (size_t i = 0; i < request->chain_count; i++)
        if (request->chain[i].data == NULL)
            return KEDGE_BAD_ARGUMENT;
    return KEDGE_OK;
}

static kedge_status check_revocation(const kedge_revocation_inputs *inputs)
{
    if (inputs->mode > KEDGE_REVOCATION_CHAIN || inputs->crl_count > KEDGE_CRLS_MAX
        || inputs->ocsp_count > KEDGE_OCSP_RESPONSES_MAX)
        return KEDGE_BAD_ARGUMENT;
    if (inputs->crl_count != 0 && inputs->crls == NULL)
        return KEDGE_BAD_ARGUMENT;
    for (size_t i = 0; i < inputs->crl_count; i++)
        if (inputs->crls[i] == NULL)
            return KEDGE_BAD_ARGUMENT;
    if (inputs->ocsp_count != 0 && inputs->ocsp_responses == NULL)
        return KEDGE_BAD_ARGUMENT;
    for (size_t i = 0; i < inputs->ocsp_count; i++)
        if (inputs->ocsp_responses[i].data == NULL)
            return KEDGE_BAD_ARGUMENT;
    return KEDGE_OK;
}

kedge_status kedge_request_check(const kedge_request *request)
{
    kedge_status status = check_policy(request->policy);

    if (status == KEDGE_OK && request->size != sizeof(kedge_request))
        status = KEDGE_BAD_ARGUMENT;
    if (status == KEDGE_OK)
        status = check_usage(&request->usage);
    if (status == KEDGE_OK)
        status = check_time(&request->time);
    if (status == KEDGE_OK)
        status = kedge_identity_check(&request->identity);
    if (status == KEDGE_OK && request->policies.initial_set == NULL && request->policies.initial_set_count != 0)
        status = KEDGE_BAD_ARGUMENT;
    if (status == KEDGE_OK)
        status = check_revocation(&request->revocation);
    return status == KEDGE_OK ? check_chain(request) : status;
}
