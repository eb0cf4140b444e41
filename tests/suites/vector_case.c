/* vector_case.c - reading the manifest and the PEM files that it names. */
#include "suites/vector_reader.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "forge/forge.h"

/* --- expect --- */

static void read_path(vector_case *row, const char *value)
{
    for (;;) {
        char place[16];
        size_t size = strcspn(value, ",");

        snprintf(place, sizeof place, "%.*s", (int)size, value);
        row->path.place[row->path.length++] = vector_read_place(place);
        if (value[size] == '\0')
            return;
        value += size + 1;
    }
}

static uint32_t read_faults(const char *value)
{
    uint32_t faults = 0;

    faults |= strstr(value, "time") != NULL ? KEDGE_FAULT_TIME : 0;
    faults |= strstr(value, "identity") != NULL ? KEDGE_FAULT_IDENTITY : 0;
    faults |= strstr(value, "revocation") != NULL ? KEDGE_FAULT_REVOCATION : 0;
    return faults;
}

/* Places of a path as bits. */
static uint32_t read_bits(const char *value)
{
    uint32_t bits = 0;

    for (const char *at = value; at != NULL && *at != '\0'; at = strchr(at, ',')) {
        at += *at == ',';
        bits |= (uint32_t)1 << atoi(at);
    }
    return bits;
}

static void read_expectation(vector_case *row, char *line)
{
    const char *word = vector_next_word(&line);
    const char *value;

    row->is_accepted = strcmp(word, "accept") == 0;
    row->certificate = KEDGE_INDEX_NONE;
    if (!row->is_accepted)
        row->status = vector_read_status(vector_next_word(&line));
    row->reason = row->status;
    while ((word = vector_next_word(&line)) != NULL) {
        if ((value = vector_value_of(word, "reason")) != NULL)
            row->reason = vector_read_status(value);
        else if ((value = vector_value_of(word, "certificate")) != NULL)
            row->certificate = vector_read_place(value);
        else if ((value = vector_value_of(word, "path")) != NULL)
            read_path(row, value);
        else if ((value = vector_value_of(word, "faults")) != NULL)
            row->has_faults = true, row->faults = read_faults(value);
        else if ((value = vector_value_of(word, "known")) != NULL)
            row->has_known = true, row->known = read_bits(value);
        else if ((value = vector_value_of(word, "unknown")) != NULL)
            row->has_unknown = true, row->unknown = read_bits(value);
        else if ((value = vector_value_of(word, "timestamps")) != NULL)
            row->has_timestamps = true, row->timestamps = vector_read_status(value);
        else if ((value = vector_value_of(word, "timestamp")) != NULL)
            row->has_timestamp = true, row->timestamp = vector_read_status(value);
        else
            vector_fail("not an expectation", word);
    }
}

/* --- ask --- */

static const kedge_policy *read_policy(const char *name)
{
    static const kedge_policy *const policies[] = { &kedge_policy_rfc5280, &kedge_policy_webpki,
                                                    &kedge_policy_webpki_strict, &kedge_policy_device };

    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++)
        if (strcmp(policies[i]->name, name) == 0)
            return policies[i];
    vector_fail("no such policy", name);
}

static kedge_identity read_address(const char *text)
{
    uint8_t octets[16];

    if (inet_pton(AF_INET, text, octets) == 1)
        return kedge_identity_ip(forge_copy(octets, 4).data, 4);
    if (inet_pton(AF_INET6, text, octets) == 1)
        return kedge_identity_ip(forge_copy(octets, 16).data, 16);
    vector_fail("not an address", text);
}

static kedge_usage read_usage(const char *text)
{
    const char *oid = vector_value_of(text, "oid");

    if (strcmp(text, "server") == 0)
        return kedge_usage_server_auth();
    if (strcmp(text, "client") == 0)
        return kedge_usage_client_auth();
    if (strcmp(text, "waived") == 0)
        return kedge_usage_waived();
    if (oid == NULL)
        vector_fail("not a usage", text);
    return (kedge_usage){ KEDGE_USAGE_PURPOSE, forge_oid_content(oid) };
}

static kedge_time read_time(const char *text)
{
    static const char at_least[] = "at-least:";

    if (strcmp(text, "waived") == 0)
        return kedge_time_waived();
    if (strncmp(text, at_least, strlen(at_least)) == 0)
        return kedge_time_at_least(vector_read_moment(text + strlen(at_least)));
    return kedge_time_at(vector_read_moment(text));
}

static void read_policies(vector_case *row, const char *value)
{
    for (;;) {
        char dotted[64];
        const size_t size = strcspn(value, ",");

        if (row->policies.initial_set_count == VECTOR_POLICIES_MAX)
            vector_fail("too many policies", value);
        snprintf(dotted, sizeof dotted, "%.*s", (int)size, value);
        row->policy_set[row->policies.initial_set_count++] = forge_oid_content(dotted);
        row->policies.initial_set = row->policy_set;
        if (value[size] == '\0')
            return;
        value += size + 1;
    }
}

