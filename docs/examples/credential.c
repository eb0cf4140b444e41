/* credential.c - a device proves itself to a server: credential STORE TAG SECONDS HASH
 *
 * The device has a tag in the store STORE; the server believes that tag's roots, at the moment SECONDS.  HASH is what
 * a TLS 1.3 handshake between them would have for a transcript hash, 32 characters.  The lines between the marks are
 * those of docs/credentials.md.
 */
#include <kedge/directory_store.h>
#include <kedge/kedge.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fill(void *context, uint8_t *octets, size_t size)
{
    FILE *random = fopen("/dev/urandom", "rb");
    const bool is_filled = random != NULL && fread(octets, 1, size, random) == size;

    (void)context;
    if (random != NULL)
        fclose(random);
    return is_filled;
}

static const kedge_random random_octets = { fill, NULL };

/* credentials.md device: begin */
static kedge_status prove(const kedge_credential *own, kedge_possession *what, uint8_t *signature, size_t *size)
{
    static const uint16_t offered[] = { KEDGE_TLS_ECDSA_SECP256R1_SHA256, KEDGE_TLS_ECDSA_SECP384R1_SHA384,
                                        KEDGE_TLS_RSA_PSS_RSAE_SHA256 };
    kedge_status status = kedge_possession_choose(&own->private_key, what->version, offered, 3, &what->scheme);

    if (status == KEDGE_OK)
        status = kedge_possession_sign(&own->private_key, what, &random_octets, signature, KEDGE_SIGNATURE_SIZE_MAX,
                                       size);
    return status;
}
/* credentials.md device: end */

/* credentials.md server: begin */
static kedge_status admit(const kedge_trust *trust, kedge_time now, const kedge_span *chain, size_t count,
                          const kedge_possession *what, kedge_span signature, kedge_client_name *name)
{
    static const kedge_client_name_kind by[] = { KEDGE_CLIENT_EMAIL, KEDGE_CLIENT_COMMON_NAME };
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(8)];
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_client_auth());
    kedge_certificate client;
    kedge_verdict verdict;
    uint32_t fault;
    kedge_status status;

    request.identity = kedge_identity_waived(); /* who it is, is asked below */
    request.time = now;
    request.chain = chain;
    request.chain_count = count;
    status = kedge_verify(trust, &request, workspace, sizeof workspace, &verdict);
    if (status == KEDGE_OK)
        status = kedge_certificate_parse(&client, chain[0].data, chain[0].size, &fault);
    if (status == KEDGE_OK)
        status = kedge_possession_check(trust->crypto, &client.key, what, signature);
    return status == KEDGE_OK ? kedge_client_name_find(&client, by, 2, name) : status;
}
/* credentials.md server: end */

static int say(kedge_status status)
{
    puts(kedge_status_sentence(status));
    return 1;
}

static int meet(const kedge_credential *own, kedge_time now, const char *hash)
{
    static _Alignas(KEDGE_TRUST_ALIGN) uint8_t anchors[1 << 16];
    static uint8_t signature[KEDGE_SIGNATURE_SIZE_MAX];
    kedge_possession what = { KEDGE_TLS_1_3, KEDGE_TLS_CLIENT, 0, { (const uint8_t *)hash, strlen(hash) } };
    kedge_client_name name;
    kedge_span chain[8];
    kedge_trust trust;
    size_t count, size;
    kedge_status status;

    if ((status = kedge_trust_init(&trust, anchors, sizeof anchors, kedge_crypto_default())) != KEDGE_OK
        || (status = kedge_credential_add_roots(own, &trust)) != KEDGE_OK
        || (status = kedge_credential_chain(own, chain, 8, &count)) != KEDGE_OK
        || (status = prove(own, &what, signature, &size)) != KEDGE_OK
        || (status = admit(&trust, now, chain, count, &what, (kedge_span){ signature, size }, &name)) != KEDGE_OK)
        return say(status);
    printf("admitted: %.*s\n", (int)name.value.size, (const char *)name.value.data);
    return 0;
}

int main(int argc, char **argv)
{
    static uint8_t memory[KEDGE_TAG_MEMORY(1 << 16)];
    kedge_directory_store store;
    kedge_credential own;
    kedge_status status;
    int result;

    if (argc != 5) {
        fputs("usage: credential STORE TAG SECONDS HASH\n", stderr);
        return 2;
    }
    status = kedge_directory_store_open(&store, argv[1], KEDGE_DIRECTORY_READ);
    if (status == KEDGE_OK)
        status = kedge_credential_open(&own, &store.store, (uint32_t)strtoul(argv[2], NULL, 10), 0, memory,
                                       sizeof memory);
    if (status != KEDGE_OK)
        return say(status);
    result = meet(&own, kedge_time_at(strtoll(argv[3], NULL, 10)), argv[4]);
    kedge_credential_close(&own);
    kedge_directory_store_close(&store);
    return result;
}
