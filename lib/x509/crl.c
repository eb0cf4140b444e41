/* crl.c - a certificate revocation list from its bytes (RFC 5280, 5.1). */
#include "x509/crl_entry.h"
#include "x509/crl_extension.h"

#include "x509/name.h"
#include "x509/oid.h"
#include "x509/text.h"

/* Version ::= INTEGER, present only as v2(1) (RFC 5280, 5.1.2.1) */
static kedge_status read_version(kedge_der *tbs, kedge_crl *crl)
{
    uint32_t start = tbs->position;
    uint32_t value;
    kedge_status status;

    crl->version = 1;
    if (!kedge_der_next_is(tbs, KEDGE_TAG_INTEGER))
        return KEDGE_OK;
    status = kedge_der_read_unsigned(tbs, 1, &value);
    if (status == KEDGE_DER_INTEGER_RANGE || (status == KEDGE_OK && value != 1))
        return kedge_der_fail(tbs, KEDGE_BAD_VERSION, start);
    crl->version = 2;
    return status;
}

static kedge_status read_issuer(kedge_der *tbs, kedge_crl *crl)
{
    kedge_name_facts facts;
    kedge_status status = kedge_der_read_element(tbs, KEDGE_TAG_SEQUENCE, &crl->issuer);

    if (status == KEDGE_OK)
        status = kedge_name_scan(tbs, crl->issuer, &facts);
    if (status != KEDGE_OK)
        return status;
    if (facts.is_empty)
        return kedge_der_fail(tbs, KEDGE_ISSUER_EMPTY, crl->issuer.offset);
    crl->issuer_hash = facts.hash;
    return KEDGE_OK;
}

static bool is_time_next(const kedge_der *der)
{
    return kedge_der_next_is(der, KEDGE_TAG_UTC_TIME) || kedge_der_next_is(der, KEDGE_TAG_GENERALIZED_TIME);
}

static kedge_status read_updates(kedge_der *tbs, kedge_crl *crl)
{
    bool generalized;
    kedge_status status = kedge_der_read_time(tbs, &crl->this_update, &generalized);

    if (status != KEDGE_OK || !is_time_next(tbs))
        return status;
    crl->has_next_update = true;
    return kedge_der_read_time(tbs, &crl->next_update, &generalized);
}

/* revokedCertificates is absent where there are none (RFC 5280, 5.1.2.6). */
static kedge_status read_revoked(kedge_der *tbs, kedge_crl *crl)
{
    kedge_crl_walk walk = { .version = crl->version };
    kedge_crl_entry entry;
    kedge_status status = KEDGE_OK;

    if (!kedge_der_next_is(tbs, KEDGE_TAG_SEQUENCE))
        return KEDGE_OK;
    status = kedge_der_enter(tbs, KEDGE_TAG_SEQUENCE, &walk.list);
    if (status != KEDGE_OK)
        return status;
    crl->revoked = (kedge_range){ walk.list.position, walk.list.end - walk.list.position };
    while (!kedge_der_at_end(&walk.list)) {
        status = kedge_crl_walk_next(&walk, &entry);
        if (status != KEDGE_OK)
            return status;
        if (walk.unknown_critical != 0)
            crl->unknown_critical = 1;
        if (entry.certificate_issuer.size != 0)
            crl->has_entry_issuers = true;
        crl->revoked_count++;
    }
    return KEDGE_OK;
}

/* crlExtensions [0] EXPLICIT, of v2 alone */
static kedge_status read_extensions(kedge_der *tbs, kedge_crl *crl)
{
    kedge_der inner;
    kedge_der list;
    kedge_status status;

    if (!kedge_der_next_is(tbs, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return KEDGE_OK;
    if (crl->version < 2)
        return kedge_der_fail(tbs, KEDGE_FIELD_NOT_IN_VERSION, tbs->position);
    if ((status = kedge_der_enter(tbs, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &inner)) != KEDGE_OK
        || (status = kedge_der_enter(&inner, KEDGE_TAG_SEQUENCE, &list)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    return kedge_crl_extensions_parse(&list, crl);
}

static kedge_status read_tbs(kedge_der *outer, kedge_crl *crl, kedge_range *algorithm)
{
    uint32_t start = outer->position;
    kedge_der tbs;
    kedge_status status;

    if ((status = kedge_der_enter(outer, KEDGE_TAG_SEQUENCE, &tbs)) != KEDGE_OK
        || (status = read_version(&tbs, crl)) != KEDGE_OK
        || (status = kedge_algorithm_read(&tbs, &crl->algorithm, algorithm)) != KEDGE_OK
        || (status = read_issuer(&tbs, crl)) != KEDGE_OK
        || (status = read_updates(&tbs, crl)) != KEDGE_OK
        || (status = read_revoked(&tbs, crl)) != KEDGE_OK
        || (status = read_extensions(&tbs, crl)) != KEDGE_OK
        || (status = kedge_der_finish(&tbs)) != KEDGE_OK)
        return status;
    crl->tbs_cert_list = (kedge_range){ start, outer->position - start };
    return KEDGE_OK;
}

static kedge_status read_signature(kedge_der *outer, kedge_crl *crl, kedge_range algorithm)
{
    kedge_status status = kedge_der_read_element(outer, KEDGE_TAG_SEQUENCE, &crl->algorithm_identifier);

    if (status != KEDGE_OK)
        return status;
    if (!kedge_range_equal(outer, crl->algorithm_identifier, algorithm))
        return kedge_der_fail(outer, KEDGE_ALGORITHM_MISMATCH, crl->algorithm_identifier.offset);
    return kedge_der_read_bit_octets(outer, &crl->signature);
}

static kedge_status parse(kedge_crl *crl, const uint8_t *der, size_t size, uint32_t *fault)
{
    kedge_der whole;
    kedge_der outer;
    kedge_range algorithm;
    kedge_status status = kedge_der_begin(&whole, der, size, fault);

    if (status != KEDGE_OK)
        return status;
    crl->der = der;
    crl->size = (uint32_t)size;
    crl->scope.reasons = KEDGE_REASONS_ALL;
    if ((status = kedge_der_enter(&whole, KEDGE_TAG_SEQUENCE, &outer)) != KEDGE_OK
        || (status = kedge_der_finish(&whole)) != KEDGE_OK
        || (status = read_tbs(&outer, crl, &algorithm)) != KEDGE_OK
        || (status = read_signature(&outer, crl, algorithm)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&outer);
}

static uint64_t hash_scope(const kedge_crl *crl)
{
    const kedge_span key = kedge_span_of(crl->der, crl->authority_key_identifier);
    const kedge_span point = kedge_span_of(crl->der, crl->scope.distribution_point);
    kedge_text_hash hash = { crl->issuer_hash, 0, 0 };

    kedge_text_hash_add(&hash, crl->scope.reasons);
    for (size_t i = 0; i < key.size; i++)
        kedge_text_hash_add(&hash, key.data[i]);
    kedge_text_hash_align(&hash);
    for (size_t i = 0; i < point.size; i++)
        kedge_text_hash_add(&hash, point.data[i]);
    return kedge_text_hash_end(&hash);
}

kedge_status kedge_crl_parse(kedge_crl *crl, const uint8_t *der, size_t size, uint32_t *fault)
{
    kedge_status status;

    memset(crl, 0, sizeof *crl);
    status = parse(crl, der, size, fault);
    if (status == KEDGE_OK)
        crl->scope_hash = hash_scope(crl);
    else
        memset(crl, 0, sizeof *crl);
    return status;
}
