/* render.h - a JSON document as indented lines, for a person. */
#ifndef KEDGE_RENDER_H
#define KEDGE_RENDER_H

#include <jansson.h>
#include <stdio.h>

/* Print the members of `object`, a document that describe_certificate() made. */
void render_certificate(FILE *out, json_t *object);

#endif
