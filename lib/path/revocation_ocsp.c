/* revocation_ocsp.c - what OCSP responses say of a certificate (RFC 6960, 3.2 and 4.2.2).
 *
 * A response is signed by the issuer of the certificate, or by a responder to whom that very issuer gave a
 * certificate for it, which comes with the response.  Issuer, key and serial number are compared, by whatever hash
 * the response uses, and nobody else's response is about the certificate.
 */
#include "path/engine.h"

#include <kedge/ocsp.h>

#include <string.h>

static const uint8_t ocsp_signing[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x09 };

/* What judging one response for one certificate takes. */
typedef struct ocsp_case {
    kedge_engine *engine;
    size_t position;
    size_t ordinal;                      /* of the response in the request */
    const kedge_certificate *certificate;
    const kedge_certificate *issuer;
    uint16_t issuer_node;
    kedge_span issuer_key;               /* what the BIT STRING of its key holds */
    uint32_t hashed;                     /* 1 << kedge_hash: the next two are made */
    uint8_t name_hash[KEDGE_HASH_COUNT][KEDGE_HASH_SIZE_MAX]; /* of the issuer */
    uint8_t key_hash[KEDGE_HASH_COUNT][KEDGE_HASH_SIZE_MAX];
    kedge_ocsp response;
    kedge_ocsp_single single;
} ocsp_case;

static bool is_same(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

/* What the BIT STRING of a key that parsed holds; empty where it is none of whole octets. */
static kedge_span key_bits(const kedge_public_key *key)
{
    const kedge_range whole = key->subject_public_key_info;
    uint32_t fault;
    kedge_der der = { key->der, whole.offset, whole.offset + whole.size, &fault };
    kedge_der inner;
    kedge_range skipped;
    kedge_range octets;

    if (kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, &inner) != KEDGE_OK
        || kedge_der_read(&inner, KEDGE_TAG_SEQUENCE, &skipped) != KEDGE_OK
        || kedge_der_read_bit_octets(&inner, &octets) != KEDGE_OK)
        return (kedge_span){ NULL, 0 };
    return kedge_span_of(key->der, octets);
}

static kedge_status digest(const ocsp_case *c, kedge_hash hash, kedge_span message, uint8_t *out)
{
    const kedge_crypto *crypto = c->engine->trust->crypto;

    return crypto->digest(crypto, hash, message, out);
}

static bool is_octets(const ocsp_case *c, kedge_range range, const uint8_t *wanted, size_t size)
{
    return range.size == size && memcmp(c->response.der + range.offset, wanted, size) == 0;
}

/* --- which answer --- */

/* Hash the issuer's name and key, by each hash once. */
static bool hash_issuer(ocsp_case *c, kedge_hash hash)
{
    const uint32_t bit = (uint32_t)1 << hash;
    const kedge_span name = kedge_certificate_span(c->certificate, c->certificate->issuer);

    if ((c->hashed & bit) != 0)
        return true;
    if (hash == KEDGE_HASH_NONE || digest(c, hash, name, c->name_hash[hash]) != KEDGE_OK
        || digest(c, hash, c->issuer_key, c->key_hash[hash]) != KEDGE_OK)
        return false;
    c->hashed |= bit;
    return true;
}

static bool is_about(ocsp_case *c, const kedge_ocsp_single *single)
{
    const kedge_hash hash = (kedge_hash)single->hash;
    const size_t size = kedge_hash_size(hash);

    if (!is_same(kedge_span_of(c->response.der, single->serial_number),
                 kedge_certificate_span(c->certificate, c->certificate->serial_number)))
        return false;
    return hash_issuer(c, hash) && is_octets(c, single->issuer_name_hash, c->name_hash[hash], size)
           && is_octets(c, single->issuer_key_hash, c->key_hash[hash], size);
}

/* The answer about the certificate.  Of several the worst counts: revoked before unknown before good.  Each that is
 * looked at counts against the budget: answers KEDGE_OK or KEDGE_BUDGET_SPENT. */
static kedge_status find_answer(ocsp_case *c, bool *is_found)
{
    static const uint8_t rank[] = { [KEDGE_OCSP_GOOD] = 0, [KEDGE_OCSP_UNKNOWN] = 1, [KEDGE_OCSP_REVOKED] = 2 };
    uint32_t fault;
    kedge_der responses = kedge_ocsp_responses(&c->response, &fault);
    kedge_ocsp_single next;

    *is_found = false;
    while (!kedge_der_at_end(&responses) && kedge_ocsp_single_read(&responses, &next) == KEDGE_OK) {
        if (!kedge_revocation_pay(c->engine, 1))
            return KEDGE_BUDGET_SPENT;
        if (!is_about(c, &next) || (*is_found && rank[next.status] <= rank[c->single.status]))
            continue;
        c->single = next;
        *is_found = true;
    }
    return KEDGE_OK;
}

/* --- who signed --- */

