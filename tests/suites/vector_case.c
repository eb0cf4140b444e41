/* vector_case.c - reading the manifest and the PEM files that it names. */
#include "suites/vector_case.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "forge/forge.h"

/* --- small readers --- */

static _Noreturn void fail(const char *what, const char *text)
{
    fprintf(stderr, "manifest: %s: %s\n", what, text);
    exit(1);
}

static const char *keep_text(const char *text)
{
    return (const char *)forge_copy(text, strlen(text) + 1).data;
}

static kedge_span read_file(const char *folder, const char *name)
{
    char path[1024];
    FILE *file;
    uint8_t *bytes;
    long size;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
        fail("cannot be opened", path);
    rewind(file);
    bytes = forge_allocate((size_t)size);
    if (fread(bytes, 1, (size_t)size, file) != (size_t)size || fclose(file) != 0)
        fail("cannot be read", path);
    return (kedge_span){ bytes, (size_t)size };
}

/* Every block of a PEM text, each in a heap block of its exact size. */
static size_t read_certificates(const char *folder, const char *name, kedge_span *certificates)
{
    const kedge_span text = read_file(folder, name);
    kedge_pem pem;
    kedge_pem_block block;
    size_t count = 0;

    kedge_pem_begin(&pem, text.data, text.size, KEDGE_PEM_STRICT);
    while (kedge_pem_next(&pem, &block) == KEDGE_OK) {
        uint8_t der[8192];
        size_t size;

        if (count == VECTOR_CHAIN_MAX || !kedge_pem_is_certificate(block.label)
            || kedge_pem_decode(&pem, &block, der, sizeof der, &size) != KEDGE_OK)
            fail("is not PEM as expected", name);
        certificates[count++] = forge_copy(der, size);
    }
    return count;
}

static kedge_status read_status(const char *name)
{
    for (int status = 0; status < KEDGE_STATUS_COUNT; status++)
        if (strcmp(kedge_status_name((kedge_status)status), name) == 0)
            return (kedge_status)status;
    fail("no such status", name);
}

static int read_place(const char *text)
{
    return strcmp(text, "anchor") == 0 ? KEDGE_INDEX_ANCHOR : atoi(text);
}

static int64_t read_moment(const char *text)
{
    int year;
    unsigned month, day, hour, minute, second;

    if (sscanf(text, "%4d-%2u-%2uT%2u:%2u:%2uZ", &year, &month, &day, &hour, &minute, &second) != 6)
        fail("not a moment", text);
    return forge_seconds(year, month, day, hour, minute, second);
}

static bool read_flag(const char *text)
{
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        fail("neither yes nor no", text);
    return strcmp(text, "yes") == 0;
}

/* Take the next word off a line; NULL at its end. */
static char *next_word(char **line)
{
    char *word = *line + strspn(*line, " ");

    if (*word == '\0')
        return NULL;
    *line = word + strcspn(word, " ");
    if (**line != '\0')
        *(*line)++ = '\0';
    return word;
}

/* The value of "key=value" where `word` has this key, else NULL. */
static const char *value_of(const char *word, const char *key)
{
    size_t size = strlen(key);

    return strncmp(word, key, size) == 0 && word[size] == '=' ? word + size + 1 : NULL;
}

/* --- expect --- */

