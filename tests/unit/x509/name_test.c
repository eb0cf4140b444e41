/* name_test.c - distinguished names: reading, checking, comparing. */
#include "unit/x509/sample.h"

#include <string.h>

#define UTF8 KEDGE_TAG_UTF8_STRING
#define PRINTABLE KEDGE_TAG_PRINTABLE_STRING
#define TELETEX KEDGE_TAG_TELETEX_STRING
#define IA5 KEDGE_TAG_IA5_STRING
#define BMP KEDGE_TAG_BMP_STRING
#define UNIVERSAL KEDGE_TAG_UNIVERSAL_STRING

/* A common name whose value has the contents octets written in hexadecimal. */
static kedge_span cn_hex(unsigned tag, const char *hex)
{
    return forge_sequence(forge_oid(FORGE_OID_COMMON_NAME), forge_tlv(tag, forge_hex(hex)));
}

static kedge_span cn(unsigned tag, const char *text)
{
    return forge_attribute(FORGE_OID_COMMON_NAME, tag, text);
}

static kedge_span ou(const char *text)
{
    return forge_attribute(FORGE_OID_ORGANIZATIONAL_UNIT, UTF8, text);
}

static kedge_status check(kedge_span name, uint32_t *fault)
{
    kedge_span exact = forge_copy(name.data, name.size);
    kedge_der der;

    cr_assert_eq(kedge_der_begin(&der, exact.data, exact.size, fault), KEDGE_OK);
    return kedge_name_check(&der, (kedge_range){ 0, (uint32_t)exact.size });
}

static void expect_good(kedge_span name)
{
    uint32_t fault = 77;
    kedge_status status = check(name, &fault);

    cr_assert_eq(status, KEDGE_OK, "%s at %u", kedge_status_name(status), (unsigned)fault);
}

static void expect_fault(kedge_span name, kedge_status wanted, uint32_t offset)
{
    uint32_t fault = 77;
    kedge_status status = check(name, &fault);

    cr_assert_eq(status, wanted, "%s at %u", kedge_status_name(status), (unsigned)fault);
    cr_assert_eq(fault, offset, "at %u, not at %u", (unsigned)fault, (unsigned)offset);
}

