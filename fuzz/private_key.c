/* private_key.c - read anything as a private key, with a password and without: what opens has a public half that it
 * matches and signs what that verifies; of what does not open nothing is left. */
#include <kedge/possession.h>

#include "check.h"

/* A few iterations, so that inputs cost about the same. */
#define ITERATIONS 64

static bool is_zero(const uint8_t *octets, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (octets[i] != 0)
            return false;
    return true;
}

static void check_signature(const kedge_private_key *key, const kedge_public_key *public_key)
{
    static const uint8_t messages[] = "handshake messages";
    const kedge_possession what = { KEDGE_TLS_1_2, KEDGE_TLS_CLIENT,
                                    key->type == KEDGE_KEY_RSA ? KEDGE_TLS_RSA_PKCS1_SHA256
                                                               : KEDGE_TLS_ECDSA_SECP256R1_SHA256,
                                    { messages, sizeof messages } };
    uint8_t signature[KEDGE_SIGNATURE_SIZE_MAX];
    size_t size = 0;

    CHECK(kedge_possession_sign(key, &what, NULL, signature, sizeof signature, &size) == KEDGE_OK);
    CHECK(kedge_possession_check(kedge_crypto_default(), public_key, &what, (kedge_span){ signature, size })
          == KEDGE_OK);
}

static void check_key(const kedge_private_key *key)
{
    uint8_t spki[KEDGE_PUBLIC_KEY_SIZE_MAX];
    kedge_public_key public_key;
    kedge_der der;
    uint32_t fault;
    size_t size = 0;

    CHECK(kedge_private_key_public(key, spki, sizeof spki, &size) == KEDGE_OK);
    CHECK(kedge_der_begin(&der, spki, size, &fault) == KEDGE_OK);
    CHECK(kedge_public_key_read(&der, &public_key) == KEDGE_OK && kedge_der_at_end(&der));
    CHECK(kedge_private_key_matches(key, &public_key) == KEDGE_OK);
    check_signature(key, &public_key);
}

static void open_key(const uint8_t *data, size_t size, const char *password)
{
    const kedge_private_key_options options = { { (const uint8_t *)password, password != NULL ? strlen(password) : 0 },
                                                ITERATIONS };
    uint8_t *memory = malloc(size + 1);
    kedge_private_key key;
    kedge_status status;
    uint32_t fault;

    memset(memory, 0xaa, size);
    status = kedge_private_key_open(&key, (kedge_span){ data, size }, &options, memory, size, &fault);
    if (status == KEDGE_OK) {
        check_key(&key);
        kedge_private_key_wipe(&key);
    }
    CHECK(status != KEDGE_MEMORY_TOO_SMALL);
    CHECK(is_zero(memory, size) && is_zero((const uint8_t *)&key, sizeof key));
    CHECK(fault <= size);
    free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    open_key(data, size, NULL);
    open_key(data, size, "open sesame");
    return 0;
}
