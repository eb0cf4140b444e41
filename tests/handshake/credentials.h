/* credentials.h - forged chains, as trusts and as what TLS stacks read. */
#ifndef HANDSHAKE_CREDENTIALS_H
#define HANDSHAKE_CREDENTIALS_H

#include <criterion/criterion.h>
#include <kedge/adapter/verifier.h>
#include <kedge/kedge.h>
#include <openssl/ssl.h>
#include "forge/forge.h"

/** Three certificates: root, CA, leaf. */
typedef struct credentials {
    forge_certificate root;
    forge_certificate ca;
    forge_certificate leaf;
} credentials;

#define HOST "host.example"

/** A chain that is right in every respect, for the server HOST; to be spoilt. */
credentials credentials_new(void);

/** A trust that holds one root. */
kedge_trust trust_in(const forge_certificate *root);

/** A verifier by that trust, for FORGE_NOW and the policy webpki. */
kedge_verifier verifier_in(const kedge_trust *trust);

/** A private key in the traditional form, "EC PRIVATE KEY", as DER. */
kedge_span private_key_der(const forge_key *key);

/** Give `ctx` the leaf, the CA and the leaf's key to show. */
void show_credentials(SSL_CTX *ctx, const credentials *shown);

#endif
