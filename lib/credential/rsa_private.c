/* rsa_private.c - the private operation of RSA by the Chinese remainder theorem (RFC 8017, 5.1.2, 5.2.1). */
#include "credential/rsa_private.h"

#include <bearssl.h>
#include <string.h>

#include "credential/i31.h"
#include "credential/secret.h"

#define SIZE_MAX_RSA 512                       /* octets of a modulus */
#define HALF (KEDGE_I31_SIZE(SIZE_MAX_RSA * 4) + 1)  /* elements of a prime, or of what is modulo one */
#define ROOM (6 * HALF)                        /* for the exponentiation: a window of powers */

/* The numbers of one computation, wiped after it. */
typedef struct half {
    uint32_t prime[HALF];
    uint32_t inverse;     /* -1 / prime modulo 2^31 */
    uint32_t power[HALF]; /* x^d modulo prime */
} half;

typedef struct work {
    half p, q;
    uint32_t difference[HALF];
    uint32_t product[2 * HALF];
    uint32_t room[ROOM];
} work;

/* Raise x to the exponent of one prime.  How many bits a prime has is public: half those of the modulus. */
static uint32_t raise(const kedge_private_key *key, size_t which, const uint8_t *x, half *to, uint32_t *room)
{
    const uint8_t *der = key->der;

    br_i31_decode(to->prime, der + key->prime[which].offset, key->prime[which].size);
    kedge_publish(&to->prime[0], sizeof to->prime[0]);
    to->inverse = br_i31_ninv31(to->prime[1]);
    br_i31_decode_reduce(to->power, x, key->modulus.size, to->prime);
    return br_i31_modpow_opt(to->power, der + key->remainder[which].offset, key->remainder[which].size, to->prime,
                             to->inverse, room, ROOM)
        & to->inverse & 1; /* no inverse: the prime is even */
}

/* RFC 8017, 5.1.2, step 2 (b): s = s_q + q (s_p - s_q) qInv, the second factor modulo p. */
static void combine(const kedge_private_key *key, work *w)
{
    uint32_t *other = w->room;

    br_i31_reduce(other, w->q.power, w->p.prime);
    br_i31_add(w->p.power, w->p.prime, br_i31_sub(w->p.power, other, 1));
    br_i31_to_monty(w->p.power, w->p.prime);
    br_i31_decode_reduce(other, key->der + key->coefficient.offset, key->coefficient.size, w->p.prime);
    br_i31_montymul(w->difference, w->p.power, other, w->p.prime, w->p.inverse);
    memcpy(w->product, w->q.power, sizeof w->q.power);
    br_i31_mulacc(w->product, w->q.prime, w->difference);
}

static bool apply(const kedge_private_key *key, uint8_t *x)
{
    work w;
    uint32_t is_done;

    memset(&w, 0, sizeof w);
    is_done = raise(key, 0, x, &w.p, w.room);
    is_done &= raise(key, 1, x, &w.q, w.room);
    combine(key, &w);
    br_i31_encode(x, key->modulus.size, w.product);
    kedge_wipe(&w, sizeof w);
    return kedge_published(is_done) != 0; /* of a key that is one, it always is */
}

static bool is_signature(const kedge_private_key *key, const uint8_t *x, const uint8_t *signature)
{
    unsigned char *der = (unsigned char *)(uintptr_t)key->der; /* BearSSL does not write through it */
    const br_rsa_public_key public_key = { der + key->modulus.offset, key->modulus.size,
                                           der + key->exponent.offset, key->exponent.size };
    uint8_t raised[SIZE_MAX_RSA];
    uint32_t is_one;

    memcpy(raised, signature, key->modulus.size);
    is_one = 0 - br_rsa_i31_public(raised, key->modulus.size, &public_key);
    is_one &= kedge_mask_equal(raised, x, key->modulus.size);
    return kedge_published(is_one) != 0;
}

bool kedge_rsa_private_raise(const kedge_private_key *key, uint8_t *x)
{
    const size_t size = key->modulus.size;
    uint8_t before[SIZE_MAX_RSA];

    memcpy(before, x, size);
    /* What leaves is public, or nothing leaves: a fault in one half of the computation would give the primes away
     * (RFC 8017, B.3; Boneh, DeMillo and Lipton 1997). */
    if (apply(key, x) && is_signature(key, before, x)) {
        kedge_publish(x, size);
        return true;
    }
    kedge_wipe(x, size);
    return false;
}
