/* crl_index.c - the index of a revocation list: an entry is found by the hash of its serial number.
 *
 * The first bits of a hash number a bucket.  The index begins with where each bucket's rows begin, and where the last
 * one's end; then come the rows, a hash and an entry's offset each, sorted by hash, serial number and offset.  Where
 * entries say whose certificates they are about, a row also has the offset of the names that say so, which may
 * stand with an entry before it (RFC 5280, 5.3.3).
 */
#include "x509/crl_entry.h"
#include "x509/text.h"

#include <string.h>

/* Columns of a row. */
enum { ROW_HASH, ROW_ENTRY, ROW_NAMES };

/* How many rows a bucket is to have, at least a half and at most the whole of it. */
#define ROWS_A_BUCKET 4

typedef struct crl_index {
    const kedge_crl *crl;
    uint32_t *bucket;   /* where each begins, counted in rows */
    uint32_t *rows;
    size_t width;       /* columns of a row */
    unsigned bits;      /* the first of a hash that number a bucket */
} crl_index;

static size_t width_of(const kedge_crl *crl)
{
    return crl->has_entry_issuers ? 3 : 2;
}

static unsigned bits_of(const kedge_crl *crl)
{
    unsigned bits = 0;

    while (((uint64_t)ROWS_A_BUCKET << bits) < crl->revoked_count)
        bits++;
    return bits;
}

size_t kedge_crl_index_size(const kedge_crl *crl)
{
    const size_t buckets = (size_t)1 << bits_of(crl);

    if (crl->revoked_count == 0)
        return 0;
    return (buckets + 1 + crl->revoked_count * width_of(crl)) * sizeof(uint32_t);
}

static crl_index lay_out(const kedge_crl *crl, uint32_t *memory)
{
    const unsigned bits = bits_of(crl);

    return (crl_index){ crl, memory, memory + ((size_t)1 << bits) + 1, width_of(crl), bits };
}

static uint32_t hash_of(kedge_span serial)
{
    kedge_text_hash hash = { 0, 0, 0 };

    for (size_t i = 0; i < serial.size; i++)
        kedge_text_hash_add(&hash, serial.data[i]);
    return (uint32_t)(kedge_text_hash_end(&hash) >> 32);
}

static uint32_t bucket_of(const crl_index *index, uint32_t hash)
{
    return index->bits == 0 ? 0 : hash >> (32 - index->bits);
}

/* The serial number of the entry at `offset`, which parsed before: the SEQUENCE's header, then the INTEGER. */
static kedge_span serial_at(const kedge_crl *crl, uint32_t offset)
{
    uint32_t fault;
    kedge_der list = kedge_crl_entry_at(crl, offset, &fault);
    kedge_der inner;
    kedge_range serial = { 0, 0 };

    if (kedge_der_enter(&list, KEDGE_TAG_SEQUENCE, &inner) == KEDGE_OK)
        (void)kedge_der_read_integer(&inner, &serial);
    return kedge_span_of(crl->der, serial);
}

/* --- order --- */

/* By size, then by octets: any order serves that is total. */
static int compare_serials(kedge_span one, kedge_span other)
{
    if (one.size != other.size)
        return one.size < other.size ? -1 : 1;
    return memcmp(one.data, other.data, one.size);
}

/* Whether a row stands before those of a serial number. */
static bool is_before_serial(const crl_index *index, const uint32_t *row, uint32_t hash, kedge_span serial)
{
    if (row[ROW_HASH] != hash)
        return row[ROW_HASH] < hash;
    return compare_serials(serial_at(index->crl, row[ROW_ENTRY]), serial) < 0;
}

static bool is_before(const crl_index *index, const uint32_t *one, const uint32_t *other)
{
    int order;

    if (one[ROW_HASH] != other[ROW_HASH])
        return one[ROW_HASH] < other[ROW_HASH];
    order = compare_serials(serial_at(index->crl, one[ROW_ENTRY]), serial_at(index->crl, other[ROW_ENTRY]));
    return order != 0 ? order < 0 : one[ROW_ENTRY] < other[ROW_ENTRY];
}

static void swap_rows(const crl_index *index, uint32_t *one, uint32_t *other)
{
    for (size_t i = 0; i < index->width; i++) {
        const uint32_t kept = one[i];

        one[i] = other[i];
        other[i] = kept;
    }
}

/* Let row `root` sink in a heap of `count` rows. */
static void sink(const crl_index *index, uint32_t *rows, size_t root, size_t count)
{
    const size_t width = index->width;
    size_t child;

    while ((child = 2 * root + 1) < count) {
        if (child + 1 < count && is_before(index, rows + width * child, rows + width * (child + 1)))
            child++;
        if (!is_before(index, rows + width * root, rows + width * child))
            return;
        swap_rows(index, rows + width * root, rows + width * child);
        root = child;
    }
}

/* Heapsort: n log n steps whatever the order, no more memory, no recursion. */
static void sort_rows(const crl_index *index, uint32_t *rows, size_t count)
{
    for (size_t root = count / 2; root-- > 0;)
        sink(index, rows, root, count);
    for (; count > 1; count--) {
        swap_rows(index, rows, rows + index->width * (count - 1));
        sink(index, rows, 0, count - 1);
    }
}

