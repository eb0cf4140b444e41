/* flash.c - damage a store of tags in flash at any places: it ends in a status, lists tags in ascending order, and what
 * it then takes it gives back. */
#include <kedge/flash_store.h>

#include "check.h"

#define BLOCK 256
#define BLOCKS 4
#define TAGS_MAX 64

static uint8_t flash[BLOCK * BLOCKS];

static bool read_flash(void *context, uint32_t offset, uint8_t *octets, size_t size)
{
    (void)context;
    CHECK(size <= sizeof flash && offset <= sizeof flash - size);
    memcpy(octets, flash + offset, size);
    return true;
}

static bool program(void *context, uint32_t offset, const uint8_t *octets, size_t size)
{
    (void)context;
    CHECK(size % KEDGE_FLASH_UNIT == 0 && offset % KEDGE_FLASH_UNIT == 0);
    CHECK(size <= sizeof flash && offset <= sizeof flash - size);
    for (size_t i = 0; i < size; i++) {
        CHECK(flash[offset + i] == 0xff);
        flash[offset + i] = octets[i];
    }
    return true;
}

static bool erase(void *context, uint32_t block)
{
    (void)context;
    CHECK(block < BLOCKS);
    memset(flash + block * BLOCK, 0xff, BLOCK);
    return true;
}

static const kedge_flash medium = { read_flash, program, erase, NULL, NULL, BLOCK, BLOCKS };

static kedge_tag_store prepared(void)
{
    static const uint8_t contents[100] = { 1, 2, 3 };
    kedge_tag_store store;

    CHECK(kedge_flash_format(&medium) == KEDGE_OK);
    CHECK(kedge_flash_store_open(&store, &medium) == KEDGE_OK);
    for (uint32_t tag = 0; tag < 3; tag++)
        CHECK(store.replace(&store, tag * 7, (kedge_span){ contents, 20 + 30 * tag }) == KEDGE_OK);
    return store;
}

static void read_all(const kedge_tag_store *store)
{
    uint8_t image[BLOCK * BLOCKS];
    uint32_t tag, from = 0;
    size_t size;

    for (int i = 0; i < TAGS_MAX && store->next(store, from, &tag) == KEDGE_OK; i++) {
        CHECK(tag >= from);
        (void)store->read(store, tag, image, sizeof image, &size);
        if (tag == UINT32_MAX)
            return;
        from = tag + 1;
    }
}

static void write_one(const kedge_tag_store *store)
{
    static const uint8_t contents[33] = { 9, 8, 7 };
    uint8_t image[sizeof contents];
    size_t size;

    if (store->replace(store, 5, (kedge_span){ contents, sizeof contents }) != KEDGE_OK)
        return;
    CHECK(store->read(store, 5, image, sizeof image, &size) == KEDGE_OK);
    CHECK(size == sizeof contents && memcmp(image, contents, size) == 0);
    CHECK(store->erase(store, 5) != KEDGE_TAG_NOT_FOUND);
}

/* The input is places and what stands there instead, three octets each. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kedge_tag_store store = prepared();

    for (size_t i = 0; i + 3 <= size; i += 3)
        flash[((unsigned)data[i] << 8 | data[i + 1]) % sizeof flash] = data[i + 2];
    read_all(&store);
    if (kedge_flash_store_open(&store, &medium) != KEDGE_OK)
        return 0;
    read_all(&store);
    write_one(&store);
    read_all(&store);
    return 0;
}
