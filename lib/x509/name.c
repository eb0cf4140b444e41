/* name.c - distinguished names: reading, checking, comparing (RFC 5280, 4.1.2.4 and 7.1). */
#include "x509/name.h"

#include "x509/text.h"

#include <string.h>

/* What a value's hash begins with where it is not compared as text: beyond all code points. */
#define HASH_NO_TEXT UINT32_C(0x200000)

static kedge_status read_attribute(kedge_der *rdn, kedge_attribute *attribute)
{
    kedge_der inner;
    kedge_status status;

    if ((status = kedge_der_enter(rdn, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &attribute->type)) != KEDGE_OK
        || (status = kedge_der_read_any(&inner, &attribute->tag, &attribute->value)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

kedge_status kedge_name_begin(kedge_name_reader *reader, const kedge_der *der, kedge_range name)
{
    kedge_der whole = kedge_der_within(der, name);
    kedge_status status = kedge_der_enter(&whole, KEDGE_TAG_SEQUENCE, &reader->rdns);

    if (status != KEDGE_OK)
        return status;
    if (!kedge_der_at_end(&whole))
        return kedge_der_fail(der, KEDGE_NAME_MALFORMED, whole.position);
    reader->attributes = kedge_der_within(der, (kedge_range){ reader->rdns.position, 0 });
    reader->rdn = 0;
    return KEDGE_OK;
}

/* Enter the next RelativeDistinguishedName, which holds one attribute at least (X.501, 9.3). */
static kedge_status enter_rdn(kedge_der *rdns, kedge_der *rdn)
{
    kedge_status status = kedge_der_enter(rdns, KEDGE_TAG_SET, rdn);

    if (status == KEDGE_OK && kedge_der_at_end(rdn))
        return kedge_der_fail(rdn, KEDGE_NAME_MALFORMED, rdn->position);
    return status;
}

kedge_status kedge_name_next(kedge_name_reader *reader, kedge_attribute *attribute, bool *found)
{
    kedge_status status;

    *found = false;
    if (kedge_der_at_end(&reader->attributes)) {
        if (kedge_der_at_end(&reader->rdns))
            return KEDGE_OK;
        status = enter_rdn(&reader->rdns, &reader->attributes);
        if (status != KEDGE_OK)
            return status;
        reader->rdn++;
    }
    status = read_attribute(&reader->attributes, attribute);
    attribute->rdn = reader->rdn - 1;
    *found = status == KEDGE_OK;
    return status;
}

static uint64_t hash_attribute(const kedge_der *der, const kedge_attribute *attribute)
{
    kedge_text_hash hash = { 0, 0, 0 };
    kedge_span type = kedge_span_of(der->data, attribute->type);
    kedge_span value = kedge_span_of(der->data, attribute->value);

    for (size_t i = 0; i < type.size; i++)
        kedge_text_hash_add(&hash, type.data[i]);
    kedge_text_hash_align(&hash);
    if (kedge_text_is_comparable(attribute->tag)) {
        kedge_text_hash_text(&hash, attribute->tag, value);
    } else {
        kedge_text_hash_add(&hash, HASH_NO_TEXT | attribute->tag);
        for (size_t i = 0; i < value.size; i++)
            kedge_text_hash_add(&hash, value.data[i]);
    }
    return kedge_text_hash_end(&hash);
}

static kedge_status check_value(const kedge_der *der, const kedge_attribute *attribute, uint32_t *deviations)
{
    if (attribute->value.size == 0 && kedge_text_is_directory_string(attribute->tag))
        return kedge_der_fail(der, KEDGE_DER_BAD_STRING, attribute->value.offset - 1);
    return kedge_text_check(der, attribute->tag, attribute->value, deviations);
}

/* Check the attributes of one RDN and add up their hashes, in which their order has no part: it follows the
 * encoding (X.690, 11.6), which equal names need not share. */
static kedge_status scan_rdn(const kedge_der *rdn, uint64_t *sum, uint32_t *deviations)
{
    kedge_der next = *rdn;
    uint32_t count = 0;

    *sum = 0;
    while (!kedge_der_at_end(&next)) {
        uint32_t start = next.position;
        kedge_attribute attribute;
        kedge_status status = read_attribute(&next, &attribute);

        if (status != KEDGE_OK)
            return status;
        if (++count > KEDGE_RDN_ATTRIBUTES_MAX)
            return kedge_der_fail(rdn, KEDGE_NAME_MALFORMED, start);
        status = check_value(rdn, &attribute, deviations);
        if (status != KEDGE_OK)
            return status;
        *sum += hash_attribute(rdn, &attribute);
    }
    return count > 1 ? kedge_der_check_set_order(rdn) : KEDGE_OK;
}

kedge_status kedge_name_scan(const kedge_der *der, kedge_range name, kedge_name_facts *facts)
{
    kedge_name_reader reader;
    kedge_text_hash hash = { 0, 0, 0 };
    kedge_status status = kedge_name_begin(&reader, der, name);

    if (status != KEDGE_OK)
        return status;
    *facts = (kedge_name_facts){ 0, 0, kedge_der_at_end(&reader.rdns) };
    while (!kedge_der_at_end(&reader.rdns)) {
        if ((status = enter_rdn(&reader.rdns, &reader.attributes)) != KEDGE_OK
            || (status = scan_rdn(&reader.attributes, &hash.word, &facts->deviations)) != KEDGE_OK)
            return status;
        kedge_text_hash_mix(&hash);
    }
    facts->hash = hash.mixed;
    return KEDGE_OK;
}

bool kedge_name_beginning_of(kedge_span name, kedge_name_beginning *beginning, uint32_t *fault)
{
    kedge_der der;

    beginning->hash = 0;
    return kedge_der_begin(&der, name.data, name.size, fault) == KEDGE_OK
           && kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, &beginning->rdns) == KEDGE_OK;
}

bool kedge_name_beginning_extend(kedge_name_beginning *beginning)
{
    kedge_text_hash hash = { beginning->hash, 0, 0 };
    uint32_t deviations = 0;
    kedge_der rdn;

    if (kedge_der_at_end(&beginning->rdns) || enter_rdn(&beginning->rdns, &rdn) != KEDGE_OK
        || scan_rdn(&rdn, &hash.word, &deviations) != KEDGE_OK)
        return false;
    kedge_text_hash_mix(&hash);
    beginning->hash = hash.mixed;
    return true;
}

kedge_status kedge_rdn_check(const kedge_der *rdn, uint32_t *deviations)
{
    uint64_t unused;

    if (kedge_der_at_end(rdn))
        return kedge_der_fail(rdn, KEDGE_NAME_MALFORMED, rdn->position);
    return scan_rdn(rdn, &unused, deviations);
}

kedge_status kedge_name_check(const kedge_der *der, kedge_range name)
{
    kedge_name_facts facts;

    return kedge_name_scan(der, name, &facts);
}

static bool are_attributes_equal(const uint8_t *one_base, const kedge_attribute *one,
                                 const uint8_t *other_base, const kedge_attribute *other)
{
    kedge_span one_value = kedge_span_of(one_base, one->value);
    kedge_span other_value = kedge_span_of(other_base, other->value);

    if (one->type.size != other->type.size
        || memcmp(one_base + one->type.offset, other_base + other->type.offset, one->type.size) != 0)
        return false;
    if (kedge_text_is_comparable(one->tag) && kedge_text_is_comparable(other->tag))
        return kedge_text_equal(one->tag, one_value, other->tag, other_value);
    return one->tag == other->tag && one_value.size == other_value.size
        && memcmp(one_value.data, other_value.data, one_value.size) == 0;
}

/* One RDN, taken apart. */
typedef struct rdn_attributes {
    kedge_attribute attribute[KEDGE_RDN_ATTRIBUTES_MAX];
    uint32_t count;
} rdn_attributes;

/* Take the next RDN apart.  Answers whether it is there and well-formed. */
static bool read_rdn(kedge_der *rdns, rdn_attributes *rdn)
{
    kedge_der attributes;

    rdn->count = 0;
    if (kedge_der_at_end(rdns) || enter_rdn(rdns, &attributes) != KEDGE_OK)
        return false;
    while (!kedge_der_at_end(&attributes)) {
        if (rdn->count == KEDGE_RDN_ATTRIBUTES_MAX
            || read_attribute(&attributes, &rdn->attribute[rdn->count]) != KEDGE_OK)
            return false;
        rdn->count++;
    }
    return true;
}

/* Sets of attributes are equal where each of one has a partner of its own in the other. */
static bool are_rdns_equal(const uint8_t *one_base, const rdn_attributes *one,
                           const uint8_t *other_base, const rdn_attributes *other)
{
    uint32_t taken = 0;

    if (one->count != other->count)
        return false;
    for (uint32_t i = 0; i < one->count; i++) {
        const kedge_attribute *wanted = &one->attribute[i];
        uint32_t partner = 0;

        while (partner < other->count
               && ((taken >> partner & 1) != 0
                   || !are_attributes_equal(one_base, wanted, other_base, &other->attribute[partner])))
            partner++;
        if (partner == other->count)
            return false;
        taken |= UINT32_C(1) << partner;
    }
    return true;
}

/* Whether `name` begins with the RDNs of `base`, and whether it ends there. */
static bool begins_with(kedge_span name, kedge_span base, bool *ends)
{
    uint32_t fault;
    kedge_der name_der;
    kedge_der base_der;
    kedge_der name_rdns;
    kedge_der base_rdns;

    if (kedge_der_begin(&name_der, name.data, name.size, &fault) != KEDGE_OK
        || kedge_der_begin(&base_der, base.data, base.size, &fault) != KEDGE_OK
        || kedge_der_enter(&name_der, KEDGE_TAG_SEQUENCE, &name_rdns) != KEDGE_OK
        || kedge_der_enter(&base_der, KEDGE_TAG_SEQUENCE, &base_rdns) != KEDGE_OK)
        return false;
    while (!kedge_der_at_end(&base_rdns)) {
        rdn_attributes name_rdn;
        rdn_attributes base_rdn;

        if (!read_rdn(&name_rdns, &name_rdn) || !read_rdn(&base_rdns, &base_rdn)
            || !are_rdns_equal(name.data, &name_rdn, base.data, &base_rdn))
            return false;
    }
    *ends = kedge_der_at_end(&name_rdns);
    return true;
}

bool kedge_name_equal(kedge_span one, kedge_span other)
{
    bool ends;

    if (one.size == other.size && one.size > 0 && memcmp(one.data, other.data, one.size) == 0)
        return true;
    return begins_with(one, other, &ends) && ends;
}

bool kedge_name_within(kedge_span name, kedge_span base)
{
    bool ends;

    return begins_with(name, base, &ends);
}

uint64_t kedge_name_hash(kedge_span name)
{
    uint32_t fault;
    kedge_der der;
    kedge_name_facts facts;

    if (kedge_der_begin(&der, name.data, name.size, &fault) != KEDGE_OK
        || kedge_name_scan(&der, (kedge_range){ 0, (uint32_t)name.size }, &facts) != KEDGE_OK)
        return 0;
    return facts.hash;
}

bool kedge_name_is_empty(kedge_span name)
{
    return name.size == 2; /* 30 00 */
}
