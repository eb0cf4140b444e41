/* stopping_files.c - files of a machine that stops at a chosen step. */
#include "unit/store/stopping_files.h"

#include <errno.h>
#include <string.h>

#include "forge/memory.h"

static stopping_machine *machine_of(const kedge_directory_store *in)
{
    return (stopping_machine *)(uintptr_t)in->files;
}

static uint32_t chance(stopping_machine *in)
{
    in->random ^= in->random << 13;
    in->random ^= in->random >> 17;
    in->random ^= in->random << 5;
    return in->random;
}

static stopping_name *find(stopping_name *names, const char *name)
{
    for (int i = 0; i < STOPPING_NAMES; i++)
        if (names[i].file >= 0 && strcmp(names[i].name, name) == 0)
            return &names[i];
    return NULL;
}

static void bind(stopping_name *names, const char *name, int file)
{
    stopping_name *at = find(names, name);

    for (int i = 0; at == NULL && i < STOPPING_NAMES; i++)
        if (names[i].file < 0)
            at = &names[i];
    if (at == NULL)
        forge_fail("too many names");
    strcpy(at->name, name);
    at->file = file;
}

static void change(stopping_name *names, const char *from, const char *to, int file)
{
    stopping_name *old = from[0] != '\0' ? find(names, from) : NULL;

    if (to[0] != '\0')
        bind(names, to, file);
    if (old != NULL)
        old->file = -1;
}

/* Names: each change is kept or lost, in order.  Octets: all, or a part of them, or garbage. */
static void stop(stopping_machine *in)
{
    in->has_stopped = true;
    for (int i = 0; i < in->pending_count; i++)
        if (chance(in) % 2 == 0)
            change(in->disk, in->pending[i].from, in->pending[i].to, in->pending[i].file);
    in->pending_count = 0;
    for (int i = 0; i < in->file_count; i++) {
        stopping_file *file = &in->file[i];

        if (file->seen_size == file->disk_size && memcmp(file->seen, file->disk, file->seen_size) == 0)
            continue;
        file->disk_size = chance(in) % (file->seen_size + 1);
        memcpy(file->disk, file->seen, file->disk_size);
        for (size_t at = 0; chance(in) % 2 == 0 && at < file->disk_size; at++)
            file->disk[at] = (uint8_t)chance(in);
    }
}

/* Whether the step is done: the machine may stop in its midst, before anything tells of it. */
static bool step(stopping_machine *in)
{
    if (in->has_stopped) {
        errno = EIO;
        return false;
    }
    if (in->error != 0) {
        errno = in->error;
        in->error = 0;
        return false;
    }
    if (in->steps_left == UINT32_MAX || in->steps_left-- > 0)
        return true;
    stop(in);
    errno = EIO;
    return false;
}

static void change_seen(stopping_machine *in, const char *from, const char *to, int file)
{
    change(in->seen, from, to, file);
    if (in->pending_count == (int)(sizeof in->pending / sizeof in->pending[0]))
        forge_fail("too much is not synchronised");
    strcpy(in->pending[in->pending_count].from, from);
    strcpy(in->pending[in->pending_count].to, to);
    in->pending[in->pending_count++].file = file;
}

static int open_file(const kedge_directory_store *store, const char *name, kedge_file_use use)
{
    stopping_machine *in = machine_of(store);
    stopping_name *found = find(in->seen, name);

    if (use == KEDGE_FILE_READ) {
        errno = in->has_stopped ? EIO : ENOENT;
        if (found == NULL || in->has_stopped)
            return -1;
        in->file[found->file].position = 0;
        return found->file;
    }
    if (found != NULL) {
        errno = EEXIST;
        return -1;
    }
    if (in->file_count == STOPPING_FILES)
        forge_fail("too many files");
    if (!in->has_stopped && in->error == 0)
        change_seen(in, "", name, in->file_count++);
    return step(in) ? in->file_count - 1 : -1;
}

static kedge_status inspect(const kedge_directory_store *store, int file, uint64_t *size)
{
    const stopping_file *about = &machine_of(store)->file[file];

    *size = about->seen_size;
    return about->is_exposed ? KEDGE_STORE_EXPOSED : KEDGE_OK;
}

