/* end_openssl.c - one end by OpenSSL. */
#include "end.h"

#include <kedge/adapter/openssl.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

const char end_stack[] = "openssl";

const char *end_library(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}

/* Of the connection that this thread runs. */
static _Thread_local int received_alert;

static void watch(const SSL *ssl, int where, int value)
{
    (void)ssl;
    if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && value >> 8 == SSL3_AL_FATAL)
        received_alert = value & 0xff;
}

static int staple(SSL *ssl, void *context)
{
    const end_options *options = context;
    kedge_span file = end_read_file(options->staple);
    unsigned char *response = OPENSSL_memdup(file.data, file.size);

    SSL_set_tlsext_status_ocsp_resp(ssl, response, (long)file.size);
    free((void *)(uintptr_t)file.data);
    return SSL_TLSEXT_ERR_OK;
}

static SSL_CTX *context_for(const end_options *options, const kedge_verifier *verifier)
{
    SSL_CTX *ctx = SSL_CTX_new(options->is_server ? TLS_server_method() : TLS_client_method());
    const int version = options->is_tls13 ? TLS1_3_VERSION : TLS1_2_VERSION;

    SSL_CTX_set_min_proto_version(ctx, version);
    SSL_CTX_set_max_proto_version(ctx, version);
    /* What is shown may be weak: whether it will do is for the peer to say. */
    SSL_CTX_set_security_level(ctx, 0);
    SSL_CTX_set_info_callback(ctx, watch);
    if (options->chain != NULL
        && (SSL_CTX_use_certificate_chain_file(ctx, options->chain) != 1
            || SSL_CTX_use_PrivateKey_file(ctx, options->key, SSL_FILETYPE_PEM) != 1))
        end_fail("cannot show this");
    if (options->staple != NULL) {
        SSL_CTX_set_tlsext_status_cb(ctx, staple);
        SSL_CTX_set_tlsext_status_arg(ctx, (void *)(uintptr_t)options);
    }
    if (options->judges && !kedge_openssl_use(ctx, verifier))
        end_fail("kedge cannot be used");
    return ctx;
}

static long send_by(void *ssl, const char *data, size_t size)
{
    return SSL_write(ssl, data, (int)size);
}

static long receive_by(void *ssl, char *data, size_t size)
{
    return SSL_read(ssl, data, (int)size);
}

void end_run(const end_options *options, const kedge_verifier *verifier, int socket, end_result *result)
{
    SSL_CTX *ctx = context_for(options, verifier);
    SSL *ssl = SSL_new(ctx);

    received_alert = 0;
    SSL_set_fd(ssl, socket);
    if (options->host != NULL)
        SSL_set_tlsext_host_name(ssl, options->host);
    if (options->asks_staple)
        SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp);
    result->is_done = (options->is_server ? SSL_accept(ssl) : SSL_connect(ssl)) == 1
        && end_exchange(options, result, ssl, send_by, receive_by) > 0;
    if (!result->is_done)
        ERR_error_string_n(ERR_peek_last_error(), result->error, sizeof result->error);
    result->alert = received_alert;
    result->is_judged = kedge_openssl_verdict(ssl, &result->verdict);
    snprintf(result->tls, sizeof result->tls, "%s", SSL_version(ssl) == TLS1_3_VERSION ? "1.3" : "1.2");
    SSL_shutdown(ssl);
    SSL_free(ssl);
    SSL_CTX_free(ctx);
}
