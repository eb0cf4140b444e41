/* gnutls_test.c - GnuTLS as the client of a server by OpenSSL on the loopback interface: what a careless caller does. */
#define _POSIX_C_SOURCE 200809L
#include "loopback_server.h"

#include <arpa/inet.h>
#include <kedge/adapter/gnutls.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A client in the middle of its life. */
typedef struct client {
    gnutls_session_t session;
    gnutls_certificate_credentials_t credentials;
    kedge_connection connection;
    int descriptor;
} client;

static void client_new(client *made, const server *served)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)served->port) };

    memset(made, 0, sizeof *made);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    made->descriptor = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_eq(connect(made->descriptor, (struct sockaddr *)&address, sizeof address), 0);
    gnutls_certificate_allocate_credentials(&made->credentials);
    kedge_gnutls_guard(made->credentials);
    gnutls_init(&made->session, GNUTLS_CLIENT);
    gnutls_set_default_priority(made->session);
    gnutls_credentials_set(made->session, GNUTLS_CRD_CERTIFICATE, made->credentials);
    gnutls_transport_set_int(made->session, made->descriptor);
    made->connection.identity = kedge_identity_dns(HOST);
}

static void client_free(client *old)
{
    gnutls_deinit(old->session);
    gnutls_certificate_free_credentials(old->credentials);
    close(old->descriptor);
}

static int shake_hands(client *shaking)
{
    int result;

    do
        result = gnutls_handshake(shaking->session);
    while (result < 0 && !gnutls_error_is_fatal(result));
    return result;
}

TestSuite(gnutls, .fini = forge_forget);

Test(gnutls, the_right_server_is_let_in)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_verdict verdict;
    server served;
    client made;

    server_start(&served, &shown, 1);
    server_run(&served);
    client_new(&made, &served);
    cr_assert(kedge_gnutls_use(made.session, GNUTLS_CLIENT, &verifier, &made.connection));
    cr_assert(!kedge_gnutls_verdict(made.session, &verdict));
    cr_assert_eq(shake_hands(&made), 0);
    cr_assert(kedge_gnutls_verdict(made.session, &verdict));
    cr_assert_eq(verdict.status, KEDGE_OK);
    client_free(&made);
    server_end(&served);
}

Test(gnutls, a_session_that_kedge_was_forgotten_for_is_refused)
{
    credentials shown = credentials_new();
    kedge_verdict verdict;
    server served;
    client made;

    server_start(&served, &shown, 1);
    server_run(&served);
    client_new(&made, &served);
    cr_assert_eq(shake_hands(&made), GNUTLS_E_CERTIFICATE_ERROR);
    cr_assert(!kedge_gnutls_verdict(made.session, &verdict));
    client_free(&made);
    server_end(&served);
}

Test(gnutls, something_else_in_the_slot_is_no_connection)
{
    static kedge_connection others; /* all that the application has, and none of kedge's */
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_verdict verdict;
    server served;
    client made;

    others.is_judged = true;
    others.verifier = &verifier;
    server_start(&served, &shown, 1);
    server_run(&served);
    client_new(&made, &served);
    cr_assert(kedge_gnutls_use(made.session, GNUTLS_CLIENT, &verifier, &made.connection));
    gnutls_session_set_ptr(made.session, &others);
    cr_assert_eq(shake_hands(&made), GNUTLS_E_CERTIFICATE_ERROR);
    cr_assert(!kedge_gnutls_verdict(made.session, &verdict));
    client_free(&made);
    server_end(&served);
}

Test(gnutls, without_a_name_every_server_is_refused)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_verdict verdict;
    server served;
    client made;

    server_start(&served, &shown, 1);
    server_run(&served);
    client_new(&made, &served);
    made.connection.identity.kind = KEDGE_IDENTITY_UNSET;
    gnutls_server_name_set(made.session, GNUTLS_NAME_DNS, HOST, strlen(HOST));
    cr_assert(kedge_gnutls_use(made.session, GNUTLS_CLIENT, &verifier, &made.connection));
    cr_assert_eq(shake_hands(&made), GNUTLS_E_CERTIFICATE_ERROR);
    cr_assert(kedge_gnutls_verdict(made.session, &verdict));
    cr_assert_eq(verdict.status, KEDGE_IDENTITY_NOT_GIVEN);
    client_free(&made);
    server_end(&served);
}

Test(gnutls, what_is_missing_is_refused)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust), no_trust = verifier_in(NULL);
    kedge_connection connection = { .is_judged = false };
    gnutls_session_t session;

    gnutls_init(&session, GNUTLS_CLIENT);
    cr_assert(!kedge_gnutls_use(NULL, GNUTLS_CLIENT, &verifier, &connection));
    cr_assert(!kedge_gnutls_use(session, 0, &verifier, &connection));
    cr_assert(!kedge_gnutls_use(session, GNUTLS_CLIENT, NULL, &connection));
    cr_assert(!kedge_gnutls_use(session, GNUTLS_CLIENT, &no_trust, &connection));
    cr_assert(!kedge_gnutls_use(session, GNUTLS_CLIENT, &verifier, NULL));
    gnutls_deinit(session);
}
