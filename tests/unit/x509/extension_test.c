/* extension_test.c - the table of extensions and the list of them. */
#include "unit/x509/sample.h"

#include <stdio.h>
#include <string.h>

/* A value that each extension takes. */
static const char *const values[KEDGE_EXT_COUNT] = {
    [KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER] = "3004 80020102",
    [KEDGE_EXT_SUBJECT_KEY_IDENTIFIER] = "0402 0102",
    [KEDGE_EXT_KEY_USAGE] = "0302 0106",
    [KEDGE_EXT_CERTIFICATE_POLICIES] = "3005 3003 06012a",
    [KEDGE_EXT_POLICY_MAPPINGS] = "3008 3006 06012a 06012b",
    [KEDGE_EXT_SUBJECT_ALT_NAME] = "3003 820161",
    [KEDGE_EXT_ISSUER_ALT_NAME] = "3003 820161",
    [KEDGE_EXT_BASIC_CONSTRAINTS] = "3003 0101ff",
    [KEDGE_EXT_NAME_CONSTRAINTS] = "3009 a007 3005 8203 616263",
    [KEDGE_EXT_POLICY_CONSTRAINTS] = "3003 800100",
    [KEDGE_EXT_EXTENDED_KEY_USAGE] = "3003 06012a",
    [KEDGE_EXT_CRL_DISTRIBUTION_POINTS] = "3009 3007 a005 a003 860161",
    [KEDGE_EXT_INHIBIT_ANY_POLICY] = "020100",
    [KEDGE_EXT_FRESHEST_CRL] = "3009 3007 a005 a003 860161",
    [KEDGE_EXT_AUTHORITY_INFO_ACCESS] = "3008 3006 06012a 860161",
    [KEDGE_EXT_SUBJECT_INFO_ACCESS] = "3008 3006 06012a 860161",
    [KEDGE_EXT_SCT_LIST] = "0402 0102",
    [KEDGE_EXT_TLS_FEATURE] = "3003 020105",
    [KEDGE_EXT_OCSP_NO_CHECK] = "0500"
};

static forge_extension right_extension(kedge_extension extension, bool critical)
{
    return forge_any_extension(forge_extension_oid(extension), critical, forge_hex(values[extension]));
}

Test(extension, each_is_found_by_its_identifier_and_kept_at_its_place)
{
    for (int ordinal = 0; ordinal < KEDGE_EXT_COUNT; ordinal++) {
        kedge_extension extension = (kedge_extension)ordinal;
        forge_certificate made = sample_with(right_extension(extension, ordinal % 2 != 0));
        kedge_certificate found = sample_accept(&made);
        kedge_span wanted = forge_hex(values[extension]);
        uint32_t fault;
        kedge_der value = kedge_certificate_extension(&found, extension, &fault);

        cr_assert_eq(found.extensions_present, KEDGE_EXT_BIT(extension), "%d", ordinal);
        cr_assert_eq(found.extensions_critical, ordinal % 2 != 0 ? KEDGE_EXT_BIT(extension) : 0, "%d",
                     ordinal);
        cr_assert_eq(found.unknown_critical, 0);
        cr_assert_eq(value.end - value.position, wanted.size, "%d", ordinal);
        cr_assert_eq(memcmp(value.data + value.position, wanted.data, wanted.size), 0, "%d", ordinal);
    }
}

Test(extension, all_together_are_found)
{
    forge_certificate made = sample_bare();
    kedge_certificate found;

    for (int ordinal = KEDGE_EXT_COUNT; ordinal-- > 0;)
        forge_put(&made, right_extension((kedge_extension)ordinal, true));
    found = sample_accept(&made);
    cr_assert_eq(found.extensions_present, KEDGE_EXT_BIT(KEDGE_EXT_COUNT) - 1);
    cr_assert_eq(found.extensions_critical, KEDGE_EXT_BIT(KEDGE_EXT_COUNT) - 1);
    cr_assert_eq(found.deviations, 0u);
}

Test(extension, one_that_is_not_there_is_an_empty_cursor)
{
    forge_certificate bare = sample_bare();
    kedge_certificate found = sample_accept(&bare);
    uint32_t fault;
    kedge_der value = kedge_certificate_extension(&found, KEDGE_EXT_KEY_USAGE, &fault);

    cr_assert_not(kedge_certificate_has(&found, KEDGE_EXT_KEY_USAGE));
    cr_assert(kedge_der_at_end(&value));
}

