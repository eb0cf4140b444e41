/* value_test.c - the primitive values of DER, each in its one canonical form. */
#include "unit/der/reading.h"

static bool boolean;
static kedge_range range;
static uint32_t number;
static uint8_t unused_bits;

static kedge_status read_boolean(kedge_der *der)
{
    bool values[2] = { false, true };
    kedge_der start = *der;
    kedge_status status = kedge_der_read_boolean(der, &values[0]);

    if (status != KEDGE_OK) {
        cr_assert_eq(kedge_der_read_boolean(&start, &values[1]), status);
        cr_assert(!values[0] && values[1], "a failure leaves the output alone");
    }
    boolean = values[0];
    return status;
}

static kedge_status keep_range(kedge_status status, kedge_range value)
{
    if (status != KEDGE_OK)
        cr_assert(value.offset == 77 && value.size == 77, "a failure leaves the output alone");
    range = value;
    return status;
}

static kedge_status read_integer(kedge_der *der)
{
    kedge_range value = { 77, 77 };
    kedge_status status = kedge_der_read_integer(der, &value);

    return keep_range(status, value);
}

static kedge_status read_integer_as(kedge_der *der)
{
    kedge_range value = { 77, 77 };
    kedge_status status = kedge_der_read_integer_as(der, KEDGE_TAG_CONTEXT(2), &value);

    return keep_range(status, value);
}

static uint32_t maximum;

static kedge_status read_unsigned(kedge_der *der)
{
    uint32_t value = 0x5a5a5a5a;
    kedge_status status = kedge_der_read_unsigned(der, maximum, &value);

    if (status != KEDGE_OK)
        cr_assert_eq(value, 0x5a5a5a5au);
    number = value;
    return status;
}

static kedge_status keep_bits(kedge_status status, kedge_range value, uint8_t unused)
{
    if (status != KEDGE_OK)
        cr_assert_eq(unused, 77);
    unused_bits = unused;
    return keep_range(status, value);
}

static kedge_status read_bit_string(kedge_der *der)
{
    kedge_range value = { 77, 77 };
    uint8_t unused = 77;
    kedge_status status = kedge_der_read_bit_string(der, &value, &unused);

    return keep_bits(status, value, unused);
}

static kedge_status read_bit_string_as(kedge_der *der)
{
    kedge_range value = { 77, 77 };
    uint8_t unused = 77;
    kedge_status status = kedge_der_read_bit_string_as(der, KEDGE_TAG_CONTEXT(1), &value, &unused);

    return keep_bits(status, value, unused);
}

static kedge_status read_bit_octets(kedge_der *der)
{
    kedge_range value = { 77, 77 };
    kedge_status status = kedge_der_read_bit_octets(der, &value);

    return keep_range(status, value);
}

static kedge_status read_oid(kedge_der *der)
{
    kedge_range value = { 77, 77 };
    kedge_status status = kedge_der_read_oid(der, &value);

    return keep_range(status, value);
}

static kedge_status read_oid_as(kedge_der *der)
{
    kedge_range value = { 77, 77 };
    kedge_status status = kedge_der_read_oid_as(der, KEDGE_TAG_CONTEXT(8), &value);

    return keep_range(status, value);
}

static void expect_range(reading *read, const char *hex, uint32_t offset, uint32_t size)
{
    expect_good(read, hex);
    expect(read, hex, KEDGE_OK, offset + size);
    cr_assert(range.offset == offset && range.size == size);
}

Test(boolean, only_00_and_ff_are_values)
{
    for (unsigned octet = 0; octet < 256; octet++) {
        uint8_t bytes[] = { 0x01, 0x01, (uint8_t)octet };
        bool good = octet == 0x00 || octet == 0xff;

        expect_bytes(read_boolean, bytes, sizeof bytes, good ? KEDGE_OK : KEDGE_DER_BAD_BOOLEAN,
                     good ? 3 : 2);
        if (good)
            cr_assert_eq(boolean, octet == 0xff);
    }
    expect_good(read_boolean, "010100");
    expect_good(read_boolean, "0101ff");
}

