/* sct.c - signed certificate timestamps: reading a list of them (RFC 6962, 3.3). */
#include <kedge/sct.h>

#include <string.h>

/* Fields in the presentation language of TLS (RFC 5246, 4): numbers big-endian, vectors after their lengths. */

static bool read_number(kedge_span *rest, size_t octets, uint64_t *value)
{
    if (rest->size < octets)
        return false;
    *value = 0;
    for (size_t i = 0; i < octets; i++)
        *value = *value << 8 | rest->data[i];
    rest->data += octets;
    rest->size -= octets;
    return true;
}

static bool read_octets(kedge_span *rest, size_t size, kedge_span *octets)
{
    if (rest->size < size)
        return false;
    *octets = (kedge_span){ rest->data, size };
    rest->data += size;
    rest->size -= size;
    return true;
}

static bool read_vector(kedge_span *rest, kedge_span *vector)
{
    uint64_t size;

    return read_number(rest, 2, &size) && read_octets(rest, (size_t)size, vector);
}

static bool read_octet(kedge_span *rest, uint8_t *octet)
{
    uint64_t value;

    if (!read_number(rest, 1, &value))
        return false;
    *octet = (uint8_t)value;
    return true;
}

kedge_status kedge_sct_list_begin(kedge_sct_list *list, kedge_span bytes)
{
    if (!read_vector(&bytes, &list->rest) || bytes.size != 0 || list->rest.size == 0)
        return KEDGE_SCT_MALFORMED;
    return KEDGE_OK;
}

static bool read_version_1(kedge_span fields, kedge_sct *sct)
{
    return read_octets(&fields, KEDGE_SCT_LOG_ID_SIZE, &sct->log_id) && read_number(&fields, 8, &sct->timestamp)
           && read_vector(&fields, &sct->extensions) && read_octet(&fields, &sct->hash)
           && read_octet(&fields, &sct->signer) && read_vector(&fields, &sct->signature) && fields.size == 0;
}

kedge_status kedge_sct_list_next(kedge_sct_list *list, kedge_sct *sct, bool *found)
{
    kedge_span fields;

    *found = false;
    if (list->rest.size == 0)
        return KEDGE_OK;
    memset(sct, 0, sizeof *sct);
    if (!read_vector(&list->rest, &fields) || !read_octet(&fields, &sct->version))
        return KEDGE_SCT_MALFORMED;
    if (sct->version == 0 && !read_version_1(fields, sct))
        return KEDGE_SCT_MALFORMED;
    *found = true;
    return KEDGE_OK;
}

kedge_span kedge_certificate_sct_list(const kedge_certificate *certificate)
{
    const kedge_span none = { NULL, 0 };
    uint32_t fault;
    kedge_der value;
    kedge_range content;

    if (!kedge_certificate_has(certificate, KEDGE_EXT_SCT_LIST))
        return none;
    value = kedge_certificate_extension(certificate, KEDGE_EXT_SCT_LIST, &fault);
    return kedge_der_read(&value, KEDGE_TAG_OCTET_STRING, &content) == KEDGE_OK
               ? kedge_certificate_span(certificate, content)
               : none;
}
