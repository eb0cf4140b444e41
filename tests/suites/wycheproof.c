/* wycheproof.c - runs the signature tests of Wycheproof (C2SP) through every crypto provider.
 *
 *     wycheproof FOLDER >RESULTS
 *
 * Every *.json of the folder is read.  A case is judged by each provider whose table has its algorithm and
 * key, and they must agree.  What it writes and how it ends: report.h.
 */
#define _POSIX_C_SOURCE 200809L
#include "providers/providers.h"
#include "report.h"
#include "wycheproof_group.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_SIZE 288 /* a file name has at most 255 octets */

static const suite_difference differences[] = {
    { NULL, NULL, NULL },
};

/* What is decided of cases that may go either way, by their flag. */
static const struct {
    const char *flag;
    const char *reason;
} decisions[] = {
    { "MissingNull", "refused: the parameters of these hashes are NULL (RFC 8017, 9.2, note 1)" },
};

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
static void skip(suite_case *run, const group *g, kedge_status status)
{
    if (status == KEDGE_UNSUPPORTED_ALGORITHM)
        suite_answer(run, SUITE_SKIPPED, "%s: %s", kedge_status_name(status),
                     kedge_algorithm_name(&g->algorithm));
    else
        suite_answer(run, SUITE_SKIPPED, "%s: %s of %d bits", kedge_status_name(status),
                     kedge_key_type_name((kedge_key_type)g->key.type), g->key.bits);
}

/* Judge one case under every provider that can. */
static void judge(suite_case *run, const group *g, kedge_span message, kedge_span signature)
{
    const kedge_crypto *crypto;

    if (g->skip[0] != '\0') {
        suite_answer(run, SUITE_SKIPPED, "%s", g->skip);
        return;
    }
    if (g->key_status != KEDGE_OK) {
        suite_answer(run, SUITE_FAILURE, "%s", kedge_status_name(g->key_status));
        return;
    }
    for (size_t i = 0; (crypto = test_provider(i)) != NULL; i++) {
        const kedge_status status = verify(crypto, g, message, signature);

        if (is_unsupported(status) && run->result == SUITE_SKIPPED)
            skip(run, g, status);
        else if (run->result == SUITE_SKIPPED)
            suite_answer(run, status == KEDGE_OK ? SUITE_SUCCESS : SUITE_FAILURE, "%s",
                         kedge_status_name(status));
        else if (!is_unsupported(status) && strcmp(run->context, kedge_status_name(status)) != 0)
            run->is_contradictory = true;
    }
}

static const char *decision_of(const json_t *flags)
{
    const json_t *flag;
    size_t i;

    json_array_foreach(flags, i, flag)
        for (size_t j = 0; j < sizeof decisions / sizeof decisions[0]; j++)
            if (strcmp(decisions[j].flag, json_string_value(flag)) == 0)
                return decisions[j].reason;
    return "no reason stated";
}

static suite_expectation expectation_of(const char *result)
{
    if (strcmp(result, "acceptable") == 0)
        return SUITE_EXPECTS_EITHER;
    return strcmp(result, "valid") == 0 ? SUITE_EXPECTS_SUCCESS : SUITE_EXPECTS_FAILURE;
}

static void run_case(suite_report *report, const char *file, const group *g, const json_t *test)
{
    const char *message = json_string_value(json_object_get(test, "msg"));
    const char *signature = json_string_value(json_object_get(test, "sig"));
    const char *expected = json_string_value(json_object_get(test, "result"));
    char id[ID_SIZE];
    suite_case run = { .id = id };

    snprintf(id, sizeof id, "%s::%d", file, (int)json_integer_value(json_object_get(test, "tcId")));
    suite_answer(&run, SUITE_SKIPPED, "the case is not of the form that its schema has");
    if (message != NULL && signature != NULL && expected != NULL) {
        const kedge_span m = hex_decode(message), s = hex_decode(signature);

        run.expected = expectation_of(expected);
        run.note = run.expected == SUITE_EXPECTS_EITHER
                       ? decision_of(json_object_get(test, "flags"))
                       : json_string_value(json_object_get(test, "comment"));
        if (m.data != NULL && s.data != NULL)
            judge(&run, g, m, s);
        free((uint8_t *)m.data);
        free((uint8_t *)s.data);
    }
    suite_report_add(report, &run);
}

static int run_file(suite_report *report, const char *folder, const char *file)
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
            run_case(report, file, &g, test);
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
static int run_folder(suite_report *report, const char *folder)
{
    struct dirent **entries;
    const int found = scandir(folder, &entries, is_json, alphasort);
    int failed = 0;

    if (found < 0) {
        perror(folder);
        return -1;
    }
    for (int i = 0; i < found; i++) {
        failed |= run_file(report, folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return failed < 0 ? -1 : found;
}

int main(int argc, char **argv)
{
    suite_report report;

    if (argc != 2) {
        fputs("usage: wycheproof FOLDER\n", stderr);
        return 2;
    }
    suite_report_begin(&report, "wycheproof", differences);
    if (run_folder(&report, argv[1]) <= 0) {
        fprintf(stderr, "wycheproof: %s: nothing that could be read\n", argv[1]);
        json_decref(report.results);
        return 2;
    }
    return suite_report_end(&report);
}
