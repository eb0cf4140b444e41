/* end_bearssl.c - one end by BearSSL, which has TLS 1.2 at most. */
#define _POSIX_C_SOURCE 200809L
#include "end.h"

#include <kedge/adapter/bearssl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CERTIFICATES_MAX 16
#define NAMES_MAX 4
#define MEMORY_SIZE (1 << 17)

const char end_stack[] = "bearssl";

/* BearSSL has no function that tells its version. */
const char *end_library(void)
{
    return "BearSSL";
}

/* What an end shows, and all that it needs. */
typedef struct bearssl_end {
    kedge_bearssl x509;
    br_x509_minimal_context nobody;
    br_x509_certificate chain[CERTIFICATES_MAX];
    size_t chain_count;
    br_skey_decoder_context key;
    br_x500_name names[NAMES_MAX];
    br_sslio_context io;
    int socket;
    unsigned char buffer[BR_SSL_BUFSIZE_BIDI];
    unsigned char memory[MEMORY_SIZE];
} bearssl_end;

/* A part of a PEM file, as far as it has been decoded. */
typedef struct block {
    unsigned char data[8192];
    size_t size;
} block;

static void add(void *context, const void *data, size_t size)
{
    block *part = context;

    if (size > sizeof part->data - part->size)
        end_fail("a block that is too large");
    memcpy(part->data + part->size, data, size);
    part->size += size;
}

/* The next block of a text, with its name; false after the last. */
static bool next_block(br_pem_decoder_context *decoder, kedge_span *text, block *part, const char **name)
{
    part->size = 0;
    while (text->size != 0) {
        const size_t taken = br_pem_decoder_push(decoder, text->data, text->size);

        text->data += taken;
        text->size -= taken;
        switch (br_pem_decoder_event(decoder)) {
        case BR_PEM_BEGIN_OBJ:
            *name = br_pem_decoder_name(decoder);
            br_pem_decoder_setdest(decoder, add, part);
            break;
        case BR_PEM_END_OBJ:
            return true;
        default:
            break;
        }
    }
    return false;
}

static void read_chain(bearssl_end *end, const char *path)
{
    const kedge_span file = end_read_file(path);
    br_pem_decoder_context decoder;
    kedge_span rest = file;
    block part;
    const char *name;

    br_pem_decoder_init(&decoder);
    while (end->chain_count < CERTIFICATES_MAX && next_block(&decoder, &rest, &part, &name)) {
        unsigned char *copy = malloc(part.size);

        if (copy == NULL)
            end_fail("no memory");
        memcpy(copy, part.data, part.size);
        end->chain[end->chain_count++] = (br_x509_certificate){ copy, part.size };
    }
    free((void *)(uintptr_t)file.data);
}

static void read_key(bearssl_end *end, const char *path)
{
    const kedge_span file = end_read_file(path);
    br_pem_decoder_context decoder;
    kedge_span rest = file;
    block part;
    const char *name;

    br_pem_decoder_init(&decoder);
    br_skey_decoder_init(&end->key);
    if (!next_block(&decoder, &rest, &part, &name))
        end_fail(path);
    br_skey_decoder_push(&end->key, part.data, part.size);
    if (br_skey_decoder_last_error(&end->key) != 0)
        end_fail(path);
    free((void *)(uintptr_t)file.data);
}

static int read_socket(void *context, unsigned char *data, size_t size)
{
    const ssize_t count = read(*(int *)context, data, size);

    return count > 0 ? (int)count : -1;
}

static int write_socket(void *context, const unsigned char *data, size_t size)
{
    const ssize_t count = write(*(int *)context, data, size);

    return count > 0 ? (int)count : -1;
}

static long send_by(void *context, const char *data, size_t size)
{
    br_sslio_context *io = context;

    return br_sslio_write_all(io, data, size) == 0 && br_sslio_flush(io) == 0 ? 1 : -1;
}

static long receive_by(void *context, char *data, size_t size)
{
    return br_sslio_read(context, data, size);
}

