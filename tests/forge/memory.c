/* memory.c - one list of heap blocks, freed together. */
#include "forge/memory.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct block {
    alignas(max_align_t) struct block *next;
} block;

static block *blocks;

_Noreturn void forge_fail(const char *why)
{
    fprintf(stderr, "forge: %s\n", why);
    abort();
}

void *forge_allocate(size_t size)
{
    block *fresh = calloc(1, sizeof *fresh + size);

    if (fresh == NULL)
        forge_fail("out of memory");
    fresh->next = blocks;
    blocks = fresh;
    return fresh + 1;
}

kedge_span forge_copy(const void *data, size_t size)
{
    uint8_t *copy = forge_allocate(size);
    kedge_span span = { copy, size };

    if (size > 0)
        memcpy(copy, data, size);
    return span;
}

void forge_forget(void)
{
    while (blocks != NULL) {
        block *next = blocks->next;

        free(blocks);
        blocks = next;
    }
}
