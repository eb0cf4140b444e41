/* distribution_point.c - which certificates a list is about (RFC 5280, 4.2.1.13, 5.2.5 and 6.3.3 (b)).
 *
 * A certificate may name several points, and each several names; a list that fits any of them is about it.  Beside
 * those there is one more that every certificate has, the name of its issuer.
 */
#include "path/revocation.h"

#include <string.h>

/* The most points of a certificate and the most names of a point that are looked at; lists that only a later one
 * names are not about the certificate. */
#define POINTS_MAX 256
#define NAMES_MAX 32

/* The longest name that a name relative to it is put together with, in octets. */
#define FULL_NAME_MAX 1024

/* A DistributionPointName in the encoding at `der`, and the name that a relative one is relative to. */
typedef struct point_name {
    const uint8_t *der;
    kedge_range content;   /* of the EXPLICIT tag around the CHOICE; {0, 0} for none */
    kedge_span base;
} point_name;

typedef struct distribution_point {
    point_name name;
    uint16_t reasons;
    kedge_der crl_issuer;  /* over its GeneralNames; at its end where there is none */
    bool has_crl_issuer;
} distribution_point;

static kedge_der cursor(const uint8_t *der, kedge_range range, uint32_t *fault)
{
    return (kedge_der){ der, range.offset, range.offset + range.size, fault };
}

/* --- the budget --- */

static bool pay(kedge_meter *meter, uint64_t cost)
{
    if (meter->is_spent || cost > meter->left) {
        meter->is_spent = true;
        return false;
    }
    meter->left -= cost;
    return true;
}

/* One for the comparison, and one for each full 64 octets that it may have to look at. */
static bool is_equal_name(kedge_meter *meter, kedge_span one, kedge_span other)
{
    return pay(meter, 1 + one.size / 64) && kedge_name_equal(one, other);
}

/* --- names of points --- */

static size_t put_header(uint8_t *out, uint8_t tag, size_t size)
{
    size_t at = 0;

    out[at++] = tag;
    if (size >= 0x100) {
        out[at++] = 0x82;
        out[at++] = (uint8_t)(size >> 8);
    } else if (size >= 0x80) {
        out[at++] = 0x81;
    }
    out[at++] = (uint8_t)size;
    return at;
}

/* The name that a relative one stands for: its RDN after those of `base` (RFC 5280, 4.2.1.13).  Empty where it is
 * too long to be put together. */
static kedge_span full_name(kedge_span base, kedge_span attributes, uint8_t out[FULL_NAME_MAX])
{
    uint32_t fault;
    kedge_der der = { base.data, 0, (uint32_t)base.size, &fault };
    kedge_range rdns;
    uint8_t header[4];
    size_t set_header;
    size_t at;

    if (kedge_der_read(&der, KEDGE_TAG_SEQUENCE, &rdns) != KEDGE_OK)
        return (kedge_span){ NULL, 0 };
    if ((size_t)rdns.size + attributes.size > FULL_NAME_MAX - 2 * sizeof header)
        return (kedge_span){ NULL, 0 };
    set_header = put_header(header, KEDGE_TAG_SET, attributes.size);
    at = put_header(out, KEDGE_TAG_SEQUENCE, rdns.size + set_header + attributes.size);
    memcpy(out + at, base.data + rdns.offset, rdns.size);
    at += rdns.size;
    memcpy(out + at, header, set_header);
    at += set_header;
    memcpy(out + at, attributes.data, attributes.size);
    return (kedge_span){ out, at + attributes.size };
}

/* A name as it is compared. */
typedef struct plain_name {
    kedge_general_name_kind kind;
    kedge_span value;
} plain_name;

typedef struct name_walk {
    const point_name *point;
    kedge_der names;
    kedge_span relative;   /* the one name there is, where it is relative */
    uint32_t fault;
    uint32_t count;
} name_walk;

static void walk_begin(name_walk *walk, const point_name *point, uint8_t out[FULL_NAME_MAX])
{
    kedge_der choice = cursor(point->der, point->content, &walk->fault);
    kedge_range content = { 0, 0 };

    walk->point = point;
    walk->count = 0;
    walk->relative = (kedge_span){ NULL, 0 };
    if (kedge_der_next_is(&choice, KEDGE_TAG_CONTEXT_CONSTRUCTED(1))
        && kedge_der_read(&choice, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &content) == KEDGE_OK) {
        walk->relative = full_name(point->base, kedge_span_of(point->der, content), out);
        content = (kedge_range){ 0, 0 };
    } else if (!kedge_der_at_end(&choice)) {
        (void)kedge_der_read(&choice, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &content);
    }
    walk->names = cursor(point->der, content, &walk->fault);
}

