/* memory_store.h - a store of tags in plain memory, for tests of what lies above stores. */
#ifndef KEDGE_TEST_MEMORY_STORE_H
#define KEDGE_TEST_MEMORY_STORE_H

#include <kedge/tag.h>

#define MEMORY_STORE_TAGS 8
#define MEMORY_STORE_SIZE 16384

typedef struct memory_store {
    kedge_tag_store store;
    struct {
        bool is_used;
        uint32_t tag;
        size_t size;
        uint8_t image[MEMORY_STORE_SIZE];
    } entry[MEMORY_STORE_TAGS];
    kedge_status failure; /* what every function returns where it is not KEDGE_OK */
} memory_store;

/** An empty store that lives until forge_forget(). */
memory_store *memory_store_new(void);

#endif
