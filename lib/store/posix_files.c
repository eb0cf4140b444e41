/* posix_files.c - the directory store's files, by POSIX. */
#include "store/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_file(const kedge_directory_store *in, const char *name, kedge_file_use use)
{
    /* A FIFO in the place of a file must not make anybody wait. */
    const int flags = use == KEDGE_FILE_READ ? O_RDONLY | O_NONBLOCK : O_WRONLY | O_CREAT | O_EXCL;

    return openat(in->directory, name, flags | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
}

static kedge_status inspect(const kedge_directory_store *in, int file, uint64_t *size)
{
    struct stat about;

    (void)in;
    if (fstat(file, &about) != 0)
        return KEDGE_STORE_FAILED;
    if (!S_ISREG(about.st_mode) || about.st_uid != geteuid() || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0
        || about.st_nlink != 1)
        return KEDGE_STORE_EXPOSED;
    *size = (uint64_t)about.st_size;
    return KEDGE_OK;
}

static long read_file(const kedge_directory_store *in, int file, void *octets, size_t size)
{
    (void)in;
    return (long)read(file, octets, size);
}

static long write_file(const kedge_directory_store *in, int file, const void *octets, size_t size)
{
    (void)in;
    return (long)write(file, octets, size);
}

static int sync_file(const kedge_directory_store *in, int file)
{
    (void)in;
    return fsync(file);
}

static void close_file(const kedge_directory_store *in, int file)
{
    (void)in;
    close(file);
}

static int rename_file(const kedge_directory_store *in, const char *from, const char *to)
{
    return renameat(in->directory, from, in->directory, to);
}

static int remove_file(const kedge_directory_store *in, const char *name)
{
    return unlinkat(in->directory, name, 0);
}

static int sync_directory(const kedge_directory_store *in)
{
    return fsync(in->directory);
}

static int list(const kedge_directory_store *in, void (*found)(void *context, const char *name), void *context)
{
    const int directory = openat(in->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = directory >= 0 ? fdopendir(directory) : NULL;
    const struct dirent *entry;

    if (names == NULL) {
        if (directory >= 0)
            close(directory);
        return -1;
    }
    errno = 0;
    while ((entry = readdir(names)) != NULL)
        found(context, entry->d_name);
    if (errno != 0) {
        closedir(names);
        return -1;
    }
    closedir(names);
    return 0;
}

const kedge_files kedge_posix_files = { open_file,  inspect,     read_file,   write_file,     sync_file,
                                        close_file, rename_file, remove_file, sync_directory, list };
