/* policy_graph.h - the valid policy graph (RFC 9618, 5).
 *
 * Level 0 stands for the trust anchor's "any policy"; each certificate that is processed adds a level.  A
 * level has one node at most for a policy, so what hangs together stays linear in what the certificates list,
 * where RFC 5280's tree grew exponentially.
 *
 * A node does not point at its parents.  Each level ends in a sorted list of what its nodes expect of the
 * next level; equal expectations stand side by side, and a node of the next level remembers which of them it
 * fulfils: these are its edges.
 */
#ifndef KEDGE_PATH_POLICY_GRAPH_H
#define KEDGE_PATH_POLICY_GRAPH_H

#include "path/rule.h"

/* A policy that is valid at a level. */
typedef struct kedge_policy_node {
    kedge_span policy;     /* valid_policy: contents octets; must be the first member, it is sorted by */
    uint32_t first_parent; /* into the expectations of the level above */
    uint32_t parent_count; /* 0: its parent is that level's anyPolicy */
    bool is_mapped;        /* its own identifier is not expected below: it was mapped, or struck out */
    bool is_reached;       /* a node of the last level descends from it */
} kedge_policy_node;

/* One element of a node's expected_policy_set. */
typedef struct kedge_policy_expectation {
    kedge_span policy;     /* the first member, it is sorted by */
    uint32_t node;         /* which node of the level expects it */
} kedge_policy_expectation;

typedef struct kedge_policy_level {
    kedge_policy_node *node;               /* sorted by policy */
    size_t node_count;
    kedge_policy_expectation *expectation; /* sorted by policy */
    size_t expectation_count;
    bool has_any;                          /* there is a node for anyPolicy; its parent is the one above */
} kedge_policy_level;

/* The anchor's level, and one for each certificate. */
#define KEDGE_POLICY_LEVELS_MAX (KEDGE_PATH_MAX + 1)

/* The graph, in memory that the caller lends: about 60 bytes for each policy of a level. */
typedef struct kedge_policy_graph {
    kedge_policy_level level[KEDGE_POLICY_LEVELS_MAX];
    size_t level_count;
    uint8_t *next;         /* the memory left */
    size_t left;           /* in bytes */
} kedge_policy_graph;

/* The graph of the anchor alone. */
void kedge_policy_graph_begin(kedge_policy_graph *graph, void *memory, size_t size);

/* Whether no policy is valid any more. */
bool kedge_policy_graph_is_empty(const kedge_policy_graph *graph);

/* Add the level of a certificate (RFC 9618, 5.3 (d) and (e)).  `is_any_processed`: anyPolicy in it counts.
 * Answers KEDGE_OK, KEDGE_BUDGET_SPENT where the memory does not suffice, or as the reader. */
kedge_status kedge_policy_graph_add(kedge_policy_graph *graph, const kedge_certificate *certificate,
                                    bool is_any_processed);

/* Map the last level (RFC 9618, 5.4 (b)) as the certificate's policyMappings say, or, where mapping is
 * inhibited, strike out what they would map.  Must follow each kedge_policy_graph_add() but that of the
 * target; without it a level expects nothing.  Answers as above. */
kedge_status kedge_policy_graph_map(kedge_policy_graph *graph, const kedge_certificate *certificate,
                                    bool is_mapping_inhibited);

/* Mark all nodes from which the last level descends. */
void kedge_policy_graph_reach(kedge_policy_graph *graph);

/* Memory from what the graph has left, aligned for spans; NULL where it does not suffice. */
void *kedge_policy_graph_take(kedge_policy_graph *graph, size_t count, size_t element);

/* Sort `count` elements of `size` bytes, each of which begins with a kedge_span; heapsort. */
void kedge_policy_sort(void *elements, size_t count, size_t size);

/* A total order of policies; which one does not matter. */
int kedge_policy_compare(kedge_span one, kedge_span other);

/* The first of sorted elements that is not before `policy`; `count` where there is none. */
size_t kedge_policy_search(const void *elements, size_t count, size_t size, kedge_span policy);

/* Whether a policy is anyPolicy. */
bool kedge_policy_is_any(kedge_span policy);

#endif
