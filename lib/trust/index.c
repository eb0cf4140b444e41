/* index.c - finding anchors by subject and by key identifier.
 *
 * Two tables of buckets, each bucket a chain of ordinals.  A chain is sorted by the anchors' bytes, so
 * that the order of what is found is a property of the set and not of the order of adding.
 */
#include "trust/store.h"

#include <string.h>

#define FNV_PRIME UINT64_C(0x100000001b3)

uint64_t kedge_fnv(uint64_t hash, kedge_span bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        hash = (hash ^ bytes.data[i]) * FNV_PRIME;
    return hash;
}

static kedge_span key_id_of(const kedge_anchor *anchor)
{
    return kedge_certificate_span(&anchor->certificate, anchor->certificate.subject_key_identifier);
}

static uint32_t *subject_bucket(const kedge_trust *trust, uint64_t hash)
{
    return &trust->by_subject[kedge_trust_bucket(trust, hash)];
}

static uint32_t *key_id_bucket(const kedge_trust *trust, kedge_span key_id)
{
    return &trust->by_key_id[kedge_trust_bucket(trust, kedge_fnv(KEDGE_FNV_BASIS, key_id))];
}

static kedge_anchor *anchor_of(const kedge_trust *trust, uint32_t link)
{
    return link == 0 ? NULL : &trust->anchors[link - 1];
}

static bool is_before(const kedge_anchor *one, const kedge_anchor *other)
{
    uint32_t one_size = one->certificate.size;
    uint32_t other_size = other->certificate.size;
    uint32_t common = one_size < other_size ? one_size : other_size;
    int order = memcmp(one->certificate.der, other->certificate.der, common);

    return order != 0 ? order < 0 : one_size < other_size;
}

static void link_by_subject(kedge_trust *trust, kedge_anchor *anchor, uint32_t link)
{
    uint32_t *place = subject_bucket(trust, anchor->certificate.subject_hash);

    while (*place != 0 && is_before(anchor_of(trust, *place), anchor))
        place = &anchor_of(trust, *place)->next_by_subject;
    anchor->next_by_subject = *place;
    *place = link;
}

static void link_by_key_id(kedge_trust *trust, kedge_anchor *anchor, uint32_t link)
{
    uint32_t *place = key_id_bucket(trust, key_id_of(anchor));

    while (*place != 0 && is_before(anchor_of(trust, *place), anchor))
        place = &anchor_of(trust, *place)->next_by_key_id;
    anchor->next_by_key_id = *place;
    *place = link;
}

void kedge_index_link(kedge_trust *trust, kedge_anchor *anchor)
{
    uint32_t link = (uint32_t)kedge_trust_ordinal(trust, anchor) + 1;

    anchor->next_by_key_id = 0;
    link_by_subject(trust, anchor, link);
    if (key_id_of(anchor).size != 0)
        link_by_key_id(trust, anchor, link);
}

void kedge_index_unlink(kedge_trust *trust, const kedge_anchor *anchor)
{
    uint32_t link = (uint32_t)kedge_trust_ordinal(trust, anchor) + 1;
    uint32_t *place = subject_bucket(trust, anchor->certificate.subject_hash);

    while (*place != link)
        place = &anchor_of(trust, *place)->next_by_subject;
    *place = anchor->next_by_subject;
    if (key_id_of(anchor).size == 0)
        return;
    place = key_id_bucket(trust, key_id_of(anchor));
    while (*place != link)
        place = &anchor_of(trust, *place)->next_by_key_id;
    *place = anchor->next_by_key_id;
}

kedge_anchor *kedge_index_same(const kedge_trust *trust, uint64_t hash, kedge_span first, kedge_span second)
{
    kedge_anchor *anchor = anchor_of(trust, *subject_bucket(trust, hash));

    for (; anchor != NULL; anchor = anchor_of(trust, anchor->next_by_subject)) {
        const kedge_certificate *certificate = &anchor->certificate;

        if (certificate->size == first.size + second.size
            && memcmp(certificate->der, first.data, first.size) == 0
            && (second.size == 0 || memcmp(certificate->der + first.size, second.data, second.size) == 0))
            return anchor;
    }
    return NULL;
}

const kedge_anchor *kedge_trust_find(const kedge_trust *trust, kedge_span subject, uint64_t hash,
                                     const kedge_anchor *previous)
{
    uint32_t link = previous == NULL ? *subject_bucket(trust, hash) : previous->next_by_subject;
    const kedge_anchor *anchor = anchor_of(trust, link);

    for (; anchor != NULL; anchor = anchor_of(trust, anchor->next_by_subject)) {
        const kedge_certificate *certificate = &anchor->certificate;

        if (certificate->subject_hash == hash
            && kedge_name_equal(kedge_certificate_span(certificate, certificate->subject), subject))
            return anchor;
    }
    return NULL;
}

const kedge_anchor *kedge_trust_find_key_id(const kedge_trust *trust, kedge_span key_id,
                                            const kedge_anchor *previous)
{
    const kedge_anchor *anchor;

    if (key_id.size == 0)
        return NULL;
    anchor = anchor_of(trust, previous == NULL ? *key_id_bucket(trust, key_id) : previous->next_by_key_id);
    for (; anchor != NULL; anchor = anchor_of(trust, anchor->next_by_key_id)) {
        kedge_span own = key_id_of(anchor);

        if (own.size == key_id.size && memcmp(own.data, key_id.data, own.size) == 0)
            return anchor;
    }
    return NULL;
}
