/* crypto/native/lanes_curve.h - points of a NIST curve, eight at a time, in 52-bit limbs (AVX-512 IFMA).
 *
 * Included once by the file of each curve, after
 *
 *     LIMBS, WORDS       limbs of 52 bits, and of 64 bits in the tables; SHIFT = 52 LIMBS - 64 WORDS
 *     FE_TYPE, AFFINE_TYPE   the scalar field's number, and the tables' points
 *     ONE                2^(64 WORDS) mod p, a FE_TYPE
 *     BIAS               p times it is more than any x or y
 *     prime52, reduce_columns(), fold()  see there
 *
 * Numbers are in Montgomery form, a 2^(52 LIMBS) mod p, in limbs below 2^52: what multiply-add takes.
 * They are not reduced: R = 2^(52 LIMBS) is 2^SHIFT times more than p needs, and a b / R + p is what a
 * product is at most.  Beside each function stands how many times p its numbers may be; with those of
 * P-256, where R = 16 p, no number reaches 16 p.  All values are public.
 */

#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512ifma,bmi2")))
#define LANES static inline __attribute__((always_inline)) TARGET
#define SUBTRACTED (BIAS + 2) /* more than any x or y and a product together */

typedef struct lanes {
    __m512i limb[LIMBS];
} lanes;

typedef struct point {
    lanes x, y, z;
} point;

/* A point with the powers of its Z that additions need. */
typedef struct addend {
    lanes x, y, z, z2, z3;
} addend;

LANES __m512i all(uint64_t value)
{
    return _mm512_set1_epi64((long long)value);
}

LANES __m512i plus(__m512i a, __m512i b)
{
    return _mm512_add_epi64(a, b);
}

LANES __m512i minus(__m512i a, __m512i b)
{
    return _mm512_sub_epi64(a, b);
}

/* Limbs of any sign, far below 2^63, of a number that is not negative and below R. */
LANES void carry(lanes *r, const __m512i c[LIMBS])
{
    __m512i over = c[0];

    UNROLL
    for (int i = 0; i + 1 < LIMBS; i++) {
        r->limb[i] = _mm512_and_si512(over, all(MASK));
        over = plus(c[i + 1], _mm512_srai_epi64(over, 52));
    }
    r->limb[LIMBS - 1] = over;
}

/* r = a b.  A column gets at most 2 LIMBS products below 2^52, and as many from the reduction. */
TARGET __attribute__((noinline)) static void multiply(lanes *r, const lanes *a, const lanes *b)
{
    __m512i c[2 * LIMBS];

    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        c[i] = _mm512_setzero_si512();
        c[LIMBS + i] = _mm512_setzero_si512();
    }
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        UNROLL
        for (int j = 0; j < LIMBS; j++) {
            c[i + j] = _mm512_madd52lo_epu64(c[i + j], a->limb[i], b->limb[j]);
            c[i + j + 1] = _mm512_madd52hi_epu64(c[i + j + 1], a->limb[i], b->limb[j]);
        }
    }
    reduce_columns(c);
    carry(r, c + LIMBS);
}

/* r = a^2: products of different limbs are doubled together. */
TARGET __attribute__((noinline)) static void square(lanes *r, const lanes *a)
{
    __m512i c[2 * LIMBS];

    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        c[i] = _mm512_setzero_si512();
        c[LIMBS + i] = _mm512_setzero_si512();
    }
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        UNROLL
        for (int j = i + 1; j < LIMBS; j++) {
            c[i + j] = _mm512_madd52lo_epu64(c[i + j], a->limb[i], a->limb[j]);
            c[i + j + 1] = _mm512_madd52hi_epu64(c[i + j + 1], a->limb[i], a->limb[j]);
        }
    }
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        c[2 * i] = _mm512_madd52lo_epu64(plus(c[2 * i], c[2 * i]), a->limb[i], a->limb[i]);
        c[2 * i + 1] = _mm512_madd52hi_epu64(plus(c[2 * i + 1], c[2 * i + 1]), a->limb[i], a->limb[i]);
    }
    reduce_columns(c);
    carry(r, c + LIMBS);
}

/* r = a - b + times p, which must not be negative. */
LANES void subtract(lanes *r, const lanes *a, const lanes *b, uint64_t times)
{
    __m512i c[LIMBS];

    UNROLL
    for (int i = 0; i < LIMBS; i++)
        c[i] = plus(minus(a->limb[i], b->limb[i]), all(times * prime52[i]));
    carry(r, c);
}

