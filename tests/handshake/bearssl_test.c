/* bearssl_test.c - BearSSL at both ends, in memory; each end's peer is judged by kedge where the test says so. */
#include <criterion/criterion.h>
#include <kedge/adapter/bearssl.h>
#include <kedge/kedge.h>
#include <string.h>

#include "forge/forge.h"

#define HOST "host.example"
#define MEMORY_SIZE KEDGE_BEARSSL_MEMORY(4, 4096)

/* A chain as BearSSL shows it, and what it is made of. */
typedef struct shown {
    forge_certificate root, ca, leaf;
    br_x509_certificate der[2];
} shown;

static br_x509_certificate sign(const forge_certificate *certificate)
{
    const kedge_span der = forge_sign(certificate);

    return (br_x509_certificate){ (unsigned char *)(uintptr_t)der.data, der.size };
}

static shown shown_new(void)
{
    shown made;

    made.root = forge_root("Handshake root");
    made.ca = forge_ca("Handshake CA", &made.root);
    made.leaf = forge_leaf(HOST, &made.ca);
    return made;
}

static kedge_trust trust_in(const forge_certificate *root)
{
    const kedge_span der = forge_sign(root);
    const size_t size = kedge_trust_size(1, der.size);
    kedge_trust trust;
    uint32_t fault;

    cr_assert_eq(kedge_trust_init(&trust, forge_allocate(size), size, kedge_crypto_default()), KEDGE_OK);
    cr_assert_eq(kedge_trust_add_copy(&trust, der.data, der.size, NULL, &fault), KEDGE_OK);
    return trust;
}

/* Both ends, and all that they need. */
typedef struct ends {
    br_ssl_client_context client;
    br_ssl_server_context server;
    br_x509_minimal_context nobody; /* trusts nobody */
    unsigned char client_buffer[BR_SSL_BUFSIZE_BIDI], server_buffer[BR_SSL_BUFSIZE_BIDI];
    kedge_trust trust;
    kedge_verifier verifier, server_verifier;
    kedge_bearssl x509, server_x509;
    br_x500_name names[1];
    uint8_t memory[MEMORY_SIZE], server_memory[MEMORY_SIZE];
} ends;

/* A server that shows `chain`, and a client that judges it by its root. */
static ends *ends_new(shown *chain)
{
    ends *made = forge_allocate(sizeof *made);

    chain->der[0] = sign(&chain->leaf);
    chain->der[1] = sign(&chain->ca);
    br_ssl_client_init_full(&made->client, &made->nobody, NULL, 0);
    if (chain->leaf.key->type == KEDGE_KEY_RSA)
        br_ssl_server_init_full_rsa(&made->server, chain->der, 2, &chain->leaf.key->rsa);
    else
        br_ssl_server_init_full_ec(&made->server, chain->der, 2, BR_KEYTYPE_EC, &chain->leaf.key->ec);
    br_ssl_engine_set_buffer(&made->client.eng, made->client_buffer, sizeof made->client_buffer, 1);
    br_ssl_engine_set_buffer(&made->server.eng, made->server_buffer, sizeof made->server_buffer, 1);

    made->trust = trust_in(&chain->root);
    made->verifier = (kedge_verifier){ .trust = &made->trust,
                                       .request = { .size = sizeof(kedge_request), .policy = &kedge_policy_webpki } };
    made->verifier.request.time = kedge_time_at(FORGE_NOW);
    made->server_verifier = made->verifier;
    made->server_verifier.request.identity = kedge_identity_waived();
    cr_assert(kedge_bearssl_use_client(&made->client, &made->x509, &made->verifier, made->memory,
                                       sizeof made->memory));
    return made;
}

