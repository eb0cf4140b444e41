/* kedge/pem.h - the textual encoding of certificates (RFC 7468), block by block.
 *
 * The reader walks over a text and decodes one block at a time into memory of the caller, so that a
 * bundle of any length needs room for its largest block only.  Text outside blocks is skipped, as
 * RFC 7468, section 2 allows.  In both forms a boundary begins at the start of a line, lines end with
 * CR, LF, CRLF or the text, padding is complete, and the bits that it leaves over are zero.  Nothing is allocated; thread safety: functions touch only their
 * arguments.
 */
#ifndef KEDGE_PEM_H
#define KEDGE_PEM_H

#include <stdbool.h>
#include <kedge/span.h>
#include <kedge/status.h>

/** How much of RFC 7468's grammar is demanded. */
typedef enum kedge_pem_form {
    KEDGE_PEM_STRICT, /**< "stricttextualmsg": lines of exactly 64 characters but the last, which is not
                           empty; no blanks */
    KEDGE_PEM_LAX     /**< "laxtextualmsg": white space anywhere among the base64 characters and after the
                           boundaries; a block may be empty */
} kedge_pem_form;

/** A position in a text. */
typedef struct kedge_pem {
    const uint8_t *text;  /**< borrowed */
    size_t size;          /**< bytes of `text` */
    size_t position;      /**< offset of the next byte to look at */
    size_t fault;         /**< after a failure: offset in `text` of the byte at fault */
    uint32_t block;       /**< ordinal of the block read last, the first is 1 */
    kedge_pem_form form;
} kedge_pem;

/** One block, as found in the text. */
typedef struct kedge_pem_block {
    kedge_span label;   /**< for example "CERTIFICATE"; points into the text */
    kedge_span base64;  /**< the encapsulated text between the boundaries; points into the text */
    size_t decoded_size;/**< bytes of room that kedge_pem_decode() needs at most */
} kedge_pem_block;

/** Point a reader at `size` bytes of `text`, which is borrowed. */
void kedge_pem_begin(kedge_pem *pem, const uint8_t *text, size_t size, kedge_pem_form form);

/**
 * Find the next block.  On failure the reader stands after the damaged block, which ends at the next
 * boundary, so that a caller who wants to go on may call again.  A whole text takes time in proportion
 * to its size.
 *
 * @return KEDGE_OK; KEDGE_PEM_END when the text holds no further block; KEDGE_PEM_BAD_BOUNDARY for a
 *         BEGIN line that is malformed or has no END line (`pem->fault` is where the BEGIN line starts),
 *         or whose END line is malformed or has another label (where the END line starts).
 */
kedge_status kedge_pem_next(kedge_pem *pem, kedge_pem_block *block);

/**
 * Decode the block found last.
 *
 * @param output   room for `capacity` bytes; may not overlap the text.
 * @param written  receives the number of bytes decoded.
 * @return KEDGE_OK; KEDGE_PEM_BAD_BASE64 (with `pem->fault`): a foreign character, wrong padding,
 *         non-zero pad bits, or a line of the wrong length in the strict form;
 *         KEDGE_MEMORY_TOO_SMALL when `capacity` does not hold the block.
 */
kedge_status kedge_pem_decode(kedge_pem *pem, const kedge_pem_block *block,
                              uint8_t *output, size_t capacity, size_t *written);

/** @return true when `label` is that of a certificate: "CERTIFICATE", "X509 CERTIFICATE" or
 *          "X.509 CERTIFICATE" (RFC 7468, section 5.1). */
bool kedge_pem_is_certificate(kedge_span label);

/** @return true when `label` names a private key of any kind (RFC 7468, sections 10 and 11, and the
 *          traditional labels such as "RSA PRIVATE KEY"). */
bool kedge_pem_is_private_key(kedge_span label);

#endif
