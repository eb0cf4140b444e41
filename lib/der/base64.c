/* base64.c - the text between two boundaries, decoded (RFC 7468, 3; RFC 4648, 4).
 *
 * One text for one value: padding is complete, and the bits that it leaves over are zero
 * (RFC 4648, 3.5).  The strict form also fixes the lines.
 */
#include <kedge/pem.h>

#define LINE_SIZE 64

/* The value of each base64 character plus one; 0 for all others. */
static const uint8_t sextets[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64
};

typedef struct decoder {
    uint8_t *output;
    size_t capacity;
    size_t written;
    size_t at;         /* index of the character in hand, and after a failure of the one at fault */
    size_t last;       /* index of the last character that was not padding */
    size_t column;     /* characters of the current line */
    uint32_t bits;     /* of the current group of four characters */
    uint8_t group;     /* how many it has */
    uint8_t pads;      /* how much padding; nothing follows a padded group */
    bool is_strict;
    bool line_is_last; /* a line that is not full has ended */
} decoder;

/* Write the first `count` bytes of the current group. */
static kedge_status write_group(decoder *to, uint8_t count)
{
    if (to->capacity - to->written < count)
        return KEDGE_MEMORY_TOO_SMALL;
    for (uint8_t i = 0; i < count; i++)
        to->output[to->written++] = (uint8_t)(to->bits >> (16 - 8 * i));
    return KEDGE_OK;
}

static kedge_status take_sextet(decoder *to, uint8_t sextet)
{
    kedge_status status;

    if (to->pads > 0)
        return KEDGE_PEM_BAD_BASE64;
    to->last = to->at;
    to->bits = to->bits << 6 | sextet;
    if (++to->group < 4)
        return KEDGE_OK;
    status = write_group(to, 3);
    to->bits = 0;
    to->group = 0;
    return status;
}

static kedge_status take_pad(decoder *to)
{
    uint32_t left_over = to->group == 2 ? 0x0f : 0x03;

    if (to->group < 2 || to->group + to->pads == 4)
        return KEDGE_PEM_BAD_BASE64;
    if (to->pads == 0 && (to->bits & left_over) != 0) {
        to->at = to->last;
        return KEDGE_PEM_BAD_BASE64;
    }
    to->bits <<= 6;
    to->pads++;
    if (to->group + to->pads < 4)
        return KEDGE_OK;
    return write_group(to, (uint8_t)(to->group - 1));
}

/* Take a base64 character or padding. */
static kedge_status take_character(decoder *to, uint8_t octet)
{
    if (to->is_strict && (to->column == LINE_SIZE || to->line_is_last))
        return KEDGE_PEM_BAD_BASE64;
    to->column++;
    return octet == '=' ? take_pad(to) : take_sextet(to, (uint8_t)(sextets[octet] - 1));
}

static bool is_white(uint8_t octet)
{
    return octet == ' ' || (octet >= '\t' && octet <= '\r');
}

/* Take what stands between the characters: in the strict form only the ends of lines, none of them
 * empty and all but the last full. */
static kedge_status take_other(decoder *to, kedge_span base64)
{
    uint8_t octet = base64.data[to->at];

    if (!to->is_strict)
        return is_white(octet) ? KEDGE_OK : KEDGE_PEM_BAD_BASE64;
    if ((octet != '\r' && octet != '\n') || to->column == 0)
        return KEDGE_PEM_BAD_BASE64;
    if (octet == '\r' && to->at + 1 < base64.size && base64.data[to->at + 1] == '\n')
        to->at++;
    to->line_is_last = to->column < LINE_SIZE;
    to->column = 0;
    return KEDGE_OK;
}

static kedge_status take_all(decoder *to, kedge_span base64)
{
    for (to->at = 0; to->at < base64.size; to->at++) {
        uint8_t octet = base64.data[to->at];
        bool is_character = sextets[octet] != 0 || octet == '=';
        kedge_status status = is_character ? take_character(to, octet) : take_other(to, base64);

        if (status != KEDGE_OK)
            return status;
    }
    if (to->group != 0 && to->group + to->pads != 4)
        return KEDGE_PEM_BAD_BASE64;
    if (to->is_strict && to->written == 0)
        return KEDGE_PEM_BAD_BASE64;
    return KEDGE_OK;
}

kedge_status kedge_pem_decode(kedge_pem *pem, const kedge_pem_block *block,
                              uint8_t *output, size_t capacity, size_t *written)
{
    decoder to = { .output = output, .capacity = capacity, .is_strict = pem->form == KEDGE_PEM_STRICT };
    kedge_status status = take_all(&to, block->base64);

    if (status == KEDGE_OK)
        *written = to.written;
    else
        pem->fault = (size_t)(block->base64.data - pem->text) + to.at;
    return status;
}
