/* credential/tag_image.h - a tag as a store keeps it.
 *
 *     "KTAG" 01 00 00 00   tag (4)   size of the slots (4)   slots   SHA-256 of all before it (32)
 *     a slot: its number (1)   size (4)   contents
 *
 * Numbers are big-endian; slots stand in ascending order, each at most once.
 */
#ifndef KEDGE_CREDENTIAL_TAG_IMAGE_H
#define KEDGE_CREDENTIAL_TAG_IMAGE_H

#include <kedge/tag.h>

#define KEDGE_TAG_IMAGE_HEAD 16
#define KEDGE_TAG_SLOT_HEAD 5

/** The contents of a tag; `data` is NULL where a slot is empty. */
typedef struct kedge_tag_contents {
    kedge_span slot[KEDGE_SLOT_COUNT];
} kedge_tag_contents;

/** Read an image.  @return KEDGE_OK or KEDGE_TAG_CORRUPT. */
kedge_status kedge_tag_image_read(kedge_span image, uint32_t tag, kedge_tag_contents *contents);

/** An image being written.  To begin with: `octets` and `capacity`, and `size` KEDGE_TAG_IMAGE_HEAD. */
typedef struct kedge_tag_writer {
    uint8_t *octets;
    size_t capacity;
    size_t size;
} kedge_tag_writer;

/** Begin a slot, whose contents then follow at `octets + size`; close it when `size` is at their end.
 *  @return false where there is no room. */
bool kedge_tag_slot_begin(kedge_tag_writer *to, kedge_tag_slot slot);
void kedge_tag_slot_close(kedge_tag_writer *to, size_t begin);

/** Finish an image.  @return false where there is no room. */
bool kedge_tag_image_finish(kedge_tag_writer *to, uint32_t tag);

#endif
