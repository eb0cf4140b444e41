/* end_libcurl.c - a client by libcurl, which makes the connection itself. */
#define _POSIX_C_SOURCE 200809L
#include "end.h"

#include <fcntl.h>
#include <kedge/adapter/curl.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

const char end_stack[] = "libcurl";

const char *end_library(void)
{
    return curl_version();
}

/* Of what curl shows of TLS, messages of two octets are alerts. */
static int listen_in(CURL *easy, curl_infotype type, char *data, size_t size, void *context)
{
    end_result *result = context;

    (void)easy;
    if (type == CURLINFO_SSL_DATA_IN && size == 2 && data[0] == SSL3_AL_FATAL)
        result->alert = (unsigned char)data[1];
    return 0;
}

/* One answer is enough: there is no more to come from some servers, which would not say so. */
static size_t take_answer(char *data, size_t size, size_t count, void *context)
{
    end_result *result = context;
    const size_t room = sizeof result->answer - 1;

    (void)size;
    memcpy(result->answer, data, count < room ? count : room);
    return 0;
}

/* Closing with bytes unread resets the connection, and the server may miss the alert. */
static int close_gently(void *context, curl_socket_t descriptor)
{
    const struct timeval patience = { .tv_sec = 5 };
    char byte[512];

    (void)context;
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    shutdown(descriptor, SHUT_WR);
    while (read(descriptor, byte, sizeof byte) > 0)
        continue;
    return close(descriptor);
}

static void set_request(CURL *easy, const end_options *options, end_result *result)
{
    char url[128];

    snprintf(url, sizeof url, "https://%s:%u/", options->host, options->port);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_0);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 10L);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_answer);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, result);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, result);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, listen_in);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, result);
}

static void set_connection(CURL *easy, const end_options *options, struct curl_slist *here)
{
    curl_easy_setopt(easy, CURLOPT_RESOLVE, here);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_gently);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, options->is_tls13
                         ? (long)CURL_SSLVERSION_TLSv1_3 | (long)CURL_SSLVERSION_MAX_TLSv1_3
                         : (long)CURL_SSLVERSION_TLSv1_2 | (long)CURL_SSLVERSION_MAX_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST, "DEFAULT@SECLEVEL=0");
    if (options->chain != NULL) {
        curl_easy_setopt(easy, CURLOPT_SSLCERT, options->chain);
        curl_easy_setopt(easy, CURLOPT_SSLKEY, options->key);
    }
}

void end_run(const end_options *options, const kedge_verifier *verifier, int socket, end_result *result)
{
    kedge_curl transfer = { .asks_staple = options->asks_staple };
    CURL *easy = curl_easy_init();
    char found_at[160];
    struct curl_slist *here;
    CURLcode code;

    (void)socket;
    if (options->is_server)
        end_fail("libcurl is no server");
    snprintf(found_at, sizeof found_at, "%s:%u:127.0.0.1", options->host, options->port);
    here = curl_slist_append(NULL, found_at);
    set_request(easy, options, result);
    set_connection(easy, options, here);
    if (options->judges && !kedge_curl_use(easy, &transfer, verifier))
        end_fail("kedge cannot be used");
    code = curl_easy_perform(easy);
    result->is_done = result->answer[0] != '\0';
    if (!result->is_done)
        snprintf(result->error, sizeof result->error, "%s", curl_easy_strerror(code));
    result->is_judged = kedge_curl_verdict(&transfer, &result->verdict);
    snprintf(result->tls, sizeof result->tls, "%s", options->is_tls13 ? "1.3" : "1.2");
    curl_easy_cleanup(easy);
    curl_slist_free_all(here);
}
