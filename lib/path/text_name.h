/* text_name.h - names that are text: host names, addresses, mailboxes and URIs, as certificates write them.
 *
 * One grammar serves the name looked for, the names presented and the subtrees of name constraints, so
 * that what is compared was read alike on both sides.  What is outside a grammar is never a match, and
 * where it must be judged it is refused.  Everything here takes time linear in the text.
 */
#ifndef KEDGE_PATH_TEXT_NAME_H
#define KEDGE_PATH_TEXT_NAME_H

#include <stdbool.h>
#include <kedge/span.h>

/* Longest host name and label in characters (RFC 1035, 2.3.4), without the dot at the end. */
#define KEDGE_HOST_MAX 253
#define KEDGE_LABEL_MAX 63

/* Whether `text` is a host name (RFC 1123, 2.1; RFC 1034, 3.5): labels of ASCII letters, digits, hyphens and
 * underscores, a hyphen neither first nor last.  Underscores are no part of host names by the letter, but the
 * DNS has them, certificates bear them and they are compared without ambiguity.  The dot at the end, empty
 * labels and a last label that is a number (so all IPv4 addresses) are refused. */
bool kedge_host_is_valid(kedge_span text);

/* Whether `text` is "*." and a host name; that is stored in `base`.  The whole left-most label is the only
 * place for a wildcard (RFC 9525, 6.3). */
bool kedge_host_is_wildcard(kedge_span text, kedge_span *base);

/* How many labels a host name has. */
size_t kedge_host_label_count(kedge_span host);

/* The host name without its left-most label; empty where it has but one. */
kedge_span kedge_host_parent(kedge_span host);

/* Whether two texts are the same after folding ASCII letters: A-labels are compared as they stand. */
bool kedge_text_name_equal(kedge_span one, kedge_span other);

/* Whether `host` is `base` or ends in "." and `base`; all hosts lie within the empty base. */
bool kedge_host_is_within(kedge_span host, kedge_span base);

/* The longest text of an address, NUL included. */
#define KEDGE_ADDRESS_TEXT_MAX 40

/* Read an address: dotted decimal without leading zeros (RFC 3986, 3.2.2) or IPv6 (RFC 4291, 2.2), no zone.
 * Answers its size, 4 or 16, or 0 where it is none. */
size_t kedge_address_read(kedge_span text, uint8_t octets[16]);

/* Write an address of 4 or 16 octets in its one canonical form (RFC 3986, 3.2.2; RFC 5952, 4), ended by NUL.
 * Answers the length without the NUL, 0 for another size. */
size_t kedge_address_write(kedge_span octets, char text[KEDGE_ADDRESS_TEXT_MAX]);

/* A mailbox (RFC 5321, 4.1.2).  Its local part is a Dot-string: quoted strings, which can spell one mailbox
 * in many ways, and address literals are out of scope. */
typedef struct kedge_mailbox {
    kedge_span local;
    kedge_span domain; /* a host name */
} kedge_mailbox;

bool kedge_mailbox_read(kedge_span text, kedge_mailbox *mailbox);

/* A URI whose host is a host name (RFC 3986, 3.2.2). */
typedef struct kedge_uri {
    kedge_span scheme;
    kedge_span host;
    bool has_user;      /* there is user information before the host */
    bool has_authority; /* the host stands after "//"; else it is a SIP URI (RFC 3261, 19.1), which has a host
                           and no authority */
} kedge_uri;

/* Answers false where it is malformed, has no host, or its host is an address. */
bool kedge_uri_read(kedge_span text, kedge_uri *uri);

#endif