Test(extension, identifiers_next_to_those_in_the_table_are_not_known)
{
    static const char *const neighbours[] = {
        "2.5.29.13", "2.5.29.16", "2.5.29.29", "2.5.29.55", "2.5.28.15", "2.4.29.15", "1.3.6.1.5.5.7.1.2",
        "1.3.6.1.5.5.7.2.1", "1.3.6.1.5.5.7.48.1.6", "1.3.6.1.4.1.11129.2.4.3", "1.3.6.1.4.1.11129.2.4.2.1",
        "2.5", "2.5.29", "1.3.6.1.5.5.8.48.1.5"
    };

    for (size_t i = 0; i < sizeof neighbours / sizeof neighbours[0]; i++) {
        forge_certificate made = sample_with(forge_any_extension(neighbours[i], true, forge_hex("3000")));
        kedge_certificate found = sample_accept(&made);

        cr_assert_eq(found.extensions_present, 0u, "%s", neighbours[i]);
        cr_assert_eq(found.extensions_critical, 0u, "%s", neighbours[i]);
        cr_assert_eq(found.unknown_critical, 1, "%s", neighbours[i]);
    }
}

Test(extension, known_ones_that_occur_twice_are_refused)
{
    for (int ordinal = 0; ordinal < KEDGE_EXT_COUNT; ordinal++) {
        forge_certificate made = sample_with(right_extension((kedge_extension)ordinal, false));
        forge_extension again = right_extension((kedge_extension)ordinal, true);

        forge_put_again(&made, again);
        sample_refuse(&made, KEDGE_EXTENSION_DUPLICATED, forge_extension_der(&again), 0);
    }
}

Test(extension, unknown_ones_that_occur_twice_are_refused)
{
    forge_certificate made = sample_with(forge_any_extension("1.2.3.4", false, forge_hex("01")));
    forge_extension again = forge_any_extension("1.2.3.4", false, forge_hex("02"));

    forge_put(&made, forge_any_extension("1.2.3.5", false, forge_hex("01")));
    sample_accept(&made);
    forge_put_again(&made, again);
    sample_refuse(&made, KEDGE_EXTENSION_DUPLICATED, forge_extension_der(&again), 0);
}

Test(extension, unknown_critical_ones_are_counted)
{
    forge_certificate made = sample_with(forge_any_extension("1.2.3.4", true, FORGE_ABSENT));

    forge_put(&made, forge_any_extension("1.2.3.5", false, FORGE_ABSENT));
    forge_put(&made, forge_any_extension("1.2.3.6", true, FORGE_ABSENT));
    cr_assert_eq(sample_accept(&made).unknown_critical, 2);
}

/* [3] EXPLICIT Extensions with what is given as the contents of the list. */
static forge_certificate with_list(kedge_span list)
{
    forge_certificate made = sample_bare();

    made.raw.extensions = forge_explicit(3, forge_sequence(list));
    return made;
}

/* `count` unknown extensions. */
static kedge_span unknown_extensions(unsigned count)
{
    kedge_span list = FORGE_ABSENT;

    for (unsigned i = 0; i < count; i++) {
        char oid[24];
        forge_extension extension;

        snprintf(oid, sizeof oid, "1.2.3.%u", i);
        extension = forge_any_extension(oid, true, FORGE_ABSENT);
        list = forge_join(list, forge_extension_der(&extension));
    }
    return list;
}

Test(extension, more_than_are_compared_are_refused)
{
    forge_extension last = forge_any_extension("1.2.4", false, FORGE_ABSENT);
    forge_certificate most = with_list(unknown_extensions(KEDGE_EXTENSIONS_MAX));
    forge_certificate more = with_list(forge_join(unknown_extensions(KEDGE_EXTENSIONS_MAX),
                                                  forge_extension_der(&last)));

    cr_assert_eq(sample_accept(&most).unknown_critical, KEDGE_EXTENSIONS_MAX);
    sample_refuse(&more, KEDGE_EXTENSIONS_TOO_MANY, forge_extension_der(&last), 0);
}

Test(extension, an_empty_list_is_refused)
{
    forge_certificate made = with_list(FORGE_ABSENT);

    sample_refuse(&made, KEDGE_EXTENSIONS_EMPTY, forge_hex("a302 3000"), 4);
}

Test(extension, the_list_is_all_that_its_tag_holds)
{
    forge_certificate made = sample_bare();

    made.raw.extensions = forge_explicit(3, forge_sequence(unknown_extensions(1)), forge_null());
    sample_refuse(&made, KEDGE_DER_TRAILING_DATA, forge_null(), 0);
}

Test(extension, a_spelt_out_default_of_critical_is_recorded)
{
    forge_certificate known = with_list(forge_hex("300e 0603551d0f 010100 0404 03020106"));
    forge_certificate unknown = with_list(forge_hex("300a 06022a03 010100 0401 00"));
    forge_certificate usual = with_list(forge_hex("3007 06022a03 0401 00"));

    cr_assert_eq(sample_accept(&known).deviations, KEDGE_DEVIATION_DEFAULT_ENCODED);
    cr_assert_eq(sample_accept(&unknown).deviations, KEDGE_DEVIATION_DEFAULT_ENCODED);
    cr_assert_eq(sample_accept(&usual).deviations, 0u);
}

