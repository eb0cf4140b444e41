/* adapter_mbedtls.c - a client by mbedTLS: ROOT.der HOST PORT.  The lines between the marks are those of adapters.md. */
#include "adapter.h"

#include <kedge/adapter/mbedtls.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>

/* adapters.md: begin */
static bool connect_by_mbedtls(const kedge_verifier *verifier, const char *host, int socket, kedge_verdict *verdict)
{
    static mbedtls_entropy_context entropy;
    static mbedtls_ctr_drbg_context random;
    static mbedtls_ssl_config config;
    kedge_connection connection = { .is_judged = false }; /* lives as long as `ssl` */
    mbedtls_net_context net = { socket };
    mbedtls_ssl_context ssl;

    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    if (mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0) == 0
        && mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                       MBEDTLS_SSL_PRESET_DEFAULT) == 0
        && kedge_mbedtls_use(&config, verifier) /* for all connections of `config` */
        && mbedtls_ssl_setup(&ssl, &config) == 0 && kedge_mbedtls_attach(&ssl, &connection)) {
        mbedtls_ssl_set_hostname(&ssl, host);    /* the name to send and to look for */
        mbedtls_ssl_set_bio(&ssl, &net, mbedtls_net_send, mbedtls_net_recv, NULL);
        if (mbedtls_ssl_handshake(&ssl) == 0)
            mbedtls_ssl_write(&ssl, (const unsigned char *)"hello\n", 6);
    }
    mbedtls_ssl_free(&ssl);
    mbedtls_ssl_config_free(&config);
    mbedtls_ctr_drbg_free(&random);
    mbedtls_entropy_free(&entropy);
    return kedge_mbedtls_verdict(&connection, verdict);
}
/* adapters.md: end */

int main(int argc, char **argv)
{
    kedge_verifier verifier = { .request = { .size = sizeof(kedge_request), .policy = &kedge_policy_webpki } };
    kedge_verdict verdict;

    if (argc != 4)
        return 2;
    verifier.trust = trust_from(argv[1]);
    return say(connect_by_mbedtls(&verifier, argv[2], dial(argv[3]), &verdict), &verdict);
}
