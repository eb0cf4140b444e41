/* judge.h - one verification for one connection of a TLS stack. */
#ifndef KEDGE_ADAPTER_JUDGE_H
#define KEDGE_ADAPTER_JUDGE_H

#include "connection.h"

/* What a stack knows of the peer; all of it is borrowed during the call. */
typedef struct kedge_adapter_peer {
    bool is_client;          /* the peer is a client, and this end the server */
    const kedge_span *chain; /* what it sent, the one in question first */
    size_t chain_count;
    kedge_identity identity; /* what the stack was told to look for; unset where it was told nothing */
    const char *server_name; /* what this end, a client, has asked for by name (SNI); NULL for nothing */
    const kedge_span *staples; /* OCSP responses that came with the chain */
    size_t staple_count;
    bool is_stapling_asked;  /* they were asked for, and each that came is here */
    bool is_staple_to_come;  /* they were asked for, and the stack does not know yet whether any comes: what is
                                decided is provisional, and the adapter judges once more */
} kedge_adapter_peer;

/* Whether a verifier has what every verification needs. */
bool kedge_adapter_is_ready(const kedge_verifier *verifier);

/* Judge a peer; the verdict stays with the connection.  The name looked for is, first come, that set for the
 * connection, that of the stack, that of the verifier, and the name that a client sent. */
kedge_status kedge_adapter_judge(const kedge_verifier *verifier, kedge_connection *connection,
                                 const kedge_adapter_peer *peer);

/* Make `status`, which is about nothing but the caller's or the machine's state, the verdict. */
kedge_status kedge_adapter_refuse(kedge_connection *connection, kedge_status status);

/* The TLS alert for a status other than KEDGE_OK; what cannot be a verdict is an internal error. */
uint8_t kedge_adapter_alert(kedge_status status);

#endif
