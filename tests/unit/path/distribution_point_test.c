/* distribution_point_test.c - which certificates a list is about: names put together, long lists, damaged views. */
#include "unit/path/revocation.h"

#include "path/revocation.h"

#include <stdio.h>

#define PLENTY (1u << 20)

TestSuite(distribution_point, .init = begin, .fini = end);

/* A certificate and a list as views, in bytes that a test may spoil. */
static kedge_certificate certificate;
static kedge_crl crl;

static void make_views(const forge_certificate *of, const forge_crl *list)
{
    const kedge_span one = forge_sign(of);
    const kedge_span other = forge_sign_crl(list);
    uint32_t fault;

    cr_assert_eq(kedge_certificate_parse(&certificate, one.data, one.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_crl_parse(&crl, other.data, other.size, &fault), KEDGE_OK);
}

static uint16_t covers_within(uint64_t comparisons, bool *is_spent)
{
    kedge_meter meter = { comparisons, false };
    const uint16_t reasons = kedge_crl_covers(&crl, &certificate, &meter);

    *is_spent = meter.is_spent;
    return reasons;
}

static uint16_t covers(void)
{
    bool is_spent;
    const uint16_t reasons = covers_within(PLENTY, &is_spent);

    cr_assert_not(is_spent);
    return reasons;
}

static kedge_span directories(size_t count, kedge_span last)
{
    kedge_span names = { NULL, 0 };

    for (size_t i = 0; i < count; i++) {
        char text[32];

        snprintf(text, sizeof text, "Other %04zu", i);
        names = forge_join(names, forge_directory(forge_common_name(text)));
    }
    return last.size == 0 ? names : forge_join(names, forge_directory(last));
}

static kedge_span crl_issuers(kedge_span names)
{
    return forge_element(KEDGE_TAG_CONTEXT_CONSTRUCTED(2), names);
}

/* --- names relative to the issuer's --- */

/* A CA whose name has a value of so many letters, a leaf with a relative point, and a list with the full name. */
static uint16_t covers_relative(size_t letters)
{
    char *text = forge_allocate(letters + 1);
    const kedge_span attribute = forge_attribute("2.5.4.3", KEDGE_TAG_UTF8_STRING, "point");
    const char *oid = "2.5.4.10";
    forge_certificate ca = forge_ca("CA", &r.root);
    forge_certificate leaf;
    forge_crl list;
    kedge_span rdns;

    memset(text, 'a', letters);
    rdns = forge_tlv(KEDGE_TAG_SET, forge_attribute(oid, KEDGE_TAG_UTF8_STRING, text));
    ca.subject = forge_sequence(rdns);
    leaf = forge_leaf("host.example", &ca);
    list = forge_crl_of(&ca);
    forge_put(&leaf, forge_with_value(forge_crl_distribution_points(URI),
                                      forge_sequence(forge_sequence(forge_point_relative_name(attribute)))));
    forge_crl_put(&list, forge_issuing_distribution_point(forge_point_full_name(
        forge_directory(forge_sequence(rdns, forge_tlv(KEDGE_TAG_SET, attribute))))));
    make_views(&leaf, &list);
    return covers();
}

Test(distribution_point, relative_names_are_put_together_whatever_their_length)
{
    const size_t letters[] = { 1, 60, 100, 130, 220, 256, 400, 900 };

    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        cr_assert_eq(covers_relative(letters[i]), KEDGE_REASONS_ALL, "%zu letters", letters[i]);
    cr_assert_eq(covers_relative(1100), 0, "too long to be put together");
}

/* --- as many names as are looked at --- */

static uint16_t covers_with_issuers(kedge_span names)
{
    const forge_certificate other = forge_ca("List CA", &r.root);
    forge_crl list = forge_crl_of(&other);

    with_points(forge_sequence(crl_issuers(names)));
    forge_crl_put(&list, forge_issuing_distribution_point(forge_flag(4)));
    make_views(&r.leaf, &list);
    return covers();
}

Test(distribution_point, of_the_issuers_of_a_point_the_first_32_are_looked_at)
{
    const kedge_span wanted = forge_common_name("List CA");

    cr_assert_eq(covers_with_issuers(directories(31, wanted)), KEDGE_REASONS_ALL);
    cr_assert_eq(covers_with_issuers(directories(32, wanted)), 0);
    cr_assert_eq(covers_with_issuers(forge_join(forge_uri(URI), forge_directory(wanted))), KEDGE_REASONS_ALL);
}

/* A point without a name goes by those of its issuers. */
static uint16_t covers_by_issuers(kedge_span names)
{
    const forge_certificate other = forge_ca("List CA", &r.root);
    forge_crl list = forge_crl_of(&other);

    with_points(forge_sequence(crl_issuers(names)));
    forge_crl_put(&list, forge_issuing_distribution_point(
        forge_join(forge_point_full_name(forge_directory(forge_common_name("By name"))), forge_flag(4))));
    make_views(&r.leaf, &list);
    return covers();
}

Test(distribution_point, a_point_without_a_name_goes_by_its_issuers)
{
    const kedge_span issuer = forge_directory(forge_common_name("List CA"));
    const kedge_span name = forge_directory(forge_common_name("By name"));

    cr_assert_eq(covers_by_issuers(forge_join(issuer, name)), KEDGE_REASONS_ALL);
    cr_assert_eq(covers_by_issuers(issuer), 0);
    cr_assert_eq(covers_by_issuers(forge_join(issuer, directories(30, FORGE_ABSENT), name)), KEDGE_REASONS_ALL);
    cr_assert_eq(covers_by_issuers(forge_join(issuer, directories(31, FORGE_ABSENT), name)), 0);
}

Test(distribution_point, of_points_the_first_256_are_looked_at)
{
    static kedge_span point[257];
    forge_crl list = ca_list();

    for (size_t i = 0; i < 257; i++)
        point[i] = forge_sequence(forge_point_full_name(forge_uri(i < 255 ? "http://other.example/" : URI)));
    forge_crl_put(&list, forge_issuing_distribution_point(forge_point_full_name(forge_uri(URI))));
    with_points(forge_join_list(point, 256));
    make_views(&r.leaf, &list);
    cr_assert_eq(covers(), KEDGE_REASONS_ALL);
    point[255] = point[0];
    with_points(forge_join_list(point, 257));
    make_views(&r.leaf, &list);
    cr_assert_eq(covers(), 0);
}

/* --- every budget, every spoilt byte --- */

static void make_rich_views(void)
{
    const forge_certificate other = forge_ca("List CA", &r.root);
    const kedge_span issuers = crl_issuers(directories(2, other.subject));
    const kedge_span attribute = forge_attribute("2.5.4.3", KEDGE_TAG_UTF8_STRING, "point");
    forge_crl list = forge_crl_of(&other);

    with_points(forge_join(
        forge_sequence(forge_point_full_name(forge_join(forge_uri(URI), forge_directory(other.subject))),
                       forge_reason_flags(1, 2), issuers),
        forge_sequence(forge_point_relative_name(attribute), forge_reason_flags(1, 4), issuers),
        forge_sequence(issuers)));
    forge_crl_put(&list, forge_issuing_distribution_point(
        forge_join(forge_point_full_name(forge_join(forge_directory(forge_common_name("Other 0001")), forge_uri(URI))),
                   forge_flag(4))));
    make_views(&r.leaf, &list);
}

Test(distribution_point, a_budget_ends_at_every_place)
{
    uint64_t needed = 0;
    bool is_spent = true;

    make_rich_views();
    cr_assert_eq(covers(), KEDGE_REASONS_ALL);
    while (is_spent)
        (void)covers_within(needed++, &is_spent);
    cr_assert_gt(needed, 20);
    cr_assert_eq(covers_within(needed, &is_spent), KEDGE_REASONS_ALL);
    cr_assert_not(is_spent);
}

/* Bytes under a view may not change; if they do, nothing is read beyond them, and no reason appears from nowhere. */
Test(distribution_point, spoilt_views_are_read_within_their_bounds)
{
    const kedge_range points = (make_rich_views(), certificate.extension[KEDGE_EXT_CRL_DISTRIBUTION_POINTS]);
    const kedge_range name = crl.scope.distribution_point;
    uint8_t *one = (uint8_t *)(uintptr_t)certificate.der;
    uint8_t *other = (uint8_t *)(uintptr_t)crl.der;
    size_t lost = 0;

    for (uint32_t i = 0; i < 8 * points.size; i++) {
        one[points.offset + i / 8] ^= (uint8_t)(1u << i % 8);
        lost += covers() != KEDGE_REASONS_ALL;
        one[points.offset + i / 8] ^= (uint8_t)(1u << i % 8);
    }
    for (uint32_t i = 0; i < 8 * name.size; i++) {
        other[name.offset + i / 8] ^= (uint8_t)(1u << i % 8);
        lost += covers() != KEDGE_REASONS_ALL;
        other[name.offset + i / 8] ^= (uint8_t)(1u << i % 8);
    }
    cr_assert_gt(lost, 8);
    cr_assert_eq(covers(), KEDGE_REASONS_ALL);
    for (uint32_t size = 0; size < points.size; size++) {
        certificate.extension[KEDGE_EXT_CRL_DISTRIBUTION_POINTS].size = size;
        cr_assert_neq(covers(), KEDGE_REASONS_ALL, "%u octets", (unsigned)size);
    }
}
