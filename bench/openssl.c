/* openssl.c - OpenSSL, as it is measured. */
#include "subjects.h"

#include <openssl/crypto.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

typedef struct state {
    const bench_chain *chain;
    X509_STORE *store;
} state;

static X509 *decode(kedge_span der)
{
    const unsigned char *at = der.data;

    return d2i_X509(NULL, &at, (long)der.size);
}

static bool parse(void *data)
{
    const bench_chain *chain = data;
    X509 *certificate = decode(chain->certificate[0]);

    X509_free(certificate);
    return certificate != NULL;
}

static bool parse_all(void *data)
{
    const bench_chain *chain = data;
    X509 *certificate = decode(chain->certificate[0]);
    bool is_good = certificate != NULL && X509_check_purpose(certificate, -1, 0) == 1
                && X509_get0_pubkey(certificate) != NULL;

    X509_free(certificate);
    return is_good;
}

bench_subject openssl_parsing(const bench_chain *chain)
{
    return (bench_subject){ "OpenSSL d2i_X509", parse, (void *)(uintptr_t)chain };
}

bench_subject openssl_parsing_all(const bench_chain *chain)
{
    return (bench_subject){ "  with extensions and key", parse_all, (void *)(uintptr_t)chain };
}

static bool judge(const state *s, X509 *leaf, STACK_OF(X509) *others)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509_VERIFY_PARAM *parameters;
    bool is_good = false;

    if (context != NULL && X509_STORE_CTX_init(context, s->store, leaf, others) == 1) {
        parameters = X509_STORE_CTX_get0_param(context);
        X509_VERIFY_PARAM_set_time(parameters, (time_t)s->chain->time);
        X509_VERIFY_PARAM_set1_host(parameters, s->chain->host, 0);
        X509_STORE_CTX_set_default(context, "ssl_server");
        is_good = X509_verify_cert(context) == 1;
    }
    X509_STORE_CTX_free(context);
    return is_good;
}

static bool verify(void *data)
{
    const state *s = data;
    STACK_OF(X509) *others = sk_X509_new_null();
    X509 *leaf = decode(s->chain->certificate[0]);
    bool is_good;

    for (size_t i = 1; i < s->chain->count; i++)
        sk_X509_push(others, decode(s->chain->certificate[i]));
    is_good = judge(s, leaf, others);
    sk_X509_pop_free(others, X509_free);
    X509_free(leaf);
    return is_good;
}

bench_subject openssl_verification(const bench_chain *chain)
{
    state *s = malloc(sizeof *s);
    X509 *root = decode(chain->root);

    s->chain = chain;
    s->store = X509_STORE_new();
    if (s->store == NULL || root == NULL || X509_STORE_add_cert(s->store, root) != 1)
        abort();
    X509_free(root);
    return (bench_subject){ "OpenSSL X509_verify_cert", verify, s };
}

const char *openssl_version(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}
