/* vector_reader.h - words, numbers and PEM files of the vectors' manifest.  What cannot be read ends the program. */
#ifndef VECTOR_READER_H
#define VECTOR_READER_H

#include "suites/vector_case.h"

_Noreturn void vector_fail(const char *what, const char *text);

/* A copy that outlives the line. */
const char *vector_keep_text(const char *text);

kedge_span vector_read_file(const char *folder, const char *name);

/* Every block of a PEM text, each in a heap block of its exact size.  Its label must be one of `labels`; `label`
 * receives which one the last had. */
void vector_read_blocks(const char *folder, const char *name, const char *const *labels, size_t label_count,
                        vector_blocks *blocks, size_t *label);

kedge_status vector_read_status(const char *name);
int vector_read_place(const char *text);
int64_t vector_read_moment(const char *text);

/* "yes" or "no". */
bool vector_read_flag(const char *text);

/* Take the next word off a line; NULL at its end. */
char *vector_next_word(char **line);

/* The value of "key=value" where `word` has this key, else NULL. */
const char *vector_value_of(const char *word, const char *key);

/* --- vector_terms.c: lines of the manifest about others than the certificates --- */

void vector_read_trust(vector_case *row, char *line);
void vector_read_revocation(vector_case *row, char *line);
void vector_read_application(vector_case *row, char *line);

#endif
