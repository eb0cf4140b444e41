/* describe.c - a certificate as a JSON document, for both outputs of `kedge show`. */
#include "describe.h"
#include "extensions.h"
#include "object_names.h"
#include "text.h"

#include <kedge/kedge.h>

/* Real certificates deviate in these ways; policies say which of them refuse (kedge/conformance.h). */
static const struct deviation_row {
    uint32_t bit;
    const char *sentence;
} deviations[] = {
    { KEDGE_DEVIATION_SERIAL_ZERO, "the serial number is zero (RFC 5280, 4.1.2.2)" },
    { KEDGE_DEVIATION_SERIAL_NEGATIVE, "the serial number is negative (RFC 5280, 4.1.2.2)" },
    { KEDGE_DEVIATION_SERIAL_LONG, "the serial number is longer than 20 octets (RFC 5280, 4.1.2.2)" },
    { KEDGE_DEVIATION_TIME_FORM, "a date before 2050 is not a UTCTime (RFC 5280, 4.1.2.5)" },
    { KEDGE_DEVIATION_KEY_USAGE_FORM, "keyUsage has trailing zero bits or no bit at all (X.690, 11.2.2)" },
    { KEDGE_DEVIATION_NAME_STRING, "a PrintableString holds a foreign character (X.680, 41.4)" },
    { KEDGE_DEVIATION_PATH_LENGTH, "a path length is given where cA is not (RFC 5280, 4.2.1.9)" },
    { KEDGE_DEVIATION_DEFAULT_ENCODED, "a default value is spelt out (X.690, 11.5)" },
    { KEDGE_DEVIATION_NAME_CONSTRAINTS_EMPTY, "nameConstraints lists no subtree (RFC 5280, 4.2.1.10)" },
    { KEDGE_DEVIATION_POLICY_CONSTRAINTS_EMPTY, "policyConstraints is empty (RFC 5280, 4.2.1.11)" },
};

static json_t *describe_deviations(uint32_t bits)
{
    json_t *list = or_die(json_array());

    for (size_t i = 0; i < sizeof deviations / sizeof deviations[0]; i++)
        if ((bits & deviations[i].bit) != 0)
            json_array_append_new(list, json_string(deviations[i].sentence));
    return list;
}

static json_t *digest(kedge_span bytes)
{
    const kedge_crypto *crypto = kedge_crypto_default();
    uint8_t octets[KEDGE_HASH_SIZE_MAX];

    if (crypto->digest(crypto, KEDGE_HASH_SHA256, bytes, octets) != KEDGE_OK)
        return json_null();
    return text_json(text_write_hex, (kedge_span){ octets, KEDGE_SHA256_SIZE });
}

static json_t *describe_key(const kedge_certificate *certificate)
{
    const kedge_public_key *key = &certificate->key;
    json_t *object = or_die(json_object());

    json_object_set_new(object, "type", json_string(kedge_key_type_name((kedge_key_type)key->type)));
    if (key->bits != 0)
        json_object_set_new(object, "bits", json_integer(key->bits));
    if (key->type == KEDGE_KEY_RSA)
        json_object_set_new(object, "exponent",
                            text_json(text_write_hex, kedge_certificate_span(certificate, key->exponent)));
    json_object_set_new(object, "sha256",
                        digest(kedge_certificate_span(certificate, key->subject_public_key_info)));
    return object;
}

static json_t *describe_extensions(const kedge_certificate *certificate)
{
    json_t *list = or_die(json_array());
    uint32_t fault;
    kedge_der extensions = kedge_certificate_extensions(certificate, &fault);
    kedge_extension_view view;
    bool found = false;

    while (kedge_extension_next(&extensions, &view, &found) == KEDGE_OK && found) {
        json_t *object = or_die(json_object());

        json_object_set_new(object, "extension",
                            text_json(object_name_write, kedge_certificate_span(certificate, view.oid)));
        json_object_set_new(object, "critical", json_boolean(view.critical));
        json_object_set_new(object, "known", json_boolean(view.known));
        json_object_set_new(object, "value", extension_value_json(certificate, &view));
        json_array_append_new(list, object);
    }
    return list;
}

json_t *describe_certificate(const kedge_certificate *certificate)
{
    const kedge_span whole = { certificate->der, certificate->size };
    const kedge_span subject = kedge_certificate_span(certificate, certificate->subject);
    const kedge_span issuer = kedge_certificate_span(certificate, certificate->issuer);
    const kedge_span serial_number = kedge_certificate_span(certificate, certificate->serial_number);
    json_t *object = or_die(json_object());

    json_object_set_new(object, "subject", text_json(text_write_name, subject));
    json_object_set_new(object, "issuer", text_json(text_write_name, issuer));
    json_object_set_new(object, "self_issued", json_boolean(certificate->is_self_issued));
    json_object_set_new(object, "version", json_integer(certificate->version));
    json_object_set_new(object, "serial_number", text_json(text_write_hex, serial_number));
    json_object_set_new(object, "not_before", text_json_time(certificate->not_before));
    json_object_set_new(object, "not_after", text_json_time(certificate->not_after));
    json_object_set_new(object, "key", describe_key(certificate));
    json_object_set_new(object, "signed_with", json_string(kedge_algorithm_name(&certificate->algorithm)));
    json_object_set_new(object, "size", json_integer(certificate->size));
    json_object_set_new(object, "sha256", digest(whole));
    json_object_set_new(object, "extensions", describe_extensions(certificate));
    json_object_set_new(object, "deviations", describe_deviations(certificate->deviations));
    return object;
}
