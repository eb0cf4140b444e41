/* wycheproof_group.c - a test group of a Wycheproof file as kedge's algorithm and key.
 *
 * Keys are read as certificates hold them, from their SubjectPublicKeyInfo.  Some groups name their RSA
 * keys id-RSASSA-PSS, which kedge does not know as a key (RFC 4055, 1.2, lets signers use rsaEncryption):
 * the signatures are then judged under the same RSAPublicKey as rsaEncryption.
 */
#include "wycheproof_group.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

static unsigned digit_value(char digit)
{
    return (unsigned)(isdigit((unsigned char)digit) ? digit - '0' : tolower((unsigned char)digit) - 'a' + 10);
}

kedge_span hex_decode(const char *digits)
{
    const size_t length = strlen(digits);
    uint8_t *data;

    if (length % 2 != 0 || strspn(digits, "0123456789abcdefABCDEF") != length)
        return (kedge_span){ NULL, 0 };
    data = malloc(length / 2 + (length == 0));
    for (size_t i = 0; data != NULL && i < length / 2; i++)
        data[i] = (uint8_t)(digit_value(digits[2 * i]) << 4 | digit_value(digits[2 * i + 1]));
    return (kedge_span){ data, length / 2 };
}

static kedge_hash hash_of(const char *name)
{
    static const char *const names[KEDGE_HASH_COUNT] = {
        [KEDGE_HASH_NONE] = "",          [KEDGE_HASH_MD5] = "MD5",        [KEDGE_HASH_SHA1] = "SHA-1",
        [KEDGE_HASH_SHA224] = "SHA-224", [KEDGE_HASH_SHA256] = "SHA-256", [KEDGE_HASH_SHA384] = "SHA-384",
        [KEDGE_HASH_SHA512] = "SHA-512",
    };

    for (int hash = KEDGE_HASH_MD5; hash < KEDGE_HASH_COUNT; hash++)
        if (strcmp(names[hash], name) == 0)
            return (kedge_hash)hash;
    return KEDGE_HASH_NONE;
}

static kedge_scheme scheme_of(const json_t *object)
{
    static const struct {
        const char *type;
        kedge_scheme scheme;
    } types[] = {
        { "RsassaPkcs1Verify", KEDGE_SCHEME_RSA_PKCS1 },
        { "RsassaPssVerify", KEDGE_SCHEME_RSA_PSS },
        { "RsassaPssWithParametersVerify", KEDGE_SCHEME_RSA_PSS },
        { "EcdsaVerify", KEDGE_SCHEME_ECDSA },
    };
    const char *type = text_of(object, "type");
    const char *curve = text_of(json_object_get(object, "publicKey"), "curve");

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].type, type) == 0)
            return types[i].scheme;
    if (strcmp(type, "EddsaVerify") == 0 && strcmp(curve, "edwards25519") == 0)
        return KEDGE_SCHEME_ED25519;
    if (strcmp(type, "EddsaVerify") == 0 && strcmp(curve, "edwards448") == 0)
        return KEDGE_SCHEME_ED448;
    return KEDGE_SCHEME_UNKNOWN;
}

/* Why a group that kedge has no words for is skipped: its scheme (ECDSA with signatures of the P1363 form,
 * which no certificate has, is one of its own), its hash, or the hash of its mask. */
static void skip(group *g, const char *what, const char *name)
{
    snprintf(g->skip, sizeof g->skip, "%s: %s %s", kedge_status_name(KEDGE_UNSUPPORTED_ALGORITHM), what,
             name);
}

static void read_algorithm(group *g, const json_t *object)
{
    const char *hash = text_of(object, "sha");
    const char *mask = text_of(object, "mgf"), *mask_hash = text_of(object, "mgfSha");

    g->algorithm.scheme = (uint8_t)scheme_of(object);
    g->algorithm.hash = (uint8_t)hash_of(hash);
    if (g->algorithm.scheme == KEDGE_SCHEME_UNKNOWN) {
        skip(g, "scheme", text_of(object, "type"));
    } else if (g->algorithm.hash == KEDGE_HASH_NONE && *hash != '\0') {
        skip(g, "hash", hash);
    } else if (g->algorithm.scheme == KEDGE_SCHEME_RSA_PSS) {
        g->algorithm.mask_hash = (uint8_t)hash_of(mask_hash);
        g->algorithm.salt_size = (uint16_t)json_integer_value(json_object_get(object, "sLen"));
        if (strcmp(mask, "MGF1") != 0)
            skip(g, "mask", mask);
        else if (g->algorithm.mask_hash == KEDGE_HASH_NONE)
            skip(g, "hash of the mask", mask_hash);
    }
}

/* Read the key that `encoding` holds and nothing else. */
static kedge_status read_key(kedge_span encoding, kedge_public_key *key)
{
    uint32_t fault;
    kedge_der der;
    kedge_status status = kedge_der_begin(&der, encoding.data, encoding.size, &fault);

    if (status == KEDGE_OK)
        status = kedge_public_key_read(&der, key);
    return status == KEDGE_OK ? kedge_der_finish(&der) : status;
}

/* A SubjectPublicKeyInfo of rsaEncryption around an RSAPublicKey of 256 to 65,000 octets. */
static kedge_span wrap_rsa(const char *digits)
{
    static const uint8_t head[] = { 0x30, 0x82, 0,    0,    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                    0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x82, 0,    0,    0x00 };
    kedge_span inner = hex_decode(digits);
    const size_t size = sizeof head + inner.size, string_size = inner.size + 1;
    uint8_t *whole = inner.size >= 256 && inner.size < 65000 ? malloc(size) : NULL;

    if (whole != NULL) {
        memcpy(whole, head, sizeof head);
        memcpy(whole + sizeof head, inner.data, inner.size);
        whole[2] = (uint8_t)((size - 4) >> 8);
        whole[3] = (uint8_t)(size - 4);
        whole[21] = (uint8_t)(string_size >> 8);
        whole[22] = (uint8_t)string_size;
    }
    free((uint8_t *)inner.data);
    return (kedge_span){ whole, whole != NULL ? size : 0 };
}

group group_read(const json_t *object)
{
    group g = { .skip = "" };

    read_algorithm(&g, object);
    g.encoding = hex_decode(text_of(object, "publicKeyDer"));
    g.key_status = read_key(g.encoding, &g.key);
    if (g.key_status == KEDGE_OK && g.key.type == KEDGE_KEY_UNKNOWN
        && g.algorithm.scheme == KEDGE_SCHEME_RSA_PSS) {
        free((uint8_t *)g.encoding.data);
        g.encoding = wrap_rsa(text_of(object, "publicKeyAsn"));
        g.key_status = read_key(g.encoding, &g.key);
    }
    return g;
}

void group_free(group *g)
{
    free((uint8_t *)g->encoding.data);
}
