/* use.c - the adapter for OpenSSL, put into each SSL_CTX that an easy handle of libcurl makes. */
#include <kedge/adapter/curl.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "openssl/anchors.h"

static void judged(void *context, SSL *ssl, const kedge_verdict *verdict)
{
    kedge_curl *transfer = context;

    (void)ssl;
    transfer->verdict = *verdict;
    transfer->is_judged = true;
}

/* The host of a URL without the brackets of IPv6, to be freed by curl_free() from `allocated`; NULL for none. */
static char *host_of(const char *url, char **allocated)
{
    CURLU *parts = curl_url();
    char *host = NULL;

    *allocated = NULL;
    if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK
        && curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK)
        *allocated = host;
    curl_url_cleanup(parts);
    if (host == NULL || host[0] != '[')
        return host;
    host[strcspn(host, "]")] = '\0';
    return host + 1;
}

/* For an address curl sends no name, from which the adapter would know what to look for.  One that is none of
 * an address is not set. */
static bool look_for_address(CURL *easy, SSL_CTX *ctx)
{
    const char *url = NULL;
    char *host, *allocated;
    ASN1_OCTET_STRING *address = NULL;
    bool is_set = true;

    if (curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &url) != CURLE_OK || url == NULL)
        return true;
    host = host_of(url, &allocated);
    ERR_set_mark(); /* curl takes the first error in the queue for why a handshake failed */
    if (host != NULL)
        address = a2i_IPADDRESS(host);
    ERR_pop_to_mark();
    if (address != NULL)
        is_set = X509_VERIFY_PARAM_set1_ip(SSL_CTX_get0_param(ctx), ASN1_STRING_get0_data(address),
                                           (size_t)ASN1_STRING_length(address)) == 1;
    ASN1_OCTET_STRING_free(address);
    curl_free(allocated);
    return is_set;
}

static CURLcode prepare(CURL *easy, void *ssl_ctx, void *context)
{
    SSL_CTX *ctx = ssl_ctx;
    kedge_curl *transfer = context;

    transfer->is_judged = false;
    if (!kedge_openssl_use(ctx, transfer->verifier) || !kedge_openssl_listen(ctx, &transfer->listener))
        return CURLE_SSL_CERTPROBLEM;
    kedge_openssl_omit_anchors(ctx);
    if (transfer->verifier->request.identity.kind == KEDGE_IDENTITY_UNSET && !look_for_address(easy, ctx))
        return CURLE_OUT_OF_MEMORY;
    if (transfer->asks_staple && SSL_CTX_set_tlsext_status_type(ctx, TLSEXT_STATUSTYPE_ocsp) != 1)
        return CURLE_SSL_CERTPROBLEM;
    return CURLE_OK;
}

/* Of several TLS libraries in one libcurl, those that are not in use stand in parentheses. */
static bool has_openssl(void)
{
    const char *at = curl_version_info(CURLVERSION_NOW)->ssl_version;

    while (at != NULL && *at != '\0') {
        if (strncmp(at, "OpenSSL/3.", 10) == 0)
            return true;
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return false;
}

typedef struct option_row {
    CURLoption option;
    long value;
} option_row;

static const option_row options[] = {
    { CURLOPT_SSL_VERIFYPEER, 1 },  { CURLOPT_SSL_VERIFYHOST, 0 },
    { CURLOPT_SSL_VERIFYSTATUS, 0 }, { CURLOPT_SSL_SESSIONID_CACHE, 0 },
    { CURLOPT_FRESH_CONNECT, 1 },   { CURLOPT_FORBID_REUSE, 1 },
};

static bool set_options(CURL *easy)
{
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (curl_easy_setopt(easy, options[i].option, options[i].value) != CURLE_OK)
            return false;
    return curl_easy_setopt(easy, CURLOPT_CAINFO, NULL) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK;
}

bool kedge_curl_use(CURL *easy, kedge_curl *transfer, const kedge_verifier *verifier)
{
    if (easy == NULL || transfer == NULL || verifier == NULL || verifier->trust == NULL
        || verifier->request.policy == NULL || !has_openssl())
        return false;
    transfer->verifier = verifier;
    transfer->is_judged = false;
    transfer->listener.judged = judged;
    transfer->listener.context = transfer;
    return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, prepare) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, transfer) == CURLE_OK && set_options(easy);
}

bool kedge_curl_verdict(const kedge_curl *transfer, kedge_verdict *verdict)
{
    if (!transfer->is_judged)
        return false;
    *verdict = transfer->verdict;
    return true;
}
