/* rule.h - what a rule of path validation is.
 *
 * There are two kinds.  A certificate rule judges one certificate in its role, whatever path it stands
 * in; its answer is found once and kept.  A path rule judges a whole path of verified signatures.
 * Both are pure functions of what they are given, and stand as rows of the tables in rulebook.c.
 */
#ifndef KEDGE_PATH_RULE_H
#define KEDGE_PATH_RULE_H

#include <kedge/verify.h>

/* The part that a certificate plays in a path. */
typedef enum kedge_role {
    KEDGE_ROLE_TARGET = 1 << 0, /* the certificate in question */
    KEDGE_ROLE_ISSUER = 1 << 1, /* it issued another, and is not the anchor */
    KEDGE_ROLE_ANCHOR = 1 << 2  /* the end of the path, where that is not the target itself */
} kedge_role;

/* One certificate to be judged. */
typedef struct kedge_case {
    const kedge_request *request;         /* its policy is request->policy */
    const kedge_trust *trust;
    const kedge_certificate *certificate;
    const kedge_anchor *anchor;           /* where it is an anchor (as role ANCHOR, or as a TARGET that is one) */
    uint32_t anchor_terms;                /* KEDGE_ANCHOR_ bits that hold for that anchor, else 0 */
    kedge_role role;
} kedge_case;

/* Judge `subject`.  Answers KEDGE_OK or why not, and then stores the offset of the bytes at fault, 0 where
 * the fault is that something is missing. */
typedef kedge_status kedge_certificate_rule(const kedge_case *subject, uint32_t *offset);

/* Where in a path a fault is, and what judging costs. */
typedef struct kedge_judgement {
    size_t position;      /* out: which certificate of the path is at fault, 0 is the target */
    uint32_t offset;      /* out: of the bytes at fault in it */
    kedge_budget *spent;  /* in and out: a rule that compares adds to `comparisons` */
    void *scratch;        /* memory that the rule may use while it runs */
    size_t scratch_size;  /* in bytes */
} kedge_judgement;

/* Judge `path`, whose last certificate is the anchor's (path->anchor, path->anchor_terms; one whose
 * `version` is 0 is a bare name and key). */
typedef kedge_status kedge_path_rule(const kedge_path *path, kedge_judgement *judgement);

kedge_certificate_rule kedge_rule_distrust;
kedge_certificate_rule kedge_rule_anchor_usage;
kedge_certificate_rule kedge_rule_key_strength;        /* algorithm_policy.c */
kedge_certificate_rule kedge_rule_critical_extensions;
kedge_certificate_rule kedge_rule_basic_constraints;
kedge_certificate_rule kedge_rule_key_usage;
kedge_certificate_rule kedge_rule_extended_key_usage;
kedge_certificate_rule kedge_rule_conformance;
kedge_certificate_rule kedge_rule_validity;
kedge_certificate_rule kedge_rule_identity;

kedge_path_rule kedge_rule_path_length;
kedge_path_rule kedge_rule_depth;                      /* path_length.c */
kedge_path_rule kedge_rule_key_identifiers;            /* conformance.c: KEY_ID_INCONSISTENT */
kedge_path_rule kedge_rule_link_form;                  /* conformance.c: ECDSA_HASH, ISSUER_NAME_ENCODING */
kedge_path_rule kedge_rule_name_constraints;
kedge_path_rule kedge_rule_certificate_policy;
kedge_path_rule kedge_rule_distrusted_after;           /* distrust.c */

/* How an identity was found in a certificate; filled in where kedge_identity_match() says KEDGE_OK. */
typedef struct kedge_identity_match_place {
    kedge_range name;   /* place of the matched name in the certificate */
    uint8_t kind;       /* a kedge_general_name_kind, where it is a subjectAltName */
    bool common_name;   /* it is a commonName */
} kedge_identity_match_place;

/* Look for an identity in a certificate (RFC 9525, 6).  `flags` are KEDGE_POLICY_ bits.
 * Answers KEDGE_OK, KEDGE_IDENTITY_MISMATCH (and the offset of subjectAltName or of the subject). */
kedge_status kedge_identity_match(const kedge_identity *identity, const kedge_certificate *certificate,
                                  uint32_t flags, kedge_identity_match_place *place, uint32_t *offset);

/* Check that an identity is well-formed: KEDGE_OK, KEDGE_IDENTITY_NOT_GIVEN, KEDGE_IDENTITY_MALFORMED. */
kedge_status kedge_identity_check(const kedge_identity *identity);

/* The dNSName constraint that binds a commonName taken as a host name (see kedge/policy.h) is judged by
 * name_constraints.c; this finds that commonName.  `name` is {0, 0} where there is none that counts. */
kedge_range kedge_identity_common_name(const kedge_certificate *certificate, uint32_t flags);

#endif
