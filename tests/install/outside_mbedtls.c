/* outside_mbedtls.c - a program that knows kedge's adapter for mbedTLS only as it was installed. */
#include <kedge/adapter/mbedtls.h>
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    puts(kedge_version());
    return kedge_mbedtls_use(NULL, NULL) || kedge_mbedtls_flag(KEDGE_EXPIRED) != MBEDTLS_X509_BADCERT_EXPIRED;
}