Test(name_check, structures_that_are_no_name_are_refused_at_their_place)
{
    static const struct {
        const char *name;
        kedge_status status;
        uint32_t offset;
    } cases[] = {
        { "", KEDGE_DER_TRUNCATED, 0 },
        { "3100", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "3000 00", KEDGE_NAME_MALFORMED, 2 },
        { "3002 0500", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "3002 3100", KEDGE_NAME_MALFORMED, 4 },
        { "3004 3102 0500", KEDGE_DER_UNEXPECTED_TAG, 4 },
        { "3004 3102 3000", KEDGE_DER_TRUNCATED, 6 },
        { "3007 3105 3003 06012a", KEDGE_DER_TRUNCATED, 9 },
        { "3009 3107 3005 13016106 00", KEDGE_DER_UNEXPECTED_TAG, 6 },
        { "300b 3109 3007 06012a 13016105", KEDGE_DER_TRAILING_DATA, 12 },
        { "300c 310a 3008 06012a 130161 0500", KEDGE_DER_TRAILING_DATA, 12 },
        { "300c 310a 3008 06022a80 13026161", KEDGE_DER_BAD_OID, 9 }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_fault(forge_hex(cases[i].name), cases[i].status, cases[i].offset);
}

Test(name_check, values_of_any_type_are_names)
{
    expect_good(forge_name(FORGE_ABSENT));
    expect_good(forge_name(forge_rdn(cn(UTF8, "a"))));
    expect_good(forge_name(forge_rdn(cn_hex(0x03, "0780")), forge_rdn(cn_hex(0x30, "0500"))));
    expect_good(forge_name(forge_rdn(cn_hex(0x85, ""))));
}

/* Offset of the first contents octet of the value in a name of one common name. */
#define VALUE 13

Test(name_check, characters_that_a_type_does_not_have_are_refused_at_their_place)
{
    static const struct {
        unsigned tag;
        const char *octets;
        uint32_t offset;
    } cases[] = {
        { PRINTABLE, "6100", 1 },
        { PRINTABLE, "6121", 1 },
        { PRINTABLE, "2261", 0 },
        { PRINTABLE, "613b", 1 },
        { PRINTABLE, "6180", 1 },
        { PRINTABLE, "0a", 0 },
        { PRINTABLE, "7f", 0 },
        { PRINTABLE, "60", 0 },
        { IA5, "610062", 1 },
        { IA5, "61626364 65666768 00", 8 },
        { IA5, "61626364 65006768 61626364", 5 },
        { IA5, "61626364 65666768 61626380", 11 },
        { IA5, "80", 0 },
        { KEDGE_TAG_NUMERIC_STRING, "313261", 2 },
        { KEDGE_TAG_NUMERIC_STRING, "31ff", 1 },
        { KEDGE_TAG_VISIBLE_STRING, "611f", 1 },
        { KEDGE_TAG_VISIBLE_STRING, "7f", 0 },
        { KEDGE_TAG_VISIBLE_STRING, "80", 0 },
        { UTF8, "610062", 1 },
        { UTF8, "80", 0 },
        { UTF8, "61bf", 1 },
        { UTF8, "c080", 0 },
        { UTF8, "c1bf", 0 },
        { UTF8, "61c2", 1 },
        { UTF8, "c241", 0 },
        { UTF8, "e08080", 0 },
        { UTF8, "e09fbf", 0 },
        { UTF8, "e282", 0 },
        { UTF8, "e28241", 0 },
        { UTF8, "eda080", 0 },
        { UTF8, "edbfbf", 0 },
        { UTF8, "f08fbfbf", 0 },
        { UTF8, "f0908080 f4908080", 4 },
        { UTF8, "f5808080", 0 },
        { UTF8, "f8808080", 0 },
        { UTF8, "ff", 0 },
        { UTF8, "f09080", 0 },
        { UTF8, "61626364 65666768 80", 8 },
        { BMP, "0061 00", 2 },
        { BMP, "0061 0000", 2 },
        { BMP, "d800", 0 },
        { BMP, "0061 dfff", 2 },
        { UNIVERSAL, "00000061 000000", 4 },
        { UNIVERSAL, "00000000", 0 },
        { UNIVERSAL, "0000d800", 0 },
        { UNIVERSAL, "00110000", 0 },
        { UNIVERSAL, "ff000061", 0 }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_fault(forge_name(forge_rdn(cn_hex(cases[i].tag, cases[i].octets))), KEDGE_DER_BAD_STRING,
                     VALUE + cases[i].offset);
}

Test(name_check, characters_that_a_type_has_are_read)
{
    static const struct {
        unsigned tag;
        const char *octets;
    } cases[] = {
        { PRINTABLE, "20 27 28 29 2b 2c 2d 2e 2f 3a 3d 3f 30 39 41 5a 61 7a" },
        { PRINTABLE, "26 2a 40 5f" },
        { IA5, "01 0a 20 7f" },
        { IA5, "01 0a 20 7f 61 62 63 64 65" },
        { KEDGE_TAG_NUMERIC_STRING, "30 39 20" },
        { KEDGE_TAG_VISIBLE_STRING, "20 7e" },
        { TELETEX, "00 80 ff" },
        { UTF8, "01 7f c280 dfbf e0a080 ed9fbf ee8080 efbfbf f0908080 f48fbfbf" },
        { BMP, "0001 d7ff e000 ffff" },
        { UNIVERSAL, "00000001 0000d7ff 0000e000 0010ffff" }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_good(forge_name(forge_rdn(cn_hex(cases[i].tag, cases[i].octets))));
}

Test(name_check, a_directory_string_has_one_character_at_least)
{
    static const unsigned tags[] = { UTF8, PRINTABLE, TELETEX, BMP, UNIVERSAL };

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        expect_fault(forge_name(forge_rdn(cn_hex(tags[i], ""))), KEDGE_DER_BAD_STRING, VALUE - 1);
    expect_good(forge_name(forge_rdn(cn_hex(IA5, ""))));
}

Test(name_check, attributes_of_one_rdn_stand_in_order)
{
    kedge_span a = cn(UTF8, "a");
    kedge_span b = cn(UTF8, "b");

    expect_good(forge_name(forge_set(a, b)));
    expect_good(forge_name(forge_set(a, a)));
    expect_good(forge_name(forge_set(b), forge_set(a)));
    expect_fault(forge_name(forge_set(b, a)), KEDGE_DER_SET_ORDER, 4 + (uint32_t)b.size);
}

Test(name_check, an_rdn_has_so_many_attributes_and_no_more)
{
    kedge_span list = FORGE_ABSENT;

    for (int i = 0; i < KEDGE_RDN_ATTRIBUTES_MAX; i++) {
        list = forge_join(list, cn(UTF8, "a"));
        expect_good(forge_name(forge_set(list)));
    }
    expect_fault(forge_name(forge_set(list, cn(UTF8, "a"))), KEDGE_NAME_MALFORMED, 6 + (uint32_t)list.size);
}

Test(name_next, attributes_come_in_order_and_know_their_rdn)
{
    kedge_span name = forge_name(forge_rdn(forge_attribute(FORGE_OID_COUNTRY, PRINTABLE, "DE")),
                                 forge_rdn(cn(UTF8, "x"), ou("yz")), forge_rdn(cn(IA5, "w")));
    static const struct {
        uint32_t rdn;
        const char *type;
        unsigned tag;
        const char *value;
    } wanted[] = { { 0, FORGE_OID_COUNTRY, PRINTABLE, "DE" },
                   { 1, FORGE_OID_COMMON_NAME, UTF8, "x" },
                   { 1, FORGE_OID_ORGANIZATIONAL_UNIT, UTF8, "yz" },
                   { 2, FORGE_OID_COMMON_NAME, IA5, "w" } };
    kedge_span outer = forge_join(forge_hex("0500"), name); /* offsets count from the first byte of all */
    kedge_der der;
    kedge_name_reader reader;
    kedge_attribute attribute;
    uint32_t fault;
    bool found;

    cr_assert_eq(kedge_der_begin(&der, outer.data, outer.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_name_begin(&reader, &der, (kedge_range){ 2, (uint32_t)name.size }), KEDGE_OK);
    for (size_t i = 0; i < 4; i++) {
        kedge_span type = forge_oid_content(wanted[i].type);

        cr_assert_eq(kedge_name_next(&reader, &attribute, &found), KEDGE_OK);
        cr_assert(found);
        cr_assert_eq(attribute.rdn, wanted[i].rdn);
        cr_assert_eq(attribute.tag, wanted[i].tag);
        cr_assert(attribute.type.size == type.size
                  && memcmp(outer.data + attribute.type.offset, type.data, type.size) == 0);
        cr_assert(attribute.value.size == strlen(wanted[i].value)
                  && memcmp(outer.data + attribute.value.offset, wanted[i].value, attribute.value.size) == 0);
    }
    for (int again = 0; again < 2; again++) {
        cr_assert_eq(kedge_name_next(&reader, &attribute, &found), KEDGE_OK);
        cr_assert_not(found);
    }
}

Test(name_next, a_name_that_was_not_checked_fails_as_the_reader_does)
{
    kedge_span name = forge_hex("300b 3109 3005 06012a 0500 3100");
    kedge_der der;
    kedge_name_reader reader;
    kedge_attribute attribute;
    uint32_t fault;
    bool found;

    cr_assert_eq(kedge_der_begin(&der, name.data, name.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_name_begin(&reader, &der, (kedge_range){ 0, (uint32_t)name.size }), KEDGE_OK);
    cr_assert(kedge_name_next(&reader, &attribute, &found) == KEDGE_OK && found);
    cr_assert_eq(kedge_name_next(&reader, &attribute, &found), KEDGE_DER_UNEXPECTED_TAG);
    cr_assert(!found && fault == 11);
    name = forge_hex("3002 3100");
    cr_assert_eq(kedge_der_begin(&der, name.data, name.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_name_begin(&reader, &der, (kedge_range){ 0, (uint32_t)name.size }), KEDGE_OK);
    cr_assert_eq(kedge_name_next(&reader, &attribute, &found), KEDGE_NAME_MALFORMED);
    cr_assert(!found && fault == 4);
}

/* Names compare the same both ways, and equal ones hash the same. */
static void expect_equal(kedge_span one, kedge_span other, bool wanted)
{
    kedge_span one_copy = forge_copy(one.data, one.size);
    kedge_span other_copy = forge_copy(other.data, other.size);

    expect_good(one);
    expect_good(other);
    cr_assert_eq(kedge_name_equal(one_copy, other_copy), wanted);
    cr_assert_eq(kedge_name_equal(other_copy, one_copy), wanted);
    cr_assert_eq(kedge_name_hash(one_copy) == kedge_name_hash(other_copy), wanted);
}

static kedge_span name_of(unsigned tag, const char *text)
{
    return forge_name(forge_rdn(cn(tag, text)));
}

static kedge_span name_of_hex(unsigned tag, const char *octets)
{
    return forge_name(forge_rdn(cn_hex(tag, octets)));
}

Test(name_equal, the_same_bytes_are_the_same_name)
{
    expect_equal(name_of(UTF8, "a"), name_of(UTF8, "a"), true);
    expect_equal(forge_name(FORGE_ABSENT), forge_name(FORGE_ABSENT), true);
    expect_equal(name_of(UTF8, "a"), name_of(UTF8, "b"), false);
    expect_equal(name_of(UTF8, "a"), forge_name(FORGE_ABSENT), false);
}

Test(name_equal, ascii_letters_fold_and_others_do_not)
{
    expect_equal(name_of(UTF8, "AZ az 09"), name_of(UTF8, "az AZ 09"), true);
    expect_equal(name_of(UTF8, "[a"), name_of(UTF8, "{a"), false);
    expect_equal(name_of(UTF8, "@a"), name_of(UTF8, "`a"), false);
    expect_equal(name_of_hex(UTF8, "c384"), name_of_hex(UTF8, "c3a4"), false);
    expect_equal(name_of_hex(UTF8, "41cc88"), name_of_hex(UTF8, "c384"), false);
}

Test(name_equal, white_space_at_the_ends_and_runs_within_do_not_count)
{
    expect_equal(name_of(UTF8, "a b"), name_of(UTF8, "  a   b "), true);
    expect_equal(name_of(UTF8, "a b"), name_of(UTF8, "a\tb"), true);
    expect_equal(name_of(UTF8, "a b"), name_of(UTF8, "\ra\r\n\v\f b\n"), true);
    expect_equal(name_of(UTF8, "ab"), name_of(UTF8, "a b"), false);
    expect_equal(name_of(UTF8, " "), name_of(UTF8, "   "), true);
    expect_equal(name_of(UTF8, " "), name_of(UTF8, "a"), false);
    expect_equal(name_of(UTF8, "a"), name_of(UTF8, "a b"), false);
    expect_equal(name_of_hex(UTF8, "61c2a062"), name_of(UTF8, "a b"), false);
}

Test(name_equal, string_types_do_not_count)
{
    static const struct {
        unsigned tag;
        const char *octets;
    } same[] = {
        { UTF8, "4b45 2031" },
        { PRINTABLE, "6b65 202031" },
        { IA5, "6b65 0931" },
        { BMP, "0020006b004500200031" },
        { UNIVERSAL, "0000006b000000650000002000000031" }
    };

    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        for (size_t j = 0; j < sizeof same / sizeof same[0]; j++)
            expect_equal(name_of_hex(same[i].tag, same[i].octets), name_of_hex(same[j].tag, same[j].octets),
                         true);
    expect_equal(name_of_hex(UTF8, "f09f9891"), name_of_hex(UNIVERSAL, "0001f611"), true);
    expect_equal(name_of_hex(UTF8, "e282ac 41"), name_of_hex(BMP, "20ac 0061"), true);
    expect_equal(name_of_hex(UTF8, "c3a4"), name_of_hex(BMP, "00e4"), true);
    expect_equal(name_of_hex(UTF8, "c3a4"), name_of_hex(BMP, "00e5"), false);
}

Test(name_equal, other_types_are_compared_byte_by_byte_with_their_type)
{
    expect_equal(name_of(TELETEX, "a"), name_of(TELETEX, "a"), true);
    expect_equal(name_of(TELETEX, "a"), name_of(TELETEX, "A"), false);
    expect_equal(name_of(TELETEX, "a"), name_of(UTF8, "a"), false);
    expect_equal(name_of(TELETEX, "a"), name_of(KEDGE_TAG_VISIBLE_STRING, "a"), false);
    expect_equal(name_of(TELETEX, "a"), name_of(TELETEX, "a "), false);
    expect_equal(name_of_hex(0x03, "0780"), name_of_hex(0x03, "0680"), false);
    expect_equal(forge_name(forge_rdn(cn(UTF8, "x")), forge_rdn(cn(TELETEX, "a"))),
                 forge_name(forge_rdn(cn(PRINTABLE, "X")), forge_rdn(cn(TELETEX, "a"))), true);
}

Test(name_equal, types_of_attributes_count)
{
    expect_equal(forge_name(forge_rdn(ou("a"))), name_of(UTF8, "a"), false);
    expect_equal(forge_name(forge_rdn(forge_attribute("2.5.4", UTF8, "a"))),
                 forge_name(forge_rdn(forge_attribute("2.5.4.3", UTF8, "a"))), false);
}

Test(name_equal, the_order_of_rdns_counts_and_that_within_one_does_not)
{
    kedge_span long_cn = cn(UTF8, "common");
    kedge_span short_cn = cn(PRINTABLE, "COMMON ");

    expect_equal(forge_name(forge_rdn(ou("a")), forge_rdn(cn(UTF8, "b"))),
                 forge_name(forge_rdn(cn(UTF8, "b")), forge_rdn(ou("a"))), false);
    expect_equal(forge_name(forge_rdn(long_cn, ou("unitary"))),
                 forge_name(forge_rdn(short_cn, ou("unitary"))), true);
    expect_equal(forge_name(forge_rdn(cn(UTF8, "b"), ou("a"))),
                 forge_name(forge_rdn(cn(UTF8, "b")), forge_rdn(ou("a"))), false);
    expect_equal(forge_name(forge_rdn(cn(UTF8, "B"), cn(UTF8, "a"))),
                 forge_name(forge_rdn(cn(UTF8, "b"), cn(UTF8, "A"))), true); /* sorted B a, and A b */
}

Test(name_equal, attributes_that_occur_twice_need_two_partners)
{
    expect_equal(forge_name(forge_rdn(cn(UTF8, "a"), cn(UTF8, "a"), ou("b"))),
                 forge_name(forge_rdn(cn(UTF8, "A"), ou("b"), ou("B"))), false);
    expect_equal(forge_name(forge_rdn(cn(UTF8, "a"), cn(UTF8, "a"))),
                 forge_name(forge_rdn(cn(UTF8, "A"), cn(UTF8, "a"))), true);
    expect_equal(forge_name(forge_rdn(cn(UTF8, "a"), cn(UTF8, "b"))), forge_name(forge_rdn(cn(UTF8, "a"))),
                 false);
}

Test(name_within, a_base_is_the_beginning_of_a_name)
{
    kedge_span country = forge_rdn(forge_attribute(FORGE_OID_COUNTRY, PRINTABLE, "DE"));
    kedge_span country_again = forge_rdn(forge_attribute(FORGE_OID_COUNTRY, UTF8, "de"));
    kedge_span unit = forge_rdn(ou("unit"));
    kedge_span person = forge_rdn(cn(UTF8, "person"));
    kedge_span name = forge_name(country, unit, person);

    cr_assert(kedge_name_within(name, forge_name(FORGE_ABSENT)));
    cr_assert(kedge_name_within(name, forge_name(country_again)));
    cr_assert(kedge_name_within(name, forge_name(country, unit)));
    cr_assert(kedge_name_within(name, name));
    cr_assert_not(kedge_name_within(forge_name(country), forge_name(country, unit)));
    cr_assert_not(kedge_name_within(name, forge_name(unit)));
    cr_assert_not(kedge_name_within(name, forge_name(country, person)));
    cr_assert_not(kedge_name_within(forge_name(forge_rdn(cn(UTF8, "a"), ou("b"))), name_of(UTF8, "a")),
                  "an RDN is compared whole");
}

Test(name_hash, names_that_differ_in_one_thing_hash_differently)
{
    kedge_span names[] = { forge_name(FORGE_ABSENT),
                           name_of(UTF8, "a"),
                           name_of(UTF8, "b"),
                           name_of(UTF8, "aa"),
                           name_of(UTF8, "a a"),
                           name_of(TELETEX, "a"),
                           name_of(UTF8, "abcdefgh"),
                           name_of(UTF8, "abcdefghi"),
                           name_of(UTF8, "bacdefgh"),
                           forge_name(forge_rdn(ou("a"))),
                           forge_name(forge_rdn(ou("a")), forge_rdn(cn(UTF8, "b"))),
                           forge_name(forge_rdn(cn(UTF8, "b")), forge_rdn(ou("a"))),
                           forge_name(forge_rdn(cn(UTF8, "a")), forge_rdn(cn(UTF8, "a"))),
                           forge_name(forge_rdn(cn(UTF8, "a"), cn(UTF8, "a"))) };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        for (size_t j = 0; j < i; j++)
            cr_assert_neq(kedge_name_hash(names[i]), kedge_name_hash(names[j]), "%zu and %zu", i, j);
}

/* The same characters in UTF8String and in BMPString. */
static void write_both_ways(const uint8_t *characters, size_t count, kedge_span *utf8, kedge_span *bmp)
{
    uint8_t *wide = forge_allocate(2 * count);

    for (size_t i = 0; i < count; i++)
        wide[2 * i + 1] = characters[i];
    *utf8 = forge_name(forge_rdn(forge_sequence(forge_oid(FORGE_OID_COMMON_NAME),
                                                forge_tlv(UTF8, forge_copy(characters, count)))));
    *bmp = forge_name(forge_rdn(forge_sequence(forge_oid(FORGE_OID_COMMON_NAME),
                                               forge_tlv(BMP, (kedge_span){ wide, 2 * count }))));
}

Test(name_hash, it_does_not_depend_on_how_the_characters_are_written)
{
    static const uint8_t alphabet[] = " AZ@[`az{09~!\x7f\t";
    uint32_t state = 1;

    for (size_t round = 0; round < 4000; round++) {
        uint8_t characters[40];
        size_t count = 1 + round % sizeof characters;
        kedge_span utf8;
        kedge_span bmp;

        for (size_t i = 0; i < count; i++) {
            state = state * 1664525 + 1013904223;
            characters[i] = alphabet[(state >> 16) % (sizeof alphabet - 1 - round % 2)];
        }
        write_both_ways(characters, count, &utf8, &bmp);
        cr_assert(kedge_name_equal(utf8, bmp));
        cr_assert_eq(kedge_name_hash(utf8), kedge_name_hash(bmp), "%.*s", (int)count,
                     (const char *)characters);
        if (round % 256 == 0)
            forge_forget();
    }
}

Test(name_hash, folding_works_at_every_place_of_a_long_text)
{
    const char *lower = "abcdefgh ijklmnop qrstuvw xyz";

    for (size_t i = 0; i < strlen(lower); i++) {
        char upper[32];

        strcpy(upper, lower);
        if (upper[i] == ' ')
            upper[i] = '\t';
        else
            upper[i] = (char)(upper[i] - 'a' + 'A');
        expect_equal(name_of(UTF8, lower), name_of(UTF8, upper), true);
        upper[i] = '-';
        expect_equal(name_of(UTF8, lower), name_of(UTF8, upper), false);
    }
}

Test(name_equal, what_is_no_name_equals_nothing)
{
    kedge_span good = name_of(UTF8, "a");

    cr_assert_not(kedge_name_equal(FORGE_ABSENT, FORGE_ABSENT));
    cr_assert_not(kedge_name_equal(forge_hex("0500"), good));
    cr_assert_not(kedge_name_equal(good, forge_hex("0500")));
    cr_assert_not(kedge_name_within(good, forge_hex("3002 3100")));
    cr_assert_not(kedge_name_within(forge_hex("3002 0500"), good));
    cr_assert_not(kedge_name_within(forge_hex("3004 3102 0500"), good));
    cr_assert_eq(kedge_name_hash(forge_hex("3002 3100")), 0u);
}

Test(name_is_empty, only_the_name_without_rdns_is)
{
    cr_assert(kedge_name_is_empty(forge_name(FORGE_ABSENT)));
    cr_assert_not(kedge_name_is_empty(name_of(UTF8, "a")));
}
