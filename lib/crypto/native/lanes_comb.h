/* crypto/native/lanes_comb.h - one sum of points by combs (crypto/native/curve.h), whose eight parts have a lane
 * each.
 *
 * Included once after crypto/native/lanes_single.h.
 */

/* A part's bits, which are fewer than 64, in its lane. */
TARGET static __m512i deal_out(const uint64_t half[KEDGE_CURVE_LIMBS + 1], size_t part_bits)
{
    const __m512i words = _mm512_loadu_si512(half);
    const __m512i bit = _mm512_mullo_epi64(_mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0), all(part_bits));
    const __m512i word = _mm512_srli_epi64(bit, 6), shift = _mm512_and_si512(bit, all(63));
    const __m512i next = _mm512_permutexvar_epi64(plus(word, all(1)), words);

    return _mm512_or_si512(_mm512_srlv_epi64(_mm512_permutexvar_epi64(word, words), shift),
                           _mm512_sllv_epi64(next, minus(all(64), shift)));
}

/* The entries of a column: as kedge_comb_digit_at() for each part. */
TARGET static __mmask8 find_entries(const AFFINE_TYPE *entry[KEDGE_LANES], __m512i bits,
                                    const AFFINE_TYPE *const parts[KEDGE_LANES], size_t teeth, size_t spacing,
                                    size_t column)
{
    const __m512i top = _mm512_mask_srli_epi64(all((uint64_t)1 << (teeth - 1)), 0x80, all((uint64_t)1 << (teeth - 1)), 1);
    __m512i digit = _mm512_setzero_si512();
    __mmask8 is_negative;

    for (size_t tooth = 0; tooth < teeth; tooth++) {
        const __m512i bit = _mm512_and_si512(_mm512_srl_epi64(bits, _mm_cvtsi32_si128((int)(tooth * spacing + column))), all(1));

        digit = _mm512_or_si512(digit, _mm512_sll_epi64(bit, _mm_cvtsi32_si128((int)tooth)));
    }
    is_negative = _mm512_testn_epi64_mask(digit, top);
    digit = _mm512_mask_xor_epi64(digit, is_negative, digit, all(UINT64_MAX));
    digit = _mm512_and_si512(digit, minus(top, all(1)));
    digit = _mm512_mullo_epi64(digit, all(sizeof(AFFINE_TYPE)));
    _mm512_storeu_si512(entry, plus(_mm512_loadu_si512(parts), digit));
    return is_negative;
}

/* A comb and its scalar. */
typedef struct comb_scalar {
    const AFFINE_TYPE *parts[KEDGE_COMB_PARTS];
    size_t teeth, spacing;
    __m512i bits;
} comb_scalar;

TARGET static void set_scalar(comb_scalar *comb, const kedge_curve *curve, const uint64_t *scalar, size_t teeth)
{
    uint64_t half[KEDGE_CURVE_LIMBS + 1] = { 0 };

    comb->teeth = teeth;
    comb->spacing = kedge_comb_spacing(curve, teeth);
    kedge_odd_halve(half, curve, scalar, kedge_comb_bits(curve, teeth) - 1);
    comb->bits = deal_out(half, teeth * comb->spacing);
}

TARGET static void add_column(point *r, const comb_scalar *comb, size_t column, bool is_first)
{
    const AFFINE_TYPE *entry[KEDGE_LANES];
    const __mmask8 is_negative = find_entries(entry, comb->bits, comb->parts, comb->teeth, comb->spacing, column);
    affine a;

    load_points(&a, entry);
    if (is_first)
        set_affine(r, &a, is_negative);
    else
        add_affine(r, &a, is_negative);
}

LANES void halves_exchanged(lanes *r, const lanes *a)
{
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++)
        r->limb[i] = _mm512_shuffle_i64x2(a->limb[i], a->limb[i], 0x4e);
}

/* Of the points in the lower four lanes, the first and the third side by side, and the other two. */
TARGET static void set_side_by_side(lanes *even, lanes *odd, const point *p)
{
    const __m512i order = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0);
    lanes z2;

    square(&z2, &p->z);
    UNROLL_LANES
    for (int i = 0; i < LIMBS; i++) {
        const __m512i x = p->x.limb[i], y = p->y.limb[i], z = p->z.limb[i];

        even->limb[i] = _mm512_permutex2var_epi64(_mm512_unpacklo_epi64(x, y), order,
                                                  _mm512_unpacklo_epi64(z, z2.limb[i]));
        odd->limb[i] = _mm512_permutex2var_epi64(_mm512_unpackhi_epi64(x, y), order,
                                                 _mm512_unpackhi_epi64(z, z2.limb[i]));
    }
}

/* The sum of all lanes, in the form of crypto/native/lanes_single.h. */
TARGET static void add_lanes(lanes *s, point *p)
{
    point other;
    addend a;
    lanes odd;
    operand b;

    halves_exchanged(&other.x, &p->x);
    halves_exchanged(&other.y, &p->y);
    halves_exchanged(&other.z, &p->z);
    make_addend(&a, &other);
    add_addend(p, &a, 0);
    set_side_by_side(s, &odd, p);
    make_operand(&b, &odd);
    add_in_steps(s, &b);
    add_halves(s);
}

/* Both combs, each part in a lane. */
TARGET static void sum_combs(lanes *s, const comb_scalar *base, const comb_scalar *key)
{
    point sum;

    add_column(&sum, key, key->spacing - 1, true);
    for (size_t column = key->spacing; column-- > 0;) {
        if (column + 1 < key->spacing) {
            point_double(&sum, &sum);
            add_column(&sum, key, column, false);
        }
        if (column < base->spacing)
            add_column(&sum, base, column, false);
    }
    add_lanes(s, &sum);
}

/* As kedge_curve.compare_prepared. */
static kedge_status compare_in_parts(const kedge_curve *curve, const AFFINE_TYPE *comb, size_t teeth,
                                     const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    comb_scalar base, key;
    kedge_status status;
    bool is_exceptional;
    lanes s;

    set_scalar(&base, curve, u1, KEDGE_BASE_TEETH);
    set_scalar(&key, curve, u2, teeth);
    for (size_t part = 0; part < KEDGE_COMB_PARTS; part++) {
        base.parts[part] = CURVE(base_comb)[part];
        key.parts[part] = comb + kedge_comb_part(teeth, part);
    }
    sum_combs(&s, &base, &key);
    status = judge_lower(&s, r, &is_exceptional);
    return is_exceptional ? curve->compare_prepared(curve, comb, teeth, u1, u2, r) : status;
}
