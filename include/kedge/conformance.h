/* kedge/conformance.h - rules on how certificates are to be made.
 *
 * RFC 5280 and the CA/Browser Forum's Baseline Requirements ask more of a CA than path validation
 * asks of a relying party.  A certificate that breaks such a rule may still chain safely, so each is
 * one bit of kedge_policy.conformance, and a status of its own (class RULE, alert bad_certificate).
 * The policy `rfc5280` sets the bits of the first table, `webpki_strict` those of the first two, with the
 * one exception that the Baseline Requirements make; `webpki` and `device` set none.
 *
 * A rule on "a CA" holds for issuers and anchors, and for the certificate in question where it says cA;
 * a rule on "a root" for self-issued anchors.  Clauses are those of the Baseline Requirements 2.0 and
 * later.  Rules that came with their version 2.0.0 (POLICIES_FORM, CRL_POINTS_FORM, CA_EKU_FORM,
 * LEAF_BASIC_CONSTRAINTS, SUBJECT_REPEATS) hold for certificates issued since 2023-09-15, when it took effect.
 *
 * Not judged at all: reserved addresses and internal names with more than one label (BR 7.1.2.7.12), which
 * private CAs have reasons for; whether A-labels are valid ones (the same); which subject attributes go with
 * which reserved policy (7.1.2.7.2 to 7.1.2.7.5) and in which order (7.1.4.2); the entropy of serial numbers
 * (7.1), which one certificate does not show; the range of RSA exponents (6.1.6), which the policy sets; what
 * is only recommended.
 */
#ifndef KEDGE_CONFORMANCE_H
#define KEDGE_CONFORMANCE_H

/* X(name, clause, sentence) */
#define KEDGE_CONFORMANCE_RFC5280_TABLE(X) \
    X(SERIAL_NOT_POSITIVE, "RFC 5280, 4.1.2.2", "the serial number is zero or negative") \
    X(SERIAL_TOO_LONG, "RFC 5280, 4.1.2.2", "the serial number is longer than 20 octets") \
    X(TIME_FORM, "RFC 5280, 4.1.2.5", "a date before 2050 is not a UTCTime") \
    X(UNIQUE_IDENTIFIER, "RFC 5280, 4.1.2.8", "the certificate has a unique identifier") \
    X(DEFAULT_SPELT_OUT, "X.690, 11.5", "a value equal to its default is encoded") \
    X(NAME_STRING_FORM, "X.680, 41.4", "a PrintableString holds a character that its type does not have") \
    X(CRITICALITY, "RFC 5280, 4.2.1", "an extension is critical that must not be, or is not and must be") \
    X(CA_SUBJECT_EMPTY, "RFC 5280, 4.1.2.6", "a CA's subject name is empty") \
    X(SAN_NOT_CRITICAL, "RFC 5280, 4.2.1.6", "the subject name is empty and there is no critical subjectAltName") \
    X(SAN_NAME_FORM, "RFC 5280, 4.2.1.6", "a name of subjectAltName is not of the form that names of its kind have") \
    X(AKI_MISSING, "RFC 5280, 4.2.1.1", "the key identifier of authorityKeyIdentifier is missing") \
    X(SKI_MISSING, "RFC 5280, 4.2.1.2", "a CA's subjectKeyIdentifier is missing") \
    X(KEY_ID_INCONSISTENT, "RFC 5280, 4.2.1.2", "the authority key identifier is not the issuer's subject key identifier") \
    X(KEY_USAGE_FORM, "RFC 5280, 4.2.1.3", "keyUsage has trailing zero bits or no bit at all") \
    X(CERT_SIGN_NOT_CA, "RFC 5280, 4.2.1.9", "keyCertSign is set and basicConstraints does not say cA") \
    X(PATH_LENGTH_NOT_CA, "RFC 5280, 4.2.1.9", "a path length is given where cA or keyCertSign is not") \
    X(NAME_CONSTRAINTS_NOT_CA, "RFC 5280, 4.2.1.10", "nameConstraints stands in a certificate that is no CA's") \
    X(NAME_CONSTRAINTS_EMPTY, "RFC 5280, 4.2.1.10", "nameConstraints lists no subtree") \
    X(NAME_CONSTRAINTS_NOT_CRITICAL, "RFC 5280, 4.2.1.10", "nameConstraints is not critical") \
    X(POLICY_CONSTRAINTS_EMPTY, "RFC 5280, 4.2.1.11", "policyConstraints is an empty sequence")

