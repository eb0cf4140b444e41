/* tag_print.h - security tags, printed: never what is private of them. */
#ifndef KEDGE_TAG_PRINT_H
#define KEDGE_TAG_PRINT_H

#include "tags.h"

/* Print every tag, slot by slot.  False after a complaint; what is damaged is complained of and does not stop it. */
bool tag_print_list(tags *in, bool json);

/* Print one tag, its certificates and what its key is.  False after a complaint. */
bool tag_print(tags *in, uint32_t tag, bool json);

#endif
