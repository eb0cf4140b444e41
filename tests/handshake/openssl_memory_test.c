/* openssl_memory_test.c - both ends of a TLS connection in one program, kedge on either. */
#include "memory_pair.h"

#include <openssl/x509v3.h>
#include <pthread.h>
#include <string.h>

/* What a client sees of one handshake with a server that shows `shown`. */
typedef struct outcome {
    bool succeeded;
    int alert;
    long error;
    bool has_verdict;
    kedge_verdict verdict;
    int path_length; /* of SSL_get0_verified_chain() */
} outcome;

static outcome outcome_of(connection *ends, SSL *judge)
{
    outcome seen = { 0 };
    STACK_OF(X509) *path;

    seen.succeeded = shake_hands(ends, &seen.alert);
    seen.error = SSL_get_verify_result(judge);
    seen.has_verdict = kedge_openssl_verdict(judge, &seen.verdict);
    path = SSL_get0_verified_chain(judge);
    seen.path_length = path != NULL ? sk_X509_num(path) : 0;
    return seen;
}

/* How a client is told which host it wants. */
typedef void set_name(SSL *client);

static void by_host(SSL *client)
{
    cr_assert_eq(SSL_set1_host(client, HOST), 1);
}

static outcome client_outcome(const credentials *shown, const kedge_openssl *verifier, set_name *tell)
{
    pair contexts = pair_new(shown);
    connection ends;
    outcome seen;

    cr_assert(kedge_openssl_use(contexts.client, verifier));
    ends = connect_ends(&contexts);
    if (tell != NULL)
        tell(ends.client);
    seen = outcome_of(&ends, ends.client);
    connection_free(&ends);
    pair_free(&contexts);
    return seen;
}

Test(openssl, a_good_chain_is_accepted_and_its_path_published)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);
    outcome seen = client_outcome(&shown, &verifier, by_host);

    cr_assert(seen.succeeded);
    cr_assert_eq(seen.error, X509_V_OK);
    cr_assert(seen.has_verdict);
    cr_assert_eq(seen.verdict.status, KEDGE_OK);
    cr_assert_eq(seen.verdict.path_length, 3);
    cr_assert_eq(seen.verdict.path[1], 1, "places are those of the chain sent");
    cr_assert_eq(seen.path_length, 3);
}

Test(openssl, an_anchor_without_certificate_is_left_out_of_the_published_path)
{
    credentials shown = credentials_new();
    size_t size = kedge_trust_size(1, 1024);
    kedge_openssl verifier;
    kedge_trust trust;
    uint32_t fault;
    outcome seen;

    cr_assert_eq(kedge_trust_init(&trust, forge_allocate(size), size, kedge_crypto_default()), KEDGE_OK);
    cr_assert_eq(kedge_trust_add_name_and_key(&trust, shown.root.subject,
                                              shown.root.key->subject_public_key_info, NULL, &fault),
                 KEDGE_OK);
    verifier = verifier_in(&trust);
    seen = client_outcome(&shown, &verifier, by_host);
    cr_assert(seen.succeeded);
    cr_assert_eq(seen.verdict.path_length, 3);
    cr_assert_eq(seen.path_length, 2);
}

Test(openssl, the_certificate_at_fault_and_why_stay_readable)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);
    outcome seen;

    shown.ca.not_after = FORGE_NOW - 1;
    seen = client_outcome(&shown, &verifier, by_host);
    cr_assert_not(seen.succeeded);
    cr_assert_eq(seen.error, X509_V_ERR_CERT_HAS_EXPIRED);
    cr_assert_eq(seen.alert, KEDGE_ALERT_CERTIFICATE_EXPIRED);
    cr_assert_eq(seen.verdict.status, KEDGE_EXPIRED);
    cr_assert_eq(seen.verdict.certificate, 1);
}

