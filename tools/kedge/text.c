/* text.c - text for a person: what comes from a certificate is escaped before it is printed. */
#include "text.h"
#include "cli.h"

#include <kedge/kedge.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A name longer than this is cut: nobody reads on, and a stranger chose the length. */
#define NAME_TEXT_MAX 4096
/* The same for the arcs of an object identifier. */
#define OID_ARCS_MAX 64

/* Characters that stand for nothing one can see, or move what can be seen: C0 and C1 controls, line and
 * paragraph separators, bidirectional and other format controls, and tags. */
static const struct { uint32_t first, last; } unprintable[] = {
    { 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x00ad, 0x00ad }, { 0x061c, 0x061c }, { 0x180e, 0x180e },
    { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xd800, 0xf8ff }, { 0xfe00, 0xfe0f },
    { 0xfeff, 0xfeff }, { 0xfff0, 0xffff }, { 0x1d173, 0x1d17a }, { 0xe0000, 0x10ffff },
};

static bool is_printable(uint32_t character)
{
    for (size_t i = 0; i < sizeof unprintable / sizeof unprintable[0]; i++)
        if (character >= unprintable[i].first && character <= unprintable[i].last)
            return false;
    return true;
}

/* Decode one character of UTF-8 in its shortest form.  Answers its length, 0 where there is none. */
static size_t decode_utf8(const uint8_t *bytes, size_t size, uint32_t *character)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const uint8_t first = bytes[0];
    const size_t length = first < 0x80 ? 1 : (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3
                        : (first & 0xf8) == 0xf0 ? 4 : 0;

    if (length == 0 || length > size)
        return 0;
    *character = length == 1 ? first : first & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        *character = *character << 6 | (bytes[i] & 0x3fu);
    }
    return *character >= least[length] && *character <= 0x10ffff ? length : 0;
}

static void write_escaped(FILE *out, kedge_span bytes, bool doubles_backslash)
{
    for (size_t i = 0; i < bytes.size; ) {
        uint32_t character = 0;
        const size_t length = decode_utf8(bytes.data + i, bytes.size - i, &character);

        if (length == 0)
            fprintf(out, "\\x%02x", bytes.data[i]);
        else if (!is_printable(character))
            fprintf(out, "\\u{%04" PRIx32 "}", character);
        else if (character == '\\' && doubles_backslash)
            fputs("\\\\", out);
        else
            fwrite(bytes.data + i, 1, length, out);
        i += length != 0 ? length : 1;
    }
}

void text_write(FILE *out, kedge_span bytes)
{
    write_escaped(out, bytes, true);
}

void text_write_string(FILE *out, const char *string)
{
    const kedge_span bytes = { (const uint8_t *)string, strlen(string) };

    write_escaped(out, bytes, false);
}

void text_write_name(FILE *out, kedge_span name)
{
    char text[NAME_TEXT_MAX];
    const kedge_span formatted = { (const uint8_t *)text, kedge_name_format(name, text, sizeof text) };

    if (formatted.size == 0)
        fputs("(empty)", out);
    /* RFC 4514 has its backslashes already; what it lets pass is what a terminal might obey. */
    write_escaped(out, formatted, false);
}

void text_write_hex(FILE *out, kedge_span bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        fprintf(out, "%s%02x", i > 0 ? ":" : "", bytes.data[i]);
}

void text_write_oid(FILE *out, kedge_span oid)
{
    uint64_t arc = 0;
    unsigned arcs = 0;
    bool overflows = false;

    for (size_t i = 0; i < oid.size; i++) {
        overflows = overflows || arc >> 57 != 0;
        arc = arc << 7 | (oid.data[i] & 0x7fu);
        if ((oid.data[i] & 0x80) != 0)
            continue;
        if (arcs == OID_ARCS_MAX) {
            fputs(".(...)", out);
            return;
        }
        /* The first sub-identifier holds two arcs (X.690, 8.19.4). */
        const uint64_t top = arc < 80 ? arc / 40 : 2;
        if (overflows)
            fputs(arcs == 0 ? "2.(large)" : ".(large)", out);
        else if (arcs == 0)
            fprintf(out, "%" PRIu64 ".%" PRIu64, top, arc - 40 * top);
        else
            fprintf(out, ".%" PRIu64, arc);
        arcs++;
        arc = 0;
        overflows = false;
    }
}

void text_write_time(FILE *out, int64_t seconds)
{
    kedge_calendar at;

    if (!kedge_time_to_calendar(seconds, &at)) {
        fprintf(out, "%" PRId64 " seconds after 1970", seconds);
        return;
    }
    fprintf(out, "%04d-%02u-%02uT%02u:%02u:%02uZ", (int)at.year, (unsigned)at.month, (unsigned)at.day,
            (unsigned)at.hour, (unsigned)at.minute, (unsigned)at.second);
}

void text_write_status(FILE *out, kedge_status status)
{
    const char *clause = kedge_status_clause(status);

    fprintf(out, "%s (%s%s%s)", kedge_status_sentence(status), kedge_status_name(status),
            clause[0] != '\0' ? "; " : "", clause);
}

static json_t *take_string(FILE *out, char **text, const size_t *size)
{
    json_t *string;

    if (fclose(out) != 0)
        or_die(NULL);
    string = or_die(json_stringn(*text, *size));
    free(*text);
    return string;
}

json_t *text_json(text_writer *writer, kedge_span bytes)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = or_die(open_memstream(&text, &size));

    writer(out, bytes);
    return take_string(out, &text, &size);
}

json_t *text_json_time(int64_t seconds)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = or_die(open_memstream(&text, &size));

    text_write_time(out, seconds);
    return take_string(out, &text, &size);
}

void text_version(FILE *out)
{
    fprintf(out, "kedge %s\n", kedge_version());
}

void complain(const char *format, ...)
{
    va_list arguments;

    fflush(stdout);
    fputs("kedge: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

static void write_place(const char *file, uint32_t block)
{
    fflush(stdout);
    fputs("kedge: ", stderr);
    /* A file's name may come from a folder that others write to. */
    text_write_string(stderr, strcmp(file, "-") == 0 ? "standard input" : file);
    if (block != 0)
        fprintf(stderr, ": block %" PRIu32, block);
    fputs(": ", stderr);
}

void complain_of(const char *file, uint32_t block, const char *format, ...)
{
    va_list arguments;

    write_place(file, block);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

void complain_status(const char *file, uint32_t block, kedge_status status, size_t offset)
{
    write_place(file, block);
    text_write_status(stderr, status);
    fprintf(stderr, " at byte %zu\n", offset);
}

void *or_die(void *pointer)
{
    if (pointer == NULL) {
        complain("memory has run out");
        exit(CLI_UNUSABLE);
    }
    return pointer;
}
