/* extension_policy.c - certificate policies and what constrains them (RFC 5280, 4.2.1.4, 4.2.1.5, 4.2.1.11
 * and 4.2.1.14). */
#include "x509/extension.h"

#include "x509/oid.h"
#include "x509/text.h"

#include <string.h>

static const kedge_oid qualifier_cps = { 8, { KEDGE_OID_PKIX, 2, 1 } };
static const kedge_oid qualifier_user_notice = { 8, { KEDGE_OID_PKIX, 2, 2 } };

/* How many policies are compared with all behind them in one pass over the list. */
#define BLOCK_SIZE 128

/* Policies of a list in order, to find one that occurs twice.  A list that does not fit is walked over once
 * for each block of it: that needs little stack, and few passes for the lists that are allowed. */
typedef struct policy_block {
    kedge_range oid[BLOCK_SIZE];
    uint32_t count;
    uint32_t next;   /* where in the list the first policy stands that found no room */
    uint32_t passed; /* policies of the list, those without room included */
} policy_block;

/* DisplayText is an IA5String, VisibleString, BMPString or UTF8String.  That it has 200 characters at most
 * is a rule that CAs break, and that matters to nobody who does not show it. */
static kedge_status check_display_text(kedge_der *der)
{
    uint32_t start = der->position;
    uint32_t deviations = 0;
    uint8_t tag;
    kedge_range text;
    kedge_status status = kedge_der_read_any(der, &tag, &text);

    if (status != KEDGE_OK)
        return status;
    if (tag != KEDGE_TAG_IA5_STRING && tag != KEDGE_TAG_VISIBLE_STRING && tag != KEDGE_TAG_BMP_STRING
        && tag != KEDGE_TAG_UTF8_STRING)
        return kedge_extension_fail(der, start);
    return kedge_text_check(der, tag, text, &deviations);
}

/* NoticeReference ::= SEQUENCE { organization DisplayText, noticeNumbers SEQUENCE OF INTEGER } */
static kedge_status check_notice_reference(kedge_der *der)
{
    kedge_der inner;
    kedge_der numbers;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = check_display_text(&inner)) != KEDGE_OK
        || (status = kedge_der_enter(&inner, KEDGE_TAG_SEQUENCE, &numbers)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    while (status == KEDGE_OK && !kedge_der_at_end(&numbers)) {
        kedge_range number;

        status = kedge_der_read_integer(&numbers, &number);
    }
    return status;
}

/* UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL } */
static kedge_status check_user_notice(kedge_der *der)
{
    kedge_der inner;
    kedge_status status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner);

    if (status == KEDGE_OK && kedge_der_next_is(&inner, KEDGE_TAG_SEQUENCE))
        status = check_notice_reference(&inner);
    if (status == KEDGE_OK && !kedge_der_at_end(&inner))
        status = check_display_text(&inner);
    return status == KEDGE_OK ? kedge_der_finish(&inner) : status;
}

static kedge_status check_cps(kedge_der *der)
{
    uint32_t deviations = 0;
    kedge_range uri;
    kedge_status status = kedge_der_read(der, KEDGE_TAG_IA5_STRING, &uri);

    return status == KEDGE_OK ? kedge_text_check(der, KEDGE_TAG_IA5_STRING, uri, &deviations) : status;
}

/* PolicyQualifierInfo ::= SEQUENCE { policyQualifierId OBJECT IDENTIFIER, qualifier ANY } */
static kedge_status check_qualifier(kedge_der *der)
{
    kedge_der inner;
    kedge_range oid;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &oid)) != KEDGE_OK)
        return status;
    if (kedge_oid_is(der, oid, &qualifier_cps))
        status = check_cps(&inner);
    else if (kedge_oid_is(der, oid, &qualifier_user_notice))
        status = check_user_notice(&inner);
    else
        status = kedge_der_skip(&inner);
    return status == KEDGE_OK ? kedge_der_finish(&inner) : status;
}

/* policyQualifiers SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL */
static kedge_status check_qualifiers(kedge_der *der)
{
    kedge_der list;
    kedge_status status;

    if (kedge_der_at_end(der))
        return KEDGE_OK;
    status = kedge_extension_enter_list(der, KEDGE_TAG_SEQUENCE, &list);
    while (status == KEDGE_OK && !kedge_der_at_end(&list))
        status = check_qualifier(&list);
    return status;
}

