/* credential/flash_log.h - records in one half of a flash.
 *
 *     heading of a half:  "KHLF"   sequence     CRC-32 of the two   its complement
 *     record:             "KREC"   tag          size                CRC-32 of the three
 *                         contents, filled up with FF to whole units
 *                         "KCMT"   CRC-32 of the contents           its complement   "KCMT"
 *
 * Numbers are little-endian.  Each line but the contents is one unit.
 */
#ifndef KEDGE_CREDENTIAL_FLASH_LOG_H
#define KEDGE_CREDENTIAL_FLASH_LOG_H

#include <kedge/flash_store.h>

typedef struct kedge_flash_record {
    uint32_t offset;    /**< of its first line, in the flash */
    uint32_t tag;
    uint32_t size;      /**< of the contents */
    bool is_committed;
    uint32_t crc;       /**< of the contents, as its last line says; where it is committed */
} kedge_flash_record;

/** A half, walked over record by record. */
typedef struct kedge_flash_log {
    const kedge_flash *flash;
    uint32_t position;  /**< of the next record */
    uint32_t end;       /**< of the half */
} kedge_flash_log;

uint32_t kedge_flash_crc(uint32_t crc, const uint8_t *octets, size_t size);

/** The bytes of a half, and where half `which` begins. */
uint32_t kedge_flash_half_size(const kedge_flash *flash);

/** A record with contents of `size` bytes takes this many; 0 where no half is that large. */
uint32_t kedge_flash_record_size(const kedge_flash *flash, size_t size);

/** Read the heading of a half.  @return KEDGE_OK; KEDGE_TAG_NOT_FOUND where there is none; KEDGE_STORE_FAILED. */
kedge_status kedge_flash_heading_read(const kedge_flash *flash, uint32_t half, uint32_t *sequence);
bool kedge_flash_heading_write(const kedge_flash *flash, uint32_t half, uint32_t sequence);

/** Stand before the first record of a half. */
kedge_flash_log kedge_flash_log_begin(const kedge_flash *flash, uint32_t half);

/** Read the next record's lines.  @return KEDGE_OK; KEDGE_TAG_NOT_FOUND after the last; KEDGE_STORE_FAILED. */
kedge_status kedge_flash_log_next(kedge_flash_log *log, kedge_flash_record *record);

/** Whether the flash is erased from `from` to `to`.  @return KEDGE_OK; KEDGE_TAG_NOT_FOUND where it is not;
 *  KEDGE_STORE_FAILED. */
kedge_status kedge_flash_is_erased(const kedge_flash *flash, uint32_t from, uint32_t to);

/** Write a record at `offset`, committed. */
bool kedge_flash_record_write(const kedge_flash *flash, uint32_t offset, uint32_t tag, kedge_span contents);

/** Return when everything written has reached the medium. */
bool kedge_flash_sync(const kedge_flash *flash);

#endif
