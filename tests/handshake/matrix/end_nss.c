/* end_nss.c - one end by NSS, without a database. */
#define _POSIX_C_SOURCE 200809L
#include "end.h"

#include <kedge/adapter/nss.h>
#include <cert.h>
#include <fcntl.h>
#include <keyhi.h>
#include <nss.h>
#include <pthread.h>
#include <nssb64.h>
#include <pk11pub.h>
#include <private/pprio.h>
#include <secerr.h>
#include <ssl.h>
#include <sslproto.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CERTIFICATES_MAX 16

const char end_stack[] = "nss";

const char *end_library(void)
{
    static char text[32];

    snprintf(text, sizeof text, "NSS %s", NSS_GetVersion());
    return text;
}

static void must(bool is_done, const char *what)
{
    if (!is_done)
        end_fail(what);
}

/* What an end shows. */
typedef struct shown {
    CERTCertificate *chain[CERTIFICATES_MAX];
    SECItem der[CERTIFICATES_MAX];
    int count;
    SECKEYPrivateKey *key;
    SECItem staple;
    SECItemArray staples;
} shown;

/* The next block of a PEM file, to be freed; NULL after the last. */
static SECItem *next_block(char **text, bool *is_rsa)
{
    char *begin = strstr(*text, "-----BEGIN ");
    char *body, *end;
    SECItem *decoded;

    if (begin == NULL)
        return NULL;
    *is_rsa = strncmp(begin, "-----BEGIN RSA", 14) == 0;
    body = strchr(begin, '\n');
    end = strstr(body, "-----END ");
    decoded = NSSBase64_DecodeBuffer(NULL, NULL, body, (unsigned)(end - body));
    must(decoded != NULL, "base64");
    *text = end + 1;
    return decoded;
}

static void read_chain(shown *all, const char *path)
{
    const kedge_span file = end_read_file(path);
    char *text = (char *)(uintptr_t)file.data;
    bool is_rsa;
    SECItem *block;

    while (all->count < CERTIFICATES_MAX && (block = next_block(&text, &is_rsa)) != NULL) {
        all->chain[all->count] = CERT_NewTempCertificate(CERT_GetDefaultCertDB(), block, NULL, PR_FALSE, PR_TRUE);
        must(all->chain[all->count] != NULL, path);
        all->der[all->count] = all->chain[all->count]->derCert;
        all->count++;
        SECITEM_FreeItem(block, PR_TRUE);
    }
    free((void *)(uintptr_t)file.data);
}

static size_t write_header(uint8_t *out, uint8_t tag, size_t size)
{
    const uint8_t header[] = { tag, 0x82, (uint8_t)(size >> 8), (uint8_t)size };

    memcpy(out, header, sizeof header);
    return sizeof header;
}

/* NSS reads PKCS#8 and no other form: PrivateKeyInfo (RFC 5958, 2) around the key, with lengths longer than need be. */
static SECItem wrap_key(const SECItem *key, bool is_rsa)
{
    static const uint8_t rsa[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };
    static const uint8_t p256[] = { 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
                                    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };
    static const uint8_t version[] = { 0x02, 0x01, 0x00 };
    const uint8_t *algorithm = is_rsa ? rsa : p256;
    const size_t algorithm_size = is_rsa ? sizeof rsa : sizeof p256;
    uint8_t *out = malloc(key->len + 64);
    size_t at;

    must(out != NULL, "no memory");
    at = write_header(out, 0x30, sizeof version + algorithm_size + 4 + key->len);
    memcpy(out + at, version, sizeof version);
    at += sizeof version;
    memcpy(out + at, algorithm, algorithm_size);
    at += algorithm_size;
    at += write_header(out + at, 0x04, key->len);
    memcpy(out + at, key->data, key->len);
    return (SECItem){ siBuffer, out, (unsigned)(at + key->len) };
}

static void read_key(shown *all, const char *path)
{
    const kedge_span file = end_read_file(path);
    char *text = (char *)(uintptr_t)file.data;
    PK11SlotInfo *slot = PK11_GetInternalSlot();
    bool is_rsa;
    SECItem *block = next_block(&text, &is_rsa);
    SECItem wrapped = wrap_key(block, is_rsa);

    must(PK11_ImportDERPrivateKeyInfoAndReturnKey(slot, &wrapped, NULL, NULL, PR_FALSE, PR_FALSE, KU_ALL, &all->key,
                                                  NULL) == SECSuccess, path);
    PK11_FreeSlot(slot);
    SECITEM_FreeItem(block, PR_TRUE);
    free(wrapped.data);
    free((void *)(uintptr_t)file.data);
}

static void read_shown(shown *all, const end_options *options)
{
    if (options->chain == NULL)
        return;
    read_chain(all, options->chain);
    read_key(all, options->key);
    if (options->staple == NULL)
        return;
    const kedge_span file = end_read_file(options->staple);

    all->staple = (SECItem){ siBuffer, (unsigned char *)(uintptr_t)file.data, (unsigned)file.size };
    all->staples = (SECItemArray){ &all->staple, 1 };
}

