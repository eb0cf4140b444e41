/* nss_test.c - NSS as the client of a server by OpenSSL on the loopback interface. */
#include "loopback_server.h"

#include <kedge/adapter/nss.h>
#include <nspr.h>
#include <nss.h>
#include <secerr.h>
#include <ssl.h>
#include <sslerr.h>
#include <sslproto.h>
#include <string.h>

static PRFileDesc *socket_new(void)
{
    PRFileDesc *fd = SSL_ImportFD(NULL, PR_OpenTCPSocket(PR_AF_INET));

    cr_assert_not_null(fd);
    cr_assert_eq(SSL_OptionSet(fd, SSL_SECURITY, PR_TRUE), SECSuccess);
    cr_assert_eq(SSL_OptionSet(fd, SSL_HANDSHAKE_AS_CLIENT, PR_TRUE), SECSuccess);
    cr_assert_eq(SSL_OptionSet(fd, SSL_NO_CACHE, PR_TRUE), SECSuccess);
    return fd;
}

/* How one client fared. */
typedef struct outcome {
    bool is_done;
    PRErrorCode error;
    int alert; /* that the server received */
    bool is_judged;
    kedge_verdict verdict;
} outcome;

typedef struct client_options {
    const char *url;
    bool asks_staple;
    PRUint16 version; /* 0 for any */
    kedge_identity identity;
} client_options;

static bool exchange(PRFileDesc *fd)
{
    static const char request[] = "GET / HTTP/1.0\r\n\r\n";
    char answer[256];

    return PR_Write(fd, request, sizeof request - 1) > 0 && PR_Read(fd, answer, sizeof answer) > 0;
}

static SECStatus ignore(void *context, PRFileDesc *fd)
{
    (void)context;
    (void)fd;
    return SECSuccess;
}

static outcome connect_to(const server *served, const client_options *options, const kedge_verifier *verifier)
{
    kedge_connection connection = { .identity = options->identity };
    PRFileDesc *fd = socket_new();
    outcome result = { false, 0, 0, false, { .status = KEDGE_OK } };
    PRNetAddr address;

    if (options->url != NULL)
        SSL_SetURL(fd, options->url);
    SSL_OptionSet(fd, SSL_ENABLE_OCSP_STAPLING, options->asks_staple);
    if (options->version != 0)
        cr_assert_eq(SSL_VersionRangeSet(fd, &(SSLVersionRange){ options->version, options->version }), SECSuccess);
    SSL_BadCertHook(fd, ignore, NULL);
    cr_assert(kedge_nss_use(fd, verifier, &connection));
    PR_InitializeNetAddr(PR_IpAddrLoopback, (PRUint16)served->port, &address);
    cr_assert_eq(PR_Connect(fd, &address, PR_INTERVAL_NO_TIMEOUT), PR_SUCCESS);
    result.is_done = SSL_ForceHandshake(fd) == SECSuccess && exchange(fd);
    result.error = result.is_done ? 0 : PR_GetError();
    result.is_judged = kedge_nss_verdict(&connection, &result.verdict);
    PR_Close(fd);
    return result;
}

static outcome run(const credentials *shown, const client_options *options, const kedge_verifier *verifier)
{
    server served;
    outcome result;

    server_start(&served, shown, 1);
    server_run(&served);
    result = connect_to(&served, options, verifier);
    server_end(&served);
    result.alert = served.alert;
    return result;
}

static void begin(void)
{
    cr_assert_eq(NSS_NoDB_Init(NULL), SECSuccess);
}

static void end(void)
{
    forge_forget();
    SSL_ClearSessionCache();
    cr_assert_eq(NSS_Shutdown(), SECSuccess);
}

TestSuite(nss, .init = begin, .fini = end);

Test(nss, the_right_server_is_let_in_by_every_version)
{
    const PRUint16 versions[] = { SSL_LIBRARY_VERSION_TLS_1_2, SSL_LIBRARY_VERSION_TLS_1_3 };
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);

    for (size_t i = 0; i < 2; i++) {
        outcome result = run(&shown, &(client_options){ .url = HOST, .version = versions[i] }, &verifier);

        cr_assert(result.is_done, "%d", result.error);
        cr_assert(result.is_judged);
        cr_assert_eq(result.verdict.status, KEDGE_OK);
        cr_assert_eq(result.verdict.path_length, 3);
    }
}

Test(nss, a_server_of_another_name_is_refused_whatever_the_hook_for_bad_certificates_says)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    outcome result = run(&shown, &(client_options){ .url = "other.example" }, &verifier);

    cr_assert(!result.is_done);
    cr_assert_eq(result.error, SSL_ERROR_BAD_CERT_DOMAIN);
    cr_assert_eq(result.verdict.status, KEDGE_IDENTITY_MISMATCH);
    cr_assert_eq(result.alert, KEDGE_ALERT_BAD_CERTIFICATE);
}

Test(nss, without_a_name_every_server_is_refused)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    outcome result = run(&shown, &(client_options){ .url = NULL }, &verifier);

    cr_assert(!result.is_done);
    cr_assert_eq(result.verdict.status, KEDGE_IDENTITY_NOT_GIVEN);
}

Test(nss, the_connections_name_comes_first_and_the_requests_last)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    client_options options = { .url = "other.example", .identity = kedge_identity_dns(HOST) };

    cr_assert(run(&shown, &options, &verifier).is_done);
    verifier.request.identity = kedge_identity_dns(HOST);
    options.identity.kind = KEDGE_IDENTITY_UNSET;
    cr_assert(!run(&shown, &options, &verifier).is_done);
    options.url = NULL;
    cr_assert(run(&shown, &options, &verifier).is_done);
}

