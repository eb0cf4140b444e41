/* list_test.c - lists of trust anchors (RFC 5914). */
#include "anchor_list.h"

static forge_certificate root;

static void begin(void)
{
    root = forge_root("Root");
}

TestSuite(list, .init = begin, .fini = forge_forget);

static kedge_status add_list(kedge_trust *trust, kedge_span list, kedge_bundle_damage damage,
                             kedge_bundle_report *report)
{
    return kedge_trust_add_list(trust, list.data, list.size, NULL, damage, report);
}

/* The only anchor of a list that must be right. */
static const kedge_anchor *only_anchor(kedge_trust *trust, kedge_span list)
{
    kedge_bundle_report report;

    *trust = new_trust(8);
    cr_assert_eq(add_list(trust, list, KEDGE_BUNDLE_STOP, &report), KEDGE_OK, "%s at %zu",
                 kedge_status_name(report.status), report.offset);
    cr_assert_eq(report.blocks, 1);
    cr_assert_eq(report.added, 1);
    cr_assert_eq(kedge_trust_count(trust), 1);
    return kedge_trust_at(trust, 0);
}

/* The list is refused for its one entry, or passed over it, and nothing is left behind either way. */
static size_t refused_at(kedge_span list, kedge_status expected)
{
    kedge_trust trust = new_trust(8);
    uint8_t *top = trust.top;
    kedge_bundle_report report;
    const kedge_status status = add_list(&trust, list, KEDGE_BUNDLE_STOP, &report);

    cr_assert_eq(status, expected, "%s, not %s", kedge_status_name(status), kedge_status_name(expected));
    cr_assert_eq(report.status, expected);
    cr_assert_eq(kedge_trust_count(&trust), 0);
    cr_assert_eq(trust.top, top);
    cr_assert_neq(add_list(&trust, list, KEDGE_BUNDLE_SKIP, NULL), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 0);
    return report.offset;
}

Test(list, the_three_kinds_of_entries_become_anchors)
{
    kedge_trust trust = new_trust(8);
    kedge_bundle_report report;
    forge_certificate two = forge_root("Two"), three = forge_root("Three");
    const anchor_info info = info_of(&three);
    const kedge_span list = forge_sequence(forge_sign(&root), forge_explicit(1, forge_tbs_certificate(&two)),
                                           info_choice(&info));

    cr_assert_eq(add_list(&trust, list, KEDGE_BUNDLE_STOP, &report), KEDGE_OK);
    cr_assert_eq(report.blocks, 3);
    cr_assert_eq(report.added, 3);
    cr_assert_eq(find_common_name(&trust, "Root")->certificate.version, 3);
    cr_assert_eq(find_common_name(&trust, "Two")->certificate.version, 3);
    cr_assert_eq(find_common_name(&trust, "Two")->certificate.signature.size, 0);
    cr_assert_eq(find_common_name(&trust, "Three")->certificate.version, 0);
    cr_assert_eq(find_common_name(&trust, "Three")->certificate.key.type, KEDGE_KEY_P256);
}

Test(list, what_is_there_already_is_merged_and_gets_what_the_list_says)
{
    kedge_trust trust = new_trust(8);
    kedge_bundle_report report;
    anchor_info info = info_of(&root);
    uint32_t fault;

    cr_assert_eq(kedge_trust_add_name_and_key(&trust, root.subject, info.key, NULL, &fault), KEDGE_OK);
    info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT(4), forge_integer(3)));
    cr_assert_eq(add_list(&trust, list_of_info(&info), KEDGE_BUNDLE_STOP, &report), KEDGE_OK);
    cr_assert_eq(report.merged, 1);
    cr_assert_eq(kedge_trust_count(&trust), 1);
    cr_assert_eq(kedge_trust_at(&trust, 0)->stated->path_length, 3);
    cr_assert_eq(kedge_trust_add_name_and_key(&trust, root.subject, info.key, NULL, &fault), KEDGE_OK);
    cr_assert_null(kedge_trust_at(&trust, 0)->stated);
}

