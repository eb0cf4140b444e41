/* field448.c - integers modulo p = 2^448 - 2^224 - 1. */
#include "crypto/native/field448.h"

#include <string.h>

#include "crypto/native/limbs.h"

#define MASK (((uint64_t)1 << 56) - 1)

const fe448 kedge_fe448_one = { { 1 } };

/* Eight columns, 56 bits apart, each below 2^123.4, as a tight number.  The carry out of column 7 is below
 * 2^67.5; 2^448 = 2^224 + 1 sends it to limbs 0 and 4, which then carry less than 2^12 once more. */
static void carry(fe448 *r, const limb2 c[8])
{
    limb2 over = 0;

    for (int i = 0; i < 8; i++) {
        over += c[i];
        r->limb[i] = (uint64_t)over & MASK;
        over >>= 56;
    }
    for (int i = 0; i < 8; i += 4) {
        const limb2 sum = over + r->limb[i];

        r->limb[i] = (uint64_t)sum & MASK;
        r->limb[i + 1] += (uint64_t)(sum >> 56);
    }
}

/* The seven columns of the product of two numbers of four limbs. */
static void multiply_half(limb2 c[7], const uint64_t a[4], const uint64_t b[4])
{
    c[0] = (limb2)a[0] * b[0];
    c[1] = (limb2)a[0] * b[1] + (limb2)a[1] * b[0];
    c[2] = (limb2)a[0] * b[2] + (limb2)a[1] * b[1] + (limb2)a[2] * b[0];
    c[3] = (limb2)a[0] * b[3] + (limb2)a[1] * b[2] + (limb2)a[2] * b[1] + (limb2)a[3] * b[0];
    c[4] = (limb2)a[1] * b[3] + (limb2)a[2] * b[2] + (limb2)a[3] * b[1];
    c[5] = (limb2)a[2] * b[3] + (limb2)a[3] * b[2];
    c[6] = (limb2)a[3] * b[3];
}

static void square_half(limb2 c[7], const uint64_t a[4])
{
    const uint64_t a0_2 = 2 * a[0], a1_2 = 2 * a[1], a2_2 = 2 * a[2];

    c[0] = (limb2)a[0] * a[0];
    c[1] = (limb2)a0_2 * a[1];
    c[2] = (limb2)a0_2 * a[2] + (limb2)a[1] * a[1];
    c[3] = (limb2)a0_2 * a[3] + (limb2)a1_2 * a[2];
    c[4] = (limb2)a1_2 * a[3] + (limb2)a[2] * a[2];
    c[5] = (limb2)a2_2 * a[3];
    c[6] = (limb2)a[3] * a[3];
}

/* With f = 2^224 and f^2 = f + 1: (a + A f) (b + B f) = (ab + AB) + ((a + A) (b + B) - ab) f.  Columns 4
 * to 6 of the first part reach into f, those of the second into f^2, which is f and 1 again.
 *
 * With limbs below 2^59, each column of ab and AB is at most 4 * 2^118 = 2^120, of (a + A) (b + B) at
 * most 4 * 2^120 = 2^122.  A column here is at most 2 * 2^120 + 2 * 2^122 < 2^123.4. */
static void combine(fe448 *r, const limb2 low[7], const limb2 high[7], const limb2 both[7])
{
    limb2 c[8];

    for (int i = 0; i < 4; i++) {
        c[i] = low[i] + high[i];
        c[i + 4] = both[i] - low[i];
    }
    for (int i = 0; i < 3; i++) {
        const limb2 twice_over = both[i + 4] - low[i + 4];

        c[i] += twice_over;
        c[i + 4] += low[i + 4] + high[i + 4] + twice_over;
    }
    carry(r, c);
}

void kedge_fe448_multiply(fe448 *r, const fe448 *a, const fe448 *b)
{
    limb2 low[7], high[7], both[7];
    uint64_t a_sum[4], b_sum[4];

    for (int i = 0; i < 4; i++) {
        a_sum[i] = a->limb[i] + a->limb[i + 4];
        b_sum[i] = b->limb[i] + b->limb[i + 4];
    }
    multiply_half(low, a->limb, b->limb);
    multiply_half(high, a->limb + 4, b->limb + 4);
    multiply_half(both, a_sum, b_sum);
    combine(r, low, high, both);
}

