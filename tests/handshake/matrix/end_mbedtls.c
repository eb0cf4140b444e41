/* end_mbedtls.c - one end by mbedTLS 2.28. */
#include "end.h"

#include <kedge/adapter/mbedtls.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/version.h>
#include <string.h>

const char end_stack[] = "mbedtls";

const char *end_library(void)
{
    static char text[32];

    mbedtls_version_get_string_full(text);
    return text;
}

/* What one connection is made of. */
typedef struct scenery {
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_x509_crt chain;
    mbedtls_pk_context key;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    kedge_connection connection;
} scenery;

static void must(int result, const char *what)
{
    if (result != 0)
        end_fail(what);
}

static void prepare(scenery *scene, const end_options *options, const kedge_verifier *verifier)
{
    const int end = options->is_server ? MBEDTLS_SSL_IS_SERVER : MBEDTLS_SSL_IS_CLIENT;

    mbedtls_entropy_init(&scene->entropy);
    mbedtls_ctr_drbg_init(&scene->random);
    mbedtls_x509_crt_init(&scene->chain);
    mbedtls_pk_init(&scene->key);
    mbedtls_ssl_config_init(&scene->config);
    mbedtls_ssl_init(&scene->ssl);
    must(mbedtls_ctr_drbg_seed(&scene->random, mbedtls_entropy_func, &scene->entropy, NULL, 0), "random");
    must(mbedtls_ssl_config_defaults(&scene->config, end, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT),
         "a configuration");
    mbedtls_ssl_conf_rng(&scene->config, mbedtls_ctr_drbg_random, &scene->random);
    mbedtls_ssl_conf_authmode(&scene->config, MBEDTLS_SSL_VERIFY_NONE);
    if (options->chain != NULL) {
        must(mbedtls_x509_crt_parse_file(&scene->chain, options->chain), "the chain");
        must(mbedtls_pk_parse_keyfile(&scene->key, options->key, NULL), "the key");
        must(mbedtls_ssl_conf_own_cert(&scene->config, &scene->chain, &scene->key), "the credential");
    }
    if (options->judges && !kedge_mbedtls_use(&scene->config, verifier))
        end_fail("kedge cannot be used");
    must(mbedtls_ssl_setup(&scene->ssl, &scene->config), "a connection");
    if (options->judges && !options->is_detached && !kedge_mbedtls_attach(&scene->ssl, &scene->connection))
        end_fail("kedge cannot be attached");
    if (options->host != NULL)
        must(mbedtls_ssl_set_hostname(&scene->ssl, options->host), "the host");
}

static long send_by(void *ssl, const char *data, size_t size)
{
    return mbedtls_ssl_write(ssl, (const unsigned char *)data, size);
}

static long receive_by(void *ssl, char *data, size_t size)
{
    return mbedtls_ssl_read(ssl, (unsigned char *)data, size);
}

void end_run(const end_options *options, const kedge_verifier *verifier, int socket, end_result *result)
{
    scenery scene = { 0 };
    mbedtls_net_context net = { socket };
    long error;

    prepare(&scene, options, verifier);
    mbedtls_ssl_set_bio(&scene.ssl, &net, mbedtls_net_send, mbedtls_net_recv, NULL);
    error = mbedtls_ssl_handshake(&scene.ssl);
    if (error == 0)
        error = end_exchange(options, result, &scene.ssl, send_by, receive_by);
    result->is_done = error > 0;
    if (error == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE)
        result->alert = scene.ssl.in_msg[1];
    if (!result->is_done)
        mbedtls_strerror((int)error, result->error, sizeof result->error);
    result->is_judged = kedge_mbedtls_verdict(&scene.connection, &result->verdict);
    snprintf(result->tls, sizeof result->tls, "%s",
             scene.ssl.minor_ver == MBEDTLS_SSL_MINOR_VERSION_3 ? "1.2" : "other");
    if (result->is_done)
        mbedtls_ssl_close_notify(&scene.ssl);
    mbedtls_ssl_free(&scene.ssl);
    mbedtls_ssl_config_free(&scene.config);
    mbedtls_pk_free(&scene.key);
    mbedtls_x509_crt_free(&scene.chain);
    mbedtls_ctr_drbg_free(&scene.random);
    mbedtls_entropy_free(&scene.entropy);
}
