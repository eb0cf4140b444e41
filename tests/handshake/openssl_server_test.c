/* openssl_server_test.c - TLS 1.3 over loopback with `openssl s_server`, a program of its own. */
#define _POSIX_C_SOURCE 200809L

#include "credentials.h"

#include <kedge/adapter/openssl.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A running server. */
typedef struct server {
    char folder[64];
    pid_t process;
    int input;        /* its standard input, held open: it ends when this does */
    int output;       /* what it prints, errors too */
    char printed[16384];
    size_t length;
    uint16_t port;
} server;

static server running;

enum {
    PATIENCE_MS = 20000
};

static void path_in_folder(const char *name, char *path, size_t size)
{
    int length = snprintf(path, size, "%s/%s", running.folder, name);

    cr_assert(length > 0 && (size_t)length < size);
}

static void write_pem(const char *name, const char *label, kedge_span der)
{
    kedge_span text = forge_pem(label, der);
    char path[128];
    FILE *file;

    path_in_folder(name, path, sizeof path);
    file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(text.data, 1, text.size, file), text.size);
    cr_assert_eq(fclose(file), 0);
}

static const char *const files[] = { "leaf.pem", "ca.pem", "key.pem" };

static void become_server(int input, int output)
{
    char *const arguments[] = { "openssl", "s_server", "-accept",  "127.0.0.1:0", "-naccept",
                                "1",       "-cert",    "leaf.pem", "-cert_chain", "ca.pem",
                                "-key",    "key.pem",  "-tls1_3",  NULL };

    if (chdir(running.folder) == 0 && dup2(input, 0) == 0 && dup2(output, 1) == 1 && dup2(output, 2) == 2)
        execvp(arguments[0], arguments);
    _exit(127);
}

/* Read what the server prints until `text` is there or it prints no more; whether it is there. */
static bool wait_for(const char *text)
{
    while (strstr(running.printed, text) == NULL) {
        struct pollfd ready = { running.output, POLLIN, 0 };
        ssize_t got;

        if (running.length + 1 >= sizeof running.printed || poll(&ready, 1, PATIENCE_MS) != 1)
            return false;
        got = read(running.output, running.printed + running.length,
                   sizeof running.printed - 1 - running.length);
        if (got <= 0)
            return false;
        running.length += (size_t)got;
        running.printed[running.length] = '\0';
    }
    return true;
}

/* It says "ACCEPT 127.0.0.1:PORT" when it is ready. */
static void read_port(void)
{
    const char *line;

    if (!wait_for("ACCEPT 127.0.0.1:") || !wait_for("\n"))
        cr_assert_fail("no server: %s", running.printed);
    line = strstr(running.printed, "ACCEPT 127.0.0.1:");
    running.port = (uint16_t)strtoul(line + strlen("ACCEPT 127.0.0.1:"), NULL, 10);
    cr_assert(running.port != 0);
}

static void start_server(const credentials *shown)
{
    int input[2];
    int output[2];

    memset(&running, 0, sizeof running);
    strcpy(running.folder, "/tmp/kedge-handshake-XXXXXX");
    cr_assert_not_null(mkdtemp(running.folder));
    write_pem("leaf.pem", "CERTIFICATE", forge_sign(&shown->leaf));
    write_pem("ca.pem", "CERTIFICATE", forge_sign(&shown->ca));
    write_pem("key.pem", "EC PRIVATE KEY", private_key_der(shown->leaf.key));
    cr_assert_eq(pipe(input), 0);
    cr_assert_eq(pipe(output), 0);
    fcntl(input[1], F_SETFD, FD_CLOEXEC);
    running.process = fork();
    cr_assert(running.process >= 0);
    if (running.process == 0)
        become_server(input[0], output[1]);
    close(input[0]);
    close(output[1]);
    running.input = input[1];
    running.output = output[0];
    read_port();
}

