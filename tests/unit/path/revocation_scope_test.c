/* revocation_scope_test.c - what lists are about, and deltas (RFC 5280, 5.2.4, 5.2.5 and 6.3.3 (b) to (d)). */
#include "unit/path/revocation.h"

TestSuite(revocation_scope, .init = begin, .fini = end);
TestSuite(revocation_delta, .init = begin, .fini = end);

/* --- what lists are about --- */

static forge_crl list_for(kedge_span fields)
{
    forge_crl crl = ca_list();

    forge_crl_put(&crl, forge_issuing_distribution_point(fields));
    return crl;
}

/* Whether the list tells the status of the leaf. */
static void assert_covers(const forge_crl *crl, bool covers)
{
    r.inputs->crl_count = 0;
    r.s.request.chain_count = 0;
    give(&r, crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, covers ? KEDGE_OK : KEDGE_REVOCATION_UNKNOWN);
    r.inputs->mode = KEDGE_REVOCATION_GIVEN;
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, covers ? 1 : 0);
}

static kedge_span uri_point(const char *uri)
{
    return forge_sequence(forge_point_full_name(forge_uri(uri)));
}

Test(revocation_scope, users_and_cas_and_attributes)
{
    forge_crl crl = list_for(forge_flag(1));

    assert_covers(&crl, true);
    crl = list_for(forge_flag(2));
    assert_covers(&crl, false);
    crl = list_for(forge_flag(5));
    assert_covers(&crl, false);
}

Test(revocation_scope, a_list_for_cas_alone_covers_a_ca)
{
    forge_crl crl = root_list();

    r.inputs->is_soft = true;
    r.inputs->mode = KEDGE_REVOCATION_CHAIN;
    forge_crl_put(&crl, forge_issuing_distribution_point(forge_flag(2)));
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 2);
    forge_crl_put(&crl, forge_issuing_distribution_point(forge_flag(1)));
    r.inputs->crl_count = 0;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 0);
}

Test(revocation_scope, any_point_of_the_certificate_may_name_the_list)
{
    const forge_crl crl = list_for(forge_point_full_name(forge_join(forge_uri("http://other.example/"), forge_uri(URI))));

    assert_covers(&crl, false);
    with_points(uri_point("http://x.example/"));
    assert_covers(&crl, false);
    with_points(forge_join(uri_point("http://x.example/"), uri_point(URI)));
    assert_covers(&crl, true);
    with_points(forge_sequence(forge_point_full_name(forge_join(forge_uri("http://x.example/"), forge_uri(URI)))));
    assert_covers(&crl, true);
    with_points(forge_sequence(forge_point_full_name(forge_dns(URI))));
    assert_covers(&crl, false);
}

Test(revocation_scope, a_list_without_a_name_fits_every_point)
{
    const forge_crl crl = ca_list();

    with_points(uri_point(URI));
    assert_covers(&crl, true);
}

Test(revocation_scope, names_relative_to_the_issuer_are_completed)
{
    const kedge_span attribute = forge_hex("300b 0603550403 0c04 4c697374"); /* CN=List */
    const kedge_span rdn = forge_set(attribute);
    kedge_span name;
    forge_crl crl;

    name = forge_sequence((kedge_span){ r.ca.subject.data + 2, r.ca.subject.size - 2 }, rdn);
    with_points(forge_sequence(forge_point_relative_name(attribute)));
    crl = list_for(forge_point_full_name(forge_directory(name)));
    assert_covers(&crl, true);
    crl = list_for(forge_point_relative_name(attribute));
    assert_covers(&crl, true);
    crl = list_for(forge_point_full_name(forge_directory(r.root.subject)));
    assert_covers(&crl, false);
    crl = list_for(forge_point_full_name(forge_directory(r.ca.subject)));
    assert_covers(&crl, true); /* by the point that every certificate has */
    with_points(forge_sequence(forge_point_full_name(forge_directory(name))));
    crl = list_for(forge_point_relative_name(attribute));
    assert_covers(&crl, true);
}

Test(revocation_scope, all_reasons_have_to_be_covered)
{
    const unsigned some = 1 << 1 | 1 << 2;
    forge_crl crl = list_for(forge_reason_flags(3, some));
    forge_crl rest = list_for(forge_reason_flags(3, KEDGE_REASONS_ALL & ~some));

    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
    give(&r, &rest);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.revocation_known, 1);
    forge_revoke(&rest, &r.leaf);
    give(&r, &rest);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

Test(revocation_scope, reasons_of_a_point_limit_what_a_list_tells_by_it)
{
    const forge_crl crl = list_for(forge_point_full_name(forge_uri(URI)));

    with_points(forge_sequence(forge_point_full_name(forge_uri(URI)), forge_reason_flags(1, 1 << 1)));
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
}

