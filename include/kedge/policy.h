/* kedge/policy.h - what a verification allows and demands.
 *
 * A policy is data.  Four are ready; a caller may copy one and change fields.  A zeroed policy allows
 * no algorithm and no key, and so accepts nothing.
 *
 * Deviations from RFC 5280, section 6: the name looked for (RFC 9525), extended key usage nested
 * through CAs, algorithm and key strength, and the rules of kedge/conformance.h are judged beside
 * it; validity of anchors and what else binds them is governed by kedge_policy.anchor_terms.
 *
 * Thread safety: verifications only read a policy, so threads may share one that nobody changes.
 */
#ifndef KEDGE_POLICY_H
#define KEDGE_POLICY_H

#include <kedge/crypto.h>

/** The bit of kedge_policy.signatures that allows signatures of `scheme` with `hash`.
 *  `scheme` is a kedge_scheme, `hash` a kedge_hash. */
#define KEDGE_ALLOW(scheme, hash) (UINT64_C(1) << ((scheme) * KEDGE_HASH_COUNT + (hash)))

/** The bit of kedge_policy.key_types that allows keys of a kedge_key_type. */
#define KEDGE_ALLOW_KEY(type) (UINT32_C(1) << (type))

/** Further choices, as bits of kedge_policy.flags. */
enum {
    KEDGE_POLICY_COMMON_NAME = 1 << 0,      /**< where there is no subjectAltName at all, a commonName counts
                                                 as a host name or address */
    KEDGE_POLICY_EKU_ANY_LEAF = 1 << 1,     /**< anyExtendedKeyUsage in the certificate in question allows
                                                 the wanted usage */
    KEDGE_POLICY_V1_ISSUER = 1 << 2,        /**< v1 and v2 certificates below the anchor may issue: for old
                                                 device worlds only */
    KEDGE_POLICY_LEAF_KEY_USAGE = 1 << 3,   /**< keyUsage of the certificate in question, where there, must
                                                 allow what the wanted usage needs, as TLS demands
                                                 (RFC 8446, 4.4.2.2) */
    KEDGE_POLICY_LEAF_USAGES_AGREE = 1 << 4 /**< the same, but only where there is an extKeyUsage too
                                                 (RFC 5280, 4.2.1.12) */
};

/** Countable limits: the same on every machine. */
typedef struct kedge_budget {
    uint32_t signatures;   /**< signatures verified */
    uint32_t candidates;   /**< steps of the search: candidate issuers looked at */
    uint32_t paths;        /**< whole paths judged */
    uint32_t comparisons;  /**< name constraints: names times subtrees, for each form of name; revocation: lists and
                                answers looked at, names of distribution points times names of lists, deltas tried
                                with a list, look-ups, which cost one for each 64 entries of a list without an index */
} kedge_budget;

typedef struct kedge_policy {
    size_t size;                /**< sizeof(kedge_policy), so that the struct can grow */
    const char *name;           /**< for a person */
    uint64_t signatures;        /**< KEDGE_ALLOW bits */
    uint32_t key_types;         /**< KEDGE_ALLOW_KEY bits */
    uint16_t rsa_bits_min;
    uint16_t rsa_bits_max;
    uint32_t rsa_exponent_min;  /**< exponents are odd in any case */
    uint32_t rsa_exponent_max;
    uint32_t flags;             /**< KEDGE_POLICY_ bits */
    uint32_t anchor_terms;      /**< KEDGE_ANCHOR_ bits (kedge/trust.h): defaults for anchors */
    uint64_t conformance;       /**< KEDGE_CONFORM bits (kedge/conformance.h) */
    uint16_t certificates_max;  /**< certificates in a request, the one in question included */
    uint16_t depth_max;         /**< intermediates of a path that are not self-issued */
    kedge_budget budget;
} kedge_policy;

/** RFC 5280 to the letter: subjectAltName first and a common name never, all of RFC 5280's conformance
 *  rules, anchors bound by what their certificates say. */
extern const kedge_policy kedge_policy_rfc5280;

/** What a TLS client on the Web needs: subjectAltName only, RSA from 2048 bits, P-256, P-384, P-521,
 *  SHA-2; no conformance rules. */
extern const kedge_policy kedge_policy_webpki;

/** `webpki` plus all conformance rules of RFC 5280 and the Baseline Requirements: a linter's view. */
extern const kedge_policy kedge_policy_webpki_strict;

/** The device maker's world: as `webpki`, and a common name counts where there is no subjectAltName,
 *  and an anchor may be the peer's own certificate; small budgets. */
extern const kedge_policy kedge_policy_device;

#endif
