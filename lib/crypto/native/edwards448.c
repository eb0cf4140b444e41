/* edwards448.c - points of the curve x^2 + y^2 = 1 + d x^2 y^2 modulo 2^448 - 2^224 - 1. */
#include "crypto/native/edwards448.h"

#include "crypto/native/limbs.h"

#define MINUS_D 39081
#define SCALAR_BITS 446
#define POINT_WIDTH 5
#define POINT_ODDS (1 << (POINT_WIDTH - 2))

static const fe448 zero;

/* RFC 8032, 5.2.4, doubling.  E is below two tight numbers; J below two tight numbers and 2^58; the
 * difference of C and D below a tight number and 2^58: all loose. */
static void twice(point448 *r, const point448 *p)
{
    fe448 b, c, d, e, h, j;

    fe448_add(&b, &p->x, &p->y);
    kedge_fe448_square(&b, &b);
    kedge_fe448_square(&c, &p->x);
    kedge_fe448_square(&d, &p->y);
    kedge_fe448_square(&h, &p->z);
    fe448_add(&e, &c, &d);
    fe448_add(&h, &h, &h);
    fe448_subtract(&j, &e, &h);
    fe448_subtract(&b, &b, &e);
    fe448_subtract(&c, &c, &d);
    kedge_fe448_multiply(&r->x, &b, &j);
    kedge_fe448_multiply(&r->y, &e, &c);
    kedge_fe448_multiply(&r->z, &e, &j);
}

/* RFC 8032, 5.2.4, addition, from A = Z1 Z2 on: r = p + (x : y : ..).  E has the sign turned, as it is
 * made with -d: so F and G change places.  Every sum and difference is loose; x and y are loose. */
static void add_from_z(point448 *r, const point448 *p, const fe448 *x, const fe448 *y, const fe448 *a)
{
    fe448 b, c, d, e, f, g, h, t;

    kedge_fe448_square(&b, a);
    kedge_fe448_multiply(&c, &p->x, x);
    kedge_fe448_multiply(&d, &p->y, y);
    kedge_fe448_multiply(&e, &c, &d);
    kedge_fe448_scale(&e, &e, MINUS_D);
    fe448_add(&f, &b, &e);
    fe448_subtract(&g, &b, &e);
    fe448_add(&h, &p->x, &p->y);
    fe448_add(&t, x, y);
    kedge_fe448_multiply(&h, &h, &t);
    fe448_add(&t, &c, &d);
    fe448_subtract(&h, &h, &t);
    fe448_subtract(&d, &d, &c);
    kedge_fe448_multiply(&t, a, &f);
    kedge_fe448_multiply(&r->x, &t, &h);
    kedge_fe448_multiply(&t, a, &g);
    kedge_fe448_multiply(&r->y, &t, &d);
    kedge_fe448_multiply(&r->z, &f, &g);
}

static void add(point448 *r, const point448 *p, const point448 *q)
{
    fe448 a;

    kedge_fe448_multiply(&a, &p->z, &q->z);
    add_from_z(r, p, &q->x, &q->y, &a);
}

/* Add `digit` times a point, of which `odds` holds the odd multiples.  -(x, y) = (-x, y). */
static void add_digit(point448 *r, const point448 *odds, int digit)
{
    point448 q = odds[(digit < 0 ? -digit : digit) / 2];

    if (digit < 0)
        fe448_subtract(&q.x, &zero, &q.x);
    add(r, r, &q);
}

static void add_base_digit(point448 *r, int digit)
{
    const addend448 *q = &kedge_edwards448_base[(digit < 0 ? -digit : digit) / 2];
    const fe448 a = r->z;
    fe448 x = q->x;

    if (digit < 0)
        fe448_subtract(&x, &zero, &x);
    add_from_z(r, r, &x, &q->y, &a);
}

