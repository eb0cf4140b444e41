/* end_gnutls.c - one end by GnuTLS. */
#include "end.h"

#include <gnutls/abstract.h>
#include <kedge/adapter/gnutls.h>
#include <stdlib.h>
#include <string.h>

const char end_stack[] = "gnutls";

const char *end_library(void)
{
    static char text[32];

    snprintf(text, sizeof text, "GnuTLS %s", gnutls_check_version(NULL));
    return text;
}

static void must(int result, const char *what)
{
    if (result < 0)
        end_fail(what);
}

static int staple(gnutls_session_t session, void *path, gnutls_datum_t *response)
{
    kedge_span file = end_read_file(path);

    (void)session;
    response->data = gnutls_malloc(file.size);
    response->size = (unsigned)file.size;
    memcpy(response->data, file.data, file.size);
    free((void *)(uintptr_t)file.data);
    return 0;
}

/* The chain as it stands in the file: gnutls_certificate_set_x509_key_file() would put it in order. */
static void show(gnutls_certificate_credentials_t credentials, const end_options *options)
{
    kedge_span text = end_read_file(options->chain);
    kedge_span key_text = end_read_file(options->key);
    gnutls_datum_t datum = { (unsigned char *)(uintptr_t)text.data, (unsigned)text.size };
    gnutls_datum_t key_datum = { (unsigned char *)(uintptr_t)key_text.data, (unsigned)key_text.size };
    gnutls_x509_crt_t *certificates;
    gnutls_pcert_st *shown;
    gnutls_privkey_t key;
    unsigned count;

    must(gnutls_x509_crt_list_import2(&certificates, &count, &datum, GNUTLS_X509_FMT_PEM, 0), "the chain");
    shown = gnutls_calloc(count, sizeof *shown);
    must(gnutls_pcert_import_x509_list(shown, certificates, &count, 0), "the chain's form");
    must(gnutls_privkey_init(&key), "a key");
    must(gnutls_privkey_import_x509_raw(key, &key_datum, GNUTLS_X509_FMT_PEM, NULL, 0), "the key");
    gnutls_certificate_set_flags(credentials, GNUTLS_CERTIFICATE_SKIP_KEY_CERT_MATCH);
    must(gnutls_certificate_set_key(credentials, NULL, 0, shown, (int)count, key), "the credential");
    for (unsigned i = 0; i < count; i++)
        gnutls_x509_crt_deinit(certificates[i]);
    gnutls_free(certificates);
    gnutls_free(shown);
    free((void *)(uintptr_t)text.data);
    free((void *)(uintptr_t)key_text.data);
    if (options->staple != NULL)
        gnutls_certificate_set_ocsp_status_request_function(credentials, staple, (void *)(uintptr_t)options->staple);
}

static int shake_hands(gnutls_session_t session)
{
    int result;

    do
        result = gnutls_handshake(session);
    while (result < 0 && !gnutls_error_is_fatal(result));
    return result;
}

static long send_by(void *session, const char *data, size_t size)
{
    return gnutls_record_send(session, data, size);
}

/* A ticket may come first: then there is to be read again. */
static long receive_by(void *session, char *data, size_t size)
{
    ssize_t result = GNUTLS_E_AGAIN;

    for (int attempt = 0; attempt < 3 && result == GNUTLS_E_AGAIN; attempt++)
        result = gnutls_record_recv(session, data, size);
    return result;
}

static void run(gnutls_session_t session, const end_options *options, end_result *result)
{
    long error = shake_hands(session);

    if (error >= 0)
        error = end_exchange(options, result, session, send_by, receive_by);
    else if (error != GNUTLS_E_CERTIFICATE_ERROR)
        gnutls_alert_send_appropriate(session, (int)error);
    result->is_done = error > 0;
    if (error == GNUTLS_E_FATAL_ALERT_RECEIVED)
        result->alert = (int)gnutls_alert_get(session);
    if (error < 0)
        snprintf(result->error, sizeof result->error, "%s", gnutls_strerror((int)error));
    snprintf(result->tls, sizeof result->tls, "%s",
             gnutls_protocol_get_version(session) == GNUTLS_TLS1_3 ? "1.3" : "1.2");
    result->is_judged = options->judges && !options->is_detached && kedge_gnutls_verdict(session, &result->verdict);
    if (result->is_done)
        gnutls_bye(session, GNUTLS_SHUT_WR);
}

void end_run(const end_options *options, const kedge_verifier *verifier, int socket, end_result *result)
{
    const unsigned end = options->is_server ? GNUTLS_SERVER : GNUTLS_CLIENT;
    const char *priority = options->is_tls13 ? "NORMAL:-VERS-ALL:+VERS-TLS1.3" : "NORMAL:-VERS-ALL:+VERS-TLS1.2";
    kedge_connection connection = { 0 };
    gnutls_certificate_credentials_t credentials;
    gnutls_session_t session;

    must(gnutls_certificate_allocate_credentials(&credentials), "credentials");
    kedge_gnutls_guard(credentials);
    if (options->chain != NULL)
        show(credentials, options);
    must(gnutls_init(&session, end | (options->asks_staple ? 0 : GNUTLS_NO_EXTENSIONS)), "a session");
    must(gnutls_priority_set_direct(session, priority, NULL), "the version");
    must(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials), "the credentials");
    gnutls_transport_set_int(session, socket);
    if (options->host != NULL) {
        gnutls_server_name_set(session, GNUTLS_NAME_DNS, options->host, strlen(options->host));
        connection.identity = kedge_identity_dns(options->host);
    }
    if (options->judges && !options->is_detached && !kedge_gnutls_use(session, end, verifier, &connection))
        end_fail("kedge cannot be used");
    else if (options->judges && options->is_server)
        gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    run(session, options, result);
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(credentials);
}
