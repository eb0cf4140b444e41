/* tag_print.c - security tags, printed. */
#include "tag_print.h"
#include "text.h"

#include <kedge/kedge.h>

#include <string.h>

static const char *const slot_names[KEDGE_SLOT_COUNT] = { "roots", "cert", "key", "password", "psk", "psk-identity" };

static void write_digest(FILE *out, kedge_span digest)
{
    for (size_t i = 0; i < digest.size; i++)
        fprintf(out, "%02x", digest.data[i]);
}

static json_t *describe_slots(const kedge_tag_summary *summary)
{
    json_t *slots = or_die(json_object());

    for (int i = 0; i < KEDGE_SLOT_COUNT; i++) {
        const kedge_tag_slot_summary *slot = &summary->slot[i];
        json_t *about;

        if (!slot->is_present)
            continue;
        about = or_die(json_object());
        json_object_set_new(about, "size", json_integer(slot->size));
        if (slot->has_digest)
            json_object_set_new(about, "sha256",
                                text_json(write_digest, (kedge_span){ slot->digest, sizeof slot->digest }));
        json_object_set_new(slots, slot_names[i], about);
    }
    return slots;
}

static void print_slots(const kedge_tag_summary *summary)
{
    for (int i = 0; i < KEDGE_SLOT_COUNT; i++) {
        const kedge_tag_slot_summary *slot = &summary->slot[i];

        if (!slot->is_present)
            continue;
        printf("%-10lu  %-12s  %7lu  ", (unsigned long)summary->tag, slot_names[i], (unsigned long)slot->size);
        if (slot->has_digest)
            write_digest(stdout, (kedge_span){ slot->digest, sizeof slot->digest });
        else
            printf("(private)");
        putchar('\n');
    }
}

bool tag_print_list(tags *in, bool json)
{
    json_t *all = or_die(json_array());
    kedge_tag_summary summary;
    uint32_t tag, from = 0;
    kedge_status status;
    bool is_whole = true;

    if (!json)
        printf("%-10s  %-12s  %7s  %s\n", "tag", "slot", "bytes", "sha-256");
    for (; (status = kedge_tag_next(in->store, from, &tag)) == KEDGE_OK; from = tag + 1) {
        const kedge_status read = kedge_tag_describe(in->store, tag, in->memory, in->memory_size, &summary);
        json_t *about = or_die(json_object());

        json_object_set_new(about, "tag", json_integer(tag));
        json_object_set_new(about, "status", json_string(kedge_status_name(read)));
        json_object_set_new(about, "slots", describe_slots(&summary));
        json_array_append_new(all, about);
        if (read != KEDGE_OK)
            tags_complain(in, tag, read);
        else if (!json)
            print_slots(&summary);
        is_whole = is_whole && read == KEDGE_OK;
    }
    if (status != KEDGE_TAG_NOT_FOUND)
        tags_complain(in, from, status);
    if (json) {
        json_dumpf(all, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    json_decref(all);
    return is_whole && status == KEDGE_TAG_NOT_FOUND;
}

/* What a series of certificates says of itself. */
static json_t *describe_certificates(kedge_span rest)
{
    json_t *list = or_die(json_array());
    kedge_certificate view;
    kedge_span one;
    uint32_t fault;

    while (kedge_certificates_next(&rest, &one)) {
        json_t *about;

        if (kedge_certificate_parse(&view, one.data, one.size, &fault) != KEDGE_OK)
            continue;
        about = or_die(json_object());
        json_object_set_new(about, "subject", text_json(text_write_name, kedge_certificate_span(&view, view.subject)));
        json_object_set_new(about, "not_before", text_json_time(view.not_before));
        json_object_set_new(about, "not_after", text_json_time(view.not_after));
        json_array_append_new(list, about);
    }
    return list;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

static void print_certificates(const char *slot, const json_t *list)
{
    size_t index;
    json_t *about;

    json_array_foreach(list, index, about)
        printf("%-12s  [%lu] %s, %s to %s\n", slot, (unsigned long)index, text_of(about, "subject"),
               text_of(about, "not_before"), text_of(about, "not_after"));
}

/* What the private key is; it is opened for that, and closed again. */
static json_t *describe_key(tags *in, uint32_t tag)
{
    json_t *about = or_die(json_object());
    kedge_credential own;
    const kedge_status status = kedge_credential_open(&own, in->store, tag, 0, in->memory, in->memory_size);

    json_object_set_new(about, "status", json_string(kedge_status_name(status)));
    json_object_set_new(about, "sentence", json_string(kedge_status_sentence(status)));
    if (status == KEDGE_OK) {
        json_object_set_new(about, "type", json_string(kedge_key_type_name((kedge_key_type)own.private_key.type)));
        json_object_set_new(about, "bits", json_integer(own.private_key.bits));
        json_object_set_new(about, "has_certificate", json_boolean(own.certificates.size > 0));
    }
    kedge_credential_close(&own);
    return about;
}

static void print_key(const json_t *about)
{
    if (strcmp(text_of(about, "status"), "OK") != 0) {
        printf("%-12s  %s\n", "key", text_of(about, "sentence"));
        return;
    }
    printf("%-12s  %s, %lu bits%s\n", "key", text_of(about, "type"),
           (unsigned long)json_integer_value(json_object_get(about, "bits")),
           json_boolean_value(json_object_get(about, "has_certificate")) ? ", that of the certificate" : "");
}

/* Add what a slot of certificates, or the identity, holds. */
static void describe_contents(tags *in, uint32_t tag, kedge_tag_slot slot, json_t *to)
{
    kedge_span value;

    if (kedge_tag_read(in->store, tag, slot, in->memory, in->memory_size, &value) != KEDGE_OK)
        return;
    json_object_set_new(to, slot_names[slot],
                        slot == KEDGE_SLOT_PSK_IDENTITY ? text_json(text_write, value) : describe_certificates(value));
}

bool tag_print(tags *in, uint32_t tag, bool json)
{
    kedge_tag_summary summary;
    json_t *about;
    const kedge_status status = kedge_tag_describe(in->store, tag, in->memory, in->memory_size, &summary);

    if (status != KEDGE_OK) {
        tags_complain(in, tag, status);
        return false;
    }
    about = or_die(json_object());
    json_object_set_new(about, "tag", json_integer(tag));
    json_object_set_new(about, "slots", describe_slots(&summary));
    describe_contents(in, tag, KEDGE_SLOT_ROOTS, about);
    describe_contents(in, tag, KEDGE_SLOT_CERTIFICATES, about);
    describe_contents(in, tag, KEDGE_SLOT_PSK_IDENTITY, about);
    if (summary.slot[KEDGE_SLOT_PRIVATE_KEY].is_present)
        json_object_set_new(about, "key", describe_key(in, tag));
    if (json) {
        json_dumpf(about, stdout, JSON_INDENT(2));
        putchar('\n');
    } else {
        print_slots(&summary);
        print_certificates("roots", json_object_get(about, "roots"));
        print_certificates("cert", json_object_get(about, "cert"));
        if (json_object_get(about, "key") != NULL)
            print_key(json_object_get(about, "key"));
        if (json_object_get(about, "psk-identity") != NULL)
            printf("%-12s  %s\n", "psk-identity", text_of(about, "psk-identity"));
    }
    json_decref(about);
    return true;
}
