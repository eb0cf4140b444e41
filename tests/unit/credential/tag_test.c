/* tag_test.c - security tags: written as a whole, checked, listed, read and opened. */
#include <criterion/criterion.h>
#include <kedge/credential.h>
#include <kedge/kedge.h>

#include <string.h>

#include "forge/forge.h"
#include "unit/credential/key_files.h"
#include "unit/credential/memory_store.h"

#define ROOTS KEDGE_SLOT_ROOTS
#define CERTIFICATES KEDGE_SLOT_CERTIFICATES
#define PRIVATE_KEY KEDGE_SLOT_PRIVATE_KEY
#define PASSWORD_SLOT KEDGE_SLOT_PASSWORD
#define PSK KEDGE_SLOT_PSK
#define IDENTITY KEDGE_SLOT_PSK_IDENTITY

static kedge_tag_report report;

/* ECPrivateKey of a forged key on P-256. */
static kedge_span private_key_of(const forge_key *key)
{
    static const uint8_t head[] = { 0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20 };
    static const uint8_t tail[] = { 0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };
    uint8_t *der = forge_allocate(51);

    cr_assert_eq(key->ec.xlen, 32);
    memcpy(der, head, 7);
    memcpy(der + 7, key->ec.x, 32);
    memcpy(der + 39, tail, 12);
    return (kedge_span){ der, 51 };
}

static kedge_span joined(kedge_span one, kedge_span other)
{
    uint8_t *both = forge_allocate(one.size + other.size);

    memcpy(both, one.data, one.size);
    memcpy(both + one.size, other.data, other.size);
    return (kedge_span){ both, one.size + other.size };
}

static kedge_tag_change at_forge_now(void)
{
    return (kedge_tag_change){ .time = kedge_time_at(FORGE_NOW) };
}

static kedge_status write_tag(const memory_store *in, uint32_t tag, kedge_tag_change change)
{
    const size_t size = KEDGE_TAG_MEMORY(16384);

    return kedge_tag_write(&in->store, tag, &change, forge_allocate(size), size, &report);
}

static kedge_status write_slot(const memory_store *in, uint32_t tag, kedge_tag_slot slot, kedge_span value)
{
    kedge_tag_change change = at_forge_now();

    change.value[slot] = value;
    return write_tag(in, tag, change);
}

static kedge_span text(const char *characters)
{
    return forge_copy(characters, strlen(characters));
}

/* A client's whole world. */
typedef struct world {
    forge_certificate root, ca, client;
    kedge_span root_der, ca_der, client_der;
} world;

static world make_world(void)
{
    world w;

    w.root = forge_root("Root");
    w.ca = forge_ca("CA", &w.root);
    w.client = forge_leaf_with_key("device.example", &w.ca, forge_p256("client"));
    w.root_der = forge_sign(&w.root);
    w.ca_der = forge_sign(&w.ca);
    w.client_der = forge_sign(&w.client);
    return w;
}

static kedge_tag_change whole_change(const world *w)
{
    kedge_tag_change change = at_forge_now();

    change.value[ROOTS] = w->root_der;
    change.value[CERTIFICATES] = joined(w->client_der, w->ca_der);
    change.value[PRIVATE_KEY] = private_key_of(w->client.key);
    change.value[PSK] = text("a pre-shared key");
    change.value[IDENTITY] = text("device 7");
    return change;
}

static kedge_status open_tag(kedge_credential *credential, const memory_store *in, uint32_t tag)
{
    const size_t size = KEDGE_TAG_MEMORY(8192);

    return kedge_credential_open(credential, &in->store, tag, 0, forge_allocate(size), size);
}

