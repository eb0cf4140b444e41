/* invert.c - inverses modulo odd numbers, by division steps (Bernstein and Yang, "Fast constant-time gcd
 * computation and modular inversion", 2019), in variable time.
 *
 * A division step takes (delta, f, g), f odd, to (1 - delta, g, (g - f) / 2) where delta > 0 and g is odd,
 * and else to (1 + delta, f, (g + (g mod 2) f) / 2).  From f = n and g = a it ends at g = 0 and
 * f = 1 or -1.  Which steps are taken depends on the low bits only, so that 62 of them are found on one
 * word; their matrix is then applied to f and g, and modulo n to d and e, which always satisfy
 * d a = f and e a = g mod n.
 *
 * Long numbers here are signed: limbs of 62 bits, the least first, of which only the last may be negative.
 */
#include "crypto/native/invert.h"

#include <stdbool.h>
#include <string.h>

#define STEPS 62
#define SIGNED_LIMBS_MAX ((64 * INVERT_LIMBS_MAX + STEPS - 1) / STEPS)
#define MASK (UINT64_MAX >> 2)

/* Theorem 11.2 there: (49 bits + 57) / 17 steps are enough from 46 bits on. */
#define BATCHES(bits) ((49 * (bits) + 57) / 17 / STEPS + 1)

__extension__ typedef __int128 wide;

typedef struct matrix {
    int64_t u, v, q, r;
} matrix;

/* 62 steps from the low words of f and g: the matrix that takes (f, g) to 2^62 times what they become.
 * eta = -delta.  Rows have entries whose magnitudes add up to at most 2^62.
 *
 * Several steps are taken at once: zeros of g are shifted out together, and a multiple of f is added
 * that clears as many low bits of g as can be cleared before eta becomes negative again. */
static int64_t take_steps(matrix *m, int64_t eta, uint64_t f, uint64_t g)
{
    uint64_t u = 1, v = 0, q = 0, r = 1;
    int left = STEPS;

    for (;;) {
        const int zeros = __builtin_ctzll(g | UINT64_MAX << left);
        uint64_t factor, old;
        int64_t count;

        g >>= zeros;
        u <<= zeros;
        v <<= zeros;
        eta -= zeros;
        left -= zeros;
        if (left == 0)
            break;
        if (eta < 0) {
            eta = -eta;
            old = f, f = g, g = -old;
            old = u, u = q, q = -old;
            old = v, v = r, r = -old;
        }
        count = eta + 1 < left ? eta + 1 : left;
        /* f (f^2 - 2) is -1 / f mod 2^6, and so mod 2^count for a count of at most 6 */
        factor = f * g * (f * f - 2) & (UINT64_MAX >> (64 - (count < 6 ? count : 6)));
        g += f * factor;
        q += u * factor;
        r += v * factor;
    }
    *m = (matrix){ (int64_t)u, (int64_t)v, (int64_t)q, (int64_t)r };
    return eta;
}

/* (f, g) = m (f, g) / 2^62, which is exact. */
static void apply(int64_t *f, int64_t *g, const matrix *m, size_t count)
{
    wide sum_f = (wide)m->u * f[0] + (wide)m->v * g[0];
    wide sum_g = (wide)m->q * f[0] + (wide)m->r * g[0];

    sum_f >>= STEPS;
    sum_g >>= STEPS;
    for (size_t i = 1; i < count; i++) {
        sum_f += (wide)m->u * f[i] + (wide)m->v * g[i];
        sum_g += (wide)m->q * f[i] + (wide)m->r * g[i];
        f[i - 1] = (int64_t)((uint64_t)sum_f & MASK);
        g[i - 1] = (int64_t)((uint64_t)sum_g & MASK);
        sum_f >>= STEPS;
        sum_g >>= STEPS;
    }
    f[count - 1] = (int64_t)sum_f;
    g[count - 1] = (int64_t)sum_g;
}

/* (d, e) = m (d, e) / 2^62 mod n, where all of them lie between -2 n and n, exclusive.
 *
 * A multiple of n is added that keeps the results between -2 n and n: first as if d and e below 0 had
 * been raised by n, then what clears the 62 low bits.  `inverse` is 1 / n mod 2^62. */
static void apply_modulo(int64_t *d, int64_t *e, const matrix *m, const int64_t *n, uint64_t inverse, size_t count)
{
    const int64_t sign_d = -(int64_t)((uint64_t)d[count - 1] >> 63), sign_e = -(int64_t)((uint64_t)e[count - 1] >> 63);
    int64_t times_d = (m->u & sign_d) + (m->v & sign_e), times_e = (m->q & sign_d) + (m->r & sign_e);
    wide sum_d = (wide)m->u * d[0] + (wide)m->v * e[0];
    wide sum_e = (wide)m->q * d[0] + (wide)m->r * e[0];

    times_d -= (int64_t)((inverse * (uint64_t)sum_d + (uint64_t)times_d) & MASK);
    times_e -= (int64_t)((inverse * (uint64_t)sum_e + (uint64_t)times_e) & MASK);
    sum_d += (wide)n[0] * times_d;
    sum_e += (wide)n[0] * times_e;
    sum_d >>= STEPS;
    sum_e >>= STEPS;
    for (size_t i = 1; i < count; i++) {
        sum_d += (wide)m->u * d[i] + (wide)m->v * e[i] + (wide)n[i] * times_d;
        sum_e += (wide)m->q * d[i] + (wide)m->r * e[i] + (wide)n[i] * times_e;
        d[i - 1] = (int64_t)((uint64_t)sum_d & MASK);
        e[i - 1] = (int64_t)((uint64_t)sum_e & MASK);
        sum_d >>= STEPS;
        sum_e >>= STEPS;
    }
    d[count - 1] = (int64_t)sum_d;
    e[count - 1] = (int64_t)sum_e;
}

