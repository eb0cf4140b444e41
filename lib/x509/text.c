/* text.c - the character strings of names (X.680, 41; RFC 5280, 7.1). */
#include "x509/text.h"

#include <kedge/certificate.h>

#include <string.h>

/* What an octet below 0x80 is, as bits. */
enum {
    IS_NUL = 1 << 0,
    IS_CONTROL = 1 << 1,      /* not in VisibleString; NUL is one too */
    IS_UNPRINTABLE = 1 << 2,  /* not in PrintableString and never found there */
    IS_DEVIANT = 1 << 3,      /* not in PrintableString but found there: & * @ _ */
    IS_NOT_NUMERIC = 1 << 4,  /* neither a digit nor the blank */
    IS_HIGH = 1 << 5          /* 0x80 and above */
};

#define Z (IS_NUL | IS_CONTROL | IS_UNPRINTABLE | IS_NOT_NUMERIC)
#define C (IS_CONTROL | IS_UNPRINTABLE | IS_NOT_NUMERIC)
#define V (IS_UNPRINTABLE | IS_NOT_NUMERIC)
#define D (IS_DEVIANT | IS_NOT_NUMERIC)
#define P IS_NOT_NUMERIC
#define N 0

static const uint8_t class_of[0x80] = {
    Z, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, /* controls */
    C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C,
    N, V, V, V, V, V, D, P, P, P, D, P, P, P, P, P, /*  !"#$%&'()*+,-./ */
    N, N, N, N, N, N, N, N, N, N, P, V, V, P, V, P, /* 0123456789:;<=>? */
    D, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, /* @ABCDEFGHIJKLMNO */
    P, P, P, P, P, P, P, P, P, P, P, V, V, V, V, D, /* PQRSTUVWXYZ[\]^_ */
    V, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, /* `abcdefghijklmno */
    P, P, P, P, P, P, P, P, P, P, P, V, V, V, V, C  /* pqrstuvwxyz{|}~ */
};

#undef Z
#undef C
#undef V
#undef D
#undef P
#undef N

/* How the characters of a type are written. */
typedef enum encoding {
    ENCODING_OPAQUE, /* no characters that are known */
    ENCODING_ASCII,
    ENCODING_UTF8,   /* RFC 3629 */
    ENCODING_UCS2,   /* two octets each: no surrogates */
    ENCODING_UCS4    /* four octets each */
} encoding;

typedef struct string_type {
    uint8_t encoding;
    uint8_t forbidden;  /* classes of octets */
    bool is_comparable;
    bool is_directory_string;
} string_type;

#define STRING_TAG_COUNT 0x20

static const string_type types[STRING_TAG_COUNT] = {
    [KEDGE_TAG_UTF8_STRING] = { ENCODING_UTF8, IS_NUL, true, true },
    [KEDGE_TAG_NUMERIC_STRING] = { ENCODING_ASCII, IS_NOT_NUMERIC | IS_HIGH, false, false },
    [KEDGE_TAG_PRINTABLE_STRING] = { ENCODING_ASCII, IS_UNPRINTABLE | IS_HIGH, true, true },
    [KEDGE_TAG_TELETEX_STRING] = { ENCODING_OPAQUE, 0, false, true },
    [KEDGE_TAG_IA5_STRING] = { ENCODING_ASCII, IS_NUL | IS_HIGH, true, false },
    [KEDGE_TAG_VISIBLE_STRING] = { ENCODING_ASCII, IS_CONTROL | IS_HIGH, false, false },
    [KEDGE_TAG_UNIVERSAL_STRING] = { ENCODING_UCS4, 0, true, true },
    [KEDGE_TAG_BMP_STRING] = { ENCODING_UCS2, 0, true, true }
};

static const string_type *type_of(uint8_t tag)
{
    return &types[tag < STRING_TAG_COUNT ? tag : 0];
}

static uint8_t class_of_octet(uint8_t octet)
{
    return octet < 0x80 ? class_of[octet] : IS_HIGH;
}

/* A Unicode scalar value other than NUL. */
static bool is_character(uint32_t code_point)
{
    return code_point != 0 && code_point <= 0x10ffff && (code_point & 0xfffff800) != 0xd800;
}

/* Read one character of UTF-8 (RFC 3629, 3).  Answers KEDGE_TEXT_END, and moves over one octet, where it is
 * cut off, longer than need be, a surrogate or beyond Unicode. */
