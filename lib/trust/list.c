/* list.c - provisioning anchors from a TrustAnchorList (RFC 5914). */
#include "trust/store.h"

#include "x509/extension.h"
#include "x509/text.h"

#include <string.h>

#define TITLE_CHARACTERS_MAX 64
#define PATH_LENGTH_MAX UINT32_C(0x7fffffff)

/* A TrustAnchorInfo as it is written; ranges are places in the list, {0, 0} where absent. */
typedef struct anchor_info {
    kedge_range key;
    kedge_range name;
    kedge_range certificate; /* with a context-specific identifier octet */
    kedge_range policies;    /* the same */
    kedge_range name_constraints; /* the same */
    kedge_range purposes;
    kedge_anchor_constraints stated; /* its flags and path length; the rest is in the ranges */
} anchor_info;

/* Parse a certificate that lies in the trust's memory for good.  `start` is its place in the list, roughly:
 * what was put before and after it is not in the list. */
static kedge_status parse_kept(kedge_batch_entry *entry, kedge_span whole, const kedge_der *der, uint32_t start,
                               uint32_t size)
{
    uint32_t fault = 0;
    const kedge_status status = kedge_certificate_parse(&entry->certificate, whole.data, whole.size, &fault);

    entry->first = whole;
    entry->is_kept = true;
    return status == KEDGE_OK ? status : kedge_der_fail(der, status, start + (fault < size ? fault : 0));
}

static kedge_status add_certificate(kedge_batch *batch, kedge_der *der)
{
    kedge_batch_entry entry = { .is_kept = false };
    kedge_range element;
    uint32_t fault = 0;
    kedge_status status = kedge_der_read_element(der, KEDGE_TAG_SEQUENCE, &element);

    if (status != KEDGE_OK)
        return status;
    entry.first = kedge_span_of(der->data, element);
    status = kedge_certificate_parse(&entry.certificate, entry.first.data, entry.first.size, &fault);
    if (status != KEDGE_OK)
        return kedge_der_fail(der, status, element.offset + fault);
    return kedge_batch_add(batch, &entry);
}

/* TBSCertificate ::= SEQUENCE { version [0] OPTIONAL, serialNumber INTEGER, signature AlgorithmIdentifier, ... */
static kedge_status find_algorithm(const kedge_der *tbs, kedge_range *algorithm)
{
    kedge_der der = *tbs;
    kedge_der fields;
    kedge_der version;
    kedge_range serial;
    kedge_status status = kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, &fields);

    if (status == KEDGE_OK && kedge_der_next_is(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(0)))
        status = kedge_der_enter(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &version);
    if (status == KEDGE_OK)
        status = kedge_der_read_integer(&fields, &serial);
    return status == KEDGE_OK ? kedge_der_read_element(&fields, KEDGE_TAG_SEQUENCE, algorithm) : status;
}

/* The identifier and length octets of a SEQUENCE (X.690, 8.1.3); answers how many they are. */
static size_t write_header(uint8_t header[6], size_t length)
{
    size_t octets = 0;

    header[0] = KEDGE_TAG_SEQUENCE;
    if (length < 0x80) {
        header[1] = (uint8_t)length;
        return 2;
    }
    for (size_t rest = length; rest > 0; rest >>= 8)
        octets++;
    header[1] = (uint8_t)(0x80 | octets);
    for (size_t i = 0; i < octets; i++)
        header[2 + i] = (uint8_t)(length >> (8 * (octets - 1 - i)));
    return 2 + octets;
}