static void to_signed(int64_t *r, size_t signed_count, const uint64_t *a, size_t count)
{
    for (size_t i = 0; i < signed_count; i++) {
        const size_t at = STEPS * i / 64, shift = STEPS * i % 64;
        uint64_t limb = at < count ? a[at] >> shift : 0;

        if (shift > 64 - STEPS && at + 1 < count)
            limb |= a[at + 1] << (64 - shift);
        r[i] = (int64_t)(limb & MASK);
    }
}

/* d = d + n, or its negative; answers the highest limb, which has the sign. */
static int64_t add_modulus(int64_t *d, const int64_t *n, size_t count)
{
    int64_t carry = 0, top = 0;

    for (size_t i = 0; i < count; i++) {
        carry += d[i] + n[i];
        top = i + 1 < count ? (int64_t)((uint64_t)carry & MASK) : carry;
        d[i] = top;
        carry >>= STEPS;
    }
    return top;
}

static void negate(int64_t *d, size_t count)
{
    int64_t carry = 0;

    for (size_t i = 0; i < count; i++) {
        carry -= d[i];
        d[i] = i + 1 < count ? (int64_t)((uint64_t)carry & MASK) : carry;
        carry >>= STEPS;
    }
}

/* r = d mod n, for a d between -2 n and 2 n, exclusive. */
static void from_signed(uint64_t *r, size_t count, int64_t *d, const int64_t *n, size_t signed_count)
{
    int64_t less[SIGNED_LIMBS_MAX], minus[SIGNED_LIMBS_MAX];

    for (int i = 0; i < 2 && d[signed_count - 1] < 0; i++)
        add_modulus(d, n, signed_count);
    memcpy(minus, n, signed_count * sizeof n[0]);
    negate(minus, signed_count);
    memcpy(less, d, signed_count * sizeof d[0]);
    if (add_modulus(less, minus, signed_count) >= 0)
        memcpy(d, less, signed_count * sizeof d[0]);
    memset(r, 0, count * sizeof r[0]);
    for (size_t i = 0; i < signed_count; i++) {
        const size_t at = STEPS * i / 64, shift = STEPS * i % 64;

        if (at < count)
            r[at] |= (uint64_t)d[i] << shift;
        if (shift > 64 - STEPS && at + 1 < count)
            r[at + 1] |= (uint64_t)d[i] >> (64 - shift);
    }
}

static bool is_zero(const int64_t *g, size_t count)
{
    int64_t any = 0;

    for (size_t i = 0; i < count; i++)
        any |= g[i];
    return any == 0;
}

/* The number of limbs without the last, where in both numbers that is only the sign of the one below. */
static size_t shorten(int64_t *f, int64_t *g, size_t count)
{
    const int64_t top_f = f[count - 1], top_g = g[count - 1];

    if (count < 2 || (top_f != 0 && top_f != -1) || (top_g != 0 && top_g != -1))
        return count;
    f[count - 2] |= (int64_t)((uint64_t)top_f << STEPS);
    g[count - 2] |= (int64_t)((uint64_t)top_g << STEPS);
    return count - 1;
}

void kedge_limbs_invert(uint64_t *r, const uint64_t *a, const uint64_t *n, size_t count)
{
    const size_t signed_count = (64 * count + STEPS - 1) / STEPS;
    int64_t modulus[SIGNED_LIMBS_MAX], f[SIGNED_LIMBS_MAX], g[SIGNED_LIMBS_MAX];
    int64_t d[SIGNED_LIMBS_MAX] = { 0 }, e[SIGNED_LIMBS_MAX] = { 1 };
    uint64_t inverse = n[0]; /* right in 3 bits; each step doubles them */
    int64_t eta = -1;
    size_t length = signed_count;
    matrix m;

    for (int i = 0; i < 5; i++)
        inverse *= 2 - n[0] * inverse;
    to_signed(modulus, signed_count, n, count);
    memcpy(f, modulus, signed_count * sizeof f[0]);
    to_signed(g, signed_count, a, count);
    for (size_t i = 0; i < BATCHES(64 * count) && !is_zero(g, length); i++) {
        eta = take_steps(&m, eta, (uint64_t)f[0], (uint64_t)g[0]);
        apply_modulo(d, e, &m, modulus, inverse, signed_count);
        apply(f, g, &m, length);
        length = shorten(f, g, length);
    }
    if (f[length - 1] < 0)
        negate(d, signed_count);
    from_signed(r, count, d, modulus, signed_count);
}