void kedge_fe448_square(fe448 *r, const fe448 *a)
{
    limb2 low[7], high[7], both[7];
    uint64_t sum[4];

    for (int i = 0; i < 4; i++)
        sum[i] = a->limb[i] + a->limb[i + 4];
    square_half(low, a->limb);
    square_half(high, a->limb + 4);
    square_half(both, sum);
    combine(r, low, high, both);
}

/* Columns below 2^91. */
void kedge_fe448_scale(fe448 *r, const fe448 *a, uint32_t factor)
{
    limb2 c[8];

    for (int i = 0; i < 8; i++)
        c[i] = (limb2)a->limb[i] * factor;
    carry(r, c);
}

static void square_times(fe448 *r, const fe448 *a, int times)
{
    kedge_fe448_square(r, a);
    for (int i = 1; i < times; i++)
        kedge_fe448_square(r, r);
}

/* (p - 3) / 4 = 2^446 - 2^222 - 1 = (2^223 - 1) 2^223 + (2^222 - 1).  Names count ones. */
void kedge_fe448_power_p34(fe448 *r, const fe448 *a)
{
    fe448 t, n3, n6, n9, n18, n37, n111, n222;

    kedge_fe448_square(&t, a);
    kedge_fe448_multiply(&t, &t, a);            /* 2 */
    kedge_fe448_square(&t, &t);
    kedge_fe448_multiply(&n3, &t, a);
    square_times(&t, &n3, 3);
    kedge_fe448_multiply(&n6, &t, &n3);
    square_times(&t, &n6, 3);
    kedge_fe448_multiply(&n9, &t, &n3);
    square_times(&t, &n9, 9);
    kedge_fe448_multiply(&n18, &t, &n9);
    square_times(&t, &n18, 18);
    kedge_fe448_multiply(&t, &t, &n18);         /* 36 */
    kedge_fe448_square(&t, &t);
    kedge_fe448_multiply(&n37, &t, a);
    square_times(&t, &n37, 37);
    kedge_fe448_multiply(&t, &t, &n37);         /* 74 */
    square_times(&t, &t, 37);
    kedge_fe448_multiply(&n111, &t, &n37);
    square_times(&t, &n111, 111);
    kedge_fe448_multiply(&n222, &t, &n111);
    kedge_fe448_square(&t, &n222);
    kedge_fe448_multiply(&t, &t, a);            /* 223 */
    square_times(&t, &t, 223);
    kedge_fe448_multiply(r, &t, &n222);
}

/* p - 2 = 4 (p - 3) / 4 + 1 */
void kedge_fe448_invert(fe448 *r, const fe448 *a)
{
    fe448 t;

    kedge_fe448_power_p34(&t, a);
    square_times(&t, &t, 2);
    kedge_fe448_multiply(r, &t, a);
}

/* r = a with limbs below 2^56, for a below 2^448. */
static uint64_t propagate(fe448 *r, const fe448 *a)
{
    uint64_t c = 0;

    for (int i = 0; i < 8; i++) {
        c += a->limb[i];
        r->limb[i] = c & MASK;
        c >>= 56;
    }
    return c;
}

/* The representative of a below p.  A pass of carries leaves limbs below 2^56 but for limbs 0 and 4, to
 * which less than 2^3.1 is added: a value v below 2p.  Then v + 2^224 + 1 has a bit 448 exactly where
 * v >= p, and without that bit it is v - p. */
static void reduce(fe448 *r, const fe448 *a)
{
    fe448 plus;
    const uint64_t over = propagate(r, a);

    r->limb[0] += over;
    r->limb[4] += over;
    plus = *r;
    plus.limb[0]++;
    plus.limb[4]++;
    if (propagate(&plus, &plus) != 0)
        *r = plus;
    else
        propagate(r, r);
}

bool kedge_fe448_read(fe448 *r, const uint8_t octets[FE448_SIZE])
{
    fe448 reduced;

    for (int i = 0; i < 8; i++)
        kedge_limbs_read_little(&r->limb[i], 1, octets + 7 * i, 7);
    reduce(&reduced, r);
    return memcmp(&reduced, r, sizeof reduced) == 0;
}

void kedge_fe448_write(uint8_t octets[FE448_SIZE], const fe448 *a)
{
    fe448 r;

    reduce(&r, a);
    for (int i = 0; i < 8; i++)
        kedge_limbs_write_little(octets + 7 * i, 7, &r.limb[i]);
}

bool kedge_fe448_is_equal(const fe448 *a, const fe448 *b)
{
    fe448 x, y;

    reduce(&x, a);
    reduce(&y, b);
    return memcmp(&x, &y, sizeof x) == 0;
}
