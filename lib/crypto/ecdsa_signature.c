/* ecdsa_signature.c - the form of an ECDSA signature: ECDSA-Sig-Value (RFC 3279, 2.2.3). */
#include <kedge/crypto.h>

/* An INTEGER from 1 to 256^order_size - 1, without the zero octet that keeps its sign positive. */
static kedge_status read_scalar(kedge_der *der, size_t order_size, kedge_span *scalar)
{
    kedge_range content;
    kedge_status status = kedge_der_read_integer(der, &content);

    if (status != KEDGE_OK)
        return status;
    *scalar = kedge_span_of(der->data, content);
    if (scalar->data[0] >= 0x80)
        return KEDGE_SIGNATURE_MALFORMED;
    if (scalar->data[0] == 0) {
        scalar->data++;
        scalar->size--;
    }
    return scalar->size >= 1 && scalar->size <= order_size ? KEDGE_OK : KEDGE_SIGNATURE_MALFORMED;
}

kedge_status kedge_ecdsa_signature_read(kedge_span signature, size_t order_size, kedge_span *r, kedge_span *s)
{
    kedge_der outer, inner;
    kedge_span first, second;
    uint32_t fault;

    if (kedge_der_begin(&outer, signature.data, signature.size, &fault) != KEDGE_OK
        || kedge_der_enter(&outer, KEDGE_TAG_SEQUENCE, &inner) != KEDGE_OK
        || kedge_der_finish(&outer) != KEDGE_OK
        || read_scalar(&inner, order_size, &first) != KEDGE_OK
        || read_scalar(&inner, order_size, &second) != KEDGE_OK
        || kedge_der_finish(&inner) != KEDGE_OK)
        return KEDGE_SIGNATURE_MALFORMED;
    *r = first;
    *s = second;
    return KEDGE_OK;
}
