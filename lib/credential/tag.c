/* tag.c - security tags: written, checked, listed, read and deleted. */
#include <kedge/tag.h>

#include <string.h>

#include "credential/hash.h"
#include "credential/tag_image.h"
#include "credential/tag_value.h"

const char *kedge_tag_slot_name(kedge_tag_slot slot)
{
    static const char *const names[] = {
        [KEDGE_SLOT_ROOTS] = "roots",       [KEDGE_SLOT_CERTIFICATES] = "certificates",
        [KEDGE_SLOT_PRIVATE_KEY] = "private key", [KEDGE_SLOT_PASSWORD] = "password",
        [KEDGE_SLOT_PSK] = "psk",           [KEDGE_SLOT_PSK_IDENTITY] = "psk identity",
    };

    return (unsigned)slot < KEDGE_SLOT_COUNT ? names[slot] : "unknown";
}

bool kedge_tag_slot_is_private(kedge_tag_slot slot)
{
    switch (slot) {
    case KEDGE_SLOT_ROOTS:
    case KEDGE_SLOT_CERTIFICATES:
    case KEDGE_SLOT_PSK_IDENTITY:
        return false;
    case KEDGE_SLOT_PRIVATE_KEY:
    case KEDGE_SLOT_PASSWORD:
    case KEDGE_SLOT_PSK:
    case KEDGE_SLOT_COUNT:
        break;
    }
    return true;
}

/* Read a tag's image to the start of `memory`. */
static kedge_status read_tag(const kedge_tag_store *store, uint32_t tag, uint8_t *memory, size_t size,
                             kedge_tag_contents *contents, size_t *image_size)
{
    kedge_status status;

    memset(contents, 0, sizeof *contents);
    *image_size = 0;
    if (tag > KEDGE_TAG_MAX)
        return KEDGE_BAD_ARGUMENT;
    status = store->read(store, tag, memory, size, image_size);
    if (status != KEDGE_OK) {
        *image_size = 0;
        return status;
    }
    return kedge_tag_image_read((kedge_span){ memory, *image_size }, tag, contents);
}

static bool is_change(const kedge_tag_change *change)
{
    bool changes = change->clear != 0;

    if (change->clear >> KEDGE_SLOT_COUNT != 0 || (change->flags & ~(uint32_t)KEDGE_TAG_DATES_BIND) != 0)
        return false;
    for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++) {
        const bool is_given = change->value[slot].data != NULL;

        if (is_given && (change->clear >> slot & 1) != 0)
            return false;
        changes |= is_given;
    }
    return changes;
}

/* Write the slots of the new image: what is given, and what there was. */
static kedge_status merge(const kedge_tag_change *change, const kedge_tag_contents *old, kedge_tag_writer *to,
                          kedge_tag_report *report)
{
    if (to->capacity < to->size)
        return KEDGE_MEMORY_TOO_SMALL;
    for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++) {
        const size_t begin = to->size;
        kedge_status status;

        if (change->value[slot].data != NULL) {
            status = kedge_tag_value_write(to, (kedge_tag_slot)slot, change->value[slot], report);
            if (status != KEDGE_OK)
                return status;
        } else if (old->slot[slot].data != NULL && (change->clear >> slot & 1) == 0) {
            if (!kedge_tag_slot_begin(to, (kedge_tag_slot)slot) || to->capacity - to->size < old->slot[slot].size)
                return KEDGE_MEMORY_TOO_SMALL;
            memcpy(to->octets + to->size, old->slot[slot].data, old->slot[slot].size);
            to->size += old->slot[slot].size;
            kedge_tag_slot_close(to, begin);
        }
    }
    return KEDGE_OK;
}

static kedge_status write_tag(const kedge_tag_store *store, uint32_t tag, const kedge_tag_change *change,
                              uint8_t *memory, size_t size, kedge_tag_report *report)
{
    kedge_tag_contents old, made;
    kedge_tag_writer to;
    size_t old_size;
    kedge_status status = read_tag(store, tag, memory, size, &old, &old_size);

    if (status != KEDGE_OK && status != KEDGE_TAG_NOT_FOUND)
        return status;
    to = (kedge_tag_writer){ memory + old_size, size - old_size, KEDGE_TAG_IMAGE_HEAD };
    if ((status = merge(change, &old, &to, report)) != KEDGE_OK)
        return status;
    if (to.size == KEDGE_TAG_IMAGE_HEAD)
        return old_size != 0 ? store->erase(store, tag) : KEDGE_OK;
    if (!kedge_tag_image_finish(&to, tag))
        return KEDGE_MEMORY_TOO_SMALL;
    status = kedge_tag_image_read((kedge_span){ to.octets, to.size }, tag, &made);
    if (status == KEDGE_OK)
        status = kedge_tag_contents_check(&made, change, to.octets + to.size, to.capacity - to.size, report);
    if (status != KEDGE_OK)
        return status;
    report->slot = KEDGE_SLOT_COUNT;
    return store->replace(store, tag, (kedge_span){ to.octets, to.size });
}