/* Have the server ask for a certificate, and the client show `chain`, or none. */
static void ask_client(ends *both, shown *chain)
{
    cr_assert_eq(kedge_bearssl_names(&both->trust, both->names, 1), 1);
    cr_assert(kedge_bearssl_use_server(&both->server, &both->server_x509, &both->server_verifier, both->names, 1,
                                       both->server_memory, sizeof both->server_memory));
    if (chain == NULL)
        return;
    chain->der[0] = sign(&chain->leaf);
    chain->der[1] = sign(&chain->ca);
    br_ssl_client_set_single_ec(&both->client, chain->der, 2, &chain->leaf.key->ec, BR_KEYTYPE_SIGN,
                                BR_KEYTYPE_EC, br_ec_get_default(), br_ecdsa_sign_asn1_get_default());
}

/* Hand records on; whether there were any. */
static bool carry(br_ssl_engine_context *from, br_ssl_engine_context *to)
{
    size_t ready, room;
    unsigned char *out = br_ssl_engine_sendrec_buf(from, &ready);
    unsigned char *in = br_ssl_engine_recvrec_buf(to, &room);

    if (out == NULL || in == NULL)
        return false;
    if (ready > room)
        ready = room;
    memcpy(in, out, ready);
    br_ssl_engine_sendrec_ack(from, ready);
    br_ssl_engine_recvrec_ack(to, ready);
    return true;
}

static bool can_send(const ends *both)
{
    return (br_ssl_engine_current_state(&both->client.eng) & BR_SSL_SENDAPP) != 0
        && (br_ssl_engine_current_state(&both->server.eng) & BR_SSL_SENDAPP) != 0;
}

/* Carry all that there is to carry, and say whether both ends may send. */
static bool run(ends *both)
{
    bool is_moving = true;

    while (is_moving) {
        is_moving = carry(&both->client.eng, &both->server.eng);
        is_moving = carry(&both->server.eng, &both->client.eng) || is_moving;
    }
    return can_send(both);
}

static bool shake_hands(ends *both, const char *host)
{
    cr_assert(br_ssl_client_reset(&both->client, host, 0));
    cr_assert(br_ssl_server_reset(&both->server));
    return run(both);
}

/* Give the other end the alert, as the transport would, and say what it makes of it. */
static int tell(const kedge_bearssl *x509, br_ssl_engine_context *other)
{
    uint8_t record[KEDGE_BEARSSL_ALERT_SIZE];
    const size_t size = kedge_bearssl_alert(x509, record);
    size_t room;
    unsigned char *in;

    if (size == 0)
        return 0;
    in = br_ssl_engine_recvrec_buf(other, &room);
    cr_assert_not_null(in);
    for (size_t i = 0; i < size; i++) {
        in = br_ssl_engine_recvrec_buf(other, &room);
        cr_assert_not_null(in);
        *in = record[i];
        br_ssl_engine_recvrec_ack(other, 1);
    }
    return br_ssl_engine_last_error(other) - BR_ERR_RECV_FATAL_ALERT;
}

static kedge_status verdict_of(const kedge_bearssl *x509)
{
    kedge_verdict verdict;

    cr_assert(kedge_bearssl_verdict(x509, &verdict));
    return verdict.status;
}

/* The client refuses, for `status`; BearSSL's error and the alert to the server are these. */
static void expect_refusal(ends *both, const char *host, kedge_status status, int error, int alert)
{
    cr_assert(!shake_hands(both, host));
    cr_assert_eq(verdict_of(&both->x509), status, "%s", kedge_status_name(verdict_of(&both->x509)));
    cr_assert_eq(br_ssl_engine_last_error(&both->client.eng), error);
    cr_assert_eq(tell(&both->x509, &both->server.eng), alert);
}

TestSuite(bearssl, .fini = forge_forget);

