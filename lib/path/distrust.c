/* distrust.c - what the trust itself rules out: listed certificates and keys, and targets issued after the
 * date from which their anchor is distrusted. */
#include "path/rule.h"

kedge_status kedge_rule_distrust(const kedge_case *subject, uint32_t *offset)
{
    *offset = subject->certificate->key.subject_public_key_info.offset;
    return kedge_trust_is_distrusted(subject->trust, subject->certificate) ? KEDGE_DISTRUSTED : KEDGE_OK;
}

kedge_status kedge_rule_distrusted_after(const kedge_path *path, kedge_judgement *judgement)
{
    const kedge_anchor_terms *terms = &path->anchor->terms;
    const kedge_certificate *target = path->certificate[0];

    if (!terms->has_distrusted_after || target->not_before <= terms->distrusted_after)
        return KEDGE_OK;
    judgement->position = 0;
    judgement->offset = target->validity.offset;
    return KEDGE_DISTRUSTED_AFTER;
}
