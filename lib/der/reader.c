/* reader.c - elements and primitive values of DER (X.690, 8, 10 and 11).
 *
 * Where a fault lies: a tag's at the identifier octet, a length's at the first length octet, missing
 * octets' where the cursor ends, a value's at the contents octet that is wrong, and contents of a wrong
 * size at the octet that says so, the last one before them.  A reading that fails moves nothing, so
 * every function looks first and moves the cursor last.
 */
#include <kedge/der.h>

#include <string.h>

#define CLASS_MASK 0xc0
#define CONSTRUCTED 0x20
#define NUMBER_MASK 0x1f
#define NUMBER_IN_MORE_OCTETS 0x1f

/* Universal types made of other elements: EXTERNAL, EMBEDDED PDV, SEQUENCE, SET, CHARACTER STRING.  All
 * others are primitive in DER (X.690, 10.2). */
#define CONSTRUCTED_UNIVERSAL \
    (UINT32_C(1) << 8 | UINT32_C(1) << 11 | UINT32_C(1) << 16 | UINT32_C(1) << 17 | UINT32_C(1) << 29)

static kedge_status fail_size(const kedge_der *der, kedge_status status, kedge_range content)
{
    return kedge_der_fail(der, status, content.offset - 1);
}

kedge_status kedge_der_begin(kedge_der *der, const uint8_t *data, size_t size, uint32_t *fault)
{
    if (size > KEDGE_DER_SIZE_MAX) {
        *fault = KEDGE_DER_SIZE_MAX;
        return KEDGE_DER_TOO_LARGE;
    }
    *der = (kedge_der){ data, 0, (uint32_t)size, fault };
    return KEDGE_OK;
}

/* Whether an identifier octet is one of DER: a low tag number, and for the universal class one that is in
 * use, primitive or constructed as its type demands. */
static bool is_identifier(uint8_t tag)
{
    uint8_t number = tag & NUMBER_MASK;
    bool must_be_constructed = (CONSTRUCTED_UNIVERSAL >> number & 1) != 0;

    if (number == NUMBER_IN_MORE_OCTETS)
        return false;
    if ((tag & CLASS_MASK) != 0)
        return true;
    return number != 0 && must_be_constructed == ((tag & CONSTRUCTED) != 0);
}

/* An element that is looked at.  Handed back by value, so that the usual case stays in registers. */
typedef struct element {
    kedge_range content;
    kedge_status status;
} element;

static element fail_element(const kedge_der *der, kedge_status status, uint32_t offset)
{
    return (element){ { 0, 0 }, kedge_der_fail(der, status, offset) };
}

/* The long form of a length (X.690, 8.1.3.5) whose first octet is at `at`: no more octets than needed
 * (10.1).  A count of octets that 32 bits do not hold exceeds every encoding that is read. */
static element read_long_length(const kedge_der *der, uint32_t at)
{
    uint32_t count = der->data[at] & 0x7fu;
    uint32_t first = at + 1;
    uint32_t size = 0;

    if (count == 0 || count == 0x7f)
        return fail_element(der, KEDGE_DER_BAD_LENGTH, at);
    if (first < der->end && der->data[first] == 0)
        return fail_element(der, KEDGE_DER_BAD_LENGTH, at);
    if (count > der->end - first || count > sizeof size)
        return fail_element(der, KEDGE_DER_TRUNCATED, der->end);
    for (uint32_t i = 0; i < count; i++)
        size = size << 8 | der->data[first + i];
    if (size < 0x80)
        return fail_element(der, KEDGE_DER_BAD_LENGTH, at);
    if (size > der->end - first - count)
        return fail_element(der, KEDGE_DER_TRUNCATED, der->end);
    return (element){ { first + count, size }, KEDGE_OK };
}

/* The element that is not the one expected, or not in short form, or does not fit. */
static element look_closer(const kedge_der *der, uint8_t tag)
{
    uint32_t at = der->position;

    if (kedge_der_at_end(der))
        return fail_element(der, KEDGE_DER_TRUNCATED, der->end);
    if (der->data[at] != tag)
        return fail_element(der, is_identifier(der->data[at]) ? KEDGE_DER_UNEXPECTED_TAG : KEDGE_DER_BAD_TAG,
                            at);
    if (at + 1 >= der->end || der->data[at + 1] < 0x80)
        return fail_element(der, KEDGE_DER_TRUNCATED, der->end);
    return read_long_length(der, at + 1);
}

