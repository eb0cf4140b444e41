/* tag_check.c - what a tag would hold, checked before it is stored and when it is asked for. */
#include "credential/tag_value.h"

#include <kedge/credential.h>

static kedge_status check_dates(const kedge_certificate *certificate, const kedge_tag_change *change,
                                kedge_tag_report *report)
{
    const int64_t now = change->time.seconds;
    kedge_status status = KEDGE_OK;

    if (change->time.kind == KEDGE_TIME_WAIVED)
        return KEDGE_OK;
    if (certificate->not_after < now) {
        report->expired |= UINT32_C(1) << report->slot;
        status = KEDGE_EXPIRED;
    } else if (change->time.kind == KEDGE_TIME_AT && now < certificate->not_before) {
        report->not_yet_valid |= UINT32_C(1) << report->slot;
        status = KEDGE_NOT_YET_VALID;
    }
    return (change->flags & KEDGE_TAG_DATES_BIND) != 0 ? status : KEDGE_OK;
}

bool kedge_certificates_next(kedge_span *rest, kedge_span *certificate)
{
    kedge_der der;
    kedge_range element;
    uint32_t fault;

    if (rest->size == 0 || kedge_der_begin(&der, rest->data, rest->size, &fault) != KEDGE_OK
        || kedge_der_read_element(&der, KEDGE_TAG_SEQUENCE, &element) != KEDGE_OK)
        return false;
    *certificate = (kedge_span){ rest->data, element.size };
    rest->data += element.size;
    rest->size -= element.size;
    return true;
}

static kedge_status check_certificates(kedge_span rest, const kedge_tag_change *change, kedge_tag_report *report)
{
    kedge_certificate certificate;
    kedge_span one;

    report->certificate = 0;
    while (rest.size > 0) {
        kedge_status status;

        if (!kedge_certificates_next(&rest, &one))
            one = rest; /* the parser says what is wrong with it */
        status = kedge_certificate_parse(&certificate, one.data, one.size, &report->offset);
        if (status == KEDGE_OK) {
            report->offset = certificate.validity.offset;
            status = check_dates(&certificate, change, report);
        }
        if (status != KEDGE_OK)
            return status;
        report->certificate++;
    }
    return KEDGE_OK;
}

kedge_status kedge_tag_key_open(const kedge_tag_contents *contents, uint32_t iterations_max, uint8_t *memory,
                                size_t size, kedge_private_key *key, kedge_tag_report *report)
{
    const kedge_private_key_options options = { contents->slot[KEDGE_SLOT_PASSWORD], iterations_max };
    kedge_span rest = contents->slot[KEDGE_SLOT_CERTIFICATES];
    kedge_certificate certificate;
    kedge_span own;
    uint32_t fault;
    kedge_status status;

    *key = (kedge_private_key){ .type = KEDGE_KEY_UNKNOWN };
    if (contents->slot[KEDGE_SLOT_PRIVATE_KEY].data == NULL)
        return KEDGE_OK;
    report->slot = KEDGE_SLOT_PRIVATE_KEY;
    report->certificate = 0;
    status = kedge_private_key_open(key, contents->slot[KEDGE_SLOT_PRIVATE_KEY], &options, memory, size,
                                    &report->offset);
    if (status != KEDGE_OK || !kedge_certificates_next(&rest, &own))
        return status;
    status = kedge_certificate_parse(&certificate, own.data, own.size, &fault);
    if (status == KEDGE_OK)
        status = kedge_private_key_matches(key, &certificate.key);
    if (status != KEDGE_OK)
        kedge_private_key_wipe(key);
    return status;
}

kedge_status kedge_tag_contents_check(const kedge_tag_contents *contents, const kedge_tag_change *change,
                                      uint8_t *memory, size_t size, kedge_tag_report *report)
{
    kedge_private_key key;
    kedge_status status = KEDGE_OK;

    for (kedge_tag_slot slot = KEDGE_SLOT_ROOTS; slot <= KEDGE_SLOT_CERTIFICATES && status == KEDGE_OK; slot++) {
        report->slot = slot;
        status = check_certificates(contents->slot[slot], change, report);
    }
    if (status == KEDGE_OK)
        status = kedge_tag_key_open(contents, change->iterations_max, memory, size, &key, report);
    if (status == KEDGE_OK)
        kedge_private_key_wipe(&key);
    return status;
}
