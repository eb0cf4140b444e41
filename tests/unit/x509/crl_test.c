/* crl_test.c - lists from their bytes, and entries looked up in them. */
#include "unit/x509/sample.h"

#include <stdlib.h>

typedef struct parsed_crl {
    kedge_status status;
    uint32_t fault;
    kedge_crl crl;
} parsed_crl;

static forge_certificate ca;

static forge_crl begin(void)
{
    ca = forge_ca("CA", &(forge_certificate){ .key = forge_p256("Root"), .subject = forge_common_name("Root") });
    return forge_crl_of(&ca);
}

static parsed_crl parse_der(kedge_span der)
{
    parsed_crl found = { .fault = 0 };

    found.status = kedge_crl_parse(&found.crl, der.data, der.size, &found.fault);
    return found;
}

static kedge_crl accept(const forge_crl *crl)
{
    const parsed_crl found = parse_der(forge_sign_crl(crl));

    cr_assert_eq(found.status, KEDGE_OK, "%s at %u", kedge_status_name(found.status), found.fault);
    return found.crl;
}

#define cr_assert_refused(crl_, expected) \
    do { \
        const parsed_crl found_ = parse_der(forge_sign_crl(crl_)); \
        cr_assert_eq(found_.status, (expected), "%s", kedge_status_name(found_.status)); \
        cr_assert_eq(found_.crl.version, 0, "a list that does not parse is no list"); \
    } while (0)

static kedge_span serial(const char *digits)
{
    return forge_hex(digits);
}

static bool find(const kedge_crl *crl, const char *digits, kedge_crl_entry *entry)
{
    return kedge_crl_find(crl, ca.subject, serial(digits), entry);
}

/* --- the list --- */

Test(crl, fields_are_where_they_are)
{
    forge_crl forged = begin();
    const kedge_crl crl = accept(&forged);

    cr_assert_eq(crl.version, 2);
    cr_assert(kedge_name_equal(kedge_span_of(crl.der, crl.issuer), ca.subject));
    cr_assert_eq(crl.issuer_hash, kedge_name_hash(ca.subject));
    cr_assert_eq(crl.this_update, FORGE_NOW - FORGE_DAY);
    cr_assert(crl.has_next_update);
    cr_assert_eq(crl.next_update, FORGE_NOW + 9 * FORGE_DAY);
    cr_assert_eq(crl.algorithm.scheme, KEDGE_SCHEME_ECDSA);
    cr_assert_eq(crl.revoked_count, 0);
    cr_assert_eq(crl.crl_number.size, 1);
    cr_assert_eq(crl.der[crl.crl_number.offset], 1);
    cr_assert_eq(crl.authority_key_identifier.size, 20);
    cr_assert_eq(crl.scope.reasons, KEDGE_REASONS_ALL);
    cr_assert_not(kedge_crl_is_delta(&crl));
    cr_assert_eq(crl.unknown_critical, 0);
}

Test(crl, version_1_has_neither_extensions_nor_entry_extensions)
{
    forge_crl forged = begin();

    forged.version = 1;
    forge_revoke_serial(&forged, serial("05"));
    cr_assert_eq(accept(&forged).version, 1);
    forged.entry[0].extensions = forge_extension_der(&(forge_extension[]){ forge_crl_reason(1) }[0]);
    cr_assert_refused(&forged, KEDGE_FIELD_NOT_IN_VERSION);
    forged.entry[0].extensions = FORGE_ABSENT;
    forged.raw_extensions = forge_explicit(
        0, forge_sequence(forge_extension_der(&(forge_extension[]){ forge_crl_number(1) }[0])));
    cr_assert_refused(&forged, KEDGE_FIELD_NOT_IN_VERSION);
}

Test(crl, version_is_spelt_out_as_2_only)
{
    forge_crl forged = begin();

    forged.raw_version = forge_integer(0);
    cr_assert_refused(&forged, KEDGE_BAD_VERSION);
    forged.raw_version = forge_integer(2);
    cr_assert_refused(&forged, KEDGE_BAD_VERSION);
}

Test(crl, next_update_may_be_missing)
{
    forge_crl forged = begin();

    forged.next_update = 0;
    cr_assert_not(accept(&forged).has_next_update);
}

