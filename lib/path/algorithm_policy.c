/* algorithm_policy.c - which algorithms and keys a policy allows (RFC 5280, 6.1.3 (a)(1)). */
#include "path/engine.h"

kedge_status kedge_policy_judge_algorithm(const kedge_policy *policy, const kedge_algorithm *algorithm)
{
    const uint64_t bit = KEDGE_ALLOW(algorithm->scheme, algorithm->hash);

    if (algorithm->scheme == KEDGE_SCHEME_UNKNOWN)
        return KEDGE_UNSUPPORTED_ALGORITHM;
    if (algorithm->scheme > KEDGE_SCHEME_ED448 || algorithm->hash >= KEDGE_HASH_COUNT)
        return KEDGE_ALGORITHM_REFUSED;
    /* The mask generation function of RSA-PSS is as strong as its hash (RFC 4055, 3.1): it must be one
     * that the policy would allow for the message. */
    if (algorithm->scheme == KEDGE_SCHEME_RSA_PSS
        && (policy->signatures & KEDGE_ALLOW(KEDGE_SCHEME_RSA_PSS, algorithm->mask_hash)) == 0)
        return KEDGE_ALGORITHM_REFUSED;
    return (policy->signatures & bit) != 0 ? KEDGE_OK : KEDGE_ALGORITHM_REFUSED;
}

/* The public exponent, UINT32_MAX + 1 standing for every larger one. */
static uint64_t exponent_of(const kedge_public_key *key)
{
    uint64_t exponent = 0;

    if (key->exponent.size > 4)
        return UINT64_C(1) << 32;
    for (uint32_t i = 0; i < key->exponent.size; i++)
        exponent = exponent << 8 | key->der[key->exponent.offset + i];
    return exponent;
}

kedge_status kedge_policy_judge_key(const kedge_policy *policy, const kedge_public_key *key)
{
    uint64_t exponent;

    if (key->type >= KEDGE_KEY_TYPE_COUNT || (policy->key_types & KEDGE_ALLOW_KEY(key->type)) == 0)
        return KEDGE_KEY_REFUSED;
    if (key->type != KEDGE_KEY_RSA)
        return KEDGE_OK;
    if (key->bits < policy->rsa_bits_min || key->bits > policy->rsa_bits_max)
        return KEDGE_KEY_REFUSED;
    exponent = exponent_of(key);
    if (exponent < policy->rsa_exponent_min || exponent > policy->rsa_exponent_max || (exponent & 1) == 0)
        return KEDGE_KEY_REFUSED;
    return KEDGE_OK;
}

kedge_status kedge_rule_key_strength(const kedge_case *subject, uint32_t *offset)
{
    const kedge_status status = kedge_policy_judge_key(subject->request->policy, &subject->certificate->key);

    if (status != KEDGE_OK)
        *offset = subject->certificate->key.subject_public_key_info.offset;
    return status;
}