Test(bearssl, a_client_lets_the_right_server_in)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    kedge_verdict verdict;
    uint8_t record[KEDGE_BEARSSL_ALERT_SIZE];

    cr_assert(!kedge_bearssl_verdict(&both->x509, &verdict));
    cr_assert_eq(kedge_bearssl_alert(&both->x509, record), 0);
    cr_assert(shake_hands(both, HOST));
    cr_assert(kedge_bearssl_verdict(&both->x509, &verdict));
    cr_assert_eq(verdict.status, KEDGE_OK);
    cr_assert_eq(verdict.path_length, 3);
    cr_assert_eq(kedge_bearssl_alert(&both->x509, record), 0);
}

Test(bearssl, rsa_keys_sign_and_receive_keys)
{
    static const uint16_t suites[] = { BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, BR_TLS_RSA_WITH_AES_128_GCM_SHA256 };

    for (size_t i = 0; i < 2; i++) {
        shown chain = shown_new();
        ends *both;

        chain.leaf = forge_leaf_with_key(HOST, &chain.ca, forge_rsa(2048, 0));
        forge_put(&chain.leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_ENCIPHERMENT));
        both = ends_new(&chain);
        br_ssl_engine_set_suites(&both->client.eng, &suites[i], 1);
        cr_assert(shake_hands(both, HOST), "%zu", i);
    }
}

Test(bearssl, a_key_is_used_as_its_key_usage_allows)
{
    static const uint16_t suite = BR_TLS_RSA_WITH_AES_128_GCM_SHA256;
    shown chain = shown_new();
    ends *both;

    chain.leaf = forge_leaf_with_key(HOST, &chain.ca, forge_rsa(2048, 0));
    forge_put(&chain.leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    both = ends_new(&chain);
    br_ssl_engine_set_suites(&both->client.eng, &suite, 1);
    cr_assert(!shake_hands(both, HOST));
    cr_assert_eq(verdict_of(&both->x509), KEDGE_OK);
    cr_assert_eq(br_ssl_engine_last_error(&both->client.eng), BR_ERR_WRONG_KEY_USAGE);
}

Test(bearssl, a_refusal_is_an_error_and_an_alert_that_the_server_reads)
{
    shown chain = shown_new();

    expect_refusal(ends_new(&chain), "other.example", KEDGE_IDENTITY_MISMATCH, BR_ERR_X509_BAD_SERVER_NAME,
                   KEDGE_ALERT_BAD_CERTIFICATE);
    chain.leaf.not_after = FORGE_NOW - 1;
    expect_refusal(ends_new(&chain), HOST, KEDGE_EXPIRED, BR_ERR_X509_EXPIRED, KEDGE_ALERT_CERTIFICATE_EXPIRED);
}

Test(bearssl, an_unknown_root_is_refused)
{
    shown chain = shown_new();
    const forge_certificate other = forge_root("Another root");
    ends *both = ends_new(&chain);

    both->trust = trust_in(&other);
    expect_refusal(both, HOST, KEDGE_NOT_AUTHENTICATED, BR_ERR_X509_NOT_TRUSTED, KEDGE_ALERT_UNKNOWN_CA);
}

Test(bearssl, a_client_that_looks_for_no_name_refuses)
{
    shown chain = shown_new();

    expect_refusal(ends_new(&chain), NULL, KEDGE_IDENTITY_NOT_GIVEN, BR_ERR_BAD_PARAM, KEDGE_ALERT_INTERNAL_ERROR);
}

Test(bearssl, the_name_set_for_the_connection_comes_first_and_the_one_of_the_verifier_last)
{
    shown chain = shown_new();
    const kedge_identity right = kedge_identity_dns(HOST), wrong = kedge_identity_dns("wrong.example");
    ends *both = ends_new(&chain);

    kedge_bearssl_set_identity(&both->x509, &right);
    both->verifier.request.identity = wrong;
    cr_assert(shake_hands(both, "other.example"));
    kedge_bearssl_set_identity(&both->x509, &(const kedge_identity){ KEDGE_IDENTITY_UNSET, { NULL, 0 } });
    cr_assert(shake_hands(both, HOST));
    cr_assert(!shake_hands(both, NULL));
    both->verifier.request.identity = right;
    cr_assert(shake_hands(both, NULL));
}

Test(bearssl, without_a_time_every_certificate_is_refused)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);

    both->verifier.request.time = (kedge_time){ .kind = KEDGE_TIME_UNSET };
    expect_refusal(both, HOST, KEDGE_TIME_NOT_GIVEN, BR_ERR_X509_TIME_UNKNOWN, KEDGE_ALERT_INTERNAL_ERROR);
    kedge_bearssl_set_time(&both->x509, kedge_time_at(FORGE_NOW));
    cr_assert(shake_hands(both, HOST));
}

