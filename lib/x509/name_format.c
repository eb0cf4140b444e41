/* name_format.c - a Name as text for a person (RFC 4514).
 *
 * The most specific RDN comes first and stands last in the encoding.  So the length is found first, and then
 * every RDN is written where it belongs, from the back: the cost is linear and no list of RDNs is held.
 */
#include <kedge/name.h>

#include "x509/oid.h"
#include "x509/text.h"

#define NUMBER_TEXT_MAX 20 /* digits of 2^64 */

/* A text in the making: `at` runs on where there is no room, so that writing also measures. */
typedef struct writer {
    char *text;
    size_t capacity;  /* bytes that may be written */
    size_t at;
} writer;

typedef struct attribute_name {
    kedge_oid oid;
    const char *name;
} attribute_name;

/* RFC 4514, 3, and names of RFC 4519 and RFC 2985 that certificates use. */
static const attribute_name attribute_names[] = {
    { { 3, { 0x55, 0x04, 3 } }, "CN" },
    { { 3, { 0x55, 0x04, 4 } }, "SN" },
    { { 3, { 0x55, 0x04, 5 } }, "serialNumber" },
    { { 3, { 0x55, 0x04, 6 } }, "C" },
    { { 3, { 0x55, 0x04, 7 } }, "L" },
    { { 3, { 0x55, 0x04, 8 } }, "ST" },
    { { 3, { 0x55, 0x04, 9 } }, "STREET" },
    { { 3, { 0x55, 0x04, 10 } }, "O" },
    { { 3, { 0x55, 0x04, 11 } }, "OU" },
    { { 3, { 0x55, 0x04, 12 } }, "title" },
    { { 3, { 0x55, 0x04, 15 } }, "businessCategory" },
    { { 3, { 0x55, 0x04, 17 } }, "postalCode" },
    { { 3, { 0x55, 0x04, 42 } }, "givenName" },
    { { 3, { 0x55, 0x04, 97 } }, "organizationIdentifier" },
    { { 10, { 0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01 } }, "UID" },
    { { 10, { 0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19 } }, "DC" },
    { { 9, { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01 } }, "emailAddress" }
};

static void put(writer *out, char c)
{
    if (out->at < out->capacity)
        out->text[out->at] = c;
    out->at++;
}

static void put_text(writer *out, const char *text)
{
    while (*text != '\0')
        put(out, *text++);
}

static void put_hex(writer *out, uint8_t octet)
{
    static const char digits[] = "0123456789ABCDEF";

    put(out, digits[octet >> 4]);
    put(out, digits[octet & 0xf]);
}

static void put_number(writer *out, uint64_t number)
{
    char digits[NUMBER_TEXT_MAX];
    size_t count = 0;

    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0)
        put(out, digits[--count]);
}

/* An object identifier in dotted form.  Answers false, with nothing of use written, where a number in it
 * exceeds 64 bits. */
static bool put_oid(writer *out, kedge_span oid)
{
    uint64_t number = 0;
    bool is_first = true;

    for (size_t i = 0; i < oid.size; i++) {
        if (number > UINT64_MAX >> 7)
            return false;
        number = number << 7 | (oid.data[i] & 0x7f);
        if (oid.data[i] >= 0x80)
            continue;
        if (is_first) { /* two numbers in one (X.690, 8.19.4) */
            uint64_t top = number < 80 ? number / 40 : 2;

            put_number(out, top);
            number -= 40 * top;
            is_first = false;
        }
        put(out, '.');
        put_number(out, number);
        number = 0;
    }
    return true;
}

static const char *find_name(const kedge_der *der, kedge_range type)
{
    for (size_t i = 0; i < sizeof attribute_names / sizeof attribute_names[0]; i++)
        if (kedge_oid_is(der, type, &attribute_names[i].oid))
            return attribute_names[i].name;
    return NULL;
}

static void put_type(writer *out, const kedge_der *der, kedge_range type)
{
    const char *name = find_name(der, type);
    size_t start = out->at;

    if (name != NULL) {
        put_text(out, name);
    } else if (!put_oid(out, kedge_span_of(der->data, type))) {
        out->at = start;
        put(out, '?');
    }
}

/* UTF-8 of one code point (RFC 3629, 3); answers how many octets. */
static uint32_t encode_utf8(uint32_t code_point, uint8_t octets[4])
{
    uint32_t count = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;

    for (uint32_t i = count - 1; i > 0; i--) {
        octets[i] = (uint8_t)(0x80 | (code_point & 0x3f));
        code_point >>= 6;
    }
    octets[0] = (uint8_t)(count == 1 ? code_point : (0xf00u >> count & 0xffu) | code_point);
    return count;
}

/* Characters that do not show, or that change how their neighbours show: a name must not be able to forge
 * the line that it is printed in. */
static bool is_unshowable(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0)
        || (code_point >= 0x200b && code_point <= 0x200f)   /* no width; direction */
        || (code_point >= 0x2028 && code_point <= 0x202e)   /* separators of lines; direction */
        || (code_point >= 0x2066 && code_point <= 0x2069)   /* direction */
        || code_point == 0x061c || code_point == 0xfeff;
}

