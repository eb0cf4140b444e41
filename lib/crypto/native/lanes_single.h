/* crypto/native/lanes_single.h - one sum of points, whose products that do not need each other go side by side.
 *
 * Included once after crypto/native/lanes_curve.h.
 *
 * Four lanes hold a point: X, Y, Z and Z^2.  Doubling it takes three steps of up to four products, adding another
 * four steps.  The lower four lanes hold the sum for the key, the upper four that for G, until both are added up.
 * Windows have five bits; a window's digit is a comb's whose teeth stand side by side, and entry e of its table
 * 2 e + 1 times the point.  As in crypto/native/lanes_curve.h, Z becomes and stays 0 where equal or opposite points
 * are added.
 */
#define WINDOW 5
#define WINDOW_ENTRIES (1 << (WINDOW - 1))

/* The lanes of both points. */
#define LANE_X 0x11
#define LANE_Y 0x22
#define LANE_Z 0x44
#define LANE_Z2 0x88
#define LOWER 0x0f
#define UPPER 0xf0

/* a moved within four lanes: X gets what is in lane x of a, and so on. */
#define MOVED(a, x, y, z, z2) _mm512_permutex_epi64(a, (x) | (y) << 2 | (z) << 4 | (z2) << 6)
#define MOVED_INTO(to, lane, a, from) _mm512_mask_permutex_epi64(to, lane, a, (from) * 0x55)
#define EVERYWHERE(a, from) _mm512_permutex_epi64(a, (from) * 0x55)

/* What is added: Z^2, Z^3, -, X in `powers` and -, Y, Z, - in `point`. */
typedef struct operand {
    lanes powers, point;
} operand;

/* That of one point. */
typedef struct half_operand {
    __m256i powers[LIMBS], point[LIMBS];
} half_operand;

LANES __m512i chosen(__m512i a, __mmask8 lanes_of_b, __m512i b)
{
    return _mm512_mask_mov_epi64(a, lanes_of_b, b);
}

/* 2 s by the formula of point_double(): with A = 3 (X^2 - Z^4), products are X^2, Y^2, Y Z, Z^4; A^2, 4 Y^4,
 * B = 4 X Y^2, 4 Y^2 Z^2; A (B - X').  s has weights up to 5 and yields up to 4. */
TARGET static void double_in_steps(lanes *s)
{
    const __m512i scale = _mm512_set_epi64(2, 2, 1, 0, 2, 2, 1, 0);
    lanes left, right, slope, x, p, q;

    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        left.limb[i] = MOVED(s->limb[i], 0, 1, 1, 3);
    multiply_inline(&p, &left, s);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const __m512i t = plus(minus(EVERYWHERE(p.limb[i], 0), EVERYWHERE(p.limb[i], 3)), above(1, i));

        slope.limb[i] = plus(t, plus(t, t)); /* 9 */
        left.limb[i] = chosen(_mm512_sllv_epi64(EVERYWHERE(p.limb[i], 1), scale), LANE_X, slope.limb[i]);
        right.limb[i] = MOVED_INTO(chosen(left.limb[i], LANE_Z2, s->limb[i]), LANE_Z, s->limb[i], 0);
    }
    multiply_inline(&q, &left, &right);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const __m512i b = EVERYWHERE(q.limb[i], 2);

        x.limb[i] = plus(minus(EVERYWHERE(q.limb[i], 0), plus(b, b)), above(2, i)); /* 4 */
        right.limb[i] = plus(minus(b, x.limb[i]), above(4, i));                     /* 6 */
    }
    multiply_inline(&left, &slope, &right);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const __m512i y = minus(above(2, i), plus(q.limb[i], q.limb[i]));
        const __m512i others = chosen(chosen(q.limb[i], LANE_X, x.limb[i]), LANE_Z, plus(p.limb[i], p.limb[i]));

        s->limb[i] = chosen(others, LANE_Y, plus(left.limb[i], y)); /* 4 */
    }
}

/* s + a as in crypto/native/jacobian.h: products are U1 = X1 Z2^2, S1 = Y1 Z2^3, Z1^3, U2 = X2 Z1^2; H^2,
 * S2 = Y2 Z1^3, Z1 Z2; V = U1 H^2, R^2, H^3, Z3; R (V - X3), S1 H^3, Z3^2.  Weights up to 5. */
