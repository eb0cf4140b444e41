/* store/files.h - what the directory store does with its directory: a seam, at which tests let the machine stop. */
#ifndef KEDGE_STORE_FILES_H
#define KEDGE_STORE_FILES_H

#include <kedge/directory_store.h>

/** How a file is opened. */
typedef enum kedge_file_use {
    KEDGE_FILE_READ,
    KEDGE_FILE_CREATE /**< it must not be there */
} kedge_file_use;

/** Functions of files in one directory; names have no slash.  Those that return int return -1 and errno where they
 *  fail. */
typedef struct kedge_files {
    int (*open)(const kedge_directory_store *in, const char *name, kedge_file_use use);
    /** Whether an opened file is one of the owner's alone, and its size.  @return KEDGE_OK, KEDGE_STORE_EXPOSED,
     *  KEDGE_STORE_FAILED. */
    kedge_status (*inspect)(const kedge_directory_store *in, int file, uint64_t *size);
    long (*read)(const kedge_directory_store *in, int file, void *octets, size_t size);
    long (*write)(const kedge_directory_store *in, int file, const void *octets, size_t size);
    int (*sync)(const kedge_directory_store *in, int file);
    void (*close)(const kedge_directory_store *in, int file);
    int (*rename)(const kedge_directory_store *in, const char *from, const char *to);
    int (*remove)(const kedge_directory_store *in, const char *name);
    int (*sync_directory)(const kedge_directory_store *in);
    /** Call `found` for each name.  @return 0 or -1. */
    int (*list)(const kedge_directory_store *in, void (*found)(void *context, const char *name), void *context);
} kedge_files;

/** Those of POSIX. */
extern const kedge_files kedge_posix_files;

/** The logic above them, on a directory that is open. */
void kedge_directory_store_begin(kedge_directory_store *store, const kedge_files *files, kedge_directory_use use);

#endif