Test(list, an_entry_that_repeats_another_does_not_widen_it)
{
    kedge_trust trust;
    anchor_info narrow = info_of(&root);
    const anchor_info wide = info_of(&root);
    kedge_bundle_report report;

    narrow.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT(4), forge_integer(0)));
    for (int i = 0; i < 2; i++) {
        const kedge_span one = info_choice(i == 0 ? &narrow : &wide);
        const kedge_span other = info_choice(i == 0 ? &wide : &narrow);

        trust = new_trust(8);
        cr_assert_eq(add_list(&trust, forge_sequence(one, other), KEDGE_BUNDLE_STOP, &report), KEDGE_OK);
        cr_assert_eq(kedge_trust_count(&trust), 1);
    }
    cr_assert(kedge_trust_at(&trust, 0)->stated->has_path_length);
}

Test(list, controls_become_what_is_stated_of_the_anchor)
{
    kedge_trust trust;
    anchor_info info = info_of(&root);
    const forge_extension names = forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT);
    const forge_extension policies = forge_certificate_policies("1.2.3");
    const forge_extension usage = forge_extended_key_usage(FORGE_EKU_SERVER_AUTH);
    const kedge_anchor_constraints *stated;

    info.title = forge_text(KEDGE_TAG_UTF8_STRING, "The root");
    info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT_CONSTRUCTED(1), policies.value),
                               retagged(KEDGE_TAG_CONTEXT(2), forge_bit_string(forge_hex("40"), 6)),
                               retagged(KEDGE_TAG_CONTEXT_CONSTRUCTED(3), names.value),
                               retagged(KEDGE_TAG_CONTEXT(4), forge_integer(1)));
    info.extensions = info_extensions(&usage);
    info.title_language = forge_text(KEDGE_TAG_CONTEXT(2), "en");
    stated = only_anchor(&trust, list_of_info(&info))->stated;
    cr_assert_not_null(stated);
    cr_assert(same_bytes(stated->policies, policies.value));
    cr_assert(same_bytes(stated->name_constraints, names.value));
    cr_assert(same_bytes(stated->purposes, usage.value));
    cr_assert(stated->require_explicit_policy);
    cr_assert_not(stated->inhibit_policy_mapping);
    cr_assert_not(stated->inhibit_any_policy);
    cr_assert(stated->has_path_length);
    cr_assert_eq(stated->path_length, 1);
}

static const kedge_anchor_constraints *stated_flags(kedge_trust *trust, const char *bits, unsigned unused)
{
    anchor_info info = info_of(&root);

    info.path = forge_sequence(root.subject,
                               retagged(KEDGE_TAG_CONTEXT(2), forge_bit_string(forge_hex(bits), unused)));
    return only_anchor(trust, list_of_info(&info))->stated;
}

Test(list, policy_flags_have_their_places)
{
    kedge_trust trust;

    cr_assert(stated_flags(&trust, "80", 7)->inhibit_policy_mapping);
    cr_assert(stated_flags(&trust, "20", 5)->inhibit_any_policy);
    cr_assert_not(stated_flags(&trust, "", 0)->require_explicit_policy);
    cr_assert(stated_flags(&trust, "e0", 5)->require_explicit_policy);
}

Test(list, policy_flags_that_are_no_canonical_list_of_the_three_are_refused)
{
    static const struct {
        const char *bits;
        unsigned unused;
    } wrong[] = { { "10", 4 }, { "80", 6 }, { "8000", 0 }, { "00", 7 } };
    anchor_info info = info_of(&root);

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const kedge_span flags = forge_bit_string(forge_hex(wrong[i].bits), wrong[i].unused);

        info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT(2), flags));
        (void)refused_at(list_of_info(&info), KEDGE_DER_BAD_BIT_STRING);
    }
}

Test(list, a_path_length_beyond_every_path_is_held_as_large)
{
    kedge_trust trust;
    anchor_info info = info_of(&root);

    info.path = forge_sequence(root.subject,
                               retagged(KEDGE_TAG_CONTEXT(4), forge_unsigned(forge_hex("0100000000"))));
    cr_assert_eq(only_anchor(&trust, list_of_info(&info))->stated->path_length, 0x7fffffff);
    info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT(4), forge_integer(-1)));
    (void)refused_at(list_of_info(&info), KEDGE_EXTENSION_MALFORMED);
}

