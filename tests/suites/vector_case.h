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

/* How an anchor is given. */
typedef enum vector_anchor_form {
    VECTOR_CERTIFICATE,
    VECTOR_TRUSTED_CERTIFICATE, /* with OpenSSL's settings after it */
    VECTOR_ANCHOR_LIST          /* RFC 5914 */
} vector_anchor_form;

/* Blocks of a PEM file, decoded. */
typedef struct vector_blocks {
    size_t count;
    kedge_span block[VECTOR_CHAIN_MAX];
} vector_blocks;

/* What the caller's own functions do. */
typedef struct vector_application {
    bool has_hook;
    bool is_content;             /* the hook's answer */
    kedge_span claimed;          /* identifier of the extension that it processes; empty for none */
    uint32_t logs_min;           /* 0: no timestamps are demanded */
    uint32_t operators_min;
    uint32_t log_operator[VECTOR_CHAIN_MAX];
    bool has_logs_end;
    int64_t logs_end;
} vector_application;

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
    bool has_known;
    uint32_t known;              /* as kedge_verdict.revocation_known */
    bool has_unknown;
    uint32_t unknown;
    bool has_timestamps;
    kedge_status timestamps;     /* what comes of all timestamps together */
    bool has_timestamp;
    kedge_status timestamp;      /* and of the first */
    /* ask */
    const kedge_policy *policy;
    kedge_identity identity;
    kedge_usage usage;
    kedge_time time;
    kedge_policy_inputs policies;
    kedge_span policy_set[VECTOR_POLICIES_MAX];
    /* trust */
    kedge_anchor_terms terms;
    kedge_anchor_constraints constraints;
    vector_distrust distrusted_key;
    vector_distrust distrusted_serial;
    /* revocation, application */
    kedge_revocation_mode mode;
    bool is_soft;
    bool is_stapling_asked;
    kedge_span nonce;
    vector_application application;
    vector_blocks lists;
    vector_blocks responses;
    vector_blocks logs;
    vector_blocks timestamp_lists;
    /* certificates, in DER */
    kedge_span chain[VECTOR_CHAIN_MAX];
    size_t chain_count;
    kedge_span anchors[VECTOR_CHAIN_MAX];
    size_t anchor_count;
    vector_anchor_form anchor_form;
} vector_case;

/** Read every vector of `folder`/manifest, in memory of the forge.  What cannot be read ends the program.
 *  @return how many there are. */
size_t vector_cases_load(const char *folder, vector_case **cases);

#endif
