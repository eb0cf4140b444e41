/* memory_pair.h - both ends of a TLS connection in one program. */
#ifndef HANDSHAKE_MEMORY_PAIR_H
#define HANDSHAKE_MEMORY_PAIR_H

#include "credentials.h"

#include <kedge/adapter/openssl.h>

/** Two ends that talk through memory. */
typedef struct connection {
    SSL *client;
    SSL *server;
} connection;

/** What clients and servers are made from. */
typedef struct pair {
    SSL_CTX *client;
    SSL_CTX *server;
} pair;

/** The server shows `server`; nobody verifies yet. */
pair pair_new(const credentials *server);
void pair_free(pair *contexts);

connection connect_ends(const pair *contexts);
void connection_free(connection *ends);

/** Run a handshake to its end, and one read after it, so that alerts arrive; whether both succeeded.  The
 *  alert that an end received is stored, 0 for none. */
bool shake_hands(connection *ends, int *alert);

#endif
