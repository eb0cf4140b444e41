/* verify_options.c - what `kedge verify` is asked. */
#include "verify_options.h"
#include "arguments.h"
#include "tags.h"
#include "text.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TAGS_HELP_VERIFY \
    "  --store DIR        where tags are kept; the default is kedge/tags in $XDG_DATA_HOME, or in\n" \
    "                     $HOME/.local/share\n"

static const char help[] =
    "usage: kedge verify [OPTION]... FILE...\n"
    "\n"
    "Judge a certificate chain.  FILEs hold certificates, PEM or DER; '-' is standard input.  The first\n"
    "certificate is the one in question; the order of the others does not matter.\n"
    "\n"
    "whom to believe (at least one):\n"
    "  --trust FILE|DIR   trust anchors: a file of certificates, or a folder of such files\n"
    "  --system           the system's: " ANCHORS_SYSTEM "\n"
    "  --tag TAG          the roots of a security tag ('kedge tag')\n"
    TAGS_HELP_VERIFY
    "  --skip-damaged     pass over damaged blocks of these files instead of giving up\n"
    "the name that the certificate has to bear (exactly one):\n"
    "  --host NAME        a host name (ASCII)\n"
    "  --ip ADDRESS       an IPv4 or IPv6 address\n"
    "  --email MAILBOX    a mailbox, local@domain\n"
    "  --uri URI          a URI\n"
    "  --srv NAME         a service at a domain, such as _imaps.example.net\n"
    "  --any-name         look for no name\n"
    "what it is wanted for:\n"
    "  --usage USAGE      server (default), client, or any\n"
    "when it has to be valid:\n"
    "  --time TIME        RFC 3339 (2026-07-09T15:24:34Z) or seconds since 1970; the default is now\n"
    "  --any-time         judge no date\n"
    "what is known of revocation:\n"
    "  --crl FILE         revocation lists, PEM or DER\n"
    "  --ocsp FILE        an OCSP response, DER\n"
    "  --revocation MODE  given (default): certificates that these are about; leaf, chain: the status must be\n"
    "                     known; off\n"
    "  --soft             let pass what is not known, and say so\n"
    "by which rules:\n"
    "  --policy POLICY    webpki (default), webpki_strict, rfc5280, or device\n"
    "output:\n"
    "  --explain          tell every candidate, signature, rule and decision; beside --json it goes to\n"
    "                     standard error\n"
    "  --json             one object: status, reason, sentence, clause, certificate (its place in the\n"
    "                     chain, the first is 0; -1 the trust anchor; null for none), offset (of the byte\n"
    "                     at fault in it), path (subjects), valid_until, signatures (how many were checked)\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0 valid, 1 not valid, 2 wrong usage or input that cannot be read.\n"
    "No file larger than 64 MiB is read.\n";

enum {
    OPTION_TRUST = 256, OPTION_SYSTEM, OPTION_SKIP_DAMAGED, OPTION_HOST, OPTION_IP, OPTION_EMAIL, OPTION_URI, OPTION_SRV,
    OPTION_ANY_NAME, OPTION_USAGE, OPTION_TIME, OPTION_ANY_TIME, OPTION_POLICY, OPTION_EXPLAIN, OPTION_JSON,
    OPTION_CRL, OPTION_OCSP, OPTION_REVOCATION, OPTION_SOFT, OPTION_TAG, OPTION_STORE,
    OPTION_VERSION
};

static const struct option long_options[] = {
    { "trust", required_argument, NULL, OPTION_TRUST },
    { "system", no_argument, NULL, OPTION_SYSTEM },
    { "tag", required_argument, NULL, OPTION_TAG },
    { "store", required_argument, NULL, OPTION_STORE },
    { "skip-damaged", no_argument, NULL, OPTION_SKIP_DAMAGED },
    { "host", required_argument, NULL, OPTION_HOST },
    { "ip", required_argument, NULL, OPTION_IP },
    { "email", required_argument, NULL, OPTION_EMAIL },
    { "uri", required_argument, NULL, OPTION_URI },
    { "srv", required_argument, NULL, OPTION_SRV },
    { "any-name", no_argument, NULL, OPTION_ANY_NAME },
    { "usage", required_argument, NULL, OPTION_USAGE },
    { "time", required_argument, NULL, OPTION_TIME },
    { "any-time", no_argument, NULL, OPTION_ANY_TIME },
    { "policy", required_argument, NULL, OPTION_POLICY },
    { "crl", required_argument, NULL, OPTION_CRL },
    { "ocsp", required_argument, NULL, OPTION_OCSP },
    { "revocation", required_argument, NULL, OPTION_REVOCATION },
    { "soft", no_argument, NULL, OPTION_SOFT },
    { "explain", no_argument, NULL, OPTION_EXPLAIN },
    { "json", no_argument, NULL, OPTION_JSON },
    { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, OPTION_VERSION },
    { NULL, 0, NULL, 0 },
};

