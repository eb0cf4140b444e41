/* openssl_scarce_test.c - the adapter where memory runs out.
 *
 * The linker hands the adapter's own requests for memory to the functions here (--wrap); those that
 * OpenSSL makes within its library are not touched.
 */
#include "memory_pair.h"

#include <stdlib.h>

/* The request that is refused, counted from 0; none where it is below 0. */
static long refused = -1;
static long requests;

static bool is_refused(void)
{
    return requests++ == refused;
}

void *__real_CRYPTO_zalloc(size_t size, const char *file, int line);
void *__wrap_CRYPTO_zalloc(size_t size, const char *file, int line);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);
int __real_SSL_set_ex_data(SSL *ssl, int index, void *data);
int __wrap_SSL_set_ex_data(SSL *ssl, int index, void *data);
int __real_i2d_X509(const X509 *certificate, unsigned char **out);
int __wrap_i2d_X509(const X509 *certificate, unsigned char **out);
int __real_OPENSSL_sk_push(OPENSSL_STACK *stack, const void *data);
int __wrap_OPENSSL_sk_push(OPENSSL_STACK *stack, const void *data);

void *__wrap_CRYPTO_zalloc(size_t size, const char *file, int line)
{
    return is_refused() ? NULL : __real_CRYPTO_zalloc(size, file, line);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_aligned_alloc(size_t align, size_t size)
{
    return is_refused() ? NULL : __real_aligned_alloc(align, size);
}

int __wrap_SSL_set_ex_data(SSL *ssl, int index, void *data)
{
    return is_refused() ? 0 : __real_SSL_set_ex_data(ssl, index, data);
}

int __wrap_i2d_X509(const X509 *certificate, unsigned char **out)
{
    return is_refused() ? -1 : __real_i2d_X509(certificate, out);
}

int __wrap_OPENSSL_sk_push(OPENSSL_STACK *stack, const void *data)
{
    return is_refused() ? 0 : __real_OPENSSL_sk_push(stack, data);
}

/* One handshake with a good or a bad chain in which request `which` is refused; whether it succeeded. */
static bool connect_refusing(const pair *contexts, long which, bool *has_verdict)
{
    connection ends = connect_ends(contexts);
    kedge_verdict verdict;
    bool succeeded;
    int alert;

    cr_assert_eq(SSL_set1_host(ends.client, HOST), 1);
    requests = 0;
    refused = which;
    succeeded = shake_hands(&ends, &alert);
    refused = -1;
    cr_assert_eq(succeeded, SSL_get_verify_result(ends.client) == X509_V_OK);
    *has_verdict = kedge_openssl_verdict(ends.client, &verdict);
    if (*has_verdict)
        cr_assert_eq(succeeded, verdict.status == KEDGE_OK);
    connection_free(&ends);
    return succeeded;
}

static pair verifying_pair(const credentials *shown, const kedge_openssl *verifier)
{
    pair contexts = pair_new(shown);

    cr_assert(kedge_openssl_use(contexts.client, verifier));
    return contexts;
}

Test(openssl_scarce, want_of_memory_lets_no_bad_chain_in)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);
    bool has_verdict;
    pair contexts;
    long which = 0;

    shown.leaf.not_after = FORGE_NOW - 1;
    contexts = verifying_pair(&shown, &verifier);
    do
        cr_assert_not(connect_refusing(&contexts, which, &has_verdict), "request %ld", which);
    while (requests > which++);
    cr_assert(has_verdict);
    cr_assert_gt(which, 4, "%ld requests were refused, one after the other", which);
    pair_free(&contexts);
}

Test(openssl_scarce, want_of_memory_leaks_nothing_and_a_good_chain_is_accepted_when_it_is_over)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    kedge_openssl verifier = verifier_in(&trust);
    pair contexts = verifying_pair(&shown, &verifier);
    bool has_verdict;
    long which = 0;

    do
        connect_refusing(&contexts, which, &has_verdict);
    while (requests > which++);
    cr_assert(connect_refusing(&contexts, -1, &has_verdict));
    pair_free(&contexts);
}

Test(openssl_scarce, an_identity_is_set_whole_or_not_at_all)
{
    const kedge_identity identity = kedge_identity_dns(HOST);
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

    for (long which = 0; which < 3; which++) {
        SSL *ssl = SSL_new(ctx);

        requests = 0;
        refused = which;
        cr_assert_not(kedge_openssl_set_identity(ssl, &identity), "request %ld", which);
        refused = -1;
        cr_assert(kedge_openssl_set_identity(ssl, &identity));
        SSL_free(ssl);
    }
    SSL_CTX_free(ctx);
}

Test(openssl_scarce, a_connection_is_not_copied_without_its_identity)
{
    const kedge_identity identity = kedge_identity_dns(HOST);
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    SSL *ssl = SSL_new(ctx);
    SSL *copy = SSL_dup(ssl);

    cr_assert_not_null(copy, "without an identity there is nothing to be copied");
    SSL_free(copy);
    cr_assert(kedge_openssl_set_identity(ssl, &identity));
    for (long which = 0; which < 2; which++) {
        requests = 0;
        refused = which;
        cr_assert_null(SSL_dup(ssl), "request %ld", which);
    }
    SSL_free(ssl);
    SSL_CTX_free(ctx);
}
