/* listen.c - who wants to hear of each verdict on a context's connections. */
#include "slot.h"

#include <openssl/crypto.h>

static CRYPTO_ONCE slot_once = CRYPTO_ONCE_STATIC_INIT;
static int slot = -1;

static void reserve_slot(void)
{
    slot = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
}

static bool has_slot(void)
{
    return CRYPTO_THREAD_run_once(&slot_once, reserve_slot) == 1 && slot >= 0;
}

bool kedge_openssl_listen(SSL_CTX *ctx, const kedge_openssl_listener *listener)
{
    return has_slot() && SSL_CTX_set_ex_data(ctx, slot, (void *)(uintptr_t)listener) == 1;
}

void kedge_openssl_tell(SSL *ssl, const kedge_verdict *verdict)
{
    const kedge_openssl_listener *listener = has_slot() ? SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), slot) : NULL;

    if (listener != NULL)
        listener->judged(listener->context, ssl, verdict);
}
