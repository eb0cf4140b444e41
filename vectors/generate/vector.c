/* vector.c - writing vectors: PEM (RFC 7468) and the manifest. */
#include "vector.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "main.h"

static const char *folder;
static const char *current_rule;
static FILE *manifest;

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL) {
        perror(path);
        forge_fail("a file cannot be written");
    }
    return file;
}

void vector_rule(const char *rule)
{
    char path[512];

    current_rule = rule;
    snprintf(path, sizeof path, "%s/%s", folder, rule);
    mkdir(path, 0777);
}

static void write_base64_line(FILE *file, const uint8_t *data, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < size; i += 3) {
        uint32_t group = (uint32_t)data[i] << 16;

        group |= i + 1 < size ? (uint32_t)data[i + 1] << 8 : 0;
        group |= i + 2 < size ? data[i + 2] : 0;
        putc(digits[group >> 18], file);
        putc(digits[group >> 12 & 63], file);
        putc(i + 1 < size ? digits[group >> 6 & 63] : '=', file);
        putc(i + 2 < size ? digits[group & 63] : '=', file);
    }
    putc('\n', file);
}

static void write_blocks(const char *path, const char *label, const kedge_span *block)
{
    FILE *file = open_file(path);

    for (size_t i = 0; i < VECTOR_CERTIFICATES_MAX && block[i].size > 0; i++) {
        fprintf(file, "-----BEGIN %s-----\n", label);
        for (size_t at = 0; at < block[i].size; at += 48) {
            size_t left = block[i].size - at;

            write_base64_line(file, block[i].data + at, left < 48 ? left : 48);
        }
        fprintf(file, "-----END %s-----\n", label);
    }
    if (ferror(file) || fclose(file) != 0)
        forge_fail("a vector cannot be written");
}

static const char usual_label[] = "CERTIFICATE";

typedef struct bundle {
    kedge_span certificate[VECTOR_CERTIFICATES_MAX];
} bundle;

/* Most vectors share one anchor. */
static bundle usual_anchors(void)
{
    forge_certificate root = forge_root("Root");

    return (bundle){ { forge_sign(&root) } };
}

static bool has_usual_anchors(const vector *row)
{
    kedge_span usual = usual_anchors().certificate[0];

    return row->anchors[1].size == 0 && row->anchors[0].size == usual.size
           && memcmp(row->anchors[0].data, usual.data, usual.size) == 0;
}

void vectors_begin(const char *into)
{
    char path[512];

    folder = into;
    mkdir(folder, 0777);
    snprintf(path, sizeof path, "%s/root.pem", folder);
    write_blocks(path, usual_label, usual_anchors().certificate);
    snprintf(path, sizeof path, "%s/manifest", folder);
    manifest = open_file(path);
    fputs("# What each vector asks and what is the right answer: README.md explains the form.\n"
          "# Made by vectors/generate; not to be edited.\n",
          manifest);
}

void vectors_end(void)
{
    if (ferror(manifest) || fclose(manifest) != 0)
        forge_fail("the manifest cannot be written");
}

static const char *or_usual(const char *given, const char *usual)
{
    return given != NULL ? given : usual;
}

/* A file of its own for what there is, and the line that names it. */
static void write_part(const vector *row, const char *key, const char *label, const kedge_span *block)
{
    char path[512];

    if (block[0].size == 0)
        return;
    snprintf(path, sizeof path, "%s/%s/%s.%s.pem", folder, current_rule, row->name, key);
    write_blocks(path, label, block);
    fprintf(manifest, "%-7s %s/%s.%s.pem\n", key, current_rule, row->name, key);
}

static void write_line(const char *key, const char *line)
{
    if (line != NULL)
        fprintf(manifest, "%-7s %s\n", key, line);
}

void vector_emit(const vector *row)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s/%s.pem", folder, current_rule, row->name);
    write_blocks(path, usual_label, row->chain);
    fprintf(manifest, "\nvector  %s/%s\n", current_rule, row->name);
    fprintf(manifest, "expect  %s\n", row->expect);
    if (!has_usual_anchors(row))
        write_part(row, "anchors", or_usual(row->label, usual_label), row->anchors);
    write_part(row, "lists", "X509 CRL", row->lists);
    write_part(row, "responses", "OCSP RESPONSE", row->responses);
    write_part(row, "logs", "PUBLIC KEY", row->logs);
    write_part(row, "timestamps", "SIGNED CERTIFICATE TIMESTAMPS", row->timestamps);
    fprintf(manifest, "ask     policy=%s %s usage=%s time=%s%s%s\n", or_usual(row->policy, "webpki"),
            or_usual(row->identity, "dns=host.example"), or_usual(row->usage, "server"),
            or_usual(row->time, "2026-01-01T00:00:00Z"), row->policies != NULL ? " " : "",
            or_usual(row->policies, ""));
    write_line("trust", row->trust);
    write_line("revocation", row->revocation);
    write_line("application", row->application);
    fprintf(manifest, "clause  %s\n", row->clause);
    fprintf(manifest, "why     %s\n", row->why);
}
