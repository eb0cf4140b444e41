/* kedge/der.h - a strict reader of DER (ITU-T X.690, clauses 8, 10 and 11).
 *
 * A cursor walks over one encoding.  It allocates nothing, copies nothing and never recurses: going
 * into a constructed element yields a second cursor over its content.  Refused, each with its own
 * status: indefinite and non-minimal lengths, tag numbers above 30 (X.509 has none), values that are
 * not in their one canonical form, and bytes after the end.
 *
 * Every function that fails returns a status other than KEDGE_OK, stores the offset of the byte at
 * fault through the cursor's `fault`, and leaves the cursor and its outputs as they were.  Offsets
 * count from the first byte of the outermost encoding, also in inner cursors.  The byte at fault is: for
 * a tag the identifier octet; for a length its first octet; for missing bytes the place where the cursor
 * ends; for a value the contents octet that is wrong; for contents of a wrong size the octet before them.
 *
 * Thread safety: functions touch nothing but their arguments.
 */
#ifndef KEDGE_DER_H
#define KEDGE_DER_H

#include <stdbool.h>
#include <kedge/span.h>
#include <kedge/status.h>

/** The largest encoding that is read, in bytes (X.690 sets no limit; offsets are 32-bit). */
#define KEDGE_DER_SIZE_MAX ((uint32_t)0x7fffffff)

/** Identifier octets of the types that X.509 uses (X.690, 8.1.2). */
enum {
    KEDGE_TAG_BOOLEAN = 0x01,
    KEDGE_TAG_INTEGER = 0x02,
    KEDGE_TAG_BIT_STRING = 0x03,
    KEDGE_TAG_OCTET_STRING = 0x04,
    KEDGE_TAG_NULL = 0x05,
    KEDGE_TAG_OID = 0x06,
    KEDGE_TAG_ENUMERATED = 0x0a,
    KEDGE_TAG_UTF8_STRING = 0x0c,
    KEDGE_TAG_NUMERIC_STRING = 0x12,
    KEDGE_TAG_PRINTABLE_STRING = 0x13,
    KEDGE_TAG_TELETEX_STRING = 0x14,
    KEDGE_TAG_IA5_STRING = 0x16,
    KEDGE_TAG_UTC_TIME = 0x17,
    KEDGE_TAG_GENERALIZED_TIME = 0x18,
    KEDGE_TAG_VISIBLE_STRING = 0x1a,
    KEDGE_TAG_UNIVERSAL_STRING = 0x1c,
    KEDGE_TAG_BMP_STRING = 0x1e,
    KEDGE_TAG_SEQUENCE = 0x30,
    KEDGE_TAG_SET = 0x31
};

/** The identifier octet of context-specific tag `n` (0 to 30), primitive or constructed. */
#define KEDGE_TAG_CONTEXT(n) (0x80 | (n))
#define KEDGE_TAG_CONTEXT_CONSTRUCTED(n) (0xa0 | (n))

/** A cursor: the next byte to read is `data[position]`, reading stops at `end`. */
typedef struct kedge_der {
    const uint8_t *data;  /**< first byte of the outermost encoding; borrowed */
    uint32_t position;    /**< offset of the next byte */
    uint32_t end;         /**< offset after the last byte of this cursor */
    uint32_t *fault;      /**< where the offset of a fault is stored; never NULL */
} kedge_der;

/**
 * Point a cursor at a whole encoding.
 *
 * @param der    the cursor to set.
 * @param data   `size` bytes, borrowed for as long as the cursor or anything read with it is used.
 * @param size   in bytes.
 * @param fault  receives the offset of the byte at fault when a read fails; must outlive the cursor.
 * @return KEDGE_OK, or KEDGE_DER_TOO_LARGE above KEDGE_DER_SIZE_MAX.
 */
kedge_status kedge_der_begin(kedge_der *der, const uint8_t *data, size_t size, uint32_t *fault);

/** Store `offset` as the fault's place and return `status`: for parsers built on this reader. */
static inline kedge_status kedge_der_fail(const kedge_der *der, kedge_status status, uint32_t offset)
{
    *der->fault = offset;
    return status;
}

/** Point a cursor at `range` of the encoding that `outer` reads, sharing its `fault`. */
static inline kedge_der kedge_der_within(const kedge_der *outer, kedge_range range)
{
    kedge_der inner = { outer->data, range.offset, range.offset + range.size, outer->fault };
    return inner;
}

/** @return true when nothing is left to read. */
static inline bool kedge_der_at_end(const kedge_der *der)
{
    return der->position >= der->end;
}

/** @return true when an element follows and its identifier octet is `tag`. */
static inline bool kedge_der_next_is(const kedge_der *der, uint8_t tag)
{
    return der->position < der->end && der->data[der->position] == tag;
}

/** @return KEDGE_OK at the end of the cursor, else KEDGE_DER_TRAILING_DATA. */
static inline kedge_status kedge_der_finish(const kedge_der *der)
{
    return kedge_der_at_end(der) ? KEDGE_OK : kedge_der_fail(der, KEDGE_DER_TRAILING_DATA, der->position);
}

