/* forge/extension.h - certificate extensions (RFC 5280, 4.2), critical as the profile has them.
 *
 * Each function gives an extension to be put into a certificate; forge_critical() and
 * forge_not_critical() change its criticality, forge_extension() makes any other.
 */
#ifndef FORGE_EXTENSION_H
#define FORGE_EXTENSION_H

#include <kedge/certificate.h>
#include "forge/name.h"

typedef struct forge_extension {
    kedge_span oid;    /* the whole element */
    bool critical;
    kedge_span value;  /* the DER inside extnValue's OCTET STRING */
    kedge_span raw;    /* where not empty: the whole Extension, in place of the above */
} forge_extension;

/** An extension of any kind: `value` is the DER, or whatever else, inside the OCTET STRING. */
forge_extension forge_any_extension(const char *oid, bool critical, kedge_span value);
/** One that is written as it is given; `oid` tells which one it replaces. */
forge_extension forge_raw_extension(const char *oid, kedge_span extension);
/** One that nobody knows. */
forge_extension forge_unknown_extension(bool critical);
forge_extension forge_critical(forge_extension extension);
forge_extension forge_not_critical(forge_extension extension);
/** The same extension with another value. */
forge_extension forge_with_value(forge_extension extension, kedge_span value);
/** @return the dotted identifier of an extension that kedge knows. */
const char *forge_extension_oid(kedge_extension extension);

/** Number not given, for the functions below. */
#define FORGE_NONE (-1)

#define FORGE_TEXTS_(...) ((const char *const[]){ __VA_ARGS__ })
#define FORGE_TEXT_COUNT_(...) (sizeof FORGE_TEXTS_(__VA_ARGS__) / sizeof(const char *))

/** Extensions whose value is a SEQUENCE OF GeneralName. */
#define forge_subject_alt_name(...) forge_subject_alt_names(forge_sequence(__VA_ARGS__))
#define forge_issuer_alt_name(...) forge_issuer_alt_names(forge_sequence(__VA_ARGS__))
forge_extension forge_subject_alt_names(kedge_span general_names);
forge_extension forge_issuer_alt_names(kedge_span general_names);

forge_extension forge_basic_constraints(bool ca, int path_length);
/** `bits` are KEDGE_KU_ bits. */
forge_extension forge_key_usage(unsigned bits);

/** extKeyUsage from dotted identifiers. */
#define forge_extended_key_usage(...) \
    forge_extended_key_usages(FORGE_TEXTS_(__VA_ARGS__), FORGE_TEXT_COUNT_(__VA_ARGS__))
forge_extension forge_extended_key_usages(const char *const *oid, size_t count);

#define FORGE_EKU_ANY "2.5.29.37.0"
#define FORGE_EKU_SERVER_AUTH "1.3.6.1.5.5.7.3.1"
#define FORGE_EKU_CLIENT_AUTH "1.3.6.1.5.5.7.3.2"
#define FORGE_EKU_CODE_SIGNING "1.3.6.1.5.5.7.3.3"
#define FORGE_EKU_EMAIL_PROTECTION "1.3.6.1.5.5.7.3.4"
#define FORGE_EKU_TIME_STAMPING "1.3.6.1.5.5.7.3.8"
#define FORGE_EKU_OCSP_SIGNING "1.3.6.1.5.5.7.3.9"

forge_extension forge_subject_key_identifier(kedge_span key_identifier);
/** authorityKeyIdentifier with a keyIdentifier alone. */
forge_extension forge_authority_key_identifier(kedge_span key_identifier);
/** The same with its other fields: GeneralNames and the serial's contents octets, each may be absent. */
forge_extension forge_authority_key_identifier_full(kedge_span key_identifier, kedge_span general_names,
                                                    kedge_span serial_number);

/** Subtrees for forge_name_constraints(), from GeneralNames. */
#define forge_subtrees(...) forge_subtree_list(FORGE_LIST_(__VA_ARGS__), FORGE_COUNT_(__VA_ARGS__))
kedge_span forge_subtree_list(const kedge_span *general_name, size_t count);
/** Each may be FORGE_ABSENT. */
forge_extension forge_name_constraints(kedge_span permitted, kedge_span excluded);

#define FORGE_ANY_POLICY "2.5.29.32.0"
/** certificatePolicies from dotted identifiers. */
#define forge_certificate_policies(...) \
    forge_certificate_policy_list(FORGE_TEXTS_(__VA_ARGS__), FORGE_TEXT_COUNT_(__VA_ARGS__))
forge_extension forge_certificate_policy_list(const char *const *oid, size_t count);
/** policyMappings from pairs: issuer's policy, subject's policy. */
#define forge_policy_mappings(...) \
    forge_policy_mapping_list(FORGE_TEXTS_(__VA_ARGS__), FORGE_TEXT_COUNT_(__VA_ARGS__))
forge_extension forge_policy_mapping_list(const char *const *oid, size_t count);
forge_extension forge_policy_constraints(int require_explicit, int inhibit_mapping);
forge_extension forge_inhibit_any_policy(int skip);

/** One distribution point with a URI. */
forge_extension forge_crl_distribution_points(const char *uri);
forge_extension forge_freshest_crl(const char *uri);
/** authorityInfoAccess: URIs of an OCSP responder and of the issuer's certificate; each may be NULL. */
forge_extension forge_authority_info_access(const char *ocsp_uri, const char *issuer_uri);
forge_extension forge_subject_info_access(const char *repository_uri);
/** A list of one made-up SCT (RFC 6962, 3.3): well-formed, signed by nobody. */
forge_extension forge_sct_list(void);
/** status_request (RFC 7633). */
forge_extension forge_tls_feature(void);
forge_extension forge_ocsp_no_check(void);

/** @return the Extension, the whole element. */
kedge_span forge_extension_der(const forge_extension *extension);

#endif
