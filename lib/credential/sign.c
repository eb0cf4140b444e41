/* sign.c - signatures with a private key (RFC 8017, 8.1.1 and 8.2.1; RFC 6979). */
#include <kedge/possession.h>

#include <bearssl.h>
#include <string.h>

#include "credential/ecdsa.h"
#include "credential/hash.h"
#include "credential/private_key.h"
#include "credential/rsa_private.h"

#define SIZE_MAX_RSA KEDGE_SIGNATURE_SIZE_MAX
#define ECDSA_SIZE_MAX (2 * (66 + 3) + 3)

/* The DER before a digest in a DigestInfo (RFC 8017, 9.2, note 1): a SEQUENCE of the algorithm and the octets. */
static size_t write_digest_info(kedge_hash hash, uint8_t *to)
{
    static const uint8_t sha1[] = { 0x2b, 0x0e, 0x03, 0x02, 0x1a };
    static const uint8_t sha2[] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x00 };
    static const uint8_t last[KEDGE_HASH_COUNT] = {
        [KEDGE_HASH_SHA224] = 4, [KEDGE_HASH_SHA256] = 1, [KEDGE_HASH_SHA384] = 2, [KEDGE_HASH_SHA512] = 3
    };
    const size_t digest_size = kedge_hash_size(hash);
    const size_t oid_size = hash == KEDGE_HASH_SHA1 ? sizeof sha1 : sizeof sha2;
    const uint8_t head[] = { KEDGE_TAG_SEQUENCE, (uint8_t)(oid_size + 8 + digest_size), KEDGE_TAG_SEQUENCE,
                             (uint8_t)(oid_size + 4), KEDGE_TAG_OID, (uint8_t)oid_size };
    const uint8_t tail[] = { KEDGE_TAG_NULL, 0, KEDGE_TAG_OCTET_STRING, (uint8_t)digest_size };

    memcpy(to, head, sizeof head);
    memcpy(to + sizeof head, hash == KEDGE_HASH_SHA1 ? sha1 : sha2, oid_size);
    if (hash != KEDGE_HASH_SHA1)
        to[sizeof head + oid_size - 1] = last[hash];
    memcpy(to + sizeof head + oid_size, tail, sizeof tail);
    return sizeof head + oid_size + sizeof tail;
}

/* EMSA-PKCS1-v1_5 (RFC 8017, 9.2): 00 01 FF ... FF 00 DigestInfo. */
static kedge_status encode_pkcs1(kedge_hash hash, const uint8_t *digest, uint8_t *encoded, size_t size)
{
    uint8_t info[32];
    const size_t info_size = write_digest_info(hash, info);
    const size_t digest_size = kedge_hash_size(hash);
    const size_t end = size - info_size - digest_size;

    if (size < info_size + digest_size + 11)
        return KEDGE_UNSUPPORTED_KEY;
    memset(encoded, 0xff, size);
    encoded[0] = 0;
    encoded[1] = 1;
    encoded[end - 1] = 0;
    memcpy(encoded + end, info, info_size);
    memcpy(encoded + end + info_size, digest, digest_size);
    return KEDGE_OK;
}

/* MGF1 (RFC 8017, B.2.1), added to `data`. */
static void mask(const br_hash_class *class_, const uint8_t *seed, size_t seed_size, uint8_t *data, size_t size)
{
    const size_t digest_size = (size_t)(class_->desc >> BR_HASHDESC_OUT_OFF) & BR_HASHDESC_OUT_MASK;
    uint8_t block[KEDGE_HASH_SIZE_MAX];

    for (size_t at = 0; at < size; at += digest_size) {
        const uint32_t counter = (uint32_t)(at / digest_size);
        const uint8_t number[] = { (uint8_t)(counter >> 24), (uint8_t)(counter >> 16), (uint8_t)(counter >> 8),
                                   (uint8_t)counter };

        kedge_hash_pieces(class_, (kedge_span){ seed, seed_size }, (kedge_span){ number, sizeof number },
                          (kedge_span){ NULL, 0 }, block);
        for (size_t i = 0; i < digest_size && at + i < size; i++)
            data[at + i] ^= block[i];
    }
}

