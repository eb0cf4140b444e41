/* extension_walk.h - the Extensions of lists, of their entries and of OCSP responses, one after the other: the same
 * form as those of certificates (RFC 5280, 4.1.2.9), but few. */
#ifndef KEDGE_X509_EXTENSION_WALK_H
#define KEDGE_X509_EXTENSION_WALK_H

#include <kedge/der.h>

/* The most that are read: each is compared with those before it, to find one that occurs twice. */
#define KEDGE_EXTENSION_WALK_MAX 32

typedef struct kedge_extension_walk {
    kedge_der list;   /* what is left */
    kedge_range oid;  /* of the extension read last: its identifier's contents octets, */
    kedge_range value; /* the contents of extnValue, */
    bool critical;
    kedge_range met[KEDGE_EXTENSION_WALK_MAX];
    uint32_t met_count;
} kedge_extension_walk;

/* Point the walk at the contents of an Extensions, which must hold one at least. */
kedge_status kedge_extension_walk_over(kedge_extension_walk *walk, const kedge_der *contents);

/* The same with the whole Extensions next at `der`. */
kedge_status kedge_extension_walk_begin(kedge_extension_walk *walk, kedge_der *der);

/* Read the next; the list must not be at its end. */
kedge_status kedge_extension_walk_next(kedge_extension_walk *walk);

/* Takes an extension; `value` is a cursor over the contents of extnValue. */
typedef kedge_status kedge_extension_taker(void *context, const kedge_extension_walk *found, kedge_der *value);

/* Hand all that are left of a walk to `take`, until it answers other than KEDGE_OK. */
kedge_status kedge_extension_walk_all(kedge_extension_walk *walk, kedge_extension_taker *take, void *context);

#endif