/* End the server, whatever has become of the test, and leave nothing behind. */
static void stop_server(void)
{
    if (running.process > 0) {
        kill(running.process, SIGKILL);
        waitpid(running.process, NULL, 0);
        close(running.input);
        close(running.output);
    }
    for (size_t i = 0; i < sizeof files / sizeof *files && running.folder[0] != '\0'; i++) {
        char path[128];

        snprintf(path, sizeof path, "%s/%s", running.folder, files[i]);
        unlink(path);
    }
    if (running.folder[0] != '\0')
        rmdir(running.folder);
}

static int connect_to_server(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(running.port) };
    int connected = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    cr_assert(connected >= 0);
    cr_assert_eq(connect(connected, (const struct sockaddr *)&address, sizeof address), 0);
    return connected;
}

/* What came of a connection. */
typedef struct outcome {
    bool succeeded;
    bool is_tls13;
    kedge_verdict verdict;
} outcome;

static outcome connect_with(const kedge_trust *trust, const char *host)
{
    kedge_openssl verifier = { .trust = trust };
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    outcome seen = { 0 };
    int connected;
    SSL *ssl;

    verifier.request.size = sizeof verifier.request;
    verifier.request.policy = &kedge_policy_webpki;
    verifier.request.time = kedge_time_at(FORGE_NOW);
    cr_assert(kedge_openssl_use(ctx, &verifier));
    ssl = SSL_new(ctx);
    connected = connect_to_server();
    cr_assert_eq(SSL_set1_host(ssl, host), 1);
    cr_assert_eq(SSL_set_fd(ssl, connected), 1);
    seen.succeeded = SSL_connect(ssl) == 1;
    seen.is_tls13 = SSL_version(ssl) == TLS1_3_VERSION;
    if (seen.succeeded)
        cr_assert_eq(SSL_write(ssl, "hello from the client\n", 22), 22);
    cr_assert(kedge_openssl_verdict(ssl, &seen.verdict));
    SSL_shutdown(ssl);
    SSL_free(ssl);
    close(connected);
    SSL_CTX_free(ctx);
    return seen;
}

/* The client refuses, and the server is told why. */
static void check_refused(const outcome *seen, kedge_status status, const char *alert)
{
    cr_assert_not(seen->succeeded);
    cr_assert(seen->is_tls13);
    cr_assert_eq(seen->verdict.status, status, "%s", kedge_status_name(seen->verdict.status));
    cr_assert(wait_for(alert), "the server saw no \"%s\" but: %s", alert, running.printed);
}

TestSuite(openssl_server, .fini = stop_server, .timeout = 120);

Test(openssl_server, a_good_chain_is_accepted)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    outcome seen;

    start_server(&shown);
    seen = connect_with(&trust, HOST);
    cr_assert(seen.succeeded);
    cr_assert(seen.is_tls13);
    cr_assert_eq(seen.verdict.status, KEDGE_OK);
    cr_assert_eq(seen.verdict.path_length, 3);
    cr_assert(wait_for("hello from the client"), "%s", running.printed);
}

Test(openssl_server, an_expired_certificate_is_refused_as_expired)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    outcome seen;

    shown.leaf.not_after = FORGE_NOW - 1;
    start_server(&shown);
    seen = connect_with(&trust, HOST);
    check_refused(&seen, KEDGE_EXPIRED, "SSL alert number 45");
}

Test(openssl_server, another_host_is_refused_as_a_bad_certificate)
{
    credentials shown = credentials_new();
    kedge_trust trust = trust_in(&shown.root);
    outcome seen;

    start_server(&shown);
    seen = connect_with(&trust, "other.example");
    check_refused(&seen, KEDGE_IDENTITY_MISMATCH, "SSL alert number 42");
}

Test(openssl_server, an_unknown_root_is_refused_as_an_unknown_ca)
{
    credentials shown = credentials_new();
    forge_certificate other = forge_root("Another root");
    kedge_trust trust = trust_in(&other);
    outcome seen;

    start_server(&shown);
    seen = connect_with(&trust, HOST);
    check_refused(&seen, KEDGE_NOT_AUTHENTICATED, "SSL alert number 48");
}
