/* public_half.c - the public key that a private one belongs to (RFC 5280, 4.1.2.7; RFC 3279, 2.3.1; RFC 5480). */
#include "credential/private_key.h"

#include <string.h>

#define POINT_SIZE_MAX (1 + 2 * 66)

static bool is_same(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

kedge_status kedge_private_key_matches(const kedge_private_key *key, const kedge_public_key *public_key)
{
    uint8_t point[POINT_SIZE_MAX];
    kedge_span computed = { point, 0 };

    if (key->type != public_key->type)
        return KEDGE_PRIVATE_KEY_MISMATCH;
    if (key->type == KEDGE_KEY_RSA)
        return is_same(kedge_span_of(key->der, key->modulus), kedge_span_of(public_key->der, public_key->modulus))
                && is_same(kedge_span_of(key->der, key->exponent),
                           kedge_span_of(public_key->der, public_key->exponent))
            ? KEDGE_OK : KEDGE_PRIVATE_KEY_MISMATCH;
    computed.size = kedge_ec_private_point(key, point);
    return is_same(computed, kedge_span_of(public_key->der, public_key->point)) ? KEDGE_OK
                                                                                : KEDGE_PRIVATE_KEY_MISMATCH;
}

/* Encodings are written from their end: what stands before a length is then known.  There is always room: the largest
 * key has KEDGE_PUBLIC_KEY_SIZE_MAX octets. */
typedef struct writer {
    uint8_t octets[KEDGE_PUBLIC_KEY_SIZE_MAX];
    size_t at; /* what is written begins here */
} writer;

static void put(writer *to, const void *octets, size_t size)
{
    to->at -= size;
    memcpy(to->octets + to->at, octets, size);
}

static void put_octet(writer *to, uint8_t octet)
{
    put(to, &octet, 1);
}

/* Put the header of an element whose contents end at `end`. */
static void put_header(writer *to, uint8_t tag, size_t end)
{
    const size_t size = end - to->at;

    put_octet(to, (uint8_t)size);
    if (size > 0xff)
        put_octet(to, (uint8_t)(size >> 8));
    if (size > 0x7f)
        put_octet(to, size > 0xff ? 0x82 : 0x81);
    put_octet(to, tag);
}

static void put_unsigned(writer *to, kedge_span magnitude)
{
    const size_t end = to->at;

    put(to, magnitude.data, magnitude.size);
    if (magnitude.data[0] >= 0x80)
        put_octet(to, 0);
    put_header(to, KEDGE_TAG_INTEGER, end);
}

static void put_rsa(writer *to, const kedge_private_key *key)
{
    static const uint8_t algorithm[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
                                         0x05, 0x00 };
    const size_t end = to->at;

    put_unsigned(to, kedge_span_of(key->der, key->exponent));
    put_unsigned(to, kedge_span_of(key->der, key->modulus));
    put_header(to, KEDGE_TAG_SEQUENCE, end);
    put_octet(to, 0);
    put_header(to, KEDGE_TAG_BIT_STRING, end);
    put(to, algorithm, sizeof algorithm);
    put_header(to, KEDGE_TAG_SEQUENCE, end);
}

static void put_ec(writer *to, const kedge_private_key *key)
{
    static const uint8_t ec_public_key[] = { 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01 };
    uint8_t point[POINT_SIZE_MAX];
    uint8_t oid[10];
    const size_t oid_size = kedge_ec_curve_write((kedge_key_type)key->type, oid);
    const size_t end = to->at;
    size_t middle;

    put(to, point, kedge_ec_private_point(key, point));
    put_octet(to, 0);
    put_header(to, KEDGE_TAG_BIT_STRING, end);
    middle = to->at;
    put(to, oid, oid_size);
    put(to, ec_public_key, sizeof ec_public_key);
    put_header(to, KEDGE_TAG_SEQUENCE, middle);
    put_header(to, KEDGE_TAG_SEQUENCE, end);
}

kedge_status kedge_private_key_public(const kedge_private_key *key, uint8_t *output, size_t capacity,
                                      size_t *written)
{
    writer to = { .at = sizeof to.octets };
    size_t size;

    if (key->type == KEDGE_KEY_RSA)
        put_rsa(&to, key);
    else
        put_ec(&to, key);
    size = sizeof to.octets - to.at;
    if (size > capacity)
        return KEDGE_MEMORY_TOO_SMALL;
    memcpy(output, to.octets + to.at, size);
    *written = size;
    return KEDGE_OK;
}
