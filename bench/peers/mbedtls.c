/* mbedtls.c - Mbed TLS: mbedtls_x509_crt_verify().  It asks the system for the time, and judges it only where it was
 * built to. */
#include <mbedtls/ecdsa.h>
#include <mbedtls/md.h>
#include <mbedtls/oid.h>
#include <mbedtls/pk.h>
#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <stdlib.h>
#include "peer.h"

static const char *version(void)
{
    static char text[32];

    mbedtls_version_get_string_full(text);
    return text;
}

typedef struct verification {
    const peer_signature *signature;
    mbedtls_pk_context key;
    bool is_prepared;
} verification;

static bool read_key(const peer_signature *signature, mbedtls_pk_context *key)
{
    mbedtls_pk_init(key);
    return mbedtls_pk_parse_public_key(key, signature->key.data, signature->key.size) == 0;
}

static mbedtls_md_type_t hash_of(peer_algorithm algorithm)
{
    switch (algorithm) {
    case PEER_P384: return MBEDTLS_MD_SHA384;
    case PEER_P521: return MBEDTLS_MD_SHA512;
    default: return MBEDTLS_MD_SHA256;
    }
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

static bool verify(void *state)
{
    verification *s = state;
    const mbedtls_md_type_t type = hash_of(s->signature->algorithm);
    const mbedtls_md_info_t *info = mbedtls_md_info_from_type(type);
    unsigned char digest[64];
    bool is_good;

    if (!s->is_prepared && !read_key(s->signature, &s->key))
        return false;
    mbedtls_md(info, s->signature->message.data, s->signature->message.size, digest);
    is_good = mbedtls_pk_verify(&s->key, type, digest, mbedtls_md_get_size(info),
                                s->signature->signature.data, s->signature->signature.size)
              == 0;
    if (!s->is_prepared)
        mbedtls_pk_free(&s->key);
    return is_good;
}

typedef struct judging {
    const peer_chain *chain;
    mbedtls_x509_crt roots;
} judging;

static void *open_chain(const peer_chain *chain, peer_memory memory)
{
    judging *s = calloc(1, sizeof *s);

    if (s == NULL || memory != PEER_COLD)
        return NULL;
    s->chain = chain;
    mbedtls_x509_crt_init(&s->roots);
    for (size_t i = 0; i < chain->root_count; i++)
        if (mbedtls_x509_crt_parse_der(&s->roots, chain->root[i].data, chain->root[i].size) != 0)
            return NULL;
    return s;
}

static bool judge(void *state)
{
    judging *s = state;
    const uint32_t tolerated = MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE;
    mbedtls_x509_crt chain;
    uint32_t flags = ~(uint32_t)0;
    bool is_good = true;

    mbedtls_x509_crt_init(&chain);
    for (size_t i = 0; is_good && i < s->chain->count; i++)
        is_good = mbedtls_x509_crt_parse_der(&chain, s->chain->certificate[i].data,
                                             s->chain->certificate[i].size)
                  == 0;
    if (is_good)
        (void)mbedtls_x509_crt_verify(&chain, &s->roots, NULL, s->chain->host, &flags, NULL, NULL);
    is_good = is_good && (flags & ~tolerated) == 0
              && mbedtls_x509_crt_check_extended_key_usage(&chain, MBEDTLS_OID_SERVER_AUTH,
                                                           MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH))
                     == 0;
    mbedtls_x509_crt_free(&chain);
    return is_good;
}

static bool parse(const peer_chain *chain)
{
    mbedtls_x509_crt certificate;
    bool is_good;

    mbedtls_x509_crt_init(&certificate);
    is_good = mbedtls_x509_crt_parse_der(&certificate, chain->certificate[0].data, chain->certificate[0].size)
              == 0;
    mbedtls_x509_crt_free(&certificate);
    return is_good;
}

static void digest(peer_hash hash, const unsigned char *data, size_t size, unsigned char result[PEER_DIGEST_MAX])
{
    if (hash == PEER_SHA256)
        (void)mbedtls_sha256_ret(data, size, result, 0);
    else
        (void)mbedtls_sha512_ret(data, size, result, hash == PEER_SHA384);
}

const peer peer_measured = { "Mbed TLS", version, open_signatures, verify, false, open_chain,
                             judge,      parse,   digest,          NULL };
