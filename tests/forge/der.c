/* der.c - identifier, length and contents octets. */
#include "forge/der.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

kedge_span forge_join_list(const kedge_span *part, size_t count)
{
    size_t size = 0;
    uint8_t *bytes;
    kedge_span joined;

    for (size_t i = 0; i < count; i++)
        size += part[i].size;
    bytes = forge_allocate(size);
    joined = (kedge_span){ bytes, size };
    for (size_t i = 0; i < count; i++) {
        if (part[i].size > 0)
            memcpy(bytes, part[i].data, part[i].size);
        bytes += part[i].size;
    }
    return joined;
}

static unsigned length_octets(uint64_t length)
{
    unsigned octets = 1;

    while (octets < 8 && length >> (8 * octets) != 0)
        octets++;
    return octets;
}

/* The identifier and a length in the long form. */
static kedge_span long_header(unsigned tag, uint64_t length, unsigned octets)
{
    uint8_t header[10] = { (uint8_t)tag, (uint8_t)(0x80 | octets) };

    for (unsigned i = 0; i < octets; i++)
        header[2 + i] = (uint8_t)(length >> (8 * (octets - 1 - i)));
    return forge_copy(header, 2 + octets);
}

static kedge_span shortest_header(unsigned tag, uint64_t length)
{
    uint8_t header[2] = { (uint8_t)tag, (uint8_t)length };

    if (length < 0x80)
        return forge_copy(header, sizeof header);
    return long_header(tag, length, length_octets(length));
}

kedge_span forge_tlv(unsigned tag, kedge_span content)
{
    return forge_join(shortest_header(tag, content.size), content);
}

