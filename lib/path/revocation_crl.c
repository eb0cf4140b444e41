/* revocation_crl.c - what revocation lists say of a certificate (RFC 5280, 6.3.3).
 *
 * Every list that can be relied on is asked, not only the first that answers: whoever may revoke the certificate
 * has done so if one of them says it, whatever the order in which they are given.
 */
#include "path/engine.h"

#include <string.h>

/* Extensions whose criticality is fixed (RFC 5280, 5.2): a list that has another is not what it seems. */
static const uint32_t critical_always = 1u << KEDGE_CRL_EXT_DELTA_CRL_INDICATOR
                                        | 1u << KEDGE_CRL_EXT_ISSUING_DISTRIBUTION_POINT;
static const uint32_t critical_never = 1u << KEDGE_CRL_EXT_AUTHORITY_KEY_IDENTIFIER | 1u << KEDGE_CRL_EXT_CRL_NUMBER
                                       | 1u << KEDGE_CRL_EXT_FRESHEST_CRL
                                       | 1u << KEDGE_CRL_EXT_AUTHORITY_INFO_ACCESS;

/* Whether a list can be relied on, but for its signature. */
static kedge_status judge_list(const kedge_engine *engine, const kedge_crl *crl)
{
    const uint32_t present = crl->extensions_present;

    if (crl->unknown_critical != 0 || (crl->extensions_critical & critical_never) != 0
        || (present & ~crl->extensions_critical & critical_always) != 0)
        return KEDGE_REVOCATION_MALFORMED;
    return kedge_revocation_judge_time(&engine->request->time, crl->this_update, crl->has_next_update,
                                       crl->next_update);
}

static kedge_evidence evidence_of(const kedge_crl *crl, size_t row)
{
    return (kedge_evidence){
        .row = row,
        .issuer = kedge_span_of(crl->der, crl->issuer),
        .issuer_hash = crl->issuer_hash,
        .algorithm = &crl->algorithm,
        .message = kedge_span_of(crl->der, crl->tbs_cert_list),
        .signature = kedge_span_of(crl->der, crl->signature),
    };
}

/* --- deltas --- */

/* Order of two numbers, natural and in their shortest form. */
static int compare_numbers(const kedge_crl *one, kedge_range a, const kedge_crl *other, kedge_range b)
{
    const kedge_span x = kedge_span_of(one->der, a);
    const kedge_span y = kedge_span_of(other->der, b);

    if (x.size != y.size)
        return x.size < y.size ? -1 : 1;
    return memcmp(x.data, y.data, x.size);
}

static bool is_same_point(const kedge_crl *one, const kedge_crl *other)
{
    const kedge_range a = one->scope.distribution_point;
    const kedge_range b = other->scope.distribution_point;

    return a.size == b.size && memcmp(one->der + a.offset, other->der + b.offset, a.size) == 0;
}

static bool is_same_scope(const kedge_crl *one, const kedge_crl *other)
{
    const kedge_crl_scope *a = &one->scope;
    const kedge_crl_scope *b = &other->scope;

    return a->only_user_certificates == b->only_user_certificates
           && a->only_ca_certificates == b->only_ca_certificates
           && a->only_attribute_certificates == b->only_attribute_certificates
           && a->is_indirect == b->is_indirect && a->reasons == b->reasons && is_same_point(one, other);
}

static bool is_same_key_identifier(const kedge_crl *one, const kedge_crl *other)
{
    const kedge_range a = one->authority_key_identifier;
    const kedge_range b = other->authority_key_identifier;

    return a.size == b.size && memcmp(one->der + a.offset, other->der + b.offset, a.size) == 0;
}

/* Whether the delta can be combined with the complete list: of the same issuer, scope and key, made for this list
 * or an earlier one, and newer than it (RFC 5280, 5.2.4 and 6.3.3 (c)). */
static bool is_delta_of(const kedge_crl *delta, const kedge_crl *complete)
{
    const uint32_t number = 1u << KEDGE_CRL_EXT_CRL_NUMBER;

    if (!kedge_crl_is_delta(delta) || (delta->extensions_present & complete->extensions_present & number) == 0)
        return false;
    return delta->issuer_hash == complete->issuer_hash
           && kedge_name_equal(kedge_span_of(delta->der, delta->issuer),
                               kedge_span_of(complete->der, complete->issuer))
           && is_same_scope(delta, complete) && is_same_key_identifier(delta, complete)
           && compare_numbers(complete, complete->crl_number, delta, delta->base_crl_number) >= 0
           && compare_numbers(complete, complete->crl_number, delta, delta->crl_number) < 0;
}

/* The newest delta that can be relied on after `tried`, crl_count where there is none. */
static size_t next_delta(const kedge_engine *engine, const kedge_crl *complete, size_t tried)
{
    const kedge_revocation_inputs *inputs = &engine->request->revocation;
    size_t best = inputs->crl_count;

    for (size_t i = 0; i < inputs->crl_count; i++) {
        const kedge_crl *crl = inputs->crls[i];

        if (!is_delta_of(crl, complete) || judge_list(engine, crl) != KEDGE_OK)
            continue;
        if (tried < inputs->crl_count
            && (i == tried || compare_numbers(crl, crl->crl_number, inputs->crls[tried],
                                              inputs->crls[tried]->crl_number) >= 0))
            continue;
        if (best == inputs->crl_count
            || compare_numbers(crl, crl->crl_number, inputs->crls[best], inputs->crls[best]->crl_number) > 0)
            best = i;
    }
    return best;
}

