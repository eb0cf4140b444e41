/* bundle.c - provisioning anchors from a PEM text (RFC 7468). */
#include "trust/store.h"

#include <string.h>

/* The label of a certificate with OpenSSL's own trust settings after it. */
static const char trusted_label[] = "TRUSTED CERTIFICATE";

/* What the settings say; {0, 0} where they do not. */
typedef struct settings {
    kedge_range purposes;
    kedge_range refused_purposes;
} settings;

/* What a block holds: it lies in the trust's free room. */
typedef struct content {
    kedge_batch_entry entry;
    kedge_span block;
    settings settings;
} content;

static bool is_trusted_certificate(kedge_span label)
{
    return label.size == sizeof trusted_label - 1 && memcmp(label.data, trusted_label, label.size) == 0;
}

/* CertAux ::= SEQUENCE { trust SEQUENCE OF OBJECT IDENTIFIER OPTIONAL, reject [0] IMPLICIT SEQUENCE OF OBJECT
 * IDENTIFIER OPTIONAL, alias UTF8String OPTIONAL, keyid OCTET STRING OPTIONAL, other [1] ... OPTIONAL }, and
 * may be absent.  What follows the two lists narrows nothing. */
static kedge_status read_settings(kedge_der *der, settings *found)
{
    kedge_der fields;
    kedge_status status;

    if (kedge_der_at_end(der))
        return KEDGE_OK;
    status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &fields);
    if (status == KEDGE_OK && kedge_der_next_is(&fields, KEDGE_TAG_SEQUENCE))
        status = kedge_der_read_element(&fields, KEDGE_TAG_SEQUENCE, &found->purposes);
    if (status == KEDGE_OK && kedge_der_next_is(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        status = kedge_der_read_element(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &found->refused_purposes);
    return status == KEDGE_OK ? kedge_der_finish(der) : status;
}

/* Tell a certificate from its settings. */
static kedge_status split_block(content *found, uint32_t *fault)
{
    kedge_range certificate;
    kedge_der der;
    kedge_status status = kedge_der_begin(&der, found->block.data, found->block.size, fault);

    if (status == KEDGE_OK)
        status = kedge_der_read_element(&der, KEDGE_TAG_SEQUENCE, &certificate);
    if (status == KEDGE_OK)
        status = read_settings(&der, &found->settings);
    if (status == KEDGE_OK)
        found->entry.first.size = certificate.size;
    return status;
}

/* Decode a block into the trust's free room and parse it there.  `*offset` is where it is damaged. */
static kedge_status read_block(kedge_batch *batch, kedge_pem *pem, const kedge_pem_block *block, content *found,
                               size_t *offset)
{
    const size_t room = kedge_trust_room(batch->trust);
    const size_t capacity = block->decoded_size < room ? block->decoded_size : room;
    uint8_t *decoded = batch->trust->top - capacity;
    uint32_t fault = 0;
    kedge_status status;

    *offset = (size_t)(block->label.data - pem->text);
    if (kedge_pem_is_private_key(block->label))
        return KEDGE_PEM_PRIVATE_KEY;
    if (!kedge_pem_is_certificate(block->label) && !is_trusted_certificate(block->label))
        return KEDGE_PEM_NOT_CERTIFICATE;
    memset(found, 0, sizeof *found);
    found->block.data = decoded;
    status = kedge_pem_decode(pem, block, decoded, capacity, &found->block.size);
    *offset = pem->fault;
    if (status != KEDGE_OK)
        return status;
    found->entry.first = found->block;
    if (is_trusted_certificate(block->label))
        status = split_block(found, &fault);
    if (status == KEDGE_OK)
        status = kedge_certificate_parse(&found->entry.certificate, found->entry.first.data,
                                         found->entry.first.size, &fault);
    *offset = fault;
    return status;
}

/* Keep a block that has settings, whole, and then what the settings say. */
static kedge_status keep_settings(kedge_trust *trust, content *found, size_t *offset)
{
    kedge_anchor_constraints stated = { .has_path_length = false };
    const kedge_span *faulty = NULL;
    uint8_t *copy;
    uint32_t fault = 0;
    kedge_status status;

    if (found->settings.purposes.size == 0 && found->settings.refused_purposes.size == 0)
        return KEDGE_OK;
    copy = kedge_trust_take(trust, found->block.size, 1);
    if (copy == NULL)
        return KEDGE_MEMORY_TOO_SMALL;
    memmove(copy, found->block.data, found->block.size);
    found->entry.first.data = copy;
    found->entry.certificate.der = copy;
    found->entry.certificate.key.der = copy;
    found->entry.is_kept = true;
    stated.purposes = kedge_span_of(copy, found->settings.purposes);
    stated.refused_purposes = kedge_span_of(copy, found->settings.refused_purposes);
    status = kedge_constraints_keep(trust, &stated, &found->entry.stated, &faulty, &fault);
    if (status != KEDGE_OK && status != KEDGE_MEMORY_TOO_SMALL)
        *offset = (size_t)(faulty->data - copy) + fault;
    return status;
}

/* Find, read and add the next block. */
static kedge_status add_block(kedge_batch *batch, kedge_pem *pem, size_t *offset)
{
    uint8_t *top = batch->trust->top;
    kedge_pem_block block;
    content found;
    kedge_status status = kedge_pem_next(pem, &block);

    if (status == KEDGE_PEM_END)
        return status;
    batch->report.blocks++;
    *offset = pem->fault;
    if (status == KEDGE_OK)
        status = read_block(batch, pem, &block, &found, offset);
    if (status == KEDGE_OK)
        status = keep_settings(batch->trust, &found, offset);
    if (status == KEDGE_OK)
        return kedge_batch_add(batch, &found.entry);
    batch->trust->top = top;
    return status;
}

static kedge_status add_blocks(kedge_batch *batch, kedge_pem *pem, kedge_bundle_damage damage)
{
    for (;;) {
        size_t offset = 0;
        kedge_status status = add_block(batch, pem, &offset);

        if (status == KEDGE_PEM_END)
            return batch->report.added + batch->report.merged != 0 ? KEDGE_OK : KEDGE_NO_CERTIFICATE;
        status = kedge_batch_note(batch, status, offset, damage);
        if (status != KEDGE_OK)
            return status;
    }
}

kedge_status kedge_trust_add_pem(kedge_trust *trust, const uint8_t *text, size_t size,
                                 const kedge_anchor_terms *terms, kedge_bundle_damage damage,
                                 kedge_bundle_report *report)
{
    kedge_batch batch;
    kedge_pem pem;
    kedge_status status = kedge_batch_begin(&batch, trust, terms);

    if (status == KEDGE_OK) {
        kedge_pem_begin(&pem, text, size, KEDGE_PEM_LAX);
        status = add_blocks(&batch, &pem, damage);
    }
    return kedge_batch_end(&batch, status, report);
}
