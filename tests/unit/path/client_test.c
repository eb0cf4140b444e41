/* client_test.c - clients: judged by the engine, known by a name or a key (RFC 7250). */
#include <criterion/criterion.h>
#include <kedge/client.h>
#include <kedge/pin.h>

#include <string.h>

#include "forge/forge.h"

static kedge_certificate parsed(const forge_certificate *certificate)
{
    const kedge_span der = forge_sign(certificate);
    kedge_certificate view;
    uint32_t fault;

    cr_assert_eq(kedge_certificate_parse(&view, der.data, der.size, &fault), KEDGE_OK);
    return view;
}

static forge_certificate client(const forge_certificate *issuer)
{
    forge_certificate made = forge_leaf_with_key("device.example", issuer, forge_p256("client"));

    forge_put(&made, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    return made;
}

static kedge_status judge(const kedge_trust *trust, const kedge_policy *policy, kedge_span leaf,
                          kedge_status (*accept)(void *, const kedge_path *), void *context)
{
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(2)];
    kedge_request request = KEDGE_REQUEST(policy, kedge_usage_client_auth());
    kedge_verdict verdict;

    request.identity = kedge_identity_waived();
    request.time = kedge_time_at(FORGE_NOW);
    request.chain = &leaf;
    request.chain_count = 1;
    request.accept = accept;
    request.context = context;
    return kedge_verify(trust, &request, workspace, sizeof workspace, &verdict);
}

static _Alignas(KEDGE_TRUST_ALIGN) uint8_t trust_memory[16384];

static kedge_trust trusting(kedge_span anchor, const kedge_anchor_terms *terms)
{
    kedge_trust trust;
    uint32_t fault;

    cr_assert_eq(kedge_trust_init(&trust, trust_memory, sizeof trust_memory, kedge_crypto_default()), KEDGE_OK);
    if (anchor.size > 0)
        cr_assert_eq(kedge_trust_add_copy(&trust, anchor.data, anchor.size, terms, &fault), KEDGE_OK);
    return trust;
}

Test(client, is_judged_by_the_same_engine_with_its_own_usage)
{
    forge_certificate root = forge_root("Root");
    forge_certificate good = client(&root);
    forge_certificate server = forge_leaf("device.example", &root);
    forge_certificate stranger_root = forge_root("Stranger");
    forge_certificate stranger = client(&stranger_root);
    const kedge_trust trust = trusting(forge_sign(&root), NULL);

    cr_expect_eq(judge(&trust, &kedge_policy_webpki, forge_sign(&good), NULL, NULL), KEDGE_OK);
    forge_put(&server, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH));
    cr_expect_eq(judge(&trust, &kedge_policy_webpki, forge_sign(&server), NULL, NULL), KEDGE_USAGE_REFUSED);
    cr_expect_eq(judge(&trust, &kedge_policy_webpki, forge_sign(&stranger), NULL, NULL), KEDGE_NOT_AUTHENTICATED);
    good.not_after = FORGE_NOW - 1;
    cr_expect_eq(judge(&trust, &kedge_policy_webpki, forge_sign(&good), NULL, NULL), KEDGE_EXPIRED);
    forge_forget();
}

/* The manufacturer's world: the certificate itself is known. */
Test(client, a_self_signed_certificate_that_is_pinned_exactly_is_accepted_and_its_twin_is_not)
{
    forge_certificate own = forge_root_with_key("device 7", forge_p256("client"));
    forge_certificate twin = own;
    const kedge_anchor_terms leaf = { .given = KEDGE_ANCHOR_LEAF | KEDGE_ANCHOR_ISSUER, .value = KEDGE_ANCHOR_LEAF };
    kedge_trust trust;

    forge_drop_all(&own);
    forge_drop_all(&twin);
    twin.key = forge_p256("another");
    trust = trusting(forge_sign(&own), &leaf);
    cr_expect_eq(judge(&trust, &kedge_policy_device, forge_sign(&own), NULL, NULL), KEDGE_OK);
    cr_expect_neq(judge(&trust, &kedge_policy_device, forge_sign(&twin), NULL, NULL), KEDGE_OK);
    forge_forget();
}

