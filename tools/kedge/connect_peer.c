/* connect_peer.c - a TLS handshake by OpenSSL, in which kedge judges the server. */
#include "connect_peer.h"
#include "cli.h"
#include "text.h"
#include "verdict.h"

#include <kedge/adapter/openssl.h>
#include <kedge/kedge.h>

#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>
#include <string.h>

static size_t number_at(const uint8_t *octets, size_t size)
{
    size_t number = 0;

    for (size_t i = 0; i < size; i++)
        number = number << 8 | octets[i];
    return number;
}

/* The certificates of a Certificate message (RFC 8446, 4.4.2; RFC 5246, 7.4.2), as the server sent them: before
 * anything else has read them, and also where the handshake then fails. */
static void read_message(connect_peer *peer, const uint8_t *message, size_t size, bool is_1_3)
{
    size_t at = 4;

    if (is_1_3 && at < size)
        at += 1 + (size_t)message[at];
    at += 3; /* the size of the list: it is that of the message */
    for (uint32_t block = 1; at + 3 <= size; block++) {
        const size_t length = number_at(message + at, 3);

        at += 3;
        if (length == 0 || length > size - at)
            return;
        certificates_add(&peer->asked->chain, message + at, length, "the server", block);
        at += length;
        if (is_1_3) {
            if (at + 2 > size)
                return;
            at += 2 + number_at(message + at, 2);
        }
    }
}

static void hear(int is_sent, int version, int type, const void *octets, size_t size, SSL *ssl, void *context)
{
    (void)version;
    if (is_sent == 0 && type == SSL3_RT_HANDSHAKE && size > 4 && *(const uint8_t *)octets == SSL3_MT_CERTIFICATE)
        read_message(context, octets, size, SSL_version(ssl) == TLS1_3_VERSION);
}

/* Called where the server asks for a certificate. */
static int present(SSL *ssl, void *context)
{
    connect_peer *peer = context;
    kedge_span rest = peer->own->certificates, one;
    const uint8_t *key = peer->own->private_key.der;
    EVP_PKEY *opened = NULL;
    bool is_done = false;

    peer->is_asked = true;
    if (peer->own->private_key.type == KEDGE_KEY_UNKNOWN || !kedge_certificates_next(&rest, &one))
        return 1; /* nothing to present: the server says what it makes of that */
    opened = d2i_AutoPrivateKey(NULL, &key, (long)peer->own->private_key.size);
    if (opened != NULL && SSL_use_certificate_ASN1(ssl, one.data, (int)one.size) == 1)
        is_done = SSL_use_PrivateKey(ssl, opened) == 1;
    EVP_PKEY_free(opened);
    while (is_done && kedge_certificates_next(&rest, &one)) {
        const uint8_t *der = one.data;
        X509 *certificate = d2i_X509(NULL, &der, (long)one.size);

        is_done = certificate != NULL && SSL_add1_chain_cert(ssl, certificate) == 1;
        X509_free(certificate);
    }
    return is_done;
}

static SSL_CTX *make_context(connect_peer *peer, const kedge_openssl *verifier)
{
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    const int least = peer->version == 13 ? TLS1_3_VERSION : TLS1_2_VERSION;
    const int most = peer->version == 12 ? TLS1_2_VERSION : TLS1_3_VERSION;

    if (context == NULL)
        return NULL;
    SSL_CTX_set_msg_callback(context, hear);
    SSL_CTX_set_msg_callback_arg(context, peer);
    SSL_CTX_set_cert_cb(context, present, peer);
    if (SSL_CTX_set_min_proto_version(context, least) == 1 && SSL_CTX_set_max_proto_version(context, most) == 1
        && kedge_openssl_use(context, verifier))
        return context;
    SSL_CTX_free(context);
    return NULL;
}

/* "ECDSA with SHA256", or how else a key was used. */
static void print_possession(const char *who, int type, int digest)
{
    printf("%-9sproved possession of its key by %s", who,
           type == EVP_PKEY_RSA_PSS ? "RSA-PSS" : type == EVP_PKEY_RSA ? "RSA PKCS#1 v1.5"
           : type == EVP_PKEY_EC ? "ECDSA" : OBJ_nid2sn(type));
    if (digest != NID_undef)
        printf(" with %s", OBJ_nid2sn(digest));
    putchar('\n');
}

static void print_server(SSL *ssl)
{
    int type, digest = NID_undef;

    if (SSL_get_peer_signature_type_nid(ssl, &type) != 1) {
        printf("%-9sproved possession of its key by decrypting with it\n", "server");
        return;
    }
    (void)SSL_get_peer_signature_nid(ssl, &digest);
    print_possession("server", type, digest);
}

