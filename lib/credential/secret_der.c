/* secret_der.c - reading DER whose contents are secret (X.690, 8.1 and 8.3). */
#include "credential/secret_der.h"

#include "credential/secret.h"

/* Identifier and length octets are public: they are the form. */
static void publish_header(const kedge_der *der)
{
    const uint32_t left = der->end - der->position;
    const uint8_t *header = der->data + der->position;
    uint32_t size = left < 2 ? left : 2;

    kedge_publish(header, size);
    if (size < 2 || header[1] <= 0x80)
        return;
    size += header[1] & 0x7fu;
    kedge_publish(header, size < left ? size : left);
}

bool kedge_secret_der_next_is(const kedge_der *der, uint8_t tag)
{
    publish_header(der);
    return kedge_der_next_is(der, tag);
}

kedge_status kedge_secret_der_read(kedge_der *der, uint8_t tag, kedge_range *content)
{
    publish_header(der);
    return kedge_der_read(der, tag, content);
}

kedge_status kedge_secret_der_enter(kedge_der *der, uint8_t tag, kedge_der *inner)
{
    publish_header(der);
    return kedge_der_enter(der, tag, inner);
}

kedge_status kedge_secret_der_enter_versioned(kedge_der *der, kedge_der *inner, uint32_t *version)
{
    const kedge_status status = kedge_secret_der_enter(der, KEDGE_TAG_SEQUENCE, inner);

    if (status != KEDGE_OK)
        return status;
    kedge_publish_element(inner);
    return kedge_der_read_unsigned(inner, UINT32_MAX, version);
}

/* A mask: whether the contents octets are those of a positive INTEGER in its shortest form. */
static uint32_t is_positive(const uint8_t *octets, uint32_t size)
{
    const uint32_t next = size > 1 ? octets[1] : 0;
    const uint32_t leads_with_zero = kedge_mask_zero(octets[0]);
    const uint32_t is_not_negative = kedge_mask_less(octets[0], 0x80);
    const uint32_t zero_is_needed = kedge_mask_less(0x7f, next);

    return is_not_negative & (~leads_with_zero | zero_is_needed);
}

kedge_status kedge_secret_der_read_positive(kedge_der *der, kedge_range *content)
{
    const kedge_der before = *der;
    kedge_status status = kedge_secret_der_read(der, KEDGE_TAG_INTEGER, content);

    if (status != KEDGE_OK)
        return status;
    /* That a key is malformed is no secret. */
    if (content->size > 0 && kedge_published(is_positive(der->data + content->offset, content->size)) != 0)
        return KEDGE_OK;
    *der = before;
    return kedge_der_fail(der, KEDGE_PRIVATE_KEY_MALFORMED, content->offset);
}

void kedge_publish_element(const kedge_der *der)
{
    kedge_der ahead = *der;
    kedge_range content;
    uint32_t fault;
    uint8_t tag;

    ahead.fault = &fault;
    publish_header(der);
    if (kedge_der_read_any(&ahead, &tag, &content) == KEDGE_OK)
        kedge_publish(der->data + content.offset, content.size);
}
