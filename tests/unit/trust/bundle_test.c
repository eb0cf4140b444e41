/* bundle_test.c - PEM texts of many anchors, whole and damaged. */
#include "trust_fixture.h"

#include <stdio.h>

#define DEBIAN_BUNDLE "/etc/ssl/certs/ca-certificates.crt"

static kedge_status add_text(kedge_trust *trust, kedge_span text, kedge_bundle_damage damage,
                             kedge_bundle_report *report)
{
    return kedge_trust_add_pem(trust, text.data, text.size, NULL, damage, report);
}

static kedge_span pem_root(const char *name)
{
    return forge_pem_certificate(root_der(name));
}

Test(bundle, every_block_becomes_an_anchor_and_text_between_is_passed_over)
{
    kedge_trust trust = new_trust(4);
    kedge_bundle_report report;
    kedge_span text = forge_join(forge_chars("# the roots\n"), pem_root("One"), forge_chars("\nTwo:\n"),
                                 forge_pem("X509 CERTIFICATE", root_der("Two")), pem_root("Three"));

    cr_assert_eq(add_text(&trust, text, KEDGE_BUNDLE_STOP, &report), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 3);
    cr_assert_eq(report.blocks, 3);
    cr_assert_eq(report.added, 3);
    cr_assert_eq(report.merged, 0);
    cr_assert_eq(report.skipped, 0);
    cr_assert_eq(report.block, 0);
    cr_assert_eq(kedge_trust_ordinal(&trust, find_common_name(&trust, "Three")), 2);
}

Test(bundle, anchors_do_not_point_into_the_text)
{
    kedge_trust trust = new_trust(4);
    kedge_span der = root_der("One");
    kedge_span text = forge_pem_certificate(der);
    uint8_t *scratch = forge_allocate(text.size);

    memcpy(scratch, text.data, text.size);
    cr_assert_eq(kedge_trust_add_pem(&trust, scratch, text.size, NULL, KEDGE_BUNDLE_STOP, NULL), KEDGE_OK);
    memset(scratch, 0, text.size);
    cr_assert_arr_eq(kedge_trust_at(&trust, 0)->certificate.der, der.data, der.size);
    cr_assert_eq(kedge_trust_at(&trust, 0)->certificate.key.der, kedge_trust_at(&trust, 0)->certificate.der);
}

Test(bundle, a_text_without_a_certificate_is_refused)
{
    kedge_trust trust = new_trust(1);
    kedge_bundle_report report;

    cr_assert_eq(add_text(&trust, FORGE_ABSENT, KEDGE_BUNDLE_SKIP, &report), KEDGE_NO_CERTIFICATE);
    cr_assert_eq(report.blocks, 0);
    cr_assert_eq(add_text(&trust, forge_chars("not PEM\n"), KEDGE_BUNDLE_STOP, &report),
                 KEDGE_NO_CERTIFICATE);
    cr_assert_eq(report.blocks, 0);
}

Test(bundle, certificates_that_are_there_already_are_merged)
{
    kedge_trust trust = new_trust(4);
    kedge_bundle_report report;
    kedge_span one = pem_root("One");

    cr_assert_eq(add(&trust, root_der("Two")), KEDGE_OK);
    cr_assert_eq(add_text(&trust, forge_join(one, pem_root("Two"), one), KEDGE_BUNDLE_STOP, &report),
                 KEDGE_OK);
    cr_assert_eq(report.blocks, 3);
    cr_assert_eq(report.added, 1);
    cr_assert_eq(report.merged, 2);
    cr_assert_eq(kedge_trust_count(&trust), 2);
    cr_assert_eq(add_text(&trust, one, KEDGE_BUNDLE_STOP, &report), KEDGE_OK);
    cr_assert_eq(report.added, 0);
    cr_assert_eq(report.merged, 1);
}

static const kedge_anchor_terms old_terms = { .given = KEDGE_ANCHOR_EXPIRY, .value = KEDGE_ANCHOR_EXPIRY };
static const kedge_anchor_terms new_terms = { .given = KEDGE_ANCHOR_LEAF,
                                              .has_distrusted_after = true,
                                              .distrusted_after = 7 };

