/* crl.c - a certificate revocation list from its bytes (RFC 5280, 5.1), and entries looked up in it. */
#include "x509/crl_extension.h"

#include "x509/name.h"
#include "x509/oid.h"
#include "x509/text.h"

/* Version ::= INTEGER, present only as v2(1) (RFC 5280, 5.1.2.1) */
static kedge_status read_version(kedge_der *tbs, kedge_crl *crl)
{
    uint32_t start = tbs->position;
    uint32_t value;
    kedge_status status;

    crl->version = 1;
    if (!kedge_der_next_is(tbs, KEDGE_TAG_INTEGER))
        return KEDGE_OK;
    status = kedge_der_read_unsigned(tbs, 1, &value);
    if (status == KEDGE_DER_INTEGER_RANGE || (status == KEDGE_OK && value != 1))
        return kedge_der_fail(tbs, KEDGE_BAD_VERSION, start);
    crl->version = 2;
    return status;
}

static kedge_status read_issuer(kedge_der *tbs, kedge_crl *crl)
{
    kedge_name_facts facts;
    kedge_status status = kedge_der_read_element(tbs, KEDGE_TAG_SEQUENCE, &crl->issuer);

    if (status == KEDGE_OK)
        status = kedge_name_scan(tbs, crl->issuer, &facts);
    if (status != KEDGE_OK)
        return status;
    if (facts.is_empty)
        return kedge_der_fail(tbs, KEDGE_ISSUER_EMPTY, crl->issuer.offset);
    crl->issuer_hash = facts.hash;
    return KEDGE_OK;
}

static bool is_time_next(const kedge_der *der)
{
    return kedge_der_next_is(der, KEDGE_TAG_UTC_TIME) || kedge_der_next_is(der, KEDGE_TAG_GENERALIZED_TIME);
}

static kedge_status read_updates(kedge_der *tbs, kedge_crl *crl)
{
    bool generalized;
    kedge_status status = kedge_der_read_time(tbs, &crl->this_update, &generalized);

    if (status != KEDGE_OK || !is_time_next(tbs))
        return status;
    crl->has_next_update = true;
    return kedge_der_read_time(tbs, &crl->next_update, &generalized);
}

/* An entry as it is written; `names` is its certificateIssuer alone, {0, 0} where it has none.  Extensions are
 * for entries of v2 (RFC 5280, 5.1.2.6). */
