/* kedge/certificate.h - a certificate, as a view of its bytes (RFC 5280, 4).
 *
 * Parsing checks form and records the rest: what deviates from the profile but occurs in real roots
 * is a bit of `deviations`, and whether it is refused is for the policy to say.  A certificate that
 * parses is well-formed in every extension that kedge knows.
 *
 * The view borrows the encoding: it must live and stay unchanged as long as the view is used.
 * Thread safety: a parsed view is only read.
 */
#ifndef KEDGE_CERTIFICATE_H
#define KEDGE_CERTIFICATE_H

#include <kedge/crypto.h>
#include <kedge/name.h>

/** The largest certificate that is read, in bytes. */
#define KEDGE_CERTIFICATE_SIZE_MAX ((size_t)1 << 20)

/** The most extensions of one certificate that are read, and the most policies of certificatePolicies:
 *  none may occur twice, and there is no memory to sort many of them in. */
#define KEDGE_EXTENSIONS_MAX 64
#define KEDGE_POLICIES_MAX 1024

/** The extensions that kedge parses.  The order is that of the arrays and bit masks below. */
typedef enum kedge_extension {
    KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER,
    KEDGE_EXT_SUBJECT_KEY_IDENTIFIER,
    KEDGE_EXT_KEY_USAGE,
    KEDGE_EXT_CERTIFICATE_POLICIES,
    KEDGE_EXT_POLICY_MAPPINGS,
    KEDGE_EXT_SUBJECT_ALT_NAME,
    KEDGE_EXT_ISSUER_ALT_NAME,
    KEDGE_EXT_BASIC_CONSTRAINTS,
    KEDGE_EXT_NAME_CONSTRAINTS,
    KEDGE_EXT_POLICY_CONSTRAINTS,
    KEDGE_EXT_EXTENDED_KEY_USAGE,
    KEDGE_EXT_CRL_DISTRIBUTION_POINTS,
    KEDGE_EXT_INHIBIT_ANY_POLICY,
    KEDGE_EXT_FRESHEST_CRL,
    KEDGE_EXT_AUTHORITY_INFO_ACCESS,
    KEDGE_EXT_SUBJECT_INFO_ACCESS,
    KEDGE_EXT_SCT_LIST,        /**< RFC 6962, 3.3; kept as bytes */
    KEDGE_EXT_TLS_FEATURE,     /**< RFC 7633 */
    KEDGE_EXT_OCSP_NO_CHECK,   /**< RFC 6960, 4.2.2.2.1 */
    KEDGE_EXT_COUNT
} kedge_extension;

#define KEDGE_EXT_BIT(extension) ((uint32_t)1 << (extension))

/** keyUsage (RFC 5280, 4.2.1.3): bit n of the BIT STRING is bit n here. */
enum {
    KEDGE_KU_DIGITAL_SIGNATURE = 1 << 0,
    KEDGE_KU_CONTENT_COMMITMENT = 1 << 1,
    KEDGE_KU_KEY_ENCIPHERMENT = 1 << 2,
    KEDGE_KU_DATA_ENCIPHERMENT = 1 << 3,
    KEDGE_KU_KEY_AGREEMENT = 1 << 4,
    KEDGE_KU_KEY_CERT_SIGN = 1 << 5,
    KEDGE_KU_CRL_SIGN = 1 << 6,
    KEDGE_KU_ENCIPHER_ONLY = 1 << 7,
    KEDGE_KU_DECIPHER_ONLY = 1 << 8
};

/** Well-known purposes of extKeyUsage, as bits (RFC 5280, 4.2.1.12). */
enum {
    KEDGE_EKU_ANY = 1 << 0,
    KEDGE_EKU_SERVER_AUTH = 1 << 1,
    KEDGE_EKU_CLIENT_AUTH = 1 << 2,
    KEDGE_EKU_CODE_SIGNING = 1 << 3,
    KEDGE_EKU_EMAIL_PROTECTION = 1 << 4,
    KEDGE_EKU_TIME_STAMPING = 1 << 5,
    KEDGE_EKU_OCSP_SIGNING = 1 << 6,
    KEDGE_EKU_OTHER = 1 << 7 /**< at least one that is none of the above */
};

/** Deviations that occur in real certificates: recorded here, refused by conformance bits. */
enum {
    KEDGE_DEVIATION_SERIAL_ZERO = 1 << 0,
    KEDGE_DEVIATION_SERIAL_NEGATIVE = 1 << 1,
    KEDGE_DEVIATION_SERIAL_LONG = 1 << 2,       /**< more than 20 octets */
    KEDGE_DEVIATION_TIME_FORM = 1 << 3,         /**< GeneralizedTime before 2050 */
    KEDGE_DEVIATION_KEY_USAGE_FORM = 1 << 4,    /**< trailing zero bits, or no bit set */
    KEDGE_DEVIATION_NAME_STRING = 1 << 5,       /**< a PrintableString holds '@', '&', '*' or '_' */
    KEDGE_DEVIATION_PATH_LENGTH = 1 << 6,       /**< pathLenConstraint without cA */
    KEDGE_DEVIATION_DEFAULT_ENCODED = 1 << 7,   /**< a DEFAULT value is spelt out (X.690, 11.5) */
    KEDGE_DEVIATION_NAME_CONSTRAINTS_EMPTY = 1 << 8,
    KEDGE_DEVIATION_POLICY_CONSTRAINTS_EMPTY = 1 << 9
};