Test(list, a_certificate_in_the_controls_is_the_anchor)
{
    kedge_trust trust;
    anchor_info info = info_of(&root);
    const kedge_span der = forge_sign(&root);
    const kedge_anchor *anchor;

    info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT_CONSTRUCTED(0), der),
                               retagged(KEDGE_TAG_CONTEXT(4), forge_integer(0)));
    anchor = only_anchor(&trust, list_of_info(&info));
    cr_assert(same_bytes((kedge_span){ anchor->certificate.der, anchor->certificate.size }, der));
    cr_assert(anchor->stated->has_path_length);
}

Test(list, a_certificate_with_another_name_or_key_is_refused)
{
    anchor_info info = info_of(&root);
    forge_certificate other = forge_root("Other");
    const forge_certificate rekeyed = forge_root_with_key("Root", forge_p256("another"));

    info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT_CONSTRUCTED(0), forge_sign(&rekeyed)));
    (void)refused_at(list_of_info(&info), KEDGE_ANCHOR_INCONSISTENT);
    other.key = root.key;
    info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT_CONSTRUCTED(0), forge_sign(&other)));
    (void)refused_at(list_of_info(&info), KEDGE_ANCHOR_INCONSISTENT);
    info.path = forge_sequence(root.subject, forge_explicit(0, forge_null()));
    (void)refused_at(list_of_info(&info), KEDGE_DER_UNEXPECTED_TAG);
}

Test(list, an_anchor_without_a_name_is_refused)
{
    anchor_info info = info_of(&root);

    info.path = FORGE_ABSENT;
    (void)refused_at(list_of_info(&info), KEDGE_ISSUER_EMPTY);
    info.path = forge_sequence(forge_sequence(FORGE_ABSENT));
    (void)refused_at(list_of_info(&info), KEDGE_ISSUER_EMPTY);
}

Test(list, versions_other_than_the_first_are_refused_and_the_default_is_not_spelt_out)
{
    anchor_info info = info_of(&root);

    info.version = forge_integer(1);
    (void)refused_at(list_of_info(&info), KEDGE_DER_DEFAULT_ENCODED);
    info.version = forge_integer(2);
    (void)refused_at(list_of_info(&info), KEDGE_BAD_VERSION);
    info.version = forge_integer(-1);
    (void)refused_at(list_of_info(&info), KEDGE_DER_INTEGER_RANGE);
}

Test(list, titles_have_1_to_64_characters)
{
    static const char longest[] = "\xc3\xa4" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    kedge_trust trust;
    anchor_info info = info_of(&root);

    info.title = forge_text(KEDGE_TAG_UTF8_STRING, longest);
    (void)only_anchor(&trust, list_of_info(&info));
    info.title = forge_element(KEDGE_TAG_UTF8_STRING, forge_chars(longest), forge_chars("a"));
    (void)refused_at(list_of_info(&info), KEDGE_DER_BAD_STRING);
    info.title = forge_text(KEDGE_TAG_UTF8_STRING, "");
    (void)refused_at(list_of_info(&info), KEDGE_DER_BAD_STRING);
    info.title = forge_element(KEDGE_TAG_UTF8_STRING, forge_hex("c3"));
    (void)refused_at(list_of_info(&info), KEDGE_DER_BAD_STRING);
}

Test(list, extensions_are_enforced_or_refused)
{
    kedge_trust trust;
    anchor_info info = info_of(&root);
    const forge_extension key_id = forge_subject_key_identifier(forge_key_identifier(root.key));
    const forge_extension names = forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT);
    const forge_extension unknown = forge_unknown_extension(false);
    const forge_extension critical = forge_unknown_extension(true);

    info.extensions = info_extensions(&key_id);
    (void)only_anchor(&trust, list_of_info(&info));
    info.extensions = info_extensions(&unknown);
    (void)only_anchor(&trust, list_of_info(&info));
    info.extensions = info_extensions(&names);
    (void)refused_at(list_of_info(&info), KEDGE_CONSTRAINT_NOT_JUDGED);
    info.extensions = info_extensions(&critical);
    (void)refused_at(list_of_info(&info), KEDGE_UNKNOWN_CRITICAL_EXTENSION);
    info.extensions = forge_explicit(1, forge_sequence(FORGE_ABSENT));
    (void)refused_at(list_of_info(&info), KEDGE_EXTENSIONS_EMPTY);
}

