/* address.c - addresses as text (RFC 3986, 3.2.2; RFC 4291, 2.2; RFC 5952, 4). */
#include "path/text_name.h"

#include <string.h>

#define GROUPS 8
#define NO_GAP (GROUPS + 1) /* a gap may stand at 0 to GROUPS */

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Dotted decimal; a leading zero could mean octal and is refused. */
static bool read_dotted(kedge_span text, uint8_t octets[4])
{
    size_t at = 0;

    for (size_t i = 0; i < 4; i++) {
        const size_t start = at;
        unsigned value = 0;

        while (at < text.size && at - start < 3 && is_digit(text.data[at]))
            value = value * 10 + (unsigned)(text.data[at++] - '0');
        if (at == start || value > 255 || (at - start > 1 && text.data[start] == '0'))
            return false;
        octets[i] = (uint8_t)value;
        if (i < 3 && (at == text.size || text.data[at++] != '.'))
            return false;
    }
    return at == text.size;
}

static int hexadecimal_value(uint8_t c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* One to four hexadecimal digits at `*at`. */
static bool read_group(kedge_span text, size_t *at, uint8_t octets[2])
{
    const size_t start = *at;
    unsigned value = 0;

    while (*at < text.size && *at - start < 4 && hexadecimal_value(text.data[*at]) >= 0)
        value = value << 4 | (unsigned)hexadecimal_value(text.data[(*at)++]);
    octets[0] = (uint8_t)(value >> 8);
    octets[1] = (uint8_t)value;
    return *at > start;
}

/* Move the groups after the gap to the end and fill it with zeros. */
static bool spread(uint8_t octets[16], size_t count, size_t gap)
{
    const size_t after = 2 * (count - gap);

    if (count == GROUPS)
        return false; /* "::" stands for one group at least */
    memmove(octets + 16 - after, octets + 2 * gap, after);
    memset(octets + 2 * gap, 0, 16 - 2 * gap - after);
    return true;
}

static bool read_colons(kedge_span text, uint8_t octets[16])
{
    size_t at = 0;
    size_t count = 0;
    size_t gap = NO_GAP;

    if (text.size >= 2 && text.data[0] == ':' && text.data[1] == ':') {
        gap = 0;
        at = 2;
    }
    while (at < text.size) {
        const kedge_span rest = { text.data + at, text.size - at };

        if (count <= GROUPS - 2 && read_dotted(rest, octets + 2 * count)) {
            count += 2;
            break;
        }
        if (count == GROUPS || !read_group(text, &at, octets + 2 * count))
            return false;
        count++;
        if (at == text.size)
            break;
        if (text.data[at++] != ':' || at == text.size)
            return false;
        if (text.data[at] != ':')
            continue;
        if (gap != NO_GAP)
            return false;
        gap = count;
        at++;
    }
    return gap == NO_GAP ? count == GROUPS : spread(octets, count, gap);
}

size_t kedge_address_read(kedge_span text, uint8_t octets[16])
{
    if (text.size >= KEDGE_ADDRESS_TEXT_MAX + 6) /* "0000:" six times and a dotted quad */
        return 0;
    if (read_dotted(text, octets))
        return 4;
    return read_colons(text, octets) ? 16 : 0;
}

/* Writes `value` in `base`, without leading zeros. */
static size_t write_number(char *text, unsigned value, unsigned base)
{
    char digits[5];
    size_t count = 0;

    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    for (size_t i = 0; i < count; i++)
        text[i] = digits[count - 1 - i];
    return count;
}

static size_t write_dotted(const uint8_t octets[4], char *text)
{
    size_t length = 0;

    for (size_t i = 0; i < 4; i++) {
        if (i > 0)
            text[length++] = '.';
        length += write_number(text + length, octets[i], 10);
    }
    text[length] = '\0';
    return length;
}

static unsigned group_at(const uint8_t octets[16], size_t group)
{
    return (unsigned)octets[2 * group] << 8 | octets[2 * group + 1];
}

/* The longest run of zero groups, the first of equals, of two at least (RFC 5952, 4.2). */
static size_t find_gap(const uint8_t octets[16], size_t *run)
{
    size_t gap = NO_GAP;

    *run = 1;
    for (size_t start = 0; start < GROUPS; start++) {
        size_t end = start;

        while (end < GROUPS && group_at(octets, end) == 0)
            end++;
        if (end - start <= *run)
            continue;
        gap = start;
        *run = end - start;
    }
    return gap;
}

static size_t write_colons(const uint8_t octets[16], char *text)
{
    size_t run;
    const size_t gap = find_gap(octets, &run);
    size_t length = 0;

    for (size_t group = 0; group < GROUPS;) {
        if (group == gap) {
            text[length++] = ':';
            text[length++] = ':';
            group += run;
            continue;
        }
        if (group > 0 && group != gap + run)
            text[length++] = ':';
        length += write_number(text + length, group_at(octets, group), 16);
        group++;
    }
    text[length] = '\0';
    return length;
}

size_t kedge_address_write(kedge_span octets, char text[KEDGE_ADDRESS_TEXT_MAX])
{
    if (octets.size == 4)
        return write_dotted(octets.data, text);
    if (octets.size == 16)
        return write_colons(octets.data, text);
    text[0] = '\0';
    return 0;
}