static int compare_encodings(const void *one, const void *other)
{
    const kedge_span *a = one;
    const kedge_span *b = other;
    int order = memcmp(a->data, b->data, a->size < b->size ? a->size : b->size);

    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

kedge_span forge_set_of_list(const kedge_span *element, size_t count)
{
    kedge_span *sorted = forge_allocate(count * sizeof *sorted);

    memcpy(sorted, element, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_encodings);
    return forge_tlv(KEDGE_TAG_SET, forge_join_list(sorted, count));
}

kedge_span forge_boolean(bool value)
{
    uint8_t octet = value ? 0xff : 0x00;

    return forge_tlv(KEDGE_TAG_BOOLEAN, forge_copy(&octet, 1));
}

kedge_span forge_integer(int64_t value)
{
    uint8_t octet[8];
    size_t start = 0;

    for (unsigned i = 0; i < 8; i++)
        octet[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
    while (start < 7
           && ((octet[start] == 0x00 && octet[start + 1] < 0x80)
               || (octet[start] == 0xff && octet[start + 1] >= 0x80)))
        start++;
    return forge_tlv(KEDGE_TAG_INTEGER, forge_copy(octet + start, 8 - start));
}

kedge_span forge_unsigned(kedge_span magnitude)
{
    static const uint8_t zero;
    kedge_span sign = { &zero, 1 };

    while (magnitude.size > 0 && magnitude.data[0] == 0)
        magnitude = (kedge_span){ magnitude.data + 1, magnitude.size - 1 };
    if (magnitude.size > 0 && magnitude.data[0] < 0x80)
        sign = FORGE_ABSENT;
    return forge_element(KEDGE_TAG_INTEGER, sign, magnitude);
}

kedge_span forge_null(void)
{
    return forge_tlv(KEDGE_TAG_NULL, FORGE_ABSENT);
}

static kedge_span sub_identifier(uint64_t value)
{
    uint8_t octet[10];
    size_t start = sizeof octet;

    octet[--start] = (uint8_t)(value & 0x7f);
    for (value >>= 7; value != 0; value >>= 7)
        octet[--start] = (uint8_t)((value & 0x7f) | 0x80);
    return forge_copy(octet + start, sizeof octet - start);
}

static uint64_t read_arc(const char **text)
{
    char *end;
    uint64_t arc = strtoull(*text, &end, 10);

    if (end == *text || (*end != '.' && *end != '\0'))
        forge_fail("an object identifier is numbers with dots between them");
    *text = *end == '.' ? end + 1 : end;
    return arc;
}

kedge_span forge_oid_content(const char *dotted)
{
    uint64_t first = read_arc(&dotted);
    kedge_span content = sub_identifier(first * 40 + read_arc(&dotted));

    while (*dotted != '\0')
        content = forge_join(content, sub_identifier(read_arc(&dotted)));
    return content;
}

kedge_span forge_oid(const char *dotted)
{
    return forge_tlv(KEDGE_TAG_OID, forge_oid_content(dotted));
}

kedge_span forge_octet_string(kedge_span content)
{
    return forge_tlv(KEDGE_TAG_OCTET_STRING, content);
}

kedge_span forge_bit_string(kedge_span bits, unsigned unused)
{
    uint8_t octet = (uint8_t)unused;

    return forge_element(KEDGE_TAG_BIT_STRING, forge_copy(&octet, 1), bits);
}

kedge_span forge_chars(const char *text)
{
    return forge_copy(text, strlen(text));
}

kedge_span forge_text(unsigned tag, const char *text)
{
    return forge_tlv(tag, forge_chars(text));
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *place = c != '\0' ? strchr(digits, c) : NULL;

    if (place == NULL)
        forge_fail("not a hexadecimal digit");
    return (int)(place - digits) % 16;
}

kedge_span forge_hex(const char *digits)
{
    uint8_t *bytes = forge_allocate(strlen(digits) / 2);
    size_t size = 0;

    for (; *digits != '\0'; digits++)
        if (*digits != ' ') {
            bytes[size++] = (uint8_t)(hex_digit(digits[0]) << 4 | hex_digit(digits[1]));
            digits++;
        }
    return forge_copy(bytes, size);
}

/* Days from 1970-01-01 to a date, counted in eras of 400 years that begin in March. */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    int64_t shifted = month <= 2 ? year - 1 : year;
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t of_era = shifted - era * 400;
    int64_t of_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + (int64_t)day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int64_t forge_seconds(int year, unsigned month, unsigned day, unsigned hour, unsigned minute, unsigned second)
{
    return ((days_of(year, month, day) * 24 + (int64_t)hour) * 60 + (int64_t)minute) * 60 + (int64_t)second;
}

/* "YYYYMMDDHHMMSSZ" of a moment from the year 0 to 9999. */
static void write_time(int64_t seconds, char text[16])
{
    int64_t days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400;
    unsigned of_day = (unsigned)(seconds - days * 86400);
    int year = 0;
    unsigned month = 1;
    char wide[64]; /* gcc does not see that every number has its two digits */

    while (days_of(year + 1, 1, 1) <= days)
        year++;
    while (month < 12 && days_of(year, month + 1, 1) <= days)
        month++;
    if (year > 9999)
        forge_fail("a time beyond the year 9999");
    snprintf(wide, sizeof wide, "%04u%02u%02u%02u%02u%02uZ", (unsigned)year % 10000, month % 100,
             (unsigned)(days - days_of(year, month, 1) + 1) % 100, of_day / 3600 % 100, of_day / 60 % 60,
             of_day % 60);
    memcpy(text, wide, 16);
}

kedge_span forge_generalized_time(int64_t seconds)
{
    char text[16];

    write_time(seconds, text);
    return forge_text(KEDGE_TAG_GENERALIZED_TIME, text);
}

kedge_span forge_utc_time(int64_t seconds)
{
    char text[16];

    write_time(seconds, text);
    return forge_text(KEDGE_TAG_UTC_TIME, text + 2);
}

kedge_span forge_time(int64_t seconds)
{
    bool is_utc = seconds >= forge_seconds(1950, 1, 1, 0, 0, 0)
                  && seconds < forge_seconds(2050, 1, 1, 0, 0, 0);

    return is_utc ? forge_utc_time(seconds) : forge_generalized_time(seconds);
}

kedge_span forge_claim(unsigned tag, uint32_t length, kedge_span content)
{
    return forge_join(shortest_header(tag, length), content);
}

kedge_span forge_long_form(unsigned tag, unsigned octets, kedge_span content)
{
    if (octets < length_octets(content.size) || octets > 8)
        forge_fail("a length that does not fit, or has more than 8 octets");
    return forge_join(long_header(tag, content.size, octets), content);
}

kedge_span forge_indefinite(unsigned tag, kedge_span content)
{
    static const uint8_t end_of_contents[2];
    uint8_t header[2] = { (uint8_t)tag, 0x80 };

    return forge_join(forge_copy(header, 2), content, forge_copy(end_of_contents, 2));
}

kedge_span forge_flip(kedge_span bytes, size_t bit)
{
    uint8_t *copy = forge_allocate(bytes.size);

    if (bit / 8 >= bytes.size)
        forge_fail("there is no such bit");
    memcpy(copy, bytes.data, bytes.size);
    copy[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
    return (kedge_span){ copy, bytes.size };
}

kedge_span forge_cut(kedge_span bytes, size_t size)
{
    if (size > bytes.size)
        forge_fail("a cut beyond the end");
    return forge_copy(bytes.data, size);
}

kedge_span forge_replace(kedge_span bytes, kedge_span old, kedge_span fresh)
{
    size_t at = 0;
    size_t occurrences = 0;

    for (size_t i = 0; i + old.size <= bytes.size; i++)
        if (memcmp(bytes.data + i, old.data, old.size) == 0) {
            at = i;
            occurrences++;
        }
    if (occurrences != 1)
        forge_fail("what is to be replaced does not occur exactly once");
    return forge_join(forge_copy(bytes.data, at), fresh,
                      forge_copy(bytes.data + at + old.size, bytes.size - at - old.size));
}