Test(openssl, a_chain_to_another_root_is_refused)
{
    credentials shown = credentials_new();
    forge_certificate other = forge_root("Another root");
    kedge_trust trust = trust_in(&other);
    kedge_openssl verifier = verifier_in(&trust);
    outcome seen = client_outcome(&shown, &verifier, by_host);

    cr_assert_not(seen.succeeded);
    cr_assert_eq(seen.alert, KEDGE_ALERT_UNKNOWN_CA);
    cr_assert_eq(seen.error, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
    cr_assert_eq(seen.path_length, 0);
}

Test(openssl, a_fault_of_the_anchor_is_placed_at_the_end_of_the_path)
{
    credentials shown = credentials_new();
    kedge_trust trust;
    kedge_openssl verifier;
    kedge_policy policy = kedge_policy_webpki;
    outcome seen;

    shown.root.not_after = FORGE_NOW - 1;
    policy.anchor_terms |= KEDGE_ANCHOR_EXPIRY;
    trust = trust_in(&shown.root);
    verifier = verifier_in(&trust);
    verifier.request.policy = &policy;
    seen = client_outcome(&shown, &verifier, by_host);
    cr_assert_eq(seen.verdict.status, KEDGE_EXPIRED);
    cr_assert_eq(seen.verdict.certificate, KEDGE_INDEX_ANCHOR);
    cr_assert_eq(seen.alert, KEDGE_ALERT_CERTIFICATE_EXPIRED);
}

Test(openssl, the_systems_clock_judges_where_no_time_is_given)
{
    credentials shown = credentials_new();
    kedge_trust trust;
    kedge_openssl verifier;

    shown.leaf.not_after = forge_seconds(2026, 1, 2, 0, 0, 0);
    trust = trust_in(&shown.root);
    verifier = verifier_in(&trust);
    verifier.request.time.kind = KEDGE_TIME_UNSET;
    cr_assert_eq(client_outcome(&shown, &verifier, by_host).verdict.status, KEDGE_EXPIRED);
}

static void by_server_name(SSL *client)
{
    cr_assert_eq(SSL_set_tlsext_host_name(client, HOST), 1);
}

static void by_identity(SSL *client)
{
    char host[] = HOST;
    const kedge_identity identity = kedge_identity_dns(host);

    cr_assert(kedge_openssl_set_identity(client, &identity));
    memset(host, 'x', sizeof host - 1);
}

/* The last word counts, and it is kedge's. */
static void by_identity_set_anew(SSL *client)
{
    const kedge_identity other = kedge_identity_dns("other.example");

    cr_assert_eq(SSL_set1_host(client, "third.example"), 1);
    cr_assert(kedge_openssl_set_identity(client, &other));
    by_identity(client);
}

static void by_waiver(SSL *client)
{
    const kedge_identity waived = kedge_identity_waived();

    cr_assert(kedge_openssl_set_identity(client, &waived));
}

static void by_wrong_host(SSL *client)
{
    by_server_name(client);
    cr_assert_eq(SSL_set1_host(client, "other.example"), 1);
}

static void by_wrong_server_name(SSL *client)
{
    cr_assert_eq(SSL_set_tlsext_host_name(client, "other.example"), 1);
}

static void by_wrong_address(SSL *client)
{
    cr_assert_eq(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(client), "2001:db8::1"), 1);
}

static void by_wrong_mailbox(SSL *client)
{
    cr_assert_eq(X509_VERIFY_PARAM_set1_email(SSL_get0_param(client), "a@other.example", 0), 1);
}

static void by_two_hosts(SSL *client)
{
    by_host(client);
    cr_assert_eq(SSL_add1_host(client, "other.example"), 1);
}

static void by_host_and_address(SSL *client)
{
    by_host(client);
    by_wrong_address(client);
}

static void by_nothing(SSL *client)
{
    (void)client;
}

typedef struct name_case {
    const char *why;
    set_name *tell;
    kedge_status status;
    int error;
} name_case;

Test(openssl, the_name_is_taken_from_where_the_caller_said_it)
{
    const name_case cases[] = {
        { "SSL_set1_host", by_host, KEDGE_OK, X509_V_OK },
        { "server name", by_server_name, KEDGE_OK, X509_V_OK },
        { "own call", by_identity, KEDGE_OK, X509_V_OK },
        { "own call, twice", by_identity_set_anew, KEDGE_OK, X509_V_OK },
        { "waived", by_waiver, KEDGE_OK, X509_V_OK },
        { "wrong host", by_wrong_host, KEDGE_IDENTITY_MISMATCH, X509_V_ERR_HOSTNAME_MISMATCH },
        { "wrong server name", by_wrong_server_name, KEDGE_IDENTITY_MISMATCH, X509_V_ERR_HOSTNAME_MISMATCH },
        { "wrong address", by_wrong_address, KEDGE_IDENTITY_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH },
        { "wrong mailbox", by_wrong_mailbox, KEDGE_IDENTITY_MISMATCH, X509_V_ERR_EMAIL_MISMATCH },
        { "two hosts", by_two_hosts, KEDGE_BAD_ARGUMENT, X509_V_ERR_INVALID_CALL },
        { "host and address", by_host_and_address, KEDGE_BAD_ARGUMENT, X509_V_ERR_INVALID_CALL },
        { "nothing", by_nothing, KEDGE_IDENTITY_NOT_GIVEN, X509_V_ERR_UNSPECIFIED },
    };
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        outcome seen = client_outcome(&shown, &verifier, cases[i].tell);

        cr_assert_eq(seen.verdict.status, cases[i].status, "%s: %s", cases[i].why,
                     kedge_status_name(seen.verdict.status));
        cr_assert_eq(seen.error, cases[i].error, "%s: error %ld", cases[i].why, seen.error);
        cr_assert_eq(seen.succeeded, cases[i].status == KEDGE_OK, "%s", cases[i].why);
        cr_assert_eq(seen.alert, kedge_status_alert(cases[i].status), "%s: alert %d", cases[i].why,
                     seen.alert);
    }
}

