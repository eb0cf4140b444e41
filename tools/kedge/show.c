/* show.c - `kedge show`: print certificates for a person. */
#include "certificates.h"
#include "cli.h"
#include "describe.h"
#include "render.h"
#include "text.h"

#include <kedge/kedge.h>

#include <getopt.h>
#include <inttypes.h>
#include <string.h>

static const char help[] =
    "usage: kedge show [OPTION]... FILE...\n"
    "\n"
    "Print the certificates of FILEs, PEM or DER; '-' is standard input.\n"
    "\n"
    "  --json      one JSON object for each certificate, one after the other\n"
    "  --help, --version\n"
    "\n"
    "Text from certificates is escaped: \\xNN for a byte that is no text, \\u{NNNN} for a character that a\n"
    "terminal might obey.\n"
    "Exit status: 0 shown, 2 wrong usage or input that cannot be read.\n"
    "No file larger than 64 MiB is read.\n";

typedef struct show_options {
    bool json;
    bool is_answered; /* --help or --version: nothing is left to do */
} show_options;

static bool read_options(show_options *options, int argc, char **argv)
{
    static const struct option long_options[] = {
        { "json", no_argument, NULL, 'j' },
        { "help", no_argument, NULL, 'h' },
        { "version", no_argument, NULL, 'v' },
        { NULL, 0, NULL, 0 },
    };
    int option;

    opterr = 0;
    while ((option = getopt_long(argc, argv, ":h", long_options, NULL)) != -1)
        switch (option) {
        case 'j':
            options->json = true;
            break;
        case 'h':
            fputs(help, stdout);
            options->is_answered = true;
            return true;
        case 'v':
            text_version(stdout);
            options->is_answered = true;
            return true;
        default:
            complain("there is no option '%s'; 'kedge show --help' tells which there are", argv[optind - 1]);
            return false;
        }
    if (optind == argc)
        complain("no FILE to show is named; 'kedge show --help' tells more");
    return optind < argc;
}

static bool read_files(certificates *list, char **files)
{
    bool has_standard_input = false;

    for (; *files != NULL; files++) {
        if (strcmp(*files, "-") == 0 && has_standard_input) {
            complain("standard input is named twice");
            return false;
        }
        has_standard_input = has_standard_input || strcmp(*files, "-") == 0;
        if (!certificates_read(list, *files))
            return false;
    }
    return true;
}

static void print_heading(const loaded_certificate *item)
{
    text_write_string(stdout, strcmp(item->file, "-") == 0 ? "standard input" : item->file);
    if (item->block != 0)
        printf(", block %" PRIu32, item->block);
    fputc('\n', stdout);
}

static void show(const loaded_certificate *item, const kedge_certificate *certificate, bool json)
{
    json_t *document = describe_certificate(certificate);

    if (json) {
        json_dumpf(document, stdout, JSON_INDENT(2));
        fputc('\n', stdout);
    } else {
        print_heading(item);
        render_certificate(stdout, document);
    }
    json_decref(document);
}

/* All must be readable before the first is shown: no output is half of one. */
static bool show_all(const certificates *list, bool json)
{
    kedge_certificate certificate;
    uint32_t fault = 0;

    for (size_t i = 0; i < list->count; i++) {
        const loaded_certificate *item = &list->items[i];
        const kedge_status status = kedge_certificate_parse(&certificate, item->der, item->size, &fault);

        if (status != KEDGE_OK) {
            complain_status(item->file, item->block, status, fault);
            return false;
        }
    }
    for (size_t i = 0; i < list->count; i++) {
        const loaded_certificate *item = &list->items[i];

        if (i > 0 && !json)
            fputc('\n', stdout);
        if (kedge_certificate_parse(&certificate, item->der, item->size, &fault) == KEDGE_OK)
            show(item, &certificate, json);
    }
    return true;
}

int command_show(int argc, char **argv)
{
    show_options options = { false, false };
    certificates list = { 0 };
    int result = CLI_UNUSABLE;

    if (read_options(&options, argc, argv)
        && (options.is_answered
            || (read_files(&list, argv + optind) && show_all(&list, options.json))))
        result = CLI_VALID;
    certificates_free(&list);
    return result;
}
