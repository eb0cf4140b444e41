/* arguments.h - values of options, as typed. */
#ifndef KEDGE_ARGUMENTS_H
#define KEDGE_ARGUMENTS_H

#include <kedge/time.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whole seconds since 1970, or a date and time as RFC 3339; a fraction of a second is dropped. */
bool argument_time(const char *text, int64_t *seconds);

/* The same, for --time: complains where it is none. */
bool argument_moment(kedge_time *time, const char *text);

/* --time, and --any-time (NULL), which waives it: complains where the time is set already. */
bool argument_set_time(kedge_time *time, const char *text);

/* An IPv4 or IPv6 address; `size` becomes 4 or 16. */
bool argument_address(const char *text, uint8_t octets[16], size_t *size);

#endif
