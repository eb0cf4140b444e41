/* connection.c - the state of one connection: the name looked for and the verdict. */
#include "connection.h"

#include <stdlib.h>
#include <string.h>

kedge_adapter_connection *kedge_adapter_connection_new(void)
{
    return calloc(1, sizeof(kedge_adapter_connection));
}

void kedge_adapter_connection_free(kedge_adapter_connection *connection)
{
    if (connection == NULL)
        return;
    free((void *)(uintptr_t)connection->identity.value.data);
    free(connection);
}

bool kedge_adapter_set_identity(kedge_adapter_connection *connection, const kedge_identity *identity)
{
    uint8_t *value = NULL;

    if (identity->value.size != 0) {
        value = calloc(1, identity->value.size);
        if (value == NULL)
            return false;
        memcpy(value, identity->value.data, identity->value.size);
    }
    free((void *)(uintptr_t)connection->identity.value.data);
    connection->identity.kind = identity->kind;
    connection->identity.value.data = value;
    connection->identity.value.size = identity->value.size;
    return true;
}

kedge_adapter_connection *kedge_adapter_connection_copy(const kedge_adapter_connection *original)
{
    kedge_adapter_connection *copy = kedge_adapter_connection_new();

    if (copy == NULL || kedge_adapter_set_identity(copy, &original->identity))
        return copy;
    kedge_adapter_connection_free(copy);
    return NULL;
}

bool kedge_adapter_verdict(const kedge_adapter_connection *connection, kedge_verdict *verdict)
{
    if (connection == NULL || !connection->is_judged)
        return false;
    *verdict = connection->verdict;
    return true;
}
