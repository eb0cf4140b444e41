/* instant.c - every signature is good. */
#include "instant.h"

#include <stddef.h>

static kedge_status accept(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    (void)crypto;
    (void)job;
    return KEDGE_OK;
}

kedge_crypto bench_instant(const kedge_crypto *crypto)
{
    return (kedge_crypto){
        .name = "instant",
        .capabilities = crypto->capabilities,
        .capability_count = crypto->capability_count,
        .verify = accept,
        .digest = crypto->digest,
        .context = crypto->context,
    };
}

const kedge_crypto *bench_portable(void)
{
    const kedge_crypto *native = kedge_crypto_native_named("portable");

    return native != NULL ? native : kedge_crypto_bearssl();
}
