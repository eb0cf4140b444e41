/* curl_test.c - libcurl as the client of a server by OpenSSL on the loopback interface. */
#define _POSIX_C_SOURCE 200809L
#include "credentials.h"

#include <arpa/inet.h>
#include <kedge/adapter/curl.h>
#include <openssl/err.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"

/* A server that answers `connections` requests and remembers the alert that it received last. */
typedef struct server {
    SSL_CTX *ctx;
    int listening;
    unsigned port;
    int connections;
    int alert;
    pthread_t thread;
    struct curl_slist *found_at; /* for its clients */
} server;

static int received_alert(void)
{
    unsigned long error;
    int alert = 0;

    while ((error = ERR_get_error()) != 0)
        if (ERR_GET_REASON(error) > SSL_AD_REASON_OFFSET && ERR_GET_REASON(error) < SSL_AD_REASON_OFFSET + 256)
            alert = ERR_GET_REASON(error) - SSL_AD_REASON_OFFSET;
    return alert;
}

static void serve_one(server *served, int descriptor)
{
    SSL *ssl = SSL_new(served->ctx);
    char request[4096];

    ERR_clear_error();
    SSL_set_fd(ssl, descriptor);
    if (SSL_accept(ssl) == 1 && SSL_read(ssl, request, sizeof request) > 0) {
        SSL_write(ssl, ANSWER, (int)strlen(ANSWER));
        SSL_shutdown(ssl);
    }
    served->alert = received_alert();
    SSL_free(ssl);
    close(descriptor);
}

static void *serve(void *context)
{
    server *served = context;

    for (int i = 0; i < served->connections; i++)
        serve_one(served, accept(served->listening, NULL, NULL));
    return NULL;
}

static void server_start(server *served, const credentials *shown, int connections)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof address;

    signal(SIGPIPE, SIG_IGN);
    served->ctx = SSL_CTX_new(TLS_server_method());
    show_credentials(served->ctx, shown);
    served->connections = connections;
    served->alert = 0;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    served->listening = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_eq(bind(served->listening, (struct sockaddr *)&address, size), 0);
    cr_assert_eq(listen(served->listening, 4), 0);
    cr_assert_eq(getsockname(served->listening, (struct sockaddr *)&address, &size), 0);
    served->port = ntohs(address.sin_port);
}

static void server_run(server *served)
{
    cr_assert_eq(pthread_create(&served->thread, NULL, serve, served), 0);
}

static void server_end(server *served)
{
    pthread_join(served->thread, NULL);
    close(served->listening);
    SSL_CTX_free(served->ctx);
}

static size_t drop(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    (void)context;
    return size * count;
}

static kedge_verifier verifier_in(const kedge_trust *trust)
{
    kedge_verifier verifier = { .trust = trust };

    verifier.request.size = sizeof verifier.request;
    verifier.request.policy = &kedge_policy_webpki;
    verifier.request.time = kedge_time_at(FORGE_NOW);
    return verifier;
}

/* An easy handle for a host, which is found at the loopback interface whatever it is called. */
static CURL *easy_for(const char *host, server *served)
{
    CURL *easy = curl_easy_init();
    char text[128];

    snprintf(text, sizeof text, "https://%s:%u/", host, served->port);
    curl_easy_setopt(easy, CURLOPT_URL, text);
    snprintf(text, sizeof text, "::127.0.0.1:%u", served->port);
    served->found_at = curl_slist_append(NULL, text);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, served->found_at);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    return easy;
}

static void easy_free(CURL *easy, const server *served)
{
    curl_easy_cleanup(easy);
    curl_slist_free_all(served->found_at);
}

/* One transfer from `host`; its verdict's status and the alert that the server received. */
static CURLcode transfer_from(const char *host, const credentials *shown, const kedge_verifier *verifier,
                              kedge_status *status, int *alert)
{
    kedge_curl transfer = { .asks_staple = false };
    kedge_verdict verdict;
    server served;
    CURL *easy;
    CURLcode result;

    server_start(&served, shown, 1);
    server_run(&served);
    easy = easy_for(host, &served);
    cr_assert(kedge_curl_use(easy, &transfer, verifier));
    cr_assert(!kedge_curl_verdict(&transfer, &verdict));
    result = curl_easy_perform(easy);
    cr_assert(kedge_curl_verdict(&transfer, &verdict));
    easy_free(easy, &served);
    server_end(&served);
    *status = verdict.status;
    *alert = served.alert;
    return result;
}

TestSuite(curl, .fini = forge_forget);

Test(curl, the_right_server_is_let_in)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_status status;
    int alert;

    cr_assert_eq(transfer_from(HOST, &shown, &verifier, &status, &alert), CURLE_OK);
    cr_assert_eq(status, KEDGE_OK);
    cr_assert_eq(alert, 0);
}

Test(curl, a_server_of_another_name_is_refused_with_an_alert)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_status status;
    int alert;

    cr_assert_eq(transfer_from("other.example", &shown, &verifier, &status, &alert), CURLE_PEER_FAILED_VERIFICATION);
    cr_assert_eq(status, KEDGE_IDENTITY_MISMATCH);
    cr_assert_eq(alert, KEDGE_ALERT_BAD_CERTIFICATE);
}

