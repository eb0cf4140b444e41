/* trust_test.c - provisioning anchors and finding them again. */
#include "trust_fixture.h"

#include <stdio.h>

Test(trust, is_empty_at_first)
{
    kedge_trust trust = new_trust(1);
    kedge_certificate leaf = parsed(root_der("Root"));

    cr_assert_eq(kedge_trust_count(&trust), 0);
    cr_assert_null(kedge_trust_at(&trust, 0));
    cr_assert_null(find_common_name(&trust, "Root"));
    cr_assert_null(kedge_trust_find_key_id(&trust, forge_chars("key"), NULL));
    cr_assert_not(kedge_trust_is_distrusted(&trust, &leaf));
}

Test(trust, refuses_to_begin_without_its_arguments_or_misaligned)
{
    _Alignas(KEDGE_TRUST_ALIGN) static uint8_t memory[4096];
    const kedge_crypto *crypto = kedge_crypto_default();
    kedge_trust trust;

    cr_assert_eq(kedge_trust_init(NULL, memory, sizeof memory, crypto), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_init(&trust, NULL, sizeof memory, crypto), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_init(&trust, memory, sizeof memory, NULL), KEDGE_BAD_ARGUMENT);
    for (size_t off = 1; off < KEDGE_TRUST_ALIGN; off++)
        cr_assert_eq(kedge_trust_init(&trust, memory + off, sizeof memory - off, crypto), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_init(&trust, memory, sizeof memory, crypto), KEDGE_OK);
}

Test(trust, a_borrowed_anchor_points_at_the_bytes_given_and_a_copy_does_not)
{
    kedge_trust trust = new_trust(2);
    kedge_span one = root_der("One");
    kedge_span other = root_der("Other");
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_der(&trust, one.data, one.size, NULL, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_add_copy(&trust, other.data, other.size, NULL, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_at(&trust, 0)->certificate.der, one.data);
    cr_assert_eq(kedge_trust_at(&trust, 0)->certificate.key.der, one.data);
    cr_assert_neq(kedge_trust_at(&trust, 1)->certificate.der, other.data);
    cr_assert_eq(kedge_trust_at(&trust, 1)->certificate.der, kedge_trust_at(&trust, 1)->certificate.key.der);
    cr_assert_arr_eq(kedge_trust_at(&trust, 1)->certificate.der, other.data, other.size);
}

Test(trust, ordinals_follow_the_order_of_adding)
{
    kedge_trust trust = new_trust(3);

    cr_assert_eq(add(&trust, root_der("C")), KEDGE_OK);
    cr_assert_eq(add(&trust, root_der("A")), KEDGE_OK);
    cr_assert_eq(add(&trust, root_der("B")), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 3);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(kedge_trust_ordinal(&trust, kedge_trust_at(&trust, i)), i);
    cr_assert_eq(kedge_trust_ordinal(&trust, find_common_name(&trust, "C")), 0);
    cr_assert_eq(kedge_trust_ordinal(&trust, find_common_name(&trust, "A")), 1);
    cr_assert_eq(kedge_trust_ordinal(&trust, find_common_name(&trust, "B")), 2);
    cr_assert_null(kedge_trust_at(&trust, 3));
}

Test(trust, anchors_are_found_by_normalised_name)
{
    kedge_trust trust = new_trust(1);
    kedge_span shouted = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, " THE  ROOT ")));

    cr_assert_eq(add(&trust, root_der("the root")), KEDGE_OK);
    cr_assert_not_null(find_name(&trust, shouted, NULL));
    cr_assert_null(find_common_name(&trust, "the roots"));
}

Test(trust, a_wrong_hash_finds_nothing)
{
    kedge_trust trust = new_trust(1);
    kedge_span name = forge_common_name("Root");

    cr_assert_eq(add(&trust, root_der("Root")), KEDGE_OK);
    for (unsigned bit = 0; bit < 64; bit++)
        cr_assert_null(kedge_trust_find(&trust, name, kedge_name_hash(name) ^ UINT64_C(1) << bit, NULL));
}

Test(trust, an_anchor_of_another_name_is_not_found_though_the_hash_is_the_same)
{
    kedge_trust trust = new_trust(1);
    kedge_span name = forge_common_name("Root");

    cr_assert_eq(add(&trust, root_der("Root")), KEDGE_OK);
    cr_assert_null(kedge_trust_find(&trust, forge_common_name("Other"), kedge_name_hash(name), NULL));
}

