/* subtree_index.h - finds the subtrees that a name lies in without comparing it with all of them.
 *
 * Each subtree is filed under a key made of its base; a name has few keys under which subtrees that hold it
 * can be filed: a host has one for each of its labels, an address one for each length of a prefix, a directoryName
 * one for each number of its first RDNs.  What is found is compared still, so keys need not be unique.
 */
#ifndef KEDGE_PATH_SUBTREE_INDEX_H
#define KEDGE_PATH_SUBTREE_INDEX_H

#include "path/subtree.h"

typedef struct kedge_subtree_entry {
    uint64_t key;
    uint32_t position; /* of the GeneralSubtree in the certificate */
} kedge_subtree_entry;

typedef struct kedge_subtree_index {
    kedge_subtree_entry *entry; /* sorted by key */
    size_t count;
} kedge_subtree_index;

/* File the judged subtrees of both lists in `memory`: 16 bytes for each, 32 for an excluded dNSName.  Answers
 * false where the memory does not suffice; the index is of no use then. */
bool kedge_subtree_index_build(kedge_subtree_index *index, const kedge_subtree_lists *lists, void *memory,
                               size_t size);

/* Whether `list`, one of those two, has a subtree in which a judged name lies, or among the excluded ones one
 * that a wildcard overlaps. */
bool kedge_subtree_index_has(const kedge_subtree_index *index, kedge_der list, bool is_excluded,
                             const kedge_presented_name *name);

#endif
