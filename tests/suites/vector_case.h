/* vector_case.h - the vectors' manifest, read: vectors/README.md explains its form. */
#ifndef VECTOR_CASE_H
#define VECTOR_CASE_H

#include <kedge/kedge.h>

#define VECTOR_CHAIN_MAX 16
#define VECTOR_POLICIES_MAX 4

/* Where a verdict points to a certificate: a place in the chain or KEDGE_INDEX_ANCHOR. */
typedef struct vector_path {
    size_t length;               /* 0: the manifest does not say */
    int place[VECTOR_CHAIN_MAX];
} vector_path;

/* What is distrusted: the key or the serial number of a certificate of the chain, or of an anchor. */
typedef struct vector_distrust {
    bool is_given;
    int place;
} vector_distrust;

typedef struct vector_case {
    char id[96];
    /* expect */
    bool is_accepted;
    kedge_status status;
    kedge_status reason;         /* status, unless given */
    int certificate;             /* KEDGE_INDEX_NONE where the verdict is to name none */
    bool has_faults;
    uint32_t faults;
    vector_path path;
    /* ask */
    const kedge_policy *policy;
    kedge_identity identity;
    kedge_usage usage;
    kedge_time time;
    kedge_policy_inputs policies;
    kedge_span policy_set[VECTOR_POLICIES_MAX];
    /* trust */
    kedge_anchor_terms terms;
    vector_distrust distrusted_key;
    vector_distrust distrusted_serial;
    /* certificates, in DER */
    kedge_span chain[VECTOR_CHAIN_MAX];
    size_t chain_count;
    kedge_span anchors[VECTOR_CHAIN_MAX];
    size_t anchor_count;
} vector_case;

/** Read every vector of `folder`/manifest, in memory of the forge.  What cannot be read ends the program.
 *  @return how many there are. */
size_t vector_cases_load(const char *folder, vector_case **cases);

#endif
