/* outside_nss.c - a program that knows kedge's adapter for NSS only as it was installed. */
#include <kedge/adapter/nss.h>
#include <kedge/kedge.h>
#include <secerr.h>
#include <stdio.h>

int main(void)
{
    puts(kedge_version());
    return kedge_nss_use(NULL, NULL, NULL) || kedge_nss_error(KEDGE_EXPIRED) != SEC_ERROR_EXPIRED_CERTIFICATE;
}