Test(list, malformed_controls_are_refused_with_their_place)
{
    anchor_info info = info_of(&root);
    const kedge_span bad = forge_explicit(3, forge_null());
    kedge_span list;

    info.path = forge_sequence(root.subject, bad);
    list = list_of_info(&info);
    cr_assert_eq(refused_at(list, KEDGE_DER_TRAILING_DATA), list.size - bad.size + 2);
    info.path = forge_sequence(root.subject, forge_explicit(1, FORGE_ABSENT));
    (void)refused_at(list_of_info(&info), KEDGE_EXTENSION_MALFORMED);
    info.path = forge_sequence(root.subject, forge_explicit(3, FORGE_ABSENT));
    (void)refused_at(list_of_info(&info), KEDGE_EXTENSION_MALFORMED);
    info.path = forge_sequence(root.subject, forge_null());
    (void)refused_at(list_of_info(&info), KEDGE_DER_TRAILING_DATA);
    info.path = forge_sequence(root.subject, forge_integer(4));
    (void)refused_at(list_of_info(&info), KEDGE_DER_TRAILING_DATA);
}

Test(list, names_and_keys_are_checked_where_they_stand)
{
    anchor_info info = info_of(&root);
    const kedge_span name = forge_sequence(forge_null());
    kedge_span list;

    info.path = forge_sequence(name);
    list = list_of_info(&info);
    cr_assert_eq(refused_at(list, KEDGE_DER_UNEXPECTED_TAG), list.size - 2);
    info = info_of(&root);
    info.key = forge_sequence(forge_null());
    list = list_of_info(&info);
    cr_assert_eq(list.data[refused_at(list, KEDGE_DER_UNEXPECTED_TAG)], KEDGE_TAG_NULL);
}

Test(list, a_tbs_certificate_is_checked_as_any_certificate)
{
    const kedge_span tbs = forge_tbs_certificate(&root);

    (void)refused_at(forge_sequence(forge_explicit(1, forge_join(tbs, forge_null()))), KEDGE_DER_TRAILING_DATA);
    (void)refused_at(forge_sequence(forge_explicit(1, forge_sequence(forge_null()))), KEDGE_DER_UNEXPECTED_TAG);
    root.raw.validity = forge_null();
    (void)refused_at(forge_sequence(forge_explicit(1, forge_tbs_certificate(&root))), KEDGE_DER_UNEXPECTED_TAG);
    root.raw.validity = FORGE_ABSENT;
    root.version = 1;
    (void)only_anchor(&(kedge_trust){ 0 }, forge_sequence(forge_explicit(1, forge_tbs_certificate(&root))));
}

Test(list, small_certificates_are_wrapped_with_short_lengths)
{
    kedge_trust trust = new_trust(2);

    (void)refused_at(forge_sequence(forge_explicit(1, forge_sequence(forge_integer(1), forge_sequence(forge_null())))),
                     KEDGE_DER_UNEXPECTED_TAG);
    cr_assert_eq(kedge_trust_count(&trust), 0);
}

Test(list, what_is_no_list_is_refused)
{
    (void)refused_at(forge_null(), KEDGE_DER_UNEXPECTED_TAG);
    (void)refused_at(forge_join(forge_sequence(forge_sign(&root)), forge_null()), KEDGE_DER_TRAILING_DATA);
    (void)refused_at(forge_sequence(forge_explicit(3, forge_null())), KEDGE_DER_UNEXPECTED_TAG);
    (void)refused_at(forge_sequence(forge_hex("3005")), KEDGE_DER_TRUNCATED);
    (void)refused_at(forge_sequence(forge_sequence(forge_null())), KEDGE_DER_UNEXPECTED_TAG);
}