/* r = a - b + p times, or -a - b + p times in the lanes of the mask. */
LANES void subtract_signed(lanes *r, const lanes *a, __mmask8 is_negative, const lanes *b, uint64_t times)
{
    __m512i c[LIMBS];

    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const __m512i a_signed = _mm512_mask_sub_epi64(a->limb[i], is_negative, all(0), a->limb[i]);

        c[i] = plus(minus(a_signed, b->limb[i]), all(times * prime52[i]));
    }
    carry(r, c);
}

/* 2 p: Z' = 2 Y Z, A = 3 (X - Z^2) (X + Z^2), X' = A^2 - 8 X Y^2, Y' = A (4 X Y^2 - X') - 8 Y^4.
 *
 * For P-256: X, Y at most 2.01 p and Z 2.8 p give Z^2 1.5, Y^2 1.3, A 12.1 * 3.6 / 16 + 1 = 3.7,
 * X Y^2 1.2, A^2 1.9, Z' 2.8; X' is folded from at most 11.9, Y' from 3.7 * 7.8 / 16 + 1 + 10 = 12.9. */
TARGET static void point_double(point *r, const point *p)
{
    lanes delta, gamma, beta, alpha, t, u;
    __m512i c[LIMBS];

    square(&delta, &p->z);
    square(&gamma, &p->y);
    multiply(&t, &p->y, &p->z);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        c[i] = plus(t.limb[i], t.limb[i]);
    multiply(&beta, &p->x, &gamma);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        alpha.limb[i] = plus(p->x.limb[i], delta.limb[i]);
    carry(&u, alpha.limb);
    carry(&r->z, c);
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const __m512i difference = plus(minus(p->x.limb[i], delta.limb[i]), all(2 * prime52[i]));

        c[i] = plus(difference, plus(difference, difference));
    }
    carry(&t, c);
    multiply(&alpha, &t, &u);
    square(&gamma, &gamma);
    square(&t, &alpha);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        c[i] = plus(minus(t.limb[i], _mm512_slli_epi64(beta.limb[i], 3)), all(10 * prime52[i]));
    fold(c);
    carry(&r->x, c);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        c[i] = plus(minus(_mm512_slli_epi64(beta.limb[i], 2), r->x.limb[i]), all(BIAS * prime52[i]));
    carry(&u, c);
    multiply(&t, &alpha, &u);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        c[i] = plus(minus(t.limb[i], _mm512_slli_epi64(gamma.limb[i], 3)), all(10 * prime52[i]));
    fold(c);
    carry(&r->y, c);
}

/* As in crypto/native/jacobian.h: from H, R, U1, S1 and r->z = Z1 Z2.
 *
 * For P-256: H at most 5.6 p and R 7.4 p give H^2 3, H^3 2.1, U1 H^2 1.4, R^2 4.5; X' is folded from at most
 * 9.5, Y' from 7.4 * 4.5 / 16 + 1 + 3 = 6.1. */
LANES void finish_addition(point *r, const lanes *h, const lanes *slope, const lanes *u, const lanes *s)
{
    lanes h2, h3, v, t;
    __m512i c[LIMBS];

    square(&h2, h);
    square(&t, slope);
    multiply(&r->z, &r->z, h);
    multiply(&v, u, &h2);
    multiply(&h3, &h2, h);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        c[i] = plus(minus(minus(t.limb[i], h3.limb[i]), plus(v.limb[i], v.limb[i])), all(5 * prime52[i]));
    multiply(&h3, s, &h3);
    fold(c);
    carry(&r->x, c);
    subtract(&v, &v, &r->x, BIAS);
    multiply(&t, slope, &v);
    UNROLL
    for (int i = 0; i < LIMBS; i++)
        c[i] = plus(minus(t.limb[i], h3.limb[i]), all(3 * prime52[i]));
    fold(c);
    carry(&r->y, c);
}

/* r = r + (x, y), or r - (x, y) in the lanes of the mask.  x and y may be anything below R: for P-256,
 * x Z^2 is then at most 2.6 p, y Z^3 2.4 p. */
