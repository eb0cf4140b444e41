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

static void write_certificates(const char *path, const kedge_span *certificate)
{
    FILE *file = open_file(path);

    for (size_t i = 0; i < VECTOR_CERTIFICATES_MAX && certificate[i].size > 0; i++) {
        fputs("-----BEGIN CERTIFICATE-----\n", file);
        for (size_t at = 0; at < certificate[i].size; at += 48) {
            size_t left = certificate[i].size - at;

            write_base64_line(file, certificate[i].data + at, left < 48 ? left : 48);
        }
        fputs("-----END CERTIFICATE-----\n", file);
    }
    if (ferror(file) || fclose(file) != 0)
        forge_fail("a vector cannot be written");
}

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
    write_certificates(path, usual_anchors().certificate);
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

void vector_emit(const vector *row)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s/%s.pem", folder, current_rule, row->name);
    write_certificates(path, row->chain);
    fprintf(manifest, "\nvector  %s/%s\n", current_rule, row->name);
    fprintf(manifest, "expect  %s\n", row->expect);
    if (!has_usual_anchors(row)) {
        snprintf(path, sizeof path, "%s/%s/%s.anchors.pem", folder, current_rule, row->name);
        write_certificates(path, row->anchors);
        fprintf(manifest, "anchors %s/%s.anchors.pem\n", current_rule, row->name);
    }
    fprintf(manifest, "ask     policy=%s %s usage=%s time=%s%s%s\n", or_usual(row->policy, "webpki"),
            or_usual(row->identity, "dns=host.example"), or_usual(row->usage, "server"),
            or_usual(row->time, "2026-01-01T00:00:00Z"), row->policies != NULL ? " " : "",
            or_usual(row->policies, ""));
    if (row->trust != NULL)
        fprintf(manifest, "trust   %s\n", row->trust);
    fprintf(manifest, "clause  %s\n", row->clause);
    fprintf(manifest, "why     %s\n", row->why);
}
