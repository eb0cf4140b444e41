/* kedge/identity.h - the name that a certificate is expected to bear (RFC 9525, 6.1).
 *
 * Names are compared with names of the same form in subjectAltName and with nothing else:
 * - a host name with dNSNames, without case, label by label; internationalised names as A-labels on both sides,
 *   never converted; a wildcard is the whole left-most label and stands for one (RFC 9525, 6.3);
 * - an address, as octets, with iPAddresses of the same size: IPv4-mapped IPv6 addresses are IPv6 addresses, and
 *   text is for the caller to read;
 * - a URI with URIs, by scheme and host alone, without case: ports, paths and user information of the URI looked
 *   for do not count (RFC 9525, 6.5.2).  One whose host is an address is refused as malformed: look for the
 *   address;
 * - a service with SRVNames (RFC 4985), by service and domain, without case and without wildcards.
 *
 * An identity is a kind and a value; a zeroed one is KEDGE_IDENTITY_UNSET and refuses.  Values are
 * borrowed until the verification has ended.
 *
 * Thread safety: the functions below touch nothing but their arguments.
 */
#ifndef KEDGE_IDENTITY_H
#define KEDGE_IDENTITY_H

#include <string.h>
#include <kedge/span.h>

typedef enum kedge_identity_kind {
    KEDGE_IDENTITY_UNSET,   /**< nobody has said: refused */
    KEDGE_IDENTITY_WAIVED,  /**< no name is looked for, in as many words */
    KEDGE_IDENTITY_DNS,     /**< a host name in ASCII (A-labels for internationalised names), with or
                                 without the dot at its end */
    KEDGE_IDENTITY_IP,      /**< 4 or 16 octets, in network order */
    KEDGE_IDENTITY_EMAIL,   /**< an RFC 5321 mailbox in ASCII: local part, at sign, domain */
    KEDGE_IDENTITY_URI,     /**< a URI; scheme and host are matched (RFC 9525, 6.5.2) */
    KEDGE_IDENTITY_SRV      /**< a service at a domain, "_imaps.example.net" (RFC 4985, 2; RFC 9525, 6.5.1) */
} kedge_identity_kind;

typedef struct kedge_identity {
    kedge_identity_kind kind;
    kedge_span value;
} kedge_identity;

/** No name is looked for. */
static inline kedge_identity kedge_identity_waived(void)
{
    kedge_identity identity = { KEDGE_IDENTITY_WAIVED, { NULL, 0 } };
    return identity;
}

static inline kedge_identity kedge_identity_text_(kedge_identity_kind kind, const char *text)
{
    kedge_identity identity = { kind, { (const uint8_t *)text, text != NULL ? strlen(text) : 0 } };
    return identity;
}

/** A host name; `host` ends in NUL.  A NULL is refused as malformed. */
static inline kedge_identity kedge_identity_dns(const char *host)
{
    return kedge_identity_text_(KEDGE_IDENTITY_DNS, host);
}

/** An address of `size` octets, 4 or 16. */
static inline kedge_identity kedge_identity_ip(const uint8_t *octets, size_t size)
{
    kedge_identity identity = { KEDGE_IDENTITY_IP, { octets, size } };
    return identity;
}

/** A mailbox; `mailbox` ends in NUL. */
static inline kedge_identity kedge_identity_email(const char *mailbox)
{
    return kedge_identity_text_(KEDGE_IDENTITY_EMAIL, mailbox);
}

/** A service at a domain: underscore, service, dot, domain; `name` ends in NUL. */
static inline kedge_identity kedge_identity_srv(const char *name)
{
    return kedge_identity_text_(KEDGE_IDENTITY_SRV, name);
}

/** A URI; `uri` ends in NUL. */
static inline kedge_identity kedge_identity_uri(const char *uri)
{
    return kedge_identity_text_(KEDGE_IDENTITY_URI, uri);
}

#endif