TARGET static void add_affine(point *r, const lanes *x, const lanes *y, __mmask8 is_negative)
{
    lanes u1 = r->x, s1 = r->y, u2, s2, z2, h, slope;

    square(&z2, &r->z);
    multiply(&u2, x, &z2);
    multiply(&z2, &z2, &r->z);
    multiply(&s2, y, &z2);
    subtract(&h, &u2, &u1, BIAS);
    subtract_signed(&slope, &s2, is_negative, &s1, SUBTRACTED);
    finish_addition(r, &h, &slope, &u1, &s1);
}

/* r = r + a, or r - a in the lanes of the mask. */
TARGET static void add_addend(point *r, const addend *a, __mmask8 is_negative)
{
    lanes u1, s1, u2, s2, z2, h, slope;

    square(&z2, &r->z);
    multiply(&u1, &r->x, &a->z2);
    multiply(&u2, &a->x, &z2);
    multiply(&z2, &z2, &r->z);
    multiply(&s1, &r->y, &a->z3);
    multiply(&s2, &a->y, &z2);
    subtract(&h, &u2, &u1, BIAS);
    subtract_signed(&slope, &s2, is_negative, &s1, SUBTRACTED);
    multiply(&r->z, &r->z, &a->z);
    finish_addition(r, &h, &slope, &u1, &s1);
}

TARGET static void make_addend(addend *r, const point *p)
{
    r->x = p->x;
    r->y = p->y;
    r->z = p->z;
    square(&r->z2, &p->z);
    multiply(&r->z3, &r->z2, &p->z);
}

/* 2^shift times the number in 64-bit words, as limbs. */
LANES void from_words(lanes *r, const __m512i words[WORDS], int shift)
{
    UNROLL
    for (int i = 0; i < LIMBS; i++) {
        const int at = 52 * i - shift, word = at / 64, bit = at % 64;
        __m512i limb;

        if (at < 0) {
            limb = _mm512_slli_epi64(words[0], (unsigned)shift);
        } else {
            limb = _mm512_srli_epi64(words[word], (unsigned)bit);
            if (bit > 12 && word + 1 < WORDS)
                limb = _mm512_or_si512(limb, _mm512_slli_epi64(words[word + 1], (unsigned)(64 - bit)));
        }
        r->limb[i] = _mm512_and_si512(limb, all(MASK));
    }
}

/* A number of the scalar field, times 2^shift, in all lanes. */
LANES void from_scalar(lanes *r, const FE_TYPE *a, int shift)
{
    __m512i words[WORDS];

    for (int i = 0; i < WORDS; i++)
        words[i] = all(a->limb[i]);
    from_words(r, words, shift);
}

/* Without optimisation gcc's intrinsic is a macro that converts a mask to a signed type. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
LANES __m512i gather_words(__m512i at, const long long *base)
{
    return _mm512_i64gather_epi64(at, base, 8);
}
#pragma GCC diagnostic pop

/* The points at the places of a table, in Montgomery form but not reduced. */
LANES void gather(lanes *x, lanes *y, const AFFINE_TYPE *table, const int64_t place[KEDGE_LANES])
{
    const long long *base = (const long long *)table;
    __m512i at = _mm512_mullo_epi64(_mm512_loadu_si512(place), all(2 * WORDS));
    __m512i words[2 * WORDS];

    UNROLL
    for (int i = 0; i < 2 * WORDS; i++) {
        words[i] = gather_words(at, base);
        at = plus(at, all(1));
    }
    from_words(x, words, SHIFT);
    from_words(y, words + WORDS, SHIFT);
}

/* p = (x, y), reduced, or its negative.  ONE is so small that a product with it is at most 1.01 p. */
LANES void set_affine(point *p, const lanes *x, const lanes *y, __mmask8 is_negative)
{
    const lanes zero = { { _mm512_setzero_si512() } };

    from_scalar(&p->z, &ONE, SHIFT);
    multiply(&p->x, x, &p->z);
    multiply(&p->y, y, &p->z);
    subtract_signed(&p->y, &p->y, is_negative, &zero, 2);
    multiply(&p->y, &p->y, &p->z);
}

/* One lane, from the form with 2^(52 LIMBS) to the scalar field's with 2^(64 WORDS): by a product with
 * ONE, which leaves it below 2^(64 WORDS). */
typedef struct result {
    uint64_t x[LIMBS][KEDGE_LANES], z[LIMBS][KEDGE_LANES];
} result;