Test(crl, the_two_algorithms_must_be_the_same)
{
    forge_crl forged = begin();

    forged.raw_outer_algorithm = forge_algorithm(forged.key, KEDGE_HASH_SHA384);
    cr_assert_refused(&forged, KEDGE_ALGORITHM_MISMATCH);
}

Test(crl, issuer_must_not_be_empty)
{
    forge_crl forged = begin();

    forged.issuer = forge_sequence(FORGE_ABSENT);
    cr_assert_refused(&forged, KEDGE_ISSUER_EMPTY);
}

Test(crl, every_truncation_and_extension_is_refused)
{
    forge_crl forged = begin();
    forge_revoke_serial(&forged, serial("05"));
    const kedge_span der = forge_sign_crl(&forged);

    for (size_t size = 0; size < der.size; size++)
        cr_assert_neq(parse_der(forge_cut(der, size)).status, KEDGE_OK, "%zu of %zu bytes", size, der.size);
    cr_assert_eq(parse_der(forge_join(der, forge_null())).status, KEDGE_DER_TRAILING_DATA);
}

Test(crl, no_flipped_bit_leads_out_of_the_bytes)
{
    forge_crl forged = begin();
    kedge_crl_entry entry;

    forge_crl_put(&forged, forge_issuing_distribution_point(forge_join(
        forge_point_full_name(forge_uri("http://crl.example/")), forge_reason_flags(3, 6), forge_flag(4))));
    forge_revoke_serial(&forged, serial("05"))->extensions = forge_join(
        forge_extension_der(&(forge_extension[]){ forge_certificate_issuer(ca.subject) }[0]),
        forge_extension_der(&(forge_extension[]){ forge_crl_reason(1) }[0]));
    const kedge_span der = forge_sign_crl(&forged);

    for (size_t bit = 0; bit < 8 * der.size; bit++) {
        const parsed_crl found = parse_der(forge_flip(der, bit));

        if (found.status == KEDGE_OK)
            (void)find(&found.crl, "05", &entry);
        else
            cr_assert_leq(found.fault, der.size);
    }
}

/* --- its extensions --- */

Test(crl_extensions, an_unknown_critical_one_is_counted)
{
    forge_crl forged = begin();

    forge_crl_put(&forged, forge_unknown_extension(false));
    cr_assert_eq(accept(&forged).unknown_critical, 0);
    forge_crl_put(&forged, forge_unknown_extension(true));
    cr_assert_eq(accept(&forged).unknown_critical, 1);
}

Test(crl_extensions, one_occurs_once)
{
    forge_crl forged = begin();

    forge_crl_put_again(&forged, forge_crl_number(2));
    cr_assert_refused(&forged, KEDGE_EXTENSION_DUPLICATED);
}

Test(crl_extensions, an_empty_list_is_refused)
{
    forge_crl forged = begin();

    forged.raw_extensions = forge_explicit(0, forge_sequence(FORGE_ABSENT));
    cr_assert_refused(&forged, KEDGE_EXTENSIONS_EMPTY);
}

Test(crl_extensions, a_number_is_natural_and_of_20_octets_at_most)
{
    forge_crl forged = begin();

    forge_crl_put(&forged, forge_crl_number(-1));
    cr_assert_refused(&forged, KEDGE_EXTENSION_MALFORMED);
    forge_crl_put(&forged, forge_any_extension(FORGE_CRL_NUMBER, false, forge_hex("0214 0102030405060708090a0b0c0d0e0f1011121314")));
    cr_assert_eq(accept(&forged).crl_number.size, 20);
    forge_crl_put(&forged, forge_any_extension(FORGE_CRL_NUMBER, false, forge_hex("0215 0102030405060708090a0b0c0d0e0f101112131415")));
    cr_assert_refused(&forged, KEDGE_EXTENSION_MALFORMED);
}

Test(crl_extensions, a_delta_names_its_base)
{
    forge_crl forged = begin();
    kedge_crl crl;

    forge_crl_put(&forged, forge_delta_crl_indicator(7));
    crl = accept(&forged);
    cr_assert(kedge_crl_is_delta(&crl));
    cr_assert_eq(crl.der[crl.base_crl_number.offset], 7);
}

