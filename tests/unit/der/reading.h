/* reading.h - one reading of exact-size memory, and what must hold whatever it reads. */
#ifndef KEDGE_TESTS_UNIT_DER_READING_H
#define KEDGE_TESTS_UNIT_DER_READING_H

#include <criterion/criterion.h>
#include <kedge/der.h>

#include <stdlib.h>
#include <string.h>

/* Calls one function of the reader.  It must check by itself that outputs are untouched on failure. */
typedef kedge_status reading(kedge_der *der);

/* The bytes written as hexadecimal digits, blanks between them at will, in memory of exactly their size,
 * so that a sanitizer sees a read of one byte more. */
static inline uint8_t *bytes_of(const char *hex, size_t *size)
{
    uint8_t *bytes = malloc(strlen(hex) / 2 + 1);
    uint8_t *exact;
    size_t count = 0;

    for (const char *c = hex; *c != '\0'; c++) {
        char pair[3] = { c[0], c[1], '\0' };

        if (*c == ' ')
            continue;
        bytes[count++] = (uint8_t)strtoul(pair, NULL, 16);
        c++;
    }
    exact = calloc(count > 0 ? count : 1, 1);
    memcpy(exact, bytes, count);
    free(bytes);
    *size = count;
    return exact;
}

/* Read `size` bytes and expect `status`: on success the cursor is at `at`, on failure it has not moved and
 * the fault lies at `at`. */
static inline void expect_bytes(reading *read, const uint8_t *bytes, size_t size, kedge_status status,
                                uint32_t at)
{
    uint32_t fault = UINT32_MAX;
    uint8_t *exact = calloc(size > 0 ? size : 1, 1);
    uint8_t *copy = size > 0 ? exact : exact + 1;
    kedge_der der;
    kedge_status got;

    memcpy(copy, bytes, size);
    cr_assert_eq(kedge_der_begin(&der, copy, size, &fault), KEDGE_OK);
    got = read(&der);
    cr_assert_eq(got, status, "%s, not %s", kedge_status_name(got), kedge_status_name(status));
    if (status == KEDGE_OK) {
        cr_assert_eq(der.position, at);
        cr_assert_eq(fault, UINT32_MAX, "a success leaves the fault alone");
    } else {
        cr_assert_eq(der.position, 0u, "a failure does not move the cursor");
        cr_assert_eq(fault, at, "fault at %u, not at %u", (unsigned)fault, (unsigned)at);
    }
    free(exact);
}

static inline void expect(reading *read, const char *hex, kedge_status status, uint32_t at)
{
    size_t size;
    uint8_t *bytes = bytes_of(hex, &size);

    expect_bytes(read, bytes, size, status, at);
    free(bytes);
}

/* Read `hex`, which is one good element: alone, with bytes after it, and cut off after every byte. */
static inline void expect_good(reading *read, const char *hex)
{
    size_t size;
    uint8_t *bytes = bytes_of(hex, &size);
    uint8_t *longer = malloc(size + 1);

    memcpy(longer, bytes, size);
    longer[size] = 0x5a;
    expect_bytes(read, bytes, size, KEDGE_OK, (uint32_t)size);
    expect_bytes(read, longer, size + 1, KEDGE_OK, (uint32_t)size);
    for (size_t cut = 0; cut < size; cut++)
        expect_bytes(read, bytes, cut, KEDGE_DER_TRUNCATED, (uint32_t)cut);
    free(longer);
    free(bytes);
}

#endif
