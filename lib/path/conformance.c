/* conformance.c - rules on how certificates are to be made, where the policy demands them
 * (kedge/conformance.h). */
#include "path/conformance.h"

#include <string.h>

static kedge_status judge_rows(const kedge_conformance_row *rows, size_t count, const kedge_case *subject,
                               uint32_t *offset)
{
    for (size_t i = 0; i < count; i++) {
        const kedge_conformance_row *row = &rows[i];

        if ((subject->request->policy->conformance & row->bit) == 0 || (row->roles & subject->role) == 0)
            continue;
        *offset = subject->certificate->tbs_certificate.offset;
        if (row->is_broken(subject, offset))
            return row->status;
    }
    return KEDGE_OK;
}

kedge_status kedge_rule_conformance(const kedge_case *subject, uint32_t *offset)
{
    kedge_status status;

    /* A bare name and key was not made by any rule. */
    if (subject->request->policy->conformance == 0 || subject->certificate->version == 0)
        return KEDGE_OK;
    status = judge_rows(kedge_conformance_rfc5280, kedge_conformance_rfc5280_count, subject, offset);
    if (status != KEDGE_OK)
        return status;
    status = judge_rows(kedge_conformance_web, kedge_conformance_web_count, subject, offset);
    if (status != KEDGE_OK)
        return status;
    return judge_rows(kedge_conformance_profile, kedge_conformance_profile_count, subject, offset);
}

bool kedge_case_has_alt_name_not(const kedge_case *subject, kedge_alt_name_judge *is_right, uint32_t *offset)
{
    uint32_t fault;
    kedge_der names = kedge_certificate_subject_alt_names(subject->certificate, &fault);
    kedge_general_name name;

    while (!kedge_der_at_end(&names)) {
        if (kedge_general_name_read(&names, &name) != KEDGE_OK)
            return true;
        *offset = name.value.offset;
        if (!is_right(&name, kedge_certificate_span(subject->certificate, name.value)))
            return true;
    }
    return false;
}

static bool is_same(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

/* The rules below are about a certificate and its issuer. */

static bool has_foreign_key_id(const kedge_certificate *certificate, const kedge_certificate *issuer,
                               uint32_t *offset)
{
    *offset = certificate->authority_key_identifier.offset;
    if (certificate->authority_key_identifier.size == 0 || issuer->version == 0
        || !kedge_certificate_has(issuer, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER))
        return false;
    return !is_same(kedge_certificate_span(certificate, certificate->authority_key_identifier),
                    kedge_certificate_span(issuer, issuer->subject_key_identifier));
}

static bool has_other_encoding(const kedge_certificate *certificate, const kedge_certificate *issuer,
                               uint32_t *offset)
{
    *offset = certificate->issuer.offset;
    return !is_same(kedge_certificate_span(certificate, certificate->issuer),
                    kedge_certificate_span(issuer, issuer->subject));
}

/* The one hash for each curve. */
static bool has_other_hash(const kedge_certificate *certificate, const kedge_certificate *issuer,
                           uint32_t *offset)
{
    static const struct {
        uint8_t key_type;
        uint8_t hash;
    } pairs[] = {
        { KEDGE_KEY_P256, KEDGE_HASH_SHA256 },
        { KEDGE_KEY_P384, KEDGE_HASH_SHA384 },
        { KEDGE_KEY_P521, KEDGE_HASH_SHA512 },
    };

    *offset = certificate->algorithm_identifier.offset;
    if (certificate->algorithm.scheme != KEDGE_SCHEME_ECDSA)
        return false;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i].key_type == issuer->key.type && pairs[i].hash == certificate->algorithm.hash)
            return false;
    return true;
}

typedef struct link_row {
    uint64_t bit;
    kedge_status status;
    bool (*is_broken)(const kedge_certificate *certificate, const kedge_certificate *issuer,
                      uint32_t *offset);
} link_row;

#define LINK_ROW(name, is_broken) { KEDGE_CONFORM(name), KEDGE_##name, is_broken }

static kedge_status judge_links(const link_row *rows, size_t count, const kedge_path *path,
                                kedge_judgement *judgement)
{
    for (size_t i = 0; i < count; i++) {
        if ((path->request->policy->conformance & rows[i].bit) == 0)
            continue;
        for (size_t position = 0; position + 1 < path->length; position++) {
            if (!rows[i].is_broken(path->certificate[position], path->certificate[position + 1],
                                   &judgement->offset))
                continue;
            judgement->position = position;
            return rows[i].status;
        }
    }
    judgement->offset = 0;
    return KEDGE_OK;
}

kedge_status kedge_rule_key_identifiers(const kedge_path *path, kedge_judgement *judgement)
{
    static const link_row rows[] = { LINK_ROW(KEY_ID_INCONSISTENT, has_foreign_key_id) };

    return judge_links(rows, sizeof rows / sizeof rows[0], path, judgement);
}

kedge_status kedge_rule_link_form(const kedge_path *path, kedge_judgement *judgement)
{
    static const link_row rows[] = {
        LINK_ROW(ECDSA_HASH, has_other_hash),
        LINK_ROW(ISSUER_NAME_ENCODING, has_other_encoding),
    };

    return judge_links(rows, sizeof rows / sizeof rows[0], path, judgement);
}
