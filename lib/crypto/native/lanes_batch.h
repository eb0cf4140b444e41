/* crypto/native/lanes_batch.h - eight sums of points, each in a lane.
 *
 * Included once after crypto/native/lanes_curve.h.
 *
 * Windows of four bits for the keys, of eight for G: the digit of a window is a comb's whose teeth stand side by
 * side, and entry e of its table 2 e + 1 times the point.
 */
#define LANES_WORTH 3 /* sums of which eight lanes take less time than each by itself */
#define KEY_TEETH 4
#define BASE_TEETH 8
#define KEY_ENTRIES (1 << (KEY_TEETH - 1))

/* kedge_odd_halve() of each lane's scalars. */
typedef struct halves {
    __m512i u1[WORDS + 1], u2[WORDS + 1];
} halves;

/* The digits at `bit`: entries and the mask of negative ones. */
LANES __mmask8 window_at(__m512i *entry, const __m512i half[WORDS + 1], size_t bit, unsigned teeth)
{
    const size_t word = bit / 64, shift = bit % 64;
    const __m512i next = word < WORDS ? half[word + 1] : _mm512_setzero_si512();
    const __m512i bits = _mm512_or_si512(_mm512_srl_epi64(half[word], _mm_cvtsi32_si128((int)shift)),
                                         _mm512_sll_epi64(next, _mm_cvtsi32_si128((int)(64 - shift))));
    const __mmask8 is_negative = _mm512_testn_epi64_mask(bits, all((uint64_t)1 << (teeth - 1)));

    *entry = _mm512_and_si512(_mm512_mask_xor_epi64(bits, is_negative, bits, all(UINT64_MAX)),
                              all(((uint64_t)1 << (teeth - 1)) - 1));
    return is_negative;
}

/* The entries of each lane: every entry is read, and kept where it is the one. */
TARGET static __mmask8 select_entry(affine *r, const affine *table, const halves *scalars, size_t window)
{
    __m512i entry;
    const __mmask8 is_negative = window_at(&entry, scalars->u2, KEY_TEETH * window, KEY_TEETH);
    __mmask8 is_it[KEY_ENTRIES];

    for (int i = 1; i < KEY_ENTRIES; i++)
        is_it[i] = _mm512_cmpeq_epi64_mask(entry, all((uint64_t)i));
    for (int j = 0; j < LIMBS; j++) {
        r->x.limb[j] = table[0].x.limb[j];
        r->y.limb[j] = table[0].y.limb[j];
        for (int i = 1; i < KEY_ENTRIES; i++) {
            r->x.limb[j] = _mm512_mask_mov_epi64(r->x.limb[j], is_it[i], table[i].x.limb[j]);
            r->y.limb[j] = _mm512_mask_mov_epi64(r->y.limb[j], is_it[i], table[i].y.limb[j]);
        }
    }
    return is_negative;
}

TARGET static void add_base(point *r, const halves *scalars, size_t window)
{
    const AFFINE_TYPE *entry[KEDGE_LANES];
    __m512i place;
    const __mmask8 is_negative = window_at(&place, scalars->u1, BASE_TEETH * window, BASE_TEETH);
    affine a;

    place = _mm512_mullo_epi64(place, all(sizeof(AFFINE_TYPE)));
    _mm512_storeu_si512(entry, plus(place, all((uintptr_t)CURVE(base))));
    load_points(&a, entry);
    add_affine(r, &a, is_negative);
}

/* r = 1 / a in each lane, where none is 0: by one inversion of the scalar field. */
TARGET static void invert(lanes *r, const lanes *a)
{
    FE_TYPE number[KEDGE_LANES];
    scalar_lanes scalars;
    uint64_t words[WORDS][KEDGE_LANES];
    __m512i rows[WORDS];
    lanes one;

    to_scalars(&scalars, a);
    for (size_t i = 0; i < KEDGE_LANES; i++)
        read_lane(&number[i], &scalars, i);
    CURVE(invert_all)(number, KEDGE_LANES);
    for (size_t i = 0; i < KEDGE_LANES; i++)
        for (size_t j = 0; j < WORDS; j++)
            words[j][i] = number[i].limb[j];
    for (size_t j = 0; j < WORDS; j++)
        rows[j] = _mm512_loadu_si512(words[j]);
    from_words(r, rows, RADIX_SHIFT);
    from_scalar(&one, &FE(one), RADIX_SHIFT);
    multiply(r, r, &one); /* for the weight's sake */
}

/* 1, 3, 5 ... times the keys, with Z = 1; none is infinity, as the keys' order is a large prime.
 *
 * For (x, y) -> (x c^2, y c^3), c the Z of 2 Q, sums are the same; there 2 Q has Z = 1, and Q is (x c^2, y c^3).
 * Each sum's Z is that of the one before times h, and so its inverse that of the one after times h. */
