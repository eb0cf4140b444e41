/* curl_test.c - libcurl as the client of a server by OpenSSL on the loopback interface. */
#include "loopback_server.h"

#include <kedge/adapter/curl.h>
#include <stdio.h>
#include <string.h>

static size_t drop(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    (void)context;
    return size * count;
}

/* An easy handle for a host, which is found at the loopback interface whatever it is called. */
static CURL *easy_for(const char *host, const server *served, struct curl_slist **found_at)
{
    CURL *easy = curl_easy_init();
    char text[128];

    snprintf(text, sizeof text, "https://%s:%u/", host, served->port);
    curl_easy_setopt(easy, CURLOPT_URL, text);
    snprintf(text, sizeof text, "::127.0.0.1:%u", served->port);
    *found_at = curl_slist_append(NULL, text);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, *found_at);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    return easy;
}

static void easy_free(CURL *easy, struct curl_slist *found_at)
{
    curl_easy_cleanup(easy);
    curl_slist_free_all(found_at);
}

/* One transfer from `host`; its verdict's status and the alert that the server received. */
static CURLcode transfer_from(const char *host, const credentials *shown, const kedge_verifier *verifier,
                              kedge_status *status, int *alert)
{
    kedge_curl transfer = { .asks_staple = false };
    kedge_verdict verdict;
    struct curl_slist *found_at;
    server served;
    CURL *easy;
    CURLcode result;

    server_start(&served, shown, 1);
    server_run(&served);
    easy = easy_for(host, &served, &found_at);
    cr_assert(kedge_curl_use(easy, &transfer, verifier));
    cr_assert(!kedge_curl_verdict(&transfer, &verdict));
    result = curl_easy_perform(easy);
    cr_assert(kedge_curl_verdict(&transfer, &verdict));
    easy_free(easy, found_at);
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
    struct curl_slist *found_at;
    server served;
    CURL *easy;

    forge_put(&shown.leaf, forge_tls_feature());
    server_start(&served, &shown, 1);
    server_run(&served);
    easy = easy_for(HOST, &served, &found_at);
    cr_assert(kedge_curl_use(easy, &transfer, &verifier));
    cr_assert_neq(curl_easy_perform(easy), CURLE_OK);
    cr_assert(transfer.is_judged);
    cr_assert_eq(transfer.verdict.status, KEDGE_OCSP_STAPLE_MISSING);
    easy_free(easy, found_at);
    server_end(&served);
}

Test(curl, switching_curls_own_verification_off_lets_nobody_in)
{
    credentials shown = credentials_new();
    forge_certificate other = forge_root("Another root");
    kedge_trust trust = trust_in(&other);
    kedge_verifier verifier = verifier_in(&trust);
    kedge_curl transfer = { .asks_staple = false };
    struct curl_slist *found_at;
    server served;
    CURL *easy;

    server_start(&served, &shown, 1);
    server_run(&served);
    easy = easy_for(HOST, &served, &found_at);
    cr_assert(kedge_curl_use(easy, &transfer, &verifier));
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    cr_assert_neq(curl_easy_perform(easy), CURLE_OK);
    cr_assert_eq(transfer.verdict.status, KEDGE_NOT_AUTHENTICATED);
    easy_free(easy, found_at);
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
    struct curl_slist *found_at;
    server served;
    CURL *easy;

    server_start(&served, &shown, 1);
    server_run(&served);
    easy = easy_for(HOST, &served, &found_at);
    cr_assert(kedge_curl_use(easy, &transfer, &verifier));
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, NULL);
    cr_assert_eq(curl_easy_perform(easy), CURLE_PEER_FAILED_VERIFICATION);
    cr_assert(!kedge_curl_verdict(&transfer, &verdict));
    easy_free(easy, found_at);
    server_end(&served);
}

Test(curl, each_transfer_is_judged_anew_by_the_trust_of_its_time)
{
    credentials shown = credentials_new();
    forge_certificate other = forge_root("Another root");
    kedge_trust trust = trust_in(&shown.root), swapped = trust_in(&other);
    kedge_verifier verifier = verifier_in(&trust), later = verifier_in(&swapped);
    kedge_curl transfer = { .asks_staple = false };
    struct curl_slist *found_at;
    server served;
    CURL *easy;

    server_start(&served, &shown, 3);
    server_run(&served);
    easy = easy_for(HOST, &served, &found_at);
    for (int i = 0; i < 2; i++) {
        cr_assert(kedge_curl_use(easy, &transfer, &verifier));
        cr_assert_eq(curl_easy_perform(easy), CURLE_OK);
        cr_assert(transfer.is_judged);
    }
    cr_assert(kedge_curl_use(easy, &transfer, &later));
    cr_assert_eq(curl_easy_perform(easy), CURLE_PEER_FAILED_VERIFICATION);
    cr_assert_eq(transfer.verdict.status, KEDGE_NOT_AUTHENTICATED);
    easy_free(easy, found_at);
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
