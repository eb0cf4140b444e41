/* kedge/crl.h - a certificate revocation list, as a view of its bytes (RFC 5280, 5).
 *
 * A list is parsed once, every entry checked; after that it is only read and may be shared by threads.
 * The caller may have it indexed in memory of his own: then finding an entry takes the same few steps in a list of
 * any size, else a walk over the list.
 *
 * The view borrows the encoding: it must live and stay unchanged as long as the view is used.
 */
#ifndef KEDGE_CRL_H
#define KEDGE_CRL_H

#include <kedge/certificate.h>

/** Why a certificate is revoked (RFC 5280, 5.3.1). */
typedef enum kedge_reason {
    KEDGE_REASON_UNSPECIFIED = 0,
    KEDGE_REASON_KEY_COMPROMISE = 1,
    KEDGE_REASON_CA_COMPROMISE = 2,
    KEDGE_REASON_AFFILIATION_CHANGED = 3,
    KEDGE_REASON_SUPERSEDED = 4,
    KEDGE_REASON_CESSATION_OF_OPERATION = 5,
    KEDGE_REASON_CERTIFICATE_HOLD = 6,
    KEDGE_REASON_REMOVE_FROM_CRL = 8,
    KEDGE_REASON_PRIVILEGE_WITHDRAWN = 9,
    KEDGE_REASON_AA_COMPROMISE = 10
} kedge_reason;

/** Reasons as ReasonFlags (RFC 5280, 4.2.1.13): bit n of the BIT STRING is bit n here.  Bit 0 stands for no
 *  reason and is never set. */
#define KEDGE_REASONS_ALL ((uint16_t)0x1fe)

/** The extensions of lists that kedge parses. */
typedef enum kedge_crl_extension {
    KEDGE_CRL_EXT_AUTHORITY_KEY_IDENTIFIER,
    KEDGE_CRL_EXT_ISSUER_ALT_NAME,
    KEDGE_CRL_EXT_CRL_NUMBER,
    KEDGE_CRL_EXT_DELTA_CRL_INDICATOR,
    KEDGE_CRL_EXT_ISSUING_DISTRIBUTION_POINT,
    KEDGE_CRL_EXT_FRESHEST_CRL,
    KEDGE_CRL_EXT_AUTHORITY_INFO_ACCESS,
    KEDGE_CRL_EXT_COUNT
} kedge_crl_extension;

/** What a list covers (RFC 5280, 5.2.5). */
typedef struct kedge_crl_scope {
    kedge_range distribution_point; /**< contents of the DistributionPointName; {0, 0} for none */
    bool only_user_certificates;
    bool only_ca_certificates;
    bool only_attribute_certificates;
    bool is_indirect;
    uint16_t reasons;               /**< onlySomeReasons; KEDGE_REASONS_ALL where it is not there */
} kedge_crl_scope;

/** A list.  Ranges are places in `der`; {0, 0} where absent. */
typedef struct kedge_crl {
    const uint8_t *der;             /**< the encoding; borrowed */
    uint32_t size;                  /**< in bytes */

    kedge_range tbs_cert_list;      /**< the exact bytes that are signed */
    kedge_range issuer;             /**< the whole Name */
    kedge_range algorithm_identifier;
    kedge_range signature;          /**< contents of the BIT STRING */
    kedge_range revoked;            /**< contents of revokedCertificates */
    uint32_t revoked_count;
    bool has_entry_issuers;         /**< entries say whose certificates they are about (RFC 5280, 5.3.3) */

    uint64_t issuer_hash;           /**< kedge_name_hash() of the issuer */
    int64_t this_update;            /**< seconds since 1970-01-01T00:00:00Z */
    int64_t next_update;            /**< meaningful where has_next_update */
    bool has_next_update;

    kedge_algorithm algorithm;      /**< that it is signed with */
    uint8_t version;                /**< 1 or 2 */
    uint32_t extensions_present;    /**< 1 << kedge_crl_extension */
    uint32_t extensions_critical;
    uint16_t unknown_critical;      /**< critical extensions of the list or of an entry that kedge does not know:
                                         such a list says nothing (RFC 5280, 5.2 and 5.3) */
    kedge_range authority_key_identifier; /**< its keyIdentifier field alone */
    kedge_range crl_number;         /**< contents octets */
    kedge_range base_crl_number;    /**< contents octets; present in a delta */
    kedge_crl_scope scope;
    uint64_t scope_hash;            /**< of issuer, key identifier and scope, in which a delta and its complete list
                                         agree.  Not cryptographic */

    const uint32_t *index;          /**< made by kedge_crl_index(), or NULL */
} kedge_crl;

/**
 * Parse a list: its form, and that of every entry.
 *
 * @param crl    receives the view; on failure it is all zeros, and where it is given as evidence all the same it
 *               counts as a list that nobody can read, never as one that says "not revoked".
 * @param der    one CertificateList and nothing after it; borrowed as long as the view is used.
 * @param size   in bytes, at most KEDGE_DER_SIZE_MAX.
 * @param fault  receives the offset of the byte at fault, may not be NULL.
 * @return KEDGE_OK; a status of class INPUT (kedge/status.h) otherwise.
 */
kedge_status kedge_crl_parse(kedge_crl *crl, const uint8_t *der, size_t size, uint32_t *fault);

/** One entry of a list. */
typedef struct kedge_crl_entry {
    kedge_range serial_number;      /**< contents octets */
    kedge_range certificate_issuer; /**< the GeneralNames, whole, that say whose certificate it is: this entry's, or the
                                         last before it (RFC 5280, 5.3.3); {0, 0} for the list's issuer */
    int64_t revocation_date;        /**< seconds since 1970-01-01T00:00:00Z; one to come revokes all the same */
    kedge_reason reason;            /**< KEDGE_REASON_UNSPECIFIED where none is given */
} kedge_crl_entry;

/** @return bytes of memory that kedge_crl_index() needs: at most 10 for each entry, 14 where entries say whose
 *  certificates they are about, and 8 more; 0 for a list without entries. */
size_t kedge_crl_index_size(const kedge_crl *crl);

/**
 * Index a parsed list, so that kedge_crl_find() need not walk over it.  That memory is all there is: none beside it is
 * used while the index is made, so it is the peak as well.  Making it takes two walks over the list, and n log n steps
 * more where serial numbers were chosen to fall together; then looking up takes log n steps.
 *
 * @param memory  `size` bytes, aligned to 4, used as long as the view.
 * @return KEDGE_OK, or KEDGE_MEMORY_TOO_SMALL.
 */
kedge_status kedge_crl_index(kedge_crl *crl, void *memory, size_t size);

/**
 * Look for the entry of a certificate: the last there is, but one that takes others back
 * (KEDGE_REASON_REMOVE_FROM_CRL) only where it stands alone.
 *
 * @param issuer         its issuer, a checked Name, the whole element.
 * @param serial_number  contents octets.
 * @param entry          receives the entry where there is one.
 * @return whether there is one.
 */
bool kedge_crl_find(const kedge_crl *crl, kedge_span issuer, kedge_span serial_number, kedge_crl_entry *entry);

/** A delta adds to and takes from the complete list that it names (RFC 5280, 5.2.4). */
static inline bool kedge_crl_is_delta(const kedge_crl *crl)
{
    return (crl->extensions_present & (uint32_t)1 << KEDGE_CRL_EXT_DELTA_CRL_INDICATOR) != 0;
}

#endif
