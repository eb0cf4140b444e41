/* name_format_test.c - names as text (RFC 4514). */
#include "unit/x509/sample.h"

#include <stdlib.h>
#include <string.h>

#define UTF8 KEDGE_TAG_UTF8_STRING

static void expect_text(kedge_span name, const char *wanted)
{
    char text[512];
    size_t length = kedge_name_format(forge_copy(name.data, name.size), text, sizeof text);

    cr_assert_str_eq(text, wanted);
    cr_assert_eq(length, strlen(wanted));
}

static void expect_value(unsigned tag, const char *octets, const char *wanted)
{
    kedge_span value = forge_tlv(tag, forge_hex(octets));

    expect_text(forge_name(forge_set(forge_sequence(forge_oid(FORGE_OID_COMMON_NAME), value))), wanted);
}

static kedge_span attribute(const char *oid, const char *text)
{
    return forge_attribute(oid, UTF8, text);
}

Test(name_format, the_most_specific_rdn_comes_first)
{
    expect_text(forge_name(FORGE_ABSENT), "");
    expect_text(forge_common_name("host"), "CN=host");
    expect_text(forge_name(forge_rdn(attribute("2.5.4.6", "DE")), forge_rdn(attribute("2.5.4.10", "Org")),
                           forge_rdn(attribute("2.5.4.3", "host"))), "CN=host,O=Org,C=DE");
    expect_text(forge_name(forge_rdn(attribute("2.5.4.6", "DE")),
                           forge_rdn(attribute("2.5.4.3", "host"), attribute("2.5.4.11", "Unit"))),
                "CN=host+OU=Unit,C=DE");
}

Test(name_format, attributes_have_their_short_names)
{
    static const char *const names[][2] = {
        { "2.5.4.3", "CN" }, { "2.5.4.4", "SN" }, { "2.5.4.5", "serialNumber" }, { "2.5.4.6", "C" },
        { "2.5.4.7", "L" }, { "2.5.4.8", "ST" }, { "2.5.4.9", "STREET" }, { "2.5.4.10", "O" },
        { "2.5.4.11", "OU" }, { "2.5.4.12", "title" }, { "2.5.4.15", "businessCategory" },
        { "2.5.4.17", "postalCode" }, { "2.5.4.42", "givenName" }, { "2.5.4.97", "organizationIdentifier" },
        { "0.9.2342.19200300.100.1.1", "UID" }, { "0.9.2342.19200300.100.1.25", "DC" },
        { "1.2.840.113549.1.9.1", "emailAddress" }
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char wanted[64] = "";

        strcat(strcat(wanted, names[i][1]), "=v");
        expect_text(forge_name(forge_rdn(attribute(names[i][0], "v"))), wanted);
    }
}

Test(name_format, other_attributes_are_numbers_with_their_encoding)
{
    expect_text(forge_name(forge_rdn(attribute("2.5.4.1", "a"))), "2.5.4.1=#0C0161");
    expect_text(forge_name(forge_rdn(attribute("0.39.5", "a"))), "0.39.5=#0C0161");
    expect_text(forge_name(forge_rdn(attribute("1.39", "a"))), "1.39=#0C0161");
    expect_text(forge_name(forge_rdn(attribute("2.999.1", "a"))), "2.999.1=#0C0161");
    expect_text(forge_hex("3015 3113 3011 060c 2a81ffffffffffffffff7f05 050130"),
                "1.2.18446744073709551615.5=#050130");
    expect_text(forge_hex("3015 3113 3011 060c 2a82808080808080808000 05 050130"), "?=#050130");
}

Test(name_format, special_characters_are_escaped)
{
    expect_text(forge_common_name("a,b"), "CN=a\\,b");
    expect_text(forge_common_name("\"+,;<>\\"), "CN=\\\"\\+\\,\\;\\<\\>\\\\");
    expect_text(forge_common_name(" a "), "CN=\\ a\\ ");
    expect_text(forge_common_name("  "), "CN=\\ \\ ");
    expect_text(forge_common_name(" "), "CN=\\ ");
    expect_text(forge_common_name("a  b"), "CN=a  b");
    expect_text(forge_common_name("#a#"), "CN=\\#a#");
    expect_text(forge_common_name("a=b/c"), "CN=a=b/c");
}

