/* adapter_openssl.c - a client by OpenSSL: ROOT.der HOST PORT.  The lines between the marks are those of adapters.md. */
#include "adapter.h"

#include <kedge/adapter/openssl.h>

/* adapters.md: begin */
static bool connect_by_openssl(const kedge_verifier *verifier, const char *host, int socket, kedge_verdict *verdict)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    bool is_judged = false;
    SSL *ssl = NULL;

    if (ctx != NULL && kedge_openssl_use(ctx, verifier)) /* for all connections of `ctx` */
        ssl = SSL_new(ctx);
    if (ssl != NULL && SSL_set_fd(ssl, socket) == 1) {
        SSL_set_tlsext_host_name(ssl, host);                     /* the name to send */
        SSL_set1_host(ssl, host);                                /* the name to look for */
        SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp); /* what is stapled is judged */
        if (SSL_connect(ssl) == 1) {
            SSL_write(ssl, "hello\n", 6);
            SSL_shutdown(ssl);
        }
        is_judged = kedge_openssl_verdict(ssl, verdict);
    }
    SSL_free(ssl);
    SSL_CTX_free(ctx);
    return is_judged;
}
/* adapters.md: end */

int main(int argc, char **argv)
{
    kedge_verifier verifier = { .request = { .size = sizeof(kedge_request), .policy = &kedge_policy_webpki } };
    kedge_verdict verdict;

    if (argc != 4)
        return 2;
    verifier.trust = trust_from(argv[1]);
    return say(connect_by_openssl(&verifier, argv[2], dial(argv[3]), &verdict), &verdict);
}
