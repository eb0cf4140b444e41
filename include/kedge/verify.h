/* kedge/verify.h - judge a certificate chain (RFC 5280, section 6).
 *
 * What this does: finds a path from the certificate in question to an anchor of the trust and applies
 * the rules of the policy to it.  Inputs, by the letters of RFC 5280, 6.1.1: (a) `chain`, (b) `time`,
 * (c) and (e) to (g) `policies`, (d) `trust`.
 * What this leaves to the caller: fetching certificates and revocation lists, reading a clock, deciding what to
 * do with a refusal.
 *
 * The order of the certificates after the first is a hint and no more: the verdict does not depend on
 * it.  Work is bounded by the policy's budget, whatever the input.
 *
 * Thread safety: verifications may run at once on one trust and one policy, each with a workspace and a
 * verdict of its own.
 */
#ifndef KEDGE_VERIFY_H
#define KEDGE_VERIFY_H

#include <kedge/cache.h>
#include <kedge/crl.h>
#include <kedge/identity.h>
#include <kedge/policy.h>
#include <kedge/time.h>
#include <kedge/trust.h>

/** The most certificates of a path, both ends included. */
#define KEDGE_PATH_MAX 32

/** What the certificate in question is wanted for (RFC 5280, 4.2.1.12).  Zeroed: unset, refused. */
typedef enum kedge_usage_kind {
    KEDGE_USAGE_UNSET,
    KEDGE_USAGE_WAIVED, /**< any use, in as many words */
    KEDGE_USAGE_PURPOSE /**< the purpose `oid` */
} kedge_usage_kind;

typedef struct kedge_usage {
    kedge_usage_kind kind;
    kedge_span oid;     /**< contents octets of the purpose's object identifier, any there is */
} kedge_usage;

/** id-kp-serverAuth. */
kedge_usage kedge_usage_server_auth(void);
/** id-kp-clientAuth. */
kedge_usage kedge_usage_client_auth(void);
/** Any use. */
kedge_usage kedge_usage_waived(void);

/** Certificate policies: the inputs (c) and (e) to (g) of RFC 5280, 6.1.1.  Zeroed: any policy will do,
 *  none is required. */
typedef struct kedge_policy_inputs {
    const kedge_span *initial_set; /**< contents octets of policy identifiers; NULL for any-policy */
    size_t initial_set_count;
    bool require_explicit;         /**< initial-explicit-policy */
    bool inhibit_mapping;          /**< initial-policy-mapping-inhibit */
    bool inhibit_any;              /**< initial-any-policy-inhibit */
} kedge_policy_inputs;

/** How much is asked of revocation (RFC 5280, 6.3).  Of the anchor nothing ever is.  Zeroed: what is given is used. */
typedef enum kedge_revocation_mode {
    KEDGE_REVOCATION_GIVEN, /**< a certificate that something given is about, or that something which nobody can read
                                 might be about, is judged by it, and refused where its status is not known then;
                                 of others nothing is asked */
    KEDGE_REVOCATION_OFF,   /**< nothing is asked, in as many words */
    KEDGE_REVOCATION_LEAF,  /**< the status of the certificate in question must be known; else as GIVEN */
    KEDGE_REVOCATION_CHAIN  /**< the status of every certificate of the path must be known */
} kedge_revocation_mode;

/** What is asked and known of revocation.
 *
 *  A certificate is revoked if any list says so that can be relied on, whatever the others say and whatever its
 *  date.  It is not revoked if such lists cover all reasons (RFC 5280, 6.3.3).  A list can be relied on between its
 *  thisUpdate and nextUpdate, which it must have, and if it is signed by a key of its issuer: that of a certificate
 *  above on the path, or of another of `chain` from which a path leads to the same anchor and of which no list says
 *  that it is revoked.  A delta is used with every complete list that it fits.
 *
 *  An OCSP response (RFC 6960) counts like a list that covers all reasons.  It must name the certificate by serial
 *  number and by its issuer's name and key, must have a nextUpdate, and must be signed by that issuer, or by a
 *  responder whose certificate comes with the response (among the first four), is signed by that very issuer, is in
 *  its validity and has the purpose id-kp-OCSPSigning.  Where that certificate lacks id-pkix-ocsp-nocheck, no list
 *  given may revoke it. */
