/* connection.c - the state of one connection: the name looked for and the verdict. */
#include "connection.h"

#include <openssl/crypto.h>

static CRYPTO_ONCE slot_once = CRYPTO_ONCE_STATIC_INIT;
static int slot = -1;

static void forget(kedge_openssl_connection *connection)
{
    if (connection == NULL)
        return;
    OPENSSL_free((void *)(uintptr_t)connection->identity.value.data);
    OPENSSL_free(connection);
}

static bool copy_identity(kedge_identity *copy, const kedge_identity *identity)
{
    void *value = NULL;

    if (identity->value.size != 0) {
        value = OPENSSL_memdup(identity->value.data, identity->value.size);
        if (value == NULL)
            return false;
    }
    copy->kind = identity->kind;
    copy->value.data = value;
    copy->value.size = identity->value.size;
    return true;
}

/* SSL_free() lets go of what is in the slot. */
static void free_slot(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long argument,
                      void *context)
{
    (void)parent;
    (void)data;
    (void)index;
    (void)argument;
    (void)context;
    forget(pointer);
}

/* SSL_dup() copies a pointer, unless told better: the copy looks for the same name and has no verdict. */
static int dup_slot(CRYPTO_EX_DATA *to, const CRYPTO_EX_DATA *from, void **pointer, int index, long argument,
                    void *context)
{
    const kedge_openssl_connection *original = *pointer;
    kedge_openssl_connection *copy;

    (void)to;
    (void)from;
    (void)index;
    (void)argument;
    (void)context;
    if (original == NULL)
        return 1;
    copy = OPENSSL_zalloc(sizeof *copy);
    if (copy == NULL || !copy_identity(&copy->identity, &original->identity)) {
        OPENSSL_free(copy);
        return 0;
    }
    *pointer = copy;
    return 1;
}

static void reserve_slot(void)
{
    slot = SSL_get_ex_new_index(0, NULL, NULL, dup_slot, free_slot);
}

bool kedge_openssl_connection_prepare(void)
{
    return CRYPTO_THREAD_run_once(&slot_once, reserve_slot) == 1 && slot >= 0;
}

kedge_openssl_connection *kedge_openssl_connection_of(SSL *ssl)
{
    kedge_openssl_connection *connection;

    if (!kedge_openssl_connection_prepare())
        return NULL;
    connection = SSL_get_ex_data(ssl, slot);
    if (connection != NULL)
        return connection;
    connection = OPENSSL_zalloc(sizeof *connection);
    if (connection == NULL || SSL_set_ex_data(ssl, slot, connection) != 1) {
        OPENSSL_free(connection);
        return NULL;
    }
    return connection;
}

bool kedge_openssl_set_identity(SSL *ssl, const kedge_identity *identity)
{
    kedge_openssl_connection *connection = kedge_openssl_connection_of(ssl);
    kedge_identity copy;

    if (connection == NULL || !copy_identity(&copy, identity))
        return false;
    OPENSSL_free((void *)(uintptr_t)connection->identity.value.data);
    connection->identity = copy;
    return true;
}

bool kedge_openssl_verdict(const SSL *ssl, kedge_verdict *verdict)
{
    const kedge_openssl_connection *connection;

    if (!kedge_openssl_connection_prepare())
        return false;
    connection = SSL_get_ex_data(ssl, slot);
    if (connection == NULL || !connection->is_judged)
        return false;
    *verdict = connection->verdict;
    return true;
}
