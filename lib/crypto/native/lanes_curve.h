/* crypto/native/lanes_curve.h - points of a NIST curve, eight at a time.
 *
 * Included once by the file of each curve, after crypto/native/lanes_field.h and
 *
 *     WORDS                  words of 64 bits in the tables
 *     FE(name), FE_TYPE      the scalar field, and its numbers
 *     CURVE(name)            kedge_p256_name or the like
 *     AFFINE_TYPE            the tables' points
 *
 * As in crypto/native/jacobian.h, (X, Y, Z) stands for (X / Z^2, Y / Z^3).  X has weight at most 5, Y 4 and Z 2.
 * Additions do not know equal or opposite points: where they meet some, Z becomes 0, and stays so.
 */

/* Numbers of the scalar field are a 2^(64 WORDS) mod p. */
#define RADIX_SHIFT (LIMB_BITS * LIMBS - 64 * WORDS)

typedef struct point {
    lanes x, y, z;
} point;

/* A point with the powers of its Z that additions need. */
typedef struct addend {
    lanes x, y, z, z2, z3;
} addend;

/* A point with Z = 1. */
typedef struct affine {
    lanes x, y;
} affine;

/* 2 p: Z' = 2 Y Z, A = 3 (X - Z^2) (X + Z^2), B = 4 X Y^2, X' = A^2 - 2 B, Y' = A (B - X') - 8 Y^4. */
TARGET static void point_double(point *r, const point *p)
{
    lanes delta, gamma, beta, slope, t, u;

    square_inline(&delta, &p->z);
    square_inline(&gamma, &p->y);
    multiply_inline(&t, &p->y, &p->z);
    shift_up(&r->z, &t, 1);
    subtract(&t, &p->x, &delta, 1); /* weight 7 */
    add(&u, &p->x, &delta);         /* 6 */
    multiply_inline(&slope, &t, &u);
    shift_up(&t, &gamma, 2);
    multiply_inline(&beta, &p->x, &t);
    shift_up(&t, &gamma, 1);
    square_inline(&gamma, &t); /* 4 Y^4 */
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        slope.limb[i] = plus(slope.limb[i], plus(slope.limb[i], slope.limb[i]));
    square_inline(&t, &slope); /* 3 */
    shift_up(&u, &beta, 1);
    subtract(&r->x, &t, &u, 2);       /* 4 */
    subtract(&u, &beta, &r->x, 4);    /* 6 */
    multiply_inline(&t, &slope, &u);
    shift_up(&u, &gamma, 1);
    subtract(&r->y, &t, &u, 2); /* 4 */
}

/* As in crypto/native/jacobian.h: from H and R, of weight at most 7, U1, S1 and r->z = Z1 Z2. */
LANES void finish_addition(point *r, const lanes *h, const lanes *slope, const lanes *u, const lanes *s)
{
    lanes h2, h3, v, t;

    square(&h2, h);
    multiply(&r->z, &r->z, h);
    square(&t, slope);
    multiply(&v, u, &h2);
    multiply(&h3, &h2, h);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) /* 5 */
        r->x.limb[i] = plus(minus(minus(t.limb[i], h3.limb[i]), plus(v.limb[i], v.limb[i])), above(3, i));
    subtract(&v, &v, &r->x, 5); /* 7 */
    multiply(&h3, s, &h3);
    multiply(&t, slope, &v);
    subtract(&r->y, &t, &h3, 1); /* 3 */
}

/* r = r + a, or r - a in the lanes of the mask; h is what the sum's Z has more than that of r. */
TARGET static void add_affine_by(point *r, const affine *a, __mmask8 is_negative, lanes *h)
{
    lanes u1 = r->x, s1 = r->y, u2, s2, z2, slope;

    square(&z2, &r->z);
    multiply(&u2, &a->x, &z2);
    multiply(&z2, &z2, &r->z);
    subtract(h, &u2, &u1, 5); /* 7 */
    multiply(&s2, &a->y, &z2);
    subtract_signed(&slope, &s2, is_negative, &s1, 4); /* 7 */
    finish_addition(r, h, &slope, &u1, &s1);
}

TARGET static void add_affine(point *r, const affine *a, __mmask8 is_negative)
{
    lanes h;

    add_affine_by(r, a, is_negative, &h);
}