Test(curl, an_address_is_looked_for_as_an_address)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_status status;
    int alert;

    forge_put(&shown.leaf, forge_subject_alt_name(forge_ip("c0000207"), forge_ip("20010db8000000000000000000000007")));
    cr_assert_eq(transfer_from("192.0.2.7", &shown, &verifier, &status, &alert), CURLE_OK);
    cr_assert_eq(transfer_from("[2001:db8::7]", &shown, &verifier, &status, &alert), CURLE_OK);
    cr_assert_eq(transfer_from("192.0.2.8", &shown, &verifier, &status, &alert), CURLE_PEER_FAILED_VERIFICATION);
    cr_assert_eq(status, KEDGE_IDENTITY_MISMATCH);
    cr_assert_eq(transfer_from("[2001:db8::8]", &shown, &verifier, &status, &alert), CURLE_PEER_FAILED_VERIFICATION);
    cr_assert_eq(status, KEDGE_IDENTITY_MISMATCH);
    verifier.request.identity = kedge_identity_waived();
    cr_assert_eq(transfer_from("192.0.2.8", &shown, &verifier, &status, &alert), CURLE_OK);
}

Test(curl, the_name_of_the_verifier_comes_before_that_of_the_url)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_status status;
    int alert;

    verifier.request.identity = kedge_identity_dns(HOST);
    cr_assert_eq(transfer_from("other.example", &shown, &verifier, &status, &alert), CURLE_OK);
    verifier.request.identity = kedge_identity_dns("other.example");
    cr_assert_eq(transfer_from(HOST, &shown, &verifier, &status, &alert), CURLE_PEER_FAILED_VERIFICATION);
}

Test(curl, an_expired_certificate_is_refused_with_its_own_alert)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_status status;
    int alert;

    shown.leaf.not_after = FORGE_NOW - 1;
    cr_assert_eq(transfer_from(HOST, &shown, &verifier, &status, &alert), CURLE_PEER_FAILED_VERIFICATION);
    cr_assert_eq(status, KEDGE_EXPIRED);
    cr_assert_eq(alert, KEDGE_ALERT_CERTIFICATE_EXPIRED);
}

Test(curl, a_staple_that_is_asked_for_and_must_come_is_missed)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_curl transfer = { .asks_staple = true };
    server served;
    CURL *easy;

    forge_put(&shown.leaf, forge_tls_feature());
    server_start(&served, &shown, 1);
    server_run(&served);
    easy = easy_for(HOST, &served);
    cr_assert(kedge_curl_use(easy, &transfer, &verifier));
    cr_assert_neq(curl_easy_perform(easy), CURLE_OK);
    cr_assert(transfer.is_judged);
    cr_assert_eq(transfer.verdict.status, KEDGE_OCSP_STAPLE_MISSING);
    easy_free(easy, &served);
    server_end(&served);
}

Test(curl, switching_curls_own_verification_off_lets_nobody_in)
{
    credentials shown = credentials_new();
    forge_certificate other = forge_root("Another root");
    kedge_trust trust = trust_in(&other);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_curl transfer = { .asks_staple = false };
    server served;
    CURL *easy;

    server_start(&served, &shown, 1);
    server_run(&served);
    easy = easy_for(HOST, &served);
    cr_assert(kedge_curl_use(easy, &transfer, &verifier));
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    cr_assert_neq(curl_easy_perform(easy), CURLE_OK);
    cr_assert_eq(transfer.verdict.status, KEDGE_NOT_AUTHENTICATED);
    easy_free(easy, &served);
    server_end(&served);
    cr_assert_eq(served.alert, KEDGE_ALERT_UNKNOWN_CA);
}

Test(curl, a_connection_that_kedge_does_not_come_into_is_refused)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_curl transfer = { .asks_staple = false };
    kedge_verdict verdict;
    server served;
    CURL *easy;

    server_start(&served, &shown, 1);
    server_run(&served);
    easy = easy_for(HOST, &served);
    cr_assert(kedge_curl_use(easy, &transfer, &verifier));
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, NULL);
    cr_assert_eq(curl_easy_perform(easy), CURLE_PEER_FAILED_VERIFICATION);
    cr_assert(!kedge_curl_verdict(&transfer, &verdict));
    easy_free(easy, &served);
    server_end(&served);
}

Test(curl, each_transfer_is_judged_anew_by_the_trust_of_its_time)
{
    credentials shown = credentials_new();
    forge_certificate other = forge_root("Another root");
    kedge_trust trust = trust_in(&shown.root), swapped = trust_in(&other);
    kedge_verifier verifier = verifier_in(&trust), later = verifier_in(&swapped);
    kedge_curl transfer = { .asks_staple = false };
    server served;
    CURL *easy;

    server_start(&served, &shown, 3);
    server_run(&served);
    easy = easy_for(HOST, &served);
    for (int i = 0; i < 2; i++) {
        cr_assert(kedge_curl_use(easy, &transfer, &verifier));
        cr_assert_eq(curl_easy_perform(easy), CURLE_OK);
        cr_assert(transfer.is_judged);
    }
    cr_assert(kedge_curl_use(easy, &transfer, &later));
    cr_assert_eq(curl_easy_perform(easy), CURLE_PEER_FAILED_VERIFICATION);
    cr_assert_eq(transfer.verdict.status, KEDGE_NOT_AUTHENTICATED);
    easy_free(easy, &served);
    server_end(&served);
}

Test(curl, what_is_missing_is_refused)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust), no_trust = verifier_in(NULL), no_policy = verifier_in(&trust);
    kedge_curl transfer = { .asks_staple = false };
    CURL *easy = curl_easy_init();

    no_policy.request.policy = NULL;
    cr_assert(!kedge_curl_use(NULL, &transfer, &verifier));
    cr_assert(!kedge_curl_use(easy, NULL, &verifier));
    cr_assert(!kedge_curl_use(easy, &transfer, NULL));
    cr_assert(!kedge_curl_use(easy, &transfer, &no_trust));
    cr_assert(!kedge_curl_use(easy, &transfer, &no_policy));
    curl_easy_cleanup(easy);
}
