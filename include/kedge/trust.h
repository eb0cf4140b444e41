/* kedge/trust.h - whom to believe: provisioned trust anchors and a distrust list (RFC 5280, 6.1.1 (d)).
 *
 * An anchor is a name and a key, from a certificate or bare, with terms of its own (RFC 5937 in
 * spirit).  All memory is the caller's: one block, given once, that the trust carves up and never
 * outgrows.  Anchors are found by the hash of their normalised subject or by key identifier, at a
 * cost that does not depend on how many there are.
 *
 * Life: initialise, add, then only read.  A trust that is no longer added to may be shared by any
 * number of threads.  To change it while others verify, build a second one and hand out its pointer
 * instead; free the first when the last verification that began with it has ended.
 *
 * Lifetimes: `_der` functions borrow their bytes, which must live and stay unchanged as long as the
 * trust; `_copy` and `_pem` functions copy what they need into the trust's memory.
 */
#ifndef KEDGE_TRUST_H
#define KEDGE_TRUST_H

#include <kedge/certificate.h>
#include <kedge/pem.h>

/** Terms of an anchor, as bits.  Where a bit is not set in kedge_anchor_terms.given, the policy's
 *  default holds (kedge_policy.anchor_terms). */
enum {
    KEDGE_ANCHOR_ISSUER = 1 << 0,             /**< it may issue certificates */
    KEDGE_ANCHOR_LEAF = 1 << 1,               /**< it may itself be the certificate in question.  For a bare name and
                                                   key only where it is given for that anchor, whatever the policy's
                                                   default: it pins the key, and nothing else of the certificate
                                                   need be signed by anybody */
    KEDGE_ANCHOR_LEAF_SELF_SIGNED = 1 << 2,   /**< ... but only where it is signed with its own key */
    KEDGE_ANCHOR_EXPIRY = 1 << 3,             /**< its own validity is enforced */
    KEDGE_ANCHOR_CONSTRAINTS = 1 << 4,        /**< its basic constraints, path length, key usage, extended key
                                                   usage, name constraints and policies are enforced, each where
                                                   the certificate has it */
    KEDGE_ANCHOR_BASIC_CONSTRAINTS = 1 << 5,  /**< it must have basicConstraints and be a CA by them to issue */
    KEDGE_ANCHOR_TERMS_ALL = (1 << 6) - 1
};

/** What binds the paths that end in an anchor, beside what its certificate says (RFC 5937): all of it holds,
 *  and so does what its certificate says where KEDGE_ANCHOR_CONSTRAINTS is set.  Elements are DER, each whole,
 *  with the identifier octet of a SEQUENCE; one of size 0 is absent.  Zeroed: nothing.
 *
 *  Every policy enforces these constraints, whatever KEDGE_ANCHOR_CONSTRAINTS says: who gives them means
 *  them, and that bit is about the anchor's certificate alone. */
typedef struct kedge_anchor_constraints {
    kedge_span name_constraints; /**< NameConstraints (RFC 5280, 4.2.1.10) for all names of the path */
    kedge_span policies;         /**< CertificatePolicies (RFC 5280, 4.2.1.4): where an explicit policy is
                                      required, only these will do, among those that the request names */
    bool require_explicit_policy; /**< as the flags of kedge_policy_inputs: it suffices that one of the two */
    bool inhibit_policy_mapping;  /**< is set */
    bool inhibit_any_policy;
    bool has_path_length;
    uint32_t path_length;        /**< how many intermediates that are not self-issued may follow */
    kedge_span purposes;         /**< SEQUENCE OF KeyPurposeId: the anchor is trusted for these usages alone;
                                      anyExtendedKeyUsage stands for all, an empty sequence for none */
    kedge_span refused_purposes; /**< the same: it is not trusted for these, even where `purposes` has them */
} kedge_anchor_constraints;

/** What holds for one anchor beside the policy's defaults.  Zeroed: the defaults alone. */
typedef struct kedge_anchor_terms {
    uint32_t given;            /**< which KEDGE_ANCHOR_ bits of `value` count */
    uint32_t value;
    bool has_distrusted_after;
    int64_t distrusted_after;  /**< a certificate in question whose notBefore is later is refused;
                                    seconds since 1970-01-01T00:00:00Z */
    const kedge_anchor_constraints *constraints; /**< NULL for none; copied into the trust's memory */
} kedge_anchor_terms;

/** An anchor in a trust.  To be read, not written. */
typedef struct kedge_anchor {
    kedge_certificate certificate; /**< where it was given as name and key alone, `version` is 0 and only
                                        `der`, `subject`, `subject_hash` and `key` are meaningful */
    kedge_anchor_terms terms;
    uint32_t next_by_subject;      /**< ordinal + 1 of the next in the same bucket, 0 for none */
    uint32_t next_by_key_id;
    const kedge_anchor_constraints *stated;  /**< what the block or list that it came from says of it, beside
                                                  `terms`; NULL for nothing */
    const kedge_anchor_constraints *pending; /**< NULL but while a bundle is read */
    const void *prepared;          /**< the key as the crypto provider prepared it, or NULL */
} kedge_anchor;

