/* tags.h - the store of security tags that a command works on. */
#ifndef KEDGE_TAGS_H
#define KEDGE_TAGS_H

#include "certificates.h"

#include <kedge/credential.h>
#include <kedge/directory_store.h>

/* Released by tags_close(). */
typedef struct tags {
    kedge_directory_store directory;
    const kedge_tag_store *store;
    char *path;
    uint8_t *memory; /* scratch for one operation, large enough for a tag of TAGS_SIZE_MAX bytes */
    size_t memory_size;
} tags;

#define TAGS_SIZE_MAX ((size_t)1 << 20)

/* The lines of --help about where the store is. */
#define TAGS_HELP \
    "  --store DIR      where tags are kept; the default is kedge/tags in $XDG_DATA_HOME, or in\n" \
    "                   $HOME/.local/share\n"

/* Open the store in `path`, or the user's own where that is NULL.  False after a complaint. */
bool tags_open(tags *in, const char *path, kedge_directory_use use);

void tags_close(tags *in);

/* Read the number of a tag.  False after a complaint. */
bool tags_read_number(const char *text, uint32_t *tag);

/* Say what went wrong with a tag. */
void tags_complain(const tags *in, uint32_t tag, kedge_status status);

/* Add the roots of a tag to a list.  False after a complaint. */
bool tags_add_roots(tags *in, uint32_t tag, certificates *list);

#endif
