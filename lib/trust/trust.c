/* trust.c - provisioning trust anchors, from certificates or bare names and keys (RFC 5280, 6.1.1 (d)). */
#include "trust/store.h"

#include <string.h>

static const kedge_anchor_terms no_terms;

bool kedge_terms_check(const kedge_anchor_terms **terms)
{
    if (*terms == NULL)
        *terms = &no_terms;
    return (((*terms)->given | (*terms)->value) & ~(uint32_t)KEDGE_ANCHOR_TERMS_ALL) == 0;
}

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
    if (same != NULL)
        same->terms = *terms;
    return KEDGE_OK;
}

kedge_status kedge_trust_add_der(kedge_trust *trust, const uint8_t *der, size_t size,
                                 const kedge_anchor_terms *terms, uint32_t *fault)
{
    const kedge_span whole = { der, size };
    kedge_certificate certificate;
    bool merged = false;
    kedge_status status;

    if (!kedge_terms_check(&terms))
        return KEDGE_BAD_ARGUMENT;
    status = parse_and_merge(trust, &certificate, whole, terms, fault, &merged);
    if (status != KEDGE_OK || merged)
        return status;
    return kedge_trust_append(trust, &certificate, terms);
}

kedge_status kedge_trust_add_copy(kedge_trust *trust, const uint8_t *der, size_t size,
                                  const kedge_anchor_terms *terms, uint32_t *fault)
{
    const kedge_span whole = { der, size };
    const kedge_span nothing = { NULL, 0 };
    kedge_certificate certificate;
    bool merged = false;
    kedge_status status;

    if (!kedge_terms_check(&terms))
        return KEDGE_BAD_ARGUMENT;
    status = parse_and_merge(trust, &certificate, whole, terms, fault, &merged);
    if (status != KEDGE_OK || merged)
        return status;
    return kedge_trust_append_copy(trust, &certificate, whole, nothing, terms);
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

/* Check that `info` is one well-formed key and nothing else; faults count from the subject on, which has
 * `subject_size` bytes. */
static kedge_status check_key(kedge_span info, uint32_t subject_size, uint32_t *fault)
{
    kedge_public_key key;
    kedge_der der;
    kedge_status status = kedge_der_begin(&der, info.data, info.size, fault);

    if (status == KEDGE_OK)
        status = kedge_public_key_read(&der, &key);
    if (status == KEDGE_OK)
        status = kedge_der_finish(&der);
    if (status != KEDGE_OK)
        *fault += subject_size;
    return status;
}

/* Append a checked name and key.  The key is read again, as its places now count from the copy's start. */
static kedge_status append_bare(kedge_trust *trust, kedge_certificate *bare, kedge_span subject,
                                kedge_span info, const kedge_anchor_terms *terms, uint32_t *fault)
{
    kedge_status status = kedge_trust_append_copy(trust, bare, subject, info, terms);
    kedge_certificate *appended;
    kedge_der der;

    if (status != KEDGE_OK)
        return status;
    appended = &trust->anchors[trust->anchor_count - 1].certificate;
    status = kedge_der_begin(&der, appended->der, appended->size, fault);
    der.position = appended->subject.size;
    return status != KEDGE_OK ? status : kedge_public_key_read(&der, &appended->key);
}

kedge_status kedge_trust_add_name_and_key(kedge_trust *trust, kedge_span subject,
                                          kedge_span subject_public_key_info, const kedge_anchor_terms *terms,
                                          uint32_t *fault)
{
    const kedge_span info = subject_public_key_info;
    kedge_certificate bare;
    kedge_anchor *same;
    kedge_status status;

    *fault = 0;
    if (!kedge_terms_check(&terms))
        return KEDGE_BAD_ARGUMENT;
    if (subject.size > KEDGE_CERTIFICATE_SIZE_MAX || info.size > KEDGE_CERTIFICATE_SIZE_MAX)
        return KEDGE_DER_TOO_LARGE;
    status = kedge_trust_check_name(subject, fault);
    if (status == KEDGE_OK)
        status = check_key(info, (uint32_t)subject.size, fault);
    if (status != KEDGE_OK)
        return status;
    memset(&bare, 0, sizeof bare);
    bare.size = (uint32_t)(subject.size + info.size);
    bare.subject.size = (uint32_t)subject.size;
    bare.subject_hash = kedge_name_hash(subject);
    same = kedge_index_same(trust, bare.subject_hash, subject, info);
    if (same != NULL) {
        same->terms = *terms;
        return KEDGE_OK;
    }
    return append_bare(trust, &bare, subject, info, terms, fault);
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
