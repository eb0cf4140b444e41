/* crypto/native/comb.h - combs of fixed points (crypto/native/curve.h).
 *
 * Included once after crypto/native/jacobian.h.
 */

/* r = 1 / a, for an a other than 0.  The inverse of a R is R^-1 / a; two products with R^2 make it R / a. */
static void invert(FE_TYPE *r, const FE_TYPE *a, const kedge_curve *curve)
{
    FE_TYPE reduced = *a;

    if (!kedge_limbs_is_less(reduced.limb, FE(prime), curve->limbs))
        kedge_limbs_subtract(reduced.limb, reduced.limb, FE(prime), curve->limbs);
    kedge_limbs_invert(r->limb, reduced.limb, FE(prime), curve->limbs);
    FE(from_limbs)(r, r->limb);
    FE(from_limbs)(r, r->limb);
}

/* The inverses of numbers, none of them 0: one inversion for all (Montgomery). */
static void invert_all(FE_TYPE *numbers, size_t count, const kedge_curve *curve)
{
    FE_TYPE products[1 << (KEDGE_COMB_TEETH_MAX - 1)], rest, inverse;

    products[0] = numbers[0];
    for (size_t i = 1; i < count; i++)
        FE(multiply)(&products[i], &products[i - 1], &numbers[i]);
    invert(&rest, &products[count - 1], curve);
    for (size_t i = count; i-- > 1;) {
        FE(multiply)(&inverse, &rest, &products[i - 1]);
        FE(multiply)(&rest, &rest, &numbers[i]);
        numbers[i] = inverse;
    }
    numbers[0] = rest;
}

/* The points, none of them infinity, with Z = 1. */
static void make_affine(AFFINE_TYPE *r, const point *p, size_t count, const kedge_curve *curve)
{
    FE_TYPE inverse[1 << (KEDGE_COMB_TEETH_MAX - 1)], z2;

    inverse[0] = p[0].z;
    for (size_t i = 1; i < count; i++)
        inverse[i] = p[i].z;
    invert_all(inverse, count, curve);
    for (size_t i = 0; i < count; i++) {
        FE(square)(&z2, &inverse[i]);
        FE(multiply)(&r[i].x, &p[i].x, &z2);
        FE(multiply)(&z2, &z2, &inverse[i]);
        FE(multiply)(&r[i].y, &p[i].y, &z2);
    }
}

/* A part's table from the multiples of its teeth.  No sum is infinity: each is an odd number below 2^128, say,
 * times a power of 2 times the point, whose order is a larger prime. */
static void make_part(AFFINE_TYPE *entries, const point *tooth, size_t teeth, const kedge_curve *curve)
{
    point sums[1 << (KEDGE_COMB_TEETH_MAX - 1)], doubled;
    addend twice;

    sums[0] = tooth[teeth - 1];
    for (size_t i = 0; i + 1 < teeth; i++) {
        make_addend(&twice, &tooth[i]);
        add_addend(&sums[0], &twice, true);
    }
    for (size_t i = 0; i + 1 < teeth; i++) {
        point_double(&doubled, &tooth[i]);
        make_addend(&twice, &doubled);
        for (size_t j = 0; j < (size_t)1 << i; j++) {
            sums[j + ((size_t)1 << i)] = sums[j];
            add_addend(&sums[j + ((size_t)1 << i)], &twice, false);
        }
    }
    make_affine(entries, sums, ((size_t)1 << teeth) / 2, curve);
}

static kedge_status make_comb(const kedge_curve *curve, uint64_t q[2][KEDGE_CURVE_LIMBS], size_t teeth,
                              AFFINE_TYPE *comb, const FE_TYPE *b)
{
    const size_t spacing = kedge_comb_spacing(curve, teeth);
    point tooth[KEDGE_COMB_TEETH_MAX], p;
    AFFINE_TYPE key;

    FE(from_limbs)(&key.x, q[0]);
    FE(from_limbs)(&key.y, q[1]);
    if (!is_on_curve(&key, b))
        return KEDGE_KEY_MALFORMED;
    p = (point){ key.x, key.y, FE(one) };
    for (size_t part = 0; part < KEDGE_COMB_PARTS; part++) {
        const size_t own = kedge_comb_teeth(teeth, part);

        for (size_t i = 0; i < own; i++) {
            tooth[i] = p;
            for (size_t j = 0; j < spacing; j++)
                point_double(&p, &p);
        }
        make_part(comb + kedge_comb_part(teeth, part), tooth, own, curve);
    }
    return KEDGE_OK;
}

/* r = r + the points of a column */
static void add_column(point *r, const AFFINE_TYPE *const parts[KEDGE_COMB_PARTS], const uint64_t *half,
                       size_t teeth, size_t spacing, size_t column)
{
    for (size_t part = 0; part < KEDGE_COMB_PARTS; part++) {
        const kedge_comb_digit digit = kedge_comb_digit_at(half, teeth, spacing, part, column);

        add_affine(r, &parts[part][digit.entry], digit.is_negative);
    }
}

/* As kedge_curve.compare_prepared, with the comb of G. */
static kedge_status compare_combs(const kedge_curve *curve, const AFFINE_TYPE *const base[KEDGE_COMB_PARTS],
                                  const AFFINE_TYPE *comb, size_t teeth, const uint64_t *u1, const uint64_t *u2,
                                  const uint64_t *r)
{
    const size_t spacing = kedge_comb_spacing(curve, teeth);
    const size_t base_spacing = kedge_comb_spacing(curve, KEDGE_BASE_TEETH);
    const AFFINE_TYPE *parts[KEDGE_COMB_PARTS];
    uint64_t half1[KEDGE_CURVE_LIMBS + 1], half2[KEDGE_CURVE_LIMBS + 1];
    point sum;

    for (size_t part = 0; part < KEDGE_COMB_PARTS; part++)
        parts[part] = comb + kedge_comb_part(teeth, part);
    kedge_odd_halve(half1, curve, u1, kedge_comb_bits(curve, KEDGE_BASE_TEETH) - 1);
    kedge_odd_halve(half2, curve, u2, kedge_comb_bits(curve, teeth) - 1);
    memset(&sum, 0, sizeof sum);
    for (size_t column = spacing; column-- > 0;) {
        point_double(&sum, &sum);
        add_column(&sum, parts, half2, teeth, spacing, column);
        if (column < base_spacing)
            add_column(&sum, base, half1, KEDGE_BASE_TEETH, base_spacing, column);
    }
    return has_x_modulo_order(&sum, r, curve) ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}
