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

#endif
