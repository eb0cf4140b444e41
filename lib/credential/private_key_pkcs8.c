/* private_key_pkcs8.c - PrivateKeyInfo and its fellows (RFC 5958, 2; RFC 5208, 5). */
#include "credential/private_key.h"

#include <string.h>

#include "credential/secret.h"
#include "credential/secret_der.h"

/* rsaEncryption (RFC 8017, A.1) and id-ecPublicKey (RFC 5480, 2.1.1), contents octets. */
static const uint8_t rsa_encryption[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 };
static const uint8_t ec_public_key[] = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01 };

static bool is_oid(const kedge_der *der, kedge_range oid, const uint8_t *octets, size_t size)
{
    return oid.size == size && memcmp(der->data + oid.offset, octets, size) == 0;
}

/* privateKeyAlgorithm: KEDGE_KEY_RSA, or the curve. */
static kedge_status read_algorithm(kedge_der *der, kedge_key_type *type)
{
    const uint32_t at = der->position;
    kedge_der inner;
    kedge_range oid;
    kedge_status status;

    kedge_publish_element(der);
    if ((status = kedge_der_enter(der, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_read_oid(&inner, &oid)) != KEDGE_OK)
        return status;
    if (is_oid(der, oid, rsa_encryption, sizeof rsa_encryption)) {
        *type = KEDGE_KEY_RSA;
        status = kedge_der_read_null(&inner);
    } else if (is_oid(der, oid, ec_public_key, sizeof ec_public_key)) {
        status = kedge_ec_curve_read(&inner, type);
    } else {
        status = kedge_der_fail(der, KEDGE_PRIVATE_KEY_UNSUPPORTED, at);
    }
    return status == KEDGE_OK ? kedge_der_finish(&inner) : status;
}

/* attributes [0], which nothing here means anything to, and publicKey [1], which version 2 brought. */
static kedge_status read_optional(kedge_der *der, uint32_t version, kedge_range *public_key)
{
    kedge_range attributes;
    uint8_t unused;
    kedge_status status;

    *public_key = (kedge_range){ 0, 0 };
    if (kedge_secret_der_next_is(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0))
        && (status = kedge_der_read(der, KEDGE_TAG_CONTEXT_CONSTRUCTED(0), &attributes)) != KEDGE_OK)
        return status;
    if (version == 1 && kedge_secret_der_next_is(der, KEDGE_TAG_CONTEXT(1))) {
        kedge_publish_element(der);
        status = kedge_der_read_bit_string_as(der, KEDGE_TAG_CONTEXT(1), public_key, &unused);
        if (status != KEDGE_OK)
            return status;
        if (unused != 0)
            return kedge_der_fail(der, KEDGE_DER_BAD_BIT_STRING, public_key->offset - 1);
    }
    return kedge_der_finish(der);
}

/* The RSAPublicKey beside an RSAPrivateKey says nothing that this has not said: both must agree. */
static kedge_status check_rsa_public(const kedge_der *der, const kedge_private_key *key, kedge_range octets)
{
    kedge_der bits = kedge_der_within(der, octets);
    kedge_der inner;
    kedge_range n, e;
    kedge_status status;

    if ((status = kedge_der_enter(&bits, KEDGE_TAG_SEQUENCE, &inner)) != KEDGE_OK
        || (status = kedge_der_finish(&bits)) != KEDGE_OK
        || (status = kedge_der_read_integer(&inner, &n)) != KEDGE_OK
        || (status = kedge_der_read_integer(&inner, &e)) != KEDGE_OK
        || (status = kedge_der_finish(&inner)) != KEDGE_OK)
        return status;
    /* Shortest forms: a longer one is another number. */
    if (n.size < key->modulus.size || e.size < key->exponent.size || n.size > key->modulus.size + 1
        || e.size > key->exponent.size + 1 || (n.size > key->modulus.size && der->data[n.offset] != 0)
        || (e.size > key->exponent.size && der->data[e.offset] != 0)
        || memcmp(der->data + n.offset + n.size - key->modulus.size, der->data + key->modulus.offset,
                  key->modulus.size) != 0
        || memcmp(der->data + e.offset + e.size - key->exponent.size, der->data + key->exponent.offset,
                  key->exponent.size) != 0)
        return kedge_der_fail(der, KEDGE_PRIVATE_KEY_INCONSISTENT, octets.offset);
    return KEDGE_OK;
}

