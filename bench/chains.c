/* chains.c - chains from the forge and from vectors/real. */
#include "chains.h"

#include <kedge/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include "forge/forge.h"

#define TEXT_MAX ((size_t)1 << 16)

static bench_chain forged(const char *name, const forge_key *const key[4])
{
    forge_certificate root = forge_root_with_key("Bench Root", key[0]);
    forge_certificate upper = forge_ca_with_key("Bench CA 1", &root, key[1]);
    forge_certificate lower = forge_ca_with_key("Bench CA 2", &upper, key[2]);
    forge_certificate leaf = forge_leaf_with_key("host.example", &lower, key[3]);

    return (bench_chain){
        .name = name,
        .host = "host.example",
        .time = FORGE_NOW,
        .certificate = { forge_sign(&leaf), forge_sign(&lower), forge_sign(&upper) },
        .count = 3,
        .root = forge_sign(&root),
    };
}

bench_chain bench_chain_rsa(void)
{
    const forge_key *const key[4] = { forge_rsa(2048, 0), forge_rsa(2048, 1), forge_rsa(2048, 0),
                                      forge_rsa(2048, 1) };

    return forged("RSA 2048, forged", key);
}

bench_chain bench_chain_p256(void)
{
    const forge_key *const key[4] = { forge_p256("root"), forge_p256("upper"), forge_p256("lower"),
                                      forge_p256("leaf") };

    return forged("P-256, forged", key);
}

static _Noreturn void fail(const char *path, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", path, why);
    exit(1);
}

/* The certificates of a PEM file, at most `room`. */
static size_t read_certificates(const char *folder, const char *file_name, kedge_span *certificate,
                                size_t room)
{
    static uint8_t text[TEXT_MAX];
    static uint8_t der[TEXT_MAX];
    char path[512];
    size_t size;
    size_t count = 0;
    FILE *file;
    kedge_pem pem;
    kedge_pem_block block;

    snprintf(path, sizeof path, "%s/%s", folder, file_name);
    file = fopen(path, "rb");
    if (file == NULL)
        fail(path, "cannot be opened");
    size = fread(text, 1, sizeof text, file);
    fclose(file);
    kedge_pem_begin(&pem, text, size, KEDGE_PEM_LAX);
    while (count < room && kedge_pem_next(&pem, &block) == KEDGE_OK) {
        size_t written;

        if (kedge_pem_decode(&pem, &block, der, sizeof der, &written) != KEDGE_OK)
            fail(path, "cannot be decoded");
        certificate[count++] = forge_copy(der, written);
    }
    if (count == 0)
        fail(path, "holds no certificate");
    return count;
}

bench_chain bench_chain_real(const char *name, const char *folder, const char *host, int64_t time)
{
    bench_chain chain = { .name = name, .host = host, .time = time };

    chain.count = read_certificates(folder, "chain.pem", chain.certificate, 8);
    (void)read_certificates(folder, "root.pem", &chain.root, 1);
    return chain;
}