Test(tag, what_was_written_is_opened)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    kedge_credential own;
    kedge_span chain[4];
    size_t count;

    cr_assert_eq(write_tag(in, 42, whole_change(&w)), KEDGE_OK);
    cr_expect_eq(report.slot, KEDGE_SLOT_COUNT);
    cr_assert_eq(open_tag(&own, in, 42), KEDGE_OK);
    cr_expect_eq(own.private_key.type, KEDGE_KEY_P256);
    cr_expect_eq(own.psk.size, 16);
    cr_expect_eq(own.psk_identity.size, 8);
    cr_assert_eq(kedge_credential_chain(&own, chain, 4, &count), KEDGE_OK);
    cr_assert_eq(count, 2);
    cr_expect_arr_eq(chain[0].data, w.client_der.data, w.client_der.size);
    cr_expect_arr_eq(chain[1].data, w.ca_der.data, w.ca_der.size);
    cr_expect_eq(kedge_credential_chain(&own, chain, 1, &count), KEDGE_MEMORY_TOO_SMALL);
    kedge_credential_close(&own);
    forge_forget();
}

Test(tag, its_roots_are_a_trust_under_which_its_own_chain_verifies)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_waived());
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(4)];
    static _Alignas(KEDGE_TRUST_ALIGN) uint8_t trust_memory[8192];
    kedge_credential own;
    kedge_trust trust;
    kedge_verdict verdict;
    kedge_span chain[4];

    cr_assert_eq(write_tag(in, 42, whole_change(&w)), KEDGE_OK);
    cr_assert_eq(open_tag(&own, in, 42), KEDGE_OK);
    cr_assert_eq(kedge_trust_init(&trust, trust_memory, sizeof trust_memory, kedge_crypto_default()), KEDGE_OK);
    cr_assert_eq(kedge_credential_add_roots(&own, &trust), KEDGE_OK);
    cr_assert_eq(kedge_credential_chain(&own, chain, 4, &request.chain_count), KEDGE_OK);
    request.chain = chain;
    request.time = kedge_time_at(FORGE_NOW);
    request.identity = kedge_identity_waived();
    cr_expect_eq(kedge_verify(&trust, &request, workspace, sizeof workspace, &verdict), KEDGE_OK);
    forge_forget();
}

Test(tag, text_is_stored_as_what_it_says)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    kedge_tag_change change = at_forge_now();
    kedge_credential own;
    kedge_span chain[4];
    size_t count;

    change.value[ROOTS] = joined(text("a comment\n"), forge_pem_certificate(w.root_der));
    change.value[CERTIFICATES] = joined(forge_pem_certificate(w.client_der), forge_pem_certificate(w.ca_der));
    change.value[PRIVATE_KEY] = forge_pem("EC PRIVATE KEY", private_key_of(w.client.key));
    cr_assert_eq(write_tag(in, 0, change), KEDGE_OK);
    cr_assert_eq(open_tag(&own, in, 0), KEDGE_OK);
    cr_assert_eq(kedge_credential_chain(&own, chain, 4, &count), KEDGE_OK);
    cr_expect_eq(count, 2);
    cr_expect_eq(own.roots.size, w.root_der.size);
    cr_expect_arr_eq(own.roots.data, w.root_der.data, w.root_der.size);
    forge_forget();
}

Test(tag, slots_are_changed_alone_and_cleared)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    kedge_tag_change change = at_forge_now();
    kedge_credential own;
    uint32_t tag;

    cr_assert_eq(write_slot(in, 5, ROOTS, w.root_der), KEDGE_OK);
    cr_assert_eq(write_slot(in, 5, CERTIFICATES, w.client_der), KEDGE_OK);
    cr_assert_eq(write_slot(in, 5, PRIVATE_KEY, private_key_of(w.client.key)), KEDGE_OK);
    cr_assert_eq(open_tag(&own, in, 5), KEDGE_OK);
    cr_expect(own.roots.size > 0 && own.certificates.size > 0 && own.private_key.type == KEDGE_KEY_P256);
    change.clear = 1 << ROOTS | 1 << PRIVATE_KEY | 1 << PSK;
    cr_assert_eq(write_tag(in, 5, change), KEDGE_OK);
    cr_assert_eq(open_tag(&own, in, 5), KEDGE_OK);
    cr_expect(own.roots.size == 0 && own.certificates.size > 0 && own.private_key.type == KEDGE_KEY_UNKNOWN);
    change.clear = (1 << KEDGE_SLOT_COUNT) - 1;
    cr_assert_eq(write_tag(in, 5, change), KEDGE_OK); /* nothing is left */
    cr_expect_eq(kedge_tag_next(&in->store, 0, &tag), KEDGE_TAG_NOT_FOUND);
    cr_expect_eq(write_tag(in, 5, change), KEDGE_OK); /* nor was there anything */
    forge_forget();
}

