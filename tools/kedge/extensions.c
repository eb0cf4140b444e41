/* extensions.c - the values of extensions, decoded (RFC 5280, 4.2).
 *
 * A certificate that was parsed is well-formed in all of them, so a read that fails here ends the list
 * it stands in and is nobody's fault.
 */
#include "extensions.h"
#include "general_names.h"
#include "object_names.h"
#include "text.h"

/* Bytes of an unknown extension that are shown. */
#define UNKNOWN_BYTES_MAX 64

static kedge_span bytes_of(const kedge_der *der, kedge_range range)
{
    return kedge_span_of(der->data, range);
}

static uint64_t big_endian(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;

    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[i];
    return value;
}

/* What is left at the cursor as hexadecimal digits, cut where it is long. */
static json_t *hex_json(const kedge_der *der)
{
    const size_t size = der->end - der->position;
    const kedge_span shown = { der->data + der->position,
                               size <= UNKNOWN_BYTES_MAX ? size : UNKNOWN_BYTES_MAX };
    json_t *hex = text_json(text_write_hex, shown);

    if (shown.size < size) {
        json_t *cut = or_die(json_sprintf("%s... (%zu bytes)", json_string_value(hex), size));

        json_decref(hex);
        return cut;
    }
    return hex;
}

/* AuthorityKeyIdentifier ::= SEQUENCE { [0] keyIdentifier, [1] GeneralNames, [2] serial }. */
static json_t *authority_key_identifier(kedge_der *der)
{
    json_t *object = or_die(json_object());
    kedge_der fields, names;
    kedge_range content;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &fields) != KEDGE_OK)
        return object;
    if (kedge_der_next_is(&fields, KEDGE_TAG_CONTEXT(0))
        && kedge_der_read(&fields, KEDGE_TAG_CONTEXT(0), &content) == KEDGE_OK)
        json_object_set_new(object, "key_identifier", text_json(text_write_hex, bytes_of(&fields, content)));
    if (kedge_der_next_is(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(1))
        && kedge_der_enter(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(1), &names) == KEDGE_OK)
        json_object_set_new(object, "issuer", general_names_json(&names));
    if (kedge_der_next_is(&fields, KEDGE_TAG_CONTEXT(2))
        && kedge_der_read(&fields, KEDGE_TAG_CONTEXT(2), &content) == KEDGE_OK)
        json_object_set_new(object, "serial_number", text_json(text_write_hex, bytes_of(&fields, content)));
    return object;
}

static json_t *subject_key_identifier(kedge_der *der)
{
    kedge_range content;

    if (kedge_der_read(der, KEDGE_TAG_OCTET_STRING, &content) != KEDGE_OK)
        return NULL;
    return text_json(text_write_hex, bytes_of(der, content));
}

static json_t *key_usage(const kedge_certificate *certificate)
{
    static const char *const names[] = {
        "digitalSignature", "contentCommitment", "keyEncipherment", "dataEncipherment", "keyAgreement",
        "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
    };
    json_t *list = or_die(json_array());

    for (unsigned bit = 0; bit < sizeof names / sizeof names[0]; bit++)
        if ((certificate->key_usage >> bit & 1) != 0)
            json_array_append_new(list, json_string(names[bit]));
    return list;
}

static json_t *basic_constraints(const kedge_certificate *certificate)
{
    json_t *object = or_die(json_object());

    json_object_set_new(object, "certification_authority", json_boolean(certificate->is_ca));
    if (certificate->has_path_length)
        json_object_set_new(object, "path_length", json_integer(certificate->path_length));
    return object;
}

/* SEQUENCE OF OBJECT IDENTIFIER. */
static json_t *object_identifiers(kedge_der *der)
{
    json_t *list = or_die(json_array());
    kedge_der items;
    kedge_range oid;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &items) == KEDGE_OK)
        while (!kedge_der_at_end(&items) && kedge_der_read_oid(&items, &oid) == KEDGE_OK)
            json_array_append_new(list, text_json(object_name_write, bytes_of(&items, oid)));
    return list;
}

/* PolicyQualifierInfo ::= SEQUENCE { OID, ANY }; a CPS pointer is an IA5String, of a notice all its texts
 * are shown as bytes. */