Test(list, an_empty_list_has_no_anchor)
{
    kedge_trust trust = new_trust(1);

    cr_assert_eq(add_list(&trust, forge_sequence(FORGE_ABSENT), KEDGE_BUNDLE_STOP, NULL), KEDGE_NO_CERTIFICATE);
}

Test(list, a_damaged_entry_can_be_passed_over)
{
    kedge_trust trust = new_trust(8);
    kedge_bundle_report report;
    const kedge_span list = forge_sequence(forge_sequence(forge_null()), forge_sign(&root));

    cr_assert_eq(add_list(&trust, list, KEDGE_BUNDLE_SKIP, &report), KEDGE_OK);
    cr_assert_eq(report.skipped, 1);
    cr_assert_eq(report.block, 1);
    cr_assert_eq(report.added, 1);
}

Test(list, terms_hold_for_all_its_anchors)
{
    kedge_trust trust = new_trust(8);
    const kedge_anchor_constraints constraints = { .has_path_length = true, .path_length = 2 };
    const kedge_anchor_terms terms = { .given = KEDGE_ANCHOR_LEAF, .constraints = &constraints };
    const kedge_anchor_terms wrong = { .given = KEDGE_ANCHOR_TERMS_ALL + 1 };
    const kedge_span list = forge_sequence(forge_sign(&root));

    cr_assert_eq(kedge_trust_add_list(&trust, list.data, list.size, &wrong, KEDGE_BUNDLE_STOP, NULL),
                 KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_add_list(&trust, list.data, list.size, &terms, KEDGE_BUNDLE_STOP, NULL), KEDGE_OK);
    cr_assert_eq(kedge_trust_at(&trust, 0)->terms.constraints->path_length, 2);
    cr_assert_neq(kedge_trust_at(&trust, 0)->terms.constraints, &constraints);
}

/* Every memory that is too small leaves the trust as it was, and nothing is written beside it. */
Test(list, too_little_memory_is_no_harm)
{
    const forge_extension names = forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT);
    anchor_info info = info_of(&root);
    kedge_span list;
    size_t enough = kedge_trust_size(3, 4096);
    bool fits = false;

    info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT_CONSTRUCTED(0), forge_sign(&root)),
                               retagged(KEDGE_TAG_CONTEXT_CONSTRUCTED(3), names.value));
    list = forge_sequence(info_choice(&info), forge_explicit(1, forge_tbs_certificate(&root)));
    for (size_t size = 32; size < enough && !fits; size += 8) {
        guarded block = guarded_new(size);
        kedge_trust trust;
        uint8_t *top;

        if (kedge_trust_init(&trust, block.memory, size, kedge_crypto_default()) == KEDGE_OK) {
            top = trust.top;
            fits = add_list(&trust, list, KEDGE_BUNDLE_SKIP, NULL) == KEDGE_OK;
            cr_assert_eq(kedge_trust_count(&trust), fits ? 2 : 0);
            cr_assert(fits || trust.top == top);
        }
        guarded_check_and_free(&block);
    }
    cr_assert(fits);
}

/* Every cut and every flipped bit is read without harm; a cut list is never accepted. */
Test(list, bad_input_is_refused_or_read_and_never_harms)
{
    anchor_info info = info_of(&root);
    const forge_extension usage = forge_extended_key_usage(FORGE_EKU_SERVER_AUTH);
    kedge_span list;

    info.path = forge_sequence(root.subject, retagged(KEDGE_TAG_CONTEXT(4), forge_integer(1)));
    info.extensions = info_extensions(&usage);
    list = forge_sequence(info_choice(&info), forge_explicit(1, forge_tbs_certificate(&root)));
    for (size_t size = 0; size < list.size; size++) {
        const kedge_span cut = forge_cut(list, size);
        kedge_trust trust = new_trust(4);

        cr_assert_neq(add_list(&trust, cut, KEDGE_BUNDLE_SKIP, NULL), KEDGE_OK);
    }
    for (size_t bit = 0; bit < list.size * 8; bit += 3) {
        kedge_bundle_report report;
        kedge_trust trust = new_trust(4);

        (void)add_list(&trust, forge_flip(list, bit), KEDGE_BUNDLE_SKIP, &report);
        cr_assert_leq(report.offset, list.size);
    }
}
