/* input.c - files read whole, up to a stated limit. */
#include "input.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool input_is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static void complain_too_large(const char *path)
{
    complain_of(path, 0, "larger than %zu MiB, the most that is read", INPUT_SIZE_MAX >> 20);
}

/* Read to the end, or to one byte more than the limit: a pipe or a device does not tell its size. */
static bool read_all(input *in, int file, const char *path)
{
    size_t capacity = 0;

    for (;;) {
        ssize_t got;

        if (in->size == capacity) {
            capacity = capacity == 0 ? 16384 : capacity * 2;
            in->bytes = or_die(realloc(in->bytes, capacity));
        }
        got = read(file, in->bytes + in->size, capacity - in->size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            complain_of(path, 0, "cannot be read: %s", strerror(errno));
            return false;
        }
        if (got == 0)
            break;
        in->size += (size_t)got;
        if (in->size > INPUT_SIZE_MAX) {
            complain_too_large(path);
            return false;
        }
    }
    if (in->size == 0) {
        complain_of(path, 0, "empty: there is no certificate in it");
        return false;
    }
    return true;
}

static bool is_readable_kind(int file, const char *path)
{
    struct stat about;

    if (fstat(file, &about) != 0) {
        complain_of(path, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    if (S_ISDIR(about.st_mode)) {
        complain_of(path, 0, "a directory, not a certificate file");
        return false;
    }
    if (S_ISREG(about.st_mode) && about.st_size > (off_t)INPUT_SIZE_MAX) {
        complain_too_large(path);
        return false;
    }
    return true;
}

bool input_read(input *in, const char *path)
{
    const bool is_standard = strcmp(path, "-") == 0;
    const int file = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    bool done;

    in->bytes = NULL;
    in->size = 0;
    if (file < 0) {
        complain_of(path, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    done = is_readable_kind(file, path) && read_all(in, file, path);
    if (!is_standard)
        close(file);
    if (!done) {
        free(in->bytes);
        in->bytes = NULL;
    }
    return done;
}
