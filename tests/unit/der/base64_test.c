/* base64_test.c - decoding of one block, strict and lax (RFC 7468, 3; RFC 4648, 3.5 and 10). */
#include <criterion/criterion.h>
#include <kedge/pem.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char begin[] = "-----BEGIN A-----\n";
static const char end[] = "-----END A-----\n";

#define ROOM 4096
#define LINE "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2" /* 64 characters */
#define LINE_DECODED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"

static uint8_t decoded[ROOM];
static size_t decoded_size;
static size_t fault; /* offset within the base64 text */

/* Decode a block around `base64` into exactly `capacity` bytes. */
static kedge_status decode_into(kedge_pem_form form, const char *base64, size_t capacity)
{
    size_t size = strlen(begin) + strlen(base64) + strlen(end);
    char *text = malloc(size + 1);
    uint8_t *exact = malloc(size);
    uint8_t *output = malloc(capacity > 0 ? capacity : 1);
    size_t written = 77777;
    kedge_pem pem;
    kedge_pem_block block;
    kedge_status status;

    snprintf(text, size + 1, "%s%s%s", begin, base64, end);
    memcpy(exact, text, size);
    kedge_pem_begin(&pem, exact, size, form);
    cr_assert_eq(kedge_pem_next(&pem, &block), KEDGE_OK);
    status = kedge_pem_decode(&pem, &block, output, capacity, &written);
    if (status == KEDGE_OK) {
        cr_assert_leq(written, block.decoded_size);
        decoded_size = written;
        memcpy(decoded, output, written);
    } else {
        cr_assert_eq(written, 77777u, "a failure leaves the size alone");
        fault = pem.fault - strlen(begin);
    }
    free(output);
    free(exact);
    free(text);
    return status;
}

static void expect_text(kedge_pem_form form, const char *base64, const char *text)
{
    cr_assert_eq(decode_into(form, base64, ROOM), KEDGE_OK, "%s", base64);
    cr_assert_eq(decoded_size, strlen(text), "%s", base64);
    cr_assert_eq(memcmp(decoded, text, decoded_size), 0, "%s", base64);
}

static void expect_bad(kedge_pem_form form, const char *base64, size_t at)
{
    cr_assert_eq(decode_into(form, base64, ROOM), KEDGE_PEM_BAD_BASE64, "%s", base64);
    cr_assert_eq(fault, at, "fault at %zu of %s", fault, base64);
}

static void expect_both(const char *base64, const char *text)
{
    expect_text(KEDGE_PEM_STRICT, base64, text);
    expect_text(KEDGE_PEM_LAX, base64, text);
}

static void expect_bad_both(const char *base64, size_t at)
{
    expect_bad(KEDGE_PEM_STRICT, base64, at);
    expect_bad(KEDGE_PEM_LAX, base64, at);
}

static void expect_lax_only(const char *base64, const char *text, size_t at)
{
    expect_text(KEDGE_PEM_LAX, base64, text);
    expect_bad(KEDGE_PEM_STRICT, base64, at);
}

Test(base64, the_examples_of_rfc_4648)
{
    expect_both("Zg==\n", "f");
    expect_both("Zm8=\n", "fo");
    expect_both("Zm9v\n", "foo");
    expect_both("Zm9vYg==\n", "foob");
    expect_both("Zm9vYmE=\n", "fooba");
    expect_both("Zm9vYmFy\r\n", "foobar");
}

Test(base64, each_character_has_its_value)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (int value = 0; value < 64; value++) {
        char text[] = "AAA?\n";

        text[3] = alphabet[value];
        cr_assert_eq(decode_into(KEDGE_PEM_STRICT, text, ROOM), KEDGE_OK);
        cr_assert(decoded_size == 3 && decoded[0] == 0 && decoded[1] == 0 && decoded[2] == value);
    }
}

