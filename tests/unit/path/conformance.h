/* conformance.h - certificates that keep all rules of kedge/conformance.h, and how to judge one by one rule. */
#ifndef UNIT_PATH_CONFORMANCE_H
#define UNIT_PATH_CONFORMANCE_H

#include "unit/path/rules.h"

#include "path/conformance.h"

typedef struct conformance_scene {
    kedge_policy policy;
    kedge_request request;
    kedge_anchor anchor;
    uint32_t offset;
} conformance_scene;

static inline void conformance_begin(conformance_scene *s)
{
    memset(s, 0, sizeof *s);
    s->request.policy = &s->policy;
}

/* Judge a certificate in its role by `rules`, KEDGE_CONFORM bits. */
static inline kedge_status conformance_judge(conformance_scene *s, uint64_t rules,
                                             const forge_certificate *forged, kedge_role role)
{
    const kedge_certificate certificate = rules_parse(forged);
    const kedge_case subject = { .request = &s->request,
                                 .certificate = &certificate,
                                 .anchor = role == KEDGE_ROLE_ANCHOR ? &s->anchor : NULL,
                                 .role = role };

    s->policy.conformance = rules;
    s->offset = 0;
    return kedge_rule_conformance(&subject, &s->offset);
}

#define cr_assert_breaks(rule, forged, role) \
    cr_assert_status(conformance_judge(&s, KEDGE_CONFORM(rule), forged, KEDGE_ROLE_##role), KEDGE_##rule)
#define cr_assert_keeps(rule, forged, role) \
    cr_assert_status(conformance_judge(&s, KEDGE_CONFORM(rule), forged, KEDGE_ROLE_##role), KEDGE_OK)

static inline uint32_t conformance_place_of(const forge_certificate *forged, kedge_extension extension)
{
    return rules_parse(forged).extension[extension].offset;
}

#endif
