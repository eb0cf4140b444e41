/* name_constraints.c - do all names lie where their issuers' issuers allow? (RFC 5280, 4.2.1.10, 6.1.3 (b)
 * and (c), 6.1.4 (g).)
 *
 * RFC 5280 narrows two sets of subtrees while it walks down the path.  The same is found without keeping
 * sets: every name is judged by the constraints of every certificate above it.  Then permitted subtrees
 * intersect, because each CA's must hold, and excluded ones unite; a CA that lists no permitted subtree of a
 * form permits all of that form.  Constraints are judged whether or not the extension is critical.
 */
#include "path/subtree_index.h"

#include "trust/constraints.h"

/* From how many subtrees on it pays to file them. */
#define INDEX_MIN 16

/* Names or subtrees, counted by kind. */
typedef struct tally {
    uint32_t of[KEDGE_GENERAL_NAME_KINDS];
} tally;

/* The constraints of one certificate, or of the anchor's terms, for the certificates below. */
typedef struct constraints {
    kedge_subtree_lists lists;
    tally permitted;
    tally excluded;
    bool has_odd[KEDGE_GENERAL_NAME_KINDS]; /* a subtree of this kind cannot be judged */
    bool has_index;
    kedge_subtree_index index;
    kedge_judgement *judgement;
} constraints;

static kedge_status count_name(void *context, const kedge_presented_name *name)
{
    tally *names = context;

    names->of[name->kind]++;
    return KEDGE_OK;
}

static kedge_status count_subtrees(kedge_der list, tally *subtrees, bool has_odd[KEDGE_GENERAL_NAME_KINDS])
{
    kedge_subtree subtree;

    while (!kedge_der_at_end(&list)) {
        const kedge_status status = kedge_subtree_read(&list, &subtree);

        if (status != KEDGE_OK)
            return status;
        subtrees->of[subtree.kind]++;
        has_odd[subtree.kind] = has_odd[subtree.kind] || !kedge_subtree_is_judged(&subtree);
    }
    return KEDGE_OK;
}

/* Pay for the comparisons before any is made, as if each name had to be compared with each subtree of its
 * form. */
static kedge_status pay(const kedge_path *path, const constraints *above, const tally *names)
{
    const uint32_t limit = path->request->policy->budget.comparisons;
    kedge_budget *spent = above->judgement->spent;
    uint64_t comparisons = spent->comparisons;

    for (size_t kind = 0; kind < KEDGE_GENERAL_NAME_KINDS; kind++)
        comparisons += names->of[kind] * ((uint64_t)above->permitted.of[kind] + above->excluded.of[kind]);
    spent->comparisons = comparisons > limit ? limit : (uint32_t)comparisons;
    return comparisons > limit ? KEDGE_BUDGET_SPENT : KEDGE_OK;
}

/* Whether a name lies in a subtree of the list, or overlaps one that is excluded. */
static bool has_subtree(kedge_der list, bool is_excluded, const kedge_presented_name *name)
{
    kedge_subtree subtree;

    while (!kedge_der_at_end(&list) && kedge_subtree_read(&list, &subtree) == KEDGE_OK) {
        kedge_relation relation = KEDGE_OUTSIDE;

        if (subtree.kind == name->kind)
            relation = kedge_subtree_relate(&subtree, name);
        if (relation == KEDGE_INSIDE || (is_excluded && relation == KEDGE_OVERLAPPING))
            return true;
    }
    return false;
}

static bool is_found(const constraints *above, bool is_excluded, const kedge_presented_name *name)
{
    const kedge_der list = is_excluded ? above->lists.excluded : above->lists.permitted;

    if (above->has_index)
        return kedge_subtree_index_has(&above->index, list, is_excluded, name);
    return has_subtree(list, is_excluded, name);
}

static kedge_status relate_name(const constraints *above, const kedge_presented_name *name)
{
    const bool is_limited = above->permitted.of[name->kind] > 0;
    const bool is_restricted = above->excluded.of[name->kind] > 0;

    if (!is_limited && !is_restricted)
        return KEDGE_OK;
    if (above->has_odd[name->kind] || !kedge_presented_name_is_judged(name))
        return KEDGE_CONSTRAINT_NOT_JUDGED;
    if (is_limited && !is_found(above, false, name))
        return KEDGE_NAME_NOT_PERMITTED;
    return is_restricted && is_found(above, true, name) ? KEDGE_NAME_EXCLUDED : KEDGE_OK;
}

