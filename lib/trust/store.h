/* store.h - the memory of a trust: how its one block is carved up, and its index of anchors.
 *
 *     | buckets | anchors ->      free      <- copies, distrust entries |
 *
 * Nothing is ever given back but what kedge_trust_truncate() undoes.
 */
#ifndef KEDGE_TRUST_STORE_H
#define KEDGE_TRUST_STORE_H

#include <kedge/trust.h>

/* How many bytes of the block one bucket stands for, roughly an anchor: so that chains stay short
 * whatever the block is filled with. */
#define KEDGE_TRUST_BYTES_PER_BUCKET 512

/* A private bit of kedge_anchor_terms.given: the anchor has been met again in the bundle that is being
 * read, and gets the bundle's terms if the bundle is accepted. */
#define KEDGE_ANCHOR_MET ((uint32_t)1 << 31)

/* Bytes between the anchors and the copies. */
size_t kedge_trust_room(const kedge_trust *trust);

/* Take `size` bytes from the top, aligned to `align`, a divisor of an anchor's alignment; NULL where they
 * do not fit. */
uint8_t *kedge_trust_take(kedge_trust *trust, size_t size, size_t align);

/* Append an anchor whose bytes outlive the trust and are no other's: KEDGE_OK or KEDGE_MEMORY_TOO_SMALL. */
kedge_status kedge_trust_append(kedge_trust *trust, const kedge_certificate *certificate,
                                const kedge_anchor_terms *terms);

/* The same for one whose encoding, `first` followed by `second`, is copied; it may lie in the room between
 * the anchors and the copies. */
kedge_status kedge_trust_append_copy(kedge_trust *trust, kedge_certificate *certificate, kedge_span first,
                                     kedge_span second, const kedge_anchor_terms *terms);

/* Take back every anchor from ordinal `count` on, and every copy below `top`. */
void kedge_trust_truncate(kedge_trust *trust, size_t count, uint8_t *top);

/* Store an anchor's place in the chains, sorted by its bytes, or take it out of them. */
void kedge_index_link(kedge_trust *trust, kedge_anchor *anchor);
void kedge_index_unlink(kedge_trust *trust, const kedge_anchor *anchor);

/* The anchor whose encoding is `first` followed by `second`, NULL where there is none.  `hash` is that of
 * its subject. */
kedge_anchor *kedge_index_same(const kedge_trust *trust, uint64_t hash, kedge_span first, kedge_span second);

/* The bucket of a hash. */
static inline size_t kedge_trust_bucket(const kedge_trust *trust, uint64_t hash)
{
    return (size_t)(hash ^ hash >> 32) & (trust->bucket_count - 1);
}

/* constraints.c */

/* Copy constraints into the trust's memory; all identifier octets become those of a SEQUENCE, as which the
 * elements are checked then.  `*fault` counts from the start of the element `*faulty`, which is one of those
 * in `from`.  Answers KEDGE_OK, KEDGE_MEMORY_TOO_SMALL, or why an element is not of its form; what was
 * taken then is to be given back by the caller. */
kedge_status kedge_constraints_keep(kedge_trust *trust, const kedge_anchor_constraints *from,
                                    const kedge_anchor_constraints **kept, const kedge_span **faulty,
                                    uint32_t *fault);

/* Put the defaults in the place of NULL, and keep the constraints: KEDGE_OK, KEDGE_MEMORY_TOO_SMALL, or
 * KEDGE_BAD_ARGUMENT for unknown bits and malformed constraints. */
kedge_status kedge_terms_keep(kedge_trust *trust, const kedge_anchor_terms *terms, kedge_anchor_terms *kept);

/* batch.c: many anchors at once, wholly or not at all. */

typedef struct kedge_batch {
    kedge_trust *trust;
    kedge_anchor_terms terms;
    kedge_bundle_report report;
    size_t anchors_before;
    uint8_t *top_before;
} kedge_batch;

/* An anchor to be added. */
typedef struct kedge_batch_entry {
    kedge_certificate certificate;
    kedge_span first;     /* the encoding, in two parts */
    kedge_span second;
    bool is_kept;         /* `first` lies in the trust's memory for good, and is all of it */
    const kedge_anchor_constraints *stated; /* kept; NULL for none */
} kedge_batch_entry;

/* As kedge_terms_keep(). */
kedge_status kedge_batch_begin(kedge_batch *batch, kedge_trust *trust, const kedge_anchor_terms *terms);

/* Add an anchor, or note that it is there already: KEDGE_OK or KEDGE_MEMORY_TOO_SMALL. */
kedge_status kedge_batch_add(kedge_batch *batch, kedge_batch_entry *entry);

/* What to do after a block: KEDGE_OK to go on, else the batch has failed. */
kedge_status kedge_batch_note(kedge_batch *batch, kedge_status status, size_t offset, kedge_bundle_damage damage);

/* Accept what was added, or take it back.  Answers `status`. */
kedge_status kedge_batch_end(kedge_batch *batch, kedge_status status, kedge_bundle_report *report);

/* Read a bare name and key, both checked, into a certificate of version 0 whose encoding is the two one after
 * the other.  `fault` counts over both. */
kedge_status kedge_bare_read(kedge_certificate *bare, kedge_span subject, kedge_span info, uint32_t *fault);

/* Check that `name` is the Name of an issuer, well-formed and not empty, and nothing else. */
kedge_status kedge_trust_check_name(kedge_span name, uint32_t *fault);

#define KEDGE_FNV_BASIS UINT64_C(0xcbf29ce484222325)

/* FNV-1a, continued from `hash`: for look-up, not for security. */
uint64_t kedge_fnv(uint64_t hash, kedge_span bytes);

#endif
