/* der.c - walk over anything as DER: an element that is read, written again, is the same bytes. */
#include <kedge/der.h>
#include <kedge/time.h>

#include "check.h"

#define DEPTH_MAX 16

static void check_header(const kedge_der *der, uint32_t start, kedge_range content)
{
    uint8_t length[5] = { (uint8_t)content.size };
    uint32_t octets = 1;

    if (content.size >= 0x80) {
        for (octets = 1; octets < 4 && content.size >> 8 * octets != 0; octets++)
            ;
        length[0] = (uint8_t)(0x80 | octets);
        for (uint32_t i = 0; i < octets; i++)
            length[octets - i] = (uint8_t)(content.size >> 8 * i);
        octets++;
    }
    CHECK(content.offset == start + 1 + octets && memcmp(der->data + start + 1, length, octets) == 0);
    CHECK(content.offset <= der->end && content.size <= der->end - content.offset);
}

static void check_time(kedge_der der, const uint8_t *text)
{
    int64_t seconds;
    bool generalized;
    kedge_calendar c;
    char again[16];

    if (kedge_der_read_time(&der, &seconds, &generalized) != KEDGE_OK)
        return;
    CHECK(kedge_time_to_calendar(seconds, &c));
    snprintf(again, sizeof again, "%04d%02d%02d%02d%02d%02dZ", c.year % 10000, c.month % 100, c.day % 100,
             c.hour % 100, c.minute % 100, c.second % 100);
    CHECK(memcmp(text, again + (generalized ? 0 : 2), generalized ? 15 : 13) == 0);
}

/* Every reading of a value ends at the end of its element, or not at all. */
static void check_values(const kedge_der *der, uint8_t tag, uint32_t end)
{
    kedge_der at[8] = { *der, *der, *der, *der, *der, *der, *der, *der };
    kedge_range range;
    uint32_t value;
    uint8_t unused;
    bool flag;
    kedge_status status[8] = {
        kedge_der_read_boolean(&at[0], &flag),
        kedge_der_read_integer_as(&at[1], tag, &range),
        kedge_der_read_unsigned(&at[2], INT32_MAX, &value),
        kedge_der_read_bit_string_as(&at[3], tag, &range, &unused),
        kedge_der_read_bit_octets(&at[4], &range),
        kedge_der_read_oid_as(&at[5], tag, &range),
        kedge_der_read_null(&at[6]),
        kedge_der_read_element(&at[7], tag, &range)
    };

    for (size_t i = 0; i < 8; i++)
        CHECK(at[i].position == (status[i] == KEDGE_OK ? end : der->position));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kedge_der stack[DEPTH_MAX];
    uint32_t fault = 0;
    size_t depth = 1;

    CHECK(kedge_der_begin(&stack[0], data, size, &fault) == KEDGE_OK);
    while (depth > 0) {
        kedge_der *der = &stack[depth - 1];
        kedge_der start = *der;
        kedge_range content;
        uint8_t tag;

        (void)kedge_der_check_set_order(der);
        if (kedge_der_at_end(der) || kedge_der_read_any(der, &tag, &content) != KEDGE_OK) {
            CHECK(fault <= size && der->position == start.position);
            depth--;
            continue;
        }
        check_header(&start, start.position, content);
        check_values(&start, tag, der->position);
        check_time(start, data + content.offset);
        if ((tag & 0x20) != 0 && depth < DEPTH_MAX)
            stack[depth++] = kedge_der_within(der, content);
    }
    return 0;
}