Test(base64, every_other_character_is_foreign)
{
    for (int octet = 1; octet < 256; octet++) {
        char text[] = "AAA?AAAA\n";
        bool is_base64 = (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z')
                      || (octet >= '0' && octet <= '9') || octet == '+' || octet == '/';
        bool is_white = octet == ' ' || (octet >= 9 && octet <= 13);

        if (is_base64)
            continue;
        text[3] = (char)octet;
        if (octet == '=' || octet == '\n' || octet == '\r')
            expect_bad(KEDGE_PEM_STRICT, text, 4); /* what follows is too much */
        else
            expect_bad(KEDGE_PEM_STRICT, text, 3);
        if (octet == '=')
            expect_bad(KEDGE_PEM_LAX, text, 4);
        else
            expect_bad(KEDGE_PEM_LAX, text, is_white ? 9 : 3); /* seven characters, no padding */
    }
}

Test(base64, padding_is_complete_and_no_more)
{
    expect_bad_both("Zm9vYmE\n", 8);
    expect_bad_both("Zm9vYg\n", 7);
    expect_bad_both("Zm9vYg=\n", 8);
    expect_bad_both("Zm9vY\n", 6);
    expect_bad_both("Zm9vY===\n", 5);
    expect_bad_both("Zm9vY=\n", 5);
    expect_bad_both("Zg===\n", 4);
    expect_bad_both("Zm8==\n", 4);
    expect_bad_both("Zm9v=\n", 4);
    expect_bad_both("Zm9v==\n", 4);
    expect_bad_both("====\n", 0);
    expect_bad_both("=\n", 0);
    expect_bad_both("Zm9=Zm9v\n", 2);
}

Test(base64, nothing_follows_padding)
{
    expect_bad_both("Zg==Zm9v\n", 4);
    expect_bad_both("Zg=v\n", 3);
    expect_bad_both("Zm8=Z\n", 4);
    expect_bad(KEDGE_PEM_LAX, "Zm8=\n=\n", 5);
    expect_bad(KEDGE_PEM_STRICT, "Zm8=\n=\n", 5);
}

Test(base64, bits_left_over_by_padding_are_zero)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (unsigned value = 0; value < 64; value++)
        for (int i = 0; i < 2; i++) {
            kedge_pem_form form = i == 0 ? KEDGE_PEM_STRICT : KEDGE_PEM_LAX;
            char two[] = "A?==\n";
            char three[] = "AA?=\n";

            two[1] = alphabet[value];
            three[2] = alphabet[value];
            cr_assert_eq(decode_into(form, two, ROOM), value % 16 == 0 ? KEDGE_OK : KEDGE_PEM_BAD_BASE64);
            cr_assert(value % 16 == 0 || fault == 1);
            cr_assert_eq(decode_into(form, three, ROOM), value % 4 == 0 ? KEDGE_OK : KEDGE_PEM_BAD_BASE64);
            cr_assert(value % 4 == 0 || fault == 2);
        }
    expect_bad(KEDGE_PEM_LAX, "Z h \n = =\n", 2);
}

Test(base64, white_space_is_free_in_the_lax_form_only)
{
    expect_lax_only("Z m 9 v\n", "foo", 1);
    expect_lax_only("\tZm9v\n", "foo", 0);
    expect_lax_only("Zm9v \n", "foo", 4);
    expect_lax_only("Zm8 =\n", "fo", 3);
    expect_lax_only("Zg= \n=\n", "f", 3);
    expect_lax_only("Zg==\v\f \n", "f", 4);
    expect_lax_only("\nZm9v\n", "foo", 0);
    expect_lax_only("Zm9v\n\n", "foo", 5);
    expect_lax_only("Zm9v\n\r", "foo", 5);
    expect_lax_only("Zm\n9v\n", "foo", 3);
    expect_lax_only("Zg=\n=\n", "f", 4);
}

Test(base64, an_empty_block_is_lax)
{
    expect_lax_only("", "", 0);
    expect_lax_only("\n", "", 0);
    expect_lax_only(" \n \n", "", 0);
}

Test(base64, strict_lines_have_64_characters_but_the_last)
{
    cr_assert_eq(strlen(LINE), 64u);
    expect_both(LINE "\n", LINE_DECODED);
    expect_both(LINE "\n" LINE "\n", LINE_DECODED LINE_DECODED);
    expect_both(LINE "\r\n" LINE "\r\nZg==\r\n", LINE_DECODED LINE_DECODED "f");
    expect_both(LINE "\r" LINE "\rZg==\r", LINE_DECODED LINE_DECODED "f");
    expect_lax_only(LINE "Zm9v\n", LINE_DECODED "foo", 64);
    expect_lax_only("Zm9v\n" LINE "\n", "foo" LINE_DECODED, 5);
    expect_lax_only("Zm9vZm9v\nZm9v\n", "foofoofoo", 9);
    expect_lax_only(LINE "\n\nZm9v\n", LINE_DECODED "foo", 65);
    expect_lax_only(LINE "\n\n", LINE_DECODED, 65);
    expect_bad(KEDGE_PEM_STRICT, LINE "=\n", 64);
}

Test(base64, a_padded_group_may_end_a_full_line)
{
    expect_both("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdA==\n",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst");
    expect_bad_both("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdA==\nZm9v\n", 65);
}

Test(base64, room_is_never_overrun)
{
    for (size_t capacity = 0; capacity < 8; capacity++) {
        cr_assert_eq(decode_into(KEDGE_PEM_LAX, "Zm9vYmFy\n", capacity),
                     capacity < 6 ? KEDGE_MEMORY_TOO_SMALL : KEDGE_OK);
        cr_assert_eq(decode_into(KEDGE_PEM_LAX, "Zm9vYmE=\n", capacity),
                     capacity < 5 ? KEDGE_MEMORY_TOO_SMALL : KEDGE_OK);
        cr_assert_eq(decode_into(KEDGE_PEM_LAX, "Zm9vYg==\n", capacity),
                     capacity < 4 ? KEDGE_MEMORY_TOO_SMALL : KEDGE_OK);
    }
}

Test(base64, the_room_promised_is_enough_for_every_size)
{
    for (size_t groups = 1; groups < 70; groups++) {
        char base64[512];
        size_t length = 0;

        for (size_t i = 0; i < groups; i++) {
            memcpy(base64 + length, "Zm9v", 4);
            length += 4;
            if (i % 16 == 15)
                base64[length++] = '\n';
        }
        if (groups % 16 != 0)
            base64[length++] = '\n';
        base64[length] = '\0';
        cr_assert_eq(decode_into(KEDGE_PEM_STRICT, base64, length * 3 / 4), KEDGE_OK);
        cr_assert_eq(decoded_size, groups * 3);
    }
}