typedef struct kedge_revocation_inputs {
    kedge_revocation_mode mode;
    bool is_soft;                  /**< a status that is not known is let pass, and told in the verdict */
    const kedge_crl *const *crls;  /**< parsed lists, complete ones and deltas, which threads may share */
    size_t crl_count;              /**< up to KEDGE_CRLS_MAX */

    const kedge_span *ocsp_responses; /**< OCSPResponses in DER, such as a peer stapled */
    size_t ocsp_count;             /**< up to KEDGE_OCSP_RESPONSES_MAX */
    kedge_span ocsp_nonce;         /**< that of the request to which they answer: each must repeat it; empty for none */
    bool is_stapling_asked;        /**< the peer was asked for a stapled response, and what it sent is given: then a
                                        certificate in question with the TLS feature status_request (RFC 7633) must
                                        have one that says good, or is refused with KEDGE_OCSP_STAPLE_MISSING, softly
                                        or not.  Without it, or with KEDGE_REVOCATION_OFF, that feature is not judged:
                                        for stacks that cannot deliver what is stapled */
} kedge_revocation_inputs;

/** The most lists and OCSP responses of a request. */
#define KEDGE_CRLS_MAX 16384
#define KEDGE_OCSP_RESPONSES_MAX 64

struct kedge_event;
struct kedge_path;

/** What is asked.  Everything it points at is borrowed until the verification has ended.  Unset fields
 *  refuse; none waives. */
typedef struct kedge_request {
    size_t size;                   /**< sizeof(kedge_request), so that the struct can grow */
    const kedge_policy *policy;
    const kedge_span *chain;       /**< certificates in DER; the first is the one in question */
    size_t chain_count;
    kedge_identity identity;
    kedge_usage usage;
    kedge_time time;
    kedge_policy_inputs policies;
    kedge_revocation_inputs revocation;

    kedge_key_cache *key_cache;    /**< keys of intermediates, prepared; NULL for none.  Of the trust's provider */
    kedge_link_cache *link_cache;  /**< links between CAs that verified before; NULL for none */

    /** Called for every candidate, signature, rule and decision; may be NULL.  It can alter nothing, and
     *  must not verify with the same workspace. */
    void (*trace)(void *context, const struct kedge_event *event);

    /** Called once for each path that has passed every rule; may be NULL.  It can only tighten: any
     *  answer but KEDGE_OK refuses this path with KEDGE_HOOK_REFUSED, and the search goes on. */
    kedge_status (*accept)(void *context, const struct kedge_path *path);

    /** Called for a critical extension that kedge does not know; may be NULL.  true claims that the caller
     *  processes it (RFC 5280, 4.2). */
    bool (*claim)(void *context, const kedge_certificate *certificate, const kedge_extension_view *extension);

    /** Tells whether `domain` (ASCII, in lower case, no dot at its end) is a public
     *  suffix; may be NULL, then WILDCARD_PUBLIC_SUFFIX is not judged. */
    bool (*is_public_suffix)(void *context, kedge_span domain);

    void *context;                 /**< handed to the four functions above */
} kedge_request;

/** A request with nothing set but the policy and the usage. */
#define KEDGE_REQUEST(policy_, usage_) \
    { .size = sizeof(kedge_request), .policy = (policy_), .usage = (usage_) }

/** A path, from the certificate in question to the anchor. */
typedef struct kedge_path {
    const kedge_request *request;
    const kedge_trust *trust;
    const kedge_anchor *anchor;    /**< the last element of `certificate` is its own */
    uint32_t anchor_terms;         /**< KEDGE_ANCHOR_ bits that hold for it here */
    size_t length;                 /**< certificates, both ends included; 1 where the anchor is itself the
                                        certificate in question */
    const kedge_certificate *certificate[KEDGE_PATH_MAX]; /**< [0] is the one in question */
    int16_t index[KEDGE_PATH_MAX]; /**< their places in the request's chain, KEDGE_INDEX_ANCHOR for the last */
} kedge_path;

/** The certificate is an anchor of the trust, not one of the request. */
#define KEDGE_INDEX_ANCHOR (-1)
/** No certificate is meant. */
#define KEDGE_INDEX_NONE (-2)

/** Tolerable faults (kedge/status.h) of the path, as bits: all of them, not only the one reported. */
enum {
    KEDGE_FAULT_TIME = 1 << 0,
    KEDGE_FAULT_IDENTITY = 1 << 1,
    KEDGE_FAULT_REVOCATION = 1 << 2
};

