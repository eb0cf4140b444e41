/* batch.c - provisioning many anchors at once, wholly or not at all. */
#include "trust/store.h"

kedge_status kedge_batch_begin(kedge_batch *batch, kedge_trust *trust, const kedge_anchor_terms *terms)
{
    *batch = (kedge_batch){ .trust = trust, .anchors_before = trust->anchor_count, .top_before = trust->top };
    return kedge_terms_keep(trust, terms, &batch->terms);
}

static kedge_status append(kedge_batch *batch, kedge_batch_entry *entry)
{
    kedge_trust *trust = batch->trust;
    kedge_status status;

    if (entry->is_kept)
        status = kedge_trust_append(trust, &entry->certificate, &batch->terms);
    else
        status = kedge_trust_append_copy(trust, &entry->certificate, entry->first, entry->second, &batch->terms);
    if (status == KEDGE_OK) {
        trust->anchors[trust->anchor_count - 1].stated = entry->stated;
        batch->report.added++;
    }
    return status;
}

/* What the batch has said of an anchor so far. */
static const kedge_anchor_constraints *said_before(const kedge_batch *batch, const kedge_anchor *anchor)
{
    if (kedge_trust_ordinal(batch->trust, anchor) >= batch->anchors_before && anchor->pending == NULL)
        return anchor->stated;
    return anchor->pending;
}

/* An anchor that is listed twice keeps what was said of it: the last entry that says anything counts. */
kedge_status kedge_batch_add(kedge_batch *batch, kedge_batch_entry *entry)
{
    kedge_anchor *same = kedge_index_same(batch->trust, entry->certificate.subject_hash, entry->first,
                                          entry->second);

    if (same == NULL)
        return append(batch, entry);
    same->pending = entry->stated != NULL ? entry->stated : said_before(batch, same);
    same->terms.given |= KEDGE_ANCHOR_MET;
    batch->report.merged++;
    return KEDGE_OK;
}

static void note_damage(kedge_bundle_report *report, kedge_status status, size_t offset)
{
    if (report->block != 0)
        return;
    report->block = report->blocks;
    report->status = status;
    report->offset = offset;
}

kedge_status kedge_batch_note(kedge_batch *batch, kedge_status status, size_t offset, kedge_bundle_damage damage)
{
    if (status == KEDGE_OK || status == KEDGE_MEMORY_TOO_SMALL)
        return status;
    note_damage(&batch->report, status, offset);
    if (damage != KEDGE_BUNDLE_SKIP)
        return status;
    batch->report.skipped++;
    return KEDGE_OK;
}

/* Give the anchors that were met again their new terms, or leave them their old ones. */
static void settle_terms(kedge_batch *batch, bool is_accepted)
{
    for (size_t i = 0; i < batch->trust->anchor_count; i++) {
        kedge_anchor *anchor = &batch->trust->anchors[i];

        if (is_accepted && (anchor->terms.given & KEDGE_ANCHOR_MET) != 0) {
            anchor->terms = batch->terms;
            anchor->stated = anchor->pending;
        }
        anchor->terms.given &= ~KEDGE_ANCHOR_MET;
        anchor->pending = NULL;
    }
}

kedge_status kedge_batch_end(kedge_batch *batch, kedge_status status, kedge_bundle_report *report)
{
    if (status != KEDGE_OK) {
        kedge_trust_truncate(batch->trust, batch->anchors_before, batch->top_before);
        batch->report.added = 0;
        batch->report.merged = 0;
    }
    settle_terms(batch, status == KEDGE_OK);
    if (report != NULL)
        *report = batch->report;
    return status;
}