/* A certificate from its part that is signed, with an empty BIT STRING for a signature. */
static kedge_status wrap_tbs_certificate(kedge_trust *trust, kedge_span tbs, kedge_span algorithm, kedge_span *whole)
{
    static const uint8_t no_signature[] = { KEDGE_TAG_BIT_STRING, 1, 0 };
    uint8_t header[6];
    size_t header_size;
    uint8_t *copy;

    if (tbs.size > KEDGE_CERTIFICATE_SIZE_MAX)
        return KEDGE_DER_TOO_LARGE;
    header_size = write_header(header, tbs.size + algorithm.size + sizeof no_signature);
    whole->size = header_size + tbs.size + algorithm.size + sizeof no_signature;
    copy = kedge_trust_take(trust, whole->size, 1);
    if (copy == NULL)
        return KEDGE_MEMORY_TOO_SMALL;
    whole->data = copy;
    memcpy(copy, header, header_size);
    memcpy(copy + header_size, tbs.data, tbs.size);
    memcpy(copy + header_size + tbs.size, algorithm.data, algorithm.size);
    memcpy(copy + header_size + tbs.size + algorithm.size, no_signature, sizeof no_signature);
    return KEDGE_OK;
}

/* tbsCert [1] EXPLICIT TBSCertificate */
static kedge_status add_tbs_certificate(kedge_batch *batch, kedge_der *der)
{
    kedge_batch_entry entry = { .is_kept = true };
    kedge_range algorithm = { 0, 0 };
    kedge_range element;
    kedge_span whole;
    kedge_der inner;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &inner)) != KEDGE_OK
        || (status = find_algorithm(&inner, &algorithm)) != KEDGE_OK
        || (status = kedge_der_read_element(&inner, KEDGE_TAG_SEQUENCE, &element)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK
        || (status = wrap_tbs_certificate(batch->trust, kedge_span_of(der->data, element),
                                          kedge_span_of(der->data, algorithm), &whole)) != KEDGE_OK
        || (status = parse_kept(&entry, whole, der, element.offset, element.size)) != KEDGE_OK)
        return status;
    return kedge_batch_add(batch, &entry);
}

/* TrustAnchorInfoVersion ::= INTEGER { v1(1) }, DEFAULT v1 */
static kedge_status check_version(kedge_der *der)
{
    const uint32_t start = der->position;
    uint32_t version;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_INTEGER))
        return KEDGE_OK;
    status = kedge_der_read_unsigned(der, UINT32_MAX, &version);
    if (status != KEDGE_OK)
        return status;
    return kedge_der_fail(der, version == 1 ? KEDGE_DER_DEFAULT_ENCODED : KEDGE_BAD_VERSION, start);
}

/* A UTF8String of 1 to 64 characters: octets that continue a character do not count. */
static kedge_status check_title(kedge_der *der, uint8_t tag)
{
    uint32_t deviations = 0;
    uint32_t characters = 0;
    kedge_range text;
    kedge_status status;

    if (!kedge_der_next_is(der, tag))
        return KEDGE_OK;
    status = kedge_der_read(der, tag, &text);
    if (status == KEDGE_OK)
        status = kedge_text_check(der, KEDGE_TAG_UTF8_STRING, text, &deviations);
    if (status != KEDGE_OK)
        return status;
    for (uint32_t i = 0; i < text.size; i++)
        characters += (der->data[text.offset + i] & 0xc0) != 0x80;
    if (characters == 0 || characters > TITLE_CHARACTERS_MAX)
        return kedge_der_fail(der, KEDGE_DER_BAD_STRING, text.offset);
    return KEDGE_OK;
}

static kedge_status read_optional(kedge_der *der, uint8_t tag, kedge_range *element)
{
    return kedge_der_next_is(der, tag) ? kedge_der_read_element(der, tag, element) : KEDGE_OK;
}

/* CertPolicyFlags ::= BIT STRING { inhibitPolicyMapping(0), requireExplicitPolicy(1), inhibitAnyPolicy(2) }:
 * a list of named bits, without zeros at its end (X.690, 11.2.2). */
static kedge_status read_policy_flags(kedge_der *der, kedge_anchor_constraints *stated)
{
    kedge_range bits;
    uint8_t unused;
    uint8_t flags;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT(2)))
        return KEDGE_OK;
    status = kedge_der_read_bit_string_as(der, KEDGE_TAG_CONTEXT(2), &bits, &unused);
    if (status != KEDGE_OK || bits.size == 0)
        return status;
    flags = der->data[bits.offset];
    if (bits.size > 1 || unused < 5 || (flags >> unused & 1) == 0)
        return kedge_der_fail(der, KEDGE_DER_BAD_BIT_STRING, bits.offset);
    stated->inhibit_policy_mapping = (flags & 0x80) != 0;
    stated->require_explicit_policy = (flags & 0x40) != 0;
    stated->inhibit_any_policy = (flags & 0x20) != 0;
    return KEDGE_OK;
}