/** What was decided and why.  Indices, offsets and small values only: it outlives everything. */
typedef struct kedge_verdict {
    kedge_status status;          /**< the decision: KEDGE_OK or why not */
    kedge_status reason;          /**< where `status` is KEDGE_NOT_AUTHENTICATED: what stopped the most promising
                                       path; else the same as `status` */
    int16_t certificate;          /**< that it is about: place in the request's chain, KEDGE_INDEX_ANCHOR (the
                                       anchor `anchor`), or KEDGE_INDEX_NONE */
    uint32_t offset;              /**< of the bytes at fault in that certificate; 0 where it is about the whole */
    uint32_t faults;              /**< KEDGE_FAULT_ bits; where it is not 0, every signature verified and every
                                       rule but these holds */

    int16_t path[KEDGE_PATH_MAX]; /**< the path judged: places in the request's chain, leaf first, KEDGE_INDEX_ANCHOR
                                       last unless the leaf is itself the anchor; meaningful where path_length is not 0 */
    uint16_t path_length;         /**< 0 where no path of verified signatures was found */
    uint32_t anchor;              /**< ordinal of the anchor in the trust */

    uint8_t matched_kind;         /**< a kedge_general_name_kind where the identity matched a subjectAltName */
    bool matched_common_name;     /**< the identity matched a commonName */
    kedge_range matched_name;     /**< place of the matched name in the first certificate; {0, 0} for none */
    kedge_range subject_public_key_info; /**< place of the key in the first certificate, for the TLS stack */
    uint8_t key_type;             /**< its kedge_key_type */
    uint16_t key_bits;
    uint16_t key_usage;           /**< KEDGE_KU_ bits of the first certificate; all bits where it has no keyUsage */
    uint16_t extended_key_usage;  /**< KEDGE_EKU_ bits; KEDGE_EKU_ANY where it has no extKeyUsage */

    uint32_t revocation_known;    /**< bit n: path[n] is known not to be revoked; meaningful where path_length is not 0 */
    uint32_t revocation_unknown;  /**< bit n: the status of path[n] was asked and is not known.  Where `status` is
                                       KEDGE_OK, that was let pass */
    int64_t revocation_time;      /**< where `status` is KEDGE_REVOKED: since when */
    uint8_t revocation_reason;    /**< and why, a kedge_reason */

    int64_t valid_until;          /**< the earliest end of what was relied on, notAfter of certificates and nextUpdate of
                                       lists; meaningful where KEDGE_OK */
    kedge_budget spent;           /**< how much of the budget was used */
} kedge_verdict;

/** A workspace must be aligned to this. */
#define KEDGE_WORKSPACE_ALIGN 16

/** @return bytes of workspace that `request` needs. */
size_t kedge_workspace_size(const kedge_request *request);

/** A constant at least as large as kedge_workspace_size() for requests of up to `certificates`
 *  certificates and no revocation lists, a multiple of KEDGE_WORKSPACE_ALIGN, for static memory. */
#define KEDGE_WORKSPACE_SIZE(certificates) \
    ((6144 + (certificates) * sizeof(kedge_certificate) \
      + (2 * (size_t)(certificates) + 16) * (64 + (size_t)(certificates))) \
     / KEDGE_WORKSPACE_ALIGN * KEDGE_WORKSPACE_ALIGN)

/** The same for requests that also have up to `evidence` revocation lists, an OCSP response counting as six. */
#define KEDGE_WORKSPACE_SIZE_REVOCATION(certificates, evidence) \
    (2 * KEDGE_WORKSPACE_SIZE(certificates) + (certificates) * sizeof(kedge_span) \
     + (2 * (size_t)(certificates) + 16) * (2 * (size_t)(evidence) + 24) + 2 * sizeof(kedge_certificate) \
     + 6 * (size_t)(evidence) + 1280)

/**
 * Verify a chain.
 *
 * @param trust      anchors; only read, may be shared by threads.
 * @param request    what is asked; unset fields refuse, they never waive.  Borrowed during the call.
 * @param workspace  scratch memory, aligned to KEDGE_WORKSPACE_ALIGN, used by one verification at a time;
 *                   it need not be cleared before or after.
 * @param size       its size in bytes; kedge_workspace_size() says how much `request` needs.
 * @param verdict    filled in on every return; holds no pointers.
 * @return `verdict->status`: KEDGE_OK; KEDGE_NOT_AUTHENTICATED when no path of verified signatures reaches
 *         an anchor; KEDGE_BUDGET_SPENT when the search was cut off; a status of class CALLER when the
 *         request is not complete; or the status of the rule that the path breaks.
 */
kedge_status kedge_verify(const kedge_trust *trust, const kedge_request *request,
                          void *workspace, size_t size, kedge_verdict *verdict);

/**
 * The same, step by step, for a caller who verifies signatures elsewhere or later (a secure element,
 * a pool of threads, a batch).
 *
 * kedge_verify_begin() takes the arguments of kedge_verify() and runs until it needs a signature or has
 * a verdict.  While the answer is KEDGE_PENDING, kedge_verify_job() is what has to be verified, and
 * kedge_verify_resume() goes on with the answer: what a provider's `verify` returned.  Any other answer
 * is the verdict's status.  Between the calls everything stays borrowed, and the workspace is the only
 * state: giving up is forgetting it.  An answer that is no status, or KEDGE_PENDING, counts as
 * KEDGE_BAD_ARGUMENT: the signature does not verify.
 */
