/* loopback_server.h - a server by OpenSSL on the loopback interface, in a thread of the test. */
#ifndef HANDSHAKE_LOOPBACK_SERVER_H
#define HANDSHAKE_LOOPBACK_SERVER_H

#include "credentials.h"

#include <pthread.h>

/** A server that answers `connections` requests of HTTP and remembers the alert that it received last. */
typedef struct server {
    SSL_CTX *ctx;
    int listening;
    unsigned port;
    int connections;
    int alert;
    pthread_t thread;
} server;

/** Begin to listen; `ctx` can be changed until the server runs. */
void server_start(server *served, const credentials *shown, int connections);
void server_run(server *served);
/** Wait for the last connection. */
void server_end(server *served);

#endif
