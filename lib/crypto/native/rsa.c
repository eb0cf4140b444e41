/* rsa.c - the public operation of RSA by Montgomery multiplication.
 *
 * With R = 2^(64 count), a product here is a b / R mod n.  The base is brought into this form, x R mod
 * n, by one division.  The exponent is odd, so its last step is a multiplication by x itself, which
 * leaves the form as well: (y R) x / R = y x.
 */
#include "crypto/native/rsa.h"

#include <string.h>

#include "crypto/native/limbs.h"

typedef struct modulus {
    uint64_t n[LIMBS_MAX];
    size_t count;
    uint64_t negated_inverse; /* -1/n modulo 2^64 */
} modulus;

/* -1/n modulo 2^64 for an odd n.  n itself is its inverse modulo 8; Newton's step doubles the bits:
 * 3, 6, 12, 24, 48, 96. */
static uint64_t negate_inverse(uint64_t n)
{
    uint64_t inverse = n;

    for (int i = 0; i < 5; i++)
        inverse *= 2 - n * inverse;
    return 0 - inverse;
}

/* r = a b / R mod n, for a and b below n.
 *
 * Before and after each round t is below 2n: (2n + (2^64 - 1) n + (2^64 - 1) n) / 2^64 <= 2n.  It has
 * one bit more than n, kept in `over`.  Either carry is below 2^64 (crypto/native/limbs.h, limb2). */
static void multiply(const modulus *m, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    const size_t count = m->count;
    uint64_t t[LIMBS_MAX], over = 0;

    memset(t, 0, count * sizeof t[0]);
    for (size_t i = 0; i < count; i++) {
        limb2 product = (limb2)a[0] * b[i] + t[0];
        const uint64_t q = (uint64_t)product * m->negated_inverse;
        limb2 reduced = (limb2)q * m->n[0] + (uint64_t)product; /* its low limb is 0 */
        limb2 sum;

        for (size_t j = 1; j < count; j++) {
            product = (limb2)a[j] * b[i] + t[j] + (uint64_t)(product >> 64);
            reduced = (limb2)q * m->n[j] + (uint64_t)product + (uint64_t)(reduced >> 64);
            t[j - 1] = (uint64_t)reduced;
        }
        sum = (product >> 64) + (reduced >> 64) + over;
        t[count - 1] = (uint64_t)sum;
        over = (uint64_t)(sum >> 64);
    }
    if (over != 0 || !kedge_limbs_is_less(t, m->n, count))
        kedge_limbs_subtract(r, t, m->n, count);
    else
        memcpy(r, t, count * sizeof t[0]);
}

uint32_t kedge_native_rsa_exponent(const kedge_public_key *key)
{
    const kedge_span octets = kedge_span_of(key->der, key->exponent);
    uint32_t exponent = 0;

    for (size_t i = 0; i < octets.size; i++)
        exponent = exponent << 8 | octets.data[i];
    return exponent;
}

/* The bits of the exponent between the first and the last, from above. */
static void power(const modulus *m, uint64_t *y, const uint64_t *base, uint32_t exponent)
{
    unsigned bit = 31;

    while (exponent >> bit == 0)
        bit--;
    while (bit-- > 0) {
        multiply(m, y, y, y);
        if (bit > 0 && (exponent >> bit & 1) != 0)
            multiply(m, y, y, base);
    }
}

bool kedge_native_rsa_raise(const kedge_signature_job *job, uint8_t *x)
{
    const kedge_public_key *key = job->key;
    const kedge_span octets = kedge_span_of(key->der, key->modulus);
    uint64_t wide[2 * LIMBS_MAX] = { 0 }, base[LIMBS_MAX], y[LIMBS_MAX];
    modulus m;

    m.count = (octets.size + 7) / 8;
    kedge_limbs_read_big(m.n, m.count, octets.data, octets.size);
    m.negated_inverse = negate_inverse(m.n[0]);
    kedge_limbs_read_big(wide + m.count, m.count, x, octets.size);
    kedge_limbs_reduce(base, wide, 2 * m.count, m.n, m.count);
    memcpy(y, base, m.count * sizeof y[0]);
    power(&m, y, base, kedge_native_rsa_exponent(key));
    multiply(&m, y, y, wide + m.count);
    kedge_limbs_write_big(x, octets.size, y);
    return true;
}