Test(trust, anchors_are_found_by_key_identifier)
{
    kedge_trust trust = new_trust(3);
    const forge_key *shared = forge_p256("shared key");
    forge_certificate one = forge_root_with_key("One", shared);
    forge_certificate other = forge_root_with_key("Other", shared);
    forge_certificate without = forge_root("Without");
    const kedge_anchor *first;
    const kedge_anchor *second;

    forge_drop(&without, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    cr_assert_eq(add(&trust, forge_sign(&one)), KEDGE_OK);
    cr_assert_eq(add(&trust, forge_sign(&without)), KEDGE_OK);
    cr_assert_eq(add(&trust, forge_sign(&other)), KEDGE_OK);
    first = kedge_trust_find_key_id(&trust, forge_key_identifier(shared), NULL);
    cr_assert_not_null(first);
    second = kedge_trust_find_key_id(&trust, forge_key_identifier(shared), first);
    cr_assert_not_null(second);
    cr_assert_neq(first, second);
    cr_assert_null(kedge_trust_find_key_id(&trust, forge_key_identifier(shared), second));
    cr_assert_null(kedge_trust_find_key_id(&trust, forge_key_identifier(forge_p256("another")), NULL));
    cr_assert_null(kedge_trust_find_key_id(&trust, forge_cut(forge_key_identifier(shared), 19), NULL));
}

Test(trust, an_empty_key_identifier_finds_nothing)
{
    kedge_trust trust = new_trust(1);
    forge_certificate without = forge_root("Without");

    forge_drop(&without, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    cr_assert_eq(add(&trust, forge_sign(&without)), KEDGE_OK);
    cr_assert_null(kedge_trust_find_key_id(&trust, FORGE_ABSENT, NULL));
}

/* Certificates of one name that differ in their keys. */
static void forge_siblings(kedge_span *der, size_t count)
{
    char label[32];

    for (size_t i = 0; i < count; i++) {
        forge_certificate root;

        snprintf(label, sizeof label, "key %zu", i);
        root = forge_root_with_key("Siblings", forge_p256(label));
        der[i] = forge_sign(&root);
    }
}

Test(trust, what_is_found_does_not_depend_on_the_order_of_adding)
{
    enum { COUNT = 5 };
    kedge_trust forwards = new_trust(COUNT);
    kedge_trust backwards = new_trust(COUNT);
    const kedge_anchor *one = NULL;
    const kedge_anchor *other = NULL;
    kedge_span der[COUNT];

    forge_siblings(der, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        cr_assert_eq(add(&forwards, der[i]), KEDGE_OK);
        cr_assert_eq(add(&backwards, der[COUNT - 1 - i]), KEDGE_OK);
    }
    for (size_t i = 0; i < COUNT; i++) {
        one = find_name(&forwards, forge_common_name("Siblings"), one);
        other = find_name(&backwards, forge_common_name("Siblings"), other);
        cr_assert_not_null(one);
        cr_assert_not_null(other);
        cr_assert_eq(one->certificate.der, other->certificate.der);
    }
    cr_assert_null(find_name(&forwards, forge_common_name("Siblings"), one));
    cr_assert_null(find_name(&backwards, forge_common_name("Siblings"), other));
}

Test(trust, a_certificate_that_is_there_already_is_merged)
{
    kedge_trust trust = new_trust(2);
    kedge_span der = root_der("Root");
    kedge_span again = forge_copy(der.data, der.size);
    size_t room;
    uint32_t fault = 0;

    cr_assert_eq(add(&trust, der), KEDGE_OK);
    room = (size_t)(trust.top - (uint8_t *)(trust.anchors + trust.anchor_count));
    cr_assert_eq(add(&trust, again), KEDGE_OK);
    cr_assert_eq(kedge_trust_add_copy(&trust, again.data, again.size, NULL, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 1);
    cr_assert_eq(kedge_trust_at(&trust, 0)->certificate.der, der.data);
    cr_assert_eq((size_t)(trust.top - (uint8_t *)(trust.anchors + trust.anchor_count)), room);
    cr_assert_null(find_name(&trust, forge_common_name("Root"), find_common_name(&trust, "Root")));
}

Test(trust, terms_given_later_replace_those_given_before)
{
    const kedge_anchor_terms strict = { .given = KEDGE_ANCHOR_EXPIRY, .value = KEDGE_ANCHOR_EXPIRY };
    const kedge_anchor_terms dated = { .has_distrusted_after = true, .distrusted_after = FORGE_NOW };
    kedge_trust trust = new_trust(1);
    kedge_span der = root_der("Root");
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_der(&trust, der.data, der.size, &strict, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_at(&trust, 0)->terms.value, KEDGE_ANCHOR_EXPIRY);
    cr_assert_eq(kedge_trust_add_copy(&trust, der.data, der.size, &dated, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_at(&trust, 0)->terms.given, 0);
    cr_assert_eq(kedge_trust_at(&trust, 0)->terms.value, 0);
    cr_assert(kedge_trust_at(&trust, 0)->terms.has_distrusted_after);
    cr_assert_eq(kedge_trust_at(&trust, 0)->terms.distrusted_after, FORGE_NOW);
    cr_assert_eq(add(&trust, der), KEDGE_OK);
    cr_assert_not(kedge_trust_at(&trust, 0)->terms.has_distrusted_after);
}

Test(trust, terms_with_unknown_bits_are_refused)
{
    const kedge_anchor_terms known = { .given = KEDGE_ANCHOR_TERMS_ALL, .value = KEDGE_ANCHOR_TERMS_ALL };
    const kedge_anchor_terms given = { .given = KEDGE_ANCHOR_TERMS_ALL + 1 };
    const kedge_anchor_terms value = { .value = UINT32_C(1) << 31 };
    kedge_trust trust = new_trust(1);
    kedge_span der = root_der("Root");
    kedge_span pem = forge_pem_certificate(der);
    kedge_span name = forge_common_name("Root");
    kedge_span key = forge_p256("Root")->subject_public_key_info;
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_der(&trust, der.data, der.size, &given, &fault), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_add_copy(&trust, der.data, der.size, &value, &fault), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_add_name_and_key(&trust, name, key, &given, &fault), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_add_pem(&trust, pem.data, pem.size, &value, KEDGE_BUNDLE_STOP, NULL),
                 KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_count(&trust), 0);
    cr_assert_eq(kedge_trust_add_der(&trust, der.data, der.size, &known, &fault), KEDGE_OK);
}

Test(trust, a_certificate_that_does_not_parse_is_refused_with_its_place)
{
    kedge_trust trust = new_trust(1);
    kedge_span der = root_der("Root");
    kedge_span longer = forge_join(der, forge_hex("00"));
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_der(&trust, longer.data, longer.size, NULL, &fault),
                 KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(fault, der.size);
    fault = 0;
    cr_assert_eq(kedge_trust_add_copy(&trust, longer.data, longer.size, NULL, &fault),
                 KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(fault, der.size);
    cr_assert_eq(kedge_trust_count(&trust), 0);
}

/* Add "Root", as a name and the P-256 key of that label. */
static kedge_status add_bare(kedge_trust *trust, kedge_span name, kedge_span key, uint32_t *fault)
{
    return kedge_trust_add_name_and_key(trust, name, key, NULL, fault);
}

Test(trust, a_bare_name_and_key_is_an_anchor_of_version_0)
{
    kedge_trust trust = new_trust(2);
    kedge_span name = forge_common_name("Root");
    kedge_span key = forge_p256("Root")->subject_public_key_info;
    kedge_certificate from_certificate = parsed(root_der("Root"));
    const kedge_certificate *bare;
    uint32_t fault = 0;

    cr_assert_eq(add_bare(&trust, name, key, &fault), KEDGE_OK);
    bare = &kedge_trust_at(&trust, 0)->certificate;
    cr_assert_eq(bare->version, 0);
    cr_assert_eq(bare->size, name.size + key.size);
    cr_assert_neq(bare->der, name.data);
    cr_assert(same_bytes(kedge_certificate_span(bare, bare->subject), name));
    cr_assert_eq(bare->key.der, bare->der);
    cr_assert_eq(bare->key.type, KEDGE_KEY_P256);
    cr_assert(same_bytes(kedge_certificate_span(bare, bare->key.subject_public_key_info), key));
    cr_assert(same_bytes(kedge_certificate_span(bare, bare->key.point),
                         kedge_certificate_span(&from_certificate, from_certificate.key.point)));
    cr_assert_eq(find_common_name(&trust, "Root"), kedge_trust_at(&trust, 0));
    cr_assert_null(kedge_trust_find_key_id(&trust, forge_key_identifier(forge_p256("Root")), NULL));
}

Test(trust, a_bare_anchor_given_twice_is_merged_and_is_not_the_certificate_of_that_name_and_key)
{
    const kedge_anchor_terms terms = { .given = KEDGE_ANCHOR_LEAF, .value = KEDGE_ANCHOR_LEAF };
    kedge_trust trust = new_trust(4);
    kedge_span name = forge_common_name("Root");
    kedge_span key = forge_p256("Root")->subject_public_key_info;
    uint32_t fault = 0;

    cr_assert_eq(add(&trust, root_der("Root")), KEDGE_OK);
    cr_assert_eq(add_bare(&trust, name, key, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 2);
    cr_assert_eq(kedge_trust_add_name_and_key(&trust, name, key, &terms, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 2);
    cr_assert_eq(kedge_trust_at(&trust, 1)->terms.value, KEDGE_ANCHOR_LEAF);
    cr_assert_eq(add_bare(&trust, name, forge_p256("Other")->subject_public_key_info, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), 3);
}

typedef struct bare_case {
    const char *why;
    kedge_span name;
    kedge_span key;
    kedge_status status;
    uint32_t fault;
} bare_case;

Test(trust, a_bare_name_or_key_that_is_malformed_is_refused_with_its_place)
{
    const kedge_span name = forge_common_name("Root");
    const kedge_span key = forge_p256("Root")->subject_public_key_info;
    const uint32_t name_size = (uint32_t)name.size;
    const kedge_span none = forge_name(FORGE_ABSENT);
    const bare_case cases[] = {
        { "no name at all", FORGE_ABSENT, key, KEDGE_DER_TRUNCATED, 0 },
        { "a name cut off", forge_cut(name, name.size - 1), key, KEDGE_DER_TRUNCATED, name_size - 1 },
        { "bytes after the name", forge_join(name, forge_hex("0500")), key, KEDGE_DER_TRAILING_DATA,
          name_size },
        { "not a sequence", forge_set(forge_cn("Root")), key, KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "an empty RDN", forge_name(forge_set(FORGE_ABSENT)), key, KEDGE_NAME_MALFORMED, 4 },
        { "an empty name", none, key, KEDGE_ISSUER_EMPTY, 0 },
        { "no key at all", name, FORGE_ABSENT, KEDGE_DER_TRUNCATED, name_size },
        { "bytes after the key", name, forge_join(key, forge_hex("00")), KEDGE_DER_TRAILING_DATA,
          name_size + (uint32_t)key.size },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kedge_trust trust = new_trust(1);
        uint32_t fault = 12345;
        kedge_status status = add_bare(&trust, cases[i].name, cases[i].key, &fault);

        cr_assert_eq(status, cases[i].status, "%s: %s", cases[i].why, kedge_status_name(status));
        cr_assert_eq(fault, cases[i].fault, "%s: at %u", cases[i].why, (unsigned)fault);
        cr_assert_eq(kedge_trust_count(&trust), 0);
    }
}

Test(trust, a_bare_name_or_key_of_absurd_size_is_refused_unread)
{
    kedge_trust trust = new_trust(1);
    const kedge_span name = forge_common_name("Root");
    const kedge_span huge = { name.data, KEDGE_CERTIFICATE_SIZE_MAX + 1 };
    uint32_t fault = 0;

    cr_assert_eq(add_bare(&trust, huge, name, &fault), KEDGE_DER_TOO_LARGE);
    cr_assert_eq(add_bare(&trust, name, huge, &fault), KEDGE_DER_TOO_LARGE);
}

/* A self-signed certificate whose signature nobody could verify, to be had quickly. */
static kedge_span numbered_root(size_t number)
{
    forge_certificate root;
    char name[32];

    snprintf(name, sizeof name, "Root number %zu", number);
    root = forge_root_with_key(name, forge_p256("one key for all"));
    root.raw.signature = forge_bit_string(forge_hex("3006020101020101"), 0);
    return forge_sign(&root);
}

Test(trust, ten_thousand_anchors_are_found)
{
    enum { COUNT = 10000 };
    kedge_trust trust = new_trust(COUNT);
    char name[32];

    for (size_t i = 0; i < COUNT; i++)
        cr_assert_eq(add(&trust, numbered_root(i)), KEDGE_OK);
    cr_assert_eq(kedge_trust_count(&trust), COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        const kedge_anchor *found;

        snprintf(name, sizeof name, "root NUMBER %zu", i);
        found = find_common_name(&trust, name);
        cr_assert_eq(found, kedge_trust_at(&trust, i));
        cr_assert_null(find_name(&trust, forge_common_name(name), found));
    }
    cr_assert_null(find_common_name(&trust, "Root number 10000"));
}

static size_t longest_chain(const kedge_trust *trust)
{
    size_t longest = 0;

    for (size_t bucket = 0; bucket < trust->bucket_count; bucket++) {
        size_t length = 0;

        for (uint32_t link = trust->by_subject[bucket]; link != 0;
             link = trust->anchors[link - 1].next_by_subject)
            length++;
        if (length > longest)
            longest = length;
    }
    return longest;
}

Test(trust, looking_up_costs_the_same_however_many_anchors_there_are)
{
    enum { COUNT = 4000 };
    kedge_trust trust = new_trust(COUNT);

    for (size_t i = 0; i < COUNT; i++)
        cr_assert_eq(add(&trust, numbered_root(i)), KEDGE_OK);
    cr_assert(longest_chain(&trust) < 12, "%zu", longest_chain(&trust));
}
