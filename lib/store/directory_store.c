/* directory_store.c - security tags in a directory: one file a tag, replaced as a whole. */
#include "store/files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NAME_SIZE 24

static kedge_directory_store *store_of(const kedge_tag_store *store)
{
    return store->context;
}

static void tell(kedge_directory_store *in, const char *name, const char *what, int error)
{
    snprintf(in->problem, sizeof in->problem, "'%s' %s%s%s", name, what, error != 0 ? ": " : "",
             error != 0 ? strerror(error) : "");
}

static kedge_status fail(kedge_directory_store *in, const char *name, const char *what)
{
    const int error = errno;

    tell(in, name, what, error);
    return error == ENOSPC || error == EDQUOT ? KEDGE_STORE_FULL : KEDGE_STORE_FAILED;
}

static void name_of(uint32_t tag, const char *ending, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "%lu.%s", (unsigned long)tag, ending);
}

static kedge_status read_all(kedge_directory_store *in, const char *name, int file, uint8_t *image, size_t size)
{
    for (size_t at = 0; at < size;) {
        const long got = in->files->read(in, file, image + at, size - at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(in, name, "cannot be read");
        if (got == 0)
            return KEDGE_TAG_CORRUPT;
        at += (size_t)got;
    }
    return KEDGE_OK;
}

static kedge_status read_opened(kedge_directory_store *in, const char *name, int file, uint8_t *image,
                                size_t capacity, size_t *size)
{
    uint64_t whole = 0;
    const kedge_status status = in->files->inspect(in, file, &whole);

    if (status == KEDGE_STORE_EXPOSED)
        tell(in, name, "is not a file of the owner's alone: its mode must be 0600, and it must have one name", 0);
    if (status != KEDGE_OK)
        return status;
    if (whole > KEDGE_DER_SIZE_MAX)
        return KEDGE_TAG_CORRUPT;
    *size = (size_t)whole;
    return whole > capacity ? KEDGE_MEMORY_TOO_SMALL : read_all(in, name, file, image, *size);
}

static kedge_status read_tag(const kedge_tag_store *store, uint32_t tag, uint8_t *image, size_t capacity, size_t *size)
{
    kedge_directory_store *in = store_of(store);
    char name[NAME_SIZE];
    kedge_status status;
    int file;

    name_of(tag, "tag", name);
    file = in->files->open(in, name, KEDGE_FILE_READ);
    if (file < 0 && errno == ENOENT)
        return KEDGE_TAG_NOT_FOUND;
    if (file < 0 && errno == ELOOP) {
        tell(in, name, "is a symbolic link", 0);
        return KEDGE_STORE_EXPOSED;
    }
    if (file < 0)
        return fail(in, name, "cannot be opened");
    status = read_opened(in, name, file, image, capacity, size);
    in->files->close(in, file);
    return status;
}

static bool write_all(const kedge_directory_store *in, int file, kedge_span image)
{
    for (size_t at = 0; at < image.size;) {
        const long put = in->files->write(in, file, image.data + at, image.size - at);

        if (put < 0 && errno != EINTR)
            return false;
        at += put > 0 ? (size_t)put : 0;
    }
    return in->files->sync(in, file) == 0;
}

/* Write a file of this name anew, on the medium when it returns. */
static kedge_status write_file(kedge_directory_store *in, const char *name, kedge_span image)
{
    bool is_written;
    int file, error;

    if (in->files->remove(in, name) != 0 && errno != ENOENT) /* left behind when the machine stopped */
        return fail(in, name, "cannot be removed");
    file = in->files->open(in, name, KEDGE_FILE_CREATE);
    if (file < 0)
        return fail(in, name, "cannot be made");
    is_written = write_all(in, file, image);
    error = errno;
    in->files->close(in, file);
    if (is_written)
        return KEDGE_OK;
    (void)in->files->remove(in, name);
    errno = error;
    return fail(in, name, "cannot be written");
}

static kedge_status refuse_reader(kedge_directory_store *in)
{
    snprintf(in->problem, sizeof in->problem, "the store was opened to be read only");
    return KEDGE_STORE_FAILED;
}

static kedge_status replace_tag(const kedge_tag_store *store, uint32_t tag, kedge_span image)
{
    kedge_directory_store *in = store_of(store);
    char name[NAME_SIZE], temporary[NAME_SIZE];
    kedge_status status;

    if (in->use != KEDGE_DIRECTORY_WRITE)
        return refuse_reader(in);
    name_of(tag, "tag", name);
    name_of(tag, "new", temporary);
    status = write_file(in, temporary, image);
    if (status != KEDGE_OK)
        return status;
    if (in->files->rename(in, temporary, name) != 0)
        return fail(in, name, "cannot be put in its place");
    return in->files->sync_directory(in) == 0 ? KEDGE_OK : fail(in, name, "cannot be synchronised");
}

static kedge_status erase_tag(const kedge_tag_store *store, uint32_t tag)
{
    kedge_directory_store *in = store_of(store);
    char name[NAME_SIZE];

    if (in->use != KEDGE_DIRECTORY_WRITE)
        return refuse_reader(in);
    name_of(tag, "tag", name);
    if (in->files->remove(in, name) != 0)
        return errno == ENOENT ? KEDGE_TAG_NOT_FOUND : fail(in, name, "cannot be removed");
    return in->files->sync_directory(in) == 0 ? KEDGE_OK : fail(in, name, "cannot be synchronised");
}

/* The tag of a file's name: digits without a zero before them, a dot, "tag". */
static bool read_name(const char *name, uint32_t *tag)
{
    const size_t digits = strspn(name, "0123456789");
    uint64_t value = 0;

    if (digits == 0 || digits > 10 || (digits > 1 && name[0] == '0') || strcmp(name + digits, ".tag") != 0)
        return false;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (uint64_t)(name[i] - '0');
    *tag = (uint32_t)value;
    return value <= KEDGE_TAG_MAX;
}

typedef struct search {
    uint32_t from;
    uint32_t lowest;
    bool is_found;
} search;

static void look_at(void *context, const char *name)
{
    search *for_ = context;
    uint32_t tag;

    if (!read_name(name, &tag) || tag < for_->from || (for_->is_found && tag >= for_->lowest))
        return;
    for_->lowest = tag;
    for_->is_found = true;
}

static kedge_status next_tag(const kedge_tag_store *store, uint32_t from, uint32_t *tag)
{
    kedge_directory_store *in = store_of(store);
    search for_ = { from, 0, false };

    if (in->files->list(in, look_at, &for_) != 0)
        return fail(in, ".", "cannot be listed");
    *tag = for_.lowest;
    return for_.is_found ? KEDGE_OK : KEDGE_TAG_NOT_FOUND;
}

void kedge_directory_store_begin(kedge_directory_store *store, const kedge_files *files, kedge_directory_use use)
{
    *store = (kedge_directory_store){ .store = { read_tag, replace_tag, erase_tag, next_tag, store },
                                      .files = files, .directory = -1, .lock = -1, .use = use };
}
