/* ocsp.c - an OCSP response from its bytes (RFC 6960, 4.2.1). */
#include <kedge/ocsp.h>

#include "x509/crl_extension.h"
#include "x509/extension_walk.h"
#include "x509/name.h"
#include "x509/oid.h"

#define OCSP_OID(n) { 9, { KEDGE_OID_PKIX, 48, 1, n } }
static const kedge_oid basic_response = OCSP_OID(1);
static const kedge_oid nonce_extension = OCSP_OID(2);

/* RFC 9654, 2.1: a nonce has 1 to 128 octets. */
#define NONCE_MAX 128

static kedge_status fail(const kedge_der *der, uint32_t offset)
{
    return kedge_der_fail(der, KEDGE_OCSP_MALFORMED, offset);
}

/* --- extensions --- */

typedef struct extensions_found {
    kedge_range nonce;
    uint16_t unknown_critical;
} extensions_found;

static kedge_status read_nonce(kedge_der *value, kedge_range *nonce)
{
    const kedge_status status = kedge_der_read(value, KEDGE_TAG_OCTET_STRING, nonce);

    if (status != KEDGE_OK)
        return status;
    if (nonce->size == 0 || nonce->size > NONCE_MAX)
        return fail(value, nonce->offset);
    return kedge_der_finish(value);
}

static kedge_status take_extension(void *context, const kedge_extension_walk *walk, kedge_der *value)
{
    extensions_found *found = context;

    if (kedge_oid_is(&walk->list, walk->oid, &nonce_extension))
        return read_nonce(value, &found->nonce);
    found->unknown_critical = (uint16_t)(found->unknown_critical + walk->critical);
    return KEDGE_OK;
}

/* Of responses and of single answers.  Nothing else is known: what is critical is counted. */
static kedge_status read_extensions(kedge_der *der, extensions_found *found)
{
    kedge_der outer;
    kedge_extension_walk walk;
    kedge_status status;

    found->nonce = (kedge_range){ 0, 0 };
    found->unknown_critical = 0;
    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1)))
        return KEDGE_OK;
    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &outer)) != KEDGE_OK
        || (status = kedge_extension_walk_begin(&walk, &outer)) != KEDGE_OK
        || (status = kedge_der_finish(&outer)) != KEDGE_OK)
        return status;
    return kedge_extension_walk_all(&walk, take_extension, found);
}

/* --- single answers --- */

typedef struct hash_row {
    kedge_oid oid;
    uint8_t hash;
} hash_row;

#define NIST_HASH(n) { 9, { 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, n } }

static const hash_row hashes[] = {
    { { 5, { 0x2b, 0x0e, 3, 2, 0x1a } }, KEDGE_HASH_SHA1 },
    { NIST_HASH(4), KEDGE_HASH_SHA224 },
    { NIST_HASH(1), KEDGE_HASH_SHA256 },
    { NIST_HASH(2), KEDGE_HASH_SHA384 },
    { NIST_HASH(3), KEDGE_HASH_SHA512 },
};

