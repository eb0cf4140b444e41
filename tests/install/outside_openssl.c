/* outside_openssl.c - a program that knows kedge's adapter for OpenSSL only as it was installed. */
#include <kedge/adapter/openssl.h>
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    puts(kedge_version());
    return kedge_openssl_use(NULL, NULL) || kedge_openssl_error(KEDGE_EXPIRED) != X509_V_ERR_CERT_HAS_EXPIRED;
}
