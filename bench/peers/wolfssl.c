/* wolfssl.c - wolfSSL's certificate manager, which builds no paths: the CAs are loaded beforehand, and what is timed
 * verifies each of the three certificates under them.  It asks the system for the time. */
#include <wolfssl/options.h>
#include <wolfssl/ssl.h>
#include <wolfssl/version.h>
#include <wolfssl/wolfcrypt/asn.h>
#include <wolfssl/wolfcrypt/asn_public.h>
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/rsa.h>
#include <wolfssl/wolfcrypt/sha256.h>
#include <wolfssl/wolfcrypt/sha512.h>
#include <wolfssl/wolfcrypt/signature.h>
#include <stdlib.h>
#include "peer.h"

static const char *version(void)
{
    return LIBWOLFSSL_VERSION_STRING;
}

typedef union any_key {
    RsaKey rsa;
    ecc_key ecc;
} any_key;

typedef struct verification {
    const peer_signature *signature;
    any_key key;
    bool is_prepared;
} verification;

static bool is_rsa(peer_algorithm algorithm)
{
    return algorithm == PEER_RSA_2048 || algorithm == PEER_RSA_3072 || algorithm == PEER_RSA_4096;
}

static bool read_key(const peer_signature *signature, any_key *key)
{
    word32 at = 0;

    if (is_rsa(signature->algorithm))
        return wc_InitRsaKey(&key->rsa, NULL) == 0
               && wc_RsaPublicKeyDecode(signature->key.data, &at, &key->rsa, (word32)signature->key.size)
                      == 0;
    return wc_ecc_init(&key->ecc) == 0
           && wc_EccPublicKeyDecode(signature->key.data, &at, &key->ecc, (word32)signature->key.size) == 0;
}

static void free_key(const peer_signature *signature, any_key *key)
{
    if (is_rsa(signature->algorithm))
        wc_FreeRsaKey(&key->rsa);
    else
        wc_ecc_free(&key->ecc);
}

static void *open_signatures(const peer_signature *signature, size_t count, bool is_prepared)
{
    verification *s = calloc(1, sizeof *s);

    if (s == NULL || count != 1 || signature->algorithm == PEER_ED25519)
        return NULL;
    s->signature = signature;
    s->is_prepared = is_prepared;
    return !is_prepared || read_key(signature, &s->key) ? s : NULL;
}

static enum wc_HashType hash_of(peer_algorithm algorithm)
{
    switch (algorithm) {
    case PEER_P384: return WC_HASH_TYPE_SHA384;
    case PEER_P521: return WC_HASH_TYPE_SHA512;
    default: return WC_HASH_TYPE_SHA256;
    }
}

static bool verify(void *state)
{
    verification *s = state;
    const peer_signature *signature = s->signature;
    const bool rsa = is_rsa(signature->algorithm);
    bool is_good;

    if (!s->is_prepared && !read_key(signature, &s->key))
        return false;
    is_good = wc_SignatureVerify(hash_of(signature->algorithm),
                                 rsa ? WC_SIGNATURE_TYPE_RSA_W_ENC : WC_SIGNATURE_TYPE_ECC,
                                 signature->message.data, (word32)signature->message.size,
                                 signature->signature.data, (word32)signature->signature.size, &s->key,
                                 rsa ? sizeof s->key.rsa : sizeof s->key.ecc)
              == 0;
    if (!s->is_prepared)
        free_key(signature, &s->key);
    return is_good;
}

typedef struct judging {
    const peer_chain *chain;
    WOLFSSL_CERT_MANAGER *manager;
} judging;

static bool load(WOLFSSL_CERT_MANAGER *manager, peer_bytes der)
{
    return wolfSSL_CertManagerLoadCABuffer(manager, der.data, (long)der.size, WOLFSSL_FILETYPE_ASN1)
           == WOLFSSL_SUCCESS;
}

static void *open_chain(const peer_chain *chain, peer_memory memory)
{
    judging *s = calloc(1, sizeof *s);

    if (s == NULL || memory != PEER_COLD || !chain->is_valid)
        return NULL;
    s->chain = chain;
    s->manager = wolfSSL_CertManagerNew();
    for (size_t i = 0; i < chain->root_count; i++)
        if (!load(s->manager, chain->root[i]))
            return NULL;
    for (size_t i = chain->count; i-- > 1;)
        if (!load(s->manager, chain->certificate[i]))
            return NULL;
    return s;
}

static bool judge(void *state)
{
    const judging *s = state;

    for (size_t i = s->chain->count; i-- > 0;)
        if (wolfSSL_CertManagerVerifyBuffer(s->manager, s->chain->certificate[i].data,
                                            (long)s->chain->certificate[i].size, WOLFSSL_FILETYPE_ASN1)
            != WOLFSSL_SUCCESS)
            return false;
    return true;
}

static void digest(peer_hash hash, const unsigned char *data, size_t size, unsigned char result[PEER_DIGEST_MAX])
{
    switch (hash) {
    case PEER_SHA256: (void)wc_Sha256Hash(data, (word32)size, result); break;
    case PEER_SHA384: (void)wc_Sha384Hash(data, (word32)size, result); break;
    default: (void)wc_Sha512Hash(data, (word32)size, result); break;
    }
}

const peer peer_measured = { "wolfSSL", version, open_signatures, verify, false, open_chain,
                             judge,     NULL,    digest,          NULL };
