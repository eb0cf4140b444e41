/* verify_options.h - what `kedge verify` is asked. */
#ifndef KEDGE_VERIFY_OPTIONS_H
#define KEDGE_VERIFY_OPTIONS_H

#include "anchors.h"
#include "certificates.h"
#include "evidence.h"

#include <kedge/kedge.h>

/* Zeroed to begin with; released by verify_options_free(). */
typedef struct verify_options {
    anchors trust;
    certificates chain;
    kedge_identity identity;
    const char *identity_kind; /* "host", "ip", "email", "uri", "any name" */
    const char *identity_text; /* as typed; NULL where the name is waived */
    uint8_t address[16];
    kedge_usage usage;
    const char *usage_text;
    kedge_time time;
    const kedge_policy *policy;
    evidence known;
    kedge_revocation_mode revocation;
    bool is_soft;
    bool explains;
    bool json;
    bool is_answered;         /* --help or --version: nothing is left to do */
    const char **trust_paths; /* of --trust and --system */
    size_t trust_count;
    const char *store;        /* of --store; NULL for the user's own */
    bool has_tag;             /* of --tag */
    uint32_t tag;
} verify_options;

/* Read the arguments and the files that they name.  False after a complaint. */
bool verify_options_read(verify_options *options, int argc, char **argv);

/* Set the policy by its name.  False after a complaint. */
bool verify_options_set_policy(verify_options *options, const char *text);

void verify_options_free(verify_options *options);

#endif
