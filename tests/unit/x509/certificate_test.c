/* certificate_test.c - the fields of a certificate. */
#include "unit/x509/sample.h"

#include <string.h>

#define YEAR_2050 INT64_C(2524608000)

Test(certificate, every_field_is_found_at_its_place)
{
    forge_certificate made = sample_bare();
    kedge_certificate found;
    kedge_span der = forge_sign(&made);

    made.serial_number = forge_hex("0102030405");
    der = forge_sign(&made);
    found = sample_parse(der).certificate;
    cr_assert_eq(found.size, der.size);
    cr_assert_eq(memcmp(found.der, der.data, der.size), 0);
    cr_assert_eq(found.version, 3);
    cr_assert_eq(found.tbs_certificate.offset, sample_find(der, forge_tbs_certificate(&made)));
    cr_assert_eq(found.tbs_certificate.size, forge_tbs_certificate(&made).size);
    cr_assert_eq(found.serial_number.offset, sample_find(der, made.serial_number));
    cr_assert_eq(found.serial_number.size, 5u);
    cr_assert_eq(found.issuer.size, made.subject.size);
    cr_assert_eq(found.subject.size, made.subject.size);
    cr_assert_lt(found.issuer.offset, found.validity.offset);
    cr_assert_lt(found.validity.offset, found.subject.offset);
    cr_assert_eq(memcmp(found.der + found.issuer.offset, made.subject.data, made.subject.size), 0);
    cr_assert_eq(memcmp(found.der + found.subject.offset, made.subject.data, made.subject.size), 0);
    cr_assert_eq(found.validity.offset, found.issuer.offset + found.issuer.size);
    cr_assert_eq(found.subject.offset, found.validity.offset + found.validity.size);
    cr_assert_eq(found.not_before, made.not_before);
    cr_assert_eq(found.not_after, made.not_after);
    cr_assert_eq(found.key.type, KEDGE_KEY_P256);
    cr_assert_eq(found.key.subject_public_key_info.offset, found.subject.offset + found.subject.size);
    cr_assert_eq(found.algorithm.scheme, KEDGE_SCHEME_ECDSA);
    cr_assert_eq(found.algorithm_identifier.offset,
                 found.tbs_certificate.offset + found.tbs_certificate.size);
    cr_assert_eq(found.signature.size, 2u);
    cr_assert_eq(found.signature.offset + 2, der.size);
    cr_assert_eq(found.extensions_present, 0u);
    cr_assert_eq(found.deviations, 0u);
    cr_assert(found.is_self_issued);
}

