/* wycheproof.c - runs the signature tests of Wycheproof (C2SP) through every crypto provider.
 *
 *     wycheproof FOLDER >RESULTS
 *
 * Every *.json of the folder is read.  Results go to standard output as one JSON object; what was decided
 * of cases that may go either way, every disagreement and every kind of skip go to standard error, the
 * score last.  A case is judged by each provider whose table has its algorithm and key, and they must agree.
 * The end is a success only where the disagreements are exactly those listed here as deliberate.
 */
#define _POSIX_C_SOURCE 200809L
#include "wycheproof_group.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_SIZE 288 /* a file name has at most 255 octets */
#define SKIPS_MAX 64

/* Cases that kedge answers otherwise than expected, and why it means to. */
typedef struct difference {
    const char *id;
    const char *clause;
    const char *reason;
} difference;

static const difference differences[] = {
    { NULL, NULL, NULL },
};

/* What is decided of cases that may go either way, by their flag. */
static const struct {
    const char *flag;
    const char *reason;
} decisions[] = {
    { "MissingNull", "refused: the parameters of these hashes are NULL (RFC 8017, 9.2, note 1)" },
};

typedef enum result {
    SUCCESS,
    FAILURE,
    SKIPPED
} result;

static const char *const result_names[] = {
    [SUCCESS] = "SUCCESS",
    [FAILURE] = "FAILURE",
    [SKIPPED] = "SKIPPED",
};

typedef struct outcome {
    result result;
    bool is_split;          /* providers disagree among themselves */
    char context[128];
} outcome;

/* How many cases were skipped for one reason. */
typedef struct skip_count {
    char reason[128];
    unsigned count;
} skip_count;

typedef struct score {
    unsigned agree;
    unsigned deliberate;
    unsigned disagree;
    unsigned accepted;      /* disagreements that accept what should be refused */
    unsigned decided;       /* cases that may go either way */
    unsigned skipped;
    unsigned unneeded;      /* differences listed that are none */
    skip_count skips[SKIPS_MAX];
} score;

static const kedge_crypto *provider(size_t index)
{
    const kedge_crypto *const providers[] = { kedge_crypto_bearssl(), kedge_crypto_native(), NULL };

    return providers[index];
}

static outcome outcome_of(result r, const char *context)
{
    outcome o = { .result = r };

    snprintf(o.context, sizeof o.context, "%s", context);
    return o;
}

static kedge_status verify(const kedge_crypto *crypto, const group *g, kedge_span message,
                           kedge_span signature)
{
    const kedge_signature_job job = {
        .algorithm = g->algorithm, .key = &g->key, .message = message, .signature = signature
    };
    const kedge_status status = kedge_crypto_supports(crypto, &g->algorithm, &g->key);

    return status == KEDGE_OK ? crypto->verify(crypto, &job) : status;
}

static bool is_unsupported(kedge_status status)
{
    return status == KEDGE_UNSUPPORTED_ALGORITHM || status == KEDGE_UNSUPPORTED_KEY;
}

/* A skip names the capability that is missing. */
static outcome outcome_of_skip(const group *g, kedge_status status)
{
    outcome o = { .result = SKIPPED };

    if (status == KEDGE_UNSUPPORTED_ALGORITHM)
        snprintf(o.context, sizeof o.context, "%s: %s", kedge_status_name(status),
                 kedge_algorithm_name(&g->algorithm));
    else
        snprintf(o.context, sizeof o.context, "%s: %s of %d bits", kedge_status_name(status),
                 kedge_key_type_name((kedge_key_type)g->key.type), g->key.bits);
    return o;
}

/* Judge one case under every provider that can. */
static outcome judge(const group *g, kedge_span message, kedge_span signature)
{
    outcome o = outcome_of(SKIPPED, "");
    const kedge_crypto *crypto;

    if (g->skip[0] != '\0')
        return outcome_of(SKIPPED, g->skip);
    if (g->key_status != KEDGE_OK)
        return outcome_of(FAILURE, kedge_status_name(g->key_status));
    for (size_t i = 0; (crypto = provider(i)) != NULL; i++) {
        const kedge_status status = verify(crypto, g, message, signature);
        const result r = is_unsupported(status) ? SKIPPED : status == KEDGE_OK ? SUCCESS : FAILURE;

        if (r == SKIPPED && o.result == SKIPPED)
            o = outcome_of_skip(g, status);
        else if (o.result == SKIPPED)
            o = outcome_of(r, kedge_status_name(status));
        else if (r != SKIPPED && strcmp(o.context, kedge_status_name(status)) != 0)
            o.is_split = true;
    }
    return o;
}

static const difference *difference_of(const char *id)
{
    for (const difference *row = differences; row->id != NULL; row++)
        if (strcmp(row->id, id) == 0)
            return row;
    return NULL;
}

static void count_skip(score *total, const char *reason)
{
    total->skipped++;
    for (size_t i = 0; i < SKIPS_MAX; i++) {
        if (total->skips[i].count == 0)
            snprintf(total->skips[i].reason, sizeof total->skips[i].reason, "%s", reason);
        if (strcmp(total->skips[i].reason, reason) == 0) {
            total->skips[i].count++;
            return;
        }
    }
}

static const char *decision_of(const json_t *flags)
{
    const json_t *flag;
    size_t i;

    json_array_foreach(flags, i, flag) for (size_t j = 0; j < sizeof decisions / sizeof decisions[0];
                                            j++) if (strcmp(decisions[j].flag, json_string_value(flag))
                                                     == 0) return decisions[j]
        .reason;
    return "no reason stated";
}

