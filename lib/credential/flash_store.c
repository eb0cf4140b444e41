/* flash_store.c - security tags in flash memory: two halves, one of them in use. */
#include <kedge/flash_store.h>

#include "credential/flash_log.h"

#define UNIT KEDGE_FLASH_UNIT
#define LARGEST UINT32_C(0x40000000)

static bool is_flash(const kedge_flash *flash)
{
    return flash != NULL && flash->read != NULL && flash->program != NULL && flash->erase != NULL
        && flash->block_size > 0 && flash->block_size % UNIT == 0 && flash->block_count >= 2
        && flash->block_count % 2 == 0 && flash->block_size <= LARGEST
        && flash->block_count <= LARGEST / flash->block_size && kedge_flash_half_size(flash) > 3 * UNIT;
}

static bool erase_half(const kedge_flash *flash, uint32_t half)
{
    const uint32_t count = flash->block_count / 2;

    for (uint32_t block = 0; block < count; block++)
        if (!flash->erase(flash->context, half * count + block))
            return false;
    return kedge_flash_sync(flash);
}

kedge_status kedge_flash_format(const kedge_flash *flash)
{
    if (!is_flash(flash))
        return KEDGE_BAD_ARGUMENT;
    return erase_half(flash, 1) && erase_half(flash, 0) && kedge_flash_heading_write(flash, 0, 1)
        ? KEDGE_OK : KEDGE_STORE_FAILED;
}

/* The half in use: of those that have a heading the one with the higher number. */
static kedge_status find_half(const kedge_flash *flash, uint32_t *half, uint32_t *sequence)
{
    uint32_t numbers[2] = { 0, 0 };

    for (uint32_t i = 0; i < 2; i++)
        if (kedge_flash_heading_read(flash, i, &numbers[i]) == KEDGE_STORE_FAILED)
            return KEDGE_STORE_FAILED;
    *half = numbers[1] > numbers[0];
    *sequence = numbers[*half];
    return *sequence != 0 ? KEDGE_OK : KEDGE_STORE_UNFORMATTED;
}

/* The last committed record of a tag; KEDGE_TAG_NOT_FOUND where there is none. */
static kedge_status find_record(const kedge_flash *flash, uint32_t half, uint32_t tag, kedge_flash_record *found)
{
    kedge_flash_log log = kedge_flash_log_begin(flash, half);
    kedge_flash_record record;
    kedge_status status, answer = KEDGE_TAG_NOT_FOUND;

    while ((status = kedge_flash_log_next(&log, &record)) == KEDGE_OK)
        if (record.is_committed && record.tag == tag) {
            *found = record;
            answer = KEDGE_OK;
        }
    return status == KEDGE_TAG_NOT_FOUND ? answer : status;
}

/* The same in the half in use. */
static kedge_status find_tag(const kedge_flash *flash, uint32_t tag, uint32_t *half, uint32_t *sequence,
                             kedge_flash_record *found)
{
    const kedge_status status = find_half(flash, half, sequence);

    return status == KEDGE_OK ? find_record(flash, *half, tag, found) : status;
}

static kedge_status read_tag(const kedge_tag_store *store, uint32_t tag, uint8_t *image, size_t capacity, size_t *size)
{
    const kedge_flash *flash = store->context;
    kedge_flash_record record;
    uint32_t half, sequence;
    const kedge_status status = find_tag(flash, tag, &half, &sequence, &record);

    if (status != KEDGE_OK)
        return status;
    *size = record.size;
    if (record.size > capacity)
        return KEDGE_MEMORY_TOO_SMALL;
    if (!flash->read(flash->context, record.offset + UNIT, image, record.size))
        return KEDGE_STORE_FAILED;
    return kedge_flash_crc(0, image, record.size) == record.crc ? KEDGE_OK : KEDGE_TAG_CORRUPT;
}

static kedge_status next_tag(const kedge_tag_store *store, uint32_t from, uint32_t *tag)
{
    const kedge_flash *flash = store->context;
    kedge_flash_record record;
    kedge_flash_log log;
    uint32_t half, sequence;
    bool is_found = false;
    kedge_status status = find_half(flash, &half, &sequence);

    if (status != KEDGE_OK)
        return status;
    log = kedge_flash_log_begin(flash, half);
    while ((status = kedge_flash_log_next(&log, &record)) == KEDGE_OK)
        if (record.is_committed && record.tag >= from && (!is_found || record.tag < *tag)) {
            *tag = record.tag;
            is_found = true;
        }
    return status == KEDGE_TAG_NOT_FOUND && is_found ? KEDGE_OK : status;
}

/* Copy a record as it is, damaged or not. */
static bool copy_record(const kedge_flash *flash, const kedge_flash_record *record, uint32_t to)
{
    const uint32_t size = kedge_flash_record_size(flash, record->size);
    uint8_t line[UNIT];

    for (uint32_t at = 0; at < size; at += UNIT)
        if (!flash->read(flash->context, record->offset + at, line, UNIT)
            || !flash->program(flash->context, to + at, line, UNIT))
            return false;
    return true;
}