static void print_client(const connect_peer *peer, SSL *ssl)
{
    int type, digest = NID_undef;

    if (!peer->is_asked)
        printf("%-9snot asked for a certificate\n", "client");
    else if (SSL_get_signature_type_nid(ssl, &type) != 1 || SSL_get_certificate(ssl) == NULL)
        printf("%-9sasked for a certificate, and has none to present\n", "client");
    else {
        (void)SSL_get_signature_nid(ssl, &digest);
        print_possession("client", type, digest);
    }
}

/* What an alert of the peer says, as RFC 8446, 6 names it; NULL where the last error is none. */
static const char *peer_alert(void)
{
    const unsigned long error = ERR_peek_last_error();
    const int reason = ERR_GET_REASON(error);

    if (ERR_GET_LIB(error) != ERR_LIB_SSL || reason < SSL_AD_REASON_OFFSET)
        return NULL;
    if (reason - SSL_AD_REASON_OFFSET == KEDGE_ALERT_CERTIFICATE_REQUIRED) /* which OpenSSL 3.0 has no words for */
        return "certificate required";
    return SSL_alert_desc_string_long(reason - SSL_AD_REASON_OFFSET);
}

static int complain_of_handshake(const connect_peer *peer, int error)
{
    const char *alert = peer_alert();

    if (alert != NULL) {
        printf("%-9sby the server: alert '%s'\n", "REFUSED", alert);
        if (peer->is_asked && peer->own->private_key.type == KEDGE_KEY_UNKNOWN)
            printf("%-9sasked for a certificate, and has none to present\n", "client");
        return CLI_NOT_VALID;
    }
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE
        || (error == SSL_ERROR_SYSCALL && (errno == EAGAIN || errno == EWOULDBLOCK)))
        complain("%s: no answer in time", peer->host);
    else if (error == SSL_ERROR_SSL)
        complain("%s: no handshake: %s", peer->host, ERR_reason_error_string(ERR_peek_last_error()));
    else
        complain("%s: the server closed the connection within the handshake", peer->host);
    return CLI_UNUSABLE;
}

/* In TLS 1.3 the server judges the client's certificate after the client is done: its alert comes where data would. */
static int hear_server(const connect_peer *peer, SSL *ssl)
{
    char octets[256];
    int got;

    (void)SSL_shutdown(ssl);
    do
        got = SSL_read(ssl, octets, sizeof octets);
    while (got > 0);
    if (SSL_get_error(ssl, got) == SSL_ERROR_SSL && peer_alert() != NULL)
        return complain_of_handshake(peer, SSL_ERROR_SSL);
    return CLI_VALID;
}

static int shake_hands(connect_peer *peer, SSL *ssl)
{
    kedge_verdict verdict;
    const int answer = SSL_connect(ssl);
    const int error = answer == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl, answer);
    const bool is_judged = kedge_openssl_verdict(ssl, &verdict);

    if (answer == 1)
        printf("%-9s%s, %s, %s\n", "session", peer->host, SSL_get_version(ssl), SSL_get_cipher_name(ssl));
    if (is_judged && peer->asked->chain.count > 0)
        verdict_print(peer->asked, &verdict);
    if (is_judged && verdict.status != KEDGE_OK)
        return CLI_NOT_VALID;
    if (answer != 1)
        return complain_of_handshake(peer, error);
    print_server(ssl);
    print_client(peer, ssl);
    return hear_server(peer, ssl);
}

int connect_peer_run(connect_peer *peer)
{
    const verify_options *asked = peer->asked;
    kedge_openssl verifier = { .trust = &asked->trust.trust,
                               .request = KEDGE_REQUEST(asked->policy, asked->usage) };
    SSL_CTX *context;
    SSL *ssl;
    int result = CLI_UNUSABLE;

    verifier.request.time = asked->time;
    verifier.request.identity = asked->identity;
    verifier.request.context = peer->trace;
    verifier.request.trace = peer->trace != NULL ? explain_event : NULL;
    signal(SIGPIPE, SIG_IGN);
    context = make_context(peer, &verifier);
    ssl = context != NULL ? SSL_new(context) : NULL;
    if (ssl == NULL || SSL_set_fd(ssl, peer->socket) != 1
        || (asked->identity.kind == KEDGE_IDENTITY_DNS
            && SSL_set_tlsext_host_name(ssl, asked->identity_text) != 1))
        complain("OpenSSL cannot make a connection");
    else
        result = shake_hands(peer, ssl);
    SSL_free(ssl);
    SSL_CTX_free(context);
    return result;
}
