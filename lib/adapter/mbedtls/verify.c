/* verify.c - the callback that has the last word on what mbedTLS's own verification found. */
#include <kedge/adapter/mbedtls.h>
#include "common/judge.h"

#include <stdlib.h>
#include <string.h>

/* MBEDTLS_SSL_VERIFY_REQUIRED demands a list of CAs.  This one ends before its first: version 0 is none. */
static const mbedtls_x509_crt no_authorities;

static size_t count_chain(const mbedtls_x509_crt *first)
{
    size_t count = 0;

    for (; first != NULL && first->raw.p != NULL; first = first->next)
        count++;
    return count;
}

/* The certificates, in memory that the caller frees; NULL for want of it. */
static kedge_span *copy_chain(const mbedtls_x509_crt *first, size_t count)
{
    kedge_span *chain = calloc(count + 1, sizeof *chain);

    for (size_t i = 0; chain != NULL && i < count; i++, first = first->next) {
        chain[i].data = first->raw.p;
        chain[i].size = first->raw.len;
    }
    return chain;
}

static kedge_status judge(kedge_connection *connection, const mbedtls_x509_crt *first)
{
    const mbedtls_ssl_context *ssl = connection->stack;
    const size_t count = count_chain(first);
    kedge_span *chain = copy_chain(first, count);
    kedge_adapter_peer peer = { .is_client = connection->is_server, .chain = chain, .chain_count = count };
    kedge_status status;

    if (chain == NULL)
        return kedge_adapter_refuse(connection, KEDGE_WORKSPACE_TOO_SMALL);
    if (ssl != NULL && !peer.is_client && ssl->hostname != NULL)
        peer.identity = kedge_identity_dns(ssl->hostname);
    status = kedge_adapter_judge(connection->verifier, connection, &peer);
    free(chain);
    return status;
}

/* mbedTLS calls this for each certificate of the path that it has made up, downwards, and adds up the flags that
 * are left.  At the end the certificate is the head of the list that the peer has sent, and all is decided there. */
static int decide(kedge_connection *connection, const mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    *flags = depth > 0 ? 0 : kedge_mbedtls_flag(judge(connection, certificate));
    return 0;
}

static int verify_attached(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    return decide(context, certificate, depth, flags);
}

/* Without a connection: which end this is depends on which of two functions it is. */
static int verify_server(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    kedge_connection connection = { .verifier = context };

    return decide(&connection, certificate, depth, flags);
}

static int verify_client(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    kedge_connection connection = { .verifier = context, .is_server = true };

    return decide(&connection, certificate, depth, flags);
}

bool kedge_mbedtls_use(mbedtls_ssl_config *config, const kedge_mbedtls *verifier)
{
    void *context = (void *)(uintptr_t)verifier;

    if (config == NULL || !kedge_adapter_is_ready(verifier))
        return false;
    mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(config, (mbedtls_x509_crt *)(uintptr_t)&no_authorities, NULL);
    mbedtls_ssl_conf_verify(config, config->endpoint == MBEDTLS_SSL_IS_SERVER ? verify_client : verify_server,
                            context);
    return true;
}

bool kedge_mbedtls_attach(mbedtls_ssl_context *ssl, kedge_connection *connection)
{
    const mbedtls_ssl_config *config = ssl != NULL ? ssl->conf : NULL;

    if (connection == NULL || config == NULL
        || (config->f_vrfy != verify_server && config->f_vrfy != verify_client))
        return false;
    connection->verifier = config->p_vrfy;
    connection->stack = ssl;
    connection->is_server = config->endpoint == MBEDTLS_SSL_IS_SERVER;
    connection->is_judged = false;
    mbedtls_ssl_set_verify(ssl, verify_attached, connection);
    return true;
}

bool kedge_mbedtls_verdict(const kedge_connection *connection, kedge_verdict *verdict)
{
    return kedge_adapter_verdict(connection, verdict);
}
