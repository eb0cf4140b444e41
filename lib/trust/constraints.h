/* constraints.h - reading what binds an anchor beside its certificate (kedge/trust.h). */
#ifndef KEDGE_TRUST_CONSTRAINTS_H
#define KEDGE_TRUST_CONSTRAINTS_H

#include <kedge/trust.h>

/* Constraints come from two places: the terms, and the block or list that the anchor was read from. */
enum { KEDGE_CONSTRAINT_SOURCES = 2 };

/* Those from one place; none there is a NULL. */
static inline const kedge_anchor_constraints *kedge_anchor_constraints_from(const kedge_anchor *anchor,
                                                                            size_t source)
{
    return source == 0 ? anchor->terms.constraints : anchor->stated;
}

#endif