static kedge_status judge_name(void *context, const kedge_presented_name *name)
{
    const constraints *above = context;
    const kedge_status status = relate_name(above, name);

    if (status != KEDGE_OK)
        above->judgement->offset = name->offset;
    return status;
}

/* Self-issued certificates are exempt, so that a CA may change its key, but for the target (6.1.3 (b)).  A
 * common name is looked at in the target alone: only there can it match the name looked for. */
static kedge_status judge_certificate(const kedge_path *path, size_t position, constraints *above)
{
    const kedge_certificate *certificate = path->certificate[position];
    const uint32_t flags = position == 0 ? path->request->policy->flags : 0;
    tally names = { { 0 } };
    kedge_status status;

    if (position > 0 && certificate->is_self_issued)
        return KEDGE_OK;
    above->judgement->position = position;
    status = kedge_presented_names_visit(certificate, flags, count_name, &names);
    if (status == KEDGE_OK)
        status = pay(path, above, &names);
    if (status == KEDGE_OK)
        status = kedge_presented_names_visit(certificate, flags, judge_name, above);
    return status;
}

static bool is_constraining(const kedge_path *path, size_t position)
{
    const kedge_certificate *certificate = path->certificate[position];

    if (position + 1 == path->length && (path->anchor_terms & KEDGE_ANCHOR_CONSTRAINTS) == 0)
        return false;
    return certificate->version != 0 && kedge_certificate_has(certificate, KEDGE_EXT_NAME_CONSTRAINTS);
}

static size_t total_of(const tally *subtrees)
{
    size_t total = 0;

    for (size_t kind = 0; kind < KEDGE_GENERAL_NAME_KINDS; kind++)
        total += subtrees->of[kind];
    return total;
}

/* Read constraints; file them where there are many and the scratch memory suffices. */
static kedge_status begin(constraints *above, kedge_der value, kedge_judgement *judgement)
{
    kedge_status status;

    *above = (constraints){ .judgement = judgement };
    status = kedge_subtree_lists_read(value, &above->lists);
    if (status == KEDGE_OK)
        status = count_subtrees(above->lists.permitted, &above->permitted, above->has_odd);
    if (status == KEDGE_OK)
        status = count_subtrees(above->lists.excluded, &above->excluded, above->has_odd);
    above->has_index = status == KEDGE_OK
                       && total_of(&above->permitted) + total_of(&above->excluded) >= INDEX_MIN
                       && kedge_subtree_index_build(&above->index, &above->lists, judgement->scratch,
                                                    judgement->scratch_size);
    return status;
}

/* Constraints that stand at `position`, for all below it. */
static kedge_status judge_below(const kedge_path *path, size_t position, kedge_der value,
                                kedge_judgement *judgement)
{
    constraints above;
    kedge_status status = begin(&above, value, judgement);

    if (status != KEDGE_OK) {
        judgement->position = position;
        judgement->offset = *value.fault;
    }
    for (size_t below = position; status == KEDGE_OK && below-- > 0;)
        status = judge_certificate(path, below, &above);
    return status;
}

/* What the anchor's terms say (RFC 5937, 3.2), which are well-formed. */
static kedge_status judge_terms(const kedge_path *path, kedge_judgement *judgement)
{
    kedge_status status = KEDGE_OK;

    for (size_t source = 0; status == KEDGE_OK && source < KEDGE_CONSTRAINT_SOURCES; source++) {
        const kedge_anchor_constraints *terms = kedge_anchor_constraints_from(path->anchor, source);
        uint32_t fault = 0;
        kedge_der value;

        if (terms == NULL || terms->name_constraints.size == 0)
            continue;
        status = kedge_der_begin(&value, terms->name_constraints.data, terms->name_constraints.size, &fault);
        if (status == KEDGE_OK)
            status = judge_below(path, path->length - 1, value, judgement);
    }
    return status;
}

kedge_status kedge_rule_name_constraints(const kedge_path *path, kedge_judgement *judgement)
{
    kedge_status status = judge_terms(path, judgement);

    for (size_t position = path->length; status == KEDGE_OK && position-- > 1;) {
        uint32_t fault = 0;

        if (is_constraining(path, position))
            status = judge_below(path, position,
                                 kedge_certificate_extension(path->certificate[position],
                                                             KEDGE_EXT_NAME_CONSTRAINTS, &fault),
                                 judgement);
    }
    if (status == KEDGE_OK)
        judgement->position = 0;
    return status;
}
