/* der_writer_test.c - the forge's writer of DER, held against bytes written by hand. */
#include <criterion/criterion.h>
#include "forge/forge.h"

#include <string.h>

static void expect_hex(kedge_span made, const char *digits)
{
    kedge_span wanted = forge_hex(digits);

    cr_assert_eq(made.size, wanted.size, "%zu octets instead of %zu", made.size, wanted.size);
    cr_assert(memcmp(made.data, wanted.data, wanted.size) == 0, "%s", digits);
}

Test(der_writer, lengths_take_their_shortest_form)
{
    expect_hex(forge_octet_string(FORGE_ABSENT), "0400");
    expect_hex(forge_cut(forge_octet_string((kedge_span){ forge_allocate(127), 127 }), 2), "047f");
    expect_hex(forge_cut(forge_octet_string((kedge_span){ forge_allocate(128), 128 }), 3), "048180");
    expect_hex(forge_cut(forge_octet_string((kedge_span){ forge_allocate(256), 256 }), 4), "04820100");
}

Test(der_writer, integers_are_minimal)
{
    expect_hex(forge_integer(0), "020100");
    expect_hex(forge_integer(127), "02017f");
    expect_hex(forge_integer(128), "02020080");
    expect_hex(forge_integer(-1), "0201ff");
    expect_hex(forge_integer(-128), "020180");
    expect_hex(forge_integer(-129), "0202ff7f");
    expect_hex(forge_integer(INT64_MIN), "02088000000000000000");
    expect_hex(forge_unsigned(forge_hex("000080")), "02020080");
    expect_hex(forge_unsigned(forge_hex("0000")), "020100");
}

Test(der_writer, elements_nest_and_absent_ones_are_nothing)
{
    expect_hex(forge_sequence(forge_boolean(true), FORGE_ABSENT,
                              forge_set(forge_null(), forge_boolean(false))),
               "300a 0101ff 3105 0500 010100");
    expect_hex(forge_explicit(3, forge_null()), "a302 0500");
    expect_hex(forge_set_of(forge_integer(2), forge_null(), forge_integer(1)), "3108 020101 020102 0500");
}

Test(der_writer, object_identifiers)
{
    expect_hex(forge_oid("2.5.4.3"), "0603 550403");
    expect_hex(forge_oid("1.2.840.113549.1.1.11"), "0609 2a864886f70d01010b");
    expect_hex(forge_oid("2.999.3"), "0603 883703");
}

Test(der_writer, bit_strings)
{
    expect_hex(forge_bit_string(forge_hex("80"), 7), "0302 0780");
    expect_hex(forge_key_usage(KEDGE_KU_KEY_CERT_SIGN | KEDGE_KU_CRL_SIGN).value, "0302 0106");
    expect_hex(forge_key_usage(KEDGE_KU_DECIPHER_ONLY).value, "0303 070080");
    expect_hex(forge_key_usage(0).value, "0301 00");
}

Test(der_writer, times_change_form_at_2050)
{
    expect_hex(forge_time(0), "170d 3730303130313030303030305a");
    expect_hex(forge_time(forge_seconds(2049, 12, 31, 23, 59, 59)), "170d 3439313233313233353935395a");
    expect_hex(forge_time(forge_seconds(2050, 1, 1, 0, 0, 0)), "180f 32303530303130313030303030305a");
    expect_hex(forge_time(forge_seconds(1949, 12, 31, 23, 59, 59)), "180f 31393439313233313233353935395a");
    expect_hex(forge_time(forge_seconds(9999, 12, 31, 23, 59, 59)), "180f 39393939313233313233353935395a");
    expect_hex(forge_time(forge_seconds(2024, 2, 29, 1, 2, 3)), "170d 3234303232393031303230335a");
}

Test(der_writer, the_epoch_is_1970)
{
    cr_assert_eq(forge_seconds(1970, 1, 1, 0, 0, 0), 0);
    cr_assert_eq(forge_seconds(2026, 1, 1, 0, 0, 0), FORGE_NOW);
    cr_assert_eq(forge_seconds(1969, 12, 31, 23, 59, 59), -1);
    cr_assert_eq(forge_seconds(2000, 3, 1, 0, 0, 0) - forge_seconds(2000, 2, 28, 0, 0, 0), 2 * FORGE_DAY);
    cr_assert_eq(forge_seconds(1900, 3, 1, 0, 0, 0) - forge_seconds(1900, 2, 28, 0, 0, 0), FORGE_DAY);
}

Test(der_writer, wrong_encodings_are_what_was_asked_for)
{
    expect_hex(forge_claim(0x30, 5, forge_null()), "3005 0500");
    expect_hex(forge_long_form(0x04, 1, forge_hex("aa")), "048101 aa");
    expect_hex(forge_long_form(0x04, 4, forge_hex("aa")), "048400000001 aa");
    expect_hex(forge_indefinite(0x30, forge_null()), "3080 0500 0000");
    expect_hex(forge_flip(forge_hex("00ff"), 0), "80ff");
    expect_hex(forge_flip(forge_hex("00ff"), 15), "00fe");
    expect_hex(forge_cut(forge_hex("010203"), 2), "0102");
    expect_hex(forge_replace(forge_hex("01020304"), forge_hex("0203"), forge_hex("ff")), "01ff04");
}

Test(der_writer, everything_can_be_forgotten)
{
    const forge_key *key = forge_p256("kept");
    kedge_span before = forge_copy(key->public_key.data, key->public_key.size);

    cr_assert_eq(before.size, 65);
    forge_forget();
    cr_assert_eq(forge_p256("kept"), key);
    cr_assert_eq(key->public_key.data[0], 4);
    forge_forget();
}