/* Shorter ones first; any order would do. */
static int compare_oids(const kedge_der *der, kedge_range one, kedge_range other)
{
    if (one.size != other.size)
        return one.size < other.size ? -1 : 1;
    return memcmp(der->data + one.offset, der->data + other.offset, one.size);
}

/* The place of the first policy of the block that is not before `oid`. */
static uint32_t find_place(const kedge_der *der, const policy_block *block, kedge_range oid)
{
    uint32_t low = 0;
    uint32_t high = block->count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (compare_oids(der, block->oid[middle], oid) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* `position`: of the policy in the list. */
static kedge_status add_policy(const kedge_der *der, policy_block *block, uint32_t position, kedge_range oid)
{
    const uint32_t place = find_place(der, block, oid);

    if (place < block->count && compare_oids(der, block->oid[place], oid) == 0)
        return kedge_extension_fail(der, oid.offset);
    if (block->passed++ == KEDGE_POLICIES_MAX)
        return kedge_der_fail(der, KEDGE_POLICIES_TOO_MANY, oid.offset);
    if (block->passed == BLOCK_SIZE + 1)
        block->next = position;
    if (block->count == BLOCK_SIZE)
        return KEDGE_OK;
    memmove(block->oid + place + 1, block->oid + place, (block->count - place) * sizeof *block->oid);
    block->oid[place] = oid;
    block->count++;
    return KEDGE_OK;
}

static kedge_status check_policy_information(kedge_der *der, policy_block *block)
{
    const uint32_t position = der->position;
    kedge_der inner;
    kedge_range oid;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &oid)) != KEDGE_OK
        || (status = add_policy(der, block, position, oid)) != KEDGE_OK
        || (status = check_qualifiers(&inner)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

kedge_status kedge_extension_parse_certificate_policies(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der list;
    kedge_status status = kedge_extension_enter_list(value, KEDGE_TAG_SEQUENCE, &list);

    (void)certificate;
    while (status == KEDGE_OK && !kedge_der_at_end(&list)) {
        policy_block block;

        block.count = 0;
        block.next = list.end;
        block.passed = 0;
        while (status == KEDGE_OK && !kedge_der_at_end(&list))
            status = check_policy_information(&list, &block);
        if (block.passed > BLOCK_SIZE)
            list.position = block.next;
    }
    return status;
}

kedge_status kedge_extension_parse_policy_mappings(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der list;
    kedge_status status = kedge_extension_enter_list(value, KEDGE_TAG_SEQUENCE, &list);

    (void)certificate;
    while (status == KEDGE_OK && !kedge_der_at_end(&list)) {
        kedge_der mapping;
        kedge_range oid;

        if ((status = kedge_der_enter(&list, KEDGE_TAG_SEQUENCE, &mapping)) != KEDGE_OK
            || (status = kedge_der_read_oid(&mapping, &oid)) != KEDGE_OK
            || (status = kedge_der_read_oid(&mapping, &oid)) != KEDGE_OK
            || (status = kedge_der_finish(&mapping)) != KEDGE_OK)
            return status;
    }
    return status;
}

/* SkipCerts under `tag`, where it is there. */
static kedge_status read_skip_certs(kedge_der *der, uint8_t tag)
{
    kedge_range content;

    return kedge_der_next_is(der, tag) ? kedge_extension_read_natural(der, tag, &content) : KEDGE_OK;
}

kedge_status kedge_extension_parse_policy_constraints(kedge_der *value, kedge_certificate *certificate)
{
    kedge_der inner;
    kedge_status status = kedge_der_enter(value, KEDGE_TAG_SEQUENCE, &inner);

    if (status != KEDGE_OK)
        return status;
    if (kedge_der_at_end(&inner))
        certificate->deviations |= KEDGE_DEVIATION_POLICY_CONSTRAINTS_EMPTY;
    if ((status = read_skip_certs(&inner, KEDGE_TAG_CONTEXT(0))) != KEDGE_OK
        || (status = read_skip_certs(&inner, KEDGE_TAG_CONTEXT(1))) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

kedge_status kedge_extension_parse_inhibit_any_policy(kedge_der *value, kedge_certificate *certificate)
{
    kedge_range content;

    (void)certificate;
    return kedge_extension_read_natural(value, KEDGE_TAG_INTEGER, &content);
}
