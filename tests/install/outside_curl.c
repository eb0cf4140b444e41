/* outside_curl.c - a program that knows kedge's adapter for libcurl only as it was installed. */
#include <kedge/adapter/curl.h>
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    kedge_verdict verdict;
    const kedge_curl transfer = { .asks_staple = true };

    puts(kedge_version());
    return kedge_curl_use(NULL, NULL, NULL) || kedge_curl_verdict(&transfer, &verdict);
}