/* --- making --- */

/* Each bucket receives where it ends. */
static void count_rows(const crl_index *index)
{
    const size_t buckets = (size_t)1 << index->bits;
    uint32_t fault;
    kedge_der list = kedge_crl_entry_at(index->crl, index->crl->revoked.offset, &fault);
    kedge_range skipped;

    memset(index->bucket, 0, (buckets + 1) * sizeof(uint32_t));
    for (uint32_t i = 0; i < index->crl->revoked_count; i++) {
        index->bucket[bucket_of(index, hash_of(serial_at(index->crl, list.position)))]++;
        (void)kedge_der_read_element(&list, KEDGE_TAG_SEQUENCE, &skipped);
    }
    for (size_t i = 1; i <= buckets; i++)
        index->bucket[i] += index->bucket[i - 1];
}

static void put_row(const crl_index *index, kedge_span serial, uint32_t entry, uint32_t names)
{
    const uint32_t hash = hash_of(serial);
    uint32_t *row = index->rows + index->width * --index->bucket[bucket_of(index, hash)];

    row[ROW_HASH] = hash;
    row[ROW_ENTRY] = entry;
    if (index->width > ROW_NAMES)
        row[ROW_NAMES] = names;
}

/* Fill the buckets from their ends: in the end each has where it begins. */
static void put_rows(const crl_index *index)
{
    const kedge_crl *crl = index->crl;
    uint32_t fault;
    kedge_crl_walk walk = kedge_crl_walk_over(crl, &fault);
    kedge_crl_entry entry;
    kedge_range skipped;

    for (uint32_t i = 0; i < crl->revoked_count; i++) {
        const uint32_t start = walk.list.position;

        if (index->width > ROW_NAMES)
            (void)kedge_crl_walk_next(&walk, &entry);
        else
            (void)kedge_der_read_element(&walk.list, KEDGE_TAG_SEQUENCE, &skipped);
        put_row(index, serial_at(crl, start), start, walk.certificate_issuer.offset);
    }
}

kedge_status kedge_crl_index(kedge_crl *crl, void *memory, size_t size)
{
    const crl_index index = lay_out(crl, memory);

    if (size < kedge_crl_index_size(crl))
        return KEDGE_MEMORY_TOO_SMALL;
    if (crl->revoked_count == 0)
        return KEDGE_OK;
    count_rows(&index);
    put_rows(&index);
    for (size_t i = 0; i < (size_t)1 << index.bits; i++)
        sort_rows(&index, index.rows + index.width * index.bucket[i], index.bucket[i + 1] - index.bucket[i]);
    crl->index = memory;
    return KEDGE_OK;
}

/* --- looking up --- */

/* The first row of a serial number, or where it would stand. */
static size_t find_row(const crl_index *index, uint32_t hash, kedge_span serial)
{
    const uint32_t bucket = bucket_of(index, hash);
    size_t low = index->bucket[bucket];
    size_t high = index->bucket[bucket + 1];

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (is_before_serial(index, index->rows + index->width * middle, hash, serial))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The GeneralNames at `offset`, which parsed before; {0, 0} for none. */
static kedge_range names_at(const kedge_crl *crl, uint32_t offset)
{
    uint32_t fault;
    kedge_der der = kedge_crl_entry_at(crl, offset, &fault);
    kedge_range element = { 0, 0 };

    if (offset != 0)
        (void)kedge_der_read_element(&der, KEDGE_TAG_SEQUENCE, &element);
    return element;
}

static bool read_row(const crl_index *index, const uint32_t *row, kedge_crl_entry *entry)
{
    const kedge_crl *crl = index->crl;
    uint32_t fault;
    kedge_der list = kedge_crl_entry_at(crl, row[ROW_ENTRY], &fault);
    kedge_range own_names;
    uint16_t unknown_critical;

    if (kedge_crl_entry_read(&list, crl->version, entry, &own_names, &unknown_critical) != KEDGE_OK)
        return false;
    entry->certificate_issuer = names_at(crl, index->width > ROW_NAMES ? row[ROW_NAMES] : 0);
    return true;
}

bool kedge_crl_index_find(const kedge_crl *crl, kedge_span issuer, kedge_span serial, kedge_crl_entry *entry)
{
    const uint32_t hash = hash_of(serial);
    const crl_index index = lay_out(crl, (uint32_t *)(uintptr_t)crl->index);
    kedge_crl_match match = { .issuer = issuer, .entry = entry };

    for (size_t i = find_row(&index, hash, serial); i < crl->revoked_count; i++) {
        const uint32_t *row = index.rows + index.width * i;
        kedge_crl_entry next;

        if (row[ROW_HASH] != hash || !read_row(&index, row, &next)
            || compare_serials(kedge_span_of(crl->der, next.serial_number), serial) != 0)
            break;
        kedge_crl_match_add(&match, crl, &next);
    }
    return match.is_found;
}