Test(certificate, nothing_may_follow_it)
{
    forge_certificate made = sample_bare();
    kedge_span der = forge_sign(&made);
    parsed result = sample_parse(forge_join(der, forge_hex("00")));

    cr_assert_eq(result.status, KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(result.fault, der.size);
}

Test(certificate, nothing_may_follow_its_signature)
{
    forge_certificate made = sample_bare();

    made.raw.signature = forge_join(made.raw.signature, forge_null());
    sample_refuse(&made, KEDGE_DER_TRAILING_DATA, made.raw.signature, 5);
}

Test(certificate, nothing_may_follow_its_last_field)
{
    forge_certificate made = sample_bare();

    made.raw.extensions = forge_null();
    sample_refuse(&made, KEDGE_DER_TRAILING_DATA, forge_join(forge_null(), forge_hex("300a")), 0);
}

Test(certificate, no_bytes_are_no_certificate)
{
    parsed result = sample_parse(FORGE_ABSENT);

    cr_assert_eq(result.status, KEDGE_DER_TRUNCATED);
    cr_assert_eq(result.fault, 0u);
}

Test(certificate, sizes_above_the_limit_are_refused_unread)
{
    static const uint8_t byte = 0;
    kedge_certificate certificate;
    uint32_t fault;

    cr_assert_eq(kedge_certificate_parse(&certificate, &byte, KEDGE_CERTIFICATE_SIZE_MAX + 1, &fault),
                 KEDGE_DER_TOO_LARGE);
    cr_assert_eq(kedge_certificate_parse(&certificate, &byte, SIZE_MAX, &fault), KEDGE_DER_TOO_LARGE);
}

Test(certificate, a_large_one_is_read)
{
    kedge_span padding = forge_octet_string((kedge_span){ forge_allocate(KEDGE_CERTIFICATE_SIZE_MAX - 1000),
                                                          KEDGE_CERTIFICATE_SIZE_MAX - 1000 });
    forge_certificate made = sample_with(forge_any_extension("1.2.3", false, padding));

    cr_assert_eq(sample_accept(&made).unknown_critical, 0);
}

Test(version, v1_v2_and_v3_are_told_apart)
{
    forge_certificate made = sample_bare();

    for (unsigned version = 1; version <= 3; version++) {
        made.version = version;
        cr_assert_eq(sample_accept(&made).version, version);
    }
}

Test(version, v1_that_is_spelt_out_is_refused)
{
    forge_certificate made = sample_bare();

    made.raw.version = forge_explicit(0, forge_integer(0));
    sample_refuse(&made, KEDGE_DER_DEFAULT_ENCODED, made.raw.version, 0);
}

Test(version, others_are_refused)
{
    static const struct {
        const char *version;
        kedge_status status;
        uint32_t offset;
    } cases[] = {
        { "a003 020103", KEDGE_BAD_VERSION, 4 },
        { "a003 0201ff", KEDGE_BAD_VERSION, 4 },
        { "a004 0202 0100", KEDGE_BAD_VERSION, 4 },
        { "a004 0202 0002", KEDGE_DER_BAD_INTEGER, 4 },
        { "a005 020102 0500", KEDGE_DER_TRAILING_DATA, 5 },
        { "a002 0500", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "a000", KEDGE_DER_TRUNCATED, 2 },
        { "8001 02", KEDGE_DER_UNEXPECTED_TAG, 0 }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forge_certificate made = sample_bare();

        made.raw.version = forge_hex(cases[i].version);
        sample_refuse(&made, cases[i].status, made.raw.version, cases[i].offset);
    }
}

Test(serial_number, what_deviates_is_recorded)
{
    static const struct {
        const char *serial;
        uint32_t deviations;
    } cases[] = { { "01", 0 },
                  { "7fffffffffffffffffffffffffffffffffffffff", 0 },
                  { "00", KEDGE_DEVIATION_SERIAL_ZERO },
                  { "ff", KEDGE_DEVIATION_SERIAL_NEGATIVE },
                  { "80", KEDGE_DEVIATION_SERIAL_NEGATIVE },
                  { "008000000000000000000000000000000000000000", KEDGE_DEVIATION_SERIAL_LONG },
                  { "010000000000000000000000000000000000000000", KEDGE_DEVIATION_SERIAL_LONG },
                  { "800000000000000000000000000000000000000000",
                    KEDGE_DEVIATION_SERIAL_LONG | KEDGE_DEVIATION_SERIAL_NEGATIVE } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forge_certificate made = sample_bare();

        made.serial_number = forge_hex(cases[i].serial);
        cr_assert_eq(sample_accept(&made).deviations, cases[i].deviations, "%s", cases[i].serial);
    }
}

Test(serial_number, it_must_be_a_minimal_integer)
{
    forge_certificate made = sample_bare();

    made.raw.serial_number = forge_hex("0202 0001");
    sample_refuse(&made, KEDGE_DER_BAD_INTEGER, made.raw.serial_number, 2);
    made.raw.serial_number = forge_hex("0200");
    sample_refuse(&made, KEDGE_DER_BAD_INTEGER, forge_hex("0200 300a"), 1);
    made.raw.serial_number = forge_hex("0401 11");
    sample_refuse(&made, KEDGE_DER_UNEXPECTED_TAG, made.raw.serial_number, 0);
}

Test(issuer, an_empty_name_is_refused)
{
    forge_certificate made = sample_bare();

    made.issuer = forge_name(FORGE_ABSENT);
    sample_refuse(&made, KEDGE_ISSUER_EMPTY, forge_hex("3000"), 0);
}

Test(subject, an_empty_name_is_read)
{
    forge_certificate made = sample_bare();
    kedge_certificate found;

    made.issuer = made.subject;
    made.subject = forge_name(FORGE_ABSENT);
    found = sample_accept(&made);
    cr_assert(kedge_name_is_empty(kedge_certificate_span(&found, found.subject)));
    cr_assert_not(kedge_name_is_empty(kedge_certificate_span(&found, found.issuer)));
    cr_assert_not(found.is_self_issued);
}

Test(names, a_damaged_one_is_refused_wherever_it_stands)
{
    forge_certificate made = sample_bare();
    kedge_span damaged = forge_common_name("\xff");

    made.issuer = damaged;
    sample_refuse(&made, KEDGE_DER_BAD_STRING, damaged, (uint32_t)damaged.size - 1);
    made.issuer = made.subject;
    made.subject = damaged;
    sample_refuse(&made, KEDGE_DER_BAD_STRING, damaged, (uint32_t)damaged.size - 1);
    made.subject = forge_null();
    sample_refuse(&made, KEDGE_DER_UNEXPECTED_TAG,
                  forge_join(forge_null(), made.key->subject_public_key_info), 0);
    made.subject = made.issuer;
    made.issuer = forge_null();
    sample_refuse(&made, KEDGE_DER_UNEXPECTED_TAG, forge_join(forge_null(), forge_hex("301e")), 0);
}

static kedge_span printable_name(const char *text)
{
    return forge_name(forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, text)));
}

