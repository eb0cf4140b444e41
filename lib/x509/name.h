/* name.h - what reading a name finds out beside the name itself. */
#ifndef KEDGE_X509_NAME_H
#define KEDGE_X509_NAME_H

#include <kedge/name.h>

/* What is known of a Name after one pass over it. */
typedef struct kedge_name_facts {
    uint64_t hash;        /* kedge_name_hash() */
    uint32_t deviations;  /* KEDGE_DEVIATION_ bits */
    bool is_empty;
} kedge_name_facts;

/* kedge_name_check(), and what it can tell in passing. */
kedge_status kedge_name_scan(const kedge_der *der, kedge_range name, kedge_name_facts *facts);

/* What a checked Name begins with: no RDN at first, then one more with each step. */
typedef struct kedge_name_beginning {
    kedge_der rdns;  /* what is left of the RDNSequence */
    uint64_t hash;   /* kedge_name_hash() of a Name that ends here */
} kedge_name_beginning;

/* Begin with no RDN.  `fault` must live as long as the beginning. */
bool kedge_name_beginning_of(kedge_span name, kedge_name_beginning *beginning, uint32_t *fault);
/* Take one more RDN in.  Answers false after the last. */
bool kedge_name_beginning_extend(kedge_name_beginning *beginning);

/* Check the contents of a RelativeDistinguishedName that stands alone (RFC 5280, 4.2.1.13); deviations are
 * added to `*deviations`. */
kedge_status kedge_rdn_check(const kedge_der *rdn, uint32_t *deviations);

/* kedge_general_name_read() without the names of `deviations` lost: they are added to it. */
kedge_status kedge_general_name_scan(kedge_der *der, kedge_general_name *name, uint32_t *deviations);

/* Read one GeneralName that is a name and not a subtree: an iPAddress has 4 or 16 octets
 * (RFC 5280, 4.2.1.6). */
kedge_status kedge_general_name_check(kedge_der *der, uint32_t *deviations);

/* Check the contents of a GeneralNames, of which there must be one at least, and move `names` to its end. */
kedge_status kedge_general_names_check(kedge_der *names, uint32_t *deviations);

#endif