/* pathLenConstraint [4] INTEGER (0..MAX): no path is longer than what is held of it. */
static kedge_status read_path_length(kedge_der *der, kedge_anchor_constraints *stated)
{
    kedge_range content;
    uint64_t length = 0;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT(4)))
        return KEDGE_OK;
    status = kedge_extension_read_natural(der, KEDGE_TAG_CONTEXT(4), &content);
    if (status != KEDGE_OK)
        return status;
    for (uint32_t i = 0; i < content.size && length <= PATH_LENGTH_MAX; i++)
        length = length << 8 | der->data[content.offset + i];
    stated->has_path_length = true;
    stated->path_length = length <= PATH_LENGTH_MAX ? (uint32_t)length : PATH_LENGTH_MAX;
    return KEDGE_OK;
}

/* CertPathControls ::= SEQUENCE { taName Name, certificate [0], policySet [1], policyFlags [2], nameConstr [3],
 * pathLenConstraint [4], all but the first OPTIONAL and IMPLICIT } */
static kedge_status read_controls(kedge_der *der, anchor_info *info)
{
    kedge_der fields;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_SEQUENCE))
        return KEDGE_OK;
    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &fields)) != KEDGE_OK
        || (status = kedge_der_read_element(&fields, KEDGE_TAG_SEQUENCE, &info->name)) != KEDGE_OK
        || (status = read_optional(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &info->certificate)) != KEDGE_OK
        || (status = read_optional(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &info->policies)) != KEDGE_OK
        || (status = read_policy_flags(&fields, &info->stated)) != KEDGE_OK
        || (status = read_optional(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(3), &info->name_constraints)) != KEDGE_OK
        || (status = read_path_length(&fields, &info->stated)) != KEDGE_OK)
        return status;
    return kedge_der_finish(&fields);
}

/* exts [1] EXPLICIT Extensions.  extKeyUsage is enforced and a key identifier restricts nothing; what else is
 * known might restrict the anchor, and is not looked at. */
static kedge_status read_extensions(kedge_der *der, anchor_info *info)
{
    const uint32_t start = der->position;
    const uint32_t judged = KEDGE_EXT_BIT(KEDGE_EXT_EXTENDED_KEY_USAGE)
                            | KEDGE_EXT_BIT(KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
    kedge_certificate found;
    kedge_range element;
    kedge_der inner;
    kedge_der list;
    kedge_der usage;
    kedge_status status;

    if (!kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1)))
        return KEDGE_OK;
    memset(&found, 0, sizeof found);
    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &inner)) != KEDGE_OK
        || (status = kedge_der_enter(&inner, KEDGE_TAG_SEQUENCE, &list)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK
        || (status = kedge_extensions_parse(&list, &found)) != KEDGE_OK)
        return status;
    if (found.unknown_critical != 0)
        return kedge_der_fail(der, KEDGE_UNKNOWN_CRITICAL_EXTENSION, start);
    if ((found.extensions_present & ~judged) != 0)
        return kedge_der_fail(der, KEDGE_CONSTRAINT_NOT_JUDGED, start);
    if (!kedge_certificate_has(&found, KEDGE_EXT_EXTENDED_KEY_USAGE))
        return KEDGE_OK;
    usage = kedge_der_within(der, found.extension[KEDGE_EXT_EXTENDED_KEY_USAGE]);
    status = kedge_der_read_element(&usage, KEDGE_TAG_SEQUENCE, &element);
    info->purposes = element;
    return status;
}

