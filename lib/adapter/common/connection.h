/* connection.h - what an adapter keeps with each connection. */
#ifndef KEDGE_ADAPTER_CONNECTION_H
#define KEDGE_ADAPTER_CONNECTION_H

#include <kedge/adapter/verifier.h>

/* For the functions below: owned by the stack's connection, through its slot, and so is the identity's value. */
typedef kedge_connection kedge_adapter_connection;

/* NULL for want of memory. */
kedge_adapter_connection *kedge_adapter_connection_new(void);

/* A connection that looks for the same name and has no verdict; NULL for want of memory. */
kedge_adapter_connection *kedge_adapter_connection_copy(const kedge_adapter_connection *original);

/* NULL is free already. */
void kedge_adapter_connection_free(kedge_adapter_connection *connection);

/* Set the name that the peer must bear, to a copy; whole or, for want of memory, not at all. */
bool kedge_adapter_set_identity(kedge_adapter_connection *connection, const kedge_identity *identity);

/* Read the verdict; false where there is no connection (NULL) or nothing was judged on it. */
bool kedge_adapter_verdict(const kedge_adapter_connection *connection, kedge_verdict *verdict);

#endif
