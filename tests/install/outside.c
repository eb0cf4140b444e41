/* outside.c - a program that knows kedge only as it was installed, and makes the linker look for BearSSL. */
#include <kedge/kedge.h>
#include <stdio.h>

static _Alignas(KEDGE_TRUST_ALIGN) unsigned char memory[1024];

int main(void)
{
    kedge_trust trust;
    kedge_status status = kedge_trust_init(&trust, memory, sizeof memory, kedge_crypto_default());

    puts(kedge_version());
    return status == KEDGE_OK ? 0 : 1;
}
