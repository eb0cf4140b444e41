/* rsa.c - the public operation of RSA by Montgomery's products (crypto/native/montgomery.h).
 *
 * The base is brought into Montgomery's form, x R mod n, by one division.  The exponent is odd, so its last step
 * is a multiplication by x itself, which leaves the form as well: (y R) x / R = y x.
 */
#include "crypto/native/rsa.h"

#include <string.h>

#include "crypto/native/montgomery.h"

uint32_t kedge_native_rsa_exponent(const kedge_public_key *key)
{
    const kedge_span octets = kedge_span_of(key->der, key->exponent);
    uint32_t exponent = 0;

    for (size_t i = 0; i < octets.size; i++)
        exponent = exponent << 8 | octets.data[i];
    return exponent;
}

/* The bits of the exponent between the first and the last, from above. */
static void power(const kedge_montgomery *m, uint64_t *y, const uint64_t *base, uint32_t exponent)
{
    unsigned bit = 31;

    while (exponent >> bit == 0)
        bit--;
    while (bit-- > 0) {
        kedge_montgomery_square(m, y, y);
        if (bit > 0 && (exponent >> bit & 1) != 0)
            kedge_montgomery_multiply(m, y, y, base);
    }
}

bool kedge_native_rsa_raise(const kedge_signature_job *job, uint8_t *x)
{
    const kedge_public_key *key = job->key;
    const kedge_span octets = kedge_span_of(key->der, key->modulus);
    uint64_t limbs[LIMBS_MAX], base[LIMBS_MAX], y[LIMBS_MAX];
    kedge_montgomery m;

    kedge_montgomery_begin(&m, octets);
    kedge_limbs_read_big(limbs, m.count, x, octets.size);
    kedge_montgomery_enter(&m, base, limbs);
    memcpy(y, base, m.count * sizeof y[0]);
    power(&m, y, base, kedge_native_rsa_exponent(key));
    kedge_montgomery_multiply(&m, y, y, limbs);
    kedge_limbs_write_big(x, octets.size, y);
    return true;
}