/* AlgorithmIdentifier of a hash: parameters absent or NULL (RFC 5754, 2).  One that is not known may have any. */
static kedge_status read_hash(kedge_der *der, uint8_t *hash)
{
    kedge_der inner;
    kedge_range oid;
    kedge_status status;

    *hash = KEDGE_HASH_NONE;
    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &oid)) != KEDGE_OK)
        return status;
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++)
        if (kedge_oid_is(der, oid, &hashes[i].oid))
            *hash = hashes[i].hash;
    if (*hash == KEDGE_HASH_NONE)
        return KEDGE_OK;
    if (kedge_der_next_is(&inner, KEDGE_TAG_NULL) && (status = kedge_der_read_null(&inner)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

static kedge_status read_digest(kedge_der *der, uint8_t hash, kedge_range *digest)
{
    const kedge_status status = kedge_der_read(der, KEDGE_TAG_OCTET_STRING, digest);

    if (status == KEDGE_OK && hash != KEDGE_HASH_NONE && digest->size != kedge_hash_size((kedge_hash)hash))
        return fail(der, digest->offset);
    return status;
}

static kedge_status read_certificate_id(kedge_der *der, kedge_ocsp_single *single)
{
    kedge_der inner;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = read_hash(&inner, &single->hash)) != KEDGE_OK
        || (status = read_digest(&inner, single->hash, &single->issuer_name_hash)) != KEDGE_OK
        || (status = read_digest(&inner, single->hash, &single->issuer_key_hash)) != KEDGE_OK
        || (status = kedge_der_read_integer(&inner, &single->serial_number)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&inner);
}

/* All times of a response are GeneralizedTime. */
static kedge_status read_time(kedge_der *der, int64_t *seconds)
{
    bool generalized;

    if (kedge_der_next_is(der, KEDGE_TAG_UTC_TIME))
        return fail(der, der->position);
    return kedge_der_read_time(der, seconds, &generalized);
}

/* RevokedInfo under an IMPLICIT tag. */
static kedge_status read_revoked(kedge_der *der, kedge_ocsp_single *single)
{
    kedge_reason reason = KEDGE_REASON_UNSPECIFIED;
    kedge_der inner;
    kedge_der outer;
    kedge_status status;

    single->status = KEDGE_OCSP_REVOKED;
    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &inner)) != KEDGE_OK
        || (status = read_time(&inner, &single->revocation_time)) != KEDGE_OK)
        return status;
    if (kedge_der_next_is(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0))) {
        if ((status = kedge_der_enter(&inner, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &outer)) != KEDGE_OK
            || (status = kedge_crl_reason_read(&outer, &reason)) != KEDGE_OK
            || (status = kedge_der_finish(&outer)) != KEDGE_OK)
            return status;
    }
    single->reason = (uint8_t)reason;
    return kedge_der_finish(&inner);
}

/* good and unknown are NULLs under IMPLICIT tags. */
static kedge_status read_certificate_status(kedge_der *der, kedge_ocsp_single *single)
{
    const uint8_t tag = kedge_der_next_is(der, KEDGE_TAG_CONTEXT(2)) ? KEDGE_TAG_CONTEXT(2) : KEDGE_TAG_CONTEXT(0);
    kedge_range content;
    kedge_status status;

    if (kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1)))
        return read_revoked(der, single);
    single->status = tag == KEDGE_TAG_CONTEXT(2) ? KEDGE_OCSP_UNKNOWN : KEDGE_OCSP_GOOD;
    status = kedge_der_read(der, tag, &content);
    if (status == KEDGE_OK && content.size != 0)
        return fail(der, content.offset);
    return status;
}

static kedge_status read_next_update(kedge_der *der, kedge_ocsp_single *single)
{
    kedge_der outer;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return KEDGE_OK;
    single->has_next_update = true;
    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &outer)) != KEDGE_OK
        || (status = read_time(&outer, &single->next_update)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&outer);
}

