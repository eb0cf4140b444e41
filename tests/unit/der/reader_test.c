/* reader_test.c - elements: identifiers, lengths, cursors and the order of a SET OF. */
#include "unit/der/reading.h"

static uint8_t any_tag;
static kedge_range any_content;

static kedge_status read_any(kedge_der *der)
{
    uint8_t tag = 0x77;
    kedge_range content = { 77, 77 };
    kedge_status status = kedge_der_read_any(der, &tag, &content);

    if (status != KEDGE_OK)
        cr_assert(tag == 0x77 && content.offset == 77 && content.size == 77);
    any_tag = tag;
    any_content = content;
    return status;
}

static kedge_status read_octet_string(kedge_der *der)
{
    kedge_range content = { 77, 77 };
    kedge_status status = kedge_der_read(der, KEDGE_TAG_OCTET_STRING, &content);

    if (status != KEDGE_OK)
        cr_assert(content.offset == 77 && content.size == 77);
    any_content = content;
    return status;
}

static kedge_status read_element(kedge_der *der)
{
    kedge_range element = { 77, 77 };
    kedge_status status = kedge_der_read_element(der, KEDGE_TAG_SEQUENCE, &element);

    if (status != KEDGE_OK)
        cr_assert(element.offset == 77 && element.size == 77);
    any_content = element;
    return status;
}

static kedge_status enter(kedge_der *der)
{
    kedge_der inner = { NULL, 77, 77, NULL };
    kedge_status status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner);

    if (status != KEDGE_OK)
        cr_assert(inner.data == NULL && inner.position == 77 && inner.end == 77 && inner.fault == NULL);
    any_content = (kedge_range){ inner.position, inner.end - inner.position };
    return status;
}

Test(der_begin, any_size_up_to_the_limit_is_taken_and_none_above)
{
    static const uint8_t byte = 0;
    kedge_der der = { NULL, 77, 77, NULL };
    uint32_t fault = 77;

    cr_assert_eq(kedge_der_begin(&der, &byte, (size_t)KEDGE_DER_SIZE_MAX + 1, &fault), KEDGE_DER_TOO_LARGE);
    cr_assert_eq(fault, KEDGE_DER_SIZE_MAX);
    cr_assert_null(der.data, "a failure leaves the cursor alone");
    cr_assert_eq(kedge_der_begin(&der, &byte, SIZE_MAX, &fault), KEDGE_DER_TOO_LARGE);
    cr_assert_eq(kedge_der_begin(&der, &byte, KEDGE_DER_SIZE_MAX, &fault), KEDGE_OK);
    cr_assert(der.data == &byte && der.position == 0 && der.end == KEDGE_DER_SIZE_MAX && der.fault == &fault);
}

Test(der_begin, nothing_at_all_is_an_encoding_at_its_end)
{
    kedge_der der;
    uint32_t fault = 77;

    cr_assert_eq(kedge_der_begin(&der, NULL, 0, &fault), KEDGE_OK);
    cr_assert(kedge_der_at_end(&der));
    cr_assert_not(kedge_der_next_is(&der, KEDGE_TAG_NULL));
    cr_assert_eq(kedge_der_finish(&der), KEDGE_OK);
    cr_assert_eq(read_any(&der), KEDGE_DER_TRUNCATED);
    cr_assert_eq(fault, 0u);
}