Test(openssl, the_identity_of_the_verifier_holds_where_the_connection_has_none)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);

    verifier.request.identity = kedge_identity_dns("other.example");
    cr_assert_eq(client_outcome(&shown, &verifier, by_nothing).verdict.status, KEDGE_IDENTITY_MISMATCH);
    cr_assert_eq(client_outcome(&shown, &verifier, by_server_name).verdict.status, KEDGE_IDENTITY_MISMATCH);
    cr_assert_eq(client_outcome(&shown, &verifier, by_host).verdict.status, KEDGE_OK);
}

/* A client's certificate, judged by the server. */
static outcome server_outcome(const credentials *client, const kedge_openssl *verifier)
{
    credentials own = credentials_new();
    pair contexts = pair_new(&own);
    connection ends;
    outcome seen;

    if (client != NULL)
        show_credentials(contexts.client, client);
    cr_assert(kedge_openssl_use(contexts.server, verifier));
    ends = connect_ends(&contexts);
    seen = outcome_of(&ends, ends.server);
    connection_free(&ends);
    pair_free(&contexts);
    return seen;
}

Test(openssl, a_server_judges_a_clients_certificate_for_that_usage)
{
    credentials client = credentials_new();
    kedge_trust trust = trust_in(&client.root);
    kedge_openssl verifier = verifier_in(&trust);
    outcome seen;

    verifier.request.identity = kedge_identity_waived();
    forge_put(&client.leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    seen = server_outcome(&client, &verifier);
    cr_assert(seen.succeeded);
    cr_assert_eq(seen.verdict.status, KEDGE_OK);
    forge_put(&client.leaf, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH));
    seen = server_outcome(&client, &verifier);
    cr_assert_not(seen.succeeded);
    cr_assert_eq(seen.verdict.status, KEDGE_USAGE_REFUSED);
    cr_assert_eq(seen.alert, KEDGE_ALERT_UNSUPPORTED_CERTIFICATE);
}

Test(openssl, a_server_that_does_not_waive_the_clients_name_refuses)
{
    credentials client = credentials_new();
    kedge_trust trust = trust_in(&client.root);
    kedge_openssl verifier = verifier_in(&trust);

    forge_put(&client.leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    cr_assert_eq(server_outcome(&client, &verifier).verdict.status, KEDGE_IDENTITY_NOT_GIVEN);
}

Test(openssl, a_client_without_certificate_is_refused_by_openssl)
{
    credentials client = credentials_new();
    kedge_trust trust = trust_in(&client.root);
    kedge_openssl verifier = verifier_in(&trust);
    outcome seen = server_outcome(NULL, &verifier);

    cr_assert_not(seen.succeeded);
    cr_assert_not(seen.has_verdict);
    cr_assert_eq(seen.alert, KEDGE_ALERT_CERTIFICATE_REQUIRED);
}

Test(openssl, a_connection_without_a_handshake_has_no_verdict)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    SSL *ssl = SSL_new(ctx);
    kedge_verdict verdict;

    cr_assert_not(kedge_openssl_verdict(ssl, &verdict));
    by_identity(ssl);
    cr_assert_not(kedge_openssl_verdict(ssl, &verdict));
    SSL_free(ssl);
    SSL_CTX_free(ctx);
}