static uint32_t read_utf8(const uint8_t **next, const uint8_t *end)
{
    static const uint32_t smallest[] = { 0, 0x80, 0x800, 0x10000 };
    const uint8_t *at = *next;
    uint32_t lead = *at++;
    uint32_t more = lead < 0xc0 ? 0u : lead < 0xe0 ? 1u : lead < 0xf0 ? 2u : 3u;
    uint32_t code_point = lead & (more == 0 ? 0x7fu : 0x3fu >> more);

    *next = at;
    if (lead < 0x80)
        return lead;
    if (more == 0 || lead >= 0xf8 || (size_t)(end - at) < more)
        return KEDGE_TEXT_END;
    for (uint32_t i = 0; i < more; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return KEDGE_TEXT_END;
        code_point = code_point << 6 | (at[i] & 0x3fu);
    }
    if (code_point < smallest[more] || !is_character(code_point))
        return KEDGE_TEXT_END;
    *next = at + more;
    return code_point;
}

static kedge_status fail_string(const kedge_der *der, const uint8_t *at)
{
    return kedge_der_fail(der, KEDGE_DER_BAD_STRING, (uint32_t)(at - der->data));
}

static kedge_status check_utf8(const kedge_der *der, const uint8_t *next, const uint8_t *end)
{
    while (next < end) {
        const uint8_t *at = next;

        if (read_utf8(&next, end) == KEDGE_TEXT_END)
            return fail_string(der, at);
    }
    return KEDGE_OK;
}

/* Eight octets at once, the first one highest.  An octet below 0x80 plus what it lacks to 0x80 shows in its
 * top bit whether it reached that, and nothing is carried over. */
#define WORD_OCTETS 8
#define IN_EACH(octet) (UINT64_C(0x0101010101010101) * (octet))
#define TOPS IN_EACH(UINT64_C(0x80))
#define REACHES(word, octet) ((word) + IN_EACH(UINT64_C(0x80) - (octet)))

static uint64_t load_word(const uint8_t *at)
{
    return (uint64_t)at[0] << 56 | (uint64_t)at[1] << 48 | (uint64_t)at[2] << 40 | (uint64_t)at[3] << 32
        | (uint64_t)at[4] << 24 | (uint64_t)at[5] << 16 | (uint64_t)at[6] << 8 | (uint64_t)at[7];
}

/* Move over whole words of octets that are neither NUL nor high. */
static const uint8_t *skip_ascii(const uint8_t *at, const uint8_t *end)
{
    while (end - at >= WORD_OCTETS) {
        uint64_t word = load_word(at);

        if ((word & TOPS) != 0 || (REACHES(word, 1) & TOPS) != TOPS)
            break;
        at += WORD_OCTETS;
    }
    return at;
}

/* One octet after the other. */
static kedge_status check_octets(const kedge_der *der, const string_type *type, kedge_span value,
                                 uint32_t *deviations)
{
    const uint8_t *end = value.data + value.size;
    bool takes_ascii = (type->forbidden & ~(IS_NUL | IS_HIGH)) == 0;
    const uint8_t *start = takes_ascii ? skip_ascii(value.data, end) : value.data;
    unsigned seen = 0;

    for (const uint8_t *at = start; at < end; at++)
        seen |= class_of_octet(*at);
    if ((seen & type->forbidden) != 0) {
        const uint8_t *at = value.data;

        while ((class_of_octet(*at) & type->forbidden) == 0)
            at++;
        return fail_string(der, at);
    }
    if ((seen & IS_DEVIANT) != 0 && (type->forbidden & IS_UNPRINTABLE) != 0)
        *deviations |= KEDGE_DEVIATION_NAME_STRING;
    if ((seen & IS_HIGH) != 0)
        return check_utf8(der, value.data, end);
    return KEDGE_OK;
}

/* One character of a fixed number of octets after the other. */
static kedge_status check_fixed(const kedge_der *der, uint32_t width, kedge_span value)
{
    const uint8_t *at = value.data;

    for (size_t left = value.size; left > 0; left -= width, at += width) {
        uint32_t code_point = 0;

        if (left < width)
            return fail_string(der, at);
        for (uint32_t i = 0; i < width; i++)
            code_point = code_point << 8 | at[i];
        if (!is_character(code_point))
            return fail_string(der, at);
    }
    return KEDGE_OK;
}

kedge_status kedge_text_check(const kedge_der *der, uint8_t tag, kedge_range value, uint32_t *deviations)
{
    const string_type *type = type_of(tag);
    kedge_span octets = kedge_span_of(der->data, value);

    switch ((encoding)type->encoding) {
    case ENCODING_OPAQUE: return KEDGE_OK;
    case ENCODING_ASCII:
    case ENCODING_UTF8: return check_octets(der, type, octets, deviations);
    case ENCODING_UCS2: return check_fixed(der, 2, octets);
    case ENCODING_UCS4: return check_fixed(der, 4, octets);
    }
    return kedge_der_fail(der, KEDGE_DER_BAD_STRING, value.offset);
}

bool kedge_text_is_comparable(uint8_t tag)
{
    return type_of(tag)->is_comparable;
}

bool kedge_text_is_directory_string(uint8_t tag)
{
    return type_of(tag)->is_directory_string;
}

bool kedge_text_is_readable(uint8_t tag)
{
    return type_of(tag)->encoding != ENCODING_OPAQUE;
}

