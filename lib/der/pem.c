/* pem.c - the blocks of a textual encoding and their labels (RFC 7468, 2 and 3).
 *
 * A boundary is a line of its own: it begins where a line begins.  Whatever begins like one counts as
 * one, so that a damaged boundary is reported rather than taken for explanatory text.  No line is looked
 * at more than twice: a block ends at the next boundary of either kind, never at a later one.
 */
#include <kedge/pem.h>

#include <string.h>

static const char begin_mark[] = "-----BEGIN ";
static const char end_mark[] = "-----END ";
static const char dashes[] = "-----";

/* A line without its end, which is CR, LF, CRLF or the end of the text. */
typedef struct line {
    kedge_span text;
    size_t start; /* offset in the whole text */
    size_t next;  /* offset of the line after it */
} line;

static bool is_line_end(uint8_t octet)
{
    return octet == '\r' || octet == '\n';
}

static line read_line(const kedge_pem *pem, size_t start)
{
    size_t end = start;
    size_t next;

    while (end < pem->size && !is_line_end(pem->text[end]))
        end++;
    next = end;
    if (next < pem->size && pem->text[next] == '\r')
        next++;
    if (next < pem->size && pem->text[next] == '\n')
        next++;
    return (line){ { pem->text + start, end - start }, start, next };
}

static bool starts_with(kedge_span text, const char *mark)
{
    size_t size = strlen(mark);

    return text.size >= size && memcmp(text.data, mark, size) == 0;
}

static bool ends_with(kedge_span text, const char *mark)
{
    size_t size = strlen(mark);

    return text.size >= size && memcmp(text.data + text.size - size, mark, size) == 0;
}

static bool is_equal(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

static bool is_label_character(uint8_t octet)
{
    return octet >= 0x21 && octet <= 0x7e && octet != '-';
}

/* Printable characters, with single hyphens and blanks between them; may be empty. */
static bool is_label(kedge_span label)
{
    bool after_character = false;

    for (size_t i = 0; i < label.size; i++) {
        bool is_character = is_label_character(label.data[i]);

        if (!is_character && !(after_character && (label.data[i] == '-' || label.data[i] == ' ')))
            return false;
        after_character = is_character;
    }
    return label.size == 0 || after_character;
}

static kedge_span without_blanks_at_end(kedge_span text)
{
    while (text.size > 0 && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\t'))
        text.size--;
    return text;
}

/* Read the label of a line that starts with `mark`; false if the line does not go on as a boundary. */
static bool read_label(const kedge_pem *pem, kedge_span text, const char *mark, kedge_span *label)
{
    size_t size = strlen(mark);

    if (pem->form == KEDGE_PEM_LAX)
        text = without_blanks_at_end(text);
    text.data += size;
    text.size -= text.size < size ? text.size : size;
    if (!ends_with(text, dashes))
        return false;
    *label = (kedge_span){ text.data, text.size - strlen(dashes) };
    return is_label(*label);
}

void kedge_pem_begin(kedge_pem *pem, const uint8_t *text, size_t size, kedge_pem_form form)
{
    *pem = (kedge_pem){ .text = text, .size = size, .form = form };
}

/* Find the next line that starts as a boundary; false at the end of the text. */
static bool find_boundary(kedge_pem *pem, bool also_end, line *found)
{
    while (pem->position < pem->size) {
        line next = read_line(pem, pem->position);

        if (starts_with(next.text, begin_mark) || (also_end && starts_with(next.text, end_mark))) {
            *found = next;
            return true;
        }
        pem->position = next.next;
    }
    return false;
}

static kedge_status fail_boundary(kedge_pem *pem, size_t fault)
{
    pem->fault = fault;
    return KEDGE_PEM_BAD_BOUNDARY;
}

kedge_status kedge_pem_next(kedge_pem *pem, kedge_pem_block *block)
{
    line begin;
    line end;
    kedge_span label;
    kedge_span end_label;
    bool is_begin;

    if (!find_boundary(pem, false, &begin))
        return KEDGE_PEM_END;
    pem->block++;
    pem->position = begin.next;
    is_begin = read_label(pem, begin.text, begin_mark, &label);
    if (!find_boundary(pem, true, &end) || starts_with(end.text, begin_mark))
        return fail_boundary(pem, begin.start);
    pem->position = end.next;
    if (!is_begin)
        return fail_boundary(pem, begin.start);
    if (!read_label(pem, end.text, end_mark, &end_label) || !is_equal(label, end_label))
        return fail_boundary(pem, end.start);
    block->label = label;
    block->base64 = (kedge_span){ pem->text + begin.next, end.start - begin.next };
    block->decoded_size = block->base64.size / 4 * 3 + block->base64.size % 4 * 3 / 4;
    return KEDGE_OK;
}

static bool is_text(kedge_span label, const char *text)
{
    return label.size == strlen(text) && starts_with(label, text);
}

bool kedge_pem_is_certificate(kedge_span label)
{
    return is_text(label, "CERTIFICATE") || is_text(label, "X509 CERTIFICATE")
        || is_text(label, "X.509 CERTIFICATE");
}

bool kedge_pem_is_private_key(kedge_span label)
{
    return is_text(label, "PRIVATE KEY") || ends_with(label, " PRIVATE KEY");
}