static json_t *policy_qualifier(kedge_der *qualifiers)
{
    kedge_der fields;
    kedge_range oid, content;
    uint8_t tag;
    json_t *name, *value, *line;

    if (kedge_der_enter(qualifiers, KEDGE_TAG_SEQUENCE, &fields) != KEDGE_OK
        || kedge_der_read_oid(&fields, &oid) != KEDGE_OK
        || kedge_der_read_any(&fields, &tag, &content) != KEDGE_OK)
        return NULL;
    name = text_json(object_name_write, bytes_of(&fields, oid));
    value = text_json(tag == KEDGE_TAG_IA5_STRING ? text_write : text_write_hex, bytes_of(&fields, content));
    line = or_die(json_sprintf("%s: %s", json_string_value(name), json_string_value(value)));
    json_decref(name);
    json_decref(value);
    return line;
}

/* PolicyInformation ::= SEQUENCE { OID, SEQUENCE OF PolicyQualifierInfo OPTIONAL }. */
static json_t *certificate_policies(kedge_der *der)
{
    json_t *list = or_die(json_array());
    kedge_der items, policy, qualifiers;
    kedge_range oid;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &items) != KEDGE_OK)
        return list;
    while (!kedge_der_at_end(&items) && kedge_der_enter(&items, KEDGE_TAG_SEQUENCE, &policy) == KEDGE_OK
           && kedge_der_read_oid(&policy, &oid) == KEDGE_OK) {
        json_array_append_new(list, text_json(object_name_write, bytes_of(&policy, oid)));
        if (kedge_der_at_end(&policy)
            || kedge_der_enter(&policy, KEDGE_TAG_SEQUENCE, &qualifiers) != KEDGE_OK)
            continue;
        while (!kedge_der_at_end(&qualifiers)) {
            json_t *qualifier = policy_qualifier(&qualifiers);

            if (qualifier == NULL)
                break;
            json_array_append_new(list, qualifier);
        }
    }
    return list;
}

/* SEQUENCE OF SEQUENCE { issuerDomainPolicy OID, subjectDomainPolicy OID }. */
static json_t *policy_mappings(kedge_der *der)
{
    json_t *list = or_die(json_array());
    kedge_der items, pair;
    kedge_range oid[2];

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &items) != KEDGE_OK)
        return list;
    while (!kedge_der_at_end(&items) && kedge_der_enter(&items, KEDGE_TAG_SEQUENCE, &pair) == KEDGE_OK
           && kedge_der_read_oid(&pair, &oid[0]) == KEDGE_OK
           && kedge_der_read_oid(&pair, &oid[1]) == KEDGE_OK) {
        json_t *issuer = text_json(object_name_write, bytes_of(&pair, oid[0]));
        json_t *subject = text_json(object_name_write, bytes_of(&pair, oid[1]));

        json_array_append_new(list, json_sprintf("%s is equivalent to %s of the subject",
                                                 json_string_value(issuer), json_string_value(subject)));
        json_decref(issuer);
        json_decref(subject);
    }
    return list;
}

static json_t *alternative_names(kedge_der *der)
{
    kedge_der names;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &names) != KEDGE_OK)
        return NULL;
    return general_names_json(&names);
}

/* GeneralSubtree ::= SEQUENCE { base GeneralName, [0] minimum, [1] maximum }. */
static json_t *subtrees(kedge_der *trees)
{
    json_t *list = or_die(json_array());
    kedge_der tree;
    kedge_general_name base;

    while (!kedge_der_at_end(trees) && kedge_der_enter(trees, KEDGE_TAG_SEQUENCE, &tree) == KEDGE_OK
           && kedge_general_name_read(&tree, &base) == KEDGE_OK)
        json_array_append_new(list, general_name_json(tree.data, &base, true));
    return list;
}

static json_t *name_constraints(kedge_der *der)
{
    json_t *object = or_die(json_object());
    kedge_der fields, trees;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &fields) != KEDGE_OK)
        return object;
    for (uint8_t n = 0; n < 2; n++)
        if (kedge_der_next_is(&fields, (uint8_t)KEDGE_TAG_CONTEXT_CONSTRUCTED(n))
            && kedge_der_enter(&fields, (uint8_t)KEDGE_TAG_CONTEXT_CONSTRUCTED(n), &trees) == KEDGE_OK)
            json_object_set_new(object, n == 0 ? "permitted" : "excluded", subtrees(&trees));
    return object;
}