#define KEDGE_CONFORMANCE_WEB_TABLE(X) \
    X(VERSION_NOT_3, "CA/B BR, 7.1.1", "the certificate is not of version 3") \
    X(KEY_SIZE_FORM, "CA/B BR, 6.1.5", "the RSA modulus is smaller than 2048 bits or not a multiple of 8 bits long") \
    X(KEY_NOT_ALLOWED, "CA/B BR, 7.1.3.1", "the public key is neither RSA nor on P-256, P-384 or P-521") \
    X(ECDSA_HASH, "CA/B BR, 7.1.3.2.2", "the hash of an ECDSA signature is not the one for the issuer's curve") \
    X(ISSUER_NAME_ENCODING, "CA/B BR, 7.1.4.1", "the issuer's name is not byte for byte the issuer's subject name") \
    X(AKI_FORM, "CA/B BR, 7.1.2.11.1", "authorityKeyIdentifier is not a key identifier alone") \
    X(ROOT_AKI_FORM, "CA/B BR, 7.1.2.1.3", "a root's authorityKeyIdentifier is not its own key identifier alone") \
    X(ROOT_EKU, "CA/B BR, 7.1.2.1.2", "a root has extKeyUsage") \
    X(EKU_CRITICAL, "CA/B BR, 7.1.2.7.6", "extKeyUsage is critical") \
    X(CA_KEY_USAGE_MISSING, "CA/B BR, 7.1.2.10.7", "a CA's keyUsage is missing") \
    X(LEAF_IS_CA, "CA/B BR, 7.1.2.7.8", "the certificate in question is itself a CA's") \
    X(LEAF_KEY_USAGE, "CA/B BR, 7.1.2.7.11", "the certificate in question has a key usage that servers must not have") \
    X(LEAF_EKU_MISSING, "CA/B BR, 7.1.2.7.6", "the certificate in question has no extKeyUsage") \
    X(LEAF_EKU_ANY, "CA/B BR, 7.1.2.7.10", "the certificate in question allows any extended key usage") \
    X(LEAF_EKU_FORM, "CA/B BR, 7.1.2.7.10", "the extKeyUsage of the certificate in question lacks serverAuth, or has a purpose that servers must not have") \
    X(SAN_MISSING, "CA/B BR, 7.1.2.7.6", "the certificate in question has no subjectAltName") \
    X(SAN_CRITICAL, "CA/B BR, 7.1.2.7.12", "subjectAltName is critical and the subject name is not empty") \
    X(SAN_FORM, "CA/B BR, 7.1.2.7.12", "subjectAltName holds a name that is neither an address nor a fully qualified domain name in LDH labels") \
    X(CN_NOT_IN_SAN, "CA/B BR, 7.1.4.3", "the common name does not repeat a name of subjectAltName to the letter") \
    X(WILDCARD_PUBLIC_SUFFIX, "CA/B BR, 3.2.2.6", "a wildcard stands directly below a public suffix") \
    X(AIA_FORM, "CA/B BR, 7.1.2.7.7", "authorityInfoAccess is empty, or holds something other than URIs of OCSP responders and issuers") \
    X(RSA_PSS_FORM, "CA/B BR, 7.1.3.2.1", "an RSA-PSS signature has another hash for its mask, or a salt of another size than its hash") \
    X(SUBJECT_REPEATS, "CA/B BR, 7.1.4.1", "an attribute stands in the subject name twice that may stand there once") \
    X(CA_EKU_FORM, "CA/B BR, 7.1.2.10.6", "an intermediate CA's extKeyUsage lacks serverAuth, or has a purpose that its issuer must not mix with it") \
    X(LEAF_KEY_USAGE_NONE, "CA/B BR, 7.1.2.7.11", "keyUsage of the certificate in question has no bit that a server needs") \
    X(LEAF_BASIC_CONSTRAINTS, "CA/B BR, 7.1.2.7.6", "basicConstraints of the certificate in question is not critical") \
    X(LEAF_UNIT, "CA/B BR, 7.1.2.7.4", "the certificate in question has an organizationalUnitName, and was issued after 2022-08-31") \
    X(CRL_POINTS_FORM, "CA/B BR, 7.1.2.11.2", "a distribution point is not just a list of http URIs") \
    X(POLICIES_FORM, "CA/B BR, 7.1.2.7.9", "certificatePolicies of the certificate in question has anyPolicy or a qualifier other than a URI, or not exactly one reserved policy")

