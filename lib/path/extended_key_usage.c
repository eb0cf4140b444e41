/* extended_key_usage.c - is the certificate meant for the wanted purpose? (RFC 5280, 4.2.1.12.)
 *
 * By the letter only the certificate in question is asked.  Issuers are asked too: a CA's extKeyUsage limits
 * what it may certify (the Baseline Requirements' technically constrained CAs; every browser does so).
 */
#include "path/rule.h"

static bool is_allowed(const kedge_case *subject)
{
    const kedge_certificate *certificate = subject->certificate;
    const bool any_counts = subject->role != KEDGE_ROLE_TARGET
                            || (subject->request->policy->flags & KEDGE_POLICY_EKU_ANY_LEAF) != 0;

    if (any_counts && (certificate->extended_key_usage & KEDGE_EKU_ANY) != 0)
        return true;
    return kedge_certificate_names_usage(certificate, subject->request->usage.oid);
}

kedge_status kedge_rule_extended_key_usage(const kedge_case *subject, uint32_t *offset)
{
    const kedge_certificate *certificate = subject->certificate;

    switch (subject->request->usage.kind) {
    case KEDGE_USAGE_WAIVED:
        return KEDGE_OK;
    case KEDGE_USAGE_UNSET:
        return KEDGE_USAGE_NOT_GIVEN;
    case KEDGE_USAGE_PURPOSE:
        break;
    }
    if (subject->role == KEDGE_ROLE_ANCHOR && (subject->anchor_terms & KEDGE_ANCHOR_CONSTRAINTS) == 0)
        return KEDGE_OK;
    if (!kedge_certificate_has(certificate, KEDGE_EXT_EXTENDED_KEY_USAGE) || is_allowed(subject))
        return KEDGE_OK;
    *offset = certificate->extension[KEDGE_EXT_EXTENDED_KEY_USAGE].offset;
    return KEDGE_USAGE_REFUSED;
}