/* The next element, which must have identifier octet `tag`; the cursor stays. */
static inline element look(const kedge_der *der, uint8_t tag)
{
    uint32_t at = der->position;

    if (at + 1 < der->end && der->data[at] == tag) {
        uint8_t size = der->data[at + 1];

        if (size < 0x80 && size <= der->end - at - 2)
            return (element){ { at + 2, size }, KEDGE_OK };
    }
    return look_closer(der, tag);
}

static inline void move_past(kedge_der *der, kedge_range content)
{
    der->position = content.offset + content.size;
}

kedge_status kedge_der_read_any(kedge_der *der, uint8_t *tag, kedge_range *content)
{
    uint32_t at = der->position;
    element next;

    if (kedge_der_at_end(der))
        return look_closer(der, 0).status;
    if (!is_identifier(der->data[at]))
        return kedge_der_fail(der, KEDGE_DER_BAD_TAG, at);
    next = look(der, der->data[at]);
    if (next.status != KEDGE_OK)
        return next.status;
    *tag = der->data[at];
    *content = next.content;
    move_past(der, next.content);
    return KEDGE_OK;
}

kedge_status kedge_der_skip(kedge_der *der)
{
    uint8_t tag;
    kedge_range content;

    return kedge_der_read_any(der, &tag, &content);
}

kedge_status kedge_der_read(kedge_der *der, uint8_t tag, kedge_range *content)
{
    element next = look(der, tag);

    if (next.status != KEDGE_OK)
        return next.status;
    *content = next.content;
    move_past(der, next.content);
    return KEDGE_OK;
}

kedge_status kedge_der_read_element(kedge_der *der, uint8_t tag, kedge_range *whole)
{
    uint32_t start = der->position;
    element next = look(der, tag);

    if (next.status != KEDGE_OK)
        return next.status;
    move_past(der, next.content);
    *whole = (kedge_range){ start, der->position - start };
    return KEDGE_OK;
}

kedge_status kedge_der_enter(kedge_der *der, uint8_t tag, kedge_der *inner)
{
    element next = look(der, tag);

    if (next.status != KEDGE_OK)
        return next.status;
    move_past(der, next.content);
    *inner = kedge_der_within(der, next.content);
    return KEDGE_OK;
}

kedge_status kedge_der_read_boolean(kedge_der *der, bool *value)
{
    element next = look(der, KEDGE_TAG_BOOLEAN);
    uint8_t octet;

    if (next.status != KEDGE_OK)
        return next.status;
    if (next.content.size != 1)
        return fail_size(der, KEDGE_DER_BAD_BOOLEAN, next.content);
    octet = der->data[next.content.offset];
    if (octet != 0x00 && octet != 0xff)
        return kedge_der_fail(der, KEDGE_DER_BAD_BOOLEAN, next.content.offset);
    *value = octet != 0;
    move_past(der, next.content);
    return KEDGE_OK;
}

/* A two's complement is minimal if its first nine bits are not all the same (X.690, 8.3.2). */
static bool is_minimal(const uint8_t *octets, uint32_t size)
{
    if (size == 1)
        return true;
    return !(octets[0] == 0x00 && octets[1] < 0x80) && !(octets[0] == 0xff && octets[1] >= 0x80);
}

kedge_status kedge_der_read_integer_as(kedge_der *der, uint8_t tag, kedge_range *content)
{
    element next = look(der, tag);

    if (next.status != KEDGE_OK)
        return next.status;
    if (next.content.size == 0)
        return fail_size(der, KEDGE_DER_BAD_INTEGER, next.content);
    if (!is_minimal(der->data + next.content.offset, next.content.size))
        return kedge_der_fail(der, KEDGE_DER_BAD_INTEGER, next.content.offset);
    *content = next.content;
    move_past(der, next.content);
    return KEDGE_OK;
}

kedge_status kedge_der_read_integer(kedge_der *der, kedge_range *content)
{
    return kedge_der_read_integer_as(der, KEDGE_TAG_INTEGER, content);
}

kedge_status kedge_der_read_unsigned(kedge_der *der, uint32_t maximum, uint32_t *value)
{
    kedge_der next = *der;
    kedge_range content;
    kedge_status status = kedge_der_read_integer(&next, &content);
    uint64_t number = 0;

    if (status != KEDGE_OK)
        return status;
    if (der->data[content.offset] >= 0x80 || content.size > sizeof *value + 1)
        return kedge_der_fail(der, KEDGE_DER_INTEGER_RANGE, content.offset);
    for (uint32_t i = 0; i < content.size; i++)
        number = number << 8 | der->data[content.offset + i];
    if (number > maximum)
        return kedge_der_fail(der, KEDGE_DER_INTEGER_RANGE, content.offset);
    *value = (uint32_t)number;
    *der = next;
    return KEDGE_OK;
}

