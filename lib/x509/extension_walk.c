/* extension_walk.c - Extensions one after the other (RFC 5280, 4.1.2.9, 5.2 and 5.3; RFC 6960, 4.4). */
#include "x509/extension_walk.h"

#include "x509/oid.h"

kedge_status kedge_extension_walk_over(kedge_extension_walk *walk, const kedge_der *contents)
{
    walk->list = *contents;
    walk->met_count = 0;
    if (kedge_der_at_end(contents))
        return kedge_der_fail(contents, KEDGE_EXTENSIONS_EMPTY, contents->position);
    return KEDGE_OK;
}

kedge_status kedge_extension_walk_begin(kedge_extension_walk *walk, kedge_der *der)
{
    kedge_der contents;
    const kedge_status status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &contents);

    return status == KEDGE_OK ? kedge_extension_walk_over(walk, &contents) : status;
}

static kedge_status note(kedge_extension_walk *walk, uint32_t start)
{
    for (uint32_t i = 0; i < walk->met_count; i++)
        if (kedge_range_equal(&walk->list, walk->met[i], walk->oid))
            return kedge_der_fail(&walk->list, KEDGE_EXTENSION_DUPLICATED, start);
    if (walk->met_count == KEDGE_EXTENSION_WALK_MAX)
        return kedge_der_fail(&walk->list, KEDGE_EXTENSIONS_TOO_MANY, start);
    walk->met[walk->met_count++] = walk->oid;
    return KEDGE_OK;
}

/* Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } */
kedge_status kedge_extension_walk_next(kedge_extension_walk *walk)
{
    const uint32_t start = walk->list.position;
    kedge_der inner;
    kedge_status status;

    walk->critical = false;
    if ((status = kedge_der_enter(&walk->list, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &walk->oid)) != KEDGE_OK)
        return status;
    if (kedge_der_next_is(&inner, KEDGE_TAG_BOOLEAN)
        && (status = kedge_der_read_boolean(&inner, &walk->critical)) != KEDGE_OK)
        return status;
    if ((status = kedge_der_read(&inner, KEDGE_TAG_OCTET_STRING, &walk->value)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    return note(walk, start);
}

kedge_status kedge_extension_walk_all(kedge_extension_walk *walk, kedge_extension_taker *take, void *context)
{
    kedge_status status = KEDGE_OK;

    while (status == KEDGE_OK && !kedge_der_at_end(&walk->list)) {
        kedge_der value;

        status = kedge_extension_walk_next(walk);
        if (status != KEDGE_OK)
            return status;
        value = kedge_der_within(&walk->list, walk->value);
        status = take(context, walk, &value);
    }
    return status;
}
