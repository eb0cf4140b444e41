/* tags.c - the store of security tags that a command works on. */
#include "tags.h"
#include "text.h"

#include <kedge/kedge.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *joined(const char *one, const char *other)
{
    const size_t size = strlen(one) + strlen(other) + 1;
    char *both = or_die(malloc(size));

    snprintf(both, size, "%s%s", one, other);
    return both;
}

/* The user's own store (XDG Base Directory Specification). */
static char *default_path(void)
{
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");

    if (data != NULL && data[0] == '/')
        return joined(data, "/kedge/tags");
    if (home != NULL && home[0] == '/')
        return joined(home, "/.local/share/kedge/tags");
    complain("neither XDG_DATA_HOME nor HOME says where tags are kept: give --store DIR");
    return NULL;
}

/* Make the directories above the user's own store, where they are not there. */
static bool make_above(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, S_IRWXU) != 0 && errno != EEXIST) {
            complain_of(path, 0, "cannot be made: %s", strerror(errno));
            return false;
        }
        *slash = '/';
    }
    return true;
}

bool tags_open(tags *in, const char *path, kedge_directory_use use)
{
    kedge_status status;

    memset(in, 0, sizeof *in);
    in->directory.directory = in->directory.lock = -1;
    in->path = path != NULL ? or_die(strdup(path)) : default_path();
    if (in->path == NULL || (path == NULL && use == KEDGE_DIRECTORY_WRITE && !make_above(in->path)))
        return false;
    status = kedge_directory_store_open(&in->directory, in->path, use);
    if (status != KEDGE_OK) {
        complain_of(in->path, 0, "%s (%s)", kedge_status_sentence(status), in->directory.problem);
        return false;
    }
    in->store = &in->directory.store;
    in->memory_size = KEDGE_TAG_MEMORY(TAGS_SIZE_MAX);
    in->memory = or_die(calloc(1, in->memory_size));
    return true;
}

void tags_close(tags *in)
{
    kedge_directory_store_close(&in->directory);
    if (in->memory != NULL)
        kedge_wipe(in->memory, in->memory_size);
    free(in->memory);
    free(in->path);
}

bool tags_read_number(const char *text, uint32_t *tag)
{
    const size_t digits = strspn(text, "0123456789");
    unsigned long long value = 0;

    if (digits > 0 && digits <= 10 && text[digits] == '\0')
        value = strtoull(text, NULL, 10);
    if (digits == 0 || digits > 10 || text[digits] != '\0' || value > KEDGE_TAG_MAX) {
        complain("'%s' is no tag: a tag is a number from 0 to 2147483647", text);
        return false;
    }
    *tag = (uint32_t)value;
    return true;
}

void tags_complain(const tags *in, uint32_t tag, kedge_status status)
{
    const bool is_stores = status == KEDGE_STORE_FAILED || status == KEDGE_STORE_EXPOSED || status == KEDGE_STORE_FULL;

    complain("tag %lu: %s%s%s%s", (unsigned long)tag, kedge_status_sentence(status), is_stores ? " (" : "",
             is_stores ? in->directory.problem : "", is_stores ? ")" : "");
}

bool tags_add_roots(tags *in, uint32_t tag, certificates *list)
{
    kedge_span rest, root;
    char label[32];
    const kedge_status status = kedge_tag_read(in->store, tag, KEDGE_SLOT_ROOTS, in->memory, in->memory_size, &rest);

    if (status == KEDGE_TAG_SLOT_EMPTY)
        complain("tag %lu has no roots to believe", (unsigned long)tag);
    else if (status != KEDGE_OK)
        tags_complain(in, tag, status);
    if (status != KEDGE_OK)
        return false;
    snprintf(label, sizeof label, "tag %lu", (unsigned long)tag);
    for (uint32_t block = 1; kedge_certificates_next(&rest, &root); block++)
        certificates_add(list, root.data, root.size, label, block);
    return true;
}