static kedge_public_key read_key(kedge_span spki)
{
    kedge_public_key key;
    kedge_der der;
    uint32_t fault;

    cr_assert_eq(kedge_der_begin(&der, spki.data, spki.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_public_key_read(&der, &key), KEDGE_OK);
    return key;
}

static kedge_pin pin_of(const forge_key *of)
{
    const kedge_public_key key = read_key(of->subject_public_key_info);
    kedge_pin pin;

    cr_assert_eq(kedge_pin_make(kedge_crypto_default(), &key, &pin), KEDGE_OK);
    cr_assert_arr_eq(pin.digest, forge_digest(KEDGE_HASH_SHA256, of->subject_public_key_info).data, 32);
    return pin;
}

Test(client, a_raw_public_key_is_accepted_where_it_is_pinned_and_allowed)
{
    const kedge_pin pins[] = { pin_of(forge_p256("one")), pin_of(forge_p256("client")), pin_of(forge_rsa(1024, 0)) };
    const kedge_span spki = forge_p256("client")->subject_public_key_info;
    const kedge_crypto *crypto = kedge_crypto_default();
    const kedge_policy nothing = { .size = sizeof nothing };
    uint8_t *longer = forge_allocate(spki.size + 1);
    kedge_public_key key;
    size_t matched = 9;

    cr_expect_eq(kedge_raw_key_verify(crypto, &kedge_policy_device, spki, pins, 3, &key, &matched), KEDGE_OK);
    cr_expect(matched == 1 && key.type == KEDGE_KEY_P256);
    cr_expect_eq(kedge_raw_key_verify(crypto, &kedge_policy_device, spki, pins, 3, &key, NULL), KEDGE_OK);
    cr_expect_eq(kedge_raw_key_verify(crypto, &kedge_policy_device, spki, pins, 1, &key, NULL), KEDGE_KEY_NOT_PINNED);
    cr_expect_eq(kedge_raw_key_verify(crypto, &kedge_policy_device, spki, NULL, 0, &key, NULL), KEDGE_KEY_NOT_PINNED);
    cr_expect_eq(kedge_raw_key_verify(crypto, &nothing, spki, pins, 3, &key, NULL), KEDGE_POLICY_NOT_GIVEN);
    cr_expect_eq(kedge_raw_key_verify(crypto, &kedge_policy_device, forge_rsa(1024, 0)->subject_public_key_info, pins,
                                      3, &key, NULL), KEDGE_KEY_REFUSED); /* pinned, and too weak */
    memcpy(longer, spki.data, spki.size);
    cr_expect_eq(kedge_raw_key_verify(crypto, &kedge_policy_device, (kedge_span){ longer, spki.size + 1 }, pins, 3,
                                      &key, NULL), KEDGE_DER_TRAILING_DATA);
    for (size_t size = 0; size < spki.size; size++)
        cr_expect_neq(kedge_raw_key_verify(crypto, &kedge_policy_device, forge_copy(spki.data, size), pins, 3, &key,
                                           NULL), KEDGE_OK);
    forge_forget();
}

typedef struct pinned {
    const kedge_pin *pins;
    size_t count;
} pinned;

static kedge_status demand_pin(void *context, const kedge_path *path)
{
    const pinned *by = context;

    return kedge_path_has_pin(path, by->pins, by->count);
}

Test(client, a_pin_is_demanded_beside_the_authorities)
{
    forge_certificate root = forge_root("Root");
    forge_certificate good = client(&root);
    const kedge_trust trust = trusting(forge_sign(&root), NULL);
    const kedge_pin of_leaf = pin_of(good.key), of_root = pin_of(root.key), other = pin_of(forge_p256("other"));
    pinned by = { &of_leaf, 1 };

    cr_expect_eq(judge(&trust, &kedge_policy_webpki, forge_sign(&good), demand_pin, &by), KEDGE_OK);
    by.pins = &of_root;
    cr_expect_eq(judge(&trust, &kedge_policy_webpki, forge_sign(&good), demand_pin, &by), KEDGE_OK);
    by.pins = &other;
    cr_expect_eq(judge(&trust, &kedge_policy_webpki, forge_sign(&good), demand_pin, &by), KEDGE_HOOK_REFUSED);
    by.count = 0;
    cr_expect_eq(judge(&trust, &kedge_policy_webpki, forge_sign(&good), demand_pin, &by), KEDGE_HOOK_REFUSED);
    forge_forget();
}

static bool is_text(kedge_client_name name, const char *text)
{
    return name.value.size == strlen(text) && memcmp(name.value.data, text, name.value.size) == 0;
}

static kedge_status find(const kedge_certificate *certificate, kedge_client_name_kind kind, kedge_client_name *name)
{
    return kedge_client_name_find(certificate, &kind, 1, name);
}

Test(client, is_known_by_the_first_kind_of_name_that_it_has)
{
    static const kedge_client_name_kind kinds[] = { KEDGE_CLIENT_EMAIL, KEDGE_CLIENT_URI, KEDGE_CLIENT_DNS,
                                                    KEDGE_CLIENT_COMMON_NAME };
    forge_certificate root = forge_root("Root");
    forge_certificate made = client(&root);
    kedge_certificate view;
    kedge_client_name name;

    forge_put(&made, forge_subject_alt_name(forge_dns("device.example"), forge_uri("urn:device:7")));
    made.subject = forge_common_name("Device 7");
    view = parsed(&made);
    cr_expect_eq(kedge_client_name_find(&view, kinds, 4, &name), KEDGE_OK);
    cr_expect(name.kind == KEDGE_CLIENT_URI && is_text(name, "urn:device:7"));
    cr_expect_eq(find(&view, KEDGE_CLIENT_DNS, &name), KEDGE_OK);
    cr_expect(is_text(name, "device.example"));
    cr_expect_eq(find(&view, KEDGE_CLIENT_COMMON_NAME, &name), KEDGE_OK);
    cr_expect(is_text(name, "Device 7"));
    cr_expect_eq(find(&view, KEDGE_CLIENT_EMAIL, &name), KEDGE_CLIENT_NAME_MISSING);
    cr_expect(name.value.size == 0 && name.kind == KEDGE_CLIENT_NAME_KIND_COUNT);
    cr_expect_eq(find(&view, KEDGE_CLIENT_SUBJECT_SERIAL, &name), KEDGE_CLIENT_NAME_MISSING);
    cr_expect_eq(find(&view, KEDGE_CLIENT_SERIAL_NUMBER, &name), KEDGE_OK);
    cr_expect(name.value.size == view.serial_number.size);
    cr_expect_eq(find(&view, KEDGE_CLIENT_SUBJECT, &name), KEDGE_OK);
    cr_expect_eq(name.value.size, view.subject.size);
    cr_expect_eq(find(&view, KEDGE_CLIENT_NAME_KIND_COUNT, &name), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_client_name_find(&view, kinds, 0, &name), KEDGE_CLIENT_NAME_MISSING);
    forge_forget();
}

Test(client, two_names_of_the_kind_wanted_are_one_too_many)
{
    forge_certificate root = forge_root("Root");
    forge_certificate made = client(&root);
    kedge_certificate view;
    kedge_client_name name;

    forge_put(&made, forge_subject_alt_name(forge_email("one@device.example"), forge_email("two@device.example"),
                                            forge_dns("*.device.example"), forge_dns("device.example")));
    made.subject = forge_name(forge_rdn_utf8("2.5.4.3", "one"), forge_rdn_utf8("2.5.4.3", "two"));
    view = parsed(&made);
    cr_expect_eq(find(&view, KEDGE_CLIENT_EMAIL, &name), KEDGE_CLIENT_NAME_AMBIGUOUS);
    cr_expect_eq(find(&view, KEDGE_CLIENT_COMMON_NAME, &name), KEDGE_CLIENT_NAME_AMBIGUOUS);
    cr_expect_eq(find(&view, KEDGE_CLIENT_DNS, &name), KEDGE_OK); /* the wildcard is nobody */
    cr_expect(is_text(name, "device.example"));
    forge_forget();
}

Test(client, attributes_are_text_of_types_that_are_utf8)
{
    forge_certificate root = forge_root("Root");
    forge_certificate made = client(&root);
    kedge_certificate view;
    kedge_client_name name;

    made.subject = forge_name(forge_rdn(forge_attribute("2.5.4.5", KEDGE_TAG_PRINTABLE_STRING, "SN-0042")));
    view = parsed(&made);
    cr_expect_eq(find(&view, KEDGE_CLIENT_SUBJECT_SERIAL, &name), KEDGE_OK);
    cr_expect(is_text(name, "SN-0042"));
    made.subject = forge_name(forge_rdn(forge_attribute("2.5.4.3", KEDGE_TAG_TELETEX_STRING, "device")),
                              forge_rdn_utf8("2.5.4.10", "Maker"));
    view = parsed(&made);
    cr_expect_eq(find(&view, KEDGE_CLIENT_COMMON_NAME, &name), KEDGE_CLIENT_NAME_AMBIGUOUS);
    made.subject = forge_name(FORGE_ABSENT);
    view = parsed(&made);
    cr_expect_eq(find(&view, KEDGE_CLIENT_COMMON_NAME, &name), KEDGE_CLIENT_NAME_MISSING);
    cr_expect_eq(find(&view, KEDGE_CLIENT_SUBJECT, &name), KEDGE_CLIENT_NAME_MISSING);
    forge_forget();
}