static bool is_responder(const ocsp_case *c, const kedge_certificate *certificate)
{
    const kedge_ocsp *response = &c->response;
    uint8_t key_hash[KEDGE_HASH_SIZE_MAX];

    if (response->responder_name.size != 0)
        return kedge_name_equal(kedge_span_of(response->der, response->responder_name),
                                kedge_certificate_span(certificate, certificate->subject));
    return digest(c, KEDGE_HASH_SHA1, key_bits(&certificate->key), key_hash) == KEDGE_OK
           && is_octets(c, response->responder_key_hash, key_hash, kedge_hash_size(KEDGE_HASH_SHA1));
}

/* The row of the table of signatures for the response, or for certificate `ordinal` that comes with it. */
static size_t row_of(const ocsp_case *c, size_t ordinal)
{
    return c->engine->request->revocation.crl_count + c->ordinal * KEDGE_OCSP_ROWS + ordinal;
}

static kedge_evidence response_evidence(const ocsp_case *c)
{
    const kedge_ocsp *response = &c->response;

    return (kedge_evidence){
        .row = row_of(c, KEDGE_OCSP_CERTIFICATES),
        .algorithm = &response->algorithm,
        .message = kedge_span_of(response->der, response->tbs_response_data),
        .signature = kedge_span_of(response->der, response->signature),
    };
}

/* Whether a certificate that comes with the response makes its holder a responder for the issuer, but for its
 * signature (RFC 6960, 4.2.2.2). */
static bool is_delegate(const ocsp_case *c, const kedge_certificate *certificate)
{
    const kedge_request *request = c->engine->request;
    const kedge_case subject = { .request = request, .certificate = certificate };
    const kedge_span purpose = { ocsp_signing, sizeof ocsp_signing };
    uint32_t offset;

    if (!is_responder(c, certificate)
        || !kedge_name_equal(kedge_certificate_span(certificate, certificate->issuer),
                             kedge_certificate_span(c->issuer, c->issuer->subject)))
        return false;
    if (!kedge_certificate_names_usage(certificate, purpose))
        return false;
    if (kedge_certificate_has(certificate, KEDGE_EXT_KEY_USAGE)
        && (certificate->key_usage & (KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_CONTENT_COMMITMENT)) == 0)
        return false;
    return kedge_rule_critical_extensions(&subject, &offset) == KEDGE_OK
           && kedge_rule_validity(&subject, &offset) == KEDGE_OK;
}

/* A responder whose certificate does not say that nobody need ask must not be revoked by any list that is given;
 * that more is known of it is not asked (RFC 6960, 4.2.2.2.1). */
static kedge_status judge_responder(const ocsp_case *c, const kedge_certificate *responder)
{
    kedge_list_walk *walk = &c->engine->revocation.responder_lists;
    kedge_status status;

    if (kedge_certificate_has(responder, KEDGE_EXT_OCSP_NO_CHECK))
        return KEDGE_OK;
    status = kedge_revocation_judge_by_crls(c->engine, responder, c->position, walk);
    if (status != KEDGE_OK)
        return status;
    return walk->found.is_revoked ? KEDGE_REVOCATION_NOT_AUTHENTIC : KEDGE_OK;
}

/* Judge by certificate `ordinal` that comes with the response: it is signed by the issuer, and the response by it. */
static kedge_status judge_delegate(const ocsp_case *c, const kedge_certificate *certificate, size_t ordinal)
{
    const kedge_evidence own = {
        .row = row_of(c, ordinal),
        .algorithm = &certificate->algorithm,
        .message = kedge_certificate_span(certificate, certificate->tbs_certificate),
        .signature = kedge_certificate_span(certificate, certificate->signature),
    };
    const kedge_evidence signed_by_it = response_evidence(c);
    kedge_status status = kedge_evidence_verify(c->engine, &own, c->issuer_node);

    if (status == KEDGE_OK)
        status = kedge_evidence_verify_under(
            c->engine, &signed_by_it, &certificate->key, NULL,
            &c->engine->revocation.delegate[c->ordinal * KEDGE_OCSP_CERTIFICATES + ordinal]);
    return status == KEDGE_OK ? judge_responder(c, certificate) : status;
}

static bool is_final(kedge_status status)
{
    return status == KEDGE_OK || status == KEDGE_PENDING || status == KEDGE_BUDGET_SPENT;
}

/* Judge by certificate `ordinal`, at `der`, as above. */
static kedge_status try_delegate(const ocsp_case *c, kedge_span der, size_t ordinal, int64_t *until)
{
    kedge_certificate *certificate = c->engine->revocation.responder;
    uint32_t fault;

    if (kedge_certificate_parse(certificate, der.data, der.size, &fault) != KEDGE_OK || !is_delegate(c, certificate))
        return KEDGE_REVOCATION_NOT_AUTHENTIC;
    *until = certificate->not_after;
    return judge_delegate(c, certificate, ordinal);
}

