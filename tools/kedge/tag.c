/* tag.c - `kedge tag`: write, list, show, delete and check security tags. */
#include "arguments.h"
#include "cli.h"
#include "input.h"
#include "tag_print.h"
#include "tags.h"
#include "text.h"

#include <kedge/kedge.h>

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char help[] =
    "usage: kedge tag write TAG [OPTION]...    change a tag, or make it\n"
    "       kedge tag list [OPTION]...         list all tags\n"
    "       kedge tag show TAG [OPTION]...     print what of a tag is not private\n"
    "       kedge tag check TAG [OPTION]...    check a tag: dates, password, key and certificate\n"
    "       kedge tag delete TAG [OPTION]...   erase a tag\n"
    "\n"
    "A security tag is a number from 0 to 2147483647 with slots for credentials.  What is written is checked\n"
    "first, all of it together; a tag is changed as a whole or not at all.\n"
    "\n"
    "what to write ('-' is standard input):\n"
    "  --roots FILE         certificates to believe, PEM or DER\n"
    "  --cert FILE          the own certificate, then its chain, PEM or DER\n"
    "  --key FILE           its private key: PKCS#8, PKCS#1 or SEC 1, PEM or DER, encrypted or not\n"
    "  --password-file FILE the password that opens the key: the first line\n"
    "  --psk-file FILE      a pre-shared key, as it is\n"
    "  --psk-identity TEXT  what the peer knows that key by\n"
    "  --clear SLOT         empty a slot: roots, cert, key, password, psk, psk-identity\n"
    "when certificates have to be within their dates, for write and check:\n"
    "  --time TIME      RFC 3339 or seconds since 1970; the default is now\n"
    "  --any-time       judge no date\n"
    "  --strict-dates   refuse certificates outside their dates; without it they are warned of\n"
    "where, and how to print:\n"
    TAGS_HELP
    "  --json           for list and show\n"
    "  --help, --version\n"
    "\n"
    "Private keys, passwords and pre-shared keys are never printed.  The store does not encrypt: who can read\n"
    "its files has the keys.\n"
    "Exit status: 0 done; 1 the tag that was checked is not in order; 2 wrong usage, or input that cannot be\n"
    "used.\n";

enum { OPTION_STORE = 256, OPTION_CLEAR, OPTION_IDENTITY, OPTION_TIME, OPTION_ANY_TIME, OPTION_STRICT, OPTION_JSON,
       OPTION_VERSION, OPTION_SLOT };

/* OPTION_SLOT + slot: the file of a slot. */
static const struct option long_options[] = {
    { "roots", required_argument, NULL, OPTION_SLOT + KEDGE_SLOT_ROOTS },
    { "cert", required_argument, NULL, OPTION_SLOT + KEDGE_SLOT_CERTIFICATES },
    { "key", required_argument, NULL, OPTION_SLOT + KEDGE_SLOT_PRIVATE_KEY },
    { "password-file", required_argument, NULL, OPTION_SLOT + KEDGE_SLOT_PASSWORD },
    { "psk-file", required_argument, NULL, OPTION_SLOT + KEDGE_SLOT_PSK },
    { "psk-identity", required_argument, NULL, OPTION_IDENTITY },
    { "clear", required_argument, NULL, OPTION_CLEAR },
    { "time", required_argument, NULL, OPTION_TIME },
    { "any-time", no_argument, NULL, OPTION_ANY_TIME },
    { "strict-dates", no_argument, NULL, OPTION_STRICT },
    { "store", required_argument, NULL, OPTION_STORE },
    { "json", no_argument, NULL, OPTION_JSON },
    { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, OPTION_VERSION },
    { NULL, 0, NULL, 0 },
};

static const char *const slot_names[KEDGE_SLOT_COUNT] = { "roots", "cert", "key", "password", "psk", "psk-identity" };

typedef struct tag_options {
    const char *store;
    const char *files[KEDGE_SLOT_COUNT];  /* as typed; of the identity the text itself */
    input inputs[KEDGE_SLOT_COUNT];
    kedge_tag_change change;
    uint32_t tag;
    bool json;
    bool is_answered;
} tag_options;

static bool set_slot(tag_options *options, int slot, const char *value)
{
    if (options->files[slot] != NULL) {
        complain("the slot %s is given twice", slot_names[slot]);
        return false;
    }
    options->files[slot] = value;
    return true;
}

