/* rules.h - one rule at a time: certificates, cases and paths without a search. */
#ifndef UNIT_PATH_RULES_H
#define UNIT_PATH_RULES_H

#include <criterion/criterion.h>
#include <kedge/kedge.h>

#include "forge/forge.h"
#include "path/rule.h"

#define cr_assert_status(actual, expected) \
    do { \
        const kedge_status actual_ = (actual); \
        cr_assert_eq(actual_, (expected), "%s, not %s", kedge_status_name(actual_), \
                     kedge_status_name(expected)); \
    } while (0)

static inline kedge_certificate rules_parse(const forge_certificate *forged)
{
    const kedge_span der = forge_sign(forged);
    kedge_certificate certificate;
    uint32_t fault = 0;

    cr_assert_status(kedge_certificate_parse(&certificate, der.data, der.size, &fault), KEDGE_OK);
    return certificate;
}

/* What is found at a place in a certificate is `wanted`. */
static inline bool rules_is_at(const kedge_certificate *certificate, uint32_t offset, kedge_span wanted)
{
    return offset + wanted.size <= certificate->size
           && memcmp(certificate->der + offset, wanted.data, wanted.size) == 0;
}

#define RULES_PATH_MAX KEDGE_PATH_MAX

/* A path of forged certificates, the target first, the anchor last; only parsed, nothing is verified. */
typedef struct rules_path {
    kedge_policy policy;
    kedge_request request;
    kedge_anchor anchor;
    kedge_certificate certificate[RULES_PATH_MAX];
    kedge_budget spent;
    kedge_judgement judgement;
    kedge_path path;
} rules_path;

/* Begin an empty path under a policy that demands nothing. */
static inline void rules_path_begin(rules_path *p)
{
    memset(p, 0, sizeof *p);
    p->policy.budget.comparisons = 1 << 20;
    p->request.policy = &p->policy;
    p->path.request = &p->request;
    p->path.anchor = &p->anchor;
    p->path.anchor_terms = KEDGE_ANCHOR_CONSTRAINTS;
    p->judgement.spent = &p->spent;
}

static inline void rules_path_add(rules_path *p, const forge_certificate *forged)
{
    cr_assert_lt(p->path.length, RULES_PATH_MAX);
    p->certificate[p->path.length] = rules_parse(forged);
    p->path.certificate[p->path.length] = &p->certificate[p->path.length];
    p->path.length++;
}

#endif
