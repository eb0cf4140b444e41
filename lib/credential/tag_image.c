/* tag_image.c - a tag as a store keeps it. */
#include "credential/tag_image.h"

#include <string.h>

#include "credential/hash.h"

static const uint8_t magic[8] = { 'K', 'T', 'A', 'G', 1, 0, 0, 0 };

static void put_number(uint8_t *to, uint32_t number)
{
    to[0] = (uint8_t)(number >> 24);
    to[1] = (uint8_t)(number >> 16);
    to[2] = (uint8_t)(number >> 8);
    to[3] = (uint8_t)number;
}

static uint32_t get_number(const uint8_t *from)
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

static void digest_of(const uint8_t *octets, size_t size, uint8_t digest[KEDGE_SHA256_SIZE])
{
    const kedge_span none = { NULL, 0 };

    kedge_hash_pieces(&br_sha256_vtable, (kedge_span){ octets, size }, none, none, digest);
}

static bool is_whole(kedge_span image, uint32_t tag)
{
    uint8_t digest[KEDGE_SHA256_SIZE];
    const size_t overhead = KEDGE_TAG_IMAGE_HEAD + KEDGE_SHA256_SIZE;

    if (image.size < overhead || memcmp(image.data, magic, sizeof magic) != 0 || get_number(image.data + 8) != tag
        || get_number(image.data + 12) != image.size - overhead)
        return false;
    digest_of(image.data, image.size - sizeof digest, digest);
    return memcmp(digest, image.data + image.size - sizeof digest, sizeof digest) == 0;
}

kedge_status kedge_tag_image_read(kedge_span image, uint32_t tag, kedge_tag_contents *contents)
{
    size_t at = KEDGE_TAG_IMAGE_HEAD, end;
    size_t lowest = 0;

    memset(contents, 0, sizeof *contents);
    if (!is_whole(image, tag))
        return KEDGE_TAG_CORRUPT;
    for (end = image.size - KEDGE_SHA256_SIZE; at < end; lowest++) {
        const uint8_t slot = image.data[at];
        size_t size;

        if (end - at < KEDGE_TAG_SLOT_HEAD || slot < lowest || slot >= KEDGE_SLOT_COUNT)
            return KEDGE_TAG_CORRUPT;
        size = get_number(image.data + at + 1);
        at += KEDGE_TAG_SLOT_HEAD;
        if (size == 0 || size > end - at)
            return KEDGE_TAG_CORRUPT;
        contents->slot[slot] = (kedge_span){ image.data + at, size };
        lowest = slot;
        at += size;
    }
    return KEDGE_OK;
}

bool kedge_tag_slot_begin(kedge_tag_writer *to, kedge_tag_slot slot)
{
    if (to->capacity < to->size || to->capacity - to->size < KEDGE_TAG_SLOT_HEAD)
        return false;
    to->octets[to->size] = (uint8_t)slot;
    to->size += KEDGE_TAG_SLOT_HEAD;
    return true;
}

void kedge_tag_slot_close(kedge_tag_writer *to, size_t begin)
{
    put_number(to->octets + begin + 1, (uint32_t)(to->size - begin - KEDGE_TAG_SLOT_HEAD));
}

bool kedge_tag_image_finish(kedge_tag_writer *to, uint32_t tag)
{
    if (to->capacity < to->size || to->capacity - to->size < KEDGE_SHA256_SIZE)
        return false;
    memcpy(to->octets, magic, sizeof magic);
    put_number(to->octets + 8, tag);
    put_number(to->octets + 12, (uint32_t)(to->size - KEDGE_TAG_IMAGE_HEAD));
    digest_of(to->octets, to->size, to->octets + to->size);
    to->size += KEDGE_SHA256_SIZE;
    return true;
}
