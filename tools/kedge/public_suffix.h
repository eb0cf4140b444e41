/* public_suffix.h - which domains are public suffixes, by libpsl where the build has it. */
#ifndef KEDGE_PUBLIC_SUFFIX_H
#define KEDGE_PUBLIC_SUFFIX_H

#include <kedge/span.h>

#include <stdbool.h>

/* Whether there is a list to ask. */
bool public_suffix_is_known(void);

/* For kedge_request.is_public_suffix: by the section of the list that registries keep, which is what the Baseline
 * Requirements, 3.2.2.6, look at; and by all of it, with the suffixes of hosting companies. */
bool public_suffix_is(void *context, kedge_span domain);
bool public_suffix_is_any(void *context, kedge_span domain);

#endif
