/* arguments.h - values of options, as typed. */
#ifndef KEDGE_ARGUMENTS_H
#define KEDGE_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whole seconds since 1970, or a date and time as RFC 3339; a fraction of a second is dropped. */
bool argument_time(const char *text, int64_t *seconds);

/* An IPv4 or IPv6 address; `size` becomes 4 or 16. */
bool argument_address(const char *text, uint8_t octets[16], size_t *size);

#endif
