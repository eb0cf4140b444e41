/* outside_gnutls.c - a program that knows kedge's adapter for GnuTLS only as it was installed. */
#include <kedge/adapter/gnutls.h>
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    puts(kedge_version());
    return kedge_gnutls_use(NULL, GNUTLS_CLIENT, NULL, NULL);
}
