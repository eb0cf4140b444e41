/* revocation_delta.c - the deltas for a complete list (RFC 5280, 5.2.4 and 6.3.3 (c)).
 *
 * The deltas among the lists are sorted once, by issuer and scope, the newest first.  For a complete list they are
 * then found by a binary search, and looked at as long as they are newer.
 */
#include "path/engine.h"

#include <string.h>

/* Order of two numbers, natural and in their shortest form. */
static int compare_numbers(const kedge_crl *one, kedge_range a, const kedge_crl *other, kedge_range b)
{
    const kedge_span x = kedge_span_of(one->der, a);
    const kedge_span y = kedge_span_of(other->der, b);

    if (x.size != y.size)
        return x.size < y.size ? -1 : 1;
    return memcmp(x.data, y.data, x.size);
}

/* --- order --- */

/* Equal numbers stand as they are given. */
static bool is_before(const kedge_crl *const *crls, uint16_t one, uint16_t other)
{
    const kedge_crl *a = crls[one];
    const kedge_crl *b = crls[other];
    int order;

    if (a->scope_hash != b->scope_hash)
        return a->scope_hash < b->scope_hash;
    order = compare_numbers(a, a->crl_number, b, b->crl_number);
    return order != 0 ? order > 0 : one < other;
}

static void swap(uint16_t *one, uint16_t *other)
{
    const uint16_t kept = *one;

    *one = *other;
    *other = kept;
}

/* Let element `root` sink in a heap of `count`. */
static void sink(const kedge_crl *const *crls, uint16_t *delta, size_t root, size_t count)
{
    size_t child;

    while ((child = 2 * root + 1) < count) {
        if (child + 1 < count && is_before(crls, delta[child], delta[child + 1]))
            child++;
        if (!is_before(crls, delta[root], delta[child]))
            return;
        swap(&delta[root], &delta[child]);
        root = child;
    }
}

void kedge_deltas_sort(kedge_engine *engine)
{
    const kedge_revocation_inputs *inputs = &engine->request->revocation;
    kedge_revocation *revocation = &engine->revocation;
    uint16_t *delta = revocation->delta;
    size_t count = 0;

    for (size_t i = 0; i < inputs->crl_count; i++)
        if (kedge_crl_is_delta(inputs->crls[i]) && inputs->crls[i]->crl_number.size != 0)
            delta[count++] = (uint16_t)i;
    revocation->delta_count = count;
    for (size_t root = count / 2; root-- > 0;)
        sink(inputs->crls, delta, root, count);
    for (; count > 1; count--) {
        swap(&delta[0], &delta[count - 1]);
        sink(inputs->crls, delta, 0, count - 1);
    }
}

/* --- what fits --- */

static bool is_same_part(const kedge_crl *one, kedge_range a, const kedge_crl *other, kedge_range b)
{
    return a.size == b.size && memcmp(one->der + a.offset, other->der + b.offset, a.size) == 0;
}

static bool is_same_scope(const kedge_crl *one, const kedge_crl *other)
{
    const kedge_crl_scope *a = &one->scope;
    const kedge_crl_scope *b = &other->scope;

    return a->only_user_certificates == b->only_user_certificates
           && a->only_ca_certificates == b->only_ca_certificates
           && a->only_attribute_certificates == b->only_attribute_certificates
           && a->is_indirect == b->is_indirect && a->reasons == b->reasons
           && is_same_part(one, a->distribution_point, other, b->distribution_point);
}

/* Of the same issuer, scope and key, and made for this list or an earlier one. */
static bool is_delta_of(const kedge_crl *delta, const kedge_crl *complete)
{
    return kedge_name_equal(kedge_span_of(delta->der, delta->issuer), kedge_span_of(complete->der, complete->issuer))
           && is_same_scope(delta, complete)
           && is_same_part(delta, delta->authority_key_identifier, complete, complete->authority_key_identifier)
           && compare_numbers(complete, complete->crl_number, delta, delta->base_crl_number) >= 0;
}

static const kedge_crl *at(const kedge_engine *engine, size_t place)
{
    return kedge_delta_at(engine->request, &engine->revocation, place);
}

size_t kedge_deltas_begin(const kedge_engine *engine, const kedge_crl *complete)
{
    size_t low = 0;
    size_t high = engine->revocation.delta_count;

    if (complete->crl_number.size == 0)
        return high;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (at(engine, middle)->scope_hash < complete->scope_hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

kedge_status kedge_deltas_next(kedge_engine *engine, const kedge_crl *complete, size_t *place)
{
    for (; *place < engine->revocation.delta_count; (*place)++) {
        const kedge_crl *delta = at(engine, *place);

        if (delta->scope_hash != complete->scope_hash
            || compare_numbers(complete, complete->crl_number, delta, delta->crl_number) >= 0)
            break;
        if (!kedge_revocation_pay(engine, 1 + (complete->issuer.size + complete->scope.distribution_point.size) / 64))
            return KEDGE_BUDGET_SPENT;
        if (is_delta_of(delta, complete) && kedge_crl_judge(engine->request, delta) == KEDGE_OK)
            return KEDGE_OK;
    }
    *place = engine->revocation.delta_count;
    return KEDGE_OK;
}
