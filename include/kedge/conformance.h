/* kedge/conformance.h - rules on how certificates are to be made.
 *
 * RFC 5280 and the CA/Browser Forum's Baseline Requirements ask more of a CA than path validation
 * asks of a relying party.  A certificate that breaks such a rule may still chain safely, so each is
 * one bit of kedge_policy.conformance, and a status of its own (class RULE, alert bad_certificate).
 * The policy `rfc5280` sets the bits that stand on RFC 5280, `webpki_strict` those and the
 * CA/Browser ones; `webpki` and `device` set those of neither.
 */
#ifndef KEDGE_CONFORMANCE_H
#define KEDGE_CONFORMANCE_H

/* X(name, clause, sentence) */
#define KEDGE_CONFORMANCE_TABLE(X) \
    X(SERIAL_NOT_POSITIVE, "RFC 5280, 4.1.2.2", "the serial number is zero or negative") \
    X(SERIAL_TOO_LONG, "RFC 5280, 4.1.2.2", "the serial number is longer than 20 octets") \
    X(TIME_FORM, "RFC 5280, 4.1.2.5", "a date before 2050 is not a UTCTime") \
    X(KEY_USAGE_FORM, "X.690, 11.2.2", "keyUsage has trailing zero bits or no bit at all") \
    X(CRITICALITY, "RFC 5280, 4.2.1", "an extension is critical that must not be, or is not and must be") \
    X(CA_SUBJECT_EMPTY, "RFC 5280, 4.1.2.6", "a CA's subject name is empty") \
    X(SAN_NOT_CRITICAL, "RFC 5280, 4.2.1.6", "the subject name is empty and subjectAltName is not critical") \
    X(AKI_MISSING, "RFC 5280, 4.2.1.1", "authorityKeyIdentifier is missing") \
    X(SKI_MISSING, "RFC 5280, 4.2.1.2", "a CA's subjectKeyIdentifier is missing") \
    X(KEY_ID_INCONSISTENT, "RFC 5280, 4.2.1.2", "the authority key identifier is not the issuer's subject key identifier") \
    X(CA_KEY_USAGE_MISSING, "RFC 5280, 4.2.1.3", "a CA's keyUsage is missing") \
    X(CERT_SIGN_NOT_CA, "RFC 5280, 4.2.1.3", "keyCertSign is set and basicConstraints does not say cA") \
    X(PATH_LENGTH_NOT_CA, "RFC 5280, 4.2.1.9", "a path length is given where cA or keyCertSign is not") \
    X(NAME_CONSTRAINTS_NOT_CA, "RFC 5280, 4.2.1.10", "nameConstraints stands in a certificate that is no CA's") \
    X(NAME_CONSTRAINTS_EMPTY, "RFC 5280, 4.2.1.10", "nameConstraints lists no subtree") \
    X(POLICY_CONSTRAINTS_EMPTY, "RFC 5280, 4.2.1.11", "policyConstraints is an empty sequence") \
    X(LEAF_IS_CA, "CA/B BR, 7.1.2.7.6", "the certificate in question is itself a CA's") \
    X(VERSION_NOT_3, "CA/B BR, 7.1.1", "the certificate is not of version 3") \
    X(LEAF_EKU_MISSING, "CA/B BR, 7.1.2.7.10", "the certificate in question has no extKeyUsage") \
    X(LEAF_EKU_ANY, "CA/B BR, 7.1.2.7.10", "the certificate in question allows any extended key usage") \
    X(EKU_CRITICAL, "CA/B BR, 7.1.2.7.6", "extKeyUsage is critical") \
    X(ROOT_EKU, "CA/B BR, 7.1.2.1.2", "a root has extKeyUsage") \
    X(ROOT_AKI_FORM, "CA/B BR, 7.1.2.1.3", "a root's authorityKeyIdentifier is not its own key identifier alone") \
    X(SAN_MISSING, "CA/B BR, 7.1.2.7.12", "the certificate in question has no subjectAltName") \
    X(SAN_CRITICAL, "CA/B BR, 7.1.2.7.12", "subjectAltName is critical and the subject name is not empty") \
    X(SAN_FORM, "CA/B BR, 7.1.2.7.12", "subjectAltName holds a name that is neither a dNSName nor an iPAddress, or is malformed") \
    X(CN_NOT_IN_SAN, "CA/B BR, 7.1.4.3", "the common name does not repeat a name of subjectAltName to the letter") \
    X(WILDCARD_PUBLIC_SUFFIX, "CA/B BR, 3.2.2.6", "a wildcard stands directly below a public suffix") \
    X(KEY_SIZE_FORM, "CA/B BR, 6.1.5", "the RSA modulus is smaller than 2048 bits or not a multiple of 8 bits long") \
    X(KEY_NOT_ALLOWED, "CA/B BR, 6.1.5", "the public key is neither RSA nor on P-256, P-384 or P-521") \
    X(AIA_FORM, "CA/B BR, 7.1.2.7.7", "authorityInfoAccess is empty or holds something other than a URI")

#define KEDGE_CONFORM_ORDINAL_OF(name, clause, sentence) KEDGE_CONFORM_ORDINAL_##name,
enum { KEDGE_CONFORMANCE_TABLE(KEDGE_CONFORM_ORDINAL_OF) KEDGE_CONFORM_COUNT };
#undef KEDGE_CONFORM_ORDINAL_OF

/** The bit of kedge_policy.conformance that demands the rule `name`, for example
 *  KEDGE_CONFORM(AKI_MISSING). */
#define KEDGE_CONFORM(name) (UINT64_C(1) << KEDGE_CONFORM_ORDINAL_##name)

#endif
