/* kedge/sct.h - signed certificate timestamps (RFC 6962): a log's promise to publish a certificate.
 *
 * A certificate carries its timestamps in an extension, or a TLS server hands them over beside it.  kedge
 * reads both, verifies them against logs that the caller names, and counts them: enough distinct logs, of
 * enough distinct operators.  Which logs to trust, and how many of them to demand, is for the caller to know.
 *
 * To demand them of a verification, call kedge_sct_judge() in the request's `accept` hook and answer what it
 * answers.
 *
 * Thread safety: functions touch nothing but their arguments.
 */
#ifndef KEDGE_SCT_H
#define KEDGE_SCT_H

#include <kedge/certificate.h>

#define KEDGE_SCT_LOG_ID_SIZE 32

/** One timestamp (RFC 6962, 3.2).  Spans are places in the list, which is borrowed. */
typedef struct kedge_sct {
    uint8_t version;     /**< 0 for v1; where it is another, the rest is not known */
    kedge_span log_id;   /**< KEDGE_SCT_LOG_ID_SIZE octets */
    uint64_t timestamp;  /**< milliseconds since 1970-01-01T00:00:00Z */
    kedge_span extensions;
    uint8_t hash;        /**< a HashAlgorithm of RFC 5246, 7.4.1.4.1 */
    uint8_t signer;      /**< a SignatureAlgorithm of the same */
    kedge_span signature;
} kedge_sct;

/** What is left of a SignedCertificateTimestampList (RFC 6962, 3.3). */
typedef struct kedge_sct_list {
    kedge_span rest;
} kedge_sct_list;

/**
 * Begin to read a list.
 *
 * @param bytes  the whole list: what the TLS extension signed_certificate_timestamp holds, or
 *               kedge_certificate_sct_list().
 * @return KEDGE_OK, or KEDGE_SCT_MALFORMED (a length that is not that of the rest, or an empty list).
 */
kedge_status kedge_sct_list_begin(kedge_sct_list *list, kedge_span bytes);

/** Read the next timestamp.  `*found` is false after the last.
 *  @return KEDGE_OK, or KEDGE_SCT_MALFORMED (cut off, or longer than its fields). */
kedge_status kedge_sct_list_next(kedge_sct_list *list, kedge_sct *sct, bool *found);

/** @return the list in a certificate's extension; {NULL, 0} without one. */
kedge_span kedge_certificate_sct_list(const kedge_certificate *certificate);

/** A log, as the caller knows it.  Zeroed fields after `operator_number` limit nothing. */
typedef struct kedge_sct_log {
    uint8_t id[KEDGE_SCT_LOG_ID_SIZE]; /**< SHA-256 of its key (RFC 6962, 3.2) */
    kedge_public_key key;
    uint32_t operator_number;          /**< logs of one operator have the same */
    bool has_end;
    int64_t end;                       /**< timestamps that it gave then or later do not count; seconds */
    bool has_expiry_range;             /**< it logs certificates whose notAfter lies in a range only: */
    int64_t expiry_from;               /**< from this on, in seconds */
    int64_t expiry_before;             /**< and before this */
} kedge_sct_log;

/**
 * Set a log's id and key, and clear what limits it.
 *
 * @param subject_public_key_info  its key in DER, the whole element; borrowed as long as the log is used.
 * @param crypto                   hashes it.
 * @param fault                    receives the offset of the byte at fault.
 * @return KEDGE_OK; KEDGE_UNSUPPORTED_KEY (neither on P-256 nor RSA from 2048 bits on: RFC 6962, 2.1.4); as
 *         kedge_public_key_read().
 */
kedge_status kedge_sct_log_init(kedge_sct_log *log, kedge_span subject_public_key_info, uint32_t operator_number,
                                const kedge_crypto *crypto, uint32_t *fault);

