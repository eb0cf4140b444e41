/* montgomery.c - products modulo an odd number, column by column.
 *
 * Column k of a product is the sum of all a[i] b[k - i].  It is taken in three limbs, so that nothing is
 * stored between its products; of a square's products those of different limbs are added up once and doubled.
 * Columns are taken in pairs, k even: two sums do not wait for each other, and share the limbs that they load.
 *
 * Bounds: a column has at most LIMBS_MAX products below 2^128, twice that in the reduction's sum, and what is
 * carried into it is below 2^128: less than 2^137, which three limbs hold with room to double it.
 */
#include "crypto/native/montgomery.h"

#include <string.h>

#include "crypto/native/word.h"

typedef struct column {
    uint64_t low, middle, high;
} column;

static const column none = { 0, 0, 0 };

KERNEL void add_product(column *c, uint64_t a, uint64_t b)
{
    uint64_t high, low;
    unsigned char carry;

    multiply_words(&high, &low, a, b);
    carry = add_carry(0, c->low, low, &c->low);
    carry = add_carry(carry, c->middle, high, &c->middle);
    (void)add_carry(carry, c->high, 0, &c->high);
}

/* The column's own limb; what is above it is added to the next column. */
KERNEL uint64_t carry_into(column *next, const column *c)
{
    unsigned char carry = add_carry(0, next->low, c->middle, &next->low);

    carry = add_carry(carry, next->middle, c->high, &next->middle);
    (void)add_carry(carry, next->high, 0, &next->high);
    return c->low;
}

KERNEL void add_carried(column *c, const column *carried)
{
    const column above = { 0, carried->low, carried->middle };

    (void)carry_into(c, &above);
}

KERNEL void double_column(column *c)
{
    c->high = c->high << 1 | c->middle >> 63;
    c->middle = c->middle << 1 | c->low >> 63;
    c->low <<= 1;
}

/* c += the sum of a[i] b[-i], next += the sum of a[i] b[1 - i], for i < count. */
KERNEL void add_products(column *c, column *next, const uint64_t *a, const uint64_t *b, size_t count)
{
    column sum = *c, other = *next;

    for (; count >= 4; count -= 4, a += 4, b -= 4) {
        add_product(&sum, a[0], b[0]);
        add_product(&other, a[0], b[1]);
        add_product(&sum, a[1], b[-1]);
        add_product(&other, a[1], b[0]);
        add_product(&sum, a[2], b[-2]);
        add_product(&other, a[2], b[-1]);
        add_product(&sum, a[3], b[-3]);
        add_product(&other, a[3], b[-2]);
    }
    for (; count >= 2; count -= 2, a += 2, b -= 2) {
        add_product(&sum, a[0], b[0]);
        add_product(&other, a[0], b[1]);
        add_product(&sum, a[1], b[-1]);
        add_product(&other, a[1], b[0]);
    }
    if (count > 0) {
        add_product(&sum, a[0], b[0]);
        add_product(&other, a[0], b[1]);
    }
    *c = sum;
    *next = other;
}

/* t = a b, of twice as many limbs. */
static void multiply_wide(uint64_t *t, const uint64_t *a, const uint64_t *b, size_t count)
{
    column c = none, next;

    for (size_t k = 0; k < 2 * count; k += 2) {
        next = none;
        if (k < count) {
            add_products(&c, &next, a, b + k, k + 1);
            add_product(&next, a[k + 1], b[0]);
        } else { /* from a[k + 1 - count]: in the next column, from the one after it */
            add_product(&c, a[k + 1 - count], b[count - 1]);
            add_products(&c, &next, a + k + 2 - count, b + count - 2, 2 * count - 2 - k);
        }
        t[k] = carry_into(&next, &c);
        c = none;
        t[k + 1] = carry_into(&c, &next);
    }
}

