/* constraints.c - what binds an anchor beside its certificate, copied and checked (RFC 5937; RFC 5914, 2.5). */
#include "trust/store.h"

#include "x509/extension.h"

#include <string.h>

_Static_assert(sizeof(kedge_anchor_constraints) + _Alignof(kedge_anchor_constraints)
                   <= KEDGE_TRUST_CONSTRAINTS_SIZE,
               "the header promises how large constraints are at most");
_Static_assert(_Alignof(kedge_anchor) % _Alignof(kedge_anchor_constraints) == 0,
               "constraints stand where anchors could");

/* A list without a subtree constrains nothing, and so says nothing that anybody can have meant. */
static kedge_status check_name_constraints(kedge_der *value)
{
    kedge_certificate scratch;
    kedge_status status;

    memset(&scratch, 0, sizeof scratch);
    status = kedge_extension_parse_name_constraints(value, &scratch);
    if (status == KEDGE_OK && (scratch.deviations & KEDGE_DEVIATION_NAME_CONSTRAINTS_EMPTY) != 0)
        return kedge_extension_fail(value, 0);
    return status;
}

static kedge_status check_policies(kedge_der *value)
{
    kedge_certificate scratch;

    memset(&scratch, 0, sizeof scratch);
    return kedge_extension_parse_certificate_policies(value, &scratch);
}

static kedge_status check_purposes(kedge_der *value)
{
    kedge_der list;
    kedge_range oid;
    kedge_status status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &list);

    while (status == KEDGE_OK && !kedge_der_at_end(&list))
        status = kedge_der_read_oid(&list, &oid);
    return status;
}

static kedge_status check_element(kedge_span element, kedge_status (*check)(kedge_der *value), uint32_t *fault)
{
    kedge_der der;
    kedge_status status = kedge_der_begin(&der, element.data, element.size, fault);

    if (status == KEDGE_OK)
        status = check(&der);
    return status == KEDGE_OK ? kedge_der_finish(&der) : status;
}

/* Copy an element to the top of the trust's memory.  Its identifier octet may be a context-specific one
 * (IMPLICIT tags). */
static kedge_status keep_element(kedge_trust *trust, kedge_span *element)
{
    uint8_t *copy;

    if (element->size == 0)
        return KEDGE_OK;
    if (element->data == NULL || element->size > KEDGE_CERTIFICATE_SIZE_MAX)
        return KEDGE_DER_TOO_LARGE;
    copy = kedge_trust_take(trust, element->size, 1);
    if (copy == NULL)
        return KEDGE_MEMORY_TOO_SMALL;
    memcpy(copy, element->data, element->size);
    copy[0] = KEDGE_TAG_SEQUENCE;
    element->data = copy;
    return KEDGE_OK;
}

kedge_status kedge_constraints_keep(kedge_trust *trust, const kedge_anchor_constraints *from,
                                    const kedge_anchor_constraints **kept, const kedge_span **faulty,
                                    uint32_t *fault)
{
    kedge_anchor_constraints copy = *from;
    const struct {
        const kedge_span *original;
        kedge_span *element;
        kedge_status (*check)(kedge_der *value);
    } elements[] = {
        { &from->name_constraints, &copy.name_constraints, check_name_constraints },
        { &from->policies, &copy.policies, check_policies },
        { &from->purposes, &copy.purposes, check_purposes },
        { &from->refused_purposes, &copy.refused_purposes, check_purposes },
    };
    uint8_t *memory;

    *fault = 0;
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        kedge_status status = keep_element(trust, elements[i].element);

        *faulty = elements[i].original;
        if (status == KEDGE_OK && elements[i].element->size != 0)
            status = check_element(*elements[i].element, elements[i].check, fault);
        if (status != KEDGE_OK)
            return status;
    }
    memory = kedge_trust_take(trust, sizeof copy, _Alignof(kedge_anchor_constraints));
    if (memory == NULL)
        return KEDGE_MEMORY_TOO_SMALL;
    memcpy(memory, &copy, sizeof copy);
    *kept = (const kedge_anchor_constraints *)(const void *)memory;
    return KEDGE_OK;
}

kedge_status kedge_terms_keep(kedge_trust *trust, const kedge_anchor_terms *terms, kedge_anchor_terms *kept)
{
    static const kedge_anchor_terms defaults;
    const kedge_span *faulty;
    uint32_t fault;
    kedge_status status;

    *kept = terms != NULL ? *terms : defaults;
    if (((kept->given | kept->value) & ~(uint32_t)KEDGE_ANCHOR_TERMS_ALL) != 0)
        return KEDGE_BAD_ARGUMENT;
    if (kept->constraints == NULL)
        return KEDGE_OK;
    status = kedge_constraints_keep(trust, kept->constraints, &kept->constraints, &faulty, &fault);
    return status == KEDGE_OK || status == KEDGE_MEMORY_TOO_SMALL ? status : KEDGE_BAD_ARGUMENT;
}