Test(names, a_printable_string_with_foreign_characters_is_recorded_for_each)
{
    kedge_span deviant = printable_name("a@b");
    forge_certificate made = sample_bare();

    made.issuer = made.subject;
    made.subject = deviant;
    cr_assert_eq(sample_accept(&made).deviations, KEDGE_DEVIATION_NAME_STRING);
    made.subject = made.issuer;
    made.issuer = deviant;
    cr_assert_eq(sample_accept(&made).deviations, KEDGE_DEVIATION_NAME_STRING);
    made.subject = deviant;
    cr_assert_eq(sample_accept(&made).deviations, KEDGE_DEVIATION_NAME_STRING);
}

Test(names, self_issued_is_told_by_comparing_names_not_bytes)
{
    forge_certificate made = sample_bare();
    kedge_certificate found;

    made.subject = forge_common_name("Device Root");
    made.issuer = printable_name("device  ROOT");
    found = sample_accept(&made);
    cr_assert(found.is_self_issued);
    cr_assert_eq(found.issuer_hash, found.subject_hash);
    cr_assert_eq(found.issuer_hash, kedge_name_hash(made.issuer));
    made.issuer = forge_common_name("Other Root");
    found = sample_accept(&made);
    cr_assert_not(found.is_self_issued);
    cr_assert_neq(found.issuer_hash, found.subject_hash);
}

Test(validity, generalized_time_before_2050_is_recorded)
{
    forge_certificate made = sample_bare();

    made.raw.validity = forge_sequence(forge_utc_time(0), forge_utc_time(YEAR_2050 - 1));
    cr_assert_eq(sample_accept(&made).deviations, 0u);
    made.raw.validity = forge_sequence(forge_utc_time(0), forge_generalized_time(YEAR_2050));
    cr_assert_eq(sample_accept(&made).deviations, 0u);
    made.raw.validity = forge_sequence(forge_utc_time(0), forge_generalized_time(YEAR_2050 - 1));
    cr_assert_eq(sample_accept(&made).deviations, KEDGE_DEVIATION_TIME_FORM);
    made.raw.validity = forge_sequence(forge_generalized_time(0), forge_utc_time(1));
    cr_assert_eq(sample_accept(&made).deviations, KEDGE_DEVIATION_TIME_FORM);
}

Test(validity, it_is_two_times_and_no_more)
{
    forge_certificate made = sample_bare();
    kedge_span time = forge_utc_time(0);

    made.raw.validity = forge_sequence(time, time, time);
    sample_refuse(&made, KEDGE_DER_TRAILING_DATA, made.raw.validity, 2 + 2 * (uint32_t)time.size);
    made.raw.validity = forge_sequence(time);
    sample_refuse(&made, KEDGE_DER_TRUNCATED, made.raw.validity, 2 + (uint32_t)time.size);
    made.raw.validity = forge_sequence(time, forge_integer(1));
    sample_refuse(&made, KEDGE_DER_UNEXPECTED_TAG, made.raw.validity, 2 + (uint32_t)time.size);
    made.raw.validity = forge_sequence(time, forge_text(KEDGE_TAG_UTC_TIME, "700230000000Z"));
    sample_refuse(&made, KEDGE_DER_BAD_TIME, made.raw.validity, 2 + (uint32_t)time.size + 2 + 4);
    made.raw.validity = forge_set(time, time);
    sample_refuse(&made, KEDGE_DER_UNEXPECTED_TAG, made.raw.validity, 0);
}

Test(validity, it_may_end_before_it_begins)
{
    forge_certificate made = sample_bare();
    kedge_certificate found;

    made.not_before = 1000;
    made.not_after = 999;
    found = sample_accept(&made);
    cr_assert(found.not_before == 1000 && found.not_after == 999);
}

Test(unique_identifiers, v2_and_v3_have_them)
{
    forge_certificate made = sample_bare();

    made.raw.issuer_unique_id = forge_hex("8102 0780");
    made.raw.subject_unique_id = forge_hex("8201 00");
    sample_accept(&made);
    made.version = 2;
    sample_accept(&made);
}

Test(unique_identifiers, v1_does_not_have_them)
{
    forge_certificate made = sample_bare();

    made.version = 1;
    made.raw.issuer_unique_id = forge_hex("8102 0780");
    sample_refuse(&made, KEDGE_FIELD_NOT_IN_VERSION, made.raw.issuer_unique_id, 0);
    made.raw.issuer_unique_id = FORGE_ABSENT;
    made.raw.subject_unique_id = forge_hex("8202 0780");
    sample_refuse(&made, KEDGE_FIELD_NOT_IN_VERSION, made.raw.subject_unique_id, 0);
}

