/* extension_constraint.c - basicConstraints and nameConstraints (RFC 5280, 4.2.1.9 and 4.2.1.10). */
#include "x509/extension.h"

#include "x509/name.h"

#define PATH_LENGTH_MAX UINT32_C(0x7fffffff)

/* cA BOOLEAN DEFAULT FALSE */
static kedge_status read_ca(kedge_der *der, kedge_certificate *certificate)
{
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_BOOLEAN))
        return KEDGE_OK;
    status = kedge_der_read_boolean(der, &certificate->is_ca);
    if (status == KEDGE_OK && !certificate->is_ca)
        certificate->deviations |= KEDGE_DEVIATION_DEFAULT_ENCODED;
    return status;
}

/* pathLenConstraint INTEGER (0..MAX) OPTIONAL: no path is longer than what is held of it. */
static kedge_status read_path_length(kedge_der *der, kedge_certificate *certificate)
{
    kedge_range content;
    uint64_t length = 0;
    kedge_status status;

    if (kedge_der_at_end(der))
        return KEDGE_OK;
    status = kedge_extension_read_natural(der, KEDGE_TAG_INTEGER, &content);
    if (status != KEDGE_OK)
        return status;
    for (uint32_t i = 0; i < content.size && length <= PATH_LENGTH_MAX; i++)
        length = length << 8 | der->data[content.offset + i];
    certificate->has_path_length = true;
    certificate->path_length = length <= PATH_LENGTH_MAX ? (uint32_t)length : PATH_LENGTH_MAX;
    if (!certificate->is_ca)
        certificate->deviations |= KEDGE_DEVIATION_PATH_LENGTH;
    return KEDGE_OK;
}

kedge_status kedge_extension_parse_basic_constraints(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der inner;
    kedge_status status;

    if ((status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = read_ca(&inner, certificate)) != KEDGE_OK
        || (status = read_path_length(&inner, certificate)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

/* Whether `size` octets are ones, then zeros (RFC 4632, 5.1). */
static bool is_prefix_mask(const uint8_t *mask, uint32_t size)
{
    uint32_t i = 0;

    while (i < size && mask[i] == 0xff)
        i++;
    if (i < size) {
        unsigned zeros = (unsigned)(uint8_t)~mask[i++];

        if ((zeros & (zeros + 1)) != 0)
            return false;
    }
    while (i < size && mask[i] == 0)
        i++;
    return i == size;
}

/* An address with its mask. */
static kedge_status check_address_range(const kedge_der *der, kedge_range value)
{
    uint32_t half = value.size / 2;

    if (value.size != 8 && value.size != 32)
        return kedge_der_fail(der, KEDGE_GENERAL_NAME_MALFORMED, value.offset);
    if (!is_prefix_mask(der->data + value.offset + half, half))
        return kedge_der_fail(der, KEDGE_GENERAL_NAME_MALFORMED, value.offset + half);
    return KEDGE_OK;
}

/* minimum [0] is 0, its default, and maximum [1] is absent (RFC 5280, 4.2.1.10). */
static kedge_status check_distances(kedge_der *der, uint32_t *deviations)
{
    kedge_range minimum;
    kedge_status status;

    if (kedge_der_next_is(der, KEDGE_TAG_CONTEXT(0))) {
        status = kedge_extension_read_natural(der, KEDGE_TAG_CONTEXT(0), &minimum);
        if (status != KEDGE_OK)
            return status;
        if (minimum.size != 1 || der->data[minimum.offset] != 0)
            return kedge_extension_fail(der, minimum.offset);
        *deviations |= KEDGE_DEVIATION_DEFAULT_ENCODED;
    }
    if (kedge_der_next_is(der, KEDGE_TAG_CONTEXT(1)))
        return kedge_extension_fail(der, der->position);
    return kedge_der_finish(der);
}

static kedge_status check_subtree(kedge_der *der, uint32_t *deviations)
{
    kedge_der inner;
    kedge_general_name base;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_general_name_scan(&inner, &base, deviations)) != KEDGE_OK)
        return status;
    if (base.kind == KEDGE_IP_ADDRESS) {
        status = check_address_range(der, base.value);
        if (status != KEDGE_OK)
            return status;
    }
    return check_distances(&inner, deviations);
}

/* GeneralSubtrees under `tag`, where they are there. */
static kedge_status check_subtrees(kedge_der *der, uint8_t tag, uint32_t *deviations)
{
    kedge_der list;
    kedge_status status;

    if (!kedge_der_next_is(der, tag))
        return KEDGE_OK;
    status = kedge_extension_enter_list(der, tag, &list);
    while (status == KEDGE_OK && !kedge_der_at_end(&list))
        status = check_subtree(&list, deviations);
    return status;
}

kedge_status kedge_extension_parse_name_constraints(kedge_der *value, kedge_certificate *certificate)
{
    uint32_t *deviations = &certificate->deviations;
    kedge_der inner;
    kedge_status status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &inner);

    if (status != KEDGE_OK)
        return status;
    if (kedge_der_at_end(&inner))
        *deviations |= KEDGE_DEVIATION_NAME_CONSTRAINTS_EMPTY;
    if ((status = check_subtrees(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), deviations)) != KEDGE_OK
        || (status = check_subtrees(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), deviations)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}