/**
 * Read one element of any type.
 *
 * @param der      the cursor; moves past the element.
 * @param tag      receives the identifier octet.
 * @param content  receives the place of the contents octets.
 * @return KEDGE_OK; KEDGE_DER_TRUNCATED, KEDGE_DER_BAD_TAG (a tag number above 30; in the universal
 *         class also 0, and a type that is constructed where DER has it primitive or the reverse),
 *         KEDGE_DER_BAD_LENGTH (indefinite, or longer than it need be).
 */
kedge_status kedge_der_read_any(kedge_der *der, uint8_t *tag, kedge_range *content);

/** Pass over one element, whatever it is.  As kedge_der_read_any(). */
kedge_status kedge_der_skip(kedge_der *der);

/** Read one element whose identifier octet must be `tag`; another is KEDGE_DER_UNEXPECTED_TAG.
 *  Otherwise as kedge_der_read_any(). */
kedge_status kedge_der_read(kedge_der *der, uint8_t tag, kedge_range *content);

/** Read one element whole: `element` is the place of its identifier, length and contents octets.
 *  Otherwise as kedge_der_read(). */
kedge_status kedge_der_read_element(kedge_der *der, uint8_t tag, kedge_range *element);

/** Read an element with identifier octet `tag` and point `inner` at its contents. */
kedge_status kedge_der_enter(kedge_der *der, uint8_t tag, kedge_der *inner);

/** Read a BOOLEAN; DER knows 0x00 and 0xff only (X.690, 11.1).  Else KEDGE_DER_BAD_BOOLEAN. */
kedge_status kedge_der_read_boolean(kedge_der *der, bool *value);

/** Read an INTEGER of any size; `content` is its two's complement, checked to be minimal
 *  (X.690, 8.3.2).  Else KEDGE_DER_BAD_INTEGER. */
kedge_status kedge_der_read_integer(kedge_der *der, kedge_range *content);

/** Read an INTEGER from 0 to `maximum`; outside is KEDGE_DER_INTEGER_RANGE. */
kedge_status kedge_der_read_unsigned(kedge_der *der, uint32_t maximum, uint32_t *value);

/**
 * Read a BIT STRING (X.690, 8.6 and 11.2).
 *
 * @param bits    receives the place of the bits, without the octet that counts the unused ones.
 * @param unused  receives how many of the last octet's low bits are unused, 0 to 7; they are 0.
 * @return KEDGE_OK, or KEDGE_DER_BAD_BIT_STRING (no octet at all, a count above 7, a count above 0
 *         with no bits, an unused bit that is set), or as kedge_der_read().
 */
kedge_status kedge_der_read_bit_string(kedge_der *der, kedge_range *bits, uint8_t *unused);

/** Read a BIT STRING that must be whole octets (keys and signatures), else
 *  KEDGE_DER_BAD_BIT_STRING. */
kedge_status kedge_der_read_bit_octets(kedge_der *der, kedge_range *octets);

/** Read an OBJECT IDENTIFIER; `oid` is the place of its contents octets, checked to be a canonical
 *  list of sub-identifiers (X.690, 8.19).  Else KEDGE_DER_BAD_OID. */
kedge_status kedge_der_read_oid(kedge_der *der, kedge_range *oid);

/** The same with identifier octet `tag` in place of the type's own: IMPLICIT tagging (X.690, 8.14.3). */
kedge_status kedge_der_read_integer_as(kedge_der *der, uint8_t tag, kedge_range *content);
kedge_status kedge_der_read_bit_string_as(kedge_der *der, uint8_t tag, kedge_range *bits, uint8_t *unused);
kedge_status kedge_der_read_oid_as(kedge_der *der, uint8_t tag, kedge_range *oid);

/** Read a NULL, whose content is empty.  Else KEDGE_DER_BAD_NULL. */
kedge_status kedge_der_read_null(kedge_der *der);

/**
 * Read a UTCTime or GeneralizedTime in the form of RFC 5280, 4.1.2.5: seconds given, no fraction, Z.
 *
 * @param seconds      receives seconds since 1970-01-01T00:00:00Z, leap seconds not counted; years
 *                     0000 to 9999, so it may be negative.
 * @param generalized  receives whether the form was GeneralizedTime (two-digit years of UTCTime:
 *                     50 to 99 are 19xx, 00 to 49 are 20xx).
 * @return KEDGE_OK, or KEDGE_DER_BAD_TIME (another form, or no such date or hour), or as
 *         kedge_der_read(); another type is KEDGE_DER_UNEXPECTED_TAG.
 */
kedge_status kedge_der_read_time(kedge_der *der, int64_t *seconds, bool *generalized);

/**
 * Check that the elements within a SET OF stand in ascending order (X.690, 11.6).
 *
 * @param set  a cursor over the contents of the SET OF; it is not moved.
 * @return KEDGE_OK, KEDGE_DER_SET_ORDER, or as kedge_der_read_any().
 */
kedge_status kedge_der_check_set_order(const kedge_der *set);

#endif
