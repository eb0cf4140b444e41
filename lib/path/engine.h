/* engine.h - the state of one verification, as it lies in the caller's workspace.
 *
 * graph.c builds the graph of certificates and anchors, search.c walks it, rulebook.c judges, engine.c
 * runs them and keeps the verdict.  Everything here is found again from the workspace alone, so that a
 * verification can stop whenever a signature is needed.
 */
#ifndef KEDGE_PATH_ENGINE_H
#define KEDGE_PATH_ENGINE_H

#include "path/finding.h"
#include "path/revocation.h"
#include "trust/align.h"

/* A certificate that may stand in a path: the target (node 0), an extra certificate, or an anchor. */
typedef struct kedge_node {
    const kedge_certificate *certificate;
    const kedge_anchor *anchor;   /* where it is one, else NULL */
    uint32_t anchor_terms;        /* KEDGE_ANCHOR_ bits that hold for it */
    uint32_t hard_offset;
    uint32_t tolerable_offset;
    uint32_t seen;                /* the walk that reached this node last (kedge_graph.walk) */
    uint16_t subject;             /* nodes with equal names have equal numbers */
    uint16_t issuer;
    uint16_t next;                /* another node with the same subject, KEDGE_NO_NODE for none */
    uint16_t key;                 /* the first node with the same SubjectPublicKeyInfo */
    uint16_t cached_key;          /* the key under which the link cache knows its signature to verify */
    int16_t index;                /* place in the request's chain, or KEDGE_INDEX_ANCHOR */
    uint8_t hard;                 /* the first rule broken of class RULE, a kedge_status */
    uint8_t tolerable;            /* the first of class TOLERABLE */
    uint8_t faults;               /* KEDGE_FAULT_ bits */
    uint8_t on_path;              /* how many nodes of the current path have its name and key */
    bool is_judged;
} kedge_node;

/* How bad the faults of a judged node are. */
static inline kedge_severity kedge_node_severity(const kedge_node *node)
{
    if (node->hard != KEDGE_OK)
        return KEDGE_SEVERITY_HARD;
    return node->tolerable != KEDGE_OK ? KEDGE_SEVERITY_TOLERABLE : KEDGE_SEVERITY_NONE;
}

/* An edge leads from a certificate to a key of its issuer's name.  Its state is what is known of the
 * signature: KEDGE_PENDING until that was looked at, then KEDGE_OK or why not. */
typedef struct kedge_graph {
    kedge_node *node;
    uint16_t node_count;
    uint16_t node_capacity;
    uint16_t certificate_count;   /* nodes below this are certificates of the request, the rest anchors */
    bool is_cut_off;              /* more anchors bear a name wanted than there was room for */
    uint8_t *edge;                /* [certificate node][key] */
    uint16_t *bearer;             /* [name]: the first of the nodes whose subject it is */
    uint16_t *queue;              /* room for every node, for walks */
    uint32_t walk;                /* ordinal of the walk made last */
} kedge_graph;

#define KEDGE_NO_NODE UINT16_MAX

/* A signature that has to be verified, and whose it is: that of certificate node `child` under the key of node
 * `issuer`. */
typedef struct kedge_link {
    kedge_signature_job job;
    uint16_t child;
    uint16_t issuer;
    uint8_t answer;               /* KEDGE_PENDING until it is known, then KEDGE_OK or why not */
} kedge_link;

/* The signature that the search waits for, and those that it guesses that it would ask for next. */
#define KEDGE_LINKS_MAX 8
typedef struct kedge_links {
    kedge_link link[KEDGE_LINKS_MAX];
    const kedge_signature_job *job[KEDGE_LINKS_MAX]; /* of the same */
    uint16_t count;
} kedge_links;

/* The most certificates of a request, whatever its policy says: nodes and names are numbered in 16 bits. */
#define KEDGE_CERTIFICATES_LIMIT 8192

