/* host.c - host names and wildcards (RFC 1034, 3.5; RFC 1123, 2.1; RFC 9525, 6.3). */
#include "path/text_name.h"

static uint8_t fold(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Letters, digits, hyphen and underscore: bit n of word m is the character 32 * m + n. */
static bool is_label_character(uint8_t c)
{
    static const uint32_t characters[8] = { 0, 0x03ff2000, 0x87fffffe, 0x07fffffe, 0, 0, 0, 0 };

    return (characters[c / 32] >> c % 32 & 1) != 0;
}

static bool is_label(kedge_span label)
{
    if (label.size == 0 || label.size > KEDGE_LABEL_MAX)
        return false;
    if (label.data[0] == '-' || label.data[label.size - 1] == '-')
        return false;
    for (size_t i = 0; i < label.size; i++)
        if (!is_label_character(label.data[i]))
            return false;
    return true;
}

/* What some resolvers take for an IPv4 address, or a part of one: decimal, octal or hexadecimal. */
static bool is_number(kedge_span label)
{
    const bool is_hexadecimal = label.size >= 2 && label.data[0] == '0' && fold(label.data[1]) == 'x';

    for (size_t i = is_hexadecimal ? 2 : 0; i < label.size; i++)
        if (!is_digit(label.data[i])
            && !(is_hexadecimal && fold(label.data[i]) >= 'a' && fold(label.data[i]) <= 'f'))
            return false;
    return true;
}

/* The label that starts at `start`. */
static kedge_span label_at(kedge_span host, size_t start)
{
    kedge_span label = { host.data + start, 0 };

    while (start + label.size < host.size && label.data[label.size] != '.')
        label.size++;
    return label;
}

bool kedge_host_is_valid(kedge_span text)
{
    if (text.size == 0 || text.size > KEDGE_HOST_MAX)
        return false;
    for (size_t start = 0;;) {
        const kedge_span label = label_at(text, start);

        if (!is_label(label))
            return false;
        start += label.size;
        if (start == text.size)
            return !is_number(label);
        start++;
    }
}

bool kedge_host_is_wildcard(kedge_span text, kedge_span *base)
{
    if (text.size < 2 || text.size > KEDGE_HOST_MAX || text.data[0] != '*' || text.data[1] != '.')
        return false;
    *base = (kedge_span){ text.data + 2, text.size - 2 };
    return kedge_host_is_valid(*base);
}

size_t kedge_host_label_count(kedge_span host)
{
    size_t count = 1;

    for (size_t i = 0; i < host.size; i++)
        count += host.data[i] == '.';
    return count;
}

kedge_span kedge_host_parent(kedge_span host)
{
    const size_t skip = label_at(host, 0).size + 1;

    if (skip >= host.size)
        return (kedge_span){ NULL, 0 };
    return (kedge_span){ host.data + skip, host.size - skip };
}

bool kedge_text_name_equal(kedge_span one, kedge_span other)
{
    if (one.size != other.size)
        return false;
    for (size_t i = 0; i < one.size; i++)
        if (fold(one.data[i]) != fold(other.data[i]))
            return false;
    return true;
}

bool kedge_host_is_within(kedge_span host, kedge_span base)
{
    kedge_span tail;

    if (base.size == 0)
        return true;
    if (host.size < base.size)
        return false;
    tail = (kedge_span){ host.data + (host.size - base.size), base.size };
    if (host.size > base.size && host.data[host.size - base.size - 1] != '.')
        return false;
    return kedge_text_name_equal(tail, base);
}