TARGET static void make_odd_multiples(affine table[KEY_ENTRIES], const AFFINE_TYPE keys[KEDGE_LANES])
{
    const AFFINE_TYPE *entry[KEDGE_LANES];
    point p, twice, sum[KEY_ENTRIES];
    lanes h[KEY_ENTRIES], inverse, power;
    affine a;

    for (size_t i = 0; i < KEDGE_LANES; i++)
        entry[i] = &keys[i];
    load_points(&a, entry);
    set_affine(&p, &a, 0);
    table[0] = (affine){ p.x, p.y };
    point_double(&twice, &p);
    a = (affine){ twice.x, twice.y };
    square(&power, &twice.z);
    multiply(&p.x, &p.x, &power);
    multiply(&power, &power, &twice.z);
    multiply(&p.y, &p.y, &power);
    for (int i = 1; i < KEY_ENTRIES; i++) {
        add_affine_by(&p, &a, 0, &h[i]);
        sum[i] = p;
    }
    multiply(&inverse, &p.z, &twice.z);
    invert(&inverse, &inverse);
    for (int i = KEY_ENTRIES - 1; i > 0; i--) {
        square(&power, &inverse);
        multiply(&table[i].x, &sum[i].x, &power);
        multiply(&power, &power, &inverse);
        multiply(&table[i].y, &sum[i].y, &power);
        multiply(&inverse, &inverse, &h[i]);
    }
}

/* X and Z of sums. */
typedef struct result {
    scalar_lanes x, z;
} result;

/* Eight sums of u1 G and u2 Q, which are as long as the order and have a bit more. */
TARGET static void sum_windows(result *out, const kedge_curve *curve, const AFFINE_TYPE keys[KEDGE_LANES],
                               const halves *scalars)
{
    const size_t windows = curve->bits / KEY_TEETH + 1;
    affine table[KEY_ENTRIES], a;
    __mmask8 is_negative;
    point sum;

    make_odd_multiples(table, keys);
    is_negative = select_entry(&a, table, scalars, windows - 1);
    set_affine(&sum, &a, is_negative);
    add_base(&sum, scalars, (windows - 1) * KEY_TEETH / BASE_TEETH);
    for (size_t window = windows - 1; window-- > 0;) {
        for (int i = 0; i < KEY_TEETH; i++)
            point_double(&sum, &sum);
        is_negative = select_entry(&a, table, scalars, window);
        add_affine(&sum, &a, is_negative);
        if (window * KEY_TEETH % BASE_TEETH == 0)
            add_base(&sum, scalars, window * KEY_TEETH / BASE_TEETH);
    }
    to_scalars(&out->x, &sum.x);
    to_scalars(&out->z, &sum.z);
}

/* Keys and scalars of all lanes; those that have no sum do the first one's. */
TARGET static void read_sums(AFFINE_TYPE keys[KEDGE_LANES], halves *scalars, const kedge_curve *curve,
                             kedge_ecdsa_sum *sum, size_t count, kedge_status *answers)
{
    const size_t last = curve->bits / KEY_TEETH * KEY_TEETH;
    uint64_t words[2][WORDS + 1][KEDGE_LANES], half[KEDGE_CURVE_LIMBS + 1];

    for (size_t i = 0; i < KEDGE_LANES; i++) {
        kedge_ecdsa_sum *one = &sum[i < count ? i : 0];
        const kedge_status status = CURVE(read_key)(&keys[i], one->q);

        if (i < count)
            answers[i] = status;
        if (status != KEDGE_OK)
            keys[i] = CURVE(base)[0];
        for (size_t j = 0; j < 2; j++) {
            kedge_odd_halve(half, curve, j == 0 ? one->u1 : one->u2, last + (j == 0 ? BASE_TEETH : KEY_TEETH) - 1);
            for (size_t k = 0; k <= WORDS; k++)
                words[j][k][i] = half[k];
        }
    }
    for (size_t k = 0; k <= WORDS; k++) {
        scalars->u1[k] = _mm512_loadu_si512(words[0][k]);
        scalars->u2[k] = _mm512_loadu_si512(words[1][k]);
    }
}

/* As kedge_curve_lanes.compare. */
TARGET static void compare_in_lanes(const kedge_curve *curve, kedge_ecdsa_sum *sum, size_t count,
                                    kedge_status *answers)
{
    AFFINE_TYPE keys[KEDGE_LANES];
    halves scalars;
    result sums;

    read_sums(keys, &scalars, curve, sum, count, answers);
    sum_windows(&sums, curve, keys, &scalars);
    for (size_t i = 0; i < count; i++) {
        bool is_exceptional;
        FE_TYPE x, z;

        if (answers[i] != KEDGE_OK)
            continue;
        read_lane(&x, &sums.x, i);
        read_lane(&z, &sums.z, i);
        answers[i] = judge(&x, &z, sum[i].r, &is_exceptional);
        if (is_exceptional)
            answers[i] = curve->compare(curve, sum[i].q, sum[i].u1, sum[i].u2, sum[i].r);
    }
}
