/* field25519.c - integers modulo p = 2^255 - 19. */
#include "crypto/native/field25519.h"

#include <string.h>

#include "crypto/native/limbs.h"

#define MASK (((uint64_t)1 << 51) - 1)

const fe25519 kedge_fe25519_one = { { 1, 0, 0, 0, 0 } };

/* -121665/121666 (RFC 8032, 5.1) */
const fe25519 kedge_fe25519_d = {
    { 0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff }
};
const fe25519 kedge_fe25519_2d = {
    { 0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff }
};
/* 2^((p - 1) / 4) (RFC 8032, 5.1.3) */
const fe25519 kedge_fe25519_root_of_minus_one = {
    { 0x61b274a0ea0b0, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d }
};

/* Five columns, 51 bits apart, as a tight number.
 *
 * In: columns 0 to 3 below 2^114.3, column 4 below 2^110.4.  Each carry is below 2^64, which adds next to
 * nothing to the column above.  The one out of column 4 is below 2^59.5; 19 times that and 2^51 are
 * below 2^63.8, so limb 0 carries less than 2^13. */
static void carry(fe25519 *r, limb2 c0, limb2 c1, limb2 c2, limb2 c3, limb2 c4)
{
    uint64_t low;

    c1 += (uint64_t)(c0 >> 51);
    c2 += (uint64_t)(c1 >> 51);
    c3 += (uint64_t)(c2 >> 51);
    c4 += (uint64_t)(c3 >> 51);
    low = ((uint64_t)c0 & MASK) + 19 * (uint64_t)(c4 >> 51);
    r->limb[0] = low & MASK;
    r->limb[1] = ((uint64_t)c1 & MASK) + (low >> 51);
    r->limb[2] = (uint64_t)c2 & MASK;
    r->limb[3] = (uint64_t)c3 & MASK;
    r->limb[4] = (uint64_t)c4 & MASK;
}

/* 2^255 = 19: what would stand in columns 5 to 8 is added 19-fold to columns 0 to 3.  With limbs below
 * 2^54, 19 times one is below 2^58.3; column 0 is at most (1 + 4 * 19) 2^108 < 2^114.3, the others less,
 * column 4 is at most 5 * 2^108 < 2^110.4. */
void kedge_fe25519_multiply(fe25519 *r, const fe25519 *a, const fe25519 *b)
{
    const uint64_t a0 = a->limb[0], a1 = a->limb[1], a2 = a->limb[2], a3 = a->limb[3], a4 = a->limb[4];
    const uint64_t b0 = b->limb[0], b1 = b->limb[1], b2 = b->limb[2], b3 = b->limb[3], b4 = b->limb[4];
    const uint64_t b1_19 = 19 * b1, b2_19 = 19 * b2, b3_19 = 19 * b3, b4_19 = 19 * b4;
    const limb2 c0 = (limb2)a0 * b0 + (limb2)a1 * b4_19 + (limb2)a2 * b3_19 + (limb2)a3 * b2_19
        + (limb2)a4 * b1_19;
    const limb2 c1 = (limb2)a0 * b1 + (limb2)a1 * b0 + (limb2)a2 * b4_19 + (limb2)a3 * b3_19
        + (limb2)a4 * b2_19;
    const limb2 c2 = (limb2)a0 * b2 + (limb2)a1 * b1 + (limb2)a2 * b0 + (limb2)a3 * b4_19
        + (limb2)a4 * b3_19;
    const limb2 c3 = (limb2)a0 * b3 + (limb2)a1 * b2 + (limb2)a2 * b1 + (limb2)a3 * b0
        + (limb2)a4 * b4_19;
    const limb2 c4 = (limb2)a0 * b4 + (limb2)a1 * b3 + (limb2)a2 * b2 + (limb2)a3 * b1
        + (limb2)a4 * b0;

    carry(r, c0, c1, c2, c3, c4);
}

/* The columns of kedge_fe25519_multiply() with equal products taken together.  Twice a limb is below
 * 2^55, 19 times it below 2^58.3, 38 times below 2^59.3. */
void kedge_fe25519_square(fe25519 *r, const fe25519 *a)
{
    const uint64_t a0 = a->limb[0], a1 = a->limb[1], a2 = a->limb[2], a3 = a->limb[3], a4 = a->limb[4];
    const uint64_t a0_2 = 2 * a0, a1_2 = 2 * a1, a3_19 = 19 * a3, a4_19 = 19 * a4, a4_38 = 38 * a4;
    const limb2 c0 = (limb2)a0 * a0 + (limb2)a1 * a4_38 + (limb2)(2 * a2) * a3_19;
    const limb2 c1 = (limb2)a0_2 * a1 + (limb2)a2 * a4_38 + (limb2)a3 * a3_19;
    const limb2 c2 = (limb2)a0_2 * a2 + (limb2)a1 * a1 + (limb2)a3 * a4_38;
    const limb2 c3 = (limb2)a0_2 * a3 + (limb2)a1_2 * a2 + (limb2)a4 * a4_19;
    const limb2 c4 = (limb2)a0_2 * a4 + (limb2)a1_2 * a3 + (limb2)a2 * a2;

    carry(r, c0, c1, c2, c3, c4);
}

