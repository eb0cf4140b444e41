/* edwards25519.c - points of the curve -x^2 + y^2 = 1 + d x^2 y^2 modulo 2^255 - 19. */
#include "crypto/native/edwards25519.h"

#include <string.h>

#include "crypto/native/curve.h"
#include "crypto/native/limbs.h"

#define POINT_WIDTH 5
#define POINT_ODDS (1 << (POINT_WIDTH - 2))

/* A sum before its last multiplications: X = EF, Y = GH, Z = FG, T = EH.  All loose. */
typedef struct factors {
    fe25519 e, f, g, h;
} factors;

/* An addend and its z, doubled (loose). */
typedef struct cached {
    addend25519 addend;
    fe25519 z2;
} cached;

static void complete(point25519 *r, const factors *s)
{
    fe25519_multiply(&r->x, &s->e, &s->f);
    fe25519_multiply(&r->y, &s->g, &s->h);
    fe25519_multiply(&r->z, &s->f, &s->g);
}

static void complete_product(point25519 *r, const factors *s)
{
    fe25519_multiply(&r->t, &s->e, &s->h);
}

/* s = 2p, without p's T.  E and G are below a tight number and 2^53, F below three tight numbers and
 * 2^53, which is less than 2^54, H below two tight ones. */
static void twice(factors *s, const point25519 *p)
{
    fe25519 xx, yy, zz;

    fe25519_square(&xx, &p->x);
    fe25519_square(&yy, &p->y);
    fe25519_square(&zz, &p->z);
    fe25519_add(&s->e, &p->x, &p->y);
    fe25519_square(&s->e, &s->e);
    fe25519_add(&s->h, &yy, &xx);
    fe25519_subtract(&s->e, &s->e, &s->h);
    fe25519_subtract(&s->g, &yy, &xx);
    fe25519_add(&s->f, &zz, &zz);
    fe25519_add(&s->f, &s->f, &xx);
    fe25519_subtract(&s->f, &s->f, &yy);
}

/* What adding and subtracting have in common: they differ in which of sum and difference, and of G and
 * F, is which.  z2 is twice the product of both z, with limbs below 2^52.1: F and G are loose. */
static void combine(factors *s, const point25519 *p, const fe25519 *sum, const fe25519 *difference,
                    const fe25519 *product, const fe25519 *z2, fe25519 *more, fe25519 *less)
{
    fe25519 a, b, c;

    fe25519_subtract(&a, &p->y, &p->x);
    fe25519_multiply(&a, &a, difference);
    fe25519_add(&b, &p->y, &p->x);
    fe25519_multiply(&b, &b, sum);
    fe25519_multiply(&c, &p->t, product);
    fe25519_subtract(&s->e, &b, &a);
    fe25519_add(&s->h, &b, &a);
    fe25519_add(more, z2, &c);
    fe25519_subtract(less, z2, &c);
}

static void add(factors *s, const point25519 *p, const addend25519 *q, const fe25519 *z2)
{
    combine(s, p, &q->sum, &q->difference, &q->product, z2, &s->g, &s->f);
}

static void subtract(factors *s, const point25519 *p, const addend25519 *q, const fe25519 *z2)
{
    combine(s, p, &q->difference, &q->sum, &q->product, z2, &s->f, &s->g);
}

/* Add `digit` times a point, of which `odds` holds the odd multiples. */
static void add_digit(factors *s, const point25519 *p, const cached *odds, int digit)
{
    const cached *q = &odds[(digit < 0 ? -digit : digit) / 2];
    fe25519 z2;

    fe25519_multiply(&z2, &p->z, &q->z2);
    if (digit > 0)
        add(s, p, &q->addend, &z2);
    else
        subtract(s, p, &q->addend, &z2);
}

/* The same for multiples with z = 1. */
static void add_affine_digit(factors *s, const point25519 *p, const addend25519 *odds, int digit)
{
    const addend25519 *q = &odds[(digit < 0 ? -digit : digit) / 2];
    fe25519 z2;

    fe25519_add(&z2, &p->z, &p->z);
    if (digit > 0)
        add(s, p, q, &z2);
    else
        subtract(s, p, q, &z2);
}

