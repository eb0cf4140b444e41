/* name_constraints.c - do all names lie where their issuers' issuers allow? (RFC 5280, 4.2.1.10, 6.1.3 (b)
 * and (c), 6.1.4 (g).)
 *
 * RFC 5280 narrows two sets of subtrees while it walks down the path.  The same is found without keeping
 * sets: every name is judged by the constraints of every certificate above it.  Then permitted subtrees
 * intersect, because each CA's must hold, and excluded ones unite; a CA that lists no permitted subtree of a
 * form permits all of that form.  Constraints are judged whether or not the extension is critical.
 */
#include "path/subtree.h"

/* Names or subtrees, counted by kind. */
typedef struct tally {
    uint32_t of[KEDGE_GENERAL_NAME_KINDS];
} tally;

/* One certificate's names under the constraints of one above it. */
typedef struct constraint_case {
    kedge_subtree_lists lists;
    kedge_judgement *judgement;
} constraint_case;

static kedge_status count_name(void *context, const kedge_presented_name *name)
{
    tally *names = context;

    names->of[name->kind]++;
    return KEDGE_OK;
}

static kedge_status count_subtrees(kedge_der list, tally *subtrees)
{
    kedge_subtree subtree;

    while (!kedge_der_at_end(&list)) {
        const kedge_status status = kedge_subtree_read(&list, &subtree);

        if (status != KEDGE_OK)
            return status;
        subtrees->of[subtree.kind]++;
    }
    return KEDGE_OK;
}

/* Pay for the comparisons before any is made, as if each name had to be compared with each subtree of its
 * form. */
static kedge_status pay(const kedge_path *path, kedge_judgement *judgement, const tally *names,
                        const tally *subtrees)
{
    const uint32_t limit = path->request->policy->budget.comparisons;
    uint64_t spent = judgement->spent->comparisons;

    for (size_t kind = 0; kind < KEDGE_GENERAL_NAME_KINDS; kind++)
        spent += (uint64_t)names->of[kind] * subtrees->of[kind];
    if (spent > limit) {
        judgement->spent->comparisons = limit;
        return KEDGE_BUDGET_SPENT;
    }
    judgement->spent->comparisons = (uint32_t)spent;
    return KEDGE_OK;
}

static kedge_status judge_permitted(kedge_der list, const kedge_presented_name *name)
{
    bool is_constrained = false;
    bool is_inside = false;
    kedge_subtree subtree;

    while (!kedge_der_at_end(&list)) {
        const kedge_status status = kedge_subtree_read(&list, &subtree);
        kedge_relation relation;

        if (status != KEDGE_OK)
            return status;
        if (subtree.kind != name->kind)
            continue;
        relation = kedge_subtree_relate(&subtree, name);
        if (relation == KEDGE_NOT_RELATED)
            return KEDGE_CONSTRAINT_NOT_JUDGED;
        is_constrained = true;
        is_inside = is_inside || relation == KEDGE_INSIDE;
    }
    return is_constrained && !is_inside ? KEDGE_NAME_NOT_PERMITTED : KEDGE_OK;
}

static kedge_status judge_excluded(kedge_der list, const kedge_presented_name *name)
{
    bool is_excluded = false;
    kedge_subtree subtree;

    while (!kedge_der_at_end(&list)) {
        const kedge_status status = kedge_subtree_read(&list, &subtree);
        kedge_relation relation;

        if (status != KEDGE_OK)
            return status;
        if (subtree.kind != name->kind)
            continue;
        relation = kedge_subtree_relate(&subtree, name);
        if (relation == KEDGE_NOT_RELATED)
            return KEDGE_CONSTRAINT_NOT_JUDGED;
        is_excluded = is_excluded || relation != KEDGE_OUTSIDE;
    }
    return is_excluded ? KEDGE_NAME_EXCLUDED : KEDGE_OK;
}

static kedge_status judge_name(void *context, const kedge_presented_name *name)
{
    const constraint_case *subject = context;
    kedge_status status = judge_permitted(subject->lists.permitted, name);

    if (status == KEDGE_OK)
        status = judge_excluded(subject->lists.excluded, name);
    if (status != KEDGE_OK)
        subject->judgement->offset = name->offset;
    return status;
}

/* Self-issued certificates are exempt, so that a CA may change its key, but for the target (6.1.3 (b)).  A
 * common name is looked at in the target alone: only there can it match the name looked for. */
static kedge_status judge_certificate(const kedge_path *path, size_t position, constraint_case *subject,
                                      const tally *subtrees)
{
    const kedge_certificate *certificate = path->certificate[position];
    const uint32_t flags = position == 0 ? path->request->policy->flags : 0;
    tally names = { { 0 } };
    kedge_status status;

    if (position > 0 && certificate->is_self_issued)
        return KEDGE_OK;
    subject->judgement->position = position;
    status = kedge_presented_names_visit(certificate, flags, count_name, &names);
    if (status == KEDGE_OK)
        status = pay(path, subject->judgement, &names, subtrees);
    if (status == KEDGE_OK)
        status = kedge_presented_names_visit(certificate, flags, judge_name, subject);
    return status;
}

static bool is_constraining(const kedge_path *path, size_t position)
{
    const kedge_certificate *certificate = path->certificate[position];

    if (position + 1 == path->length && (path->anchor_terms & KEDGE_ANCHOR_CONSTRAINTS) == 0)
        return false;
    return certificate->version != 0 && kedge_certificate_has(certificate, KEDGE_EXT_NAME_CONSTRAINTS);
}

/* The constraints of the certificate at `position`, for all below it. */
static kedge_status judge_below(const kedge_path *path, size_t position, kedge_judgement *judgement)
{
    uint32_t fault = 0;
    tally subtrees = { { 0 } };
    constraint_case subject = { .judgement = judgement };
    kedge_status status = kedge_subtree_lists_read(path->certificate[position], &fault, &subject.lists);

    if (status == KEDGE_OK)
        status = count_subtrees(subject.lists.permitted, &subtrees);
    if (status == KEDGE_OK)
        status = count_subtrees(subject.lists.excluded, &subtrees);
    if (status != KEDGE_OK) {
        judgement->position = position;
        judgement->offset = fault;
        return status;
    }
    for (size_t below = position; status == KEDGE_OK && below-- > 0;)
        status = judge_certificate(path, below, &subject, &subtrees);
    return status;
}

kedge_status kedge_rule_name_constraints(const kedge_path *path, kedge_judgement *judgement)
{
    for (size_t position = path->length; position-- > 1;) {
        kedge_status status;

        if (!is_constraining(path, position))
            continue;
        status = judge_below(path, position, judgement);
        if (status != KEDGE_OK)
            return status;
    }
    judgement->position = 0;
    return KEDGE_OK;
}
