/* adapter.h - what the examples of adapters leave to one side: a root, read from a file, and a connection to the
 * loopback interface.  Their command line is ROOT.der HOST PORT, and each prints the sentence of its verdict. */
#ifndef EXAMPLES_ADAPTER_H
#define EXAMPLES_ADAPTER_H

#include <kedge/kedge.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/** A trust with the one root of a DER file; ends the program where there is none. */
static inline const kedge_trust *trust_from(const char *file)
{
    static _Alignas(KEDGE_TRUST_ALIGN) uint8_t anchors[1 << 16];
    static uint8_t root[1 << 14];
    static kedge_trust trust;
    FILE *in = fopen(file, "rb");
    const size_t size = in != NULL ? fread(root, 1, sizeof root, in) : 0;
    uint32_t fault;

    if (in != NULL)
        fclose(in);
    if (kedge_trust_init(&trust, anchors, sizeof anchors, kedge_crypto_default()) == KEDGE_OK
        && kedge_trust_add_der(&trust, root, size, NULL, &fault) == KEDGE_OK)
        return &trust;
    fprintf(stderr, "%s is no root\n", file);
    exit(2);
}

/** A connection to a port of this machine, or below 0. */
static inline int dial(const char *port)
{
    const struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)),
                                         .sin_addr = { htonl(INADDR_LOOPBACK) } };
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);

    return connect(descriptor, (const struct sockaddr *)&address, sizeof address) == 0 ? descriptor : -1;
}

/** Say what was decided; 0 for yes, as an exit status. */
static inline int say(bool is_judged, const kedge_verdict *verdict)
{
    puts(is_judged ? kedge_status_sentence(verdict->status) : "no certificate was judged");
    return is_judged && verdict->status == KEDGE_OK ? 0 : 1;
}

#endif
