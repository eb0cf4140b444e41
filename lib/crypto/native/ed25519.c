/* ed25519.c - Ed25519 (RFC 8032, 5.1.7).
 *
 * RFC 8032 lets verifiers choose between [8][S]B = [8]R + [8][k]A and the equation without the 8.  Here
 * it is the one without: R must be, octet for octet, the encoding of [S]B - [k]A.  What this accepts the
 * other accepts too, R is never decoded, and its encoding is canonical by itself.
 */
#include "crypto/native/ed25519.h"

#include <bearssl.h>
#include <string.h>

#include "crypto/native/edwards25519.h"
#include "crypto/native/limbs.h"

#define SIGNATURE_SIZE (2 * FE25519_SIZE)

/* The order of the base point, 2^252 + 27742317777372353535851937790883648493. */
static const uint64_t order[4] = { 0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000 };

/* k = SHA-512(R || A || M), modulo the order (step 2). */
static void hash(uint64_t k[4], const uint8_t *r, const uint8_t *a, kedge_span message)
{
    br_sha512_context context;
    uint8_t digest[64];
    uint64_t wide[8];

    br_sha512_init(&context);
    br_sha512_update(&context, r, FE25519_SIZE);
    br_sha512_update(&context, a, FE25519_SIZE);
    br_sha512_update(&context, message.data, message.size);
    br_sha512_out(&context, digest);
    kedge_limbs_read_little(wide, 8, digest, sizeof digest);
    kedge_limbs_reduce(k, wide, 8, order, 4);
}

kedge_status kedge_ed25519_verify(const kedge_signature_job *job)
{
    const kedge_span key = kedge_span_of(job->key->der, job->key->point);
    const uint8_t *signature = job->signature.data;
    uint8_t r[FE25519_SIZE];
    uint64_t s[4], k[4];
    point25519 point;

    if (key.size != FE25519_SIZE || !kedge_edwards25519_read(&point, key.data))
        return KEDGE_KEY_MALFORMED;
    if (job->signature.size != SIGNATURE_SIZE)
        return KEDGE_SIGNATURE_MALFORMED;
    kedge_limbs_read_little(s, 4, signature + FE25519_SIZE, FE25519_SIZE);
    if (!kedge_limbs_is_less(s, order, 4))
        return KEDGE_SIGNATURE_INVALID;
    hash(k, signature, key.data, job->message);
    kedge_edwards25519_multiply(&point, s, k, &point);
    kedge_edwards25519_write(r, &point);
    return memcmp(r, signature, sizeof r) == 0 ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}
