/* openssl.c - OpenSSL's X509_verify_cert() and EVP_DigestVerify(). */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include "peer.h"

static const char *version(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}

static X509 *decode(peer_bytes der)
{
    const unsigned char *at = der.data;

    return d2i_X509(NULL, &at, (long)der.size);
}

typedef struct verification {
    const peer_signature *signature;
    EVP_PKEY *key;
} verification;

static EVP_PKEY *read_key(const peer_signature *signature)
{
    const unsigned char *at = signature->key.data;

    return d2i_PUBKEY(NULL, &at, (long)signature->key.size);
}

static const EVP_MD *hash_of(peer_algorithm algorithm)
{
    switch (algorithm) {
    case PEER_P384: return EVP_sha384();
    case PEER_P521: return EVP_sha512();
    case PEER_ED25519: return NULL;
    default: return EVP_sha256();
    }
}

static void *open_signatures(const peer_signature *signature, size_t count, bool is_prepared)
{
    verification *s = calloc(1, sizeof *s);

    if (s == NULL || count != 1)
        return NULL;
    s->signature = signature;
    s->key = is_prepared ? read_key(signature) : NULL;
    return s;
}

static bool verify(void *state)
{
    const verification *s = state;
    EVP_PKEY *key = s->key != NULL ? s->key : read_key(s->signature);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const bool is_good = EVP_DigestVerifyInit(context, NULL, hash_of(s->signature->algorithm), NULL, key) == 1
                         && EVP_DigestVerify(context, s->signature->signature.data,
                                             s->signature->signature.size, s->signature->message.data,
                                             s->signature->message.size)
                                == 1;

    EVP_MD_CTX_free(context);
    if (s->key == NULL)
        EVP_PKEY_free(key);
    return is_good;
}

typedef struct judging {
    const peer_chain *chain;
    X509_STORE *store;
} judging;

static void *open_chain(const peer_chain *chain, peer_memory memory)
{
    judging *s = calloc(1, sizeof *s);

    if (s == NULL || memory != PEER_COLD)
        return NULL;
    s->chain = chain;
    s->store = X509_STORE_new();
    for (size_t i = 0; i < chain->root_count; i++) {
        X509 *root = decode(chain->root[i]);

        if (X509_STORE_add_cert(s->store, root) != 1)
            return NULL;
        X509_free(root);
    }
    return s;
}

static bool judge_decoded(const judging *s, X509 *leaf, STACK_OF(X509) * others)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509_VERIFY_PARAM *parameters;
    bool is_good = false;

    if (context != NULL && X509_STORE_CTX_init(context, s->store, leaf, others) == 1) {
        parameters = X509_STORE_CTX_get0_param(context);
        X509_VERIFY_PARAM_set_time(parameters, (time_t)s->chain->time);
        X509_VERIFY_PARAM_set1_host(parameters, s->chain->host, 0);
        X509_STORE_CTX_set_default(context, "ssl_server");
        is_good = X509_verify_cert(context) == 1;
    }
    X509_STORE_CTX_free(context);
    return is_good;
}

static bool judge(void *state)
{
    const judging *s = state;
    STACK_OF(X509) *others = sk_X509_new_null();
    X509 *leaf = decode(s->chain->certificate[0]);
    bool is_good;

    for (size_t i = 1; i < s->chain->count; i++)
        sk_X509_push(others, decode(s->chain->certificate[i]));
    is_good = judge_decoded(s, leaf, others);
    sk_X509_pop_free(others, X509_free);
    X509_free(leaf);
    return is_good;
}

/* d2i_X509() alone leaves extensions and the key for later; kedge reads them at once. */
static bool parse(const peer_chain *chain)
{
    X509 *certificate = decode(chain->certificate[0]);
    const bool is_good = certificate != NULL && X509_check_purpose(certificate, -1, 0) == 1
                         && X509_get0_pubkey(certificate) != NULL;

    X509_free(certificate);
    return is_good;
}

static void digest(peer_hash hash, const unsigned char *data, size_t size, unsigned char result[PEER_DIGEST_MAX])
{
    switch (hash) {
    case PEER_SHA256: SHA256(data, size, result); break;
    case PEER_SHA384: SHA384(data, size, result); break;
    default: SHA512(data, size, result); break;
    }
}

const peer peer_measured = { "OpenSSL",  version, open_signatures, verify, false, open_chain,
                             judge,      parse,   digest,          NULL };