/* Each name that is looked at costs, whatever it is compared with. */
static bool walk_next(name_walk *walk, plain_name *next, kedge_meter *meter)
{
    kedge_general_name name;

    if (!pay(meter, 1))
        return false;
    if (walk->relative.size != 0) {
        *next = (plain_name){ KEDGE_DIRECTORY_NAME, walk->relative };
        walk->relative.size = 0;
        return true;
    }
    if (kedge_der_at_end(&walk->names) || walk->count++ == NAMES_MAX
        || kedge_general_name_read(&walk->names, &name) != KEDGE_OK)
        return false;
    *next = (plain_name){ name.kind, kedge_span_of(walk->point->der, name.value) };
    return true;
}

static bool is_same_name(kedge_meter *meter, const plain_name *one, const plain_name *other)
{
    if (one->kind != other->kind)
        return false;
    if (one->kind == KEDGE_DIRECTORY_NAME)
        return is_equal_name(meter, one->value, other->value);
    return one->value.size == other->value.size && pay(meter, one->value.size / 64)
           && memcmp(one->value.data, other->value.data, one->value.size) == 0;
}

static bool is_named(kedge_meter *meter, const point_name *point, const plain_name *wanted)
{
    uint8_t memory[FULL_NAME_MAX];
    name_walk walk;
    plain_name name;

    walk_begin(&walk, point, memory);
    while (walk_next(&walk, &name, meter))
        if (is_same_name(meter, &name, wanted))
            return true;
    return false;
}

static bool have_common_name(kedge_meter *meter, const point_name *one, const point_name *other)
{
    uint8_t memory[FULL_NAME_MAX];
    name_walk walk;
    plain_name name;

    walk_begin(&walk, one, memory);
    while (walk_next(&walk, &name, meter))
        if (is_named(meter, other, &name))
            return true;
    return false;
}

/* --- one point --- */

/* Whether one of the GeneralNames at `names` is the directory name `wanted`. */
static bool lists_directory(kedge_meter *meter, kedge_der names, kedge_span wanted)
{
    kedge_general_name name;

    for (size_t i = 0; i < NAMES_MAX && !kedge_der_at_end(&names) && pay(meter, 1); i++) {
        if (kedge_general_name_read(&names, &name) != KEDGE_OK)
            return false;
        if (name.kind == KEDGE_DIRECTORY_NAME
            && is_equal_name(meter, kedge_span_of(names.data, name.value), wanted))
            return true;
    }
    return false;
}

/* A list with a name of its own must share it with the point.  A point without a name goes by the name of who
 * issues its lists (RFC 5280, 6.3.3 (b)(2)(i)). */
static bool is_point_of(kedge_meter *meter, const kedge_crl *crl, const distribution_point *point,
                        const kedge_certificate *certificate)
{
    const point_name own = { crl->der, crl->scope.distribution_point, kedge_span_of(crl->der, crl->issuer) };
    const plain_name by_issuer = { KEDGE_DIRECTORY_NAME, kedge_certificate_span(certificate, certificate->issuer) };
    kedge_der names = point->crl_issuer;
    kedge_general_name name;

    if (own.content.size == 0)
        return true;
    if (point->name.content.size != 0)
        return have_common_name(meter, &point->name, &own);
    if (!point->has_crl_issuer)
        return is_named(meter, &own, &by_issuer);
    for (size_t i = 0; i < NAMES_MAX && !kedge_der_at_end(&names) && pay(meter, 1); i++) {
        if (kedge_general_name_read(&names, &name) != KEDGE_OK)
            return false;
        if (is_named(meter, &own, &(plain_name){ name.kind, kedge_span_of(names.data, name.value) }))
            return true;
    }
    return false;
}

/* Lists come from the certificate's issuer, or from whom the point names: then they must be indirect (6.3.3 (b)(1)). */
static bool is_issued_for(kedge_meter *meter, const kedge_crl *crl, const distribution_point *point,
                          const kedge_certificate *certificate)
{
    const kedge_span crl_issuer = kedge_span_of(crl->der, crl->issuer);

    if (point->has_crl_issuer)
        return crl->scope.is_indirect && lists_directory(meter, point->crl_issuer, crl_issuer);
    return crl->issuer_hash == certificate->issuer_hash
           && is_equal_name(meter, crl_issuer, kedge_certificate_span(certificate, certificate->issuer));
}