/* r = r + a, or r - a in the lanes of the mask. */
TARGET static void add_addend(point *r, const addend *a, __mmask8 is_negative)
{
    lanes u1, s1, u2, s2, z2, h, slope;

    square(&z2, &r->z);
    multiply(&u1, &r->x, &a->z2);
    multiply(&s1, &r->y, &a->z3);
    multiply(&u2, &a->x, &z2);
    multiply(&z2, &z2, &r->z);
    subtract(&h, &u2, &u1, 1); /* 3 */
    multiply(&r->z, &r->z, &a->z);
    multiply(&s2, &a->y, &z2);
    subtract_signed(&slope, &s2, is_negative, &s1, 1); /* 4 */
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

/* 2^shift times the number in 64-bit words, as limbs below 2^48. */
LANES void from_words(lanes *r, const __m512i words[WORDS], int shift)
{
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const int at = LIMB_BITS * i - shift, word = at / 64, bit = at % 64;
        __m512i limb;

        if (at < 0) {
            limb = _mm512_slli_epi64(words[0], (unsigned)-at);
        } else if (word >= WORDS) {
            limb = _mm512_setzero_si512();
        } else {
            limb = _mm512_srli_epi64(words[word], (unsigned)bit);
            if (bit > 64 - LIMB_BITS && word + 1 < WORDS)
                limb = _mm512_or_si512(limb, _mm512_slli_epi64(words[word + 1], (unsigned)(64 - bit)));
        }
        r->limb[i] = _mm512_and_si512(limb, all(LIMB_MASK));
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

/* Two rows of words 2 k and 2 k + 1 in their 128-bit lanes, and two more: the same pair of words of all four, for
 * the k of one parity. */
LANES __m512i even_pairs(__m512i a, __m512i b)
{
    return _mm512_permutex2var_epi64(a, _mm512_set_epi64(13, 12, 5, 4, 9, 8, 1, 0), b);
}

LANES __m512i odd_pairs(__m512i a, __m512i b)
{
    return _mm512_permutex2var_epi64(a, _mm512_set_epi64(15, 14, 7, 6, 11, 10, 3, 2), b);
}

/* Rows become columns: words[i] gets word i of each of the eight rows. */
LANES void transpose(__m512i words[8], const __m512i row[8])
{
    __m512i pair[8], four[8];

    UNROLL_LANES
    for (int i = 0; i < 4; i++) {
        pair[2 * i] = _mm512_unpacklo_epi64(row[2 * i], row[2 * i + 1]);
        pair[2 * i + 1] = _mm512_unpackhi_epi64(row[2 * i], row[2 * i + 1]);
    }
    UNROLL_LANES
    for (int i = 0; i < 4; i++) {
        const int at = 4 * (i / 2) + i % 2; /* of rows 0 to 3 or 4 to 7, even or odd words */

        four[i] = even_pairs(pair[at], pair[at + 2]);
        four[4 + i] = odd_pairs(pair[at], pair[at + 2]);
    }
    UNROLL_LANES
    for (int i = 0; i < 4; i++) { /* words 0, 1 and 2, 3: of four[0, 1] with [2, 3], and four[4, 5] with [6, 7] */
        const int at = 4 * (i / 2) + i % 2;

        words[i] = _mm512_shuffle_i64x2(four[at], four[at + 2], 0x44);
        words[4 + i] = _mm512_shuffle_i64x2(four[at], four[at + 2], 0xee);
    }
}

/* A point of the tables for each lane, in Montgomery form: limbs below 2^48, the last of P-256 too, for which it is
 * not reduced.  It is to be multiplied by products, which are below 2^270 there: 2^288 2^270 / 2^288 is still one. */
LANES void load_points(affine *r, const AFFINE_TYPE *const entry[KEDGE_LANES])
{
    __m512i words[2 * 8], row[8];

    UNROLL_LANES
    for (int i = 0; i < KEDGE_LANES; i++)
        row[i] = _mm512_loadu_si512(entry[i]);
    transpose(words, row);
    if (2 * WORDS > 8) { /* the last four words */
        UNROLL_LANES
        for (int i = 0; i < KEDGE_LANES; i++)
            row[i] = _mm512_zextsi256_si512(
                _mm256_loadu_si256((const __m256i *)(const void *)((const uint8_t *)entry[i] + 64)));
        transpose(words + 8, row);
    }
    from_words(&r->x, words, RADIX_SHIFT);
    from_words(&r->y, words + WORDS, RADIX_SHIFT);
}

/* p = a, or its negative in the lanes of the mask, where a is what load_points() gives. */
LANES void set_affine(point *p, const affine *a, __mmask8 is_negative)
{
    from_scalar(&p->z, &FE(one), RADIX_SHIFT);
    multiply(&p->x, &a->x, &p->z); /* for the weight's sake */
    multiply(&p->y, &a->y, &p->z);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) /* 2 */
        p->y.limb[i] = _mm512_mask_sub_epi64(p->y.limb[i], is_negative, above(1, i), p->y.limb[i]);
}

/* A number in each lane, in limbs of weight 1 and the scalar field's Montgomery form. */
typedef struct scalar_lanes {
    uint64_t limb[LIMBS][KEDGE_LANES];
} scalar_lanes;

TARGET static void to_scalars(scalar_lanes *r, const lanes *a)
{
    lanes one, t;

    from_scalar(&one, &FE(one), 0);
    multiply(&t, a, &one);
    for (int i = 0; i < LIMBS; i++)
        _mm512_storeu_si512(r->limb[i], t.limb[i]);
}

/* A lane as a number of the scalar field; it may be up to 2^63 times 2^(64 WORDS). */
static void read_lane(FE_TYPE *r, const scalar_lanes *a, size_t lane)
{
    uint64_t words[WORDS + 1] = { 0 }, over[WORDS] = { 0 }, sum = 0;
    FE_TYPE high;

    for (size_t i = 0; i < LIMBS; i++) {
        const size_t word = LIMB_BITS * i / 64, bit = LIMB_BITS * i % 64;
        uint64_t limb;

        sum += a->limb[i][lane];
        limb = i + 1 < LIMBS ? sum & LIMB_MASK : sum;
        sum >>= LIMB_BITS;
        words[word] |= limb << bit;
        if (bit != 0)
            words[word + 1] |= limb >> (64 - bit);
    }
    memcpy(r->limb, words, sizeof r->limb);
    over[0] = words[WORDS];
    FE(from_limbs)(&high, over);
    FE(add)(r, r, &high);
}

/* Whether X and Z are those of a point with the x of r; where Z = 0, two points were equal or opposite somewhere,
 * and `is_exceptional` is set. */
static kedge_status judge(const FE_TYPE *x, const FE_TYPE *z, const uint64_t *r, bool *is_exceptional)
{
    *is_exceptional = FE(is_zero)(z);
    return !*is_exceptional && CURVE(has_x)(x, z, r) ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}
