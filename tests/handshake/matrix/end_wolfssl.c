/* end_wolfssl.c - one end by wolfSSL. */
#include "end.h"

#include <kedge/adapter/wolfssl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <wolfssl/wolfcrypt/ecc.h>

const char end_stack[] = "wolfssl";

const char *end_library(void)
{
    static char text[32];

    snprintf(text, sizeof text, "wolfSSL %s", wolfSSL_lib_version());
    return text;
}

static void clean_up(void)
{
    wolfSSL_Cleanup();
}

/* wolfSSL_Init() is for one thread. */
static void begin(void)
{
    if (wolfSSL_Init() != WOLFSSL_SUCCESS || atexit(clean_up) != 0)
        end_fail("wolfSSL does not begin");
}

static WOLFSSL_METHOD *method_for(const end_options *options)
{
    if (options->is_server)
        return options->is_tls13 ? wolfTLSv1_3_server_method() : wolfTLSv1_2_server_method();
    return options->is_tls13 ? wolfTLSv1_3_client_method() : wolfTLSv1_2_client_method();
}

static WOLFSSL_CTX *context_for(const end_options *options, const kedge_verifier *verifier)
{
    WOLFSSL_CTX *ctx = wolfSSL_CTX_new(method_for(options));

    if (ctx == NULL)
        end_fail("no context");
    wolfSSL_CTX_SetMinRsaKey_Sz(ctx, 512);
    if (options->chain != NULL
        && (wolfSSL_CTX_use_certificate_chain_file(ctx, options->chain) != WOLFSSL_SUCCESS
            || wolfSSL_CTX_use_PrivateKey_file(ctx, options->key, WOLFSSL_FILETYPE_PEM) != WOLFSSL_SUCCESS))
        end_fail("cannot show this");
    wolfSSL_CTX_set_verify(ctx, WOLFSSL_VERIFY_NONE, NULL);
    if (options->judges && !kedge_wolfssl_use(ctx, verifier))
        end_fail("kedge cannot be used");
    return ctx;
}

static long send_by(void *ssl, const char *data, size_t size)
{
    return wolfSSL_write(ssl, data, (int)size);
}

static long receive_by(void *ssl, char *data, size_t size)
{
    return wolfSSL_read(ssl, data, (int)size);
}

static void read_alert(WOLFSSL *ssl, end_result *result)
{
    WOLFSSL_ALERT_HISTORY history;

    if (wolfSSL_get_alert_history(ssl, &history) == WOLFSSL_SUCCESS && history.last_rx.level == alert_fatal)
        result->alert = history.last_rx.code;
}

void end_run(const end_options *options, const kedge_verifier *verifier, int socket, end_result *result)
{
    static pthread_once_t begun = PTHREAD_ONCE_INIT;
    kedge_connection connection = { 0 };
    WOLFSSL_CTX *ctx;
    WOLFSSL *ssl;

    pthread_once(&begun, begin);
    ctx = context_for(options, verifier);
    ssl = wolfSSL_new(ctx);
    wolfSSL_set_fd(ssl, socket);
    if (options->host != NULL) {
        wolfSSL_UseSNI(ssl, WOLFSSL_SNI_HOST_NAME, options->host, (unsigned short)strlen(options->host));
        connection.identity = kedge_identity_dns(options->host);
    }
    if (options->judges && !options->is_detached && !kedge_wolfssl_attach(ssl, verifier, &connection))
        end_fail("kedge cannot be attached");
    result->is_done = (options->is_server ? wolfSSL_accept(ssl) : wolfSSL_connect(ssl)) == WOLFSSL_SUCCESS
        && end_exchange(options, result, ssl, send_by, receive_by) > 0;
    if (!result->is_done)
        wolfSSL_ERR_error_string_n((unsigned long)wolfSSL_get_error(ssl, 0), result->error, sizeof result->error);
    read_alert(ssl, result);
    result->is_judged = kedge_wolfssl_verdict(&connection, &result->verdict);
    snprintf(result->tls, sizeof result->tls, "%s", options->is_tls13 ? "1.3" : "1.2");
    if (result->is_done)
        wolfSSL_shutdown(ssl);
    wolfSSL_free(ssl);
    wolfSSL_CTX_free(ctx);
    /* A cache of its own for each thread, which wolfSSL leaves to the thread to free. */
    wc_ecc_fp_free();
}
