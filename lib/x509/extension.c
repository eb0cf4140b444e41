/* extension.c - the table of extensions, and the list of them (RFC 5280, 4.2). */
#include "x509/extension.h"

#include "x509/oid.h"

typedef struct extension_row {
    kedge_oid oid;
    uint8_t extension; /* a kedge_extension */
    kedge_extension_parser *parse;
} extension_row;

#define CE(n) { 3, { KEDGE_OID_CE, n } }
#define PE(n) { 8, { KEDGE_OID_PKIX, 1, n } }
#define OCSP_NO_CHECK { 9, { KEDGE_OID_PKIX, 48, 1, 5 } }
#define SCT_LIST { 10, { 0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2 } } /* 1.3.6.1.4.1.11129.2.4.2 */

/* In ascending order of (size, last octet), which no two rows share. */
static const extension_row rows[] = {
    { CE(14), KEDGE_EXT_SUBJECT_KEY_IDENTIFIER, kedge_extension_parse_subject_key_identifier },
    { CE(15), KEDGE_EXT_KEY_USAGE, kedge_extension_parse_key_usage },
    { CE(17), KEDGE_EXT_SUBJECT_ALT_NAME, kedge_extension_parse_general_names },
    { CE(18), KEDGE_EXT_ISSUER_ALT_NAME, kedge_extension_parse_general_names },
    { CE(19), KEDGE_EXT_BASIC_CONSTRAINTS, kedge_extension_parse_basic_constraints },
    { CE(30), KEDGE_EXT_NAME_CONSTRAINTS, kedge_extension_parse_name_constraints },
    { CE(31), KEDGE_EXT_CRL_DISTRIBUTION_POINTS, kedge_extension_parse_distribution_points },
    { CE(32), KEDGE_EXT_CERTIFICATE_POLICIES, kedge_extension_parse_certificate_policies },
    { CE(33), KEDGE_EXT_POLICY_MAPPINGS, kedge_extension_parse_policy_mappings },
    { CE(35), KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER, kedge_extension_parse_authority_key_identifier },
    { CE(36), KEDGE_EXT_POLICY_CONSTRAINTS, kedge_extension_parse_policy_constraints },
    { CE(37), KEDGE_EXT_EXTENDED_KEY_USAGE, kedge_extension_parse_extended_key_usage },
    { CE(46), KEDGE_EXT_FRESHEST_CRL, kedge_extension_parse_distribution_points },
    { CE(54), KEDGE_EXT_INHIBIT_ANY_POLICY, kedge_extension_parse_inhibit_any_policy },
    { PE(1), KEDGE_EXT_AUTHORITY_INFO_ACCESS, kedge_extension_parse_info_access },
    { PE(11), KEDGE_EXT_SUBJECT_INFO_ACCESS, kedge_extension_parse_info_access },
    { PE(24), KEDGE_EXT_TLS_FEATURE, kedge_extension_parse_tls_feature },
    { OCSP_NO_CHECK, KEDGE_EXT_OCSP_NO_CHECK, kedge_extension_parse_ocsp_no_check },
    { SCT_LIST, KEDGE_EXT_SCT_LIST, kedge_extension_parse_sct_list }
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])
_Static_assert(ROW_COUNT == KEDGE_EXT_COUNT, "every extension has one row");

static uint32_t sort_key(const uint8_t *octets, uint32_t size)
{
    return size << 8 | octets[size - 1];
}