/** A certificate.  Ranges are places in `der`; {0, 0} where absent. */
typedef struct kedge_certificate {
    const uint8_t *der;          /**< the encoding; borrowed */
    uint32_t size;               /**< in bytes */

    kedge_range tbs_certificate; /**< the exact bytes that are signed, identifier octet included */
    kedge_range serial_number;   /**< contents octets */
    kedge_range issuer;          /**< the whole Name */
    kedge_range subject;         /**< the whole Name */
    kedge_range validity;        /**< the whole element */
    kedge_range algorithm_identifier; /**< of the outer signatureAlgorithm, equal to the inner one */
    kedge_range signature;       /**< contents of the BIT STRING */

    uint64_t issuer_hash;        /**< kedge_name_hash() of the issuer */
    uint64_t subject_hash;       /**< kedge_name_hash() of the subject */
    int64_t not_before;          /**< seconds since 1970-01-01T00:00:00Z, inclusive */
    int64_t not_after;           /**< the same, inclusive */

    kedge_public_key key;
    kedge_algorithm algorithm;   /**< that it is signed with */
    uint8_t version;             /**< 1 to 3 */
    bool is_self_issued;         /**< subject and issuer are the same name (RFC 5280, 6.1) */

    bool is_ca;                  /**< basicConstraints cA */
    bool has_path_length;
    uint32_t path_length;        /**< pathLenConstraint; values above 2^31-1 are held as 2^31-1 */
    uint16_t key_usage;          /**< KEDGE_KU_ bits; meaningful where KEDGE_EXT_KEY_USAGE is present */
    uint16_t extended_key_usage; /**< KEDGE_EKU_ bits */
    uint32_t deviations;         /**< KEDGE_DEVIATION_ bits */
    kedge_range subject_key_identifier;   /**< contents of the OCTET STRING */
    kedge_range authority_key_identifier; /**< its keyIdentifier field alone */

    uint32_t extensions_present; /**< KEDGE_EXT_BIT of each */
    uint32_t extensions_critical;
    kedge_range extension[KEDGE_EXT_COUNT]; /**< the DER inside extnValue's OCTET STRING */
    uint16_t unknown_critical;   /**< how many critical extensions kedge does not know */
    kedge_range extensions;      /**< contents of the Extensions SEQUENCE OF, for kedge_extension_next() */
} kedge_certificate;

/**
 * Parse a certificate.
 *
 * @param certificate  receives the view; on failure its contents are unspecified.
 * @param der          one certificate and nothing after it; borrowed as long as the view is used.
 * @param size         in bytes.
 * @param fault        receives the offset of the byte at fault, may not be NULL.
 * @return KEDGE_OK; a status of class INPUT (kedge/status.h) otherwise.
 */
kedge_status kedge_certificate_parse(kedge_certificate *certificate, const uint8_t *der, size_t size,
                                     uint32_t *fault);

/** @return whether the extension is there. */
static inline bool kedge_certificate_has(const kedge_certificate *certificate, kedge_extension extension)
{
    return (certificate->extensions_present & KEDGE_EXT_BIT(extension)) != 0;
}

/** The bytes at a place of a certificate. */
static inline kedge_span kedge_certificate_span(const kedge_certificate *certificate, kedge_range range)
{
    return kedge_span_of(certificate->der, range);
}

/** A cursor over the DER inside an extension that is there (kedge_certificate_has()): its value
 *  parsed successfully before. */
kedge_der kedge_certificate_extension(const kedge_certificate *certificate, kedge_extension extension,
                                      uint32_t *fault);

/** One extension of any kind, in the order of the encoding. */
typedef struct kedge_extension_view {
    kedge_range oid;    /**< contents octets of its identifier */
    kedge_range value;  /**< the contents of extnValue's OCTET STRING */
    bool critical;
    bool known;         /**< one of kedge_extension */
    kedge_extension extension; /**< meaningful where known */
} kedge_extension_view;

/** A cursor over the extensions, to be handed to kedge_extension_next(). */
kedge_der kedge_certificate_extensions(const kedge_certificate *certificate, uint32_t *fault);

/** Read the next extension.  `*found` is false after the last. */
kedge_status kedge_extension_next(kedge_der *extensions, kedge_extension_view *view, bool *found);

/** A cursor over the GeneralNames of subjectAltName, to be handed to kedge_general_name_read() until
 *  kedge_der_at_end(); at its end at once where there is no such extension. */
kedge_der kedge_certificate_subject_alt_names(const kedge_certificate *certificate, uint32_t *fault);

/** @return whether extKeyUsage names the purpose whose identifier's contents octets are `oid`;
 *          anyExtendedKeyUsage is not counted in; false without the extension. */
bool kedge_certificate_names_usage(const kedge_certificate *certificate, kedge_span oid);

/** @return whether two certificates are the same bytes. */
bool kedge_certificate_equal(const kedge_certificate *one, const kedge_certificate *other);

#endif
