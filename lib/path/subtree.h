/* subtree.h - the subtrees of nameConstraints, and how names lie to them (RFC 5280, 4.2.1.10). */
#ifndef KEDGE_PATH_SUBTREE_H
#define KEDGE_PATH_SUBTREE_H

#include "path/presented_name.h"

/* How many kinds of GeneralName there are. */
#define KEDGE_GENERAL_NAME_KINDS 9

typedef struct kedge_subtree {
    kedge_general_name_kind kind;
    kedge_span base; /* as in a GeneralName; for iPAddress an address and its mask */
} kedge_subtree;

/* Cursors over the two lists of a NameConstraints; at their ends where a list is absent. */
typedef struct kedge_subtree_lists {
    kedge_der permitted;
    kedge_der excluded;
} kedge_subtree_lists;

/* `value` is a cursor over the NameConstraints.  Answers KEDGE_OK, or as the reader. */
kedge_status kedge_subtree_lists_read(kedge_der value, kedge_subtree_lists *lists);

/* Read the next subtree of a list.  Answers KEDGE_OK, or as the reader. */
kedge_status kedge_subtree_read(kedge_der *list, kedge_subtree *subtree);

/* Whether a subtree, or a name, is of the form that its kind demands and of a kind that has rules.  One that
 * is not is not guessed at: where its kind is constrained, it is refused. */
bool kedge_subtree_is_judged(const kedge_subtree *subtree);
bool kedge_presented_name_is_judged(const kedge_presented_name *name);

/* How a name lies to a subtree of its own kind; both are judged. */
typedef enum kedge_relation {
    KEDGE_OUTSIDE,
    KEDGE_INSIDE,
    KEDGE_OVERLAPPING /* a wildcard: some of what it stands for is inside */
} kedge_relation;

kedge_relation kedge_subtree_relate(const kedge_subtree *subtree, const kedge_presented_name *name);

#endif
