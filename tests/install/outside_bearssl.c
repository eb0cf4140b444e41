/* outside_bearssl.c - a program that knows kedge's adapter for BearSSL only as it was installed. */
#include <kedge/adapter/bearssl.h>
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    puts(kedge_version());
    return kedge_bearssl_use_client(NULL, NULL, NULL, NULL, 0)
        || kedge_bearssl_error(KEDGE_EXPIRED) != BR_ERR_X509_EXPIRED;
}