static void cache(cached *c, const point25519 *p)
{
    fe25519_add(&c->addend.sum, &p->y, &p->x);
    fe25519_subtract(&c->addend.difference, &p->y, &p->x);
    fe25519_multiply(&c->addend.product, &p->t, &kedge_fe25519_2d);
    fe25519_add(&c->z2, &p->z, &p->z);
}

/* p, 3p, 5p .. */
static void cache_odds(cached odds[POINT_ODDS], const point25519 *p)
{
    point25519 sum = *p, doubled;
    cached step;
    factors s;

    twice(&s, p);
    complete(&doubled, &s);
    complete_product(&doubled, &s);
    cache(&step, &doubled);
    cache(&odds[0], p);
    for (int i = 1; i < POINT_ODDS; i++) {
        add_digit(&s, &sum, &step, 1);
        complete(&sum, &s);
        complete_product(&sum, &s);
        cache(&odds[i], &sum);
    }
}

/* Both scalars are gone through from above together, doubling once a bit (Straus).  T is only made
 * where an addition follows. */
void kedge_edwards25519_multiply(point25519 *r, const uint64_t s[4], const uint64_t k[4],
                                 const point25519 *p)
{
    int16_t base_digits[EDWARDS25519_SCALAR_BITS + 1], digits[EDWARDS25519_SCALAR_BITS + 1];
    cached odds[POINT_ODDS];
    factors sum;

    kedge_recode(base_digits, s, 4, EDWARDS25519_SCALAR_BITS, EDWARDS25519_BASE_WIDTH);
    kedge_recode(digits, k, 4, EDWARDS25519_SCALAR_BITS, POINT_WIDTH);
    cache_odds(odds, p);
    *r = (point25519){ .y = kedge_fe25519_one, .z = kedge_fe25519_one };
    for (int i = EDWARDS25519_SCALAR_BITS; i >= 0; i--) {
        twice(&sum, r);
        if (digits[i] != 0) {
            complete(r, &sum);
            complete_product(r, &sum);
            add_digit(&sum, r, odds, -digits[i]);
        }
        if (base_digits[i] != 0) {
            complete(r, &sum);
            complete_product(r, &sum);
            add_affine_digit(&sum, r, kedge_edwards25519_base, base_digits[i]);
        }
        complete(r, &sum);
    }
    complete_product(r, &sum);
}

/* The same, with a quarter of the doublings: parts of the scalars have multiples of their own. */
static void multiply_prepared(point25519 *r, const uint64_t s[4], const uint64_t k[4],
                              const multiples25519 *p)
{
    int16_t base_digits[EDWARDS25519_PARTS][64 + 1], digits[EDWARDS25519_PARTS][64 + 1];
    factors sum;

    for (int j = 0; j < EDWARDS25519_PARTS; j++) {
        kedge_recode(base_digits[j], &s[j], 1, 64, EDWARDS25519_PART_WIDTH);
        kedge_recode(digits[j], &k[j], 1, 64, EDWARDS25519_PART_WIDTH);
    }
    *r = (point25519){ .y = kedge_fe25519_one, .z = kedge_fe25519_one };
    for (int i = 64; i >= 0; i--) {
        twice(&sum, r);
        for (int j = 0; j < EDWARDS25519_PARTS; j++) {
            if (digits[j][i] != 0) {
                complete(r, &sum);
                complete_product(r, &sum);
                add_affine_digit(&sum, r, p->odd[j], -digits[j][i]);
            }
            if (base_digits[j][i] != 0) {
                complete(r, &sum);
                complete_product(r, &sum);
                add_affine_digit(&sum, r, kedge_edwards25519_base_part(j), base_digits[j][i]);
            }
        }
        complete(r, &sum);
    }
    complete_product(r, &sum);
}

const kedge_edwards25519_kernels kedge_edwards25519_portable = {
    kedge_edwards25519_multiply, multiply_prepared
};

/* a, loose, with limbs below 2^51. */
static void reduce(fe25519 *a)
{
    uint8_t octets[FE25519_SIZE];

    kedge_fe25519_write(octets, a);
    (void)kedge_fe25519_read(a, octets);
}

