/* vector_terms.c - lines of the vectors' manifest: trust, revocation and application. */
#include "suites/vector_reader.h"

#include <stdlib.h>
#include <string.h>
#include "forge/forge.h"

#define OIDS_MAX 8

/* The identifiers of a list, with commas in between. */
typedef struct oid_list {
    const char *dotted[OIDS_MAX];
    size_t count;
} oid_list;

static oid_list read_oids(const char *value)
{
    oid_list list = { .count = 0 };
    char *at = (char *)(uintptr_t)vector_keep_text(value);

    while (at != NULL && list.count < OIDS_MAX) {
        list.dotted[list.count++] = at;
        at = strchr(at, ',');
        if (at != NULL)
            *at++ = '\0';
    }
    return list;
}

/* --- trust --- */

static bool read_term(vector_case *row, const char *word)
{
    static const struct {
        const char *name;
        uint32_t bit;
    } terms[] = {
        { "issuer", KEDGE_ANCHOR_ISSUER },
        { "leaf", KEDGE_ANCHOR_LEAF },
        { "leaf-self-signed", KEDGE_ANCHOR_LEAF_SELF_SIGNED },
        { "expiry", KEDGE_ANCHOR_EXPIRY },
        { "constraints", KEDGE_ANCHOR_CONSTRAINTS },
        { "basic-constraints", KEDGE_ANCHOR_BASIC_CONSTRAINTS },
    };

    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        const char *value = vector_value_of(word, terms[i].name);

        if (value == NULL)
            continue;
        row->terms.given |= terms[i].bit;
        row->terms.value |= vector_read_flag(value) ? terms[i].bit : 0;
        return true;
    }
    return false;
}

/* What RFC 5937 has for an anchor. */
static bool read_constraint(vector_case *row, const char *word)
{
    kedge_anchor_constraints *constraints = &row->constraints;
    const kedge_span absent = { NULL, 0 };
    const char *value;

    if ((value = vector_value_of(word, "permitted-dns")) != NULL)
        constraints->name_constraints = forge_name_constraints(forge_subtrees(forge_dns(value)), absent).value;
    else if ((value = vector_value_of(word, "excluded-dns")) != NULL)
        constraints->name_constraints = forge_name_constraints(absent, forge_subtrees(forge_dns(value))).value;
    else if ((value = vector_value_of(word, "only-policies")) != NULL) {
        const oid_list list = read_oids(value);

        constraints->policies = forge_certificate_policy_list(list.dotted, list.count).value;
    } else if ((value = vector_value_of(word, "purposes")) != NULL) {
        const oid_list list = read_oids(value);

        constraints->purposes = forge_extended_key_usages(list.dotted, list.count).value;
    } else if ((value = vector_value_of(word, "refused-purposes")) != NULL) {
        const oid_list list = read_oids(value);

        constraints->refused_purposes = forge_extended_key_usages(list.dotted, list.count).value;
    } else if ((value = vector_value_of(word, "path-length")) != NULL)
        constraints->has_path_length = true, constraints->path_length = (uint32_t)atoi(value);
    else if (strcmp(word, "require-explicit") == 0)
        constraints->require_explicit_policy = true;
    else if (strcmp(word, "inhibit-mapping") == 0)
        constraints->inhibit_policy_mapping = true;
    else if (strcmp(word, "inhibit-any") == 0)
        constraints->inhibit_any_policy = true;
    else
        return false;
    row->terms.constraints = constraints;
    return true;
}

void vector_read_trust(vector_case *row, char *line)
{
    const char *word, *value;

    while ((word = vector_next_word(&line)) != NULL) {
        if (read_term(row, word) || read_constraint(row, word))
            continue;
        if ((value = vector_value_of(word, "distrust-key")) != NULL)
            row->distrusted_key = (vector_distrust){ true, vector_read_place(value) };
        else if ((value = vector_value_of(word, "distrust-serial")) != NULL)
            row->distrusted_serial = (vector_distrust){ true, vector_read_place(value) };
        else if ((value = vector_value_of(word, "distrusted-after")) != NULL)
            row->terms.has_distrusted_after = true, row->terms.distrusted_after = vector_read_moment(value);
        else
            vector_fail("not a term of trust", word);
    }
}

void vector_read_revocation(vector_case *row, char *line)
{
    static const char *const modes[] = { [KEDGE_REVOCATION_GIVEN] = "given", [KEDGE_REVOCATION_OFF] = "off",
                                         [KEDGE_REVOCATION_LEAF] = "leaf", [KEDGE_REVOCATION_CHAIN] = "chain" };
    const char *word, *value;

    while ((word = vector_next_word(&line)) != NULL) {
        size_t mode = 0;

        while (mode < sizeof modes / sizeof modes[0] && strcmp(word, modes[mode]) != 0)
            mode++;
        if (mode < sizeof modes / sizeof modes[0])
            row->mode = (kedge_revocation_mode)mode;
        else if (strcmp(word, "soft") == 0)
            row->is_soft = true;
        else if (strcmp(word, "stapling-asked") == 0)
            row->is_stapling_asked = true;
        else if ((value = vector_value_of(word, "nonce")) != NULL)
            row->nonce = forge_hex(value);
        else
            vector_fail("not about revocation", word);
    }
}

static void read_operators(vector_application *application, const char *value)
{
    size_t count = 0;

    for (const char *at = value; at != NULL && count < VECTOR_CHAIN_MAX; at = strchr(at, ',')) {
        at += *at == ',';
        application->log_operator[count++] = (uint32_t)atoi(at);
    }
}

void vector_read_application(vector_case *row, char *line)
{
    vector_application *application = &row->application;
    const char *word, *value;

    while ((word = vector_next_word(&line)) != NULL) {
        if ((value = vector_value_of(word, "hook")) != NULL)
            application->has_hook = true, application->is_content = strcmp(value, "accept") == 0;
        else if ((value = vector_value_of(word, "claim")) != NULL)
            application->claimed = forge_oid_content(value);
        else if ((value = vector_value_of(word, "operators-of-logs")) != NULL)
            read_operators(application, value);
        else if ((value = vector_value_of(word, "logs-min")) != NULL)
            application->logs_min = (uint32_t)atoi(value);
        else if ((value = vector_value_of(word, "operators-min")) != NULL)
            application->operators_min = (uint32_t)atoi(value);
        else if ((value = vector_value_of(word, "logs-end")) != NULL)
            application->has_logs_end = true, application->logs_end = vector_read_moment(value);
        else
            vector_fail("not about the application", word);
    }
}