/* The verification. */
typedef struct kedge_engine {
    const kedge_trust *trust;
    const kedge_request *request;
    kedge_verdict *verdict;
    kedge_graph graph;
    kedge_certificate *certificate;   /* room for the request's, parsed */
    kedge_path path;                  /* the current path, as far as it goes */
    uint16_t path_node[KEDGE_PATH_MAX];
    uint16_t accepted_node[KEDGE_PATH_MAX]; /* the path that was accepted */
    uint16_t accepted_length;         /* 0 for none */
    uint32_t tried[KEDGE_PATH_MAX];   /* the place in the order of candidates that was tried last at each step */
    uint16_t candidate;               /* whose signature over the path's last certificate is being looked at */
    kedge_severity admitted;          /* certificates with worse faults are left out of the search */
    kedge_severity best;              /* how bad the best path found so far is; meaningful with has_path */
    bool has_path;                    /* a path of verified signatures was found */
    bool is_leaf_anchor;              /* the target itself is looked at as the anchor */
    bool has_failed;                  /* a signature was found wrong: names are no guide here */
    bool is_done;
    uint32_t promise;                 /* how promising the fault is that the verdict names while has_path is not */
    kedge_links links;
    kedge_revocation revocation;
    int64_t evidence_until;           /* of the best path: how long what is known of revocation holds */
    void *scratch;                    /* the rest of the workspace */
    size_t scratch_size;
} kedge_engine;

/* How many more anchors than certificates of the request a graph has room for. */
#define KEDGE_GRAPH_MORE_ANCHORS 16

/* graph.c */

/* How many nodes a graph of `certificates` certificates has room for. */
size_t kedge_graph_capacity(size_t certificates);

/* Bytes that the parts of a graph of `certificates` certificates need, each part aligned. */
size_t kedge_graph_size(size_t certificates);

/* Lay the graph out in `memory` and fill it: parse the request's certificates, drop duplicates and what
 * does not parse (told to the trace), number names and keys, and collect the anchors that the target
 * can lead to by names.  Nodes stand in an order that nobody's sending order changes.  Fails only where the target itself does not parse, with the offset. */
kedge_status kedge_graph_build(kedge_engine *engine, uint8_t *memory, uint32_t *offset);

/* The next anchor after `previous` that is the target itself, NULL where there is none: the very certificate, or its
 * bare name and key. */
const kedge_anchor *kedge_graph_find_target(const kedge_engine *engine, const kedge_anchor *previous);

/* The state of the edge from certificate node `child` to the key of node `issuer`. */
uint8_t *kedge_graph_edge(const kedge_graph *graph, uint16_t child, uint16_t issuer);

/* How the key identifiers of two certificates fit.  They are a hint only (RFC 5280, 4.2.1.1). */
typedef enum kedge_key_fit {
    KEDGE_KEY_NAMED,  /* the child names the issuer's key */
    KEDGE_KEY_UNTOLD, /* one of them has no identifier */
    KEDGE_KEY_OTHER   /* it names another */
} kedge_key_fit;

kedge_key_fit kedge_graph_key_fit(const kedge_certificate *child, const kedge_certificate *issuer);

/* rulebook.c */

/* Judge a node by the certificate rules, once. */
void kedge_rulebook_judge_node(kedge_engine *engine, uint16_t node, kedge_role role);

/* Judge the current path by everything but revocation and the application: faults of its nodes, path rules.
 * Stores what is found in `finding`, which belongs to the caller. */
void kedge_rulebook_judge_path(kedge_engine *engine, kedge_finding *finding);

/* Ask the application about a path that nothing else refuses. */
void kedge_rulebook_ask_application(const kedge_engine *engine, kedge_finding *finding);

/* The terms that hold for an anchor under a policy. */
uint32_t kedge_anchor_terms_under(const kedge_anchor *anchor, const kedge_policy *policy);

/* search.c */

/* Begin a search that admits certificates with faults up to `admitted`. */
void kedge_search_begin(kedge_engine *engine, kedge_severity admitted);

/* Go on.  Answers KEDGE_PENDING when a signature is needed, that of the first of engine->links,
 * KEDGE_BUDGET_SPENT, or KEDGE_OK when the search has ended. */
kedge_status kedge_search_run(kedge_engine *engine);

