/* verify.c - judges a chain of DER files: verify ROOTS.pem HOST SECONDS FILE.der...
 *
 * The lines between the marks are those of README.md.
 */
#include <kedge/kedge.h>

#include <stdio.h>
#include <stdlib.h>

/* README: begin */
static _Alignas(KEDGE_TRUST_ALIGN) uint8_t anchors[1 << 20];
static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[KEDGE_WORKSPACE_SIZE(16)];

static kedge_status judge(kedge_span roots, const char *host, int64_t now,
                          const kedge_span *chain, size_t count)
{
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());
    kedge_verdict verdict;
    kedge_trust trust;

    kedge_status status = kedge_trust_init(&trust, anchors, sizeof anchors, kedge_crypto_default());
    if (status == KEDGE_OK)
        status = kedge_trust_add_pem(&trust, roots.data, roots.size, NULL, KEDGE_BUNDLE_STOP, NULL);
    if (status != KEDGE_OK)
        return status;

    request.identity = kedge_identity_dns(host);
    request.time = kedge_time_at(now);
    request.chain = chain;
    request.chain_count = count;
    if (kedge_verify(&trust, &request, workspace, sizeof workspace, &verdict) != KEDGE_OK)
        printf("certificate %d, byte %u: ", verdict.certificate, (unsigned)verdict.offset);
    return verdict.reason;
}
/* README: end */

static kedge_span read_file(const char *name)
{
    static uint8_t bytes[1 << 20];
    static size_t used;
    kedge_span file = { bytes + used, 0 };
    FILE *in = fopen(name, "rb");

    if (in == NULL) {
        fprintf(stderr, "%s cannot be read\n", name);
        exit(2);
    }
    file.size = fread(bytes + used, 1, sizeof bytes - used, in);
    used += file.size;
    fclose(in);
    return file;
}

int main(int argc, char **argv)
{
    kedge_span roots, chain[16];
    size_t count = 0;
    kedge_status status;

    if (argc < 5 || argc > 4 + 16) {
        fprintf(stderr, "usage: verify ROOTS.pem HOST SECONDS FILE.der...\n");
        return 2;
    }
    roots = read_file(argv[1]);
    for (int i = 4; i < argc; i++)
        chain[count++] = read_file(argv[i]);
    status = judge(roots, argv[2], strtoll(argv[3], NULL, 10), chain, count);
    printf("%s\n", kedge_status_sentence(status));
    return status != KEDGE_OK;
}