static void make_affine(addend25519 *r, const point25519 *p)
{
    fe25519 inverse, x, y;

    kedge_fe25519_invert(&inverse, &p->z);
    fe25519_multiply(&x, &p->x, &inverse);
    fe25519_multiply(&y, &p->y, &inverse);
    fe25519_add(&r->sum, &y, &x);
    fe25519_subtract(&r->difference, &y, &x);
    fe25519_multiply(&r->product, &x, &y);
    fe25519_multiply(&r->product, &r->product, &kedge_fe25519_2d);
    reduce(&r->sum);
    reduce(&r->difference);
    reduce(&r->product);
}

/* r = 2 p; r may be p. */
static void make_double(point25519 *r, const point25519 *p)
{
    factors s;

    twice(&s, p);
    complete(r, &s);
    complete_product(r, &s);
}

void kedge_edwards25519_prepare(multiples25519 *multiples, const point25519 *p)
{
    point25519 power = *p, doubled, sum;
    cached step;
    factors s;

    for (int j = 0; j < EDWARDS25519_PARTS; j++) {
        make_double(&doubled, &power);
        cache(&step, &doubled);
        sum = power;
        for (int i = 0; i < 1 << (EDWARDS25519_PART_WIDTH - 2); i++) {
            make_affine(&multiples->odd[j][i], &sum);
            add_digit(&s, &sum, &step, 1);
            complete(&sum, &s);
            complete_product(&sum, &s);
        }
        for (int i = 0; i < 64; i++)
            make_double(&power, &power);
    }
}

/* x^2 = u/v has the candidate root u v^3 (u v^7)^((p - 5) / 8), which is right, or off by a root of -1
 * (RFC 8032, 5.1.3, steps 2 and 3). */
static bool find_x(fe25519 *x, const fe25519 *y)
{
    fe25519 yy, u, minus_u, v, v3, t;

    fe25519_square(&yy, y);
    fe25519_multiply(&v, &yy, &kedge_fe25519_d);
    fe25519_subtract(&u, &yy, &kedge_fe25519_one);
    fe25519_subtract(&minus_u, &kedge_fe25519_one, &yy);
    fe25519_add(&v, &v, &kedge_fe25519_one);
    fe25519_square(&v3, &v);
    fe25519_multiply(&v3, &v3, &v);
    fe25519_square(&t, &v3);
    fe25519_multiply(&t, &t, &v);
    fe25519_multiply(&t, &t, &u);
    kedge_fe25519_power_p58(&t, &t);
    fe25519_multiply(&t, &t, &v3);
    fe25519_multiply(x, &t, &u);

    fe25519_square(&t, x);
    fe25519_multiply(&t, &t, &v);
    if (kedge_fe25519_is_equal(&t, &u))
        return true;
    fe25519_multiply(x, x, &kedge_fe25519_root_of_minus_one);
    return kedge_fe25519_is_equal(&t, &minus_u);
}

bool kedge_edwards25519_read(point25519 *p, const uint8_t octets[FE25519_SIZE])
{
    static const fe25519 zero;
    const unsigned sign = octets[FE25519_SIZE - 1] >> 7;
    uint8_t x[FE25519_SIZE];

    if (!kedge_fe25519_read(&p->y, octets) || !find_x(&p->x, &p->y))
        return false;
    kedge_fe25519_write(x, &p->x);
    if (x[0] % 2 != sign) {
        if (kedge_fe25519_is_equal(&p->x, &zero))
            return false;
        fe25519_subtract(&p->x, &zero, &p->x);
        fe25519_multiply(&p->x, &p->x, &kedge_fe25519_one); /* tight again */
    }
    p->z = kedge_fe25519_one;
    fe25519_multiply(&p->t, &p->x, &p->y);
    return true;
}

void kedge_edwards25519_write(uint8_t octets[FE25519_SIZE], const point25519 *p)
{
    fe25519 inverse, x, y;
    uint8_t x_octets[FE25519_SIZE];

    kedge_fe25519_invert(&inverse, &p->z);
    fe25519_multiply(&x, &p->x, &inverse);
    fe25519_multiply(&y, &p->y, &inverse);
    kedge_fe25519_write(x_octets, &x);
    kedge_fe25519_write(octets, &y);
    octets[FE25519_SIZE - 1] |= (uint8_t)(x_octets[0] << 7);
}
