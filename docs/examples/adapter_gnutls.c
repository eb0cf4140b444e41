/* adapter_gnutls.c - a client by GnuTLS: ROOT.der HOST PORT.  The lines between the marks are those of adapters.md. */
#include "adapter.h"

#include <kedge/adapter/gnutls.h>
#include <string.h>

/* adapters.md: begin */
static bool connect_by_gnutls(const kedge_verifier *verifier, const char *host, int socket, kedge_verdict *verdict)
{
    kedge_connection connection = { .identity = kedge_identity_dns(host) }; /* lives as long as the session */
    gnutls_certificate_credentials_t credentials;
    gnutls_session_t session;
    bool is_judged = false;
    int result;

    if (gnutls_certificate_allocate_credentials(&credentials) < 0)
        return false;
    kedge_gnutls_guard(credentials); /* no session with them goes without kedge */
    if (gnutls_init(&session, GNUTLS_CLIENT) == 0) {
        gnutls_set_default_priority(session);
        gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
        gnutls_server_name_set(session, GNUTLS_NAME_DNS, host, strlen(host));
        gnutls_transport_set_int(session, socket);
        if (kedge_gnutls_use(session, GNUTLS_CLIENT, verifier, &connection)) {
            do
                result = gnutls_handshake(session);
            while (result < 0 && !gnutls_error_is_fatal(result));
            if (result == 0)
                gnutls_record_send(session, "hello\n", 6);
            is_judged = kedge_gnutls_verdict(session, verdict);
        }
        gnutls_deinit(session);
    }
    gnutls_certificate_free_credentials(credentials);
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
    return say(connect_by_gnutls(&verifier, argv[2], dial(argv[3]), &verdict), &verdict);
}
