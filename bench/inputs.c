/* inputs.c - kedge_inputs FOLDER: writes what all libraries are measured with, made by the forge. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "forge/forge.h"
#include "signatures.h"

#define ROOTS 144
#define BATCH 64
#define LAYERS_MAX 6
#define WIDTH 12

static const char *folder;

static void write_file(const char *name, kedge_span bytes)
{
    char path[1024];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes.data, 1, bytes.size, file) != bytes.size || fclose(file) != 0) {
        fprintf(stderr, "kedge_inputs: %s cannot be written\n", path);
        exit(1);
    }
}

static void write_part(const char *name, size_t number, const char *ending, kedge_span bytes)
{
    char file[128];

    snprintf(file, sizeof file, "%s-%zu.%s", name, number, ending);
    write_file(file, bytes);
}

static void write_signatures(void)
{
    static const struct {
        const char *name;
        unsigned algorithm;
        size_t count;
    } rows[] = {
        { "rsa2048", BENCH_RSA_2048, BATCH }, { "rsa3072", BENCH_RSA_3072, 1 },
        { "rsa4096", BENCH_RSA_4096, 1 },     { "p256", BENCH_P256, BATCH },
        { "p384", BENCH_P384, BATCH },        { "p521", BENCH_P521, 1 },
        { "ed25519", BENCH_ED25519, 1 },
    };

    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++)
        for (size_t i = 0; i < rows[row].count; i++) {
            const bench_signature signature = bench_signature_of(rows[row].algorithm, (unsigned)i);

            write_part(rows[row].name, i, "key", signature.subject_public_key_info);
            write_part(rows[row].name, i, "msg", signature.message);
            write_part(rows[row].name, i, "sig", signature.signature);
        }
}

static void write_chain(const char *name, const forge_key *const key[4], kedge_hash upper_hash)
{
    forge_certificate root = forge_root_with_key("Bench Root", key[0]);
    forge_certificate upper = forge_ca_with_key("Bench CA 1", &root, key[1]);
    forge_certificate lower = forge_ca_with_key("Bench CA 2", &upper, key[2]);
    forge_certificate leaf = forge_leaf_with_key("host.example", &lower, key[3]);
    char file[64];

    lower.hash = upper_hash;
    leaf.hash = upper_hash;
    write_part(name, 0, "der", forge_sign(&leaf));
    write_part(name, 1, "der", forge_sign(&lower));
    write_part(name, 2, "der", forge_sign(&upper));
    snprintf(file, sizeof file, "%s-root.der", name);
    write_file(file, forge_sign(&root));
}

static void write_chains(void)
{
    const forge_key *const rsa[4] = { forge_rsa(2048, 0), forge_rsa(2048, 1), forge_rsa(2048, 0),
                                      forge_rsa(2048, 1) };
    const forge_key *const p256[4] = { forge_p256("root"), forge_p256("upper"), forge_p256("lower"),
                                       forge_p256("leaf") };
    const forge_key *const mix[4] = { forge_rsa(4096, 0), forge_ec(KEDGE_KEY_P384, "upper"),
                                      forge_ec(KEDGE_KEY_P384, "lower"), forge_p256("leaf") };

    write_chain("rsa2048", rsa, KEDGE_HASH_SHA256);
    write_chain("p256", p256, KEDGE_HASH_SHA256);
    write_chain("mix", mix, KEDGE_HASH_SHA384);
    for (size_t i = 0; i < ROOTS; i++) {
        char name[64];
        forge_certificate root;

        snprintf(name, sizeof name, "Another Root %zu", i);
        root = forge_root(name);
        write_part("roots", i, "der", forge_sign(&root));
    }
}

/* A leaf below `layers` layers of a dozen CAs, alike in name and key identifier and each with a key of its own.
 * Each is signed by the last of the layer above, and the highest by `above`, whom nobody trusts. */
static void write_layers(const char *prefix, size_t layers, forge_certificate above)
{
    forge_certificate root = forge_root("Bench Root");
    const kedge_span identifier = forge_chars("the same for all");
    kedge_span pool[LAYERS_MAX * WIDTH];
    size_t count = 0;
    forge_certificate leaf;
    char name[64];
    char file[96];

    for (size_t layer = layers; layer-- > 0;) {
        forge_certificate last = above;

        for (size_t i = 0; i < WIDTH; i++) {
            char label[64];
            forge_certificate ca;

            snprintf(name, sizeof name, "Layer %zu", layer);
            snprintf(label, sizeof label, "layer %zu, %zu", layer, i);
            ca = forge_ca_with_key(name, &above, forge_p256(label));
            forge_put(&ca, forge_subject_key_identifier(identifier));
            forge_put(&ca, forge_authority_key_identifier(identifier));
            pool[count++] = forge_sign(&ca);
            last = ca;
        }
        above = last;
    }
    leaf = forge_leaf("host.example", &above);
    forge_put(&leaf, forge_authority_key_identifier(identifier));
    snprintf(name, sizeof name, "%s%zu", prefix, layers);
    write_part(name, 0, "der", forge_sign(&leaf));
    for (size_t i = 0; i < count; i++)
        write_part(name, i + 1, "der", pool[count - 1 - i]);
    snprintf(file, sizeof file, "%s-root.der", name);
    write_file(file, forge_sign(&root));
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: kedge_inputs FOLDER\n");
        return 2;
    }
    folder = argv[1];
    write_signatures();
    write_chains();
    for (size_t layers = 2; layers <= LAYERS_MAX; layers += 2) {
        write_layers("layers", layers, forge_root("Unknown Root"));
        write_layers("namesake", layers, forge_root_with_key("Bench Root", forge_p256("another root")));
    }
    return 0;
}