static void square_times(fe25519 *r, const fe25519 *a, int times)
{
    kedge_fe25519_square(r, a);
    for (int i = 1; i < times; i++)
        kedge_fe25519_square(r, r);
}

/* ones = a^(2^250 - 1) and a11 = a^11: the common beginning of both powers.  Names count ones. */
static void power_ones(fe25519 *ones, fe25519 *a11, const fe25519 *a)
{
    fe25519 t, a9, n5, n10, n20, n50, n100;

    kedge_fe25519_square(&t, a);                /* 2 */
    square_times(&a9, &t, 2);                   /* 8 */
    kedge_fe25519_multiply(&a9, &a9, a);        /* 9 */
    kedge_fe25519_multiply(a11, &a9, &t);       /* 11 */
    kedge_fe25519_square(&t, a11);              /* 22 */
    kedge_fe25519_multiply(&n5, &t, &a9);       /* 31 = 2^5 - 1 */
    square_times(&t, &n5, 5);
    kedge_fe25519_multiply(&n10, &t, &n5);
    square_times(&t, &n10, 10);
    kedge_fe25519_multiply(&n20, &t, &n10);
    square_times(&t, &n20, 20);
    kedge_fe25519_multiply(&t, &t, &n20);       /* 40 */
    square_times(&t, &t, 10);
    kedge_fe25519_multiply(&n50, &t, &n10);
    square_times(&t, &n50, 50);
    kedge_fe25519_multiply(&n100, &t, &n50);
    square_times(&t, &n100, 100);
    kedge_fe25519_multiply(&t, &t, &n100);      /* 200 */
    square_times(&t, &t, 50);
    kedge_fe25519_multiply(ones, &t, &n50);
}

/* p - 2 = 2^255 - 21 = (2^250 - 1) 2^5 + 11 */
void kedge_fe25519_invert(fe25519 *r, const fe25519 *a)
{
    fe25519 t, a11;

    power_ones(&t, &a11, a);
    square_times(&t, &t, 5);
    kedge_fe25519_multiply(r, &t, &a11);
}

/* (p - 5) / 8 = 2^252 - 3 = (2^250 - 1) 2^2 + 1 */
void kedge_fe25519_power_p58(fe25519 *r, const fe25519 *a)
{
    fe25519 t, a11;

    power_ones(&t, &a11, a);
    square_times(&t, &t, 2);
    kedge_fe25519_multiply(r, &t, a);
}

/* The representative of a below p.  One pass of carries leaves limbs below 2^51, but for limb 0, which
 * is below 2^51 + 19 * 2^3: a value v below 2p.  Then v + 19 has a bit 255 exactly where v >= p. */
static void reduce(fe25519 *r, const fe25519 *a)
{
    uint64_t c = 0;

    for (int i = 0; i < 5; i++) {
        c += a->limb[i];
        r->limb[i] = c & MASK;
        c >>= 51;
    }
    r->limb[0] += 19 * c;
    c = 19;
    for (int i = 0; i < 5; i++)
        c = (c + r->limb[i]) >> 51;
    c *= 19;
    for (int i = 0; i < 5; i++) {
        c += r->limb[i];
        r->limb[i] = c & MASK;
        c >>= 51;
    }
}

bool kedge_fe25519_read(fe25519 *r, const uint8_t octets[FE25519_SIZE])
{
    uint64_t n[4];
    fe25519 reduced;

    kedge_limbs_read_little(n, 4, octets, FE25519_SIZE);
    r->limb[0] = n[0] & MASK;
    r->limb[1] = (n[0] >> 51 | n[1] << 13) & MASK;
    r->limb[2] = (n[1] >> 38 | n[2] << 26) & MASK;
    r->limb[3] = (n[2] >> 25 | n[3] << 39) & MASK;
    r->limb[4] = n[3] >> 12 & MASK;
    reduce(&reduced, r);
    return memcmp(&reduced, r, sizeof reduced) == 0;
}

void kedge_fe25519_write(uint8_t octets[FE25519_SIZE], const fe25519 *a)
{
    fe25519 r;
    uint64_t n[4];

    reduce(&r, a);
    n[0] = r.limb[0] | r.limb[1] << 51;
    n[1] = r.limb[1] >> 13 | r.limb[2] << 38;
    n[2] = r.limb[2] >> 26 | r.limb[3] << 25;
    n[3] = r.limb[3] >> 39 | r.limb[4] << 12;
    kedge_limbs_write_little(octets, FE25519_SIZE, n);
}

bool kedge_fe25519_is_equal(const fe25519 *a, const fe25519 *b)
{
    fe25519 x, y;

    reduce(&x, a);
    reduce(&y, b);
    return memcmp(&x, &y, sizeof x) == 0;
}
