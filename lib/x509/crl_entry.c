/* crl_entry.c - entries of a revocation list, one after the other (RFC 5280, 5.1.2.6 and 5.3). */
#include "x509/crl_entry.h"

#include "x509/crl_extension.h"

#include <string.h>

kedge_status kedge_crl_entry_read(kedge_der *list, uint8_t version, kedge_crl_entry *entry, kedge_range *names,
                                  uint16_t *unknown_critical)
{
    kedge_crl_entry_extensions extensions = { KEDGE_REASON_UNSPECIFIED, { 0, 0 }, 0 };
    kedge_der inner;
    kedge_der more;
    bool generalized;
    kedge_status status;

    if ((status = kedge_der_enter(list, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_integer(&inner, &entry->serial_number)) != KEDGE_OK
        || (status = kedge_der_read_time(&inner, &entry->revocation_date, &generalized)) != KEDGE_OK)
        return status;
    if (!kedge_der_at_end(&inner)) {
        if (version < 2)
            return kedge_der_fail(&inner, KEDGE_FIELD_NOT_IN_VERSION, inner.position);
        if ((status = kedge_der_enter(&inner, KEDGE_TAG_SEQUENCE, &more)) != KEDGE_OK
            || (status = kedge_crl_entry_extensions_parse(&more, &extensions)) != KEDGE_OK)
            return status;
    }
    entry->reason = extensions.reason;
    *names = extensions.certificate_issuer;
    *unknown_critical = extensions.unknown_critical;
    return kedge_der_finish(&inner);
}

kedge_status kedge_crl_walk_next(kedge_crl_walk *walk, kedge_crl_entry *entry)
{
    kedge_range names = { 0, 0 };
    kedge_status status;

    walk->start = walk->list.position;
    status = kedge_crl_entry_read(&walk->list, walk->version, entry, &names, &walk->unknown_critical);
    if (status != KEDGE_OK)
        return status;
    if (names.size != 0)
        walk->certificate_issuer = names;
    entry->certificate_issuer = walk->certificate_issuer;
    return KEDGE_OK;
}

kedge_der kedge_crl_entry_at(const kedge_crl *crl, uint32_t offset, uint32_t *fault)
{
    return (kedge_der){ crl->der, offset, crl->revoked.offset + crl->revoked.size, fault };
}

kedge_crl_walk kedge_crl_walk_over(const kedge_crl *crl, uint32_t *fault)
{
    return (kedge_crl_walk){ .list = kedge_crl_entry_at(crl, crl->revoked.offset, fault), .version = crl->version };
}

/* Whether entries with this certificateIssuer are about certificates of `issuer`. */
static bool is_about(const kedge_crl *crl, kedge_range certificate_issuer, kedge_span issuer)
{
    uint32_t fault;
    kedge_der element = { crl->der, certificate_issuer.offset,
                          certificate_issuer.offset + certificate_issuer.size, &fault };
    kedge_der names;
    kedge_general_name name;

    if (certificate_issuer.size == 0)
        return kedge_name_equal(kedge_span_of(crl->der, crl->issuer), issuer);
    if (kedge_der_enter(&element, KEDGE_TAG_SEQUENCE, &names) != KEDGE_OK)
        return false;
    while (!kedge_der_at_end(&names) && kedge_general_name_read(&names, &name) == KEDGE_OK)
        if (name.kind == KEDGE_DIRECTORY_NAME && kedge_name_equal(kedge_span_of(crl->der, name.value), issuer))
            return true;
    return false;
}

void kedge_crl_match_add(kedge_crl_match *match, const kedge_crl *crl, const kedge_crl_entry *entry)
{
    if (!match->is_looked_at || match->names != entry->certificate_issuer.offset)
        match->is_about = is_about(crl, entry->certificate_issuer, match->issuer);
    match->is_looked_at = true;
    match->names = entry->certificate_issuer.offset;
    if (!match->is_about || (match->is_found && entry->reason == KEDGE_REASON_REMOVE_FROM_CRL))
        return;
    *match->entry = *entry;
    match->is_found = true;
}

static bool find_by_walking(const kedge_crl *crl, kedge_span issuer, kedge_span serial, kedge_crl_entry *entry)
{
    uint32_t fault;
    kedge_crl_walk walk = kedge_crl_walk_over(crl, &fault);
    kedge_crl_match match = { .issuer = issuer, .entry = entry };
    kedge_crl_entry next;

    while (!kedge_der_at_end(&walk.list) && kedge_crl_walk_next(&walk, &next) == KEDGE_OK) {
        const kedge_span found = kedge_span_of(crl->der, next.serial_number);

        if (found.size == serial.size && memcmp(found.data, serial.data, serial.size) == 0)
            kedge_crl_match_add(&match, crl, &next);
    }
    return match.is_found;
}

bool kedge_crl_find(const kedge_crl *crl, kedge_span issuer, kedge_span serial_number, kedge_crl_entry *entry)
{
    if (crl->index != NULL)
        return kedge_crl_index_find(crl, issuer, serial_number, entry);
    return find_by_walking(crl, issuer, serial_number, entry);
}
