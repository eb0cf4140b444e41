/* validity.c - the validity period (RFC 5280, 4.1.2.5 and 6.1.3 (a)(2)).  Both ends are inclusive. */
#include "path/rule.h"

kedge_status kedge_rule_validity(const kedge_case *subject, uint32_t *offset)
{
    const kedge_certificate *certificate = subject->certificate;
    const kedge_time time = subject->request->time;

    *offset = certificate->validity.offset;
    switch (time.kind) {
    case KEDGE_TIME_AT:
        if (time.seconds < certificate->not_before)
            return KEDGE_NOT_YET_VALID;
        return time.seconds > certificate->not_after ? KEDGE_EXPIRED : KEDGE_OK;
    case KEDGE_TIME_AT_LEAST:
        return time.seconds > certificate->not_after ? KEDGE_EXPIRED : KEDGE_OK;
    case KEDGE_TIME_WAIVED:
        return KEDGE_OK;
    case KEDGE_TIME_UNSET:
        break;
    }
    return KEDGE_TIME_UNKNOWN;
}
