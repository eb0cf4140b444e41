/* certificates.h - certificates out of files, PEM or DER, each with the place that it came from. */
#ifndef KEDGE_CERTIFICATES_H
#define KEDGE_CERTIFICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct loaded_certificate {
    uint8_t *der;
    size_t size;
    char *file;
    uint32_t block; /* ordinal of its PEM block, the first is 1; 0 where the file is DER */
} loaded_certificate;

/* Zeroed to begin with; released by certificates_free(). */
typedef struct certificates {
    loaded_certificate *items;
    size_t count;
    size_t capacity;
    bool admits_dead;   /* a block after the first may be no DER: a peer may send what it likes beside a
                           good chain, and the library knows it for a dead candidate */
    bool skips_damaged; /* a block that cannot be read is complained of and passed over */
} certificates;

/* Add all certificates of a file.  False after a complaint. */
bool certificates_read(certificates *list, const char *path);

/* Add all certificates of the files of a folder that are named as certificates are, in the order of
 * their names.  False after a complaint. */
bool certificates_read_folder(certificates *list, const char *path);

/* Add a copy of a certificate that came from elsewhere; `file` and `block` say where. */
void certificates_add(certificates *list, const uint8_t *der, size_t size, const char *file, uint32_t block);

void certificates_free(certificates *list);

#endif
