/* credentials.c - forged chains, as trusts and as what TLS stacks read. */
#include "credentials.h"

credentials credentials_new(void)
{
    credentials made;

    made.root = forge_root("Handshake root");
    made.ca = forge_ca("Handshake CA", &made.root);
    made.leaf = forge_leaf(HOST, &made.ca);
    return made;
}

kedge_trust trust_in(const forge_certificate *root)
{
    kedge_span der = forge_sign(root);
    size_t size = kedge_trust_size(1, der.size);
    kedge_trust trust;
    uint32_t fault;

    cr_assert_eq(kedge_trust_init(&trust, forge_allocate(size), size, kedge_crypto_default()), KEDGE_OK);
    cr_assert_eq(kedge_trust_add_copy(&trust, der.data, der.size, NULL, &fault), KEDGE_OK);
    return trust;
}

kedge_verifier verifier_in(const kedge_trust *trust)
{
    kedge_verifier verifier = { .trust = trust };

    verifier.request.size = sizeof verifier.request;
    verifier.request.policy = &kedge_policy_webpki;
    verifier.request.time = kedge_time_at(FORGE_NOW);
    return verifier;
}

kedge_span private_key_der(const forge_key *key)
{
    return forge_sequence(forge_integer(1), forge_octet_string(forge_copy(key->ec.x, key->ec.xlen)),
                          forge_explicit(0, forge_curve(key->type)),
                          forge_explicit(1, forge_bit_string(key->public_key, 0)));
}

static X509 *x509_of(const forge_certificate *certificate)
{
    kedge_span der = forge_sign(certificate);
    const unsigned char *data = der.data;
    X509 *x509 = d2i_X509(NULL, &data, (long)der.size);

    cr_assert_not_null(x509);
    return x509;
}

void show_credentials(SSL_CTX *ctx, const credentials *shown)
{
    kedge_span der = private_key_der(shown->leaf.key);
    const unsigned char *data = der.data;
    EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &data, (long)der.size);
    X509 *leaf = x509_of(&shown->leaf);

    cr_assert_not_null(key);
    cr_assert_eq(SSL_CTX_use_certificate(ctx, leaf), 1);
    cr_assert_eq(SSL_CTX_use_PrivateKey(ctx, key), 1);
    cr_assert_eq(SSL_CTX_add0_chain_cert(ctx, x509_of(&shown->ca)), 1);
    X509_free(leaf);
    EVP_PKEY_free(key);
}