Test(der_finish, bytes_after_the_end_are_named)
{
    static const uint8_t bytes[] = { 0x05, 0x00, 0x00 };
    kedge_der der;
    uint32_t fault = 77;

    cr_assert_eq(kedge_der_begin(&der, bytes, sizeof bytes, &fault), KEDGE_OK);
    cr_assert_eq(kedge_der_read_null(&der), KEDGE_OK);
    cr_assert_eq(kedge_der_finish(&der), KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(fault, 2u);
}

Test(der_fail, the_place_is_stored_and_the_status_handed_back)
{
    uint32_t fault = 0;
    kedge_der der = { NULL, 0, 0, &fault };

    cr_assert_eq(kedge_der_fail(&der, KEDGE_BAD_VERSION, 4711), KEDGE_BAD_VERSION);
    cr_assert_eq(fault, 4711u);
}

Test(der_next_is, only_the_very_identifier_octet_counts)
{
    static const uint8_t bytes[] = { 0xa3, 0x00 };
    kedge_der der;
    uint32_t fault;

    cr_assert_eq(kedge_der_begin(&der, bytes, sizeof bytes, &fault), KEDGE_OK);
    cr_assert(kedge_der_next_is(&der, KEDGE_TAG_CONTEXT_CONSTRUCTED(3)));
    cr_assert_not(kedge_der_next_is(&der, KEDGE_TAG_CONTEXT(3)));
    cr_assert_not(kedge_der_next_is(&der, KEDGE_TAG_CONTEXT_CONSTRUCTED(2)));
    der.position = der.end;
    cr_assert_not(kedge_der_next_is(&der, KEDGE_TAG_CONTEXT_CONSTRUCTED(3)));
}

/* All 256 identifier octets.  Constructed in DER are EXTERNAL, EMBEDDED PDV, SEQUENCE, SET and CHARACTER
 * STRING (X.690, 8.9, 8.11, 8.17, 8.18 and 10.2). */
Test(der_tag, universal_types_have_the_one_form_that_der_gives_them)
{
    for (int tag = 0; tag < 256; tag++) {
        int number = tag & 0x1f;
        bool constructed = (tag & 0x20) != 0;
        bool is_made_of_others = number == 8 || number == 11 || number == 16 || number == 17 || number == 29;
        bool good = number != 31 && (tag >= 0x40 || (number != 0 && constructed == is_made_of_others));
        uint8_t bytes[] = { (uint8_t)tag, 0x00 };

        if (good) {
            expect_bytes(read_any, bytes, sizeof bytes, KEDGE_OK, 2);
            cr_assert_eq(any_tag, tag);
        } else {
            expect_bytes(read_any, bytes, sizeof bytes, KEDGE_DER_BAD_TAG, 0);
        }
    }
}

Test(der_tag, another_type_than_expected_is_told_from_one_that_there_is_not)
{
    expect(read_octet_string, "0500", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect(read_octet_string, "8400", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect(read_octet_string, "2400", KEDGE_DER_BAD_TAG, 0);
    expect(read_octet_string, "0000", KEDGE_DER_BAD_TAG, 0);
    expect(read_octet_string, "1f1f00", KEDGE_DER_BAD_TAG, 0);
    expect(read_octet_string, "", KEDGE_DER_TRUNCATED, 0);
    expect(read_element, "3100", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect(read_element, "1000", KEDGE_DER_BAD_TAG, 0);
    expect(enter, "0400", KEDGE_DER_UNEXPECTED_TAG, 0);
}

Test(der_length, every_length_is_read_in_its_shortest_form_only)
{
    static const struct {
        uint32_t size;
        const char *good;
        const char *longer[4];
    } rows[] = {
        { 0, "0400", { "048100", "04820000", "0483000000", "048400000000" } },
        { 1, "0401", { "048101", "04820001", "0483000001", "048400000001" } },
        { 127, "047f", { "04817f", "0482007f", "048300007f", "04840000007f" } },
        { 128, "048180", { "04820080", "0483000080", "048400000080", NULL } },
        { 255, "0481ff", { "048200ff", "04830000ff", "0484000000ff", NULL } },
        { 256, "04820100", { "0483000100", "048400000100", NULL, NULL } },
        { 65535, "0482ffff", { "048300ffff", "04840000ffff", NULL, NULL } },
        { 65536, "0483010000", { "048400010000", "04850000010000", NULL, NULL } },
        { 16777215, "0483ffffff", { "048400ffffff", NULL, NULL, NULL } },
        { 16777216, "048401000000", { "04850001000000", NULL, NULL, NULL } }
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t header;
        uint8_t *head = bytes_of(rows[i].good, &header);
        uint32_t whole = (uint32_t)header + rows[i].size;
        uint8_t *bytes = calloc(whole, 1);

        memcpy(bytes, head, header);
        expect_bytes(read_any, bytes, whole, KEDGE_OK, whole);
        cr_assert(any_content.offset == header && any_content.size == rows[i].size);
        expect_bytes(read_octet_string, bytes, whole, KEDGE_OK, whole);
        cr_assert(any_content.offset == header && any_content.size == rows[i].size);
        if (rows[i].size > 0)
            expect_bytes(read_octet_string, bytes, whole - 1, KEDGE_DER_TRUNCATED, whole - 1);
        for (size_t cut = 0; cut < header; cut++)
            expect_bytes(read_octet_string, bytes, cut, KEDGE_DER_TRUNCATED, (uint32_t)cut);
        for (size_t j = 0; j < 4 && rows[i].longer[j] != NULL; j++) {
            expect(read_any, rows[i].longer[j], KEDGE_DER_BAD_LENGTH, 1);
            expect(read_octet_string, rows[i].longer[j], KEDGE_DER_BAD_LENGTH, 1);
        }
        free(bytes);
        free(head);
    }
}

Test(der_length, indefinite_and_reserved_forms_are_refused)
{
    expect(read_any, "30800000", KEDGE_DER_BAD_LENGTH, 1);
    expect(read_any, "0480", KEDGE_DER_BAD_LENGTH, 1);
    expect(read_any, "04ff", KEDGE_DER_BAD_LENGTH, 1);
    expect(read_any, "04ff0000", KEDGE_DER_BAD_LENGTH, 1);
}

Test(der_length, lengths_beyond_the_end_are_refused_however_large)
{
    expect(read_any, "0401", KEDGE_DER_TRUNCATED, 2);
    expect(read_any, "0402aa", KEDGE_DER_TRUNCATED, 3);
    expect(read_any, "04847fffffff", KEDGE_DER_TRUNCATED, 6);
    expect(read_any, "048480000000", KEDGE_DER_TRUNCATED, 6);
    expect(read_any, "0484fffffffa", KEDGE_DER_TRUNCATED, 6); /* 6 + size is 0 modulo 2^32 */
    expect(read_any, "0484ffffffff", KEDGE_DER_TRUNCATED, 6);
    expect(read_any, "04850100000000", KEDGE_DER_TRUNCATED, 7);
    expect(read_any, "0488ffffffffffffffff", KEDGE_DER_TRUNCATED, 10);
    expect(read_any, "0482", KEDGE_DER_TRUNCATED, 2);
    expect(read_any, "048201", KEDGE_DER_TRUNCATED, 3);
    expect(read_any, "04fe01", KEDGE_DER_TRUNCATED, 3);
}

Test(der_element, truncation_is_seen_at_every_byte)
{
    expect_good(read_any, "0403010203");
    expect_good(read_octet_string, "0403010203");
    expect_good(read_element, "30050500020101");
    expect_good(enter, "30050500020101");
}

Test(der_element, an_element_is_its_identifier_length_and_contents)
{
    expect(read_element, "3003020107 0500", KEDGE_OK, 5);
    cr_assert(any_content.offset == 0 && any_content.size == 5);
    expect(enter, "3003020107 0500", KEDGE_OK, 5);
    cr_assert(any_content.offset == 2 && any_content.size == 3);
}

Test(der_enter, an_inner_cursor_stays_within_its_element_and_counts_from_the_outermost)
{
    static const uint8_t bytes[] = { 0x30, 0x06, 0x30, 0x02, 0x04, 0x01, 0x05, 0x00 };
    kedge_der outer;
    kedge_der middle;
    kedge_der inner;
    kedge_range content;
    uint32_t fault = 77;

    cr_assert_eq(kedge_der_begin(&outer, bytes, sizeof bytes, &fault), KEDGE_OK);
    cr_assert_eq(kedge_der_enter(&outer, KEDGE_TAG_SEQUENCE, &middle), KEDGE_OK);
    cr_assert_eq(kedge_der_enter(&middle, KEDGE_TAG_SEQUENCE, &inner), KEDGE_OK);
    cr_assert(inner.position == 4 && inner.end == 6);
    cr_assert_eq(kedge_der_read(&inner, KEDGE_TAG_OCTET_STRING, &content), KEDGE_DER_TRUNCATED,
                 "the octet after the inner element is not its own");
    cr_assert_eq(fault, 6u);
    cr_assert_eq(kedge_der_read_null(&middle), KEDGE_OK);
    cr_assert_eq(kedge_der_finish(&middle), KEDGE_OK);
    cr_assert_eq(kedge_der_finish(&outer), KEDGE_OK);
    cr_assert_eq(kedge_der_finish(&inner), KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(fault, 4u);
}

Test(der_within, a_cursor_over_a_range_shares_bytes_and_fault)
{
    static const uint8_t bytes[] = { 0x30, 0x04, 0x05, 0x00, 0x05, 0x01 };
    kedge_der outer;
    kedge_der part;
    uint32_t fault = 77;

    cr_assert_eq(kedge_der_begin(&outer, bytes, sizeof bytes, &fault), KEDGE_OK);
    part = kedge_der_within(&outer, (kedge_range){ 2, 4 });
    cr_assert_eq(kedge_der_read_null(&part), KEDGE_OK);
    cr_assert_eq(kedge_der_read_null(&part), KEDGE_DER_TRUNCATED);
    cr_assert_eq(fault, 6u);
    cr_assert_eq(outer.position, 0u);
}

static kedge_status check_set_order(kedge_der *der)
{
    uint32_t position = der->position;
    kedge_status status = kedge_der_check_set_order(der);

    cr_assert_eq(der->position, position);
    return status;
}

Test(set_order, ascending_and_equal_elements_are_in_order)
{
    expect(check_set_order, "", KEDGE_OK, 0);
    expect(check_set_order, "020105", KEDGE_OK, 0);
    expect(check_set_order, "020105 020106 0401ff 300100", KEDGE_OK, 0);
    expect(check_set_order, "020105 020105", KEDGE_OK, 0);
}

Test(set_order, a_smaller_element_after_a_larger_one_is_named)
{
    expect(check_set_order, "020106 020105", KEDGE_DER_SET_ORDER, 3);
    expect(check_set_order, "0500 020105", KEDGE_DER_SET_ORDER, 2);
    expect(check_set_order, "020101 020103 020102", KEDGE_DER_SET_ORDER, 6);
    expect(check_set_order, "02020100 0201ff", KEDGE_DER_SET_ORDER, 4); /* the length octet decides first */
}

Test(set_order, damage_within_is_reported_as_the_reader_does)
{
    expect(check_set_order, "020105 0201", KEDGE_DER_TRUNCATED, 5);
    expect(check_set_order, "020105 1f0100", KEDGE_DER_BAD_TAG, 3);
    expect(check_set_order, "020105 028000", KEDGE_DER_BAD_LENGTH, 4);
}
