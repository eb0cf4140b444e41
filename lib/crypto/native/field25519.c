/* field25519.c - integers modulo p = 2^255 - 19. */
#include "crypto/native/field25519.h"

#include <string.h>

#include "crypto/native/invert.h"
#include "crypto/native/limbs.h"

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

static void square_times(fe25519 *r, const fe25519 *a, int times)
{
    fe25519 t = *a;

    for (int i = 0; i < times; i++)
        fe25519_square(&t, &t);
    *r = t;
}

/* (p - 5) / 8 = 2^252 - 3 = (2^250 - 1) 2^2 + 1.  Names count ones of the exponent. */
void kedge_fe25519_power_p58(fe25519 *r, const fe25519 *a)
{
    fe25519 t, n5, n10, n20, n50, n100;

    fe25519_square(&t, a);                      /* 2 */
    square_times(&n5, &t, 2);                   /* 8 */
    fe25519_multiply(&n5, &n5, a);              /* 9 */
    fe25519_multiply(&t, &n5, &t);              /* 11 */
    fe25519_square(&t, &t);                     /* 22 */
    fe25519_multiply(&n5, &t, &n5);             /* 31 = 2^5 - 1 */
    square_times(&t, &n5, 5);
    fe25519_multiply(&n10, &t, &n5);
    square_times(&t, &n10, 10);
    fe25519_multiply(&n20, &t, &n10);
    square_times(&t, &n20, 20);
    fe25519_multiply(&t, &t, &n20);             /* 40 */
    square_times(&t, &t, 10);
    fe25519_multiply(&n50, &t, &n10);
    square_times(&t, &n50, 50);
    fe25519_multiply(&n100, &t, &n50);
    square_times(&t, &n100, 100);
    fe25519_multiply(&t, &t, &n100);            /* 200 */
    square_times(&t, &t, 50);
    fe25519_multiply(&t, &t, &n50);             /* 250 */
    square_times(&t, &t, 2);
    fe25519_multiply(r, &t, a);
}

/* The representative of a below p.  One pass of carries leaves limbs below 2^51, but for limb 0, which
 * is below 2^51 + 19 * 2^3: a value v below 2p.  Then v + 19 has a bit 255 exactly where v >= p. */
static void reduce(fe25519 *r, const fe25519 *a)
{
    uint64_t c = 0;

    for (int i = 0; i < 5; i++) {
        c += a->limb[i];
        r->limb[i] = c & FE25519_MASK;
        c >>= 51;
    }
    r->limb[0] += 19 * c;
    c = 19;
    for (int i = 0; i < 5; i++)
        c = (c + r->limb[i]) >> 51;
    c *= 19;
    for (int i = 0; i < 5; i++) {
        c += r->limb[i];
        r->limb[i] = c & FE25519_MASK;
        c >>= 51;
    }
}

static void from_words(fe25519 *r, const uint64_t n[4])
{
    r->limb[0] = n[0] & FE25519_MASK;
    r->limb[1] = (n[0] >> 51 | n[1] << 13) & FE25519_MASK;
    r->limb[2] = (n[1] >> 38 | n[2] << 26) & FE25519_MASK;
    r->limb[3] = (n[2] >> 25 | n[3] << 39) & FE25519_MASK;
    r->limb[4] = n[3] >> 12 & FE25519_MASK;
}

static void to_words(uint64_t n[4], const fe25519 *a)
{
    fe25519 r;

    reduce(&r, a);
    n[0] = r.limb[0] | r.limb[1] << 51;
    n[1] = r.limb[1] >> 13 | r.limb[2] << 38;
    n[2] = r.limb[2] >> 26 | r.limb[3] << 25;
    n[3] = r.limb[3] >> 39 | r.limb[4] << 12;
}

bool kedge_fe25519_read(fe25519 *r, const uint8_t octets[FE25519_SIZE])
{
    uint64_t n[4];
    fe25519 reduced;

    kedge_limbs_read_little(n, 4, octets, FE25519_SIZE);
    from_words(r, n);
    reduce(&reduced, r);
    return memcmp(&reduced, r, sizeof reduced) == 0;
}

void kedge_fe25519_write(uint8_t octets[FE25519_SIZE], const fe25519 *a)
{
    uint64_t n[4];

    to_words(n, a);
    kedge_limbs_write_little(octets, FE25519_SIZE, n);
}

void kedge_fe25519_invert(fe25519 *r, const fe25519 *a)
{
    static const uint64_t p[4] = { UINT64_MAX - 18, UINT64_MAX, UINT64_MAX, UINT64_MAX >> 1 };
    uint64_t n[4];

    to_words(n, a);
    kedge_limbs_invert(n, n, p, 4);
    from_words(r, n);
}

bool kedge_fe25519_is_equal(const fe25519 *a, const fe25519 *b)
{
    fe25519 x, y;

    reduce(&x, a);
    reduce(&y, b);
    return memcmp(&x, &y, sizeof x) == 0;
}