static uint16_t covered_by(kedge_meter *meter, const kedge_crl *crl, const distribution_point *point,
                           const kedge_certificate *certificate)
{
    if (!is_issued_for(meter, crl, point, certificate) || !is_point_of(meter, crl, point, certificate))
        return 0;
    return crl->scope.reasons & point->reasons;
}

static bool is_in_scope(const kedge_crl_scope *scope, const kedge_certificate *certificate)
{
    if (scope->only_attribute_certificates)
        return false;
    return certificate->is_ca ? !scope->only_user_certificates : !scope->only_ca_certificates;
}

/* --- the points of a certificate --- */

static uint16_t read_reasons(kedge_der *der)
{
    kedge_range bits;
    uint8_t unused;
    unsigned reasons = 0;

    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT(1))
        || kedge_der_read_bit_string_as(der, KEDGE_TAG_CONTEXT(1), &bits, &unused) != KEDGE_OK)
        return KEDGE_REASONS_ALL;
    for (uint32_t bit = 0; bit < 16 && bit / 8 < bits.size; bit++)
        reasons |= (unsigned)(der->data[bits.offset + bit / 8] >> (7 - bit % 8) & 1) << bit;
    return (uint16_t)(reasons & KEDGE_REASONS_ALL);
}

/* The first directory name of cRLIssuer, which a relative name is relative to, else the certificate's issuer. */
static kedge_span base_of(const distribution_point *point, kedge_span issuer)
{
    kedge_der names = point->crl_issuer;
    kedge_general_name name;

    for (size_t i = 0; i < NAMES_MAX && !kedge_der_at_end(&names); i++) {
        if (kedge_general_name_read(&names, &name) != KEDGE_OK)
            break;
        if (name.kind == KEDGE_DIRECTORY_NAME)
            return kedge_span_of(names.data, name.value);
    }
    return issuer;
}

/* The fields of a point whose form was checked with its certificate. */
static kedge_status read_point(kedge_der *list, kedge_span issuer, distribution_point *point)
{
    kedge_der inner;
    kedge_range content;
    kedge_status status = kedge_der_enter(list, KEDGE_TAG_SEQUENCE, &inner);

    if (status != KEDGE_OK)
        return status;
    point->name = (point_name){ list->data, { 0, 0 }, issuer };
    if (kedge_der_next_is(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0))
        && (status = kedge_der_read(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &point->name.content)) != KEDGE_OK)
        return status;
    point->reasons = read_reasons(&inner);
    point->crl_issuer = kedge_der_within(list, (kedge_range){ 0, 0 });
    point->has_crl_issuer = kedge_der_next_is(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(2));
    if (!point->has_crl_issuer)
        return KEDGE_OK;
    status = kedge_der_read(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(2), &content);
    if (status != KEDGE_OK)
        return status;
    point->crl_issuer = kedge_der_within(list, content);
    point->name.base = base_of(point, issuer);
    return KEDGE_OK;
}

/* The point that every certificate has (RFC 5280, 6.3.3, at its end). */
static distribution_point implied_point(const kedge_certificate *certificate, uint32_t *fault)
{
    return (distribution_point){
        .name = { certificate->der, { 0, 0 }, { NULL, 0 } },
        .reasons = KEDGE_REASONS_ALL,
        .crl_issuer = cursor(certificate->der, (kedge_range){ 0, 0 }, fault),
    };
}

uint16_t kedge_crl_covers(const kedge_crl *crl, const kedge_certificate *certificate, kedge_meter *meter)
{
    const kedge_span issuer = kedge_certificate_span(certificate, certificate->issuer);
    uint32_t fault;
    distribution_point point = implied_point(certificate, &fault);
    kedge_der value = kedge_certificate_extension(certificate, KEDGE_EXT_CRL_DISTRIBUTION_POINTS, &fault);
    kedge_der list;
    uint16_t reasons;

    if (!is_in_scope(&crl->scope, certificate))
        return 0;
    reasons = covered_by(meter, crl, &point, certificate);
    if (kedge_der_at_end(&value) || kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &list) != KEDGE_OK)
        return reasons;
    for (size_t i = 0; i < POINTS_MAX && !kedge_der_at_end(&list) && pay(meter, 1); i++) {
        if (read_point(&list, issuer, &point) != KEDGE_OK)
            break;
        reasons |= covered_by(meter, crl, &point, certificate);
    }
    return reasons;
}
