/* kedge/adapter/verifier.h - what the adapters for TLS stacks have in common.
 *
 * An adapter puts kedge in the place of one stack's certificate verification: for each handshake it builds
 * a kedge_request from the verifier's, what the peer sent and what the stack knows of the connection, has
 * it judged, makes the verdict the stack's own answer, so that the peer is sent the alert, and keeps it
 * with the connection.
 *
 * Adapters are host code, each in a library of its own: they allocate a workspace for each verification
 * and may read the system's clock.  Thread safety: one verifier is shared by all connections and threads,
 * and only read.  To change trust or policy, make a new context (credentials, configuration) of the stack
 * with a new verifier, and free the old ones when their last connection has ended.
 */
#ifndef KEDGE_ADAPTER_VERIFIER_H
#define KEDGE_ADAPTER_VERIFIER_H

#include <kedge/verify.h>

/** What connections are verified with.  Borrowed as long as the stack's context and its connections live. */
typedef struct kedge_verifier {
    const kedge_trust *trust;

    /** As for kedge_verify(), but that these are filled in for each connection:
     *  `chain`, always, is what the peer sent;
     *  `revocation`, where its mode is not KEDGE_REVOCATION_OFF, also gets the OCSP responses that a server
     *           stapled, in the stacks that deliver them, and is_stapling_asked where they were asked for;
     *           the rest, where it is unset:
     *  `usage`  is that of a server's certificate on a client, of a client's on a server;
     *  `time`   is the system's clock;
     *  `identity` is described in each adapter's header.
     *  Its functions are called during handshakes, by whichever threads run these. */
    kedge_request request;
} kedge_verifier;

/** What an adapter keeps with one connection.  Some stacks have a slot that gives its memory back, and the
 *  adapter sees to all of this by itself; where it asks for one, it is the caller's: zeroed before the handshake,
 *  and there as long as the connection. */
typedef struct kedge_connection {
    /** The name that the peer of this connection must bear; its value is borrowed.  Zeroed: unset, see the
     *  adapter's header. */
    kedge_identity identity;

    bool is_judged;          /**< `verdict` is there: kedge has judged the peer's certificates */
    kedge_verdict verdict;

    void *application;       /**< the application's own: for where the stack's slot for it holds this struct */

    /* The adapter's own. */
    const kedge_verifier *verifier;
    void *stack;             /* the stack's connection */
    uint8_t handshake[32];   /* what tells one handshake from another */
    bool is_server;          /* this end is the server */
    bool is_provisional;     /* judged, but for a stapled response that is yet to come */
    kedge_identity_kind judged_kind; /* of the name that was looked for; meaningful where is_judged */
} kedge_connection;

#endif
