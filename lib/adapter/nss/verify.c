/* verify.c - the hook that authenticates a peer's certificate on an NSS socket. */
#include <kedge/adapter/nss.h>
#include "common/judge.h"

#include <cert.h>
#include <prnetdb.h>
#include <ssl.h>
#include <stdlib.h>

/* What is gathered for one verification. */
typedef struct gathered {
    CERTCertList *sent;  /* owned */
    kedge_span *chain;   /* owned; points into the former */
    size_t chain_count;
    kedge_span *staples; /* owned; points into what is NSS's until the hook returns */
    size_t staple_count;
    char *url;           /* owned */
    PRNetAddr address;
} gathered;

static void release(gathered *all)
{
    if (all->sent != NULL)
        CERT_DestroyCertList(all->sent);
    free(all->chain);
    free(all->staples);
    PORT_Free(all->url);
}

/* Whether there was a chain, and memory for it. */
static bool read_chain(PRFileDesc *fd, gathered *all)
{
    CERTCertListNode *node;
    size_t count = 0;

    all->sent = SSL_PeerCertificateChain(fd);
    if (all->sent == NULL)
        return false;
    for (node = CERT_LIST_HEAD(all->sent); !CERT_LIST_END(node, all->sent); node = CERT_LIST_NEXT(node))
        count++;
    all->chain = count != 0 ? calloc(count, sizeof *all->chain) : NULL;
    if (all->chain == NULL)
        return false;
    for (node = CERT_LIST_HEAD(all->sent); !CERT_LIST_END(node, all->sent); node = CERT_LIST_NEXT(node)) {
        all->chain[all->chain_count].data = node->cert->derCert.data;
        all->chain[all->chain_count++].size = node->cert->derCert.len;
    }
    return true;
}

static bool is_stapling_asked(PRFileDesc *fd)
{
    PRIntn value = 0;

    return SSL_OptionGet(fd, SSL_ENABLE_OCSP_STAPLING, &value) == SECSuccess && value != 0;
}

static bool read_staples(PRFileDesc *fd, gathered *all)
{
    const SECItemArray *responses = SSL_PeerStapledOCSPResponses(fd);
    size_t count = responses != NULL ? responses->len : 0;

    if (count == 0)
        return true;
    all->staples = calloc(count, sizeof *all->staples);
    if (all->staples == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if (responses->items[i].len != 0)
            all->staples[all->staple_count++] = (kedge_span){ responses->items[i].data, responses->items[i].len };
    return true;
}

/* Addresses are text to NSS, which sends no name for them. */
static kedge_identity read_url(PRFileDesc *fd, gathered *all)
{
    const kedge_identity unset = { KEDGE_IDENTITY_UNSET, { NULL, 0 } };

    all->url = SSL_RevealURL(fd);
    if (all->url == NULL || all->url[0] == '\0')
        return unset;
    if (PR_StringToNetAddr(all->url, &all->address) != PR_SUCCESS)
        return kedge_identity_dns(all->url);
    if (all->address.raw.family == PR_AF_INET)
        return kedge_identity_ip((const uint8_t *)&all->address.inet.ip, sizeof all->address.inet.ip);
    return kedge_identity_ip((const uint8_t *)&all->address.ipv6.ip, sizeof all->address.ipv6.ip);
}

static kedge_status judge(PRFileDesc *fd, kedge_connection *connection, gathered *all)
{
    kedge_adapter_peer peer = { .is_client = connection->is_server };
    bool is_read = read_chain(fd, all);

    if (!peer.is_client) {
        peer.identity = read_url(fd, all);
        peer.is_stapling_asked = is_stapling_asked(fd);
    }
    if (is_read && peer.is_stapling_asked)
        is_read = read_staples(fd, all);
    if (!is_read)
        return kedge_adapter_refuse(connection, KEDGE_WORKSPACE_TOO_SMALL);
    peer.chain = all->chain;
    peer.chain_count = all->chain_count;
    peer.staples = all->staples;
    peer.staple_count = all->staple_count;
    return kedge_adapter_judge(connection->verifier, connection, &peer);
}

static SECStatus authenticate(void *context, PRFileDesc *fd, PRBool must_check, PRBool is_server)
{
    kedge_connection *connection = context;
    gathered all = { NULL, NULL, 0, NULL, 0, NULL, { { 0 } } };
    kedge_status status;

    (void)must_check; /* of signatures: they are always checked */
    connection->is_judged = false;
    connection->is_server = is_server != PR_FALSE;
    status = judge(fd, connection, &all);
    release(&all);
    if (status == KEDGE_OK)
        return SECSuccess;
    PORT_SetError(kedge_nss_error(status));
    return SECFailure;
}

bool kedge_nss_use(PRFileDesc *fd, const kedge_nss *verifier, kedge_connection *connection)
{
    if (fd == NULL || connection == NULL || !kedge_adapter_is_ready(verifier))
        return false;
    connection->verifier = verifier;
    connection->is_judged = false;
    return SSL_BadCertHook(fd, NULL, NULL) == SECSuccess
        && SSL_OptionSet(fd, SSL_REQUEST_CERTIFICATE, PR_TRUE) == SECSuccess
        && SSL_OptionSet(fd, SSL_REQUIRE_CERTIFICATE, SSL_REQUIRE_ALWAYS) == SECSuccess
        && SSL_AuthCertificateHook(fd, authenticate, connection) == SECSuccess;
}

bool kedge_nss_verdict(const kedge_connection *connection, kedge_verdict *verdict)
{
    return kedge_adapter_verdict(connection, verdict);
}