/* TrustAnchorInfo ::= SEQUENCE { version DEFAULT v1, pubKey SubjectPublicKeyInfo, keyId OCTET STRING, taTitle
 * UTF8String OPTIONAL, certPath OPTIONAL, exts [1] EXPLICIT OPTIONAL, taTitleLangTag [2] UTF8String OPTIONAL } */
static kedge_status read_info(kedge_der *der, anchor_info *info)
{
    kedge_der fields;
    kedge_range key_id;
    kedge_status status;

    memset(info, 0, sizeof *info);
    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &fields)) != KEDGE_OK
        || (status = check_version(&fields)) != KEDGE_OK
        || (status = kedge_der_read_element(&fields, KEDGE_TAG_SEQUENCE, &info->key)) != KEDGE_OK
        || (status = kedge_der_read(&fields, KEDGE_TAG_OCTET_STRING, &key_id)) != KEDGE_OK
        || (status = check_title(&fields, KEDGE_TAG_UTF8_STRING)) != KEDGE_OK
        || (status = read_controls(&fields, info)) != KEDGE_OK
        || (status = read_extensions(&fields, info)) != KEDGE_OK
        || (status = check_title(&fields, KEDGE_TAG_CONTEXT(2))) != KEDGE_OK)
        return status;
    return kedge_der_finish(&fields);
}

static kedge_status keep_stated(kedge_batch *batch, const kedge_der *der, anchor_info *info,
                                kedge_batch_entry *entry)
{
    const kedge_span *faulty = NULL;
    uint32_t fault = 0;
    kedge_status status;

    info->stated.policies = kedge_span_of(der->data, info->policies);
    info->stated.name_constraints = kedge_span_of(der->data, info->name_constraints);
    info->stated.purposes = kedge_span_of(der->data, info->purposes);
    status = kedge_constraints_keep(batch->trust, &info->stated, &entry->stated, &faulty, &fault);
    if (status == KEDGE_OK || status == KEDGE_MEMORY_TOO_SMALL)
        return status;
    return kedge_der_fail(der, status, (uint32_t)(faulty->data - der->data) + fault);
}

/* The certificate in certPath has the anchor's own name and key. */
static kedge_status use_certificate(kedge_batch *batch, const kedge_der *der, const anchor_info *info,
                                    kedge_batch_entry *entry)
{
    const kedge_span given = kedge_span_of(der->data, info->certificate);
    const kedge_span name = kedge_span_of(der->data, info->name);
    const kedge_span key = kedge_span_of(der->data, info->key);
    const kedge_certificate *certificate = &entry->certificate;
    kedge_span own_key;
    uint8_t *copy;
    kedge_status status;

    if (given.size > KEDGE_CERTIFICATE_SIZE_MAX)
        return kedge_der_fail(der, KEDGE_DER_TOO_LARGE, info->certificate.offset);
    copy = kedge_trust_take(batch->trust, given.size, 1);
    if (copy == NULL)
        return KEDGE_MEMORY_TOO_SMALL;
    memcpy(copy, given.data, given.size);
    copy[0] = KEDGE_TAG_SEQUENCE;
    status = parse_kept(entry, (kedge_span){ copy, given.size }, der, info->certificate.offset,
                        info->certificate.size);
    if (status != KEDGE_OK)
        return status;
    own_key = kedge_certificate_span(certificate, certificate->key.subject_public_key_info);
    if (!kedge_name_equal(kedge_certificate_span(certificate, certificate->subject), name)
        || own_key.size != key.size || memcmp(own_key.data, key.data, key.size) != 0)
        return kedge_der_fail(der, KEDGE_ANCHOR_INCONSISTENT, info->certificate.offset);
    return KEDGE_OK;
}

/* A bare name and key. */
static kedge_status read_bare(const kedge_der *der, const anchor_info *info, kedge_batch_entry *entry)
{
    uint32_t fault = 0;
    kedge_status status;

    entry->first = kedge_span_of(der->data, info->name);
    entry->second = kedge_span_of(der->data, info->key);
    status = kedge_bare_read(&entry->certificate, entry->first, entry->second, &fault);
    if (status == KEDGE_OK)
        return KEDGE_OK;
    if (fault < info->name.size)
        return kedge_der_fail(der, status, info->name.offset + fault);
    return kedge_der_fail(der, status, info->key.offset + (fault - info->name.size));
}

