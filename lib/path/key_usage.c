/* key_usage.c - what a key may be used for (RFC 5280, 4.2.1.3 and 6.1.4 (n)). */
#include "path/rule.h"

#include <string.h>

/* An issuer that restricts its key must allow certificates to be signed with it. */
static kedge_status judge_issuer(const kedge_certificate *certificate, uint32_t *offset)
{
    if ((certificate->key_usage & KEDGE_KU_KEY_CERT_SIGN) != 0)
        return KEDGE_OK;
    *offset = certificate->extension[KEDGE_EXT_KEY_USAGE].offset;
    return KEDGE_CERT_SIGN_MISSING;
}

/* RFC 5280, 4.2.1.12 names the bits that are consistent with each purpose; one of them must be set. */
static uint16_t bits_for(const kedge_usage *usage)
{
    const kedge_usage server = kedge_usage_server_auth();
    const kedge_usage client = kedge_usage_client_auth();

    if (usage->kind != KEDGE_USAGE_PURPOSE || usage->oid.size != server.oid.size)
        return 0;
    if (memcmp(usage->oid.data, server.oid.data, server.oid.size) == 0)
        return KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_ENCIPHERMENT | KEDGE_KU_KEY_AGREEMENT;
    if (memcmp(usage->oid.data, client.oid.data, client.oid.size) == 0)
        return KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_AGREEMENT;
    return 0;
}

/* RFC 5280 leaves it to the application what a key is used for, unless extKeyUsage names purposes: then both
 * extensions must allow what is wanted. */
static bool is_target_bound(const kedge_case *subject)
{
    const uint32_t flags = subject->request->policy->flags;

    return (flags & KEDGE_POLICY_LEAF_KEY_USAGE) != 0
           || ((flags & KEDGE_POLICY_LEAF_USAGES_AGREE) != 0
               && kedge_certificate_has(subject->certificate, KEDGE_EXT_EXTENDED_KEY_USAGE));
}

static kedge_status judge_target(const kedge_case *subject, uint32_t *offset)
{
    const kedge_certificate *certificate = subject->certificate;
    const uint16_t wanted = bits_for(&subject->request->usage);

    if (!is_target_bound(subject))
        return KEDGE_OK;
    if (wanted == 0 || (certificate->key_usage & wanted) != 0)
        return KEDGE_OK;
    *offset = certificate->extension[KEDGE_EXT_KEY_USAGE].offset;
    return KEDGE_KEY_USAGE_REFUSED;
}

kedge_status kedge_rule_key_usage(const kedge_case *subject, uint32_t *offset)
{
    if (!kedge_certificate_has(subject->certificate, KEDGE_EXT_KEY_USAGE))
        return KEDGE_OK;
    if (subject->role == KEDGE_ROLE_TARGET)
        return judge_target(subject, offset);
    return judge_issuer(subject->certificate, offset);
}
