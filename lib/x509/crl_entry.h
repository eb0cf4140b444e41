/* crl_entry.h - entries of a revocation list, one after the other (RFC 5280, 5.1.2.6 and 5.3). */
#ifndef KEDGE_X509_CRL_ENTRY_H
#define KEDGE_X509_CRL_ENTRY_H

#include <kedge/crl.h>

/* Read an entry as it is written; `names` receives its own certificateIssuer, {0, 0} where it has none.  Extensions
 * are for entries of v2 (RFC 5280, 5.1.2.6). */
kedge_status kedge_crl_entry_read(kedge_der *list, uint8_t version, kedge_crl_entry *entry, kedge_range *names,
                                  uint16_t *unknown_critical);

/* A walk over the entries, which knows whose certificates they are about. */
typedef struct kedge_crl_walk {
    kedge_der list;
    uint8_t version;                /* of the list */
    kedge_range certificate_issuer; /* of the entries from here on */
    uint16_t unknown_critical;      /* of the entry read last */
    uint32_t start;                 /* offset of the entry read last */
} kedge_crl_walk;

/* Begin with the first entry of a list that parsed. */
kedge_crl_walk kedge_crl_walk_over(const kedge_crl *crl, uint32_t *fault);

kedge_status kedge_crl_walk_next(kedge_crl_walk *walk, kedge_crl_entry *entry);

/* A cursor at the entry at `offset` of a list that parsed. */
kedge_der kedge_crl_entry_at(const kedge_crl *crl, uint32_t offset, uint32_t *fault);

/* The entry of a certificate in the making: of several the last counts, but none is taken back by another of its own
 * list.  Whether the names that say whose certificates entries are about hold `issuer` is looked at once for each of
 * them, for many entries in a row may share them. */
typedef struct kedge_crl_match {
    kedge_span issuer;
    uint32_t names;      /* offset of those looked at last, 0 for none: then the list's own issuer counts */
    bool is_looked_at;
    bool is_about;       /* what was found there */
    bool is_found;
    kedge_crl_entry *entry;
} kedge_crl_match;

/* Consider an entry that has the serial number wanted. */
void kedge_crl_match_add(kedge_crl_match *match, const kedge_crl *crl, const kedge_crl_entry *entry);

/* --- crl_index.c --- */

/* As kedge_crl_find(), in a list that has an index. */
bool kedge_crl_index_find(const kedge_crl *crl, kedge_span issuer, kedge_span serial, kedge_crl_entry *entry);

#endif