static bool set_clear(tag_options *options, const char *text)
{
    for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++)
        if (strcmp(text, slot_names[slot]) == 0) {
            options->change.clear |= UINT32_C(1) << slot;
            return true;
        }
    complain("--clear: '%s' is none of roots, cert, key, password, psk and psk-identity", text);
    return false;
}

static bool set_option(tag_options *options, int option, char **argv)
{
    if (option >= OPTION_SLOT)
        return set_slot(options, option - OPTION_SLOT, optarg);
    switch (option) {
    case OPTION_IDENTITY: return set_slot(options, KEDGE_SLOT_PSK_IDENTITY, optarg);
    case OPTION_CLEAR: return set_clear(options, optarg);
    case OPTION_TIME: return argument_set_time(&options->change.time, optarg);
    case OPTION_ANY_TIME: return argument_set_time(&options->change.time, NULL);
    case OPTION_STRICT: options->change.flags |= KEDGE_TAG_DATES_BIND; return true;
    case OPTION_STORE: options->store = optarg; return true;
    case OPTION_JSON: options->json = true; return true;
    case 'h':
        fputs(help, stdout);
        options->is_answered = true;
        return true;
    case OPTION_VERSION:
        text_version(stdout);
        options->is_answered = true;
        return true;
    case ':':
        complain("a value is missing after '%s'; 'kedge tag --help' tells more", argv[optind - 1]);
        return false;
    default:
        complain("there is no option '%s'; 'kedge tag --help' tells which there are", argv[optind - 1]);
        return false;
    }
}

/* Options in any order around the tag's number, where there has to be one. */
static bool read_options(tag_options *options, int argc, char **argv, bool has_tag)
{
    int option;

    opterr = 0;
    while ((option = getopt_long(argc, argv, ":h", long_options, NULL)) != -1)
        if (!set_option(options, option, argv))
            return false;
        else if (options->is_answered)
            return true;
    if (options->change.time.kind == KEDGE_TIME_UNSET)
        options->change.time = kedge_time_at((int64_t)time(NULL));
    if (argc - optind != (has_tag ? 1 : 0)) {
        complain(has_tag ? "exactly one TAG has to be named; 'kedge tag --help' tells more"
                         : "'kedge tag list' takes options alone");
        return false;
    }
    return !has_tag || tags_read_number(argv[optind], &options->tag);
}

/* A password is the first line of its file. */
static void cut_line(input *in)
{
    size_t size = 0;

    while (size < in->size && in->bytes[size] != '\n' && in->bytes[size] != '\r')
        size++;
    in->size = size;
}

static bool read_inputs(tag_options *options)
{
    size_t standard_inputs = 0;

    for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++) {
        input *in = &options->inputs[slot];

        if (options->files[slot] == NULL)
            continue;
        if (slot == KEDGE_SLOT_PSK_IDENTITY) {
            options->change.value[slot] = (kedge_span){ (const uint8_t *)options->files[slot],
                                                        strlen(options->files[slot]) };
            continue;
        }
        standard_inputs += strcmp(options->files[slot], "-") == 0;
        if (standard_inputs > 1) {
            complain("standard input is named twice");
            return false;
        }
        if (!input_read(in, options->files[slot]))
            return false;
        if (slot == KEDGE_SLOT_PASSWORD)
            cut_line(in);
        options->change.value[slot] = (kedge_span){ in->bytes, in->size };
    }
    return true;
}

static void free_inputs(tag_options *options)
{
    for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++)
        if (options->inputs[slot].bytes != NULL) {
            kedge_wipe(options->inputs[slot].bytes, options->inputs[slot].size);
            free(options->inputs[slot].bytes);
        }
}

static void warn(const kedge_tag_report *report)
{
    for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++) {
        if ((report->expired >> slot & 1) != 0)
            complain("warning: %s: a certificate has expired", slot_names[slot]);
        if ((report->not_yet_valid >> slot & 1) != 0)
            complain("warning: %s: a certificate is not yet valid", slot_names[slot]);
    }
}

/* What is wrong, and with which slot. */
static void complain_report(const tags *in, uint32_t tag, const kedge_tag_report *report)
{
    if (report->status == KEDGE_BAD_ARGUMENT && report->slot >= KEDGE_SLOT_PASSWORD && report->slot < KEDGE_SLOT_COUNT)
        complain("tag %lu, %s: it has to have 1 to 65535 bytes", (unsigned long)tag, slot_names[report->slot]);
    else if (report->slot == KEDGE_SLOT_COUNT)
        tags_complain(in, tag, report->status);
    else if (report->slot <= KEDGE_SLOT_CERTIFICATES)
        complain("tag %lu, %s, certificate %lu: %s", (unsigned long)tag, slot_names[report->slot],
                 (unsigned long)report->certificate + 1, kedge_status_sentence(report->status));
    else
        complain("tag %lu, %s: %s", (unsigned long)tag, slot_names[report->slot],
                 kedge_status_sentence(report->status));
}