Test(bearssl, the_time_of_the_connection_comes_before_that_of_the_verifier)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);

    kedge_bearssl_set_time(&both->x509, kedge_time_at(FORGE_NOW + 50 * 365 * FORGE_DAY));
    cr_assert(!shake_hands(both, HOST));
    cr_assert_eq(verdict_of(&both->x509), KEDGE_EXPIRED);
}

Test(bearssl, a_chain_that_does_not_fit_is_refused_by_name)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    const size_t octets = chain.der[0].data_len + chain.der[1].data_len;
    kedge_verdict verdict;

    for (size_t size = 0; size < octets; size += octets / 7) {
        cr_assert(kedge_bearssl_use_client(&both->client, &both->x509, &both->verifier, both->memory, size));
        cr_assert(!shake_hands(both, HOST));
        cr_assert_eq(verdict_of(&both->x509), KEDGE_MEMORY_TOO_SMALL, "%zu", size);
        cr_assert_eq(br_ssl_engine_last_error(&both->client.eng), BR_ERR_X509_LIMIT_EXCEEDED);
    }
    cr_assert(kedge_bearssl_use_client(&both->client, &both->x509, &both->verifier, both->memory, octets));
    cr_assert(!shake_hands(both, HOST));
    cr_assert(kedge_bearssl_verdict(&both->x509, &verdict));
    cr_assert_eq(verdict.status, KEDGE_MEMORY_TOO_SMALL);
}

Test(bearssl, memory_of_the_stated_size_is_enough_at_any_alignment)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    const size_t octets = chain.der[0].data_len + chain.der[1].data_len;
    const size_t size = KEDGE_BEARSSL_MEMORY(2, octets);

    for (size_t i = 0; i < KEDGE_WORKSPACE_ALIGN; i++) {
        uint8_t *memory = forge_allocate(size + i); /* of the exact size */

        cr_assert(kedge_bearssl_use_client(&both->client, &both->x509, &both->verifier, memory + i, size));
        cr_assert(shake_hands(both, HOST));
    }
}

/* Feed a chain as BearSSL does. */
static unsigned feed(kedge_bearssl *x509, const kedge_span *certificate, size_t count, const char *host)
{
    const br_x509_class **ctx = &x509->vtable;
    const br_x509_class *class_ = x509->vtable;

    class_->start_chain(ctx, host);
    for (size_t i = 0; i < count; i++) {
        class_->start_cert(ctx, (uint32_t)certificate[i].size);
        for (size_t at = 0; at < certificate[i].size; at += 100)
            class_->append(ctx, certificate[i].data + at,
                           certificate[i].size - at < 100 ? certificate[i].size - at : 100);
        class_->end_cert(ctx);
    }
    return class_->end_chain(ctx);
}

Test(bearssl, more_certificates_than_there_is_room_for_are_refused)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    kedge_span many[KEDGE_BEARSSL_CERTIFICATES_MAX + 2];

    for (size_t i = 0; i < sizeof many / sizeof many[0]; i++)
        many[i] = (kedge_span){ (const uint8_t *)"\x30", 1 };
    cr_assert_eq(feed(&both->x509, many, KEDGE_BEARSSL_CERTIFICATES_MAX + 2, HOST), BR_ERR_X509_LIMIT_EXCEEDED);
    cr_assert_eq(verdict_of(&both->x509), KEDGE_TOO_MANY_CERTIFICATES);
}