static void finish(bearssl_end *end, br_ssl_engine_context *engine, end_result *result)
{
    uint8_t record[KEDGE_BEARSSL_ALERT_SIZE];
    const size_t size = kedge_bearssl_alert(&end->x509, record);
    const int error = br_ssl_engine_last_error(engine);

    if (!result->is_done && size != 0 && write(end->socket, record, size) != (ssize_t)size)
        end_fail("the alert cannot be sent");
    if (error >= BR_ERR_RECV_FATAL_ALERT && error < BR_ERR_SEND_FATAL_ALERT)
        result->alert = error - BR_ERR_RECV_FATAL_ALERT;
    if (!result->is_done)
        snprintf(result->error, sizeof result->error, "BearSSL's error %d", error);
    result->is_judged = kedge_bearssl_verdict(&end->x509, &result->verdict);
    snprintf(result->tls, sizeof result->tls, "%s", br_ssl_engine_get_version(engine) == BR_TLS12 ? "1.2" : "");
}

/* br_sslio_close() never ends where the peer has said more than was read. */
static void close_engine(bearssl_end *end, br_ssl_engine_context *engine)
{
    unsigned char *record;
    size_t size;

    br_ssl_engine_close(engine);
    while ((record = br_ssl_engine_sendrec_buf(engine, &size)) != NULL) {
        const int written = write_socket(&end->socket, record, size);

        if (written < 0)
            return;
        br_ssl_engine_sendrec_ack(engine, (size_t)written);
    }
}

static void run(bearssl_end *end, br_ssl_engine_context *engine, const end_options *options, end_result *result)
{
    br_sslio_init(&end->io, engine, read_socket, &end->socket, write_socket, &end->socket);
    result->is_done = end_exchange(options, result, &end->io, send_by, receive_by) > 0;
    finish(end, engine, result);
    if (result->is_done)
        close_engine(end, engine);
}

static void run_client(bearssl_end *end, const end_options *options, const kedge_verifier *verifier,
                       end_result *result)
{
    br_ssl_client_context client;

    br_ssl_client_init_full(&client, &end->nobody, NULL, 0);
    if (end->chain_count != 0)
        br_ssl_client_set_single_ec(&client, end->chain, end->chain_count, &end->key.key.ec, BR_KEYTYPE_SIGN,
                                    BR_KEYTYPE_EC, br_ec_get_default(), br_ecdsa_sign_asn1_get_default());
    br_ssl_engine_set_buffer(&client.eng, end->buffer, sizeof end->buffer, 1);
    br_ssl_engine_set_versions(&client.eng, BR_TLS12, BR_TLS12);
    if (!kedge_bearssl_use_client(&client, &end->x509, verifier, end->memory, sizeof end->memory))
        end_fail("kedge cannot be used");
    if (!br_ssl_client_reset(&client, options->host, 0))
        end_fail("no client");
    run(end, &client.eng, options, result);
}

static void run_server(bearssl_end *end, const end_options *options, const kedge_verifier *verifier,
                       end_result *result)
{
    br_ssl_server_context server;

    if (end->key.key_type == BR_KEYTYPE_RSA)
        br_ssl_server_init_full_rsa(&server, end->chain, end->chain_count, &end->key.key.rsa);
    else
        br_ssl_server_init_full_ec(&server, end->chain, end->chain_count, BR_KEYTYPE_EC, &end->key.key.ec);
    br_ssl_engine_set_buffer(&server.eng, end->buffer, sizeof end->buffer, 1);
    br_ssl_engine_set_versions(&server.eng, BR_TLS12, BR_TLS12);
    if (options->judges) {
        const size_t count = kedge_bearssl_names(verifier->trust, end->names, NAMES_MAX);

        if (!kedge_bearssl_use_server(&server, &end->x509, verifier, end->names, count, end->memory,
                                      sizeof end->memory))
            end_fail("kedge cannot be used");
    }
    if (!br_ssl_server_reset(&server))
        end_fail("no server");
    run(end, &server.eng, options, result);
}

void end_run(const end_options *options, const kedge_verifier *verifier, int socket, end_result *result)
{
    bearssl_end *end = calloc(1, sizeof *end);

    if (end == NULL)
        end_fail("no memory");
    end->socket = socket;
    if (options->chain != NULL) {
        read_chain(end, options->chain);
        read_key(end, options->key);
    }
    if (options->is_server)
        run_server(end, options, verifier, result);
    else
        run_client(end, options, verifier, result);
    for (size_t i = 0; i < end->chain_count; i++)
        free(end->chain[i].data);
    free(end);
}
