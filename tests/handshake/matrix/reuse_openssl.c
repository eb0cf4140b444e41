/* reuse_openssl.c - handshakes of OpenSSL's client, judged by kedge, with a server in the same program, for callgrind
 * (bench/adapters): reuse_openssl CREDENTIALS COUNT.  All connections have one SSL_CTX. */
#include <kedge/adapter/openssl.h>
#include <kedge/kedge.h>

#include <stdio.h>
#include <stdlib.h>

static _Alignas(KEDGE_TRUST_ALIGN) uint8_t anchors[1 << 16];

static void must(bool is_done, const char *what)
{
    if (is_done)
        return;
    fprintf(stderr, "reuse_openssl: %s\n", what);
    exit(2);
}

static void read_root(kedge_trust *trust, const char *folder)
{
    static uint8_t der[4096];
    char path[512];
    uint32_t fault;
    FILE *file;
    size_t size;

    snprintf(path, sizeof path, "%s/root.der", folder);
    file = fopen(path, "rb");
    must(file != NULL, path);
    size = fread(der, 1, sizeof der, file);
    fclose(file);
    must(kedge_trust_init(trust, anchors, sizeof anchors, kedge_crypto_default()) == KEDGE_OK
         && kedge_trust_add_der(trust, der, size, NULL, &fault) == KEDGE_OK, "the root");
}

static SSL_CTX *server_of(const char *folder)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
    char chain[512];
    char key[512];

    snprintf(chain, sizeof chain, "%s/good.pem", folder);
    snprintf(key, sizeof key, "%s/good.key", folder);
    must(SSL_CTX_use_certificate_chain_file(ctx, chain) == 1
         && SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) == 1, "the credential");
    return ctx;
}

static bool shake_hands(SSL_CTX *client_ctx, SSL_CTX *server_ctx)
{
    SSL *client = SSL_new(client_ctx);
    SSL *server = SSL_new(server_ctx);
    BIO *to_server = NULL;
    BIO *to_client = NULL;
    bool is_done = false;

    BIO_new_bio_pair(&to_server, 0, &to_client, 0);
    SSL_set_bio(client, to_server, to_server);
    SSL_set_bio(server, to_client, to_client);
    SSL_set_connect_state(client);
    SSL_set_accept_state(server);
    SSL_set1_host(client, "host.example");
    for (int turn = 0; turn < 10 && !is_done; turn++) {
        const int here = SSL_do_handshake(client);
        const int there = SSL_do_handshake(server);

        is_done = here == 1 && there == 1;
    }
    SSL_free(client);
    SSL_free(server);
    return is_done;
}

int main(int count, char **argument)
{
    kedge_openssl verifier = { .request = { .size = sizeof(kedge_request), .policy = &kedge_policy_webpki } };
    SSL_CTX *client = SSL_CTX_new(TLS_client_method());
    kedge_trust trust;
    SSL_CTX *server;

    must(count == 3, "usage: CREDENTIALS COUNT");
    read_root(&trust, argument[1]);
    verifier.trust = &trust;
    verifier.request.time = kedge_time_at(INT64_C(1767225600));
    server = server_of(argument[1]);
    must(kedge_openssl_use(client, &verifier), "kedge");
    for (long i = strtol(argument[2], NULL, 10); i > 0; i--)
        must(shake_hands(client, server), "a handshake");
    SSL_CTX_free(client);
    SSL_CTX_free(server);
    return 0;
}
