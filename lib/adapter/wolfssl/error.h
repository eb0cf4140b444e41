/* error.h - which of wolfSSL's own findings kedge's verdict takes the place of. */
#ifndef KEDGE_WOLFSSL_ERROR_H
#define KEDGE_WOLFSSL_ERROR_H

#include <stdbool.h>

/* Whether `error`, a store's, is about whether a certificate is to be trusted.  Any other, such as for a key that could
 * not be read, stays fatal: wolfSSL would go on without it where a callback says yes. */
bool kedge_wolfssl_is_judgement(int error);

#endif
