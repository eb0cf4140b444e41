/* main.c - the command line's entry: which command is meant. */
#include "cli.h"
#include "text.h"

#include <kedge/kedge.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
} command;

static const command commands[] = {
    { "verify", command_verify },
    { "show", command_show },
    { "tag", command_tag },
#ifdef KEDGE_HAS_OPENSSL
    { "connect", command_connect },
#endif
};

static const char help[] =
    "usage: kedge verify [OPTION]... FILE...   judge a certificate chain\n"
    "       kedge show [OPTION]... FILE...     print certificates for a person\n"
    "       kedge tag ACT [TAG] [OPTION]...    keep credentials: write, list, show, check, delete\n"
#ifdef KEDGE_HAS_OPENSSL
    "       kedge connect HOST:PORT --tag TAG  make a TLS connection with them, and explain it\n"
#endif
    "       kedge --help | --version\n"
    "\n"
    "'kedge COMMAND --help' tells the options of a command.\n"
    "Exit status: 0 valid (or shown), 1 not valid, 2 wrong usage or input that cannot be read.\n";

static int run(int argc, char **argv)
{
    if (argc < 2) {
        fputs(help, stderr);
        return CLI_UNUSABLE;
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        fputs(help, stdout);
        return CLI_VALID;
    }
    if (strcmp(argv[1], "--version") == 0) {
        text_version(stdout);
        return CLI_VALID;
    }
    complain("there is no command '%s'; 'kedge --help' tells which there are", argv[1]);
    return CLI_UNUSABLE;
}

int main(int argc, char **argv)
{
    int result = run(argc, argv);

    /* An answer that did not arrive is none: a full disk must not look like "valid". */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        complain("the output cannot be written: %s", strerror(errno));
        return CLI_UNUSABLE;
    }
    return result;
}
