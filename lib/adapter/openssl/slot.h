/* slot.h - where the adapter keeps its state of each SSL. */
#ifndef KEDGE_OPENSSL_SLOT_H
#define KEDGE_OPENSSL_SLOT_H

#include <kedge/adapter/openssl.h>
#include "common/judge.h"

/* Reserve the slot of SSLs that connections stand in; once is enough. */
bool kedge_openssl_slot_prepare(void);

/* The connection of an SSL; made where there is none, NULL for want of memory. */
kedge_adapter_connection *kedge_openssl_connection_of(SSL *ssl);

/* Tell the context's listener of a verdict, if there is one. */
void kedge_openssl_tell(SSL *ssl, const kedge_verdict *verdict);

/* The one name that OpenSSL was told to look for. */
typedef struct kedge_openssl_name {
    kedge_identity identity;    /* unset where there is none */
    char *address_text;         /* owned */
    ASN1_OCTET_STRING *address; /* owned */
    unsigned count;             /* names there are; of several, `identity` is any one */
} kedge_openssl_name;

void kedge_openssl_name_read(SSL *ssl, kedge_openssl_name *name);
void kedge_openssl_name_free(kedge_openssl_name *name);

#endif
