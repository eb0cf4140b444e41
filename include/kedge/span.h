/* kedge/span.h - bytes in memory, and places within them.
 *
 * A span points at memory that somebody else owns.  A range is a place inside the encoding of one
 * object (a certificate, a CRL): offsets survive where pointers would not, so that everything parsed
 * may be copied, moved or kept beside its bytes.
 */
#ifndef KEDGE_SPAN_H
#define KEDGE_SPAN_H

#include <stddef.h>
#include <stdint.h>

/** Borrowed bytes.  `data` may be NULL where `size` is 0. */
typedef struct kedge_span {
    const uint8_t *data;
    size_t size;
} kedge_span;

/** Bytes `offset` to `offset + size` of an encoding.  {0, 0} means "absent". */
typedef struct kedge_range {
    uint32_t offset;
    uint32_t size;
} kedge_range;

/** The bytes at `range` of the encoding that starts at `base`. */
static inline kedge_span kedge_span_of(const uint8_t *base, kedge_range range)
{
    kedge_span span = { base + range.offset, range.size };
    return span;
}

#endif
