/* end_main.c - the command line of one end, the same for each stack.
 *
 *     end_STACK client --port N [OPTION...]
 *     end_STACK server [OPTION...]         # prints "PORT N" when it listens, and serves one connection
 *
 *     --tls 1.2|1.3      that version and no other (1.2)
 *     --host NAME        client: the name to send and to look for
 *     --trust FILE       have kedge judge the peer by this root (DER)
 *     --policy NAME      under this policy (webpki)
 *     --crl FILE         with this list (DER)
 *     --ask-staple       client: ask for a stapled response, and judge it
 *     --say TEXT         client: what to say after the handshake (k)
 *     --chain FILE --key FILE --staple FILE   what this end shows (PEM, PEM, DER)
 *
 * It ends with one line of JSON that says what has come of it, and 0 unless it could not run at all.
 */
#define _POSIX_C_SOURCE 200809L

#include "end.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* The time of the forge. */
#define NOW INT64_C(1767225600)

enum {
    PATIENCE_S = 10
};

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

static const kedge_policy *policy_named(const char *name)
{
    const kedge_policy *const policies[] = { &kedge_policy_webpki, &kedge_policy_rfc5280, &kedge_policy_device };

    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++)
        if (strcmp(policies[i]->name, name) == 0)
            return policies[i];
    end_fail("no such policy");
}

/* What kedge is given; it lives as long as the program. */
typedef struct judge_memory {
    kedge_trust trust;
    kedge_verifier verifier;
    kedge_crl crl;
    const kedge_crl *crls[1];
    void *memory;
    kedge_span root;
    kedge_span list;
} judge_memory;

static void read_trust(judge_memory *judge, const char *path)
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

static void read_crl(judge_memory *judge, const char *path)
{
    uint32_t fault;

    judge->list = end_read_file(path);
    if (kedge_crl_parse(&judge->crl, judge->list.data, judge->list.size, &fault) != KEDGE_OK)
        end_fail("the list cannot be read");
    judge->crls[0] = &judge->crl;
    judge->verifier.request.revocation.crls = judge->crls;
    judge->verifier.request.revocation.crl_count = 1;
}

static void end_judge(judge_memory *judge)
{
    free(judge->memory);
    free((void *)(uintptr_t)judge->root.data);
    free((void *)(uintptr_t)judge->list.data);
}

static void be_patient(int descriptor)
{
    const struct timeval patience = { .tv_sec = PATIENCE_S };

    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

static struct sockaddr_in loopback(uint16_t port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static int accept_one(void)
{
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    int accepted;

    be_patient(listening);
    if (bind(listening, (struct sockaddr *)&address, size) != 0 || listen(listening, 1) != 0
        || getsockname(listening, (struct sockaddr *)&address, &size) != 0)
        end_fail("cannot listen");
    printf("PORT %u\n", (unsigned)ntohs(address.sin_port));
    fflush(stdout);
    accepted = accept(listening, NULL, NULL);
    if (accepted < 0)
        end_fail("nobody came");
    close(listening);
    return accepted;
}

/* A stack that makes its own connections is given the port alone. */
static int connect_to(uint16_t port)
{
#ifdef END_DIALS
    (void)port;
    return -1;
#else
    struct sockaddr_in address = loopback(port);
    int connected = socket(AF_INET, SOCK_STREAM, 0);

    if (connect(connected, (struct sockaddr *)&address, sizeof address) != 0)
        end_fail("cannot connect");
    return connected;
#endif
}

/* Closing with bytes unread resets the connection, and the peer may miss the alert. */
static void close_gently(int descriptor)
{
    char byte[512];

    shutdown(descriptor, SHUT_WR);
    while (read(descriptor, byte, sizeof byte) > 0)
        continue;
    close(descriptor);
}

static void print_text(const char *name, const char *text)
{
    printf(", \"%s\": \"", name);
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= ' ' && *text != '"' && *text != '\\')
            putchar(*text);
    putchar('"');
}

static void print_result(const end_options *options, const end_result *result)
{
    const char *status = result->is_judged ? kedge_status_name(result->verdict.status) : "";

    printf("{\"end\": \"%s\"", options->is_server ? "server" : "client");
    print_text("stack", end_stack);
    print_text("library", end_library());
    print_text("tls", result->tls);
    printf(", \"done\": %s, \"alert\": %d", result->is_done ? "true" : "false", result->alert);
    print_text("status", status);
    print_text("sentence", result->is_judged ? kedge_status_sentence(result->verdict.status) : "");
    printf(", \"certificate\": %d", result->is_judged ? result->verdict.certificate : KEDGE_INDEX_NONE);
    print_text("answer", result->answer);
    print_text("error", result->error);
    printf("}\n");
}

int main(int count, char **argument)
{
    end_options options = { .say = "k" };
    end_result result = { 0 };
    judge_memory judge = { 0 };
    int descriptor;

    if (count < 2 || (strcmp(argument[1], "client") != 0 && strcmp(argument[1], "server") != 0))
        end_fail("usage: client|server [OPTION...]");
    signal(SIGPIPE, SIG_IGN);
    options.is_server = strcmp(argument[1], "server") == 0;
    judge.verifier.request.size = sizeof judge.verifier.request;
    judge.verifier.request.policy = &kedge_policy_webpki;
    judge.verifier.request.time = kedge_time_at(NOW);
    if (options.is_server)
        judge.verifier.request.identity = kedge_identity_waived();
    for (int i = 2; i < count; i++) {
        const char *option = argument[i];
        const char *value = i + 1 < count ? argument[i + 1] : "";

        if (strcmp(option, "--ask-staple") == 0) {
            options.asks_staple = true;
            continue;
        }
        i++;
        if (strcmp(option, "--port") == 0)
            options.port = (uint16_t)strtoul(value, NULL, 10);
        else if (strcmp(option, "--tls") == 0)
            options.is_tls13 = strcmp(value, "1.3") == 0;
        else if (strcmp(option, "--host") == 0)
            options.host = value;
        else if (strcmp(option, "--trust") == 0)
            read_trust(&judge, value);
        else if (strcmp(option, "--policy") == 0)
            judge.verifier.request.policy = policy_named(value);
        else if (strcmp(option, "--crl") == 0)
            read_crl(&judge, value);
        else if (strcmp(option, "--chain") == 0)
            options.chain = value;
        else if (strcmp(option, "--key") == 0)
            options.key = value;
        else if (strcmp(option, "--say") == 0)
            options.say = value;
        else if (strcmp(option, "--staple") == 0)
            options.staple = value;
        else
            end_fail(option);
    }
    options.judges = judge.verifier.trust != NULL;
    descriptor = options.is_server ? accept_one() : connect_to(options.port);
    be_patient(descriptor);
    end_run(&options, &judge.verifier, descriptor, &result);
    print_result(&options, &result);
    fflush(stdout);
    close_gently(descriptor);
    end_judge(&judge);
    return 0;
}