static kedge_trust trust_with_old_terms(kedge_span der)
{
    kedge_trust trust = new_trust(4);
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_der(&trust, der.data, der.size, &old_terms, &fault), KEDGE_OK);
    return trust;
}

Test(bundle, its_terms_hold_for_all_its_anchors_those_met_again_too)
{
    kedge_span one = root_der("One");
    kedge_trust trust = trust_with_old_terms(one);
    kedge_span text = forge_join(pem_root("Two"), forge_pem_certificate(one), pem_root("Three"));

    cr_assert_eq(add(&trust, root_der("Bystander")), KEDGE_OK);
    cr_assert_eq(kedge_trust_add_pem(&trust, text.data, text.size, &new_terms, KEDGE_BUNDLE_STOP, NULL),
                 KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 4);
    for (size_t i = 0; i < 4; i++) {
        const kedge_anchor_terms *terms = &kedge_trust_at(&trust, i)->terms;

        cr_assert_eq(terms->given, i == 1 ? 0 : KEDGE_ANCHOR_LEAF);
        cr_assert_eq(terms->value, 0);
        cr_assert_eq(terms->has_distrusted_after, i != 1);
    }
}

/* A block of certificate whose DER is damaged at its end: a byte more than there should be. */
static kedge_span damaged_root(const char *name)
{
    return forge_pem_certificate(forge_join(root_der(name), forge_hex("00")));
}

