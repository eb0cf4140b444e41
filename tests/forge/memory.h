/* forge/memory.h - memory that tests never free.
 *
 * Everything the forge makes lives until the program ends, or until forge_forget() is called.  Every
 * piece is a heap block of its own, exactly as large as what it holds, so that a sanitizer sees each
 * read beyond the end of a forged certificate.  For one thread.
 */
#ifndef FORGE_MEMORY_H
#define FORGE_MEMORY_H

#include <kedge/span.h>

/** @return `size` zeroed bytes; the program ends when there are none. */
void *forge_allocate(size_t size);

/** @return a copy of `size` bytes at `data`. */
kedge_span forge_copy(const void *data, size_t size);

/** Free all that was allocated; everything made before is gone, keys excepted. */
void forge_forget(void);

/** End the program, saying why: a test asked for something that the forge does not have. */
_Noreturn void forge_fail(const char *why);

#endif
