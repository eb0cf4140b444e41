/* basic_constraints.c - who may issue at all (RFC 5280, 4.2.1.9 and 6.1.4 (k)). */
#include "path/rule.h"

/* An anchor is bound by the basicConstraints that it has; to have them is a term of its own. */
static bool is_free_of_it(const kedge_case *subject)
{
    return subject->role == KEDGE_ROLE_ANCHOR && (subject->anchor_terms & KEDGE_ANCHOR_BASIC_CONSTRAINTS) == 0
           && !kedge_certificate_has(subject->certificate, KEDGE_EXT_BASIC_CONSTRAINTS);
}

kedge_status kedge_rule_basic_constraints(const kedge_case *subject, uint32_t *offset)
{
    const kedge_certificate *certificate = subject->certificate;

    if (is_free_of_it(subject))
        return KEDGE_OK;
    /* Before v3 there is no way to tell a CA from anybody else: as an anchor such a certificate was chosen
     * by hand, below one it is let through only where the policy says so. */
    if (certificate->version < 3) {
        const bool is_let_through = subject->role == KEDGE_ROLE_ISSUER
                                    && (subject->request->policy->flags & KEDGE_POLICY_V1_ISSUER) != 0;

        *offset = certificate->tbs_certificate.offset;
        return is_let_through ? KEDGE_OK : KEDGE_VERSION_NOT_CA;
    }
    if (certificate->is_ca)
        return KEDGE_OK;
    *offset = certificate->extension[KEDGE_EXT_BASIC_CONSTRAINTS].offset;
    return KEDGE_NOT_A_CA;
}
