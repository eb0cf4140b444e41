/* oid.h - object identifiers as they are encoded: contents octets, compared as bytes (X.690, 8.19). */
#ifndef KEDGE_X509_OID_H
#define KEDGE_X509_OID_H

#include <kedge/der.h>

#include <string.h>

/* 1.3.6.1.5.5.7 and 2.5.29, under which RFC 5280 names what it defines. */
#define KEDGE_OID_PKIX 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07
#define KEDGE_OID_CE 0x55, 0x1d

/* The longest identifier in the tables of this folder, in octets. */
#define KEDGE_OID_ROW_MAX 10

/* An identifier in a table. */
typedef struct kedge_oid {
    uint8_t size;
    uint8_t octets[KEDGE_OID_ROW_MAX];
} kedge_oid;

static inline bool kedge_oid_is(const kedge_der *der, kedge_range found, const kedge_oid *wanted)
{
    return found.size == wanted->size && memcmp(der->data + found.offset, wanted->octets, found.size) == 0;
}

static inline bool kedge_range_equal(const kedge_der *der, kedge_range one, kedge_range other)
{
    return one.size == other.size && memcmp(der->data + one.offset, der->data + other.offset, one.size) == 0;
}

#endif
