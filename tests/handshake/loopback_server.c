/* loopback_server.c - a server by OpenSSL on the loopback interface, in a thread of the test. */
#define _POSIX_C_SOURCE 200809L
#include "loopback_server.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"


static int received_alert(void)
{
    unsigned long error;
    int alert = 0;

    while ((error = ERR_get_error()) != 0)
        if (ERR_GET_REASON(error) > SSL_AD_REASON_OFFSET && ERR_GET_REASON(error) < SSL_AD_REASON_OFFSET + 256)
            alert = ERR_GET_REASON(error) - SSL_AD_REASON_OFFSET;
    return alert;
}

static void serve_one(server *served, int descriptor)
{
    SSL *ssl = SSL_new(served->ctx);
    char request[4096];

    ERR_clear_error();
    SSL_set_fd(ssl, descriptor);
    if (SSL_accept(ssl) == 1 && SSL_read(ssl, request, sizeof request) > 0) {
        SSL_write(ssl, ANSWER, (int)strlen(ANSWER));
        SSL_shutdown(ssl);
    }
    served->alert = received_alert();
    SSL_free(ssl);
    close(descriptor);
}

static void *serve(void *context)
{
    server *served = context;

    for (int i = 0; i < served->connections; i++)
        serve_one(served, accept(served->listening, NULL, NULL));
    return NULL;
}

void server_start(server *served, const credentials *shown, int connections)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof address;

    signal(SIGPIPE, SIG_IGN);
    served->ctx = SSL_CTX_new(TLS_server_method());
    show_credentials(served->ctx, shown);
    served->connections = connections;
    served->alert = 0;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    served->listening = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_eq(bind(served->listening, (struct sockaddr *)&address, size), 0);
    cr_assert_eq(listen(served->listening, 4), 0);
    cr_assert_eq(getsockname(served->listening, (struct sockaddr *)&address, &size), 0);
    served->port = ntohs(address.sin_port);
}

void server_run(server *served)
{
    cr_assert_eq(pthread_create(&served->thread, NULL, serve, served), 0);
}

void server_end(server *served)
{
    pthread_join(served->thread, NULL);
    close(served->listening);
    SSL_CTX_free(served->ctx);
}