static const kedge_tag_report nothing_yet = { .slot = KEDGE_SLOT_COUNT };

kedge_status kedge_tag_write(const kedge_tag_store *store, uint32_t tag, const kedge_tag_change *change,
                             uint8_t *memory, size_t size, kedge_tag_report *report)
{
    *report = nothing_yet;
    if (!is_change(change))
        report->status = KEDGE_BAD_ARGUMENT;
    else if (change->time.kind == KEDGE_TIME_UNSET)
        report->status = KEDGE_TIME_NOT_GIVEN;
    else
        report->status = write_tag(store, tag, change, memory, size, report);
    kedge_wipe(memory, size);
    return report->status;
}

kedge_status kedge_tag_check(const kedge_tag_store *store, uint32_t tag, const kedge_tag_change *change,
                             uint8_t *memory, size_t size, kedge_tag_report *report)
{
    kedge_tag_contents contents;
    size_t image_size;
    kedge_status status;

    *report = nothing_yet;
    status = change->time.kind == KEDGE_TIME_UNSET ? KEDGE_TIME_NOT_GIVEN
                                                   : read_tag(store, tag, memory, size, &contents, &image_size);
    if (status == KEDGE_OK)
        status = kedge_tag_contents_check(&contents, change, memory + image_size, size - image_size, report);
    if (status == KEDGE_OK)
        report->slot = KEDGE_SLOT_COUNT;
    kedge_wipe(memory, size);
    report->status = status;
    return status;
}

kedge_status kedge_tag_delete(const kedge_tag_store *store, uint32_t tag)
{
    return tag <= KEDGE_TAG_MAX ? store->erase(store, tag) : KEDGE_BAD_ARGUMENT;
}

kedge_status kedge_tag_next(const kedge_tag_store *store, uint32_t from, uint32_t *tag)
{
    return from <= KEDGE_TAG_MAX ? store->next(store, from, tag) : KEDGE_TAG_NOT_FOUND;
}

static void summarize(kedge_tag_slot slot, kedge_span value, kedge_tag_slot_summary *to)
{
    const kedge_span none = { NULL, 0 };

    *to = (kedge_tag_slot_summary){ .is_present = value.data != NULL, .size = (uint32_t)value.size };
    to->has_digest = to->is_present && slot != KEDGE_SLOT_PASSWORD && slot != KEDGE_SLOT_PSK;
    if (to->has_digest)
        kedge_hash_pieces(&br_sha256_vtable, value, none, none, to->digest);
}

kedge_status kedge_tag_describe(const kedge_tag_store *store, uint32_t tag, uint8_t *memory, size_t size,
                                kedge_tag_summary *summary)
{
    kedge_tag_contents contents;
    size_t image_size;
    kedge_status status = read_tag(store, tag, memory, size, &contents, &image_size);

    memset(summary, 0, sizeof *summary);
    summary->tag = tag;
    if (status == KEDGE_OK)
        for (int slot = 0; slot < KEDGE_SLOT_COUNT; slot++)
            summarize((kedge_tag_slot)slot, contents.slot[slot], &summary->slot[slot]);
    kedge_wipe(memory, size);
    return status;
}

kedge_status kedge_tag_read(const kedge_tag_store *store, uint32_t tag, kedge_tag_slot slot, uint8_t *memory,
                            size_t size, kedge_span *value)
{
    kedge_tag_contents contents;
    kedge_span found;
    size_t image_size;
    kedge_status status;

    if ((unsigned)slot >= KEDGE_SLOT_COUNT)
        return KEDGE_BAD_ARGUMENT;
    if (kedge_tag_slot_is_private(slot))
        return KEDGE_TAG_SLOT_PRIVATE;
    status = read_tag(store, tag, memory, size, &contents, &image_size);
    found = contents.slot[slot];
    if (status == KEDGE_OK && found.data == NULL)
        status = KEDGE_TAG_SLOT_EMPTY;
    if (status != KEDGE_OK) {
        kedge_wipe(memory, size);
        return status;
    }
    memmove(memory, found.data, found.size);
    kedge_wipe(memory + found.size, size - found.size);
    *value = (kedge_span){ memory, found.size };
    return KEDGE_OK;
}