/* taInfo [2] EXPLICIT TrustAnchorInfo */
static kedge_status add_info(kedge_batch *batch, kedge_der *der)
{
    kedge_batch_entry entry = { .is_kept = false };
    anchor_info info;
    kedge_der inner;
    kedge_status status;

    if ((status = kedge_der_enter(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(2), &inner)) != KEDGE_OK
        || (status = read_info(&inner, &info)) != KEDGE_OK || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    if (info.name.size == 0)
        return kedge_der_fail(der, KEDGE_ISSUER_EMPTY, info.key.offset);
    if ((status = read_bare(der, &info, &entry)) != KEDGE_OK
        || (status = keep_stated(batch, der, &info, &entry)) != KEDGE_OK)
        return status;
    if (info.certificate.size != 0)
        status = use_certificate(batch, der, &info, &entry);
    return status == KEDGE_OK ? kedge_batch_add(batch, &entry) : status;
}

/* TrustAnchorChoice ::= CHOICE { certificate, tbsCert [1], taInfo [2] } */
static kedge_status add_choice(kedge_batch *batch, kedge_der *der)
{
    uint8_t *top = batch->trust->top;
    kedge_status status;

    if (kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(1)))
        status = add_tbs_certificate(batch, der);
    else if (kedge_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(2)))
        status = add_info(batch, der);
    else
        status = add_certificate(batch, der);
    if (status != KEDGE_OK)
        batch->trust->top = top;
    return status;
}

/* Find the end of the next entry, so that one that is damaged can be passed over. */
static kedge_status next_choice(kedge_der *list, kedge_der *choice)
{
    const uint32_t start = list->position;
    kedge_range content;
    uint8_t tag;
    const kedge_status status = kedge_der_read_any(list, &tag, &content);

    if (status == KEDGE_OK)
        *choice = kedge_der_within(list, (kedge_range){ start, list->position - start });
    return status;
}

static kedge_status add_choices(kedge_batch *batch, kedge_der *list, kedge_bundle_damage damage)
{
    while (!kedge_der_at_end(list)) {
        kedge_der choice;
        kedge_status status = next_choice(list, &choice);

        batch->report.blocks++;
        if (status != KEDGE_OK)
            return kedge_batch_note(batch, status, *list->fault, KEDGE_BUNDLE_STOP);
        status = add_choice(batch, &choice);
        status = kedge_batch_note(batch, status, *list->fault, damage);
        if (status != KEDGE_OK)
            return status;
    }
    return batch->report.added + batch->report.merged != 0 ? KEDGE_OK : KEDGE_NO_CERTIFICATE;
}

/* TrustAnchorList ::= SEQUENCE SIZE (1..MAX) OF TrustAnchorChoice */
static kedge_status add_list(kedge_batch *batch, kedge_span bytes, kedge_bundle_damage damage)
{
    uint32_t fault = 0;
    kedge_der der;
    kedge_der list;
    kedge_status status = kedge_der_begin(&der, bytes.data, bytes.size, &fault);

    if (status == KEDGE_OK)
        status = kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, &list);
    if (status == KEDGE_OK)
        status = kedge_der_finish(&der);
    if (status != KEDGE_OK) {
        batch->report.status = status;
        batch->report.offset = fault;
        return status;
    }
    return add_choices(batch, &list, damage);
}

kedge_status kedge_trust_add_list(kedge_trust *trust, const uint8_t *der, size_t size,
                                  const kedge_anchor_terms *terms, kedge_bundle_damage damage,
                                  kedge_bundle_report *report)
{
    kedge_batch batch;
    kedge_status status = kedge_batch_begin(&batch, trust, terms);

    if (status == KEDGE_OK)
        status = add_list(&batch, (kedge_span){ der, size }, damage);
    return kedge_batch_end(&batch, status, report);
}
