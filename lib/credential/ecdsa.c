/* ecdsa.c - ECDSA with the nonces of RFC 6979 (FIPS 186-4, 6.4; RFC 6979, 3.2). */
#include "credential/ecdsa.h"

#include <bearssl.h>
#include <string.h>

#include "credential/hash.h"
#include "credential/i31.h"
#include "credential/private_key.h"
#include "credential/secret.h"

#define SIZE_MAX_EC 66
#define NUMBER (KEDGE_I31_SIZE(521) + 1) /* elements */
#define ROOM (6 * NUMBER)
#define NONCES_MAX 64 /* each is thrown away with a chance below 2^-32: this bounds the loop */

/* The numbers of one signature, wiped after it. */
typedef struct work {
    size_t size;                  /* octets of the order */
    unsigned unused_bits;         /* of its first octet */
    const uint8_t *order_octets;
    uint32_t order[NUMBER];
    uint32_t inverse;             /* -1 / order modulo 2^31 */
    uint32_t digest[NUMBER];
    uint32_t nonce[NUMBER];
    uint32_t r[NUMBER], s[NUMBER], t[NUMBER];
    uint32_t room[ROOM];
    uint8_t octets[2 * SIZE_MAX_EC + 1];
    br_hmac_drbg_context generator;
} work;

/* bits2octets and int2octets (RFC 6979, 2.3.2 to 2.3.4) of the leftmost octets, shifted to the order's bits. */
static void shift_right(uint8_t *octets, size_t size, unsigned bits)
{
    uint32_t above = 0;

    for (size_t i = 0; i < size; i++) {
        const uint32_t both = above << 8 | octets[i];

        above = octets[i];
        octets[i] = (uint8_t)(both >> bits);
    }
}

static void begin(work *w, const kedge_private_key *key)
{
    w->order_octets = br_ec_all_m31.order(kedge_ec_private(key).curve, &w->size);
    br_i31_decode(w->order, w->order_octets, w->size);
    w->inverse = br_i31_ninv31(w->order[1]);
    w->unused_bits = (unsigned)(8 * w->size) - key->bits; /* each curve's order has the bits of its field */
}

/* RFC 6979, 3.2 (a) to (g): the digest modulo the order, and the generator seeded with the key and it. */
static void seed(work *w, const kedge_private_key *key, kedge_hash hash, const uint8_t *digest)
{
    const size_t digest_size = kedge_hash_size(hash);
    const size_t size = digest_size < w->size ? digest_size : w->size;

    memcpy(w->octets, digest, size);
    if (digest_size >= w->size)
        shift_right(w->octets, size, w->unused_bits);
    br_i31_decode_reduce(w->digest, w->octets, size, w->order);
    memcpy(w->octets, key->der + key->scalar.offset, w->size);
    br_i31_encode(w->octets + w->size, w->size, w->digest);
    br_hmac_drbg_init(&w->generator, kedge_hash_class(hash), w->octets, 2 * w->size);
}

/* (h): the first number that is from 1 to the order less 1, in `nonce` and `octets`.  That others were thrown away is
 * public, and tells nothing of it. */
static bool draw_nonce(work *w)
{
    for (unsigned i = 0; i < NONCES_MAX; i++) {
        uint32_t is_fit;

        br_hmac_drbg_generate(&w->generator, w->octets, w->size);
        shift_right(w->octets, w->size, w->unused_bits);
        is_fit = br_i31_decode_mod(w->nonce, w->octets, w->size, w->order);
        is_fit &= 1 ^ br_i31_iszero(w->nonce);
        if (kedge_published(is_fit) != 0)
            return true;
    }
    return false;
}

/* r: the first coordinate of the nonce's multiple of the generator, modulo the order.  It is public. */
static bool find_r(work *w, int curve)
{
    uint8_t point[1 + 2 * SIZE_MAX_EC];

    if (br_ec_all_m31.mulgen(point, w->octets, w->size, curve) != 1 + 2 * w->size)
        return false;
    br_i31_decode_reduce(w->r, point + 1, w->size, w->order);
    kedge_publish(w->r, sizeof w->r);
    return br_i31_iszero(w->r) == 0;
}

/* a = a + b modulo the order. */
static void add(const work *w, uint32_t *a, const uint32_t *b)
{
    uint32_t is_over = br_i31_add(a, b, 1);

    is_over |= 1 ^ br_i31_sub(a, w->order, 0);
    br_i31_sub(a, w->order, is_over);
}

/* s = (digest + r key) / nonce modulo the order; the inverse is a power (Fermat). */
static bool find_s(work *w, const kedge_private_key *key)
{
    uint8_t exponent[SIZE_MAX_EC];

    br_i31_decode_mod(w->t, key->der + key->scalar.offset, w->size, w->order);
    memcpy(w->s, w->r, sizeof w->s);
    br_i31_to_monty(w->s, w->order);
    br_i31_montymul(w->room, w->s, w->t, w->order, w->inverse);
    memcpy(w->s, w->room, sizeof w->s);
    add(w, w->s, w->digest);

    memcpy(exponent, w->order_octets, w->size);
    exponent[w->size - 1] = (uint8_t)(exponent[w->size - 1] - 2); /* no order ends in an octet below 2 */
    if (br_i31_modpow_opt(w->nonce, exponent, w->size, w->order, w->inverse, w->room, ROOM) == 0)
        return false;
    br_i31_to_monty(w->nonce, w->order);
    br_i31_montymul(w->t, w->nonce, w->s, w->order, w->inverse);
    kedge_publish(w->t, sizeof w->t);
    return br_i31_iszero(w->t) == 0;
}

bool kedge_ecdsa_sign(const kedge_private_key *key, kedge_hash hash, const uint8_t *digest, uint8_t *signature)
{
    work w;
    bool is_made;

    memset(&w, 0, sizeof w);
    begin(&w, key);
    seed(&w, key, hash, digest);
    is_made = draw_nonce(&w) && find_r(&w, kedge_ec_private(key).curve) && find_s(&w, key);
    if (is_made) {
        br_i31_encode(signature, w.size, w.r);
        br_i31_encode(signature + w.size, w.size, w.t);
    }
    kedge_wipe(&w, sizeof w);
    return is_made;
}