kedge_status kedge_ocsp_single_read(kedge_der *responses, kedge_ocsp_single *single)
{
    extensions_found extensions;
    kedge_der inner;
    kedge_status status;

    memset(single, 0, sizeof *single);
    if ((status = kedge_der_enter(responses, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = read_certificate_id(&inner, single)) != KEDGE_OK
        || (status = read_certificate_status(&inner, single)) != KEDGE_OK
        || (status = read_time(&inner, &single->this_update)) != KEDGE_OK
        || (status = read_next_update(&inner, single)) != KEDGE_OK
        || (status = read_extensions(&inner, &extensions)) != KEDGE_OK)
        return status;
    single->unknown_critical = extensions.unknown_critical;
    return kedge_der_finish(&inner);
}

/* --- the response --- */

/* Version DEFAULT v1, which is the only one, so that DER never has it. */
static kedge_status refuse_version(const kedge_der *der)
{
    if (kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return kedge_der_fail(der, KEDGE_BAD_VERSION, der->position);
    return KEDGE_OK;
}

#define SHA1_SIZE 20

static kedge_status read_responder(kedge_der *der, kedge_ocsp *ocsp)
{
    const bool is_by_key = kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(2));
    kedge_name_facts facts;
    kedge_der outer;
    kedge_status status
        = kedge_der_enter(der, is_by_key ? KEDGE_TAG_CONTEXT_CONSTRUCTED(2) : KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &outer);

    if (status != KEDGE_OK)
        return status;
    if (is_by_key) {
        status = kedge_der_read(&outer, KEDGE_TAG_OCTET_STRING, &ocsp->responder_key_hash);
        if (status == KEDGE_OK && ocsp->responder_key_hash.size != SHA1_SIZE)
            return fail(&outer, ocsp->responder_key_hash.offset);
    } else if ((status = kedge_der_read_element(&outer, KEDGE_TAG_SEQUENCE, &ocsp->responder_name)) == KEDGE_OK) {
        status = kedge_name_scan(&outer, ocsp->responder_name, &facts);
    }
    return status == KEDGE_OK ? kedge_der_finish(&outer) : status;
}

static kedge_status read_responses(kedge_der *der, kedge_ocsp *ocsp)
{
    kedge_ocsp_single single;
    kedge_der list;
    kedge_status status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &list);

    if (status != KEDGE_OK)
        return status;
    ocsp->responses = (kedge_range){ list.position, list.end - list.position };
    while (!kedge_der_at_end(&list)) {
        status = kedge_ocsp_single_read(&list, &single);
        if (status != KEDGE_OK)
            return status;
    }
    return KEDGE_OK;
}

static kedge_status read_tbs(kedge_der *basic, kedge_ocsp *ocsp)
{
    const uint32_t start = basic->position;
    extensions_found extensions;
    kedge_der tbs;
    kedge_status status;

    if ((status = kedge_der_enter(basic, KEDGE_TAG_SEQUENCE, &tbs)) != KEDGE_OK
        || (status = refuse_version(&tbs)) != KEDGE_OK
        || (status = read_responder(&tbs, ocsp)) != KEDGE_OK
        || (status = read_time(&tbs, &ocsp->produced_at)) != KEDGE_OK
        || (status = read_responses(&tbs, ocsp)) != KEDGE_OK
        || (status = read_extensions(&tbs, &extensions)) != KEDGE_OK
        || (status = kedge_der_finish(&tbs)) != KEDGE_OK)
        return status;
    ocsp->tbs_response_data = (kedge_range){ start, basic->position - start };
    ocsp->nonce = extensions.nonce;
    ocsp->unknown_critical = extensions.unknown_critical;
    return KEDGE_OK;
}

static kedge_status read_certificates(kedge_der *basic, kedge_ocsp *ocsp)
{
    kedge_der outer;
    kedge_der list;
    kedge_range element;
    kedge_status status;

    if (!kedge_der_next_is(basic, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        return KEDGE_OK;
    if ((status = kedge_der_enter(basic, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &outer)) != KEDGE_OK
        || (status = kedge_der_enter(&outer, KEDGE_TAG_SEQUENCE, &list)) != KEDGE_OK
        || (status = kedge_der_finish(&outer)) != KEDGE_OK)
        return status;
    ocsp->certificates = (kedge_range){ list.position, list.end - list.position };
    while (!kedge_der_at_end(&list))
        if ((status = kedge_der_read_element(&list, KEDGE_TAG_SEQUENCE, &element)) != KEDGE_OK)
            return status;
    return KEDGE_OK;
}

static kedge_status read_basic(kedge_der *der, kedge_ocsp *ocsp)
{
    kedge_der basic;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &basic)) != KEDGE_OK
        || (status = read_tbs(&basic, ocsp)) != KEDGE_OK
        || (status = kedge_algorithm_read(&basic, &ocsp->algorithm, &ocsp->algorithm_identifier)) != KEDGE_OK
        || (status = kedge_der_read_bit_octets(&basic, &ocsp->signature)) != KEDGE_OK
        || (status = read_certificates(&basic, ocsp)) != KEDGE_OK
        || (status = kedge_der_finish(&basic)) != KEDGE_OK)
        return status;
    return kedge_der_finish(der);
}