kedge_status kedge_verify_begin(const kedge_trust *trust, const kedge_request *request,
                                void *workspace, size_t size, kedge_verdict *verdict);
const kedge_signature_job *kedge_verify_job(const void *workspace);
kedge_status kedge_verify_resume(void *workspace, kedge_status signature);

/** The most signatures that kedge_verify_jobs() asks for at once. */
#define KEDGE_JOBS_MAX 8

/**
 * All signatures that can be verified now, for a caller who verifies several together: the one of
 * kedge_verify_job(), and those that would be asked for next if each verifies, or, once one has failed, if none
 * does.  Each counts against the budget; of these guesses there are none once half of it is spent.
 *
 * @param count  receives how many: 1 to KEDGE_JOBS_MAX while the answer is KEDGE_PENDING, else 0.
 * @return the jobs, which stay as they are until the verification goes on.
 */
const kedge_signature_job *const *kedge_verify_jobs(void *workspace, size_t *count);

/** Go on with the answers for all jobs of kedge_verify_jobs(), in its order.  As kedge_verify_resume(). */
kedge_status kedge_verify_resume_all(void *workspace, const kedge_status *signatures);

/** A set of certificate policies, listed into memory of the caller. */
typedef struct kedge_policy_set {
    kedge_span *policy;  /**< room for `capacity` identifiers (contents octets), which point into the certificates and
                              the request */
    size_t capacity;
    size_t count;        /**< how many there are; those beyond the capacity are counted and not stored */
    bool has_any;        /**< anyPolicy is one of them */
} kedge_policy_set;

/**
 * List the certificate policies of an accepted path (RFC 5280, 6.1.6; RFC 9618, 5.6), sorted.
 *
 * @param workspace              of a verification that ended in KEDGE_OK, whose request, chain and trust are still
 *                               there.
 * @param authority_constrained  receives the policies for which the CAs issued the path.
 * @param user_constrained       receives those of them that the request names; all where it names any-policy.
 * @return KEDGE_OK; KEDGE_BAD_ARGUMENT where there is no accepted path; KEDGE_BUDGET_SPENT where the certificates
 *         list more policies than the workspace has room to sort: a larger one has more.
 */
kedge_status kedge_verify_policies(void *workspace, kedge_policy_set *authority_constrained,
                                   kedge_policy_set *user_constrained);

/** One of many verifications. */
typedef struct kedge_verification {
    const kedge_request *request;
    void *workspace;              /**< as in kedge_verify(), each its own */
    size_t size;
    kedge_verdict verdict;        /**< filled in */
    kedge_status status;          /**< filled in: as kedge_verify() returns it */
} kedge_verification;

/**
 * Verify many chains: signatures of all of them are handed to the provider together, where it works on several
 * at once.  Each gets the verdict that it would get alone.
 *
 * @param verification  `count` verifications.
 */
void kedge_verify_batch(const kedge_trust *trust, kedge_verification *verification, size_t count);

/** What the trace tells. */
typedef enum kedge_event_kind {
    KEDGE_EVENT_DEAD,       /**< a certificate that does not parse: `certificate`, `status`, `offset` */
    KEDGE_EVENT_CANDIDATE,  /**< `issuer` is tried as the issuer of `certificate` */
    KEDGE_EVENT_SIGNATURE,  /**< the signature of `certificate` under the key of `issuer`: `status` */
    KEDGE_EVENT_RULE,       /**< a rule was judged for `certificate`, or for `path` where that is set: `rule`, `clause`,
                                 `status`; KEDGE_INDEX_NONE for a path that it holds for */
    KEDGE_EVENT_PATH,       /**< a path of verified signatures was found: `path`, `anchor` */
    KEDGE_EVENT_REFUSED,    /**< that path was refused: `status`, `certificate`, `offset` */
    KEDGE_EVENT_DEAD_END,   /**< no candidate issuer of `certificate` is left to try: the search goes back */
    KEDGE_EVENT_VERDICT     /**< the end: `status` */
} kedge_event_kind;

/** One event; pointers are valid during the call only. */
typedef struct kedge_event {
    kedge_event_kind kind;
    kedge_status status;
    int16_t certificate;    /**< as in kedge_verdict */
    int16_t issuer;         /**< the same; KEDGE_INDEX_ANCHOR with `anchor` */
    uint32_t anchor;        /**< ordinal of the anchor, where one is meant */
    uint32_t offset;
    const char *rule;       /**< for example "path length"; NULL where no rule is meant */
    const char *clause;
    const kedge_path *path; /**< NULL where no path is meant */
} kedge_event;

#endif
