/* forge/der.h - a writer of DER, and of what only looks like it (ITU-T X.690).
 *
 * Elements are values: a function takes the contents and gives the encoding, so nested elements read
 * as they nest.
 *
 *     forge_sequence(forge_integer(1), forge_oid("2.5.4.3"), forge_null())
 *
 * An empty span is nothing at all, so an optional field is left out by passing FORGE_ABSENT.  Writers
 * of wrong encodings stand at the end.
 */
#ifndef FORGE_DER_H
#define FORGE_DER_H

#include <stdbool.h>
#include <kedge/der.h>
#include "forge/memory.h"

#define FORGE_ABSENT ((kedge_span){ NULL, 0 })

#define FORGE_LIST_(...) ((const kedge_span[]){ __VA_ARGS__ })
#define FORGE_COUNT_(...) (sizeof FORGE_LIST_(__VA_ARGS__) / sizeof(kedge_span))

/** The spans given, one after the other. */
#define forge_join(...) forge_join_list(FORGE_LIST_(__VA_ARGS__), FORGE_COUNT_(__VA_ARGS__))
kedge_span forge_join_list(const kedge_span *part, size_t count);

/** An element with any identifier octet around the spans given. */
#define forge_element(tag, ...) forge_tlv(tag, forge_join(__VA_ARGS__))
#define forge_sequence(...) forge_element(KEDGE_TAG_SEQUENCE, __VA_ARGS__)
/** A SET with the elements in the order given. */
#define forge_set(...) forge_element(KEDGE_TAG_SET, __VA_ARGS__)
/** A SET OF with the elements in the order of X.690, 11.6. */
#define forge_set_of(...) forge_set_of_list(FORGE_LIST_(__VA_ARGS__), FORGE_COUNT_(__VA_ARGS__))
kedge_span forge_set_of_list(const kedge_span *element, size_t count);
/** EXPLICIT context-specific tag `n`. */
#define forge_explicit(n, ...) forge_element(KEDGE_TAG_CONTEXT_CONSTRUCTED(n), __VA_ARGS__)

kedge_span forge_tlv(unsigned tag, kedge_span content);
kedge_span forge_boolean(bool value);
kedge_span forge_integer(int64_t value);
/** An INTEGER whose value is `magnitude`, unsigned and big-endian. */
kedge_span forge_unsigned(kedge_span magnitude);
kedge_span forge_null(void);
/** An OBJECT IDENTIFIER from its dotted form. */
kedge_span forge_oid(const char *dotted);
/** The contents octets alone, as kedge_usage.oid wants them. */
kedge_span forge_oid_content(const char *dotted);
kedge_span forge_octet_string(kedge_span content);
kedge_span forge_bit_string(kedge_span bits, unsigned unused);
/** A string of any type, or any other element, with the characters of `text` as its contents. */
kedge_span forge_text(unsigned tag, const char *text);
/** UTCTime before 2050, else GeneralizedTime (RFC 5280, 4.1.2.5). */
kedge_span forge_time(int64_t seconds);
kedge_span forge_utc_time(int64_t seconds);
kedge_span forge_generalized_time(int64_t seconds);

/** @return seconds since 1970-01-01T00:00:00Z of a moment in UTC. */
int64_t forge_seconds(int year, unsigned month, unsigned day, unsigned hour, unsigned minute,
                      unsigned second);

/** The characters of `text`, without the NUL. */
kedge_span forge_chars(const char *text);
/** Bytes from hexadecimal digits; blanks are skipped. */
kedge_span forge_hex(const char *digits);

/* What is wrong on purpose. */

/** An element that claims `length` contents octets, whatever follows. */
kedge_span forge_claim(unsigned tag, uint32_t length, kedge_span content);
/** An element whose length is written in the long form with `octets` octets, 1 to 8. */
kedge_span forge_long_form(unsigned tag, unsigned octets, kedge_span content);
/** An element of indefinite length, with its end-of-contents octets. */
kedge_span forge_indefinite(unsigned tag, kedge_span content);
/** A copy with one bit inverted; bit 0 is the highest of the first byte. */
kedge_span forge_flip(kedge_span bytes, size_t bit);
/** A copy of the first `size` bytes. */
kedge_span forge_cut(kedge_span bytes, size_t size);
/** A copy in which the only occurrence of `old` is replaced; any other number of them ends the program. */
kedge_span forge_replace(kedge_span bytes, kedge_span old, kedge_span fresh);

#endif
