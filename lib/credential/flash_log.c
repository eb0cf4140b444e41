/* flash_log.c - records in one half of a flash. */
#include "credential/flash_log.h"

#include <string.h>

#define UNIT KEDGE_FLASH_UNIT

static const uint8_t half_mark[4] = { 'K', 'H', 'L', 'F' };
static const uint8_t record_mark[4] = { 'K', 'R', 'E', 'C' };
static const uint8_t commit_mark[4] = { 'K', 'C', 'M', 'T' };

/* CRC-32 (ISO/IEC 3309), bit by bit: what is checked is short. */
uint32_t kedge_flash_crc(uint32_t crc, const uint8_t *octets, size_t size)
{
    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc ^= octets[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xedb88320 & (0 - (crc & 1)));
    }
    return ~crc;
}

static void put_number(uint8_t *to, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(number >> 8 * i);
}

static uint32_t get_number(const uint8_t *from)
{
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static bool read(const kedge_flash *flash, uint32_t offset, uint8_t *octets, size_t size)
{
    return flash->read(flash->context, offset, octets, size);
}

bool kedge_flash_sync(const kedge_flash *flash)
{
    return flash->sync == NULL || flash->sync(flash->context);
}

uint32_t kedge_flash_half_size(const kedge_flash *flash)
{
    return flash->block_size * (flash->block_count / 2);
}

static uint32_t in_units(uint32_t size)
{
    return (size + UNIT - 1) / UNIT * UNIT;
}

uint32_t kedge_flash_record_size(const kedge_flash *flash, size_t size)
{
    const uint32_t room = kedge_flash_half_size(flash) - UNIT;

    if (size > room || in_units((uint32_t)size) + 2 * UNIT > room)
        return 0;
    return in_units((uint32_t)size) + 2 * UNIT;
}

kedge_status kedge_flash_heading_read(const kedge_flash *flash, uint32_t half, uint32_t *sequence)
{
    uint8_t line[UNIT];
    uint32_t crc;

    if (!read(flash, half * kedge_flash_half_size(flash), line, UNIT))
        return KEDGE_STORE_FAILED;
    crc = kedge_flash_crc(0, line, 8);
    if (memcmp(line, half_mark, 4) != 0 || get_number(line + 8) != crc || get_number(line + 12) != ~crc)
        return KEDGE_TAG_NOT_FOUND;
    *sequence = get_number(line + 4);
    return KEDGE_OK;
}

bool kedge_flash_heading_write(const kedge_flash *flash, uint32_t half, uint32_t sequence)
{
    uint8_t line[UNIT];

    memcpy(line, half_mark, 4);
    put_number(line + 4, sequence);
    put_number(line + 8, kedge_flash_crc(0, line, 8));
    put_number(line + 12, ~get_number(line + 8));
    return flash->program(flash->context, half * kedge_flash_half_size(flash), line, UNIT) && kedge_flash_sync(flash);
}

kedge_flash_log kedge_flash_log_begin(const kedge_flash *flash, uint32_t half)
{
    const uint32_t size = kedge_flash_half_size(flash);

    return (kedge_flash_log){ flash, half * size + UNIT, half * size + size };
}

/* The last line of a record: both marks, and the CRC twice. */
static bool is_commit(const uint8_t line[UNIT])
{
    return memcmp(line, commit_mark, 4) == 0 && memcmp(line + 12, commit_mark, 4) == 0
        && get_number(line + 4) == ~get_number(line + 8);
}

kedge_status kedge_flash_log_next(kedge_flash_log *log, kedge_flash_record *record)
{
    uint8_t line[UNIT];
    uint32_t whole;

    if (log->end - log->position < 2 * UNIT)
        return KEDGE_TAG_NOT_FOUND;
    if (!read(log->flash, log->position, line, UNIT))
        return KEDGE_STORE_FAILED;
    *record = (kedge_flash_record){ .offset = log->position, .tag = get_number(line + 4),
                                    .size = get_number(line + 8) };
    if (memcmp(line, record_mark, 4) != 0 || get_number(line + 12) != kedge_flash_crc(0, line, 12))
        return KEDGE_TAG_NOT_FOUND;
    whole = kedge_flash_record_size(log->flash, record->size);
    if (whole == 0 || whole > log->end - log->position)
        return KEDGE_TAG_NOT_FOUND;
    if (!read(log->flash, log->position + whole - UNIT, line, UNIT))
        return KEDGE_STORE_FAILED;
    record->is_committed = is_commit(line);
    record->crc = get_number(line + 4);
    log->position += whole;
    return KEDGE_OK;
}

kedge_status kedge_flash_is_erased(const kedge_flash *flash, uint32_t from, uint32_t to)
{
    uint8_t line[UNIT];

    for (; from < to; from += UNIT) {
        if (!read(flash, from, line, UNIT))
            return KEDGE_STORE_FAILED;
        for (int i = 0; i < UNIT; i++)
            if (line[i] != 0xff)
                return KEDGE_TAG_NOT_FOUND;
    }
    return KEDGE_OK;
}

/* Program contents of any size, the last unit filled up. */
static bool program(const kedge_flash *flash, uint32_t offset, kedge_span contents)
{
    const size_t whole = contents.size / UNIT * UNIT;
    uint8_t line[UNIT];

    if (whole > 0 && !flash->program(flash->context, offset, contents.data, whole))
        return false;
    if (whole == contents.size)
        return true;
    memset(line, 0xff, UNIT);
    memcpy(line, contents.data + whole, contents.size - whole);
    return flash->program(flash->context, offset + (uint32_t)whole, line, UNIT);
}

bool kedge_flash_record_write(const kedge_flash *flash, uint32_t offset, uint32_t tag, kedge_span contents)
{
    const uint32_t size = (uint32_t)contents.size;
    uint8_t line[UNIT];

    memcpy(line, record_mark, 4);
    put_number(line + 4, tag);
    put_number(line + 8, size);
    put_number(line + 12, kedge_flash_crc(0, line, 12));
    if (!flash->program(flash->context, offset, line, UNIT) || !program(flash, offset + UNIT, contents)
        || !kedge_flash_sync(flash))
        return false;
    memcpy(line, commit_mark, 4);
    put_number(line + 4, kedge_flash_crc(0, contents.data, size));
    put_number(line + 8, ~get_number(line + 4));
    memcpy(line + 12, commit_mark, 4);
    return flash->program(flash->context, offset + UNIT + in_units(size), line, UNIT) && kedge_flash_sync(flash);
}
