/* adapter_nss.c - a client by NSS: ROOT.der HOST PORT.  The lines between the marks are those of adapters.md. */
#include "adapter.h"

#include <kedge/adapter/nss.h>
#include <nss.h>
#include <private/pprio.h>
#include <ssl.h>

/* adapters.md: begin */
static bool connect_by_nss(const kedge_verifier *verifier, const char *host, int socket, kedge_verdict *verdict)
{
    kedge_connection connection = { .is_judged = false };
    PRFileDesc *fd = SSL_ImportFD(NULL, PR_ImportTCPSocket(socket));

    SSL_OptionSet(fd, SSL_SECURITY, PR_TRUE);
    SSL_OptionSet(fd, SSL_HANDSHAKE_AS_CLIENT, PR_TRUE);
    SSL_OptionSet(fd, SSL_ENABLE_OCSP_STAPLING, PR_TRUE); /* what is stapled is judged */
    SSL_SetURL(fd, host);
    SSL_ResetHandshake(fd, PR_FALSE);
    if (kedge_nss_use(fd, verifier, &connection) && SSL_ForceHandshake(fd) == SECSuccess)
        PR_Write(fd, "hello\n", 6);
    PR_Close(fd);
    return kedge_nss_verdict(&connection, verdict);
}
/* adapters.md: end */

int main(int argc, char **argv)
{
    kedge_verifier verifier = { .request = { .size = sizeof(kedge_request), .policy = &kedge_policy_webpki } };
    kedge_verdict verdict;
    int result;

    if (argc != 4 || NSS_NoDB_Init(NULL) != SECSuccess)
        return 2;
    verifier.trust = trust_from(argv[1]);
    result = say(connect_by_nss(&verifier, argv[2], dial(argv[3]), &verdict), &verdict);
    SSL_ClearSessionCache();
    NSS_Shutdown();
    return result;
}
