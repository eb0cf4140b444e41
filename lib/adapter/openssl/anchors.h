/* anchors.h - anchors as OpenSSL's certificates, parsed once for all connections of an SSL_CTX. */
#ifndef KEDGE_OPENSSL_ANCHORS_H
#define KEDGE_OPENSSL_ANCHORS_H

#include <kedge/adapter/openssl.h>

/* Owned by the SSL_CTX, and what its callbacks are handed. */
typedef struct kedge_openssl_judge kedge_openssl_judge;

/* The judge of `ctx` with this verifier, in the place of one that it may have had; NULL for want of memory. */
kedge_openssl_judge *kedge_openssl_judge_of(SSL_CTX *ctx, const kedge_openssl *verifier);

const kedge_openssl *kedge_openssl_judge_verifier(const kedge_openssl_judge *judge);

/* The certificate of an anchor, which the caller frees; NULL where the anchor is a bare name and key, or for want
 * of memory. */
X509 *kedge_openssl_anchor(kedge_openssl_judge *judge, size_t ordinal);

/* Leave anchors out of the paths that are published for the connections of `ctx`: for an SSL_CTX that is made for one
 * connection, of which nobody asks for the path. */
void kedge_openssl_omit_anchors(SSL_CTX *ctx);

#endif
