/* directory_open.c - the directory itself: the owner's alone, and locked by who writes. */
#include "store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static kedge_status refuse(kedge_directory_store *store, kedge_status status, const char *what, const char *why)
{
    snprintf(store->problem, sizeof store->problem, "%s%s%s", what, why[0] != '\0' ? ": " : "", why);
    return status;
}

static kedge_status fail(kedge_directory_store *store, const char *what)
{
    return refuse(store, KEDGE_STORE_FAILED, what, strerror(errno));
}

/* A directory that was just made is there for good when the one above it is synchronised. */
static bool sync_above(const char *path)
{
    char above[4096];
    int directory;
    bool is_done;

    if (strlen(path) >= sizeof above)
        return false;
    strcpy(above, path);
    directory = open(dirname(above), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return false;
    is_done = fsync(directory) == 0;
    close(directory);
    return is_done;
}

static kedge_status inspect_directory(kedge_directory_store *store)
{
    struct stat about;

    if (fstat(store->directory, &about) != 0)
        return fail(store, "the directory cannot be looked at");
    if (about.st_uid != geteuid())
        return refuse(store, KEDGE_STORE_EXPOSED, "the directory belongs to another user", "");
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return refuse(store, KEDGE_STORE_EXPOSED, "the directory is open to other users: its mode must be 0700", "");
    return KEDGE_OK;
}

static kedge_status open_directory(kedge_directory_store *store, const char *path)
{
    const bool is_made = store->use == KEDGE_DIRECTORY_WRITE && mkdir(path, S_IRWXU) == 0;

    if (is_made && !sync_above(path))
        return fail(store, "the directory cannot be synchronised");
    if (store->use == KEDGE_DIRECTORY_WRITE && !is_made && errno != EEXIST)
        return fail(store, "the directory cannot be made");
    store->directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (store->directory < 0 && errno == ENOENT)
        return refuse(store, KEDGE_STORE_UNFORMATTED, "there is no such directory", "");
    if (store->directory < 0 && (errno == ELOOP || errno == ENOTDIR))
        return refuse(store, KEDGE_STORE_EXPOSED, "it is no directory, or a symbolic link", "");
    if (store->directory < 0)
        return fail(store, "the directory cannot be opened");
    return inspect_directory(store);
}

static kedge_status lock(kedge_directory_store *store)
{
    store->lock = openat(store->directory, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (store->lock < 0)
        return fail(store, "the lock cannot be opened");
    if (flock(store->lock, LOCK_EX | LOCK_NB) == 0)
        return KEDGE_OK;
    return errno == EWOULDBLOCK ? refuse(store, KEDGE_STORE_BUSY, "another process is writing to it", "")
                                : fail(store, "the lock cannot be taken");
}

kedge_status kedge_directory_store_open(kedge_directory_store *store, const char *path, kedge_directory_use use)
{
    kedge_status status;

    kedge_directory_store_begin(store, &kedge_posix_files, use);
    status = open_directory(store, path);
    if (status == KEDGE_OK && use == KEDGE_DIRECTORY_WRITE)
        status = lock(store);
    if (status != KEDGE_OK)
        kedge_directory_store_close(store);
    return status;
}

void kedge_directory_store_close(kedge_directory_store *store)
{
    if (store->lock >= 0)
        close(store->lock);
    if (store->directory >= 0)
        close(store->directory);
    store->lock = store->directory = -1;
}