Test(tag, a_private_key_must_be_that_of_the_certificate)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    kedge_tag_change change = whole_change(&w);
    kedge_credential own;

    change.value[PRIVATE_KEY] = private_key_of(forge_p256("another"));
    cr_expect_eq(write_tag(in, 1, change), KEDGE_PRIVATE_KEY_MISMATCH);
    cr_expect_eq(report.slot, PRIVATE_KEY);
    cr_expect_eq(open_tag(&own, in, 1), KEDGE_TAG_NOT_FOUND);
    cr_assert_eq(write_tag(in, 1, whole_change(&w)), KEDGE_OK);
    cr_expect_eq(write_slot(in, 1, PRIVATE_KEY, private_key_of(forge_p256("another"))), KEDGE_PRIVATE_KEY_MISMATCH);
    cr_expect_eq(write_slot(in, 1, CERTIFICATES, w.ca_der), KEDGE_PRIVATE_KEY_MISMATCH);
    cr_expect_eq(open_tag(&own, in, 1), KEDGE_OK); /* as it was */
    forge_forget();
}

/* Both at once: how a key is renewed. */
Test(tag, certificate_and_key_are_renewed_together)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    forge_certificate renewed = forge_leaf_with_key("device.example", &w.ca, forge_p256("renewed"));
    kedge_tag_change change = at_forge_now();

    cr_assert_eq(write_tag(in, 1, whole_change(&w)), KEDGE_OK);
    change.value[CERTIFICATES] = forge_sign(&renewed);
    change.value[PRIVATE_KEY] = private_key_of(renewed.key);
    cr_expect_eq(write_tag(in, 1, change), KEDGE_OK);
    forge_forget();
}

Test(tag, an_encrypted_key_needs_the_password_that_opens_it)
{
    static const char *const files[] = { "pbes2_SHA256.pem", "traditional_aes256.pem" };

    for (size_t i = 0; i < 2; i++) {
        const memory_store *in = memory_store_new();
        kedge_tag_change change = at_forge_now();
        kedge_credential own;

        change.value[PRIVATE_KEY] = key_text(files[i]);
        cr_expect_eq(write_tag(in, 1, change), KEDGE_PRIVATE_KEY_ENCRYPTED);
        change.value[PASSWORD_SLOT] = text("open sesam");
        cr_expect_eq(write_tag(in, 1, change), KEDGE_PASSWORD_WRONG);
        change.value[PASSWORD_SLOT] = text(PASSWORD);
        cr_expect_eq(write_tag(in, 1, change), KEDGE_OK);
        cr_expect_eq(write_slot(in, 1, PASSWORD_SLOT, text("another")), KEDGE_PASSWORD_WRONG);
        cr_expect_eq(open_tag(&own, in, 1), KEDGE_OK);
        cr_expect_eq(own.private_key.type, KEDGE_KEY_P256);
        change = at_forge_now();
        change.clear = 1 << PASSWORD_SLOT;
        cr_expect_eq(write_tag(in, 1, change), KEDGE_PRIVATE_KEY_ENCRYPTED);
    }
    forge_forget();
}