/* Count an outcome, and tell a person of it where it is not simply as expected. */
static void count(score *total, const char *id, const char *expected, const json_t *test, const outcome *o)
{
    const char *comment = json_string_value(json_object_get(test, "comment"));
    const difference *deliberate = difference_of(id);
    const char *actual = result_names[o->result];
    const bool is_open = strcmp(expected, "acceptable") == 0;
    const bool agrees = is_open || (o->result == SUCCESS) == (strcmp(expected, "valid") == 0);

    if (o->result == SKIPPED) {
        count_skip(total, o->context);
    } else if (o->is_split) {
        total->disagree++;
        fprintf(stderr, "%s: providers disagree (%s): %s\n", id, o->context, comment);
    } else if (agrees && deliberate != NULL) {
        total->unneeded++;
        fprintf(stderr, "%s: listed as a difference, but it agrees\n", id);
    } else if (is_open) {
        total->decided++;
        fprintf(stderr, "%s: acceptable, %s (%s), %s\n", id, actual, o->context,
                decision_of(json_object_get(test, "flags")));
    } else if (agrees) {
        total->agree++;
    } else if (deliberate != NULL) {
        total->deliberate++;
        fprintf(stderr, "%s: %s (%s), deliberately: %s: %s\n", id, actual, o->context, deliberate->clause,
                deliberate->reason);
    } else {
        total->disagree++;
        total->accepted += o->result == SUCCESS;
        fprintf(stderr, "%s: %s (%s), expected %s: %s\n", id, actual, o->context, expected, comment);
    }
}

static void run_case(score *total, json_t *results, const char *file, const group *g, const json_t *test)
{
    const char *message = json_string_value(json_object_get(test, "msg"));
    const char *signature = json_string_value(json_object_get(test, "sig"));
    const char *expected = json_string_value(json_object_get(test, "result"));
    char id[ID_SIZE];
    outcome o = outcome_of(SKIPPED, "the case is not of the form that its schema has");

    snprintf(id, sizeof id, "%s::%d", file, (int)json_integer_value(json_object_get(test, "tcId")));
    if (message != NULL && signature != NULL && expected != NULL) {
        const kedge_span m = hex_decode(message), s = hex_decode(signature);

        if (m.data != NULL && s.data != NULL)
            o = judge(g, m, s);
        free((uint8_t *)m.data);
        free((uint8_t *)s.data);
    }
    count(total, id, expected != NULL ? expected : "", test, &o);
    json_array_append_new(results, json_pack("{s:s, s:s, s:s}", "id", id, "actual_result",
                                             result_names[o.result], "context", o.context));
}

static int run_file(score *total, json_t *results, const char *folder, const char *file)
{
    char path[4096];
    json_error_t error;
    json_t *root, *object, *test;
    size_t i, j;

    snprintf(path, sizeof path, "%s/%s", folder, file);
    root = json_load_file(path, 0, &error);
    if (root == NULL) {
        fprintf(stderr, "wycheproof: %s: %s (line %d)\n", path, error.text, error.line);
        return -1;
    }
    json_array_foreach(json_object_get(root, "testGroups"), i, object)
    {
        group g = group_read(object);

        json_array_foreach(json_object_get(object, "tests"), j, test)
            run_case(total, results, file, &g, test);
        group_free(&g);
    }
    json_decref(root);
    return 0;
}

static int is_json(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);

    return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

/* Run every file in the order of names.  Returns how many there are, or -1. */
static int run_folder(score *total, json_t *results, const char *folder)
{
    struct dirent **entries;
    const int found = scandir(folder, &entries, is_json, alphasort);
    int failed = 0;

    if (found < 0) {
        perror(folder);
        return -1;
    }
    for (int i = 0; i < found; i++) {
        failed |= run_file(total, results, folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return failed < 0 ? -1 : found;
}

static void print_score(const score *total, int files)
{
    for (size_t i = 0; i < SKIPS_MAX && total->skips[i].count > 0; i++)
        fprintf(stderr, "skipped %u: %s\n", total->skips[i].count, total->skips[i].reason);
    fprintf(stderr,
            "wycheproof: %d files: %u agree, %u may go either way, %u differ deliberately, "
            "%u disagree (%u accepted), %u listed without need, %u skipped\n",
            files, total->agree, total->decided, total->deliberate, total->disagree, total->accepted,
            total->unneeded, total->skipped);
}

int main(int argc, char **argv)
{
    score total = { 0 };
    json_t *results = json_array();
    char harness[32];
    int files;

    if (argc != 2) {
        fprintf(stderr, "usage: wycheproof FOLDER\n");
        return 2;
    }
    files = run_folder(&total, results, argv[1]);
    if (files <= 0) {
        fprintf(stderr, "wycheproof: %s: nothing that could be read\n", argv[1]);
        return 2;
    }
    snprintf(harness, sizeof harness, "kedge/%s", kedge_version());
    json_t *root = json_pack("{s:i, s:s, s:o}", "version", 1, "harness", harness, "results", results);
    json_dumpf(root, stdout, JSON_INDENT(1));
    putchar('\n');
    json_decref(root);
    print_score(&total, files);
    return total.disagree == 0 && total.unneeded == 0 && total.agree > 0 ? 0 : 1;
}
