/* anchors.h - the trust, made of the files that the command line names. */
#ifndef KEDGE_ANCHORS_H
#define KEDGE_ANCHORS_H

#include "certificates.h"

#include <kedge/trust.h>

/* Zeroed to begin with; released by anchors_free(). */
typedef struct anchors {
    certificates files;
    void *memory;
    kedge_trust trust;
} anchors;

/* Debian's bundle, for --system. */
#define ANCHORS_SYSTEM "/etc/ssl/certs/ca-certificates.crt"

/* Add what a file or a folder holds.  False after a complaint. */
bool anchors_read(anchors *all, const char *path);

/* Build the trust of what was read.  False after a complaint. */
bool anchors_build(anchors *all);

void anchors_free(anchors *all);

#endif
