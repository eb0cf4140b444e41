/* vector.h - what a vector is, and writing one down.
 *
 * A vector is a question (certificates, anchors, what is asked of them) and the one right answer.  Fields
 * left out are those of the usual question: is this chain good for host.example as a TLS server, on the
 * first day of 2026, under the policy webpki?
 */
#ifndef VECTOR_H
#define VECTOR_H

#include "forge/forge.h"

#define VECTOR_CERTIFICATES_MAX 12

typedef struct vector {
    const char *name;      /* of the case, within its rule */
    const char *expect;    /* vectors/README.md has the grammar of this and the following */
    const char *policy;    /* "webpki" */
    const char *identity;  /* "dns=host.example" */
    const char *usage;     /* "server" */
    const char *time;      /* "2026-01-01T00:00:00Z" */
    const char *policies;  /* certificate policies wanted and demanded; nothing */
    const char *trust;     /* terms of the anchors and what is distrusted; nothing */
    const char *revocation; /* what is asked of it; nothing is said */
    const char *application; /* what the caller's own functions do; there are none */
    const char *label;     /* of the anchors' blocks: "CERTIFICATE" */
    const char *clause;
    const char *why;
    kedge_span chain[VECTOR_CERTIFICATES_MAX];   /* the one in question first; an empty span ends it */
    kedge_span anchors[VECTOR_CERTIFICATES_MAX]; /* likewise, and so the following */
    kedge_span lists[VECTOR_CERTIFICATES_MAX];   /* revocation lists */
    kedge_span responses[VECTOR_CERTIFICATES_MAX]; /* OCSP responses */
    kedge_span logs[VECTOR_CERTIFICATES_MAX];    /* keys of logs */
    kedge_span timestamps[VECTOR_CERTIFICATES_MAX]; /* what came in TLS, one list at most */
} vector;

/** All following vectors belong to this rule. */
void vector_rule(const char *rule);

/** Write a vector: its certificates, and its stanza in the manifest. */
void vector_emit(const vector *row);

/* The rules, each in the file of its name. */
void emit_anchor(void);
void emit_anchor_constraints(void);
void emit_application(void);
void emit_algorithm_policy(void);
void emit_basic_constraints(void);
void emit_certificate_policy(void);
void emit_chain(void);
void emit_conformance(void);
void emit_critical_extensions(void);
void emit_der(void);
void emit_distrust(void);
void emit_extended_key_usage(void);
void emit_identity(void);
void emit_key_identifiers(void);
void emit_key_usage(void);
void emit_name(void);
void emit_name_constraints(void);
void emit_ocsp(void);
void emit_path_length(void);
void emit_revocation(void);
void emit_signature(void);
void emit_timestamps(void);
void emit_validity(void);
void emit_version(void);

#endif
