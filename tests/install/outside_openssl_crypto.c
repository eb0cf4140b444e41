/* outside_openssl_crypto.c - a program that knows kedge's provider on OpenSSL only as it was installed. */
#include <kedge/adapter/openssl_crypto.h>
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    const kedge_crypto *crypto = kedge_crypto_openssl();
    const kedge_span abc = { (const uint8_t *)"abc", 3 };
    uint8_t digest[KEDGE_SHA256_SIZE];

    puts(kedge_version());
    return crypto->digest(crypto, KEDGE_HASH_SHA256, abc, digest) != KEDGE_OK || digest[0] != 0xba;
}
