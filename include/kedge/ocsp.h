/* kedge/ocsp.h - an OCSP response, as a view of its bytes (RFC 6960, 4.2).
 *
 * Parsing checks the form of everything but the certificates that come with the response, which whoever wants
 * them parses.  Whether a response is signed by anyone who may, is about a certificate and holds at a time is for
 * the verification to judge (kedge/verify.h).
 *
 * The view borrows the encoding: it must live and stay unchanged as long as the view is used.
 */
#ifndef KEDGE_OCSP_H
#define KEDGE_OCSP_H

#include <kedge/crl.h>

/** OCSPResponseStatus (RFC 6960, 4.2.1): only a successful response holds anything. */
typedef enum kedge_ocsp_response_status {
    KEDGE_OCSP_SUCCESSFUL = 0,
    KEDGE_OCSP_MALFORMED_REQUEST = 1,
    KEDGE_OCSP_INTERNAL_ERROR = 2,
    KEDGE_OCSP_TRY_LATER = 3,
    KEDGE_OCSP_SIG_REQUIRED = 5,
    KEDGE_OCSP_UNAUTHORIZED = 6
} kedge_ocsp_response_status;

/** A response.  Ranges are places in `der`; {0, 0} where absent. */
typedef struct kedge_ocsp {
    const uint8_t *der;             /**< the encoding; borrowed */
    uint32_t size;                  /**< in bytes */
    uint8_t response_status;        /**< a kedge_ocsp_response_status; the rest is meaningful where it is
                                         KEDGE_OCSP_SUCCESSFUL */

    kedge_range tbs_response_data;  /**< the exact bytes that are signed */
    kedge_range algorithm_identifier;
    kedge_range signature;          /**< contents of the BIT STRING */
    kedge_algorithm algorithm;      /**< that it is signed with */
    kedge_range responder_name;     /**< the whole Name, where the responder is known by it */
    kedge_range responder_key_hash; /**< else the SHA-1 of its key */
    int64_t produced_at;            /**< seconds since 1970-01-01T00:00:00Z */
    kedge_range responses;          /**< contents of the SEQUENCE OF SingleResponse */
    kedge_range nonce;              /**< contents of the nonce (RFC 9654, 2.1) */
    kedge_range certificates;       /**< contents of the SEQUENCE OF Certificate */
    uint16_t unknown_critical;      /**< critical extensions of the response that kedge does not know */
} kedge_ocsp;

/**
 * Parse a response.
 *
 * @param ocsp   receives the view; on failure it is all zeros.
 * @param der    one OCSPResponse and nothing after it; borrowed as long as the view is used.
 * @param size   in bytes.
 * @param fault  receives the offset of the byte at fault, may not be NULL.
 * @return KEDGE_OK; a status of class INPUT (kedge/status.h) otherwise.  A response type other than
 *         id-pkix-ocsp-basic is KEDGE_OCSP_TYPE_UNKNOWN.
 */
kedge_status kedge_ocsp_parse(kedge_ocsp *ocsp, const uint8_t *der, size_t size, uint32_t *fault);

/** CertStatus (RFC 6960, 4.2.1). */
typedef enum kedge_ocsp_certificate_status {
    KEDGE_OCSP_GOOD = 0,
    KEDGE_OCSP_REVOKED = 1,
    KEDGE_OCSP_UNKNOWN = 2
} kedge_ocsp_certificate_status;

/** What a response says of one certificate. */
typedef struct kedge_ocsp_single {
    uint8_t hash;                   /**< the kedge_hash of the next two; KEDGE_HASH_NONE where it is none of them */
    kedge_range issuer_name_hash;   /**< of the Name of the certificate's issuer */
    kedge_range issuer_key_hash;    /**< of what the BIT STRING of the issuer's key holds */
    kedge_range serial_number;      /**< contents octets */
    uint8_t status;                 /**< a kedge_ocsp_certificate_status */
    int64_t this_update;
    int64_t next_update;            /**< meaningful where has_next_update */
    bool has_next_update;
    int64_t revocation_time;        /**< where revoked */
    uint8_t reason;                 /**< the same, a kedge_reason */
    uint16_t unknown_critical;      /**< critical extensions of this answer that kedge does not know */
} kedge_ocsp_single;

/** A cursor over the answers of a successful response, to be handed to kedge_ocsp_single_read() until
 *  kedge_der_at_end(). */
kedge_der kedge_ocsp_responses(const kedge_ocsp *ocsp, uint32_t *fault);

/** Read the next answer.  @return KEDGE_OK always for a response that parsed. */
kedge_status kedge_ocsp_single_read(kedge_der *responses, kedge_ocsp_single *single);

/** A cursor over the certificates that come with a response: SEQUENCEs, whose form was not looked at. */
kedge_der kedge_ocsp_certificates(const kedge_ocsp *ocsp, uint32_t *fault);

#endif