kedge_text kedge_text_begin(uint8_t tag, kedge_span value)
{
    return (kedge_text){ value.data, value.data + value.size, tag };
}

static uint32_t read_fixed(kedge_text *text, uint32_t width)
{
    uint32_t code_point = 0;

    for (uint32_t i = 0; i < width && text->next < text->end; i++)
        code_point = code_point << 8 | *text->next++;
    return code_point;
}

uint32_t kedge_text_next(kedge_text *text)
{
    if (text->next >= text->end)
        return KEDGE_TEXT_END;
    if (text->tag == KEDGE_TAG_BMP_STRING)
        return read_fixed(text, 2);
    if (text->tag == KEDGE_TAG_UNIVERSAL_STRING)
        return read_fixed(text, 4);
    return *text->next < 0x80 ? *text->next++ : read_utf8(&text->next, text->end);
}

static bool is_white(uint32_t code_point)
{
    return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
}

/* Skip white space: answers the code point after it. */
static uint32_t skip_white(kedge_text *text)
{
    uint32_t code_point;

    do
        code_point = kedge_text_next(text);
    while (is_white(code_point));
    return code_point;
}

static uint32_t fold_case(uint32_t code_point)
{
    return code_point >= 'A' && code_point <= 'Z' ? code_point + ('a' - 'A') : code_point;
}

/* Text read folded: case, white space at both ends, runs of it within (RFC 4518, 2.2 and 2.6.1). */
typedef struct folded_text {
    kedge_text text;
    uint32_t next;   /* the code point to come, where it was read already; else 0 */
} folded_text;

static folded_text begin_folded(uint8_t tag, kedge_span value)
{
    folded_text folded = { kedge_text_begin(tag, value), 0 };

    folded.next = skip_white(&folded.text);
    return folded;
}

static uint32_t next_folded(folded_text *folded)
{
    uint32_t code_point = folded->next;

    folded->next = 0;
    if (code_point == 0)
        code_point = kedge_text_next(&folded->text);
    if (!is_white(code_point))
        return fold_case(code_point);
    folded->next = skip_white(&folded->text);
    return folded->next == KEDGE_TEXT_END ? KEDGE_TEXT_END : ' ';
}

bool kedge_text_equal(uint8_t one_tag, kedge_span one, uint8_t other_tag, kedge_span other)
{
    folded_text one_text = begin_folded(one_tag, one);
    folded_text other_text = begin_folded(other_tag, other);
    uint32_t code_point;

    do {
        code_point = next_folded(&one_text);
        if (code_point != next_folded(&other_text))
            return false;
    } while (code_point != KEDGE_TEXT_END);
    return true;
}

/* Fold the case of eight octets of plain text (see below).  Answers whether they are. */
static bool fold_plain_word(uint64_t *word, bool *after_blank)
{
    uint64_t blanks = ~REACHES(*word ^ IN_EACH(UINT64_C(0x20)), 1) & TOPS;
    uint64_t followers = blanks >> 8 | (*after_blank ? UINT64_C(1) << 63 : 0);
    uint64_t capitals = REACHES(*word, 'A') & ~REACHES(*word, 'Z' + 1) & TOPS;

    if ((*word & TOPS) != 0 || (REACHES(*word, ' ') & TOPS) != TOPS || (blanks & followers) != 0)
        return false;
    *word |= capitals >> 2;
    *after_blank = (blanks & 0x80) != 0;
    return true;
}

/* Add a string of single octets in which nothing has to be folded but case, as in most names: ASCII with no
 * white space but single blanks within.  Answers whether it was one; else `*hash` is as before. */
static bool hash_plain(kedge_text_hash *hash, kedge_span value)
{
    kedge_text_hash next = *hash;
    bool after_blank = true;
    size_t i = 0;

    for (; value.size - i >= WORD_OCTETS; i += WORD_OCTETS) {
        next.word = load_word(value.data + i);
        if (!fold_plain_word(&next.word, &after_blank))
            return false;
        next.count += WORD_OCTETS;
        kedge_text_hash_mix(&next);
    }
    for (; i < value.size; i++) {
        uint32_t octet = value.data[i];

        if (octet < ' ' || octet >= 0x80 || (octet == ' ' && after_blank))
            return false;
        after_blank = octet == ' ';
        kedge_text_hash_add(&next, fold_case(octet));
    }
    if (after_blank)
        return false;
    *hash = next;
    return true;
}

void kedge_text_hash_text(kedge_text_hash *hash, uint8_t tag, kedge_span value)
{
    folded_text text;
    uint32_t code_point;

    if (type_of(tag)->encoding <= ENCODING_UTF8 && hash_plain(hash, value))
        return;
    text = begin_folded(tag, value);

    while ((code_point = next_folded(&text)) != KEDGE_TEXT_END)
        kedge_text_hash_add(hash, code_point);
}
