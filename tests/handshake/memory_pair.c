/* memory_pair.c - both ends of a TLS connection in one program. */
#include "memory_pair.h"

#include <openssl/err.h>

pair pair_new(const credentials *server)
{
    pair made = { SSL_CTX_new(TLS_client_method()), SSL_CTX_new(TLS_server_method()) };

    cr_assert_not_null(made.client);
    cr_assert_not_null(made.server);
    show_credentials(made.server, server);
    return made;
}

void pair_free(pair *contexts)
{
    SSL_CTX_free(contexts->client);
    SSL_CTX_free(contexts->server);
}

connection connect_ends(const pair *contexts)
{
    connection made = { SSL_new(contexts->client), SSL_new(contexts->server) };
    BIO *client = NULL;
    BIO *server = NULL;

    cr_assert_eq(BIO_new_bio_pair(&client, 0, &server, 0), 1);
    SSL_set_bio(made.client, client, client);
    SSL_set_bio(made.server, server, server);
    SSL_set_connect_state(made.client);
    SSL_set_accept_state(made.server);
    return made;
}

void connection_free(connection *ends)
{
    SSL_free(ends->client);
    SSL_free(ends->server);
}

/* Whether an end that has just said `result` only waits for the other. */
static bool is_waiting(const SSL *end, int result)
{
    int error = SSL_get_error(end, result);

    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

bool shake_hands(connection *ends, int *alert)
{
    int client = 0;
    int server = 0;
    char byte;
    unsigned long error;

    ERR_clear_error();
    for (int turn = 0; turn < 20; turn++) {
        if (client != 1 && (turn == 0 || is_waiting(ends->client, client)))
            client = SSL_do_handshake(ends->client);
        if (server != 1 && (turn == 0 || is_waiting(ends->server, server)))
            server = SSL_do_handshake(ends->server);
    }
    SSL_read(client == 1 ? ends->client : ends->server, &byte, 1);
    *alert = 0;
    while ((error = ERR_get_error()) != 0)
        if (ERR_GET_REASON(error) > SSL_AD_REASON_OFFSET
            && ERR_GET_REASON(error) < SSL_AD_REASON_OFFSET + 256)
            *alert = ERR_GET_REASON(error) - SSL_AD_REASON_OFFSET;
    return client == 1 && server == 1 && *alert == 0;
}
