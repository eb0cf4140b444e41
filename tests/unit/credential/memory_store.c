/* memory_store.c - a store of tags in plain memory. */
#include "unit/credential/memory_store.h"

#include <string.h>

#include "forge/memory.h"

static int find(const memory_store *in, uint32_t tag)
{
    for (int i = 0; i < MEMORY_STORE_TAGS; i++)
        if (in->entry[i].is_used && in->entry[i].tag == tag)
            return i;
    return -1;
}

static kedge_status read_tag(const kedge_tag_store *store, uint32_t tag, uint8_t *image, size_t capacity, size_t *size)
{
    const memory_store *in = store->context;
    const int i = find(in, tag);

    if (in->failure != KEDGE_OK || i < 0)
        return in->failure != KEDGE_OK ? in->failure : KEDGE_TAG_NOT_FOUND;
    *size = in->entry[i].size;
    if (*size > capacity)
        return KEDGE_MEMORY_TOO_SMALL;
    memcpy(image, in->entry[i].image, *size);
    return KEDGE_OK;
}

static kedge_status replace_tag(const kedge_tag_store *store, uint32_t tag, kedge_span image)
{
    memory_store *in = store->context;
    int i = find(in, tag);

    for (int free = 0; i < 0 && free < MEMORY_STORE_TAGS; free++)
        if (!in->entry[free].is_used)
            i = free;
    if (in->failure != KEDGE_OK || i < 0 || image.size > MEMORY_STORE_SIZE)
        return in->failure != KEDGE_OK ? in->failure : KEDGE_STORE_FULL;
    in->entry[i].is_used = true;
    in->entry[i].tag = tag;
    in->entry[i].size = image.size;
    memcpy(in->entry[i].image, image.data, image.size);
    return KEDGE_OK;
}

static kedge_status erase_tag(const kedge_tag_store *store, uint32_t tag)
{
    memory_store *in = store->context;
    const int i = find(in, tag);

    if (i < 0)
        return KEDGE_TAG_NOT_FOUND;
    in->entry[i].is_used = false;
    return KEDGE_OK;
}

static kedge_status next_tag(const kedge_tag_store *store, uint32_t from, uint32_t *tag)
{
    const memory_store *in = store->context;
    bool is_found = false;

    for (int i = 0; i < MEMORY_STORE_TAGS; i++)
        if (in->entry[i].is_used && in->entry[i].tag >= from && (!is_found || in->entry[i].tag < *tag)) {
            *tag = in->entry[i].tag;
            is_found = true;
        }
    return is_found ? KEDGE_OK : KEDGE_TAG_NOT_FOUND;
}

memory_store *memory_store_new(void)
{
    memory_store *made = forge_allocate(sizeof *made);

    made->store = (kedge_tag_store){ read_tag, replace_tag, erase_tag, next_tag, made };
    return made;
}