/* Special characters of RFC 4514, 2.4, wherever they stand. */
static bool is_special(uint32_t code_point)
{
    return code_point < 0x80 && memchr("\"+,;<>\\", (int)code_point, 7) != NULL;
}

static void put_code_point(writer *out, uint32_t code_point)
{
    uint8_t octets[4];
    uint32_t count = encode_utf8(code_point, octets);
    bool is_escaped = is_unshowable(code_point);

    if (is_special(code_point))
        put(out, '\\');
    for (uint32_t i = 0; i < count; i++) {
        if (is_escaped) {
            put(out, '\\');
            put_hex(out, octets[i]);
        } else {
            put(out, (char)octets[i]);
        }
    }
}

/* A string (RFC 4514, 2.4): a blank at either end and a '#' in front are escaped too. */
static void put_string(writer *out, uint8_t tag, kedge_span value)
{
    kedge_text text = kedge_text_begin(tag, value);
    uint32_t code_point = kedge_text_next(&text);
    bool is_first = true;

    while (code_point != KEDGE_TEXT_END) {
        uint32_t next = kedge_text_next(&text);

        if ((code_point == ' ' && (is_first || next == KEDGE_TEXT_END)) || (code_point == '#' && is_first))
            put(out, '\\');
        put_code_point(out, code_point);
        code_point = next;
        is_first = false;
    }
}

/* The type whose characters a value is read as: TeletexString is only where it is ASCII, and what has no
 * characters is 0. */
static uint8_t readable_type(uint8_t tag, kedge_span value)
{
    if (tag != KEDGE_TAG_TELETEX_STRING)
        return kedge_text_is_readable(tag) ? tag : 0;
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] >= 0x80)
            return 0;
    return KEDGE_TAG_IA5_STRING;
}

/* The whole element of the value in hexadecimal digits, which goes with types that have no name and values
 * that are no text (RFC 4514, 2.4). */
static void put_element(writer *out, const kedge_der *der, const kedge_attribute *attribute)
{
    uint32_t end = attribute->value.offset + attribute->value.size;

    put(out, '#');
    for (uint32_t i = attribute->type.offset + attribute->type.size; i < end; i++)
        put_hex(out, der->data[i]);
}

static void put_attribute(writer *out, const kedge_der *der, const kedge_attribute *attribute)
{
    kedge_span value = kedge_span_of(der->data, attribute->value);
    uint8_t type = readable_type(attribute->tag, value);

    put_type(out, der, attribute->type);
    put(out, '=');
    if (type != 0 && find_name(der, attribute->type) != NULL)
        put_string(out, type, value);
    else
        put_element(out, der, attribute);
}

/* Write the RDN that `reader` stands before, and move over it.  Answers whether there was one. */
static bool put_rdn(writer *out, const kedge_der *der, kedge_name_reader *reader)
{
    kedge_attribute attribute;
    bool found;
    bool is_first = true;

    do {
        if (kedge_name_next(reader, &attribute, &found) != KEDGE_OK || !found)
            return !is_first;
        if (!is_first)
            put(out, '+');
        put_attribute(out, der, &attribute);
        is_first = false;
    } while (!kedge_der_at_end(&reader->attributes));
    return true;
}

static size_t measure(const kedge_der *der, kedge_name_reader reader)
{
    writer out = { NULL, 0, 0 };
    bool is_first = true;
    bool found;

    do {
        size_t start = out.at;

        found = put_rdn(&out, der, &reader);
        if (found && !is_first)
            put(&out, ',');
        else if (!found)
            out.at = start;
        is_first = false;
    } while (found);
    return out.at;
}

/* Write every RDN before the ones that are there, back from `end`. */
static void write_backwards(const kedge_der *der, kedge_name_reader reader, char *text, size_t capacity,
                            size_t end)
{
    writer ruler = { NULL, 0, 0 };
    kedge_name_reader next = reader;

    while (put_rdn(&ruler, der, &next)) {
        writer out = { text, capacity, end - ruler.at };

        end = out.at;
        put_rdn(&out, der, &reader);
        if (end > 0) {
            writer comma = { text, capacity, --end };

            put(&comma, ',');
        }
        ruler.at = 0;
    }
}

/* Replace the end of a text that fills its room by dots, without cutting a character in two. */
static size_t shorten(char *text, size_t room)
{
    size_t dots = room < 3 ? room : 3;
    size_t kept = room - dots;

    while (kept > 0 && ((unsigned char)text[kept] & 0xc0) == 0x80)
        kept--;
    memset(text + kept, '.', dots);
    return kept + dots;
}

size_t kedge_name_format(kedge_span name, char *text, size_t capacity)
{
    uint32_t fault;
    kedge_der der;
    kedge_name_reader reader;
    size_t room = capacity - 1;
    size_t length = 0;

    if (kedge_der_begin(&der, name.data, name.size, &fault) == KEDGE_OK
        && kedge_name_begin(&reader, &der, (kedge_range){ 0, (uint32_t)name.size }) == KEDGE_OK) {
        length = measure(&der, reader);
        write_backwards(&der, reader, text, room, length);
        if (length > room)
            length = shorten(text, room);
    }
    text[length] = '\0';
    return length;
}