Test(unique_identifiers, they_are_bit_strings_in_their_order)
{
    forge_certificate made = sample_bare();

    made.raw.issuer_unique_id = forge_hex("8102 0781");
    sample_refuse(&made, KEDGE_DER_BAD_BIT_STRING, made.raw.issuer_unique_id, 3);
    made.raw.issuer_unique_id = forge_hex("8202 0780 8102 0780");
    sample_refuse(&made, KEDGE_DER_TRAILING_DATA, made.raw.issuer_unique_id, 4);
    made.raw.issuer_unique_id = forge_hex("a104 03020780");
    sample_refuse(&made, KEDGE_DER_TRAILING_DATA, made.raw.issuer_unique_id, 0);
}

Test(extensions, v3_alone_has_them)
{
    forge_certificate made = sample_bare();

    made.raw.extensions = forge_explicit(3, forge_sequence(forge_hex("3007 06022a03 0401 00")));
    sample_accept(&made);
    for (made.version = 1; made.version < 3; made.version++)
        sample_refuse(&made, KEDGE_FIELD_NOT_IN_VERSION, made.raw.extensions, 0);
}

Test(signature_algorithm, the_two_fields_must_be_the_same_bytes)
{
    static const char *const outer[] = {
        "300a 06082a8648ce3d040303",        /* ECDSA with SHA-384 */
        "300c 06082a8648ce3d040302 0500",   /* with NULL */
        "3000"
    };

    for (size_t i = 0; i < sizeof outer / sizeof outer[0]; i++) {
        forge_certificate made = sample_bare();

        made.raw.outer_algorithm = forge_hex(outer[i]);
        sample_refuse(&made, KEDGE_ALGORITHM_MISMATCH,
                      forge_join(made.raw.outer_algorithm, made.raw.signature), 0);
    }
}

Test(signature_algorithm, the_signed_one_is_read)
{
    forge_certificate made = sample_bare();

    made.raw.inner_algorithm = forge_hex("300c 06082a8648ce3d040302 0500");
    made.raw.outer_algorithm = made.raw.inner_algorithm;
    sample_refuse(&made, KEDGE_ALGORITHM_MALFORMED, forge_hex("300c 06082a8648ce3d040302 0500 3011"), 12);
    made.raw.inner_algorithm = forge_hex("3007 06022a03 020100");
    made.raw.outer_algorithm = made.raw.inner_algorithm;
    cr_assert_eq(sample_accept(&made).algorithm.scheme, KEDGE_SCHEME_UNKNOWN);
    made.raw.outer_algorithm = forge_null();
    sample_refuse(&made, KEDGE_DER_UNEXPECTED_TAG, forge_join(forge_null(), made.raw.signature), 0);
}

Test(signature, it_is_a_bit_string_of_whole_octets)
{
    forge_certificate made = sample_bare();

    made.raw.signature = forge_hex("0303 075a80");
    sample_refuse(&made, KEDGE_DER_BAD_BIT_STRING, made.raw.signature, 2);
    made.raw.signature = forge_hex("0402 005a");
    sample_refuse(&made, KEDGE_DER_UNEXPECTED_TAG, made.raw.signature, 0);
    made.raw.signature = FORGE_NOTHING;
    cr_assert_eq(sample_parse(forge_sign(&made)).status, KEDGE_DER_TRUNCATED);
}

Test(public_key, a_fault_in_it_is_a_fault_of_the_certificate)
{
    forge_certificate made = sample_bare();

    made.raw.subject_public_key_info = forge_sequence(forge_sequence(forge_oid("1.2.840.10045.2.1"),
                                                                     forge_oid("1.2.840.10045.3.1.7")),
                                                      forge_bit_string(forge_hex("04"), 0));
    sample_refuse(&made, KEDGE_KEY_MALFORMED, made.raw.subject_public_key_info,
                  (uint32_t)made.raw.subject_public_key_info.size - 1);
}

Test(certificate_equal, the_same_bytes_are_the_same_certificate)
{
    forge_certificate made = sample_bare();
    kedge_certificate one = sample_accept(&made);
    kedge_certificate same = sample_accept(&made);
    kedge_certificate other;
    kedge_certificate longer;

    made.serial_number = forge_hex("02");
    other = sample_accept(&made);
    made.serial_number = forge_hex("0102");
    longer = sample_accept(&made);
    cr_assert_neq(one.der, same.der);
    cr_assert(kedge_certificate_equal(&one, &same));
    cr_assert_not(kedge_certificate_equal(&one, &other));
    cr_assert_not(kedge_certificate_equal(&one, &longer));
}
