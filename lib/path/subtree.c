/* subtree.c - how names lie to subtrees, form by form (RFC 5280, 4.2.1.10).
 *
 * A subtree that is not of the form that its kind demands is not guessed at: a dNSName with a leading dot, a
 * mask with holes, a mailbox with a quoted local part.  Nor is a name.
 */
#include "path/subtree.h"

#include "path/text_name.h"

#include <string.h>

kedge_status kedge_subtree_lists_read(kedge_der value, kedge_subtree_lists *lists)
{
    const kedge_der none = { value.data, value.end, value.end, value.fault };
    kedge_der fields;
    kedge_status status = kedge_der_enter(&value, KEDGE_TAG_SEQUENCE, &fields);

    lists->permitted = none;
    lists->excluded = none;
    if (status == KEDGE_OK && kedge_der_next_is(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        status = kedge_der_enter(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &lists->permitted);
    if (status == KEDGE_OK && kedge_der_next_is(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(1)))
        status = kedge_der_enter(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &lists->excluded);
    return status == KEDGE_OK ? kedge_der_finish(&fields) : status;
}

/* What follows the base can only be `minimum` 0: parsing refuses other distances. */
kedge_status kedge_subtree_read(kedge_der *list, kedge_subtree *subtree)
{
    kedge_der fields;
    kedge_general_name base;
    kedge_status status = kedge_der_enter(list, KEDGE_TAG_SEQUENCE, &fields);

    if (status == KEDGE_OK)
        status = kedge_general_name_read(&fields, &base);
    if (status != KEDGE_OK)
        return status;
    subtree->kind = base.kind;
    subtree->base = kedge_span_of(fields.data, base.value);
    return KEDGE_OK;
}

/* The base of a mailbox's or URI's subtree: a host, or with a dot before it all hosts below it and not that
 * host itself.  The empty base is defined for neither. */
static bool is_exact_host(kedge_span base)
{
    if (base.size > 0 && base.data[0] == '.')
        base = (kedge_span){ base.data + 1, base.size - 1 };
    return kedge_host_is_valid(base);
}

static bool is_mailbox_base(kedge_span base)
{
    kedge_mailbox mailbox;

    return is_exact_host(base) || kedge_mailbox_read(base, &mailbox);
}

/* An address and a mask: ones, then zeros (RFC 4632, 3.1). */
static bool is_address_range(kedge_span base)
{
    const uint8_t *mask = base.data + base.size / 2;
    bool has_ended = false;

    if (base.size != 8 && base.size != 32)
        return false;
    for (size_t bit = 0; bit < base.size / 2 * 8; bit++) {
        const bool is_set = (mask[bit / 8] >> (7 - bit % 8) & 1) != 0;

        if (is_set && has_ended)
            return false;
        has_ended = has_ended || !is_set;
    }
    return true;
}

bool kedge_subtree_is_judged(const kedge_subtree *subtree)
{
    switch (subtree->kind) {
    case KEDGE_DNS_NAME: return subtree->base.size == 0 || kedge_host_is_valid(subtree->base);
    case KEDGE_RFC822_NAME: return is_mailbox_base(subtree->base);
    case KEDGE_URI_NAME: return is_exact_host(subtree->base);
    case KEDGE_IP_ADDRESS: return is_address_range(subtree->base);
    case KEDGE_DIRECTORY_NAME: return true;
    case KEDGE_OTHER_NAME:
    case KEDGE_X400_ADDRESS:
    case KEDGE_EDI_PARTY_NAME:
    case KEDGE_REGISTERED_ID: return false;
    }
    return false;
}

static bool is_mailbox(kedge_span name)
{
    kedge_mailbox mailbox;

    return kedge_mailbox_read(name, &mailbox);
}

/* A URI without an authority, or whose host is an address, must be refused. */
static bool is_uri_with_host(kedge_span name)
{
    kedge_uri uri;

    return kedge_uri_read(name, &uri) && uri.has_authority;
}

bool kedge_presented_name_is_judged(const kedge_presented_name *name)
{
    kedge_span domain;

    if (!name->is_readable)
        return false;
    switch (name->kind) {
    case KEDGE_DNS_NAME:
        return kedge_host_is_valid(name->value) || kedge_host_is_wildcard(name->value, &domain);
    case KEDGE_RFC822_NAME: return is_mailbox(name->value);
    case KEDGE_URI_NAME: return is_uri_with_host(name->value);
    case KEDGE_IP_ADDRESS: return name->value.size == 4 || name->value.size == 16;
    case KEDGE_DIRECTORY_NAME: return true;
    case KEDGE_OTHER_NAME:
    case KEDGE_X400_ADDRESS:
    case KEDGE_EDI_PARTY_NAME:
    case KEDGE_REGISTERED_ID: return false;
    }
    return false;
}

static kedge_relation inside_if(bool is_inside)
{
    return is_inside ? KEDGE_INSIDE : KEDGE_OUTSIDE;
}

/* Adding labels on the left stays inside; the empty base is the whole of the DNS.  A wildcard stands for
 * every single label: all of them lie inside or, where the base is one label longer than the wildcard's
 * domain, one of them does. */
static kedge_relation relate_host(kedge_span base, kedge_span name)
{
    kedge_span domain;

    if (!kedge_host_is_wildcard(name, &domain))
        return inside_if(kedge_host_is_within(name, base));
    if (kedge_host_is_within(domain, base))
        return KEDGE_INSIDE;
    return kedge_text_name_equal(kedge_host_parent(base), domain) ? KEDGE_OVERLAPPING : KEDGE_OUTSIDE;
}

static kedge_relation relate_exact_host(kedge_span base, kedge_span host)
{
    if (base.data[0] != '.')
        return inside_if(kedge_text_name_equal(host, base));
    base = (kedge_span){ base.data + 1, base.size - 1 };
    return inside_if(host.size > base.size && kedge_host_is_within(host, base));
}

static kedge_relation relate_mailbox(kedge_span base, kedge_span name)
{
    kedge_mailbox mailbox;
    kedge_mailbox only;

    if (!kedge_mailbox_read(name, &mailbox))
        return KEDGE_OUTSIDE;
    if (!kedge_mailbox_read(base, &only))
        return relate_exact_host(base, mailbox.domain);
    return inside_if(mailbox.local.size == only.local.size
                     && memcmp(mailbox.local.data, only.local.data, only.local.size) == 0
                     && kedge_text_name_equal(mailbox.domain, only.domain));
}

static kedge_relation relate_uri(kedge_span base, kedge_span name)
{
    kedge_uri uri;

    return kedge_uri_read(name, &uri) ? relate_exact_host(base, uri.host) : KEDGE_OUTSIDE;
}

static kedge_relation relate_address(kedge_span base, kedge_span name)
{
    const uint8_t *mask = base.data + name.size;
    uint8_t difference = 0;

    if (base.size != 2 * name.size)
        return KEDGE_OUTSIDE;
    for (size_t i = 0; i < name.size; i++)
        difference = (uint8_t)(difference | ((base.data[i] ^ name.data[i]) & mask[i]));
    return inside_if(difference == 0);
}

kedge_relation kedge_subtree_relate(const kedge_subtree *subtree, const kedge_presented_name *name)
{
    switch (subtree->kind) {
    case KEDGE_DNS_NAME: return relate_host(subtree->base, name->value);
    case KEDGE_RFC822_NAME: return relate_mailbox(subtree->base, name->value);
    case KEDGE_URI_NAME: return relate_uri(subtree->base, name->value);
    case KEDGE_IP_ADDRESS: return relate_address(subtree->base, name->value);
    case KEDGE_DIRECTORY_NAME: return inside_if(kedge_name_within(name->value, subtree->base));
    case KEDGE_OTHER_NAME:
    case KEDGE_X400_ADDRESS:
    case KEDGE_EDI_PARTY_NAME:
    case KEDGE_REGISTERED_ID: break;
    }
    return KEDGE_OUTSIDE;
}