/* A number that is not negative: its value where it is small, else its octets. */
static json_t *number(kedge_span octets)
{
    if (octets.size > 7)
        return text_json(text_write_hex, octets);
    return json_integer((json_int_t)big_endian(octets.data, octets.size));
}

static json_t *policy_constraints(kedge_der *der)
{
    json_t *object = or_die(json_object());
    kedge_der fields;
    kedge_range value;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &fields) != KEDGE_OK)
        return object;
    for (uint8_t n = 0; n < 2; n++)
        if (kedge_der_next_is(&fields, (uint8_t)KEDGE_TAG_CONTEXT(n))
            && kedge_der_read_integer_as(&fields, (uint8_t)KEDGE_TAG_CONTEXT(n), &value) == KEDGE_OK)
            json_object_set_new(object, n == 0 ? "require_explicit_policy" : "inhibit_policy_mapping",
                                number(bytes_of(&fields, value)));
    return object;
}

static json_t *inhibit_any_policy(kedge_der *der)
{
    kedge_range value;

    if (kedge_der_read_integer(der, &value) != KEDGE_OK)
        return NULL;
    return number(bytes_of(der, value));
}

/* DistributionPoint ::= SEQUENCE { [0] { [0] fullName | [1] nameRelative }, [1] reasons, [2] cRLIssuer }. */
static void add_distribution_point(json_t *list, kedge_der *point)
{
    kedge_der name, names;
    json_t *text;

    if (kedge_der_next_is(point, KEDGE_TAG_CONTEXT_CONSTRUCTED(0))
        && kedge_der_enter(point, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &name) == KEDGE_OK) {
        if (kedge_der_next_is(&name, KEDGE_TAG_CONTEXT_CONSTRUCTED(0))
            && kedge_der_enter(&name, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &names) == KEDGE_OK) {
            text = general_names_json(&names);
            json_array_extend(list, text);
            json_decref(text);
        } else {
            json_array_append_new(list, json_string("a name relative to the CRL issuer's"));
        }
    }
    if (kedge_der_next_is(point, KEDGE_TAG_CONTEXT(1))) {
        uint8_t unused;
        kedge_range bits;

        if (kedge_der_read_bit_string_as(point, KEDGE_TAG_CONTEXT(1), &bits, &unused) == KEDGE_OK)
            json_array_append_new(list, json_string("for some reasons of revocation only"));
    }
    if (kedge_der_next_is(point, KEDGE_TAG_CONTEXT_CONSTRUCTED(2)))
        json_array_append_new(list, json_string("issued by another CRL issuer"));
}

static json_t *distribution_points(kedge_der *der)
{
    json_t *list = or_die(json_array());
    kedge_der points, point;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &points) == KEDGE_OK)
        while (!kedge_der_at_end(&points)
               && kedge_der_enter(&points, KEDGE_TAG_SEQUENCE, &point) == KEDGE_OK)
            add_distribution_point(list, &point);
    return list;
}

/* AccessDescription ::= SEQUENCE { accessMethod OID, accessLocation GeneralName }. */
static json_t *info_access(kedge_der *der)
{
    json_t *list = or_die(json_array());
    kedge_der items, access;
    kedge_range oid;
    kedge_general_name location;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &items) != KEDGE_OK)
        return list;
    while (!kedge_der_at_end(&items) && kedge_der_enter(&items, KEDGE_TAG_SEQUENCE, &access) == KEDGE_OK
           && kedge_der_read_oid(&access, &oid) == KEDGE_OK
           && kedge_general_name_read(&access, &location) == KEDGE_OK) {
        json_t *method = text_json(object_name_write, bytes_of(&access, oid));
        json_t *name = general_name_json(access.data, &location, false);

        json_array_append_new(list, json_sprintf("%s %s", json_string_value(method),
                                                 json_string_value(name)));
        json_decref(method);
        json_decref(name);
    }
    return list;
}

