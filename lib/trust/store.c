/* store.c - the memory of a trust, carved out of the one block that the caller gives. */
#include "trust/store.h"

#include "trust/align.h"

#include <string.h>

/* More than any machine's memory holds of anchors, and a mask that 32 bits of a hash fill. */
#define BUCKETS_MAX ((size_t)1 << 24)

/* What one bucket costs: an entry of each table. */
#define BUCKET_BYTES (2 * sizeof(uint32_t) + sizeof(struct kedge_distrust *))

_Static_assert(BUCKET_BYTES * 16 <= KEDGE_TRUST_BYTES_PER_BUCKET, "kedge_trust_size() adds a sixteenth");
_Static_assert(_Alignof(kedge_anchor) <= KEDGE_TRUST_ALIGN, "an anchor fits the alignment of the memory");
_Static_assert(KEDGE_ANCHOR_MET > KEDGE_ANCHOR_TERMS_ALL, "the private bit is none of the public ones");

static size_t bucket_count_for(size_t size)
{
    size_t count = 1;

    while (count < BUCKETS_MAX && count * 2 <= size / KEDGE_TRUST_BYTES_PER_BUCKET)
        count *= 2;
    return count;
}

size_t kedge_trust_size(size_t anchors, size_t der_bytes)
{
    const size_t buckets_at_least = kedge_align(BUCKET_BYTES, KEDGE_TRUST_ALIGN);
    size_t wanted;

    if (anchors > SIZE_MAX / 4 / sizeof(kedge_anchor) || der_bytes > SIZE_MAX / 4)
        return SIZE_MAX;
    wanted = anchors * sizeof(kedge_anchor) + der_bytes + buckets_at_least + KEDGE_TRUST_ALIGN;
    return wanted + wanted / 15 + 1;
}

kedge_status kedge_trust_init(kedge_trust *trust, void *memory, size_t size, const kedge_crypto *crypto)
{
    size_t buckets = bucket_count_for(size);
    size_t table_bytes = kedge_align(buckets * BUCKET_BYTES, KEDGE_TRUST_ALIGN);

    if (trust == NULL || memory == NULL || crypto == NULL || (uintptr_t)memory % KEDGE_TRUST_ALIGN != 0)
        return KEDGE_BAD_ARGUMENT;
    if (size < table_bytes)
        return KEDGE_MEMORY_TOO_SMALL;
    memset(memory, 0, table_bytes);
    memset(trust, 0, sizeof *trust);
    trust->crypto = crypto;
    trust->bucket_count = buckets;
    trust->distrusted = memory;
    trust->by_subject = (uint32_t *)(void *)(trust->distrusted + buckets);
    trust->by_key_id = trust->by_subject + buckets;
    trust->anchors = (kedge_anchor *)(void *)((uint8_t *)memory + table_bytes);
    trust->top = (uint8_t *)memory + size;
    for (size_t i = 0; i < buckets; i++)
        trust->distrusted[i] = NULL;
    return KEDGE_OK;
}

size_t kedge_trust_room(const kedge_trust *trust)
{
    return (size_t)(trust->top - (const uint8_t *)(trust->anchors + trust->anchor_count));
}

uint8_t *kedge_trust_take(kedge_trust *trust, size_t size, size_t align)
{
    if (size > kedge_trust_room(trust))
        return NULL;
    /* The room begins where an anchor could, so rounding down to a lesser alignment does not leave it. */
    trust->top -= size;
    trust->top -= (uintptr_t)trust->top & (align - 1);
    return trust->top;
}

kedge_status kedge_trust_append(kedge_trust *trust, const kedge_certificate *certificate,
                                const kedge_anchor_terms *terms)
{
    kedge_anchor *anchor = &trust->anchors[trust->anchor_count];

    /* Ordinals have 32 bits, and 0 stands for none. */
    if (kedge_trust_room(trust) < sizeof *anchor || trust->anchor_count >= UINT32_MAX - 1)
        return KEDGE_MEMORY_TOO_SMALL;
    memset(anchor, 0, sizeof *anchor);
    anchor->certificate = *certificate;
    anchor->terms = *terms;
    trust->anchor_count++;
    kedge_index_link(trust, anchor);
    return KEDGE_OK;
}

void kedge_trust_truncate(kedge_trust *trust, size_t count, uint8_t *top)
{
    while (trust->anchor_count > count) {
        kedge_index_unlink(trust, &trust->anchors[trust->anchor_count - 1]);
        trust->anchor_count--;
    }
    trust->top = top;
}

kedge_status kedge_trust_append_copy(kedge_trust *trust, kedge_certificate *certificate, kedge_span first,
                                     kedge_span second, const kedge_anchor_terms *terms)
{
    uint8_t *before = trust->top;
    uint8_t *copy = kedge_trust_take(trust, first.size + second.size, 1);

    if (copy == NULL || kedge_trust_room(trust) < sizeof(kedge_anchor)) {
        trust->top = before;
        return KEDGE_MEMORY_TOO_SMALL;
    }
    memmove(copy, first.data, first.size);
    if (second.size != 0)
        memmove(copy + first.size, second.data, second.size);
    certificate->der = copy;
    certificate->key.der = copy;
    return kedge_trust_append(trust, certificate, terms);
}