Test(boolean, it_has_one_octet)
{
    expect(read_boolean, "0100", KEDGE_DER_BAD_BOOLEAN, 1);
    expect(read_boolean, "0102ffff", KEDGE_DER_BAD_BOOLEAN, 1);
    expect(read_boolean, "020101", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect(read_boolean, "2101ff", KEDGE_DER_BAD_TAG, 0);
}

Test(integer, the_contents_of_any_size_are_given)
{
    expect_range(read_integer, "020100", 2, 1);
    expect_range(read_integer, "02017f", 2, 1);
    expect_range(read_integer, "0201ff", 2, 1);
    expect_range(read_integer, "02020080", 2, 2);
    expect_range(read_integer, "0202ff7f", 2, 2);
    expect_range(read_integer, "02020100", 2, 2);
    expect_range(read_integer, "021500ffffffffffffffffffffffffffffffffffffffff", 2, 21);
}

Test(integer, octets_that_repeat_the_sign_are_refused)
{
    expect(read_integer, "02020000", KEDGE_DER_BAD_INTEGER, 2);
    expect(read_integer, "0202007f", KEDGE_DER_BAD_INTEGER, 2);
    expect(read_integer, "0202ff80", KEDGE_DER_BAD_INTEGER, 2);
    expect(read_integer, "0202ffff", KEDGE_DER_BAD_INTEGER, 2);
    expect(read_integer, "0203000001", KEDGE_DER_BAD_INTEGER, 2);
}

Test(integer, no_octets_are_no_integer)
{
    expect(read_integer, "0200", KEDGE_DER_BAD_INTEGER, 1);
    expect(read_integer, "0a0100", KEDGE_DER_UNEXPECTED_TAG, 0);
}

Test(integer, an_implicit_tag_takes_the_place_of_its_own)
{
    expect_range(read_integer_as, "820105", 2, 1);
    expect(read_integer_as, "020105", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect(read_integer_as, "82020005", KEDGE_DER_BAD_INTEGER, 2);
    expect(read_integer_as, "8200", KEDGE_DER_BAD_INTEGER, 1);
}

static void expect_number(const char *hex, uint32_t limit, uint32_t value)
{
    maximum = limit;
    expect_good(read_unsigned, hex);
    expect(read_unsigned, hex, KEDGE_OK, (uint32_t)strlen(hex) / 2);
    cr_assert_eq(number, value);
}

Test(unsigned_integer, every_value_up_to_the_maximum_is_read)
{
    expect_number("020100", 0, 0);
    expect_number("020102", 2, 2);
    expect_number("02017f", 255, 127);
    expect_number("020200ff", 255, 255);
    expect_number("02020100", 256, 256);
    expect_number("02047fffffff", INT32_MAX, INT32_MAX);
    expect_number("02050080000000", UINT32_MAX, UINT32_C(0x80000000));
    expect_number("020500ffffffff", UINT32_MAX, UINT32_MAX);
}

Test(unsigned_integer, a_value_outside_the_range_is_refused)
{
    maximum = 2;
    expect(read_unsigned, "020103", KEDGE_DER_INTEGER_RANGE, 2);
    expect(read_unsigned, "0201ff", KEDGE_DER_INTEGER_RANGE, 2);
    expect(read_unsigned, "020180", KEDGE_DER_INTEGER_RANGE, 2);
    expect(read_unsigned, "020200ff", KEDGE_DER_INTEGER_RANGE, 2);
    maximum = UINT32_MAX;
    expect(read_unsigned, "02050100000000", KEDGE_DER_INTEGER_RANGE, 2);
    expect(read_unsigned, "02057fffffffff", KEDGE_DER_INTEGER_RANGE, 2);
    expect(read_unsigned, "0206010000000000", KEDGE_DER_INTEGER_RANGE, 2);
    expect(read_unsigned, "0209010000000000000000", KEDGE_DER_INTEGER_RANGE, 2); /* 0 modulo 2^64 */
    expect(read_unsigned, "0205ff00000000", KEDGE_DER_INTEGER_RANGE, 2);
}

Test(unsigned_integer, it_is_an_integer_first)
{
    maximum = 10;
    expect(read_unsigned, "02020001", KEDGE_DER_BAD_INTEGER, 2);
    expect(read_unsigned, "0200", KEDGE_DER_BAD_INTEGER, 1);
    expect(read_unsigned, "040101", KEDGE_DER_UNEXPECTED_TAG, 0);
}

Test(bit_string, bits_come_without_the_octet_that_counts_the_unused_ones)
{
    expect_range(read_bit_string, "030100", 3, 0);
    cr_assert_eq(unused_bits, 0);
    expect_range(read_bit_string, "030200ff", 3, 1);
    cr_assert_eq(unused_bits, 0);
    expect_range(read_bit_string, "03020780", 3, 1);
    cr_assert_eq(unused_bits, 7);
    expect_range(read_bit_string, "0304 06 6e5dc0", 3, 3);
    cr_assert_eq(unused_bits, 6);
}

Test(bit_string, each_count_of_unused_bits_demands_so_many_zeros)
{
    for (unsigned count = 0; count <= 7; count++)
        for (unsigned bit = 0; bit < 8; bit++) {
            uint8_t bytes[] = { 0x03, 0x02, (uint8_t)count, (uint8_t)(1u << bit) };
            bool good = bit >= count;

            expect_bytes(read_bit_string, bytes, sizeof bytes, good ? KEDGE_OK : KEDGE_DER_BAD_BIT_STRING,
                         good ? 4 : 3);
        }
}

Test(bit_string, wrong_counts_are_refused)
{
    expect(read_bit_string, "0300", KEDGE_DER_BAD_BIT_STRING, 1);
    expect(read_bit_string, "030101", KEDGE_DER_BAD_BIT_STRING, 2);
    expect(read_bit_string, "030107", KEDGE_DER_BAD_BIT_STRING, 2);
    expect(read_bit_string, "030108", KEDGE_DER_BAD_BIT_STRING, 2);
    expect(read_bit_string, "03020800", KEDGE_DER_BAD_BIT_STRING, 2);
    expect(read_bit_string, "0302ff00", KEDGE_DER_BAD_BIT_STRING, 2);
    expect(read_bit_string, "0303 01 0001", KEDGE_DER_BAD_BIT_STRING, 4);
    expect(read_bit_string, "2300", KEDGE_DER_BAD_TAG, 0);
}

Test(bit_string, an_implicit_tag_takes_the_place_of_its_own)
{
    expect_range(read_bit_string_as, "81020780", 3, 1);
    cr_assert_eq(unused_bits, 7);
    expect(read_bit_string_as, "03020780", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect(read_bit_string_as, "81020781", KEDGE_DER_BAD_BIT_STRING, 3);
}

Test(bit_octets, whole_octets_only)
{
    expect_range(read_bit_octets, "030300beef", 3, 2);
    expect_range(read_bit_octets, "030100", 3, 0);
    expect(read_bit_octets, "0303 04 bee0", KEDGE_DER_BAD_BIT_STRING, 2);
    expect(read_bit_octets, "0300", KEDGE_DER_BAD_BIT_STRING, 1);
    expect(read_bit_octets, "030301be01", KEDGE_DER_BAD_BIT_STRING, 4);
    expect(read_bit_octets, "0403 00 beef", KEDGE_DER_UNEXPECTED_TAG, 0);
}

Test(oid, canonical_lists_of_sub_identifiers_are_read)
{
    expect_range(read_oid, "0603551d0f", 2, 3);
    expect_range(read_oid, "06092a864886f70d01010b", 2, 9);
    expect_range(read_oid, "060100", 2, 1);
    expect_range(read_oid, "0602 8837", 2, 2);
    expect_range(read_oid, "0604 2a818000", 2, 4); /* 0x80 within a sub-identifier is no padding */
    expect_range(read_oid, "060b 2a ffffffffffffffffff7f", 2, 11);
}

Test(oid, padding_is_refused_wherever_it_stands)
{
    expect(read_oid, "06028001", KEDGE_DER_BAD_OID, 2);
    expect(read_oid, "0603558001", KEDGE_DER_BAD_OID, 3);
    expect(read_oid, "0604 55 8101 80", KEDGE_DER_BAD_OID, 5);
    expect(read_oid, "0604 55 808001", KEDGE_DER_BAD_OID, 3);
}

Test(oid, a_sub_identifier_that_does_not_end_is_refused)
{
    expect(read_oid, "060155", KEDGE_OK, 3);
    expect(read_oid, "0601aa", KEDGE_DER_BAD_OID, 2);
    expect(read_oid, "0603551d8f", KEDGE_DER_BAD_OID, 4);
    expect(read_oid, "0603551daf 01", KEDGE_DER_BAD_OID, 4);
    expect(read_oid, "060180", KEDGE_DER_BAD_OID, 2);
}

Test(oid, an_empty_one_is_refused)
{
    expect(read_oid, "0600", KEDGE_DER_BAD_OID, 1);
    expect(read_oid, "0d0155", KEDGE_DER_UNEXPECTED_TAG, 0);
}

Test(oid, an_implicit_tag_takes_the_place_of_its_own)
{
    expect_range(read_oid_as, "8803551d0f", 2, 3);
    expect(read_oid_as, "0603551d0f", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect(read_oid_as, "8800", KEDGE_DER_BAD_OID, 1);
}

Test(null, it_is_empty)
{
    expect_good(kedge_der_read_null, "0500");
    expect(kedge_der_read_null, "050100", KEDGE_DER_BAD_NULL, 1);
    expect(kedge_der_read_null, "058100", KEDGE_DER_BAD_LENGTH, 1);
    expect(kedge_der_read_null, "0400", KEDGE_DER_UNEXPECTED_TAG, 0);
}