Test(crl_extensions, those_shared_with_certificates_have_the_same_form)
{
    forge_crl forged = begin();
    kedge_crl crl;

    forge_crl_put(&forged, forge_issuer_alt_name(forge_dns("ca.example")));
    forge_crl_put(&forged, forge_freshest_crl("http://crl.example/delta"));
    forge_crl_put(&forged, forge_authority_info_access(NULL, "http://ca.example/"));
    crl = accept(&forged);
    cr_assert_eq(crl.extensions_present & (1u << KEDGE_CRL_EXT_FRESHEST_CRL), 1u << KEDGE_CRL_EXT_FRESHEST_CRL);
    cr_assert_eq(crl.extensions_critical, 0);
    forge_crl_put(&forged, forge_with_value(forge_freshest_crl("http://crl.example/"), forge_null()));
    cr_assert_refused(&forged, KEDGE_DER_UNEXPECTED_TAG);
}

/* --- what it covers --- */

static parsed_crl scope(kedge_span fields)
{
    forge_crl forged = begin();

    forge_crl_put(&forged, forge_issuing_distribution_point(fields));
    return parse_der(forge_sign_crl(&forged));
}

Test(crl_scope, every_field_is_read)
{
    const parsed_crl found = scope(forge_join(forge_point_full_name(forge_uri("http://crl.example/")), forge_flag(1),
                                              forge_reason_flags(3, 1 << 1 | 1 << 8), forge_flag(4)));

    cr_assert_eq(found.status, KEDGE_OK);
    cr_assert_neq(found.crl.scope.distribution_point.size, 0);
    cr_assert(found.crl.scope.only_user_certificates);
    cr_assert_not(found.crl.scope.only_ca_certificates);
    cr_assert_not(found.crl.scope.only_attribute_certificates);
    cr_assert(found.crl.scope.is_indirect);
    cr_assert_eq(found.crl.scope.reasons, 1 << 1 | 1 << 8);
    cr_assert(scope(forge_flag(2)).crl.scope.only_ca_certificates);
    cr_assert(scope(forge_flag(5)).crl.scope.only_attribute_certificates);
    cr_assert_eq(scope(forge_point_relative_name(forge_hex("3008 0603550403 0c0161"))).status, KEDGE_OK);
}