static void read_question(vector_case *row, char *line)
{
    const char *word, *value;

    while ((word = vector_next_word(&line)) != NULL) {
        if ((value = vector_value_of(word, "policy")) != NULL)
            row->policy = read_policy(value);
        else if ((value = vector_value_of(word, "dns")) != NULL)
            row->identity = kedge_identity_dns(vector_keep_text(value));
        else if ((value = vector_value_of(word, "ip")) != NULL)
            row->identity = read_address(value);
        else if ((value = vector_value_of(word, "email")) != NULL)
            row->identity = kedge_identity_email(vector_keep_text(value));
        else if ((value = vector_value_of(word, "uri")) != NULL)
            row->identity = kedge_identity_uri(vector_keep_text(value));
        else if ((value = vector_value_of(word, "srv")) != NULL)
            row->identity = kedge_identity_srv(vector_keep_text(value));
        else if (strcmp(word, "waived") == 0)
            row->identity = kedge_identity_waived();
        else if ((value = vector_value_of(word, "usage")) != NULL)
            row->usage = read_usage(value);
        else if ((value = vector_value_of(word, "time")) != NULL)
            row->time = read_time(value);
        else if ((value = vector_value_of(word, "policies")) != NULL)
            read_policies(row, value);
        else if (strcmp(word, "require-explicit") == 0)
            row->policies.require_explicit = true;
        else if (strcmp(word, "inhibit-mapping") == 0)
            row->policies.inhibit_mapping = true;
        else if (strcmp(word, "inhibit-any") == 0)
            row->policies.inhibit_any = true;
        else
            vector_fail("not a question", word);
    }
}

/* --- the manifest --- */

static const char *const certificate_labels[] = { "CERTIFICATE" };
static const char *const anchor_labels[] = { [VECTOR_CERTIFICATE] = "CERTIFICATE",
                                             [VECTOR_TRUSTED_CERTIFICATE] = "TRUSTED CERTIFICATE",
                                             [VECTOR_ANCHOR_LIST] = "TRUST ANCHOR LIST" };
static const char *const list_labels[] = { "X509 CRL" };
static const char *const response_labels[] = { "OCSP RESPONSE" };
static const char *const log_labels[] = { "PUBLIC KEY" };
static const char *const timestamp_labels[] = { "SIGNED CERTIFICATE TIMESTAMPS" };

static void read_one_kind(const char *folder, const char *name, const char *const *label, vector_blocks *blocks)
{
    size_t ignored;

    vector_read_blocks(folder, name, label, 1, blocks, &ignored);
}

static void read_anchors(vector_case *row, const char *folder, const char *name)
{
    vector_blocks blocks;
    size_t label = 0;

    vector_read_blocks(folder, name, anchor_labels, sizeof anchor_labels / sizeof anchor_labels[0], &blocks, &label);
    row->anchor_form = (vector_anchor_form)label;
    row->anchor_count = blocks.count;
    memcpy(row->anchors, blocks.block, sizeof row->anchors);
}

static void begin_case(vector_case *row, const char *folder, const char *id)
{
    vector_blocks blocks;
    char name[128];

    snprintf(row->id, sizeof row->id, "%s", id);
    snprintf(name, sizeof name, "%s.pem", id);
    read_one_kind(folder, name, certificate_labels, &blocks);
    row->chain_count = blocks.count;
    memcpy(row->chain, blocks.block, sizeof row->chain);
    read_anchors(row, folder, "root.pem");
}

static void read_line(vector_case *row, const char *folder, const char *key, char *line)
{
    if (strcmp(key, "expect") == 0)
        read_expectation(row, line);
    else if (strcmp(key, "anchors") == 0)
        read_anchors(row, folder, vector_next_word(&line));
    else if (strcmp(key, "lists") == 0)
        read_one_kind(folder, vector_next_word(&line), list_labels, &row->lists);
    else if (strcmp(key, "responses") == 0)
        read_one_kind(folder, vector_next_word(&line), response_labels, &row->responses);
    else if (strcmp(key, "logs") == 0)
        read_one_kind(folder, vector_next_word(&line), log_labels, &row->logs);
    else if (strcmp(key, "timestamps") == 0)
        read_one_kind(folder, vector_next_word(&line), timestamp_labels, &row->timestamp_lists);
    else if (strcmp(key, "ask") == 0)
        read_question(row, line);
    else if (strcmp(key, "trust") == 0)
        vector_read_trust(row, line);
    else if (strcmp(key, "revocation") == 0)
        vector_read_revocation(row, line);
    else if (strcmp(key, "application") == 0)
        vector_read_application(row, line);
    else if (strcmp(key, "clause") != 0 && strcmp(key, "why") != 0)
        vector_fail("not a line of a vector", key);
}

static size_t count_cases(const char *manifest)
{
    size_t count = 0;

    for (const char *at = manifest; (at = strstr(at, "\nvector ")) != NULL; at++)
        count++;
    return count;
}

size_t vector_cases_load(const char *folder, vector_case **cases)
{
    const kedge_span bytes = vector_read_file(folder, "manifest");
    char *text = (char *)(uintptr_t)forge_join(bytes, (kedge_span){ (const uint8_t *)"", 1 }).data;
    vector_case *row = *cases = forge_allocate(count_cases(text) * sizeof **cases);

    row--;
    for (char *line = text; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');
        char *key;

        if (end != NULL)
            *end++ = '\0';
        key = vector_next_word(&line);
        if (key != NULL && strcmp(key, "vector") == 0)
            begin_case(++row, folder, vector_next_word(&line));
        else if (key != NULL && *key != '#')
            read_line(row, folder, key, line);
        line = end;
    }
    return (size_t)(row + 1 - *cases);
}
