/* input.h - files read whole, up to a stated limit. */
#ifndef KEDGE_INPUT_H
#define KEDGE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No file of certificates is larger: Debian's whole bundle has a quarter of a megabyte. */
#define INPUT_SIZE_MAX ((size_t)64 << 20)

typedef struct input {
    uint8_t *bytes; /* to be freed by the caller */
    size_t size;
} input;

/* Read the file `path`, or standard input where it is "-".  False after a complaint: it cannot be read,
 * is empty, a folder, or larger than INPUT_SIZE_MAX. */
bool input_read(input *in, const char *path);

/* Whether `path` is a folder. */
bool input_is_folder(const char *path);

#endif
