/* end_common.c - what each end needs whatever its command line: files, what kedge is given, an exchange. */
#define _POSIX_C_SOURCE 200809L

#include "end.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void end_fail(const char *what)
{
    fprintf(stderr, "end_%s: %s\n", end_stack, what);
    exit(2);
}

kedge_span end_read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(65536);
    size_t size;

    if (file == NULL || data == NULL)
        end_fail(path);
    size = fread(data, 1, 65535, file);
    fclose(file);
    data[size] = '\0';
    return (kedge_span){ data, size };
}

long end_exchange(const end_options *options, end_result *result, void *connection, end_send *send,
                  end_receive *receive)
{
    char heard[512] = { 0 };
    long count;

    if (!options->is_server) {
        count = send(connection, options->say, strlen(options->say));
        if (count > 0)
            count = receive(connection, result->answer, sizeof result->answer - 1);
        return count;
    }
    count = receive(connection, heard, sizeof heard);
    return count > 0 ? send(connection, heard, (size_t)count) : count;
}

const kedge_policy *end_policy_named(const char *name)
{
    const kedge_policy *const policies[] = { &kedge_policy_webpki, &kedge_policy_rfc5280, &kedge_policy_device };

    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++)
        if (strcmp(policies[i]->name, name) == 0)
            return policies[i];
    end_fail("no such policy");
}


void end_read_trust(end_judge *judge, const char *path)
{
    uint32_t fault;
    size_t size;

    judge->root = end_read_file(path);
    size = kedge_trust_size(1, judge->root.size);
    judge->memory = aligned_alloc(KEDGE_TRUST_ALIGN, (size / KEDGE_TRUST_ALIGN + 1) * KEDGE_TRUST_ALIGN);
    if (judge->memory == NULL
        || kedge_trust_init(&judge->trust, judge->memory, size, kedge_crypto_default()) != KEDGE_OK
        || kedge_trust_add_copy(&judge->trust, judge->root.data, judge->root.size, NULL, &fault) != KEDGE_OK)
        end_fail("the root cannot be trusted");
    judge->verifier.trust = &judge->trust;
}

void end_read_crl(end_judge *judge, const char *path)
{
    uint32_t fault;

    judge->list = end_read_file(path);
    if (kedge_crl_parse(&judge->crl, judge->list.data, judge->list.size, &fault) != KEDGE_OK)
        end_fail("the list cannot be read");
    judge->crls[0] = &judge->crl;
    judge->verifier.request.revocation.crls = judge->crls;
    judge->verifier.request.revocation.crl_count = 1;
}

void end_judge_free(end_judge *judge)
{
    free(judge->memory);
    free((void *)(uintptr_t)judge->root.data);
    free((void *)(uintptr_t)judge->list.data);
}

/* Closing with bytes unread resets the connection, and the peer may miss the alert. */
void end_close(int descriptor)
{
    char byte[512];

    shutdown(descriptor, SHUT_WR);
    while (read(descriptor, byte, sizeof byte) > 0)
        continue;
    close(descriptor);
}
