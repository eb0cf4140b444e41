/* suites/rfc3339.h - times as suites write them (RFC 3339, 5.6). */
#ifndef SUITES_RFC3339_H
#define SUITES_RFC3339_H

#include <stdbool.h>
#include <stdint.h>

/** Read a date and time with its offset; a fraction of a second is dropped, which rounds down.
 *  @return whether `text` is one. */
bool rfc3339_read(const char *text, int64_t *seconds);

#endif
