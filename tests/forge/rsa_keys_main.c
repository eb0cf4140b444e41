/* rsa_keys_main.c - makes the table rsa_keys.c: `forge_rsa_keys > rsa_keys.c`.
 *
 * The keys come from a generator seeded with their sizes and numbers.  They are committed because making
 * them takes long and because another version of BearSSL might make others. */
#include <bearssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_number(const char *field, const unsigned char *number, size_t size)
{
    printf("        .%s =", field);
    for (size_t i = 0; i < size; i++) {
        if (i % 40 == 0)
            printf("%s\n            \"", i > 0 ? "\"" : "");
        printf("%02x", number[i]);
    }
    printf("\",\n");
}

static void print_key(unsigned bits, unsigned number, uint32_t exponent)
{
    static unsigned char private_bytes[BR_RSA_KBUF_PRIV_SIZE(4096)];
    static unsigned char public_bytes[BR_RSA_KBUF_PUB_SIZE(4096)];
    br_hmac_drbg_context random;
    br_rsa_private_key private_key;
    br_rsa_public_key public_key;
    char seed[64];

    snprintf(seed, sizeof seed, "kedge test key RSA %u %u", bits, number);
    br_hmac_drbg_init(&random, &br_sha256_vtable, seed, strlen(seed));
    if (br_rsa_i31_keygen(&random.vtable, &private_key, private_bytes, &public_key, public_bytes, bits,
                          exponent)
        != 1)
        exit(1);
    printf("    {\n        .bits = %u, .number = %u, .exponent = %lu,\n", bits, number,
           (unsigned long)exponent);
    print_number("modulus", public_key.n, public_key.nlen);
    print_number("p", private_key.p, private_key.plen);
    print_number("q", private_key.q, private_key.qlen);
    print_number("dp", private_key.dp, private_key.dplen);
    print_number("dq", private_key.dq, private_key.dqlen);
    print_number("iq", private_key.iq, private_key.iqlen);
    printf("    },\n");
}

int main(void)
{
    printf("/* rsa_keys.c - RSA test keys: they protect nothing.  Made by rsa_keys_main.c. */\n"
           "#include \"forge/rsa_keys.h\"\n\n"
           "const forge_rsa_numbers forge_rsa_table[] = {\n");
    print_key(1024, 0, 65537);
    print_key(2048, 0, 65537);
    print_key(2048, 1, 65537);
    print_key(2048, 2, 3);
    print_key(3072, 0, 65537);
    print_key(4096, 0, 65537);
    printf(
        "};\n\nconst size_t forge_rsa_table_count = sizeof forge_rsa_table / sizeof forge_rsa_table[0];\n");
    return 0;
}
