/* kedge/name.h - distinguished names and general names (RFC 5280, 4.1.2.4, 4.2.1.6 and 7.1).
 *
 * Comparison follows RFC 5280, 7.1: two attribute values of the string types PrintableString,
 * UTF8String, IA5String, BMPString and UniversalString are compared as Unicode text, whatever their
 * types, after folding ASCII letters to lower case, dropping white space at both ends and folding
 * inner white space to one blank.  Characters outside ASCII are compared code point by code point:
 * no case folding and no normalisation (a CA that wants its names to chain must spell them alike).
 * TeletexString and all other types are compared byte by byte together with their type.
 *
 * Thread safety: names are only read; a reader belongs to one thread.
 */
#ifndef KEDGE_NAME_H
#define KEDGE_NAME_H

#include <kedge/der.h>

/** One attribute of a name, in the order of the encoding. */
typedef struct kedge_attribute {
    uint32_t rdn;       /**< ordinal of its relative distinguished name, the first is 0 */
    kedge_range type;   /**< contents octets of the type's object identifier */
    uint8_t tag;        /**< identifier octet of the value */
    kedge_range value;  /**< contents octets of the value */
} kedge_attribute;

/** A position in a name. */
typedef struct kedge_name_reader {
    kedge_der rdns;       /**< what is left of the RDNSequence */
    kedge_der attributes; /**< what is left of the current RDN */
    uint32_t rdn;         /**< how many RDNs were entered */
} kedge_name_reader;

/**
 * Read over a Name from its first attribute on.
 *
 * @param der   a cursor over the encoding that holds the name; not moved.
 * @param name  place of the Name's element, identifier octet included.
 * @return KEDGE_OK, KEDGE_NAME_MALFORMED, or as kedge_der_enter().
 */
kedge_status kedge_name_begin(kedge_name_reader *reader, const kedge_der *der, kedge_range name);

/** Read the next attribute.  `*found` is false at the end of the name.
 *  @return KEDGE_OK; KEDGE_NAME_MALFORMED for an empty RDN; as kedge_der_read_any() and its like. */
kedge_status kedge_name_next(kedge_name_reader *reader, kedge_attribute *attribute, bool *found);

/**
 * Check a Name wholly: its structure, the order of multi-valued RDNs (X.690, 11.6), that every
 * string has only characters of its type and no NUL, that a DirectoryString has one character at
 * least, and no more than KEDGE_RDN_ATTRIBUTES_MAX attributes in an RDN.  A PrintableString may hold
 * '@', '&', '*' and '_', as in real roots; TeletexString is any octets.  The functions below demand a
 * name that passed.
 *
 * @return KEDGE_OK, KEDGE_NAME_MALFORMED, KEDGE_DER_BAD_STRING, KEDGE_DER_SET_ORDER, or as the reader.
 */
kedge_status kedge_name_check(const kedge_der *der, kedge_range name);

/** The most attributes of one relative distinguished name. */
#define KEDGE_RDN_ATTRIBUTES_MAX 16

/** @return whether two checked Names (whole elements) are the same name (RFC 5280, 7.1). */
bool kedge_name_equal(kedge_span one, kedge_span other);

/** @return whether `name` lies within the subtree `base`: its first RDNs are those of `base`
 *          (RFC 5280, 4.2.1.10).  Both are checked Names, whole elements. */
bool kedge_name_within(kedge_span name, kedge_span base);

/** @return a hash under which equal names (kedge_name_equal) are equal.  Not cryptographic. */
uint64_t kedge_name_hash(kedge_span name);

/** @return whether a checked Name has no attribute. */
bool kedge_name_is_empty(kedge_span name);

/** The forms of a GeneralName; the values are its context-specific tags (RFC 5280, 4.2.1.6). */
typedef enum kedge_general_name_kind {
    KEDGE_OTHER_NAME = 0,
    KEDGE_RFC822_NAME = 1,
    KEDGE_DNS_NAME = 2,
    KEDGE_X400_ADDRESS = 3,
    KEDGE_DIRECTORY_NAME = 4,
    KEDGE_EDI_PARTY_NAME = 5,
    KEDGE_URI_NAME = 6,
    KEDGE_IP_ADDRESS = 7,
    KEDGE_REGISTERED_ID = 8
} kedge_general_name_kind;

/** One GeneralName. */
typedef struct kedge_general_name {
    kedge_general_name_kind kind;
    kedge_range value; /**< contents octets; for KEDGE_DIRECTORY_NAME the whole Name element */
} kedge_general_name;

/**
 * Read one GeneralName and check its form: IA5 text without NUL for rfc822Name, dNSName and URI,
 * a well-formed Name, a well-formed object identifier.  The size of an iPAddress is left to the
 * extension that it stands in (4 or 16, with a mask 8 or 32).
 *
 * @return KEDGE_OK, KEDGE_GENERAL_NAME_MALFORMED, KEDGE_DER_BAD_STRING, or as the reader and
 *         kedge_name_check().
 */
kedge_status kedge_general_name_read(kedge_der *der, kedge_general_name *name);

/**
 * Write a Name as text (RFC 4514): most specific RDN first, special characters escaped, values that
 * are not text as "#" and hexadecimal digits, control characters escaped, always terminated by NUL.
 *
 * @param text      room for `capacity` bytes, at least 1.
 * @return the length written, without the NUL; text that does not fit is cut and ends in "...".
 */
size_t kedge_name_format(kedge_span name, char *text, size_t capacity);

#endif