static const extension_row *find_row(const kedge_der *der, kedge_range oid)
{
    size_t low = 0;
    size_t high = ROW_COUNT;
    uint32_t wanted;

    if (oid.size > KEDGE_OID_ROW_MAX)
        return NULL;
    wanted = sort_key(der->data + oid.offset, oid.size);
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (sort_key(rows[middle].oid.octets, rows[middle].oid.size) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < ROW_COUNT && kedge_oid_is(der, oid, &rows[low].oid) ? &rows[low] : NULL;
}

/* One Extension as it is written. */
typedef struct extension {
    uint32_t start;            /* offset of the SEQUENCE */
    kedge_range oid;
    bool critical;
    bool is_default_encoded;   /* critical FALSE is spelt out */
    kedge_range value;         /* contents of extnValue */
    const extension_row *row;  /* NULL where it is not known */
} extension;

static kedge_status read_critical(kedge_der *der, extension *found)
{
    kedge_status status;

    found->critical = false;
    found->is_default_encoded = false;
    if (!kedge_der_next_is(der, KEDGE_TAG_BOOLEAN))
        return KEDGE_OK;
    status = kedge_der_read_boolean(der, &found->critical);
    found->is_default_encoded = status == KEDGE_OK && !found->critical;
    return status;
}

/* Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } */
static kedge_status read_extension(kedge_der *list, extension *found)
{
    kedge_der inner;
    kedge_status status;

    found->start = list->position;
    if ((status = kedge_der_enter(list, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &found->oid)) != KEDGE_OK
        || (status = read_critical(&inner, found)) != KEDGE_OK
        || (status = kedge_der_read(&inner, KEDGE_TAG_OCTET_STRING, &found->value)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    found->row = find_row(list, found->oid);
    return KEDGE_OK;
}

/* The identifiers of extensions that are not known, to find one that occurs twice. */
typedef struct unknown_list {
    kedge_range oid[KEDGE_EXTENSIONS_MAX];
    uint32_t count;
} unknown_list;

static kedge_status record_unknown(const kedge_der *list, const extension *found, unknown_list *unknown,
                                   kedge_certificate *certificate)
{
    for (uint32_t i = 0; i < unknown->count; i++)
        if (kedge_range_equal(list, unknown->oid[i], found->oid))
            return kedge_der_fail(list, KEDGE_EXTENSION_DUPLICATED, found->start);
    unknown->oid[unknown->count++] = found->oid;
    certificate->unknown_critical = (uint16_t)(certificate->unknown_critical + found->critical);
    return KEDGE_OK;
}

static kedge_status parse_known(const kedge_der *list, const extension *found, kedge_certificate *certificate)
{
    uint32_t bit = KEDGE_EXT_BIT(found->row->extension);
    kedge_der value = kedge_der_within(list, found->value);
    kedge_status status;

    if ((certificate->extensions_present & bit) != 0)
        return kedge_der_fail(list, KEDGE_EXTENSION_DUPLICATED, found->start);
    certificate->extensions_present |= bit;
    if (found->critical)
        certificate->extensions_critical |= bit;
    certificate->extension[found->row->extension] = found->value;
    status = found->row->parse(&value, certificate);
    return status == KEDGE_OK ? kedge_der_finish(&value) : status;
}

kedge_status kedge_extensions_parse(kedge_der *list, kedge_certificate *certificate)
{
    unknown_list unknown;
    uint32_t count = 0;

    unknown.count = 0;
    if (kedge_der_at_end(list))
        return kedge_der_fail(list, KEDGE_EXTENSIONS_EMPTY, list->position);
    while (!kedge_der_at_end(list)) {
        extension found;
        kedge_status status = read_extension(list, &found);

        if (status != KEDGE_OK)
            return status;
        if (++count > KEDGE_EXTENSIONS_MAX)
            return kedge_der_fail(list, KEDGE_EXTENSIONS_TOO_MANY, found.start);
        if (found.is_default_encoded)
            certificate->deviations |= KEDGE_DEVIATION_DEFAULT_ENCODED;
        status = found.row != NULL ? parse_known(list, &found, certificate)
                                   : record_unknown(list, &found, &unknown, certificate);
        if (status != KEDGE_OK)
            return status;
    }
    return KEDGE_OK;
}

kedge_status kedge_extension_next(kedge_der *extensions, kedge_extension_view *view, bool *found)
{
    extension next;
    kedge_status status;

    *found = false;
    if (kedge_der_at_end(extensions))
        return KEDGE_OK;
    status = read_extension(extensions, &next);
    if (status != KEDGE_OK)
        return status;
    *view = (kedge_extension_view){ next.oid, next.value, next.critical, next.row != NULL, KEDGE_EXT_COUNT };
    if (next.row != NULL)
        view->extension = (kedge_extension)next.row->extension;
    *found = true;
    return KEDGE_OK;
}
