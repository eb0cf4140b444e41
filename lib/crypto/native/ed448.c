/* ed448.c - Ed448 (RFC 8032, 5.2.7), without a context, as in certificates (RFC 8410, 6).
 *
 * As with Ed25519, the equation is the one without the cofactor: R must be, octet for octet, the
 * encoding of [S]B - [k]A.
 */
#include "crypto/native/ed448.h"

#include <string.h>

#include "crypto/native/edwards448.h"
#include "crypto/native/limbs.h"
#include "crypto/native/shake256.h"

#define SIGNATURE_SIZE (2 * POINT448_SIZE)
#define HASH_SIZE 114

/* The order of the base point (RFC 8032, 5.2), a limb longer than its 446 bits so that S fits. */
static const uint64_t order[8] = {
    0x2378c292ab5844f3, 0x216cc2728dc58f55, 0xc44edb49aed63690, 0xffffffff7cca23e9,
    0xffffffffffffffff, 0xffffffffffffffff, 0x3fffffffffffffff, 0
};

/* k = SHAKE256(dom4(0, "") || R || A || M), modulo the order (step 2). */
static void hash(uint64_t k[7], const uint8_t *r, const uint8_t *a, kedge_span message)
{
    static const uint8_t domain[] = { 'S', 'i', 'g', 'E', 'd', '4', '4', '8', 0, 0 };
    shake256 context;
    uint8_t digest[HASH_SIZE];
    uint64_t wide[15];

    kedge_shake256_begin(&context);
    kedge_shake256_update(&context, domain, sizeof domain);
    kedge_shake256_update(&context, r, POINT448_SIZE);
    kedge_shake256_update(&context, a, POINT448_SIZE);
    kedge_shake256_update(&context, message.data, message.size);
    kedge_shake256_finish(&context, digest, sizeof digest);
    kedge_limbs_read_little(wide, 15, digest, sizeof digest);
    kedge_limbs_reduce(k, wide, 15, order, 7);
}

kedge_status kedge_ed448_verify(const kedge_signature_job *job)
{
    const kedge_span key = kedge_span_of(job->key->der, job->key->point);
    const uint8_t *signature = job->signature.data;
    uint8_t r[POINT448_SIZE];
    uint64_t s[8], k[7];
    point448 point;

    if (key.size != POINT448_SIZE || !kedge_edwards448_read(&point, key.data))
        return KEDGE_KEY_MALFORMED;
    if (job->signature.size != SIGNATURE_SIZE)
        return KEDGE_SIGNATURE_MALFORMED;
    kedge_limbs_read_little(s, 8, signature + POINT448_SIZE, POINT448_SIZE);
    if (!kedge_limbs_is_less(s, order, 8))
        return KEDGE_SIGNATURE_INVALID;
    hash(k, signature, key.data, job->message);
    kedge_edwards448_multiply(&point, s, k, &point);
    kedge_edwards448_write(r, &point);
    return memcmp(r, signature, sizeof r) == 0 ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}