static kedge_status read_entry(kedge_der *list, uint8_t version, kedge_crl_entry *entry, kedge_range *names,
                               uint16_t *unknown_critical)
{
    kedge_crl_entry_extensions extensions = { KEDGE_REASON_UNSPECIFIED, { 0, 0 }, 0 };
    kedge_der inner;
    kedge_der more;
    bool generalized;
    kedge_status status;

    if ((status = kedge_der_enter(list, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_integer(&inner, &entry->serial_number)) != KEDGE_OK
        || (status = kedge_der_read_time(&inner, &entry->revocation_date, &generalized)) != KEDGE_OK)
        return status;
    if (!kedge_der_at_end(&inner)) {
        if (version < 2)
            return kedge_der_fail(&inner, KEDGE_FIELD_NOT_IN_VERSION, inner.position);
        if ((status = kedge_der_enter(&inner, KEDGE_TAG_SEQUENCE, &more)) != KEDGE_OK
            || (status = kedge_crl_entry_extensions_parse(&more, &extensions)) != KEDGE_OK)
            return status;
    }
    entry->reason = extensions.reason;
    *names = extensions.certificate_issuer;
    *unknown_critical = extensions.unknown_critical;
    return kedge_der_finish(&inner);
}

/* A walk over the entries, which knows whose certificates they are about. */
typedef struct entry_walk {
    kedge_der list;
    uint8_t version;                /* of the list */
    kedge_range certificate_issuer; /* of the entries from here on */
    uint16_t unknown_critical;      /* of the entry read last */
    uint32_t start;                 /* offset of the entry read last */
} entry_walk;

static kedge_status next_entry(entry_walk *walk, kedge_crl_entry *entry)
{
    kedge_range names = { 0, 0 };
    kedge_status status;

    walk->start = walk->list.position;
    status = read_entry(&walk->list, walk->version, entry, &names, &walk->unknown_critical);
    if (status != KEDGE_OK)
        return status;
    if (names.size != 0)
        walk->certificate_issuer = names;
    entry->certificate_issuer = walk->certificate_issuer;
    return KEDGE_OK;
}

/* revokedCertificates is absent where there are none (RFC 5280, 5.1.2.6). */
static kedge_status read_revoked(kedge_der *tbs, kedge_crl *crl)
{
    entry_walk walk = { .version = crl->version };
    kedge_crl_entry entry;
    kedge_status status = KEDGE_OK;

    if (!kedge_der_next_is(tbs, KEDGE_TAG_SEQUENCE))
        return KEDGE_OK;
    status = kedge_der_enter(tbs, KEDGE_TAG_SEQUENCE, &walk.list);
    if (status != KEDGE_OK)
        return status;
    crl->revoked = (kedge_range){ walk.list.position, walk.list.end - walk.list.position };
    while (!kedge_der_at_end(&walk.list)) {
        status = next_entry(&walk, &entry);
        if (status != KEDGE_OK)
            return status;
        if (walk.unknown_critical != 0)
            crl->unknown_critical = 1;
        crl->revoked_count++;
    }
    return KEDGE_OK;
}

/* crlExtensions [0] EXPLICIT, of v2 alone */
static kedge_status read_extensions(kedge_der *tbs, kedge_crl *crl)
{
    kedge_der inner;
    kedge_der list;
    kedge_status status;

    if (!kedge_der_next_is(tbs, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return KEDGE_OK;
    if (crl->version < 2)
        return kedge_der_fail(tbs, KEDGE_FIELD_NOT_IN_VERSION, tbs->position);
    if ((status = kedge_der_enter(tbs, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &inner)) != KEDGE_OK
        || (status = kedge_der_enter(&inner, KEDGE_TAG_SEQUENCE, &list)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    return kedge_crl_extensions_parse(&list, crl);
}

static kedge_status read_tbs(kedge_der *outer, kedge_crl *crl, kedge_range *algorithm)
{
    uint32_t start = outer->position;
    kedge_der tbs;
    kedge_status status;

    if ((status = kedge_der_enter(outer, KEDGE_TAG_SEQUENCE, &tbs)) != KEDGE_OK
        || (status = read_version(&tbs, crl)) != KEDGE_OK
        || (status = kedge_algorithm_read(&tbs, &crl->algorithm, algorithm)) != KEDGE_OK
        || (status = read_issuer(&tbs, crl)) != KEDGE_OK
        || (status = read_updates(&tbs, crl)) != KEDGE_OK
        || (status = read_revoked(&tbs, crl)) != KEDGE_OK
        || (status = read_extensions(&tbs, crl)) != KEDGE_OK
        || (status = kedge_der_finish(&tbs)) != KEDGE_OK)
        return status;
    crl->tbs_cert_list = (kedge_range){ start, outer->position - start };
    return KEDGE_OK;
}

static kedge_status read_signature(kedge_der *outer, kedge_crl *crl, kedge_range algorithm)
{
    kedge_status status = kedge_der_read_element(outer, KEDGE_TAG_SEQUENCE, &crl->algorithm_identifier);

    if (status != KEDGE_OK)
        return status;
    if (!kedge_range_equal(outer, crl->algorithm_identifier, algorithm))
        return kedge_der_fail(outer, KEDGE_ALGORITHM_MISMATCH, crl->algorithm_identifier.offset);
    return kedge_der_read_bit_octets(outer, &crl->signature);
}

static kedge_status parse(kedge_crl *crl, const uint8_t *der, size_t size, uint32_t *fault)
{
    kedge_der whole;
    kedge_der outer;
    kedge_range algorithm;
    kedge_status status = kedge_der_begin(&whole, der, size, fault);

    if (status != KEDGE_OK)
        return status;
    crl->der = der;
    crl->size = (uint32_t)size;
    crl->scope.reasons = KEDGE_REASONS_ALL;
    if ((status = kedge_der_enter(&whole, KEDGE_TAG_SEQUENCE, &outer)) != KEDGE_OK
        || (status = kedge_der_finish(&whole)) != KEDGE_OK
        || (status = read_tbs(&outer, crl, &algorithm)) != KEDGE_OK
        || (status = read_signature(&outer, crl, algorithm)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&outer);
}

static uint64_t hash_scope(const kedge_crl *crl)
{
    const kedge_span key = kedge_span_of(crl->der, crl->authority_key_identifier);
    const kedge_span point = kedge_span_of(crl->der, crl->scope.distribution_point);
    kedge_text_hash hash = { crl->issuer_hash, 0, 0 };

    kedge_text_hash_add(&hash, crl->scope.reasons);
    for (size_t i = 0; i < key.size; i++)
        kedge_text_hash_add(&hash, key.data[i]);
    kedge_text_hash_align(&hash);
    for (size_t i = 0; i < point.size; i++)
        kedge_text_hash_add(&hash, point.data[i]);
    return kedge_text_hash_end(&hash);
}

kedge_status kedge_crl_parse(kedge_crl *crl, const uint8_t *der, size_t size, uint32_t *fault)
{
    kedge_status status;

    memset(crl, 0, sizeof *crl);
    status = parse(crl, der, size, fault);
    if (status == KEDGE_OK)
        crl->scope_hash = hash_scope(crl);
    else
        memset(crl, 0, sizeof *crl);
    return status;
}

/* --- looking up --- */

/* Whether an entry with this certificateIssuer is about certificates of `issuer`. */
static bool is_about(const kedge_crl *crl, kedge_range certificate_issuer, kedge_span issuer)
{
    uint32_t fault;
    kedge_der element = { crl->der, certificate_issuer.offset,
                          certificate_issuer.offset + certificate_issuer.size, &fault };
    kedge_der names;
    kedge_general_name name;

    if (certificate_issuer.size == 0)
        return kedge_name_equal(kedge_span_of(crl->der, crl->issuer), issuer);
    if (kedge_der_enter(&element, KEDGE_TAG_SEQUENCE, &names) != KEDGE_OK)
        return false;
    while (!kedge_der_at_end(&names) && kedge_general_name_read(&names, &name) == KEDGE_OK)
        if (name.kind == KEDGE_DIRECTORY_NAME && kedge_name_equal(kedge_span_of(crl->der, name.value), issuer))
            return true;
    return false;
}

/* Of several entries for one certificate the last counts; but none is taken back by another of its own list. */
static void keep_entry(kedge_crl_entry *kept, bool *is_found, const kedge_crl_entry *next)
{
    if (*is_found && next->reason == KEDGE_REASON_REMOVE_FROM_CRL)
        return;
    *kept = *next;
    *is_found = true;
}

/* Serial numbers by size, then by octets: any order serves that is total. */
static int compare_serials(const uint8_t *one, size_t one_size, const uint8_t *other, size_t other_size)
{
    if (one_size != other_size)
        return one_size < other_size ? -1 : 1;
    return memcmp(one, other, one_size);
}

static kedge_der revoked_list(const kedge_crl *crl, uint32_t *fault)
{
    return (kedge_der){ crl->der, crl->revoked.offset, crl->revoked.offset + crl->revoked.size, fault };
}

static bool find_by_walking(const kedge_crl *crl, kedge_span issuer, kedge_span serial, kedge_crl_entry *entry)
{
    uint32_t fault;
    entry_walk walk = { .list = revoked_list(crl, &fault), .version = crl->version };
    kedge_crl_entry next;
    bool is_found = false;

    while (!kedge_der_at_end(&walk.list) && next_entry(&walk, &next) == KEDGE_OK) {
        const kedge_span found = kedge_span_of(crl->der, next.serial_number);

        if (compare_serials(found.data, found.size, serial.data, serial.size) == 0
            && is_about(crl, next.certificate_issuer, issuer))
            keep_entry(entry, &is_found, &next);
    }
    return is_found;
}

/* The index holds two numbers for each entry: its offset, and that of the GeneralNames that say whose
 * certificate it is about (0: the list's issuer's).  Rows stand in ascending order of serial number, equal ones
 * in that of the list. */
enum { INDEX_ENTRY, INDEX_NAMES, INDEX_WIDTH };

size_t kedge_crl_index_size(const kedge_crl *crl)
{
    return (size_t)crl->revoked_count * INDEX_WIDTH * sizeof(uint32_t);
}

/* The serial number of the entry at `offset`, which parsed before: the SEQUENCE's header, then the INTEGER. */
static kedge_span serial_at(const kedge_crl *crl, uint32_t offset)
{
    uint32_t fault;
    kedge_der list = { crl->der, offset, crl->revoked.offset + crl->revoked.size, &fault };
    kedge_der inner;
    kedge_range serial = { 0, 0 };

    if (kedge_der_enter(&list, KEDGE_TAG_SEQUENCE, &inner) == KEDGE_OK)
        (void)kedge_der_read_integer(&inner, &serial);
    return kedge_span_of(crl->der, serial);
}

static int compare_rows(const kedge_crl *crl, const uint32_t *one, const uint32_t *other)
{
    const kedge_span one_serial = serial_at(crl, one[INDEX_ENTRY]);
    const kedge_span other_serial = serial_at(crl, other[INDEX_ENTRY]);
    const int order = compare_serials(one_serial.data, one_serial.size, other_serial.data, other_serial.size);

    if (order != 0)
        return order;
    return one[INDEX_ENTRY] < other[INDEX_ENTRY] ? -1 : 1;
}

static void swap_rows(uint32_t *one, uint32_t *other)
{
    for (int i = 0; i < INDEX_WIDTH; i++) {
        const uint32_t kept = one[i];

        one[i] = other[i];
        other[i] = kept;
    }
}

/* Let row `root` sink in a heap of `count` rows. */
static void sink(const kedge_crl *crl, uint32_t *rows, size_t root, size_t count)
{
    size_t child;

    while ((child = 2 * root + 1) < count) {
        if (child + 1 < count && compare_rows(crl, rows + INDEX_WIDTH * child, rows + INDEX_WIDTH * (child + 1)) < 0)
            child++;
        if (compare_rows(crl, rows + INDEX_WIDTH * root, rows + INDEX_WIDTH * child) >= 0)
            return;
        swap_rows(rows + INDEX_WIDTH * root, rows + INDEX_WIDTH * child);
        root = child;
    }
}

/* Heapsort: n log n steps whatever the order, no more memory, no recursion. */
static void sort_rows(const kedge_crl *crl, uint32_t *rows)
{
    for (size_t root = crl->revoked_count / 2; root-- > 0;)
        sink(crl, rows, root, crl->revoked_count);
    for (size_t count = crl->revoked_count; count > 1; count--) {
        swap_rows(rows, rows + INDEX_WIDTH * (count - 1));
        sink(crl, rows, 0, count - 1);
    }
}

static bool are_sorted(const kedge_crl *crl, const uint32_t *rows)
{
    for (size_t i = 1; i < crl->revoked_count; i++)
        if (compare_rows(crl, rows + INDEX_WIDTH * (i - 1), rows + INDEX_WIDTH * i) > 0)
            return false;
    return true;
}

kedge_status kedge_crl_index(kedge_crl *crl, void *memory, size_t size)
{
    uint32_t fault;
    entry_walk walk = { .list = revoked_list(crl, &fault), .version = crl->version };
    kedge_crl_entry entry;
    uint32_t *rows = memory;

    if (size < kedge_crl_index_size(crl))
        return KEDGE_MEMORY_TOO_SMALL;
    for (uint32_t i = 0; i < crl->revoked_count && next_entry(&walk, &entry) == KEDGE_OK; i++) {
        rows[INDEX_WIDTH * i + INDEX_ENTRY] = walk.start;
        rows[INDEX_WIDTH * i + INDEX_NAMES] = walk.certificate_issuer.offset;
    }
    /* Many CAs write their lists in order. */
    if (!are_sorted(crl, rows))
        sort_rows(crl, rows);
    crl->index = rows;
    return KEDGE_OK;
}

/* The GeneralNames at `offset`, which parsed before. */
static kedge_range names_at(const kedge_crl *crl, uint32_t offset)
{
    uint32_t fault;
    kedge_der der = { crl->der, offset, crl->revoked.offset + crl->revoked.size, &fault };
    kedge_range element = { 0, 0 };

    if (offset != 0)
        (void)kedge_der_read_element(&der, KEDGE_TAG_SEQUENCE, &element);
    return element;
}

static bool read_row(const kedge_crl *crl, const uint32_t *row, kedge_crl_entry *entry)
{
    uint32_t fault;
    kedge_der list = { crl->der, row[INDEX_ENTRY], crl->revoked.offset + crl->revoked.size, &fault };
    kedge_range names;
    uint16_t unknown_critical;

    if (read_entry(&list, crl->version, entry, &names, &unknown_critical) != KEDGE_OK)
        return false;
    entry->certificate_issuer = names_at(crl, row[INDEX_NAMES]);
    return true;
}

/* How many rows have a serial number before `serial`. */
static size_t count_before(const kedge_crl *crl, kedge_span serial)
{
    size_t low = 0;
    size_t high = crl->revoked_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const kedge_span found = serial_at(crl, crl->index[INDEX_WIDTH * middle + INDEX_ENTRY]);

        if (compare_serials(found.data, found.size, serial.data, serial.size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool find_by_index(const kedge_crl *crl, kedge_span issuer, kedge_span serial, kedge_crl_entry *entry)
{
    bool is_found = false;

    for (size_t i = count_before(crl, serial); i < crl->revoked_count; i++) {
        const uint32_t *row = crl->index + INDEX_WIDTH * i;
        const kedge_span found = serial_at(crl, row[INDEX_ENTRY]);
        kedge_crl_entry next;

        if (compare_serials(found.data, found.size, serial.data, serial.size) != 0)
            break;
        if (read_row(crl, row, &next) && is_about(crl, next.certificate_issuer, issuer))
            keep_entry(entry, &is_found, &next);
    }
    return is_found;
}

bool kedge_crl_find(const kedge_crl *crl, kedge_span issuer, kedge_span serial_number, kedge_crl_entry *entry)
{
    if (crl->index != NULL)
        return find_by_index(crl, issuer, serial_number, entry);
    return find_by_walking(crl, issuer, serial_number, entry);
}
