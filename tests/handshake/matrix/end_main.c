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
 *     --detached         tell the adapter of no connection, where it is to be told
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

enum {
    PATIENCE_S = 30
};

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
    end_judge judge = { 0 };
    int descriptor;

    if (count < 2 || (strcmp(argument[1], "client") != 0 && strcmp(argument[1], "server") != 0))
        end_fail("usage: client|server [OPTION...]");
    signal(SIGPIPE, SIG_IGN);
    options.is_server = strcmp(argument[1], "server") == 0;
    judge.verifier.request.size = sizeof judge.verifier.request;
    judge.verifier.request.policy = &kedge_policy_webpki;
    judge.verifier.request.time = kedge_time_at(END_NOW);
    if (options.is_server)
        judge.verifier.request.identity = kedge_identity_waived();
    for (int i = 2; i < count; i++) {
        const char *option = argument[i];
        const char *value = i + 1 < count ? argument[i + 1] : "";

        if (strcmp(option, "--ask-staple") == 0 || strcmp(option, "--detached") == 0) {
            options.asks_staple |= strcmp(option, "--ask-staple") == 0;
            options.is_detached |= strcmp(option, "--detached") == 0;
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
            end_read_trust(&judge, value);
        else if (strcmp(option, "--policy") == 0)
            judge.verifier.request.policy = end_policy_named(value);
        else if (strcmp(option, "--crl") == 0)
            end_read_crl(&judge, value);
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
    end_close(descriptor);
    end_judge_free(&judge);
    return 0;
}