static int run_write(tag_options *options, tags *in)
{
    kedge_tag_report report;
    bool changes = options->change.clear != 0;
    int result = CLI_UNUSABLE;

    for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++)
        changes = changes || options->files[slot] != NULL;
    if (!changes) {
        complain("nothing is given to write; 'kedge tag --help' tells more");
        return CLI_UNUSABLE;
    }
    if (!read_inputs(options) || !tags_open(in, options->store, KEDGE_DIRECTORY_WRITE))
        return CLI_UNUSABLE;
    if (kedge_tag_write(in->store, options->tag, &options->change, in->memory, in->memory_size, &report) == KEDGE_OK) {
        printf("tag %lu written\n", (unsigned long)options->tag);
        result = CLI_VALID;
    } else {
        complain_report(in, options->tag, &report);
    }
    warn(&report);
    return result;
}

static int run_check(tag_options *options, tags *in)
{
    kedge_tag_report report;
    kedge_status status;

    if (!tags_open(in, options->store, KEDGE_DIRECTORY_READ))
        return CLI_UNUSABLE;
    status = kedge_tag_check(in->store, options->tag, &options->change, in->memory, in->memory_size, &report);
    if (status != KEDGE_OK)
        complain_report(in, options->tag, &report);
    warn(&report);
    if (status == KEDGE_OK)
        printf("tag %lu is in order\n", (unsigned long)options->tag);
    if (status == KEDGE_TAG_NOT_FOUND)
        return CLI_UNUSABLE;
    return status == KEDGE_OK && (report.expired | report.not_yet_valid) == 0 ? CLI_VALID : CLI_NOT_VALID;
}

static int run_delete(tag_options *options, tags *in)
{
    kedge_status status;

    if (!tags_open(in, options->store, KEDGE_DIRECTORY_WRITE))
        return CLI_UNUSABLE;
    status = kedge_tag_delete(in->store, options->tag);
    if (status != KEDGE_OK) {
        tags_complain(in, options->tag, status);
        return CLI_UNUSABLE;
    }
    printf("tag %lu deleted\n", (unsigned long)options->tag);
    return CLI_VALID;
}

static int run_list(tag_options *options, tags *in)
{
    if (!tags_open(in, options->store, KEDGE_DIRECTORY_READ))
        return CLI_UNUSABLE;
    return tag_print_list(in, options->json) ? CLI_VALID : CLI_UNUSABLE;
}

static int run_show(tag_options *options, tags *in)
{
    if (!tags_open(in, options->store, KEDGE_DIRECTORY_READ))
        return CLI_UNUSABLE;
    return tag_print(in, options->tag, options->json) ? CLI_VALID : CLI_UNUSABLE;
}

static const struct { const char *name; bool has_tag; int (*run)(tag_options *options, tags *in); } acts[] = {
    { "write", true, run_write },   { "list", false, run_list }, { "show", true, run_show },
    { "delete", true, run_delete }, { "check", true, run_check },
};

static int run(size_t act, int argc, char **argv)
{
    tag_options options = { 0 };
    tags in = { .directory = { .directory = -1, .lock = -1 } };
    int result = CLI_UNUSABLE;

    if (read_options(&options, argc, argv, acts[act].has_tag))
        result = options.is_answered ? CLI_VALID : acts[act].run(&options, &in);
    free_inputs(&options);
    tags_close(&in);
    return result;
}

int command_tag(int argc, char **argv)
{
    if (argc < 2) {
        fputs(help, stderr);
        return CLI_UNUSABLE;
    }
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (strcmp(argv[1], acts[i].name) == 0)
            return run(i, argc - 1, argv + 1);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        fputs(help, stdout);
        return CLI_VALID;
    }
    if (strcmp(argv[1], "--version") == 0) {
        text_version(stdout);
        return CLI_VALID;
    }
    complain("'kedge tag %s' is unknown; 'kedge tag --help' tells which there are", argv[1]);
    return CLI_UNUSABLE;
}