TARGET static void add_in_steps(lanes *s, const operand *a)
{
    lanes left, right, h, slope, x, p, q, u;

    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        right.limb[i] = MOVED_INTO(a->powers.limb[i], LANE_Z, s->limb[i], 3);
    multiply_inline(&p, s, &right);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        h.limb[i] = plus(minus(EVERYWHERE(p.limb[i], 3), EVERYWHERE(p.limb[i], 0)), above(1, i)); /* 3 */
        left.limb[i] = chosen(a->point.limb[i], LANE_X, h.limb[i]);
        right.limb[i] = MOVED_INTO(chosen(s->limb[i], LANE_X, h.limb[i]), LANE_Y, p.limb[i], 2);
    }
    multiply_inline(&q, &left, &right);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        slope.limb[i] = plus(minus(q.limb[i], p.limb[i]), above(1, i)); /* 3 */
        left.limb[i] = chosen(chosen(p.limb[i], LANE_Y, slope.limb[i]), LANE_Z, h.limb[i]);
        left.limb[i] = MOVED_INTO(left.limb[i], LANE_Z2, q.limb[i], 2);
        right.limb[i] = chosen(EVERYWHERE(q.limb[i], 0), LANE_Z2, h.limb[i]);
        right.limb[i] = chosen(right.limb[i], LANE_Y, slope.limb[i]);
    }
    multiply_inline(&u, &left, &right);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const __m512i v = EVERYWHERE(u.limb[i], 0);

        x.limb[i] = minus(minus(EVERYWHERE(u.limb[i], 1), EVERYWHERE(u.limb[i], 2)), plus(v, v));
        x.limb[i] = plus(x.limb[i], above(3, i)); /* 5 */
        left.limb[i] = MOVED_INTO(chosen(u.limb[i], LANE_Y, slope.limb[i]), LANE_Z, p.limb[i], 1);
        right.limb[i] = chosen(u.limb[i], LANE_Y, plus(minus(v, x.limb[i]), above(5, i))); /* 7 */
    }
    multiply_inline(&q, &left, &right);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const __m512i y = plus(minus(q.limb[i], EVERYWHERE(q.limb[i], 2)), above(1, i)); /* 3 */

        s->limb[i] = MOVED_INTO(chosen(chosen(q.limb[i], LANE_X, x.limb[i]), LANE_Y, y), LANE_Z, u.limb[i], 3);
    }
}

/* Both points as what is added. */
TARGET static void make_operand(operand *r, const lanes *s)
{
    lanes z, z2, z3;

    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        z.limb[i] = EVERYWHERE(s->limb[i], 2);
        z2.limb[i] = EVERYWHERE(s->limb[i], 3);
    }
    multiply(&z3, &z, &z2);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        r->powers.limb[i] = MOVED_INTO(chosen(z2.limb[i], LANE_Y, z3.limb[i]), LANE_Z2, s->limb[i], 0);
    r->point = *s;
}

/* Each by itself. */
TARGET static void make_operands(half_operand *lower, half_operand *upper, const lanes *s)
{
    operand both;

    make_operand(&both, s);
    for (int i = 0; i < LIMBS; i++) {
        lower->powers[i] = _mm512_castsi512_si256(both.powers.limb[i]);
        upper->powers[i] = _mm512_extracti64x4_epi64(both.powers.limb[i], 1);
        lower->point[i] = _mm512_castsi512_si256(both.point.limb[i]);
        upper->point[i] = _mm512_extracti64x4_epi64(both.point.limb[i], 1);
    }
}

/* One of them for both halves of s. */
TARGET static void set_both(operand *r, const half_operand *a)
{
    for (int i = 0; i < LIMBS; i++) {
        r->powers.limb[i] = _mm512_broadcast_i64x4(a->powers[i]);
        r->point.limb[i] = _mm512_broadcast_i64x4(a->point[i]);
    }
}

/* A number of the scalar field, in Montgomery form but not reduced: limbs below 2^48. */
static void to_limbs(uint64_t r[LIMBS], const FE_TYPE *a)
{
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const int at = LIMB_BITS * i - RADIX_SHIFT, word = at < 0 ? 0 : at / 64, bit = at < 0 ? 0 : at % 64;
        uint64_t limb = at < 0 ? a->limb[0] << -at : a->limb[word] >> bit;

        if (bit > 64 - LIMB_BITS && word + 1 < WORDS)
            limb |= a->limb[word + 1] << (64 - bit);
        r[i] = limb & LIMB_MASK;
    }
}

/* X, Y, 1, 1 in both halves; products with 1 reduce them. */
TARGET static void reduce_point(lanes *s)
{
    lanes one;

    from_scalar(&one, &FE(one), RADIX_SHIFT);
    multiply(s, s, &one);
}

TARGET static void set_point(lanes *s, const AFFINE_TYPE *a)
{
    uint64_t x[LIMBS], y[LIMBS], one[LIMBS];

    to_limbs(x, &a->x);
    to_limbs(y, &a->y);
    to_limbs(one, &FE(one));
    for (int i = 0; i < LIMBS; i++) {
        const __m256i limb = _mm256_set_epi64x((long long)one[i], (long long)one[i], (long long)y[i], (long long)x[i]);

        s->limb[i] = _mm512_broadcast_i64x4(limb);
    }
    reduce_point(s);
}

/* 1, 3, 5 ... times a point; none is infinity, as its order is a large prime.  They are made two by two. */
TARGET static void make_table(half_operand table[WINDOW_ENTRIES], const AFFINE_TYPE *a)
{
    half_operand unused;
    lanes s, twice, three;
    operand step;

    set_point(&s, a);
    twice = s;
    double_in_steps(&twice);
    make_operands(&table[0], &unused, &twice);
    set_both(&step, &table[0]);
    three = s;
    add_in_steps(&three, &step);
    double_in_steps(&twice);
    make_operands(&table[0], &unused, &twice);
    set_both(&step, &table[0]);
    for (int i = 0; i < LIMBS; i++)
        s.limb[i] = chosen(s.limb[i], UPPER, three.limb[i]);
    for (int i = 0; i < WINDOW_ENTRIES; i += 2) {
        if (i > 0)
            add_in_steps(&s, &step);
        make_operands(&table[i], &table[i + 1], &s);
    }
}

