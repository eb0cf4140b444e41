/* trust.c - provisioning trust anchors, from certificates or bare names and keys (RFC 5280, 6.1.1 (d)). */
#include "trust/store.h"

#include <string.h>

/* Parse a certificate, and merge it where it is there already: then `*merged`, and nothing is left to do. */
static kedge_status parse_and_merge(const kedge_trust *trust, kedge_certificate *certificate, kedge_span der,
                                    const kedge_anchor_terms *terms, uint32_t *fault, bool *merged)
{
    const kedge_span nothing = { NULL, 0 };
    kedge_status status = kedge_certificate_parse(certificate, der.data, der.size, fault);
    kedge_anchor *same;

    if (status != KEDGE_OK)
        return status;
    same = kedge_index_same(trust, certificate->subject_hash, der, nothing);
    *merged = same != NULL;
    if (same != NULL) {
        same->terms = *terms;
        same->stated = NULL;
    }
    return KEDGE_OK;
}

static kedge_status add_certificate(kedge_trust *trust, kedge_span der, const kedge_anchor_terms *terms,
                                    bool is_copied, uint32_t *fault)
{
    const kedge_span nothing = { NULL, 0 };
    kedge_certificate certificate;
    bool merged = false;
    kedge_status status = parse_and_merge(trust, &certificate, der, terms, fault, &merged);

    if (status != KEDGE_OK || merged)
        return status;
    if (is_copied)
        return kedge_trust_append_copy(trust, &certificate, der, nothing, terms);
    return kedge_trust_append(trust, &certificate, terms);
}

/* What is taken from the memory and then not needed is given back. */
static kedge_status add_or_restore(kedge_trust *trust, kedge_span der, const kedge_anchor_terms *terms,
                                   bool is_copied, uint32_t *fault)
{
    uint8_t *top = trust->top;
    kedge_anchor_terms kept;
    kedge_status status = kedge_terms_keep(trust, terms, &kept);

    if (status == KEDGE_OK)
        status = add_certificate(trust, der, &kept, is_copied, fault);
    if (status != KEDGE_OK)
        trust->top = top;
    return status;
}

kedge_status kedge_trust_add_der(kedge_trust *trust, const uint8_t *der, size_t size,
                                 const kedge_anchor_terms *terms, uint32_t *fault)
{
    return add_or_restore(trust, (kedge_span){ der, size }, terms, false, fault);
}

kedge_status kedge_trust_add_copy(kedge_trust *trust, const uint8_t *der, size_t size,
                                  const kedge_anchor_terms *terms, uint32_t *fault)
{
    return add_or_restore(trust, (kedge_span){ der, size }, terms, true, fault);
}

kedge_status kedge_trust_check_name(kedge_span name, uint32_t *fault)
{
    kedge_range element;
    kedge_der whole;
    kedge_der der;
    kedge_status status = kedge_der_begin(&whole, name.data, name.size, fault);

    if (status != KEDGE_OK)
        return status;
    der = whole;
    status = kedge_der_read_element(&der, KEDGE_TAG_SEQUENCE, &element);
    if (status == KEDGE_OK)
        status = kedge_der_finish(&der);
    if (status == KEDGE_OK)
        status = kedge_name_check(&whole, element);
    if (status == KEDGE_OK && kedge_name_is_empty(name))
        status = kedge_der_fail(&whole, KEDGE_ISSUER_EMPTY, 0);
    return status;
}

/* Read one well-formed key and nothing else, places counted from the subject on, which stands before it and
 * has `subject_size` bytes. */
static kedge_status read_key(kedge_span info, uint32_t subject_size, kedge_public_key *key, uint32_t *fault)
{
    kedge_der der;
    kedge_status status = kedge_der_begin(&der, info.data, info.size, fault);

    if (status == KEDGE_OK)
        status = kedge_public_key_read(&der, key);
    if (status == KEDGE_OK)
        status = kedge_der_finish(&der);
    if (status != KEDGE_OK) {
        *fault += subject_size;
        return status;
    }
    key->subject_public_key_info.offset += subject_size;
    key->modulus.offset += key->modulus.size != 0 ? subject_size : 0;
    key->exponent.offset += key->exponent.size != 0 ? subject_size : 0;
    key->point.offset += key->point.size != 0 ? subject_size : 0;
    return KEDGE_OK;
}

kedge_status kedge_bare_read(kedge_certificate *bare, kedge_span subject, kedge_span info, uint32_t *fault)
{
    kedge_status status;

    *fault = 0;
    memset(bare, 0, sizeof *bare);
    if (subject.size > KEDGE_CERTIFICATE_SIZE_MAX || info.size > KEDGE_CERTIFICATE_SIZE_MAX)
        return KEDGE_DER_TOO_LARGE;
    status = kedge_trust_check_name(subject, fault);
    if (status == KEDGE_OK)
        status = read_key(info, (uint32_t)subject.size, &bare->key, fault);
    if (status != KEDGE_OK)
        return status;
    bare->size = (uint32_t)(subject.size + info.size);
    bare->subject.size = (uint32_t)subject.size;
    bare->subject_hash = kedge_name_hash(subject);
    return KEDGE_OK;
}

static kedge_status add_bare(kedge_trust *trust, kedge_span subject, kedge_span info,
                             const kedge_anchor_terms *terms, uint32_t *fault)
{
    kedge_certificate bare;
    kedge_anchor *same;
    kedge_status status = kedge_bare_read(&bare, subject, info, fault);

    if (status != KEDGE_OK)
        return status;
    same = kedge_index_same(trust, bare.subject_hash, subject, info);
    if (same == NULL)
        return kedge_trust_append_copy(trust, &bare, subject, info, terms);
    same->terms = *terms;
    same->stated = NULL;
    return KEDGE_OK;
}

kedge_status kedge_trust_add_name_and_key(kedge_trust *trust, kedge_span subject,
                                          kedge_span subject_public_key_info, const kedge_anchor_terms *terms,
                                          uint32_t *fault)
{
    uint8_t *top = trust->top;
    kedge_anchor_terms kept;
    kedge_status status = kedge_terms_keep(trust, terms, &kept);

    *fault = 0;
    if (status == KEDGE_OK)
        status = add_bare(trust, subject, subject_public_key_info, &kept, fault);
    if (status != KEDGE_OK)
        trust->top = top;
    return status;
}

size_t kedge_trust_count(const kedge_trust *trust)
{
    return trust->anchor_count;
}

const kedge_anchor *kedge_trust_at(const kedge_trust *trust, size_t ordinal)
{
    return ordinal < trust->anchor_count ? &trust->anchors[ordinal] : NULL;
}

size_t kedge_trust_ordinal(const kedge_trust *trust, const kedge_anchor *anchor)
{
    return (size_t)(anchor - trust->anchors);
}
