/* adapter_bearssl.c - a client by BearSSL: ROOT.der HOST PORT.  The lines between the marks are those of adapters.md. */
#include "adapter.h"

#include <kedge/adapter/bearssl.h>
#include <time.h>

static int read_from(void *descriptor, unsigned char *data, size_t size)
{
    const ssize_t count = read(*(int *)descriptor, data, size);

    return count > 0 ? (int)count : -1;
}

static int write_to(void *descriptor, const unsigned char *data, size_t size)
{
    const ssize_t count = write(*(int *)descriptor, data, size);

    return count > 0 ? (int)count : -1;
}

/* adapters.md: begin */
static unsigned char buffer[BR_SSL_BUFSIZE_BIDI], memory[KEDGE_BEARSSL_MEMORY(6, 12 * 1024)];

static bool connect_by_bearssl(const kedge_verifier *verifier, const char *host, int socket, kedge_verdict *verdict)
{
    static br_ssl_client_context client;
    static br_x509_minimal_context nobody;
    static kedge_bearssl x509;
    uint8_t alert[KEDGE_BEARSSL_ALERT_SIZE];
    br_sslio_context io;

    br_ssl_client_init_full(&client, &nobody, NULL, 0);
    br_ssl_engine_set_buffer(&client.eng, buffer, sizeof buffer, 1);
    if (!kedge_bearssl_use_client(&client, &x509, verifier, memory, sizeof memory))
        return false;
    kedge_bearssl_set_time(&x509, kedge_time_at((int64_t)time(NULL)));
    br_ssl_client_reset(&client, host, 0);
    br_sslio_init(&io, &client.eng, read_from, &socket, write_to, &socket);
    if (br_sslio_write_all(&io, "hello\n", 6) == 0)
        br_sslio_flush(&io);
    /* Where the certificate was refused, BearSSL has closed without a word: here is the alert. */
    write_to(&socket, alert, kedge_bearssl_alert(&x509, alert));
    return kedge_bearssl_verdict(&x509, verdict);
}
/* adapters.md: end */

int main(int argc, char **argv)
{
    kedge_verifier verifier = { .request = { .size = sizeof(kedge_request), .policy = &kedge_policy_webpki } };
    kedge_verdict verdict;

    if (argc != 4)
        return 2;
    verifier.trust = trust_from(argv[1]);
    return say(connect_by_bearssl(&verifier, argv[2], dial(argv[3]), &verdict), &verdict);
}
