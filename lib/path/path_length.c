/* path_length.c - pathLenConstraint (RFC 5280, 4.2.1.9 and 6.1.4 (l), (m)) and the policy's own depth. */
#include "path/rule.h"

#include "trust/constraints.h"

/* Intermediates below position `top` that are not self-issued.  Position 0 is the target, which is never
 * counted (RFC 5280, 4.2.1.9: "the last certificate in the certification path is not an intermediate"). */
static size_t intermediates_below(const kedge_path *path, size_t top)
{
    size_t count = 0;

    for (size_t i = 1; i < top; i++)
        count += !path->certificate[i]->is_self_issued;
    return count;
}

/* What the anchor's terms say binds whatever its certificate says (RFC 5937, 3.2). */
static bool is_longer_than_terms(const kedge_path *path)
{
    for (size_t source = 0; source < KEDGE_CONSTRAINT_SOURCES; source++) {
        const kedge_anchor_constraints *constraints = kedge_anchor_constraints_from(path->anchor, source);

        if (constraints != NULL && constraints->has_path_length
            && intermediates_below(path, path->length - 1) > constraints->path_length)
            return true;
    }
    return false;
}

kedge_status kedge_rule_path_length(const kedge_path *path, kedge_judgement *judgement)
{
    for (size_t i = 1; i < path->length; i++) {
        const kedge_certificate *issuer = path->certificate[i];
        const bool is_anchor = i == path->length - 1;

        if (!issuer->is_ca || !issuer->has_path_length)
            continue;
        if (is_anchor && (path->anchor_terms & KEDGE_ANCHOR_CONSTRAINTS) == 0)
            continue;
        if (intermediates_below(path, i) <= issuer->path_length)
            continue;
        judgement->position = i;
        judgement->offset = issuer->extension[KEDGE_EXT_BASIC_CONSTRAINTS].offset;
        return KEDGE_PATH_TOO_LONG;
    }
    if (path->length < 2 || !is_longer_than_terms(path))
        return KEDGE_OK;
    judgement->position = path->length - 1;
    judgement->offset = 0;
    return KEDGE_PATH_TOO_LONG;
}

kedge_status kedge_rule_depth(const kedge_path *path, kedge_judgement *judgement)
{
    if (path->length < 2 || intermediates_below(path, path->length - 1) <= path->request->policy->depth_max)
        return KEDGE_OK;
    judgement->position = path->length - 1;
    judgement->offset = 0;
    return KEDGE_PATH_TOO_DEEP;
}
