/* cve_revocation_test.c - flaws of others: revocation lists. */
#include "suites/cve.h"
#include "unit/path/revocation.h"

#define LIST_FLAW(behaviour, known_as, lesson) FLAW_WITH(revocation, behaviour, known_as, lesson, begin, end)

LIST_FLAW(what_a_list_names_is_revoked_whatever_the_date, "CVE-2020-36425 (Mbed TLS)",
          "an entry whose revocationDate lay in the future was ignored")
{
    forge_crl crl = ca_list();

    forge_revoke(&crl, &r.leaf)->revocation_date = FORGE_NOW + 100 * FORGE_DAY;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

LIST_FLAW(a_list_that_is_cut_off_anywhere_is_no_list, "CVE-2020-36426 (Mbed TLS)",
          "a list was read one byte beyond its end")
{
    const forge_crl crl = ca_list();
    const kedge_span good = forge_sign_crl(&crl);
    kedge_crl list;
    uint32_t fault;

    cr_assert_status(kedge_crl_parse(&list, good.data, good.size, &fault), KEDGE_OK);
    for (size_t size = 0; size < good.size; size++) {
        const kedge_span cut = forge_cut(good, size);

        cr_assert_neq(kedge_crl_parse(&list, cut.data, cut.size, &fault), KEDGE_OK, "%zu bytes", size);
    }
}

LIST_FLAW(every_distribution_point_is_looked_at, "RUSTSEC-2026-0049 (webpki)",
          "only the first distribution point was compared with that of the list")
{
    forge_crl crl = ca_list();

    with_points(forge_join(forge_sequence(forge_point_full_name(forge_uri("http://first.example/"))),
                           forge_sequence(forge_point_full_name(forge_uri(URI)))));
    forge_crl_put(&crl, forge_issuing_distribution_point(forge_point_full_name(forge_uri(URI))));
    forge_revoke(&crl, &r.leaf);
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

LIST_FLAW(a_delta_without_what_it_is_based_on_tells_nothing_good, "CVE-2026-28388 (OpenSSL)",
          "a delta that did not fit made the verifier read from nowhere")
{
    forge_crl delta = ca_list();

    forge_crl_put(&delta, forge_delta_crl_indicator(1));
    give(&r, &delta);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
}

LIST_FLAW(a_critical_extension_that_nobody_knows_makes_a_list_useless, "CVE-2026-6450 (wolfSSL)",
          "critical extensions of lists were passed over")
{
    forge_crl crl = ca_list();

    forge_crl_put(&crl, forge_unknown_extension(true));
    give_der(&r, forge_sign_crl(&crl));
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_neq(revocation_verify(&r), KEDGE_OK);
}
