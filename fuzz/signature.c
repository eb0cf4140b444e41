/* signature.c - one signature: anything as key, signature and message.  The providers agree on what both can
 * verify, and a signature over one message is none over another (but for EdDSA, where RFC 8032 lets keys of
 * small order have such).
 *
 * The choice is scheme times KEDGE_HASH_COUNT plus hash; then come SubjectPublicKeyInfo, signature, message.
 */
#include "check.h"
#include "world.h"

static kedge_status verify(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    kedge_status status = kedge_crypto_supports(crypto, &job->algorithm, job->key);

    return status == KEDGE_OK ? crypto->verify(crypto, job) : status;
}

static void judge(const world_input *input, const kedge_public_key *key)
{
    uint8_t scheme = input->choice / KEDGE_HASH_COUNT;
    uint8_t hash = input->choice % KEDGE_HASH_COUNT;
    kedge_signature_job job = {
        .algorithm = { scheme, hash, hash, (uint16_t)kedge_hash_size((kedge_hash)hash) },
        .key = key,
        .signature = input->certificate[1],
        .message = input->certificate[2],
    };
    kedge_status status = verify(kedge_crypto_default(), &job);

    if (kedge_crypto_supports(kedge_crypto_bearssl(), &job.algorithm, key) == KEDGE_OK)
        CHECK(verify(kedge_crypto_bearssl(), &job) == status);
    if (status != KEDGE_OK || scheme == KEDGE_SCHEME_ED25519 || scheme == KEDGE_SCHEME_ED448)
        return;
    job.message.size = job.message.size > 0 ? job.message.size - 1 : 0;
    CHECK(input->certificate[2].size == 0 || verify(kedge_crypto_default(), &job) != KEDGE_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world_input input = world_cut(data, size);
    kedge_public_key key;
    kedge_der der;
    uint32_t fault;

    if (input.count >= 3
        && kedge_der_begin(&der, input.certificate[0].data, input.certificate[0].size, &fault) == KEDGE_OK
        && kedge_public_key_read(&der, &key) == KEDGE_OK)
        judge(&input, &key);
    world_free(&input);
    return 0;
}
