/* possession.c - CertificateVerify (RFC 8446, 4.4.3; RFC 5246, 7.4.8). */
#include <kedge/possession.h>

#include <string.h>

#include "credential/hash.h"

/* One row for each SignatureScheme: what it is, and the curve that TLS 1.3 binds it to. */
typedef struct scheme {
    uint16_t number;
    uint8_t scheme;
    uint8_t hash;
    uint8_t curve;    /* in TLS 1.3; KEDGE_KEY_UNKNOWN for schemes that bind none */
    bool is_in_1_3;
} scheme;

static const scheme schemes[] = {
    { KEDGE_TLS_RSA_PKCS1_SHA224, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA224, KEDGE_KEY_UNKNOWN, false },
    { KEDGE_TLS_RSA_PKCS1_SHA256, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, KEDGE_KEY_UNKNOWN, false },
    { KEDGE_TLS_RSA_PKCS1_SHA384, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA384, KEDGE_KEY_UNKNOWN, false },
    { KEDGE_TLS_RSA_PKCS1_SHA512, KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA512, KEDGE_KEY_UNKNOWN, false },
    { KEDGE_TLS_ECDSA_SHA224, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA224, KEDGE_KEY_UNKNOWN, false },
    { KEDGE_TLS_ECDSA_SECP256R1_SHA256, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA256, KEDGE_KEY_P256, true },
    { KEDGE_TLS_ECDSA_SECP384R1_SHA384, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, KEDGE_KEY_P384, true },
    { KEDGE_TLS_ECDSA_SECP521R1_SHA512, KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA512, KEDGE_KEY_P521, true },
    { KEDGE_TLS_RSA_PSS_RSAE_SHA256, KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, KEDGE_KEY_UNKNOWN, true },
    { KEDGE_TLS_RSA_PSS_RSAE_SHA384, KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA384, KEDGE_KEY_UNKNOWN, true },
    { KEDGE_TLS_RSA_PSS_RSAE_SHA512, KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA512, KEDGE_KEY_UNKNOWN, true },
    { KEDGE_TLS_ED25519, KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_UNKNOWN, true },
    { KEDGE_TLS_ED448, KEDGE_SCHEME_ED448, KEDGE_HASH_NONE, KEDGE_KEY_UNKNOWN, true },
};

/* Whether keys of `type` sign by `scheme` at all. */
static bool is_scheme_of(kedge_scheme by, kedge_key_type type)
{
    switch (by) {
    case KEDGE_SCHEME_RSA_PKCS1:
    case KEDGE_SCHEME_RSA_PSS:
        return type == KEDGE_KEY_RSA;
    case KEDGE_SCHEME_ECDSA:
        return type == KEDGE_KEY_P256 || type == KEDGE_KEY_P384 || type == KEDGE_KEY_P521;
    case KEDGE_SCHEME_ED25519:
        return type == KEDGE_KEY_ED25519;
    case KEDGE_SCHEME_ED448:
        return type == KEDGE_KEY_ED448;
    case KEDGE_SCHEME_UNKNOWN:
        break;
    }
    return false;
}

/* EMSA-PSS needs hash and salt, two octets, and one bit less than the modulus; EMSA-PKCS1-v1_5 always fits. */
static bool has_room(const scheme *by, unsigned bits)
{
    return by->scheme != KEDGE_SCHEME_RSA_PSS || (bits + 6) / 8 >= 2 * kedge_hash_size((kedge_hash)by->hash) + 2;
}

/* The scheme `number`, where it is one of this version and for this key; else NULL. */
static const scheme *find_scheme(uint16_t number, kedge_tls_version version, kedge_key_type type, unsigned bits)
{
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        const scheme *by = &schemes[i];

        if (by->number != number || !is_scheme_of((kedge_scheme)by->scheme, type) || !has_room(by, bits))
            continue;
        if (version == KEDGE_TLS_1_2)
            return by;
        return by->is_in_1_3 && (by->curve == KEDGE_KEY_UNKNOWN || by->curve == type) ? by : NULL;
    }
    return NULL;
}