/* One serialised SCT: version, log id, milliseconds since 1970 (RFC 6962, 3.2). */
static json_t *sct(kedge_span bytes)
{
    json_t *log, *time, *line;

    if (bytes.size < 41 || bytes.data[0] != 0)
        return text_json(text_write_hex, bytes);
    log = text_json(text_write_hex, (kedge_span){ bytes.data + 1, 32 });
    time = text_json_time((int64_t)(big_endian(bytes.data + 33, 8) / 1000));
    line = or_die(json_sprintf("%s by log %s", json_string_value(time), json_string_value(log)));
    json_decref(log);
    json_decref(time);
    return line;
}

/* SignedCertificateTimestampList: vectors in TLS's form, within an OCTET STRING (RFC 6962, 3.3). */
static json_t *sct_list(kedge_der *der)
{
    json_t *list = or_die(json_array());
    kedge_range content;
    kedge_span left;

    if (kedge_der_read(der, KEDGE_TAG_OCTET_STRING, &content) != KEDGE_OK || content.size < 2)
        return list;
    left = (kedge_span){ der->data + content.offset + 2, content.size - 2u };
    while (left.size >= 2) {
        const size_t size = (size_t)big_endian(left.data, 2);

        if (size > left.size - 2)
            break;
        json_array_append_new(list, sct((kedge_span){ left.data + 2, size }));
        left = (kedge_span){ left.data + 2 + size, left.size - 2 - size };
    }
    return list;
}

/* Features ::= SEQUENCE OF INTEGER: numbers of TLS extensions (RFC 7633, 4.1). */
static json_t *tls_features(kedge_der *der)
{
    json_t *list = or_die(json_array());
    kedge_der items;
    uint32_t feature;

    if (kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &items) != KEDGE_OK)
        return list;
    while (!kedge_der_at_end(&items) && kedge_der_read_unsigned(&items, 0xffff, &feature) == KEDGE_OK)
        json_array_append_new(list, json_sprintf("%u%s", (unsigned)feature,
                                                 feature == 5 ? " (status_request)" : ""));
    return list;
}

static json_t *known_value(const kedge_certificate *certificate, kedge_extension extension, kedge_der *der)
{
    switch (extension) {
    case KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER: return authority_key_identifier(der);
    case KEDGE_EXT_SUBJECT_KEY_IDENTIFIER: return subject_key_identifier(der);
    case KEDGE_EXT_KEY_USAGE: return key_usage(certificate);
    case KEDGE_EXT_CERTIFICATE_POLICIES: return certificate_policies(der);
    case KEDGE_EXT_POLICY_MAPPINGS: return policy_mappings(der);
    case KEDGE_EXT_SUBJECT_ALT_NAME:
    case KEDGE_EXT_ISSUER_ALT_NAME: return alternative_names(der);
    case KEDGE_EXT_BASIC_CONSTRAINTS: return basic_constraints(certificate);
    case KEDGE_EXT_NAME_CONSTRAINTS: return name_constraints(der);
    case KEDGE_EXT_POLICY_CONSTRAINTS: return policy_constraints(der);
    case KEDGE_EXT_EXTENDED_KEY_USAGE: return object_identifiers(der);
    case KEDGE_EXT_CRL_DISTRIBUTION_POINTS:
    case KEDGE_EXT_FRESHEST_CRL: return distribution_points(der);
    case KEDGE_EXT_INHIBIT_ANY_POLICY: return inhibit_any_policy(der);
    case KEDGE_EXT_AUTHORITY_INFO_ACCESS:
    case KEDGE_EXT_SUBJECT_INFO_ACCESS: return info_access(der);
    case KEDGE_EXT_SCT_LIST: return sct_list(der);
    case KEDGE_EXT_TLS_FEATURE: return tls_features(der);
    case KEDGE_EXT_OCSP_NO_CHECK: return json_string("yes");
    case KEDGE_EXT_COUNT: break;
    }
    return NULL;
}

json_t *extension_value_json(const kedge_certificate *certificate, const kedge_extension_view *view)
{
    uint32_t fault;
    kedge_der whole, der;
    json_t *value = NULL;

    if (kedge_der_begin(&whole, certificate->der, certificate->size, &fault) != KEDGE_OK)
        return json_null();
    der = kedge_der_within(&whole, view->value);
    if (view->known)
        value = known_value(certificate, view->extension, &der);
    der = kedge_der_within(&whole, view->value);
    return value != NULL ? value : hex_json(&der);
}