/** How a timestamp came. */
typedef enum kedge_sct_source {
    KEDGE_SCT_EMBEDDED, /**< in the certificate: it is about the certificate without it (RFC 6962, 3.1) */
    KEDGE_SCT_TLS,      /**< in the TLS extension */
    KEDGE_SCT_OCSP      /**< in an OCSP response */
} kedge_sct_source;

/** @return bytes of memory that kedge_sct_verify() needs at most. */
size_t kedge_sct_verify_size(const kedge_certificate *certificate, const kedge_sct *sct);

/**
 * Verify the signature of a timestamp.
 *
 * @param issuer  of the certificate, or NULL where it is not known: only what is embedded needs it.
 * @param memory  `size` bytes of scratch memory, where the message that was signed is put together.
 * @return KEDGE_OK; KEDGE_SCT_VERSION_UNKNOWN; KEDGE_SCT_LOG_UNKNOWN (another log's id); KEDGE_ISSUER_NOT_FOUND
 *         (NULL where it is needed); KEDGE_UNSUPPORTED_ALGORITHM (not SHA-256 with ECDSA or RSA);
 *         KEDGE_WORKSPACE_TOO_SMALL; as the provider's `verify`.
 */
kedge_status kedge_sct_verify(const kedge_sct *sct, kedge_sct_source source, const kedge_certificate *certificate,
                              const kedge_certificate *issuer, const kedge_sct_log *log, const kedge_crypto *crypto,
                              void *memory, size_t size);

/** What is demanded of a path.  Zeroed: nothing could satisfy it. */
typedef struct kedge_sct_policy {
    const kedge_crypto *crypto;
    const kedge_sct_log *logs;
    size_t log_count;
    uint32_t logs_min;      /**< distinct logs with a valid timestamp, 1 at least */
    uint32_t operators_min; /**< distinct operators among them */
    kedge_span tls_list;    /**< timestamps from the TLS handshake; {NULL, 0} for none */
    kedge_span ocsp_list;   /**< from an OCSP response: its extension's OCTET STRING inside; the same */
} kedge_sct_policy;

/** What was found of one timestamp. */
typedef struct kedge_sct_result {
    kedge_sct_source source;
    kedge_status status;    /**< KEDGE_OK where it is valid */
    uint32_t log;           /**< which of the policy's logs; their number where none of them */
    uint64_t timestamp;     /**< 0 where its version is unknown */
    bool is_repeated;       /**< valid, but its log was counted already */
} kedge_sct_result;

/** The most timestamps of a path that are looked at. */
#define KEDGE_SCT_RESULTS_MAX 32

typedef struct kedge_sct_report {
    kedge_status status;    /**< what kedge_sct_judge() answered */
    uint32_t logs;          /**< distinct ones with a valid timestamp */
    uint32_t operators;     /**< distinct ones among those */
    uint32_t result_count;
    kedge_sct_result result[KEDGE_SCT_RESULTS_MAX];
} kedge_sct_report;

struct kedge_path;

/** @return bytes of memory that kedge_sct_judge() needs at most for the certificate in question. */
size_t kedge_sct_judge_size(const kedge_certificate *certificate, const kedge_sct_policy *policy);

/**
 * Count the timestamps of a finished path: embedded in the certificate in question, and those that the policy
 * brings along.  One from the future (RFC 6962, 5.2) does not count where the request says what time it is.
 *
 * @param memory  `size` bytes of scratch memory.
 * @param report  filled in on every return; may be NULL.
 * @return KEDGE_OK; KEDGE_SCT_TOO_FEW; KEDGE_SCT_MALFORMED (a list cannot be read to its end);
 *         KEDGE_BUDGET_SPENT (more than KEDGE_SCT_RESULTS_MAX timestamps); KEDGE_WORKSPACE_TOO_SMALL;
 *         KEDGE_BAD_ARGUMENT (nothing is demanded, no crypto).
 */
kedge_status kedge_sct_judge(const struct kedge_path *path, const kedge_sct_policy *policy, void *memory, size_t size,
                             kedge_sct_report *report);

#endif
