/* slot.c - the state of one connection, in a slot that OpenSSL has for its users' data. */
#include "slot.h"

#include <openssl/crypto.h>

static CRYPTO_ONCE slot_once = CRYPTO_ONCE_STATIC_INIT;
static int slot = -1;

/* SSL_free() lets go of what is in the slot. */
static void free_slot(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long argument,
                      void *context)
{
    (void)parent;
    (void)data;
    (void)index;
    (void)argument;
    (void)context;
    kedge_adapter_connection_free(pointer);
}

/* SSL_dup() copies a pointer, unless told better: the copy looks for the same name and has no verdict. */
static int dup_slot(CRYPTO_EX_DATA *to, const CRYPTO_EX_DATA *from, void **pointer, int index, long argument,
                    void *context)
{
    const kedge_adapter_connection *original = *pointer;

    (void)to;
    (void)from;
    (void)index;
    (void)argument;
    (void)context;
    if (original == NULL)
        return 1;
    *pointer = kedge_adapter_connection_copy(original);
    return *pointer != NULL;
}

static void reserve_slot(void)
{
    slot = SSL_get_ex_new_index(0, NULL, NULL, dup_slot, free_slot);
}

bool kedge_openssl_slot_prepare(void)
{
    return CRYPTO_THREAD_run_once(&slot_once, reserve_slot) == 1 && slot >= 0;
}

kedge_adapter_connection *kedge_openssl_connection_of(SSL *ssl)
{
    kedge_adapter_connection *connection;

    if (!kedge_openssl_slot_prepare())
        return NULL;
    connection = SSL_get_ex_data(ssl, slot);
    if (connection != NULL)
        return connection;
    connection = kedge_adapter_connection_new();
    if (connection == NULL || SSL_set_ex_data(ssl, slot, connection) != 1) {
        kedge_adapter_connection_free(connection);
        return NULL;
    }
    return connection;
}

bool kedge_openssl_set_identity(SSL *ssl, const kedge_identity *identity)
{
    kedge_adapter_connection *connection = kedge_openssl_connection_of(ssl);

    return connection != NULL && kedge_adapter_set_identity(connection, identity);
}

bool kedge_openssl_verdict(const SSL *ssl, kedge_verdict *verdict)
{
    return kedge_openssl_slot_prepare() && kedge_adapter_verdict(SSL_get_ex_data(ssl, slot), verdict);
}