Test(bearssl, more_octets_than_were_announced_are_refused)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    const br_x509_class **ctx = &both->x509.vtable, *class_ = both->x509.vtable;

    class_->start_chain(ctx, HOST);
    class_->append(ctx, (const unsigned char *)"stray", 5);
    cr_assert_eq(class_->end_chain(ctx), BR_ERR_X509_LIMIT_EXCEEDED);
    class_->start_chain(ctx, HOST);
    class_->start_cert(ctx, 1);
    for (size_t i = 0; i <= MEMORY_SIZE / 64; i++)
        class_->append(ctx, chain.der[0].data, 64);
    cr_assert_eq(class_->end_chain(ctx), BR_ERR_X509_LIMIT_EXCEEDED);
    cr_assert_null(class_->get_pkey(&both->x509.vtable, NULL));
}

Test(bearssl, no_certificates_are_an_empty_chain)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);

    cr_assert_eq(feed(&both->x509, NULL, 0, HOST), BR_ERR_X509_EMPTY_CHAIN);
    cr_assert_eq(verdict_of(&both->x509), KEDGE_CHAIN_EMPTY);
}

Test(bearssl, the_key_is_there_for_a_good_chain_alone)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    const kedge_span sent[] = { forge_sign(&chain.leaf), forge_sign(&chain.ca) };
    const br_x509_pkey *key;
    unsigned usages;

    cr_assert_null(both->x509.vtable->get_pkey(&both->x509.vtable, &usages));
    cr_assert_eq(feed(&both->x509, sent, 2, "other.example"), BR_ERR_X509_BAD_SERVER_NAME);
    cr_assert_null(both->x509.vtable->get_pkey(&both->x509.vtable, &usages));
    cr_assert_eq(feed(&both->x509, sent, 2, HOST), 0);
    key = both->x509.vtable->get_pkey(&both->x509.vtable, &usages);
    cr_assert_eq(key->key_type, BR_KEYTYPE_EC);
    cr_assert_eq(key->key.ec.curve, BR_EC_secp256r1);
    cr_assert_arr_eq(key->key.ec.q, chain.leaf.key->public_key.data, key->key.ec.qlen);
    cr_assert_eq(both->x509.vtable->get_pkey(&both->x509.vtable, NULL), key);
}

Test(bearssl, every_curve_is_named)
{
    static const struct {
        kedge_key_type type;
        int curve;
    } curves[] = {
        { KEDGE_KEY_P256, BR_EC_secp256r1 }, { KEDGE_KEY_P384, BR_EC_secp384r1 }, { KEDGE_KEY_P521, BR_EC_secp521r1 }
    };

    for (size_t i = 0; i < 3; i++) {
        shown chain = shown_new();
        ends *both = ends_new(&chain);
        kedge_span sent[2];

        chain.leaf = forge_leaf_with_key(HOST, &chain.ca, forge_ec(curves[i].type, "leaf"));
        sent[0] = forge_sign(&chain.leaf);
        sent[1] = forge_sign(&chain.ca);
        both->verifier.request.policy = &kedge_policy_rfc5280;
        cr_assert_eq(feed(&both->x509, sent, 2, HOST), 0);
        cr_assert_eq(both->x509.vtable->get_pkey(&both->x509.vtable, NULL)->key.ec.curve, curves[i].curve);
    }
}

/* A SubjectPublicKeyInfo of an algorithm without parameters (RFC 8410, 4). */
static const forge_key *octet_key(const char *oid, size_t size)
{
    static const uint8_t octets[57] = { 1 };

    return forge_public(forge_sequence(forge_sequence(forge_oid(oid)), forge_bit_string(forge_copy(octets, size), 0)));
}

