/* text.h - text for a person: what comes from a certificate is escaped before it is printed.
 *
 * A certificate is written by a stranger.  Its names may hold what a terminal obeys (escape sequences),
 * what reverses the order of reading (bidirectional controls), or bytes that are no text at all.
 */
#ifndef KEDGE_TEXT_H
#define KEDGE_TEXT_H

#include <kedge/span.h>
#include <kedge/status.h>

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>

/* A way to write a piece of a certificate. */
typedef void text_writer(FILE *out, kedge_span bytes);

/* Bytes that should be UTF-8: what is not, and what a terminal might obey, as \xNN or \u{NNNN}; a
 * backslash is doubled. */
void text_write(FILE *out, kedge_span bytes);

/* A Name (whole element), as RFC 4514; "(empty)" where it is. */
void text_write_name(FILE *out, kedge_span name);

/* Octets as lower-case hexadecimal digits, with colons. */
void text_write_hex(FILE *out, kedge_span bytes);

/* An object identifier (contents octets) in dotted form. */
void text_write_oid(FILE *out, kedge_span oid);

/* A string that ends in NUL, as text_write(). */
void text_write_string(FILE *out, const char *string);

/* Seconds since 1970 as RFC 3339, in UTC. */
void text_write_time(FILE *out, int64_t seconds);

/* A status: its sentence, name and clause. */
void text_write_status(FILE *out, kedge_status status);

/* What `writer` makes of `bytes`, as a string of JSON. */
json_t *text_json(text_writer *writer, kedge_span bytes);
json_t *text_json_time(int64_t seconds);

/* The line of --version. */
void text_version(FILE *out);

/* A line on standard error: "kedge: ...". */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void complain(const char *format, ...);

/* The same about a file and, where `block` is not 0, a block of it. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
void complain_of(const char *file, uint32_t block, const char *format, ...);

/* The same: what `status` says about the byte at `offset`. */
void complain_status(const char *file, uint32_t block, kedge_status status, size_t offset);

/* End the program where memory has run out: `pointer` is returned unless it is NULL. */
void *or_die(void *pointer);

#endif