/* Those before responder_ordinal have been tried. */
static kedge_status find_delegate(const ocsp_case *c, int64_t *until)
{
    kedge_revocation *revocation = &c->engine->revocation;
    uint32_t fault;
    kedge_der list = kedge_ocsp_certificates(&c->response, &fault);
    kedge_range element;

    for (size_t i = 0; i < KEDGE_OCSP_CERTIFICATES && !kedge_der_at_end(&list); i++) {
        kedge_status status;

        if (kedge_der_read_element(&list, KEDGE_TAG_SEQUENCE, &element) != KEDGE_OK)
            break;
        if (i < revocation->responder_ordinal)
            continue;
        status = try_delegate(c, kedge_span_of(c->response.der, element), i, until);
        if (is_final(status))
            return status;
        revocation->responder_ordinal++;
        kedge_list_walk_begin(&revocation->responder_lists);
    }
    return KEDGE_REVOCATION_NOT_AUTHENTIC;
}

static kedge_status find_responder(const ocsp_case *c, int64_t *until)
{
    *until = INT64_MAX;
    if (is_responder(c, c->issuer)) {
        const kedge_evidence evidence = response_evidence(c);
        const kedge_status status = kedge_evidence_verify(c->engine, &evidence, c->issuer_node);

        if (is_final(status))
            return status;
    }
    return find_delegate(c, until);
}

/* --- the judgement --- */

/* Whether the answer can be relied on, but for its signature. */
static kedge_status judge_answer(const ocsp_case *c)
{
    const kedge_request *request = c->engine->request;
    const kedge_span nonce = request->revocation.ocsp_nonce;

    if (c->response.unknown_critical != 0 || c->single.unknown_critical != 0)
        return KEDGE_REVOCATION_MALFORMED;
    if (nonce.size != 0 && !is_same(kedge_span_of(c->response.der, c->response.nonce), nonce))
        return KEDGE_REVOCATION_OUTDATED;
    return kedge_revocation_judge_time(&request->time, c->single.this_update, c->single.has_next_update,
                                       c->single.next_update);
}

static void take_answer(const ocsp_case *c, int64_t until, kedge_certificate_status *found)
{
    switch ((kedge_ocsp_certificate_status)c->single.status) {
    case KEDGE_OCSP_GOOD:
        found->is_known = true;
        found->is_stapled = true;
        if (until < found->until)
            found->until = until;
        if (c->single.next_update < found->until)
            found->until = c->single.next_update;
        return;
    case KEDGE_OCSP_REVOKED:
        found->is_revoked = true;
        found->time = c->single.revocation_time;
        found->reason = c->single.reason;
        return;
    case KEDGE_OCSP_UNKNOWN:
        kedge_status_note(found, KEDGE_REVOCATION_UNKNOWN);
        return;
    }
}

static kedge_status judge_by(ocsp_case *c, kedge_certificate_status *found)
{
    int64_t until;
    bool is_found;
    kedge_status status = find_answer(c, &is_found);

    if (status != KEDGE_OK || !is_found)
        return status;
    found->is_asked = true;
    status = judge_answer(c);
    if (status == KEDGE_OK) {
        status = find_responder(c, &until);
        if (status == KEDGE_PENDING || status == KEDGE_BUDGET_SPENT)
            return status;
        if (status != KEDGE_OK)
            status = KEDGE_REVOCATION_NOT_AUTHENTIC;
    }
    if (status == KEDGE_OK)
        take_answer(c, until, found);
    else
        kedge_status_note(found, status);
    return KEDGE_OK;
}

/* Judge by one response.  What cannot be read, or says that there is no answer, may have been about any
 * certificate. */
static kedge_status judge_response(ocsp_case *c, kedge_span der, kedge_certificate_status *found)
{
    uint32_t fault;
    const kedge_status status = kedge_ocsp_parse(&c->response, der.data, der.size, &fault);

    if (status == KEDGE_OK && c->response.response_status == KEDGE_OCSP_SUCCESSFUL)
        return judge_by(c, found);
    found->is_asked = true;
    kedge_status_note(found, status != KEDGE_OK ? KEDGE_REVOCATION_MALFORMED : KEDGE_REVOCATION_UNKNOWN);
    return KEDGE_OK;
}

kedge_status kedge_revocation_judge_by_ocsp(kedge_engine *engine, size_t position)
{
    const kedge_revocation_inputs *inputs = &engine->request->revocation;
    kedge_revocation *revocation = &engine->revocation;
    kedge_certificate_status *found = &revocation->lists.found;
    ocsp_case c = { .engine = engine, .position = position };

    c.certificate = engine->path.certificate[position];
    c.issuer = engine->path.certificate[position + 1];
    c.issuer_node = engine->path_node[position + 1];
    c.issuer_key = key_bits(&c.issuer->key);
    for (; revocation->response < inputs->ocsp_count && !found->is_revoked; revocation->response++) {
        kedge_status status;

        c.ordinal = revocation->response;
        status = judge_response(&c, inputs->ocsp_responses[c.ordinal], found);
        if (status != KEDGE_OK)
            return status;
        revocation->responder_ordinal = 0;
        kedge_list_walk_begin(&revocation->responder_lists);
    }
    return KEDGE_OK;
}
