/* revocation_crl.c - what revocation lists say of a certificate (RFC 5280, 6.3.3).
 *
 * Every list that can be relied on is asked, not only the first that answers: whoever may revoke the certificate
 * has done so if one of them says it, whatever the order in which they are given.
 */
#include "path/engine.h"

/* Extensions whose criticality is fixed (RFC 5280, 5.2): a list that has another is not what it seems. */
static const uint32_t critical_always = 1u << KEDGE_CRL_EXT_DELTA_CRL_INDICATOR
                                        | 1u << KEDGE_CRL_EXT_ISSUING_DISTRIBUTION_POINT;
static const uint32_t critical_never = 1u << KEDGE_CRL_EXT_AUTHORITY_KEY_IDENTIFIER | 1u << KEDGE_CRL_EXT_CRL_NUMBER
                                       | 1u << KEDGE_CRL_EXT_FRESHEST_CRL
                                       | 1u << KEDGE_CRL_EXT_AUTHORITY_INFO_ACCESS;

kedge_status kedge_crl_judge(const kedge_request *request, const kedge_crl *crl)
{
    const uint32_t present = crl->extensions_present;

    if (crl->unknown_critical != 0 || (crl->extensions_critical & critical_never) != 0
        || (present & ~crl->extensions_critical & critical_always) != 0)
        return KEDGE_REVOCATION_MALFORMED;
    /* Entries of other issuers stand in indirect lists alone (5.3.3). */
    if (crl->has_entry_issuers && !crl->scope.is_indirect)
        return KEDGE_REVOCATION_MALFORMED;
    return kedge_revocation_judge_time(&request->time, crl->this_update, crl->has_next_update,
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

/* --- looking up --- */

/* An index costs as much as one comparison, a walk one for each 64 entries. */
kedge_status kedge_crl_look_up(kedge_engine *engine, const kedge_crl *crl, const kedge_certificate *certificate,
                               kedge_crl_entry *entry, bool *is_listed)
{
    if (!kedge_revocation_pay(engine, 1 + (crl->index == NULL ? crl->revoked_count / 64 : 0)))
        return KEDGE_BUDGET_SPENT;
    *is_listed = kedge_crl_find(crl, kedge_certificate_span(certificate, certificate->issuer),
                                kedge_certificate_span(certificate, certificate->serial_number), entry);
    return KEDGE_OK;
}

/* What a delta says counts, also that the certificate is taken off the list; else what the complete list says
 * (RFC 5280, 6.3.3 (i) to (k)).  In a complete list nothing is ever taken off. */
static kedge_status look_up_both(kedge_engine *engine, const kedge_crl *complete, const kedge_crl *delta,
                                 const kedge_certificate *certificate, kedge_crl_entry *entry, bool *is_listed)
{
    bool is_in_delta = false;
    kedge_status status = KEDGE_OK;

    if (delta != NULL)
        status = kedge_crl_look_up(engine, delta, certificate, entry, &is_in_delta);
    if (status != KEDGE_OK || !is_in_delta)
        return status == KEDGE_OK ? kedge_crl_look_up(engine, complete, certificate, entry, is_listed) : status;
    *is_listed = entry->reason != KEDGE_REASON_REMOVE_FROM_CRL;
    return KEDGE_OK;
}

/* --- one complete list, with a delta --- */

/* Find the newest delta signed with the key that signed the complete list (6.3.3 (h)), or none.  Those of
 * `walk->delta` and before have been tried. */
static kedge_status find_delta(kedge_engine *engine, const kedge_crl *complete, uint16_t signer,
                               kedge_list_walk *walk, const kedge_crl **delta)
{
    const kedge_revocation *revocation = &engine->revocation;
    kedge_status status;

    *delta = NULL;
    while ((status = kedge_deltas_next(engine, complete, &walk->delta)) == KEDGE_OK
           && walk->delta < revocation->delta_count) {
        const kedge_crl *crl = kedge_delta_at(engine->request, revocation, walk->delta);
        const kedge_evidence evidence = evidence_of(crl, revocation->delta[walk->delta]);

        status = kedge_evidence_verify(engine, &evidence, signer);
        if (status == KEDGE_PENDING || status == KEDGE_BUDGET_SPENT)
            return status;
        if (status == KEDGE_OK) {
            *delta = crl;
            return KEDGE_OK;
        }
        walk->delta++;
    }
    return status;
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

/* Whether one of the deltas for the list has an entry for the certificate. */
static kedge_status look_up_deltas(kedge_engine *engine, const kedge_crl *complete,
                                   const kedge_certificate *certificate, size_t first, bool *is_listed)
{
    const kedge_revocation *revocation = &engine->revocation;
    size_t place = first;
    kedge_status status = KEDGE_OK;

    while (!*is_listed && (status = kedge_deltas_next(engine, complete, &place)) == KEDGE_OK
           && place < revocation->delta_count) {
        kedge_crl_entry entry;

        status = kedge_crl_look_up(engine, kedge_delta_at(engine->request, revocation, place), certificate, &entry,
                                   is_listed);
        if (status != KEDGE_OK)
            return status;
        place++;
    }
    return *is_listed ? KEDGE_OK : status;
}

/* Whether the list can tell anything that is not known yet: its signature is verified only then. */
static kedge_status look_ahead(kedge_engine *engine, const kedge_crl *crl, const kedge_certificate *certificate,
                               const kedge_list_walk *walk, bool *is_telling)
{
    kedge_crl_entry entry;
    kedge_status status;

    *is_telling = (walk->reasons & ~walk->found.reasons) != 0;
    if (*is_telling)
        return KEDGE_OK;
    status = kedge_crl_look_up(engine, crl, certificate, &entry, is_telling);
    return status == KEDGE_OK ? look_up_deltas(engine, crl, certificate, walk->delta, is_telling) : status;
}

/* Whether the list at `walk->row` is about the certificate and can be relied on, but for its signature: then it is
 * open.  What is wrong with it is noted.  Answers KEDGE_OK or KEDGE_BUDGET_SPENT. */
static kedge_status open_list(kedge_engine *engine, const kedge_certificate *certificate, kedge_list_walk *walk)
{
    const kedge_crl *crl = engine->request->revocation.crls[walk->row];
    const uint32_t limit = engine->request->policy->budget.comparisons;
    kedge_meter meter;
    kedge_status status;

    if (!kedge_revocation_pay(engine, 1))
        return KEDGE_BUDGET_SPENT;
    if (crl->version == 0) {
        walk->found.is_asked = true;
        kedge_status_note(&walk->found, KEDGE_REVOCATION_MALFORMED);
        return KEDGE_OK;
    }
    if (kedge_crl_is_delta(crl))
        return KEDGE_OK;
    meter = (kedge_meter){ limit - engine->verdict->spent.comparisons, false };
    walk->reasons = kedge_crl_covers(crl, certificate, &meter);
    engine->verdict->spent.comparisons = meter.is_spent ? limit : limit - (uint32_t)meter.left;
    if (meter.is_spent)
        return KEDGE_BUDGET_SPENT;
    if (walk->reasons == 0)
        return KEDGE_OK;
    walk->found.is_asked = true;
    status = kedge_crl_judge(engine->request, crl);
    if (status != KEDGE_OK) {
        kedge_status_note(&walk->found, status);
        return KEDGE_OK;
    }
    walk->delta = kedge_deltas_begin(engine, crl);
    return look_ahead(engine, crl, certificate, walk, &walk->is_open);
}

/* Judge by the open list. */
static kedge_status judge_open(kedge_engine *engine, const kedge_certificate *certificate, size_t position,
                               kedge_list_walk *walk)
{
    const kedge_crl *crl = engine->request->revocation.crls[walk->row];
    const kedge_evidence evidence = evidence_of(crl, walk->row);
    const kedge_crl *delta;
    kedge_crl_entry entry;
    bool is_listed;
    uint16_t signer;
    int64_t until;
    kedge_status status = kedge_evidence_find_signer(engine, &evidence, position, &signer, &until);

    if (status == KEDGE_OK)
        status = find_delta(engine, crl, signer, walk, &delta);
    if (status == KEDGE_OK)
        status = look_up_both(engine, crl, delta, certificate, &entry, &is_listed);
    if (status == KEDGE_PENDING || status == KEDGE_BUDGET_SPENT)
        return status;
    if (status != KEDGE_OK) {
        kedge_status_note(&walk->found, KEDGE_REVOCATION_NOT_AUTHENTIC);
        return KEDGE_OK;
    }
    if (is_listed) {
        revoke(&walk->found, &entry);
        return KEDGE_OK;
    }
    walk->found.reasons |= walk->reasons;
    rely_on(&walk->found, until);
    rely_on(&walk->found, crl->next_update);
    if (delta != NULL)
        rely_on(&walk->found, delta->next_update);
    return KEDGE_OK;
}

kedge_status kedge_revocation_judge_by_crls(kedge_engine *engine, const kedge_certificate *certificate,
                                            size_t position, kedge_list_walk *walk)
{
    for (; walk->row < engine->request->revocation.crl_count && !walk->found.is_revoked; walk->row++) {
        kedge_status status = KEDGE_OK;

        if (!walk->is_open)
            status = open_list(engine, certificate, walk);
        if (status == KEDGE_OK && walk->is_open)
            status = judge_open(engine, certificate, position, walk);
        if (status != KEDGE_OK)
            return status;
        walk->is_open = false;
    }
    if (walk->found.reasons == KEDGE_REASONS_ALL)
        walk->found.is_known = true;
    return KEDGE_OK;
}