/* The digit at `bit`. */
static kedge_comb_digit digit_at(const uint64_t half[KEDGE_CURVE_LIMBS + 1], size_t bit)
{
    const size_t word = bit / 64, shift = bit % 64;
    const uint64_t next = shift == 0 || word + 1 > WORDS ? 0 : half[word + 1] << (64 - shift);
    const uint64_t bits = half[word] >> shift | next, entry = bits & (WINDOW_ENTRIES - 1);

    if (bits & WINDOW_ENTRIES)
        return (kedge_comb_digit){ (uint8_t)entry, false };
    return (kedge_comb_digit){ (uint8_t)(entry ^ (WINDOW_ENTRIES - 1)), true };
}

/* What a window adds to both sums: in the lower half the key's, in the upper half the base point's. */
TARGET static void find_operand(operand *r, const half_operand *table, kedge_comb_digit key, kedge_comb_digit base)
{
    const AFFINE_TYPE *entry = &CURVE(base)[base.entry];
    const half_operand *own = &table[key.entry];
    const __mmask8 is_negative = key.is_negative ? LANE_Y & LOWER : 0;
    uint64_t x[LIMBS], y[LIMBS], one[LIMBS];
    FE_TYPE other_y = entry->y;

    if (base.is_negative)
        FE(subtract)(&other_y, &(FE_TYPE){ { 0 } }, &entry->y);
    to_limbs(x, &entry->x);
    to_limbs(y, &other_y);
    to_limbs(one, &FE(one));
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const __m512i ones = all(one[i]);
        const __m512i powers = _mm512_mask_set1_epi64(ones, LANE_Z2, (long long)x[i]);
        __m512i other = _mm512_mask_set1_epi64(_mm512_mask_set1_epi64(ones, LANE_X, (long long)x[i]), LANE_Y, (long long)y[i]);

        r->powers.limb[i] = _mm512_inserti64x4(powers, own->powers[i], 0);
        other = _mm512_inserti64x4(other, own->point[i], 0);
        r->point.limb[i] = _mm512_mask_sub_epi64(other, is_negative, above(4, i), other); /* 5 */
    }
}

/* The sum of both halves, in the lower one. */
TARGET static void add_halves(lanes *s)
{
    half_operand lower, upper;
    operand a;

    make_operands(&lower, &upper, s);
    set_both(&a, &upper);
    add_in_steps(s, &a);
}

/* u1 G + u2 Q in the lower lanes. */
TARGET static void sum_in_steps(lanes *s, const kedge_curve *curve, const AFFINE_TYPE *key, const uint64_t *u1,
                                const uint64_t *u2)
{
    const size_t windows = curve->bits / WINDOW + 1;
    uint64_t half1[KEDGE_CURVE_LIMBS + 1], half2[KEDGE_CURVE_LIMBS + 1];
    half_operand table[WINDOW_ENTRIES];
    operand a;

    make_table(table, key);
    kedge_odd_halve(half1, curve, u1, windows * WINDOW - 1);
    kedge_odd_halve(half2, curve, u2, windows * WINDOW - 1);
    for (size_t window = windows; window-- > 0;) {
        find_operand(&a, table, digit_at(half2, WINDOW * window), digit_at(half1, WINDOW * window));
        if (window + 1 == windows) {
            *s = a.point;
            reduce_point(s);
            continue;
        }
        for (int i = 0; i < WINDOW; i++)
            double_in_steps(s);
        add_in_steps(s, &a);
    }
    add_halves(s);
}

/* Whether the point in the lower lanes has the x of r; where Z = 0, two points were equal or opposite somewhere,
 * and `is_exceptional` is set. */
TARGET static kedge_status judge_lower(const lanes *s, const uint64_t *r, bool *is_exceptional)
{
    scalar_lanes scalars;
    FE_TYPE x, z;

    to_scalars(&scalars, s);
    read_lane(&x, &scalars, 0);
    read_lane(&z, &scalars, 2);
    return judge(&x, &z, r, is_exceptional);
}

/* As kedge_curve.compare. */
TARGET static kedge_status compare_alone(const kedge_curve *curve, kedge_ecdsa_sum *sum)
{
    AFFINE_TYPE key;
    kedge_status status;
    bool is_exceptional;
    lanes s;

    if (CURVE(read_key)(&key, sum->q) != KEDGE_OK)
        return KEDGE_KEY_MALFORMED;
    sum_in_steps(&s, curve, &key, sum->u1, sum->u2);
    status = judge_lower(&s, sum->r, &is_exceptional);
    return is_exceptional ? curve->compare(curve, sum->q, sum->u1, sum->u2, sum->r) : status;
}
