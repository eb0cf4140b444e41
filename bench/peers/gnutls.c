/* gnutls.c - GnuTLS: gnutls_x509_trust_list_verify_crt2(). */
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "peer.h"

static const char *version(void)
{
    return gnutls_check_version(NULL);
}

static gnutls_datum_t datum_of(peer_bytes bytes)
{
    return (gnutls_datum_t){ bytes.data, (unsigned)bytes.size };
}

typedef struct verification {
    const peer_signature *signature;
    gnutls_pubkey_t key;
} verification;

static gnutls_pubkey_t read_key(const peer_signature *signature)
{
    const gnutls_datum_t der = datum_of(signature->key);
    gnutls_pubkey_t key;

    if (gnutls_pubkey_init(&key) != 0 || gnutls_pubkey_import(key, &der, GNUTLS_X509_FMT_DER) != 0)
        exit(1);
    return key;
}

static gnutls_sign_algorithm_t algorithm_of(peer_algorithm algorithm)
{
    switch (algorithm) {
    case PEER_P256: return GNUTLS_SIGN_ECDSA_SHA256;
    case PEER_P384: return GNUTLS_SIGN_ECDSA_SHA384;
    case PEER_P521: return GNUTLS_SIGN_ECDSA_SHA512;
    case PEER_ED25519: return GNUTLS_SIGN_EDDSA_ED25519;
    default: return GNUTLS_SIGN_RSA_SHA256;
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
    gnutls_pubkey_t key = s->key != NULL ? s->key : read_key(s->signature);
    const gnutls_datum_t message = datum_of(s->signature->message);
    const gnutls_datum_t signature = datum_of(s->signature->signature);
    const bool is_good = gnutls_pubkey_verify_data2(key, algorithm_of(s->signature->algorithm), 0, &message,
                                                    &signature)
                         >= 0;

    if (s->key == NULL)
        gnutls_pubkey_deinit(key);
    return is_good;
}

static gnutls_x509_crt_t decode(peer_bytes bytes)
{
    const gnutls_datum_t der = datum_of(bytes);
    gnutls_x509_crt_t certificate;

    if (gnutls_x509_crt_init(&certificate) != 0
        || gnutls_x509_crt_import(certificate, &der, GNUTLS_X509_FMT_DER) != 0)
        return NULL;
    return certificate;
}

typedef struct judging {
    const peer_chain *chain;
    gnutls_x509_trust_list_t trust;
} judging;

/* The time comes from a function of the program. */
static time_t now = 0;

static time_t tell_time(time_t *where)
{
    if (where != NULL)
        *where = now;
    return now;
}

static void *open_chain(const peer_chain *chain, peer_memory memory)
{
    judging *s = calloc(1, sizeof *s);

    if (s == NULL || memory != PEER_COLD)
        return NULL;
    now = (time_t)chain->time;
    gnutls_global_set_time_function(tell_time);
    s->chain = chain;
    gnutls_x509_trust_list_init(&s->trust, 0);
    for (size_t i = 0; i < chain->root_count; i++) {
        gnutls_x509_crt_t root = decode(chain->root[i]);

        if (gnutls_x509_trust_list_add_cas(s->trust, &root, 1, 0) != 1)
            return NULL;
    }
    return s;
}

static bool judge(void *state)
{
    const judging *s = state;
    gnutls_x509_crt_t list[PEER_CERTIFICATES_MAX];
    unsigned status = ~0U;
    gnutls_typed_vdata_st demands[] = {
        { .type = GNUTLS_DT_DNS_HOSTNAME, .data = NULL, .size = 0 },
        { .type = GNUTLS_DT_KEY_PURPOSE_OID, .data = NULL, .size = 0 },
    };
    static unsigned char purpose[] = GNUTLS_KP_TLS_WWW_SERVER;
    char host[64];
    int result;

    strncpy(host, s->chain->host, sizeof host - 1);
    host[sizeof host - 1] = '\0';
    demands[0].data = (unsigned char *)host;
    demands[1].data = purpose;
    for (size_t i = 0; i < s->chain->count; i++)
        list[i] = decode(s->chain->certificate[i]);
    result = gnutls_x509_trust_list_verify_crt2(s->trust, list, (unsigned)s->chain->count, demands, 2, 0,
                                                &status, NULL);
    for (size_t i = 0; i < s->chain->count; i++)
        gnutls_x509_crt_deinit(list[i]);
    return result >= 0 && status == 0;
}

static bool parse(const peer_chain *chain)
{
    gnutls_x509_crt_t certificate = decode(chain->certificate[0]);

    if (certificate != NULL)
        gnutls_x509_crt_deinit(certificate);
    return certificate != NULL;
}

static void digest(peer_hash hash, const unsigned char *data, size_t size, unsigned char result[PEER_DIGEST_MAX])
{
    static const gnutls_digest_algorithm_t algorithms[PEER_HASHES] = { GNUTLS_DIG_SHA256, GNUTLS_DIG_SHA384,
                                                                       GNUTLS_DIG_SHA512 };

    (void)gnutls_hash_fast(algorithms[hash], data, size, result);
}

const peer peer_measured = { "GnuTLS",   version, open_signatures, verify, false, open_chain,
                             judge,      parse,   digest,          NULL };