/* Seven octets at a time: callers have to go on. */
static long read_file(const kedge_directory_store *store, int file, void *octets, size_t size)
{
    stopping_machine *in = machine_of(store);
    stopping_file *from = &in->file[file];
    const size_t left = from->seen_size - from->position;
    size_t count = size < left ? size : left;

    if (in->error != 0 && !step(in))
        return -1;
    count = count < 7 ? count : 7;
    memcpy(octets, from->seen + from->position, count);
    from->position += count;
    return (long)count;
}

static long write_file(const kedge_directory_store *store, int file, const void *octets, size_t size)
{
    stopping_machine *in = machine_of(store);
    stopping_file *to = &in->file[file];
    const size_t count = size < 100 ? size : 100;

    if (to->seen_size + count > STOPPING_SIZE)
        forge_fail("a file is too large");
    if (!in->has_stopped && in->error == 0) {
        memcpy(to->seen + to->seen_size, octets, count);
        to->seen_size += count;
    }
    return step(in) ? (long)count : -1;
}

static int sync_file(const kedge_directory_store *store, int file)
{
    stopping_machine *in = machine_of(store);
    stopping_file *to = &in->file[file];

    if (!step(in))
        return -1;
    memcpy(to->disk, to->seen, to->seen_size);
    to->disk_size = to->seen_size;
    return 0;
}

static void close_file(const kedge_directory_store *store, int file)
{
    (void)store;
    (void)file;
}

static int rename_file(const kedge_directory_store *store, const char *from, const char *to)
{
    stopping_machine *in = machine_of(store);
    const stopping_name *found = find(in->seen, from);

    if (!in->has_stopped && in->error == 0 && found != NULL)
        change_seen(in, from, to, found->file);
    return step(in) ? 0 : -1;
}

static int remove_file(const kedge_directory_store *store, const char *name)
{
    stopping_machine *in = machine_of(store);

    if (find(in->seen, name) == NULL) {
        errno = in->has_stopped ? EIO : ENOENT;
        return -1;
    }
    if (!in->has_stopped && in->error == 0)
        change_seen(in, name, "", -1);
    return step(in) ? 0 : -1;
}

static int sync_directory(const kedge_directory_store *store)
{
    stopping_machine *in = machine_of(store);

    if (!step(in))
        return -1;
    memcpy(in->disk, in->seen, sizeof in->disk);
    in->pending_count = 0;
    return 0;
}

static int list(const kedge_directory_store *store, void (*found)(void *context, const char *name), void *context)
{
    stopping_machine *in = machine_of(store);

    if (in->has_stopped || in->error != 0)
        return step(in) ? 0 : -1;
    for (int i = 0; i < STOPPING_NAMES; i++)
        if (in->seen[i].file >= 0)
            found(context, in->seen[i].name);
    return 0;
}

stopping_machine *stopping_machine_new(void)
{
    stopping_machine *made = forge_allocate(sizeof *made);

    made->files = (kedge_files){ open_file,  inspect,     read_file,   write_file,     sync_file,
                                 close_file, rename_file, remove_file, sync_directory, list };
    for (int i = 0; i < STOPPING_NAMES; i++)
        made->seen[i].file = made->disk[i].file = -1;
    made->steps_left = UINT32_MAX;
    made->random = 1;
    return made;
}

void stopping_machine_restart(stopping_machine *in, uint32_t seed)
{
    if (!in->has_stopped)
        stop(in);
    memcpy(in->seen, in->disk, sizeof in->seen);
    for (int i = 0; i < in->file_count; i++) {
        memcpy(in->file[i].seen, in->file[i].disk, in->file[i].disk_size);
        in->file[i].seen_size = in->file[i].disk_size;
    }
    in->has_stopped = false;
    in->steps_left = UINT32_MAX;
    in->random = seed * 2654435761u + 1;
}

void stopping_machine_open(stopping_machine *in, kedge_directory_store *store)
{
    kedge_directory_store_begin(store, &in->files, KEDGE_DIRECTORY_WRITE);
}
