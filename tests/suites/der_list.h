/* suites/der_list.h - certificates of a suite, out of its PEM texts. */
#ifndef SUITES_DER_LIST_H
#define SUITES_DER_LIST_H

#include <kedge/pem.h>

/** Encodings, each a heap block of its own and exactly as large, so that a sanitizer sees every read
 *  beyond an end.  Zeroed: empty. */
typedef struct der_list {
    kedge_span *item;
    size_t count;
} der_list;

/** Append every block of a PEM text.  @return KEDGE_OK, or why one could not be read. */
kedge_status der_list_add_pem(der_list *list, const char *text);

/** Free all of it. */
void der_list_free(der_list *list);

/** @return `size` bytes of heap; the program ends where there are none. */
void *suite_allocate(size_t size);

#endif
