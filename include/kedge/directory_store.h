/* kedge/directory_store.h - security tags in a directory, for hosts.
 *
 * One file a tag, "42.tag", in a directory of its own.  The directory and the files are the owner's alone (0700, 0600)
 * and no symbolic links; where they are not, the store refuses and says so.  A tag is replaced by writing a new file,
 * synchronising it, renaming it and synchronising the directory: whenever the machine stops, each tag has its old
 * contents or its new ones.  Files are checked by the SHA-256 that ends each of them; a damaged one is named, and
 * nothing of it is used.  Who writes holds an advisory lock (flock) on the file "lock"; reading needs none.
 *
 * This is host code, in a library of its own (kedge_store).  Nothing is allocated but by the C library's opendir().
 * Deleting a tag unlinks its file; whether its octets stay on the disk is up to the file system.
 *
 * Thread safety: a store is for one thread at a time; processes exclude one another.
 */
#ifndef KEDGE_DIRECTORY_STORE_H
#define KEDGE_DIRECTORY_STORE_H

#include <kedge/tag.h>

/** What a store is opened for. */
typedef enum kedge_directory_use {
    KEDGE_DIRECTORY_READ, /**< the directory must be there */
    KEDGE_DIRECTORY_WRITE /**< it is made where it is not there, and locked */
} kedge_directory_use;

struct kedge_files;

/** A store in a directory.  To be read by its functions only, but for `store`. */
typedef struct kedge_directory_store {
    kedge_tag_store store;           /**< to be handed to kedge_tag_...(); it points to this struct, which must not
                                          be moved */
    const struct kedge_files *files; /**< how the directory is reached */
    int directory;
    int lock;
    kedge_directory_use use;
    char problem[160];               /**< what was wrong last, a sentence without capital and full stop */
} kedge_directory_store;

/**
 * Open the store in a directory.
 *
 * @param path  the directory; those above it must be there.
 * @return KEDGE_OK; KEDGE_STORE_UNFORMATTED (to be read, and not there); KEDGE_STORE_EXPOSED (a symbolic link, not the
 *         caller's own, or open to others); KEDGE_STORE_BUSY (another process writes); KEDGE_STORE_FAILED.  What else
 *         there is to say is in `store->problem`.
 */
kedge_status kedge_directory_store_open(kedge_directory_store *store, const char *path, kedge_directory_use use);

/** Close it, and give back the lock.  One that was not opened is left as it is. */
void kedge_directory_store_close(kedge_directory_store *store);

#endif
