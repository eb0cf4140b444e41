/* connect_peer.h - a TLS handshake by OpenSSL, in which kedge judges the server. */
#ifndef KEDGE_CONNECT_PEER_H
#define KEDGE_CONNECT_PEER_H

#include "explain.h"
#include "verify_options.h"

#include <kedge/credential.h>

typedef struct connect_peer {
    verify_options *asked;       /* its chain receives what the server sends */
    const kedge_credential *own; /* what is presented where the server asks for it */
    const char *host;
    explain *trace;              /* NULL for none */
    int socket;
    int version;                 /* of TLS, times ten; 0 for 1.2 and 1.3 */
    bool is_asked;               /* found out: the server asked for a certificate */
} connect_peer;

/* Run the handshake and print what came of it.  An exit code. */
int connect_peer_run(connect_peer *peer);

#endif