/* Copy what is alive, but for one tag, from one half to another that is erased.  `to` moves on. */
static kedge_status copy_others(const kedge_flash *flash, uint32_t half, uint32_t tag, uint32_t *to, uint32_t end)
{
    kedge_flash_log log = kedge_flash_log_begin(flash, half);
    kedge_flash_record record, last;
    kedge_status status;

    while ((status = kedge_flash_log_next(&log, &record)) == KEDGE_OK) {
        if (!record.is_committed || record.tag == tag)
            continue;
        if ((status = find_record(flash, half, record.tag, &last)) != KEDGE_OK)
            return status;
        if (last.offset != record.offset)
            continue;
        if (kedge_flash_record_size(flash, record.size) > end - *to)
            return KEDGE_STORE_FULL;
        if (!copy_record(flash, &record, *to))
            return KEDGE_STORE_FAILED;
        *to += kedge_flash_record_size(flash, record.size);
    }
    return status == KEDGE_TAG_NOT_FOUND ? KEDGE_OK : status;
}

/* Move over to the other half, with new contents for one tag or with none.  Its heading comes last. */
static kedge_status move(const kedge_flash *flash, uint32_t half, uint32_t sequence, uint32_t tag,
                         const kedge_span *contents)
{
    const uint32_t other = 1 - half;
    const kedge_flash_log empty = kedge_flash_log_begin(flash, other);
    uint32_t to = empty.position;
    kedge_status status;

    if (sequence == UINT32_MAX || !erase_half(flash, other))
        return KEDGE_STORE_FAILED;
    status = copy_others(flash, half, tag, &to, empty.end);
    if (status != KEDGE_OK)
        return status;
    if (contents != NULL) {
        if (kedge_flash_record_size(flash, contents->size) > empty.end - to)
            return KEDGE_STORE_FULL;
        if (!kedge_flash_record_write(flash, to, tag, *contents))
            return KEDGE_STORE_FAILED;
    }
    if (!kedge_flash_sync(flash) || !kedge_flash_heading_write(flash, other, sequence + 1))
        return KEDGE_STORE_FAILED;
    return erase_half(flash, half) ? KEDGE_OK : KEDGE_STORE_FAILED;
}

static kedge_status replace_tag(const kedge_tag_store *store, uint32_t tag, kedge_span image)
{
    const kedge_flash *flash = store->context;
    const uint32_t size = kedge_flash_record_size(flash, image.size);
    kedge_flash_record record;
    kedge_flash_log log;
    uint32_t half, sequence;
    kedge_status status = find_half(flash, &half, &sequence);

    if (status != KEDGE_OK)
        return status;
    if (size == 0)
        return KEDGE_STORE_FULL;
    log = kedge_flash_log_begin(flash, half);
    do
        status = kedge_flash_log_next(&log, &record);
    while (status == KEDGE_OK);
    if (status != KEDGE_TAG_NOT_FOUND)
        return status;
    /* What a write that was cut off has left behind the last record cannot be programmed again. */
    if (size > log.end - log.position
        || (status = kedge_flash_is_erased(flash, log.position, log.position + size)) == KEDGE_TAG_NOT_FOUND)
        return move(flash, half, sequence, tag, &image);
    if (status != KEDGE_OK)
        return status;
    return kedge_flash_record_write(flash, log.position, tag, image) ? KEDGE_OK : KEDGE_STORE_FAILED;
}

static kedge_status erase_tag(const kedge_tag_store *store, uint32_t tag)
{
    const kedge_flash *flash = store->context;
    kedge_flash_record record;
    uint32_t half, sequence;
    const kedge_status status = find_tag(flash, tag, &half, &sequence, &record);

    return status == KEDGE_OK ? move(flash, half, sequence, tag, NULL) : status;
}

/* Whether a committed record stands behind the place where the records end: then one in between is damaged. */
static kedge_status check_end(const kedge_flash *flash, uint32_t half)
{
    kedge_flash_log log = kedge_flash_log_begin(flash, half);
    kedge_flash_record record;
    kedge_status status;

    do
        status = kedge_flash_log_next(&log, &record);
    while (status == KEDGE_OK);
    while (status == KEDGE_TAG_NOT_FOUND && log.end - log.position > 2 * UNIT) {
        log.position += UNIT;
        status = kedge_flash_log_next(&log, &record);
        if (status == KEDGE_OK && record.is_committed)
            return KEDGE_TAG_CORRUPT;
        if (status == KEDGE_OK)
            status = KEDGE_TAG_NOT_FOUND;
    }
    return status == KEDGE_TAG_NOT_FOUND ? KEDGE_OK : status;
}

kedge_status kedge_flash_store_open(kedge_tag_store *store, const kedge_flash *flash)
{
    uint32_t half, sequence;
    kedge_status status;

    if (!is_flash(flash))
        return KEDGE_BAD_ARGUMENT;
    *store = (kedge_tag_store){ read_tag, replace_tag, erase_tag, next_tag, (void *)(uintptr_t)flash };
    status = find_half(flash, &half, &sequence);
    return status == KEDGE_OK ? check_end(flash, half) : status;
}