/* --- deltas --- */

static forge_crl delta_for(int64_t base, int64_t number)
{
    forge_crl crl = ca_list();

    forge_crl_put(&crl, forge_crl_number(number));
    forge_crl_put(&crl, forge_delta_crl_indicator(base));
    return crl;
}

Test(revocation_delta, alone_it_says_nothing)
{
    forge_crl delta = delta_for(1, 2);

    forge_revoke(&delta, &r.leaf);
    give(&r, &delta);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
}

Test(revocation_delta, adds_to_the_complete_list)
{
    const forge_crl crl = ca_list();
    forge_crl delta = delta_for(1, 2);

    forge_revoke(&delta, &r.leaf);
    give(&r, &delta);
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

Test(revocation_delta, takes_off_the_complete_list)
{
    forge_crl crl = ca_list();
    forge_crl delta = delta_for(1, 2);

    forge_revoke(&crl, &r.leaf)->extensions = extension(forge_crl_reason(KEDGE_REASON_CERTIFICATE_HOLD));
    forge_revoke(&delta, &r.leaf)->extensions = extension(forge_crl_reason(KEDGE_REASON_REMOVE_FROM_CRL));
    delta.next_update = FORGE_NOW + FORGE_DAY;
    give(&r, &crl);
    give(&r, &delta);
    cr_assert_revocation(&r, KEDGE_OK);
    cr_assert_eq(r.s.verdict.valid_until, delta.next_update);
}

Test(revocation_delta, a_complete_list_takes_nothing_off)
{
    forge_crl crl = ca_list();

    forge_revoke(&crl, &r.leaf)->extensions = extension(forge_crl_reason(KEDGE_REASON_REMOVE_FROM_CRL));
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

Test(revocation_delta, the_newest_of_several_counts)
{
    forge_crl crl = ca_list();
    forge_crl first = delta_for(1, 2);
    forge_crl second = delta_for(1, 3);

    forge_revoke(&first, &r.leaf)->extensions = extension(forge_crl_reason(KEDGE_REASON_CERTIFICATE_HOLD));
    forge_revoke(&second, &r.leaf)->extensions = extension(forge_crl_reason(KEDGE_REASON_REMOVE_FROM_CRL));
    give(&r, &crl);
    give(&r, &second);
    give(&r, &first);
    cr_assert_revocation(&r, KEDGE_OK);
}

/* The complete list has number 1 and revokes the leaf; whatever fits it takes that back. */
static void assert_delta_fits(const forge_crl *delta, bool fits)
{
    forge_crl crl = ca_list();
    forge_crl taking = *delta;

    forge_revoke(&crl, &r.leaf)->extensions = extension(forge_crl_reason(KEDGE_REASON_CERTIFICATE_HOLD));
    forge_revoke(&taking, &r.leaf)->extensions = extension(forge_crl_reason(KEDGE_REASON_REMOVE_FROM_CRL));
    r.inputs->crl_count = 0;
    give(&r, &crl);
    give(&r, &taking);
    cr_assert_revocation(&r, fits ? KEDGE_OK : KEDGE_REVOKED);
}

Test(revocation_delta, fits_only_what_it_was_made_for)
{
    forge_certificate other = forge_ca("Other CA", &r.root);
    forge_crl delta = delta_for(1, 2);

    assert_delta_fits(&delta, true);
    delta = delta_for(0, 2);
    assert_delta_fits(&delta, true);
    delta = delta_for(2, 3);
    assert_delta_fits(&delta, false);
    delta = delta_for(1, 1);
    assert_delta_fits(&delta, false);
    delta = delta_for(1, 300);
    assert_delta_fits(&delta, true);
    delta = delta_for(1, 2);
    forge_crl_put(&delta, forge_issuing_distribution_point(forge_flag(1)));
    assert_delta_fits(&delta, false);
    delta = delta_for(1, 2);
    forge_crl_put(&delta, forge_authority_key_identifier(forge_hex("0102")));
    assert_delta_fits(&delta, false);
    delta = delta_for(1, 2);
    delta.issuer = other.subject;
    assert_delta_fits(&delta, false);
    delta = delta_for(1, 2);
    delta.key = forge_p256("somebody");
    assert_delta_fits(&delta, false);
    delta = delta_for(1, 2);
    delta.next_update = FORGE_NOW - 1;
    assert_delta_fits(&delta, false);
    delta = delta_for(1, 2);
    forge_crl_put(&delta, forge_not_critical(forge_delta_crl_indicator(1)));
    assert_delta_fits(&delta, false);
}
