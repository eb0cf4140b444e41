/* kedge/status.h - every status, in one table.
 *
 * One row is one way to end: its name, a sentence for a person, the clause it comes from, and the
 * TLS alert (RFC 8446, 6.2) that a peer should be sent.  The rules of kedge/conformance.h are
 * statuses too.  The documentation, the command line and the adapters read these tables; there is
 * no other list.  There is one way to say yes: KEDGE_OK.
 *
 * Thread safety: the tables are constant; any thread may call any function below.
 */
#ifndef KEDGE_STATUS_H
#define KEDGE_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <kedge/conformance.h>

/** TLS alerts that a refusal maps to (RFC 8446, 6). */
enum {
    KEDGE_ALERT_NONE = 0,
    KEDGE_ALERT_BAD_CERTIFICATE = 42,
    KEDGE_ALERT_UNSUPPORTED_CERTIFICATE = 43,
    KEDGE_ALERT_CERTIFICATE_REVOKED = 44,
    KEDGE_ALERT_CERTIFICATE_EXPIRED = 45,
    KEDGE_ALERT_CERTIFICATE_UNKNOWN = 46,
    KEDGE_ALERT_UNKNOWN_CA = 48,
    KEDGE_ALERT_ACCESS_DENIED = 49,
    KEDGE_ALERT_DECRYPT_ERROR = 51,
    KEDGE_ALERT_INTERNAL_ERROR = 80,
    KEDGE_ALERT_BAD_CERTIFICATE_STATUS_RESPONSE = 113,
    KEDGE_ALERT_CERTIFICATE_REQUIRED = 116
};

/* X(name, class, alert, clause, sentence).  Class: CALLER, the caller's mistake or limit; INPUT, bytes
 * that cannot be read; RULE, a rule broken; TOLERABLE, a rule broken that some callers choose to
 * forgive, so it is reported only for a path whose every signature has verified. */