TARGET static void write_result(result *r, const point *p)
{
    lanes one, t;

    from_scalar(&one, &ONE, 0);
    multiply(&t, &p->x, &one);
    for (int i = 0; i < LIMBS; i++)
        _mm512_storeu_si512(r->x[i], t.limb[i]);
    multiply(&t, &p->z, &one);
    for (int i = 0; i < LIMBS; i++)
        _mm512_storeu_si512(r->z[i], t.limb[i]);
}

static void read_lane(FE_TYPE *r, uint64_t limbs[LIMBS][KEDGE_LANES], size_t lane)
{
    memset(r, 0, sizeof *r);
    for (size_t i = 0; i < LIMBS; i++) {
        const size_t word = 52 * i / 64, bit = 52 * i % 64;

        if (word < WORDS)
            r->limb[word] |= limbs[i][lane] << bit;
        if (bit > 12 && word + 1 < WORDS)
            r->limb[word + 1] |= limbs[i][lane] >> (64 - bit);
    }
}

/* Digits of one column of eight scalars. */
typedef struct digits {
    int64_t entry[KEDGE_LANES];
    __mmask8 is_negative;
} digits;

static void set_digit(digits *d, size_t lane, kedge_comb_digit digit, size_t first)
{
    d->entry[lane] = (int64_t)(first + digit.entry);
    d->is_negative = (__mmask8)((d->is_negative & ~(1u << lane)) | (unsigned)digit.is_negative << lane);
}

TARGET static void add_column(point *r, const AFFINE_TYPE *comb, const uint64_t *half, size_t teeth,
                              size_t spacing, size_t column, bool is_first)
{
    digits d = { .is_negative = 0 };
    lanes x, y;

    for (size_t part = 0; part < KEDGE_COMB_PARTS; part++)
        set_digit(&d, part, kedge_comb_digit_at(half, teeth, spacing, part, column), part << (teeth - 1));
    gather(&x, &y, comb, d.entry);
    if (is_first)
        set_affine(r, &x, &y, d.is_negative);
    else
        add_affine(r, &x, &y, d.is_negative);
}

LANES void rotate(lanes *r, const lanes *a, long long by)
{
    const __m512i lane = _mm512_set_epi64(7 + by, 6 + by, 5 + by, 4 + by, 3 + by, 2 + by, 1 + by, by);

    UNROLL
    for (int i = 0; i < LIMBS; i++)
        r->limb[i] = _mm512_permutexvar_epi64(lane, a->limb[i]);
}

/* The sum of all lanes, in all lanes. */
TARGET static void add_lanes(point *r)
{
    for (long long by = 4; by > 0; by /= 2) {
        point other;
        addend a;

        rotate(&other.x, &r->x, by);
        rotate(&other.y, &r->y, by);
        rotate(&other.z, &r->z, by);
        make_addend(&a, &other);
        add_addend(r, &a, 0);
    }
}

/* Both combs, each part in a lane. */
TARGET static void sum_combs(result *out, const kedge_curve *curve, const AFFINE_TYPE *base,
                             const AFFINE_TYPE *comb, size_t teeth, const uint64_t *u1, const uint64_t *u2)
{
    const size_t spacing = kedge_comb_spacing(curve, teeth);
    const size_t base_spacing = kedge_comb_spacing(curve, KEDGE_COMB_TEETH_MAX);
    uint64_t half1[KEDGE_CURVE_LIMBS + 1], half2[KEDGE_CURVE_LIMBS + 1];
    point sum;

    kedge_odd_halve(half1, curve, u1, KEDGE_COMB_PARTS * KEDGE_COMB_TEETH_MAX * base_spacing - 1);
    kedge_odd_halve(half2, curve, u2, KEDGE_COMB_PARTS * teeth * spacing - 1);
    for (size_t column = spacing; column-- > 0;) {
        if (column + 1 < spacing)
            point_double(&sum, &sum);
        add_column(&sum, comb, half2, teeth, spacing, column, column + 1 == spacing);
        if (column < base_spacing)
            add_column(&sum, base, half1, KEDGE_COMB_TEETH_MAX, base_spacing, column, false);
    }
    add_lanes(&sum);
    write_result(out, &sum);
}

/* Windows of four bits for the keys, of eight for G: the digit of a window is a comb's whose teeth stand
 * side by side, and entry e of its table 2 e + 1 times the point. */
#define KEY_TEETH 4
#define BASE_TEETH 8
#define KEY_ENTRIES (1 << (KEY_TEETH - 1))

