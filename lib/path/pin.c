/* pin.c - public keys that are known beforehand (RFC 7250). */
#include <kedge/pin.h>

#include <string.h>

#include "path/engine.h"

kedge_status kedge_pin_make(const kedge_crypto *crypto, const kedge_public_key *key, kedge_pin *pin)
{
    return crypto->digest(crypto, KEDGE_HASH_SHA256, kedge_span_of(key->der, key->subject_public_key_info),
                          pin->digest);
}

static kedge_status find(const kedge_crypto *crypto, const kedge_public_key *key, const kedge_pin *pins, size_t count,
                         size_t *matched)
{
    kedge_pin own;
    const kedge_status status = kedge_pin_make(crypto, key, &own);

    if (status != KEDGE_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        if (memcmp(own.digest, pins[i].digest, sizeof own.digest) == 0) {
            *matched = i;
            return KEDGE_OK;
        }
    return KEDGE_KEY_NOT_PINNED;
}

kedge_status kedge_raw_key_verify(const kedge_crypto *crypto, const kedge_policy *policy, kedge_span spki,
                                  const kedge_pin *pins, size_t count, kedge_public_key *key, size_t *matched)
{
    kedge_der der;
    size_t which = 0;
    uint32_t fault;
    kedge_status status;

    if (policy->key_types == 0)
        return KEDGE_POLICY_NOT_GIVEN;
    if ((status = kedge_der_begin(&der, spki.data, spki.size, &fault)) != KEDGE_OK
        || (status = kedge_public_key_read(&der, key)) != KEDGE_OK
        || (status = kedge_der_finish(&der)) != KEDGE_OK
        || (status = kedge_policy_judge_key(policy, key)) != KEDGE_OK
        || (status = find(crypto, key, pins, count, &which)) != KEDGE_OK)
        return status;
    if (matched != NULL)
        *matched = which;
    return KEDGE_OK;
}

kedge_status kedge_path_has_pin(const kedge_path *path, const kedge_pin *pins, size_t count)
{
    kedge_status status = KEDGE_KEY_NOT_PINNED;
    size_t which;

    for (size_t i = 0; i < path->length && status == KEDGE_KEY_NOT_PINNED; i++)
        status = find(path->trust->crypto, &path->certificate[i]->key, pins, count, &which);
    return status;
}