#define KEDGE_STATUS_TABLE(X) \
    X(OK, NONE, NONE, "", "valid") \
    X(PENDING, NONE, NONE, "", "a signature has to be verified before the verification goes on") \
    /* the caller's side */ \
    X(BAD_ARGUMENT, CALLER, INTERNAL_ERROR, "", "an argument is missing or contradicts another") \
    X(POLICY_NOT_GIVEN, CALLER, INTERNAL_ERROR, "", "the policy is unset: it allows no signature algorithm") \
    X(TIME_NOT_GIVEN, CALLER, INTERNAL_ERROR, "RFC 5280, 6.1.1 (b)", "the time to judge validity at is neither given nor waived") \
    X(IDENTITY_NOT_GIVEN, CALLER, INTERNAL_ERROR, "RFC 9525, 6.1", "the name to look for is neither given nor waived") \
    X(IDENTITY_MALFORMED, CALLER, INTERNAL_ERROR, "RFC 9525, 6.1", "the name to look for is not a well-formed name of its kind") \
    X(USAGE_NOT_GIVEN, CALLER, INTERNAL_ERROR, "RFC 5280, 4.2.1.12", "the wanted usage is neither given nor waived") \
    X(CHAIN_EMPTY, CALLER, CERTIFICATE_REQUIRED, "RFC 8446, 4.4.2.4", "there is no certificate to judge") \
    X(TOO_MANY_CERTIFICATES, CALLER, BAD_CERTIFICATE, "", "there are more certificates than the policy admits") \
    X(WORKSPACE_TOO_SMALL, CALLER, INTERNAL_ERROR, "", "the workspace is smaller than this request needs") \
    X(MEMORY_TOO_SMALL, CALLER, INTERNAL_ERROR, "", "the memory given does not hold what is to be stored in it") \
    X(BUDGET_SPENT, CALLER, BAD_CERTIFICATE, "", "the search was cut off: it reached a limit of the policy's budget") \
    /* DER */ \
    X(DER_TRUNCATED, INPUT, BAD_CERTIFICATE, "X.690, 8.1.3", "the encoding ends within an element") \
    X(DER_TRAILING_DATA, INPUT, BAD_CERTIFICATE, "X.690, 8.1", "bytes follow where the encoding should end") \
    X(DER_BAD_TAG, INPUT, BAD_CERTIFICATE, "X.690, 8.1.2", "the identifier octet is not one that X.509 uses") \
    X(DER_UNEXPECTED_TAG, INPUT, BAD_CERTIFICATE, "X.690, 8.1.2", "an element of another type was expected") \
    X(DER_BAD_LENGTH, INPUT, BAD_CERTIFICATE, "X.690, 10.1", "the length is indefinite or not in its shortest form") \
    X(DER_TOO_LARGE, INPUT, BAD_CERTIFICATE, "", "the encoding is larger than any that is read") \
    X(DER_BAD_BOOLEAN, INPUT, BAD_CERTIFICATE, "X.690, 11.1", "a BOOLEAN is neither 00 nor FF") \
    X(DER_BAD_INTEGER, INPUT, BAD_CERTIFICATE, "X.690, 8.3.2", "an INTEGER is empty or not in its shortest form") \
    X(DER_INTEGER_RANGE, INPUT, BAD_CERTIFICATE, "", "an INTEGER is outside the range of its field") \
    X(DER_BAD_BIT_STRING, INPUT, BAD_CERTIFICATE, "X.690, 11.2", "a BIT STRING has a wrong count of unused bits, or sets one of them") \
    X(DER_BAD_OID, INPUT, BAD_CERTIFICATE, "X.690, 8.19", "an OBJECT IDENTIFIER is empty, cut off or padded") \
    X(DER_BAD_NULL, INPUT, BAD_CERTIFICATE, "X.690, 8.8", "a NULL has contents") \
    X(DER_BAD_TIME, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.2.5", "a time is not of the form YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ, or names no real moment") \
    X(DER_BAD_STRING, INPUT, BAD_CERTIFICATE, "X.680, 41", "a character string holds a character that its type does not have") \
    X(DER_SET_ORDER, INPUT, BAD_CERTIFICATE, "X.690, 11.6", "the elements of a SET OF are not in ascending order") \
    X(DER_DEFAULT_ENCODED, INPUT, BAD_CERTIFICATE, "X.690, 11.5", "a value equal to its default is encoded") \
    /* PEM */ \
    X(PEM_END, INPUT, NONE, "RFC 7468, 2", "the text holds no further block") \
    X(PEM_BAD_BOUNDARY, INPUT, NONE, "RFC 7468, 2", "a BEGIN line has no END line of the same label") \
    X(PEM_BAD_BASE64, INPUT, NONE, "RFC 7468, 3", "the text between the boundaries is not base64 of the demanded form") \
    X(PEM_PRIVATE_KEY, INPUT, NONE, "RFC 7468, 10", "this is a private key, not a certificate") \
    X(PEM_NOT_CERTIFICATE, INPUT, NONE, "RFC 7468, 5", "this block is not a certificate") \
    X(NO_CERTIFICATE, INPUT, NONE, "", "there is no certificate in it") \
    /* certificate */ \
    X(BAD_VERSION, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.2.1", "the version is none of v1, v2 and v3") \
    X(FIELD_NOT_IN_VERSION, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.2.8", "a field is present that this version does not have") \
    X(ALGORITHM_MISMATCH, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.1.2", "the two signature algorithm fields differ") \
    X(ALGORITHM_MALFORMED, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.1.2", "an algorithm has parameters that it must not have, or lacks some") \
    X(NAME_MALFORMED, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.2.4", "a distinguished name is malformed") \
    X(ISSUER_EMPTY, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.2.4", "the issuer's name is empty") \
    X(KEY_MALFORMED, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.2.7", "the public key is malformed") \
    X(KEY_CURVE_EXPLICIT, INPUT, UNSUPPORTED_CERTIFICATE, "RFC 5480, 2.1.1", "the key spells out a curve instead of naming it") \
    X(KEY_POINT_COMPRESSED, INPUT, UNSUPPORTED_CERTIFICATE, "RFC 5480, 2.2", "the key is a compressed point") \
    X(EXTENSIONS_EMPTY, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.1.2.9", "the list of extensions is present and empty") \
    X(EXTENSIONS_TOO_MANY, INPUT, BAD_CERTIFICATE, "", "there are more extensions than are read") \
    X(EXTENSION_DUPLICATED, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.2", "an extension occurs twice") \
    X(EXTENSION_MALFORMED, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.2", "an extension's value is not of its form") \
    X(POLICIES_TOO_MANY, INPUT, BAD_CERTIFICATE, "", "an extension lists more certificate policies than are read") \
    X(OCSP_MALFORMED, INPUT, BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 6960, 4.2.1", "a field of an OCSP response is not of its form") \
    X(OCSP_TYPE_UNKNOWN, INPUT, BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 6960, 4.2.1", "an OCSP response is not of the basic type") \
    X(GENERAL_NAME_MALFORMED, INPUT, BAD_CERTIFICATE, "RFC 5280, 4.2.1.6", "a name in an extension is not of its form") \
    X(SCT_MALFORMED, INPUT, BAD_CERTIFICATE, "RFC 6962, 3.3", "a list of signed certificate timestamps is not of its form") \
    X(ANCHOR_INCONSISTENT, INPUT, NONE, "RFC 5914, 2.5", "a trust anchor's certificate has another name or key than the anchor") \
    /* private keys */ \
    X(NO_PRIVATE_KEY, INPUT, NONE, "RFC 7468, 10", "there is no private key in it") \
    X(PRIVATE_KEY_MALFORMED, INPUT, NONE, "RFC 5958, 2", "a part of the private key is not of its form") \
    X(PRIVATE_KEY_UNSUPPORTED, INPUT, NONE, "", "the private key is of an algorithm, curve or size that is not supported") \
    X(PRIVATE_KEY_INCONSISTENT, INPUT, NONE, "RFC 8017, 3.2", "the parts of the private key do not belong together") \
    X(PRIVATE_KEY_ENCRYPTED, CALLER, NONE, "RFC 5958, 3", "the private key is encrypted, and no password is given") \
    X(ENCRYPTION_UNSUPPORTED, INPUT, NONE, "RFC 8018, 6.2", "the private key is encrypted in a way that is not supported") \
    X(ITERATIONS_TOO_MANY, INPUT, NONE, "RFC 8018, 4.2", "the password is stretched by more iterations than are admitted, or by none") \
    X(PASSWORD_WRONG, INPUT, NONE, "RFC 8018, 6.2.2", "the password does not open the private key") \
    X(PRIVATE_KEY_MISMATCH, CALLER, INTERNAL_ERROR, "", "the private key is not that of the certificate") \
    X(TLS_SCHEME_REFUSED, RULE, DECRYPT_ERROR, "RFC 8446, 4.2.3", "the signature scheme is not one of this version of TLS and for this key") \
    X(RANDOM_MISSING, CALLER, INTERNAL_ERROR, "RFC 8017, 9.1.1", "a salt is needed, and no random octets are to be had") \
    X(SIGNING_FAILED, CALLER, INTERNAL_ERROR, "RFC 8017, B.3", "a signature that was made does not verify, and is not handed out") \
    /* security tags */ \
    X(TAG_NOT_FOUND, CALLER, NONE, "", "there is no such tag") \
    X(TAG_SLOT_EMPTY, CALLER, NONE, "", "this slot of the tag is empty") \
    X(TAG_SLOT_PRIVATE, CALLER, NONE, "", "this slot is private and is never read out") \
    X(TAG_CORRUPT, INPUT, NONE, "", "what is stored of the tag is damaged, and nothing of it is used") \
    X(STORE_UNFORMATTED, CALLER, NONE, "", "the storage holds no store of tags") \
    X(STORE_FULL, CALLER, NONE, "", "the store has no room for it") \
    X(STORE_BUSY, CALLER, NONE, "", "another process is using the store") \
    X(STORE_EXPOSED, CALLER, NONE, "", "the store can be reached by others than its owner") \
    X(STORE_FAILED, CALLER, NONE, "", "the storage failed") \
    /* signatures */ \
    X(UNSUPPORTED_ALGORITHM, RULE, UNSUPPORTED_CERTIFICATE, "", "the signature algorithm is not one that the crypto provider has") \
    X(UNSUPPORTED_KEY, RULE, UNSUPPORTED_CERTIFICATE, "", "the public key is of a type or size that the crypto provider does not have") \
    X(ALGORITHM_REFUSED, RULE, BAD_CERTIFICATE, "RFC 5280, 6.1.3 (a)(1)", "the policy does not allow this signature algorithm") \
    X(KEY_REFUSED, RULE, BAD_CERTIFICATE, "", "the policy does not allow a public key of this type or size") \
    X(KEY_TYPE_MISMATCH, RULE, BAD_CERTIFICATE, "RFC 5280, 6.1.3 (a)(1)", "the issuer's key is not of the type that the signature algorithm needs") \
    X(SIGNATURE_MALFORMED, RULE, BAD_CERTIFICATE, "RFC 5280, 6.1.3 (a)(1)", "the signature is not of the form that its algorithm has") \
    X(SIGNATURE_INVALID, RULE, BAD_CERTIFICATE, "RFC 5280, 6.1.3 (a)(1)", "the signature does not verify under the issuer's key") \
    /* path */ \
    X(NOT_AUTHENTICATED, RULE, UNKNOWN_CA, "RFC 5280, 6.1", "no path of verified signatures leads to a trust anchor") \
    X(ISSUER_NOT_FOUND, RULE, UNKNOWN_CA, "RFC 5280, 6.1.3 (a)(4)", "neither the chain nor the trust holds the issuer of this certificate") \
    X(SELF_SIGNED_UNTRUSTED, RULE, UNKNOWN_CA, "RFC 5280, 6.1", "the chain ends in a self-issued certificate that is not a trust anchor") \
    X(ANCHOR_NOT_ISSUER, RULE, UNKNOWN_CA, "RFC 5937, 3.1", "this anchor may not issue certificates") \
    X(ANCHOR_NOT_LEAF, RULE, UNKNOWN_CA, "RFC 5937, 3.1", "this anchor may not itself be the certificate in question") \
    X(ANCHOR_USAGE_REFUSED, RULE, UNKNOWN_CA, "RFC 5914, 2.6", "this anchor is not trusted for the wanted usage") \
    X(DISTRUSTED, RULE, CERTIFICATE_REVOKED, "", "the certificate or its key stands on the distrust list") \
    X(DISTRUSTED_AFTER, RULE, UNKNOWN_CA, "", "the certificate was issued after the date from which its anchor is distrusted") \
    X(PATH_TOO_DEEP, RULE, UNKNOWN_CA, "", "the path holds more intermediates than the policy admits") \
    X(NOT_A_CA, RULE, UNKNOWN_CA, "RFC 5280, 6.1.4 (k)", "an issuer is not a certification authority: basicConstraints lacks cA") \
    X(VERSION_NOT_CA, RULE, UNKNOWN_CA, "RFC 5280, 6.1.4 (k)", "an issuer is not a v3 certificate, and so cannot say that it is a certification authority") \
    X(PATH_TOO_LONG, RULE, UNKNOWN_CA, "RFC 5280, 4.2.1.9", "more intermediates follow than an issuer's path length allows") \
    X(CERT_SIGN_MISSING, RULE, UNKNOWN_CA, "RFC 5280, 6.1.4 (n)", "an issuer's keyUsage lacks keyCertSign") \
    X(KEY_USAGE_REFUSED, RULE, UNSUPPORTED_CERTIFICATE, "RFC 5280, 4.2.1.3", "keyUsage does not allow what the key is wanted for") \
    X(USAGE_REFUSED, RULE, UNSUPPORTED_CERTIFICATE, "RFC 5280, 4.2.1.12", "extKeyUsage does not allow the wanted usage") \
    X(UNKNOWN_CRITICAL_EXTENSION, RULE, UNSUPPORTED_CERTIFICATE, "RFC 5280, 6.1.4 (o)", "a critical extension is not one that is processed") \
    X(CONSTRAINT_NOT_JUDGED, RULE, UNSUPPORTED_CERTIFICATE, "RFC 5280, 4.2.1.10", "a constraint applies that cannot be judged") \
    X(NAME_NOT_PERMITTED, RULE, BAD_CERTIFICATE, "RFC 5280, 6.1.3 (b)", "a name lies outside an issuer's permitted subtrees") \
    X(NAME_EXCLUDED, RULE, BAD_CERTIFICATE, "RFC 5280, 6.1.3 (c)", "a name lies within an issuer's excluded subtrees") \
    X(POLICY_NOT_VALID, RULE, BAD_CERTIFICATE, "RFC 9618, 5.5", "an explicit certificate policy is required and none is valid for the path") \
    X(POLICY_MAPPING_REFUSED, RULE, BAD_CERTIFICATE, "RFC 5280, 6.1.4 (a)", "anyPolicy is mapped to or from") \
    X(REVOKED, RULE, CERTIFICATE_REVOKED, "RFC 5280, 6.3", "the certificate is revoked") \
    X(SCT_VERSION_UNKNOWN, RULE, CERTIFICATE_UNKNOWN, "RFC 6962, 3.2", "a signed certificate timestamp is not of version 1") \
    X(SCT_LOG_UNKNOWN, RULE, CERTIFICATE_UNKNOWN, "RFC 6962, 3.2", "a signed certificate timestamp is of a log that is not known") \
    X(SCT_IN_FUTURE, RULE, CERTIFICATE_UNKNOWN, "RFC 6962, 5.2", "a signed certificate timestamp is from the future") \
    X(SCT_OUTSIDE_LOG, RULE, CERTIFICATE_UNKNOWN, "", "a log gave a timestamp after its end, or for a certificate that it is not for") \
    X(SCT_TOO_FEW, RULE, CERTIFICATE_UNKNOWN, "RFC 6962, 5.2", "there are valid timestamps of fewer logs or operators than are demanded") \
    X(OCSP_STAPLE_MISSING, RULE, BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 7633, 4.3.3", "the certificate must come with a good OCSP response, and there is none") \
    X(KEY_NOT_PINNED, RULE, BAD_CERTIFICATE, "RFC 7250, 3", "the key is not one of those that are known") \
    X(CLIENT_NAME_MISSING, RULE, CERTIFICATE_UNKNOWN, "RFC 5280, 4.1.2.6", "the certificate has no name of the kinds that clients are known by") \
    X(CLIENT_NAME_AMBIGUOUS, RULE, CERTIFICATE_UNKNOWN, "RFC 5280, 4.1.2.6", "the certificate has more than one name of the kind that clients are known by, or one of a type that is no text") \
    X(HOOK_REFUSED, RULE, CERTIFICATE_UNKNOWN, "", "the application's own check refused the path") \
    /* what a caller might forgive, reported only where every signature verified */ \
    X(TIME_UNKNOWN, TOLERABLE, CERTIFICATE_UNKNOWN, "RFC 5280, 6.1.3 (a)(2)", "validity cannot be judged without the time") \
    X(NOT_YET_VALID, TOLERABLE, BAD_CERTIFICATE, "RFC 5280, 6.1.3 (a)(2)", "the certificate is not yet valid") \
    X(EXPIRED, TOLERABLE, CERTIFICATE_EXPIRED, "RFC 5280, 6.1.3 (a)(2)", "the certificate has expired") \
    X(IDENTITY_MISMATCH, TOLERABLE, BAD_CERTIFICATE, "RFC 9525, 6.2", "the certificate does not bear the name looked for") \
    X(REVOCATION_UNKNOWN, TOLERABLE, CERTIFICATE_UNKNOWN, "RFC 5280, 6.3", "the revocation status is demanded and not known") \
    X(REVOCATION_OUTDATED, TOLERABLE, CERTIFICATE_UNKNOWN, "RFC 5280, 6.3.3 (a)", "what is given of the revocation status does not hold at this time") \
    X(REVOCATION_NOT_AUTHENTIC, TOLERABLE, CERTIFICATE_UNKNOWN, "RFC 5280, 6.3.3 (f)", "what is given of the revocation status is not signed by anyone who may") \
    X(REVOCATION_MALFORMED, TOLERABLE, CERTIFICATE_UNKNOWN, "RFC 5280, 5.2", "what is given of the revocation status cannot be read or is not to be processed")

/** The statuses; KEDGE_OK is 0.  The rules of kedge/conformance.h follow those of the table. */
#define KEDGE_STATUS_ENUMERATOR(name, class_, alert, clause, sentence) KEDGE_##name,
#define KEDGE_CONFORMANCE_ENUMERATOR(name, clause, sentence) KEDGE_##name,
typedef enum kedge_status {
    KEDGE_STATUS_TABLE(KEDGE_STATUS_ENUMERATOR)
    KEDGE_CONFORMANCE_TABLE(KEDGE_CONFORMANCE_ENUMERATOR)
    KEDGE_STATUS_COUNT
} kedge_status;
#undef KEDGE_STATUS_ENUMERATOR
#undef KEDGE_CONFORMANCE_ENUMERATOR

/** What sort of an ending a status is. */
typedef enum kedge_status_class {
    KEDGE_CLASS_NONE,
    KEDGE_CLASS_CALLER,
    KEDGE_CLASS_INPUT,
    KEDGE_CLASS_RULE,
    KEDGE_CLASS_TOLERABLE
} kedge_status_class;

/* The functions below accept any value; one outside the table is answered as KEDGE_BAD_ARGUMENT
 * would be.  Strings are constants, never NULL, and need no freeing. */

/** @return the name, such as "SIGNATURE_INVALID". */
const char *kedge_status_name(kedge_status status);

/** @return what it means, for a person: no capital, no full stop. */
const char *kedge_status_sentence(kedge_status status);

/** @return the clause that demands it, such as "RFC 5280, 4.2.1.9", or "". */
const char *kedge_status_clause(kedge_status status);

/** @return the TLS alert to send (RFC 8446, 6.2), KEDGE_ALERT_NONE where there is none. */
uint8_t kedge_status_alert(kedge_status status);

/** @return its class; KEDGE_CLASS_NONE for KEDGE_OK and what else is no refusal. */
kedge_status_class kedge_status_classify(kedge_status status);

#endif
