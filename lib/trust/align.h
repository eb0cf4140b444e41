/* align.h - sizes and alignments. */
#ifndef KEDGE_TRUST_ALIGN_H
#define KEDGE_TRUST_ALIGN_H

#include <stddef.h>

/* `size` rounded up to a multiple of `align`, a power of two. */
static inline size_t kedge_align(size_t size, size_t align)
{
    return (size + align - 1) & ~(align - 1);
}

#endif
