/* general_name.c - GeneralName: its nine forms (RFC 5280, 4.2.1.6). */
#include "x509/name.h"

#include "x509/text.h"

/* Reads the form that the cursor stands at, adds to `*deviations` and answers the name's place. */
typedef kedge_status form_reader(kedge_der *der, uint8_t tag, kedge_range *value, uint32_t *deviations);

/* OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY } */
static kedge_status read_other_name(kedge_der *der, uint8_t tag, kedge_range *value, uint32_t *deviations)
{
    kedge_der inner;
    kedge_der explicit_value;
    kedge_range type;
    kedge_range content;
    uint8_t any;
    kedge_status status;

    (void)deviations;
    if ((status = kedge_der_enter(der, tag, &inner)) != KEDGE_OK)
        return status;
    *value = (kedge_range){ inner.position, inner.end - inner.position };
    if ((status = kedge_der_read_oid(&inner, &type)) != KEDGE_OK
        || (status = kedge_der_enter(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &explicit_value)) != KEDGE_OK
        || (status = kedge_der_read_any(&explicit_value, &any, &content)) != KEDGE_OK
        || (status = kedge_der_finish(&explicit_value)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

static kedge_status read_ia5(kedge_der *der, uint8_t tag, kedge_range *value, uint32_t *deviations)
{
    kedge_status status = kedge_der_read(der, tag, value);

    if (status != KEDGE_OK)
        return status;
    return kedge_text_check(der, KEDGE_TAG_IA5_STRING, *value, deviations);
}

/* ORAddress: its elements, which nothing here interprets. */
static kedge_status read_x400_address(kedge_der *der, uint8_t tag, kedge_range *value, uint32_t *deviations)
{
    kedge_der inner;
    kedge_status status = kedge_der_enter(der, tag, &inner);

    (void)deviations;
    if (status != KEDGE_OK)
        return status;
    *value = (kedge_range){ inner.position, inner.end - inner.position };
    do {
        uint8_t any;
        kedge_range content;

        status = kedge_der_read_any(&inner, &any, &content);
    } while (status == KEDGE_OK && !kedge_der_at_end(&inner));
    return status;
}

/* Name is a CHOICE, and so its tag is EXPLICIT (X.680, 31.2.7). */
static kedge_status read_directory_name(kedge_der *der, uint8_t tag, kedge_range *value, uint32_t *deviations)
{
    kedge_der inner;
    kedge_name_facts facts;
    kedge_status status;

    if ((status = kedge_der_enter(der, tag, &inner)) != KEDGE_OK
        || (status = kedge_der_read_element(&inner, KEDGE_TAG_SEQUENCE, value)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK
        || (status = kedge_name_scan(der, *value, &facts)) != KEDGE_OK)
        return status;
    *deviations |= facts.deviations;
    return KEDGE_OK;
}

/* One DirectoryString under an EXPLICIT tag. */
static kedge_status read_party(kedge_der *der, uint8_t tag, uint32_t *deviations)
{
    kedge_der inner;
    kedge_range text;
    uint8_t type;
    uint32_t start;
    kedge_status status;

    if ((status = kedge_der_enter(der, tag, &inner)) != KEDGE_OK)
        return status;
    start = inner.position;
    if ((status = kedge_der_read_any(&inner, &type, &text)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    if (!kedge_text_is_directory_string(type))
        return kedge_der_fail(der, KEDGE_GENERAL_NAME_MALFORMED, start);
    return kedge_text_check(der, type, text, deviations);
}

/* EDIPartyName ::= SEQUENCE { nameAssigner [0] DirectoryString OPTIONAL, partyName [1] DirectoryString } */
static kedge_status read_edi_party_name(kedge_der *der, uint8_t tag, kedge_range *value, uint32_t *deviations)
{
    kedge_der inner;
    kedge_status status = kedge_der_enter(der, tag, &inner);

    if (status != KEDGE_OK)
        return status;
    *value = (kedge_range){ inner.position, inner.end - inner.position };
    if (kedge_der_next_is(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0))) {
        status = read_party(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), deviations);
        if (status != KEDGE_OK)
            return status;
    }
    status = read_party(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), deviations);
    return status == KEDGE_OK ? kedge_der_finish(&inner) : status;
}

static kedge_status read_ip_address(kedge_der *der, uint8_t tag, kedge_range *value, uint32_t *deviations)
{
    (void)deviations;
    return kedge_der_read(der, tag, value);
}

static kedge_status read_registered_id(kedge_der *der, uint8_t tag, kedge_range *value, uint32_t *deviations)
{
    (void)deviations;
    return kedge_der_read_oid_as(der, tag, value);
}

typedef struct form {
    uint8_t tag;
    form_reader *read;
} form;

#define FORM_COUNT 9

/* By tag number. */
static const form forms[FORM_COUNT] = {
    [KEDGE_OTHER_NAME] = { KEDGE_TAG_CONTEXT_CONSTRUCTED(0), read_other_name },
    [KEDGE_RFC822_NAME] = { KEDGE_TAG_CONTEXT(1), read_ia5 },
    [KEDGE_DNS_NAME] = { KEDGE_TAG_CONTEXT(2), read_ia5 },
    [KEDGE_X400_ADDRESS] = { KEDGE_TAG_CONTEXT_CONSTRUCTED(3), read_x400_address },
    [KEDGE_DIRECTORY_NAME] = { KEDGE_TAG_CONTEXT_CONSTRUCTED(4), read_directory_name },
    [KEDGE_EDI_PARTY_NAME] = { KEDGE_TAG_CONTEXT_CONSTRUCTED(5), read_edi_party_name },
    [KEDGE_URI_NAME] = { KEDGE_TAG_CONTEXT(6), read_ia5 },
    [KEDGE_IP_ADDRESS] = { KEDGE_TAG_CONTEXT(7), read_ip_address },
    [KEDGE_REGISTERED_ID] = { KEDGE_TAG_CONTEXT(8), read_registered_id }
};

/* Why what follows is none of the forms. */
static kedge_status fail_form(const kedge_der *der)
{
    kedge_der next = *der;
    uint8_t tag;
    kedge_range content;
    kedge_status status = kedge_der_read_any(&next, &tag, &content);

    return status != KEDGE_OK ? status : kedge_der_fail(der, KEDGE_GENERAL_NAME_MALFORMED, der->position);
}

kedge_status kedge_general_name_scan(kedge_der *der, kedge_general_name *name, uint32_t *deviations)
{
    uint8_t tag;
    uint8_t number;
    kedge_range value;
    kedge_status status;

    if (kedge_der_at_end(der))
        return fail_form(der);
    tag = der->data[der->position];
    number = tag & 0x1f;
    if (number >= FORM_COUNT || forms[number].tag != tag)
        return fail_form(der);
    status = forms[number].read(der, tag, &value, deviations);
    if (status != KEDGE_OK)
        return status;
    *name = (kedge_general_name){ (kedge_general_name_kind)number, value };
    return KEDGE_OK;
}

kedge_status kedge_general_name_read(kedge_der *der, kedge_general_name *name)
{
    uint32_t deviations = 0;

    return kedge_general_name_scan(der, name, &deviations);
}

kedge_status kedge_general_name_check(kedge_der *der, uint32_t *deviations)
{
    kedge_general_name name = { 0 }; /* gcc cannot see that a success fills it */
    kedge_status status = kedge_general_name_scan(der, &name, deviations);

    if (status != KEDGE_OK)
        return status;
    if (name.kind == KEDGE_IP_ADDRESS && name.value.size != 4 && name.value.size != 16)
        return kedge_der_fail(der, KEDGE_GENERAL_NAME_MALFORMED, name.value.offset);
    return KEDGE_OK;
}

kedge_status kedge_general_names_check(kedge_der *names, uint32_t *deviations)
{
    kedge_status status;

    if (kedge_der_at_end(names))
        return kedge_der_fail(names, KEDGE_EXTENSION_MALFORMED, names->position);
    do
        status = kedge_general_name_check(names, deviations);
    while (status == KEDGE_OK && !kedge_der_at_end(names));
    return status;
}