/* p, 3p, 5p .. */
static void find_odds(point448 odds[POINT_ODDS], const point448 *p)
{
    point448 doubled;

    twice(&doubled, p);
    odds[0] = *p;
    for (int i = 1; i < POINT_ODDS; i++)
        add(&odds[i], &odds[i - 1], &doubled);
}

/* Both scalars are gone through from above together, doubling once a bit (Straus). */
void kedge_edwards448_multiply(point448 *r, const uint64_t s[7], const uint64_t k[7], const point448 *p)
{
    int8_t base_digits[SCALAR_BITS + 1], digits[SCALAR_BITS + 1];
    point448 odds[POINT_ODDS];

    kedge_limbs_recode(base_digits, s, SCALAR_BITS, EDWARDS448_BASE_WIDTH);
    kedge_limbs_recode(digits, k, SCALAR_BITS, POINT_WIDTH);
    find_odds(odds, p);
    *r = (point448){ .y = kedge_fe448_one, .z = kedge_fe448_one };
    for (int i = SCALAR_BITS; i >= 0; i--) {
        twice(r, r);
        if (digits[i] != 0)
            add_digit(r, odds, -digits[i]);
        if (base_digits[i] != 0)
            add_base_digit(r, base_digits[i]);
    }
}

/* x^2 = u/v with u = y^2 - 1 and v = d y^2 - 1 has the candidate root u^3 v (u^5 v^3)^((p - 3) / 4)
 * (RFC 8032, 5.2.3, steps 2 and 3).  Both signs are turned here: u/v stays what it is. */
static bool find_x(fe448 *x, const fe448 *y)
{
    fe448 u, v, u3, t;

    kedge_fe448_square(&u, y);
    kedge_fe448_scale(&v, &u, MINUS_D);
    fe448_add(&v, &v, &kedge_fe448_one);
    fe448_subtract(&u, &kedge_fe448_one, &u);
    kedge_fe448_square(&u3, &u);
    kedge_fe448_multiply(&t, &u3, &u);          /* u^3 */
    kedge_fe448_multiply(&u3, &t, &u3);         /* u^5 */
    kedge_fe448_multiply(x, &t, &v);            /* u^3 v */
    kedge_fe448_square(&t, &v);
    kedge_fe448_multiply(&t, &t, &v);
    kedge_fe448_multiply(&t, &t, &u3);          /* u^5 v^3 */
    kedge_fe448_power_p34(&t, &t);
    kedge_fe448_multiply(x, x, &t);

    kedge_fe448_square(&t, x);
    kedge_fe448_multiply(&t, &t, &v);
    return kedge_fe448_is_equal(&t, &u);
}

bool kedge_edwards448_read(point448 *p, const uint8_t octets[POINT448_SIZE])
{
    const unsigned sign = octets[FE448_SIZE] >> 7;
    uint8_t x[FE448_SIZE];

    if ((octets[FE448_SIZE] & 0x7f) != 0 || !kedge_fe448_read(&p->y, octets) || !find_x(&p->x, &p->y))
        return false;
    kedge_fe448_write(x, &p->x);
    if (x[0] % 2 != sign) {
        if (kedge_fe448_is_equal(&p->x, &zero))
            return false;
        fe448_subtract(&p->x, &zero, &p->x);
        kedge_fe448_multiply(&p->x, &p->x, &kedge_fe448_one); /* tight again */
    }
    p->z = kedge_fe448_one;
    return true;
}

void kedge_edwards448_write(uint8_t octets[POINT448_SIZE], const point448 *p)
{
    fe448 inverse, x, y;
    uint8_t x_octets[FE448_SIZE];

    kedge_fe448_invert(&inverse, &p->z);
    kedge_fe448_multiply(&x, &p->x, &inverse);
    kedge_fe448_multiply(&y, &p->y, &inverse);
    kedge_fe448_write(x_octets, &x);
    kedge_fe448_write(octets, &y);
    octets[FE448_SIZE] = (uint8_t)(x_octets[0] << 7);
}
