/* crypto/native/jacobian.h - points of a curve y^2 = x^3 - 3 x + b in Jacobian coordinates: what the NIST
 * curves have in common.
 *
 * Included once by the file of each curve, after
 *
 *     FE(name)       fe256_name or the like: the field
 *     FE_TYPE        its type
 *     AFFINE_TYPE    a struct of two of them, x and y: a point other than infinity with Z = 1
 *     KEY_WIDTH      of the digits that multiply the key
 *     FE_SUBTRACT_LOOSE      where it is another than FE(subtract): a - b, only to be multiplied
 *     FE_SQUARE_LESS_TWICE   where the field has it: a^2 - 2 b
 *
 * (X, Y, Z) stands for (X / Z^2, Y / Z^3), and is the point at infinity where Z = 0.  All values are
 * public.
 */

#ifndef FE_SUBTRACT_LOOSE
#define FE_SUBTRACT_LOOSE FE(subtract)
#endif

#ifndef FE_SQUARE_LESS_TWICE
#define FE_SQUARE_LESS_TWICE square_less_twice

KERNEL void square_less_twice(FE_TYPE *r, const FE_TYPE *a, const FE_TYPE *b)
{
    FE_TYPE t;

    FE(square)(&t, a);
    FE(subtract)(&t, &t, b);
    FE(subtract)(r, &t, b);
}
#endif

typedef struct point {
    FE_TYPE x, y, z;
} point;

/** A point other than infinity with the powers of its Z that additions need. */
typedef struct addend {
    FE_TYPE x, y, z, z2, z3;
} addend;

/* 2 p, with the Z of the usual formula halved: Z' = Y Z, L = 3 (X - Z^2) (X + Z^2) / 2,
 * X' = L^2 - 2 X Y^2, Y' = L (X Y^2 - X') - Y^4.  No point has Y = 0: the curves' orders are odd. */
static void point_double(point *r, const point *p)
{
    FE_TYPE delta, gamma, beta, slope, t;

    FE(square)(&delta, &p->z);
    FE(square)(&gamma, &p->y);
    FE(multiply)(&r->z, &p->y, &p->z);
    FE_SUBTRACT_LOOSE(&slope, &p->x, &delta);
    FE(add)(&t, &p->x, &delta);
    FE(multiply)(&t, &slope, &t);
    FE(multiply)(&beta, &p->x, &gamma);
    FE(three_halves)(&slope, &t);
    FE_SQUARE_LESS_TWICE(&r->x, &slope, &beta);
    FE(subtract)(&t, &beta, &r->x);
    FE(multiply_subtract_square)(&r->y, &slope, &t, &gamma);
}

/* What all additions end with: from H = U2 - U1, R = S2 - S1, U1, S1 and r->z = Z1 Z2, r->z' = r->z H,
 * X' = R^2 - H^3 - 2 U1 H^2, Y' = R (U1 H^2 - X') - S1 H^3. */
KERNEL void finish_addition(point *r, const FE_TYPE *h, const FE_TYPE *slope, const FE_TYPE *u, const FE_TYPE *s)
{
    FE_TYPE h2, h3, v, t;

    FE(multiply)(&r->z, &r->z, h);
    FE(square)(&h2, h);
    FE(multiply)(&h3, &h2, h);
    FE(multiply)(&v, u, &h2);
    FE_SQUARE_LESS_TWICE(&t, slope, &v);
    FE(subtract)(&t, &t, &h3);
    FE(subtract)(&v, &v, &t);
    FE(multiply_subtract)(&r->y, slope, &v, s, &h3);
    r->x = t;
}

/* The sum of points of which the second is (x, y) and the first the same or its negative. */
static void add_same_x(point *r, const point *p, const FE_TYPE *slope)
{
    if (FE(is_zero)(slope))
        point_double(r, p);
    else
        memset(&r->z, 0, sizeof r->z);
}

/* r = r + (x, y) or r - (x, y) */
static void add_affine(point *r, const AFFINE_TYPE *a, bool is_negative)
{
    FE_TYPE u, s, h, slope, z2;
    const point p = *r;

    s = a->y;
    if (is_negative)
        FE(subtract)(&s, &(FE_TYPE){ { 0 } }, &a->y);
    if (FE(is_zero)(&p.z)) {
        *r = (point){ a->x, s, FE(one) };
        return;
    }
    FE(square)(&z2, &p.z);
    FE(multiply)(&u, &a->x, &z2);
    FE(multiply)(&z2, &z2, &p.z);
    FE(multiply)(&s, &s, &z2);
    FE(subtract)(&h, &u, &p.x);
    FE(subtract)(&slope, &s, &p.y);
    if (UNLIKELY(FE(is_zero)(&h))) {
        add_same_x(r, &p, &slope);
        return;
    }
    finish_addition(r, &h, &slope, &p.x, &p.y);
}