Test(name_format, characters_that_could_forge_a_line_are_escaped)
{
    expect_value(UTF8, "610a62", "CN=a\\0Ab");
    expect_value(UTF8, "1b5b316d", "CN=\\1B[1m");
    expect_value(UTF8, "7f", "CN=\\7F");
    expect_value(UTF8, "c285", "CN=\\C2\\85");
    expect_value(UTF8, "c29f c2a0", "CN=\\C2\\9F\xc2\xa0");
    expect_value(UTF8, "e280ae61", "CN=\\E2\\80\\AEa");
    expect_value(UTF8, "e2808b", "CN=\\E2\\80\\8B");
    expect_value(UTF8, "e281a6", "CN=\\E2\\81\\A6");
    expect_value(UTF8, "d89c", "CN=\\D8\\9C");
    expect_value(UTF8, "efbbbf", "CN=\\EF\\BB\\BF");
    expect_value(UTF8, "e2808a e28090 e280a7 e280af e281a5 e281aa",
                 "CN=\xe2\x80\x8a\xe2\x80\x90\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaa");
}

Test(name_format, every_string_type_becomes_utf8)
{
    expect_value(KEDGE_TAG_PRINTABLE_STRING, "6162", "CN=ab");
    expect_value(KEDGE_TAG_IA5_STRING, "6140", "CN=a@");
    expect_value(KEDGE_TAG_NUMERIC_STRING, "3132", "CN=12");
    expect_value(KEDGE_TAG_VISIBLE_STRING, "617e", "CN=a~");
    expect_value(KEDGE_TAG_TELETEX_STRING, "6162", "CN=ab");
    expect_value(KEDGE_TAG_BMP_STRING, "006100e420ac", "CN=a\xc3\xa4\xe2\x82\xac");
    expect_value(KEDGE_TAG_UNIVERSAL_STRING, "000000610001f611", "CN=a\xf0\x9f\x98\x91");
    expect_value(UTF8, "f48fbfbf", "CN=\xf4\x8f\xbf\xbf");
}

Test(name_format, values_that_are_no_text_are_hexadecimal)
{
    expect_value(KEDGE_TAG_TELETEX_STRING, "61e4", "CN=#140261E4");
    expect_value(0x03, "0780", "CN=#03020780");
    expect_value(0x30, "0500", "CN=#30020500");
}

Test(name_format, text_that_does_not_fit_ends_in_dots)
{
    kedge_span name = forge_name(forge_rdn(attribute("2.5.4.6", "DE")),
                                 forge_rdn(attribute("2.5.4.3", "host.example")));
    const char *whole = "CN=host.example,C=DE";
    size_t whole_length = strlen(whole);

    for (size_t capacity = 1; capacity <= whole_length + 2; capacity++) {
        char *text = malloc(capacity);
        size_t length = kedge_name_format(name, text, capacity);
        size_t room = capacity - 1;

        cr_assert_eq(length, room < whole_length ? room : whole_length);
        cr_assert_eq(text[length], '\0');
        if (room >= whole_length) {
            cr_assert_str_eq(text, whole);
        } else {
            size_t kept = room > 3 ? room - 3 : 0;

            cr_assert_eq(memcmp(text, whole, kept), 0);
            cr_assert_eq(strspn(text + kept, "."), room - kept);
        }
        free(text);
    }
}

Test(name_format, no_character_is_cut_in_two)
{
    kedge_span name = forge_common_name("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac");
    static const char *const wanted[] = { "", ".", "..", "...", "C...", "CN...", "CN=...", "CN=...", "CN=...",
                                          "CN=\xe2\x82\xac...", "CN=\xe2\x82\xac...", "CN=\xe2\x82\xac...",
                                          "CN=\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac" };

    for (size_t room = 0; room < sizeof wanted / sizeof wanted[0]; room++) {
        char text[32];

        cr_assert_eq(kedge_name_format(name, text, room + 1), strlen(wanted[room]));
        cr_assert_str_eq(text, wanted[room]);
    }
}

Test(name_format, what_is_no_name_is_no_text)
{
    expect_text(FORGE_ABSENT, "");
    expect_text(forge_hex("0500"), "");
    expect_text(forge_hex("3002 0500"), "");
    expect_text(forge_hex("3012 310a 3008 0603550403 0c0161 3104 3002 0500"), "CN=a");
}
