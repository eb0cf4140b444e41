/* kedge/flash_store.h - security tags in flash memory, or in anything that is erased in blocks.
 *
 * The blocks are two halves, of which one is in use.  A write appends a record to it; when there is no more room, what
 * is alive is copied to the other half, which then takes its place, and the old one is erased.  A record counts when
 * its commit mark stands behind it, a half when its heading stands before it, and both are written last, after what
 * they vouch for has reached the medium.  So the power may fail at any moment, writes that were not yet synchronised
 * may be lost or torn in any order: each tag has its old contents or its new ones.
 *
 * A record that was committed and is damaged later is told by its CRC and named; a heading that is damaged in the midst
 * of others makes the store refuse as a whole (KEDGE_TAG_CORRUPT), since what stands behind it could be newer.
 *
 * Deleting a tag erases its contents from the medium.  Replacing one leaves the old contents in the flash until the
 * half is full.
 *
 * Nothing is kept between calls: the flash is read anew each time, in time proportional to what is in use.
 * Thread safety: none; a store is for one thread at a time.
 */
#ifndef KEDGE_FLASH_STORE_H
#define KEDGE_FLASH_STORE_H

#include <kedge/tag.h>

/** Writes begin at multiples of this, and are as long. */
#define KEDGE_FLASH_UNIT 16

/** How the flash is reached.  Functions return false where the hardware fails. */
typedef struct kedge_flash {
    bool (*read)(void *context, uint32_t offset, uint8_t *octets, size_t size);
    /** Program octets that are erased, FF: whole units of KEDGE_FLASH_UNIT.  Each unit is programmed once. */
    bool (*program)(void *context, uint32_t offset, const uint8_t *octets, size_t size);
    /** Erase a block: all its octets become FF. */
    bool (*erase)(void *context, uint32_t block);
    /** Return when everything before has reached the medium.  NULL where that is so anyway. */
    bool (*sync)(void *context);
    void *context;
    uint32_t block_size;  /**< bytes, a multiple of KEDGE_FLASH_UNIT */
    uint32_t block_count; /**< even, at least 2 */
} kedge_flash;

/** Make an empty store: everything is erased.  @return KEDGE_OK; KEDGE_BAD_ARGUMENT; KEDGE_STORE_FAILED. */
kedge_status kedge_flash_format(const kedge_flash *flash);

/**
 * Use the store in a flash.
 *
 * @param store  receives a store that borrows `flash`.
 * @return KEDGE_OK; KEDGE_BAD_ARGUMENT; KEDGE_STORE_UNFORMATTED; KEDGE_TAG_CORRUPT; KEDGE_STORE_FAILED.
 */
kedge_status kedge_flash_store_open(kedge_tag_store *store, const kedge_flash *flash);

#endif
