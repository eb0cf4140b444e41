/* adapter_wolfssl.c - a client by wolfSSL: ROOT.der HOST PORT.  The lines between the marks are those of adapters.md. */
#include "adapter.h"

#include <kedge/adapter/wolfssl.h>
#include <string.h>

/* adapters.md: begin */
static bool connect_by_wolfssl(const kedge_verifier *verifier, const char *host, int socket, kedge_verdict *verdict)
{
    kedge_connection connection = { .identity = kedge_identity_dns(host) }; /* lives as long as `ssl` */
    WOLFSSL_CTX *ctx = wolfSSL_CTX_new(wolfTLS_client_method());           /* no CA is loaded into it */
    WOLFSSL *ssl = NULL;

    if (ctx != NULL && kedge_wolfssl_use(ctx, verifier)) /* for all connections of `ctx` */
        ssl = wolfSSL_new(ctx);
    if (ssl != NULL && kedge_wolfssl_attach(ssl, verifier, &connection)) {
        wolfSSL_UseSNI(ssl, WOLFSSL_SNI_HOST_NAME, host, (unsigned short)strlen(host));
        wolfSSL_set_fd(ssl, socket);
        if (wolfSSL_connect(ssl) == WOLFSSL_SUCCESS)
            wolfSSL_write(ssl, "hello\n", 6);
    }
    wolfSSL_free(ssl);
    wolfSSL_CTX_free(ctx);
    return kedge_wolfssl_verdict(&connection, verdict);
}
/* adapters.md: end */

int main(int argc, char **argv)
{
    kedge_verifier verifier = { .request = { .size = sizeof(kedge_request), .policy = &kedge_policy_webpki } };
    kedge_verdict verdict;
    int result;

    if (argc != 4)
        return 2;
    verifier.trust = trust_from(argv[1]);
    wolfSSL_Init();
    result = say(connect_by_wolfssl(&verifier, argv[2], dial(argv[3]), &verdict), &verdict);
    wolfSSL_Cleanup();
    return result;
}
