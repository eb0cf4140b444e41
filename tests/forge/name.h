/* forge/name.h - distinguished names and general names (RFC 5280, 4.1.2.4 and 4.2.1.6). */
#ifndef FORGE_NAME_H
#define FORGE_NAME_H

#include <kedge/name.h>
#include "forge/der.h"

#define FORGE_OID_COMMON_NAME "2.5.4.3"
#define FORGE_OID_COUNTRY "2.5.4.6"
#define FORGE_OID_ORGANIZATION "2.5.4.10"
#define FORGE_OID_ORGANIZATIONAL_UNIT "2.5.4.11"
#define FORGE_OID_EMAIL_ADDRESS "1.2.840.113549.1.9.1"
#define FORGE_OID_DOMAIN_COMPONENT "0.9.2342.19200300.100.1.25"

/** An attribute whose value is `text` as a string of type `tag`. */
kedge_span forge_attribute(const char *oid, unsigned tag, const char *text);

/** A relative distinguished name of the attributes given; more than one are sorted. */
#define forge_rdn(...) forge_set_of(__VA_ARGS__)

/** A Name of the RDNs given; forge_name(FORGE_ABSENT) is the empty one. */
#define forge_name(...) forge_sequence(__VA_ARGS__)

/** The RDN of a common name in UTF8String. */
kedge_span forge_cn(const char *text);
/** The RDN of one attribute in UTF8String. */
kedge_span forge_rdn_utf8(const char *oid, const char *text);
/** The Name that has but a common name, in UTF8String. */
kedge_span forge_common_name(const char *text);

/** GeneralNames. */
kedge_span forge_dns(const char *name);
kedge_span forge_email(const char *mailbox);
kedge_span forge_uri(const char *uri);
/** An address, or with its mask a subtree of addresses, as hexadecimal digits: "c0000201". */
kedge_span forge_ip(const char *digits);
kedge_span forge_directory(kedge_span name);
/** otherName; `value` is any element. */
kedge_span forge_other_name(const char *oid, kedge_span value);
kedge_span forge_registered_id(const char *oid);
/** A GeneralName of any kind with any contents octets, right or wrong. */
kedge_span forge_general_name(kedge_general_name_kind kind, kedge_span content);

#endif