/* As kedge_comb_digit_at() with a spacing of 1. */
static kedge_comb_digit window_at(const uint64_t *half, size_t bit, size_t teeth)
{
    const size_t word = bit / 64, shift = bit % 64;
    const uint64_t next = shift == 0 || word + 1 > WORDS ? 0 : half[word + 1] << (64 - shift);
    const unsigned bits = (unsigned)(half[word] >> shift | next), top = 1u << (teeth - 1);

    if (bits & top)
        return (kedge_comb_digit){ (uint8_t)(bits & (top - 1)), false };
    return (kedge_comb_digit){ (uint8_t)(~bits & (top - 1)), true };
}

typedef struct halves {
    uint64_t u1[KEDGE_LANES][KEDGE_CURVE_LIMBS + 1], u2[KEDGE_LANES][KEDGE_CURVE_LIMBS + 1];
} halves;

/* The entries of each lane: every entry is read, and kept where it is the one. */
TARGET static __mmask8 select_addend(addend *r, const addend *table, const halves *scalars, size_t window)
{
    digits d = { .is_negative = 0 };
    __m512i *out = (__m512i *)r, entry; /* all limbs of an addend, one after the other */

    for (size_t lane = 0; lane < KEDGE_LANES; lane++)
        set_digit(&d, lane, window_at(scalars->u2[lane], KEY_TEETH * window, KEY_TEETH), 0);
    entry = _mm512_loadu_si512(d.entry);
    *r = table[0];
    for (int i = 1; i < KEY_ENTRIES; i++) {
        const __mmask8 is_it = _mm512_cmpeq_epi64_mask(entry, all((uint64_t)i));
        const __m512i *in = (const __m512i *)&table[i];

        for (size_t j = 0; j < sizeof *r / sizeof out[0]; j++)
            out[j] = _mm512_mask_mov_epi64(out[j], is_it, in[j]);
    }
    return d.is_negative;
}

TARGET static void add_base(point *r, const AFFINE_TYPE *base, const halves *scalars, size_t window)
{
    digits d = { .is_negative = 0 };
    lanes x, y;

    for (size_t lane = 0; lane < KEDGE_LANES; lane++)
        set_digit(&d, lane, window_at(scalars->u1[lane], BASE_TEETH * window, BASE_TEETH), 0);
    gather(&x, &y, base, d.entry);
    add_affine(r, &x, &y, d.is_negative);
}

TARGET static void make_odd_multiples(addend table[KEY_ENTRIES], const AFFINE_TYPE keys[KEDGE_LANES])
{
    static const int64_t places[KEDGE_LANES] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    point p, twice;
    addend a;
    lanes x, y;

    gather(&x, &y, keys, places);
    set_affine(&p, &x, &y, 0);
    point_double(&twice, &p);
    make_addend(&a, &twice);
    make_addend(&table[0], &p);
    for (int i = 1; i < KEY_ENTRIES; i++) {
        add_addend(&p, &a, 0);
        make_addend(&table[i], &p);
    }
}

/* Eight sums of u1 G and u2 Q, which are as long as the order and have a bit more. */
TARGET static void sum_windows(result *out, const kedge_curve *curve, const AFFINE_TYPE *base,
                               const AFFINE_TYPE keys[KEDGE_LANES], const halves *scalars)
{
    const size_t windows = curve->bits / KEY_TEETH + 1;
    const lanes zero = { { _mm512_setzero_si512() } };
    addend table[KEY_ENTRIES], a;
    __mmask8 is_negative;
    point sum;

    make_odd_multiples(table, keys);
    is_negative = select_addend(&a, table, scalars, windows - 1);
    sum = (point){ a.x, a.y, a.z };
    subtract_signed(&sum.y, &a.y, is_negative, &zero, BIAS);
    add_base(&sum, base, scalars, (windows - 1) * KEY_TEETH / BASE_TEETH);
    for (size_t window = windows - 1; window-- > 0;) {
        for (int i = 0; i < KEY_TEETH; i++)
            point_double(&sum, &sum);
        is_negative = select_addend(&a, table, scalars, window);
        add_addend(&sum, &a, is_negative);
        if (window * KEY_TEETH % BASE_TEETH == 0)
            add_base(&sum, base, scalars, window * KEY_TEETH / BASE_TEETH);
    }
    write_result(out, &sum);
}
