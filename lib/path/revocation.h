/* revocation.h - whether certificates of a path are revoked (RFC 5280, 6.3; RFC 6960, 3).
 *
 * The stage runs for a path that nothing but the application's hook can refuse any more.  It judges one
 * certificate after the other by everything that is given, and what is known of signatures is kept for the whole
 * verification.  Where a signature is needed the judgement is broken off, and goes on with the same list or response
 * when the answer is there: each is looked at once, however many signatures it takes.  What is compared counts
 * against the policy's budget.
 *
 * revocation.c runs the stage, revocation_crl.c judges by lists, revocation_delta.c finds deltas, revocation_ocsp.c
 * judges by OCSP responses, evidence.c finds who signed, signer_path.c leads from a separate signer to the path's
 * anchor.
 */
#ifndef KEDGE_PATH_REVOCATION_H
#define KEDGE_PATH_REVOCATION_H

#include "path/finding.h"

struct kedge_engine;
struct kedge_signer_path;

/* What is known of one certificate's status. */
typedef struct kedge_certificate_status {
    bool is_asked;      /* something is given that is about the certificate, or might be */
    bool is_known;
    bool is_revoked;
    bool is_stapled;    /* an OCSP response says good */
    kedge_status why;   /* where it is not known: what is wrong with what is given */
    uint16_t reasons;   /* for which of them lists say that it is not revoked */
    int64_t until;      /* of what was relied on */
    int64_t time;       /* where revoked */
    uint8_t reason;
} kedge_certificate_status;

/* How far a certificate has been judged by the lists, one after the other. */
typedef struct kedge_list_walk {
    kedge_certificate_status found;
    size_t row;         /* the list being looked at */
    size_t delta;       /* the delta being tried with it, a place in kedge_revocation.delta */
    uint16_t reasons;   /* for which it is about the certificate */
    bool is_open;       /* it is, and can tell something, if it is signed by who may */
} kedge_list_walk;

/* The stage, as a part of the engine. */
typedef struct kedge_revocation {
    bool is_running;             /* the engine's current path is being judged */
    bool is_path_wanted;         /* the path of a separate signer has to be found next */
    bool is_nested;              /* this engine itself finds such a path: it knows no separate signers */
    bool is_sorted;              /* `delta` is made */
    size_t position;             /* in the path, of the certificate being judged */
    size_t response;             /* the OCSP response being looked at */
    size_t responder_ordinal;    /* the certificate that comes with it and is looked at as its signer's */
    kedge_list_walk lists;       /* about the certificate; what is known of it is here */
    kedge_list_walk responder_lists; /* about that signer's */
    kedge_finding finding;       /* of the path */
    uint8_t *edge;               /* [evidence][key]: what is known of a signature, a kedge_status */
    uint8_t *delegate;           /* [response][certificate]: the same of responses under keys that come with them */
    kedge_certificate *responder; /* room for such a certificate, parsed */
    uint8_t *signer;             /* [node]: whether a path leads from it to `anchor`, a kedge_status */
    int64_t *signer_until;       /* [node]: how long that path is good */
    uint16_t *delta;             /* the deltas among the lists, in the order of revocation_delta.c */
    size_t delta_count;
    uint8_t *awaited;            /* where the answer for the engine's job is to be stored */
    const kedge_anchor *anchor;  /* that of `signer` */
    uint16_t signer_node;        /* whose path is wanted */
    struct kedge_signer_path *path;
} kedge_revocation;

/* How many certificates that come with a response are looked at, and how many rows of the table of signatures a
 * response has: one for each of them, and its own. */
#define KEDGE_OCSP_CERTIFICATES 4
#define KEDGE_OCSP_ROWS (KEDGE_OCSP_CERTIFICATES + 1)

/* One signed statement: a list, a response, or the certificate that comes with a response. */
typedef struct kedge_evidence {
    size_t row;              /* of the table of signatures */
    kedge_span issuer;       /* name of who signed it */
    uint64_t issuer_hash;
    const kedge_algorithm *algorithm;
    kedge_span message;
    kedge_span signature;
} kedge_evidence;

/* --- revocation.c --- */

/* Bytes of workspace that the stage needs for a request: none where nothing is given.  For a nested engine less. */
size_t kedge_revocation_size(const kedge_request *request, bool is_nested);

/* How many rows the table of signatures has. */
size_t kedge_revocation_rows(const kedge_request *request);

/* Lay it out in that memory. */
void kedge_revocation_lay_out(struct kedge_engine *engine, uint8_t *memory, bool is_nested);

/* Begin with the engine's current path, of which `finding` is known.  Answers whether there is anything to do. */
bool kedge_revocation_begin(struct kedge_engine *engine, const kedge_finding *finding);

/* Go on.  Answers KEDGE_OK when the finding is complete; KEDGE_PENDING when a signature is needed, or, where
 * is_path_wanted, the path of a signer; KEDGE_BUDGET_SPENT. */