Test(openssl, a_copied_connection_looks_for_the_same_name_and_has_no_verdict)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);
    pair contexts = pair_new(&shown);
    kedge_verdict verdict;
    connection ends;
    SSL *original;
    int alert;

    cr_assert(kedge_openssl_use(contexts.client, &verifier));
    ends = connect_ends(&contexts);
    original = SSL_new(contexts.client);
    SSL_set_connect_state(original);
    by_identity(original);
    SSL_set_bio(original, SSL_get_rbio(ends.client), SSL_get_wbio(ends.client));
    BIO_up_ref(SSL_get_rbio(ends.client));
    SSL_free(ends.client);
    ends.client = SSL_dup(original);
    cr_assert_not_null(ends.client);
    SSL_set_bio(ends.client, SSL_get_rbio(original), SSL_get_wbio(original));
    BIO_up_ref(SSL_get_rbio(original));
    SSL_free(original);
    cr_assert_not(kedge_openssl_verdict(ends.client, &verdict));
    cr_assert(shake_hands(&ends, &alert));
    cr_assert(kedge_openssl_verdict(ends.client, &verdict));
    cr_assert_eq(verdict.status, KEDGE_OK);
    connection_free(&ends);
    pair_free(&contexts);
}

Test(openssl, nothing_is_installed_without_trust_or_policy)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);

    cr_assert_not(kedge_openssl_use(NULL, &verifier));
    cr_assert_not(kedge_openssl_use(ctx, NULL));
    verifier.trust = NULL;
    cr_assert_not(kedge_openssl_use(ctx, &verifier));
    verifier.trust = &trust;
    verifier.request.policy = NULL;
    cr_assert_not(kedge_openssl_use(ctx, &verifier));
    SSL_CTX_free(ctx);
}

/* A verification that always ends with the status at `context`. */
static int end_with(X509_STORE_CTX *store, void *context)
{
    const kedge_status *status = context;

    X509_STORE_CTX_set_error(store, kedge_openssl_error(*status));
    return 0;
}

Test(openssl, every_status_leads_to_its_own_alert)
{
    credentials shown = credentials_new();
    kedge_status status = KEDGE_OK;
    pair contexts = pair_new(&shown);

    SSL_CTX_set_cert_verify_callback(contexts.client, end_with, &status);
    SSL_CTX_set_verify(contexts.client, SSL_VERIFY_PEER, NULL);
    cr_assert_eq(kedge_openssl_error(KEDGE_OK), X509_V_OK);
    for (int i = KEDGE_OK + 1; i < KEDGE_STATUS_COUNT; i++) {
        connection ends = connect_ends(&contexts);
        int wanted = kedge_status_alert((kedge_status)i);
        int alert;

        /* What has no alert cannot be a verdict, and an empty chain is refused by OpenSSL itself. */
        if (wanted == KEDGE_ALERT_NONE || wanted == KEDGE_ALERT_CERTIFICATE_REQUIRED)
            wanted = KEDGE_ALERT_INTERNAL_ERROR;
        /* OpenSSL sends this one of itself only. */
        if (wanted == KEDGE_ALERT_BAD_CERTIFICATE_STATUS_RESPONSE)
            wanted = KEDGE_ALERT_BAD_CERTIFICATE;
        status = (kedge_status)i;
        cr_assert_not(shake_hands(&ends, &alert));
        cr_assert_eq(alert, wanted, "%s: alert %d", kedge_status_name(status), alert);
        connection_free(&ends);
    }
    pair_free(&contexts);
}

enum {
    THREADS = 4,
    CONNECTIONS = 8
};

typedef struct shared_scene {
    pair contexts;
    const char *host;
    kedge_status expected;
} shared_scene;

static void *connect_often(void *context)
{
    const shared_scene *scene = context;
    size_t wrong = 0;

    for (int i = 0; i < CONNECTIONS; i++) {
        connection ends = connect_ends(&scene->contexts);
        kedge_verdict verdict = { 0 };
        int alert;

        SSL_set1_host(ends.client, scene->host);
        shake_hands(&ends, &alert);
        wrong += !kedge_openssl_verdict(ends.client, &verdict) || verdict.status != scene->expected;
        connection_free(&ends);
    }
    return (void *)(uintptr_t)wrong;
}

Test(openssl, one_verifier_serves_many_threads)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);
    pair contexts = pair_new(&shown);
    shared_scene right = { contexts, HOST, KEDGE_OK };
    shared_scene wrong = { contexts, "other.example", KEDGE_IDENTITY_MISMATCH };
    pthread_t thread[THREADS];

    cr_assert(kedge_openssl_use(contexts.client, &verifier));
    for (size_t i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&thread[i], NULL, connect_often, i % 2 == 0 ? &right : &wrong), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *count = NULL;

        cr_assert_eq(pthread_join(thread[i], &count), 0);
        cr_assert_null(count);
    }
    pair_free(&contexts);
}
