/* credential/secret_base64.h - base64 of secrets (RFC 7468, 3, lax form; RFC 4648, 4). */
#ifndef KEDGE_CREDENTIAL_SECRET_BASE64_H
#define KEDGE_CREDENTIAL_SECRET_BASE64_H

#include <kedge/span.h>
#include <kedge/status.h>

/**
 * Decode base64 with white space in it.  Which characters are white space, padding or none of base64 is public; which
 * of base64's they are is not.
 *
 * @param output   room for `capacity` bytes.
 * @param written  receives the number of bytes decoded.
 * @param fault    receives the offset in `base64` of a character at fault.
 * @return KEDGE_OK, KEDGE_PEM_BAD_BASE64, KEDGE_MEMORY_TOO_SMALL.
 */
kedge_status kedge_secret_base64_decode(kedge_span base64, uint8_t *output, size_t capacity, size_t *written,
                                        size_t *fault);

#endif