Test(crl_scope, wrong_forms_are_refused)
{
    cr_assert_eq(scope(FORGE_ABSENT).status, KEDGE_EXTENSION_MALFORMED);
    cr_assert_eq(scope(forge_join(forge_flag(1), forge_flag(2))).status, KEDGE_EXTENSION_MALFORMED);
    cr_assert_eq(scope(forge_hex("810100")).status, KEDGE_DER_DEFAULT_ENCODED);
    cr_assert_eq(scope(forge_hex("810101")).status, KEDGE_DER_BAD_BOOLEAN);
    cr_assert_eq(scope(forge_hex("81020000")).status, KEDGE_DER_BAD_BOOLEAN);
    cr_assert_eq(scope(forge_join(forge_flag(4), forge_flag(1))).status, KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(scope(forge_hex("a000")).status, KEDGE_DER_TRUNCATED);
    cr_assert_eq(scope(forge_hex("83020801")).status, KEDGE_DER_BAD_BIT_STRING);
}

/* --- entries --- */

static kedge_span entry_extension(forge_extension extension)
{
    return forge_extension_der(&extension);
}

Test(crl_entries, reason_and_date_are_told)
{
    forge_crl forged = begin();
    kedge_crl_entry entry;
    kedge_crl crl;

    forge_revoke_serial(&forged, serial("05"))->extensions = forge_join(
        entry_extension(forge_crl_reason(KEDGE_REASON_SUPERSEDED)),
        entry_extension(forge_any_extension(FORGE_INVALIDITY_DATE, false, forge_generalized_time(FORGE_NOW))));
    forge_revoke_serial(&forged, serial("0600"))->revocation_date = FORGE_NOW + FORGE_DAY;
    crl = accept(&forged);
    cr_assert_eq(crl.revoked_count, 2);
    cr_assert(find(&crl, "05", &entry));
    cr_assert_eq(entry.reason, KEDGE_REASON_SUPERSEDED);
    cr_assert_eq(entry.revocation_date, FORGE_NOW - 2 * FORGE_DAY);
    cr_assert(find(&crl, "0600", &entry), "a date to come revokes all the same");
    cr_assert_eq(entry.reason, KEDGE_REASON_UNSPECIFIED);
    cr_assert_not(find(&crl, "06", &entry));
}

Test(crl_entries, wrong_forms_are_refused)
{
    forge_crl forged = begin();
    forge_crl_entry *entry = forge_revoke_serial(&forged, serial("05"));

    entry->extensions = entry_extension(forge_crl_reason(7));
    cr_assert_refused(&forged, KEDGE_EXTENSION_MALFORMED);
    entry->extensions = entry_extension(forge_crl_reason(11));
    cr_assert_refused(&forged, KEDGE_EXTENSION_MALFORMED);
    entry->extensions = forge_join(entry_extension(forge_crl_reason(1)), entry_extension(forge_crl_reason(1)));
    cr_assert_refused(&forged, KEDGE_EXTENSION_DUPLICATED);
    entry->extensions = entry_extension(forge_any_extension(FORGE_INVALIDITY_DATE, false, forge_null()));
    cr_assert_refused(&forged, KEDGE_DER_UNEXPECTED_TAG);
    entry->extensions = entry_extension(forge_any_extension(FORGE_CERTIFICATE_ISSUER, true, forge_sequence(FORGE_ABSENT)));
    cr_assert_refused(&forged, KEDGE_EXTENSION_MALFORMED);
    entry->raw = forge_sequence(forge_integer(5), forge_time(FORGE_NOW), forge_sequence(FORGE_ABSENT));
    cr_assert_refused(&forged, KEDGE_EXTENSIONS_EMPTY);
    entry->raw = forge_sequence(forge_integer(5), forge_time(FORGE_NOW), forge_null());
    cr_assert_refused(&forged, KEDGE_DER_UNEXPECTED_TAG);
    entry->raw = forge_integer(5);
    cr_assert_refused(&forged, KEDGE_DER_UNEXPECTED_TAG);
}

Test(crl_entries, an_unknown_critical_extension_taints_the_list)
{
    forge_crl forged = begin();

    forge_revoke_serial(&forged, serial("05"))->extensions = entry_extension(forge_unknown_extension(false));
    cr_assert_eq(accept(&forged).unknown_critical, 0);
    forge_revoke_serial(&forged, serial("06"))->extensions = entry_extension(forge_unknown_extension(true));
    cr_assert_eq(accept(&forged).unknown_critical, 1);
}

/* --- looking up, without and with an index --- */

static kedge_crl with_index(kedge_crl crl)
{
    const size_t size = kedge_crl_index_size(&crl);
    kedge_span memory = { forge_allocate(size), size };

    cr_assert_eq(kedge_crl_index(&crl, (void *)(uintptr_t)memory.data, size), KEDGE_OK);
    return crl;
}

Test(crl_index, finds_what_the_walk_finds)
{
    static const char *const serials[] = { "05", "0600", "01", "7f01020304", "02", "4400", "03" };
    forge_crl forged = begin();
    kedge_crl crl[2];

    for (size_t i = 0; i < sizeof serials / sizeof serials[0]; i++)
        forge_revoke_serial(&forged, serial(serials[i]));
    crl[0] = accept(&forged);
    crl[1] = with_index(crl[0]);
    for (int n = 0; n < 2; n++) {
        for (size_t i = 0; i < sizeof serials / sizeof serials[0]; i++) {
            kedge_crl_entry entry;

            cr_assert(find(&crl[n], serials[i], &entry), "%s", serials[i]);
            cr_assert_eq(entry.serial_number.size, serial(serials[i]).size);
        }
        cr_assert_not(find(&crl[n], "04", &(kedge_crl_entry){ 0 }));
        cr_assert_not(find(&crl[n], "00", &(kedge_crl_entry){ 0 }));
        cr_assert_not(find(&crl[n], "7f01020305", &(kedge_crl_entry){ 0 }));
    }
}

Test(crl_index, needs_its_memory)
{
    forge_crl forged = begin();
    uint32_t memory[4];
    kedge_crl crl = accept(&forged);

    cr_assert_eq(kedge_crl_index_size(&crl), 0);
    cr_assert_eq(kedge_crl_index(&crl, NULL, 0), KEDGE_OK);
    cr_assert_not(find(&crl, "05", &(kedge_crl_entry){ 0 }));
    forge_revoke_serial(&forged, serial("05"));
    crl = accept(&forged);
    cr_assert_eq(kedge_crl_index_size(&crl), sizeof memory);
    cr_assert_eq(kedge_crl_index(&crl, memory, sizeof memory - 1), KEDGE_MEMORY_TOO_SMALL);
    cr_assert_null(crl.index);
    cr_assert_eq(kedge_crl_index(&crl, memory, sizeof memory), KEDGE_OK);
    cr_assert_not_null(crl.index);
}

Test(crl_index, entries_belong_to_the_issuer_named_last)
{
    const kedge_span other = forge_common_name("Other CA");
    forge_crl forged = begin();
    kedge_crl crl[2];
    kedge_crl_entry entry;

    forge_revoke_serial(&forged, serial("05"));
    forge_revoke_serial(&forged, serial("04"))->extensions = entry_extension(forge_certificate_issuer(other));
    forge_revoke_serial(&forged, serial("03"));
    forge_revoke_serial(&forged, serial("02"))->extensions = entry_extension(forge_certificate_issuer(ca.subject));
    crl[0] = accept(&forged);
    crl[1] = with_index(crl[0]);
    for (int n = 0; n < 2; n++) {
        cr_assert(find(&crl[n], "05", &entry));
        cr_assert_eq(entry.certificate_issuer.size, 0);
        cr_assert_not(find(&crl[n], "04", &entry));
        cr_assert_not(find(&crl[n], "03", &entry));
        cr_assert(find(&crl[n], "02", &entry));
        cr_assert(kedge_crl_find(&crl[n], other, serial("04"), &entry));
        cr_assert(kedge_crl_find(&crl[n], other, serial("03"), &entry));
        cr_assert_not(kedge_crl_find(&crl[n], other, serial("02"), &entry));
    }
}

Test(crl_index, of_two_entries_the_last_counts_but_none_takes_another_back)
{
    forge_crl forged = begin();
    kedge_crl crl[2];

    forge_revoke_serial(&forged, serial("05"))->extensions = entry_extension(forge_crl_reason(KEDGE_REASON_CERTIFICATE_HOLD));
    forge_revoke_serial(&forged, serial("05"))->extensions = entry_extension(forge_crl_reason(KEDGE_REASON_KEY_COMPROMISE));
    forge_revoke_serial(&forged, serial("05"))->extensions = entry_extension(forge_crl_reason(KEDGE_REASON_REMOVE_FROM_CRL));
    crl[0] = accept(&forged);
    crl[1] = with_index(crl[0]);
    for (int n = 0; n < 2; n++) {
        kedge_crl_entry entry;

        cr_assert(find(&crl[n], "05", &entry));
        cr_assert_eq(entry.reason, KEDGE_REASON_KEY_COMPROMISE);
    }
}

Test(crl_index, issuers_may_have_long_lists_of_names)
{
    /* 12,346 octets of names: a length whose octets look like a SEQUENCE's header */
    const kedge_span other = forge_common_name("Other CA");
    kedge_span names = forge_directory(other);
    forge_crl forged = begin();
    kedge_crl crl[2];
    char text[12305];
    kedge_crl_entry entry;

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    names = forge_join(forge_dns(text), names);
    forge_revoke_serial(&forged, serial("05"))->extensions
        = entry_extension(forge_any_extension(FORGE_CERTIFICATE_ISSUER, true, forge_sequence(names)));
    crl[0] = accept(&forged);
    crl[1] = with_index(crl[0]);
    for (int n = 0; n < 2; n++) {
        cr_assert(kedge_crl_find(&crl[n], other, serial("05"), &entry));
        cr_assert_not(find(&crl[n], "05", &entry));
    }
}
