/* rsa_pss.c - EMSA-PSS (RFC 8017, 9.1.2) with MGF1 (B.2.1). */
#include "crypto/rsa.h"

#include <string.h>

#define TRAILER 0xbc
#define ZEROS 8 /* octets before the digest in M' */

/* An encoded message taken apart: maskedDB || H || bc (figure 2). */
typedef struct parts {
    uint8_t *db;
    size_t db_size;
    uint8_t *h;
    size_t h_size;
} parts;

/* db ^= MGF1(h).  The counter stays below db_size / h_size + 1, far from its end. */
static bool unmask(const kedge_crypto *crypto, kedge_hash hash, const parts *p)
{
    const size_t step = kedge_hash_size(hash);
    uint8_t seed[KEDGE_HASH_SIZE_MAX + 4] = { 0 }, mask[KEDGE_HASH_SIZE_MAX];
    const kedge_span input = { seed, p->h_size + 4 };

    memcpy(seed, p->h, p->h_size);
    for (size_t done = 0, counter = 0; done < p->db_size; done += step, counter++) {
        const size_t rest = p->db_size - done;

        seed[p->h_size + 2] = (uint8_t)(counter >> 8);
        seed[p->h_size + 3] = (uint8_t)counter;
        if (crypto->digest(crypto, hash, input, mask) != KEDGE_OK)
            return false;
        for (size_t i = 0; i < step && i < rest; i++)
            p->db[done + i] ^= mask[i];
    }
    return true;
}

/* Step 10: zeros, then 01 before the salt. */
static bool has_padding(const uint8_t *db, size_t padding)
{
    for (size_t i = 0; i + 1 < padding; i++)
        if (db[i] != 0x00)
            return false;
    return db[padding - 1] == 0x01;
}

/* Steps 12 to 14.  M' is put together where the salt already is: what stands before the salt has
 * been judged, and the headroom takes what does not fit there. */
static bool is_hash_of(const kedge_crypto *crypto, kedge_hash hash, const uint8_t *digest, const parts *p,
                       size_t salt_size)
{
    uint8_t *salt = p->db + p->db_size - salt_size;
    uint8_t *start = salt - p->h_size - ZEROS, hashed[KEDGE_HASH_SIZE_MAX];
    const kedge_span m = { start, ZEROS + p->h_size + salt_size };

    memset(start, 0x00, ZEROS);
    memcpy(start + ZEROS, digest, p->h_size);
    return crypto->digest(crypto, hash, m, hashed) == KEDGE_OK && memcmp(hashed, p->h, p->h_size) == 0;
}

bool kedge_rsa_pss_is_encoding(const kedge_crypto *crypto, const kedge_algorithm *algorithm,
                               const uint8_t *digest, uint8_t *encoded, size_t modulus_bits)
{
    const kedge_hash hash = (kedge_hash)algorithm->hash, mask_hash = (kedge_hash)algorithm->mask_hash;
    const size_t bits = modulus_bits - 1, size = (bits + 7) / 8, salt_size = algorithm->salt_size;
    const unsigned unused_bits = (unsigned)(8 * size - bits);
    const size_t hash_size = kedge_hash_size(hash);
    parts p;

    /* 8.1.2, step 2 (c): the encoding has one bit less than the modulus, which may be one octet. */
    if (unused_bits == 0 && *encoded++ != 0x00)
        return false;
    if (hash_size == 0 || kedge_hash_size(mask_hash) == 0)
        return false;
    if (size < hash_size + salt_size + 2 || encoded[size - 1] != TRAILER)               /* steps 3 and 4 */
        return false;
    p = (parts){ encoded, size - hash_size - 1, encoded + size - hash_size - 1, hash_size };
    if (encoded[0] >> (8 - unused_bits) != 0)                                           /* step 6 */
        return false;
    if (!unmask(crypto, mask_hash, &p))                                                 /* steps 7 and 8 */
        return false;
    encoded[0] &= (uint8_t)(0xff >> unused_bits);                                       /* step 9 */
    return has_padding(p.db, p.db_size - salt_size) && is_hash_of(crypto, hash, digest, &p, salt_size);
}