static void forget_shown(shown *all)
{
    for (int i = 0; i < all->count; i++)
        CERT_DestroyCertificate(all->chain[i]);
    if (all->key != NULL)
        SECKEY_DestroyPrivateKey(all->key);
    free(all->staple.data);
}

static SECStatus give_client(void *context, PRFileDesc *fd, CERTDistNames *names, CERTCertificate **certificate,
                             SECKEYPrivateKey **key)
{
    const shown *all = context;

    (void)fd;
    (void)names;
    if (all->count == 0)
        return SECFailure;
    *certificate = CERT_DupCertificate(all->chain[0]);
    *key = SECKEY_CopyPrivateKey(all->key);
    return SECSuccess;
}

static void hear_alert(const PRFileDesc *fd, void *context, const SSLAlert *alert)
{
    end_result *result = context;

    (void)fd;
    if (alert->level == 2)
        result->alert = alert->description;
}

/* A client that does not judge is none of ours. */
static void show(PRFileDesc *fd, const end_options *options, shown *all)
{
    const CERTCertificateList chain = { all->der, all->count, NULL };
    const SSLExtraServerCertData extra = { .authType = ssl_auth_null, .certChain = &chain,
                                           .stapledOCSPResponses = options->staple != NULL ? &all->staples : NULL };

    if (options->is_server)
        must(SSL_ConfigServerCert(fd, all->chain[0], all->key, &extra, sizeof extra) == SECSuccess, "the chain");
    else
        must(SSL_GetClientAuthDataHook(fd, give_client, all) == SECSuccess, "the chain");
}

static PRFileDesc *socket_for(const end_options *options, int socket, shown *all, end_result *result)
{
    const PRUint16 version = options->is_tls13 ? SSL_LIBRARY_VERSION_TLS_1_3 : SSL_LIBRARY_VERSION_TLS_1_2;
    PRFileDesc *fd = SSL_ImportFD(NULL, PR_ImportTCPSocket(dup(socket)));

    must(fd != NULL, "no socket");
    SSL_OptionSet(fd, SSL_SECURITY, PR_TRUE);
    SSL_OptionSet(fd, SSL_NO_CACHE, PR_TRUE);
    SSL_OptionSet(fd, options->is_server ? SSL_HANDSHAKE_AS_SERVER : SSL_HANDSHAKE_AS_CLIENT, PR_TRUE);
    SSL_OptionSet(fd, SSL_ENABLE_OCSP_STAPLING, options->asks_staple);
    SSL_VersionRangeSet(fd, &(SSLVersionRange){ version, version });
    SSL_AlertReceivedCallback(fd, hear_alert, result);
    if (options->host != NULL)
        SSL_SetURL(fd, options->host);
    show(fd, options, all);
    SSL_ResetHandshake(fd, options->is_server);
    return fd;
}

static long send_by(void *fd, const char *data, size_t size)
{
    return PR_Send(fd, data, (PRInt32)size, 0, PR_SecondsToInterval(10));
}

static long receive_by(void *fd, char *data, size_t size)
{
    return PR_Recv(fd, data, (PRInt32)size, 0, PR_SecondsToInterval(10));
}

static void end_nss(void)
{
    NSS_Shutdown();
}

/* NSS begins once for all threads. */
static void begin_nss(void)
{
    must(NSS_NoDB_Init(NULL) == SECSuccess && atexit(end_nss) == 0, "NSS does not begin");
}

void end_run(const end_options *options, const kedge_verifier *verifier, int socket, end_result *result)
{
    static pthread_once_t begun = PTHREAD_ONCE_INIT;
    kedge_connection connection = { .is_judged = false };
    shown all = { .count = 0 };
    PRFileDesc *fd;

    pthread_once(&begun, begin_nss);
    read_shown(&all, options);
    fd = socket_for(options, socket, &all, result);
    if (options->judges && !kedge_nss_use(fd, verifier, &connection))
        end_fail("kedge cannot be used");
    result->is_done = SSL_ForceHandshake(fd) == SECSuccess
        && end_exchange(options, result, fd, send_by, receive_by) > 0;
    if (!result->is_done)
        snprintf(result->error, sizeof result->error, "%s", PR_ErrorToName(PR_GetError()));
    result->is_judged = kedge_nss_verdict(&connection, &result->verdict);
    snprintf(result->tls, sizeof result->tls, "%s", options->is_tls13 ? "1.3" : "1.2");
    if (result->is_done)
        PR_Shutdown(fd, PR_SHUTDOWN_SEND);
    PR_Close(fd); /* the socket itself stays open */
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) & ~O_NONBLOCK); /* as it was */
    forget_shown(&all);
}
