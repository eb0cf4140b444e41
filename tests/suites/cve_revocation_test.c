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

LIST_FLAW(a_list_of_another_issuer_tells_nothing, "CVE-2021-38597 (wolfSSL)",
          "who issued what is believed has to be compared, not only who signed it")
{
    const forge_certificate other = forge_ca("Other CA", &r.root);
    const forge_crl crl = forge_crl_of(&other);

    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    send_all(&other);
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
}

LIST_FLAW(a_list_is_signed_by_its_issuer, "CVE-2026-25834 (Mbed TLS)",
          "lists are held to the same keys, usages and algorithms as certificates")
{
    forge_crl crl = ca_list();

    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    crl.key = forge_p256("somebody");
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
    r.inputs->crl_count = 0;
    crl = ca_list();
    crl.hash = KEDGE_HASH_SHA1;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
    r.inputs->crl_count = 0;
    r.s.request.chain_count = 0;
    forge_put(&r.ca, forge_key_usage(KEDGE_KU_KEY_CERT_SIGN));
    crl = ca_list();
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_NOT_AUTHENTIC);
}

LIST_FLAW(a_list_for_cas_says_nothing_of_a_server, "RUSTSEC-2026-0049 (webpki)",
          "what a list covers was compared in part, so a list that is silent was taken for one that absolves")
{
    forge_crl crl = ca_list();

    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    for (unsigned flag = 2; flag <= 5; flag += 3) { /* onlyContainsCACerts, onlyContainsAttributeCerts */
        forge_crl_put(&crl, forge_issuing_distribution_point(forge_flag(flag)));
        r.inputs->crl_count = 0;
        give(&r, &crl);
        cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
    }
    forge_crl_put(&crl, forge_issuing_distribution_point(forge_reason_flags(3, 1u << KEDGE_REASON_KEY_COMPROMISE)));
    r.inputs->crl_count = 0;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOCATION_UNKNOWN);
}

LIST_FLAW(an_entry_belongs_to_the_issuer_that_it_names, "RFC 5280, 5.3.3 (entries of indirect lists)",
          "an entry for a serial number of one CA was held against that of another, or not against its own")
{
    forge_crl crl = ca_list();

    forge_crl_put(&crl, forge_issuing_distribution_point(forge_flag(4)));
    forge_revoke(&crl, &r.leaf)->extensions = extension(forge_certificate_issuer(r.root.subject));
    give(&r, &crl);
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_OK);
    forge_revoke(&crl, &r.leaf); /* the entry after it goes by the same name */
    r.inputs->crl_count = 0;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_OK);
    forge_revoke(&crl, &r.leaf)->extensions = extension(forge_certificate_issuer(r.ca.subject));
    r.inputs->crl_count = 0;
    give(&r, &crl);
    cr_assert_revocation(&r, KEDGE_REVOKED);
}

LIST_FLAW(a_list_that_nobody_can_read_is_no_good_news, "CVE-2022-1343 (OpenSSL)",
          "an error on the way to an answer was taken for the answer")
{
    const forge_crl crl = ca_list();
    const kedge_span good = forge_sign_crl(&crl);

    give_der(&r, forge_cut(good, good.size - 1));
    r.inputs->mode = KEDGE_REVOCATION_LEAF;
    cr_assert_revocation(&r, KEDGE_REVOCATION_MALFORMED);
    r.inputs->mode = KEDGE_REVOCATION_GIVEN;
    cr_assert_revocation(&r, KEDGE_REVOCATION_MALFORMED);
}
