/* anchor_policy.c - the certificate policies that an anchor is trusted for (RFC 5937, 3.2).
 *
 * They meet those of the request: a policy will do where both say so, and a flag is set where one says so.
 */
#include "path/anchor_policy.h"

#include "path/policy_graph.h"
#include "trust/constraints.h"

#include <string.h>

kedge_policy_flags kedge_anchor_policy_flags(const kedge_path *path)
{
    const kedge_policy_inputs *inputs = &path->request->policies;
    kedge_policy_flags flags = { inputs->require_explicit, inputs->inhibit_mapping, inputs->inhibit_any };

    for (size_t source = 0; source < KEDGE_CONSTRAINT_SOURCES; source++) {
        const kedge_anchor_constraints *constraints = kedge_anchor_constraints_from(path->anchor, source);

        if (constraints == NULL)
            continue;
        flags.require_explicit = flags.require_explicit || constraints->require_explicit_policy;
        flags.inhibit_mapping = flags.inhibit_mapping || constraints->inhibit_policy_mapping;
        flags.inhibit_any = flags.inhibit_any || constraints->inhibit_any_policy;
    }
    return flags;
}

/* A cursor over a CertificatePolicies, which was checked when it was stored. */
static bool begin(kedge_span policies, kedge_der *list, uint32_t *fault)
{
    kedge_der der;

    return policies.size != 0 && kedge_der_begin(&der, policies.data, policies.size, fault) == KEDGE_OK
           && kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, list) == KEDGE_OK;
}

bool kedge_anchor_policy_next(kedge_der *list, kedge_span *policy)
{
    kedge_der information;
    kedge_range oid;

    if (kedge_der_at_end(list) || kedge_der_enter(list, KEDGE_TAG_SEQUENCE, &information) != KEDGE_OK
        || kedge_der_read_oid(&information, &oid) != KEDGE_OK)
        return false;
    *policy = kedge_span_of(list->data, oid);
    return true;
}

static bool has_any(kedge_span policies)
{
    uint32_t fault;
    kedge_der list;
    kedge_span policy;

    if (!begin(policies, &list, &fault))
        return true;
    while (kedge_anchor_policy_next(&list, &policy))
        if (kedge_policy_is_any(policy))
            return true;
    return false;
}

static bool has_policy(kedge_span policies, kedge_span wanted)
{
    uint32_t fault;
    kedge_der list;
    kedge_span policy;

    if (!begin(policies, &list, &fault))
        return false;
    while (kedge_anchor_policy_next(&list, &policy))
        if (kedge_policy_compare(policy, wanted) == 0)
            return true;
    return false;
}

bool kedge_anchor_policy_allows(const kedge_anchor *anchor, kedge_span policy)
{
    for (size_t source = 0; source < KEDGE_CONSTRAINT_SOURCES; source++) {
        const kedge_anchor_constraints *constraints = kedge_anchor_constraints_from(anchor, source);

        if (constraints != NULL && !has_any(constraints->policies) && !has_policy(constraints->policies, policy))
            return false;
    }
    return true;
}

bool kedge_anchor_policy_is_limited(const kedge_anchor *anchor, kedge_der *list, uint32_t *fault)
{
    for (size_t source = 0; source < KEDGE_CONSTRAINT_SOURCES; source++) {
        const kedge_anchor_constraints *constraints = kedge_anchor_constraints_from(anchor, source);

        if (constraints != NULL && !has_any(constraints->policies))
            return begin(constraints->policies, list, fault);
    }
    return false;
}