Test(extension, faults_of_its_frame_are_refused_at_their_place)
{
    static const value_case cases[] = {
        { "no SEQUENCE", "0500", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "nothing in it", "3000", KEDGE_DER_TRUNCATED, 2 },
        { "no identifier", "3006 0101ff 040100", KEDGE_DER_UNEXPECTED_TAG, 2 },
        { "a padded identifier", "3007 0602802a 040100", KEDGE_DER_BAD_OID, 4 },
        { "a BOOLEAN that is neither", "300a 06022a03 010101 040100", KEDGE_DER_BAD_BOOLEAN, 8 },
        { "two BOOLEANs", "300d 06022a03 0101ff 0101ff 040100", KEDGE_DER_UNEXPECTED_TAG, 9 },
        { "no value", "3004 06022a03", KEDGE_DER_TRUNCATED, 6 },
        { "a value of another type", "3006 06022a03 0500", KEDGE_DER_UNEXPECTED_TAG, 6 },
        { "something after the value", "3009 06022a03 040100 0500", KEDGE_DER_TRAILING_DATA, 9 },
        { "a value of another size", "3006 06022a03 0401", KEDGE_DER_TRUNCATED, 8 }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forge_certificate made = with_list(forge_hex(cases[i].value));
        kedge_span der = forge_sign(&made);
        size_t start = sample_find(der, made.raw.extensions) + 4;
        parsed result = sample_parse(der);

        cr_assert_eq(result.status, cases[i].status, "%s: %s", cases[i].what,
                     kedge_status_name(result.status));
        cr_assert_eq(result.fault, start + cases[i].offset, "%s", cases[i].what);
    }
}

Test(extension_next, all_are_walked_over_in_the_order_of_the_encoding)
{
    forge_certificate made = sample_with(right_extension(KEDGE_EXT_KEY_USAGE, true));
    kedge_certificate found;
    kedge_extension_view view;
    kedge_der list;
    uint32_t fault;
    bool is_there;

    forge_put(&made, forge_any_extension("1.2.3", true, forge_hex("aabb")));
    forge_put(&made, right_extension(KEDGE_EXT_OCSP_NO_CHECK, false));
    found = sample_accept(&made);
    list = kedge_certificate_extensions(&found, &fault);

    cr_assert(kedge_extension_next(&list, &view, &is_there) == KEDGE_OK && is_there);
    cr_assert(view.critical && view.known && view.extension == KEDGE_EXT_KEY_USAGE);
    cr_assert(view.value.offset == found.extension[KEDGE_EXT_KEY_USAGE].offset && view.value.size == 4);
    cr_assert(view.oid.size == 3 && memcmp(found.der + view.oid.offset, "\x55\x1d\x0f", 3) == 0);

    cr_assert(kedge_extension_next(&list, &view, &is_there) == KEDGE_OK && is_there);
    cr_assert(view.critical && !view.known && view.value.size == 2 && found.der[view.value.offset] == 0xaa);
    cr_assert(view.oid.size == 2 && memcmp(found.der + view.oid.offset, "\x2a\x03", 2) == 0);

    cr_assert(kedge_extension_next(&list, &view, &is_there) == KEDGE_OK && is_there);
    cr_assert(!view.critical && view.known && view.extension == KEDGE_EXT_OCSP_NO_CHECK);

    cr_assert_eq(kedge_extension_next(&list, &view, &is_there), KEDGE_OK);
    cr_assert_not(is_there);
}

Test(extension_next, a_certificate_without_extensions_has_none)
{
    forge_certificate bare = sample_bare();
    kedge_certificate found = sample_accept(&bare);
    kedge_extension_view view;
    uint32_t fault;
    bool is_there = true;
    kedge_der list = kedge_certificate_extensions(&found, &fault);

    cr_assert_eq(kedge_extension_next(&list, &view, &is_there), KEDGE_OK);
    cr_assert_not(is_there);
}

Test(extension_next, a_list_that_was_never_parsed_fails_as_the_reader_does)
{
    kedge_span bytes = forge_hex("3006 06022a03 0500");
    kedge_extension_view view;
    kedge_der list;
    uint32_t fault;
    bool is_there = true;

    cr_assert_eq(kedge_der_begin(&list, bytes.data, bytes.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_extension_next(&list, &view, &is_there), KEDGE_DER_UNEXPECTED_TAG);
    cr_assert_eq(fault, 6u);
    cr_assert_not(is_there);
}