static void read_path(vector_case *row, const char *value)
{
    for (;;) {
        char place[16];
        size_t size = strcspn(value, ",");

        snprintf(place, sizeof place, "%.*s", (int)size, value);
        row->path.place[row->path.length++] = read_place(place);
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
    return faults;
}

static void read_expectation(vector_case *row, char *line)
{
    const char *word = next_word(&line);
    const char *value;

    row->is_accepted = strcmp(word, "accept") == 0;
    row->certificate = KEDGE_INDEX_NONE;
    if (!row->is_accepted)
        row->status = read_status(next_word(&line));
    row->reason = row->status;
    while ((word = next_word(&line)) != NULL) {
        if ((value = value_of(word, "reason")) != NULL)
            row->reason = read_status(value);
        else if ((value = value_of(word, "certificate")) != NULL)
            row->certificate = read_place(value);
        else if ((value = value_of(word, "path")) != NULL)
            read_path(row, value);
        else if ((value = value_of(word, "faults")) != NULL)
            row->has_faults = true, row->faults = read_faults(value);
        else
            fail("not an expectation", word);
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
    fail("no such policy", name);
}

static kedge_identity read_address(const char *text)
{
    uint8_t octets[16];

    if (inet_pton(AF_INET, text, octets) == 1)
        return kedge_identity_ip(forge_copy(octets, 4).data, 4);
    if (inet_pton(AF_INET6, text, octets) == 1)
        return kedge_identity_ip(forge_copy(octets, 16).data, 16);
    fail("not an address", text);
}

static kedge_usage read_usage(const char *text)
{
    const char *oid = value_of(text, "oid");

    if (strcmp(text, "server") == 0)
        return kedge_usage_server_auth();
    if (strcmp(text, "client") == 0)
        return kedge_usage_client_auth();
    if (strcmp(text, "waived") == 0)
        return kedge_usage_waived();
    if (oid == NULL)
        fail("not a usage", text);
    return (kedge_usage){ KEDGE_USAGE_PURPOSE, forge_oid_content(oid) };
}

static kedge_time read_time(const char *text)
{
    static const char at_least[] = "at-least:";

    if (strcmp(text, "waived") == 0)
        return kedge_time_waived();
    if (strncmp(text, at_least, strlen(at_least)) == 0)
        return kedge_time_at_least(read_moment(text + strlen(at_least)));
    return kedge_time_at(read_moment(text));
}

static void read_policies(vector_case *row, const char *value)
{
    for (;;) {
        char dotted[64];
        const size_t size = strcspn(value, ",");

        if (row->policies.initial_set_count == VECTOR_POLICIES_MAX)
            fail("too many policies", value);
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

    while ((word = next_word(&line)) != NULL) {
        if ((value = value_of(word, "policy")) != NULL)
            row->policy = read_policy(value);
        else if ((value = value_of(word, "dns")) != NULL)
            row->identity = kedge_identity_dns(keep_text(value));
        else if ((value = value_of(word, "ip")) != NULL)
            row->identity = read_address(value);
        else if ((value = value_of(word, "email")) != NULL)
            row->identity = kedge_identity_email(keep_text(value));
        else if ((value = value_of(word, "uri")) != NULL)
            row->identity = kedge_identity_uri(keep_text(value));
        else if ((value = value_of(word, "srv")) != NULL)
            row->identity = kedge_identity_srv(keep_text(value));
        else if (strcmp(word, "waived") == 0)
            row->identity = kedge_identity_waived();
        else if ((value = value_of(word, "usage")) != NULL)
            row->usage = read_usage(value);
        else if ((value = value_of(word, "time")) != NULL)
            row->time = read_time(value);
        else if ((value = value_of(word, "policies")) != NULL)
            read_policies(row, value);
        else if (strcmp(word, "require-explicit") == 0)
            row->policies.require_explicit = true;
        else if (strcmp(word, "inhibit-mapping") == 0)
            row->policies.inhibit_mapping = true;
        else if (strcmp(word, "inhibit-any") == 0)
            row->policies.inhibit_any = true;
        else
            fail("not a question", word);
    }
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
        const char *value = value_of(word, terms[i].name);

        if (value == NULL)
            continue;
        row->terms.given |= terms[i].bit;
        row->terms.value |= read_flag(value) ? terms[i].bit : 0;
        return true;
    }
    return false;
}

static void read_trust(vector_case *row, char *line)
{
    const char *word, *value;

    while ((word = next_word(&line)) != NULL) {
        if (read_term(row, word))
            continue;
        if ((value = value_of(word, "distrust-key")) != NULL)
            row->distrusted_key = (vector_distrust){ true, read_place(value) };
        else if ((value = value_of(word, "distrust-serial")) != NULL)
            row->distrusted_serial = (vector_distrust){ true, read_place(value) };
        else if ((value = value_of(word, "distrusted-after")) != NULL)
            row->terms.has_distrusted_after = true, row->terms.distrusted_after = read_moment(value);
        else
            fail("not a term of trust", word);
    }
}

/* --- the manifest --- */

static void begin_case(vector_case *row, const char *folder, const char *id)
{
    char name[128];

    snprintf(row->id, sizeof row->id, "%s", id);
    snprintf(name, sizeof name, "%s.pem", id);
    row->chain_count = read_certificates(folder, name, row->chain);
    row->anchor_count = read_certificates(folder, "root.pem", row->anchors);
}

static void read_line(vector_case *row, const char *folder, const char *key, char *line)
{
    if (strcmp(key, "expect") == 0)
        read_expectation(row, line);
    else if (strcmp(key, "anchors") == 0)
        row->anchor_count = read_certificates(folder, next_word(&line), row->anchors);
    else if (strcmp(key, "ask") == 0)
        read_question(row, line);
    else if (strcmp(key, "trust") == 0)
        read_trust(row, line);
    else if (strcmp(key, "clause") != 0 && strcmp(key, "why") != 0)
        fail("not a line of a vector", key);
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
    const kedge_span bytes = read_file(folder, "manifest");
    char *text = (char *)(uintptr_t)forge_join(bytes, (kedge_span){ (const uint8_t *)"", 1 }).data;
    vector_case *row = *cases = forge_allocate(count_cases(text) * sizeof **cases);

    row--;
    for (char *line = text; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');
        char *key;

        if (end != NULL)
            *end++ = '\0';
        key = next_word(&line);
        if (key != NULL && strcmp(key, "vector") == 0)
            begin_case(++row, folder, next_word(&line));
        else if (key != NULL && *key != '#')
            read_line(row, folder, key, line);
        line = end;
    }
    return (size_t)(row + 1 - *cases);
}
