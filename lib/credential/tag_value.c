/* tag_value.c - what is given for a slot, as it is stored. */
#include "credential/tag_value.h"

#include <kedge/pem.h>

#include <string.h>

#include "credential/private_key.h"
#include "credential/secret.h"
#include "credential/secret_base64.h"

#define SIZE_MAX_OTHER 65535 /* RFC 8446, 4.2.11: a PskIdentity */

static kedge_status copy(kedge_tag_writer *to, kedge_span value)
{
    if (to->capacity - to->size < value.size)
        return KEDGE_MEMORY_TOO_SMALL;
    memcpy(to->octets + to->size, value.data, value.size);
    to->size += value.size;
    return KEDGE_OK;
}

/* Certificates of a text.  What is no certificate is a mistake: a private key, above all. */
static kedge_status write_text(kedge_tag_writer *to, kedge_span text, kedge_tag_report *report)
{
    kedge_pem pem;
    kedge_pem_block block;
    kedge_status status;
    size_t written = 0;

    kedge_pem_begin(&pem, text.data, text.size, KEDGE_PEM_LAX);
    while ((status = kedge_pem_next(&pem, &block)) == KEDGE_OK) {
        pem.fault = (size_t)(block.label.data - text.data);
        if (!kedge_pem_is_certificate(block.label))
            status = kedge_pem_is_private_key(block.label) ? KEDGE_PEM_PRIVATE_KEY : KEDGE_PEM_NOT_CERTIFICATE;
        else
            status = kedge_pem_decode(&pem, &block, to->octets + to->size, to->capacity - to->size, &written);
        if (status != KEDGE_OK)
            break;
        to->size += written;
        report->certificate++;
    }
    report->offset = (uint32_t)pem.fault;
    if (status != KEDGE_PEM_END)
        return status;
    return report->certificate > 0 ? KEDGE_OK : KEDGE_NO_CERTIFICATE;
}

/* A key's text is stored as it is where its headers say how it is encrypted, else decoded. */
static kedge_status write_key_text(kedge_tag_writer *to, kedge_span text, kedge_tag_report *report)
{
    kedge_private_form form;
    kedge_encryption how;
    kedge_span base64;
    bool is_encrypted;
    size_t written = 0, fault = 0;
    kedge_status status = kedge_private_key_find(text, &form, &is_encrypted, &how, &base64, &report->offset);

    if (status != KEDGE_OK)
        return status;
    if (is_encrypted)
        return copy(to, text);
    status = kedge_secret_base64_decode(base64, to->octets + to->size, to->capacity - to->size, &written, &fault);
    report->offset += (uint32_t)fault;
    if (status == KEDGE_OK && (written == 0 || to->octets[to->size] != KEDGE_TAG_SEQUENCE))
        return KEDGE_PRIVATE_KEY_MALFORMED; /* what is no DER would be taken for text when it is opened */
    to->size += written;
    return status;
}

kedge_status kedge_tag_value_write(kedge_tag_writer *to, kedge_tag_slot slot, kedge_span value,
                                   kedge_tag_report *report)
{
    const bool is_der = value.size > 0 && value.data[0] == KEDGE_TAG_SEQUENCE;
    const size_t begin = to->size;
    kedge_status status = KEDGE_OK;

    report->slot = slot;
    report->certificate = 0;
    if (value.size == 0 || value.size > KEDGE_DER_SIZE_MAX)
        return KEDGE_BAD_ARGUMENT;
    if (!kedge_tag_slot_begin(to, slot))
        return KEDGE_MEMORY_TOO_SMALL;
    switch (slot) {
    case KEDGE_SLOT_ROOTS:
    case KEDGE_SLOT_CERTIFICATES:
        status = is_der ? copy(to, value) : write_text(to, value, report);
        break;
    case KEDGE_SLOT_PRIVATE_KEY:
        status = is_der ? copy(to, value) : write_key_text(to, value, report);
        break;
    case KEDGE_SLOT_PASSWORD:
    case KEDGE_SLOT_PSK:
    case KEDGE_SLOT_PSK_IDENTITY:
    case KEDGE_SLOT_COUNT:
        status = value.size <= SIZE_MAX_OTHER ? copy(to, value) : KEDGE_BAD_ARGUMENT;
        break;
    }
    if (status == KEDGE_OK)
        kedge_tag_slot_close(to, begin);
    return status;
}
