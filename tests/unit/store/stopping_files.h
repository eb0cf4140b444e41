/* stopping_files.h - files of a machine that stops at a chosen step.
 *
 * What is written to a file, and what is done to the directory's names, is seen at once and reaches the disk when the
 * file or the directory is synchronised.  When the machine stops, each piece that was not is lost or kept by chance;
 * of a file whose octets were not synchronised any part may be there, and any part may be garbage.
 */
#ifndef KEDGE_TEST_STOPPING_FILES_H
#define KEDGE_TEST_STOPPING_FILES_H

#include "store/files.h"

#define STOPPING_NAMES 16
#define STOPPING_FILES 64
#define STOPPING_SIZE 512

typedef struct stopping_file {
    uint8_t seen[STOPPING_SIZE], disk[STOPPING_SIZE];
    size_t seen_size, disk_size;
    size_t position;       /* of who reads it */
    bool is_exposed;
} stopping_file;

typedef struct stopping_name {
    char name[32];
    int file;              /* -1: no such name */
} stopping_name;

typedef struct stopping_machine {
    kedge_files files;     /* must be first: the store points to it */
    stopping_file file[STOPPING_FILES];
    int file_count;
    stopping_name seen[STOPPING_NAMES], disk[STOPPING_NAMES];
    struct { char from[32], to[32]; int file; } pending[16]; /* not synchronised: `to` becomes `file`, `from` none */
    int pending_count;
    uint32_t steps_left;   /* UINT32_MAX: it never stops */
    bool has_stopped;
    int error;             /* where it is not 0: what the next step fails with, once */
    uint32_t random;
} stopping_machine;

/** A machine with an empty directory, which lives until forge_forget(). */
stopping_machine *stopping_machine_new(void);

/** Start it again, with what was on its disk. */
void stopping_machine_restart(stopping_machine *in, uint32_t seed);

/** A store on it. */
void stopping_machine_open(stopping_machine *in, kedge_directory_store *store);

#endif
