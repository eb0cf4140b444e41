/* bundle.c - provisioning anchors from a PEM text, wholly or not at all (RFC 7468). */
#include "trust/store.h"

#include <string.h>

/* The label of a certificate with OpenSSL's own trust settings after it. */
static const char trusted_label[] = "TRUSTED CERTIFICATE";

typedef struct bundle {
    kedge_trust *trust;
    kedge_anchor_terms terms;
    kedge_pem pem;
    kedge_bundle_report report;
    size_t anchors_before;
    uint8_t *top_before;
} bundle;

/* A certificate as a block holds it. */
typedef struct content {
    kedge_certificate certificate;
    kedge_span der;
} content;

static bool is_trusted_certificate(kedge_span label)
{
    return label.size == sizeof trusted_label - 1 && memcmp(label.data, trusted_label, label.size) == 0;
}

/* Pass over OpenSSL's CertAux: the optional lists of purposes trusted and, under [0], rejected come first.
 * What narrows an anchor must not be dropped unseen, and kedge has no such term. */
static kedge_status read_settings(kedge_der *der)
{
    uint32_t start = der->position;
    kedge_der settings;
    kedge_status status;

    if (kedge_der_at_end(der))
        return KEDGE_OK;
    status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &settings);
    if (status != KEDGE_OK)
        return status;
    if (kedge_der_next_is(&settings, KEDGE_TAG_SEQUENCE)
        || kedge_der_next_is(&settings, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return kedge_der_fail(der, KEDGE_CONSTRAINT_NOT_JUDGED, start);
    return kedge_der_finish(der);
}

/* Cut a certificate's settings off. */
static kedge_status split_settings(content *found, uint32_t *fault)
{
    kedge_range certificate;
    kedge_der der;
    kedge_status status = kedge_der_begin(&der, found->der.data, found->der.size, fault);

    if (status == KEDGE_OK)
        status = kedge_der_read_element(&der, KEDGE_TAG_SEQUENCE, &certificate);
    if (status == KEDGE_OK)
        status = read_settings(&der);
    if (status == KEDGE_OK)
        found->der.size = certificate.size;
    return status;
}

/* Decode a block into the trust's free room and parse it there.  `*offset` is where it is damaged. */
static kedge_status read_block(bundle *reading, const kedge_pem_block *block, content *found, size_t *offset)
{
    size_t room = kedge_trust_room(reading->trust);
    size_t capacity = block->decoded_size < room ? block->decoded_size : room;
    uint8_t *decoded = reading->trust->top - capacity;
    uint32_t fault = 0;
    kedge_status status;

    *offset = (size_t)(block->label.data - reading->pem.text);
    if (kedge_pem_is_private_key(block->label))
        return KEDGE_PEM_PRIVATE_KEY;
    if (!kedge_pem_is_certificate(block->label) && !is_trusted_certificate(block->label))
        return KEDGE_PEM_NOT_CERTIFICATE;
    found->der.data = decoded;
    status = kedge_pem_decode(&reading->pem, block, decoded, capacity, &found->der.size);
    *offset = reading->pem.fault;
    if (status != KEDGE_OK)
        return status;
    if (is_trusted_certificate(block->label))
        status = split_settings(found, &fault);
    if (status == KEDGE_OK)
        status = kedge_certificate_parse(&found->certificate, found->der.data, found->der.size, &fault);
    *offset = fault;
    return status;
}

static kedge_status add_content(bundle *reading, content *found)
{
    const kedge_span nothing = { NULL, 0 };
    kedge_trust *trust = reading->trust;
    kedge_anchor *same = kedge_index_same(trust, found->certificate.subject_hash, found->der, nothing);
    kedge_status status;

    if (same != NULL) {
        same->terms.given |= KEDGE_ANCHOR_MET;
        reading->report.merged++;
        return KEDGE_OK;
    }
    status = kedge_trust_append_copy(trust, &found->certificate, found->der, nothing, &reading->terms);
    reading->report.added += status == KEDGE_OK;
    return status;
}

/* Find, read and add the next block. */
static kedge_status add_block(bundle *reading, size_t *offset)
{
    kedge_pem_block block;
    content found;
    kedge_status status = kedge_pem_next(&reading->pem, &block);

    if (status == KEDGE_PEM_END)
        return status;
    reading->report.blocks++;
    *offset = reading->pem.fault;
    if (status == KEDGE_OK)
        status = read_block(reading, &block, &found, offset);
    return status == KEDGE_OK ? add_content(reading, &found) : status;
}

static void note_damage(kedge_bundle_report *report, kedge_status status, size_t offset)
{
    if (report->block != 0)
        return;
    report->block = report->blocks;
    report->status = status;
    report->offset = offset;
}

static kedge_status add_blocks(bundle *reading, kedge_bundle_damage damage)
{
    kedge_bundle_report *report = &reading->report;

    for (;;) {
        size_t offset = 0;
        kedge_status status = add_block(reading, &offset);

        if (status == KEDGE_PEM_END)
            return report->added + report->merged != 0 ? KEDGE_OK : KEDGE_NO_CERTIFICATE;
        if (status == KEDGE_OK)
            continue;
        if (status == KEDGE_MEMORY_TOO_SMALL)
            return status;
        note_damage(report, status, offset);
        if (damage != KEDGE_BUNDLE_SKIP)
            return status;
        report->skipped++;
    }
}

/* Give the anchors that were met again their new terms, or leave them their old ones. */
static void settle_terms(bundle *reading, bool accepted)
{
    for (size_t i = 0; i < reading->trust->anchor_count; i++) {
        kedge_anchor_terms *terms = &reading->trust->anchors[i].terms;

        if (accepted && (terms->given & KEDGE_ANCHOR_MET) != 0)
            *terms = reading->terms;
        terms->given &= ~KEDGE_ANCHOR_MET;
    }
}

kedge_status kedge_trust_add_pem(kedge_trust *trust, const uint8_t *text, size_t size,
                                 const kedge_anchor_terms *terms, kedge_bundle_damage damage,
                                 kedge_bundle_report *report)
{
    bundle reading = { .trust = trust, .anchors_before = trust->anchor_count, .top_before = trust->top };
    kedge_status status = KEDGE_BAD_ARGUMENT;

    if (kedge_terms_check(&terms)) {
        reading.terms = *terms;
        kedge_pem_begin(&reading.pem, text, size, KEDGE_PEM_LAX);
        status = add_blocks(&reading, damage);
    }
    if (status != KEDGE_OK) {
        kedge_trust_truncate(trust, reading.anchors_before, reading.top_before);
        reading.report.added = 0;
        reading.report.merged = 0;
    }
    settle_terms(&reading, status == KEDGE_OK);
    if (report != NULL)
        *report = reading.report;
    return status;
}
