/* connect.c - `kedge connect`: a TLS handshake with the credentials of a tag, and why it ended as it did. */
#include "arguments.h"
#include "cli.h"
#include "connect_peer.h"
#include "explain.h"
#include "socket.h"
#include "tags.h"
#include "text.h"
#include "verdict.h"
#include "verify_options.h"

#include <kedge/kedge.h>

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char help[] =
    "usage: kedge connect HOST:PORT --tag TAG [OPTION]...\n"
    "\n"
    "Make a TLS connection to a server, judge its certificates by the roots of a security tag ('kedge tag'),\n"
    "present the tag's certificate where the server asks for one, and tell what came of it.  No data is sent.\n"
    "An IPv6 address stands in brackets: [::1]:443.\n"
    "\n"
    "  --tag TAG          whose roots to believe, and whose certificate and key to present\n"
    "  --name NAME        the host name or address that the server's certificate has to bear; the default is\n"
    "                     HOST\n"
    "  --policy POLICY    webpki (default), webpki_strict, rfc5280, or device\n"
    "  --time TIME        RFC 3339 or seconds since 1970; the default is now\n"
    "  --tls VERSION      1.2 or 1.3 alone; the default is either\n"
    "  --timeout SECONDS  how long to wait for each answer, 1 to 600; the default is 10\n"
    "  --explain          tell every candidate, signature, rule and decision\n"
    TAGS_HELP
    "  --help, --version\n"
    "\n"
    "Pre-shared keys are not used.\n"
    "Exit status: 0 connected; 1 refused by either side; 2 wrong usage, no such tag, or no connection.\n";

enum { OPTION_TAG = 256, OPTION_STORE, OPTION_NAME, OPTION_POLICY, OPTION_TIME, OPTION_TLS, OPTION_TIMEOUT,
       OPTION_EXPLAIN, OPTION_VERSION };

static const struct option long_options[] = {
    { "tag", required_argument, NULL, OPTION_TAG },       { "store", required_argument, NULL, OPTION_STORE },
    { "name", required_argument, NULL, OPTION_NAME },     { "policy", required_argument, NULL, OPTION_POLICY },
    { "time", required_argument, NULL, OPTION_TIME },     { "tls", required_argument, NULL, OPTION_TLS },
    { "timeout", required_argument, NULL, OPTION_TIMEOUT }, { "explain", no_argument, NULL, OPTION_EXPLAIN },
    { "help", no_argument, NULL, 'h' },                   { "version", no_argument, NULL, OPTION_VERSION },
    { NULL, 0, NULL, 0 },
};

typedef struct connect_options {
    verify_options asked;   /* what the server's chain is judged by, and printed with */
    const char *name;
    char *host;
    const char *port;
    int version;            /* of TLS, times ten: 12, 13; 0 for either */
    unsigned timeout;
} connect_options;

static bool set_version(connect_options *options, const char *text)
{
    options->version = strcmp(text, "1.2") == 0 ? 12 : strcmp(text, "1.3") == 0 ? 13 : 0;
    if (options->version == 0)
        complain("--tls: '%s' is neither 1.2 nor 1.3", text);
    return options->version != 0;
}

static bool set_timeout(connect_options *options, const char *text)
{
    const size_t digits = strspn(text, "0123456789");

    options->timeout = digits > 0 && digits <= 3 && text[digits] == '\0' ? (unsigned)atoi(text) : 0;
    if (options->timeout == 0 || options->timeout > 600) {
        complain("--timeout: '%s' is no number of seconds from 1 to 600", text);
        return false;
    }
    return true;
}

static bool set_option(connect_options *options, int option, char **argv)
{
    switch (option) {
    case OPTION_TAG:
        options->asked.has_tag = true;
        return tags_read_number(optarg, &options->asked.tag);
    case OPTION_STORE: options->asked.store = optarg; return true;
    case OPTION_NAME: options->name = optarg; return true;
    case OPTION_POLICY: return verify_options_set_policy(&options->asked, optarg);
    case OPTION_TIME: return argument_moment(&options->asked.time, optarg);
    case OPTION_TLS: return set_version(options, optarg);
    case OPTION_TIMEOUT: return set_timeout(options, optarg);
    case OPTION_EXPLAIN: options->asked.explains = true; return true;
    case 'h':
        fputs(help, stdout);
        options->asked.is_answered = true;
        return true;
    case OPTION_VERSION:
        text_version(stdout);
        options->asked.is_answered = true;
        return true;
    case ':':
        complain("a value is missing after '%s'; 'kedge connect --help' tells more", argv[optind - 1]);
        return false;
    default:
        complain("there is no option '%s'; 'kedge connect --help' tells which there are", argv[optind - 1]);
        return false;
    }
}

