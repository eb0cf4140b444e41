/* cli.h - what the commands share: how they end. */
#ifndef KEDGE_CLI_H
#define KEDGE_CLI_H

/* Exit codes, stated in every --help. */
enum {
    CLI_VALID = 0,
    CLI_NOT_VALID = 1,
    CLI_UNUSABLE = 2 /* wrong usage, or input that cannot be read */
};

/* Each command is given its own arguments, argv[0] being its name, and answers an exit code. */
int command_verify(int argc, char **argv);
int command_show(int argc, char **argv);
int command_tag(int argc, char **argv);
int command_connect(int argc, char **argv); /* where OpenSSL is there */

#endif
