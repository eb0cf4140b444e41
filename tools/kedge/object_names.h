/* object_names.h - names of object identifiers, for a person. */
#ifndef KEDGE_OBJECT_NAMES_H
#define KEDGE_OBJECT_NAMES_H

#include <kedge/span.h>

#include <stdio.h>

/* Write an object identifier (contents octets): its dotted form, and its name where it has one here. */
void object_name_write(FILE *out, kedge_span oid);

#endif
