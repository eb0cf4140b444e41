/* secret_base64.c - base64 of secrets, without tables or branches on what is encoded (RFC 4648, 3.5 and 4). */
#include "credential/secret_base64.h"

#include <stdbool.h>

#include "credential/secret.h"

/* A mask: whether `octet` is one of `first` to `last`. */
static uint32_t is_within(uint32_t octet, uint32_t first, uint32_t last)
{
    return ~kedge_mask_less(octet, first) & ~kedge_mask_less(last, octet);
}

/* The value of a character of base64, 64 for any other. */
static uint32_t sextet_of(uint32_t octet)
{
    uint32_t value = 64;

    value = kedge_select(is_within(octet, 'A', 'Z'), octet - 'A', value);
    value = kedge_select(is_within(octet, 'a', 'z'), octet - 'a' + 26, value);
    value = kedge_select(is_within(octet, '0', '9'), octet - '0' + 52, value);
    value = kedge_select(is_within(octet, '+', '+'), 62, value);
    return kedge_select(is_within(octet, '/', '/'), 63, value);
}

static bool is_white(uint8_t octet)
{
    return octet == ' ' || (octet >= '\t' && octet <= '\r');
}

typedef struct decoder {
    uint8_t *output;
    size_t capacity;
    size_t written;
    uint32_t bits;  /* of the current group of four characters */
    uint32_t group; /* how many it has */
    uint32_t pads;  /* how much padding; nothing follows a padded group */
} decoder;

static kedge_status write_group(decoder *to)
{
    const uint32_t count = 3 - to->pads;

    if (to->capacity - to->written < count)
        return KEDGE_MEMORY_TOO_SMALL;
    for (uint32_t i = 0; i < count; i++)
        to->output[to->written++] = (uint8_t)(to->bits >> (16 - 8 * i));
    to->bits = 0;
    to->group = 0;
    return KEDGE_OK;
}

static kedge_status take_sextet(decoder *to, uint32_t sextet)
{
    if (to->pads > 0)
        return KEDGE_PEM_BAD_BASE64;
    to->bits = to->bits << 6 | sextet;
    return ++to->group < 4 ? KEDGE_OK : write_group(to);
}

/* Bits left over by padding must be zero; that they are not is an error, and so no secret. */
static kedge_status take_pad(decoder *to)
{
    const uint32_t left_over = to->group == 2 ? 0x0f : 0x03;

    if (to->group < 2 || to->pads == 2)
        return KEDGE_PEM_BAD_BASE64;
    if (to->pads == 0 && kedge_published(to->bits & left_over) != 0)
        return KEDGE_PEM_BAD_BASE64;
    to->bits <<= 6;
    to->pads++;
    return ++to->group < 4 ? KEDGE_OK : write_group(to);
}

kedge_status kedge_secret_base64_decode(kedge_span base64, uint8_t *output, size_t capacity, size_t *written,
                                        size_t *fault)
{
    decoder to = { .output = output, .capacity = capacity };
    size_t i;

    for (i = 0; i < base64.size; i++) {
        const uint32_t sextet = sextet_of(base64.data[i]);
        kedge_status status;

        /* Whether a character is one of base64 is the form of the text. */
        if (kedge_published(sextet >> 6) == 0) {
            status = take_sextet(&to, sextet);
        } else {
            kedge_publish(base64.data + i, 1);
            if (is_white(base64.data[i]))
                continue;
            status = base64.data[i] == '=' ? take_pad(&to) : KEDGE_PEM_BAD_BASE64;
        }
        *fault = i;
        if (status != KEDGE_OK)
            return status;
    }
    *fault = i;
    *written = to.written;
    return to.group == 0 ? KEDGE_OK : KEDGE_PEM_BAD_BASE64;
}