/* HOST:PORT, or [ADDRESS]:PORT. */
static bool read_target(connect_options *options, const char *text)
{
    const char *colon = strrchr(text, ':');
    size_t size = colon != NULL ? (size_t)(colon - text) : 0;
    const bool is_bracketed = size > 2 && text[0] == '[' && text[size - 1] == ']';

    if (size == 0 || colon[1] == '\0' || (!is_bracketed && (text[0] == '[' || memchr(text, ':', size) != NULL))) {
        complain("'%s' is not of the form HOST:PORT", text);
        return false;
    }
    if (is_bracketed) {
        text++;
        size -= 2;
    }
    options->host = or_die(calloc(size + 1, 1));
    memcpy(options->host, text, size);
    options->port = colon + 1;
    return true;
}

static void set_identity(connect_options *options)
{
    const char *name = options->name != NULL ? options->name : options->host;
    verify_options *asked = &options->asked;
    size_t size;

    asked->identity_text = name;
    if (argument_address(name, asked->address, &size)) {
        asked->identity_kind = "ip";
        asked->identity = kedge_identity_ip(asked->address, size);
    } else {
        asked->identity_kind = "host";
        asked->identity = kedge_identity_dns(name);
    }
}

static bool read_options(connect_options *options, int argc, char **argv)
{
    int option;

    options->asked.policy = &kedge_policy_webpki;
    options->asked.usage = kedge_usage_server_auth();
    options->asked.usage_text = "server";
    options->asked.time = kedge_time_at((int64_t)time(NULL));
    options->asked.chain.admits_dead = true;
    options->timeout = 10;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":h", long_options, NULL)) != -1)
        if (!set_option(options, option, argv))
            return false;
        else if (options->asked.is_answered)
            return true;
    if (argc - optind != 1)
        complain("exactly one HOST:PORT has to be named; 'kedge connect --help' tells more");
    else if (!options->asked.has_tag)
        complain("nobody is trusted: give --tag TAG");
    else if (read_target(options, argv[optind])) {
        set_identity(options);
        return true;
    }
    return false;
}

/* The trace has to name certificates, which are known when the peer has sent them. */
static int run(connect_options *options, tags *in)
{
    verify_options *asked = &options->asked;
    explain to = { stdout, &asked->chain, &asked->trust.trust };
    kedge_credential own;
    connect_peer peer = { .asked = asked, .own = &own, .host = options->host, .version = options->version };
    kedge_status status;
    int result;

    if (!tags_open(in, asked->store, KEDGE_DIRECTORY_READ) || !tags_add_roots(in, asked->tag, &asked->trust.files)
        || !anchors_build(&asked->trust))
        return CLI_UNUSABLE;
    status = kedge_credential_open(&own, in->store, asked->tag, 0, in->memory, in->memory_size);
    if (status != KEDGE_OK) {
        tags_complain(in, asked->tag, status);
        return CLI_UNUSABLE;
    }
    peer.trace = asked->explains ? &to : NULL;
    peer.socket = socket_connect(options->host, options->port, options->timeout);
    result = peer.socket < 0 ? CLI_UNUSABLE : connect_peer_run(&peer);
    socket_close(peer.socket);
    kedge_credential_close(&own);
    return result;
}

int command_connect(int argc, char **argv)
{
    connect_options options = { 0 };
    tags in = { .directory = { .directory = -1, .lock = -1 } };
    int result = CLI_UNUSABLE;

    if (read_options(&options, argc, argv))
        result = options.asked.is_answered ? CLI_VALID : run(&options, &in);
    tags_close(&in);
    verify_options_free(&options.asked);
    free(options.host);
    return result;
}