Test(tag, iterations_are_bounded_when_writing_too)
{
    const memory_store *in = memory_store_new();
    kedge_tag_change change = at_forge_now();
    kedge_credential own;
    uint8_t *memory = forge_allocate(4096);

    change.value[PRIVATE_KEY] = key_text("pbes2_SHA256.pem");
    change.value[PASSWORD_SLOT] = text(PASSWORD);
    change.iterations_max = 99;
    cr_expect_eq(write_tag(in, 1, change), KEDGE_ITERATIONS_TOO_MANY);
    change.iterations_max = 100;
    cr_expect_eq(write_tag(in, 1, change), KEDGE_OK);
    cr_expect_eq(kedge_credential_open(&own, &in->store, 1, 99, memory, 4096), KEDGE_ITERATIONS_TOO_MANY);
    cr_expect_eq(kedge_credential_open(&own, &in->store, 1, 100, memory, 4096), KEDGE_OK);
    forge_forget();
}

Test(tag, dates_warn_or_bind)
{
    const memory_store *in = memory_store_new();
    world w = make_world();
    kedge_tag_change change;

    w.root.not_after = FORGE_NOW - 1;
    w.root_der = forge_sign(&w.root);
    w.ca.not_before = FORGE_NOW + 1;
    w.ca_der = forge_sign(&w.ca);
    change = whole_change(&w);
    cr_expect_eq(write_tag(in, 1, change), KEDGE_OK);
    cr_expect_eq(report.expired, 1 << ROOTS);
    cr_expect_eq(report.not_yet_valid, 1 << CERTIFICATES);
    change.flags = KEDGE_TAG_DATES_BIND;
    cr_expect_eq(write_tag(in, 2, change), KEDGE_EXPIRED);
    cr_expect_eq(report.slot, ROOTS);
    change.value[ROOTS] = (kedge_span){ NULL, 0 };
    cr_expect_eq(write_tag(in, 2, change), KEDGE_NOT_YET_VALID);
    cr_expect(report.slot == CERTIFICATES && report.certificate == 1);
    change.time = kedge_time_at_least(FORGE_NOW); /* whether it is too early is not known then */
    cr_expect_eq(write_tag(in, 2, change), KEDGE_OK);
    change.value[ROOTS] = w.root_der;
    cr_expect_eq(write_tag(in, 2, change), KEDGE_EXPIRED);
    change.time = kedge_time_waived();
    cr_expect_eq(write_tag(in, 2, change), KEDGE_OK);
    cr_expect(report.expired == 0 && report.not_yet_valid == 0);
    change.time = (kedge_time){ KEDGE_TIME_UNSET, 0 };
    cr_expect_eq(write_tag(in, 2, change), KEDGE_TIME_NOT_GIVEN);
    forge_forget();
}

