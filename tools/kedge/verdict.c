/* verdict.c - the verdict, for a person and for a program. */
#include "verdict.h"
#include "explain.h"
#include "text.h"

#include <stdlib.h>

/* A certificate of the path or, where there is none, of the chain.  False where it cannot be read. */
static bool view_of(const verify_options *options, int16_t index, uint32_t anchor, kedge_certificate *view)
{
    uint32_t fault;

    if (index == KEDGE_INDEX_ANCHOR) {
        const kedge_anchor *found = kedge_trust_at(&options->trust.trust, anchor);

        if (found != NULL)
            *view = found->certificate;
        return found != NULL;
    }
    if (index < 0 || (size_t)index >= options->chain.count)
        return false;
    const loaded_certificate *item = &options->chain.items[index];
    return kedge_certificate_parse(view, item->der, item->size, &fault) == KEDGE_OK;
}

static void print_key(const kedge_public_key *key)
{
    fputs(kedge_key_type_name((kedge_key_type)key->type), stdout);
    if (key->type == KEDGE_KEY_RSA)
        printf(" %u bits", (unsigned)key->bits);
}

/* One link: a certificate, what its issuer signed it with, and whether that signature was verified. */
static void print_link(const verify_options *options, int16_t index, uint32_t anchor, bool is_verified)
{
    kedge_certificate view;

    fputs("  ", stdout);
    explain_write_certificate(stdout, &options->chain, &options->trust.trust, index, anchor);
    fputc('\n', stdout);
    if (!view_of(options, index, anchor, &view))
        return;
    if (index != KEDGE_INDEX_ANCHOR) {
        fputs("      issuer     ", stdout);
        text_write_name(stdout, kedge_certificate_span(&view, view.issuer));
        printf("\n      signed     %s%s\n", kedge_algorithm_name(&view.algorithm),
               is_verified ? ", signature verified" : "");
    }
    fputs("      key        ", stdout);
    print_key(&view.key);
    fputs("\n      dates      ", stdout);
    text_write_time(stdout, view.not_before);
    fputs(" to ", stdout);
    text_write_time(stdout, view.not_after);
    fputc('\n', stdout);
}

static void print_question(const verify_options *options)
{
    if (options->identity_text != NULL) {
        printf("%-9s", options->identity_kind);
        text_write_string(stdout, options->identity_text);
    } else {
        printf("%-9s%s", "name", "any (waived)");
    }
    printf("\n%-9s", "time");
    if (options->time.kind == KEDGE_TIME_WAIVED)
        fputs("any (waived)", stdout);
    else
        text_write_time(stdout, options->time.seconds);
    printf("\n%-9s%s\n%-9s%s\n", "usage", options->usage_text, "policy", options->policy->name);
}

static void print_path(const verify_options *options, const kedge_verdict *verdict)
{
    if (verdict->path_length == 0) {
        puts("chain, as given (no path of verified signatures leads to a trust anchor)");
        for (size_t i = 0; i < options->chain.count; i++)
            print_link(options, (int16_t)i, 0, false);
        return;
    }
    puts("path");
    for (size_t i = 0; i < verdict->path_length; i++)
        print_link(options, verdict->path[i], verdict->anchor, i + 1 < verdict->path_length);
}

/* What is known of revocation, where anything was asked. */
static void print_revocation(const kedge_verdict *verdict)
{
    if ((verdict->revocation_known | verdict->revocation_unknown) == 0)
        return;
    printf("%-9s", "revoked");
    for (size_t i = 0; i < verdict->path_length; i++) {
        if ((verdict->revocation_known >> i & 1) != 0)
            printf("certificate %lu no; ", (unsigned long)i);
        if ((verdict->revocation_unknown >> i & 1) != 0)
            printf("certificate %lu not known; ", (unsigned long)i);
    }
    puts("others not asked");
}

static void print_valid(const verify_options *options, const kedge_verdict *verdict)
{
    const kedge_span leaf = { options->chain.items[0].der, options->chain.items[0].size };

    if (verdict->matched_name.size != 0) {
        printf("%-9s", "matched");
        if (verdict->matched_kind == KEDGE_IP_ADDRESS && !verdict->matched_common_name)
            text_write_string(stdout, options->identity_text);
        else
            text_write(stdout, kedge_span_of(leaf.data, verdict->matched_name));
        puts(verdict->matched_common_name ? " (common name)" : " (subjectAltName)");
    }
    printf("%-9s%s until ", "verdict", "VALID");
    text_write_time(stdout, verdict->valid_until);
}

static void print_not_valid(const verify_options *options, const kedge_verdict *verdict)
{
    printf("%-9s%s: ", "verdict", "NOT VALID");
    text_write_status(stdout, verdict->status);
    if (verdict->reason != verdict->status) {
        printf("\n%-9s", "reason");
        text_write_status(stdout, verdict->reason);
    }
    if (verdict->status == KEDGE_REVOKED) {
        printf("\n%-9s", "since");
        text_write_time(stdout, verdict->revocation_time);
        printf(", reason %u", (unsigned)verdict->revocation_reason);
    }
    if (verdict->certificate != KEDGE_INDEX_NONE) {
        printf("\n%-9s", "at");
        explain_write_certificate(stdout, &options->chain, &options->trust.trust, verdict->certificate,
                                  verdict->anchor);
        if (verdict->offset != 0)
            printf(", byte %lu", (unsigned long)verdict->offset);
    }
}

static void print_text(const verify_options *options, const kedge_verdict *verdict)
{
    print_question(options);
    print_path(options, verdict);
    print_revocation(verdict);
    if (verdict->status == KEDGE_OK)
        print_valid(options, verdict);
    else
        print_not_valid(options, verdict);
    printf("; %lu signature%s verified\n", (unsigned long)verdict->spent.signatures,
           verdict->spent.signatures == 1 ? "" : "s");
}

static json_t *json_path(const verify_options *options, const kedge_verdict *verdict)
{
    json_t *path = or_die(json_array());

    for (size_t i = 0; i < verdict->path_length; i++) {
        kedge_certificate view;

        if (!view_of(options, verdict->path[i], verdict->anchor, &view))
            continue;
        json_array_append_new(path, text_json(text_write_name, kedge_certificate_span(&view, view.subject)));
    }
    return path;
}

static void print_json(const verify_options *options, const kedge_verdict *verdict)
{
    const bool has_place = verdict->certificate != KEDGE_INDEX_NONE;
    json_t *object = or_die(json_object());

    json_object_set_new(object, "status", json_string(kedge_status_name(verdict->status)));
    json_object_set_new(object, "reason", json_string(kedge_status_name(verdict->reason)));
    json_object_set_new(object, "sentence", json_string(kedge_status_sentence(verdict->status)));
    json_object_set_new(object, "clause", json_string(kedge_status_clause(verdict->status)));
    json_object_set_new(object, "certificate", has_place ? json_integer(verdict->certificate) : json_null());
    json_object_set_new(object, "offset", json_integer(has_place ? verdict->offset : 0));
    json_object_set_new(object, "path", json_path(options, verdict));
    json_object_set_new(object, "valid_until",
                        verdict->status == KEDGE_OK ? text_json_time(verdict->valid_until) : json_null());
    json_object_set_new(object, "signatures", json_integer(verdict->spent.signatures));
    json_dumpf(object, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(object);
}

void verdict_print(const verify_options *options, const kedge_verdict *verdict)
{
    if (options->json)
        print_json(options, verdict);
    else
        print_text(options, verdict);
}
