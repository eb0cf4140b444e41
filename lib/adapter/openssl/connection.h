/* connection.h - what the adapter keeps with each SSL. */
#ifndef KEDGE_OPENSSL_CONNECTION_H
#define KEDGE_OPENSSL_CONNECTION_H

#include <kedge/adapter/openssl.h>

/* Owned by the SSL. */
typedef struct kedge_openssl_connection {
    kedge_identity identity; /* KEDGE_IDENTITY_UNSET: not set; its value is owned */
    bool is_judged;
    kedge_verdict verdict;   /* meaningful where is_judged */
    kedge_identity_kind judged_kind; /* of the name that was looked for; the same */
} kedge_openssl_connection;

/* Reserve the slot of SSLs that connections stand in; once is enough. */
bool kedge_openssl_connection_prepare(void);

/* The connection of an SSL; made where there is none, NULL for want of memory. */
kedge_openssl_connection *kedge_openssl_connection_of(SSL *ssl);

#endif
