/* anchors.c - anchors as OpenSSL's certificates, parsed once for all connections of an SSL_CTX: d2i_X509() costs as much
 * as judging a chain. */
#include "anchors.h"

#include <openssl/crypto.h>
#include <stdatomic.h>
#include <stdlib.h>

struct kedge_openssl_judge {
    const kedge_openssl *verifier;
    size_t count;
    _Atomic(X509 *) parsed[]; /* by ordinal; NULL until one is asked for */
};

static CRYPTO_ONCE slot_once = CRYPTO_ONCE_STATIC_INIT;
static int slot = -1;

static void forget(kedge_openssl_judge *judge)
{
    for (size_t i = 0; judge != NULL && i < judge->count; i++)
        X509_free(atomic_load(&judge->parsed[i]));
    free(judge);
}

/* SSL_CTX_free() lets go of what is in the slot. */
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

static void reserve_slot(void)
{
    slot = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_slot);
}

kedge_openssl_judge *kedge_openssl_judge_of(SSL_CTX *ctx, const kedge_openssl *verifier)
{
    const size_t count = kedge_trust_count(verifier->trust);
    kedge_openssl_judge *judge = calloc(1, sizeof *judge + count * sizeof judge->parsed[0]);
    kedge_openssl_judge *previous;

    if (judge == NULL || CRYPTO_THREAD_run_once(&slot_once, reserve_slot) != 1 || slot < 0) {
        free(judge);
        return NULL;
    }
    judge->verifier = verifier;
    judge->count = count;
    for (size_t i = 0; i < count; i++)
        atomic_init(&judge->parsed[i], NULL);
    previous = SSL_CTX_get_ex_data(ctx, slot);
    if (SSL_CTX_set_ex_data(ctx, slot, judge) != 1) {
        free(judge);
        return NULL;
    }
    forget(previous);
    return judge;
}

void kedge_openssl_omit_anchors(SSL_CTX *ctx)
{
    kedge_openssl_judge *judge = SSL_CTX_get_ex_data(ctx, slot);

    if (judge != NULL)
        judge->count = 0;
}

const kedge_openssl *kedge_openssl_judge_verifier(const kedge_openssl_judge *judge)
{
    return judge->verifier;
}

/* Of threads that parse the same anchor at once, the first one's certificate stays. */
static X509 *parse(kedge_openssl_judge *judge, size_t ordinal)
{
    const kedge_anchor *anchor = kedge_trust_at(judge->verifier->trust, ordinal);
    const unsigned char *der;
    X509 *present = NULL;
    X509 *parsed;

    if (anchor == NULL || anchor->certificate.version == 0)
        return NULL;
    der = anchor->certificate.der;
    parsed = d2i_X509(NULL, &der, (long)anchor->certificate.size);
    if (parsed == NULL || atomic_compare_exchange_strong(&judge->parsed[ordinal], &present, parsed))
        return parsed;
    X509_free(parsed);
    return present;
}

X509 *kedge_openssl_anchor(kedge_openssl_judge *judge, size_t ordinal)
{
    X509 *certificate;

    if (ordinal >= judge->count)
        return NULL;
    certificate = atomic_load(&judge->parsed[ordinal]);
    if (certificate == NULL)
        certificate = parse(judge, ordinal);
    if (certificate != NULL)
        X509_up_ref(certificate);
    return certificate;
}