Test(tag, contents_that_are_none_are_refused_with_their_place)
{
    const memory_store *in = memory_store_new();
    const world w = make_world();
    const kedge_span key = forge_pem("PRIVATE KEY", text("k"));

    cr_expect_eq(write_slot(in, 1, ROOTS, key), KEDGE_PEM_PRIVATE_KEY);
    cr_expect_eq(write_slot(in, 1, ROOTS, forge_pem("X509 CRL", text("l"))), KEDGE_PEM_NOT_CERTIFICATE);
    cr_expect_eq(write_slot(in, 1, ROOTS, text("nothing")), KEDGE_NO_CERTIFICATE);
    cr_expect_eq(write_slot(in, 1, CERTIFICATES, joined(forge_pem_certificate(w.client_der), key)),
                 KEDGE_PEM_PRIVATE_KEY);
    cr_expect(report.slot == CERTIFICATES && report.certificate == 1);
    cr_expect_eq(write_slot(in, 1, ROOTS, text("-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n")),
                 KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(write_slot(in, 1, ROOTS, text("-----BEGIN CERTIFICATE-----\n")), KEDGE_PEM_BAD_BOUNDARY);
    cr_expect_eq(write_slot(in, 1, ROOTS, forge_copy(w.root_der.data, w.root_der.size - 1)), KEDGE_DER_TRUNCATED);
    cr_expect_neq(write_slot(in, 1, ROOTS, joined(w.root_der, text("0"))), KEDGE_OK);
    cr_expect(report.slot == ROOTS && report.certificate == 1);
    cr_expect_eq(write_slot(in, 1, PRIVATE_KEY, text("nothing")), KEDGE_NO_PRIVATE_KEY);
    cr_expect_eq(write_slot(in, 1, PRIVATE_KEY, key), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(write_slot(in, 1, PRIVATE_KEY, text("-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n")),
                 KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(write_slot(in, 1, PSK, (kedge_span){ (const uint8_t *)"", 0 }), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(write_slot(in, 1, PSK, (kedge_span){ forge_allocate(65536), 65536 }), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_tag_delete(&in->store, 1), KEDGE_TAG_NOT_FOUND);
    forge_forget();
}

Test(tag, requests_that_contradict_themselves_are_refused)
{
    const memory_store *in = memory_store_new();
    kedge_tag_change change = at_forge_now();
    uint8_t memory[64];
    kedge_credential own;
    kedge_span value;
    uint32_t tag;

    cr_expect_eq(write_tag(in, 1, change), KEDGE_BAD_ARGUMENT); /* nothing to change */
    change.value[PSK] = text("key");
    cr_expect_eq(write_tag(in, KEDGE_TAG_MAX + 1, change), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(write_tag(in, KEDGE_TAG_MAX, change), KEDGE_OK);
    change.clear = 1 << PSK;
    cr_expect_eq(write_tag(in, 1, change), KEDGE_BAD_ARGUMENT);
    change.clear = 1 << KEDGE_SLOT_COUNT;
    cr_expect_eq(write_tag(in, 1, change), KEDGE_BAD_ARGUMENT);
    change.clear = 0;
    change.flags = 2;
    cr_expect_eq(write_tag(in, 1, change), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_tag_delete(&in->store, KEDGE_TAG_MAX + 1), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_tag_next(&in->store, KEDGE_TAG_MAX + 1, &tag), KEDGE_TAG_NOT_FOUND);
    cr_expect_eq(kedge_credential_open(&own, &in->store, KEDGE_TAG_MAX + 1, 0, memory, sizeof memory),
                 KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_tag_read(&in->store, 1, KEDGE_SLOT_COUNT, memory, sizeof memory, &value), KEDGE_BAD_ARGUMENT);
    forge_forget();
}

Test(tag, memory_that_is_too_small_is_refused_at_every_size_and_nothing_is_written)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    const kedge_tag_change change = whole_change(&w);
    kedge_status status = KEDGE_MEMORY_TOO_SMALL;
    kedge_credential own;
    size_t size;

    for (size = 0; size < 8192 && status == KEDGE_MEMORY_TOO_SMALL; size += 7) {
        cr_assert_eq(kedge_tag_next(&in->store, 0, &(uint32_t){ 0 }), KEDGE_TAG_NOT_FOUND);
        status = kedge_tag_write(&in->store, 1, &change, forge_allocate(size), size, &report);
    }
    cr_expect_eq(status, KEDGE_OK, "%s", kedge_status_name(status));
    status = KEDGE_MEMORY_TOO_SMALL;
    for (size = 0; size < 8192 && status == KEDGE_MEMORY_TOO_SMALL; size += 7)
        status = kedge_tag_write(&in->store, 1, &change, forge_allocate(size), size, &report);
    cr_expect_eq(status, KEDGE_OK, "%s", kedge_status_name(status));
    status = KEDGE_MEMORY_TOO_SMALL;
    for (size = 0; size < 8192 && status == KEDGE_MEMORY_TOO_SMALL; size += 7)
        status = kedge_credential_open(&own, &in->store, 1, 0, forge_allocate(size), size);
    cr_expect_eq(status, KEDGE_OK, "%s", kedge_status_name(status));
    forge_forget();
}

static bool holds(const uint8_t *memory, size_t size, const char *secret)
{
    return memmem(memory, size, secret, strlen(secret)) != NULL;
}

Test(tag, private_slots_are_not_read_out_and_scratch_memory_is_wiped)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    const kedge_tag_change change = whole_change(&w);
    const size_t size = 8192;
    uint8_t *memory = forge_allocate(size);
    kedge_tag_summary summary;
    kedge_credential own;
    kedge_span value;

    cr_assert_eq(kedge_tag_write(&in->store, 1, &change, memory, size, &report), KEDGE_OK);
    cr_expect_not(holds(memory, size, "a pre-shared key"));
    cr_expect_eq(kedge_tag_read(&in->store, 1, PRIVATE_KEY, memory, size, &value), KEDGE_TAG_SLOT_PRIVATE);
    cr_expect_eq(kedge_tag_read(&in->store, 1, PASSWORD_SLOT, memory, size, &value), KEDGE_TAG_SLOT_PRIVATE);
    cr_expect_eq(kedge_tag_read(&in->store, 1, PSK, memory, size, &value), KEDGE_TAG_SLOT_PRIVATE);
    cr_assert_eq(kedge_tag_read(&in->store, 1, IDENTITY, memory, size, &value), KEDGE_OK);
    cr_expect(value.size == 8 && memcmp(value.data, "device 7", 8) == 0);
    cr_expect_not(holds(memory, size, "a pre-shared key"));
    cr_assert_eq(kedge_tag_read(&in->store, 1, ROOTS, memory, size, &value), KEDGE_OK);
    cr_expect_eq(value.size, w.root_der.size);
    cr_assert_eq(kedge_tag_describe(&in->store, 1, memory, size, &summary), KEDGE_OK);
    cr_expect_not(holds(memory, size, "a pre-shared key"));
    cr_assert_eq(kedge_credential_open(&own, &in->store, 1, 0, memory, size), KEDGE_OK);
    cr_expect(holds(memory, size, "a pre-shared key"));
    kedge_credential_close(&own);
    cr_expect_not(holds(memory, size, "a pre-shared key"));
    forge_forget();
}

Test(tag, summaries_have_digests_but_of_what_could_be_guessed)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    kedge_tag_change change = whole_change(&w);
    kedge_tag_summary summary;
    kedge_span value;

    change.value[PASSWORD_SLOT] = text("password");
    cr_assert_eq(write_tag(in, 9, change), KEDGE_OK);
    cr_assert_eq(kedge_tag_describe(&in->store, 9, forge_allocate(8192), 8192, &summary), KEDGE_OK);
    cr_expect_eq(summary.tag, 9);
    for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++) {
        cr_expect(summary.slot[slot].is_present);
        cr_expect_eq(summary.slot[slot].has_digest, slot != PASSWORD_SLOT && slot != PSK);
    }
    cr_expect_arr_eq(summary.slot[ROOTS].digest, forge_digest(KEDGE_HASH_SHA256, w.root_der).data, 32);
    cr_expect_eq(summary.slot[PSK].size, 16);
    cr_assert_eq(write_slot(in, 10, PSK, text("key")), KEDGE_OK);
    cr_expect_eq(kedge_tag_read(&in->store, 10, ROOTS, forge_allocate(512), 512, &value), KEDGE_TAG_SLOT_EMPTY);
    cr_expect_eq(kedge_tag_read(&in->store, 11, ROOTS, forge_allocate(512), 512, &value), KEDGE_TAG_NOT_FOUND);
    cr_assert_eq(kedge_tag_describe(&in->store, 10, forge_allocate(512), 512, &summary), KEDGE_OK);
    cr_expect_not(summary.slot[ROOTS].is_present || summary.slot[ROOTS].has_digest);
    forge_forget();
}

Test(tag, a_check_finds_what_has_changed_since_the_write)
{
    const world w = make_world();
    const memory_store *in = memory_store_new();
    kedge_tag_change change = at_forge_now();
    const size_t size = 8192;

    cr_assert_eq(write_tag(in, 1, whole_change(&w)), KEDGE_OK);
    cr_expect_eq(kedge_tag_check(&in->store, 1, &change, forge_allocate(size), size, &report), KEDGE_OK);
    change.time = kedge_time_at(FORGE_NOW + 4000 * FORGE_DAY);
    cr_expect_eq(kedge_tag_check(&in->store, 1, &change, forge_allocate(size), size, &report), KEDGE_OK);
    cr_expect_neq(report.expired, 0);
    change.flags = KEDGE_TAG_DATES_BIND;
    cr_expect_eq(kedge_tag_check(&in->store, 1, &change, forge_allocate(size), size, &report), KEDGE_EXPIRED);
    cr_expect_eq(kedge_tag_check(&in->store, 2, &change, forge_allocate(size), size, &report), KEDGE_TAG_NOT_FOUND);
    change.time.kind = KEDGE_TIME_UNSET;
    cr_expect_eq(kedge_tag_check(&in->store, 1, &change, forge_allocate(size), size, &report), KEDGE_TIME_NOT_GIVEN);
    forge_forget();
}

Test(tag, tags_are_listed_in_ascending_order)
{
    static const uint32_t tags[] = { 7, 0, 2147483647, 42 };
    static const uint32_t sorted[] = { 0, 7, 42, 2147483647 };
    const memory_store *in = memory_store_new();
    uint32_t from = 0, tag;
    size_t count = 0;

    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(write_slot(in, tags[i], PSK, text("key")), KEDGE_OK);
    for (; kedge_tag_next(&in->store, from, &tag) == KEDGE_OK; from = tag + 1)
        cr_expect_eq(tag, sorted[count++]);
    cr_expect_eq(count, 4);
    cr_expect_eq(kedge_tag_delete(&in->store, 42), KEDGE_OK);
    cr_expect_eq(kedge_tag_next(&in->store, 8, &tag), KEDGE_OK);
    cr_expect_eq(tag, 2147483647);
    forge_forget();
}

/* Each bit of an image counts: a damaged one is named, and never used or changed in part. */
Test(tag, a_damaged_image_is_refused_as_a_whole)
{
    memory_store *in = memory_store_new();
    kedge_tag_summary summary;
    kedge_credential own;
    kedge_span value;
    uint8_t memory[512];

    cr_assert_eq(write_slot(in, 1, IDENTITY, text("device")), KEDGE_OK);
    for (size_t bit = 0; bit < in->entry[0].size * 8; bit++) {
        in->entry[0].image[bit / 8] ^= (uint8_t)(1 << bit % 8);
        cr_expect_eq(kedge_credential_open(&own, &in->store, 1, 0, memory, sizeof memory), KEDGE_TAG_CORRUPT);
        cr_expect_eq(kedge_tag_describe(&in->store, 1, memory, sizeof memory, &summary), KEDGE_TAG_CORRUPT);
        cr_expect_eq(kedge_tag_read(&in->store, 1, IDENTITY, memory, sizeof memory, &value), KEDGE_TAG_CORRUPT);
        in->entry[0].image[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t size = in->entry[0].size; size-- > 0;) {
        in->entry[0].size = size;
        cr_expect_eq(kedge_credential_open(&own, &in->store, 1, 0, memory, sizeof memory), KEDGE_TAG_CORRUPT);
    }
    cr_expect_eq(write_slot(in, 1, PSK, text("key")), KEDGE_TAG_CORRUPT);
    cr_expect_eq(kedge_tag_delete(&in->store, 1), KEDGE_OK);
    cr_expect_eq(write_slot(in, 1, PSK, text("key")), KEDGE_OK);
    forge_forget();
}

/* One tag's image in the place of another's. */
Test(tag, an_image_is_of_its_own_tag_alone)
{
    memory_store *in = memory_store_new();
    kedge_credential own;

    cr_assert_eq(write_slot(in, 1, PSK, text("key")), KEDGE_OK);
    in->entry[0].tag = 2;
    cr_expect_eq(open_tag(&own, in, 2), KEDGE_TAG_CORRUPT);
    forge_forget();
}

/* Images with a right digest and wrong slots, which no write makes. */
Test(tag, an_image_with_slots_out_of_order_or_out_of_bounds_is_refused)
{
    static const struct { uint8_t slots[16]; uint32_t size; kedge_status status; } cases[] = {
        { { 4, 0, 0, 0, 1, 'k', 5, 0, 0, 0, 1, 'i' }, 12, KEDGE_OK },
        { { 5, 0, 0, 0, 1, 'i', 4, 0, 0, 0, 1, 'k' }, 12, KEDGE_TAG_CORRUPT },
        { { 4, 0, 0, 0, 1, 'k', 4, 0, 0, 0, 1, 'k' }, 12, KEDGE_TAG_CORRUPT },
        { { 6, 0, 0, 0, 1, 'k' }, 6, KEDGE_TAG_CORRUPT },
        { { 4, 0, 0, 0, 2, 'k' }, 6, KEDGE_TAG_CORRUPT },
        { { 4, 0, 0, 0, 0 }, 5, KEDGE_TAG_CORRUPT },
        { { 4, 0, 0, 0 }, 4, KEDGE_TAG_CORRUPT },
        { { 4, 0xff, 0xff, 0xff, 0xff, 'k' }, 6, KEDGE_TAG_CORRUPT },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memory_store *in = memory_store_new();
        uint8_t *image = in->entry[0].image;
        kedge_credential own;

        cr_assert_eq(write_slot(in, 1, PSK, text("key")), KEDGE_OK);
        memcpy(image + 16, cases[i].slots, cases[i].size);
        image[15] = (uint8_t)cases[i].size;
        memcpy(image + 16 + cases[i].size,
               forge_digest(KEDGE_HASH_SHA256, (kedge_span){ image, 16 + cases[i].size }).data, 32);
        in->entry[0].size = 48 + cases[i].size;
        cr_expect_eq(open_tag(&own, in, 1), cases[i].status, "%zu", i);
    }
    forge_forget();
}

Test(tag, what_a_store_says_is_handed_on)
{
    memory_store *in = memory_store_new();
    kedge_credential own;

    in->failure = KEDGE_STORE_FAILED;
    cr_expect_eq(write_slot(in, 1, PSK, text("key")), KEDGE_STORE_FAILED);
    cr_expect_eq(open_tag(&own, in, 1), KEDGE_STORE_FAILED);
    forge_forget();
}

Test(tag, a_credential_without_certificates_says_so)
{
    const memory_store *in = memory_store_new();
    static _Alignas(KEDGE_TRUST_ALIGN) uint8_t trust_memory[4096];
    kedge_credential own;
    kedge_trust trust;
    kedge_span chain[1];
    size_t count;

    cr_assert_eq(write_slot(in, 1, PSK, text("key")), KEDGE_OK);
    cr_assert_eq(open_tag(&own, in, 1), KEDGE_OK);
    cr_assert_eq(kedge_trust_init(&trust, trust_memory, sizeof trust_memory, kedge_crypto_default()), KEDGE_OK);
    cr_expect_eq(kedge_credential_add_roots(&own, &trust), KEDGE_NO_CERTIFICATE);
    cr_expect_eq(kedge_credential_chain(&own, chain, 1, &count), KEDGE_NO_CERTIFICATE);
    forge_forget();
}

Test(tag, slots_have_names)
{
    cr_expect_str_eq(kedge_tag_slot_name(KEDGE_SLOT_ROOTS), "roots");
    cr_expect_str_eq(kedge_tag_slot_name(KEDGE_SLOT_PSK_IDENTITY), "psk identity");
    cr_expect_str_eq(kedge_tag_slot_name(KEDGE_SLOT_COUNT), "unknown");
    cr_expect(kedge_tag_slot_is_private(KEDGE_SLOT_COUNT));
}
