/* ed25519.c - Ed25519 (RFC 8032, 5.1.7).
 *
 * RFC 8032 lets verifiers choose between [8][S]B = [8]R + [8][k]A and the equation without the 8.  Here
 * it is the one without: R must be, octet for octet, the encoding of [S]B - [k]A.  What this accepts the
 * other accepts too, R is never decoded, and its encoding is canonical by itself.
 */
#include "crypto/native/ed25519.h"

#include <string.h>

#include "crypto/native/edwards25519.h"
#include "crypto/native/limbs.h"

#define SIGNATURE_SIZE (2 * FE25519_SIZE)

/* The order of the base point, 2^252 + 27742317777372353535851937790883648493. */
static const uint64_t order[4] = { 0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000 };

/* k = SHA-512(R || A || M), modulo the order (step 2). */
static void hash(uint64_t k[4], const uint8_t *r, const uint8_t *a, kedge_span message,
                 kedge_sha512_blocks *sha512)
{
    uint8_t first[2 * FE25519_SIZE], digest[64];
    uint64_t wide[8];

    memcpy(first, r, FE25519_SIZE);
    memcpy(first + FE25519_SIZE, a, FE25519_SIZE);
    kedge_sha512_after(sha512, first, message, digest);
    kedge_limbs_read_little(wide, 8, digest, sizeof digest);
    kedge_limbs_reduce(k, wide, 8, order, 4);
}

/* A prepared key: its octets, and the multiples of its point. */
typedef struct prepared_key {
    uint8_t octets[FE25519_SIZE];
    multiples25519 multiples;
} prepared_key;

size_t kedge_ed25519_prepared_size(void)
{
    return sizeof(prepared_key);
}

kedge_status kedge_ed25519_prepare(const kedge_public_key *key, void *memory)
{
    const kedge_span octets = kedge_span_of(key->der, key->point);
    prepared_key *prepared = memory;
    point25519 point;

    memset(prepared->octets, 0, sizeof prepared->octets);
    if (octets.size != FE25519_SIZE || !kedge_edwards25519_read(&point, octets.data))
        return KEDGE_KEY_MALFORMED;
    kedge_edwards25519_prepare(&prepared->multiples, &point);
    memcpy(prepared->octets, octets.data, FE25519_SIZE);
    return KEDGE_OK;
}

/* The job's prepared key, if it is this key's. */
static const prepared_key *prepared_of(const kedge_signature_job *job, kedge_span key)
{
    const prepared_key *prepared = job->prepared;

    return prepared != NULL && memcmp(prepared->octets, key.data, FE25519_SIZE) == 0 ? prepared : NULL;
}

kedge_status kedge_ed25519_verify(const kedge_signature_job *job, kedge_sha512_blocks *sha512,
                                  const kedge_edwards25519_kernels *kernels)
{
    const kedge_span key = kedge_span_of(job->key->der, job->key->point);
    const uint8_t *signature = job->signature.data;
    const prepared_key *prepared;
    uint8_t r[FE25519_SIZE];
    uint64_t s[4], k[4];
    point25519 point;

    if (key.size != FE25519_SIZE)
        return KEDGE_KEY_MALFORMED;
    prepared = prepared_of(job, key);
    if (prepared == NULL && !kedge_edwards25519_read(&point, key.data))
        return KEDGE_KEY_MALFORMED;
    if (job->signature.size != SIGNATURE_SIZE)
        return KEDGE_SIGNATURE_MALFORMED;
    kedge_limbs_read_little(s, 4, signature + FE25519_SIZE, FE25519_SIZE);
    if (!kedge_limbs_is_less(s, order, 4))
        return KEDGE_SIGNATURE_INVALID;
    hash(k, signature, key.data, job->message, sha512);
    if (prepared != NULL)
        kernels->multiply_prepared(&point, s, k, &prepared->multiples);
    else
        kernels->multiply(&point, s, k, &point);
    kedge_edwards25519_write(r, &point);
    return memcmp(r, signature, sizeof r) == 0 ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}