static bool set_identity(verify_options *options, const char *kind, const char *text, kedge_identity identity)
{
    if (options->identity_kind != NULL) {
        complain("the name to look for is given twice: --%s and --%s", options->identity_kind, kind);
        return false;
    }
    options->identity_kind = kind;
    options->identity_text = text;
    options->identity = identity;
    return true;
}

static bool set_address(verify_options *options, const char *text)
{
    size_t size;

    if (!argument_address(text, options->address, &size)) {
        complain("--ip: '%s' is neither an IPv4 nor an IPv6 address", text);
        return false;
    }
    return set_identity(options, "ip", text, kedge_identity_ip(options->address, size));
}

static bool set_usage(verify_options *options, const char *text)
{
    options->usage_text = text;
    if (strcmp(text, "server") == 0)
        options->usage = kedge_usage_server_auth();
    else if (strcmp(text, "client") == 0)
        options->usage = kedge_usage_client_auth();
    else if (strcmp(text, "any") == 0)
        options->usage = kedge_usage_waived();
    else {
        complain("--usage: '%s' is none of server, client and any", text);
        return false;
    }
    return true;
}

bool verify_options_set_policy(verify_options *options, const char *text)
{
    static const struct { const char *name; const kedge_policy *policy; } policies[] = {
        { "webpki", &kedge_policy_webpki },
        { "webpki_strict", &kedge_policy_webpki_strict },
        { "rfc5280", &kedge_policy_rfc5280 },
        { "device", &kedge_policy_device },
    };

    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++)
        if (strcmp(text, policies[i].name) == 0) {
            options->policy = policies[i].policy;
            return true;
        }
    complain("--policy: '%s' is none of webpki, webpki_strict, rfc5280 and device", text);
    return false;
}

static bool set_revocation(verify_options *options, const char *text)
{
    static const char *const modes[] = {
        [KEDGE_REVOCATION_GIVEN] = "given", [KEDGE_REVOCATION_OFF] = "off",
        [KEDGE_REVOCATION_LEAF] = "leaf", [KEDGE_REVOCATION_CHAIN] = "chain",
    };

    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (strcmp(text, modes[i]) == 0) {
            options->revocation = (kedge_revocation_mode)i;
            return true;
        }
    complain("--revocation: '%s' is none of given, leaf, chain and off", text);
    return false;
}

static bool add_trust(verify_options *options, const char *path)
{
    options->trust_paths[options->trust_count++] = path;
    return true;
}

static bool set_tag(verify_options *options, const char *text)
{
    if (options->has_tag) {
        complain("--tag is given twice");
        return false;
    }
    options->has_tag = true;
    return tags_read_number(text, &options->tag);
}

/* An option that getopt_long() does not know, or one that lacks its value. */
static bool refuse_option(char **argv, bool lacks_value)
{
    const char letter[] = { '-', (char)optopt, '\0' };

    complain("%s '%s'; 'kedge verify --help' tells which there are",
             lacks_value ? "a value is missing after" : "there is no option",
             optopt > 0 && optopt < OPTION_TRUST ? letter : argv[optind - 1]);
    return false;
}