Test(bundle, a_damaged_block_is_named_with_its_place_and_the_trust_stays_as_it_was)
{
    kedge_span one = root_der("One");
    kedge_trust trust = trust_with_old_terms(one);
    kedge_trust before = trust;
    kedge_bundle_report report;
    kedge_span text = forge_join(pem_root("Two"), forge_pem_certificate(one), damaged_root("Damaged"),
                                 pem_root("Three"));

    cr_assert_eq(kedge_trust_add_pem(&trust, text.data, text.size, &new_terms, KEDGE_BUNDLE_STOP, &report),
                 KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(report.blocks, 3);
    cr_assert_eq(report.block, 3);
    cr_assert_eq(report.status, KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(report.offset, root_der("Damaged").size);
    cr_assert_eq(report.added, 0);
    cr_assert_eq(report.merged, 0);
    cr_assert_eq(report.skipped, 0);
    cr_assert_eq(memcmp(&before, &trust, sizeof trust), 0);
    cr_assert_null(find_common_name(&trust, "Two"));
    cr_assert_not_null(find_common_name(&trust, "One"));
    cr_assert_eq(kedge_trust_at(&trust, 0)->terms.given, KEDGE_ANCHOR_EXPIRY);
    cr_assert_not(kedge_trust_at(&trust, 0)->terms.has_distrusted_after);
}

Test(bundle, taking_anchors_back_leaves_their_siblings_in_the_chains)
{
    kedge_trust trust = new_trust(8);
    forge_certificate root[5];
    kedge_span der[5];
    kedge_span text = FORGE_ABSENT;
    const kedge_anchor *found = NULL;

    for (size_t i = 0; i < 5; i++) {
        root[i] = forge_root_with_key("Siblings", forge_p256("one key"));
        root[i].not_after += (int64_t)i;
        root[i].serial_number = forge_hex("01");
        root[i].raw.signature = forge_bit_string(forge_hex("3006020101020101"), 0);
        der[i] = forge_sign(&root[i]);
        text = forge_join(text, forge_pem_certificate(der[i]));
    }
    forge_drop(&root[0], KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    text = forge_join(text, forge_pem_certificate(forge_sign(&root[0])));
    cr_assert_eq(add(&trust, der[1]), KEDGE_OK);
    cr_assert_eq(add(&trust, der[3]), KEDGE_OK);
    cr_assert_eq(add_text(&trust, forge_join(text, damaged_root("Damaged")), KEDGE_BUNDLE_STOP, NULL),
                 KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(kedge_trust_count(&trust), 2);
    for (size_t i = 0; i < 2; i++) {
        found = find_name(&trust, forge_common_name("Siblings"), found);
        cr_assert_not_null(found);
    }
    cr_assert_null(find_name(&trust, forge_common_name("Siblings"), found));
    found = kedge_trust_find_key_id(&trust, forge_key_identifier(forge_p256("one key")), NULL);
    found = kedge_trust_find_key_id(&trust, forge_key_identifier(forge_p256("one key")), found);
    cr_assert_not_null(found);
    cr_assert_null(kedge_trust_find_key_id(&trust, forge_key_identifier(forge_p256("one key")), found));
    cr_assert_eq(add_text(&trust, text, KEDGE_BUNDLE_STOP, NULL), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 6);
}

Test(bundle, damaged_blocks_are_skipped_and_counted_where_that_is_asked)
{
    kedge_trust trust = new_trust(4);
    kedge_bundle_report report;
    kedge_span text = forge_join(pem_root("One"), damaged_root("Damaged"), pem_root("Two"),
                                 forge_chars("-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----\n"),
                                 pem_root("One"));

    cr_assert_eq(add_text(&trust, text, KEDGE_BUNDLE_SKIP, &report), KEDGE_OK);
    cr_assert_eq(report.blocks, 5);
    cr_assert_eq(report.added, 2);
    cr_assert_eq(report.merged, 1);
    cr_assert_eq(report.skipped, 2);
    cr_assert_eq(report.block, 2);
    cr_assert_eq(report.status, KEDGE_DER_TRAILING_DATA);
    cr_assert_not_null(find_common_name(&trust, "Two"));
    cr_assert_null(find_common_name(&trust, "Damaged"));
}

Test(bundle, one_in_which_every_block_is_damaged_holds_no_certificate)
{
    kedge_trust trust = new_trust(4);
    kedge_bundle_report report;

    cr_assert_eq(add_text(&trust, damaged_root("Damaged"), KEDGE_BUNDLE_SKIP, &report), KEDGE_NO_CERTIFICATE);
    cr_assert_eq(report.skipped, 1);
    cr_assert_eq(report.block, 1);
}

/* What one block alone is answered with, and where the fault is said to be. */
static void check_block(kedge_span block, kedge_status status, size_t offset)
{
    kedge_trust trust = new_trust(4);
    kedge_bundle_report report;
    kedge_span first = pem_root("First");
    kedge_status answer = add_text(&trust, forge_join(first, block), KEDGE_BUNDLE_STOP, &report);

    cr_assert_eq(answer, status, "%s", kedge_status_name(answer));
    cr_assert_eq(report.status, status);
    cr_assert_eq(report.block, 2);
    cr_assert_eq(report.offset, offset, "%zu", report.offset);
    cr_assert_eq(kedge_trust_count(&trust), 0);
}

Test(bundle, a_private_key_is_called_by_its_name)
{
    size_t label = pem_root("First").size + strlen("-----BEGIN ");

    check_block(forge_pem("PRIVATE KEY", forge_null()), KEDGE_PEM_PRIVATE_KEY, label);
    check_block(forge_pem("EC PRIVATE KEY", forge_null()), KEDGE_PEM_PRIVATE_KEY, label);
    check_block(forge_pem("ENCRYPTED PRIVATE KEY", root_der("Root")), KEDGE_PEM_PRIVATE_KEY, label);
}

Test(bundle, what_is_not_a_certificate_is_refused)
{
    size_t label = pem_root("First").size + strlen("-----BEGIN ");

    check_block(forge_pem("X509 CRL", forge_null()), KEDGE_PEM_NOT_CERTIFICATE, label);
    check_block(forge_pem("CERTIFICATE REQUEST", root_der("Root")), KEDGE_PEM_NOT_CERTIFICATE, label);
    check_block(forge_pem("TRUSTED CERTIFICATES", root_der("Root")), KEDGE_PEM_NOT_CERTIFICATE, label);
}

Test(bundle, faults_of_the_text_are_placed_in_the_text)
{
    size_t start = pem_root("First").size;
    const char *damaged = "-----BEGIN CERTIFICATE-----\nMII*\n-----END CERTIFICATE-----\n";

    check_block(forge_chars(damaged), KEDGE_PEM_BAD_BASE64, start + (size_t)(strchr(damaged, '*') - damaged));
    check_block(forge_pem_certificate(FORGE_ABSENT), KEDGE_DER_TRUNCATED, 0);
}

Test(bundle, a_block_without_its_end_is_damaged)
{
    kedge_trust trust = new_trust(4);
    kedge_bundle_report report;
    kedge_span whole = pem_root("One");
    kedge_span cut = forge_cut(pem_root("Two"), whole.size / 2);

    cr_assert_eq(add_text(&trust, forge_join(whole, cut), KEDGE_BUNDLE_STOP, &report),
                 KEDGE_PEM_BAD_BOUNDARY);
    cr_assert_eq(report.block, 2);
    cr_assert(report.offset >= whole.size);
    cr_assert_eq(add_text(&trust, forge_join(whole, cut), KEDGE_BUNDLE_SKIP, &report), KEDGE_OK);
    cr_assert_eq(report.added, 1);
    cr_assert_eq(report.skipped, 1);
}

/* A certificate followed by what OpenSSL's `x509 -trustout` writes after it. */
static kedge_span trusted(const char *name, kedge_span settings)
{
    return forge_pem("TRUSTED CERTIFICATE", forge_join(root_der(name), settings));
}

Test(bundle, a_trusted_certificate_is_an_anchor_where_its_settings_do_not_narrow_it)
{
    kedge_trust trust = new_trust(4);
    kedge_span alias = forge_sequence(forge_text(KEDGE_TAG_UTF8_STRING, "an alias"));
    kedge_span der = root_der("Two");

    cr_assert_eq(add_text(&trust,
                          forge_join(trusted("One", FORGE_ABSENT), trusted("Two", alias),
                                     trusted("Three", forge_sequence(FORGE_ABSENT))),
                          KEDGE_BUNDLE_STOP, NULL),
                 KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 3);
    cr_assert(same_bytes((kedge_span){ find_common_name(&trust, "Two")->certificate.der,
                                       find_common_name(&trust, "Two")->certificate.size },
                         der));
}

static const kedge_anchor *add_trusted(kedge_trust *trust, kedge_span settings)
{
    cr_assert_eq(add_text(trust, trusted("Root", settings), KEDGE_BUNDLE_STOP, NULL), KEDGE_OK);
    return find_common_name(trust, "Root");
}

Test(bundle, settings_of_a_trusted_certificate_are_kept)
{
    kedge_trust trust = new_trust(4);
    const kedge_span allowed = forge_sequence(forge_oid(FORGE_EKU_SERVER_AUTH));
    const kedge_span refused = forge_oid(FORGE_EKU_CLIENT_AUTH);
    const kedge_span der = root_der("Root");
    const kedge_anchor *anchor = add_trusted(&trust, forge_sequence(allowed, forge_explicit(0, refused)));

    cr_assert(same_bytes((kedge_span){ anchor->certificate.der, anchor->certificate.size }, der));
    cr_assert(same_bytes(anchor->stated->purposes, allowed));
    cr_assert(same_bytes(anchor->stated->refused_purposes, forge_sequence(refused)));
    cr_assert(same_bytes(add_trusted(&trust, forge_sequence(forge_sequence(refused)))->stated->purposes,
                         forge_sequence(refused)));
    cr_assert_null(add_trusted(&trust, FORGE_ABSENT)->stated);
    cr_assert_eq(kedge_trust_count(&trust), 1);
}

Test(bundle, a_plain_block_does_not_widen_a_trusted_one_of_the_same_text)
{
    kedge_trust trust = new_trust(4);
    const kedge_span narrow = trusted("Root", forge_sequence(forge_sequence(FORGE_ABSENT)));

    cr_assert_eq(add_text(&trust, forge_join(narrow, pem_root("Root")), KEDGE_BUNDLE_STOP, NULL), KEDGE_OK);
    cr_assert_eq(kedge_trust_at(&trust, 0)->stated->purposes.size, 2);
    cr_assert_eq(add_text(&trust, forge_join(narrow, pem_root("Root")), KEDGE_BUNDLE_STOP, NULL), KEDGE_OK);
    cr_assert_eq(kedge_trust_at(&trust, 0)->stated->purposes.size, 2);
    cr_assert_eq(kedge_trust_count(&trust), 1);
}

Test(bundle, malformed_settings_are_refused_with_their_place)
{
    size_t settings = root_der("Root").size;

    check_block(trusted("Root", forge_sequence(forge_sequence(forge_null()))), KEDGE_DER_UNEXPECTED_TAG,
                settings + 4);
    check_block(trusted("Root", forge_sequence(forge_explicit(0, forge_null()))), KEDGE_DER_UNEXPECTED_TAG,
                settings + 4);
    check_block(trusted("Root", forge_sequence(forge_hex("3005"))), KEDGE_DER_TRUNCATED, settings + 4);
}

Test(bundle, settings_need_memory_too)
{
    const kedge_span text = trusted("Root", forge_sequence(forge_sequence(forge_oid(FORGE_EKU_SERVER_AUTH))));
    bool fits = false;

    for (size_t size = 64; size < 4096; size += 4) {
        guarded block = guarded_new(size);
        kedge_trust trust;

        if (kedge_trust_init(&trust, block.memory, size, kedge_crypto_default()) == KEDGE_OK) {
            const kedge_status status = add_text(&trust, text, KEDGE_BUNDLE_SKIP, NULL);

            fits = status == KEDGE_OK;
            cr_assert(fits || status == KEDGE_MEMORY_TOO_SMALL);
            cr_assert_eq(kedge_trust_count(&trust), fits);
        }
        guarded_check_and_free(&block);
    }
    cr_assert(fits);
}

Test(bundle, a_trusted_certificate_with_anything_else_after_it_is_refused)
{
    size_t settings = root_der("Root").size;

    check_block(trusted("Root", forge_null()), KEDGE_DER_UNEXPECTED_TAG, settings);
    check_block(trusted("Root", forge_join(forge_sequence(FORGE_ABSENT), forge_null())),
                KEDGE_DER_TRAILING_DATA, settings + 2);
    check_block(forge_pem("TRUSTED CERTIFICATE", forge_null()), KEDGE_DER_UNEXPECTED_TAG, 0);
}

/* The whole file, or nothing where there is none. */
static kedge_span read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    const size_t most = (size_t)1 << 20;
    uint8_t *data;
    size_t size;

    if (file == NULL)
        return FORGE_ABSENT;
    data = forge_allocate(most);
    size = fread(data, 1, most, file);
    fclose(file);
    return (kedge_span){ data, size };
}

static uint32_t count_of(kedge_span text, const char *needle)
{
    uint32_t count = 0;

    for (size_t i = 0; i + strlen(needle) <= text.size; i++)
        count += memcmp(text.data + i, needle, strlen(needle)) == 0;
    return count;
}

Test(bundle, every_root_of_debian_loads)
{
    kedge_span text = read_file(DEBIAN_BUNDLE);
    uint32_t blocks = count_of(text, "-----BEGIN CERTIFICATE-----");
    kedge_bundle_report report;
    kedge_trust trust;

    if (text.size == 0)
        cr_skip_test(DEBIAN_BUNDLE " is not there");
    trust = new_trust(2 * blocks);
    cr_assert_eq(add_text(&trust, text, KEDGE_BUNDLE_STOP, &report), KEDGE_OK, "block %u: %s at %zu",
                 (unsigned)report.block, kedge_status_name(report.status), report.offset);
    cr_assert_eq(report.blocks, blocks);
    cr_assert_eq(report.added + report.merged, blocks);
    cr_assert(blocks > 100);
    for (size_t i = 0; i < kedge_trust_count(&trust); i++) {
        const kedge_certificate *certificate = &kedge_trust_at(&trust, i)->certificate;
        kedge_span subject = kedge_certificate_span(certificate, certificate->subject);

        cr_assert_not_null(kedge_trust_find(&trust, subject, certificate->subject_hash, NULL));
    }
}