/** A trust.  To be handled by the functions below only; its size is public so that a caller can
 *  place it anywhere. */
typedef struct kedge_trust {
    const kedge_crypto *crypto;
    kedge_anchor *anchors;       /**< grows upwards from the start of the memory */
    size_t anchor_count;
    uint32_t *by_subject;        /**< buckets: ordinal + 1 of the first anchor, 0 for none */
    uint32_t *by_key_id;
    size_t bucket_count;         /**< a power of two */
    uint8_t *top;                /**< copies grow downwards from the end of the memory to here */
    struct kedge_distrust **distrusted; /**< buckets of the distrust list */
    bool has_distrusted_keys;    /**< it has entries by key, so keys must be hashed */
} kedge_trust;

/** The memory given to a trust must be aligned to this. */
#define KEDGE_TRUST_ALIGN 16

/** The most bytes that an entry of the distrust list takes, beside those of its issuer and serial number. */
#define KEDGE_TRUST_DISTRUST_SIZE 72

/** The most bytes that constraints take, beside those of their elements. */
#define KEDGE_TRUST_CONSTRAINTS_SIZE 128

/** @return bytes of memory that hold `anchors` anchors whose encodings, where they are copied, have
 *          `der_bytes` bytes together; SIZE_MAX where no memory is that large.  The distrust list counts
 *          as bytes copied (KEDGE_TRUST_DISTRUST_SIZE), so do constraints (KEDGE_TRUST_CONSTRAINTS_SIZE),
 *          and so does, while a bundle is read, the block in hand. */
size_t kedge_trust_size(size_t anchors, size_t der_bytes);

/**
 * Begin an empty trust.
 *
 * @param memory  `size` bytes aligned to KEDGE_TRUST_ALIGN, used as long as the trust.
 * @param crypto  hashes for the distrust list and prepares keys; kedge_crypto_default() where in doubt.
 * @return KEDGE_OK, KEDGE_MEMORY_TOO_SMALL, KEDGE_BAD_ARGUMENT (a NULL, or misaligned memory).
 */
kedge_status kedge_trust_init(kedge_trust *trust, void *memory, size_t size, const kedge_crypto *crypto);

/**
 * Add an anchor from one certificate in DER, borrowed.  A certificate that is there already, byte for
 * byte, is merged: nothing is added and the terms given now replace those given before.
 *
 * @param terms  NULL for the defaults.
 * @param fault  receives the offset of the byte at fault when the certificate does not parse.
 * @return KEDGE_OK, KEDGE_MEMORY_TOO_SMALL, KEDGE_BAD_ARGUMENT (terms with unknown bits, or with
 *         constraints that are not of their form), or as kedge_certificate_parse().
 */
kedge_status kedge_trust_add_der(kedge_trust *trust, const uint8_t *der, size_t size,
                                 const kedge_anchor_terms *terms, uint32_t *fault);

/** The same, but the bytes are copied into the trust's memory. */
kedge_status kedge_trust_add_copy(kedge_trust *trust, const uint8_t *der, size_t size,
                                  const kedge_anchor_terms *terms, uint32_t *fault);

/**
 * Add an anchor from a bare name and key (RFC 5280, 6.1.1 (d)(1) to (3)); both are copied.
 *
 * @param subject                  a Name in DER, the whole element.
 * @param subject_public_key_info  the key in DER, the whole element.
 * @param fault  receives the offset of the byte at fault, counted over the subject and the key after it.
 * @return KEDGE_OK, KEDGE_MEMORY_TOO_SMALL, KEDGE_BAD_ARGUMENT (terms with unknown bits),
 *         KEDGE_ISSUER_EMPTY, or as kedge_name_check() and kedge_public_key_read().
 */
kedge_status kedge_trust_add_name_and_key(kedge_trust *trust, kedge_span subject,
                                          kedge_span subject_public_key_info,
                                          const kedge_anchor_terms *terms, uint32_t *fault);

/** What to do with a block of a bundle, or an entry of a list, that cannot be read. */
typedef enum kedge_bundle_damage {
    KEDGE_BUNDLE_STOP, /**< fail, and leave the trust as it was before the bundle */
    KEDGE_BUNDLE_SKIP  /**< tell the report and go on */
} kedge_bundle_damage;

/** What became of a bundle; nothing was added or merged where it failed. */
typedef struct kedge_bundle_report {
    uint32_t blocks;      /**< blocks found */
    uint32_t added;       /**< anchors added */
    uint32_t merged;      /**< certificates that were there already */
    uint32_t skipped;     /**< damaged blocks passed over */
    uint32_t block;       /**< ordinal of the first damaged block, the first is 1; 0 for none */
    kedge_status status;  /**< what is wrong with it */
    size_t offset;        /**< offset of the byte at fault: in the text for PEM, in the block's DER after; in a
                               list, in the list */
} kedge_bundle_report;

