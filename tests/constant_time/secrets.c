/* secrets.c - keys and passwords are used without branches or addresses that depend on them.
 *
 * Run under valgrind (tests/constant_time/check): secrets are made undefined memory, which valgrind follows through
 * every computation, and it reports each branch and each address made of them (the method of Langley's ctgrind).
 * lib/credential is compiled into this program once more, with kedge_publish() in action: each use of it in there
 * says why what it names is public.
 */
#include <kedge/pem.h>
#include <kedge/possession.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "credential/secret.h"
#include "unit/credential/key_files.h"

#define SIZE_MAX_TEXT 8192

/* What is secret may be read-only memory to the compiler, and is memory like any other to valgrind. */
void kedge_publish(const void *data, size_t size)
{
    (void)VALGRIND_MAKE_MEM_DEFINED(data, size);
}

void kedge_conceal(const void *data, size_t size)
{
    (void)VALGRIND_MAKE_MEM_UNDEFINED(data, size);
}

static unsigned reported(void)
{
    return (unsigned)VALGRIND_COUNT_ERRORS;
}

static size_t read_file(const char *folder, const char *name, uint8_t *text)
{
    char path[512];
    FILE *file;
    size_t size;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        printf("cannot read %s\n", path);
        exit(2);
    }
    size = fread(text, 1, SIZE_MAX_TEXT, file);
    fclose(file);
    return size;
}

/* The first block of a text, for encodings that are secret from the first octet. */
static size_t decode(const uint8_t *text, size_t size, uint8_t *der)
{
    kedge_pem pem;
    kedge_pem_block block;
    size_t written = 0;

    kedge_pem_begin(&pem, text, size, KEDGE_PEM_LAX);
    if (kedge_pem_next(&pem, &block) != KEDGE_OK
        || kedge_pem_decode(&pem, &block, der, SIZE_MAX_TEXT, &written) != KEDGE_OK)
        exit(2);
    return written;
}

static bool fill(void *context, uint8_t *octets, size_t size)
{
    (void)context;
    memset(octets, 0x77, size);
    kedge_conceal(octets, size);
    return true;
}

static void sign(const kedge_private_key *key, kedge_tls_version version, uint16_t scheme)
{
    static const uint8_t transcript[32] = "the hash of a transcript";
    const kedge_possession what = { version, KEDGE_TLS_CLIENT, scheme, { transcript, sizeof transcript } };
    const kedge_random random = { fill, NULL };
    uint8_t signature[KEDGE_SIGNATURE_SIZE_MAX];
    size_t size;
    kedge_status status = kedge_possession_sign(key, &what, &random, signature, sizeof signature, &size);

    if (status != KEDGE_OK) {
        printf("%s\n", kedge_status_name(status));
        exit(2);
    }
}

static void use(kedge_private_key *key)
{
    uint8_t spki[KEDGE_PUBLIC_KEY_SIZE_MAX];
    size_t size;

    kedge_private_key_public(key, spki, sizeof spki, &size);
    if (key->type == KEDGE_KEY_RSA) {
        sign(key, KEDGE_TLS_1_2, KEDGE_TLS_RSA_PKCS1_SHA256);
        sign(key, KEDGE_TLS_1_3, KEDGE_TLS_RSA_PSS_RSAE_SHA384);
    } else {
        sign(key, KEDGE_TLS_1_2, KEDGE_TLS_ECDSA_SECP256R1_SHA256);
        sign(key, KEDGE_TLS_1_2, KEDGE_TLS_ECDSA_SECP521R1_SHA512);
    }
}

/* Open a key whose encoding is as it says, and whose password, where there is one, is secret; then use it. */
static void run(const char *what, kedge_span encoding, const char *password, kedge_status wanted)
{
    kedge_private_key_options options = { { NULL, 0 }, 0 };
    uint8_t memory[SIZE_MAX_TEXT];
    uint8_t secret[64];
    kedge_private_key key;
    kedge_status status;
    uint32_t fault;
    const unsigned before = reported();

    if (password != NULL) {
        options.password = (kedge_span){ secret, strlen(password) };
        memcpy(secret, password, strlen(password));
        kedge_conceal(secret, strlen(password));
    }
    status = kedge_private_key_open(&key, encoding, &options, memory, sizeof memory, &fault);
    if (status != wanted) {
        printf("%s: %s\n", what, kedge_status_name(status));
        exit(2);
    }
    if (status == KEDGE_OK)
        use(&key);
    kedge_private_key_wipe(&key);
    printf("%s %s\n", reported() == before ? "ok    " : "not ok", what);
}

static void run_file(const char *folder, const char *name, const char *password)
{
    uint8_t text[SIZE_MAX_TEXT], der[SIZE_MAX_TEXT];
    const size_t size = read_file(folder, name, text);
    size_t der_size;

    run(name, (kedge_span){ text, size }, password, KEDGE_OK);
    if (password != NULL) {
        run(name, (kedge_span){ text, size }, "wrong", KEDGE_PASSWORD_WRONG);
        return;
    }
    kedge_publish(text, size); /* finding the block in a text concealed what is in it */
    if (strstr(name, "sec1") != NULL)
        return; /* its first block holds parameters */
    der_size = decode(text, size, der);
    kedge_conceal(der, der_size);
    run(name, (kedge_span){ der, der_size }, NULL, KEDGE_OK);
}

/* The method itself: a branch on a secret is seen. */
static bool sees_a_branch(void)
{
    volatile uint8_t secret = 1;
    volatile int taken = 0;
    const unsigned before = reported();

    kedge_conceal((const void *)&secret, 1);
    if (secret == 1)
        taken++;
    return reported() == before + 1;
}

int main(int argc, char **argv)
{
    static const char *const plain[] = { "p256.pem", "p256_sec1.pem", "p256_bare.pem", "p384.pem", "p521.pem",
                                         "rsa1024.pem", "rsa2048_pkcs1.pem" };
    static const char *const encrypted[] = { "pbes2_SHA1.pem", "pbes2_SHA512.pem", "pbes2_aes-128-cbc.pem",
                                             "pbes2_des3.pem", "traditional_aes256.pem", "traditional_des3.pem",
                                             "traditional_rsa.pem" };

    if (argc != 2 || RUNNING_ON_VALGRIND == 0) {
        printf("usage: valgrind secrets FOLDER\n");
        return 2;
    }
    if (!sees_a_branch()) {
        printf("not ok: a branch on a secret is not seen\n");
        return 2;
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        run_file(argv[1], plain[i], NULL);
    for (size_t i = 0; i < sizeof encrypted / sizeof encrypted[0]; i++)
        run_file(argv[1], encrypted[i], PASSWORD);
    printf("%u branches or addresses depend on secrets\n", reported() - 1);
    return reported() == 1 ? 0 : 1;
}
