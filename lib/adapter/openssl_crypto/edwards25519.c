/* edwards25519.c - encodings of points of edwards25519 (RFC 8032, 5.1.3).
 *
 * OpenSSL decodes more than the encodings that there are: it reduces y, and lets the sign of x = 0 be set.
 */
#include "key.h"

#include <openssl/bn.h>
#include <string.h>

#define SIZE 32
#define SIGN 0x80

/* p = 2^255 - 19, and d = -121665/121666 modulo p. */
static const char prime[] = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
static const char curve_d[] = "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";

typedef struct numbers {
    BN_CTX *ctx;
    BIGNUM *p, *d, *y, *above, *below;
} numbers;

/* x^2 = (y^2 - 1) / (d y^2 + 1): its dividend and divisor into `above` and `below` (5.1.3, step 2).
 * Whether OpenSSL had the memory for it. */
static bool compute_square(const numbers *n)
{
    return BN_mod_sqr(n->above, n->y, n->p, n->ctx) && BN_mod_mul(n->below, n->above, n->d, n->p, n->ctx)
        && BN_add_word(n->below, 1) && BN_mod_sub(n->above, n->above, BN_value_one(), n->p, n->ctx);
}

/* The quotient of two numbers is a square where their product is: they differ by the square of the divisor,
 * which is never 0, as -1/d is none (5.1.3, step 3).  x = 0 has no sign (step 4). */
static bool is_encoding(const numbers *n, bool is_negative)
{
    if (BN_cmp(n->y, n->p) >= 0 || !compute_square(n))
        return false;
    if (BN_is_zero(n->above))
        return !is_negative;
    return BN_mod_mul(n->above, n->above, n->below, n->p, n->ctx) && BN_kronecker(n->above, n->p, n->ctx) == 1;
}

bool kedge_openssl_is_edwards25519(const uint8_t *octets)
{
    uint8_t y[SIZE];
    numbers n = { .ctx = BN_CTX_new() };
    bool is_point = false;

    if (n.ctx == NULL)
        return false;
    memcpy(y, octets, SIZE);
    y[SIZE - 1] &= (uint8_t)~SIGN;
    BN_CTX_start(n.ctx);
    n.p = BN_CTX_get(n.ctx);
    n.d = BN_CTX_get(n.ctx);
    n.y = BN_CTX_get(n.ctx);
    n.above = BN_CTX_get(n.ctx);
    n.below = BN_CTX_get(n.ctx);
    if (n.below != NULL && BN_hex2bn(&n.p, prime) != 0 && BN_hex2bn(&n.d, curve_d) != 0
        && BN_lebin2bn(y, SIZE, n.y) != NULL)
        is_point = is_encoding(&n, (octets[SIZE - 1] & SIGN) != 0);
    BN_CTX_end(n.ctx);
    BN_CTX_free(n.ctx);
    return is_point;
}