static bool set_option(verify_options *options, int option, char **argv)
{
    switch (option) {
    case OPTION_TRUST: return add_trust(options, optarg);
    case OPTION_TAG: return set_tag(options, optarg);
    case OPTION_STORE: options->store = optarg; return true;
    case OPTION_SYSTEM: return add_trust(options, ANCHORS_SYSTEM);
    case OPTION_SKIP_DAMAGED: options->trust.files.skips_damaged = true; return true;
    case OPTION_HOST: return set_identity(options, "host", optarg, kedge_identity_dns(optarg));
    case OPTION_IP: return set_address(options, optarg);
    case OPTION_EMAIL: return set_identity(options, "email", optarg, kedge_identity_email(optarg));
    case OPTION_URI: return set_identity(options, "uri", optarg, kedge_identity_uri(optarg));
    case OPTION_SRV: return set_identity(options, "srv", optarg, kedge_identity_srv(optarg));
    case OPTION_ANY_NAME: return set_identity(options, "any-name", NULL, kedge_identity_waived());
    case OPTION_USAGE: return set_usage(options, optarg);
    case OPTION_TIME: return argument_set_time(&options->time, optarg);
    case OPTION_ANY_TIME: return argument_set_time(&options->time, NULL);
    case OPTION_POLICY: return verify_options_set_policy(options, optarg);
    case OPTION_CRL: return evidence_read_crls(&options->known, optarg);
    case OPTION_OCSP: return evidence_read_response(&options->known, optarg);
    case OPTION_REVOCATION: return set_revocation(options, optarg);
    case OPTION_SOFT: options->is_soft = true; return true;
    case OPTION_EXPLAIN: options->explains = true; return true;
    case OPTION_JSON: options->json = true; return true;
    case 'h':
        fputs(help, stdout);
        options->is_answered = true;
        return true;
    case OPTION_VERSION:
        text_version(stdout);
        options->is_answered = true;
        return true;
    case ':': return refuse_option(argv, true);
    default: return refuse_option(argv, false);
    }
}

/* Whether all is given that has to be; `files` are the names of the chain's files. */
static bool is_complete(const verify_options *options, size_t file_count, char **files)
{
    size_t standard_inputs = 0;

    for (size_t i = 0; i < file_count; i++)
        standard_inputs += strcmp(files[i], "-") == 0;
    for (size_t i = 0; i < options->trust_count; i++)
        standard_inputs += strcmp(options->trust_paths[i], "-") == 0;

    if (file_count == 0)
        complain("no FILE to judge is named; 'kedge verify --help' tells more");
    else if (options->trust_count == 0 && !options->has_tag)
        complain("nobody is trusted: give --trust FILE, --system or --tag TAG");
    else if (options->identity_kind == NULL)
        complain("no name is given that the certificate has to bear: give --host, --ip, --email, --uri or --srv, "
                 "or waive it with --any-name");
    else if (standard_inputs > 1)
        complain("standard input is named twice");
    else
        return true;
    return false;
}

static bool read_tag(verify_options *options)
{
    tags in;
    const bool done = tags_open(&in, options->store, KEDGE_DIRECTORY_READ)
        && tags_add_roots(&in, options->tag, &options->trust.files);

    tags_close(&in);
    return done;
}

static bool read_files(verify_options *options, size_t file_count, char **files)
{
    for (size_t i = 0; i < file_count; i++)
        if (!certificates_read(&options->chain, files[i]))
            return false;
    for (size_t i = 0; i < options->trust_count; i++)
        if (!anchors_read(&options->trust, options->trust_paths[i]))
            return false;
    if (options->has_tag && !read_tag(options))
        return false;
    return anchors_build(&options->trust);
}

bool verify_options_read(verify_options *options, int argc, char **argv)
{
    int option;

    options->chain.admits_dead = true;
    options->policy = &kedge_policy_webpki;
    options->usage = kedge_usage_server_auth();
    options->usage_text = "server";
    options->trust_paths = or_die(calloc((size_t)argc + 1, sizeof options->trust_paths[0]));

    opterr = 0;
    while ((option = getopt_long(argc, argv, ":h", long_options, NULL)) != -1)
        if (!set_option(options, option, argv))
            return false;
        else if (options->is_answered)
            return true;
    if (!is_complete(options, (size_t)(argc - optind), argv + optind)
        || !read_files(options, (size_t)(argc - optind), argv + optind))
        return false;
    if (options->time.kind == KEDGE_TIME_UNSET)
        options->time = kedge_time_at((int64_t)time(NULL));
    return true;
}

void verify_options_free(verify_options *options)
{
    anchors_free(&options->trust);
    certificates_free(&options->chain);
    evidence_free(&options->known);
    free(options->trust_paths);
}