/* r = r + a or r - a */
static void add_addend(point *r, const addend *a, bool is_negative)
{
    FE_TYPE u1, s1, u2, s2, h, slope, z2;
    const point p = *r;

    s2 = a->y;
    if (is_negative)
        FE(subtract)(&s2, &(FE_TYPE){ { 0 } }, &a->y);
    if (FE(is_zero)(&p.z)) {
        *r = (point){ a->x, s2, a->z };
        return;
    }
    FE(square)(&z2, &p.z);
    FE(multiply)(&u2, &a->x, &z2);
    FE(multiply)(&z2, &z2, &p.z);
    FE(multiply)(&s2, &s2, &z2);
    FE(multiply)(&u1, &p.x, &a->z2);
    FE(multiply)(&s1, &p.y, &a->z3);
    FE(subtract)(&h, &u2, &u1);
    FE(subtract)(&slope, &s2, &s1);
    if (UNLIKELY(FE(is_zero)(&h))) {
        add_same_x(r, &p, &slope);
        return;
    }
    FE(multiply)(&r->z, &p.z, &a->z);
    finish_addition(r, &h, &slope, &u1, &s1);
}

static void make_addend(addend *r, const point *p)
{
    r->x = p->x;
    r->y = p->y;
    r->z = p->z;
    FE(square)(&r->z2, &p->z);
    FE(multiply)(&r->z3, &r->z2, &p->z);
}

/* Q, 3 Q, 5 Q ...; none of them nor of the sums on the way is infinity, as the order of Q is a large prime. */
static void make_odd_multiples(addend *table, size_t count, const AFFINE_TYPE *q)
{
    point p = { q->x, q->y, FE(one) }, sum = p;
    addend twice;

    make_addend(&table[0], &p);
    point_double(&p, &p);
    make_addend(&twice, &p);
    for (size_t i = 1; i < count; i++) {
        add_addend(&sum, &twice, false);
        make_addend(&table[i], &sum);
    }
}

/* y^2 = x^3 - 3 x + b */
static bool is_on_curve(const AFFINE_TYPE *q, const FE_TYPE *b)
{
    FE_TYPE left, t, right;

    FE(square)(&left, &q->y);
    FE(square)(&t, &q->x);
    FE(multiply)(&right, &t, &q->x);
    FE(subtract)(&right, &right, &q->x);
    FE(subtract)(&right, &right, &q->x);
    FE(subtract)(&right, &right, &q->x);
    FE(add)(&right, &right, b);
    FE(subtract)(&left, &left, &right);
    return FE(is_zero)(&left);
}

/* r = u1 G + u2 Q, from the digits of u1 and u2. */
static void multiply_jointly(point *r, const int16_t *digits1, const AFFINE_TYPE *base, const int16_t *digits2,
                             const addend *table, size_t count)
{
    memset(r, 0, sizeof *r);
    for (size_t i = count; i-- > 0;) {
        const int one = digits1[i], two = digits2[i];

        point_double(r, r);
        if (two != 0)
            add_addend(r, &table[(two < 0 ? -two : two) / 2], two < 0);
        if (one != 0)
            add_affine(r, &base[(one < 0 ? -one : one) / 2], one < 0);
    }
}

/* Whether X / Z^2 = n mod p, for a p other than infinity. */
static bool has_x(const point *p, const FE_TYPE *z2, const uint64_t *n)
{
    FE_TYPE x;

    FE(from_limbs)(&x, n);
    FE(multiply)(&x, &x, z2);
    FE(subtract)(&x, &x, &p->x);
    return FE(is_zero)(&x);
}

/* Whether the x of p is r modulo the order: x is r or, where that is below p, r + n (SEC 1, 4.1.4, step 8). */
static bool has_x_modulo_order(const point *p, const uint64_t *r, const kedge_curve *curve)
{
    uint64_t sum[KEDGE_CURVE_LIMBS];
    FE_TYPE z2;
    unsigned char carry = 0;

    if (FE(is_zero)(&p->z))
        return false;
    FE(square)(&z2, &p->z);
    if (has_x(p, &z2, r))
        return true;
    for (size_t i = 0; i < curve->limbs; i++)
        carry = add_carry(carry, r[i], curve->order[i], &sum[i]);
    return carry == 0 && kedge_limbs_is_less(sum, curve->prime, curve->limbs) && has_x(p, &z2, sum);
}

/* As kedge_curve.compare, with the curve's b and the odd multiples of its base point. */
static kedge_status compare_sum(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], const uint64_t *u1,
                                const uint64_t *u2, const uint64_t *r, const FE_TYPE *b, const AFFINE_TYPE *base,
                                unsigned base_width)
{
    addend table[1 << (KEY_WIDTH - 2)];
    int16_t digits1[KEDGE_CURVE_BITS + 1], digits2[KEDGE_CURVE_BITS + 1];
    AFFINE_TYPE key;
    point sum;

    FE(from_limbs)(&key.x, q[0]);
    FE(from_limbs)(&key.y, q[1]);
    if (!is_on_curve(&key, b))
        return KEDGE_KEY_MALFORMED;
    make_odd_multiples(table, 1 << (KEY_WIDTH - 2), &key);
    kedge_recode(digits1, u1, curve->limbs, curve->bits, base_width);
    kedge_recode(digits2, u2, curve->limbs, curve->bits, KEY_WIDTH);
    multiply_jointly(&sum, digits1, base, digits2, table, curve->bits + 1);
    return has_x_modulo_order(&sum, r, curve) ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}
