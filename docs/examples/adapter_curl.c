/* adapter_curl.c - a transfer by libcurl: ROOT.der HOST PORT.  The lines between the marks are those of adapters.md. */
#include "adapter.h"

#include <kedge/adapter/curl.h>

/* adapters.md: begin */
static bool fetch_by_curl(CURL *easy, const kedge_verifier *verifier, const char *url, kedge_verdict *verdict)
{
    kedge_curl transfer = { .asks_staple = true };

    curl_easy_setopt(easy, CURLOPT_URL, url);
    if (kedge_curl_use(easy, &transfer, verifier) && curl_easy_perform(easy) == CURLE_PEER_FAILED_VERIFICATION)
        fputs("refused\n", stderr);
    curl_easy_cleanup(easy); /* with all its connections, before `transfer` goes */
    return kedge_curl_verdict(&transfer, verdict);
}
/* adapters.md: end */

int main(int argc, char **argv)
{
    kedge_verifier verifier = { .request = { .size = sizeof(kedge_request), .policy = &kedge_policy_webpki } };
    CURL *easy = curl_easy_init();
    struct curl_slist *here;
    char text[256];
    kedge_verdict verdict;
    int result;

    if (argc != 4)
        return 2;
    snprintf(text, sizeof text, "%s:%s:127.0.0.1", argv[2], argv[3]);
    here = curl_slist_append(NULL, text);
    curl_easy_setopt(easy, CURLOPT_RESOLVE, here);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    verifier.trust = trust_from(argv[1]);
    snprintf(text, sizeof text, "https://%s:%s/", argv[2], argv[3]);
    result = say(fetch_by_curl(easy, &verifier, text, &verdict), &verdict);
    curl_slist_free_all(here);
    return result;
}