/* Rules of the Baseline Requirements whose breach everybody accepts, so that no ready policy sets them: for those
 * who look at certificates for their CA. */
#define KEDGE_CONFORMANCE_PROFILE_TABLE(X) \
    X(CA_KEY_USAGE_FORM, "CA/B BR, 7.1.2.10.7", "a CA's keyUsage is not critical, lacks keyCertSign or cRLSign, or has more than these and digitalSignature") \
    X(VALIDITY_TOO_LONG, "CA/B BR, 6.3.2", "the certificate in question is valid for longer than was allowed when it was issued") \
    X(POLICIES_MISSING, "CA/B BR, 7.1.2.7.6", "certificatePolicies is missing") \
    X(AIA_MISSING, "CA/B BR, 7.1.2.7.6", "authorityInfoAccess of the certificate in question is missing") \
    X(CRL_POINTS_MISSING, "CA/B BR, 7.1.2.11.2", "an intermediate CA's cRLDistributionPoints is missing") \
    X(CA_EKU_MISSING, "CA/B BR, 7.1.2.10.6", "an intermediate CA's extKeyUsage is missing") \
    X(CA_SUBJECT_FORM, "CA/B BR, 7.1.2.10.2", "a CA's subject name lacks countryName, organizationName or commonName")

#define KEDGE_CONFORMANCE_TABLE(X) \
    KEDGE_CONFORMANCE_RFC5280_TABLE(X) KEDGE_CONFORMANCE_WEB_TABLE(X) KEDGE_CONFORMANCE_PROFILE_TABLE(X)

#define KEDGE_CONFORM_ORDINAL_OF(name, clause, sentence) KEDGE_CONFORM_ORDINAL_##name,
enum { KEDGE_CONFORMANCE_TABLE(KEDGE_CONFORM_ORDINAL_OF) KEDGE_CONFORM_COUNT };
#undef KEDGE_CONFORM_ORDINAL_OF

/** The bit of kedge_policy.conformance that demands the rule `name`, for example
 *  KEDGE_CONFORM(AKI_MISSING). */
#define KEDGE_CONFORM(name) (UINT64_C(1) << KEDGE_CONFORM_ORDINAL_##name)

/** All rules that stand on RFC 5280: constants, usable in initialisers. */
#define KEDGE_CONFORM_RFC5280 (KEDGE_CONFORM(VERSION_NOT_3) - 1)

/** Rules of the Baseline Requirements: those of RFC 5280 that they keep and those of the second table.  That
 *  nameConstraints be critical is the one rule of RFC 5280 that they lift (BR 7.1.2.10.8). */
#define KEDGE_CONFORM_WEB ((KEDGE_CONFORM(CA_KEY_USAGE_FORM) - 1) & ~KEDGE_CONFORM(NAME_CONSTRAINTS_NOT_CRITICAL))

/** The rules of the third table. */
#define KEDGE_CONFORM_PROFILE ((UINT64_C(1) << KEDGE_CONFORM_COUNT) - KEDGE_CONFORM(CA_KEY_USAGE_FORM))

#endif
