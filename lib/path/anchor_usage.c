/* anchor_usage.c - is the anchor trusted for the wanted purpose? (RFC 5914, 2.6; OpenSSL's trust settings.)
 *
 * This is about what whoever trusts the anchor says of it.  What its certificate says of itself is judged as
 * any issuer's extKeyUsage is.
 */
#include "path/rule.h"

#include "trust/constraints.h"

#include <string.h>

/* Whether a SEQUENCE OF KeyPurposeId, checked when it was stored, names `wanted` or any purpose. */
static bool has_purpose(kedge_span purposes, kedge_span wanted)
{
    static const uint8_t any[] = { 0x55, 0x1d, 0x25, 0x00 };
    uint32_t fault;
    kedge_der der;
    kedge_der list;
    kedge_range oid;

    if (purposes.size == 0 || kedge_der_begin(&der, purposes.data, purposes.size, &fault) != KEDGE_OK
        || kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, &list) != KEDGE_OK)
        return false;
    while (kedge_der_read_oid(&list, &oid) == KEDGE_OK) {
        const kedge_span found = kedge_span_of(list.data, oid);

        if (found.size == sizeof any && memcmp(found.data, any, sizeof any) == 0)
            return true;
        if (wanted.size != 0 && found.size == wanted.size && memcmp(found.data, wanted.data, wanted.size) == 0)
            return true;
    }
    return false;
}

/* An element of two octets is an empty list. */
static bool is_trusted_for_nothing(const kedge_anchor_constraints *constraints)
{
    const kedge_span nobody = { NULL, 0 };

    return constraints->purposes.size == 2 || has_purpose(constraints->refused_purposes, nobody);
}

static bool is_refused(const kedge_anchor_constraints *constraints, const kedge_usage *usage)
{
    if (is_trusted_for_nothing(constraints))
        return true;
    if (usage->kind == KEDGE_USAGE_WAIVED)
        return false;
    return has_purpose(constraints->refused_purposes, usage->oid)
           || (constraints->purposes.size != 0 && !has_purpose(constraints->purposes, usage->oid));
}

kedge_status kedge_rule_anchor_usage(const kedge_case *subject, uint32_t *offset)
{
    *offset = 0;
    for (size_t source = 0; subject->anchor != NULL && source < KEDGE_CONSTRAINT_SOURCES; source++) {
        const kedge_anchor_constraints *constraints = kedge_anchor_constraints_from(subject->anchor, source);

        if (constraints != NULL && is_refused(constraints, &subject->request->usage))
            return KEDGE_ANCHOR_USAGE_REFUSED;
    }
    return KEDGE_OK;
}