/* t = a^2.  Pairs a[i] a[k - i] have i < k / 2, and in column k + 1 i <= k / 2. */
static void square_wide(uint64_t *t, const uint64_t *a, size_t count)
{
    column carried = none;

    for (size_t k = 0; k < 2 * count; k += 2) {
        const size_t middle = k / 2, first = k < count ? 0 : k + 1 - count;
        column c = none, next = none;

        if (k < count) {
            add_products(&c, &next, a, a + k, middle);
        } else if (first < middle) {
            add_product(&c, a[first], a[count - 1]);
            add_products(&c, &next, a + first + 1, a + count - 2, middle - first - 1);
        }
        if (middle + 1 < count)
            add_product(&next, a[middle], a[middle + 1]);
        double_column(&c);
        double_column(&next);
        add_product(&c, a[middle], a[middle]);
        add_carried(&c, &carried);
        t[k] = carry_into(&next, &c);
        carried = none;
        t[k + 1] = carry_into(&carried, &next);
    }
}

/* r = (t + q n) / R for the q below R that makes it whole; returns what is above r.  Column k gives q[k], which
 * makes it zero.  What is carried into a pair of columns is added last, so that their sums need not wait for it. */
static uint64_t divide(const kedge_montgomery *m, uint64_t *r, const uint64_t *t)
{
    const size_t count = m->count;
    const uint64_t *n = m->n;
    uint64_t q[LIMBS_MAX];
    column carried = none;

    for (size_t k = 0; k < count; k += 2) {
        column c = { t[k], 0, 0 }, next = { t[k + 1], 0, 0 };

        add_products(&c, &next, q, n + k, k);
        add_carried(&c, &carried);
        q[k] = c.low * m->negated_inverse;
        add_product(&c, q[k], n[0]);
        add_product(&next, q[k], n[1]);
        (void)carry_into(&next, &c);
        q[k + 1] = next.low * m->negated_inverse;
        add_product(&next, q[k + 1], n[0]);
        carried = none;
        (void)carry_into(&carried, &next);
    }
    for (size_t k = 0; k < count; k += 2) {
        column c = { t[count + k], 0, 0 }, next = { t[count + k + 1], 0, 0 };

        add_product(&c, q[k + 1], n[count - 1]);
        add_products(&c, &next, q + k + 2, n + count - 2, count - 2 - k);
        add_carried(&c, &carried);
        r[k] = carry_into(&next, &c);
        carried = none;
        r[k + 1] = carry_into(&carried, &next);
    }
    return carried.low;
}

/* r = t / R mod n, for t below n R: (t + q n) / R is below 2n. */
static void reduce(const kedge_montgomery *m, uint64_t *r, const uint64_t *t)
{
    const uint64_t over = divide(m, r, t);

    if (over != 0 || !kedge_limbs_is_less(r, m->n, m->count))
        (void)kedge_limbs_subtract(r, r, m->n, m->count);
}

void kedge_montgomery_multiply(const kedge_montgomery *m, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    uint64_t t[2 * LIMBS_MAX];

    multiply_wide(t, a, b, m->count);
    reduce(m, r, t);
}

void kedge_montgomery_square(const kedge_montgomery *m, uint64_t *r, const uint64_t *a)
{
    uint64_t t[2 * LIMBS_MAX];

    square_wide(t, a, m->count);
    reduce(m, r, t);
}

/* -1/n modulo 2^64 for an odd n.  n itself is its inverse modulo 8; Newton's step doubles the bits:
 * 3, 6, 12, 24, 48, 96. */
static uint64_t negate_inverse(uint64_t n)
{
    uint64_t inverse = n;

    for (int i = 0; i < 5; i++)
        inverse *= 2 - n * inverse;
    return 0 - inverse;
}

void kedge_montgomery_begin(kedge_montgomery *m, kedge_span modulus)
{
    m->used = (modulus.size + 7) / 8;
    m->count = m->used + m->used % 2;
    kedge_limbs_read_big(m->n, m->count, modulus.data, modulus.size);
    m->negated_inverse = negate_inverse(m->n[0]);
}

void kedge_montgomery_enter(const kedge_montgomery *m, uint64_t *r, const uint64_t *a)
{
    uint64_t wide[2 * LIMBS_MAX] = { 0 };

    memcpy(wide + m->count, a, m->count * sizeof a[0]);
    memset(r, 0, m->count * sizeof r[0]);
    kedge_limbs_reduce(r, wide, m->count + m->used, m->n, m->used);
}