/* Take the answer for the first link. */
void kedge_search_resume(kedge_engine *engine, kedge_status signature);

/* Add the links that would be asked for next, as far as room and half of the budget go: were each to verify, or,
 * once one has failed, were none to. */
void kedge_search_look_ahead(kedge_engine *engine);

/* Begin with the path of one certificate: the target, which is an anchor (its node says which) and may be
 * the leaf. */
void kedge_search_begin_leaf(kedge_engine *engine);

/* Whether a path was found and no better one can be, in this search or any other. */
bool kedge_search_is_settled(const kedge_engine *engine);

/* Name what stopped the most promising path, where none of verified signatures was found. */
void kedge_search_explain(kedge_engine *engine);

/* link.c */

/* What the policy and the provider say before any arithmetic: algorithm, key, and that they fit. */
kedge_status kedge_link_judge(const kedge_engine *engine, uint16_t child, uint16_t issuer);

/* What is known of a signature without verifying it now: from a look ahead, or from the request's cache.
 * KEDGE_PENDING where nothing is. */
kedge_status kedge_link_recall(kedge_engine *engine, uint16_t child, uint16_t issuer);

/* Whether a signature is neither known nor asked for yet. */
bool kedge_link_is_needed(kedge_engine *engine, uint16_t child, uint16_t issuer);

/* Put a link at the end of engine->links, where there is room for it. */
void kedge_link_add(kedge_engine *engine, uint16_t child, uint16_t issuer);

/* What counts of an answer for a signature.  It comes from outside, and one octet of it is kept: an error code of
 * another library must not become another answer by that, and asking for more time is none. */
static inline kedge_status kedge_signature_answer(kedge_status answer)
{
    const bool is_answer = (unsigned)answer < (unsigned)KEDGE_STATUS_COUNT && answer != KEDGE_PENDING;

    return is_answer ? answer : KEDGE_BAD_ARGUMENT;
}

/* Forget all links. */
void kedge_link_begin(kedge_engine *engine);

/* The same for any other signature: what can be said of it without arithmetic, and as the only job there is. */
kedge_status kedge_job_judge(const kedge_engine *engine, const kedge_algorithm *algorithm,
                             const kedge_public_key *key);
void kedge_job_put(kedge_engine *engine, const kedge_signature_job *job);

/* Tell the request's caches what an accepted path relied on. */
void kedge_link_remember(const kedge_engine *engine);

/* algorithm_policy.c */

/* Whether `policy` allows signatures by `algorithm`: KEDGE_OK or KEDGE_ALGORITHM_REFUSED. */
kedge_status kedge_policy_judge_algorithm(const kedge_policy *policy, const kedge_algorithm *algorithm);

/* Whether `policy` allows `key`: KEDGE_OK or KEDGE_KEY_REFUSED. */
kedge_status kedge_policy_judge_key(const kedge_policy *policy, const kedge_public_key *key);

/* request.c */

/* Check that everything is given or waived in as many words. */
kedge_status kedge_request_check(const kedge_request *request);

/* engine.c */

/* Each part of the workspace begins at a multiple of its alignment. */
static inline size_t kedge_aligned(size_t size)
{
    return kedge_align(size, KEDGE_WORKSPACE_ALIGN);
}

/* Begin a verification of a checked request whose graph and tables lie at `memory`; the scratch memory is set
 * already.  Answers KEDGE_OK, or why the certificate in question does not parse. */
kedge_status kedge_engine_begin(kedge_engine *engine, const kedge_trust *trust, const kedge_request *request,
                                kedge_verdict *verdict, uint8_t *memory, bool is_nested);

/* Go on until there is a verdict, or KEDGE_PENDING: then a signature is needed, or, where
 * revocation.is_path_wanted, the path of a signer. */
kedge_status kedge_engine_run(kedge_engine *engine);

/* Tell the trace.  Inline, so that no event is made up where nobody listens. */
static inline void kedge_engine_trace(const kedge_engine *engine, const kedge_event *event)
{
    if (engine->request->trace != NULL)
        engine->request->trace(engine->request->context, event);
}

#endif