static kedge_algorithm algorithm_of(const scheme *by)
{
    const bool is_pss = by->scheme == KEDGE_SCHEME_RSA_PSS;

    return (kedge_algorithm){ by->scheme, by->hash, is_pss ? by->hash : (uint8_t)KEDGE_HASH_NONE,
                              is_pss ? (uint16_t)kedge_hash_size((kedge_hash)by->hash) : 0 };
}

#define CONTEXT_SIZE 33 /* both strings are as long */
#define CONTENT_SIZE_MAX (64 + CONTEXT_SIZE + 1 + 48)

/* What is signed (RFC 8446, 4.4.3). */
static kedge_span content_of(const kedge_possession *what, uint8_t room[CONTENT_SIZE_MAX])
{
    static const char *const contexts[] = {
        [KEDGE_TLS_CLIENT] = "TLS 1.3, client CertificateVerify",
        [KEDGE_TLS_SERVER] = "TLS 1.3, server CertificateVerify",
    };

    if (what->version == KEDGE_TLS_1_2)
        return what->transcript;
    memset(room, 0x20, 64);
    memcpy(room + 64, contexts[what->end], CONTEXT_SIZE);
    room[64 + CONTEXT_SIZE] = 0;
    memcpy(room + 64 + CONTEXT_SIZE + 1, what->transcript.data, what->transcript.size);
    return (kedge_span){ room, 64 + CONTEXT_SIZE + 1 + what->transcript.size };
}

static bool is_complete(const kedge_possession *what)
{
    if (what->transcript.data == NULL || (what->end != KEDGE_TLS_CLIENT && what->end != KEDGE_TLS_SERVER))
        return false;
    if (what->version == KEDGE_TLS_1_2)
        return what->end == KEDGE_TLS_CLIENT && what->transcript.size > 0;
    return what->version == KEDGE_TLS_1_3 && (what->transcript.size == 32 || what->transcript.size == 48);
}

kedge_status kedge_possession_sign(const kedge_private_key *key, const kedge_possession *what,
                                   const kedge_random *random, uint8_t *signature, size_t capacity, size_t *written)
{
    const scheme *by = find_scheme(what->scheme, what->version, (kedge_key_type)key->type, key->bits);
    uint8_t room[CONTENT_SIZE_MAX];
    uint8_t digest[KEDGE_HASH_SIZE_MAX];
    kedge_algorithm algorithm;

    if (!is_complete(what))
        return KEDGE_BAD_ARGUMENT;
    if (by == NULL)
        return KEDGE_TLS_SCHEME_REFUSED;
    algorithm = algorithm_of(by);
    kedge_hash_pieces(kedge_hash_class((kedge_hash)by->hash), content_of(what, room), (kedge_span){ NULL, 0 },
                      (kedge_span){ NULL, 0 }, digest);
    return kedge_private_key_sign(key, &algorithm, digest, random, signature, capacity, written);
}

kedge_status kedge_possession_check(const kedge_crypto *crypto, const kedge_public_key *key,
                                    const kedge_possession *what, kedge_span signature)
{
    const scheme *by = find_scheme(what->scheme, what->version, (kedge_key_type)key->type, key->bits);
    uint8_t room[CONTENT_SIZE_MAX];
    kedge_signature_job job = { .key = key, .signature = signature };
    kedge_status status;

    if (!is_complete(what))
        return KEDGE_BAD_ARGUMENT;
    if (by == NULL)
        return KEDGE_TLS_SCHEME_REFUSED;
    job.algorithm = algorithm_of(by);
    job.message = content_of(what, room);
    status = kedge_crypto_supports(crypto, &job.algorithm, key);
    return status == KEDGE_OK ? crypto->verify(crypto, &job) : status;
}

kedge_status kedge_possession_choose(const kedge_private_key *key, kedge_tls_version version,
                                     const uint16_t *offered, size_t count, uint16_t *chosen)
{
    if (version != KEDGE_TLS_1_2 && version != KEDGE_TLS_1_3)
        return KEDGE_BAD_ARGUMENT;
    for (size_t i = 0; i < count; i++)
        if (find_scheme(offered[i], version, (kedge_key_type)key->type, key->bits) != NULL) {
            *chosen = offered[i];
            return KEDGE_OK;
        }
    return KEDGE_TLS_SCHEME_REFUSED;
}