Test(nss, the_text_of_an_address_is_looked_for_as_an_address)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);

    forge_put(&shown.leaf, forge_subject_alt_name(forge_ip("c0000207"), forge_ip("20010db8000000000000000000000007")));
    cr_assert(run(&shown, &(client_options){ .url = "192.0.2.7" }, &verifier).is_done);
    cr_assert(run(&shown, &(client_options){ .url = "2001:db8::7" }, &verifier).is_done);
    cr_assert_eq(run(&shown, &(client_options){ .url = "192.0.2.8" }, &verifier).verdict.status,
                 KEDGE_IDENTITY_MISMATCH);
    cr_assert_eq(run(&shown, &(client_options){ .url = "2001:db8::8" }, &verifier).verdict.status,
                 KEDGE_IDENTITY_MISMATCH);
}

Test(nss, refusals_have_their_alerts)
{
    credentials shown = credentials_new();
    forge_certificate other = forge_root("Another root");
    kedge_trust trust = trust_in(&shown.root), wrong = trust_in(&other);
    kedge_verifier verifier = verifier_in(&trust), stranger = verifier_in(&wrong);
    const client_options options = { .url = HOST };
    outcome result = run(&shown, &options, &stranger);

    cr_assert_eq(result.error, SEC_ERROR_UNKNOWN_ISSUER);
    cr_assert_eq(result.alert, KEDGE_ALERT_UNKNOWN_CA);
    forge_put(&shown.leaf, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    result = run(&shown, &options, &verifier);
    cr_assert_eq(result.verdict.status, KEDGE_USAGE_REFUSED);
    cr_assert_eq(result.alert, KEDGE_ALERT_UNSUPPORTED_CERTIFICATE);
    shown.leaf = forge_leaf(HOST, &shown.ca);
    shown.leaf.not_after = FORGE_NOW - 1;
    result = run(&shown, &options, &verifier);
    cr_assert_eq(result.verdict.status, KEDGE_EXPIRED);
    cr_assert_eq(result.alert, KEDGE_ALERT_CERTIFICATE_EXPIRED);
}

/* What the server staples. */
static kedge_span stapled;

static int staple(SSL *ssl, void *context)
{
    unsigned char *copy = OPENSSL_memdup(stapled.data, stapled.size);

    (void)context;
    SSL_set_tlsext_status_ocsp_resp(ssl, copy, (long)stapled.size);
    return SSL_TLSEXT_ERR_OK;
}

static outcome run_stapled(const credentials *shown, const client_options *options, const kedge_verifier *verifier)
{
    server served;
    outcome result;

    server_start(&served, shown, 1);
    SSL_CTX_set_tlsext_status_cb(served.ctx, staple);
    server_run(&served);
    result = connect_to(&served, options, verifier);
    server_end(&served);
    result.alert = served.alert;
    return result;
}

Test(nss, stapled_responses_are_judged_in_every_version)
{
    const PRUint16 versions[] = { SSL_LIBRARY_VERSION_TLS_1_2, SSL_LIBRARY_VERSION_TLS_1_3 };
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);
    forge_ocsp response = forge_ocsp_of(&shown.leaf, &shown.ca);

    verifier.request.revocation.mode = KEDGE_REVOCATION_LEAF;
    for (size_t i = 0; i < 2; i++) {
        const client_options options = { .url = HOST, .asks_staple = true, .version = versions[i] };
        outcome result;

        response.status = KEDGE_OCSP_GOOD;
        stapled = forge_sign_ocsp(&response);
        cr_assert(run_stapled(&shown, &options, &verifier).is_done);
        response.status = KEDGE_OCSP_REVOKED;
        response.revocation_time = FORGE_NOW - FORGE_DAY;
        stapled = forge_sign_ocsp(&response);
        result = run_stapled(&shown, &options, &verifier);
        cr_assert_eq(result.verdict.status, KEDGE_REVOKED);
        cr_assert_eq(result.alert, KEDGE_ALERT_CERTIFICATE_REVOKED);
    }
}

Test(nss, a_staple_that_must_come_is_missed_where_it_was_asked_for)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust);

    forge_put(&shown.leaf, forge_tls_feature());
    cr_assert_eq(run(&shown, &(client_options){ .url = HOST, .asks_staple = true }, &verifier).verdict.status,
                 KEDGE_OCSP_STAPLE_MISSING);
}

Test(nss, what_is_missing_is_refused)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_verifier verifier = verifier_in(&trust), no_trust = verifier_in(NULL);
    kedge_connection connection = { 0 };
    PRFileDesc *fd = socket_new(), *plain = PR_OpenTCPSocket(PR_AF_INET);
    kedge_verdict verdict;

    cr_assert(!kedge_nss_use(NULL, &verifier, &connection));
    cr_assert(!kedge_nss_use(fd, NULL, &connection));
    cr_assert(!kedge_nss_use(fd, &no_trust, &connection));
    cr_assert(!kedge_nss_use(fd, &verifier, NULL));
    cr_assert(!kedge_nss_use(plain, &verifier, &connection));
    cr_assert(!kedge_nss_verdict(&connection, &verdict));
    PR_Close(plain);
    PR_Close(fd);
}

Test(nss, zero_is_the_error_of_ok_alone)
{
    for (int status = 0; status < KEDGE_STATUS_COUNT; status++)
        cr_assert_eq(kedge_nss_error((kedge_status)status) == 0, status == KEDGE_OK, "%d", status);
}