kedge_status kedge_der_read_bit_string_as(kedge_der *der, uint8_t tag, kedge_range *bits, uint8_t *unused)
{
    element next = look(der, tag);
    kedge_range content = next.content;
    uint32_t last;
    uint8_t count;

    if (next.status != KEDGE_OK)
        return next.status;
    if (content.size == 0)
        return fail_size(der, KEDGE_DER_BAD_BIT_STRING, content);
    count = der->data[content.offset];
    last = content.offset + content.size - 1;
    if (count > 7 || (count > 0 && content.size == 1))
        return kedge_der_fail(der, KEDGE_DER_BAD_BIT_STRING, content.offset);
    if (count > 0 && (der->data[last] & ((1u << count) - 1)) != 0)
        return kedge_der_fail(der, KEDGE_DER_BAD_BIT_STRING, last);
    *bits = (kedge_range){ content.offset + 1, content.size - 1 };
    *unused = count;
    move_past(der, content);
    return KEDGE_OK;
}

kedge_status kedge_der_read_bit_string(kedge_der *der, kedge_range *bits, uint8_t *unused)
{
    return kedge_der_read_bit_string_as(der, KEDGE_TAG_BIT_STRING, bits, unused);
}

kedge_status kedge_der_read_bit_octets(kedge_der *der, kedge_range *octets)
{
    kedge_der next = *der;
    kedge_range bits;
    uint8_t unused;
    kedge_status status = kedge_der_read_bit_string(&next, &bits, &unused);

    if (status != KEDGE_OK)
        return status;
    if (unused != 0)
        return kedge_der_fail(der, KEDGE_DER_BAD_BIT_STRING, bits.offset - 1);
    *octets = bits;
    *der = next;
    return KEDGE_OK;
}

/* The octet at fault among the contents octets of an OBJECT IDENTIFIER, NULL for none: a sub-identifier that
 * begins with zeros (X.690, 8.19.2) or does not end. */
static const uint8_t *find_bad_octet(const uint8_t *at, const uint8_t *end)
{
    uint8_t before = 0;

    for (; at < end; at++) {
        if (*at == 0x80 && before < 0x80)
            return at;
        before = *at;
    }
    return before < 0x80 ? NULL : end - 1;
}

kedge_status kedge_der_read_oid_as(kedge_der *der, uint8_t tag, kedge_range *oid)
{
    element next = look(der, tag);
    kedge_range content = next.content;
    const uint8_t *first;
    const uint8_t *bad;

    if (next.status != KEDGE_OK)
        return next.status;
    if (content.size == 0)
        return fail_size(der, KEDGE_DER_BAD_OID, content);
    first = der->data + content.offset;
    bad = find_bad_octet(first, first + content.size);
    if (bad != NULL)
        return kedge_der_fail(der, KEDGE_DER_BAD_OID, content.offset + (uint32_t)(bad - first));
    *oid = content;
    move_past(der, content);
    return KEDGE_OK;
}

kedge_status kedge_der_read_oid(kedge_der *der, kedge_range *oid)
{
    return kedge_der_read_oid_as(der, KEDGE_TAG_OID, oid);
}

kedge_status kedge_der_read_null(kedge_der *der)
{
    element next = look(der, KEDGE_TAG_NULL);

    if (next.status != KEDGE_OK)
        return next.status;
    if (next.content.size != 0)
        return fail_size(der, KEDGE_DER_BAD_NULL, next.content);
    move_past(der, next.content);
    return KEDGE_OK;
}

/* Whether the encoding at `one` may stand before the one at `other`.  The shorter counts as padded with
 * zeros (X.690, 11.6), which never matters: no element is the beginning of a longer one. */
static bool is_ascending(const uint8_t *data, kedge_range one, kedge_range other)
{
    uint32_t shared = one.size < other.size ? one.size : other.size;

    return memcmp(data + one.offset, data + other.offset, shared) <= 0;
}

kedge_status kedge_der_check_set_order(const kedge_der *set)
{
    kedge_der next = *set;
    kedge_range before = { set->position, 0 };

    while (!kedge_der_at_end(&next)) {
        uint8_t tag;
        kedge_range content;
        uint32_t start = next.position;
        kedge_status status = kedge_der_read_any(&next, &tag, &content);
        kedge_range whole;

        if (status != KEDGE_OK)
            return status;
        whole = (kedge_range){ start, next.position - start };
        if (!is_ascending(next.data, before, whole))
            return kedge_der_fail(set, KEDGE_DER_SET_ORDER, start);
        before = whole;
    }
    return KEDGE_OK;
}