static kedge_status read_pkcs8(kedge_der *der, kedge_private_key *key)
{
    kedge_der inner, octets;
    kedge_range content, public_key;
    kedge_key_type type = KEDGE_KEY_UNKNOWN;
    uint32_t version;
    kedge_status status;

    if ((status = kedge_secret_der_enter_versioned(der, &inner, &version)) != KEDGE_OK)
        return status;
    if (version > 1)
        return kedge_der_fail(der, KEDGE_PRIVATE_KEY_MALFORMED, inner.position - 1);
    if ((status = read_algorithm(&inner, &type)) != KEDGE_OK
        || (status = kedge_secret_der_read(&inner, KEDGE_TAG_OCTET_STRING, &content)) != KEDGE_OK
        || (status = read_optional(&inner, version, &public_key)) != KEDGE_OK)
        return status;
    octets = kedge_der_within(der, content);
    status = type == KEDGE_KEY_RSA ? kedge_rsa_private_read(&octets, key)
                                   : kedge_ec_private_read(&octets, type, key);
    if (status != KEDGE_OK || (status = kedge_der_finish(&octets)) != KEDGE_OK || public_key.size == 0)
        return status;
    return type == KEDGE_KEY_RSA ? check_rsa_public(der, key, public_key)
                                 : kedge_ec_private_check_point(der, key, public_key);
}

/* What an encoding is, by its first two elements: each form has its own. */
static kedge_private_form tell_form(const kedge_der *der)
{
    kedge_der ahead = *der;
    kedge_der inner;
    kedge_range version;
    uint32_t fault;

    ahead.fault = &fault;
    if (kedge_secret_der_enter(&ahead, KEDGE_TAG_SEQUENCE, &inner) != KEDGE_OK)
        return KEDGE_PRIVATE_FORM_PKCS8;
    if (kedge_secret_der_next_is(&inner, KEDGE_TAG_SEQUENCE))
        return KEDGE_PRIVATE_FORM_ENCRYPTED;
    if (kedge_secret_der_read(&inner, KEDGE_TAG_INTEGER, &version) != KEDGE_OK)
        return KEDGE_PRIVATE_FORM_PKCS8;
    if (kedge_secret_der_next_is(&inner, KEDGE_TAG_INTEGER))
        return KEDGE_PRIVATE_FORM_PKCS1;
    return kedge_secret_der_next_is(&inner, KEDGE_TAG_OCTET_STRING) ? KEDGE_PRIVATE_FORM_SEC1
                                                                    : KEDGE_PRIVATE_FORM_PKCS8;
}

kedge_private_form kedge_private_form_tell(const uint8_t *data, size_t size)
{
    uint32_t fault;
    kedge_der der;

    return kedge_der_begin(&der, data, size, &fault) == KEDGE_OK ? tell_form(&der) : KEDGE_PRIVATE_FORM_PKCS8;
}

kedge_status kedge_private_key_parse(kedge_private_key *key, kedge_private_form form, uint32_t *fault)
{
    kedge_der der;
    kedge_status status = kedge_der_begin(&der, key->der, key->size, fault);

    if (status != KEDGE_OK)
        return status;
    switch (form) {
    case KEDGE_PRIVATE_FORM_PKCS1:
        status = kedge_rsa_private_read(&der, key);
        break;
    case KEDGE_PRIVATE_FORM_SEC1:
        status = kedge_ec_private_read(&der, KEDGE_KEY_UNKNOWN, key);
        break;
    case KEDGE_PRIVATE_FORM_PKCS8:
    case KEDGE_PRIVATE_FORM_ENCRYPTED:
        status = read_pkcs8(&der, key);
        break;
    }
    return status == KEDGE_OK ? kedge_der_finish(&der) : status;
}