/**
 * Add every certificate of a PEM text (RFC 7468, lax form), copied.  Blocks that are neither
 * certificates nor "TRUSTED CERTIFICATE" count as damaged: a private key as KEDGE_PEM_PRIVATE_KEY, any
 * other as KEDGE_PEM_NOT_CERTIFICATE.  The settings in a "TRUSTED CERTIFICATE" of OpenSSL's are kept: what it
 * is trusted for becomes `purposes` of kedge_anchor.stated, what it is rejected for `refused_purposes`; its
 * alias and key identifier are passed over.
 *
 * @param report  filled in on every return; may be NULL.
 * @return KEDGE_OK; KEDGE_NO_CERTIFICATE when no certificate was found; the status of the first
 *         damaged block under KEDGE_BUNDLE_STOP; KEDGE_MEMORY_TOO_SMALL (trust as before).
 */
kedge_status kedge_trust_add_pem(kedge_trust *trust, const uint8_t *text, size_t size,
                                 const kedge_anchor_terms *terms, kedge_bundle_damage damage,
                                 kedge_bundle_report *report);

/**
 * Add every anchor of a TrustAnchorList in DER (RFC 5914, 3), copied.  Its three kinds of entries:
 *
 * - a certificate, as kedge_trust_add_copy() adds it;
 * - a TBSCertificate, which becomes a certificate without a signature;
 * - a TrustAnchorInfo, which becomes the certificate in its certPath or, where there is none, a bare name and
 *   key; its certPath and the extKeyUsage among its extensions become kedge_anchor.stated.  One without a
 *   certPath has no name and counts as damaged, as KEDGE_ISSUER_EMPTY.  So does one with extensions that kedge
 *   does not enforce here, as KEDGE_CONSTRAINT_NOT_JUDGED, or does not know and that are critical, as
 *   KEDGE_UNKNOWN_CRITICAL_EXTENSION.  Titles and key identifiers are checked and passed over.
 *
 * @param damage  what to do with an entry that cannot be read; where an entry's end cannot be found, reading
 *                fails in any case.
 * @param report  filled in on every return, `blocks` counts entries; may be NULL.
 * @return KEDGE_OK; KEDGE_NO_CERTIFICATE where every entry was passed over; the status of the first damaged
 *         entry; KEDGE_MEMORY_TOO_SMALL; KEDGE_BAD_ARGUMENT as above.  Whatever fails leaves the trust as before.
 */
kedge_status kedge_trust_add_list(kedge_trust *trust, const uint8_t *der, size_t size,
                                  const kedge_anchor_terms *terms, kedge_bundle_damage damage,
                                  kedge_bundle_report *report);

/**
 * Prepare the keys of all anchors (kedge/crypto.h), as far as the provider prepares them: signatures of the
 * anchors are then verified faster.  To be called once, after adding.
 *
 * @param limit  bytes of the trust's memory for one key at most; kedge_trust_size() counts none for this.
 * @return KEDGE_OK; KEDGE_MEMORY_TOO_SMALL when some keys were left as they were.
 */
kedge_status kedge_trust_prepare(kedge_trust *trust, size_t limit);

/** Distrust every certificate and anchor whose SubjectPublicKeyInfo has this SHA-256.
 *  @return KEDGE_OK or KEDGE_MEMORY_TOO_SMALL. */
kedge_status kedge_trust_distrust_key(kedge_trust *trust, const uint8_t digest[KEDGE_SHA256_SIZE]);

/** Distrust the certificate with this issuer (a Name in DER, whole) and serial number (contents octets
 *  of the INTEGER); both are copied.  @return KEDGE_OK, KEDGE_MEMORY_TOO_SMALL, KEDGE_ISSUER_EMPTY,
 *  KEDGE_DER_BAD_INTEGER (a serial number that is empty or not minimal), or as kedge_name_check(). */
kedge_status kedge_trust_distrust_serial(kedge_trust *trust, kedge_span issuer, kedge_span serial_number);

/** @return whether `certificate` stands on the distrust list. */
bool kedge_trust_is_distrusted(const kedge_trust *trust, const kedge_certificate *certificate);

/** @return how many anchors there are. */
size_t kedge_trust_count(const kedge_trust *trust);

/** @return the anchor with this ordinal, in the order of adding; NULL beyond the last. */
const kedge_anchor *kedge_trust_at(const kedge_trust *trust, size_t ordinal);

/**
 * Walk over the anchors with the name `subject` (a checked Name, whole), in an order that depends on
 * their bytes and not on the order of adding.
 *
 * @param hash      kedge_name_hash(subject).
 * @param previous  NULL to begin, then the anchor returned last.
 * @return the next, NULL after the last.
 */
const kedge_anchor *kedge_trust_find(const kedge_trust *trust, kedge_span subject, uint64_t hash,
                                     const kedge_anchor *previous);

/** The same by subject key identifier. */
const kedge_anchor *kedge_trust_find_key_id(const kedge_trust *trust, kedge_span key_id,
                                            const kedge_anchor *previous);

/** @return the ordinal of an anchor of this trust. */
size_t kedge_trust_ordinal(const kedge_trust *trust, const kedge_anchor *anchor);

#endif