/* EMSA-PSS (RFC 8017, 9.1.1) into as many octets as the modulus has. */
static kedge_status encode_pss(const kedge_algorithm *algorithm, const uint8_t *digest, const kedge_random *random,
                               unsigned bits, uint8_t *encoded)
{
    static const uint8_t eight_zeros[8] = { 0 };
    const br_hash_class *class_ = kedge_hash_class((kedge_hash)algorithm->hash);
    const size_t hash_size = kedge_hash_size((kedge_hash)algorithm->hash);
    const size_t salt_size = algorithm->salt_size;
    const size_t modulus_size = (bits + 7) / 8;
    const size_t size = (bits + 6) / 8; /* of an encoding of one bit less than the modulus */
    uint8_t *em = encoded + (modulus_size - size);
    const size_t db_size = size > hash_size ? size - hash_size - 1 : 0;
    uint8_t *salt, *hash;

    if (db_size < salt_size + 1)                                        /* step 3 */
        return KEDGE_UNSUPPORTED_KEY;
    memset(encoded, 0, modulus_size);
    salt = em + db_size - salt_size;
    hash = em + db_size;
    if (random == NULL || random->fill == NULL || !random->fill(random->context, salt, salt_size)) /* step 4 */
        return KEDGE_RANDOM_MISSING;
    kedge_hash_pieces(class_, (kedge_span){ eight_zeros, 8 }, (kedge_span){ digest, hash_size },
                      (kedge_span){ salt, salt_size }, hash);           /* steps 5 and 6 */
    salt[-1] = 1;                                                       /* steps 7 and 8 */
    mask(class_, hash, hash_size, em, db_size);                         /* steps 9 and 10 */
    em[0] &= (uint8_t)(0xff >> (8 * size - (bits - 1)));                /* step 11 */
    em[size - 1] = 0xbc;                                                /* step 12 */
    return KEDGE_OK;
}

static kedge_status sign_rsa(const kedge_private_key *key, const kedge_algorithm *algorithm, const uint8_t *digest,
                             const kedge_random *random, uint8_t *signature, size_t *written)
{
    uint8_t encoded[SIZE_MAX_RSA];
    kedge_status status = algorithm->scheme == KEDGE_SCHEME_RSA_PSS
        ? encode_pss(algorithm, digest, random, key->bits, encoded)
        : encode_pkcs1((kedge_hash)algorithm->hash, digest, encoded, key->modulus.size);

    if (status == KEDGE_OK && !kedge_rsa_private_raise(key, encoded))
        status = KEDGE_SIGNING_FAILED;
    if (status == KEDGE_OK) {
        memcpy(signature, encoded, key->modulus.size);
        *written = key->modulus.size;
    }
    kedge_wipe(encoded, sizeof encoded);
    return status;
}

static kedge_status sign_ecdsa(const kedge_private_key *key, const kedge_algorithm *algorithm, const uint8_t *digest,
                               uint8_t *signature, size_t *written)
{
    uint8_t made[ECDSA_SIZE_MAX];

    if (!kedge_ecdsa_sign(key, (kedge_hash)algorithm->hash, digest, made))
        return KEDGE_SIGNING_FAILED;
    *written = br_ecdsa_raw_to_asn1(made, 2 * kedge_ec_size((kedge_key_type)key->type));
    memcpy(signature, made, *written);
    return KEDGE_OK;
}

/* The most that a signature with this key takes. */
static size_t signature_size(const kedge_private_key *key)
{
    /* SEQUENCE of two INTEGERs, each perhaps with a zero octet before it. */
    const size_t number = kedge_ec_size((kedge_key_type)key->type) + 3;

    if (key->type == KEDGE_KEY_RSA)
        return key->modulus.size;
    return 2 * number + (2 * number > 0x7f ? 3 : 2);
}

kedge_status kedge_private_key_sign(const kedge_private_key *key, const kedge_algorithm *algorithm,
                                    const uint8_t *digest, const kedge_random *random, uint8_t *signature,
                                    size_t capacity, size_t *written)
{
    const bool is_rsa = algorithm->scheme == KEDGE_SCHEME_RSA_PKCS1 || algorithm->scheme == KEDGE_SCHEME_RSA_PSS;

    if ((!is_rsa && algorithm->scheme != KEDGE_SCHEME_ECDSA)
        || kedge_hash_class((kedge_hash)algorithm->hash) == NULL
        || (algorithm->scheme == KEDGE_SCHEME_RSA_PSS && algorithm->mask_hash != algorithm->hash))
        return KEDGE_UNSUPPORTED_ALGORITHM;
    if (is_rsa != (key->type == KEDGE_KEY_RSA))
        return KEDGE_KEY_TYPE_MISMATCH;
    if (capacity < signature_size(key))
        return KEDGE_MEMORY_TOO_SMALL;
    return is_rsa ? sign_rsa(key, algorithm, digest, random, signature, written)
                  : sign_ecdsa(key, algorithm, digest, signature, written);
}