kedge_status kedge_revocation_run(struct kedge_engine *engine);

/* Take the answer for the engine's job. */
void kedge_revocation_resume(struct kedge_engine *engine, kedge_status signature);

/* Pay for comparisons out of the policy's budget.  Answers whether it sufficed. */
bool kedge_revocation_pay(struct kedge_engine *engine, uint64_t comparisons);

/* Nothing is known of a certificate, and no list looked at. */
void kedge_list_walk_begin(kedge_list_walk *walk);

/* Note why the status is not known, the most telling reason of several. */
void kedge_status_note(kedge_certificate_status *found, kedge_status why);

/* Whether a statement made at `this_update`, to be renewed by `next_update`, holds at the request's time: KEDGE_OK
 * or KEDGE_REVOCATION_OUTDATED. */
kedge_status kedge_revocation_judge_time(const kedge_time *time, int64_t this_update, bool has_next_update,
                                         int64_t next_update);

/* --- revocation_crl.c, revocation_ocsp.c --- */

/* Judge the certificate at `position` of the path, by lists also another that the same issuer made, or go on with
 * it.  Answer as kedge_revocation_run(). */
kedge_status kedge_revocation_judge_by_crls(struct kedge_engine *engine, const kedge_certificate *certificate,
                                            size_t position, kedge_list_walk *walk);
kedge_status kedge_revocation_judge_by_ocsp(struct kedge_engine *engine, size_t position);

/* Whether a list can be relied on, but for its signature: KEDGE_OK or why not. */
kedge_status kedge_crl_judge(const kedge_request *request, const kedge_crl *crl);

/* Look for the certificate in a list; the cost counts.  Answers KEDGE_OK with whether it is there, or
 * KEDGE_BUDGET_SPENT. */
kedge_status kedge_crl_look_up(struct kedge_engine *engine, const kedge_crl *crl,
                               const kedge_certificate *certificate, kedge_crl_entry *entry, bool *is_listed);

/* --- revocation_delta.c --- */

/* Sort the deltas among the lists, so that those for one complete list stand together, the newest first. */
void kedge_deltas_sort(struct kedge_engine *engine);

/* The place of the first delta, at `from` or after it, that fits the complete list and can be relied on, but for its
 * signature; delta_count where there is none.  Answers KEDGE_OK or KEDGE_BUDGET_SPENT. */
kedge_status kedge_deltas_next(struct kedge_engine *engine, const kedge_crl *complete, size_t *place);

/* The place to begin at. */
size_t kedge_deltas_begin(const struct kedge_engine *engine, const kedge_crl *complete);

static inline const kedge_crl *kedge_delta_at(const kedge_request *request, const kedge_revocation *revocation,
                                              size_t place)
{
    return request->revocation.crls[revocation->delta[place]];
}

/* --- evidence.c --- */

/* Look for who signed a list about the certificate at `position`: a certificate above it on the path, or another
 * of the request whose own path leads to the same anchor.  Answers KEDGE_OK with its node and how long its path is
 * good; KEDGE_PENDING and KEDGE_BUDGET_SPENT as above; or that nobody is known who may have signed it. */
kedge_status kedge_evidence_find_signer(struct kedge_engine *engine, const kedge_evidence *evidence,
                                        size_t position, uint16_t *node, int64_t *until);

/* Whether it is signed with the key of a node, or of `key`, which belongs to no node and whose answer is kept in
 * `edge`. */
kedge_status kedge_evidence_verify(struct kedge_engine *engine, const kedge_evidence *evidence, uint16_t node);
kedge_status kedge_evidence_verify_under(struct kedge_engine *engine, const kedge_evidence *evidence,
                                         const kedge_public_key *key, const void *prepared, uint8_t *edge);

/* --- distribution_point.c --- */

/* What may still be compared.  Once something costs more than is left, everything compares as different. */
typedef struct kedge_meter {
    uint64_t left;
    bool is_spent;
} kedge_meter;

/* The reasons for which `crl` tells the status of `certificate`, by any of its distribution points; 0 where it is
 * not about it (RFC 5280, 6.3.3 (b) and (d)).  Means nothing once the meter is spent. */
uint16_t kedge_crl_covers(const kedge_crl *crl, const kedge_certificate *certificate, kedge_meter *meter);

/* --- signer_path.c --- */

size_t kedge_signer_path_size(const kedge_request *request);
void kedge_signer_path_lay_out(struct kedge_engine *engine, uint8_t *memory);

/* Begin or go on with the path that is wanted.  Answers KEDGE_PENDING with the engine's job, or KEDGE_OK. */
kedge_status kedge_signer_path_begin(struct kedge_engine *engine);
kedge_status kedge_signer_path_resume(struct kedge_engine *engine, kedge_status signature);

#endif