Test(bearssl, a_key_that_bearssl_has_no_use_for_is_unsupported)
{
    static const char *const oids[] = { "1.3.101.112", "1.3.101.113" };
    static const size_t sizes[] = { 32, 57 };

    for (size_t i = 0; i < 2; i++) {
        shown chain = shown_new();
        ends *both = ends_new(&chain);
        kedge_verdict verdict;
        kedge_span sent[2];

        chain.leaf = forge_leaf_with_key(HOST, &chain.ca, octet_key(oids[i], sizes[i]));
        sent[0] = forge_sign(&chain.leaf);
        sent[1] = forge_sign(&chain.ca);
        both->verifier.request.policy = &kedge_policy_rfc5280;
        cr_assert_eq(feed(&both->x509, sent, 2, HOST), BR_ERR_X509_UNSUPPORTED);
        cr_assert(kedge_bearssl_verdict(&both->x509, &verdict));
        cr_assert_eq(verdict.status, KEDGE_UNSUPPORTED_KEY);
        cr_assert_eq(verdict.certificate, 0);
    }
}

Test(bearssl, a_resumed_session_keeps_the_verdict_of_the_handshake_before)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    br_ssl_session_cache_lru cache;
    unsigned char store[4096];

    br_ssl_session_cache_lru_init(&cache, store, sizeof store);
    br_ssl_server_set_cache(&both->server, &cache.vtable);
    cr_assert(shake_hands(both, HOST));
    both->trust = trust_in(&(const forge_certificate){ .key = chain.root.key, .version = 3,
                                                       .subject = forge_common_name("Nobody"),
                                                       .not_after = FORGE_NOW, .hash = KEDGE_HASH_SHA256 });
    cr_assert(br_ssl_client_reset(&both->client, HOST, 1));
    cr_assert(br_ssl_server_reset(&both->server));
    cr_assert(run(both));
    cr_assert_eq(verdict_of(&both->x509), KEDGE_OK);
}

Test(bearssl, in_a_renegotiation_there_is_no_alert_to_be_made)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    uint8_t record[KEDGE_BEARSSL_ALERT_SIZE];

    cr_assert(shake_hands(both, HOST));
    kedge_bearssl_set_time(&both->x509, kedge_time_at(FORGE_NOW + 50 * 365 * FORGE_DAY));
    cr_assert(br_ssl_engine_renegotiate(&both->client.eng));
    cr_assert(!run(both));
    cr_assert_eq(verdict_of(&both->x509), KEDGE_EXPIRED);
    cr_assert_eq(kedge_bearssl_alert(&both->x509, record), 0);
}

Test(bearssl, a_server_lets_the_right_client_in)
{
    shown chain = shown_new(), client = chain;
    ends *both = ends_new(&chain);

    forge_put(&client.leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    ask_client(both, &client);
    cr_assert(shake_hands(both, HOST));
    cr_assert_eq(verdict_of(&both->server_x509), KEDGE_OK);
}

Test(bearssl, a_server_refuses_a_client_whose_certificate_is_a_servers)
{
    shown chain = shown_new(), client = chain;
    ends *both = ends_new(&chain);

    ask_client(both, &client);
    cr_assert(!shake_hands(both, HOST));
    cr_assert_eq(verdict_of(&both->server_x509), KEDGE_USAGE_REFUSED);
    cr_assert_eq(br_ssl_engine_last_error(&both->server.eng), BR_ERR_X509_FORBIDDEN_KEY_USAGE);
    cr_assert_eq(tell(&both->server_x509, &both->client.eng), KEDGE_ALERT_UNSUPPORTED_CERTIFICATE);
}

Test(bearssl, a_server_refuses_a_client_that_has_no_certificate_unless_it_says_otherwise)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    kedge_verdict verdict;

    ask_client(both, NULL);
    cr_assert(!shake_hands(both, HOST));
    cr_assert_eq(br_ssl_engine_last_error(&both->server.eng), BR_ERR_NO_CLIENT_AUTH);
    br_ssl_engine_add_flags(&both->server.eng, BR_OPT_TOLERATE_NO_CLIENT_AUTH);
    cr_assert(shake_hands(both, HOST));
    cr_assert(!kedge_bearssl_verdict(&both->server_x509, &verdict));
}

