/* verify.c - search and rules over any certificates: signatures are taken to be valid unless they end in
 * two octets of ones, so that certificates may change and their chains still lead somewhere. */
#include "check.h"
#include "world.h"

static kedge_status verify(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    size_t size = job->signature.size;
    const uint8_t *last = job->signature.data + size - 2;

    (void)crypto;
    if (size < 2)
        return KEDGE_SIGNATURE_MALFORMED;
    return last[0] == 0xff && last[1] == 0xff ? KEDGE_SIGNATURE_INVALID : KEDGE_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static kedge_crypto credulous;
    world_input input = world_cut(data, size);

    if (credulous.verify == NULL) {
        credulous = *kedge_crypto_bearssl();
        credulous.verify = verify;
        credulous.prepared_size = NULL;
        credulous.prepare = NULL;
        credulous.verify_batch = NULL;
    }
    (void)world_judge(world_trust(&credulous), &input);
    world_free(&input);
    return 0;
}
