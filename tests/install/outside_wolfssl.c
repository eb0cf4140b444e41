/* outside_wolfssl.c - a program that knows kedge's adapter for wolfSSL only as it was installed. */
#include <kedge/adapter/wolfssl.h>
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    puts(kedge_version());
    return kedge_wolfssl_use(NULL, NULL);
}
