/* end.h - one end of a handshake: a program for each TLS stack, all with the same command line (end_main.c).
 *
 * A stack gives the three things at the end of this file.
 */
#ifndef HANDSHAKE_END_H
#define HANDSHAKE_END_H

#include <kedge/adapter/verifier.h>
#include <kedge/kedge.h>
#include <stdio.h>

/** What an end is asked to do.  Files are paths. */
typedef struct end_options {
    bool is_server;
    bool judges;         /* kedge judges the peer; a server then demands a certificate */
    bool is_detached;    /* the adapter is put in the stack's place, but told of no connection */
    bool asks_staple;    /* a client: asks for a stapled response */
    bool is_tls13;       /* TLS 1.3 and nothing else; otherwise TLS 1.2 and nothing else */
    uint16_t port;       /* a client: for a program that is built with END_DIALS and connects by itself */
    const char *host;    /* a client: the name that it sends and looks for */
    const char *chain;   /* PEM: what this end shows; NULL for nothing */
    const char *key;     /* PEM */
    const char *staple;  /* DER: what a server staples; NULL for nothing */
    const char *say;     /* a client: what it says after the handshake */
} end_options;

/** What has come of it. */
typedef struct end_result {
    bool is_done;        /* the handshake succeeded, and something went to and fro after it */
    char answer[32];     /* a client: the beginning of what came back */
    int alert;           /* that was received; 0 for none */
    bool is_judged;
    kedge_verdict verdict;
    char tls[16];        /* the version that was agreed on */
    char error[256];     /* in the stack's words */
} end_result;

/** The name of the stack and the version of the library that is there. */
extern const char end_stack[];
const char *end_library(void);

/** Run one connection on a connected socket, which is not closed, and say what has come of it. */
void end_run(const end_options *options, const kedge_verifier *verifier, int socket, end_result *result);

/** What kedge is given; zeroed, and then filled by the two functions below it. */
typedef struct end_judge {
    kedge_trust trust;
    kedge_verifier verifier;
    kedge_crl crl;
    const kedge_crl *crls[1];
    void *memory;
    kedge_span root;
    kedge_span list;
} end_judge;

/** The root, in DER, and a list, in DER; the program ends where it cannot be used. */
void end_read_trust(end_judge *judge, const char *path);
void end_read_crl(end_judge *judge, const char *path);
void end_judge_free(end_judge *judge);

/** A ready policy; the program ends where there is none of that name. */
const kedge_policy *end_policy_named(const char *name);

/** The time of the forge, at which all is judged. */
#define END_NOW INT64_C(1767225600)

/** Close a connection such that the peer gets what was sent, alerts too. */
void end_close(int descriptor);

/** For the stacks: a whole file, NUL after its end, in memory that the caller frees; the program ends where it
 *  cannot be read. */
kedge_span end_read_file(const char *path);
/** End the program: `what` did not work. */
_Noreturn void end_fail(const char *what);

/** For the stacks: how to send and to receive, with a value above 0 for success. */
typedef long end_send(void *connection, const char *data, size_t size);
typedef long end_receive(void *connection, char *data, size_t size);

/** A client says what it has to say and hears the answer; a server says again what it has heard.  The last value of
 *  either function: above 0 for success. */
long end_exchange(const end_options *options, end_result *result, void *connection, end_send *send,
                  end_receive *receive);

#endif