Test(bearssl, a_server_waives_no_name_by_itself)
{
    shown chain = shown_new(), client = chain;
    ends *both = ends_new(&chain);

    forge_put(&client.leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    both->server_verifier.request.identity = (kedge_identity){ KEDGE_IDENTITY_UNSET, { NULL, 0 } };
    ask_client(both, &client);
    cr_assert(!shake_hands(both, HOST));
    cr_assert_eq(verdict_of(&both->server_x509), KEDGE_IDENTITY_NOT_GIVEN);
}

Test(bearssl, names_beyond_the_room_are_counted)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    br_x500_name none;

    cr_assert_eq(kedge_bearssl_names(&both->trust, &none, 0), 1);
    cr_assert_eq(kedge_bearssl_names(&both->trust, both->names, 1), 1);
    cr_assert_arr_eq(both->names[0].data, chain.root.subject.data, both->names[0].len);
}

Test(bearssl, what_is_missing_is_refused_and_bearssl_goes_on_trusting_nobody)
{
    shown chain = shown_new();
    ends *both = ends_new(&chain);
    const kedge_verifier no_trust = { .request = both->verifier.request };
    const kedge_verifier no_policy = { .trust = &both->trust };
    br_ssl_client_context *client = &both->client;
    kedge_bearssl x509;

    chain.leaf.not_after = chain.ca.not_after = forge_seconds(2045, 1, 1, 0, 0, 0); /* BearSSL has the machine's time */
    chain.der[0] = sign(&chain.leaf);
    br_ssl_client_init_full(client, &both->nobody, NULL, 0);
    br_ssl_engine_set_buffer(&client->eng, both->client_buffer, sizeof both->client_buffer, 1);
    cr_assert(!kedge_bearssl_use_client(NULL, &x509, &both->verifier, both->memory, 100));
    cr_assert(!kedge_bearssl_use_client(client, NULL, &both->verifier, both->memory, 100));
    cr_assert(!kedge_bearssl_use_client(client, &x509, NULL, both->memory, 100));
    cr_assert(!kedge_bearssl_use_client(client, &x509, &no_trust, both->memory, 100));
    cr_assert(!kedge_bearssl_use_client(client, &x509, &no_policy, both->memory, 100));
    cr_assert(!kedge_bearssl_use_client(client, &x509, &both->verifier, NULL, 100));
    cr_assert(!kedge_bearssl_use_server(NULL, &x509, &both->verifier, both->names, 1, both->memory, 100));
    cr_assert(!kedge_bearssl_use_server(&both->server, &x509, &both->verifier, NULL, 1, both->memory, 100));
    cr_assert(!kedge_bearssl_use_server(&both->server, &x509, &both->verifier, both->names, 0, both->memory, 100));
    cr_assert(!kedge_bearssl_use_server(&both->server, &x509, NULL, both->names, 1, both->memory, 100));
    cr_assert(!shake_hands(both, HOST));
    cr_assert_eq(br_ssl_engine_last_error(&client->eng), BR_ERR_X509_NOT_TRUSTED);
}

Test(bearssl, zero_is_the_error_of_ok_alone)
{
    for (int status = 0; status < KEDGE_STATUS_COUNT; status++)
        cr_assert_eq(kedge_bearssl_error((kedge_status)status) == 0, status == KEDGE_OK, "%d", status);
    cr_assert_eq(kedge_bearssl_error(KEDGE_REVOKED), BR_ERR_X509_NOT_TRUSTED);
    cr_assert_eq(kedge_bearssl_error(KEDGE_DER_BAD_NULL), BR_ERR_X509_INVALID_VALUE);
}