/* responseBytes [0] EXPLICIT, of which kedge knows the basic type. */
static kedge_status read_response_bytes(kedge_der *outer, kedge_ocsp *ocsp)
{
    kedge_der tagged;
    kedge_der bytes;
    kedge_der response;
    kedge_range oid;
    kedge_status status;

    if ((status = kedge_der_enter(outer, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &tagged)) != KEDGE_OK
        || (status = kedge_der_enter(&tagged, KEDGE_TAG_SEQUENCE, &bytes)) != KEDGE_OK
        || (status = kedge_der_finish(&tagged)) != KEDGE_OK
        || (status = kedge_der_read_oid(&bytes, &oid)) != KEDGE_OK)
        return status;
    if (!kedge_oid_is(&bytes, oid, &basic_response))
        return kedge_der_fail(&bytes, KEDGE_OCSP_TYPE_UNKNOWN, oid.offset);
    if ((status = kedge_der_enter(&bytes, KEDGE_TAG_OCTET_STRING, &response)) != KEDGE_OK
        || (status = kedge_der_finish(&bytes)) != KEDGE_OK)
        return status;
    return read_basic(&response, ocsp);
}

static kedge_status read_response_status(kedge_der *outer, kedge_ocsp *ocsp)
{
    kedge_range content;
    const kedge_status status = kedge_der_read(outer, KEDGE_TAG_ENUMERATED, &content);

    if (status != KEDGE_OK)
        return status;
    ocsp->response_status = content.size == 1 ? outer->data[content.offset] : UINT8_MAX;
    if (ocsp->response_status > KEDGE_OCSP_UNAUTHORIZED || ocsp->response_status == 4)
        return fail(outer, content.offset);
    return KEDGE_OK;
}

static kedge_status parse(kedge_ocsp *ocsp, const uint8_t *der, size_t size, uint32_t *fault)
{
    kedge_der whole;
    kedge_der outer;
    kedge_status status = kedge_der_begin(&whole, der, size, fault);

    if (status != KEDGE_OK)
        return status;
    ocsp->der = der;
    ocsp->size = (uint32_t)size;
    if ((status = kedge_der_enter(&whole, KEDGE_TAG_SEQUENCE, &outer)) != KEDGE_OK
        || (status = kedge_der_finish(&whole)) != KEDGE_OK
        || (status = read_response_status(&outer, ocsp)) != KEDGE_OK)
        return status;
    if (ocsp->response_status == KEDGE_OCSP_SUCCESSFUL
        && (status = read_response_bytes(&outer, ocsp)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&outer);
}

kedge_status kedge_ocsp_parse(kedge_ocsp *ocsp, const uint8_t *der, size_t size, uint32_t *fault)
{
    kedge_status status;

    memset(ocsp, 0, sizeof *ocsp);
    status = parse(ocsp, der, size, fault);
    if (status != KEDGE_OK)
        memset(ocsp, 0, sizeof *ocsp);
    return status;
}

static kedge_der cursor_at(const kedge_ocsp *ocsp, kedge_range range, uint32_t *fault)
{
    return (kedge_der){ ocsp->der, range.offset, range.offset + range.size, fault };
}

kedge_der kedge_ocsp_responses(const kedge_ocsp *ocsp, uint32_t *fault)
{
    return cursor_at(ocsp, ocsp->responses, fault);
}

kedge_der kedge_ocsp_certificates(const kedge_ocsp *ocsp, uint32_t *fault)
{
    return cursor_at(ocsp, ocsp->certificates, fault);
}