/* --- one complete list, with a delta --- */

/* A certificate's place in a pair of lists. */
typedef struct lookup {
    kedge_span issuer;
    kedge_span serial_number;
    kedge_crl_entry entry;
} lookup;

static bool find(const kedge_crl *crl, lookup *wanted)
{
    return kedge_crl_find(crl, wanted->issuer, wanted->serial_number, &wanted->entry);
}

/* What a delta says counts, also that the certificate is taken off the list; else what the complete list says
 * (RFC 5280, 6.3.3 (i) to (k)).  In a complete list nothing is ever taken off. */
static bool is_listed(const kedge_crl *complete, const kedge_crl *delta, lookup *wanted)
{
    if (delta != NULL && find(delta, wanted))
        return wanted->entry.reason != KEDGE_REASON_REMOVE_FROM_CRL;
    return find(complete, wanted);
}

/* Find the newest delta signed with the key that signed the complete list (6.3.3 (h)), or none. */
static kedge_status find_delta(kedge_engine *engine, const kedge_crl *complete, uint16_t signer,
                               const kedge_crl **delta)
{
    const kedge_revocation_inputs *inputs = &engine->request->revocation;
    size_t tried = inputs->crl_count;

    *delta = NULL;
    while ((tried = next_delta(engine, complete, tried)) < inputs->crl_count) {
        const kedge_evidence evidence = evidence_of(inputs->crls[tried], tried);
        const kedge_status status = kedge_evidence_verify(engine, &evidence, signer);

        if (status == KEDGE_PENDING || status == KEDGE_BUDGET_SPENT)
            return status;
        if (status == KEDGE_OK) {
            *delta = inputs->crls[tried];
            return KEDGE_OK;
        }
    }
    return KEDGE_OK;
}

static void rely_on(kedge_certificate_status *found, int64_t until)
{
    if (until < found->until)
        found->until = until;
}

static void revoke(kedge_certificate_status *found, const kedge_crl_entry *entry)
{
    found->is_revoked = true;
    found->time = entry->revocation_date;
    found->reason = (uint8_t)entry->reason;
}

/* Whether the list can tell anything that is not known yet: its signature is verified only then. */
static bool is_telling(const kedge_engine *engine, const kedge_crl *crl, uint16_t reasons,
                       const kedge_certificate_status *found, lookup *wanted)
{
    const kedge_revocation_inputs *inputs = &engine->request->revocation;
    size_t delta = inputs->crl_count;

    if ((reasons & ~found->reasons) != 0 || find(crl, wanted))
        return true;
    while ((delta = next_delta(engine, crl, delta)) < inputs->crl_count)
        if (find(inputs->crls[delta], wanted))
            return true;
    return false;
}

/* Judge by the complete list at `row`, which is about the certificate for `reasons`. */
static kedge_status judge_by(kedge_engine *engine, size_t position, size_t row, uint16_t reasons, lookup *wanted,
                             kedge_certificate_status *found)
{
    const kedge_crl *crl = engine->request->revocation.crls[row];
    const kedge_evidence evidence = evidence_of(crl, row);
    const kedge_crl *delta;
    uint16_t signer;
    int64_t until;
    kedge_status status = judge_list(engine, crl);

    if (status != KEDGE_OK) {
        kedge_status_note(found, status);
        return KEDGE_OK;
    }
    if (!is_telling(engine, crl, reasons, found, wanted))
        return KEDGE_OK;
    status = kedge_evidence_find_signer(engine, &evidence, position, &signer, &until);
    if (status == KEDGE_OK)
        status = find_delta(engine, crl, signer, &delta);
    if (status == KEDGE_PENDING || status == KEDGE_BUDGET_SPENT)
        return status;
    if (status != KEDGE_OK) {
        kedge_status_note(found, KEDGE_REVOCATION_NOT_AUTHENTIC);
        return KEDGE_OK;
    }
    if (is_listed(crl, delta, wanted)) {
        revoke(found, &wanted->entry);
        return KEDGE_OK;
    }
    found->reasons |= reasons;
    rely_on(found, until);
    rely_on(found, crl->next_update);
    if (delta != NULL)
        rely_on(found, delta->next_update);
    return KEDGE_OK;
}

kedge_status kedge_revocation_judge_by_crls(kedge_engine *engine, const kedge_certificate *certificate,
                                            size_t position, kedge_certificate_status *found)
{
    const kedge_revocation_inputs *inputs = &engine->request->revocation;
    lookup wanted = { .issuer = kedge_certificate_span(certificate, certificate->issuer),
                      .serial_number = kedge_certificate_span(certificate, certificate->serial_number) };

    for (size_t i = 0; i < inputs->crl_count && !found->is_revoked; i++) {
        const kedge_crl *crl = inputs->crls[i];
        uint16_t reasons;
        kedge_status status;

        if (crl->version == 0) {
            found->is_asked = true;
            kedge_status_note(found, KEDGE_REVOCATION_MALFORMED);
            continue;
        }
        if (kedge_crl_is_delta(crl) || (reasons = kedge_crl_covers(crl, certificate)) == 0)
            continue;
        found->is_asked = true;
        status = judge_by(engine, position, i, reasons, &wanted, found);
        if (status != KEDGE_OK)
            return status;
    }
    if (found->reasons == KEDGE_REASONS_ALL)
        found->is_known = true;
    return KEDGE_OK;
}
